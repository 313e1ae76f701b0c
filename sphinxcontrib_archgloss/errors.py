"""The error a command exits with."""

from __future__ import annotations


class CommandError(Exception):
    """The command cannot run and has changed nothing; it exits with status 2."""
