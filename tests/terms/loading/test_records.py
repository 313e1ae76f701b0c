"""`terms.loading.records`: which data is kept, dropped, or left out and remembered."""

from __future__ import annotations

import textwrap

import pytest

from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.model import Alias, Category, Source, Text
from sphinxcontrib_archgloss.terms.problems import Kind
from strategies import from_json, from_yaml, reported


def read(text):
    return from_yaml(textwrap.dedent(text))


def only(loaded):
    """The one term of a file."""
    (found,) = loaded.set.terms
    return found


def is_lost(loaded, label):
    """Whether a reference to *label* is known to be about something left out."""
    match = Lexicon([loaded.set] if loaded.set else [], loaded.lost).find(label)
    assert match.keys == ()
    return match.lost


# --- sound records ---


def test_everything_in_a_record_is_kept():
    loaded = read("""\
        name: s
        title: The  set
        lang: en-GB
        markup: myst
        url: https://example.org/s
        licence: MIT
        description: >
          What it is
          about.
        categories: [{id: c, label: C, description: D}, {id: d, label: E}]
        terms:
        - name:  KV   cache
          definition: |

            Keys and values.

            * kept

          id: kvc
          short: Keys and values, kept.
          aliases: [cache, {text: "K V", kind: symbol, case: exact, status: deprecated,
                    hidden: true, autolink: all}]
          forms: [KV-caches]
          no_plural: true
          canonical: concepts/kv#a
          published: false
          related: [KV cache]
          broader: [A]
          contrast: [B]
          see: C
          categories: [c, d]
          references: [{label: Paper, url: https://example.org/p}]
          status: approved
          replaced_by: D
          formerly: [old cache]
          anchors: [term-KVC, term-0]
          autolink: first
          sort: cache
          extra: {a: [1, null]}
        """)
    assert loaded.problems == ()
    found = loaded.set
    assert (found.name, found.title, found.lang, found.markup) == (
        's',
        'The  set',
        'en-GB',
        'myst',
    )
    assert (found.url, found.licence) == ('https://example.org/s', 'MIT')
    assert found.description == 'What it is about.'
    assert found.categories == (
        Category(id='c', label='C', description='D'),
        Category(id='d', label='E'),
    )
    term = only(loaded)
    assert (term.set, term.id, term.key, term.name) == ('s', 'kvc', 's:kvc', 'KV cache')
    assert (term.line, term.name_line) == (12, 12)
    assert term.definition == Text(value='Keys and values.\n\n* kept', lines=(15, 16, 17))
    assert term.definition.offsets() == (0, 1, 2)
    assert term.short == 'Keys and values, kept.'
    assert term.aliases == (
        Alias(text='cache'),
        Alias(
            text='K V', kind='symbol', case='exact', status='deprecated', hidden=True, autolink='all'
        ),
    )  # fmt: skip
    assert term.labels() == ('KV cache', 'cache', 'K V', 'KV-caches', 'old cache')
    assert (term.no_plural, term.published, term.canonical) == (
        True,
        False,
        'concepts/kv#a',
    )
    assert (term.anchors, term.lines['anchors']) == (('term-KVC', 'term-0'), 36)
    assert term.relations() == (
        ('broader', 'A'),
        ('contrast', 'B'),
        ('related', 'KV cache'),
        ('see', 'C'),
        ('replaced_by', 'D'),
    )
    assert term.categories == ('c', 'd')
    assert term.references == (Source(label='Paper', url='https://example.org/p'),)
    assert (term.status, term.autolink, term.sort) == ('approved', 'first', 'cache')
    assert term.extra == {'a': [1, None]}
    assert term.lines == {
        'canonical': 25, 'related': 27, 'broader': 28, 'contrast': 29, 'see': 30, 'replaced_by': 34,
        'anchors': 36, 'https://example.org/p': 32,
    }  # fmt: skip


