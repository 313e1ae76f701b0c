"""`archgloss link`: mentions into references, exactly at their places, or not at all."""

from __future__ import annotations

import io
import json
import sys

import pytest

CONF = """\
extensions = ['sphinxcontrib_archgloss', 'myst_parser']
archgloss_term_sets = ['terms.yaml']
exclude_patterns = ['part.txt']
"""
SET = """\
name: serving
terms:
  - name: KV cache
    definition: The keys and values of all earlier tokens.
    aliases: [KV缓存]
  - name: Token
    definition: A piece of text.
  - name: Head
    definition: Common.
    autolink: 'off'
  - name: Don't care
    definition: A value.
  - name: Vec<T>
    definition: A list.
"""

TWICE = """
from docutils import nodes
from docutils.parsers.rst import Directive

class Twice(Directive):
    has_content = True

    def run(self):
        found = [nodes.container(), nodes.container()]
        for one in found:
            self.state.nested_parse(self.content, self.content_offset, one)
        return found

def setup(app):
    app.add_directive('twice', Twice)
"""
"""A directive that shows its content two times."""


@pytest.fixture
def docs(desk):
    """A project with entries; the pages are the tests' own."""
    desk.write('docs/conf.py', CONF)
    desk.write('docs/terms.yaml', SET)
    desk.write('docs/index.rst', 'Glossary\n========\n\n.. term-set::\n')
    return desk


def linked(docs, pages, *options):
    """What becomes of *pages*; a second run must find nothing to do."""
    for name, text in pages.items():
        docs.write(f'docs/{name}', text if isinstance(text, bytes) else text.encode())
    before = docs.files()
    diff = docs.run('link', 'docs', '--diff', *options)
    assert docs.files() == before
    ran = docs.run('link', 'docs', *options)
    assert ran.status == 0
    after = docs.files()
    changed = {name for name in after if before[name] != after[name]}
    assert changed <= {f'docs/{name}' for name in pages}
    assert diff.status == bool(changed)
    again = docs.run('link', 'docs', *options)
    assert again.out == 'nothing was changed\n'
    assert docs.files() == after
    return [docs.read(f'docs/{name}') for name in pages]


# Each text has ⟦ ⟧ around what becomes a reference.
RST = """\
:orphan:

The KV cache
============

:Token: a ⟦token⟧

A ⟦KV cache⟧ and a ⟦KV
cache⟧, ``KV cache``, :math:`KV cache`, `KV cache <https://example.org>`_, :abbr:`token (x)`.
A head; the ⟦token⟧'s *KV cache*, "⟦tokens⟧" -- (⟦token⟧)—⟦token⟧. A ⟦Don't care⟧. Vec<T>.

   A quoted token.

.. note:: A ⟦token⟧ and :term-ref:`the cache <KV cache>`: a KV cache again.

- a ⟦token⟧

  1. and a ⟦KV
     cache⟧

.. image:: x
   :alt: token

.. code-block:: text
   :caption: A token

   KV cache

.. rst-class:: no-term-autolink

A token.

A ⟦token⟧::

   token

.. rubric:: A token

A token\\ *s* is \\token, token_ and |token|.

.. |token| replace:: KV cache
.. _token: https://example.org
"""
MYST = """\
---
orphan: true
---

# The KV cache

A ⟦KV cache⟧ and a ⟦KV
cache⟧, `KV cache`, {math}`KV cache`, [KV cache](https://example.org), {abbr}`token (x)`.
A head; the ⟦token⟧'s *⟦KV cache⟧*, "⟦tokens⟧" -- (⟦token⟧)—⟦token⟧. A ⟦Don't care⟧. Vec<T>.

> A quoted token.

:::{note}
A ⟦token⟧ and {term-ref}`the cache <KV cache>`: a KV cache again.
:::

- a ⟦token⟧

  1. and a ⟦KV
     cache⟧

```{code-block} text
:caption: A token

KV cache
```

% a token

```{eval-rst}
A token that is written otherwise.
```

A ⟦token⟧

    token
"""


