"""From the bytes of a data file to a term set and its problems."""

from __future__ import annotations

DEFAULT_LIMIT = 20_000_000
"""The size in bytes of the largest file that is read."""