def test_missing_keys_of_a_record_have_defaults():
    term = only(read('name: s\nterms:\n- name: C++\n  definition: d\n'))
    assert term.id == 'c-plus-plus'
    assert term.published
    assert not term.no_plural
    assert term.labels() == ('C++',)
    assert term.relations() == ()
    assert (term.canonical, term.short, term.extra, term.lines) == (None, None, None, {})


def test_missing_keys_of_an_alias_have_defaults():
    term = only(read('name: s\nterms: [{name: x, see: y, aliases: [" z  z "]}]\n'))
    (alias,) = term.aliases
    assert (alias.text, alias.kind, alias.case) == ('z z', 'synonym', 'smart')
    assert (alias.status, alias.hidden, alias.autolink) == ('admitted', False, None)


def test_white_space_is_collapsed_but_in_what_is_free():
    text = (
        '{name: x, see: y, short: "a  b", sort: " c ", extra: "d  e", related: [" f  g"]}'
    )
    term = only(read(f'name: s\nterms: [{text}]\n'))
    assert (term.short, term.sort, term.related) == ('a b', 'c', ('f g',))
    assert term.extra == 'd  e'


def test_a_redirect_needs_no_definition():
    term = only(read('name: s\nterms:\n- name: x\n  see: y\n'))
    assert term.definition is None
    assert term.see == 'y'


def test_carriage_returns_in_a_text_are_line_ends():
    loaded = from_json('{"name": "s", "terms": [{"name": "x", "definition": "a\\r\\nb"}]}')
    assert only(loaded).definition == Text(value='a\nb', lines=(1, 1))


def test_first_line_of_a_text_of_nothing():
    assert Text(value='', lines=()).first_line == 1


@pytest.mark.parametrize(
    ('lang', 'inflects'),
    [
        ('', True),
        ('en', True),
        ('EN-us', True),
        ('de', False),
        ('enm', False),
        ('zh', False),
    ],
)
def test_only_english_inflects(lang, inflects):
    header = f'lang: {lang}\n' if lang else ''
    assert read(f'name: s\n{header}terms: []\n').set.inflects is inflects


# --- a faulty key is dropped, the record stays ---


@pytest.mark.parametrize(
    ('line', 'attribute', 'value'),
    [
        ('id: a b', 'id', 'token'),
        ('short: 1', 'short', None),
        ('aliases: tok', 'aliases', ()),
        ('aliases: [tok, 5, "", {kind: symbol}]', 'aliases', (Alias(text='tok'),)),
        ('aliases: [{text: tok, kind: x, hidden: true}]', 'aliases', (Alias(text='tok', hidden=True),)),
        ('aliases: [{text: 7}, [x]]', 'aliases', ()),
        ('forms: [a, 1, b]', 'forms', ('a', 'b')),
        ('canonical: "#x"', 'canonical', None),
        ('published: off', 'published', True),
        ('no_plural: 1', 'no_plural', False),
        ('related: [A, [b], c  d]', 'related', ('A', 'c d')),
        ('broader: [A, 1]', 'broader', ('A',)),
        ('contrast: ["", A]', 'contrast', ('A',)),
        ('formerly: [A, [b]]', 'formerly', ('A',)),
        ('see: [A]', 'see', None),
        ('references: [{label: x}, {label: y, url: "http://y"}, 3]', 'references', (Source(label='y', url='http://y'),)),
        ('references: [{label: y, url: "http://y", k: 1}]', 'references', (Source(label='y', url='http://y'),)),
        ('categories: c', 'categories', ()),
        ('categories: [1, c, [c]]', 'categories', ('c',)),
        ('autolink: true', 'autolink', None),
        ('status: x', 'status', None),
        ('unknown: x', 'extra', None),
    ],
)  # fmt: skip
def test_a_faulty_key_is_dropped_and_reported(line, attribute, value):
    loaded = read(
        'name: s\ncategories: [{id: c, label: C}]\nterms:\n'
        f'- name: Token\n  definition: d\n  {line}\n'
    )
    assert getattr(only(loaded), attribute) == value
    assert {problem.place.line for problem in loaded.problems} == {6}
    assert {problem.kind for problem in loaded.problems} == {Kind.DATA}


