"""The results of a build before it writes: problems, page digests, the inventory.

It follows from the facts of all pages on every build; this module neither reports nor
writes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.packed import Packed
from sphinxcontrib_archgloss.project.diagnostics.diagnostics import diagnose
from sphinxcontrib_archgloss.sphinx_ext.builds.history import Outcome, read_pages
from sphinxcontrib_archgloss.sphinx_ext.ground.config import ignored_targets
from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import inventory_data
from sphinxcontrib_archgloss.terms.language.counts import counted
from sphinxcontrib_archgloss.terms.loading.load import file_hint, is_path
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import Elsewhere


def conclude(session: BuildSession, env: BuildEnvironment, elsewhere: Elsewhere) -> Outcome:
    """Return the outcome for the project as it is now."""
    project = session.project
    ignored = ignored_targets(env.config)
    diagnosis = diagnose(project, ignored=ignored, elsewhere=elsewhere)
    problems = [
        *session.data_problems,
        *diagnosis.problems,
        *_broken_links(project, env),
        *_unknown_sets(session),
        *_no_set(session, elsewhere),
    ]
    if 'sphinx.ext.intersphinx' in session.app.extensions:
        from sphinxcontrib_archgloss.sphinx_ext.references.external import (
            ambiguous_labels,
            external_problems,
        )

        problems += external_problems(project, env, ignored)
        problems += ambiguous_labels(project, env, elsewhere, ignored)
    pages = {
        docname: f'{env.all_docs[docname]} {session.views.digest(docname)}'
        for docname in sorted(read_pages(env))
    }
    for docname, page in project.pages.items():
        if page.external and docname in pages:
            from sphinxcontrib_archgloss.sphinx_ext.references.external import (
                external_digest,
            )

            pages[docname] += external_digest(page, docname, env)
    inventory = inventory_data(project)
    notes, suppressed = diagnosis.notes, diagnosis.suppressed_undefined
    if suppressed:
        message = (
            f'archgloss: {suppressed} undefined references are not reported individually, '
            'because a set that cannot be read may define their terms'
        )
        notes = [*notes, Problem(Kind.UNDEFINED, message)]
    files = {session.files.path(location) for location in session.locations}
    places = (problem.place for problem in (*problems, *notes))
    has_inventories = bool(getattr(env, 'intersphinx_inventory', None))
    has_links = any(page.links for page in project.pages.values())
    has_external = any(page.external for page in project.pages.values())
    may_change = elsewhere.was_asked or has_external or (has_inventories and has_links)
    return Outcome(
        problems=sorted(dict.fromkeys(problems), key=Problem.sort_key),
        notes=notes,
        has_lines_of_pages=any(place and place.path not in files for place in places),
        suppressed_undefined=suppressed,
        pages=pages,
        inventory=Packed(inventory),
        whole=digest_of(inventory.digest(), sorted(pages)),
        asked_elsewhere=may_change,
        has_myst=any(s.markup == 'myst' for s in project.lexicon.sets.values()),
        views=Packed(None if session.is_idle else session.views.to_keep()),
    )


def _broken_links(project: Project, env: BuildEnvironment) -> list[Problem]:
    if not any(page.links for page in project.pages.values()):
        return []
    from sphinxcontrib_archgloss.sphinx_ext.references.in_definitions import broken_links

    return sorted(set(broken_links(project, env)), key=Problem.sort_key)


def _unknown_sets(session: BuildSession) -> Iterator[Problem]:
    """Yield a problem for each name of a set or file in directives that does not exist."""
    for docname, page in sorted(session.pages.items()):
        for named in page.named:
            place = Place(named.source or docname, named.line, is_docname=not named.source)
            if not named.location:
                available = session.files.names()
                names = ', '.join(first_of(available, len(available)))
                message = (
                    f'{named.directive}: unknown term set "{named.name}"; available sets: '
                    f'{names}; {file_hint(named.name)}'
                )
            elif is_path(named.name) and session.files.is_missing(named.location):
                path = session.files.path(named.location)
                message = (
                    f'{named.directive}: file {path} not found; correct the path '
                    '(relative to the page; "/" is the source directory) or create the '
                    'file'
                )
            else:
                continue
            yield Problem(Kind.DATA, message, place)


def _no_set(session: BuildSession, elsewhere: Callable[[str], str]) -> Iterator[Problem]:
    """Yield a problem if the project refers to terms but has no term set."""
    project = session.project
    if project.lexicon.sets or session.files.configured or session.data_problems:
        return
    uses = [
        (docname, use)
        for docname, use in project.uses()
        if use.kind == 'show' or (use.kind == 'ref' and not elsewhere(use.target))
    ]
    if uses:
        message = (
            f'no term set is configured, so {counted(len(uses), "reference")} to terms '
            'cannot be resolved; add one to archgloss_term_sets'
        )
        yield Problem(Kind.CONFIG, message, project.place_of(*uses[0]))
        return
    from sphinxcontrib_archgloss.project.diagnostics.directives import map_place

    message = 'term-map: no term set is configured; add one to archgloss_term_sets'
    for docname, page in sorted(project.pages.items()):
        for request in page.maps:
            yield Problem(Kind.CONFIG, message, map_place(docname, request))
