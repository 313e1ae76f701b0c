"""Automatic links, `termcheck` and `archgloss link` follow one policy for links in prose.

Each wording of a set is mentioned in each context, on pages that Sphinx has read; what
the three make of it is compared with one table.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from checks.examples import ExampleProject
from sphinxcontrib_archgloss.checks.rules import discouraged_labels, unlinked
from sphinxcontrib_archgloss.commands.link.mentions import Choice, UnlinkedMentions
from sphinxcontrib_archgloss.commands.link.page_file import take_up
from sphinxcontrib_archgloss.project.outputs import ProseOptions
from sphinxcontrib_archgloss.project.prose.link_policy import STOPS, Action, Obstacle
from sphinxcontrib_archgloss.project.prose.mentions import ProjectMentions, ReferenceEdit
from sphinxcontrib_archgloss.project.prose.rewrites import ProseRewrites
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from sphinxcontrib_archgloss.sphinx_ext.termcheck.page_sources import (
    Markups,
    PageSources,
    is_quiet,
)
from sphinxcontrib_archgloss.terms.schema import json_schema

ALIAS = json_schema()['properties']['terms']['items']['properties']['aliases']['items'][
    'properties'
]
WORDINGS = [
    *product(ALIAS['status']['enum'], ALIAS['kind']['enum']),
    ('preferred', 'name'),
    ('preferred', 'form'),
    ('deprecated', 'former'),
]
"""(status, kind) of all labels that a mention may be of."""
SWITCHES = (None, *ALIAS['autolink']['enum'])


class Answer(NamedTuple):
    """What the policy makes of a wording that is not discouraged."""

    linked: bool
    reported: bool
    edited: bool
    reworded: bool = True
    """Whether `termcheck` reports a discouraged wording there, with what to write instead."""


class Context(NamedTuple):
    template: str
    """A paragraph with LABEL, or HALF and REST of it; TERM is the id of its term."""
    answer: Answer
    suffix: str = 'rst'
    top: str = ''
    """What stands at the top of the page."""


ALL_THREE, NONE = Answer(True, True, True), Answer(False, False, False)
CONTEXTS = {
    'prose': Context('A LABEL here.', ALL_THREE),
    'prose-myst': Context('A LABEL here.', ALL_THREE, 'md'),
    'in-quotation-marks': Context('A “LABEL” here.', Answer(True, True, True, False)),
    'quoted': Context('Before:\n\n   A LABEL here.', Answer(True, False, False, False)),
    'quoted-myst': Context('> A LABEL here.', Answer(True, False, False, False), 'md'),
    'quiet': Context('.. rst-class:: no-term-autolink\n\nA LABEL here.', NONE),
    'quiet-page': Context('A LABEL here.', NONE, top=':term-autolink: off\n\n'),
    'emphasised': Context('A *LABEL* here.', Answer(True, False, False)),
    'emphasised-myst': Context('A *LABEL* here.', Answer(True, False, True), 'md'),
    'crossing': Context('A *HALF*\\ REST here.', NONE),
    'heading': Context('.. rubric:: A LABEL here', NONE),
    'beside': Context('A LABEL beside :term-ref:`it <terms:TERM>`.', NONE),
    'own': Context('A LABEL here.', NONE),
}
"""Name of a page → what stands on it; *own* is the canonical page of all terms."""
ENTRIES = {
    'terms:holder': Answer(True, True, False),
    '': Answer(False, False, False, False),
}
"""Entry → answer for the labels in it; empty for that of the label's own term."""


def is_discouraged(status, kind):
    return status in ('deprecated', 'forbidden') or kind == 'misspelling'


def labels():
    """(label, id of its term, status, kind, switch) of every combination."""
    combinations = product(WORDINGS, SWITCHES)
    for number, ((status, kind), switch) in enumerate(combinations, 101):
        yield f'zap{number}', f't{number}', status, kind, switch


