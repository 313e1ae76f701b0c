"""The role ``term-ref``: a reference to a term, in the author's wording.

The role only makes a pending reference; the domain finds out where it leads.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole

from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment

TARGET = 'archgloss-target'
"""Attribute of a reference: its target as written."""
EXPLICIT = 'archgloss-explicit'
"""Attribute of a reference: whether its author gave it a title."""

# LaTeX adds page numbers to references unless they are "std-term".
_CLASSES = ('std', 'std-term', 'term-ref')

_QUALIFIED = re.compile(r'([a-z0-9][a-z0-9_.-]*):([^\s:/].*)')


def label_of(target: str) -> str:
    """Return *target* without the name of a set before its label, if it looks like one."""
    match = _QUALIFIED.fullmatch(target)
    return match[2] if match else target


@lru_cache(maxsize=16384)
def inventory_name(target: str) -> str:
    """Return the name of *target* in an inventory, where names are made of ids."""
    if match := _QUALIFIED.fullmatch(target):
        return f'{match[1]}:{slug(match[2])}'
    return slug(target)


def mark(wording: Element, state: str) -> None:
    """Give the innermost node of a reference the classes of a reference in *state*.

    References are marked when they are resolved, not earlier, because tables of contents
    copy the text of headings without the links in it.
    """
    classes = [name for name in wording['classes'] if not name.startswith('term-')]
    classes += [name for name in _CLASSES if name not in classes]
    wording['classes'] = [*classes, f'term-{state}']


class TermRefRole(XRefRole):
    """The role, in the domain and without it."""

    def __init__(self) -> None:
        super().__init__(innernodeclass=nodes.inline)

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Run as the domain's role, whichever name the author wrote."""
        self.name = 'archgloss:term-ref'
        return super().run()

    def create_non_xref_node(self) -> tuple[list[Node], list[system_message]]:
        """Return text without a link, for a target that begins with ``!``."""
        if self.has_explicit_title:
            title = self.title.removeprefix('!')
        else:
            title = label_of(spaced(self.target.removeprefix('!')))
        return [nodes.inline(self.rawtext, title)], []

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Keep the target as written, and return the name that inventories have for it."""
        target = spaced(target)
        refnode[TARGET] = target
        refnode[EXPLICIT] = has_explicit_title
        refnode['refexplicit'] = True  # or intersphinx would replace the author's wording
        source = str(self.inliner.document.get('source', ''))
        # see `translations`
        name = '' if source.endswith('<translated>') else inventory_name(target)
        return title if has_explicit_title else label_of(target), name
