"""`project.diagnostics.diagnostics`: the problems of a project beyond the rows of the table."""

from __future__ import annotations

import re

import pytest

from sphinxcontrib_archgloss.project.diagnostics.diagnostics import diagnose
from sphinxcontrib_archgloss.project.facts import Claim, PageFacts, PageProblem, Use
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.model import Alias
from sphinxcontrib_archgloss.terms.problems import Kind, Place
from strategies import lexicon, project, rendering, term, term_set


def diagnosis_of(example, ignored=(), elsewhere=()):
    return diagnose(
        example,
        ignored=lambda target: target in ignored,
        elsewhere=lambda target: 'http://x' if target in elsewhere else '',
    )


def messages(example, **how):
    """'kind place:line message' for each problem."""
    return [
        f'{p.kind} {p.place.path}:{p.place.line} {p.message}'
        for p in diagnosis_of(example, **how).problems
    ]


def page(*targets, kind='ref', inside='', **facts):
    """A page that refers to *targets*, on lines 1, 2, …"""
    uses = tuple(Use(kind, target, n, '', inside) for n, target in enumerate(targets, 1))
    return PageFacts(uses=uses, **facts)


GLOSSARY = PageFacts(renderings=(rendering('s:token'),))


# --- places ---


def test_where_a_use_is_written():
    words = lexicon(term('Token', line=10), term('Piece', see='Token', definition=''))
    example = project(words)
    assert example.place_of('a', Use('ref', 'x', 3)) == Place('a', 3, is_docname=True)
    assert example.place_of('a', Use('ref', 'x', 3, '/inc.txt')) == Place('/inc.txt', 3)
    assert example.place_of('a', Use('ref', 'x', 3, '', 's:token')) == Place('/s.yaml', 14)
    assert example.place_of('a', Use('ref', 'x', None, '', 's:token')) == Place(
        '/s.yaml', 11
    )
    # the term is no more, or has no definition any more
    assert example.place_of('a', Use('ref', 'x', 3, '', 's:gone')).path == 'a'
    assert example.place_of('a', Use('ref', 'x', 3, '', 's:piece')).path == 'a'
    assert example.place_of('a', Claim('x', '', '', 4, '/inc.txt')) == Place('/inc.txt', 4)


def test_problems_are_in_the_order_of_places_and_reported_once():
    words = lexicon(term('Token', related=('none', 'none')))
    example = project(words, b=page('x', 'x'), a=page('x'), g=GLOSSARY)
    assert [line.split(' ')[:2] for line in messages(example)] == [
        ['data', '/s.yaml:1'],
        ['undefined', 'a:1'],
        ['undefined', 'b:1'],
        ['undefined', 'b:2'],
    ]
    twice = (PageProblem('data', 'Odd.', 1),) * 2
    assert len(messages(project(words, a=PageFacts(problems=twice)))) == 2


# --- undefined and ambiguous ---


def test_up_to_three_labels_are_suggested():
    example = project(lexicon('token 1', 'token 2', 'token 3', 'token 4'), a=page('token'))
    hint = 'did you mean "token 1", "token 2" or "token 3"?'
    assert messages(example) == [f'undefined a:1 unknown term "token"; {hint}']


def test_misspellings_and_labels_to_avoid_are_not_suggested():
    words = lexicon(
        term('Attention', Alias(text='Atention', kind='misspelling')),
        term('Head', Alias(text='Attntion', status='forbidden'), formerly=('Attentin',)),
    )
    (line,) = messages(project(words, a=page('Atentionn')))
    assert line.endswith('did you mean "Attention"?')


def test_labels_in_other_scripts_are_suggested_too():
    (line,) = messages(project(lexicon('注意力机制'), a=page('注意力机')))
    assert line.endswith('did you mean "注意力机制"?')


def test_an_unmet_any_reference_is_for_sphinx_to_tell():
    words = lexicon(term_set('s', 'Token'), term_set('t', 'Token'))
    assert messages(project(words, a=page('none', 'Token', kind='any'), g=GLOSSARY)) == []


def test_a_selection_or_claim_is_reported_though_ignored_or_known_elsewhere():
    claim = Claim('gone', '', '', 5)
    example = project(
        lexicon('Token'), a=page('gone', kind='select', claims=(claim,)), g=GLOSSARY
    )
    lines = messages(example, ignored=['gone'], elsewhere=['gone'])
    assert [line.partition(';')[0] for line in lines] == [
        'undefined a:1 term-set names an unknown term "gone"',
        'undefined a:5 term-page names an unknown term "gone"',
    ]


def test_an_ambiguous_reference_is_reported_though_ignored():
    words = lexicon(term_set('s', 'Token'), term_set('t', 'Token'), term_set('u', 'Token'))
    forms = '"s:Token" or "t:Token" or "u:Token"'
    example = project(words, a=page('Token'))
    expected = [f'ambiguous a:1 ambiguous term "Token": it matches 3 terms; write {forms}']
    assert messages(example, ignored=['Token'], elsewhere=['Token']) == expected


