"""The certain edits of one page: chosen, tried on the page, and chosen again.

A page is read with its edits before anybody sees them. Those that turn out to be wrong
are left out, and whatever comes in their place is tried in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.edits import Edit, edited

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from docutils import nodes

    from sphinxcontrib_archgloss.commands.pages import Page
    from sphinxcontrib_archgloss.commands.renamed import Group, Roles
    from sphinxcontrib_archgloss.commands.unlinked import Unlinked

    Read = Callable[[str], nodes.document]
    """Gives the doctree of the page with another text."""

_ROUNDS = 12
"""Tries after which a page is left as it is."""


def certain_links(
    unlinked: Unlinked, page: Page, read: Read, only: Collection[Edit] | None = None
) -> list[Edit]:
    """Return the links of a page that are proven, of *only* these if they are given.

    The others are noted in *unlinked*.
    """
    refused: set[Edit] = set()
    for _ in range(_ROUNDS):
        links = unlinked.links(refused)
        if only is not None:
            links = [link for link in links if link.edit in only]
        if not links:
            return []
        document = read(edited(page.text, [link.edit for link in links]))
        wrong = unlinked.refuted(links, document)
        if not wrong:
            return [link.edit for link in links]
        refused |= wrong
        unlinked.leave(link for link in links if link.edit in wrong)
    return []


def certain_roles(roles: Roles, page: Page, read: Read) -> list[Edit]:
    """Return the edits of a page's roles that are proven; note the others in *roles*."""

    def is_proven(chosen: Sequence[Group]) -> bool:
        edits = [edit for group in chosen for edit in group.edits]
        return roles.proven(chosen, read(edited(page.text, edits)))

    groups = roles.groups()
    if groups and not is_proven(groups):
        alone: list[Group] = []
        for group in groups:
            whole = is_proven([group])
            parts = [group] if whole else [one for one in group.parts() if is_proven([one])]
            alone += parts
            made = {edit for part in parts for edit in part.edits}
            roles.leave([edit for edit in group.edits if edit not in made])
        groups = alone if alone and is_proven(alone) else []
    return [edit for group in groups for edit in group.edits]
