"""A project's own layouts: Jinja templates that replace the built-in ones.

A template gets the parts of one thing and nothing else of the project, and no other
template. So what it makes follows from those parts and the bytes of its file alone.
"""

from __future__ import annotations

import json
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)

from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Template
    from markupsafe import Markup
    from sphinx.environment import BuildEnvironment

_ANCHORS = re.compile(r'\sid="([^"]*)"')


class Parts(Protocol):
    """What a template gets: a named tuple."""

    @property
    def body(self) -> Markup:
        """HTML of the built-in layout."""

    def _asdict(self) -> dict[str, Any]: ...


class Layout:
    """The template of a project for things of one kind, if it has a valid one.

    *path* is that of the template; *things* is what they are called in messages. The
    template is tried on *samples*. If *anchored*, it must keep the anchors of the built-in
    layout, which links may need.
    """

    def __init__(
        self,
        path: Path | None,
        things: str,
        samples: Iterable[Parts],
        *,
        anchored: bool = False,
    ) -> None:
        self._path, self._things, self._anchored = path, things, anchored
        self._template: Template | None = None
        self.problem: Problem | None = None
        if path is None:
            return
        environment = Environment(
            loader=FunctionLoader(self._load), autoescape=True, undefined=StrictUndefined
        )
        try:
            template = environment.get_template(path.name)
            for sample in samples:
                self._render(template, sample)
        except Exception as error:  # noqa: BLE001 - a template may raise anything
            self.problem = self._fault(error)
        else:
            self._template = template

    def _load(self, name: str) -> tuple[str, str, None] | None:
        if self._path is None or name != self._path.name:
            return None
        return self._path.read_text('utf-8'), str(self._path), None

    def draw(self, parts: Parts, env: BuildEnvironment, docname: str) -> tuple[str, bool]:
        """Return the HTML of a thing on the page *docname*, and whether it is as laid out.

        If the template fails, the HTML is that of the built-in layout. `take_failures`
        returns the failure at the end of the build.
        """
        if self._template is None:
            return str(parts.body), True
        try:
            return self._render(self._template, parts), True
        except Exception as error:  # noqa: BLE001 - a template may raise anything
            problem = self._fault(error)
            line = problem.place.line if problem.place else None
            # the page may be written in a worker, which shares only files with the build
            path = _failures(env)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open('a', encoding='utf-8') as file:
                file.write(json.dumps([docname, problem.message, str(self._path), line]))
                file.write('\n')
            return str(parts.body), False

    def _render(self, template: Template, parts: Parts) -> str:
        html = template.render(parts._asdict())
        if self._anchored:
            written = _ANCHORS.findall(html)
            for anchor in _ANCHORS.findall(parts.body):
                if (times := written.count(anchor)) != 1:
                    fault = 'writes the id "{}" twice' if times else 'lacks the id "{}"'
                    needs = 'it needs "term" or "anchors", and "definition", exactly once'
                    raise ValueError(f'it {fault.format(anchor)}; {needs}')
        return html

    def _fault(self, error: Exception) -> Problem:
        """Return what is wrong with the template that raised *error*, with its line."""
        path, line = str(self._path), None
        if isinstance(error, TemplateSyntaxError):
            line = error.lineno
        else:
            frames = traceback.extract_tb(error.__traceback__)
            line = next((f.lineno for f in reversed(frames) if f.filename == path), None)
        text = one_line(str(error))
        if isinstance(error, TemplateNotFound):
            text = f'it cannot use another template, "{error.name}"'
        message = (
            f'the template of {self._things} cannot be used: {text}; correct it or remove '
            f'it (until then, {self._things} have the built-in layout)'
        )
        return Problem(Kind.CONFIG, message, Place(path, line))


def _failures(env: BuildEnvironment) -> Path:
    return Path(env.doctreedir, 'archgloss', 'failed-layouts')


def forget_failures(env: BuildEnvironment) -> None:
    """Forget the failures of a build that has not come to its end."""
    _failures(env).unlink(missing_ok=True)


def take_failures(env: BuildEnvironment) -> tuple[set[str], list[Problem]]:
    """Return and forget on which pages templates have failed, and why."""
    path = _failures(env)
    if not path.exists():
        return set(), []
    failures = [json.loads(line) for line in path.read_text('utf-8').splitlines()]
    path.unlink()
    docnames = {docname for docname, *_ in failures}
    causes = sorted({tuple(cause) for _, *cause in failures}, key=repr)
    return docnames, [Problem(Kind.CONFIG, text, Place(*at)) for text, *at in causes]
