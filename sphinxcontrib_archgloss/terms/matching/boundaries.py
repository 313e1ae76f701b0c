r"""Whether a label in prose stands alone, or is part of a longer expression.

``C`` is not a mention in ``C++``, nor is ``token`` in ``token.py``, ``pre-token``,
``@token`` or ``token=5``. A sign next to a label that makes it part of something else
*binds*. The rule, on either side:

* letters, digits and underscores, hyphens and short dashes, and the signs
  ``+ # @ / \ = ^`` bind, before a label ``$``, ``%``, a colon and an opening angle
  bracket, too, and after it a closing one;
* a full stop, colon, ampersand or apostrophe binds between two words, a comma between
  digits, and one full stop before a label anywhere (``.NET``); but the possessive
  (``model's``) and elision (``l'attention``) leave the word as it is;
* ``()`` after a label makes it a call, and a colon with a slash of either kind a path;
* in scripts without spaces nothing binds, except in Hangul, whose words begin at a
  space and take endings, and except for signs of file names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.forms import APOSTROPHES
from sphinxcontrib_archgloss.terms.matching import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_WINDOW = 48
"""The characters before a label that are looked at."""
_OPEN_BEFORE = frozenset((*' \n("', ''))
_OPEN_AFTER = frozenset((*' \n)";!?', ''))
_QUOTE = f"['{APOSTROPHES}\uff07]"
# French, Italian and Catalan words that end in an apostrophe before a vowel.
_ELIDED = (
    'all|bell|c|coll|d|dall|dell|j|jusqu|l|lorsqu|m|n|nell|puisqu|qu|quell|quest|quoiqu|s|'
    'sant|sull|t|un'
)
_HANGUL = re.compile('[\u1100-\u11ff\uac00-\ud7fb]')

_ADDRESS = re.compile(
    r'(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|\bwww\.)'
    r'[^\s<>"`\u201c\u201d\u3000-\u3003\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]+'
)


class _Edges(NamedTuple):
    before: re.Pattern[str]
    """Searched up to the start of a label; a match binds to it."""
    elision: re.Pattern[str]
    """Searched there as well; a match is a word without its vowel, which does not bind."""
    after: re.Pattern[str]
    """Matched at the end of a label; a match binds to it."""
    before_unspaced: re.Pattern[str]
    after_unspaced: re.Pattern[str]
    unspaced: re.Pattern[str]
    """A character of a script without spaces."""


@lru_cache(maxsize=2)
def _edges(*, ascii_only: bool) -> _Edges:
    chars = tokens.classes(ascii_only=ascii_only)
    word, hyphen = f'[^{chars.spaced}]', f'[{tokens.HYPHENS}]'
    skipped = f'[{chars.invisible}]*' if chars.invisible else ''
    part = f'(?:{word}|[{chars.marks}])' if chars.marks else word
    elision = rf'(?<!{word})(?<!{_QUOTE})(?:{_ELIDED}){_QUOTE}{skipped}\Z'
    colon = f'(?<![{chars.unspaced}]):' if chars.unspaced else ':'
    before = (
        rf'(?:{part}(?:{_QUOTE}|&)?|[+#@/\\=^<$%]|{colon}|(?<!\.)\.|(?<!--){hyphen})'
        rf'{skipped}\Z'
    )
    after = (
        rf'{skipped}(?:{word}|[+#@/\\=^>]|:[:\\/]|\(\)|[.:&]{word}|(?<=\d),\d'
        rf'|{_QUOTE}(?![sS](?!{word})){word}|(?!---){hyphen})'
    )
    return _Edges(
        re.compile(before),
        re.compile(elision, re.IGNORECASE),
        re.compile(after),
        re.compile(rf'(?:[_@]|{word}\.)\Z'),
        re.compile(rf'[_@]|\.{word}'),
        re.compile(f'[{chars.unspaced}]' if chars.unspaced else r'(?!)'),
    )


def stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether nothing binds to the part from *start* to *end* of *text*."""
    is_open = text[start - 1 : start] in _OPEN_BEFORE
    if is_open and text[end : end + 1] in _OPEN_AFTER:
        return True  # the common case
    edges = _edges(ascii_only=text.isascii())
    unspaced = edges.unspaced.match(text, end - 1)
    after = edges.after_unspaced if unspaced else edges.after
    return after.match(text, end) is None and (is_open or not _binds(edges, text, start))


def _binds(edges: _Edges, text: str, start: int) -> bool:
    """Return whether the text before *start* binds to the label there."""
    window = max(0, start - _WINDOW)
    if edges.unspaced.match(text, start):
        inside_hangul = _HANGUL.match(text, start) and _HANGUL.match(text, start - 1)
        return bool(inside_hangul or edges.before_unspaced.search(text, window, start))
    if text[start].isdigit() and text[start - 1] == ',':
        return text[max(0, start - 2)].isdigit()
    if not edges.before.search(text, window, start):
        return False
    return not edges.elision.search(text, window, start)


def without_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the parts of *text* between web addresses."""
    at = 0
    if '://' in text or 'www.' in text:
        for address in _ADDRESS.finditer(text):
            yield at, address.start()
            at = address.end()
    yield at, len(text)
