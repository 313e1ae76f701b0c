"""Finds and runs Graphviz, which draws concept maps.

It runs as in `sphinx.ext.graphviz`, with the options of that extension if a project loads
it. The extension itself would link its style sheet on every page, leave pictures of old
maps in the output, and reuse a picture that a killed build has written only in part.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.problems import one_line

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config

_CREATED = re.compile(rb'(/CreationDate \(D:)\d{14}')

TIMEOUT = 120
"""Maximum time for a picture, in seconds."""


class DrawingError(Exception):
    """The reason why there is no picture."""


class Graphviz:
    """Graphviz in one build, if its builder shows pictures."""

    def __init__(self, builder: Builder, config: Config) -> None:
        self._form = {'html': 'svg', 'latex': 'pdf'}.get(builder.format, '')
        loaded = 'graphviz_dot' in config
        self._command = str(config.graphviz_dot) if loaded else 'dot'
        self._arguments = tuple(map(str, config.graphviz_dot_args)) if loaded else ()
        self._version: str | None = None
        self.problem = ''
        """Why it cannot draw, after the first attempt; empty if it can."""

    def version(self) -> str:
        """Return the program's version, format and options; empty if it cannot draw.

        The program is tried once in a build.
        """
        if self._version is None:
            self._version = ''
            if self._form:
                try:
                    banner = self._run('digraph {n0}', '-v')[1].partition(b'\n')[0]
                except DrawingError as error:
                    self.problem = str(error)
                else:
                    program = banner.decode('utf-8', 'replace')
                    self._version = f'{self._form} {self._arguments} {program}'
        return self._version

    def draw(self, code: str) -> bytes:
        """Return the picture of the graph *code*. Raises DrawingError if it fails."""
        if not self.version():
            raise DrawingError(self.problem or 'this builder does not show pictures')
        return self._run(code)[0]

    def _run(self, code: str, *options: str) -> tuple[bytes, bytes]:
        """Return the picture of the graph *code* and the standard error."""
        command = [self._command, *self._arguments, *options, f'-T{self._form}']
        try:
            done = subprocess.run(  # noqa: S603 - a command of the project's own
                command,
                input=code.encode(),
                capture_output=True,
                check=False,
                timeout=TIMEOUT,
            )
        except (OSError, ValueError) as error:
            raise DrawingError(f'"{self._command}" cannot be run: {error}') from error
        except subprocess.TimeoutExpired as error:
            raise DrawingError(
                f'"{self._command}" took more than {TIMEOUT} seconds'
            ) from error
        if done.returncode or not done.stdout:
            log = one_line(done.stderr.decode('utf-8', 'replace'))[-200:]
            raise DrawingError(
                f'"{self._command}" exited with status {done.returncode}: {log}'
            )
        # without the date of a PDF, the same map is the same file
        return _CREATED.sub(rb'\g<1>19700101000000', done.stdout), done.stderr