def test_a_faulty_key_of_the_set_is_dropped():
    loaded = read('name: s\ntitle: 1\nlang: x\nmarkup: html\nterms: [{name: x, see: x}]\n')
    assert (loaded.set.title, loaded.set.lang, loaded.set.markup) == ('', '', 'rst')
    assert [line for line, _ in reported(loaded)] == [2, 3, 4]
    assert only(loaded).name == 'x'


@pytest.mark.parametrize(
    ('line', 'label'),
    [
        ('aliases: tok', 'tok'),
        ('aliases: [{txt: tok}]', 'tok'),
        ('alias: [tok]', 'tok'),
        ('aka: {first: tok}', 'tok'),
        ('forms: tok', 'toks'),
        ('formerly: {tok: since 1.0}', 'Tok'),
        ('aliases: [[tok]]', 'tok'),
        ('id: to/k', 's:to/k'),
    ],
)
def test_labels_in_a_dropped_key_stay_known(line, label):
    loaded = read(f'name: s\nterms:\n- name: Token\n  definition: d\n  {line}\n')
    assert is_lost(loaded, label)
    assert not is_lost(loaded, 'something else')


def test_texts_that_are_no_labels_are_not_taken_for_any():
    loaded = read("""\
        name: s
        terms:
        - name: Token
          definition: d
          status: settled
          references: [{label: paper}]
          canonical: 'a#'
        """)
    assert len(loaded.problems) == 3
    assert not any(is_lost(loaded, label) for label in ('settled', 'paper', 'a#'))


# --- a misspelled key hides nothing, and is reported once ---


@pytest.mark.parametrize(
    'key',
    ['term', 'trems', 'Terms', 'entries', 'entires', 'records', 'vocabulary', 'items'],
)
def test_a_set_whose_terms_are_under_another_key_has_all_its_faults_reported(key):
    records = """
- {name: Token, definition: d, aliases: [{txt: x}], related: [Patch]}
- {name: Token, definition: d}
- {name: Head, definition: d, status: aproved, categories: [c]}
"""
    loaded = read(f'name: s\n{key}:{records}')
    sound = read(f'name: s\nterms:{records}')
    assert loaded.set.terms == sound.set.terms
    assert sorted(
        [(2, f'unknown key "{key}"; did you mean "terms"?'), *reported(sound)]
    ) == sorted(reported(loaded))


@pytest.mark.parametrize(
    ('record', 'messages'),
    [
        ('{nam: T}', ['unknown key "nam"; did you mean "name"? The record has no "definition" either']),
        ('{term: T}', ['unknown key "term"; did you mean "name"? The record has no "definition" either']),
        ('{nam: T, definition: d}', ['unknown key "nam"; did you mean "name"?']),
        ('{nam: T, see: U}', ['unknown key "nam"; did you mean "name"?']),
        ('{name: T, defintion: d}', ['unknown key "defintion"; did you mean "definition"?']),
        ('{name: T, description: d}', ['unknown key "description"; did you mean "definition"?']),
        ('{}', ['the record has no "name" and no "definition"; add them, or "see" for a redirect']),
        ('{definition: d}', ['the record has no "name"; add it']),
        ('{name: T}', ['the record has no "definition"; add it, or "see" for a redirect']),
        (
            '{name: T, defn: d, alisases: [{txt: x}], relatd: [1]}',
            [
                'unknown key "alisases"; did you mean "aliases"?',
                'unknown key "defn"; did you mean "definition"?',
                'unknown key "relatd"; did you mean "related"?',
                'unknown key "txt"; did you mean "text"?',
                'item 1 of "related" must be text, not the number 1; put it in quotes',
            ],
        ),
        # of a key that only means something similar, the value may have another shape
        ('{name: T, definition: d, plural: Ts}', [
            'unknown key "plural"; did you mean "forms"? Regular plurals need no entry',
        ]),
    ],
)  # fmt: skip
def test_a_record_with_misspelled_or_missing_keys_has_one_message_for_each_cause(
    record, messages
):
    loaded = read(f'name: s\nterms:\n- {{name: U, definition: d}}\n- {record}\n')
    assert sorted(message for _, message in reported(loaded)) == sorted(messages)


