"""The transforms of a definition: those of a page, each applied once.

docutils transforms a page in the order of priorities: those of its reader, of its parser
and of all extensions. Until `BOUNDARY` a definition is transformed in its own document, in
which footnotes, substitutions and targets are local. For this time `hold` hides it from
the transforms of its page. After that it is a part of its page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.readers import standalone
from docutils.transforms import frontmatter, references
from sphinx.parsers import RSTParser
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.transforms.references import SphinxDanglingReferences

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Node
    from docutils.transforms import Transform
    from sphinx.application import Sphinx

BOUNDARY = SphinxDanglingReferences.default_priority
"""Priority of the first transforms that see a definition on its page.

The last of docutils that need its own document, and Sphinx's domains, have it.
"""
TRANSLATION = Locale.default_priority

_OF_PAGES = frozenset({
    Locale,  # `translation` does it
    frontmatter.DocTitle,
    frontmatter.SectionSubTitle,
    frontmatter.DocInfo,
    references.DanglingReferences,  # Sphinx's own replaces it
})  # fmt: skip
_FAMILIAR = ('docutils', 'sphinx', 'myst_parser', 'sphinxcontrib_archgloss')


def transforms_of(app: Sphinx, markup: str) -> list[type[Transform]]:
    """Return the transforms of a definition in its own document."""
    parser: Any = app.registry.get_source_parsers().get('restructuredtext', RSTParser)
    if markup == 'myst':
        from myst_parser.parsers.sphinx_ import MystParser

        parser = MystParser
    reader: Any = standalone.Reader()
    of_page = [*reader.get_transforms(), *app.registry.get_transforms()]
    early = [
        transform
        for transform in of_page
        if (transform.default_priority or 0) < BOUNDARY and transform not in _OF_PAGES
    ]
    return [*early, SphinxDanglingReferences, *parser().get_transforms()]


def has_foreign_transforms(app: Sphinx) -> bool:
    """Return whether an extension transforms pages before `BOUNDARY`."""
    return any(
        (transform.default_priority or 0) < BOUNDARY and not is_familiar(transform)
        for transform in app.registry.get_transforms()
    )


def is_familiar(kind: type) -> bool:
    """Return whether a class is docutils', Sphinx's, MyST's or our own."""
    return kind.__module__.partition('.')[0] in _FAMILIAR


def apply_transforms(
    document: nodes.document,
    end: int,
    on_error: Callable[[str, Exception], None],
    more: Sequence[type[Transform]] = (),
) -> None:
    """Apply the transforms of *document*, and *more*, whose priority is below *end*.

    Calls *on_error* with what failed for each that raises, and goes on with the next.
    """
    transformer = document.transformer
    transformer.add_transforms(more)
    while waiting := transformer.transforms:
        waiting.sort(key=lambda item: item[0], reverse=True)
        if int(waiting[-1][0].partition('-')[0]) >= end:
            return
        _, transform, pending, arguments = waiting.pop()
        try:
            transform(document, startnode=pending).apply(**arguments)
        except Exception as error:  # noqa: BLE001 - whatever an extension raises
            on_error(f'the transform {transform.__name__}', error)


class held_definition(nodes.Invisible, nodes.Element):
    """Stands for a definition while its page is transformed as if it had none.

    Its children, without text, tell which parts of the definition are translated.
    """

    def __init__(self, body: list[Node]) -> None:
        super().__init__()
        self.body = body
        for part in body:
            for node in part.findall(nodes.Element):
                if 'translated' in node:
                    self += nodes.inline(translated=node['translated'])


class ReleaseDefinitions(SphinxTransform):
    """Puts definitions on their page."""

    default_priority = BOUNDARY - 1

    def apply(self, **kwargs: Any) -> None:
        """Replace what stands for definitions."""
        held = [n for n in elements(self.document) if isinstance(n, held_definition)]
        for node in held:
            node.replace_self(node.body)
