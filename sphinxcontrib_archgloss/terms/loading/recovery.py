"""The labels of records that had to be left out.

One mistake is reported once: a reference to a term whose record is faulty is not a second
mistake. So the labels that a lost record, key or file probably had are kept. A wrong guess
does no harm: it only suppresses the warning about an undefined reference while the data
file has a warning of its own.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 100  # characters; a longer text is not a label
_QUOTED = r"""(?:"(?P<double>(?:[^"\\\n]|\\.)*)"|'(?P<single>(?:[^'\n]|'')*)'|"""
# few builds need these, so they are compiled where they are used
_FIELD = rf'\b(?:name|text|id)["\']?[ \t]*[:=][ \t]*{_QUOTED}(?P<plain>[^\n]+))'
_ITEM = rf'(?m)^[ \t]*-[ \t]+{_QUOTED}(?P<plain>[^\n]+))'
_LIST = (
    r'\b(?:aliases|forms|formerly)["\']?\s*[:=]\s*'
    r"""\[((?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\]]){0,2000})"""
)
_IN_LIST = rf'{_QUOTED}(?P<plain>[^\s,][^,\n]*))'
_FLOW_END = r'[,}\]]'


def labels_of(record: Any) -> list[str]:
    """Return the labels, and the id, in the data of a lost *record*."""
    if not isinstance(record, dict):
        return _labels(_texts(record))
    values = [record.get(key) for key in ('name', 'id', 'forms', 'formerly')]
    aliases = record.get('aliases')
    values += [
        alias.get('text') if isinstance(alias, dict) else alias
        for alias in (aliases if isinstance(aliases, list) else [aliases])
    ]
    return _labels(_texts(values))


def labels_in(data: Any) -> list[str]:
    """Return all texts in dropped *data* that may be labels."""
    return _labels(_texts(data))


def guess_labels(text: str) -> list[str]:
    """Return what looks like labels in the *text* of a file that cannot be read."""
    readings: list[str] = []
    for match in chain(re.finditer(_FIELD, text), re.finditer(_ITEM, text)):
        readings += _readings(match)
    for listed in re.finditer(_LIST, text):
        for match in re.finditer(_IN_LIST, listed[1]):
            readings += _readings(match)
    return sorted(set(_labels(readings)))


def _labels(texts: Iterable[str]) -> list[str]:
    labels = [spaced(text) for text in texts if len(text) <= _LONGEST]
    return [label for label in labels if label]


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, dict)):
        for item in data:
            yield from _texts(item)
            if isinstance(data, dict):
                yield from _texts(data[item])


def _readings(match: re.Match[str]) -> list[str]:
    """Return the text in *match*, as each format would read it."""
    if (double := match['double']) is not None:
        try:
            return [double, json.loads(f'"{double}"')]
        except ValueError:
            return [double]
    if (single := match['single']) is not None:
        return [single.replace("''", "'")]
    plain = match['plain'].partition(' #')[0].strip(' \t"\'')
    return [plain, re.split(_FLOW_END, plain, maxsplit=1)[0]]
