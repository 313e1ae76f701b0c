"""The role: where it can be used, what it shows, what it links to, and its warnings."""

from __future__ import annotations

import re

import pytest

from pages import Page, broken_links

EXTENSIONS = ['sphinxcontrib_archgloss', 'myst_parser', 'sphinx.ext.autodoc']

SET = """
name: s
terms:
  - {name: KV cache, definition: "The :term-ref:`KV cache` itself; :term-ref:`kv caches`; :term-ref:`token`."}
  - {name: Token, definition: A unit.}
  - {name: Positional encodings, definition: Places.}
  - {name: "Don't -- stop...", definition: Quotes.}
  - {name: Whole, definition: Whole., canonical: whole}
  - {name: Part, definition: Part., canonical: 'whole#part'}
  - {name: Dangling, definition: Dangling., canonical: nowhere}
  - {name: Held, definition: Held., canonical: whole, published: false}
  - {name: Address, definition: Address., canonical: 'https://example.org/address'}
  - {name: Redirect, see: Whole}
  - {name: HTTP version 2, definition: Number.}
  - {name: 注意力, definition: Han.}
  - {name: C++, definition: Language.}
"""

OTHER = """
name: o
terms:
  - {name: Token, definition: Another token.}
  - {name: Elsewhere, definition: Rendered nowhere.}
"""

# wording → (href, state) of references on the index page
LEADS = {
    'KV cache': ('glossary.html#term-kv-cache', 'unpublished'),
    'the cache': ('glossary.html#term-kv-cache', 'unpublished'),
    'kv-caches': ('glossary.html#term-kv-cache', 'unpublished'),
    'Token': ('glossary.html#term-token', 'unpublished'),
    'other token': ('glossary.html#term-o-token', 'unpublished'),
    'positional encoding': ('glossary.html#term-positional-encodings', 'unpublished'),
    'Whole': ('whole.html', 'published'),
    'Part': ('whole.html#part', 'published'),
    'Dangling': ('glossary.html#term-dangling', 'dangling'),
    'Held': ('glossary.html#term-held', 'unpublished'),
    'Address': ('https://example.org/address', 'published'),
    'Redirect': ('whole.html', 'published'),
    'Elsewhere': ('', 'unpublished'),
    'Nobody': ('', 'undefined'),
    'Two': ('', 'undefined'),
    'HTTP version 2': ('glossary.html#term-http-version-2', 'unpublished'),
    '注意力': ('glossary.html#term-注意力', 'unpublished'),
    'C++': ('glossary.html#term-c-plus-plus', 'unpublished'),
    'in the domain': ('glossary.html#term-kv-cache', 'unpublished'),
}

ROLES = [
    '`KV cache`', '`the cache <KV cache>`', '`kv-caches`', '`s:Token`', '`other token <o:Token>`',
    '`positional encoding`', '`Whole`', '`Part`', '`Dangling`', '`Held`', '`Address`', '`Redirect`',
    '`Elsewhere`', '`Nobody`', '`Two <Token>`', '`HTTP version 2`', '`注意力`', '`C++`',
    "`Don't -- stop...`", '`!KV cache`', '`!s:Token`', '`!shown <KV cache>`',
]  # fmt: skip

PLACES = """
Places
======

First line,
second line :term-ref:`Miss second`,
third line :term-ref:`Miss twice` and
fourth line :term-ref:`Miss twice`, :term-ref:`a title over
two lines <Miss title>`
and :term-ref:`Miss after`.

+-------------------------+----------------------------+
| A :term-ref:`Miss grid` | B                          |
|                         | x                          |
|                         | :term-ref:`Miss grid cell` |
+-------------------------+----------------------------+

.. list-table:: Caption :term-ref:`Miss table caption`

   * - a
     - b
       :term-ref:`Miss list table`

.. csv-table::

   a, b
   c, ":term-ref:`Miss csv`"

==  ========================
a   :term-ref:`Miss simple`
b   :term-ref:`Miss simple`
==  ========================

| line block
| :term-ref:`Miss line block`

   quote
   :term-ref:`Miss quote`

* item
  :term-ref:`Miss item`

  * nested
    :term-ref:`Miss nested`

Footnote [#f]_ and |subst|

.. [#f] Foot
   note :term-ref:`Miss footnote`

.. |subst| replace:: x :term-ref:`Miss substitution`

.. figure:: /pic.svg

   Caption
   :term-ref:`Miss figure`

term :term-ref:`Miss term`
   Definition
   :term-ref:`Miss definition`

:field :term-ref:`Miss field`: body
   :term-ref:`Miss body`

.. note:: A note
   :term-ref:`Miss note`

   * in it
     :term-ref:`Miss note item`

.. code-block:: none
   :caption: A :term-ref:`Miss code caption`

   x

Heading :term-ref:`Miss heading`
--------------------------------

.. versionadded:: 1.0
   New
   :term-ref:`Miss version`

.. autofunction:: documented.function

.. include:: included.txt
"""

