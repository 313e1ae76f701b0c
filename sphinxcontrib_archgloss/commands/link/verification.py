"""Reads a page with its proposed edits, and drops the edits that fail.

Wrong edits are left out, and the page is tried again with the edits that replace them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.link.page_file import Edit, edited

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from docutils import nodes

    from sphinxcontrib_archgloss.commands.link.mentions import MentionLink, UnlinkedMentions
    from sphinxcontrib_archgloss.commands.link.page_file import PageFile
    from sphinxcontrib_archgloss.commands.link.std_roles import RoleGroup, Roles

    Read = Callable[[str], nodes.document]
    """Gives the doctree of the page with another text."""

_ROUNDS = 12
"""Number of tries after which a page stays unchanged."""


def certain_links(
    unlinked: UnlinkedMentions,
    page: PageFile,
    read: Read,
    only: Collection[Edit] | None = None,
) -> list[Edit]:
    """Return the links of a page that are proven; *only*, if given, limits them.

    The others are noted in *unlinked*.
    """
    refused: set[Edit] = set()
    for _ in range(_ROUNDS):
        links = unlinked.links(refused)
        if only is not None:
            links = [link for link in links if link.edit in only]
        if not links:
            return []
        wrong = _claimed_twice(links) or _wrong(unlinked, links, page, read)
        if not wrong:
            return list(dict.fromkeys(link.edit for link in links))
        refused.update(wrong)
        unlinked.leave(link for link in links if link.edit in wrong)
    return []


def _claimed_twice(links: Sequence[MentionLink]) -> set[Edit]:
    """Return the edits that overlap others; equal ones are one."""
    edits = sorted({link.edit for link in links})
    pairs = [(edit, after) for edit, after in pairwise(edits) if after.start < edit.end]
    return {edit for pair in pairs for edit in pair}


def _wrong(
    unlinked: UnlinkedMentions, links: Sequence[MentionLink], page: PageFile, read: Read
) -> frozenset[Edit]:
    """Return the edits of *links* that must be left out; none if all are proven.

    Where it is unclear which of them is wrong, each half is tried separately.
    """
    edits = frozenset(link.edit for link in links)
    refuted = unlinked.refuted(links, read(edited(page.text, edits)))
    if refuted.is_all:
        return refuted.edits
    if len(edits) == 1:
        return edits
    middle = sorted(edits)[len(edits) // 2]
    halves = (
        [link for link in links if link.edit < middle],
        [link for link in links if link.edit >= middle],
    )
    first, second = (_wrong(unlinked, half, page, read) for half in halves)
    return first | second or edits


def certain_roles(roles: Roles, page: PageFile, read: Read) -> list[Edit]:
    """Return the edits of a page's roles that are proven; note the others in *roles*."""

    def is_proven(chosen: Sequence[RoleGroup]) -> bool:
        edits = [edit for group in chosen for edit in group.edits]
        return roles.proven(chosen, read(edited(page.text, edits)))

    groups = roles.groups()
    if groups and not is_proven(groups):
        alone: list[RoleGroup] = []
        for group in groups:
            whole = is_proven([group])
            parts = (
                [group] if whole else [part for part in group.parts() if is_proven([part])]
            )
            alone += parts
            made = {edit for part in parts for edit in part.edits}
            roles.leave([edit for edit in group.edits if edit not in made])
        groups = alone if alone and is_proven(alone) else []
    return [edit for group in groups for edit in group.edits]
