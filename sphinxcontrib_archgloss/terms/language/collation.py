"""The alphabetical order of names in each language, the same on every machine.

The order is CLDR's tailoring of the Unicode Collation Algorithm for the language (UTS #10
and #35), by ICU. A language that CLDR does not know has the order of the root.
"""

from __future__ import annotations

import importlib.metadata
from functools import cache, lru_cache
from typing import Any

LIBRARY = 'pyicu-wheels'
"""The distribution of ICU and its bindings: with it, all machines have the same tables."""


def sort_keys(names: list[str], lang: str = '') -> list[bytes]:
    """Return a key for each of *names* in the language *lang*.

    *lang* is a BCP 47 tag or a language as Sphinx names it (``pt_BR``, ``sr@latin``).
    Only keys of one language can be compared.
    """
    key = collator(lang).getSortKey
    return [key(name) for name in names]


@cache
def version() -> str:
    """Return the version of the library: another one may have another order."""
    try:
        return importlib.metadata.version(LIBRARY)
    except importlib.metadata.PackageNotFoundError:  # ICU's bindings from another source
        return ''


@lru_cache(maxsize=32)
def collator(lang: str) -> Any:
    """Return ICU's ``Collator`` of the language *lang*."""
    import icu  # with 12 MB of memory, only where names are sorted

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
