"""The edits of the rules for labels to avoid: right in their sentence, or none."""

from __future__ import annotations

import pytest

from checks.examples import ExampleProject

RECORDS = """\
- name: Large language model
  definition: A model of language.
  aliases: [{text: old model, status: deprecated}, {text: modle, kind: misspelling}]
- name: SQL
  definition: A language.
  aliases: [{text: query talk, status: deprecated}]
- name: MLP
  definition: A network.
  aliases: [{text: neural stack, status: deprecated}]
- name: Hour
  definition: Sixty minutes.
  aliases: [{text: time slot, status: deprecated}]
- name: 8-bit float
  definition: A number.
  aliases: [{text: tiny float, status: deprecated}]
- name: Universal model
  definition: A model.
  aliases: [{text: all-round model, status: deprecated}]
- name: Mixture of experts
  definition: A layer.
  aliases: [{text: expert pool, status: forbidden}]
- name: Allowlist
  definition: What may pass.
  formerly: [Whitelist]
- name: Normalization
  no_plural: true
  definition: A rescaling.
  aliases: [{text: norming, status: deprecated}, {text: norm trick, status: deprecated}]
- name: Positional encodings
  definition: Signals.
  aliases: [{text: position code, status: deprecated}]
- name: RAM
  definition: A memory.
  aliases: [{text: work store, status: deprecated}]
- name: Analysis
  definition: A look.
  aliases: [{text: deep look, status: deprecated}]
- name: Wasserstein distance
  definition: The Wasserstein distance is one.
  aliases: [{text: earth distance, status: deprecated}]
"""
SAME = None

SENTENCES = [
    # the article goes by the sound
    ('It is an old model.', 'It is a large language model.'),
    ('An old model is large.', 'A large language model is large.'),
    ('We use a query talk here.', 'We use an SQL here.'),
    ('We use a neural stack here.', 'We use an MLP here.'),
    ('Within a time slot.', 'Within an hour.'),
    ('It has a tiny float.', 'It has an 8-bit float.'),
    ('It has an all-round model.', 'It has a universal model.'),
    ('It is an expert pool.', 'It is a mixture of experts.'),
    ('A work store is fast.', SAME),  # a RAM, an RAM
    ('The work store is fast.', 'The RAM is fast.'),
    ('In class A old models win.', SAME),
    ('It is an\nold model.', 'It is a large language model.'),
    # the number
    ('The old models win.', 'The large language models win.'),
    ('Old models win.', 'Large language models win.'),
    ('Expert pools win.', 'Mixtures of experts win.'),
    ('Two deep looks.', 'Two analyses.'),
    ('The position code is added.', 'The positional encoding is added.'),
    ('The position codes are added.', 'The positional encodings are added.'),
    ('All query talks.', 'All SQLs.'),
    ('Few norm tricks.', SAME),  # the successor has no plural
    ('The norm trick helps.', 'The normalization helps.'),
    # the case, and the start of a sentence
    ('One. Old model two.', 'One. Large language model two.'),
    ('The whitelist, the Whitelist.', 'The allowlist, the Whitelist.'),
    ('The OLD MODEL.', SAME),
    ('The Old Model is out.', SAME),
    ('An earth distance of two.', 'A Wasserstein distance of two.'),
    # around it
    ('The old model’s layers.', 'The large language model’s layers.'),
    ("The old models' layers.", "The large language models' layers."),
    ("The position codes' sum.", "The positional encodings' sum."),
    ('The old-model weights.', SAME),
    ('It is an *old model*.', SAME),
    ('The *old model* is old.', 'The *large language model* is old.'),
    ('The *old* model.', SAME),
    ('An old\nmodel is large.', 'A large language model is large.'),
    ('It is “an old model”.', SAME),
    ('(An old model.)', '(A large language model.)'),
    ('Every modle; modles.', 'Every large language model; large language models.'),
    # references: what is shown in the place of the role
    ('The :term-ref:`old model` is old.', 'The :term-ref:`large language model` is old.'),
    ('The :term-ref:`old models` are.', 'The :term-ref:`large language models` are.'),
    (':term-ref:`Old models` are.', ':term-ref:`Large language models` are.'),
    ('An :term-ref:`old model` is old.', SAME),
    ('An :term-ref:`x <old model>` is old.', 'An :term-ref:`x <Large language model>` is old.'),
    ('The :term-ref:`terms:old model`.', 'The :term-ref:`terms:large language model`.'),
    ('The :term-ref:`norm tricks` are.', SAME),
]  # fmt: skip

