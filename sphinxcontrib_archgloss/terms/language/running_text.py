"""The name of a term in a sentence: case, number and article.

A set may write its names with capitals, like headings; in the middle of a sentence they
have none, except for words that are names or acronyms themselves. A plural is made only
where it is certain. Only English is covered: names in other languages stay as the set
writes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.forms import (
    IRREGULAR_PLURALS,
    folded,
    inflections,
    made_of_capitals,
    split_endings,
)

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_WORDS = re.compile(r'[^\W\d_]+(?:[’\'][^\W\d_]+)?')
_SMALL = frozenset(
    {'a', 'an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'per',
     'the', 'to', 'via', 'with'}
)  # fmt: skip
# Adjectives made from people's names, and people that methods are named after.
_PROPER = re.compile(
    r'(?:[A-Z]\w+(?:ian|ean)|Adam|Bayes|Bellman|Bernoulli|Bloom|Boltzmann|Carlo|Cauchy'
    r'|Chinchilla|Cholesky|Dirichlet|English|Euclid|Euler|Fisher|Fourier|Gauss|Goodhart'
    r'|Gumbel|Hadamard|Hamming|Hopfield|Huffman|Kalman|Kullback|Lagrange|Laplace|Leibler'
    r'|Levenshtein|Linux|Lipschitz|Markov|Metropolis|Monte|Moore|Nash|Nesterov|Newton'
    r'|Pareto|Pearson|Poisson|Polyak|Python|Shannon|Student|Turing|Unicode|Viterbi'
    r'|Wasserstein|Winograd|Zipf)(?:[’\']s)?'
)
_JOINS = ('-', '\u2010', '\u2011', '\u2013', '\u2014')
_DASHES = _JOINS[3:]
_NUMBERLESS = frozenset((
    'series', 'species', 'means', 'news', 'lens', 'chaos', 'alias', 'bias', 'gas', 'canvas',
    'status', 'data',
))  # fmt: skip
_MID_SENTENCE = re.compile(r'[a-z,;] (?=([A-Z][a-z]+))')
_SMALL_WORD = re.compile(r'\b[a-z]+\b')


def has_heading_style(names: Sequence[str]) -> bool:
    """Return whether *names* begin with a capital, so that a capital means nothing.

    One in ten may still begin with a lowercase letter, such as *k-means* and *iOS*.
    """
    small = sum(name[:1].upper() != name[:1] for name in names)
    return 10 * small <= len(names)


def names_in(texts: Sequence[str], headings: Sequence[str] = ()) -> frozenset[str]:
    """Return the words that always have a capital in the middle of sentences.

    Words that are written as in one of *headings* do not count.
    """
    by_first_word: dict[str, list[str]] = {}
    for heading in headings:
        by_first_word.setdefault(heading.split(' ', 1)[0], []).append(heading)
    small: set[str] = set()
    capitalized: set[str] = set()
    for text in texts:
        small.update(_SMALL_WORD.findall(text))
        resume = 0
        for match in _MID_SENTENCE.finditer(text):
            at = match.end()
            for heading in by_first_word.get(match[1], ()):
                if text.startswith(heading, at):
                    resume = max(resume, at + len(heading))
            if at >= resume:
                capitalized.add(match[1])
    return frozenset(word for word in capitalized if word.lower() not in small)


def is_proper(word: str) -> bool:
    """Return whether *word* is made from the name of a person, or known as a name."""
    return _PROPER.fullmatch(word) is not None


def in_a_sentence(name: str, proper: Container[str]) -> str:
    """Return *name*, written like a heading, as it is in the middle of a sentence.

    *proper* are words that keep their capital. So do words with a capital inside, and
    those that a hyphen or dash joins to one (see `_is_compound_name`).
    """
    words = list(_WORDS.finditer(name))
    names = _compound_names(name, words)
    main = [match[0] for match in words if match[0].lower() not in _SMALL]
    is_title = len(main) > 1 and all(word[:1].isupper() for word in main)
    parts, at = [], 0
    for n, match in enumerate(words):
        parts.append(name[at : match.start()])
        at = match.end()
        word = match[0]
        is_name = n in names or made_of_capitals(word)
        keeps = is_name or word in proper or is_proper(word)
        parts.append(word if keeps or not (is_title or n == 0) else word.lower())
    return ''.join(parts) + name[at:]


def _compound_names(name: str, words: Sequence[re.Match[str]]) -> set[int]:
    """Return the indices of the *words* of *name* that are parts of compound names."""
    compounds: list[list[int]] = []
    joins: list[str] = []
    for n, word in enumerate(words):
        between = name[words[n - 1].end() : word.start()] if n else ''
        if between in _JOINS:
            compounds[-1].append(n)
            joins[-1] += between
        else:
            compounds.append([n])
            joins.append('')
    indices: set[int] = set()
    for compound, joined in zip(compounds, joins, strict=True):
        others = [word[0] for n, word in enumerate(words) if n not in compound]
        if _is_compound_name([words[n][0] for n in compound], joined, others):
            indices.update(compound)
    return indices


def _is_compound_name(parts: Sequence[str], joins: str, others: Sequence[str]) -> bool:
    """Return whether *parts*, joined by hyphens or dashes, are a name: Hartree–Fock.

    A word with a capital inside makes them one (McCulloch-Pitts), and so does a capital
    after a hyphen or dash, except for phrases (Mixture-of-Experts) and for hyphens in a
    heading whose *other* words have capitals, too (Low-Rank Adaptation).
    """
    if len(parts) > 1 and any(map(_has_inner_capital, parts)):
        return True
    if not any(part[:1].isupper() for part in parts[1:]):
        return False
    if any(part.lower() in _SMALL for part in parts):
        return False
    main = [word for word in others if word.lower() not in _SMALL]
    is_title = bool(main) and all(word[:1].isupper() for word in main)
    has_dash = any(dash in joins for dash in _DASHES)
    return has_dash or not is_title


def _has_inner_capital(word: str) -> bool:
    return len(word) > 1 and made_of_capitals(word)


def at_the_start(name: str) -> str:
    """Return *name* with a capital, as at the start of a sentence.

    A name whose first word has capitals of its own stays as it is.
    """
    first = _WORDS.match(name)
    if first is None or made_of_capitals(first[0]):
        return name
    return name[:1].upper() + name[1:]


def plural(name: str, forms: Sequence[str]) -> str | None:
    """Return the plural of *name*; None if it is not certain.

    *forms* are other forms of the name, of which one may be the plural.
    """
    for form in forms:
        if folded(form) in inflections(folded(name)):
            return form
    if forms:
        return None
    head, of, rest = name.partition(' of ')
    words = head.split(' ')
    if not of and any(word.lower() in _SMALL for word in words[1:]):
        return None
    ending = _plural_word(words[-1])
    if ending is None:
        return None
    return f'{" ".join([*words[:-1], ending])}{of}{rest}'


def _plural_word(word: str) -> str | None:
    if irregular := IRREGULAR_PLURALS.get(word.lower()):
        return word[:1] + irregular[1:]
    if not word.isascii() or not word[-1:].isalpha() or not word.islower():
        return f'{word}s' if made_of_capitals(word) and word.isalnum() else _title(word)
    if word.endswith(('ss', 'sh', 'ch', 'x')):
        return f'{word}es'
    if word.endswith('y'):
        return f'{word}s' if word[-2:-1] in 'aeiou' else f'{word[:-1]}ies'
    if word.endswith(('s', 'f', 'fe', 'o', 'um', 'on', 'men', 'man', 'a', 'i', 'z')):
        return f'{word}s' if word.endswith(('ion', 'oon', 'ron')) else None
    return f'{word}s'


def _title(word: str) -> str | None:
    if not word.istitle() or not word.isascii() or not word.isalpha():
        return None
    plural_word = _plural_word(word.lower())
    return None if plural_word is None else plural_word[:1].upper() + plural_word[1:]


def singular(name: str, forms: Sequence[str] = ()) -> str | None:
    """Return the singular of *name*; None if it is not certain."""
    for form in forms:
        if folded(form) in inflections(folded(name)):
            return form
    head, of, rest = name.partition(' of ')
    before, space, last = head.rpartition(' ')
    singulars = _singulars(last.lower())
    if len(singulars) != 1 or (last.isupper() and len(last) > 1):
        return None
    shared, _, ending = split_endings(last, singulars[0])
    return f'{before}{space}{last[:shared]}{ending}{of}{rest}'


def _singulars(word: str) -> list[str]:
    """Return the words whose certain plural is *word*: *cach* and *cache* for *caches*."""
    singulars = [other for other in inflections(word) if _plural_word(other) == word]
    return [other for other in singulars if other in IRREGULAR_PLURALS] or singulars


SINGULAR, PLURAL = 'singular', 'plural'


def number_of(name: str) -> str | None:
    """Return the grammatical number of *name*, `SINGULAR` or `PLURAL`; None if in doubt."""
    word = name.partition(' of ')[0].rpartition(' ')[2]
    small = word.lower()
    if small in _NUMBERLESS or small.endswith(('ics', 'ware', 'data', 'media', 'ia')):
        return None
    if small in IRREGULAR_PLURALS or small.endswith(('ss', 'us', 'is')) or word.isupper():
        return SINGULAR
    if _singulars(small):
        return PLURAL
    return None if small.endswith('s') else SINGULAR


_ARTICLE = re.compile(r'(?<![\w\ufffc])[Aa]n?(?=\s+\Z)')
_VOWEL_LETTERS, _VOWELS = frozenset('AEFHILMNORSX'), frozenset('AEIO')
_AN_NUMBER = re.compile(r'8\d*|1[18](?!\d)')
_LONG_NUMBER = re.compile(r'1[18]\d+')
_SILENT_H = re.compile('hour|honest|honou?r|heir')
_LIKE_W = re.compile('one(?![a-z])|oneself|oneness|once')
# u as in "up"; "unique" and "user" have another sound
_SHORT_U = re.compile(
    'un(?!i|an)|uni(?:n(?!u)|mp|de|ss|n?tell)|up|ul|ug|um|ur(?!an|eth|in|ol|e)|ut[tm]|ush'
)


def article_before(text: str) -> re.Match[str] | None:
    """Return the indefinite article at the end of *text*."""
    return _ARTICLE.search(text)


def article(word: str) -> str | None:
    """Return the indefinite article before *word*, by its sound; None if in doubt.

    Capitals are read letter by letter if that is certain: without vowels (*an SQL*), or if
    the word would take the same article (*an API*, but *RAM* and *LAN* are in doubt).
    """
    first = re.split(r'[\W_]', word, maxsplit=1)[0]
    if not first or not first.isascii() or first.lower().startswith('herb'):
        return None
    if digits := re.match(r'\d+', first):
        if _LONG_NUMBER.fullmatch(digits[0]) and len(digits[0]) > 3:
            return None
        return 'an' if _AN_NUMBER.fullmatch(digits[0]) else 'a'
    if len(first) == 1 or made_of_capitals(first):
        return _article_before_letters(first)
    small = first.lower()
    if _SILENT_H.match(small):
        return 'an'
    if small.startswith(('eu', 'ewe')) or _LIKE_W.match(small):
        return 'a'
    if small[0] == 'u':
        return 'an' if _SHORT_U.match(small) else 'a'
    return 'an' if small[0] in 'aeio' else 'a'


def _article_before_letters(word: str) -> str | None:
    letter = word[0].upper()
    by_letter = 'an' if letter in _VOWEL_LETTERS else 'a'
    stem = word.removesuffix('s') if len(word) > 1 else letter
    if not stem.isalnum() or not stem.isupper():
        return None
    spelled_out = len(stem) == 1 or not set(stem) & {*'AEIOUY'} or letter == 'U'
    by_word = 'an' if letter in _VOWELS else 'a'
    return by_letter if spelled_out or by_letter == by_word else None
