"""A set as a table in CSV, written and read: a row for each term, a column for each key.

A list of labels is one cell, with semicolons between the labels or, if a label contains a
semicolon, one label a line. `extra` has a column for each of its keys that holds text. A
table cannot contain the kind or status of an alias, or the keys of the set itself. When a
table is read, its first row holds the headings, in any order; a column that is no key of
a record goes to `extra`, and commas, semicolons or tabs may separate the cells.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.exchange.ground.located_entries import Entry, located_set
from sphinxcontrib_archgloss.exchange.ground.plain_data import (
    Conversion,
    losses_of,
    set_as_data,
)
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes, SyntaxFault
from sphinxcontrib_archgloss.terms.problems import quoted
from sphinxcontrib_archgloss.terms.schema import TERM_KEYS
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.terms.model import TermSet

SEPARATOR = ';'
"""Between the items of a list in a cell of one line."""
SYNONYMS = {
    'term': 'name', 'label': 'name', 'description': 'definition', 'alias': 'aliases',
    'synonyms': 'aliases', 'category': 'categories', 'reference': 'references',
}  # fmt: skip
"""Other accepted headings → key of the record."""


def column_key(heading: str) -> str | None:
    """Return the key of the record for the column *heading*, if any."""
    name = '_'.join(heading.casefold().replace('-', ' ').replace('_', ' ').split())
    name = SYNONYMS.get(name, name)
    return name if name in TERM_KEYS and name != 'extra' else None


def as_csv(term_set: TermSet) -> Conversion:
    """Return *term_set* as a CSV file."""
    data = set_as_data(term_set)
    rows: list[dict[str, str]] = []
    lost = [key for key in data if key not in {'name', 'categories', 'terms'}]
    if any(c.label != c.id or c.description for c in term_set.categories):
        lost.append('labels of the categories')
    losses = losses_of(None, lost)
    for term, record in zip(term_set.terms, data['terms'], strict=True):
        missing: list[str] = []
        rows.append(_row(record, missing))
        losses += losses_of(term, missing)
    used = {key for row in rows for key in row}
    columns = [key for key in TERM_KEYS if key in used or key in ('name', 'definition')]
    columns += sorted(used - set(columns))
    text = io.StringIO(newline='')
    writer = csv.DictWriter(text, columns, restval='', lineterminator='\n')
    writer.writeheader()
    writer.writerows(rows)
    return Conversion(text.getvalue(), tuple(losses))


def _row(record: dict[str, Any], missing: list[str]) -> dict[str, str]:
    """Return the cells of *record*; add to *missing* what no cell can hold."""
    row: dict[str, str] = {}
    for key, value in record.items():
        if key == 'extra':
            row |= _extra_cells(value, missing)
        elif key == 'aliases':
            row[key] = _list_cell([_alias_cell(alias, missing) for alias in value])
        elif key == 'references':
            row[key] = _list_cell(
                [cell for work in value if (cell := _source_cell(work, missing))]
            )
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


def _alias_cell(alias: str | dict[str, Any], missing: list[str]) -> str:
    if isinstance(alias, str):
        return alias
    text = str(alias['text'])
    if others := [key for key in alias if key != 'text']:
        missing.append(f'{" and ".join(others)} of the alias "{text}"')
    return text


def _source_cell(source: dict[str, str], missing: list[str]) -> str:
    label, url = source['label'], source['url']
    if label != ' '.join(label.split()):
        missing.append(f'the reference to {url}, because its label has line breaks')
        return ''
    return f'{label} <{url}>'


def _extra_cells(extra: Any, missing: list[str]) -> dict[str, str]:
    if not isinstance(extra, dict) or not extra:
        missing.append('extra')
        return {}
    cells = {}
    for key, value in extra.items():
        if (
            isinstance(value, str)
            and value.strip()
            and '\r' not in key + value
            and key == key.strip() != ''
            and column_key(key) is None
        ):
            cells[key] = value
        else:
            missing.append(f'extra.{key}')
    return cells


Rows = list[tuple[int, list[str]]]
_TRUTH = {'true': True, 'yes': True, '1': True, 'false': False, 'no': False, '0': False}


def read_table(text: str, header: Mapping[str, Any]) -> tuple[Located, Notes]:
    """Return the set in *text*; *header* has the keys that a table does not hold.

    Raises SyntaxFault if *text* is not a table, or has no column for names.
    """
    if not text.strip():
        raise SyntaxFault('the file is empty', 1, None)
    notes = Notes()
    rows = list(_rows(text))
    if not rows:
        raise SyntaxFault('the file has no rows', 1, None)
    keys = _columns(rows, notes)
    categories: dict[str, str] = {}
    entries = []
    for line, cells in rows[1:]:
        if len(cells) > len(keys) and any(c.strip() for c in cells[len(keys) :]):
            fault = f'the row has {len(cells)} cells, but there are {len(keys)} columns'
            notes.append((f'{fault}; put cells with a separator in quotes', line, 1))
        values = _values(dict(zip(keys, cells, strict=False)), categories)
        if values:
            entries.append(Entry(line, values))
    keys_of_set = dict(header)
    if categories:
        keys_of_set['categories'] = [{'id': k, 'label': v} for k, v in categories.items()]
    return located_set(keys_of_set, entries), notes


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (1-based line, cells) of the rows that are not blank."""
    first = next(line for line in text.split('\n') if line.strip())
    delimiter = max(',;\t', key=lambda sign: _known_columns(first, sign))
    reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise SyntaxFault(f'invalid CSV: {error}', line, None) from error


