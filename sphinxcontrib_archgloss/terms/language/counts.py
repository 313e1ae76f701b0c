"""Numbers with their nouns and verbs, in the English of messages."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """Return *count* and *noun*, which takes an "s" in the plural: "1 term", "2 terms"."""
    return f'{count} {by_number(count, noun, f"{noun}s")}'


def by_number(count: int, singular: str, plural: str) -> str:
    """Return the form that agrees with *count*: "is" for 1, "are" for any other."""
    return singular if count == 1 else plural
