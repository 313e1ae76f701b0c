"""Measures the matcher beside others on one text: ``python benchmarks/mentions.py``.

Each matcher gets what it needs to find the same mentions: ours a lexicon, the others the
labels and their plain plurals. *found* is how many mentions a matcher finds, and *prose*,
how many of the pieces of prose in `PROSE` it gets right: a matcher that finds *ML* in
*HTML* is fast in vain.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from typing import TYPE_CHECKING

import machine
from cases import names, page_text
from measures import ROOT
from sides import SPHINX

sys.path.insert(0, str(ROOT))

from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.matching.mentions import Matcher
from sphinxcontrib_archgloss.terms.model import Term, TermSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Span = tuple[int, int]
    Find = Callable[[str], list[Span]]

# labels, a text, and which parts of it are mentions
PROSE = (
    (['ML'], 'HTML, ML', ['ML']),
    (['MoE'], 'moe, MoE', ['MoE']),
    (['Token'], 'token, Token', ['token', 'Token']),
    (['KV', 'KV cache'], 'KV caches', ['KV caches']),
    (['C', 'C++'], 'C++ and C', ['C++', 'C']),
    (['C'], 'C# and C', ['C']),
    (['.NET'], '.NET, ASP.NET', ['.NET']),
    (['HTTP 2'], 'HTTP 20, HTTP 2.0, HTTP 2', ['HTTP 2']),
    (['KV cache'], 'a KV-cache', ['KV-cache']),
    (['KV cache'], 'a KV\u00a0cache', ['KV\u00a0cache']),
    (['KV cache'], 'a KV\n   cache', ['KV\n   cache']),
    (['Token'], 'to\u00adken', ['to\u00adken']),
    (['Ära'], 'Ära, Ärab', ['Ära']),
    (['Ära', 'ra'], 'A\u0308ra', ['A\u0308ra']),
    (['Model'], "model's", ['model']),
    (['Don'], "don't", []),
    (['Matrix'], 'matrices', ['matrices']),
    (['注意力'], '这个注意力很', ['注意力']),
    (['キー'], 'スキーマのキー', ['キー']),
    (['Token'], 'token_id, token.py, token()', []),
    (['Token'], 'pre-token, token', ['token']),
    (['Token'], 'https://example.org/?token', []),
)


def archgloss(labels: Iterable[str]) -> Find:
    terms = tuple(
        Term(set='s', id=str(n), name=label, line=1, name_line=1)
        for n, label in enumerate(labels)
    )
    matcher = Matcher(Lexicon([TermSet(name='s', path='', digest='', terms=terms)]))
    return lambda text: [(match.start, match.end) for match in matcher.find(text)]


def with_plurals(labels: Iterable[str]) -> list[str]:
    """Return the labels and their plain plurals, which archgloss knows by itself."""
    return [form for label in labels for form in (label, f'{label}s')]


def flashtext(labels: Iterable[str]) -> Find:
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    processor.add_keywords_from_list(with_plurals(labels))
    return lambda text: [
        span[1:] for span in processor.extract_keywords(text, span_info=True)
    ]


def ahocorasick(labels: Iterable[str]) -> Find:
    """It knows no words: of all that it finds, whole ones are chosen afterwards."""
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(sorted({form.lower() for form in with_plurals(labels)}))

    def find(text: str) -> list[Span]:
        text = text.lower()
        matches = sorted(
            (start, -end)
            for _, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
            if not text[max(0, start - 1) : start].isalnum()
            and not text[end : end + 1].isalnum()
        )
        spans, resume = [], 0
        for start, end in matches:
            if start >= resume:
                spans.append((start, -end))
                resume = -end
        return spans

    return find


def alternation(labels: Iterable[str]) -> Find:
    longest_first = sorted(map(re.escape, with_plurals(labels)), key=len, reverse=True)
    pattern = re.compile(rf'\b(?:{"|".join(longest_first)})\b', re.IGNORECASE)
    return lambda text: [match.span() for match in pattern.finditer(text)]


MATCHERS: dict[str, Callable[[Iterable[str]], Find]] = {
    'archgloss': archgloss,
    'flashtext': flashtext,
    'ahocorasick-rs': ahocorasick,
    'regular expression': alternation,
}


def prose(size: int) -> str:
    """Return *size* code points of the text of generated pages, without the roles."""
    text, number = '', 0
    while len(text) < size:
        text += page_text(number, 50, 20, SPHINX).replace(':term:', '').replace('`', '')
        number += 1
    return text[:size]


def right(matcher: str) -> int:
    """Return how many pieces of prose a matcher gets right."""
    return sum(
        [text[start:end] for start, end in MATCHERS[matcher](labels)(text)] == mentions
        for labels, text, mentions in PROSE
    )


def seconds(start: float) -> float:
    return time.process_time() - start


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--labels', type=int, action='append', help='may be repeated')
    parser.add_argument('--size', type=int, default=1_000_000, help='of the text')
    parser.add_argument('--turns', type=int, default=3, help='the best of them counts')
    parser.add_argument('--without', action='append', default=[], help='leave one out')
    options = parser.parse_args()
    text = prose(options.size)
    print(machine.describe())
    print(f'{len(text)} characters of prose; seconds of processor time\n')
    print(f'{"labels":>7}  {"matcher":<20}{"make":>8}{"find":>8}{"found":>9}{"prose":>8}')
    for count in options.labels or (100, 1_000, 10_000):
        for name, make in MATCHERS.items():
            if name in options.without:
                continue
            best_make = best_find = float('inf')
            for _ in range(options.turns):
                start = time.process_time()
                find = make(names(count))
                best_make, start = min(best_make, seconds(start)), time.process_time()
                spans = find(text)
                best_find = min(best_find, seconds(start))
            print(
                f'{count:>7}  {name:<20}{best_make:>8.3f}{best_find:>8.3f}{len(spans):>9}'
                f'{right(name):>5}/{len(PROSE)}',
                flush=True,
            )
    return 0


if __name__ == '__main__':
    sys.exit(main())
