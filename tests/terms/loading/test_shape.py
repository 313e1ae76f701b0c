"""`terms.loading.shape`: data that surely fits the schema needs no validator."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.loading.shape import surely_fits
from sphinxcontrib_archgloss.terms.schema import json_schema
from strategies import examples, set_data

SCHEMA = json_schema()
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
ODD = st.sampled_from(
    ['', ' ', '\x1c', '\x85', '\ufeff', '\u2028', '…', 'x\n', '\na', 'http://a', 'ä', '٣', '/',
     'en-', 'first', 'https://a b', 'https://a.b/c\n', 'a#b c', '#', 'page ', '😀', None, 0,
     1.5, True, [], {}, [1], [''], {'text': 'x'}, {'label': 'x'}]
)  # fmt: skip


@st.composite
def altered_sets(draw):
    """The data of a valid file in which one value, at any depth, is another."""
    data = draw(set_data())
    here = data
    while isinstance(here, (dict, list)) and here:
        keys = [*here] if isinstance(here, dict) else [*range(len(here))]
        key = draw(st.sampled_from(keys))
        if not isinstance(here[key], (dict, list)) or draw(st.booleans()):
            here[key] = draw(ODD | st.text(max_size=3))
            if isinstance(here, dict) and draw(st.booleans()):
                here[draw(st.sampled_from(['xyz', 'see', 'id', 'short']))] = draw(ODD)
            break
        here = here[key]
    return data


@given(set_data() | altered_sets())
@examples(400)
def test_what_surely_fits_has_no_faults(data):
    if surely_fits(data, SCHEMA):
        assert [error.message for error in VALIDATOR.iter_errors(data)] == []


@pytest.mark.parametrize(
    'faulty',
    [
        {'terms': []},
        {'name': 's'},
        {'name': 'S', 'terms': []},
        {'name': 's', 'terms': [{'name': 'x'}]},
        {'name': 's', 'terms': [{'name': 'x', 'definition': 'd', 'xyz': 1}]},
        {'name': 's', 'terms': [{'name': 'x', 'definition': 'a\x07'}]},
        {'name': 's', 'terms': [{'name': 'x', 'definition': 'd', 'forms': 'y'}]},
        {'name': 's', 'terms': [{'name': 'x', 'definition': 'd', 'aliases': [{}]}]},
    ],
)
def test_what_has_faults_does_not_surely_fit(faulty):
    assert not surely_fits(faulty, SCHEMA)


def test_the_built_in_sets_fit():
    for file in (resources.files('sphinxcontrib_archgloss.terms') / 'sets').iterdir():
        if file.name.endswith('.yaml'):
            assert surely_fits(yaml.safe_load(file.read_text(encoding='utf-8')), SCHEMA)


def test_a_file_without_faults_is_loaded_without_a_validator():
    code = (
        'import sys\n'
        'from sphinxcontrib_archgloss.terms.loading.load import load_bytes\n'
        'loaded = load_bytes(b"name: s\\nterms:\\n- {name: x, definition: d}\\n", "s.yaml")\n'
        'assert loaded.set and not loaded.problems\n'
        'sys.exit("jsonschema_rs" in sys.modules)'
    )
    assert subprocess.run([sys.executable, '-c', code], check=False).returncode == 0