def test_a_set_with_a_misspelled_name_has_that_name():
    assert read('nmae: mine\nterms:\n- {name: T, definition: d}\n').set.name == 'mine'


def test_a_record_with_a_misspelled_name_or_definition_serves():
    loaded = read('name: s\nterms:\n- {nam: T, defintion: d, relatd: [x]}\n')
    (term,) = loaded.set.terms
    assert (term.name, term.definition.value, term.related) == ('T', 'd', ())


# --- a faulty record is left out, the rest serves ---


@pytest.mark.parametrize(
    ('lines', 'labels'),
    [
        ('- name: Lost one', ['Lost one', 'lost-ones']),
        ('- Lost one', ['lost one']),
        ('- nme: Lost one', ['lost one']),
        ('- name: Lost one\n  definition: 1\n  aliases: [lo, {text: l1}]', ['lo', 'L1']),
        ('- name: x\n  definition: ""\n  aliases: lo\n  forms: [xs]\n  formerly: [y]', ['lo', 'xs', 'y']),
        ('- name: Lost one\n  id: l1', ['l1']),
        ('- name: 12\n  definition: d\n  aliases: [Lost one]', ['lost one']),
        ('- name: [Lost one]\n  definition: d', ['lost one']),
    ],
)  # fmt: skip
def test_labels_of_a_record_left_out_stay_known(lines, labels):
    loaded = read(f'name: s\nterms:\n- name: Kept\n  definition: d\n{lines}\n')
    assert [term.name for term in loaded.set.terms] == ['Kept']
    assert loaded.problems
    assert all(is_lost(loaded, label) for label in labels)
    assert not is_lost(loaded, 'something else')


@pytest.mark.parametrize('lines', ['- 5', '-', '- [x]', '- {}', '- name: \n  see: x'])
def test_records_without_a_label_are_left_out_too(lines):
    loaded = read(f'name: s\nterms:\n- name: Kept\n  definition: d\n{lines}\n')
    assert [term.name for term in loaded.set.terms] == ['Kept']
    assert loaded.problems


def test_a_name_of_which_no_id_can_be_made():
    loaded = read('name: s\nterms:\n- name: "()"\n  definition: d\n- name: x\n  see: x\n')
    assert reported(loaded) == [(3, 'cannot make an id from the name "()"; add an "id"')]
    assert [term.name for term in loaded.set.terms] == ['x']
    assert is_lost(loaded, '()')
    loaded = read('name: s\nterms:\n- name: "()"\n  definition: d\n  id: parens\n')
    assert (loaded.problems, only(loaded).id) == ((), 'parens')


@pytest.mark.parametrize(
    'text',
    [
        'name: s',
        'name: s\nterms: {}',
        'name: s\nterms:',
        'name: S\nterms: {}',
        '- name: s',
        'just text',
    ],
)
def test_a_set_without_records_is_lost(text):
    loaded = read(text)
    assert loaded.set is None
    assert loaded.problems


def test_the_labels_of_a_set_lost_as_a_whole_stay_known():
    loaded = read("""\
        name: s
        terms:
        - name: C#
          definition: d
          aliases: ['it''s', "C\\u266f"]
          forms:
          - Sharps
        - {name: KV cache, see: x}
        - {
        """)
    assert loaded.set is None
    assert not loaded.opaque
    for label in ('C#', "it's", 'C♯', 'sharps', 'kv caches', 'set:KV cache'):
        assert is_lost(loaded, label)


