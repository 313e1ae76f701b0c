"""How the work of a build grows with its terms, its pages and its references.

Work is counted, not timed: the lines of the package that run, and the calls that are made
below them, in Python and in C. The same build counts the same on any machine. A search in a
list is one call, however long it takes, so comparisons of nodes are counted separately.

Pages refer to the first few terms only. So further terms are shown in one place, on the
page with the entries, and everything else must cost the same whatever their number.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest
from docutils import nodes
from sphinx.cmd.build import build_main

from forked import forked_build
from projects import CONF
from work_counter import work_of

if TYPE_CHECKING:
    from collections.abc import Sequence

USED = 5
"""Terms that pages refer to."""


class Size(NamedTuple):
    """A project."""

    terms: int = 20  # as many as get letters
    pages: int = 8  # more than an entry lists
    references: int = 6
    """On each page."""


class Work(NamedTuple):
    """What the package did in builds of a project, one after the other."""

    clean: int
    edit: int
    """After one page was edited."""


def write(source: Path, size: Size) -> None:
    source.mkdir()
    conf = f"{CONF}archgloss_term_sets = ['terms.yaml']\n"
    (source / 'conf.py').write_text(conf)
    write_pages(source, size)


def write_pages(source: Path, size: Size) -> None:
    names = [f'Term {n}' for n in range(size.terms)]
    records = (f'  - {{name: {n}, definition: What *{n}* means.}}\n' for n in names)
    (source / 'terms.yaml').write_text(f'name: words\nterms:\n{"".join(records)}')
    pages = [f'page-{n}' for n in range(size.pages)]
    toctree = ''.join(f'   {page}\n' for page in pages)
    (source / 'index.rst').write_text(
        f'Terms\n=====\n\n.. toctree::\n\n{toctree}\n.. term-set::\n'
    )
    references = '\n\n'.join(
        f'A paragraph about :term-ref:`term {n % USED}`.' for n in range(size.references)
    )
    for page in pages:
        (source / f'{page}.rst').write_text(f'{page}\n{"=" * 9}\n\n{references}\n')


@cache
def work(size: Size) -> Work:
    """Return what the package does for a project of this size."""
    with TemporaryDirectory() as folder:
        source = Path(folder, 'docs')
        write(source, size)
        arguments = ['-q', '-W', str(source), str(Path(folder, 'html'))]
        clean = work_of(build_main, arguments, Path(folder))
        page = source / 'page-1.rst'
        page.write_text(page.read_text() + '\nOne more sentence.\n')
        return Work(clean, work_of(build_main, arguments, Path(folder)))


BASE = Size()


def larger(size: Size, unit: str, times: int) -> Size:
    return size._replace(**{unit: getattr(size, unit) * times})


def growth(unit: str, size: Size) -> Work:
    """Return how much more work it is with twice as many of a *unit*."""
    before, after = work(size), work(larger(size, unit, 2))
    return Work(*(b - a for a, b in zip(before, after, strict=True)))


def assert_no_more(more: Work, than: Work) -> None:
    for after, before in zip(more, than, strict=True):
        assert after <= 1.001 * before + 60, (more, than)


def test_work_is_linear_in_terms_pages_and_references():
    for unit in Size._fields:
        first = growth(unit, BASE)
        third = work(larger(BASE, unit, 3))
        second = Work(
            *(a - b for a, b in zip(third, work(larger(BASE, unit, 2)), strict=True))
        )
        assert_no_more(second, first)


def test_a_page_and_a_reference_cost_the_same_beside_more_terms():
    for unit in ('pages', 'references'):
        assert_no_more(growth(unit, larger(BASE, 'terms', 3)), growth(unit, BASE))


def test_a_reference_costs_the_same_beside_more_pages():
    # as many on each of three times as many pages
    one = growth('references', BASE)
    assert_no_more(
        growth('references', larger(BASE, 'pages', 3)), Work(3 * one.clean, 3 * one.edit)
    )


def work_of_one_page(folder: Path, builder: str, paragraph: str, count: int) -> int:
    """Return the work of a build with one page of paragraphs, each about another term."""
    source = folder / f'docs-{count}'
    source.mkdir()
    (source / 'conf.py').write_text(f"{CONF}archgloss_term_sets = ['terms.yaml']\n")
    record = '  - {{name: term {n}, formerly: [former {n}], definition: What it is.}}\n'
    records = ''.join(record.format(n=n) for n in range(count))
    (source / 'terms.yaml').write_text(f'name: words\nterms:\n{records}')
    page = '\n'.join(paragraph.format(n=n) for n in range(count))
    (source / 'page.rst').write_text(f':orphan:\n\nPage\n====\n\n{page}')
    (source / 'index.rst').write_text('Terms\n=====\n\n.. term-set::\n')

    arguments = ['-q', '-b', builder, str(source), str(folder / f'out-{count}')]
    return work_of(build_main, arguments, folder)


@pytest.mark.parametrize(
    ('builder', 'paragraph'),
    [
        (
            'html',
            'S {n:03}\n-----\n\n.. page-terms::\n   :section:\n\n:term-ref:`term {n}`\n',
        ),
        ('html', 'Here is :term-ref:`unknown {n}`.\n'),
        ('html', '.. term-page:: term {n}\n'),
        ('html', '.. term-page:: unknown {n}\n'),
        ('termcheck', 'Here is :term-ref:`former {n}`, and former {n}.\n'),
        ('termcheck', '.. versionadded:: 1.0\n   Here is former {n}.\n'),
        ('termcheck', '.. csv-table::\n\n   Here, is former {n}\n'),
    ],
    ids=[
        'lists of terms',
        'unknown labels',
        'claims',
        'unknown claims',
        'former names',
        'shifted lines',
        'tables',
    ],
)
def test_work_is_linear_in_what_a_page_has(tmp_path, builder, paragraph):
    few, more, most = (
        work_of_one_page(tmp_path, builder, paragraph, count) for count in (30, 60, 90)
    )
    assert most - more <= 1.1 * (more - few), (few, more, most)


def comparisons(folder: Path, terms: int, directive: str, template: str) -> int:
    """Return how many nodes a build compares with others, to find them among children.

    Pages refer to five of seven terms, whose definitions refer to such terms.
    """
    source, counted = folder / f'docs-{terms}', folder / 'counted'
    write(source, Size(pages=1))
    references = (
        f':term-ref:`term {(n + 7) % terms}`' if n % 7 < USED else 'none'
        for n in range(terms)
    )
    records = (
        f'  - {{name: Term {n}, definition: "See {reference}."}}\n'
        for n, reference in enumerate(references)
    )
    (source / 'terms.yaml').write_text(f'name: words\nterms:\n{"".join(records)}')
    (source / 'index.rst').write_text(
        f'Terms\n=====\n\n.. toctree::\n\n   page-0\n\n{directive}'
    )
    if template:
        conf = source / 'conf.py'
        conf.write_text(f"{conf.read_text()}templates_path = ['templates']\n")
        layout = source / 'templates' / 'archgloss' / 'entry.html'
        layout.parent.mkdir(parents=True)
        layout.write_text(template)

    def build(arguments: Sequence[str]) -> int:
        count = 0

        def compare(self: nodes.Node, other: object) -> bool:
            nonlocal count
            count += 1
            return self is other

        nodes.Element.__eq__ = compare  # called only for nodes that are not identical
        status = build_main(arguments)
        counted.write_text(str(count))
        return status

    log = folder / 'log'
    arguments = ['-q', '-W', str(source), str(folder / f'html-{terms}')]
    status = forked_build(arguments, log, log, {}, build=build)
    assert status == 0, log.read_text()
    return int(counted.read_text())


@pytest.mark.parametrize(
    ('directive', 'template'),
    [
        ('.. term-set::\n', ''),
        ('.. term-set::\n   :used:\n', ''),
        ('.. term-set::\n', '{{ body }}'),
    ],
    ids=['all entries', 'those that are used', 'by a template'],
)
def test_no_node_is_searched_for_in_a_long_list(tmp_path, directive, template):
    few, more, most = (
        comparisons(tmp_path, terms, directive, template) for terms in (70, 140, 210)
    )
    assert most - more <= 1.1 * (more - few) + 20, (few, more, most)


def test_translators_of_pages_are_freed_without_the_collector(project):
    write_pages(project.source, BASE)
    project.write(
        'conf.py',
        f"""\
{CONF}archgloss_term_sets = ['terms.yaml']

import gc
from sphinx.writers.html5 import HTML5Translator

def note_translators(app, exception):
    kinds = [type(thing) for thing in gc.get_objects()]
    count = sum(issubclass(kind, HTML5Translator) for kind in kinds)
    (app.outdir / 'translators').write_text(str(count))

def setup(app):
    gc.disable()
    app.connect('build-finished', note_translators)
""",
    )
    built = project.build()
    assert built.status == 0
    # some versions of Sphinx keep the last ones
    assert int(built.page('translators')) < BASE.pages / 2