def test_references_by_a_label_that_one_set_has_twice_are_reported_once_with_their_number():
    words = lexicon(term_set('s', term('Token', 'piece'), term('Patch', 'piece')))
    example = project(words, a=page('piece', 'pieces'), b=page('Piece'), g=GLOSSARY)
    assert messages(example) == [
        'ambiguous a:1 ambiguous term "piece": it matches two terms (3 references to this label); '
        'write "piece <s:token>" or "piece <s:patch>"'
    ]
    example = project(words, a=page('piece'), g=GLOSSARY)
    assert messages(example) == [
        'ambiguous a:1 ambiguous term "piece": it matches two terms; write "piece <s:token>" or "piece <s:patch>"'
    ]


def test_references_by_a_label_of_two_sets_are_reported_each():
    words = lexicon(term_set('s', 'Token'), term_set('t', 'Token'))
    example = project(words, a=page('Token', 'tokens'), g=GLOSSARY)
    assert [line.split()[:2] for line in messages(example)] == [
        ['ambiguous', 'a:1'],
        ['ambiguous', 'a:2'],
    ]


def test_the_forms_offered_keep_the_wording_and_are_ambiguous_no_more():
    words = lexicon(term_set('s', 'Token', term('token', id='t')), term_set('t', 'Token'))
    (line,) = messages(project(words, a=page('TOKENS')))
    forms = re.findall('"([^"]+)"', line.partition('; write')[2])
    assert forms == ['TOKENS <s:token>', 'TOKENS <s:t>', 't:TOKENS']
    targets = [form.removeprefix('TOKENS <').removesuffix('>') for form in forms]
    example = project(words, a=page(*targets), g=GLOSSARY)
    assert not any(line.startswith('ambiguous') for line in messages(example))


def test_a_claim_in_an_included_file_is_reported_there():
    example = project(
        lexicon('Token'), a=PageFacts(claims=(Claim('x', '', '', 5, '/inc.txt'),))
    )
    assert messages(example)[0].startswith('undefined /inc.txt:5 ')


@pytest.mark.parametrize('kind', ['ref', 'select'])
def test_what_was_lost_is_held_back_and_counted(kind):
    words = lexicon(term_set('s', 'Token', lost=('Gone',)))
    diagnosis = diagnosis_of(
        project(words, a=page('gone', 'gones', 's:Gone', kind=kind), g=GLOSSARY)
    )
    assert (diagnosis.problems, diagnosis.suppressed_undefined) == ([], 3)


def test_what_is_ignored_or_known_elsewhere_is_not_held_back():
    words = lexicon(term_set('s', 'Token', lost=('one', 'two')))
    diagnosis = diagnosis_of(
        project(words, a=page('one', 'two'), g=GLOSSARY), ignored=['one'], elsewhere=['two']
    )
    assert (diagnosis.problems, diagnosis.suppressed_undefined) == ([], 0)


def test_with_no_set_at_all_references_are_not_reported_individually():
    claims = (Claim('Token', '', '', 1),)
    pages = {'a': page('Token', claims=claims), 'b': page('x', kind='select')}
    assert diagnosis_of(project(Lexicon([]), **pages)) == ([], [], 0)


# --- unplaced ---


def test_unplaced_terms_of_each_set_are_reported_once():
    words = lexicon(term_set('one', 'a', 'b'), term_set('two', 'c'), term_set('three', 'd'))
    three = PageFacts(renderings=(rendering('three:d'),))
    example = project(
        words, z=page('c', 'b', 'b', 'd', 'none of it'), y=page('a', 'b'), x=three
    )
    assert [line for line in messages(example) if line.startswith('unplaced')] == [
        'unplaced z:1 no page renders the entry of "c", so it cannot be linked (1 reference to 1 '
        'such term of the set "two"); add a term-set directive for "two" to a page',
        'unplaced z:2 no page renders the entry of "b", so it cannot be linked (4 references to 2 '
        'such terms of the set "one"); add a term-set directive for "one" to a page',
    ]


@pytest.mark.parametrize(
    'words',
    [
        lexicon(term('Token', canonical='a')),
        lexicon(term('Token', canonical='https://example.org')),
        lexicon('Head'),
    ],
)
def test_references_that_lead_somewhere_or_to_nobody_are_not_unplaced(words):
    example = project(words, a=page('Token'), b=page('Token'))
    assert not any(line.startswith('unplaced') for line in messages(example))


def test_a_term_that_is_dangling_is_not_unplaced_as_well():
    example = project(lexicon(term('Token', canonical='gone')), a=page('Token'))
    assert [line.split(' ')[0] for line in messages(example)] == ['dangling']


def test_a_reference_inside_its_own_entry_is_not_unplaced():
    quiet = rendering('s:token', indexed=False)
    example = project(
        lexicon('Token'), a=page('Token', inside='s:token', renderings=(quiet,))
    )
    assert messages(example) == []


# --- dangling ---