@pytest.mark.parametrize(
    ('name', 'meanwhile'),
    [
        ('name: My Set', 'my-set'),
        ('name: ""', 'set'),
        ('name: [s]', 'set'),
        ('name: 3', 'set'),
        ('label: My Set', 'my-set'),
        ('name: _ä_', 'set'),
    ],
)
def test_a_faulty_name_hides_no_other_fault(name, meanwhile):
    records = """
terms:
- {name: Token, definition: d, colour: red}
- {name: Patch, definition: d, aliases: [Token], categories: [c]}
- {name: Head}
"""
    loaded = from_yaml(f'{name}{records}')
    sound = from_yaml(f'name: {meanwhile}{records}')
    assert loaded.set.name == meanwhile
    assert [term.name for term in loaded.set.terms] == ['Token', 'Patch']
    in_records = [problem for problem in loaded.problems if problem.place.line > 2]
    assert in_records == [problem for problem in sound.problems if problem.place.line > 2]
    assert len(in_records) == 5
    assert len(loaded.problems) == 6
    match = Lexicon([loaded.set]).find('intended:Patch')
    assert match.lost  # the set may be meant to have that name


# --- records that collide ---


def test_a_label_of_three_records_is_reported_once_at_each():
    loaded = read("""\
        name: s
        terms:
        - {name: Token, see: x}
        - {name: Piece, see: x, aliases: [Token]}
        - {name: Token, see: y}
        """)
    three = 'the label "Token" names 3 terms of the set "s"'
    assert reported(loaded) == [
        (3, f'{three}: "Token" here, "Piece" on line 4 and "Token" on line 5; remove it from all but one of them'),
        (4, f'{three}: "Piece" here, "Token" on line 3 and "Token" on line 5; remove it from all but one of them'),
        (5, f'{three}: "Token" here, "Token" on line 3 and "Piece" on line 4; remove it from all but one of them'),
    ]  # fmt: skip


def test_a_duplicate_record_is_reported_by_its_name_alone():
    loaded = read("""\
        name: s
        terms:
        - {name: Token, see: x, aliases: [piece, part]}
        - {name: Token, see: x, aliases: [piece, part]}
        """)
    assert [line for line, _ in reported(loaded)] == [3, 4]


def test_one_label_for_two_terms_is_reported_at_both():
    loaded = read("""\
        name: s
        terms:
        - name: Token
          definition: d
          aliases: [piece]
        - name: Patch
          definition: d
          forms: [piece]
        """)
    assert reported(loaded) == [
        (3, 'the label "piece" names two terms of the set "s": "Token" here and "Patch" on line 6; remove it from one of them'),
        (6, 'the label "piece" names two terms of the set "s": "Patch" here and "Token" on line 3; remove it from one of them'),
    ]  # fmt: skip
    assert {problem.kind for problem in loaded.problems} == {Kind.DUPLICATE}
    assert [term.name for term in loaded.set.terms] == ['Token', 'Patch']


@pytest.mark.parametrize(
    'second',
    [
        '- name: Token\n  see: x',
        '- name: Token\n  id: other\n  see: x',
        '- name: " Token "\n  see: x',
    ],
)
def test_one_name_for_two_terms_is_a_duplicate(second):
    loaded = read(f'name: s\nterms:\n- name: Token\n  definition: d\n{second}\n')
    assert [(p.kind, p.place.line) for p in loaded.problems] == [
        (Kind.DUPLICATE, 3),
        (Kind.DUPLICATE, 5),
    ]


def test_labels_that_differ_in_case_are_no_duplicates():
    loaded = read('name: s\nterms:\n- {name: MoE, see: x}\n- {name: moe, id: m, see: x}\n')
    assert loaded.problems == ()


def test_one_label_twice_in_one_term_is_no_duplicate():
    loaded = read('name: s\nterms:\n- {name: x, see: y, aliases: [x, z], forms: [z]}\n')
    assert loaded.problems == ()


