"""Why a command does nothing: said in one line, with exit status 2."""

from __future__ import annotations


class CommandError(Exception):
    """What was asked for cannot be done, and nothing has been changed."""
