"""What each build does anew, and what it says: the handlers that keep builds sound.

Facts are kept by page and conclusions by nobody: the verdict is drawn anew from
all facts on every build, and so are the answers on which each page's output is
based. What the last build wrote is remembered in `memory`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from sphinxcontrib_archgloss.project.diagnostics import diagnose, use_place
from sphinxcontrib_archgloss.project.directive_diagnostics import map_place
from sphinxcontrib_archgloss.project.page_dependencies import PageDependencies
from sphinxcontrib_archgloss.project.term_set_query import digest, select
from sphinxcontrib_archgloss.sphinx_ext.builds.history import BuildMemory, Outcome
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.config import (
    config_problems,
    ignored_targets,
    settings,
)
from sphinxcontrib_archgloss.sphinx_ext.page_facts.general_index import list_used_terms
from sphinxcontrib_archgloss.sphinx_ext.references.in_definitions import broken_links
from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import Elsewhere
from sphinxcontrib_archgloss.sphinx_ext.term_map.problems import picture_problems
from sphinxcontrib_archgloss.terms.loading.load import is_path
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.facts import Rendering
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain


def domain_of(env: BuildEnvironment) -> ArchglossDomain:
    """Return the domain of *env*."""
    return cast('ArchglossDomain', env.domains['archgloss'])


class Builds:
    """The handlers of one application's builds, in the order of their events."""

    def __init__(self) -> None:
        self._memory: BuildMemory | None = None
        self._outcome: Outcome | None = None
        self._drawn_from = ''
        self._finished = False

    @property
    def memory(self) -> BuildMemory:
        """What is remembered of earlier builds."""
        if self._memory is None:
            msg = 'asked before there is a builder'
            raise RuntimeError(msg)
        return self._memory

    def begin_build(self, app: Sphinx) -> None:
        """Look at files afresh."""
        self._memory, self._outcome, self._finished = BuildMemory(app), None, False
        domain_of(app.env).begin(app)

    def reread_pages_of_changed_terms(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: AbstractSet[str],
        changed: AbstractSet[str],
        removed: AbstractSet[str],
    ) -> list[str]:
        """Return the pages whose entries are no longer what they were read from."""
        domain = domain_of(env)
        if self._finished:  # language servers build again and again with one application
            self.begin_build(app)
        killed = self.memory.was_killed_reading()
        lacking = [docname for docname in domain.lacks_prose() if docname not in removed]
        if not killed and domain.read_from == domain.inputs():
            return lacking
        return lacking + [
            docname
            for docname, page in domain.pages.items()
            if docname not in removed
            and (
                (killed and page.renderings)
                or any(
                    one.path != (domain.library.named(one.name) or '')
                    for one in page.named
                    if not is_path(one.name)
                )
                or any(
                    _renders_otherwise(domain, rendering) for rendering in page.renderings
                )
            )
        ]

    def mark_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Leave a marker while pages are read."""
        if docnames:
            self.memory.start_reading()

    def report_verdict(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Say everything that is wrong in the project."""
        domain = domain_of(env)
        domain.forget_project()
        domain.read_from = domain.inputs()
        if any(page.index_entries for page in domain.pages.values()):
            list_used_terms(env, domain.project)
        self._drawn_from = _drawn_from(env, domain.read_from)
        outcome = self.memory.recall(self._drawn_from)
        if outcome is None:
            outcome = _judge(env, domain)
        else:
            domain.set_inventory(outcome.known)
        self._outcome = outcome
        configured = [*config_problems(env.config), *picture_problems(domain)]
        told = warnings.report([*configured, *outcome.problems], env)
        warnings.note(outcome.notes, env)
        if outcome.suppressed_undefined:
            told.add(Kind.UNDEFINED)
            warnings.note([_held_back(outcome.suppressed_undefined)], env)
        if told & settings(env.config).fail_on:
            app.statuscode = 1

    def rewrite_stale_pages(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Return the pages whose output is no longer true."""
        if self._outcome is None:
            return ()
        if self._outcome.writes_myst:
            _prepare_myst(app, env)
        root = env.config.root_doc
        return self.memory.start_writing(self._drawn_from, self._outcome, root)

    def finish_reading(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Take the marker of reading away."""
        self.memory.finish_reading()

    def note_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Note that a page is being written."""
        self.memory.done.add(docname)

    def finish_build(self, app: Sphinx, exception: Exception | None) -> None:
        """Remember what was written, if all of it was."""
        self._finished = True
        if exception is None and self._memory is not None:
            # some builders write everything, always, and few pages as such
            self.memory.done -= domain_of(app.env).pages_to_retry
            everything = isinstance(app.builder.get_outdated_docs(), str)
            self.memory.finish_writing(all_written=everything)


def _judge(env: BuildEnvironment, domain: ArchglossDomain) -> Outcome:
    """Return what follows from the project as it is."""
    project = domain.project
    elsewhere = Elsewhere(env, env.config.root_doc)
    found = diagnose(project, ignored=ignored_targets(env.config), elsewhere=elsewhere)
    problems = [
        *domain.data_problems,
        *found.problems,
        *sorted(set(broken_links(project, env)), key=Problem.sort_key),
        *_unknown_sets(domain),
        *_no_set(domain, elsewhere),
    ]
    dependencies = PageDependencies(project, elsewhere, domain.shown, domain.rewrites)
    pages = {
        docname: f'{env.all_docs[docname]} {dependencies.of(docname)}'
        for docname in sorted(env.found_docs & set(env.all_docs))
    }
    known = domain.known
    whole = repr((sorted(known.objects), sorted(known.types.items()), sorted(pages)))
    return Outcome(
        problems=sorted(dict.fromkeys(problems), key=Problem.sort_key),
        notes=found.notes,
        suppressed_undefined=found.suppressed_undefined,
        pages=pages,
        known=known,
        seal=hashlib.blake2b(whole.encode(), digest_size=16).hexdigest(),
        asked_elsewhere=elsewhere.was_asked or _may_lead_elsewhere(env, project),
        writes_myst=any(s.markup == 'myst' for s in project.lexicon.sets.values()),
    )


def _may_lead_elsewhere(env: BuildEnvironment, project: Project) -> bool:
    """Return whether definitions refer to things that inventories may have."""
    inventories = getattr(env, 'intersphinx_inventory', {})
    return bool(inventories) and any(page.links for page in project.pages.values())


def _drawn_from(env: BuildEnvironment, inputs: str) -> str:
    """Return a digest of all that an outcome is drawn from.

    What pages say is a function of when they were read: a page that is read
    again has another time.
    """
    config = env.config
    drawn = (
        inputs,
        domain_of(env).shown,
        domain_of(env).prose_drawn_from(),
        sorted(env.all_docs.items()),
        sorted(env.found_docs),
        config.root_doc,
        config.nitpicky,
        sorted(map(repr, config.nitpick_ignore)),
        sorted(map(repr, config.nitpick_ignore_regex)),
    )
    return hashlib.blake2b(repr(drawn).encode(), digest_size=16).hexdigest()


def _renders_otherwise(domain: ArchglossDomain, rendering: Rendering) -> bool:
    """Return whether the entries would not come out as they did."""
    request = rendering.request
    if rendering.files == domain.files(request):
        return False
    lexicon = domain.lexicon_of(request)
    return rendering.digest != digest(lexicon, request, select(lexicon, request))


def _unknown_sets(domain: ArchglossDomain) -> Iterable[Problem]:
    """Yield the directives that name a set or a file which there is not."""
    known = ', '.join(domain.library.names())
    for docname, page in sorted(domain.pages.items()):
        for one in page.named:
            place = Place(one.source or docname, one.line, is_docname=not one.source)
            if not one.path:
                said = (
                    f'{one.directive}: there is no term set "{one.name}"; there are '
                    f'{known}; a file is named with its extension ({one.name}.yaml)'
                )
                yield Problem(Kind.DATA, said, place)
            elif is_path(one.name) and domain.library.is_missing(one.path):
                said = (
                    f'{one.directive}: there is no file {one.path}; check the path, which '
                    'is relative to the page ("/" is the source directory), or create it'
                )
                yield Problem(Kind.DATA, said, place)


def _prepare_myst(app: Sphinx, env: BuildEnvironment) -> None:
    from sphinxcontrib_archgloss.sphinx_ext.definitions.myst import (
        prepare,  # only for MyST sets
    )

    prepare(env, app)


def _held_back(count: int) -> Problem:
    said = (
        f'archgloss: {count} undefined references are not told one by one, as a set '
        'that cannot be read may have their terms'
    )
    return Problem(Kind.UNDEFINED, said)


def _no_set(domain: ArchglossDomain, elsewhere: Callable[[str], str]) -> Iterable[Problem]:
    """Yield one problem if the project refers to terms and has no set at all."""
    project = domain.project
    if project.lexicon.sets or domain.library.configured or domain.data_problems:
        return
    uses = [
        (docname, use)
        for docname, use in project.uses()
        if use.kind == 'show' or (use.kind == 'ref' and not elsewhere(use.target))
    ]
    if uses:
        count = len(uses)
        said = (
            f'there is no term set, so {count} '
            f'{"reference" if count == 1 else "references"} to terms cannot be '
            'resolved; name one in archgloss_term_sets'
        )
        yield Problem(Kind.CONFIG, said, use_place(project, *uses[0]))
        return
    for docname, page in sorted(project.pages.items()):
        for request in page.maps:
            said = 'term-map: there is no term set; name one in archgloss_term_sets'
            yield Problem(Kind.CONFIG, said, map_place(docname, request))
