"""Catalogues for translators: definitions and names, at the lines of the data file."""

from __future__ import annotations

import re

import pytest

from pages import Page, entries

SET = """\
name: s
terms:
  - name: KV cache
    aliases: [key-value cache]
    related: [Token]
    broader: [Token]
    references: [{label: Paper, url: "https://example.org"}]
    status: deprecated
    definition: |
      First paragraph
      with :term-ref:`Token`.

      * item one
      * item two [1]_

      .. [1] A note.
  - name: Token
    definition: A unit.
    canonical: page
  - name: Folded
    definition: >
      Folded
      text.

      Second part.
"""

MYST = """\
name: m
markup: myst
terms:
  - name: Emm
    definition: |
      In *MyST* with {term-ref}`Token`.

      - an item
"""

EXPECTED = {
    's.yaml': {
        3: 'KV cache', 10: 'First paragraph with :term-ref:`Token`.', 13: 'item one', 14: 'item two [1]_',
        16: 'A note.', 17: 'Token', 18: 'A unit.', 20: 'Folded', 22: 'Folded text. Second part.',
    },
    'm.yaml': {4: 'Emm', 6: 'In *MyST* with {term-ref}`Token`.', 8: 'an item'},
}  # fmt: skip


def messages(catalogue: str) -> dict[str, dict[int, str]]:
    """Return data file → line → message."""
    found: dict[str, dict[int, str]] = {}
    for places, message in re.findall(r'((?:#: .*\n)+)msgid ((?:".*"\n)+)', catalogue):
        text = ''.join(re.findall(r'"(.*)"', message)).replace('\\n', ' ')
        for name, line in re.findall(r'([\w.]+):(-?\d+)', places):
            if name.endswith('.yaml'):
                found.setdefault(name, {})[int(line)] = text
    return found


@pytest.fixture
def project(project):
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['s.yaml', 'm.yaml'],
    )
    project.write('s.yaml', SET)
    project.write('m.yaml', MYST)
    project.write('page.rst', 'Page\n====\n')
    project.write(
        'index.rst', 'Start\n=====\n\n.. toctree::\n\n   page\n   marked\n\n.. term-set::\n'
    )
    project.write('marked.md', '# Marked\n\n```{term-set}\n```\n')
    return project


def test_definitions_and_names_and_nothing_else(project):
    built = project.build(builder='gettext')
    assert built.all_warnings == []
    for name in ('index.pot', 'marked.pot'):
        assert messages(built.page(name)) == EXPECTED
        for word in (
            'Also',
            'Related',
            'Broader',
            'Deprecated',
            'References',
            'Read more',
            'Paper',
            'key-value',
        ):
            assert word not in built.page(name)


def test_lines_follow_a_record_that_moves(project):
    project.build(builder='gettext')
    project.write('s.yaml', f'# one\n# two\n{SET}')
    after = project.build(builder='gettext')
    assert after.read == set()
    moved = {line + 2: text for line, text in EXPECTED['s.yaml'].items()}
    for name in ('index.pot', 'marked.pot'):
        assert messages(after.page(name)) == EXPECTED | {'s.yaml': moved}


GROUPED = """\
name: s
categories:
  - id: one
    label: First
    description: >
      What comes
      first.
  - {id: two, label: Second}
terms:
  - {name: Token, definition: A unit., categories: [one]}
  - {name: Head, definition: A part., categories: [two]}
"""


def test_the_headings_of_groups_have_their_own_lines(project):
    project.write('s.yaml', GROUPED)
    project.write('index.rst', 'Start\n=====\n\n.. term-set:: s\n   :group: category\n')
    project.write('marked.md', '---\norphan: true\n---\n# Marked\n')
    expected = {
        4: 'First', 6: 'What comes first.', 8: 'Second',
        10: 'A unit.', 11: 'A part.',
    }  # fmt: skip

    def headings(built):
        lines = messages(built.page('index.pot'))['s.yaml']
        return {n: text for n, text in lines.items() if text not in ('Token', 'Head')}

    assert headings(project.build(builder='gettext')) == expected
    project.write('s.yaml', f'# one\n# two\n{GROUPED}')
    after = project.build(builder='gettext')
    assert after.read == set()
    assert headings(after) == {line + 2: text for line, text in expected.items()}


TRANSLATION = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "KV cache"
msgstr "KV-Speicher"

msgid "First paragraph with :term-ref:`Token`."
msgstr "Erster Absatz mit dem :term-ref:`Zeichen <Token>`."

msgid "item two [1]_"
msgstr "Punkt zwei [1]_"

msgid "A note."
msgstr "Eine Fußnote."

msgid "A unit."
msgstr "Eine Einheit :term-ref:`Fehlt`."

msgid "In *MyST* with {term-ref}`Token`."
msgstr "In *MyST* mit {term-ref}`Token`."
"""


def test_a_translation_is_shown_whatever_the_markup_of_the_page(project):
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['s.yaml', 'm.yaml'],
        language='de',
        locale_dirs=['locales'],
        gettext_compact='all',
    )
    (project.source / 'locales/de/LC_MESSAGES').mkdir(parents=True)
    (project.source / 'locales/de/LC_MESSAGES/all.po').write_text(TRANSLATION, 'utf-8')
    built = project.build()
    rest, marked = (entries(built.page(name)) for name in ('index.html', 'marked.html'))
    assert {k: v.replace('index.html#', '#') for k, v in marked.items()} == rest
    assert re.search(
        r'Erster Absatz mit dem <a [^>]*href="page.html"><span [^>]*>Zeichen</span>',
        rest['KV-Speicher'],
    )
    assert 'Eine Fußnote.' in rest['KV-Speicher']
    (note,) = [link for link in Page(rest['KV-Speicher']).links if link.text == '[1]']
    assert note.href[1:] in Page(rest['KV-Speicher']).ids
    assert re.search(r'In <em>MyST</em> mit <a [^>]*href="page.html">', rest['Emm'])
    # the anchors are those of the original
    assert 'id="term-kv-cache"' in built.page('index.html')
    # faults of a translation are reported at the original
    assert [line.split(' ')[0] for line in built.all_warnings] == ['s.yaml:18:'] * 2
    assert 'unknown term "Fehlt"' in built.text
    assert project.build().warnings == built.warnings
