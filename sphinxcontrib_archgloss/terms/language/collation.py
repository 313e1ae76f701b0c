"""The alphabetical order of names, the same on every machine.

The Unicode Collation Algorithm (UTS #10) with its default table, by pyuca. Its
table takes 0.2 s to load, so names that are plain ASCII, as most are, get their
key from a table of ASCII's primary and tertiary weights. It has the order of pyuca's
table, which a test checks.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

# DUCET's order of the ASCII characters that are not letters, by primary weight.
_SIGNS = '\t\n\x0b\x0c\r _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789'

# The characters of a name that count: pyuca's time is quadratic in its length.
_COUNTS = 300


def sort_keys(names: list[str]) -> list[Any]:
    """Return a key for each of *names*; only keys of one call can be compared.

    Names that begin with the same 300 characters have the same key.
    """
    names = [name[:_COUNTS] for name in names]
    if all(name.isascii() for name in names):
        return [_ascii_key(name) for name in names]
    collator = _collator()
    return [collator.sort_key(name) for name in names]


def first_weight(text: str) -> int:
    """Return the primary weight that *text* begins with; 0 where it has none."""
    return int(_collator().sort_key(text)[0])


@lru_cache(maxsize=1)
def _collator() -> Any:
    import pyuca  # a table of 40,000 weights, read only where names need it

    return pyuca.Collator()


@lru_cache(maxsize=1)
def _ascii_weights() -> dict[str, tuple[int, int]]:
    weights = {char: (n, 2) for n, char in enumerate(_SIGNS, 1)}
    for n, char in enumerate('abcdefghijklmnopqrstuvwxyz', len(_SIGNS) + 1):
        weights[char] = (n, 2)
        weights[char.upper()] = (n, 8)
    return weights


def _ascii_key(name: str) -> tuple[list[int], list[int]]:
    weights = _ascii_weights()
    pairs = [weights[char] for char in name if char in weights]
    return [primary for primary, _ in pairs], [tertiary for _, tertiary in pairs]
