"""What remains of the facts where a builder leaves blocks of pages out.

The facts of a page are the same for every builder, as builders share doctrees. They include
the conditions under which a block is shown. Whether a condition holds depends on the name
of the builder, the tags and the configuration. The output of a builder is derived only from
the facts that remain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.project.summary import pack_summaries, unpack_summaries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxcontrib_archgloss.project.facts import PageFacts
    from sphinxcontrib_archgloss.project.outputs import Holds


def shown_pages(pages: Mapping[str, PageFacts], holds: Holds) -> Mapping[str, PageFacts]:
    """Return *pages* without the facts of blocks whose conditions do not hold."""
    changed = {
        docname: _shown_page(page, holds)
        for docname, page in pages.items()
        if page.conditions and not all(map(holds, page.conditions))
    }
    return {**pages, **changed} if changed else pages


def _shown_page(page: PageFacts, holds: Holds) -> PageFacts:
    renderings = tuple(r for r in page.renderings if all(map(holds, r.conditions)))
    rendered = {
        key
        for rendering in renderings
        if not rendering.request.single
        for key in rendering.keys
    }
    hidden = {anchor for anchor, of in page.conditional_ids if not all(map(holds, of))}
    return page._replace(
        uses=tuple(use for use in page.uses if all(map(holds, use.conditions))),
        claims=tuple(claim for claim in page.claims if all(map(holds, claim.conditions))),
        renderings=renderings,
        summaries=pack_summaries(
            (key, summary)
            for key, summary in unpack_summaries(page.summaries).items()
            if key in rendered
        ),
        top='' if page.top in hidden else page.top,
        ids=tuple(anchor for anchor in page.ids if anchor not in hidden),
        names=tuple(name for name in page.names if name[1] not in hidden),
        index_entries=tuple(e for e in page.index_entries if all(map(holds, e.conditions))),
    )
