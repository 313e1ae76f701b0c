"""Graphviz, which draws maps: whether it is there, and running it.

It is run as `sphinx.ext.graphviz` runs it, with the same options where a project
loads that extension. The extension itself would link a style sheet of its own on
every page, leave pictures that nothing shows any more among the output, and take a
picture for drawn that a killed build has left half written.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config

_CREATED = re.compile(rb'(/CreationDate \(D:)\d{14}')

PATIENCE = 120
"""Seconds that a picture may take."""


class DrawingError(Exception):
    """Says why there is no picture."""


class Graphviz(NamedTuple):
    """How pictures are drawn for one builder."""

    command: str
    arguments: tuple[str, ...]
    form: str
    """svg or pdf."""

    def draw(self, code: str) -> bytes:
        """Return the picture of the graph *code*. Raises Undrawn where there is none."""
        return self._run(code)[0]

    def version(self) -> str:
        """Return what draws. Raises Undrawn where it cannot."""
        said = self._run('digraph {n0}', '-v')[1].partition(b'\n')[0]
        return f'{self.form} {self.arguments} {said.decode("utf-8", "replace")}'

    def _run(self, code: str, *more: str) -> tuple[bytes, bytes]:
        command = [self.command, *self.arguments, *more, f'-T{self.form}']
        try:
            done = subprocess.run(  # noqa: S603 - a command of the project's own
                command,
                input=code.encode(),
                capture_output=True,
                check=False,
                timeout=PATIENCE,
            )
        except (OSError, ValueError) as error:
            raise DrawingError(f'"{self.command}" cannot be run: {error}') from error
        except subprocess.TimeoutExpired as error:
            raise DrawingError(f'"{self.command}" took over {PATIENCE} seconds') from error
        if done.returncode or not done.stdout:
            said = one_line(done.stderr.decode('utf-8', 'replace'))[-200:]
            raise DrawingError(f'"{self.command}" exited with {done.returncode}: {said}')
        # of a PDF, so that the same map is the same file
        return _CREATED.sub(rb'\g<1>19700101000000', done.stdout), done.stderr


class MapDrawing:
    """What draws the maps of one build, if its builder shows pictures at all."""

    def __init__(self, builder: Builder, config: Config) -> None:
        form = {'html': 'svg', 'latex': 'pdf'}.get(builder.format)
        known = 'graphviz_dot' in config
        command = str(config.graphviz_dot) if known else 'dot'
        arguments = tuple(map(str, config.graphviz_dot_args)) if known else ()
        self.graphviz = Graphviz(command, arguments, form) if form else None
        self._version: str | None = None
        self.problem = ''
        """Why it does not draw, once it has been tried; empty if nothing is wrong."""

    def version(self) -> str:
        """Return what draws; empty if nothing does. It is tried once in a build."""
        if self._version is None:
            self._version = ''
            if self.graphviz is not None:
                try:
                    self._version = self.graphviz.version()
                except DrawingError as problem:
                    self.problem = str(problem)
        return self._version

    def draw(self, code: str) -> bytes:
        """Return the picture of the graph *code*. Raises Undrawn where there is none."""
        if self.graphviz is None or not self.version():
            raise DrawingError(self.problem or 'this builder shows no pictures')
        return self.graphviz.draw(code)
