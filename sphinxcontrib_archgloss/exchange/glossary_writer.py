"""A set as a Sphinx `glossary`, in reStructuredText or in MyST.

A glossary holds names, aliases as further names of the same entry, and definitions.
`extra.index` is the key of the name in the general index, or a mapping with the keys of
several names. `anchors` are kept if Sphinx makes the same ids from the names. Definitions
keep their markup: those in reStructuredText can be in a MyST page, inside `eval-rst`, but
not the other way round.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.escapes import escaped
from sphinxcontrib_archgloss.exchange.ground.plain_data import (
    INDEX_KEY,
    Conversion,
    losses_of,
    set_as_data,
)
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinxcontrib_archgloss.terms.model import Alias, Term, TermSet

_HELD = frozenset(('name', 'title', 'description', 'markup', 'order', 'terms'))
_MARGIN = '   '
_FENCE = re.compile('`{3,}')


class OtherMarkup(Exception):
    """The definitions are in a markup that the page cannot hold."""


def as_glossary(
    term_set: TermSet, page: str, anchor_of: Callable[[str], str]
) -> Conversion:
    """Return *term_set* as a page in `rst` or `myst` with a glossary.

    *anchor_of* returns the id that Sphinx gives the next name of the page.
    Raises OtherMarkup if the page cannot hold the markup of the definitions.
    """
    if term_set.markup == 'myst' and page == 'rst':
        msg = 'a page in reStructuredText cannot contain definitions in MyST'
        raise OtherMarkup(msg)
    data = set_as_data(term_set)
    lost = [k for k in data if k not in _HELD]
    if '\n' in term_set.title + term_set.description:
        lost.append('line breaks of the title and the description')
    losses = losses_of(None, lost)
    blocks = []
    for term, record in zip(term_set.terms, data['terms'], strict=True):
        missing: list[str] = []
        if block := _entry(term, record, term_set.markup, anchor_of, missing):
            blocks.append(block)
        losses += losses_of(term, missing)
    body = '\n\n'.join(blocks)
    text = _rst(term_set, body) if page == 'rst' else _myst(term_set, body)
    return Conversion(text, tuple(losses))


def _rst(term_set: TermSet, body: str) -> str:
    title = escaped(term_set.title or term_set.name, 'rst')
    head = f'{title}\n{"=" * max(4, sum(map(_width, title)))}\n\n'
    if term_set.description:
        head += f'{escaped(term_set.description, "rst")}\n\n'
    return f'{head}{_rst_glossary(term_set, body)}\n'


def _rst_glossary(term_set: TermSet, body: str) -> str:
    option = '' if _is_written(term_set) else f'{_MARGIN}:sorted:\n'
    return f'.. glossary::\n{option}\n{_indented(body, _MARGIN)}'


def _is_written(term_set: TermSet) -> bool:
    """Return whether a page shows the terms of *term_set* in the order of the records."""
    return term_set.order == 'written'


def _myst(term_set: TermSet, body: str) -> str:
    head = f'# {escaped(term_set.title or term_set.name, "myst")}\n\n'
    if term_set.description:
        head += f'{escaped(term_set.description, "myst")}\n\n'
    fence = '`' * max([3, *(len(fence) + 1 for fence in _FENCE.findall(body))])
    if term_set.markup == 'myst':
        option = '' if _is_written(term_set) else ':sorted:\n'
        return f'{head}{fence}{{glossary}}\n{option}\n{body}\n{fence}\n'
    inner = _rst_glossary(term_set, body)
    return f'{head}{fence}{{eval-rst}}\n{inner}\n{fence}\n'


def _entry(
    term: Term,
    record: dict[str, Any],
    markup: str,
    anchor_of: Callable[[str], str],
    missing: list[str],
) -> str:
    """Return the lines of *term*, or nothing; add what they lack to *missing*."""
    if term.definition is None:
        missing.append('the record, because it has no definition')
        return ''
    missing_aliases: list[str] = []
    labels = [term.name, *(a.text for a in term.aliases if _is_shown(a, missing_aliases))]
    keys = _index_keys(record, labels, missing)
    missing += missing_aliases
    held = {'name', 'definition', 'aliases', 'extra'}
    if set(term.anchors) <= set(map(anchor_of, labels)):
        held.add('anchors')  # Sphinx makes them of the names
    missing.extend(name for name in record if name not in held)
    if term.definition.value[0].isspace():
        missing.append('the indentation of the first line of the definition')
    names = '\n'.join(f'{escaped(label, markup)}{keys.get(label, "")}' for label in labels)
    text = term.definition.value.lstrip() if term.definition.value else ''
    return f'{names}\n{_indented(text, "  ")}'


def _is_shown(alias: Alias, missing: list[str]) -> bool:
    """Return whether readers see *alias*; a glossary holds no other aliases."""
    phrase = f'the alias "{alias.text}"'
    if alias.hidden or alias.kind == 'misspelling' or alias.status == 'forbidden':
        missing.append(f'{phrase}, because it is hidden from readers')
        return False
    usual = {
        'kind': 'synonym', 'case': 'smart', 'status': 'admitted', 'autolink': None,
        'in_text': None,
    }  # fmt: skip
    if others := [key for key, value in usual.items() if getattr(alias, key) != value]:
        missing.append(f'{" and ".join(others)} of {phrase}')
    return True


def _index_keys(
    record: dict[str, Any], labels: Sequence[str], missing: list[str]
) -> dict[str, str]:
    """Return label → what follows it in its line, for those of *labels* with a key."""
    extra = record.get('extra')
    if not extra:
        return {}
    index = extra.get(INDEX_KEY) if isinstance(extra, dict) else None
    keys = index if isinstance(index, dict) else {record['name']: index}
    suffixes = {
        label: f' : {keys[label]}'
        for label in labels
        if label in keys and _is_index_key(keys[label])
    }
    if not suffixes or len(suffixes) < len(keys) or len(extra) > 1:
        missing.append('extra')
    return suffixes


def _is_index_key(key: object) -> bool:
    return isinstance(key, str) and key == spaced(key) != '' and ' : ' not in key


def _width(char: str) -> int:
    """Return the columns that *char* takes, as docutils counts them."""
    return 2 if unicodedata.east_asian_width(char) in 'WF' else 1


def _indented(text: str, margin: str) -> str:
    return '\n'.join(f'{margin}{line}' if line else line for line in text.split('\n'))
