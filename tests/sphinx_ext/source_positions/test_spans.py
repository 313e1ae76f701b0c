"""`source_positions.spans`: where in its file a stretch of prose stands."""

from __future__ import annotations

import re
import tempfile
import time
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

import docutils
import pytest
from docutils import nodes
from hypothesis import HealthCheck, example, given, note
from hypothesis import strategies as st

from doctrees import doctrees
from sphinxcontrib_archgloss.sphinx_ext.prose.passages import passages
from sphinxcontrib_archgloss.sphinx_ext.source_positions.alignment import Alignment
from sphinxcontrib_archgloss.sphinx_ext.source_positions.readings import Reading, ShownText
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from sphinxcontrib_archgloss.sphinx_ext.source_positions.verbatim import verbatim_text
from strategies import examples

MENTION = re.compile(r'KV\s+cache')


def mention_spans(document):
    """The span of each mention in the prose of a page, without the path."""
    spans = Spans()
    return [
        (span := spans.span(passage, *match.span())) and span[1:]
        for passage in passages(document)
        for match in MENTION.finditer(passage.text)
    ]


# Each page has its mentions in prose in brackets, which are taken out. A mention in ⟦ ⟧ has
# a span. One in ‹ › is not written in this file: any span would be wrong.
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
        '+-----------+-----------+\n| ⟦KV cache⟧  | ⟦KV cache⟧  |\n'
        '+-----------+-----------+\n'
    ).replace('⟧  |', '⟧ |').replace('-----------', '----------'),
    'simple-table.rst': (
        '========  ========\n⟦KV cache⟧  x\ny         ⟦KV cache⟧\n⟦KV cache⟧\n'
        '========  ========\n'
    ),
    'table-and-code.rst': (
        '========  =\n⟦KV cache⟧  x\n========  =\n\nRun this::\n\n   KV cache\n'
    ),
    'table-and-comment.rst': (
        '========  =\n⟦KV cache⟧  x\n========  =\n\n..\n   KV cache\n'
    ),
    'table-and-list.rst': '========  =\n⟦KV cache⟧  x\n========  =\n\n- ⟦KV cache⟧\n',
    'table-and-code.md': '| x |\n|---|\n| ⟦KV cache⟧ |\n\n```text\nKV cache\n```\n',
    'list-table.rst': '.. list-table::\n\n   * - a ⟦KV cache⟧\n     - b ⟦KV cache⟧\n',
    'twice.rst': 'The KV cache.\n'.replace('KV cache', '⟦KV cache⟧') * 1 + '\n::\n\n  The KV cache.\n',
    'substitution.rst': '.. |x| replace:: KV cache\n\nA ‹|x|› is ⟦KV cache⟧, ⟦KV cache⟧.\n',
    'substitution-and-role.rst': '.. |KV cache| replace:: KV cache\n\n'
    '‹|KV cache|› :issue:`KV cache`\n',
    'image.rst': '.. |logo| image:: x.png\n\n|logo| A ⟦KV cache⟧ |logo| x.\n',
    'unknown-text.rst': ':issue:`KV cache` ⟦KV cache⟧ :issue:`KV cache`\n',
    'unknown-number.rst': ':pep:`8` ⟦KV cache⟧ :issue:`9` x ⟦KV cache⟧, :rfc:`1`\n',
    'unshown.rst': '⟦KV cache⟧ :silent:`KV cache`\n',
    'count.rst': 'a_ :index:`KV cache` ⟦KV cache⟧ ``data_x``\n\n.. _a: http://x.y\n',
    'hidden.rst': ':abbr:`x (KV cache)` ⟦KV cache⟧ :index:`KV cache`, ⟦KV cache⟧\n',
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
    'table.md': '| KV cache |\n|---|\n| ⟦KV cache⟧ |\n',
    'code-in-code.md': '`KV` and `` `KV` x`` and ⟦KV cache⟧\n',
    'spaced-code.md': '`` KV cache `` ⟦KV cache⟧ {index}`KV cache`\n',
    'long-quotes.md': '{math}```KV cache``` ⟦KV cache⟧ `KV cache`\n',
    'substitution-and-role.md': '{index}`KV cache` ‹{{ kv }}› ⟦KV cache⟧ {issue}`KV cache`\n',
    'hidden.md': '[KV cache][x] ⟦KV cache⟧ [y](z "KV cache") ⟦KV cache⟧\n\n[x]: y\n',
    'substitution.md': '‹{{ kv }}› {issue}`KV cache`\n\n‹{{ KV_cache }}›\n',
    'entity.md': 'A ⟦KV cache⟧ &amp; so.\n\nA ⟦KV cache⟧ & so.\n',
    'front.md': '---\nx: KV cache\n---\n\n# KV cache\n\nA ⟦KV cache⟧.\n',
}  # fmt: skip


