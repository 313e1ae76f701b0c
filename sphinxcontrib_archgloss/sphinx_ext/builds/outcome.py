"""What a build concludes before it writes: problems, stale pages, the inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.project.diagnostics import diagnose
from sphinxcontrib_archgloss.project.directive_diagnostics import map_place
from sphinxcontrib_archgloss.sphinx_ext.ground.config import ignored_targets
from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import inventory_data
from sphinxcontrib_archgloss.sphinx_ext.references.in_definitions import broken_links
from sphinxcontrib_archgloss.terms.language.counts import counted
from sphinxcontrib_archgloss.terms.loading.load import is_path
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import InventoryData
    from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import Elsewhere


class Outcome(NamedTuple):
    """All that a build concludes before it writes."""

    problems: list[Problem]
    """Sorted by place."""
    notes: list[Problem]
    """Worth a line of information, but nothing is wrong."""
    suppressed_undefined: int
    """Undefined references that are not reported one by one."""
    pages: dict[str, str]
    """Docname → digest of what its output is to be based on."""
    inventory: InventoryData
    seal: str
    """Digest of what the output as a whole is based on, and no single page."""
    asked_elsewhere: bool
    """Whether other projects had a say: then it may not be repeated unasked."""
    writes_myst: bool
    """Whether some definitions are MyST."""


def conclude(session: BuildSession, env: BuildEnvironment, elsewhere: Elsewhere) -> Outcome:
    """Return what follows from the project as it is."""
    project = session.project
    diagnosis = diagnose(project, ignored=ignored_targets(env.config), elsewhere=elsewhere)
    problems = [
        *session.data_problems,
        *diagnosis.problems,
        *sorted(set(broken_links(project, env)), key=Problem.sort_key),
        *_unknown_sets(session),
        *_no_set(session, elsewhere),
    ]
    pages = {
        docname: f'{env.all_docs[docname]} {session.views.digest(docname)}'
        for docname in sorted(env.found_docs & set(env.all_docs))
    }
    inventory = inventory_data(project)
    types = sorted(inventory.types.items())
    return Outcome(
        problems=sorted(dict.fromkeys(problems), key=Problem.sort_key),
        notes=diagnosis.notes,
        suppressed_undefined=diagnosis.suppressed_undefined,
        pages=pages,
        inventory=inventory,
        seal=digest_of(sorted(inventory.objects), types, sorted(pages)),
        asked_elsewhere=elsewhere.was_asked or _may_lead_elsewhere(env, project),
        writes_myst=any(s.markup == 'myst' for s in project.lexicon.sets.values()),
    )


def _may_lead_elsewhere(env: BuildEnvironment, project: Project) -> bool:
    """Return whether definitions refer to things that inventories may have."""
    inventories = getattr(env, 'intersphinx_inventory', {})
    return bool(inventories) and any(page.links for page in project.pages.values())


def _unknown_sets(session: BuildSession) -> Iterator[Problem]:
    """Yield the directives that name a set or a file which there is not."""
    for docname, page in sorted(session.pages.items()):
        for named in page.named:
            place = Place(named.source or docname, named.line, is_docname=not named.source)
            if not named.path:
                names = ', '.join(session.files.names())
                said = (
                    f'{named.directive}: there is no term set "{named.name}"; there are '
                    f'{names}; a file is named with its extension ({named.name}.yaml)'
                )
                yield Problem(Kind.DATA, said, place)
            elif is_path(named.name) and session.files.is_missing(named.path):
                said = (
                    f'{named.directive}: there is no file {named.path}; check the path, '
                    'which is relative to the page ("/" is the source directory), '
                    'or create it'
                )
                yield Problem(Kind.DATA, said, place)


def _no_set(session: BuildSession, elsewhere: Callable[[str], str]) -> Iterator[Problem]:
    """Yield one problem if the project refers to terms and has no set at all."""
    project = session.project
    if project.lexicon.sets or session.files.configured or session.data_problems:
        return
    uses = [
        (docname, use)
        for docname, use in project.uses()
        if use.kind == 'show' or (use.kind == 'ref' and not elsewhere(use.target))
    ]
    if uses:
        said = (
            f'there is no term set, so {counted(len(uses), "reference")} to terms cannot '
            'be resolved; name one in archgloss_term_sets'
        )
        yield Problem(Kind.CONFIG, said, project.place_of(*uses[0]))
        return
    for docname, page in sorted(project.pages.items()):
        for request in page.maps:
            said = 'term-map: there is no term set; name one in archgloss_term_sets'
            yield Problem(Kind.CONFIG, said, map_place(docname, request))
