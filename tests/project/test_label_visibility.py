"""`reading.labels`: what those who look for a term are shown, and what they find it by."""

from __future__ import annotations

from sphinxcontrib_archgloss.project.facts import Claim, PageFacts
from sphinxcontrib_archgloss.project.label_visibility import shown_aliases
from sphinxcontrib_archgloss.terms.model import Alias
from strategies import lexicon, project, rendering, term

CACHE = term(
    'KV cache',
    'key-value cache',
    Alias(text='KVC', kind='acronym', status='deprecated'),
    Alias(text='kv chache', kind='misspelling'),
    Alias(text='secret', hidden=True),
    Alias(text='banned', status='forbidden'),
    forms=('caches',),
    formerly=('memory', 'KVC'),
)
UNSEEN = ('kv chache', 'secret', 'banned', 'caches', 'memory')


def test_readers_are_shown_what_they_may_write():
    assert shown_aliases(CACHE) == ('key-value cache', 'KVC')


def test_the_other_labels_lead_to_the_page_where_the_term_is_found():
    words = lexicon(CACHE, term('Token', formerly=('piece',)), 'Head')
    entries = PageFacts(renderings=(rendering('s:kv-cache', 's:token', 's:head'),))
    assert project(words, terms=entries).unseen_labels == {'terms': (*UNSEEN, 'piece')}
    claimed = PageFacts(claims=(Claim('KV cache', '', '', 1),))
    assert project(words, terms=entries, page=claimed).unseen_labels == {
        'page': UNSEEN,
        'terms': ('piece',),
    }


def test_a_term_that_is_nowhere_or_elsewhere_is_found_at_its_entry_if_at_all():
    far = term('Far', formerly=('off',), canonical='https://example.org')
    assert project(lexicon(far), page=PageFacts()).unseen_labels == {}
    entries = PageFacts(renderings=(rendering('s:far'),))
    assert project(lexicon(far), page=entries).unseen_labels == {'page': ('off',)}
