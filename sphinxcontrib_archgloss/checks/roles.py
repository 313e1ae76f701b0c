"""References as they are written: the text of a role, and the label inside one.

Knows the two markups so far as a reference to a term needs; where a role could not be
written without doubt, there is none.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

RST, MYST = 'rst', 'myst'

# What would end a role, begin its target, escape a sign, or forbid the link.
_SPECIAL = re.compile(r'[`<>\\]|^!|^\s|\s$')
_QUALIFIED = re.compile(r'[a-z0-9][a-z0-9_.-]*:[^\s:/]')
_BEFORE = '\'"([{<-/:'
_AFTER = '\'")]}>-/\\:.,;!?'
_OPENERS = ('Ps', 'Pi', 'Pf', 'Pd', 'Po')
_CLOSERS = ('Pe', 'Pi', 'Pf', 'Pd', 'Po')


def role(wording: str, markup: str, before: str = '', after: str = '') -> str | None:
    """Return a reference that shows *wording* and names it; None if there is doubt.

    *before* and *after* are the characters beside it.
    """
    if not wording or _SPECIAL.search(wording) or _QUALIFIED.match(wording):
        return None
    if markup == MYST:
        return f'{{term-ref}}`{wording}`' if before != '\\' else None
    opens = '' if _may_stand(before, _BEFORE, _OPENERS) else '\\ '
    closes = '' if _may_stand(after, _AFTER, _CLOSERS) else '\\ '
    if before in ('\\', '`') or after == '`':
        return None
    return f'{opens}:term-ref:`{wording}`{closes}'


def _may_stand(sign: str, signs: str, categories: Sequence[str]) -> bool:
    """Return whether reStructuredText takes *sign* beside inline markup."""
    return (
        not sign
        or sign.isspace()
        or sign in signs
        or (not sign.isascii() and unicodedata.category(sign) in categories)
    )


class Spot(NamedTuple):
    """Where a label stands on a line."""

    start: int
    """0-based."""
    end: int


def target_in_role(line: str, target: str) -> Spot | None:
    """Return where *target* stands as a role's target on a *line*; None if unsure."""
    pattern = r'\s+'.join(map(re.escape, target.split()))
    found = [
        match
        for match in re.finditer(rf'(?<=[`<])({pattern})(?=[`>])', line)
        # a literal has two back quotes
        if not line[: match.start()].endswith('``')
    ]
    return Spot(*found[0].span(1)) if len(found) == 1 else None


def text_on_line(line: str, text: str) -> Spot | None:
    """Return where *text* stands on a *line*, as words; None if nowhere or twice."""
    found: Spot | None = None
    at = line.find(text) if text else -1
    while at >= 0:
        end = at + len(text)
        if (
            not (line[at - 1 : at] if at else '').isalnum()
            and not line[end : end + 1].isalnum()
        ):
            if found is not None:
                return None
            found = Spot(at, end)
        at = line.find(text, at + 1)
    return found


def in_the_case_of(instead: str, written: str, *, is_name: bool) -> str:
    """Return *instead* with a first letter as large as that of *written*.

    *is_name* says that capitals make the first word a name, so that it stays.
    """
    if is_name or not instead or not written:
        return instead
    if written[0].islower():
        return instead[0].lower() + instead[1:]
    if written[0].isupper():
        return instead[0].upper() + instead[1:]
    return instead
