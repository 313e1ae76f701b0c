"""A project's own layout of popovers: a Jinja template among its templates.

The template gets plain values of one popover and nothing else of the project, so what it
makes follows from the view of the popover and the bytes of the file alone.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Template

    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession


class PopoverParts(NamedTuple):
    """What a template gets of a popover."""

    id: str
    name: str
    text: Markup
    """The sentence, as HTML."""
    status: str
    """That the term is deprecated, and its successor; else empty."""
    state: str
    """Where the links go, in words."""
    page: str
    """Title of the canonical page; empty where the links go to the entry."""
    body: Markup
    """HTML of the built-in layout."""


_SAMPLES = (
    PopoverParts('a', 'A', Markup('B.'), '', 'In C', '', Markup('<p>A</p>')),
    PopoverParts('a', 'A', Markup('B.'), 'D.', 'Read: C', 'C', Markup('<p>A</p>')),
)
"""Popovers by which a template is tried on every build."""


class PopoverLayout:
    """The template of a project, if it has a sound one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._template: Template | None = None
        self.problem: Problem | None = None
        if path is None:
            return
        environment = Environment(
            loader=FileSystemLoader(path.parent), autoescape=True, undefined=StrictUndefined
        )
        try:
            template = environment.get_template(path.name)
            for sample in _SAMPLES:
                template.render(sample._asdict())
        except Exception as error:  # noqa: BLE001 - a template may raise anything
            self.problem = self.fault(error)
        else:
            self._template = template

    def render(self, parts: PopoverParts) -> str:
        """Return the HTML inside the popover; the built-in one without a template.

        Raises what the template raises.
        """
        if self._template is None:
            return str(parts.body)
        return self._template.render(parts._asdict())

    def fault(self, error: Exception) -> Problem:
        """Return what is wrong with the template that raised *error*, with its line."""
        path = str(self._path)
        if isinstance(error, TemplateSyntaxError):
            line: int | None = error.lineno
        else:
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == path]
            line = lines[-1] if lines else None
        message = (
            f'the template of popovers cannot be used: {one_line(str(error))}; correct it '
            'or remove it; popovers have the built-in layout'
        )
        return Problem(Kind.CONFIG, message, Place(path, line))


def popover_layout(session: BuildSession) -> PopoverLayout:
    """Return the layout of the popovers of this build."""
    return PopoverLayout(session.popover_template if session.features.popovers else None)
