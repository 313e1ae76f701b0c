"""`file_lines`: lines are counted as the parser of a file counts them."""

from __future__ import annotations

import pytest
from docutils.statemachine import string2lines
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinxcontrib_archgloss.file_lines import file_lines, split_lines
from strategies import from_yaml

BREAKS = ['\n', '\r\n', '\r']
ODD = ['\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2028', '\u2029']

texts = st.lists(st.sampled_from(['word', ' ', *BREAKS, *ODD])).map(''.join)


def words(separators):
    """Numbered words, each behind its own separator."""
    return ''.join(f'{end}w{n}' for n, end in enumerate(separators))


def lines_with_words(text, path):
    """The number of each line → the words on it; lines without words are left out."""
    lines = enumerate(split_lines(text, path), 1)
    return {n: line.split() for n, line in lines if line.strip()}


@given(texts)
def test_restructuredtext_is_split_as_docutils_splits_it(text):
    # files are read with universal newlines
    read = text.replace('\r\n', '\n').replace('\r', '\n')
    parsed = string2lines(read, convert_whitespace=True)
    ours = split_lines(text, 'page.rst')
    assert [line.replace('\v', ' ').replace('\f', ' ').rstrip() for line in ours] == parsed


@given(st.lists(st.sampled_from([f'{end}{end}' for end in BREAKS] + ODD), max_size=12))
def test_markdown_is_split_as_markdown_it_splits_it(separators):
    text = words(separators)
    tokens = MarkdownIt().parse(text)
    parsed = {one.map[0] + 1: one.content.split() for one in tokens if one.type == 'inline'}
    assert lines_with_words(text, 'page.md') == parsed


SETS = {
    '.yaml': '# {0}\nname: s\ntitle: T{0}\nterms:\n- name: a\n  definition: A.\n'
    '- name: b\n  definition: B{0}.\n- name: c\n  definition: C.\n',
    '.toml': '# {0}\nname = "s"\ntitle = "T{0}"\n[[terms]]\nname = "a"\ndefinition = "A."\n'
    '[[terms]]\nname = "b"\ndefinition = "B{0}."\n[[terms]]\nname = "c"\ndefinition = "C."\n',
    '.json': '{{"name": "s", "title": "T{0}", "terms": [\n{{"name": "a", "definition": "A."}},'
    '\n{{"name": "b", "definition": "B{0}."}},\n{{"name": "c", "definition": "C."}}\n]}}\n',
}
HEADS = {'.yaml': '- name: ', '.toml': '[[terms]]', '.json': '{"name": "'}


@pytest.mark.parametrize('suffix', SETS)
@given(data=st.data())
def test_a_term_stands_on_the_line_that_the_reader_of_its_set_counts(suffix, data):
    odd = data.draw(st.lists(st.sampled_from(ODD[-3:]), max_size=3))
    end = data.draw(st.sampled_from(BREAKS if suffix != '.toml' else BREAKS[:2]))
    text = SETS[suffix].format('a'.join(['', *odd, ''])).replace('\n', end)
    loaded = from_yaml(text, f'/set{suffix}')
    lines = split_lines(text, loaded.path)
    starts = [n for n, line in enumerate(lines, 1) if line.startswith(HEADS[suffix])]
    if suffix == '.json':
        starts = starts[1:]  # the set's own name
    # the term between them may be left out for its control characters
    first, last = loaded.set.terms[0], loaded.set.terms[-1]
    assert (first.line, last.line) == (starts[0], starts[-1])


def test_a_byte_order_mark_belongs_to_no_line(tmp_path):
    path = tmp_path / 'page.rst'
    path.write_bytes(b'\xef\xbb\xbfone\r\ntwo\n')
    assert file_lines(str(path)) == ('one', 'two')


def test_a_file_is_read_again_when_it_has_changed(tmp_path):
    path = tmp_path / 'page.rst'
    path.write_text('one')
    assert file_lines(str(path)) == ('one',)
    path.write_text('two\n\n')
    assert file_lines(str(path)) == ('two', '')


@pytest.mark.parametrize('raw', [None, b'\xff'])
def test_a_file_that_cannot_be_read_has_no_lines(tmp_path, raw):
    path = tmp_path / 'page.rst'
    if raw is not None:
        path.write_bytes(raw)
    assert file_lines(str(path)) == ()
