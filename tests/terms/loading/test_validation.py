"""`terms.loading.validation`: errors of shape, each with a message and its place."""

from __future__ import annotations

import textwrap

import pytest

from sphinxcontrib_archgloss.terms.loading.json_reader import read_json
from sphinxcontrib_archgloss.terms.loading.validation import find_faults
from sphinxcontrib_archgloss.terms.loading.yaml_reader import read_yaml


def reported(text):
    """(line, column, message) of each reported fault of a YAML file."""
    root, notes = read_yaml(textwrap.dedent(text))
    assert notes == []
    return sorted((f.line, f.column, f.message) for f in find_faults(root) if f.message)


def record(*keys):
    """A set of one sound record, and on line 5 *keys* of it."""
    text = 'name: s\nterms:\n- name: x\n  definition: d\n'
    return text + ''.join(f'  {key}\n' for key in keys)


def test_a_sound_file_has_no_faults():
    assert (
        reported(record('aliases: [y, {text: z, kind: acronym}]', 'published: false')) == []
    )


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        (
            '[]',
            'the file must be a mapping, not a list; write "name:" and "terms:" at the top, and the list under "terms:"',
        ),
        ('x', 'the file must be a mapping, not "x"; write "name:" and "terms:" at the top'),
        (
            '~',
            'the file must be a mapping, not nothing; write "name:" and "terms:" at the top',
        ),
        (
            '1',
            'the file must be a mapping, not the number 1; write "name:" and "terms:" at the top',
        ),
        (
            'true',
            'the file must be a mapping, not the Boolean value true; write "name:" and "terms:" at the top',
        ),
    ],
)
def test_a_file_that_is_no_mapping(text, message):
    assert reported(text) == [(1, 1, message)]


def test_a_set_lacks_what_it_cannot_do_without():
    assert reported('title: T') == [
        (1, 1, 'the set has no "name"; add it'),
        (1, 1, 'the set has no "terms"; add it'),
    ]


@pytest.mark.parametrize(
    ('key', 'message'),
    [
        ('name: A b', '"name" of a set must consist of lowercase letters, digits, "-", "_" and ".", not "A b"'),
        ('name: ""', '"name" is empty; give it a value or remove it'),
        ('name: 3', '"name" must be text, not the number 3; put it in quotes'),
        ('lang: e', '"lang" must be a language tag such as "en" or "pt-BR", not "e"'),
        ('lang: no one', '"lang" must be a language tag such as "en" or "pt-BR", not "no one"'),
        ('markup: markdown', '"markup" must be one of rst, myst, not "markdown"'),
        ('markup: MyST', '"markup" must be one of rst, myst, not "MyST"; did you mean "myst"?'),
        ('url: example.org', '"url" must be an absolute http(s) URL with a host (https://example.org/), not "example.org"'),
        ('title: " "', '"title" is empty; give it a value or remove it'),
        ('title:', '"title" is empty; give it a value or remove it'),
        ('title: [T]', '"title" must be text, not a list'),
        ('licence: 2.0', '"licence" must be text, not the number 2.0; put it in quotes'),
        ('licence: true', '"licence" must be text, not the Boolean value true; put it in quotes'),
        ('categories: {a: b}', '"categories" must be a list, not a mapping'),
        ('titel: x', 'unknown key "titel"; did you mean "title"?'),
        ('TITLE: x', 'unknown key "TITLE"; did you mean "title"?'),
        ('license: x', 'unknown key "license"; did you mean "licence"?'),
        ('definition: x', 'unknown key "definition" of a set; move it to a record under "terms"'),
        ('xyz: 1', 'unknown key "xyz"; valid keys: name, title, description, lang, markup, order, url, licence, categories, terms'),
        ('<<: {title: x}', 'unknown key "<<"; valid keys: name, title, description, lang, markup, order, url, licence, categories, terms'),
    ],
)  # fmt: skip
def test_faults_of_a_set(key, message):
    name = '' if key.startswith('name') else '\nname: s'
    ((line, column, actual),) = reported(f'{key}{name}\nterms: []\n')
    assert actual == message
    at_key = message.startswith('unknown')
    assert (line, column) == (1, 1 if at_key else key.index(':') + 2 + (key[-1] != ':'))


