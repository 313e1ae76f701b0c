"""The alphabetical order of names in each language, the same on every machine.

The order is CLDR's tailoring of the Unicode Collation Algorithm for the language (UTS #10
and #35), by ICU. A language that CLDR does not know has the order of the root.

ICU takes 12 MB of memory and is loaded only where it is needed. Names in plain ASCII have a
simple order in English: by their signs and letters, regardless of case, and lowercase first
where they are equal. This module sorts them without ICU.
"""

from __future__ import annotations

import importlib.metadata
import re
from functools import cache, lru_cache
from typing import Any

LIBRARY = 'pyicu-wheels'
"""The distribution of ICU and its bindings: with it, all machines have the same tables."""


def sort_keys(names: list[str], lang: str = '') -> list[bytes]:
    """Return a key for each of *names* in the language *lang*.

    *lang* is a BCP 47 tag or a language as Sphinx names it (``pt_BR``, ``sr@latin``).
    Only keys that were made together can be compared.
    """
    if is_english(lang) and all(map(is_plain, names)):
        return list(map(_plain_key, names))
    key = collator(lang).getSortKey
    return [key(name) for name in names]


_SIGNS = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$'
"""The signs of ASCII in their order; digits and letters follow."""
_RANKS = {ord(sign): rank for rank, sign in enumerate(_SIGNS, 1)}


def is_english(lang: str) -> bool:
    """Return whether *lang* is English, of any region."""
    return re.fullmatch('en(?:[-_][A-Za-z]{2})?', lang) is not None


def is_plain(name: str) -> bool:
    """Return whether *name* is in ASCII, without control characters."""
    return name.isascii() and name.isprintable()


def _plain_key(name: str) -> bytes:
    """Return the key of a plain *name* in English."""
    # names that differ only in case are in the order of the swapped case
    return f'{name.lower().translate(_RANKS)}\0{name.swapcase()}'.encode()


@cache
def version() -> str:
    """Return the version of the library: another one may have another order."""
    try:
        text = importlib.metadata.distribution(LIBRARY).read_text('METADATA') or ''
    except importlib.metadata.PackageNotFoundError:  # ICU's bindings from another source
        return ''
    # every build needs this, and `importlib.metadata.version` would parse the whole text
    return text.partition('\nVersion: ')[2].partition('\n')[0].strip()


@lru_cache(maxsize=32)
def collator(lang: str) -> Any:
    """Return ICU's ``Collator`` of the language *lang*."""
    import icu

    names = icu.Collator.createInstance(locale(lang))
    # equivalent names have one order, however they are composed
    attribute = icu.UCollAttribute.NORMALIZATION_MODE
    names.setAttribute(attribute, icu.UCollAttributeValue.ON)
    return names


def locale(lang: str) -> Any:
    """Return ICU's ``Locale`` of the language *lang*; that of the root for no language."""
    import icu

    try:
        return icu.Locale.forLanguageTag(lang.replace('@latin', '-Latn').replace('_', '-'))
    except icu.ICUError:
        return icu.Locale.getRoot()