def expected(text, role):
    return text.replace('⟦', f'{role}`').replace('⟧', '`')


def plain(text):
    return text.replace('⟦', '').replace('⟧', '')


def test_mentions_become_references_where_prose_is_and_nowhere_else(docs):
    [rst, myst] = linked(docs, {'a.rst': plain(RST), 'b.md': plain(MYST)}, '--all')
    assert rst.splitlines() == expected(RST, ':term-ref:').splitlines()
    assert myst.splitlines() == expected(MYST, '{term-ref}').splitlines()


def test_html_and_index_entries_are_left_alone(docs):
    rst = (
        '.. role:: html(raw)\n   :format: html\n\n:orphan:\n\n'
        'A :html:`<code>` token :html:`</code>`, :index:`token` and a ⟦token⟧.\n'
    )
    myst = (
        '---\norphan: true\n---\n\n<a href="x">token</a> <kbd>a token</kbd> {index}`token` '
        "a ⟦token⟧ <b>⟦token⟧</b>\n\n<a href='y'>\n\nA token.\n\n</a>\n"
    )
    made = linked(docs, {'a.rst': plain(rst), 'b.md': plain(myst)}, '--all')
    assert made == [expected(rst, ':term-ref:'), expected(myst, '{term-ref}')]


def test_the_first_mention_on_a_page_or_in_a_section(docs):
    page = (
        ':orphan:\n\nOne\n===\n\nA token, a token.\n\nA token.\n\n'
        'Two\n---\n\n+-------+\n| token |\n+-------+\n\nA token. A token.\n'
    )
    other = '---\norphan: true\n---\n\n# One\n\n{term-ref}`token`\n\n## Two\n\nA token.\n'
    first = page.replace('A token', 'A :term-ref:`token`', 1)
    assert linked(docs, {'a.rst': page, 'b.md': other}) == [first, other]
    assert linked(docs, {'a.rst': page, 'b.md': other}, '--first', 'section') == [
        first.replace('\n\nA token. A', '\n\nA :term-ref:`token`. A'),
        other.replace('A token', 'A {term-ref}`token`'),
    ]


def test_pages_and_authors_that_want_no_links_have_none(docs):
    docs.write(
        'docs/mine.md', '---\nterm-page: Token\norphan: true\n---\n# T\n\nA token.\n'
    )
    pages = {
        'off.rst': ':orphan:\n:term-autolink: off\n\nA token.\n',
        'off.md': '---\norphan: true\nterm-autolink: off\n---\nA token.\n',
        'part.rst': (
            ':orphan:\n\nT\n=\n\nA token.\n\nS\n-\n\n.. term-page:: KV cache\n\nA KV cache.\n\n'
            ".. only:: html\n\n   A Don't care.\n"
        ),
    }  # fmt: skip
    assert linked(docs, pages) == [
        *list(pages.values())[:2],
        pages['part.rst'].replace('A token', 'A :term-ref:`token`'),
    ]
    assert docs.read('docs/mine.md').endswith('A token.\n')


@pytest.mark.parametrize('which', ['--all', '--first=page'])
def test_wordings_that_nobody_should_write_get_no_role(docs, which):
    docs.write(
        'docs/terms.yaml',
        'name: s\nterms:\n'
        '  - name: Perplexity\n    definition: x\n    formerly: [Surprise]\n'
        '    aliases: [{text: perplexety, kind: misspelling}]\n'
        '  - name: KV cache\n    definition: x\n    aliases:\n'
        '      - {text: attention cache, status: deprecated}\n'
        '      - {text: model memory, status: forbidden}\n',
    )
    page = (
        ':orphan:\n\nLow perplexety is good. The attention cache grows, the model memory, '
        'the surprise.\n\nThe KV cache.\n'
    )
    new = page.replace('The KV cache', 'The :term-ref:`KV cache`')
    assert linked(docs, {'a.rst': page}, which) == [new]