def without_brackets(text):
    """(the text without brackets, (opening bracket, span) for each pair of them)."""
    plain, marked, opened = '', [], None
    line = column = 1
    for char in text:
        if char in '⟦‹':
            opened = (line, column)
        elif char in '⟧›':
            marked.append(('⟦‹'['⟧›'.index(char)], (*opened, line, column)))
        else:
            plain += char
            line, column = (line + 1, 1) if char == '\n' else (line, column + 1)
    return plain, marked


@pytest.fixture(scope='module')
def cases(tmp_path_factory):
    pages = {name.replace('.', '-', 1).replace('-rst', '.rst').replace('-md', '-m.md'):
             without_brackets(text)[0] for name, text in CASES.items()}  # fmt: skip
    read = doctrees(tmp_path_factory.mktemp('cases'), pages)
    return {
        name: read[page.rpartition('.')[0]] for name, page in zip(CASES, pages, strict=True)
    }


@pytest.mark.parametrize('name', CASES)
def test_spans_are_exact_wherever_there_is_one(cases, name):
    marked = without_brackets(CASES[name])[1]
    for span, (bracket, written) in zip(mention_spans(cases[name]), marked, strict=True):
        assert span == (written if bracket == '⟦' else None)


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
    unix = mention_spans(read['unix'])
    assert unix == [(1, 3, 1, 11), (2, 7, 3, 6), (5, 5, 5, 13)]
    assert mention_spans(read['bom']) == unix
    assert mention_spans(read['crlf']) == unix


@pytest.mark.parametrize(('suffix', 'place'), [('rst', (5, 1)), ('md', (3, 3))])
def test_rare_line_ends_count_as_the_parser_counts_them(tmp_path, suffix, place):
    text = 'A\f\x85b.\n\nA\x85KV cache\f.\n'
    read = doctrees(tmp_path, {f'page.{suffix}': text})
    line, column = place
    exact = [(line, column, line, column + 8)]
    # docutils before 0.22 splits a file at each of them before any parser sees it
    unknown = [[None]] if docutils.__version_info__ < (0, 22) else []
    assert mention_spans(read['page']) in [exact, *unknown]


def test_what_is_included_stands_in_the_file_it_is_from(tmp_path):
    pages = {
        'page.rst': 'Before.\n\n.. include:: part.txt\n\nA KV cache.\n',
        'md.md': 'Before.\n\n```{include} part.txt\n```\n\nA KV cache.\n',
        'part.txt': 'Part.\n\nThe KV cache.\n',
    }
    read = doctrees(tmp_path, pages)
    for name in ('page', 'md'):
        spans, places = Spans(), []
        for passage in passages(read[name]):
            for match in MENTION.finditer(passage.text):
                span = spans.span(passage, *match.span())
                places.append((Path(span.path).name, *span[1:3]) if span else None)
        own = 'page.rst' if name == 'page' else 'md.md'
        assert places[0] in (('part.txt', 3, 5), None)
        assert places[1] == (own, 5 if name == 'page' else 6, 3)


def test_a_docstring_has_no_span_but_its_own(tmp_path, monkeypatch):
    module = tmp_path / 'archgloss_documented.py'
    module.write_text('def f():\n    """Return a KV cache."""\n')
    monkeypatch.syspath_prepend(tmp_path)
    text = '.. autofunction:: archgloss_documented.f\n'
    read = doctrees(tmp_path / 'project', {'page.rst': text})
    assert mention_spans(read['page']) in ([None], [(2, 17, 2, 25)])


def test_a_file_that_has_changed_or_gone_has_no_wrong_spans(tmp_path):
    read = doctrees(tmp_path, {'page.rst': 'A KV cache.\n', 'gone.rst': 'A KV cache.\n'})
    (tmp_path / 'docs' / 'page.rst').write_text('Something else.\n')
    (tmp_path / 'docs' / 'gone.rst').unlink()
    assert mention_spans(read['page']) == mention_spans(read['gone']) == [None]
    (tmp_path / 'docs' / 'page.rst').write_text('New.\n\nLines.\n\nA KV cache.\n')
    assert mention_spans(read['page']) == [(5, 3, 5, 11)]
    (tmp_path / 'docs' / 'page.rst').write_text('New.\n\n' * 9 + 'A KV cache.\n')
    assert mention_spans(read['page']) in ([None], [(19, 3, 19, 11)])


