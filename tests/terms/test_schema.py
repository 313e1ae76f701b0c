"""`terms.schema`: the keys of a data file, and the schema shipped for editors."""

from __future__ import annotations

import json
import runpy
from importlib import resources

import jsonschema_rs
import pytest
import yaml

from sphinxcontrib_archgloss.terms import schema

PACKAGE = resources.files('sphinxcontrib_archgloss.terms')


@pytest.fixture(scope='module')
def shipped():
    return (PACKAGE / schema.SCHEMA_FILE).read_text(encoding='utf-8')


def test_the_shipped_file_is_the_schema(shipped):
    assert shipped == schema.rendered_schema()


def test_running_the_module_prints_the_schema(shipped, capsys):
    runpy.run_path(str(PACKAGE / 'schema.py'), run_name='__main__')
    assert capsys.readouterr().out == shipped


def test_it_is_a_sound_schema_of_its_draft(shipped):
    found = json.loads(shipped)
    assert found['$schema'] == 'https://json-schema.org/draft/2020-12/schema'
    assert jsonschema_rs.meta.is_valid(found)


def test_the_built_in_sets_are_valid(shipped):
    validator = jsonschema_rs.validator_for(json.loads(shipped))
    files = [f for f in (PACKAGE / 'sets').iterdir() if f.name.endswith('.yaml')]
    assert files
    for file in files:
        data = yaml.safe_load(file.read_text(encoding='utf-8'))
        assert [error.message for error in validator.iter_errors(data)] == []


def keys_of_mappings():
    return [
        schema.SET_KEYS,
        schema.TERM_KEYS,
        schema.ALIAS_KEYS,
        schema.SOURCE_KEYS,
        schema.CATEGORY_KEYS,
    ]


@pytest.mark.parametrize('keys', keys_of_mappings())
def test_every_key_is_described_in_a_sentence(keys):
    for name, key in keys.items():
        assert key.help[0].isupper() or key.help[0] == '`', name
        assert key.help.endswith('.'), name


def test_no_mapping_takes_keys_that_are_not_declared(shipped):
    def mappings(node):
        if isinstance(node, dict):
            if 'properties' in node:
                yield node
            for value in node.values():
                yield from mappings(value)

    found = list(mappings(json.loads(shipped)))
    assert len(found) == len(keys_of_mappings())
    assert all(node['additionalProperties'] is False for node in found)


@pytest.mark.parametrize(
    ('record', 'valid'),
    [
        ({'name': 'Token', 'definition': 'A unit.'}, True),
        ({'name': 'Tokens', 'see': 'Token'}, True),
        ({'name': 'Token'}, False),
        ({'definition': 'A unit.'}, False),
        ({'name': 'Token', 'definition': ' '}, False),
        ({'name': 'Token', 'definition': 'A.', 'aliases': ['t', {'text': 'tok'}]}, True),
        ({'name': 'Token', 'definition': 'A.', 'aliases': [{'kind': 'acronym'}]}, False),
        ({'name': 'Token', 'definition': 'A.', 'id': 'a:b'}, False),
        ({'name': 'Token', 'definition': 'A.', 'id': '注意力'}, True),
        ({'name': 'Token', 'definition': 'A.', 'extra': {'anything': [1, None]}}, True),
        ({'name': 'Token', 'definition': 'A.', 'canonical': 'a/b'}, True),
        ({'name': 'Token', 'definition': 'A.', 'canonical': 'a b/c#d'}, True),
        (
            {'name': 'Token', 'definition': 'A.', 'canonical': 'https://example.org/#x'},
            True,
        ),
        ({'name': 'Token', 'definition': 'A.', 'canonical': '#d'}, False),
        ({'name': 'Token', 'definition': 'A.', 'canonical': 'a#b c'}, True),  # a label
        ({'name': 'Token', 'definition': 'A.', 'canonical': 'a# b'}, False),
        ({'name': 'Token', 'definition': 'A.', 'canonical': 'a#b#c'}, False),
        ({'name': 'Token', 'definition': 'A.', 'canonical': 'a#'}, False),
        ({'name': 'Token', 'definition': 'A.', 'published': 'false'}, False),
    ],
)
def test_records_and_whether_they_are_valid(shipped, record, valid):
    data = {'name': 's', 'terms': [record]}
    assert jsonschema_rs.is_valid(json.loads(shipped), data) is valid
