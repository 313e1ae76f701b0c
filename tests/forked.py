"""Builds in forked processes: Sphinx is imported once, and not for each of them.

Each is a child of its own, so nothing but what is on disk goes from one to the next, and
a child can be killed in the middle.
"""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from typing import TYPE_CHECKING

from sphinx.cmd.build import build_main
from sphinx.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


def forked_build(
    arguments: Sequence[str],
    out: Path,
    err: Path,
    env: Mapping[str, str],
    cwd: Path | None = None,
    build: Callable[[Sequence[str]], int] = build_main,
) -> int:
    """Build with *arguments*, what is printed going to two files or one; return the status.

    *build* runs in the child; it may do something around Sphinx's own entry point.

    It is negative, the number of a signal, if one has ended the build.
    """
    child = os.fork()
    if child == 0:
        status = 70
        try:
            os.setsid()
            os.environ.update(env)
            if cwd is not None:
                os.chdir(cwd)
            # the default is one object for all applications, and they add to it
            suffixes = Config.config_values['source_suffix'].default
            suffixes.clear()
            suffixes['.rst'] = 'restructuredtext'
            warnings.resetwarnings()
            warnings.simplefilter('default')
            for number, path in ((1, out), (2, err)):
                # both may be one file, which is then written to in turn
                mode = os.O_WRONLY | os.O_CREAT | os.O_APPEND
                os.dup2(os.open(path, mode), number)
            sys.stdout = open(1, 'w', buffering=1, closefd=False)  # noqa: SIM115
            sys.stderr = open(2, 'w', buffering=1, closefd=False)  # noqa: SIM115
            status = build(list(arguments))
        except BaseException:  # noqa: BLE001 - nothing may return into the parent's test
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)
    _, raw = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(raw)