@pytest.mark.parametrize(
    ('key', 'message'),
    [
        ('id: a b', '"id" must not contain spaces or any of , : # / ? " \' < > `, not "a b"'),
        ('id: a:b', '"id" must not contain spaces or any of , : # / ? " \' < > `, not "a:b"'),
        ('short: ""', '"short" is empty; give it a value or remove it'),
        ('short: "\\uFEFF"', '"short" contains no visible characters; give it a value or remove it'),
        ('short: "a\\0b"', 'control character U+0000 in "short"; remove it'),
        ('short: "a\\rb"', 'control character U+000D in "short"; remove it'),
        ('short: "a\\u009Fb"', 'control character U+009F in "short"; remove it'),
        ('aliases: KV', '"aliases" must be a list, not "KV"; write ["KV"]'),
        ('aliases: 5', '"aliases" must be a list, not the number 5'),
        ('aliases:', '"aliases" is empty; give it a value or remove it'),
        ('aliases: [5]', 'item 1 of "aliases" must be text or a mapping, not the number 5; put it in quotes'),
        ('aliases: [a, [b]]', 'item 2 of "aliases" must be text or a mapping, not a list'),
        ('aliases: [a, ""]', 'item 2 of "aliases" is empty; give it a value or remove it'),
        ('aliases: [a, ~]', 'item 2 of "aliases" is empty; give it a value or remove it'),
        ('aliases: [{kind: symbol}]', 'item 1 of "aliases" has no "text"; add it'),
        ('aliases: [{text: 1}]', '"text" must be text, not the number 1; put it in quotes'),
        ('aliases: [{text: a, kind: acronim}]', '"kind" must be one of acronym, abbreviation, synonym, variant, symbol, misspelling, not "acronim"; did you mean "acronym"?'),
        ('aliases: [{text: a, case: upper}]', '"case" must be one of exact, fold, smart, not "upper"'),
        ('aliases: [{text: a, hiden: true}]', 'unknown key "hiden"; did you mean "hidden"?'),
        ('aliases: [{text: a, xyz: true}]', 'unknown key "xyz"; valid keys: text, kind, case, status, hidden, autolink, in_text'),
        ('forms: [""]', 'item 1 of "forms" is empty; give it a value or remove it'),
        ('no_plural: "yes"', '"no_plural" must be true or false, not "yes"'),
        ('published: off', '"published" must be true or false, not "off"'),
        ('published: 0', '"published" must be true or false, not the number 0'),
        ('canonical: "#a"', '"canonical" must be a document (guide/page), a document#anchor or an absolute http(s) URL with a host (https://example.org/), not "#a"'),
        ('canonical: "a#b#c"', '"canonical" must be a document (guide/page), a document#anchor or an absolute http(s) URL with a host (https://example.org/), not "a#b#c"'),
        ('related: Token', '"related" must be a list, not "Token"; write ["Token"]'),
        ('related: [{a: b}]', 'item 1 of "related" must be text, not a mapping'),
        ('see: [Token]', '"see" must be text, not a list'),
        ('categories: [[a]]', 'item 1 of "categories" must be text, not a list'),
        ('references: [x]', 'item 1 of "references" must be a mapping, not "x"'),
        ('references: [{label: x}]', 'item 1 of "references" has no "url"; add it'),
        ('references: [{label: x, url: /a}]', '"url" must be an absolute http(s) URL with a host (https://example.org/), not "/a"'),
        ('references: [{label: x, url: "http://a", urls: b}]', 'unknown key "urls"; did you mean "url"?'),
        ('status: drafted', '"status" must be one of draft, approved, deprecated, not "drafted"; did you mean "draft"?'),
        ('status:', '"status" must be one of draft, approved, deprecated, not nothing'),
        ('status: []', '"status" must be one of draft, approved, deprecated, not a list'),
        ('autolink: true', '"autolink" must be one of off, suggest, first, all, not the Boolean value true'),
        ('alias: [a]', 'unknown key "alias"; did you mean "aliases"?'),
        ('plural: matrices', 'unknown key "plural"; did you mean "forms"? Regular plurals need no entry'),
        ('plural: false', 'unknown key "plural"; did you mean "no_plural"?'),
        ('synonyms: [a]', 'unknown key "synonyms"; did you mean "aliases"?'),
        ('see_also: [a]', 'unknown key "see_also"; did you mean "related"?'),
        ('publish: true', 'unknown key "publish"; did you mean "published"?'),
        ('"a\\nb": 1', 'unknown key "a b"; valid keys: name, definition, id, short, aliases, forms, no_plural, canonical, published, related, broader, contrast, see, categories, references, status, replaced_by, formerly, anchors, autolink, sort, extra (other data goes under "extra")'),
    ],
)  # fmt: skip
def test_faults_of_a_record(key, message):
    ((line, _, actual),) = reported(record(key))
    assert (line, actual) == (5, message)


URLS = {
    'https://example.org': True,
    'HTTPS://Example.org/a?b#c': True,
    'http://user:word@localhost:8000/x': True,
    'https://[2001:db8::1]:80/': True,
    'https://bücher.example': True,
    'https://': False,
    'HTTPS:///path': False,
    'https://:80/': False,
    'https://user@/x': False,
    'https://?q': False,
    'https://.': False,
    'https:example.org': False,
    'ftp://example.org/x': False,
    '//example.org/x': False,
}