def test_two_names_with_one_slug():
    loaded = read("""\
        name: s
        terms:
        - name: KV cache
          definition: d
        - name: kv-cache
          definition: e
          aliases: [cache of keys]
        """)
    message = '"kv-cache" and "KV cache" (line 3) both get the id "kv-cache"; give one of them its own "id"'
    assert reported(loaded) == [(5, message)]
    assert only(loaded).definition.value == 'd'
    assert is_lost(loaded, 'cache of keys')


def test_a_dropped_id_is_not_reported_as_given():
    loaded = read(
        'name: s\nterms:\n- {name: A b, see: x}\n- {name: a-b, id: a/b, see: x}\n'
    )
    assert [message.partition(' ')[0] for _, message in reported(loaded)] == [
        '"a-b"',
        '"id"',
    ]


def test_an_id_given_twice():
    loaded = read("""\
        name: s
        terms:
        - name: Token
          definition: d
        - name: Piece
          id: token
          definition: e
        """)
    assert reported(loaded) == [
        (5, 'the id "token" is already used by "Token" (line 3); choose another')
    ]
    assert only(loaded).name == 'Token'
    assert is_lost(loaded, 'pieces')


# --- categories ---


def test_a_category_that_is_not_declared():
    loaded = read("""\
        name: s
        categories: [{id: one, label: One}]
        terms:
        - name: x
          definition: d
          categories:
          - one
          - two
        """)
    assert reported(loaded) == [
        (8, 'the category "two" is not declared; add it to the set’s "categories"')
    ]
    assert only(loaded).categories == ('one',)


def test_a_category_declared_twice():
    loaded = read("""\
        name: s
        categories:
        - {id: one, label: First}
        - {id: one, label: Second}
        terms: []
        """)
    assert reported(loaded) == [(4, 'duplicate category "one"; remove one of them')]
    assert loaded.set.categories == (Category(id='one', label='First'),)


@pytest.mark.parametrize(
    'declared',
    [
        '[{id: one}]',
        '[{id: one, label: ""}]',
        '[one]',
        '{one: One}',
        'one',
        '[{ids: one, label: One}]',
    ],
)
def test_a_faulty_declaration_is_reported_once_and_not_at_its_uses(declared):
    loaded = read(
        f'name: s\ncategories: {declared}\nterms: [{{name: x, see: x, categories: [one]}}]\n'
    )
    assert {line for line, _ in reported(loaded)} == {2}
    assert loaded.set.categories == ()
    assert only(loaded).categories == ()


def test_a_faulty_description_of_a_category_is_dropped():
    loaded = read(
        'name: s\ncategories: [{id: one, label: One, description: 1}]\nterms: []\n'
    )
    assert loaded.set.categories == (Category(id='one', label='One'),)


# --- everything at once ---


def test_all_faults_of_a_file_in_one_go():
    loaded = read("""\
        name: s
        colour: red
        terms:
        - name: Token
          definition: d
          aliases: [piece, 5]
        - name: Lost
        - name: Patch
          name: Patches
          definition: d
          aliases: [piece]
        - name: token
          definition: d
        - name: !tag Vector
          definition: d
          categories: [none]
        """)
    assert [(line, message.split(' ')[0]) for line, message in reported(loaded)] == [
        (2, 'unknown'),
        (4, 'the'),
        (6, 'item'),
        (7, 'the'),
        (8, 'the'),
        (9, 'duplicate'),
        (12, '"token"'),
        (14, 'the'),
        (16, 'the'),
    ]
    assert [term.name for term in loaded.set.terms] == ['Token', 'Patch', 'Vector']
    assert is_lost(loaded, 'Lost')


def test_what_a_key_given_twice_held_stays_known():
    loaded = read("""\
        name: s
        terms:
        - name: Token
          definition: d
          name: Patch
          definition: the dash before the second name was forgotten
        """)
    assert [line for line, _ in reported(loaded)] == [5, 6]
    assert is_lost(loaded, 'patches')
