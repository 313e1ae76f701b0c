"""Edits of a text: put in one after the other, or all at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.commands.link.page_file import Edit, TextLines, edited, rebased

PIECES = st.lists(st.tuples(st.text('ab\n', min_size=1), st.text('xyz')), min_size=1)


@given(PIECES, st.data())
def test_edits_of_an_edited_text_are_edits_of_the_first(pieces, data):
    text, edits = '', []
    for old, new in pieces:
        edits.append(Edit(len(text), len(text) + len(old), new))
        text += f'{old}|'  # none touches another
    first = data.draw(st.lists(st.sampled_from(edits), unique=True))
    half = edited(text, first)
    second = []
    for edit in edits:
        if edit not in first:
            before = text[: edit.start]
            at = len(edited(before, [one for one in first if one.end <= len(before)]))
            second.append(Edit(at, at + edit.end - edit.start, edit.new))
    whole = edited(half, second)
    assert edited(text, [*first, *rebased(second, first)]) == whole == edited(text, edits)


@given(st.text('a\r\n\f\x85\u2028'), st.sampled_from(['/page.rst', '/page.md']))
def test_a_position_has_its_offset(text, path):
    lines = TextLines(text, path)
    for offset in range(len(text) + 1):
        line, column = lines.position(offset)
        assert lines.offset(line, column) == offset
