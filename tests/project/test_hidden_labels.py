"""Labels that readers see, and those that only the search finds a term by."""

from __future__ import annotations

from sphinxcontrib_archgloss.project.facts import Claim, PageFacts
from sphinxcontrib_archgloss.project.page_views import PageViews
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


def hidden_labels(words, **pages):
    """Docname → labels by which the search finds the page."""
    views = PageViews(project(words, **pages), str)
    return {name: labels for name in pages if (labels := views.search(name).labels)}


def test_readers_are_shown_what_they_may_write():
    assert CACHE.shown_aliases() == ('key-value cache', 'KVC')


def test_the_other_labels_lead_to_the_page_where_the_term_is_found():
    words = lexicon(CACHE, term('Token', formerly=('piece',)), 'Head')
    entries = PageFacts(renderings=(rendering('s:kv-cache', 's:token', 's:head'),))
    assert hidden_labels(words, terms=entries) == {'terms': (*UNSEEN, 'piece')}
    claimed = PageFacts(claims=(Claim('KV cache', '', '', 1),))
    assert hidden_labels(words, terms=entries, page=claimed) == {
        'page': UNSEEN,
        'terms': ('piece',),
    }


def test_a_term_that_is_nowhere_or_elsewhere_is_found_at_its_entry_if_at_all():
    far = term('Far', formerly=('off',), canonical='https://example.org')
    assert hidden_labels(lexicon(far), page=PageFacts()) == {}
    entries = PageFacts(renderings=(rendering('s:far'),))
    assert hidden_labels(lexicon(far), page=entries) == {'page': ('off',)}