def test_scripts_without_spaces(docs):
    pages = {
        'a.rst': ':orphan:\n\n我们用KV缓存的。\n',
        'b.md': '---\norphan: true\n---\n我们用KV缓存的。\n',
    }
    assert linked(docs, pages) == [
        ':orphan:\n\n我们用\\ :term-ref:`KV缓存`\\ 的。\n',
        '---\norphan: true\n---\n我们用{term-ref}`KV缓存`的。\n',
    ]


@pytest.mark.parametrize('mark', ['', '\ufeff'])
@pytest.mark.parametrize('end', ['\n', '\r\n'])
def test_all_other_bytes_stay(docs, mark, end):
    text = f'{mark}A token\tand{end}a KV{end}cache.  {end}{end}-\tA\ttoken'
    pages = {'a.rst': text, 'b.md': text}
    [rst, myst] = linked(docs, pages, '--all')
    new = (
        text.replace('token', ':term-ref:`token`')
        .replace('KV', ':term-ref:`KV')
        .replace('cache', 'cache`')
    )
    assert rst == new
    assert myst == new.replace(':term-ref:', '{term-ref}')


def test_only_the_terms_asked_for(docs):
    pages = {'a.rst': ':orphan:\n\nA token and KV caches.\n'}
    assert linked(docs, pages, '--term', 'kv cache') == [
        ':orphan:\n\nA token and :term-ref:`KV caches`.\n'
    ]
    ran = docs.run('link', 'docs', '--term', 'tokn')
    assert (ran.status, ran.err) == (2, 'archgloss: unknown term "tokn"\n')


def test_the_lines_of_mentions_that_cannot_be_edited_are_named(docs):
    docs.write('docs/a.rst', ':orphan:\n\nA *token*.\n\nAnd a *KV* cache.\n')
    ran = docs.run('link', 'docs')
    assert (ran.status, ran.out) == (0, 'nothing was changed\n')
    assert ran.err == (
        'docs/a.rst: skipped mentions of terms that cannot be edited safely, in the '
        'paragraphs at line 3 (emphasis), 5 (emphasis)\n'
    )
    docs.write('docs/a.rst', 'A\n=\n\n=====  =====\nx      y\nx      token\n=====  =====\n')
    assert 'in the paragraphs at line 6 (table)' in docs.run('link', 'docs').err
    # also where another mention in the table has become a reference
    docs.write('docs/a.rst', 'A\n=\n\n.. csv-table::\n\n   x, KV cache\n   x, *token*\n')
    assert 'in the paragraphs at line 7 (emphasis)' in docs.run('link', 'docs').err
    assert ':term-ref:`KV cache`' in docs.read('docs/a.rst')


def test_a_drawn_table_keeps_no_other_mention_from_its_link(docs):
    table = '========  =\nKV cache  x\n========  =\n'
    page = f':orphan:\n\nThe ⟦token⟧.\n\n{table}\n* ⟦KV cache⟧\n* a ⟦token⟧\n'
    given = {'a.rst': plain(page)}
    assert linked(docs, given, '--all') == [expected(page, ':term-ref:')]


def test_a_link_that_changes_something_else_keeps_no_other_one_from_being_made(docs):
    docs.write('docs/conf.py', CONF + TWICE)
    page = ':orphan:\n\n.. twice::\n\n   A token.\n\nA ⟦KV cache⟧.\n'
    assert linked(docs, {'a.rst': plain(page)}) == [expected(page, ':term-ref:')]


def test_what_is_shown_twice_is_edited_once(docs):
    docs.write('docs/conf.py', CONF + TWICE)
    page = ':orphan:\n\n.. twice::\n\n   A ⟦token⟧ and a ⟦token⟧.\n'
    given = {'a.rst': plain(page)}
    assert linked(docs, given, '--all') == [expected(page, ':term-ref:')]


