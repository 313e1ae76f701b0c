"""A set as a Sphinx `glossary`, in reStructuredText or in MyST.

It holds names, aliases as further names of the same entry, and definitions. What
`extra.index` says is the key of the name in the general index; a mapping has the keys of
several names. Definitions keep their markup: those in reStructuredText can stand in a
MyST page, inside `eval-rst`, but not the other way round.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.plain_data import INDEX_KEY, set_as_data
from sphinxcontrib_archgloss.exchange.ground.written import Loss, Written, term_losses
from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.terms.model import Alias, Term, TermSet

_MARGIN = '   '
_SPECIAL = re.compile(r'([*`|\\_])')
_MYST_SPECIAL = re.compile(r'([*_`\\\[\]<>{}$&!#|~^])')
_COLON = re.compile(r'(?<= ):(?= |$)')
_NUMBER = re.compile(r'^(\w+)([.)])(?= |$)')
_PUNCTUATION = tuple('!"#$%&\'()+,-./:;<=>?@[]^{}~')
_FENCE = re.compile('`{3,}')


class OtherMarkup(Exception):
    """The definitions are in a markup that the page cannot hold."""


def as_glossary(term_set: TermSet, page: str) -> Written:
    """Return *term_set* as a page in `rst` or `myst` with a glossary.

    Raises OtherMarkup where the page cannot hold the markup of the definitions.
    """
    if term_set.markup == 'myst' and page == 'rst':
        msg = 'the definitions are MyST, which a page in reStructuredText cannot hold'
        raise OtherMarkup(msg)
    data = set_as_data(term_set)
    lost = [k for k in data if k not in {'name', 'title', 'description', 'markup', 'terms'}]
    if '\n' in term_set.title + term_set.description:
        lost.append('line breaks of the title and the description')
    losses = [Loss(1, '', tuple(lost))] if lost else []
    blocks = []
    for term, record in zip(term_set.terms, data['terms'], strict=True):
        missing: list[str] = []
        if block := _entry(term, record, term_set.markup, missing):
            blocks.append(block)
        losses += term_losses(term, missing)
    body = '\n\n'.join(blocks)
    text = _rst(term_set, body) if page == 'rst' else _myst(term_set, body)
    return Written(text, tuple(losses))


def _rst(term_set: TermSet, body: str) -> str:
    title = _shown(term_set.title or term_set.name, 'rst')
    head = f'{title}\n{"=" * max(4, sum(map(_width, title)))}\n\n'
    if term_set.description:
        head += f'{_shown(term_set.description, "rst")}\n\n'
    return f'{head}.. glossary::\n\n{_indented(body, _MARGIN)}\n'


def _myst(term_set: TermSet, body: str) -> str:
    head = f'# {_shown(term_set.title or term_set.name, "myst")}\n\n'
    if term_set.description:
        head += f'{_shown(term_set.description, "myst")}\n\n'
    fence = '`' * max([3, *(len(found) + 1 for found in _FENCE.findall(body))])
    if term_set.markup == 'myst':
        return f'{head}{fence}{{glossary}}\n\n{body}\n{fence}\n'
    inner = f'.. glossary::\n\n{_indented(body, _MARGIN)}'
    return f'{head}{fence}{{eval-rst}}\n{inner}\n{fence}\n'


def _entry(term: Term, record: dict[str, Any], markup: str, missing: list[str]) -> str:
    """Return the lines of *term*, or nothing; *missing* gets what they do not hold."""
    if term.definition is None:
        missing.append('the record, as it has no definition')
        return ''
    beside: list[str] = []
    labels = [term.name, *(a.text for a in term.aliases if _is_shown(a, beside))]
    keys = _index_keys(record, labels, missing)
    missing += beside
    missing.extend(
        name for name in record if name not in {'name', 'definition', 'aliases', 'extra'}
    )
    if term.definition.value[0].isspace():
        missing.append('the indentation of the first line of the definition')
    names = '\n'.join(f'{_shown(one, markup)}{keys.get(one, "")}' for one in labels)
    text = term.definition.value.lstrip() if term.definition.value else ''
    return f'{names}\n{_indented(text, "  ")}'


def _is_shown(alias: Alias, missing: list[str]) -> bool:
    """Return whether readers are to see *alias*; a glossary has no other sort."""
    whole = f'the alias "{alias.text}"'
    if alias.hidden or alias.kind == 'misspelling' or alias.status == 'forbidden':
        missing.append(f'{whole}, which readers are not to see')
        return False
    usual = {'kind': 'synonym', 'case': 'smart', 'status': 'admitted', 'autolink': None}
    if others := [key for key, value in usual.items() if getattr(alias, key) != value]:
        missing.append(f'{" and ".join(others)} of {whole}')
    return True


def _index_keys(
    record: dict[str, Any], labels: Sequence[str], missing: list[str]
) -> dict[str, str]:
    """Return what follows each of *labels* that has a key of its own."""
    extra = record.get('extra')
    if not extra:
        return {}
    said = extra.get(INDEX_KEY) if isinstance(extra, dict) else None
    keys = said if isinstance(said, dict) else {record['name']: said}
    held = {
        label: f' : {keys[label]}'
        for label in labels
        if label in keys and _is_index_key(keys[label])
    }
    if not held or len(held) < len(keys) or len(extra) > 1:
        missing.append('extra')
    return held


def _is_index_key(key: object) -> bool:
    return isinstance(key, str) and key == spaced(key) != '' and ' : ' not in key


def _shown(label: str, markup: str) -> str:
    """Return *label* on one line and so that nothing in it is markup."""
    text = ' '.join(label.split())
    if markup == 'myst':
        text = _MYST_SPECIAL.sub(r'\\\1', text)
    else:
        text = _SPECIAL.sub(r'\\\1', text)
    # a colon between spaces would begin an index key, two dots a comment
    text = _COLON.sub(r'\\:', text)
    text = _NUMBER.sub(r'\1\\\2', text)
    return f'\\{text}' if text[:1] in _PUNCTUATION else text


def _width(char: str) -> int:
    """Return the columns that *char* takes, as docutils counts them."""
    return 2 if unicodedata.east_asian_width(char) in 'WF' else 1


def _indented(text: str, margin: str) -> str:
    return '\n'.join(f'{margin}{line}' if line else line for line in text.split('\n'))
