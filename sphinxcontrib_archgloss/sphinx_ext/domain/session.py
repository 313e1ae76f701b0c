"""The state of one build: everything that is derived from files and facts.

A session begins with its builder (`builder-inited`) and lasts until the next build. A
worker process inherits it. Each process derives the project from the facts at most once,
and again after `forget_project`. A session is not stored in the environment.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from sphinx.locale import _ as text_of_sphinx

from sphinxcontrib_archgloss.digest import digest_of
from sphinxcontrib_archgloss.project.outputs import BuilderFeatures, ProseOptions
from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import holds_in, other_outputs
from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.storage import static_files
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import FORMAT, TermSetFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_archgloss.packed import Packed
    from sphinxcontrib_archgloss.project.facts import NamedSet, PageNotes, Request
    from sphinxcontrib_archgloss.project.outputs import Holds
    from sphinxcontrib_archgloss.project.page_views import PageViews
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.views import KeptViews, PassageView
    from sphinxcontrib_archgloss.sphinx_ext.domain.page_table import PageTable
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.problems import Problem

_AS_WRITTEN = ('gettext', 'termcheck')
"""Builders that leave the prose of pages as its authors wrote it."""
_T = TypeVar('_T')


class Drawing(Protocol):
    """The program that draws the maps of one build, if its builder shows pictures."""

    problem: str
    """The reason why it cannot draw, after the first attempt; empty if it can."""

    def version(self) -> str:
        """Return the program and its version; empty if no program can draw."""

    def draw(self, code: str) -> bytes:
        """Return the picture of the graph *code*."""


class BuildSession:
    """One build of *app*, with the facts of *pages* (docname → facts).

    *drawing* makes the program that draws maps; *elsewhere* returns the address of a label
    in another project, *std_address* in Sphinx's own glossary ('' for none).
    """

    def __init__(
        self,
        app: Sphinx,
        pages: PageTable,
        drawing: Callable[[Sphinx], Drawing],
        elsewhere: Callable[[str], str],
        std_address: Callable[[str], str],
    ) -> None:
        self.app = app
        self.env: BuildEnvironment = app.env
        self.pages = pages
        self._make_drawing = drawing
        self.elsewhere = elsewhere
        self._std_address = std_address
        self.settings = options = settings(app.config)
        confdir, cache = Path(app.confdir), Path(app.doctreedir, 'archgloss')
        self.files = TermSetFiles(
            options.term_sets, confdir, Path(app.srcdir), cache, options.data_limit
        )
        self.keeps_prose = options.prose_options.is_active
        """Whether pages keep their prose: another builder may use the same doctrees."""
        as_written = app.builder.name in _AS_WRITTEN
        self.prose_options = ProseOptions() if as_written else options.prose_options
        self.data_problems: list[Problem] = []
        """What is wrong in the files of the sets, after the first access to `project`."""
        self.pages_with_unresolved_references: set[str] = set()
        """Docnames of pages with references that this project could not resolve."""
        self.pages_to_retry: set[str] = set()
        """Docnames of pages with errors in their output."""
        self.page_problems: set[Problem] = set()
        """What was reported while pages were written."""
        self.linked: list[Element] = []
        """The nodes with popovers on the page being written, as they were made."""
        self.in_order = 0
        """Number of the first of these nodes that are in the order of the page."""
        self.asset_tags: dict[tuple[object, str], str] = {}
        """(style sheet or script of ours, its address from a page) → HTML element."""
        self._kept_views: Packed[KeptViews | None] | None = None
        """Those of the last build, if they are still valid."""
        self._holds = holds_in(app, type(app.builder))
        self._shared: dict[Callable[[BuildSession], Any], Any] = {}

    def shared(self, make: Callable[[BuildSession], _T]) -> _T:
        """Return what *make* returns for this session.

        It is called once in a process, and again after `forget_project`.
        """
        if make not in self._shared:
            self._shared[make] = make(self)
        return cast('_T', self._shared[make])

    def forget_project(self) -> None:
        """At the next access, derive everything again from the pages as they are then."""
        for name in ('project', 'views', 'features', 'is_idle', '_leaves_out_any'):
            self.__dict__.pop(name, None)
        self._kept_views = None
        self._shared.clear()

    def keep_views(self, kept: Packed[KeptViews | None]) -> None:
        """Draw the views that are *kept* from the last build."""
        self.__dict__.pop('views', None)
        self._kept_views = kept

    @cached_property
    def notes(self) -> PageNotes:
        """What directives note on the page being read."""
        from sphinxcontrib_archgloss.project.facts import PageNotes

        return PageNotes()

    @cached_property
    def is_idle(self) -> bool:
        """Whether the project has no term set, and no facts about terms."""
        return not (
            self.files.configured
            or self.files.problems
            or 'concerns_terms' in self.pages.overview.some
        )

    @cached_property
    def _others(self) -> list[Holds]:
        return other_outputs(self.app)

    @cached_property
    def project(self) -> Project:
        """The lexicon and the facts of all pages, as one value."""
        from sphinxcontrib_archgloss.project.project import Project

        lang = self.app.config.language
        lexicon, self.data_problems = self.files.lexicon(self._pulled(), lang)
        order = reading_order(self.env)
        lookups = self._title, self._holds, self._label, self._std_address, self._others
        packed = self._packed_pages()
        pages = self.pages.loaded()
        return Project(lexicon, pages, order, *lookups, packed, self._automatic_links)

    @cached_property
    def joins_pages(self) -> bool:
        """Whether the builder joins pages into documents; then it always writes all."""
        return isinstance(self.app.builder.get_outdated_docs(), str)

    def show_pages(self, docnames: frozenset[str]) -> None:
        """Restrict links to *docnames*: the pages of the document being written."""
        within = None if docnames >= self.pages.keys() else docnames
        if self.project.within != within:
            project = self.project.part(within)
            self.forget_project()
            self.project = project

    @cached_property
    def views(self) -> PageViews:
        """What each page takes from the project."""
        from sphinxcontrib_archgloss.project.page_views import PageViews

        has_inventories = bool(getattr(self.env, 'intersphinx_inventory', None))
        return PageViews(
            lambda: self.project,
            self.elsewhere,
            self.features,
            self._rewrites(),
            self.elsewhere if has_inventories else None,
            None if self._kept_views is None else self._kept_views.value,
        )

    @property
    def has_maps(self) -> bool:
        """Whether any page shows a map."""
        return 'maps' in self.pages.overview.some

    @cached_property
    def drawing(self) -> Drawing:
        """The program that draws the maps of this build."""
        return self._make_drawing(self.app)

    @cached_property
    def features(self) -> BuilderFeatures:
        """What the builder's pages show beyond links and entries."""
        options, builder = self.settings, self.app.builder
        in_browser, in_html = static_files.has_scripts(builder), builder.format == 'html'
        return BuilderFeatures(
            popovers=options.popovers and in_browser,
            backlinks=options.backlinks and in_html,
            unpublished_marks=options.unpublished_marks,
            html=in_html,
            look=static_files.assets_digest(builder) + self._template_digest('popover'),
            entry_layout=self._template_digest('entry') if in_browser else '',
            pictures=self.drawing.version() if self.has_maps else '',
            structured_data=options.structured_data and in_browser,
            search=static_files.has_search(builder),
        )

    def template(self, name: str) -> Path | None:
        """Return the project's own template of popovers or entries, if it has one."""
        folders = (Path(self.app.confdir, f) for f in self.app.config.templates_path)
        files = (folder / 'archgloss' / f'{name}.html' for folder in folders)
        return next(filter(Path.is_file, files), None)

    def _template_digest(self, name: str) -> str:
        template = self.template(name)
        return '' if template is None else digest_of(template.read_bytes())

    def _rewrites(self) -> Callable[[str], Sequence[PassageView]]:
        options = self.prose_options
        if not options.is_active:
            return lambda docname: ()
        from sphinxcontrib_archgloss.project.prose.rewrites import ProseRewrites

        rewrites = ProseRewrites(self.project)
        return lambda docname: rewrites.of(docname, options)

    def _automatic_links(self, project: Project) -> Iterable[tuple[str, str]]:
        """Return (key of the entry, key of the term) of the links in definitions."""
        options = self.prose_options
        if not options.is_active:
            return ()
        from sphinxcontrib_archgloss.project.prose.rewrites import ProseRewrites

        rewrites = ProseRewrites(project)
        pages = (name for name, page in project.pages.items() if page.renderings)
        links = (link for name in pages for link in rewrites.links(name, options))
        return sorted({link for link in links if link[0]})

    def digest(self) -> str:
        """Return a digest of what pages depend on besides facts and files."""
        conditions = [
            (condition, [holds(condition) for holds in (self._holds, *self._others)])
            for condition in sorted(self.pages.overview.items['conditions'])
        ]
        packed = sorted(self._packed_pages() or ())
        return repr((self.features, self.prose_options, conditions, packed))

    def is_qualified(self, target: str, named: Iterable[NamedSet]) -> bool:
        """Return whether *target* begins with the name of a set.

        The sets are the configured ones and those of *named*, which a page names.
        """
        more = (sets.location for sets in named if sets.location)
        locations = tuple(dict.fromkeys((*self.files.configured, *more)))
        return self._merged(locations).find(target).qualified

    def note_wording(self, target: str) -> bool:
        """Note and return whether *target*, on the page being read, begins with a set."""
        qualified = self.is_qualified(target, self.notes.named)
        self.notes.wordings.append((target, qualified))
        return qualified

    def take_notes(self) -> PageNotes:
        """Return the notes on the page that has just been read, and start a new page."""
        notes = self.notes
        del self.notes
        return notes

    def may_show(self, docname: str, fact: str) -> bool:
        """Return whether a page, or one that may be joined to it, has a *fact*.

        *fact* is the name of an attribute of `PageFacts`.
        """
        page = self.pages.get(docname)
        if page is not None and not self.may_join(docname):
            return bool(getattr(page, fact))
        return fact in self.pages.overview.some

    def leaves_out(self, docname: str) -> bool:
        """Return whether a block of a page, or of one that may be joined, is not shown."""
        page = self.pages.get(docname)
        if page is not None and not self.may_join(docname):
            return not all(map(self._holds, page.conditions))
        return self._leaves_out_any

    @cached_property
    def _leaves_out_any(self) -> bool:
        return not all(map(self._holds, self.pages.overview.items['conditions']))

    def may_join(self, docname: str) -> bool:
        """Return whether other pages may be joined to a page, as an appendix perhaps.

        A builder that is not Sphinx's may join pages without saying so, but none for HTML.
        """
        return self.joins_pages or (
            self.app.builder.format != 'html' and docname in self.env.toctree_includes
        )

    def pages_without_prose(self) -> Iterator[str]:
        """Yield the docnames of pages that lack the prose that this build needs."""
        if self.keeps_prose and 'prose' not in self.pages.overview.all:
            yield from (name for name, page in self.pages.items() if page.prose is None)

    def lexicon_of(self, request: Request) -> Lexicon:
        """Return the sets that *request* names, merged; all configured ones if none."""
        return self._merged(request.locations or self.files.configured)

    def _merged(self, locations: tuple[str, ...]) -> Lexicon:
        sets = [s for place in locations if (s := self.files.load(place).set)]
        # the first of two sets with one name counts
        by_name = {s.name: s for s in reversed(sets)}
        lang = self.app.config.language
        return self.files.merged(list(by_name.values())[::-1], lang=lang)

    def files_of(self, request: Request) -> tuple[tuple[str, str], ...]:
        """Return (location, digest of the file and its order) that *request* draws on."""
        locations = request.locations or self.files.configured
        order = '' if request.order == 'written' else _version_of_order()
        return tuple((place, self.files.digest(place) + order) for place in locations)

    def inputs(self) -> str:
        """Return a digest of the configuration and of all files of terms."""
        names = {named.name for named in self.pages.overview.items['named']}
        digests = [(place, self.files.digest(place)) for place in self.locations]
        limit, order = self.settings.data_limit, _version_of_order() if digests else ''
        return digest_of(
            FORMAT, self.files.configured, limit, digests, sorted(names), order
        )

    @property
    def locations(self) -> list[str]:
        """Locations of all files of terms."""
        return [*self.files.configured, *sorted(self._pulled())]

    def _pulled(self) -> set[str]:
        """Return the locations of the files that directives name."""
        return self.pages.overview.items['pulled']

    def _packed_pages(self) -> frozenset[str] | None:
        """Return the docnames of the pages in an EPUB, which may not have all of them."""
        builder = self.app.builder
        if builder.name != 'epub' or not (out := set(self.app.config.epub_exclude_files)):
            return None
        pages = self.env.all_docs
        return frozenset(name for name in pages if builder.get_target_uri(name) not in out)

    def _title(self, docname: str) -> str:
        return page_title(self.env, docname)

    def _label(self, name: str) -> str:
        labels = self.env.domains.standard_domain.labels
        return str(labels.get(name.lower(), ('', '', ''))[2])


def _version_of_order() -> str:
    from sphinxcontrib_archgloss.terms.language import collation

    return collation.version()


def page_title(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a page; its docname if it has none."""
    title = env.titles.get(docname)
    text = title.astext() if title is not None else ''
    # Sphinx gives a page without a title this one, in the language of the project
    return docname if text in ('', text_of_sphinx('<no title>')) else text


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return all docnames in the order of the toctrees, those in none at the end."""
    order: dict[str, None] = {}
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop()
        if docname not in order and docname in env.all_docs:
            order[docname] = None
            waiting += reversed(env.toctree_includes.get(docname, []))
    order.update(dict.fromkeys(sorted(env.all_docs)))
    return list(order)
