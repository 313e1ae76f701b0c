"""The facts of all pages, as the environment keeps them: in packs, loaded by need.

A build that changes little needs the facts of few pages. So each pack has the facts of some
pages. It stays compressed until one of its pages is needed, and is stored as it was unless
one of its pages has changed. Beside the compressed facts is an overview, which every build
needs.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import MutableMapping
from functools import cached_property
from itertools import chain, islice, starmap
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.project.facts import PageFacts

PACK_SIZE = 2000
"""Number of facts in a pack: more of them are smaller together, fewer load faster."""
SMALL_PACK = 2000
"""Size in bytes below which a pack is small."""
MOST_SMALL_PACKS = 9
"""If there are more, for example of pages that were added one by one, they are merged."""

_ITEMS = frozenset({'pulled', 'named', 'conditions'})
"""The facts whose items every build needs."""


class Overview(NamedTuple):
    """What every build needs to know about some pages, or about all."""

    some: frozenset[str]
    """Names of the facts that at least one of the pages has."""
    all: frozenset[str]
    """Names of the facts that all of them have."""
    items: dict[str, set[Any]]
    """Name of a fact → its items on all of the pages."""


def _overview(pages: Collection[PageFacts]) -> Overview:
    from sphinxcontrib_archgloss.project.facts import PageFacts

    names = (*PageFacts._fields, 'has_parts', 'concerns_terms')
    having = [{name for name in names if getattr(page, name)} for page in pages]
    some = set().union(*having)
    items = {name: {i for p in pages for i in getattr(p, name)} for name in some & _ITEMS}
    return Overview(frozenset(some), frozenset(some.intersection(*having)), items)


def _merged(overviews: Sequence[Overview]) -> Overview:
    """Return the overview of the pages of all *overviews*."""
    some, every, items = zip(*overviews, strict=True)
    return Overview(
        frozenset().union(*some),
        every[0].intersection(*every),
        {name: set().union(*(i[name] for i in items if name in i)) for name in _ITEMS},
    )


class PagePack:
    """The facts of some pages, compressed, and an overview of them."""

    def __init__(
        self,
        docnames: tuple[str, ...],
        overview: Overview,
        compressed: bytes,
        summaries: dict[str, bytes],
    ) -> None:
        self.docnames = docnames
        self.overview = overview
        self._compressed = compressed
        self._summaries = summaries
        """Docname → summaries of the page, which are compressed already."""

    @classmethod
    def of(cls, pages: Mapping[str, PageFacts]) -> PagePack:
        """Return *pages* as a pack."""
        facts = pages.values()
        # the columns of records are smaller than the records, and quicker to pickle
        uses = zip(*(use for page in facts for use in page.uses), strict=True)
        others = zip(*(page._replace(summaries=b'')[1:] for page in facts), strict=True)
        columns = [len(page.uses) for page in facts], [*uses], [*others]
        compressed = zlib.compress(pickle.dumps(columns, pickle.HIGHEST_PROTOCOL), 6)
        summaries = {name: page.summaries for name, page in pages.items() if page.summaries}
        return cls(tuple(pages), _overview(facts), compressed, summaries)

    @property
    def size(self) -> int:
        """Size of the compressed facts in bytes."""
        return len(self._compressed)

    @cached_property
    def pages(self) -> dict[str, PageFacts]:
        """Docname → facts of the page."""
        from sphinxcontrib_archgloss.project.facts import PageFacts, Use

        counts, columns, others = pickle.loads(zlib.decompress(self._compressed))
        uses = starmap(Use, zip(*columns, strict=True))
        rows = zip(self.docnames, counts, zip(*others, strict=True), strict=True)
        pages = {
            name: PageFacts(tuple(islice(uses, count)), *row) for name, count, row in rows
        }
        for name, summaries in self._summaries.items():
            pages[name] = pages[name]._replace(summaries=summaries)
        return pages

    def __reduce__(self) -> tuple[type[PagePack], tuple[Any, ...]]:
        """Return the class, with the arguments, that makes the pack again."""
        return PagePack, (self.docnames, self.overview, self._compressed, self._summaries)


class PageTable(MutableMapping[str, 'PageFacts']):
    """Docname → facts of the page."""

    def __init__(
        self, pages: Mapping[str, PageFacts] | None = None, packs: Collection[PagePack] = ()
    ) -> None:
        self._pages = dict(pages or {})
        """Those that are not packed, because they are new or have changed."""
        self._packs = {docname: pack for pack in packs for docname in pack.docnames}

    def __getitem__(self, docname: str) -> PageFacts:
        """Return the facts of a page."""
        page = self._pages.get(docname)
        return self._packs[docname].pages[docname] if page is None else page

    def __setitem__(self, docname: str, page: PageFacts) -> None:
        """Replace the facts of a page."""
        self._unpack(docname)
        self._pages[docname] = page

    def __delitem__(self, docname: str) -> None:
        """Drop the facts of a page."""
        self._unpack(docname)
        del self._pages[docname]

    def __contains__(self, docname: object) -> bool:
        """Return whether the table has facts of a page."""
        return docname in self._pages or docname in self._packs

    def __iter__(self) -> Iterator[str]:
        """Return an iterator of all docnames."""
        return chain(self._pages, self._packs)

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._pages) + len(self._packs)

    def _unpack(self, docname: str) -> None:
        """Unpack the page *docname*, and those in the same pack, to change it."""
        self.__dict__.pop('overview', None)
        if (pack := self._packs.get(docname)) is not None:
            for name in pack.docnames:
                del self._packs[name]
            self._pages |= pack.pages

    def _each_pack(self) -> list[PagePack]:
        """Return each pack once, in the order of their pages."""
        return [*dict.fromkeys(self._packs.values())]

    @cached_property
    def overview(self) -> Overview:
        """The overview of all pages."""
        overviews = [pack.overview for pack in self._each_pack()]
        if self._pages or not overviews:
            overviews.append(_overview(self._pages.values()))
        return _merged(overviews)

    def loaded(self) -> dict[str, PageFacts]:
        """Return all pages as a dictionary."""
        pages = self._pages.copy()
        for pack in self._each_pack():
            pages |= pack.pages
        return pages

    def having(self, fact: str) -> list[tuple[str, PageFacts]]:
        """Return docname and facts of each page that has a *fact*, sorted."""
        pages = list(self._pages.items())
        for pack in self._each_pack():
            if fact in pack.overview.some:
                pages += pack.pages.items()
        return sorted((name, page) for name, page in pages if getattr(page, fact))

    def __reduce__(self) -> tuple[Callable[..., PageTable], tuple[Any, ...]]:
        """Return the function, with its arguments, that makes the table again."""
        packs, unpacked = self._each_pack(), self._pages
        small = [pack for pack in packs if pack.size < SMALL_PACK]
        if len(small) > MOST_SMALL_PACKS:
            packs = [pack for pack in packs if pack not in small]
            unpacked = unpacked.copy()
            for pack in small:
                unpacked |= pack.pages
        return PageTable, ((), [*packs, *map(PagePack.of, _batches(unpacked))])


def _batches(pages: Mapping[str, PageFacts]) -> Iterator[dict[str, PageFacts]]:
    """Yield *pages* in batches of about `PACK_SIZE` facts."""
    batch: dict[str, PageFacts] = {}
    size = 0
    for name in sorted(pages):  # neighbors have much in common
        page = pages[name]
        own = 10 + len(page.uses) + len(page.ids)
        if batch and size + own > PACK_SIZE:
            yield batch
            batch, size = {}, 0
        batch[name] = page
        size += own
    if batch:
        yield batch
