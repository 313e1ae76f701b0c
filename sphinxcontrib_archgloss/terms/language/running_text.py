"""The name of a term as a sentence writes it: case, number and article.

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
_MID_SENTENCE = re.compile(r'[a-z,;] (?=([A-Z][a-z]+))')
_SMALL_WORD = re.compile(r'\b[a-z]+\b')


def has_heading_style(names: Sequence[str]) -> bool:
    """Return whether all *names* begin with a capital, so that a capital means nothing."""
    return all(name[:1].upper() == name[:1] for name in names)


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
        keeps = is_name or word in proper or _PROPER.fullmatch(word)
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


def article(word: str) -> str | None:
    """Return the indefinite article before *word*; None if it is not certain."""
    first = re.split(r'\W', word, maxsplit=1)[0]
    if not first or made_of_capitals(first) or not first.isascii():
        return None
    small = first.lower()
    if small.startswith(('hour', 'honest', 'honour', 'honor', 'heir')):
        return 'an'
    if small.startswith(('one', 'once', 'eu', 'ewe')):
        return 'a'
    if small.startswith('u'):
        return 'an' if re.match(r'u(?:n(?!i)|p|l|r|t(?!il)|m|g)', small) else None
    return 'an' if small[0] in 'aeio' else 'a'
