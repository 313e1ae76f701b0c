"""Counts what the package does, which is the same on any machine, unlike its time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import sphinxcontrib_archgloss
from forked import forked_build

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PACKAGE = str(Path(sphinxcontrib_archgloss.__file__).parent)


class Counter:
    """Counts the lines of the package, and the calls below them, while it is active."""

    def __init__(self) -> None:
        self.count = 0
        self._depth = 0

    def __enter__(self) -> Self:
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _trace(self, frame, event, argument):
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        self._depth += 1
        if self._depth == 1:
            sys.setprofile(self._count_call)
        return self._trace_line

    def _trace_line(self, frame, event, argument):
        if event == 'line':
            self.count += 1
        elif event == 'return':
            self._depth -= 1
            if self._depth == 0:
                sys.setprofile(None)
        return self._trace_line

    def _count_call(self, frame, event, argument):
        # what imports take depends on what else changes in the folders that they look in
        if 'importlib' not in frame.f_code.co_filename:
            self.count += event in ('call', 'c_call')


def work_of(
    run: Callable[[Sequence[str]], int], arguments: Sequence[str], folder: Path
) -> int:
    """Return the work of a command that succeeds, in a process of its own."""
    log, counted = folder / 'log', folder / 'counted'

    def count(arguments: Sequence[str]) -> int:
        with Counter() as counter:
            status = run(arguments)
        counted.write_text(str(counter.count))
        return status

    status = forked_build(arguments, log, log, {'PYTHONHASHSEED': '0'}, build=count)
    assert status == 0, log.read_text()
    return int(counted.read_text())


def assert_linear(prepare: Callable[[int], Callable[[], object]], size: int = 40) -> None:
    """Check that twice as much to do takes no more than twice the work.

    *prepare* returns a function whose work is counted, for a number of things.
    """
    counts = []
    prepare(size)()  # imports what is imported once
    for times in (1, 2, 3):
        run = prepare(size * times)
        with Counter() as counter:
            run()
        counts.append(counter.count)
    few, more, most = counts
    assert more > few
    assert most - more <= 1.1 * (more - few) + 20, counts
