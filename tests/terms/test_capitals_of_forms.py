"""`terms.forms`: acronyms, and what is a plural of one."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.terms.forms import may_inflect, singulars_and_plurals
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.load import load_bytes
from sphinxcontrib_archgloss.terms.matching.mentions import Matcher

PLURALS = [
    # label, as written in prose
    ('LLM', 'LLMs'),
    ('LLMs', 'LLM'),
    ('CMS', 'CMSes'),
    ('CMS', 'CMSs'),
    ('MoE', 'MoEs'),
    ('TPU pod', 'TPU pods'),
    ('HTTPS request', 'HTTPS requests'),
    ('attention head', 'Attention heads'),
    ('attention head', 'ATTENTION HEADS'),
    ('matrices', 'matrix'),
]
OTHERS = [
    ('TALES', 'TAL'),
    ('HTTPS', 'HTTP'),
    ('HTTP', 'HTTPS'),
    ('CMS', 'CM'),
    ('CORS', 'COR'),
    ('MoE', 'MoES'),
    ('H2S', 'H2'),
    ('RPO of HTTPS', 'RPO of HTTP'),
    ('HTTPS of A', 'HTTP of A'),
]


def lexicon(label: str) -> Lexicon:
    text = f'name: s\nterms:\n- name: "{label}"\n  definition: A thing.\n'
    return Lexicon([load_bytes(text.encode(), '/s.yaml').set])


@pytest.mark.parametrize(('label', 'written'), PLURALS)
def test_a_small_s_after_capitals_makes_a_plural(label, written):
    terms = lexicon(label)
    assert may_inflect(label, written)
    assert terms.find(written).keys
    assert [m.text for m in Matcher(terms).find(f'Of {written}.')] == [written]


@pytest.mark.parametrize(('label', 'written'), OTHERS)
def test_a_capital_makes_another_name(label, written):
    terms = lexicon(label)
    assert not may_inflect(label, written)
    assert not terms.find(written).keys
    assert not terms.find(f's:{written}').keys
    assert not Matcher(terms).find(f'Of {written}.')


@pytest.mark.parametrize('written', ['tal', 'cor', 'Tal'])
def test_the_capitals_of_the_label_count_whatever_the_case_of_the_text(written):
    terms = Lexicon([*lexicon('TALES').sets.values()])
    assert not terms.find(written).keys


def test_a_reference_in_small_letters_may_be_a_plural():
    assert lexicon('GPU').find('gpus').keys


@pytest.mark.parametrize(
    ('written', 'label', 'expected'),
    [
        ('LLMs', 'llm', True),
        ('HTTPS', 'http', False),
        ('TAL', 'tales', False),
        ('COR', 'cors', False),
        ('attention heads', 'attention head', True),
        ('HTTP request', 'http requests', True),
        ('HTTPS requests', 'https request', True),
    ],
)
def test_labels_whose_own_capitals_are_unknown(written, label, expected):
    assert (label in singulars_and_plurals(written)) is expected
