"""`sphinx_ext.spans`: where in its file a piece of prose stands."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, note
from hypothesis import strategies as st

from doctrees import doctrees
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from strategies import examples

MENTION = re.compile(r'KV\s+cache')


def told(document):
    """(what is said in prose, its span without the path) for each mention of a page."""
    spans = Spans()
    return [
        (
            ' '.join(match[0].split()),
            (one := spans.span(passage, *match.span())) and one[1:],
        )
        for passage in passages(document)
        for match in MENTION.finditer(passage.text)
    ]


def lines_of(document):
    return [span and span[:2] for _, span in told(document)]


# Each page has its mentions in prose marked with ⟦ ⟧, which are taken out; what is
# marked ⟨ ⟩ is prose, too, but its place is not certain.
CASES = {
    'paragraph.rst': 'A ⟦KV cache⟧ here\nand a ⟦KV\ncache⟧ there, ⟦KV  cache⟧.\n',
    'code.rst': '``KV cache`` and ⟦KV cache⟧ and :math:`KV cache` and ⟦KV cache⟧.\n',
    'role.rst': ':term-ref:`KV cache` ⟦KV cache⟧ :abbr:`KV cache (x)`, ⟦KV cache⟧.\n',
    'link.rst': '`KV cache <http://x.y>`_ ⟦KV cache⟧ `KV cache`__ ⟦KV cache⟧\n\n__ http://x.y\n',
    'emphasis.rst': '*a* **⟦KV cache⟧** *b ⟦KV cache⟧ c* ⟦KV cache⟧\n',
    'typography.rst': '"⟦KV cache⟧" -- it\'s... a ⟦KV cache⟧ --- \\*x\\* ⟦KV cache⟧ x\\ *y*\n',
    'containers.rst': (
        '- item\n\n  1. nested ⟦KV cache⟧ and\n     a ⟦KV\n     cache⟧\n\n'
        '    quoted ⟦KV cache⟧\n\n.. note:: a ⟦KV cache⟧\n\n   .. tip::\n\n      a ⟦KV cache⟧\n\n'
        ':field: a ⟦KV cache⟧\n\nterm KV cache\n   defined ⟦KV cache⟧\n\n'
        '.. [#] a ⟦KV cache⟧\n\n.. figure:: x.png\n\n   a ⟦KV cache⟧\n'
    ),
    'tabs.rst': 'A\n\n-\tan\tindented ⟦KV\tcache⟧\n\tand ⟦KV cache⟧\n',
    'table.rst': (
        '+-----------+-----------+\n| ⟨KV cache⟩  | ⟨KV cache⟩  |\n'
        '+-----------+-----------+\n'
    ).replace('⟩  |', '⟩ |').replace('-----------', '----------'),
    'simple-table.rst': (
        '========  ========\n⟨KV cache⟩  x\ny         ⟨KV cache⟩\n⟨KV cache⟩\n'
        '========  ========\n'
    ),
    'table-and-code.rst': (
        '========  =\n⟨KV cache⟩  x\n========  =\n\nRun this::\n\n   KV cache\n'
    ),
    'table-and-comment.rst': (
        '========  =\n⟨KV cache⟩  x\n========  =\n\n..\n   KV cache\n'
    ),
    'table-and-list.rst': '========  =\n⟨KV cache⟩  x\n========  =\n\n- ⟦KV cache⟧\n',
    'table-and-code.md': '| x |\n|---|\n| ⟨KV cache⟩ |\n\n```text\nKV cache\n```\n',
    'list-table.rst': '.. list-table::\n\n   * - a ⟦KV cache⟧\n     - b ⟦KV cache⟧\n',
    'twice.rst': 'The KV cache.\n'.replace('KV cache', '⟦KV cache⟧') * 1 + '\n::\n\n  The KV cache.\n',
    'substitution.rst': '.. |x| replace:: KV cache\n\nA |x| is ⟨KV cache⟩, ⟨KV cache⟩.\n'
    .replace('A |x| is ⟨KV cache⟩', 'A ⟨|x|⟩ is ⟨KV cache⟩'),
    'paragraph.md': 'A ⟦KV cache⟧ here\nand a ⟦KV\ncache⟧ there, ⟦KV  cache⟧.\n',
    'code.md': '`KV cache` and ⟦KV cache⟧ and {math}`KV cache` and ⟦KV cache⟧.\n',
    'role.md': '{term-ref}`KV cache` ⟦KV cache⟧ {abbr}`KV cache (x)`, ⟦KV cache⟧.\n',
    'link.md': '[KV cache](http://x.y) ⟦KV cache⟧ <http://x.y> ⟦KV cache⟧\n',
    'emphasis.md': '*a* **⟦KV cache⟧** _b ⟦KV cache⟧ c_ ⟦KV cache⟧\n',
    'typography.md': '"⟦KV cache⟧" -- it\'s... a ⟦KV cache⟧ --- \\*x\\* ⟦KV cache⟧\n',
    'containers.md': (
        '- item\n\n  1. nested ⟦KV cache⟧ and\n     a ⟦KV\n     cache⟧\n\n'
        '> quoted ⟦KV cache⟧\n> and ⟦KV\n> cache⟧\nlazily a ⟦KV\ncache⟧\n\n'
        '> - > deep ⟦KV cache⟧\n>   > on ⟦KV cache⟧\n\n'
        ':::{note}\na ⟦KV cache⟧\n\n```{tip}\na ⟦KV cache⟧\n```\n:::\n\n'
        'term KV cache\n: defined ⟦KV cache⟧\n\n- [ ] a ⟦KV cache⟧\n\n'
        '```text\nA KV cache\n```\n'
    ),
    'table.md': '| KV cache |\n|---|\n| ⟨KV cache⟩ |\n',
    'entity.md': 'A ⟨KV cache⟩ &amp; so.\n\nA ⟦KV cache⟧ & so.\n',
    'front.md': '---\nx: KV cache\n---\n\n# KV cache\n\nA ⟦KV cache⟧.\n',
}  # fmt: skip


def expected(text):
    """(the text without marks, the spans marked in it; None for uncertain ones)."""
    plain, spans, opened = '', [], None
    line = column = 1
    for char in text:
        if char in '⟦⟨':
            opened = (line, column)
        elif char in '⟧⟩':
            spans.append((*opened, line, column) if char == '⟧' else None)
        else:
            plain += char
            line, column = (line + 1, 1) if char == '\n' else (line, column + 1)
    return plain, spans


@pytest.fixture(scope='module')
def cases(tmp_path_factory):
    pages = {name.replace('.', '-', 1).replace('-rst', '.rst').replace('-md', '-m.md'):
             expected(text)[0] for name, text in CASES.items()}  # fmt: skip
    read = doctrees(tmp_path_factory.mktemp('cases'), pages)
    return {
        name: read[page.rpartition('.')[0]] for name, page in zip(CASES, pages, strict=True)
    }


@pytest.mark.parametrize('name', CASES)
def test_spans_are_told_exactly_or_not_at_all(cases, name):
    assert [span for _, span in told(cases[name])] == expected(CASES[name])[1]


# --- what is beside the text of a file ---


@pytest.mark.parametrize('suffix', ['rst', 'md'])
def test_byte_order_marks_and_line_ends_are_no_columns(tmp_path, suffix):
    text = 'A KV cache\nand a KV\ncache.\n\n- a KV cache\n'
    pages = {
        f'bom.{suffix}': b'\xef\xbb\xbf' + text.encode(),
        f'crlf.{suffix}': text.replace('\n', '\r\n').encode(),
        f'unix.{suffix}': text,
    }
    read = doctrees(tmp_path, pages)
    unix = [span for _, span in told(read['unix'])]
    assert unix == [(1, 3, 1, 11), (2, 7, 3, 6), (5, 5, 5, 13)]
    assert [span for _, span in told(read['bom'])] == unix
    assert [span for _, span in told(read['crlf'])] == unix


def test_what_is_included_stands_in_the_file_it_is_from(tmp_path):
    pages = {
        'page.rst': 'Before.\n\n.. include:: part.txt\n\nA KV cache.\n',
        'md.md': 'Before.\n\n```{include} part.txt\n```\n\nA KV cache.\n',
        'part.txt': 'Part.\n\nThe KV cache.\n',
    }
    read = doctrees(tmp_path, pages)
    for name in ('page', 'md'):
        spans, found = Spans(), []
        for passage in passages(read[name]):
            for match in MENTION.finditer(passage.text):
                one = spans.span(passage, *match.span())
                found.append((Path(one.path).name, one.line, one.column) if one else None)
        own = 'page.rst' if name == 'page' else 'md.md'
        assert found[0] in (('part.txt', 3, 5), None)
        assert found[1] == (own, 5 if name == 'page' else 6, 3)


def test_docstrings_have_no_certain_place(tmp_path, monkeypatch):
    module = tmp_path / 'archgloss_documented.py'
    module.write_text('def f():\n    """Return a KV cache."""\n')
    monkeypatch.syspath_prepend(tmp_path)
    text = '.. autofunction:: archgloss_documented.f\n'
    read = doctrees(tmp_path / 'project', {'page.rst': text})
    assert told(read['page']) == [('KV cache', None)]


def test_a_file_that_has_changed_or_gone_has_no_spans(tmp_path):
    read = doctrees(tmp_path, {'page.rst': 'A KV cache.\n', 'gone.rst': 'A KV cache.\n'})
    (tmp_path / 'docs' / 'page.rst').write_text('Something else.\n')
    (tmp_path / 'docs' / 'gone.rst').unlink()
    assert told(read['page']) == told(read['gone']) == [('KV cache', None)]
    (tmp_path / 'docs' / 'page.rst').write_text('New.\n\nLines.\n\nA KV cache.\n')
    assert told(read['page']) == [('KV cache', (5, 3, 5, 11))]
    (tmp_path / 'docs' / 'page.rst').write_text('New.\n\n' * 9 + 'A KV cache.\n')
    assert told(read['page']) == [('KV cache', None)]


# --- long paragraphs, sized to hang if each place in them were tried to the end ---


def test_a_long_paragraph_may_repeat_itself(tmp_path):
    said = 'word ' * 40_000
    pages = {'page.rst': f'{said}*x* {said}KV cache.\n', 'md.md': f'KV cache {said}\n'}
    read = doctrees(tmp_path, pages)
    at = 2 * len(said) + 5
    assert told(read['page']) == [('KV cache', (1, at, 1, at + 8))]
    assert told(read['md']) == [('KV cache', (1, 1, 1, 9))]


def test_where_a_place_would_be_sought_for_long_it_is_not_certain(tmp_path):
    signs = r'a\* '
    pages = {
        'short.rst': f'{signs * 20}KV cache\n',
        'long.rst': f'{signs * 20_000}KV cache\n',
    }
    read = doctrees(tmp_path, pages)
    at = len(signs) * 20 + 1
    assert told(read['short']) == [('KV cache', (1, at, 1, at + 8))]
    assert told(read['long']) == [('KV cache', None)]


# --- generated pages ---


class TextBlock(NamedTuple):
    """A piece of a paragraph."""

    text: str
    """Markup."""
    is_mention: bool = False


PROSE = [
    TextBlock('KV cache', True),
    TextBlock('KV\ncache', True),
    TextBlock('KV  cache', True),
]
PLAIN = [
    TextBlock(text)
    for text in ('words', 'a,', '"so"', "it's", '--', 'KV,', 'caches', 'x...')
]
CODE = {
    'rst': ['``KV cache``', ':term-ref:`KV cache`', '`KV cache <http://x.y>`__',
            ':math:`KV cache`', ':kbd:`KV cache`', ':term-ref:`!KV cache`', r'\*x\*'],
    'md': ['`KV cache`', '{term-ref}`KV cache`', '[KV cache](http://x.y)',
           '{math}`KV cache`', '<b title="KV cache">', '![KV cache](x.png)', r'\*x\*',
           '[KV cache]{.no-term-autolink}'],
}  # fmt: skip
WRAPS = {
    'rst': ['{}', '- {}', '1. {}', 'Quoted:\n\n    {}', '.. note:: {}', '.. note::\n\n   {}', 'Term\n   {}',
            '* - {}', ':field: {}', '.. [#] {}', '.. only:: html\n\n   {}',
            '.. list-table::\n\n   * - x\n     - {}'],
    'md': ['{}', '- {}', '1. {}', '> {}', ':::{{note}}\n{}\n:::', 'Term\n: {}', '- [ ] {}',
           '> - {}', '```{{tip}}\n{}\n```', ':::{{container}} c\n```{{note}}\n{}\n```\n:::'],
}  # fmt: skip
LITERAL = {
    'rst': '::\n\n  The KV cache here.',
    'md': '```text\nThe KV cache here.\n```',
}


def paragraphs(markup):
    emphasised = st.sampled_from(['*{}*', '**{}**']).map(
        lambda around: TextBlock(around.format('KV cache'), True)
    )
    piece = st.one_of(
        st.sampled_from(PROSE), st.sampled_from(PLAIN), emphasised,
        st.sampled_from(CODE[markup]).map(TextBlock),
    )  # fmt: skip
    return st.lists(piece, min_size=1, max_size=8)


def indented(text, wrap):
    """Put a paragraph into *wrap*, its further lines as the wrap wants them."""
    lead = wrap.format('\0').split('\0')[0].rsplit('\n', 1)[-1]
    if lead.startswith(('.. note:: ', ':field: ', '.. only', '.. [')):
        further = '   '
    elif '>' in lead:
        further = '> ' + ' ' * (len(lead) - 2)
    else:
        further = ' ' * len(lead)
    return wrap.format(text.replace('\n', f'\n{further}'))


@st.composite
def pages(draw, markup):
    """(source, offsets of its mentions in prose, in order)."""
    source, offsets = 'Title\n=====\n', []
    blocks = draw(st.lists(st.tuples(st.sampled_from(WRAPS[markup]), paragraphs(markup)),
                           max_size=6))  # fmt: skip
    for wrap, pieces in blocks:
        marked = ' '.join(f'⟦{one.text}' if one.is_mention else one.text for one in pieces)
        block = indented(f'So {marked} it is.'.replace('*⟦', '⟦*'), wrap)
        at = len(source) + 2
        plain = ''
        for n, part in enumerate(block.split('⟦')):
            if n:
                start = at + len(plain) + len(part) - len(part.lstrip('*'))
                offsets.append(start)
            plain += part
        source += f'\n\n{plain}'
        if draw(st.booleans()):
            source += f'\n\n{LITERAL[markup]}'
    return source + '\n', offsets


@pytest.mark.parametrize('markup', ['rst', 'md'])
@examples(6, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_certain_is_true(markup, data):
    made = data.draw(st.lists(pages(markup), min_size=10, max_size=25))
    sources = {f'p{n}.{markup}': source for n, (source, _) in enumerate(made)}
    with tempfile.TemporaryDirectory() as folder:
        read = doctrees(Path(folder) / 'project', sources)
        for n, (source, offsets) in enumerate(made):
            starts = [0, *(match.end() for match in re.finditer('\n', source))]
            true = [
                next((line, at - start + 1) for line, start in reversed(list(enumerate(starts, 1)))
                     if start <= at)
                for at in offsets
            ]  # fmt: skip
            found = [span for _, span in told(read[f'p{n}'])]
            note(source)
            # footnotes and the like stay where they are written: the order is the same
            assert len(found) == len(true)
            for span, place in zip(found, true, strict=True):
                assert span is None or span[:2] == place
