"""`terms.matching.mentions`: labels in prose."""

from __future__ import annotations

import itertools
import pickle
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sphinxcontrib_archgloss.terms.lexicon import Level, Lexicon
from sphinxcontrib_archgloss.terms.matching.boundaries import stands_alone
from sphinxcontrib_archgloss.terms.matching.mentions import Matcher
from sphinxcontrib_archgloss.terms.matching.tokens import scanner_for
from sphinxcontrib_archgloss.terms.model import Alias
from strategies import (
    WORDS,
    examples,
    lexicon,
    mentions,
    proses,
    term,
    term_set,
    vocabularies,
)

EXPERTS = term('Mixture of experts', Alias(text='MoE', kind='acronym'))

# --- edges ---


@pytest.mark.parametrize(
    ('label', 'text', 'found'),
    [
        # beside other words and signs
        ('ML', 'HTML, MLP, ML.', ['ML']),
        ('token', 'token_id, my_token, __token__', []),
        ('token', 'token1, 1token', []),
        ('token', 'pre-token, token-level, sub-token-wise', []),
        ('token', 'token–wise, token‑wise', []),
        ('token', 'the --token flag', []),
        ('token', 'a token—the token---the token – a token', ['token'] * 4),
        ('KV cache', 'a KV-cache-aware scheduler', []),
        ('token', 'token.py, my.token, token.', ['token']),
        ('token', 'src/token, token/x, C:\\token', []),
        ('token', '@token, #token, $token, token=5, a+token', []),
        ('token', 'token@example.org', []),
        ('token', 'https://example.org/?(token), www.example.org/?token', []),
        ('token', 'see https://example.org/x: token', ['token']),
        ('token', 'token(), token(s), (token)', ['token'] * 2),
        ('token', 'set:token, token:set, ns::token, token: that is', ['token']),
        ('token', 'token&token, <token>', []),
        ('token', '“token”, ‘token’, «token», "token", …token…', ['token'] * 5),
        ('token', 'token; token! token? token, [token]', ['token'] * 5),
        ('IP', 'TCP/IP', []),
        ('TCP/IP', 'TCP/IP', ['TCP/IP']),
        # labels with signs at their edges
        ('C', 'C, C++, C#, C--, C/D, C', ['C', 'C']),
        ('C', r'C:\x, C:/x, C: yes', ['C']),
        ('C++', 'C, C++, C++11, C+++, (C++)', ['C++', 'C++']),
        ('C#', 'C#, C#-like, C##', ['C#']),
        ('C--', 'C-- and C--, C and C-', ['C--', 'C--']),
        ('C--', 'C--\n  is C-', ['C--']),
        ('C-', 'C-\n  is C, C-x', ['C-']),
        ('.NET', '.NET, ASP.NET, NET, (.NET)', ['.NET', '.NET']),
        ('NET', '.NET, NET', ['NET']),
        ('Node.js', 'Node.js, node.jsx', ['Node.js']),
        # digits
        ('HTTP 2', 'HTTP 20, HTTP 2.0, HTTP 2,000, HTTP 2, HTTP 2.', ['HTTP 2'] * 2),
        ('000 b', '1,000 b, 000 b', ['000 b']),
        ('GPT-4', 'GPT-4.1, GPT-4o, GPT-40, GPT-4', ['GPT-4']),
        # apostrophes
        ('model', "model’s, model's, models', 'model'", ['model', 'model', 'models', 'model']),
        ('don', "don’t, don't", []),
        ('attention', "l’attention, d'attention, dell’attention", ['attention'] * 3),
        ('clock', "o’clock, o'clock, yll’clock", []),
        ("Moore's law", "Moore’s law, Moore's law", ['Moore’s law', "Moore's law"]),
        # writing
        ('Ära', 'Ära, Ärab, A\u0308ra, xÄra', ['Ära', 'A\u0308ra']),
        ('ra', 'Ära, A\u0308ra, éra, ra\u0308', []),
        ('KV cache', 'KV-cache KV\u00a0cache KV\u2011cache', ['KV-cache', 'KV\u00a0cache', 'KV\u2011cache']),
        ('KV cache', 'KV\n      cache, KV \t cache', ['KV\n      cache', 'KV \t cache']),
        ('KV cache', 'KV-\ncache, KV\r\n cache', ['KV-\ncache', 'KV\r\n cache']),
        ('KV cache', 'KV\n\ncache, KV - cache, KV, cache, KV—cache, KV_cache', []),
        ('KV cache', 'K\u00adV ca\u200bche\u200b, \ufeffKV \u200bcache', ['K\u00adV ca\u200bche', 'KV \u200bcache']),
        ('top_p', 'top_p, top-p, top p, top_pp', ['top_p', 'top-p', 'top p']),
        ('A–B', 'A-B, A–B', ['A-B', 'A–B']),
        # scripts without spaces
        ('注意力', '这个注意力机制', ['注意力']),
        ('token', '这个token很', ['token']),
        ('KV缓存', '使用KV缓存的', ['KV缓存']),
        ('注意力', '注意力.py, 注意力_2, 注意力。', ['注意力']),
        ('キー', 'スキーマ、キーは', ['キー']),
        ('か', 'が、か\u3099、か', ['か']),
        ('토큰', '토큰은 서토큰', ['토큰']),
        ('가나', '가나는', ['가나']),
        ('가나', unicodedata.normalize('NFD', '가나는'), [unicodedata.normalize('NFD', '가나')]),
        ('กา', 'กาว มากา กาะ', ['กา', 'กา']),
        ('ह', 'हिन्दी ह', ['ह']),
    ],
)  # fmt: skip
def test_where_a_label_stands_by_itself(label, text, found):
    met = Matcher(lexicon(term(label, no_plural=label == 'Node.js'))).find(text)
    assert [one.text for one in met] == found


