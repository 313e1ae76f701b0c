"""The transforms that resolve what is local to a definition, in a document of its own.

These are docutils' transforms for substitutions, targets and footnotes, with what Sphinx
and MyST add to them. A definition is a part of its page before the transforms of the page
run; so all others, those of extensions among them, see it as they see the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.transforms import Transform, references
from sphinx.transforms import (
    AutoNumbering,
    DefaultSubstitutions,
    HandleCodeBlocks,
    UnreferencedFootnotesDetector,
)
from sphinx.transforms.references import SphinxDanglingReferences

from sphinxcontrib_archgloss.sphinx_ext.definitions.guard import failure
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import unknown_substitution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FAMILIAR = ('docutils', 'sphinx', 'myst_parser', 'sphinxcontrib_archgloss')


def is_familiar(kind: type) -> bool:
    """Return whether a class is docutils', Sphinx's, MyST's or our own."""
    return kind.__module__.partition('.')[0] in _FAMILIAR


class HideUnknownSubstitutions(Transform):
    """Hides the substitutions that a definition does not know from docutils.

    Its page may have an extension that does.
    """

    default_priority = references.Substitutions.default_priority - 1

    def apply(self) -> None:
        """Put other nodes in the place of references without a definition."""
        document = self.document
        for node in list(document.findall(nodes.substitution_reference)):
            name = node['refname']
            if name not in document.substitution_defs and (
                name.lower() not in document.substitution_names
            ):
                hidden = unknown_substitution(
                    node.rawsource, '', *node.children, **node.attributes
                )
                hidden.source, hidden.line = node.source, node.line
                node.replace_self(hidden)


class ShowUnknownSubstitutions(Transform):
    """Restores what `HideUnknownSubstitutions` has hidden."""

    default_priority = references.Substitutions.default_priority + 1

    def apply(self) -> None:
        """Put references in the place of other nodes."""
        for hidden in list(self.document.findall(unknown_substitution)):
            node = nodes.substitution_reference(
                hidden.rawsource, '', *hidden.children, **hidden.attributes
            )
            node.source, node.line = hidden.source, hidden.line
            hidden.replace_self(node)


LOCAL: tuple[type[Transform], ...] = (
    DefaultSubstitutions,
    HideUnknownSubstitutions,
    references.Substitutions,
    ShowUnknownSubstitutions,
    HandleCodeBlocks,
    AutoNumbering,
    references.PropagateTargets,
    references.AnonymousHyperlinks,
    references.IndirectHyperlinks,
    references.Footnotes,
    UnreferencedFootnotesDetector,
    references.ExternalTargets,
    references.InternalTargets,
    SphinxDanglingReferences,
)
"""What every definition needs; the parser of its markup may need more."""


def apply_transforms(
    document: nodes.document,
    transforms: Sequence[type[Transform]],
    note: Callable[[str], None],
) -> None:
    """Apply *transforms*, and those that directives have asked for, in their order.

    Calls *note* with a message for each that fails, and goes on with the next.
    """
    transformer = document.transformer
    transformer.add_transforms(transforms)
    while waiting := transformer.transforms:
        waiting.sort(key=lambda item: item[0], reverse=True)
        _, transform, pending, arguments = waiting.pop()
        try:
            transform(document, startnode=pending).apply(**arguments)
        except Exception as error:  # noqa: BLE001 - whatever an extension raises
            note(failure(f'the transform {transform.__name__}', error))