def _known_columns(line: str, delimiter: str) -> int:
    headings = next(csv.reader([line], delimiter=delimiter))
    return sum(column_key(heading) is not None for heading in headings)


def _columns(rows: Rows, notes: Notes) -> list[str]:
    """Return for each column the key of the record, or its heading after a dot."""
    line, headings = rows[0]
    keys: list[str] = []
    for heading in headings:
        key = column_key(heading) or f'.{heading.strip()}'
        if key in keys and key != '.':
            notes.append(
                (f'two columns for {quoted(heading)}; remove one of them', line, 1)
            )
            key = '.'
        keys.append(key)
    if 'name' not in keys:
        known = ', '.join(key for key in TERM_KEYS if key != 'extra')
        message = f'missing heading "name" in the first row; valid headings: {known}'
        raise SyntaxFault(message, line, 1)
    return keys


def _values(cells: Mapping[str, str], categories: dict[str, str]) -> dict[str, Any]:
    """Return the record in a row; add its categories, id → label, to *categories*."""
    values: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for key, cell in cells.items():
        if not cell.strip() or key == '.':
            continue
        if key.startswith('.'):
            extra[key[1:]] = cell
        elif key == 'categories':
            labels = {_category_id(label): label for label in _items(cell)}
            values[key] = list(labels)
            for name, label in labels.items():
                categories.setdefault(name, label)
        elif key == 'references':
            values[key] = [_source(text) for text in _items(cell)]
        else:
            values[key] = _value(key, cell)
    if extra:
        values['extra'] = extra
    return values


def _value(key: str, cell: str) -> Any:
    sort = TERM_KEYS[key].schema.get('type')
    if sort == 'array':
        return _items(cell)
    if sort == 'boolean':
        return _TRUTH.get(cell.strip().casefold(), cell)
    return cell if key == 'definition' else cell.strip()


def _items(cell: str) -> list[str]:
    parts = cell.split('\n') if '\n' in cell else cell.split(SEPARATOR)
    return [part.strip() for part in parts if part.strip()]


def _category_id(label: str) -> str:
    """Return *label* itself if it can be an id, or otherwise an id made from it."""
    return label if not set(label) & set(' \t:#/?"\'<>`,') else slug(label)


def _source(text: str) -> dict[str, str]:
    label, opening, url = text.rpartition('<')
    if opening and url.endswith('>') and label.strip():
        return {'label': label.strip(), 'url': url.removesuffix('>').strip()}
    return {'label': text, 'url': text}