# --- case ---


@pytest.mark.parametrize(
    ('label', 'text', 'found'),
    [
        ('Token', 'token Token TOKEN tokens TOKENS toKen TOKENs', 'token Token TOKEN tokens TOKENS TOKENs'),
        ('token', 'Token', 'Token'),
        ('Positional Encodings', 'positional encoding', 'positional encoding'),
        ('MoE', 'moe MOE Moe MoE MoEs MoES moes', 'MoE MoEs'),
        ('Moe', 'moe MOE Moe MoE', 'moe MOE Moe'),
        ('LoRA', 'Lora LORA lora LoRA', 'LoRA'),
        ('RMSNorm', 'RmsNorm rmsnorm RMSNorms', 'RMSNorms'),
        ('GPU', 'gpu GPU GPUs GPUS gpus', 'GPU GPUs'),
        ('gpu', 'gpu GPU GPUs gpus', 'gpu GPU GPUs gpus'),
        ('KV cache', 'KV cache, KV Cache, kv cache, KV CACHE', 'KV cache|KV Cache|KV CACHE'),
        ('C', 'c C', 'C'),
        ('T5', 't5 T5', 'T5'),
        ('Kernel', 'Kernel KERNEL KerNel', 'Kernel KERNEL'),
        ('Encoder/Decoder', 'encoder/decoder', 'encoder/decoder'),
        ('Ära', 'ära ÄRA', 'ära ÄRA'),
        ('Straße', 'STRASSE strasse Straße', 'STRASSE strasse Straße'),
    ],
)  # fmt: skip
def test_the_case_of_a_name(label, text, found):
    met = [one for one, _ in mentions(text, label)]
    assert met == (
        found.split('|') if '|' in found or ' ' in label or '/' in label else found.split()
    )


@pytest.mark.parametrize(
    ('alias', 'found'),
    [
        (Alias(text='ape', case='exact'), ['ape', 'apes']),
        (Alias(text='ape', case='fold'), ['ape', 'Ape', 'APE', 'aPe', 'apes', 'APEs']),
        (Alias(text='ape'), ['ape', 'Ape', 'APE', 'apes', 'APEs']),
        (Alias(text='ape', kind='acronym'), ['ape', 'apes']),
        (Alias(text='ape', kind='symbol'), ['ape', 'apes']),
        (Alias(text='ape', kind='acronym', case='fold'), ['ape', 'Ape', 'APE', 'aPe', 'apes', 'APEs']),
        (Alias(text='APE', kind='synonym'), ['APE', 'APEs']),
    ],
)  # fmt: skip
def test_the_case_of_an_alias(alias, found):
    met = mentions('ape Ape APE aPe apes APEs', term('Great one', alias))
    assert [one for one, _ in met] == found