def test_mentions_of_other_files_are_reported_with_the_file(docs):
    docs.write('docs/part.txt', 'A token.\n\nTwo *caches* and a KV *cache*.\n')
    pages = {
        'a.rst': ':orphan:\n\n.. include:: part.txt\n\n.. include:: b.rst\n',
        # what is a page has its own turn
        'b.rst': ':orphan:\n\nA KV cache.\n',
    }
    assert linked(docs, pages) == [pages['a.rst'], ':orphan:\n\nA :term-ref:`KV cache`.\n']
    ran = docs.run('link', 'docs')
    assert (ran.status, ran.out) == (0, 'nothing was changed\n')
    assert ran.err == (
        'docs/part.txt has mentions of terms, but is not a page itself; edit that file by hand\n'
    )


@pytest.mark.parametrize(
    ('options', 'markup'),
    [
        ((), 'KV cache'),
        (('--all',), 'KV cache'),
        (('--roles', 'term=term-ref'), ':term:`KV cache`'),
    ],
)
def test_pages_that_include_pages_are_edited_in_one_run(docs, options, markup):
    """Whatever their order: the included page is before, between and after the others."""
    docs.write('docs/conf.py', CONF + 'archgloss_std_terms = True\n')
    includer = f':orphan:\n\nOf a {markup}.\n\n.. include:: m.rst\n'
    pages = {'a.rst': includer, 'm.rst': f':orphan:\n\nThe {markup}.\n', 'z.rst': includer}
    for name, text in pages.items():
        docs.write(f'docs/{name}', text)
    shown = docs.run('link', 'docs', '--diff', *options)
    assert shown.out.count('+++') == 3
    assert [docs.read(f'docs/{name}') for name in pages] == list(pages.values())
    done = docs.run('link', 'docs', *options)
    again = docs.run('link', 'docs', *options)
    new = [text.replace(markup, ':term-ref:`KV cache`') for text in pages.values()]
    assert [docs.read(f'docs/{name}') for name in pages] == new
    assert (shown.err, done.err, again.err) == ('', '', '')
    assert again.out == 'nothing was changed\n'


@pytest.mark.parametrize('end', ['\n', '\r\n'])
def test_the_whole_report_can_be_printed_as_json(docs, end):
    docs.write('docs/part.txt', 'A KV cache.\n')
    text = (
        ':orphan:\n\nA token, and the KV\ncache of all. The token’s logits.\n\nFew *tokens*.\n\n'
        '.. include:: part.txt\n'
    ).replace('\n', end)
    docs.write('docs/a.rst', text.encode())
    shown = docs.run('link', 'docs', '--all', '--diff', '--format', 'json')
    assert shown.status == 1
    report = json.loads(shown.out)
    assert docs.read('docs/a.rst') == text
    assert (report['written'], report['failures']) == (False, [])
    assert report['left'] == [{'path': 'docs/a.rst', 'line': 6, 'reason': 'emphasis'}]
    assert report['elsewhere'] == [{'path': 'docs/part.txt', 'what': 'mentions of terms'}]
    assert {edit['path'] for edit in report['edits']} == {'docs/a.rst'}

    done = docs.run('link', 'docs', '--all', '--format', 'json')
    assert (done.status, json.loads(done.out)) == (0, {**report, 'written': True})
    # whoever makes these edits gets the same page
    lines = text.splitlines(keepends=True)
    for edit in reversed(report['edits']):
        first, last = edit['line'] - 1, edit['end_line'] - 1
        head, tail = (
            lines[first][: edit['column'] - 1],
            lines[last][edit['end_column'] - 1 :],
        )
        cut = ''.join(lines[first : last + 1]).removeprefix(head).removesuffix(tail)
        assert cut == edit['old']
        lines[first : last + 1] = [head + edit['new'] + tail]
    assert ''.join(lines) == docs.read('docs/a.rst') != text

    ran = docs.run('link', 'docs', '--interactive', '--format', 'json')
    assert (ran.status, ran.out) == (2, '')
    assert 'cannot be combined with --format json' in ran.err


