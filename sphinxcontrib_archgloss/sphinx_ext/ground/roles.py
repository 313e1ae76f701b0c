"""The role ``term-ref``: a reference to a term, in the author's wording.

The role only makes a pending reference; the domain finds out where it leads. The name of
a set before a label is cut from the wording, and nothing else is: only where there is
such a set is it more than a part of the label, as in ``16:9``. What the role shows when a
page is read is also what titles and tables of contents have; the domain corrects the
wording of references in the text if it knows more sets.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

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
WORDING = 'archgloss-wording'
"""Attribute of the text of a reference whose target has a colon: (all that its author
wrote, whether a set's name was cut from it when the page was read)."""

# LaTeX adds page numbers to references unless they are "std-term".
_CLASSES = ('std', 'std-term', 'term-ref')

_BREAKING_SPACES = re.compile(r'[ \t\n\r\f\v]+')
_QUALIFIED = re.compile(r'([a-z0-9][a-z0-9_.-]*):([^\s:/].*)')


def collapsed(text: str) -> str:
    """Return *text* with breaking spaces and line breaks collapsed, and all others kept."""
    return _BREAKING_SPACES.sub(' ', text).strip(' ')


def label_of(target: str) -> str:
    """Return *target* without the name of a set before its label, if it looks like one."""
    match = _QUALIFIED.fullmatch(target)
    return match[2] if match else target


def without_set(wording: str) -> str:
    """Return *wording* without the name of a set, which ends at the first colon."""
    return wording.partition(':')[2].strip()


def show_wording(text: Element, *, qualified: bool) -> None:
    """Show the wording of a reference without the name of its set, if it is *qualified*.

    The text stays as it is where the page was read so; other transforms may have changed
    it since. Does nothing for references with a title, or without a colon.
    """
    wording, was_qualified = text.get(WORDING, ('', qualified))
    if qualified != was_qualified:
        text[WORDING] = wording, qualified
        text.clear()
        text.append(nodes.Text(without_set(wording) if qualified else wording))


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
    wording.attributes.pop(WORDING, None)


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
            title = collapsed(self.target.removeprefix('!'))
            if self._is_qualified(title):
                title = without_set(title)
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
        if not has_explicit_title:
            title = collapsed(title)
            if self._is_qualified(title):
                title = without_set(title)
        return title, name

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[Node], list[system_message]]:
        """Keep the whole wording of a reference from which a set's name may be cut."""
        if is_ref and not node[EXPLICIT] and ':' in node[TARGET]:
            wording = collapsed(self.target)
            text = cast('Element', node[0])
            text[WORDING] = wording, self._is_qualified(wording)
        return [node], []

    def _is_qualified(self, wording: str) -> bool:
        """Return whether *wording* begins with the name of a set, as far as is known."""
        if ':' not in wording:
            return False
        # the domain, which has the session, is above this module
        session = cast('Any', self.env.domains['archgloss']).session
        return bool(session.note_wording(spaced(wording)))
