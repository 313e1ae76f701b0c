"""How a reference around a wording is written, in reStructuredText and in MyST.

The text alone decides; the caller has to prove that the parser reads it so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils.utils import punctuation_chars as punctuation

if TYPE_CHECKING:
    from collections.abc import Callable

RST, MYST = 'restructuredtext', 'markdown'
"""The markups, by their names in Sphinx's option ``source_suffix``."""

_MAY_PRECEDE = re.compile(f'[\\s{punctuation.openers}{punctuation.delimiters}]')
_MAY_FOLLOW = re.compile(
    f'[\\s{punctuation.closing_delimiters}{punctuation.delimiters}{punctuation.closers}]'
)
_ESCAPED = re.compile(r'\\(?:\s|(.))')
# would end the text of a role, or begin its target
_UNFIT = re.compile(r'[`<>]')


def reference(
    raw: str,
    markup: str,
    around: tuple[str, str],
    key: str,
    keys_of: Callable[[str], tuple[str, ...]],
) -> str | None:
    """Return a reference to the term *key* that shows the *raw* text.

    *around* are the characters beside it, empty at an end of the text; *keys_of* returns
    the terms that a target names. None where no role can be written.
    """
    before, after = around
    shown = _ESCAPED.sub(r'\1', raw)
    if _UNFIT.search(raw) or before in ('`', '\\') or after == '`' or raw.endswith('\\'):
        return None
    # roles of MyST have no escapes
    text = shown if markup == MYST else raw
    if text.startswith('!') or (markup == MYST and '|' in text):
        return None  # no title begins like this, and a cell would end
    if keys_of(shown) != (key,):
        text = f'{text} <{key}>'
    if markup == MYST:
        return f'{{term-ref}}`{text}`'
    # reStructuredText sees a role only between spaces and signs
    opens = '' if not before or _MAY_PRECEDE.match(before) else '\\ '
    closes = '' if not after or _MAY_FOLLOW.match(after) else '\\ '
    return f'{opens}:term-ref:`{text}`{closes}'