def test_the_diff_of_a_page_far_away_can_be_applied_from_the_root(
    docs, tmp_path, monkeypatch
):
    docs.write('docs/a.rst', ':orphan:\n\nA token.\n')
    (tmp_path / 'far').mkdir()
    monkeypatch.chdir(tmp_path / 'far')
    ran = docs.run('link', str(docs.folder / 'docs'), '--diff')
    path = docs.folder.joinpath('docs/a.rst').as_posix()
    assert ran.out.splitlines()[:2] == [f'--- a{path}', f'+++ b{path}']


def test_a_paragraph_of_no_known_line_is_not_reported_as_the_first(docs):
    docs.write('docs/conf.py', CONF + "rst_prolog = '.. |it| replace:: *token*'\n")
    docs.write('docs/a.rst', ':orphan:\n\nA line.\n\nThis is |it|.\n')
    ran = docs.run('link', 'docs', '--format', 'json')
    assert json.loads(ran.out)['left'] == [
        {'path': 'docs/a.rst', 'line': 5, 'reason': 'emphasis'}
    ]


def test_only_the_pages_asked_for(docs):
    for name in 'ab':
        docs.write(f'docs/{name}.rst', ':orphan:\n\nA token.\n')
    docs.write('README.md', 'A token.\n')
    # as pre-commit calls it
    ran = docs.run('link', '--diff', 'README.md', 'docs/b.rst')
    assert (ran.status, ran.err) == (1, 'README.md is not a page of docs; skipped\n')
    assert ran.out == (
        '--- a/docs/b.rst\n+++ b/docs/b.rst\n@@ -1,3 +1,3 @@\n :orphan:\n \n'
        '-A token.\n+A :term-ref:`token`.\n'
    )
    ran = docs.run('link', 'docs', 'docs/b.rst')
    assert ran.out == 'docs/b.rst: 1 reference\n1 reference made on 1 page\n'
    assert docs.read('docs/a.rst') == ':orphan:\n\nA token.\n'
    assert docs.run('link', 'docs', 'docs/c.rst').status == 2


def answering(monkeypatch, text):
    monkeypatch.setattr(sys, 'stdin', io.StringIO(text))


@pytest.mark.parametrize(
    ('answers', 'taken'),
    [('y\nn\ny\n', '101'), ('n\nx\na\n', '011'), ('y\nq\n', '100'), ('', '000')],
)
def test_each_edit_can_be_asked_for(docs, monkeypatch, answers, taken):
    docs.write('docs/a.rst', ':orphan:\n\nA token, a KV cache.\n')
    docs.write('docs/b.rst', ':orphan:\n\nA token.\n')
    answering(monkeypatch, answers)
    ran = docs.run('link', 'docs', '--interactive')
    first, second, third = (
        f':term-ref:`{text}`' if one == '1' else text
        for text, one in zip(('token', 'KV cache', 'token'), taken, strict=True)
    )
    assert docs.read('docs/a.rst') == f':orphan:\n\nA {first}, a {second}.\n'
    assert docs.read('docs/b.rst') == f':orphan:\n\nA {third}.\n'
    assert ran.out.startswith(
        'docs/a.rst:3:3\n- A token, a KV cache.\n+ A :term-ref:`token`, a KV cache.\n'
        'make this edit? '
    )