def test_the_role_folds_where_a_mention_does_not():
    words = lexicon(EXPERTS)
    assert words.find('moe').keys == ('s:mixture-of-experts',)
    assert Matcher(words).find('moe') == []


# --- the data of a mention ---


def test_a_mention_in_full():
    words = lexicon(
        term('KV cache', Alias(text='attention cache', status='deprecated', autolink='off'), autolink='first')
    )  # fmt: skip
    assert Matcher(words).find('Two\nattention  caches.') == [
        (
            4, 21, 'attention  caches', ('s:kv-cache',), Level.INFLECTED,
            'attention cache', 'synonym', 'deprecated', 'off', False,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ('text', 'kind', 'status', 'autolink'),
    [
        ('Mixture of experts', 'name', 'preferred', 'first'),
        ('MoE', 'acronym', 'admitted', 'all'),
        ('expert mix', 'synonym', 'forbidden', 'first'),
        ('mixtrue of experts', 'misspelling', 'admitted', 'first'),
        ('experts, mixed', 'form', 'preferred', 'first'),
        ('expert blend', 'former', 'deprecated', 'first'),
    ],
)
def test_what_sort_of_label_was_met(text, kind, status, autolink):
    words = lexicon(
        term(
            'Mixture of experts',
            Alias(text='MoE', kind='acronym', autolink='all'),
            Alias(text='expert mix', status='forbidden'),
            Alias(text='mixtrue of experts', kind='misspelling', hidden=True),
            forms=('experts, mixed',),
            formerly=('expert blend',),
            autolink='first',
        )
    )
    (met,) = Matcher(words).find(f'Here {text}.')
    assert (met.label, met.kind, met.status, met.autolink) == (text, kind, status, autolink)
    assert met.keys == ('s:mixture-of-experts',)
    assert not met.ambiguous


def test_of_two_labels_of_a_term_the_one_that_is_written_is_met():
    one = term(
        'KV cache', Alias(text='KV-cache', status='deprecated'), Alias(text='Kv cache')
    )
    assert mentions('KV cache, KV-cache, KV-caches, Kv cache', one) == [
        ('KV cache', 'KV cache'),
        ('KV-cache', 'KV-cache'),
        ('KV-caches', 'KV cache'),
        ('Kv cache', 'Kv cache'),
    ]


def test_a_label_of_two_terms_is_ambiguous():
    words = lexicon(term_set('b', 'Head'), term_set('a', 'head', 'Tail'))
    upper, lower, plural, tail = Matcher(words).find('Head, head, heads, tail')
    assert upper.keys == ('b:head',)
    assert lower.keys == ('a:head',)
    assert plural.keys == ('a:head', 'b:head')
    assert [one.ambiguous for one in (upper, lower, plural, tail)] == [
        False,
        False,
        True,
        False,
    ]


def test_what_the_role_takes_for_the_name_of_a_set_is_no_mention():
    words = lexicon(term_set('note', 'b'), term_set('other', 'note: B'))
    assert [m.keys for m in Matcher(words).find('a note: B')] == [('other:note-colon-b',)]
    assert [(m.text, m.keys) for m in Matcher(words).find('a note: b')] == [
        ('b', ('note:b',))
    ]


def test_a_label_of_a_set_called_like_its_beginning_is_left_to_the_role():
    words = lexicon(term_set('note', term('b', 'note: B')))
    assert words.find('note: b').qualified
    assert [m.text for m in Matcher(words).find('note: b')] == ['b']


def test_a_label_that_the_role_passes_over_makes_no_mention():
    words = lexicon(term('Store', Alias(text='KV-cache', case='exact')), 'Kv cache')
    assert words.find('kv-cache').keys == ('s:store',)
    assert Matcher(words).find('a kv-cache') == []
    assert [m.keys for m in Matcher(words).find('a kv cache')] == [('s:kv-cache',)]


# --- longer labels ---


def test_the_longest_label_is_met():
    labels = ('Token', 'Token embedding', 'Embedding table', 'Token embedding table size')
    assert mentions('token embedding table, embedding tables, token embedding table sizes', *labels) == [
        ('token embedding', 'Token embedding'),
        ('embedding tables', 'Embedding table'),
        ('token embedding table sizes', 'Token embedding table size'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    'fields',
    [{'autolink': 'off'}, {'formerly': ('HTML page',), 'name': 'Sheet'}, {'see': 'Page'}],
)
def test_what_is_not_to_be_linked_still_protects_what_it_contains(fields):
    longer = term(fields.pop('name', 'HTML page'), **fields)
    assert [one for one, _ in mentions('an HTML page', longer, 'Page', 'HTML')] == [
        'HTML page'
    ]


def test_an_ambiguous_label_protects_what_it_contains():
    words = lexicon(term_set('a', 'Hidden state', 'State'), term_set('b', 'Hidden state'))
    (met,) = Matcher(words).find('the hidden states')
    assert met.keys == ('a:hidden-state', 'b:hidden-state')


def test_a_longer_label_in_the_wrong_case_or_place_protects_nothing():
    assert mentions('a moe layer, HTTP 2.0', 'MoE layer', 'Layer', 'HTTP 2', 'HTTP') == [
        ('layer', 'Layer'),
        ('HTTP', 'HTTP'),
    ]


def test_nothing_is_found_where_there_is_nothing():
    assert mentions('', 'Token') == []
    assert mentions('Token') == []
    assert Matcher(Lexicon([])).find('Token') == []
    assert mentions('a \u00ad b', '\u00ad') == []


# --- laws ---


@st.composite
def cases(draw):
    """(sets, text)."""
    sets = draw(vocabularies())
    return sets, draw(proses(sets))


@given(cases())
@examples(300)
def test_mentions_are_in_order_and_never_overlap(case):
    sets, text = case
    at = 0
    for one in Matcher(Lexicon(sets)).find(text):
        assert at <= one.start < one.end
        assert one.text == text[one.start : one.end] == one.text.strip()
        at = one.end
    assert at <= len(text)


@given(cases())
@examples(300)
def test_the_role_finds_the_same_terms(case):
    sets, text = case
    words = Lexicon(sets)
    for one in Matcher(words).find(text):
        match = words.find(one.text)
        assert tuple(sorted(match.keys)) == one.keys
        assert match.level == one.level
        assert not match.qualified
        assert any(one.label in words.terms[key].labels() for key in one.keys)


@given(cases())
def test_the_leftmost_and_of_those_the_longest_is_taken(case):
    sets, text = case
    assume('://' not in text and 'www.' not in text)
    matcher = Matcher(Lexicon(sets))
    found = [m[:2] for m in matcher.find(text)]
    pieces = [piece.span() for piece in scanner_for(text).pieces.finditer(text)]
    for n, (start, _) in enumerate(pieces):
        for _, end in pieces[n : n + 8]:
            alone = matcher.find(f'½ {text[start:end]} ½')
            if [m.text for m in alone] == [text[start:end]] and stands_alone(
                text, start, end
            ):
                assert any(a < start < b or (a == start and b >= end) for a, b in found)


@given(cases())
def test_the_order_of_sets_never_matters(case):
    sets, text = case
    found = [Matcher(Lexicon(order)).find(text) for order in itertools.permutations(sets)]
    assert all(one == found[0] for one in found)


@given(cases())
def test_a_matcher_can_be_pickled_and_asked_again(case):
    sets, text = case
    matcher = Matcher(Lexicon(sets))
    found = matcher.find(text)
    assert pickle.loads(pickle.dumps(matcher)).find(text) == found == matcher.find(text)


@given(
    vocabularies().flatmap(
        lambda sets: st.tuples(st.just(sets), proses(sets), proses(sets))
    )
)
def test_paragraphs_know_nothing_of_each_other(case):
    sets, one, other = case
    matcher = Matcher(Lexicon(sets))
    shift = len(one) + 2
    after = [
        m._replace(start=m.start + shift, end=m.end + shift) for m in matcher.find(other)
    ]
    assert matcher.find(f'{one}\n\n{other}') == [*matcher.find(one), *after]


@given(cases())
def test_plain_ascii_takes_a_short_cut_to_the_same_end(case):
    sets, text = case
    text = text.encode('ascii', 'ignore').decode()
    matcher = Matcher(Lexicon(sets))
    assert matcher.find(f'{text}\n\n½') == matcher.find(text)


SIGNS = st.sampled_from('‘’“”—…\u00a0\ufffc')


def test_signs_of_typography_are_met_in_labels_whatever_is_around():
    labels = ('-', 'up—down', 'so…', '“smart” quotes', 'day’s')
    text = 'an — up—down or so… “smart” quotes, a day’s'
    met = [one for one, _ in mentions(text, *labels)]
    assert met == ['up—down', 'so…', '“smart” quotes', 'day’s']
    assert [one for one, _ in mentions(f'{text}\n\n½', *labels)] == met


@given(cases(), st.lists(st.tuples(st.floats(0, 1), SIGNS), max_size=8))
@example(([term_set('s', '-')], 'a'), [(0.0, '—')])
@examples(400)
def test_signs_of_typography_do_as_well(case, signs):
    sets, text = case
    text = ''.join(c for c in text if c.isascii() or c in '‘’“”—…')
    for where, sign in signs:
        at = int(where * len(text))
        text = text[:at] + sign + text[at + (text[at : at + 1] in ('"', "'", ' ')) :]
    matcher = Matcher(Lexicon(sets))
    assert matcher.find(f'{text}\n\n½') == matcher.find(text)


_WITHOUT_SPACES = ('CJK', 'HIRAGANA', 'KATAKANA', 'HANGUL', 'THAI', 'IDEOGRAPHIC')


@given(cases())
@examples(300)
def test_no_word_is_ever_cut(case):
    sets, text = case

    def of_one_word(one, other):
        spaced = (
            not unicodedata.name(c, '').startswith(_WITHOUT_SPACES) for c in (one, other)
        )
        return (
            one.isalnum()
            and (other.isalnum() or unicodedata.category(other) == 'Mn')
            and all(spaced)
        )

    for met in Matcher(Lexicon(sets)).find(text):
        for at in (met.start, met.end):
            if 0 < at < len(text):
                assert not of_one_word(text[at - 1], text[at])


@given(cases())
def test_what_is_to_be_done_about_labels_never_changes_where_they_are(case):
    sets, text = case
    plain = [
        term_set._replace(
            terms=tuple(
                t._replace(
                    autolink='off',
                    aliases=tuple(a._replace(status='forbidden', hidden=True, autolink='all') for a in t.aliases),
                )
                for t in term_set.terms
            ),
        )
        for term_set in sets
    ]  # fmt: skip
    spans = [
        [(m.start, m.end, m.keys) for m in Matcher(Lexicon(some)).find(text)]
        for some in (sets, plain)
    ]
    assert spans[0] == spans[1]


@given(vocabularies())
@examples(300)
def test_every_label_as_written_is_a_mention(sets):
    words = Lexicon(sets)
    matcher = Matcher(words)
    for value in words.terms.values():
        for label in value.labels():
            unseen = '\u00ad' in (label[0], label[-1]) or '://' in label
            if not unseen:
                (met,) = matcher.find(f'½ {label} ½')
                assert met.text == label
                assert value.key in met.keys
                assert met.level == Level.EXACT


@given(
    st.lists(WORDS.map(str.title), min_size=2, max_size=4),
    st.sampled_from(
        [' ', '-', '  ', '\u00a0', '\u2011', '–', '\n', '\n    ', '\u202f', '-\n']
    ),
    st.sampled_from([str.lower, str.upper, str.title, str.capitalize]),
)
def test_a_name_is_found_however_it_is_joined(words, join, write):
    words = [f'{word}x' for word in words]  # a single letter is a name by its capital
    written = join.join(map(write, words))
    (met,) = Matcher(lexicon(' '.join(words))).find(f'— {written} —')
    assert met.text == written


@given(WORDS.map(str.lower).filter(lambda word: word not in {'s', 'es'}), st.booleans())
def test_a_plain_plural_is_found_in_both_directions(word, of_the_label):
    label, text = (f'{word}s', word) if of_the_label else (word, f'{word}s')
    ((met, _),) = mentions(f'one {text}.' if text != 'one' else text, label)
    assert met == text
    assert mentions(text, term(label, no_plural=True)) == []