@pytest.mark.parametrize(
    ('asking', 'who'),
    [
        ({}, 'nothing refers to it'),
        ({'a': page('Token')}, 'referred to once, by a'),
        ({'a': page('Token', 'tokens', 'x')}, 'referred to 2 times, by a'),
        ({'z': page('Token'), 'a': page('token')}, 'referred to 2 times, by z and 1 more'),
        ({'a': page('Piece')}, 'referred to once, by a'),
        ({'a': page('Token', kind='any')}, 'nothing refers to it'),
        ({'a': page('Head')}, 'nothing refers to it'),
    ],
)
def test_who_refers_to_a_term_that_is_dangling(asking, who):
    words = lexicon(
        term('Token', line=7, canonical='gone'), term('Piece', see='Token'), 'Head', 'x'
    )
    everything = PageFacts(renderings=(rendering('s:token', 's:head', 's:x'),))
    assert messages(project(words, **asking, glossary=everything)) == [
        f'dangling /s.yaml:7 the canonical page of "Token", gone, does not exist ({who}); '
        'publish it, correct "canonical", or set "published: false"'
    ]


def test_a_redirects_own_canonical_is_of_no_account():
    words = lexicon('Token', term('Piece', see='Token', canonical='gone'))
    assert messages(project(words, g=GLOSSARY)) == []


def test_each_dangling_record_is_reported():
    words = lexicon(
        term('a', line=3, canonical='gone'),
        term('b', line=6, canonical='p#gone'),
        term('c', line=9, canonical='gone', published=False),
    )
    lines = messages(project(words, p=PageFacts()))
    assert [line.split(' ')[:2] for line in lines] == [
        ['dangling', '/s.yaml:3'],
        ['dangling', '/s.yaml:6'],
    ]
    assert 'p, has no anchor "gone"' in lines[1]


# --- conflicts ---


def test_a_conflict_of_three_is_reported_at_each_and_names_the_others():
    words = lexicon(term('Token', line=2, canonical='c', lines={'canonical': 5}))
    claim = (Claim('Token', '', '', 9),)
    twice = (Claim('Token', 'x', 'X', 3), Claim('tokens', '', '', 8))
    example = project(
        words, c=PageFacts(), b=PageFacts(claims=claim), a=PageFacts(claims=twice)
    )
    assert [line.partition(';')[0] for line in messages(example)] == [
        'conflict /s.yaml:5 "Token" has several canonical pages: this one and a and b',
        'conflict a:3 "Token" has several canonical pages: this one and b and c',
        'conflict a:8 "Token" has several canonical pages: this one and b and c',
        'conflict b:9 "Token" has several canonical pages: this one and a and c',
    ]


def test_there_is_no_conflict_while_the_record_holds_the_link_back():
    claim = PageFacts(claims=(Claim('Token', '', '', 9),))
    words = lexicon(term('Token', published=False, canonical='c'))
    assert messages(project(words, a=claim, b=claim)) == []


# --- former names ---


@pytest.mark.parametrize(
    ('target', 'noted'),
    [
        ('Word piece', True),
        ('word-pieces', True),
        ('Token', False),
        ('tokens', False),
        ('token', False),
        ('bit', False),
    ],
)
def test_a_former_name_is_noted_and_nothing_else(target, noted):
    words = lexicon(term('Token', 'bit', formerly=('Word piece', 'Chunk')))
    diagnosis = diagnosis_of(project(words, a=page(target), g=GLOSSARY))
    assert diagnosis.problems == []
    assert [note.message for note in diagnosis.notes] == (
        [f'"{target}" is a former name; write "Token"'] if noted else []
    )


def test_notes_are_in_the_order_of_places_each_once():
    words = lexicon(term('Token', formerly=('Chunk',)))
    twice = PageFacts(uses=(Use('ref', 'Chunk', 1),) * 2)
    diagnosis = diagnosis_of(project(words, z=page('Chunk', 'chunks'), a=twice, g=GLOSSARY))
    assert [(note.place.path, note.place.line) for note in diagnosis.notes] == [
        ('a', 1),
        ('z', 1),
        ('z', 2),
    ]


# --- relations ---


def test_relations_are_judged_as_well():
    words = lexicon(term('Token', related=('Tokn',)), term('Piece', broader=('Piece',)))
    assert [line.split(' ', 2)[2] for line in messages(project(words))] == [
        '"broader" of "Piece" names the term itself; remove it',
        '"related" of "Token" names an unknown term "Tokn"; did you mean "Token"?',
    ]


def test_the_verdict_is_a_function_of_the_project():
    words = lexicon(term('Token', canonical='gone', formerly=('Chunk',)), 'Head')
    example = project(words, a=page('chunk', 'x', 'Head'), g=GLOSSARY)
    assert diagnosis_of(example) == diagnosis_of(example)
    assert {problem.kind for problem in diagnosis_of(example).problems} == {
        Kind.DANGLING,
        Kind.UNDEFINED,
        Kind.UNPLACED,
    }