RULES = ('deprecated', 'forbidden', 'misspelled', 'former')


def edited(tmp_path, sentences, records, lang='en'):
    """Return the sentences as a page has them once all edits are made."""
    project = ExampleProject(tmp_path)
    project.records(records)
    project.files['terms.yaml'] = f'lang: {lang}\n{project.files["terms.yaml"]}'
    text = 'A page\n======\n\n' + '\n\n'.join(sentences) + '\n'
    project.files['page.rst'] = text
    lines = text.split('\n')
    findings = [one for one in project.check() if one.rule in RULES]
    edits = [f for f in findings if f.edit is not None and f.place.path == 'page.rst']
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for finding in sorted(
        edits, key=lambda f: (f.place.line, f.place.column), reverse=True
    ):
        place = finding.place
        start = starts[place.line - 1] + place.column - 1
        end = starts[place.end_line - 1] + place.end_column - 1
        text = text[:start] + finding.edit + text[end:]
    return text.rstrip('\n').split('\n\n')[1:]


def test_an_edit_is_right_in_its_sentence_or_there_is_none(tmp_path):
    before = [sentence for sentence, _ in SENTENCES]
    after = edited(tmp_path, before, RECORDS)
    expected = [new or old for old, new in SENTENCES]
    assert [pair for pair in zip(after, expected, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize('lang', ['de', 'fr'])
def test_other_languages_have_no_rules_of_english(tmp_path, lang):
    records = RECORDS.replace('Large lang', 'large lang')
    sentences = ['An old model wins.', 'Old model.', 'The old models win.', "L'old model."]
    after = edited(tmp_path, sentences, records, lang)
    assert after == ['An large language model wins.', *sentences[1:]]


CHAIN = """\
- {name: One, definition: x, status: deprecated, replaced_by: Two, aliases: [{text: uno, status: deprecated}]}
- {name: Two, definition: x, status: deprecated, replaced_by: Three}
- {name: Three, definition: x}
"""


def test_a_chain_of_successors_links_to_its_end(tmp_path):
    assert edited(tmp_path, ['The uno.', 'A :term-ref:`two`.'], CHAIN) == [
        'The uno.', 'A :term-ref:`two`.'
    ]  # fmt: skip
    project = ExampleProject(tmp_path / 'retired')
    project.records(CHAIN)
    project.files['page.rst'] = 'A page\n======\n\nThe :term-ref:`one`.\n'
    messages = [one.message for one in project.check() if one.rule == 'retired']
    assert messages == ['"One" is deprecated; refer to "Three"']


MIXED = """\
- name: small
  definition: We measure the Wasserstein distance.
  aliases: [{text: old small, status: deprecated}]
- name: Large model
  definition: A model.
  aliases: [{text: old model, status: deprecated}, {text: the old one, status: deprecated}]
- name: Wasserstein distance
  definition: A metric.
  aliases: [{text: earth metric, status: deprecated}]
- name: Kubernetes cluster
  definition: We run on Kubernetes.
  aliases: [{text: old cluster, status: deprecated}]
"""


def test_a_capital_stays_only_where_it_is_certain(tmp_path):
    before = [
        'The old small. The old model. The earth metric. An old cluster.',
        'Old model. Old small.',
        'See the old one.',
    ]
    assert edited(tmp_path, before, MIXED) == [
        'The small. The old model. The Wasserstein distance. A Kubernetes cluster.',
        'Large model. Small.',
        'See the old one.',
    ]
