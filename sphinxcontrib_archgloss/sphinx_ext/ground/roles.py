"""The role ``term-ref``: a reference to a term, in the author's wording.

The role only makes a pending reference; the domain finds its target. Only the name of a set
before a label is cut from the wording. If there is no such set, the text before the colon
is a part of the label, as in ``16:9``. Titles and tables of contents keep the wording that
the role shows when a page is read; the domain corrects the wording of references in the
text if it knows more sets.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import add_child
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node, system_message
    from docutils.parsers.rst.states import Inliner

TARGET = 'archgloss-target'
"""Attribute of a reference: its target as written."""
EXPLICIT = 'archgloss-explicit'
"""Attribute of a reference: whether its author gave it a title."""
WORDING = 'archgloss-wording'
"""Attribute of the text of a reference whose target has a colon: (all that its author
wrote, whether a set's name was cut from it when the page was read)."""

UNMARKED = 'archgloss-term-ref'
"""Class of the text of a reference until it is resolved and has the class of a state."""
REFERENCE_CLASSES = ('xref', UNMARKED)
"""Classes of the text of each reference when its page is read."""


def collapsed(text: str) -> str:
    """Return *text* with breaking spaces and line breaks collapsed, and all others kept."""
    return re.sub(r'[ \t\n\r\f\v]+', ' ', text).strip(' ')


def _qualified(target: str) -> re.Match[str] | None:
    """Return the match of a *target* that begins with what may be the name of a set."""
    if ':' not in target:
        return None
    return re.fullmatch(r'([a-z0-9][a-z0-9_.-]*):([^\s:/].*)', target)


def label_of(target: str) -> str:
    """Return *target* without the name of a set before its label, if it looks like one."""
    match = _qualified(target)
    return match[2] if match else target


def without_set(wording: str) -> str:
    """Return *wording* without the name of a set, which ends at the first colon."""
    return wording.partition(':')[2].strip()


def show_wording(text: Element, *, qualified: bool) -> None:
    """Show the wording of a reference without the name of its set, if it is *qualified*.

    If the page was read with this wording, the text stays unchanged, because other
    transforms may have changed it since. Does nothing for references with a title, or
    without a colon.
    """
    if WORDING not in text.attributes:
        return
    wording, was_qualified = text[WORDING]
    if qualified != was_qualified:
        text[WORDING] = wording, qualified
        text.clear()
        text.append(nodes.Text(without_set(wording) if qualified else wording))


@lru_cache(maxsize=16384)
def inventory_name(target: str) -> str:
    """Return the name of *target* in an inventory, where names are made of ids."""
    if match := _qualified(target):
        return f'{match[1]}:{slug(match[2])}'
    return slug(target)


def mark(wording: Element, state: str) -> None:
    """Give the innermost node of a reference the classes of a reference in *state*.

    References are marked when they are resolved, not earlier, because tables of contents
    copy the text of headings without the links in it.
    """
    attributes = wording.attributes
    attributes['classes'] = [*_marked(tuple(attributes['classes']), state)]
    attributes.pop(WORDING, None)


@lru_cache(maxsize=256)
def _marked(classes: tuple[str, ...], state: str) -> tuple[str, ...]:
    others = [c for c in classes if c != UNMARKED and not c.startswith('term-')]
    return (*others, 'term-ref', f'term-{state}')


@lru_cache(maxsize=16384)
def _parts(text: str) -> tuple[bool, str, str, str]:
    """Return the parts of the *text* of a role, which most pages repeat.

    They are: whether it has a title, the wording, the target as written, and the name of
    the target in inventories.
    """
    match = ReferenceRole.explicit_title_re.match(text) if '<' in text else None
    wording, target = match.groups() if match else (text, text)
    if '\0' in text:
        wording, target = nodes.unescape(wording), nodes.unescape(target)
    target = spaced(target)
    wording = wording if match else collapsed(wording)
    return match is not None, wording, target, inventory_name(target)


class TermRefRole(ReferenceRole):
    """The role, in the domain and without it."""

    def __call__(
        self,
        name: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Inliner,
        options: dict[str, Any] | None = None,
        content: Sequence[str] = (),
    ) -> tuple[list[Node], list[system_message]]:
        """Note what `run` needs, and return its result.

        The inherited method does the same for roles of all kinds, at a higher cost.
        """
        self.rawtext, self.text = rawtext, text
        self.lineno, self.inliner = lineno, inliner
        return self.run()

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the reference, or its text alone if the target begins with ``!``."""
        is_disabled = self.text.startswith('!')
        return [self._text() if is_disabled else self._reference()], []

    def _text(self) -> nodes.inline:
        is_explicit, wording, _, _ = _parts(self.text)
        title = wording.removeprefix('!')
        if not is_explicit:
            title = collapsed(title)
            if self._is_qualified(title):
                title = without_set(title)
        return nodes.inline(self.rawtext, title)

    def _reference(self) -> addnodes.pending_xref:
        """Return a reference with the target as written and its name in inventories."""
        is_explicit, wording, target, name = _parts(self.text)
        document = self.inliner.document
        reference = addnodes.pending_xref(self.rawtext)
        attributes = reference.attributes
        attributes['refdoc'] = document.settings.env.docname
        attributes['refdomain'] = 'archgloss'
        attributes['reftype'] = 'term-ref'
        # otherwise intersphinx would replace the author's wording
        attributes['refexplicit'] = True
        attributes['refwarn'] = False
        # see `translations`
        is_translated = str(document.attributes.get('source')).endswith('<translated>')
        attributes['reftarget'] = '' if is_translated else name
        attributes[TARGET] = target
        attributes[EXPLICIT] = is_explicit
        self.set_source_info(reference)
        content = nodes.inline(self.rawtext)
        content.attributes['classes'] = [*REFERENCE_CLASSES]
        if ':' in wording and not is_explicit:
            qualified = self._is_qualified(wording)
            content[WORDING] = wording, qualified
            wording = without_set(wording) if qualified else wording
        if wording:
            add_child(content, nodes.Text(wording))
        add_child(reference, content)
        return reference

    def _is_qualified(self, wording: str) -> bool:
        """Return whether *wording* begins with the name of a known set."""
        if ':' not in wording:
            return False
        # the domain, which has the session, is above this module
        session = cast('Any', self.env.domains['archgloss']).session
        return bool(session.note_wording(spaced(wording)))