def records():
    yield '- id: holder\n  name: Holder\n  definition: "{}"'.format(
        ' '.join(f'A {label}.' for label, *_ in labels())
    )
    for label, term, status, kind, switch in labels():
        own = f', autolink: "{switch}"' if switch else ''
        name, more = f'Term of {label}', f'canonical: own{own}'
        if kind == 'name':
            name = label
        elif kind == 'form':
            more += f', forms: [{label}]'
        elif kind == 'former':
            more += f', formerly: [{label}]'
        else:
            alias = f'{{text: {label}, kind: {kind}, status: {status}{own}}}'
            more = f'canonical: own, aliases: [{alias}]'
        yield f'- {{id: {term}, name: {name}, definition: Is {label}., {more}}}'


def page_of(context):
    title = '# A page\n' if context.suffix == 'md' else 'A page\n======\n'
    paragraphs = []
    for label, term, *_ in labels():
        words = {'LABEL': label, 'HALF': label[:2], 'REST': label[2:], 'TERM': term}
        text = context.template
        for placeholder, word in words.items():
            text = text.replace(placeholder, word)
        paragraphs.append(text)
    return '\n\n'.join([context.top + title, *paragraphs, ''])


class Callers(NamedTuple):
    """(page, key of the entry or '') → labels, for what each caller does."""

    linked: dict
    reported: dict
    edited: dict
    reworded: dict


def unlinked_mentions(app, check, page, choice):
    """The mentions of a page as `archgloss link` takes them from its doctree."""
    path, spans = str(app.env.doc2path(page.docname)), Spans()
    suffixes = app.config.source_suffix
    sources = PageSources(
        app.env.get_doctree(page.docname),
        path,
        spans,
        Markups(check.lexicon, suffixes, spans.lines),
    )
    prose = sources.prose(quiet=is_quiet(app.env, page.docname))
    file = take_up(page.docname, path, suffixes[Path(path).suffix])
    return UnlinkedMentions(ProjectMentions(check.project), file, sources, prose, choice)


@pytest.fixture(scope='module')
def callers(tmp_path_factory):
    project = ExampleProject(tmp_path_factory.mktemp('policy'), archgloss_autolink='all')
    project.options = ProseOptions()  # what is linked automatically is not reported
    project.records('\n'.join(records()))
    for name, context in CONTEXTS.items():
        project.files[f'{name}.{context.suffix}'] = page_of(context)
    app, check, pages = project.read()
    found = Callers({}, {}, {}, {})

    def note(kind, docname, entry, text):
        kind.setdefault((docname, entry), set()).add(text)

    rewrites = ProseRewrites(check.project)
    for docname, page in pages.items():
        for view in rewrites.of(docname, ProseOptions('all')):
            for rewrite in view.rewrites:
                text = view.text[rewrite.start : rewrite.end]
                note(found.linked, docname, view.term, text)
        for _, candidates in page.unlinked():
            for one in candidates:
                note(found.reported, docname, one.passage.term, one.mention.text)
        reworded = {
            finding.message.split('"')[1]
            for rule in ('deprecated', 'forbidden', 'misspelled', 'former')
            for finding in getattr(discouraged_labels, rule)(page)
        }
        for one in page.mentions:
            if one.mention.text in reworded and one.wording.instead:
                note(found.reworded, docname, one.passage.term, one.mention.text)
        mentions = unlinked_mentions(app, check, page, Choice(''))
        links = mentions.links(set())
        assert not mentions.elsewhere  # entries are in data files, and left without a note
        for link in links:
            passage = link.candidate.passage
            note(found.edited, docname, passage.term, link.candidate.mention.text)
    return found


def expected(answer, status, kind, switch):
    """What each caller does: (linked, reported, edited, reworded)."""
    if is_discouraged(status, kind):
        return False, False, False, answer.reworded
    if switch == 'off':
        return False, False, False, False
    return answer.linked and switch != 'suggest', answer.reported, answer.edited, False


@pytest.mark.parametrize(('status', 'kind'), WORDINGS)
@pytest.mark.parametrize('name', CONTEXTS)
def test_on_pages(callers, name, status, kind):
    for label, _, *label_of, switch in labels():
        if label_of == [status, kind]:
            answers = tuple(label in by.get((name, ''), ()) for by in callers)
            assert answers == expected(CONTEXTS[name].answer, status, kind, switch), switch


