"""`terms.matching.homonyms`: words that are not the term, or may not be."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.terms.common_words import is_common
from sphinxcontrib_archgloss.terms.matching.mentions import Matcher
from sphinxcontrib_archgloss.terms.model import Alias
from strategies import lexicon, term, term_set


def found(text, *labels):
    return [mention.text for mention in Matcher(lexicon(*map(term, labels))).find(text)]


@pytest.mark.parametrize(
    'text',
    [
        'to release a version',
        'we release it',
        'You can release the lock, you cannot release it, and they must release all of them.',
        'Please release.',
        "It doesn't release anything.",
        'Release the lock.',
        'First, wait. Release your lock!',
        'Wait and release the lock.',
        'It releases the lock.',
        'a thread that releases the lock',
    ],
)
def test_a_verb_is_no_mention_of_the_noun(text):
    assert found(text, 'release') == []


@pytest.mark.parametrize(
    ('text', 'mentions'),
    [
        ('The release. A release is made for each release.', ['release'] * 3),
        ('Release notes. Releases are rare.', ['Release', 'Releases']),
        ('It is specific to releases.', ['releases']),
        ('the notes of this release or releases that follow', ['release', 'releases']),
        ('for every release the notes', ['release']),
        ('released, releasing', []),
    ],
)
def test_a_noun_is_a_mention(text, mentions):
    assert found(text, 'release') == mentions


def test_participles_and_labels_of_several_words_are_no_verbs():
    assert found('we see pending jobs, and you pending', 'pending') == ['pending'] * 2
    assert found('to release branch', 'release branch') == ['release branch']
    assert found('to MoE', 'MoE') == ['MoE']


@pytest.mark.parametrize(
    ('label', 'text', 'mentions'),
    [
        ('rest', 'a REST API, the rest, Rest', ['rest', 'Rest']),
        ('rest', 'THE REST OF IT. REST', ['REST', 'REST']),
        ('gpu', 'a GPU is', ['GPU']),
        ('REST', 'the rest, a REST API', ['REST']),
        ('Token', 'a TOKEN is', ['TOKEN']),
    ],
)
def test_capitals_make_another_name_of_a_plain_word(label, text, mentions):
    assert found(text, label) == mentions


SMALL = ('token', 'renderer', 'release notes', 'cache', 'Pylons', 'Make', 'WSGI')


@pytest.mark.parametrize(
    ('text', 'mentions'),
    [
        ('pylons and Pylons', [('Pylons', False)]),
        ('We make it with Make.', [('Make', False)]),
        ('Make is a tool.', [('Make', True)]),  # or a verb: a reader decides
        ('Make sure.', []),
        ('the Token, a token', [('Token', False), ('token', False)]),
    ],
)
def test_a_capital_makes_a_name_where_other_names_have_none(text, mentions):
    met = Matcher(lexicon(*map(term, SMALL))).find(text)
    assert [(one.text, one.is_common) for one in met] == mentions


def test_capitals_mean_nothing_where_all_names_have_them():
    assert found('a pylon, pylons, Pylons', 'Pylons', 'Token') == [
        'pylon',
        'pylons',
        'Pylons',
    ]


def test_discouraged_words_are_met_as_verbs_too():
    words = term('End', Alias(text='kill', status='forbidden'), no_plural=True)
    assert [one.text for one in Matcher(lexicon(words)).find('to kill it')] == ['kill']


def test_other_languages_have_no_rules_of_english():
    german = term_set('s', 'make', 'also', lang='de')
    met = Matcher(lexicon(german)).find('to make also')
    assert [(one.text, one.is_common) for one in met] == [('make', False), ('also', False)]


def test_common_words():
    common = 'make made making makes pending release released pattern request view Requests'
    assert [word for word in common.split() if not is_common(word)] == []
    technical = (
        'token cache logit MoE MAKE KV tokenizer reStructuredText directive Ära C make_'
    )
    assert [word for word in technical.split() if is_common(word)] == []
