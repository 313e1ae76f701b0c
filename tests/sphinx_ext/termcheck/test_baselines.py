"""A baseline over the life of a project: what is fixed, added, moved and renamed."""

from __future__ import annotations

import json

import pytest

from sphinx_ext.termcheck.tried import Tried

RECORDS = """\
- {name: Token, definition: A piece of text that a model reads.}
- name: KV cache
  definition: Store of what has been worked out for earlier words.
  aliases: [{text: attention cache, status: deprecated}]
"""
SETTINGS = {
    'archgloss_check_baseline': 'known.json',
    'archgloss_check_fail_on': ['warning', 'note'],
}
INTRO = 'It is known that a model reads words.\n\n'
PAGE = f'Page\n====\n\n{INTRO}Each step reads the attention cache.\n\nWhat a token is, others say.\n'


@pytest.fixture
def tried(tmp_path):
    tried = Tried(tmp_path)
    tried.records(RECORDS)
    tried.write('page.rst', PAGE)
    freeze(tried)
    return tried


def freeze(tried, option='update'):
    tried.conf(**SETTINGS, **{f'archgloss_check_baseline_{option}': True})
    built = tried.check()
    tried.conf(**SETTINGS)
    return built


def new(tried):
    """The rule and the line of each new finding; the exit status follows from them."""
    built = tried.check()
    listed = [f for f in tried.findings if f['state'] == 'new']
    assert built.status == int(bool(listed))
    return [(finding['rule'], finding['line']) for finding in listed]


def test_nothing_is_new_at_first_nor_again(tried):
    assert new(tried) == []
    assert new(tried) == []


@pytest.mark.parametrize(
    ('page', 'line'),
    [
        # fixed, and another sentence has the same label
        ('The KV cache is read.\n\nSomebody forgets the attention cache.\n', 8),
        ('Nothing.\n\nSomebody forgets the attention cache.\n', 8),
        ('Each step reads the KV cache, and so the attention cache.\n', 6),
    ],
)
@pytest.mark.parametrize('name', ['page.rst', 'page.md'])
def test_fixing_one_and_adding_another_is_new(tried, name, page, line):
    head = '# Page\n\n\n' if name == 'page.md' else 'Page\n====\n\n'
    (tried.source / 'page.rst').unlink()
    tried.write(name, f'{head}{INTRO}Each step reads the attention cache.\n')
    freeze(tried)
    tried.write(name, f'{head}{INTRO}{page}')
    assert ('deprecated', line) in new(tried)


@pytest.mark.parametrize(
    'page',
    [
        f'Page\n====\n\nMore text above.\n\nAnd more.\n\n{PAGE[11:]}',
        PAGE.replace('step reads the attention cache', 'step\nreads the\nattention cache'),
        PAGE.replace('Each step reads the', 'Each small step reads the'),
        PAGE.replace('cache.\n', 'cache, whatever happens to it.\n'),
        PAGE.replace('What a token is', 'And what a token is'),
    ],
)
def test_lines_and_words_around_may_change(tried, page):
    tried.write('page.rst', page)
    assert new(tried) == []


def test_a_term_that_is_mentioned_again_elsewhere_is_another_finding(tried):
    """One finding stands for all mentions of a term that a page never links."""
    first = 'What a token is, others say.\n'
    second = 'There is more than one token in the world.\n'
    tried.write('page.rst', f'Page\n====\n\n{INTRO}{first}\n{second}')
    freeze(tried)
    tried.write('page.rst', f'Page\n====\n\n{INTRO}{second}')
    assert new(tried) == []  # the other mention was there before
    tried.write('page.rst', f'Page\n====\n\n{INTRO}Whoever has a token may come in.\n')
    assert new(tried) == [('unlinked', 6)]


def test_a_page_that_is_renamed_keeps_its_findings(tried):
    (tried.source / 'page.rst').unlink()
    tried.write('folder/other.rst', PAGE)
    tried.write(
        'index.rst', 'Index\n=====\n\n.. toctree::\n\n   glossary\n   folder/other\n'
    )
    assert new(tried) == []
    tried.write('folder/other.rst', f'{PAGE}\nHere is a new attention cache.\n')
    assert new(tried) == [('deprecated', 10)]


def test_a_copy_of_a_page_has_findings_of_its_own(tried):
    tried.write('copy.rst', PAGE)
    assert new(tried) == [('deprecated', 6), ('unlinked', 8)]


def test_pruning_removes_what_is_gone_and_takes_nothing_in(tried):
    path = tried.source / 'known.json'
    before = path.read_bytes()
    assert freeze(tried, 'prune').status == 0
    assert path.read_bytes() == before
    tried.write(
        'page.rst',
        PAGE.replace('reads the attention', 'reads the KV') + '\nAttention cache.\n',
    )
    built = freeze(tried, 'prune')
    assert built.status == 1  # what is new fails as always
    listed = {
        finding['rule'] for finding in json.loads(path.read_text('utf-8'))['findings']
    }
    assert 'deprecated' not in listed
    assert 'unlinked' in listed
    assert ('deprecated', 10) in new(tried)
    tried.write('page.rst', PAGE)  # what was pruned is not known any more
    assert new(tried) == [('deprecated', 6)]


def test_pruning_follows_a_renamed_page(tried):
    (tried.source / 'page.rst').unlink()
    tried.write('renamed.rst', PAGE)
    freeze(tried, 'prune')
    tried.write('page.rst', 'Page\n====\n\nNothing.\n')  # an old name that is used again
    assert new(tried) == []


def test_a_baseline_that_does_not_exist_is_not_made_by_pruning(tried):
    (tried.source / 'known.json').unlink()
    built = freeze(tried, 'prune')
    assert 'not found; correct archgloss_check_baseline' in built.text
    assert built.status == 1
    assert not (tried.source / 'known.json').exists()


def test_a_baseline_of_version_1_is_known_and_gets_places_by_pruning(tried):
    entry = {'path': 'page.rst', 'count': 1}
    old = [
        entry | {'rule': 'deprecated', 'subject': 'attention cache'},
        entry | {'rule': 'unlinked', 'subject': 'terms:token'},
    ]
    tried.write('known.json', json.dumps({'version': 1, 'findings': old}))
    tried.conf(
        **SETTINGS, archgloss_check_severities={'unused': 'off', 'unpublished': 'off'}
    )
    assert new(tried) == []
    freeze(tried, 'prune')
    data = json.loads((tried.source / 'known.json').read_text('utf-8'))
    assert data['version'] == 2
    assert [finding['places'] for finding in data['findings']] == [
        ['words. Each step reads the\n. What a token is,'],
        ['the attention cache. What a\nis, others say. $'],
    ]
