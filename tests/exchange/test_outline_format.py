"""Outlines: the format of the original of the built-in set."""

from __future__ import annotations

from pathlib import Path

from sphinxcontrib_archgloss.exchange.formats import reader, write
from sphinxcontrib_archgloss.terms.loading.load import load_bytes, load_set
from sphinxcontrib_archgloss.terms.sets import built_in_sets
from strategies import reported

GIVEN = Path(__file__).parents[1] / 'terms' / 'data' / 'architecture.txt'


def read(text, **header):
    raw = text.encode()
    return load_bytes(raw, '/words.txt', reader('outline', {'name': 's', **header}, []))


def test_the_given_text_is_the_built_in_set():
    found = read(GIVEN.read_text('utf-8'))
    built_in = load_set(built_in_sets()['architecture']).set
    assert reported(found) == []
    assert (found.set.title, found.set.description) == (
        built_in.title,
        built_in.description,
    )
    assert [(t.id, t.name, t.definition.value) for t in found.set.terms] == [
        (t.id, t.name, t.definition.value) for t in built_in.terms
    ]


def test_the_built_in_set_is_the_given_text():
    built_in = load_set(built_in_sets()['architecture']).set
    assert write(built_in, 'outline').text.rstrip() == GIVEN.read_text('utf-8').rstrip()


def test_definitions_may_have_several_lines():
    found = read('T\n\nFirst.\nSecond.\n\n-  A\n\none\n\n* two\n\n- B\nb')
    assert found.set.description == 'First.\nSecond.'
    assert [(t.name, t.definition.value, t.definition.lines) for t in found.set.terms] == [
        ('A', 'one\n\n* two', (8, 9, 10)),
        ('B', 'b', (13,)),
    ]


def test_faults_have_their_lines():
    assert reported(read('- A\n- B\nb\n')) == [
        (1, 'missing title; add it as the first line of the outline'),
        (1, 'the record has no "definition"; add it, or "see" for a redirect'),
    ]
    assert reported(read(' \n')) == [(1, 'the file is empty')]


def test_the_command_line_has_the_last_word():
    assert read('T\n- A\na\n', title='Other').set.title == 'Other'
