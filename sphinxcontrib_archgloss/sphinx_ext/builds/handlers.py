"""Event handlers of a build: which pages to read and write again, what to report.

They are in the order of a build's events. Each build derives its outcome from the facts of
all pages, and with it the digests on which the output of each page is based; `history`
remembers the outcome of the last build.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.sphinx_ext.builds.history import (
    BuildHistory,
    Outcome,
    read_pages,
)
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession, page_title
from sphinxcontrib_archgloss.sphinx_ext.ground.config import (
    config_gate_problems,
    config_problems,
)
from sphinxcontrib_archgloss.sphinx_ext.ground.options import misnamed_options
from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import Elsewhere
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import put_assets_in_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.project.facts import PageFacts, Rendering
    from sphinxcontrib_archgloss.project.views import KeptViews
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import Drawing
    from sphinxcontrib_archgloss.sphinx_ext.ground.options import Option
    from sphinxcontrib_archgloss.terms.problems import Problem


class BuildHandlers:
    """The handlers of one application with *options*, for all of its builds."""

    history: BuildHistory
    """What earlier builds have left; set when a build begins."""
    _outcome: Outcome | None = None
    _basis = ''
    _finished = False

    def __init__(self, options: Sequence[Option]) -> None:
        self._options = options

    def begin_build(self, app: Sphinx) -> None:
        """Start a session, and load the history of this output directory."""
        self.history, self._outcome, self._finished = BuildHistory(app), None, False
        domain = ArchglossDomain.of(app.env)
        self._elsewhere = Elsewhere(app.env, app.config.root_doc)
        domain.session = BuildSession(
            app, domain.pages, _map_drawing, self._elsewhere, self._elsewhere.std_address
        )

    def reread_pages_of_changed_terms(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: AbstractSet[str],
        changed: AbstractSet[str],
        removed: AbstractSet[str],
    ) -> list[str]:
        """Return the docnames of unchanged pages whose term sets have changed."""
        if self._finished:  # language servers build again and again with one application
            self.begin_build(app)
        domain = ArchglossDomain.of(env)
        session = domain.session
        killed = self.history.was_killed_reading()
        pages = [name for name in session.pages_without_prose() if name not in removed]
        if killed or domain.data['inputs'] != session.inputs():
            pages += [
                docname
                for docname, page in domain.pages.items()
                if docname not in removed
                and ((killed and page.renderings) or _is_outdated(session, page))
            ]
        return pages

    def mark_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Leave a marker until the environment is saved."""
        if docnames:
            # here, so that the processes that read pages do not each import it
            from sphinxcontrib_archgloss.sphinx_ext.page_facts import collect  # noqa: F401

            self.history.start_reading()

    def report_problems(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Report all problems of the project, and derive the outcome of the build."""
        domain = ArchglossDomain.of(env)
        session = domain.session
        session.forget_project()
        domain.data['inputs'] = session.inputs()
        if 'index_entries' in session.pages.overview.some:
            from sphinxcontrib_archgloss.sphinx_ext.page_facts.general_index import (
                list_entries_that_count,
            )

            list_entries_that_count(env, session.project)
        self._basis = _outcome_basis(session, env, domain.data['inputs'], self.history)
        outcome = self._outcome = self._keep_or_derive(session, env)
        domain.kept_inventory = outcome.inventory
        misnamed = list(misnamed_options(env.config, self._options))
        problems = [*config_problems(env.config), *(name.problem for name in misnamed)]
        if session.has_maps and session.drawing.problem:
            from sphinxcontrib_archgloss.sphinx_ext.term_map.picture import graphviz_problem

            problems.append(graphviz_problem(session))
        if _has_layouts(session):
            problems += _layout_problems(session)
        if not (problems or outcome.problems or outcome.notes):
            return
        from sphinxcontrib_archgloss.sphinx_ext.ground import warnings

        reported = warnings.report([*problems, *outcome.problems], env)
        warnings.note(outcome.notes, env)
        if outcome.suppressed_undefined:
            reported.add('undefined')
        gate_faults = [
            *config_gate_problems(env.config),
            *(name.problem for name in misnamed if name.gate),
        ]
        faulty = warnings.explain_failure(gate_faults, env)
        if faulty or reported & session.settings.fail_on:
            app.statuscode = 1

    def _keep_or_derive(self, session: BuildSession, env: BuildEnvironment) -> Outcome:
        """Return the outcome of the build: that of the last one if it is still valid."""
        kept = self.history.recall(self._basis, env.all_docs)
        if kept is None and session.is_idle:
            kept = _idle_outcome(env)
        if kept is None or os.environ.get('ARCHGLOSS_KEPT') == 'compare':
            from sphinxcontrib_archgloss.sphinx_ext.builds.outcome import conclude

            derived = conclude(session, env, self._elsewhere)
            if kept is None:
                return derived
            if kept != derived:
                raise AssertionError(f'kept: {kept}; derived: {derived}')
        session.keep_views(kept.views)
        return kept

    def rewrite_stale_pages(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Return the docnames of pages whose output is no longer valid."""
        if self._outcome is None:
            return ()
        if self._outcome.has_myst:
            from sphinxcontrib_archgloss.sphinx_ext.definitions.myst import prepare

            prepare(env, app)
        root = env.config.root_doc
        return self.history.start_writing(self._basis, self._outcome, root)

    def finish_reading(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Remove the marker of `mark_reading`."""
        self.history.finish_reading()

    def note_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Note that a page is being written."""
        self.history.done.add(docname)

    def finish_build(self, app: Sphinx, exception: Exception | None) -> None:
        """Remember what was written, if all of it was."""
        self._finished = True
        session = ArchglossDomain.of(app.env).session
        session.files.close()
        if _has_layouts(session):
            from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
            from sphinxcontrib_archgloss.sphinx_ext.ground.layouts import take_failures

            docnames, problems = take_failures(app.env)
            session.pages_to_retry |= docnames
            if warnings.report(problems, app.env) & session.settings.fail_on:
                app.statuscode = 1
        if exception is None and self._outcome is not None:
            # some builders always write everything together
            self.history.done -= session.pages_to_retry
            self.history.finish_writing(all_written=session.joins_pages)


def connect_builds(app: Sphinx, options: Sequence[Option]) -> None:
    """Connect the handlers of an application with *options*, in the order of a build."""
    builds = BuildHandlers(options)
    app.connect('builder-inited', builds.begin_build)
    app.connect('env-get-outdated', builds.reread_pages_of_changed_terms)
    app.connect('env-before-read-docs', builds.mark_reading)
    # after all other handlers, which may add to what was read
    app.connect('env-updated', builds.report_problems, priority=900)
    app.connect('env-get-updated', builds.rewrite_stale_pages, priority=900)
    app.connect('env-check-consistency', builds.finish_reading)
    app.connect('write-started', put_assets_in_place)
    app.connect('doctree-resolved', builds.note_written)
    app.connect('build-finished', builds.finish_build)


def _idle_outcome(env: BuildEnvironment) -> Outcome:
    """Return the outcome of a build of a project without terms."""
    from sphinxcontrib_archgloss.packed import Packed
    from sphinxcontrib_archgloss.sphinx_ext.ground.inventory import NO_OBJECTS

    pages = {name: f'{env.all_docs[name]} ' for name in sorted(read_pages(env))}
    whole = digest_of(NO_OBJECTS.digest(), sorted(pages))
    none: Packed[KeptViews | None] = Packed(None)
    return Outcome([], [], False, 0, pages, Packed(NO_OBJECTS), whole, False, False, none)


def _has_layouts(session: BuildSession) -> bool:
    return any(session.template(name) for name in ('popover', 'entry'))


def _layout_problems(session: BuildSession) -> list[Problem]:
    """Return what is wrong with the project's own templates, and forget what was."""
    from sphinxcontrib_archgloss.sphinx_ext.ground.layouts import forget_failures
    from sphinxcontrib_archgloss.sphinx_ext.popovers.layout import popover_layout
    from sphinxcontrib_archgloss.sphinx_ext.term_set.layout import entry_layout

    forget_failures(session.env)
    layouts = session.shared(popover_layout), session.shared(entry_layout)
    return [layout.problem for layout in layouts if layout.problem is not None]


def _map_drawing(app: Sphinx) -> Drawing:
    from sphinxcontrib_archgloss.sphinx_ext.term_map.graphviz import Graphviz

    return Graphviz(app.builder, app.config)


def _is_outdated(session: BuildSession, page: PageFacts) -> bool:
    """Return whether *page* would show other sets or records if it were read now."""
    from sphinxcontrib_archgloss.terms.loading.load import is_path

    return any(
        named.location != (session.files.named(named.name) or '')
        for named in page.named
        if not is_path(named.name)
    ) or (
        any(_is_changed(session, rendering) for rendering in page.renderings)
        or any(
            qualified != session.is_qualified(target, page.named)
            for target, qualified in page.wordings
        )
    )


def _is_changed(session: BuildSession, rendering: Rendering) -> bool:
    """Return whether the files of a rendering, or its read view, have changed."""
    request, files = rendering.request, session.files_of(rendering.request)
    if rendering.files == files:
        return False
    if [location for location, _ in rendering.files] != [location for location, _ in files]:
        return True
    from sphinxcontrib_archgloss.project.entry_order import select, term_set_view

    lexicon = session.lexicon_of(request)
    view = term_set_view(lexicon, request, select(lexicon, request))
    return rendering.digest != digest_of(view)


def _outcome_basis(
    session: BuildSession, env: BuildEnvironment, inputs: str, history: BuildHistory
) -> str:
    """Return a digest of everything that an outcome follows from; update *history*.

    References to terms of other projects or of Sphinx's glossaries may depend on the whole
    content of a page. For them, the time at which a page was read represents its content.
    """
    config, pages, facts = env.config, session.pages, history.facts
    for name in facts.keys() - env.all_docs.keys():
        del facts[name]
    for name, read in env.all_docs.items():
        if facts.get(name, (0, ''))[0] != read:
            page, title = pages.get(name), page_title(env, name)
            facts[name] = read, digest_of(title, page and page.digest())
    content: object = sorted(env.all_docs.items())
    if not ('external' in pages.overview.some or session.settings.std_terms):
        content = (
            sorted((name, digest) for name, (_, digest) in facts.items()),
            sorted(env.toctree_includes.items()),
            sorted(env.domains.standard_domain.labels.items()),
            _links_in_definitions(session, env, history),
        )
    return digest_of(
        inputs,
        session.files.roots,
        session.digest(),
        content,
        sorted(env.found_docs),
        config.root_doc,
        config.nitpicky,
        sorted(map(repr, config.nitpick_ignore)),
        sorted(map(repr, config.nitpick_ignore_regex)),
    )


def _links_in_definitions(
    session: BuildSession, env: BuildEnvironment, history: BuildHistory
) -> str:
    """Return a digest of what is wrong with references to anything but terms.

    They may depend on the content of any page, so they are tried if a page was read.
    """
    if 'links' not in session.pages.overview.some:
        return ''
    read = digest_of(sorted(env.all_docs.items()))
    if history.links[0] != read:
        from sphinxcontrib_archgloss.sphinx_ext.references.in_definitions import (
            LinkWarnings,
        )

        warnings = session.shared(LinkWarnings)
        pages = session.pages.having('links')
        links = [warnings.of(name, link) for name, page in pages for link in page.links]
        history.links = read, digest_of(links)
    return history.links[1]