# --- long paragraphs, sized to hang if each place in them were tried to the end ---


def test_a_long_paragraph_may_repeat_itself(tmp_path):
    words, escaped = 'word ' * 40_000, r'a\* ' * 20_000
    pages = {
        'page.rst': f'{words}*x* {words}KV cache.\n',
        'md.md': f'KV cache {words}\n',
        'escaped.rst': f'{escaped}KV cache\n',
    }
    read = doctrees(tmp_path, pages)
    at = 2 * len(words) + 5
    assert mention_spans(read['page']) == [(1, at, 1, at + 8)]
    assert mention_spans(read['md']) == [(1, 1, 1, 9)]
    at = len(escaped) + 1
    assert mention_spans(read['escaped']) == [(1, at, 1, at + 8)]


@pytest.mark.parametrize(
    'part',
    [
        '](',
        '](a',
        '[',
        '[[',
        '![a',
        '][',
        'a:',
        ':a',
        ':a:`',
        '{{',
        '{a',
        '|a',
        '&a',
        '`',
        '`a',
        '``a`',
        '<a',
        '$a',
        'a_',
        'a@',
        '(',
        '\\',
        'a.',
    ],
)
def test_signs_of_markup_are_read_in_linear_time(part):
    raw = part * 20_000
    block = nodes.paragraph(raw, raw)
    [passage] = passages(nodes.section('', block))
    started = time.process_time()
    Alignment(raw, [passage.running_text])
    assert time.process_time() - started < 2


# --- paragraphs made by hand, whose text may be from elsewhere ---


@examples(200)
@given(
    st.lists(st.sampled_from(['ab', 'b', 'a b']), max_size=6),
    st.lists(st.tuples(st.sampled_from(['ab', 'b', 'a b']), st.booleans()), max_size=6),
)
@example(['b'], [('b', True), ('b', False), ('b', True)])
def test_what_has_a_place_is_written_there(written, shown):
    raw = ' '.join(written)
    block = nodes.paragraph(raw, '')
    for text, is_prose in shown:
        block += nodes.Text(f'{text} ') if is_prose else nodes.reference('', text)
    for passage in passages(nodes.section('', block)):
        alignment, last = Alignment(raw, [passage.running_text]), 0
        for match in re.finditer(r'\w+', passage.text):
            if place := alignment.place(passage.text, *match.span()):
                assert raw[slice(*place)].replace(' ', '') == match[0]
                assert last <= place[0]
                last = place[1]


PIECES = (
    'ab', 'b', ' ', ' ', ', ', '|', '(c)', '&amp;', '_', ':', 'a_', '<', '>', '[ab]', '$',
    '``ab``', '`b`', ':x:`ab`', ':x:`b`', '`b`__', '`a|b`',
)  # fmt: skip


@examples(400)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
@example(['ab', ' ', ':x:`ab`', ' ', ':x:`b`', ' b'])
@example(['<', 'ab', ' ', '``ab``', '>'])
@example([':x:', '`b`', ':x:'])
def test_text_that_is_shown_as_it_is_written_can_be_read_in_one_way_only(pieces):
    raw = ''.join(pieces)
    block = nodes.paragraph(raw, '')
    for piece in pieces:
        shown = piece.replace('x', '').strip('`:_')
        block += nodes.literal(piece, shown) if '`' in piece else nodes.Text(piece)
    for passage in passages(nodes.section('', block)):
        verbatim = verbatim_text(raw, passage.running_text)
        if verbatim is not None:
            page = ShownText([passage.running_text], raw)
            reading, places = Reading(raw, page), {}
            for piece, start in zip(reading.pieces, reading.starts, strict=True):
                if start is not None:
                    letters = page.offsets[start : start + len(piece.offsets)]
                    places.update(zip(letters, piece.offsets, strict=True))
            letters = [n for n, char in enumerate(passage.text) if char.isalnum()]
            assert {n: verbatim.place_of(n) for n in letters} == places
            assert page.starts == [0, verbatim.length]