@pytest.mark.parametrize(('url', 'valid'), URLS.items())
@pytest.mark.parametrize(
    'key', ['canonical: "{}"', 'references: [{{label: x, url: "{}"}}]']
)
def test_a_url_has_http_and_a_host(key, url, valid):
    problems = reported(record(key.format(url)))
    assert len(problems) == (not valid)
    assert valid or 'a host (https://example.org/)' in problems[0][2]


@pytest.mark.parametrize(
    'page', ['kv', 'guide/kv', 'kv.html', 'kv#part', 'kv#a//b', 'http']
)
def test_a_document_is_no_url(page):
    assert reported(record(f'canonical: "{page}"')) == []


def test_a_value_too_long_for_a_message_is_cut():
    ((_, _, actual),) = reported(record(f'id: "{"a b " * 50}"'))
    assert actual.endswith('…"')
    assert len(actual) < 140


def test_the_column_is_that_of_what_is_wrong():
    assert [fault[:2] for fault in reported(record('aliases: [a, 5]', 'xyz: 1'))] == [
        (5, 16),
        (6, 3),
    ]


@pytest.mark.parametrize(
    ('lines', 'faults'),
    [
        ('- definition: d', [(3, 'the record has no "name"; add it')]),
        (
            '- name: x',
            [(3, 'the record has no "definition"; add it, or "see" for a redirect')],
        ),
        ('- see: x', [(3, 'the record has no "name"; add it')]),
        ('- x', [(3, 'item 1 of "terms" must be a mapping, not "x"')]),
        ('-', [(3, 'item 1 of "terms" is empty; give it a value or remove it')]),
        ('- name: ""\n  see: y', [(3, '"name" is empty; give it a value or remove it')]),
        (
            '- name: x\n  definition:',
            [(4, '"definition" is empty; give it a value or remove it')],
        ),
        (
            '- name: x\n  definition: ""',
            [(4, '"definition" is empty; give it a value or remove it')],
        ),
        (
            '- name: 7\n  see: y',
            [(3, '"name" must be text, not the number 7; put it in quotes')],
        ),
    ],
)
def test_records_that_cannot_stand(lines, faults):
    found = reported(f'name: s\nterms:\n{lines}\n')
    assert [(line, actual) for line, _, actual in found] == faults


@pytest.mark.parametrize(
    'lines',
    ['- name: x\n  definiton: d', '- name: x\n  sea: y', '- nam: x\n  definition: d'],
)
def test_a_key_that_is_missing_because_it_is_misspelt_is_reported_once(lines):
    ((_, _, actual),) = reported(f'name: s\nterms:\n{lines}\n')
    assert actual.startswith('unknown key')
    assert 'did you mean' in actual


def test_an_unlike_key_is_no_excuse_for_a_missing_one():
    actual = [
        message for _, _, message in reported('name: s\nterms:\n- name: x\n  xyz: d\n')
    ]
    assert len(actual) == 2


def test_a_misspelt_key_excuses_its_own_record_only():
    found = reported('name: s\nterms:\n- name: x\n  definiton: d\n- name: y\n')
    assert [line for line, _, _ in found] == [4, 5]


def test_extra_is_free():
    assert reported(record('extra: {anything: [1, ~, "", "\\0", {"a b": true}]}')) == []


def test_all_faults_at_once():
    found = reported("""\
        nam: s
        markup: html
        categories:
        - id: a b
          label: A
        - label: B
        terms:
        - name: x
          aliases: [1, "", {txt: y}]
          references: [{url: here}]
        - definition: d
        - 5
        """)
    assert [(line, actual.partition(' ')[0]) for line, _, actual in found] == [
        (1, 'unknown'),
        (2, '"markup"'),
        (4, '"id"'),
        (6, 'item'),
        (8, 'the'),
        (9, 'item'),
        (9, 'item'),
        (9, 'unknown'),
        (10, 'item'),
        (10, '"url"'),
        (11, 'the'),
        (12, 'item'),
    ]


def test_line_breaks_of_windows_are_no_control_characters():
    root, _ = read_json(
        '{"name": "s", "terms": [{"name": "x", "definition": "a\\r\\nb", "short": "a\\tb"}]}'
    )
    assert list(find_faults(root)) == []


def test_what_a_fault_spoils():
    root, _ = read_yaml(record('aliases: [a, {text: b, kind: c}]', 'xyz: 1'))
    assert {fault.path for fault in find_faults(root)} == {
        ('terms', 0, 'aliases', 1, 'kind'),
        ('terms', 0, 'xyz'),
    }