def test_roles_of_the_other_glossary_are_renamed(docs):
    docs.write('docs/part.txt', 'A :term:`token`.\n')
    pages = {
        'a.rst': (
            ':orphan:\n\n:term:`Token`\n=============\n\n'
            'A :term:`token`, :std:term:`the cache\n<KV cache>`, :term:`nothing`,\n'
            '``:term:`token```, :term:`!token`, *a* :term:`Head`.\n\n'
            '.. :term:`Head`\n\n.. code-block:: rst\n\n   :term:`token`\n\n'
            '.. include:: part.txt\n'
        ),
        'b.md': (
            '---\norphan: true\n---\nA {term}`token`, *{term}`the cache\n<KV cache>`*, '
            '`` {term}`token` ``.\n\n```{eval-rst}\nA :term:`head`.\n```\n'
        ),
    }
    docs.write('docs/conf.py', CONF + 'archgloss_std_terms = True\n')
    [rst, myst] = linked(docs, pages, '--roles', 'term=term-ref')
    assert rst == (
        pages['a.rst']
        .replace(':term:`Token`\n=', ':term-ref:`Token`\n=')
        .replace('A :term:`token`,', 'A :term-ref:`token`,')
        .replace(':std:term:', ':term-ref:')
        .replace('*a* :term:', '*a* :term-ref:')
    )
    assert myst == (
        pages['b.md']
        .replace('A {term}', 'A {term-ref}')
        .replace('*{term}', '*{term-ref}')
        .replace('A :term:', 'A :term-ref:')
    )
    ran = docs.run('link', 'docs', '--roles', 'term=term-ref')
    assert ran.err == (
        'docs/part.txt has :term:`token`, but is not a page itself; edit that file by hand\n'
    )


def test_what_only_looks_like_a_role_is_no_role_beside_a_substitution(docs):
    page = (
        ':orphan:\n\nSee |a| and |a|.\n\n.. |a| replace:: :term:`KV cache`\n'
        '.. |unused| replace:: the :term:`token`\n'
        '.. |nested| replace:: such as |a|\n\nOne |nested|.\n\n'
        '.. toctree::\n   :caption: :term:`KV cache`\n\n   index\n\n'
        '.. figure:: x.png\n   :alt: :term:`Token`\n\n   A :term:`head`.\n'
    )
    [after] = linked(docs, {'a.rst': page}, '--roles', 'term=term-ref')
    assert after == (
        page.replace('replace:: :term:', 'replace:: :term-ref:')
        .replace('the :term:', 'the :term-ref:')
        .replace('A :term:', 'A :term-ref:')
    )


def test_roles_of_myst_may_have_two_back_quotes(docs):
    page = (
        '---\norphan: true\n---\nA {term}``KV cache``, {term}`KV cache` and\n'
        '{term}``the `cache` <KV cache>``.\n\n```text\n{term}``KV cache``\n```\n'
    )
    [after] = linked(docs, {'a.md': page}, '--roles', 'term=term-ref')
    prose, _, code = page.partition('```text')
    assert after == prose.replace('{term}', '{term-ref}') + '```text' + code


def test_a_role_that_is_not_found_is_named_beside_those_that_are(docs):
    table = '+------------+\n| x          |\n+------------+\n| :term:`KV  |\n| cache`     |\n+------------+\n'
    page = f':orphan:\n\nA :term:`KV cache`.\n\n{table}'
    docs.write('docs/a.rst', page)
    ran = docs.run('link', 'docs', '--roles', 'term=term-ref')
    assert docs.read('docs/a.rst') == page.replace('A :term:', 'A :term-ref:')
    assert ran.err == (
        'docs/a.rst: skipped roles that cannot be edited safely, in the paragraphs at '
        'line 8 (table)\n'
    )


def test_a_drawn_table_keeps_no_other_role_from_its_new_name(docs):
    table = '=============  =====\n:term:`token`  there\n=============  =====\n'
    docs.write('docs/a.rst', f':orphan:\n\nA :term:`token`.\n\n{table}\n* :term:`token`\n')
    docs.write('docs/conf.py', CONF + 'archgloss_std_terms = True\n')
    ran = docs.run('link', 'docs', '--roles', 'term=term-ref')
    assert docs.read('docs/a.rst') == (
        f':orphan:\n\nA :term-ref:`token`.\n\n{table}\n* :term-ref:`token`\n'
    )
    assert ran.out == 'docs/a.rst: 2 roles\n2 roles renamed on 1 page\n'
    assert ran.err == (
        'docs/a.rst: skipped roles that cannot be edited safely, in the paragraphs at '
        'line 6 (table)\n'
    )


