"""A set as a table in CSV: a row for each term, a column for each key in use.

A list of labels is one cell, with semicolons between the labels or, where one has
a semicolon in it, a line for each. `extra` has a column for each of its keys, as
far as they hold text alone. What an alias is beside its text has no place, nor
has what the set says of itself.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.export.data import set_as_data
from sphinxcontrib_archgloss.export.written import Loss, Written, term_losses
from sphinxcontrib_archgloss.terms.schema import TERM_KEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.terms.model import TermSet

SEPARATOR = ';'
"""Between the items of a list in a cell of one line."""
SYNONYMS = {
    'term': 'name', 'label': 'name', 'description': 'definition', 'alias': 'aliases',
    'synonyms': 'aliases', 'category': 'categories', 'reference': 'references',
}  # fmt: skip
"""Other headings that are understood → key of the record."""


def column_key(heading: str) -> str | None:
    """Return the key of the record that the column *heading* holds, if any."""
    name = '_'.join(heading.casefold().replace('-', ' ').replace('_', ' ').split())
    name = SYNONYMS.get(name, name)
    return name if name in TERM_KEYS and name != 'extra' else None


def as_csv(term_set: TermSet) -> Written:
    """Return *term_set* as a CSV file."""
    data = set_as_data(term_set)
    rows: list[dict[str, str]] = []
    lost = [key for key in data if key not in {'name', 'categories', 'terms'}]
    if any(c.label != c.id or c.description for c in term_set.categories):
        lost.append('labels of the categories')
    losses = [Loss(1, '', tuple(lost))] if lost else []
    for term, record in zip(term_set.terms, data['terms'], strict=True):
        missing: list[str] = []
        rows.append(_row(record, missing))
        losses += term_losses(term, missing)
    used = {key for row in rows for key in row}
    columns = [key for key in TERM_KEYS if key in used or key in ('name', 'definition')]
    columns += sorted(used - set(columns))
    text = io.StringIO(newline='')
    writer = csv.DictWriter(text, columns, restval='', lineterminator='\n')
    writer.writeheader()
    writer.writerows(rows)
    return Written(text.getvalue(), tuple(losses))


def _row(record: dict[str, Any], missing: list[str]) -> dict[str, str]:
    """Return the cells of *record*; *missing* gets what none of them holds."""
    row: dict[str, str] = {}
    for key, value in record.items():
        if key == 'extra':
            row |= _extra_cells(value, missing)
        elif key == 'aliases':
            row[key] = _list_cell([_alias(alias, missing) for alias in value])
        elif key == 'references':
            row[key] = _list_cell([w for work in value if (w := _work(work, missing))])
        elif isinstance(value, list):
            row[key] = _list_cell(value)
        elif isinstance(value, bool):
            row[key] = str(value).lower()
        else:
            row[key] = value
    return row


def _list_cell(items: Sequence[str]) -> str:
    if any(SEPARATOR in item for item in items):
        return '\n'.join(items) + ('\n' if len(items) == 1 else '')
    return f'{SEPARATOR} '.join(items)


def _alias(alias: str | dict[str, Any], missing: list[str]) -> str:
    if isinstance(alias, str):
        return alias
    text = str(alias['text'])
    if others := [key for key in alias if key != 'text']:
        missing.append(f'{" and ".join(others)} of the alias "{text}"')
    return text


def _work(work: dict[str, str], missing: list[str]) -> str:
    label, url = work['label'], work['url']
    if label != ' '.join(label.split()):
        missing.append(f'the reference to {url}, as its label has line breaks')
        return ''
    return f'{label} <{url}>'


def _extra_cells(extra: Any, missing: list[str]) -> dict[str, str]:
    if not isinstance(extra, dict) or not extra:
        missing.append('extra')
        return {}
    found = {}
    for key, value in extra.items():
        if (
            isinstance(value, str)
            and value.strip()
            and '\r' not in key + value
            and key == key.strip() != ''
            and column_key(key) is None
        ):
            found[key] = value
        else:
            missing.append(f'extra.{key}')
    return found