MYST_PLACES = """
# Places {term-ref}`KV cache`

First line,
second line {term-ref}`Miss m second`,
third line {term-ref}`Miss m twice` and
fourth line {term-ref}`Miss m twice` {archgloss:term-ref}`Miss m domain`.

* item
  {term-ref}`Miss m item`

  * nested
    {term-ref}`Miss m nested`

| a | b |
|---|---|
| x | y |
| x | {term-ref}`Miss m table` |

> quote
> {term-ref}`Miss m quote`

```{note}
A note
{term-ref}`Miss m note`
```

:::{note}
A note

Paragraph
{term-ref}`Miss m colon`
:::

[^1]: foot
    {term-ref}`Miss m footnote`

See [^1].

## Heading {term-ref}`Miss m heading`

```{list-table}
* - a
  - b
    {term-ref}`Miss m list table`
```

```{figure} /pic.svg
Caption
{term-ref}`Miss m figure`
```

```{eval-rst}
Evaluated
:term-ref:`Miss m eval`
```

```{include} included.md
```
"""


def text_of(roles: list[str], pattern: str) -> str:
    return '\n'.join(f'* {pattern.format(role)}' for role in roles)


@pytest.fixture(scope='module')
def project(shared):
    project = shared('roles')
    project.conf(
        extensions=EXTENSIONS,
        archgloss_term_sets=['s.yaml', 'o.yaml'],
        myst_enable_extensions=['colon_fence'],
        autodoc_mock_imports=[],
    )
    conf = (project.source / 'conf.py').read_text()
    project.write(
        'conf.py',
        f'import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n{conf}',
    )
    project.write(
        'documented.py',
        'def function():\n    """Does\n\n    with :term-ref:`KV cache`\n    and :term-ref:`Miss docstring`.\n    """\n',
    )
    project.write('s.yaml', SET)
    project.write('o.yaml', OTHER)
    project.write('pic.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')
    project.write('included.txt', 'Included\n:term-ref:`Miss included`\n')
    project.write('included.md', 'Included\n{term-ref}`Miss m included`\n')
    project.write(
        'glossary.rst',
        'Glossary\n========\n\n.. term-set:: s\n\n.. term-set:: o\n   :only: Token\n',
    )
    project.write(
        'whole.rst',
        'Whole\n=====\n\nHere: :term-ref:`Whole`, :term-ref:`Part`, :term-ref:`redirects`.\n\n.. _part:\n\nPart\n----\n',
    )
    toctree = '\n\n.. toctree::\n\n   glossary\n   whole\n   places\n   myst\n   mroles\n\n'
    title = 'On :term-ref:`KV cache`\n=======================\n'
    roles = text_of([*ROLES], ':term-ref:{}')
    domain = '\n* :archgloss:term-ref:`in the domain <KV cache>`\n'
    project.write('index.rst', f'{title}{toctree}{roles}{domain}')
    project.write(
        'mroles.md',
        '# Roles\n\n'
        + text_of(ROLES, '{{term-ref}}{}')
        + '\n* {archgloss:term-ref}`in the domain <KV cache>`\n',
    )
    project.write('places.rst', PLACES)
    project.write('myst.md', MYST_PLACES)
    return project


@pytest.fixture(scope='module')
def built(project):
    return project.build('-n')


