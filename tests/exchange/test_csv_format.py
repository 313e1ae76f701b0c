"""Tables in the forms that people use."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.exchange.formats import reader
from sphinxcontrib_archgloss.terms.loading.load import load_bytes
from strategies import reported


def read(text, **header):
    raw = text.encode() if isinstance(text, str) else text
    return load_bytes(raw, '/words.csv', reader('csv', {'name': 's', **header}, []))


def test_headings_are_read_as_people_write_them():
    found = read(
        'Term,Description,Synonyms,Replaced by,No-plural\nA,a,b; c,D,yes\nD,d,,,no\n'
    )
    one, other = found.set.terms
    assert one.labels() == ('A', 'b', 'c')
    assert (one.replaced_by, one.no_plural, other.no_plural) == ('D', True, False)
    assert reported(found) == []


def test_other_columns_go_to_extra():
    found = read('name,definition,Owner,\nA,a,us,x\nB,b,,\n')
    assert [term.extra for term in found.set.terms] == [{'Owner': 'us'}, None]


@pytest.mark.parametrize('sign', ',;\t')
def test_cells_may_be_parted_by_several_signs(sign):
    found = read(f'name{sign}definition\nA{sign}"a{sign} too"\n')
    assert found.set.terms[0].definition.value == f'a{sign} too'


def test_what_a_spreadsheet_exports_is_read():
    found = read(b'\xef\xbb\xbfname,definition\r\nA,"one\r\ntwo"\r\n\r\n,\r\n')
    assert found.set.terms[0].definition.value == 'one\ntwo'
    assert len(found.set.terms) == 1
    assert reported(found) == []


def test_categories_are_declared():
    found = read('name,definition,category\nA,a,Position and context\nB,b,x; y\n')
    assert [(category.id, category.label) for category in found.set.categories] == [
        ('position-and-context', 'Position and context'),
        ('x', 'x'),
        ('y', 'y'),
    ]


def test_references_are_labels_with_urls():
    cell = '"Kwon et al. <https://example.org/1>\nhttps://example.org/2"'
    found = read(f'name,definition,references\nA,a,{cell}\n')
    assert [
        (reference.label, reference.url) for reference in found.set.terms[0].references
    ] == [
        ('Kwon et al.', 'https://example.org/1'),
        ('https://example.org/2', 'https://example.org/2'),
    ]


def test_every_fault_has_its_line():
    found = read(
        'name,definition,status,no_plural\n'
        'A,"a\nand more",old,maybe\n'
        'B,,,\n'
        'A,again,,\n'
        'C,c,,,,too much\n'
    )
    assert reported(found) == [
        (2, 'the label "A" names two terms of the set "s": "A" here and "A" on line 5; remove it from one of them'),
        (2, '"no_plural" must be true or false, not "maybe"'),
        (2, '"status" must be one of draft, approved, deprecated, not "old"'),
        (4, 'the record has no "definition"; add it, or "see" for a redirect'),
        (5, 'the label "A" names two terms of the set "s": "A" here and "A" on line 2; remove it from one of them'),
        (6, 'the row has 6 cells, but there are 4 columns; put cells with a separator in quotes'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ('text', 'line', 'expected'),
    [
        ('', 1, 'the file is empty'),
        (
            'a,b\n1,2\n',
            1,
            'missing heading "name" in the first row; valid headings: name, ',
        ),
        ('name,definition\nA,"a\n', 2, 'invalid CSV: unexpected end of data'),
        (b'name,definition\nA,\xe9\n', 2, 'not UTF-8 (byte 0xe9); save the file as UTF-8'),
    ],
)
def test_text_that_is_not_a_table_is_reported(text, line, expected):
    found = read(text)
    assert found.set is None
    [(where, message)] = reported(found)
    assert where == line
    assert message.startswith(expected)


def test_two_columns_for_one_key_are_reported():
    found = read('name,definition,term\nA,a,B\n')
    assert reported(found) == [(1, 'two columns for "term"; remove one of them')]
    assert found.set.terms[0].name == 'A'