def test_doctrees_of_a_build_are_read_and_stay_as_they_are(docs, tmp_path):
    from sphinx.cmd.build import build_main

    docs.write('docs/a.rst', ':orphan:\n\nA KV cache.\n')
    assert build_main(['-q', '-b', 'dummy', '-d', 'trees', 'docs', 'out']) == 0
    docs.write('docs/a.rst', ':orphan:\n\nA token.\n')
    before = docs.files()
    ran = docs.run('link', 'docs', '--doctrees', 'trees', '--diff')
    assert (ran.status, ran.out.splitlines()[-1]) == (1, '+A :term-ref:`token`.')
    assert docs.files() == before


def test_a_page_in_another_encoding_is_named_and_nothing_changed(docs):
    docs.write('docs/bad.rst', b':orphan:\n\nA token.\n\nCaf\xe9.\n')
    before = docs.files()
    ran = docs.run('link', 'docs', 'docs/bad.rst')
    assert ran.status == 2
    assert 'docs/bad.rst:5: the file is not UTF-8; save it as UTF-8' in ran.err
    assert docs.files() == before


def test_a_page_that_is_read_only_is_left_and_the_others_are_not(docs):
    for name in ('good', 'locked'):
        page = docs.write(f'docs/{name}.rst', ':orphan:\n\nA token.\n')
    page.chmod(0o444)
    ran = docs.run('link', 'docs')
    assert ran.status == 2
    assert 'locked.rst is read-only; nothing was changed' in ran.err
    assert docs.read('docs/good.rst') == ':orphan:\n\nA :term-ref:`token`.\n'
    assert docs.read('docs/locked.rst') == ':orphan:\n\nA token.\n'


def test_a_page_that_somebody_else_has_changed_is_left(docs, monkeypatch):
    page = docs.write('docs/a.rst', ':orphan:\n\nA token.\n')

    class Meanwhile(io.StringIO):
        def readline(self, *_):
            page.write_text(':orphan:\n\nSomething else.\n')
            return 'y\n'

    monkeypatch.setattr(sys, 'stdin', Meanwhile())
    ran = docs.run('link', 'docs', '--interactive')
    assert ran.status == 2
    assert 'was changed by another program during the command' in ran.err
    assert '1 page' not in ran.out
    assert docs.read('docs/a.rst') == ':orphan:\n\nSomething else.\n'


@pytest.mark.parametrize('jobs', ['0', '-2'])
def test_at_least_one_process_is_needed(docs, jobs):
    ran = docs.run('link', 'docs', '--jobs', jobs)
    assert (ran.status, ran.out) == (2, '')
    assert ran.err.endswith(f'argument --jobs: "{jobs}" is not a positive integer\n')


def test_what_is_no_project_is_refused(desk):
    ran = desk.run('link')
    assert (ran.status, ran.out) == (2, '')
    assert ran.err.endswith('has no conf.py; name a source directory\n')
    desk.write('docs/index.rst', 'A token.\n')
    desk.write('docs/conf.py', 'extensions = []\n')
    ran = desk.run('link', 'docs')
    assert (ran.status, ran.err) == (
        2,
        'archgloss: the project in docs does not use archgloss\n',
    )
    desk.write('docs/conf.py', 'extensions = [\n')
    ran = desk.run('link', 'docs')
    assert ran.status == 2
    assert ran.err.startswith('archgloss: Sphinx cannot read docs: There is a syntax error')
    assert ran.err.count('\n') == 1
    assert desk.run('link', 'docs', '--doctrees', 'nowhere').status == 2
