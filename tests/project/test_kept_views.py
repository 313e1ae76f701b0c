"""Kept views: those of an earlier build are what this build would make."""

from __future__ import annotations

from sphinxcontrib_archgloss.project.facts import Claim, PageFacts, Use
from sphinxcontrib_archgloss.project.outputs import BuilderFeatures
from sphinxcontrib_archgloss.project.page_views import PageViews
from sphinxcontrib_archgloss.project.summary import Summary, pack_summaries
from strategies import lexicon, project, rendering, term

FEATURES = BuilderFeatures(popovers=True, html=True, structured_data=True, search=True)
SENTENCE = ('A ', ('emphasis', (('classes', ('x',)),), ('piece',)), ' of text.')
PAGES = {
    'terms': PageFacts(
        renderings=(rendering('s:token', 's:head', 's:old'),),
        summaries=pack_summaries(
            [('s:token', Summary('Token', SENTENCE)), ('s:head', Summary('Kopf', ()))]
        ),
    ),
    'head': PageFacts(claims=(Claim('Head', '', '', 1),)),
    'text': PageFacts(
        uses=tuple(Use('ref', target, 1) for target in ('tokens', 'Head', 'Old', 'gone'))
    ),
}
WORDS = lexicon(
    term('Token'),
    term('Head'),
    term('Old', status='deprecated', replaced_by='Token', formerly=('Older',)),
)


def views(kept=None):
    """Views of the pages; without a project if some are *kept*."""
    words = None if kept else project(WORDS, **PAGES)
    return PageViews(words, str.upper, FEATURES, kept=kept)


def test_kept_references_are_those_that_would_be_made():
    made = views()
    for docname in PAGES:
        made.digest(docname)
    again = views(made.to_keep())
    for use in PAGES['text'].uses:
        reference = made.reference(use.kind, use.target, '', 'text')
        assert again.reference(use.kind, use.target, '', 'text') == reference
        assert hash(reference)  # nothing in it has become a list


def test_pages_without_a_head_and_labels_for_the_search_are_known():
    made = views()
    for docname in PAGES:
        made.digest(docname)
    kept = made.to_keep()
    assert kept.defining == {'terms', 'head'}
    again = views(kept)
    assert (again.head('text'), again.search('text')) == (
        made.head('text'),
        made.search('text'),
    )
