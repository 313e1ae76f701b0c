"""`reading.expansions`: which acronyms are written out, and how."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.project.facts import PageFacts
from sphinxcontrib_archgloss.project.outputs import ProseOptions
from sphinxcontrib_archgloss.project.prose.rewrites import ProseRewrites
from sphinxcontrib_archgloss.project.prose_facts import Passage, PassageReference, Prose
from sphinxcontrib_archgloss.terms.model import Alias
from strategies import lexicon, project, rendering, term, term_set

ROLES = ProseOptions(expand='first')
MENTIONS = ProseOptions('first', 'page', 'first')

MOE = term('Mixture of Experts', Alias(text='MoE', kind='acronym'))
LLM = term('Large language model', Alias(text='LLM', kind='acronym'))
ROPE = term('Rotary position embedding', Alias(text='RoPE', kind='acronym'))
ALIBI = term('Attention with linear biases', Alias(text='ALiBi', kind='acronym'))
RNN = term('Elman network', Alias(text='EN', kind='abbreviation'))
WORDS = (MOE, LLM, ROPE, ALIBI, RNN)


def passage(text, **kept):
    """A passage; what stands between ``<`` and ``>`` is a reference by the role."""
    plain, written = '', []
    for n, part in enumerate(text.replace('>', '<').split('<')):
        if n % 2:
            target, _, title = part.partition('|')
            written.append(PassageReference(len(plain), 'ref', target, bool(title)))
            plain += '\ufffc'
        else:
            plain += part
    return Passage(plain, 1, references=tuple(written), **kept)


def expanded(*texts, prose_options=MENTIONS, words=WORDS, quiet=False):
    """The texts of a page as they are written; links as ``[label]``."""
    known = lexicon(*words)
    made = tuple(text if isinstance(text, Passage) else passage(text) for text in texts)
    pages = {
        'glossary': PageFacts(renderings=(rendering(*known.terms),)),
        'page': PageFacts(prose=Prose(made, ((0, ()),), quiet)),
    }
    one = project(known, **pages)
    found = []
    edits = ProseRewrites(one).of('page', prose_options) or [None] * len(made)
    for plain, change in zip(made, edits, strict=True):
        text = plain.text
        for edit in reversed(change.rewrites if change else ()):
            wording = edit.wording or text[edit.start : edit.end]
            text = text[: edit.start] + wording + text[edit.end :]
        for reference in plain.references:
            text = text.replace('\ufffc', reference.target, 1)
        found.append(text)
    return found


def test_a_possessive_is_left_for_the_next_use():
    assert expanded("An MoE's layer, an <MoE>’s size, and the MoE.") == [
        "An MoE's layer, an MoE’s size, and the mixture of experts (MoE)."
    ]


def test_the_first_use_is_written_out_and_those_after_it_are_not():
    assert expanded('The MoE and the MoE.', 'MoE.') == [
        'The mixture of experts (MoE) and the MoE.',
        'MoE.',
    ]


def test_references_are_uses_and_where_nothing_is_linked_the_only_ones():
    assert expanded('The MoE, the <MoE>, the <MoE>.', prose_options=ROLES) == [
        'The MoE, the mixture of experts (MoE), the MoE.'
    ]
    assert expanded('A head, the <MoE>, the MoE.') == [
        'A head, the mixture of experts (MoE), the MoE.'
    ]


def test_off_is_off():
    assert expanded('The <MoE>.', prose_options=ProseOptions('all')) == ['The MoE.']


def test_a_title_is_the_authors():
    assert expanded('The <MoE|the MoE>, the <MoE>.', prose_options=ROLES) == [
        'The MoE, the MoE.'  # and both in one sentence is enough
    ]
    assert expanded('The <MoE|one>.', 'The <MoE>.', prose_options=ROLES) == [
        'The MoE.',
        'The mixture of experts (MoE).',
    ]


@pytest.mark.parametrize(
    ('text', 'result'),
    [
        ('MoE is. MoE.', 'Mixture of experts (MoE) is. MoE.'),
        ('One. MoE is.', 'One. Mixture of experts (MoE) is.'),
        ('So, e.g. MoE is.', 'So, e.g. mixture of experts (MoE) is.'),
        ('<MoE> is.', 'Mixture of experts (MoE) is.'),
        ('ALiBi is.', 'Attention with linear biases (ALiBi) is.'),
        ('The EN is.', 'The Elman network (EN) is.'),
    ],
)
def test_a_sentence_begins_with_a_capital_and_goes_on_without(text, result):
    words = (*WORDS, term('Piece', definition='As with Elman, and Elman only.'))
    assert expanded(text, words=words) == [result]


@pytest.mark.parametrize(
    ('text', 'result'),
    [
        ('All MoEs are.', 'All mixtures of experts (MoEs) are.'),
        ('All <MoEs> are.', 'All mixtures of experts (MoEs) are.'),
        ('All LLMs are.', 'All large language models (LLMs) are.'),
        ('All ALiBis are.', 'All ALiBis are.'),  # no certain plural
    ],
)
def test_the_number_is_that_of_the_acronym(text, result):
    assert expanded(text) == [result]


def test_forms_of_the_record_are_the_plural():
    words = [
        term('Pair of index', Alias(text='PX', kind='acronym'), forms=('pairs of index',))
    ]
    assert expanded('Two PXs.', words=words) == ['Two pairs of index (PXs).']


@pytest.mark.parametrize(
    'text',
    [
        'A mixture of experts (MoE) is here. A MoE.',
        'Mixtures-of-experts, or MoE, are here. A MoE.',
        'MoE (mixture of experts) is here. A MoE.',
        'A MoE [mixture of experts], that is. A MoE.',
        'A <mixture of experts> (<MoE>). A MoE.',
        'A <MoE|mixture of experts> (MoE). A MoE.',
        'A blend of experts (MoE). A MoE.',
        'A blend of experts (MoE, in short). A MoE.',
    ],
)
def test_nothing_is_expanded_twice(text):
    plain = text.replace('<MoE|mixture of experts>', 'MoE')
    assert expanded(text) == [plain.replace('<', '').replace('>', '')]


def test_a_name_in_another_sentence_is_no_explanation():
    assert expanded('Mixtures of experts exist. The MoE is one.') == [
        'Mixtures of experts exist. The mixture of experts (MoE) is one.'
    ]


@pytest.mark.parametrize(
    ('text', 'result'),
    [
        ('It is an MoE layer.', 'It is a mixture of experts (MoE) layer.'),
        ('An <MoE> layer.', 'A mixture of experts (MoE) layer.'),
        ('It is an\nALiBi.', 'It is an\nattention with linear biases (ALiBi).'),
        ('It is an LLM.', 'It is a large language model (LLM).'),
        ('The man LLM.', 'The man large language model (LLM).'),
    ],
)
def test_the_article_goes_with_what_follows(text, result):
    assert expanded(text) == [result]


def test_entries_are_neither_expanded_nor_uses():
    inside = passage('An MoE and a <MoE>.', term='s:large-language-model')
    assert expanded(inside, 'The MoE.') == [
        'An MoE and a MoE.',
        'The mixture of experts (MoE).',
    ]


def test_quiet_prose_is_left_alone_but_references_are_not():
    assert expanded('An MoE, the <MoE>.', quiet=True) == [
        'An MoE, the mixture of experts (MoE).'
    ]
    assert expanded(passage('The MoE.', quiet=True), 'The MoE.') == [
        'The MoE.',
        'The mixture of experts (MoE).',
    ]


@pytest.mark.parametrize(
    'words',
    [
        [term('MoE layer', Alias(text='MoE', kind='acronym'))],
        [term('Mixture', Alias(text='MoE', kind='synonym'))],
        [term('Mixture', Alias(text='MoE', kind='acronym', hidden=True))],
        [term('Mixture', Alias(text='MoE', kind='acronym', autolink='off'))],
        [term_set('a', term('X y', Alias(text='MoE', kind='acronym'))),
         term_set('b', term('Y z', Alias(text='MoE', kind='acronym')))],
    ],
)  # fmt: skip
def test_what_is_left_as_it_is(words):
    assert expanded('The MoE.', words=words) == ['The MoE.']


def test_another_case_by_the_role_is_left_as_it_is():
    assert expanded('The <moe>.') == ['The moe.']


def test_names_of_another_language_keep_their_capitals_and_have_no_plural_made():
    words = [
        term_set(
            'de', term('Experten-Mischung', Alias(text='EM', kind='acronym')), lang='de'
        )
    ]
    assert expanded('Die EM.', words=words) == ['Die Experten-Mischung (EM).']
    assert expanded('Die <EMs>.', words=words) == ['Die EMs.']


def test_a_set_with_small_names_means_its_capitals():
    words = [term('Elo rating', Alias(text='ER', kind='acronym')), term('token')]
    assert expanded('The ER.', words=words) == ['The Elo rating (ER).']


def test_a_qualified_reference_is_written_out_by_its_label():
    assert expanded('The <s:MoE>.', prose_options=ROLES) == [
        'The mixture of experts (MoE).'
    ]


def test_an_alias_states_what_its_name_is_in_text():
    words = (
        term(
            'Latin hypercube sampling',
            Alias(text='LHS', kind='acronym', in_text='Latin hypercube sampling'),
            Alias(text='lhs.', kind='abbreviation'),
        ),
    )
    assert expanded('We use <LHS>.', words=words) == [
        'We use Latin hypercube sampling (LHS).'
    ]
    assert expanded('We use <lhs.>.', words=words) == [
        'We use latin hypercube sampling (lhs.).'
    ]
    tree = Alias(text='HT', kind='acronym', in_text='Hoffman tree')
    assert expanded('Two <HTs>.', words=(term('Hoffman tree', tree),)) == [
        'Two Hoffman trees (HTs).'
    ]
    bag = Alias(text='BoW', kind='acronym', in_text='bag of words')
    assert expanded('<BoW>.', words=(term('Bag of words', bag),)) == ['Bag of words (BoW).']


@pytest.mark.parametrize(
    'text',
    [
        'A multi-<MoE> layer', 'An <MoE>-based layer', 'A multi–<MoE> layer', 'A <MoE>2',
        'A x\u2011<MoE>', 'Multi<MoE>',
    ],
)  # fmt: skip
def test_a_part_of_a_compound_is_left_for_the_next_use(text):
    plain = text.replace('<', '').replace('>', '')
    assert expanded(f'{text}. The <MoE>.') == [f'{plain}. The mixture of experts (MoE).']
    assert expanded(f'{plain}. The MoE.')[0].endswith('The mixture of experts (MoE).')


@pytest.mark.parametrize('text', ['the model—<MoE>—is', 'a - <MoE> - is', '家<MoE>家'])
def test_a_dash_between_phrases_makes_no_compound(text):
    assert 'mixture of experts (MoE)' in expanded(text)[0]
