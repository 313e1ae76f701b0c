"""Conditions of blocks: where they are in a doctree, and for which builders they hold.

Sphinx evaluates an ``only`` by the tags, to which each builder adds its name and format,
and an ``ifconfig`` by the configuration and the name of the builder. The content of
``todo`` is shown as configured.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import new_document
from sphinx.util.nodes import traverse_parent
from sphinx.util.tags import Tags

from sphinxcontrib_archgloss.project.outputs import Condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.project.outputs import Holds

_DIRECTIVES = {'only': 'only', 'ifconfig': 'ifconfig', 'todo_node': 'ifconfig'}
"""Class of a node that a builder may leave out → the directive by which it is shown.

Writers, too, look nodes up by the names of their classes.
"""
_INCLUDE_TODOS = 'todo_include_todos'


def is_conditional_type(kind: type[nodes.Node]) -> bool:
    """Return whether nodes of a type are blocks that a builder may leave out."""
    return kind.__name__ in _DIRECTIVES


def is_conditional(node: nodes.Node) -> bool:
    """Return whether *node* is a block that a builder may leave out."""
    return is_conditional_type(type(node))


def condition_of(node: nodes.Element) -> Condition | None:
    """Return the condition under which *node* is shown, if it is a conditional block."""
    directive = _DIRECTIVES.get(type(node).__name__)
    if directive is None:
        return None
    return Condition(directive, str(node.get('expr', _INCLUDE_TODOS)))


def conditions_of(node: nodes.Element) -> tuple[Condition, ...]:
    """Return the conditions of all blocks around *node*, outermost first."""
    around = map(condition_of, traverse_parent(node))
    return tuple(filter(None, around))[::-1]


def left_out_blocks(root: nodes.Element, holds: Holds) -> Iterator[nodes.Element]:
    """Yield the outermost blocks in *root* that are not shown.

    Builders that join pages leave wrong parents in their tree, so it is walked downwards.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        condition = condition_of(node)
        if condition is not None and not holds(condition):
            yield node
        else:
            waiting += [n for n in reversed(node.children) if isinstance(n, nodes.Element)]


def holds_in(app: Sphinx, builder: type[Builder]) -> Holds:
    """Return what evaluates conditions as a build of *app* with *builder* would.

    For a builder that writes no pages, every condition holds, because it needs the whole
    source.
    """
    if not builder.format:
        return lambda _: True
    tags = Tags({*app.tags} - _tags_of(type(app.builder)) | _tags_of(builder))

    @cache
    def holds(condition: Condition) -> bool:
        if condition.directive == 'ifconfig':
            return _is_configured(condition.expression, app, builder.name)
        try:
            return bool(tags.eval_condition(condition.expression))
        except Exception:  # noqa: BLE001 - Sphinx warns of it, and shows the content
            return True

    return holds


def _tags_of(builder: type[Builder]) -> set[str]:
    """Return the tags that a builder adds to those of the user."""
    name, kind = builder.name, builder.format
    return {name, kind, f'builder_{name}', f'format_{kind}'}


def _is_configured(expression: str, app: Sphinx, builder: str) -> bool:
    """Return whether ``ifconfig`` shows a block with the condition *expression*."""
    from sphinx.ext.ifconfig import ifconfig, process_ifconfig_nodes

    document, node = _scratch_document(), ifconfig('', expr=expression)
    node += addnodes.only()
    document.children = []
    document += node
    named = SimpleNamespace(config=app.config, builder=SimpleNamespace(name=builder))
    process_ifconfig_nodes(cast('Sphinx', named), document, '')
    return any(isinstance(child, addnodes.only) for child in document.children)


@cache
def _scratch_document() -> nodes.document:
    """Return a document that reports nothing; making it takes longer than a condition."""
    document = new_document('')
    document.reporter.report_level = document.reporter.halt_level = 4
    return document


def other_outputs(app: Sphinx) -> list[Holds]:
    """Return what evaluates conditions for each builder that writes pages."""
    builders = app.registry.builders.values()
    kinds = {(b.name, b.format): b for b in builders if b.format}
    return [holds_in(app, kinds[kind]) for kind in sorted(kinds)]