def references(html: str) -> dict[str, tuple[str, str]]:
    """Return wording → (href, state) of the references in list items."""
    matches = re.findall(
        r'<li><p>(?:<a class="reference (?:in|ex)ternal" href="([^"]*)">)?<span class="([^"]*)">(.*?)</span>(?:</a>)?</p>',
        html,
    )
    for _, classes, text in matches:
        assert classes.split().count('term-ref') == 1, text
        states = set(classes.split()) & {
            f'term-{s}' for s in ('published', 'unpublished', 'dangling', 'undefined')
        }
        assert len(states) == 1, (text, classes)
    return {
        text: (href, re.search(r' term-(\w+)(?: tip-\S+)?$', classes)[1])
        for href, classes, text in matches
    }


@pytest.mark.parametrize('page', ['index.html', 'mroles.html'])
def test_it_links_where_it_should_in_the_authors_wording(built, page):
    html = built.page(page)
    plain = re.findall(r'<li><p><span>(.*?)</span></p>', html)
    assert plain == ['KV cache', 'Token', 'shown']  # with "!"
    html = re.sub(r'<li><p><span>.*?</span></p>', '', html)
    links = references(html)
    quoted = [key for key in links if key.startswith('Don')]
    assert len(quoted) == 1
    assert links.pop(quoted[0]) == (
        'glossary.html#term-dont-stop-dot-dot-dot',
        'unpublished',
    )
    assert links == LEADS


def test_no_link_is_broken(built):
    assert broken_links(built.output) == []


def test_each_missing_term_is_reported_at_its_own_line(project, built):
    places = {}
    for line in built.warnings:
        if match := re.match(
            r'(.+?):(\d+): WARNING: unknown term "(Miss [^"]*)".*\[archgloss\.undefined\]$',
            line,
        ):
            places.setdefault(match[3], []).append((match[1], int(match[2])))
    expected = {}
    for name in ('places.rst', 'myst.md', 'included.txt', 'included.md'):
        for n, line in enumerate((project.source / name).read_text().split('\n'), 1):
            for label in re.findall(r'`(Miss [^`<>]*)`', line):
                expected.setdefault(label, []).append((name, n))
    expected['Miss title'] = [('places.rst', 8)]
    expected['Miss docstring'] = [('documented.py:docstring of documented.function', 4)]
    assert places == expected


def test_nothing_is_reported_twice_or_by_sphinx(built):
    # "-n" is on
    assert [line for line in built.all_warnings if 'archgloss.' not in line] == []
    assert len(set(built.all_warnings)) == len(built.all_warnings)


def test_other_mistakes_are_reported_with_what_to_write(built):
    text = '\n'.join(built.warnings)
    assert re.search(
        r'^index\.rst:\d+: WARNING: ambiguous term "Token": it matches two terms; write "s:Token" or "o:Token"',
        text,
        re.MULTILINE,
    )
    assert re.search(
        r'^s\.yaml:\d+: WARNING: the canonical page of "Dangling", nowhere, does not exist \(referred to twice|2 times',
        text,
        re.MULTILINE,
    )
    assert len(re.findall(r'\[archgloss\.unplaced\]', text)) == 1


def test_in_titles_and_what_is_made_of_them(built):
    html = built.page('index.html')
    assert '<title>On KV cache' in html
    heading = html.split('<h1>')[1].split('</h1>')[0]
    assert Page(heading).links[0].href == 'glossary.html#term-kv-cache'
    listed = html.split('toctree-wrapper')[1].split('</div>')[0]
    assert 'Places <span class="xref archgloss-term-ref">KV cache</span>' in listed


def test_in_an_own_entry_it_is_plain_text(built):
    entry = built.page('glossary.html').split('id="term-kv-cache"')[1].split('</dd>')[0]
    own, plural, token = re.findall(
        r'(<a [^>]*>)?<span class="[^"]*\bterm-ref\b[^"]*">(.*?)</span>', entry
    )
    assert own == ('', 'KV cache')
    assert plural == ('', 'kv caches')
    assert token[0].endswith('href="#term-token">')


def test_on_its_own_page_a_reference_links_to_the_entry(built):
    html = built.page('whole.html')
    links = {link.text: link for link in Page(html).links if 'term-ref' in link.classes}
    assert links['Whole'].href == 'glossary.html#term-whole'
    assert links['redirects'].href == 'glossary.html#term-whole'
    assert links['Part'].href == '#part'  # a section is no page
    assert 'term-published' in links['Whole'].classes


