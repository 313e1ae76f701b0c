"""Work in a process of its own, so that what it needs does not stay in memory.

Reading a data file takes a parser and a validator, which a build needs once, at
its very beginning, and would carry along, together with what they leave behind,
to its end: 9 MiB.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def call(work: Callable[..., Any], *arguments: Any) -> bool:
    """Call *work* in a child process; return whether it was there and succeeded.

    Where processes cannot be forked safely nothing is done.
    """
    if not _can_fork():
        return False
    child = multiprocessing.get_context('fork').Process(target=work, args=arguments)
    child.start()
    child.join()
    return child.exitcode == 0


def _can_fork() -> bool:
    """Return whether a fork is safe: on Linux, where no thread can hold a lock."""
    return (
        sys.platform == 'linux'
        and threading.active_count() == 1
        and not multiprocessing.current_process().daemon
    )