def test_a_paragraph_with_roles_is_shown_as_it_is_written(cases):
    [passage] = passages(cases['code.rst'])
    assert verbatim_text(passage.block.rawsource, passage.running_text) is not None


# --- generated pages ---


class TextBlock(NamedTuple):
    """A piece of a paragraph."""

    text: str
    """Markup."""
    is_mention: bool = False
    is_elsewhere: bool = False
    """Whether what the page shows for it is not written here."""


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
            ':math:`KV cache`', ':kbd:`KV cache`', ':term-ref:`!KV cache`', r'\*x\*',
            ':pep:`8`', ':abbr:`x (KV cache)`', ':index:`KV cache`', '|KV logo|',
            ':issue:`KV cache`', ':silent:`KV cache`', ':sub:`KV cache`'],
    'md': ['`KV cache`', '{term-ref}`KV cache`', '[KV cache](http://x.y)',
           '{math}`KV cache`', '<b title="KV cache">', '![KV cache](x.png)', r'\*x\*',
           '[KV cache]{.no-term-autolink}', '[KV cache][ref]', '[x](http://x.y "KV cache")',
           '&amp;', '{abbr}`x (KV cache)`', '{index}`KV cache`', '{issue}`KV cache`', '{silent}`KV cache`',
           '`{{ kv }}`', '`[KV cache](x)`'],
}  # fmt: skip
ELSEWHERE = {
    'rst': ['|KV cache|', '|kv|'],
    'md': ['{{ kv }}', '&#75;V cache', '{{ KV_cache }}'],
}
DEFINITIONS = {
    'rst': '.. |KV cache| replace:: KV cache\n.. |kv| replace:: KV cache\n'
    '.. |KV logo| image:: x.png\n',
    'md': '[ref]: http://x.y "KV cache"\n',
}
WRAPS = {
    'rst': ['{}', '| {}', '- {}', '1. {}', 'Quoted:\n\n    {}', '.. note:: {}', '.. note::\n\n   {}', 'Term\n   {}',
            '* - {}', ':field: {}', '.. [#] {}', '.. only:: html\n\n   {}',
            '.. list-table::\n\n   * - x\n     - {}'],
    'md': ['{}', '- {}', '1. {}', '> {}', ':::{{note}}\n{}\n:::', 'Term\n: {}', '- [ ] {}',
           '> - {}', '```{{tip}}\n{}\n```', ':::{{container}} c\n```{{note}}\n{}\n```\n:::'],
}  # fmt: skip
LITERAL = {'rst': '::\n\n  The KV cache here.', 'md': '```text\nThe KV cache here.\n```'}


def paragraphs(markup):
    emphasised = st.sampled_from(['*{}*', '**{}**']).map(
        lambda around: TextBlock(around.format('KV cache'), True)
    )
    piece = st.one_of(
        st.sampled_from(PROSE), st.sampled_from(PLAIN), emphasised,
        st.sampled_from(CODE[markup]).map(TextBlock),
        st.sampled_from(ELSEWHERE[markup]).map(lambda text: TextBlock(text, True, True)),
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
    """(source, offsets of its mentions in prose, in order; None for those elsewhere)."""
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
                is_elsewhere = part.startswith(tuple(ELSEWHERE[markup]))
                offsets.append(None if is_elsewhere else start)
            plain += part
        source += f'\n\n{plain}'
        if draw(st.booleans()):
            source += f'\n\n{LITERAL[markup]}'
    return f'{source}\n\n{DEFINITIONS[markup]}', offsets


@pytest.mark.parametrize('markup', ['rst', 'md'])
@examples(6, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_span_is_right(markup, data):
    made = data.draw(st.lists(pages(markup), min_size=10, max_size=25))
    sources = {f'p{n}.{markup}': source for n, (source, _) in enumerate(made)}
    with tempfile.TemporaryDirectory() as folder:
        read = doctrees(Path(folder) / 'project', sources)
        for n, (source, offsets) in enumerate(made):
            starts = [0, *(match.end() for match in re.finditer('\n', source))]
            places = []
            for at in offsets:
                line = bisect_right(starts, at) if at is not None else None
                places.append(line and (line, at - starts[line - 1] + 1))
            spans = mention_spans(read[f'p{n}'])
            note(source)
            # footnotes and the like stay where they are written: the order is the same
            for span, place in zip(spans, places, strict=True):
                assert span is None or span[:2] == place