def test_any_finds_exact_and_case_folded_labels_only(project):
    page = ':orphan:\n\nAny\n===\n\n' + text_of(
        [
            '`KV cache`',
            '`kv CACHE`',
            '`C++`',
            '`the cache <KV cache>`',
            '`KV-cache`',
            '`KV caches`',
            '`Token`',
        ],
        ':any:{}',
    )
    project.write('any.rst', page)
    built = project.build()
    project.remove('any.rst')
    links = {
        link.text: link
        for link in Page(built.page('any.html')).links
        if 'term-ref' in link.classes
    }
    assert {text: link.href for text, link in links.items()} == {
        'KV cache': 'glossary.html#term-kv-cache',
        'kv CACHE': 'glossary.html#term-kv-cache',
        'C++': 'glossary.html#term-c-plus-plus',
        'the cache': 'glossary.html#term-kv-cache',
    }
    missing = re.findall(r"'any' reference target not found: (.*) \[ref\.any\]", built.text)
    assert missing == ['KV-cache', 'KV caches', 'Token']  # the last fits two


class TestWhatIsToldOf:
    PAGE = """
        Start
        =====

        :term-ref:`KV cahce` :term-ref:`Nobody` :term-ref:`nobody 2` :archgloss:term-ref:`Missing`

        .. term-set::
        """

    @pytest.fixture
    def project(self, project, tmp_path):
        # not the module's
        fresh = type(project)(tmp_path / 'docs')
        fresh.write(
            's.yaml',
            'name: s\nterms:\n  - {name: KV cache, aliases: [key-value cache], definition: d}\n',
        )
        fresh.write('index.rst', self.PAGE)
        return fresh

    def undefined(self, built) -> list[str]:
        return re.findall(r'unknown term "(.*?)"', '\n'.join(built.warnings))

    def test_the_nearest_labels_are_suggested(self, project):
        project.conf(archgloss_term_sets=['s.yaml'])
        built = project.build('-W')
        assert built.status == 1
        first = next(line for line in built.warnings if 'KV cahce' in line)
        assert first.startswith('index.rst:5: WARNING: ')
        assert 'did you mean "KV cache"' in first

    @pytest.mark.parametrize('nitpicky', [False, True])
    def test_ignored_targets_are_not_reported(self, project, nitpicky):
        project.conf(
            archgloss_term_sets=['s.yaml'],
            archgloss_fail_on=['undefined'],
            nitpicky=nitpicky,
            nitpick_ignore=[
                ('archgloss:term-ref', 'KV cahce'),
                ('archgloss:term-ref', 'Missing'),
            ],
            nitpick_ignore_regex=[('archgloss:.*', '[Nn]obody.*')],
        )
        built = project.build('-W')
        assert built.all_warnings == []
        assert built.status == 0
        assert built.page('index.html').count('term-undefined') == 4

    def test_others_are_still_reported(self, project):
        project.conf(
            archgloss_term_sets=['s.yaml'],
            nitpick_ignore=[('archgloss:term-ref', 'Missing'), ('py:func', 'Nobody')],
        )
        assert self.undefined(project.build()) == ['KV cahce', 'Nobody', 'nobody 2']

    @pytest.mark.parametrize(
        'suppressed', ['archgloss', 'archgloss.undefined', 'archgloss.*']
    )
    def test_suppressed_ones_do_not_fail(self, project, suppressed):
        project.conf(
            archgloss_term_sets=['s.yaml'],
            suppress_warnings=[suppressed],
            archgloss_fail_on=['undefined'],
        )
        built = project.build('-W')
        assert built.all_warnings == []
        assert built.status == 0

    def test_failing_without_w(self, project):
        project.conf(archgloss_term_sets=['s.yaml'], archgloss_fail_on=['undefined'])
        built = project.build()
        assert built.status == 1
        assert 'Start' in built.page('index.html')
        assert project.build().status == 1
        project.conf(archgloss_term_sets=['s.yaml'], archgloss_fail_on=['dangling'])
        assert project.build().status == 0

    def test_a_project_without_any_set_has_one_warning(self, project):
        project.conf()
        project.write('index.rst', self.PAGE.replace('.. term-set::', ''))
        built = project.build()
        assert len(built.all_warnings) == 1
        assert built.warnings[0].startswith(
            'index.rst:5: WARNING: no term set is configured, so 4 references'
        )
        assert built.warnings[0].endswith('[archgloss.config]')
