"""Turns what directives and roles raise inside a definition into messages.

A definition is data: a fault in it is reported at its line, and the build goes on.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import Directive, DirectiveError, convert_directive_function
from sphinx.util.docutils import CustomReSTDispatcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from docutils import nodes
    from docutils.nodes import Node
    from docutils.utils import Reporter


def failure(what: str, error: Exception) -> str:
    """Return the message about *what* that has raised *error*."""
    return f'{what} failed with {type(error).__name__}: {error}'.rstrip(': ')


class GuardedMarkup(CustomReSTDispatcher):
    """Looks directives and roles up as before, but reports what they raise."""

    def directive(
        self, directive_name: str, language_module: ModuleType, document: nodes.document
    ) -> tuple[Any, list[nodes.system_message]]:
        """Return the directive, which raises nothing but errors of directives."""
        directive: Any
        directive, messages = super().directive(directive_name, language_module, document)
        if directive is not None:
            directive = _guarded_directive(directive)
        return directive, messages

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[nodes.system_message]]:
        """Return the role, which raises nothing."""
        role: Any
        role, messages = super().role(role_name, language_module, lineno, reporter)
        if role is not None:
            role = _guarded_role(role)
        return role, messages


@functools.lru_cache(maxsize=128)
def _guarded_directive(directive: Any) -> type[Directive]:
    if not isinstance(directive, type):
        directive = convert_directive_function(directive)

    def run(self: Any) -> list[Node]:
        try:
            result: list[Node] = directive.run(self)
        except DirectiveError:
            raise
        except Exception as error:
            raise self.error(failure(f'the directive "{self.name}"', error)) from error
        return result

    members = {'run': run, '__module__': directive.__module__}
    return type(directive.__name__, (directive,), members)


def _guarded_role(role: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(role)
    def guarded(
        name: str, rawtext: str, text: str, lineno: int, inliner: Any, *more: Any
    ) -> tuple[list[Node], list[nodes.system_message]]:
        result: tuple[list[Node], list[nodes.system_message]]
        try:
            result = role(name, rawtext, text, lineno, inliner, *more)
        except Exception as error:  # noqa: BLE001 - whatever an extension raises
            text = failure(f'the role "{name}"', error)
            message = inliner.reporter.error(text, line=lineno)
            return [inliner.problematic(rawtext, rawtext, message)], [message]
        return result

    return guarded