@pytest.mark.parametrize(('status', 'kind'), WORDINGS)
@pytest.mark.parametrize('entry', ENTRIES)
def test_in_entries(callers, entry, status, kind):
    for label, term, *label_of, switch in labels():
        if label_of == [status, kind]:
            where = ('glossary', entry or f'terms:{term}')
            answers = tuple(label in by.get(where, ()) for by in callers)
            assert answers == expected(ENTRIES[entry], status, kind, switch), switch


def test_a_label_of_two_terms_and_a_term_without_a_place(tmp_path):
    project = ExampleProject(tmp_path, archgloss_autolink='all')
    project.records(
        '- {name: Logit, definition: x, aliases: [{text: top, status: deprecated}]}\n'
        '- {name: Tail, definition: x, aliases: [top]}'
    )
    project.files['page.rst'] = 'A page\n======\n\nA top. A logit.\n'
    for glossary, rules in (('.. term-set::', {'ambiguous'}), ('Nothing.', {'ambiguous'})):
        project.files['glossary.rst'] = f'Glossary\n========\n\n{glossary}\n'
        found = {one.rule for one in project.check() if one.place.path == 'page.rst'}
        assert found == rules
    _, check, pages = project.read()
    views = ProseRewrites(check.project).of('page', ProseOptions('all'))
    assert not any(view.rewrites for view in views)
    assert not list(pages['page'].unlinked())


def test_each_obstacle_stops_something_and_discouraged_wordings_stop_all():
    assert set(STOPS) == set(Obstacle)
    assert all(STOPS.values())
    assert STOPS[Obstacle.DISCOURAGED] == STOPS[Obstacle.AMBIGUOUS] == set(Action)


PAGES = {
    'page.rst': 'A page\n======\n\nA token, (a KV\ncache).\n\n- A token and Vec<T>.\n',
    'other.md': '# A page\n\nA token, (a KV\ncache).\n\n- A token and Vec<T>.\n',
}


@pytest.mark.parametrize('name', PAGES)
def test_the_rule_and_the_command_offer_the_same_edits(tmp_path, name):
    project = ExampleProject(tmp_path)
    project.records(
        '- {name: Token, definition: A piece.}\n'
        '- {name: KV cache, definition: Keys and values.}\n'
        '- {name: Vec<T>, definition: A list.}'
    )
    project.files |= PAGES
    app, check, pages = project.read()
    page = pages[Path(name).stem]
    offered = {
        candidates[0].mention.text: page.sources.edit(candidates[0])
        for _, candidates in page.unlinked()
    }
    command = unlinked_mentions(app, check, page, Choice('page'))
    links = {link.candidate.mention.text: link.reference for link in command.links(set())}
    assert offered.pop('Vec<T>', None) is None  # no role can be written around it
    assert offered == links
    assert set(links) == {'token', 'KV\ncache'}
    assert all(type(edit) is ReferenceEdit for edit in links.values())
    edits = [finding.edit for finding in unlinked.unlinked(page)]
    assert [*filter(None, edits)] == [links['token'].new, links['KV\ncache'].new]


SECTIONS = """\
A page
======

A token.

{target}Tokens
------

A token.

Deep
~~~~

A token.
"""


@pytest.mark.parametrize(
    ('target', 'anchor'),
    [('', 'tokens'), ('.. _here:\n\n', 'here')],
    ids=['of-the-section', 'of-a-target-before-it'],
)
def test_only_the_canonical_section_and_those_in_it_are_without_links(
    tmp_path, target, anchor
):
    project = ExampleProject(tmp_path, archgloss_autolink='all')
    project.options = ProseOptions()
    project.records(f'- {{name: Token, definition: A piece., canonical: "page#{anchor}"}}')
    project.files['page.rst'] = SECTIONS.format(target=target)
    app, check, pages = project.read()
    page = pages['page']
    views = ProseRewrites(check.project).of('page', ProseOptions('all'))
    assert [bool(view.rewrites) for view in views] == [True, False, False]
    [(_, candidates)] = page.unlinked()
    links = unlinked_mentions(app, check, page, Choice('')).links(set())
    assert [candidate.passage.section for candidate in candidates] == [1]
    assert [link.candidate.passage.section for link in links] == [1]
