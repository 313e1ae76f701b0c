"""A table in CSV as data of a set; its columns are told in `export.as_csv`.

The first row holds headings, in any order. A column that is no key of a record goes
to `extra`. Cells may be parted by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.export.as_csv import SEPARATOR, column_key
from sphinxcontrib_archgloss.intake.placed import Entry, placed_set
from sphinxcontrib_archgloss.terms.loading.positions import Located, Notes, SyntaxFault
from sphinxcontrib_archgloss.terms.problems import quoted
from sphinxcontrib_archgloss.terms.schema import TERM_KEYS
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Rows = list[tuple[int, list[str]]]
_TRUTH = {'true': True, 'yes': True, '1': True, 'false': False, 'no': False, '0': False}


def read_table(text: str, header: Mapping[str, Any]) -> tuple[Located, Notes]:
    """Return the set in *text*; *header* has what a table does not say.

    Raises SyntaxFault where *text* is no table, or has no column for names.
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
            said = f'the row has {len(cells)} cells, but there are {len(keys)} columns'
            notes.append((f'{said}; put a cell with a separator in quotes', line, 1))
        values = _values(dict(zip(keys, cells, strict=False)), categories)
        if values:
            entries.append(Entry(line, values))
    found = dict(header)
    if categories:
        found['categories'] = [{'id': k, 'label': v} for k, v in categories.items()]
    return placed_set(found, entries), notes


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
        raise SyntaxFault(f'not valid CSV: {error}', line, None) from error


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
            notes.append((f'two columns are for {quoted(heading)}; drop one', line, 1))
            key = '.'
        keys.append(key)
    if 'name' not in keys:
        known = ', '.join(key for key in TERM_KEYS if key != 'extra')
        said = f'the first row has no heading "name"; known headings are {known}'
        raise SyntaxFault(said, line, 1)
    return keys


def _values(cells: Mapping[str, str], categories: dict[str, str]) -> dict[str, Any]:
    """Return the record in a row; *categories* gets id → label of those it names."""
    found: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for key, cell in cells.items():
        if not cell.strip() or key == '.':
            continue
        if key.startswith('.'):
            extra[key[1:]] = cell
        elif key == 'categories':
            labels = {_category(label): label for label in _items(cell)}
            found[key] = list(labels)
            for name, label in labels.items():
                categories.setdefault(name, label)
        elif key == 'references':
            found[key] = [_work(work) for work in _items(cell)]
        else:
            found[key] = _value(key, cell)
    if extra:
        found['extra'] = extra
    return found


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


def _category(label: str) -> str:
    """Return *label* itself where it can be an id, or one made from it."""
    return label if not set(label) & set(' \t:#/?"\'<>`,') else slug(label)


def _work(text: str) -> dict[str, str]:
    label, opening, url = text.rpartition('<')
    if opening and url.endswith('>') and label.strip():
        return {'label': label.strip(), 'url': url.removesuffix('>').strip()}
    return {'label': text, 'url': text}
