"""Measures the matcher against others on one text: ``python benchmarks/mentions.py``.

Every way gets what it needs to find the same mentions, in one process and by turns:
ours a lexicon, the others a list of the labels and their plain plurals. What each of
them makes of the traps of real prose (`traps`) is printed beside its time, for a
matcher that finds *ML* in *HTML* is fast to no end.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import machine
from generate import ARCHGLOSS, names, page
from traps import TRAPS

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.matching.mentions import Matcher
from sphinxcontrib_archgloss.terms.model import Term, TermSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Span = tuple[int, int]

GOAL = 1.0
"""Seconds of processor time for 10 000 labels and 1 MB of prose."""


class Way(NamedTuple):
    """A way to find labels in text."""

    name: str
    make: Callable[[Iterable[str]], Callable[[str], list[Span]]]
    """Labels → what returns the (start, end) of those in a text."""


def ours(labels: Iterable[str]) -> Callable[[str], list[Span]]:
    terms = tuple(
        Term(set='s', id=str(n), name=label, line=1, name_line=1)
        for n, label in enumerate(labels)
    )
    matcher = Matcher(Lexicon([TermSet(name='s', path='', digest='', terms=terms)]))
    return lambda text: [(one.start, one.end) for one in matcher.find(text)]


def forms(labels: Iterable[str]) -> Iterator[str]:
    """Yield the labels and their plain plurals, which archgloss knows by itself."""
    for label in labels:
        yield label
        yield f'{label}s'


def flashtext(labels: Iterable[str]) -> Callable[[str], list[Span]]:
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    processor.add_keywords_from_list(list(forms(labels)))
    return lambda text: [
        span[1:] for span in processor.extract_keywords(text, span_info=True)
    ]


def ahocorasick(labels: Iterable[str]) -> Callable[[str], list[Span]]:
    """It knows no words: of all that it finds, whole ones are chosen afterwards."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(
        sorted({form.lower() for form in forms(labels)}), matchkind=MatchKind.Standard
    )

    def find(text: str) -> list[Span]:
        lowered = text.lower()
        met = [
            (start, -end)
            for _, start, end in automaton.find_matches_as_indexes(
                lowered, overlapping=True
            )
            if not (start and lowered[start - 1].isalnum())
            and not (end < len(lowered) and lowered[end].isalnum())
        ]
        found, resume = [], 0
        for start, end in sorted(met):
            if start >= resume:
                found.append((start, -end))
                resume = -end
        return found

    return find


def alternation(labels: Iterable[str]) -> Callable[[str], list[Span]]:
    longest_first = sorted(map(re.escape, forms(labels)), key=len, reverse=True)
    pattern = re.compile(rf'\b(?:{"|".join(longest_first)})\b', re.IGNORECASE)
    return lambda text: [match.span() for match in pattern.finditer(text)]


WAYS = (
    Way('archgloss', ours),
    Way('flashtext', flashtext),
    Way('ahocorasick-rs', ahocorasick),
    Way('one regular expression', alternation),
)


def prose(size: int) -> str:
    """Return so many code points of the text of generated pages, without the roles."""
    paragraphs: list[str] = []
    length = number = 0
    while length < size:
        text = page(number, 50, ARCHGLOSS).replace(':term-ref:', '').replace('`', '')
        paragraphs.append(text)
        length += len(text)
        number += 1
    return '\n'.join(paragraphs)[:size]


class Result(NamedTuple):
    """What a way took and found."""

    way: str
    make: float
    """Seconds of processor time to take in the labels: the best of all turns."""
    find: float
    """The same, to go through the text."""
    found: int
    """Mentions."""
    alike: float
    """Of all mentions that it or archgloss found, the share both did."""
    traps: int
    """Traps that it does not fall into."""


def timed(job: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    started = time.process_time()
    result = job(*given)
    return time.process_time() - started, result


def measure(
    ways: Iterable[Way], labels: tuple[str, ...], text: str, turns: int
) -> list[Result]:
    """Return what each way takes for *labels* in *text*, the first being the measure."""
    ways = list(ways)
    made: dict[str, list[float]] = {way.name: [] for way in ways}
    took: dict[str, list[float]] = {way.name: [] for way in ways}
    spans: dict[str, set[Span]] = {}
    for _ in range(turns):
        for way in ways:
            seconds, find = timed(way.make, labels)
            made[way.name].append(seconds)
            seconds, found = timed(find, text)
            took[way.name].append(seconds)
            spans[way.name] = set(found)
    first = spans[ways[0].name]
    return [
        Result(
            way.name,
            min(made[way.name]),
            min(took[way.name]),
            len(spans[way.name]),
            len(first & spans[way.name]) / (len(first | spans[way.name]) or 1),
            sum(passes(way, trap) for trap in TRAPS),
        )
        for way in ways
    ]


def passes(way: Way, trap: Any) -> bool:
    """Return whether *way* finds what is in a trap and nothing else."""
    found = way.make(trap.labels)(trap.text)
    return [trap.text[start:end] for start, end in found] == list(trap.found)


HEAD = (
    f'{"labels":>7}  {"way":<24}{"make":>8}{"find":>9}{"ratio":>8}'
    f'{"found":>9}{"alike":>8}{"traps":>8}'
)


def line(labels: int, result: Result, ours_took: float) -> str:
    return (
        f'{labels:>7}  {result.way:<24}{result.make:>7.3f}s{result.find:>8.3f}s'
        f'{result.find / ours_took:>7.2f}×{result.found:>9}{result.alike:>8.1%}'
        f'{result.traps:>5}/{len(TRAPS)}'
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        '--labels', type=int, action='append', help='how many (may be repeated)'
    )
    parser.add_argument(
        '--size', type=int, default=1_000_000, help='of the text, characters'
    )
    parser.add_argument('--turns', type=int, default=3, help='for each way (default: 3)')
    parser.add_argument('--without', action='append', default=[], help='leave a way out')
    parser.add_argument('--json', type=Path, metavar='FILE')
    parser.add_argument(
        '--strict', action='store_true', help='exit with status 1 if a goal is missed'
    )
    return parser.parse_args()


def main() -> int:
    """Measure, print a table and, if asked, write JSON."""
    asked = arguments()
    text = prose(asked.size)
    ways = [way for way in WAYS if way.name not in asked.without]
    print(', '.join(f'{key}: {value}' for key, value in machine.describe().items()))
    print(f'{len(text)} characters of prose\n\n{HEAD}')
    rows = []
    met = True
    for count in asked.labels or (100, 1_000, 10_000):
        results = measure(ways, names(count), text, asked.turns)
        for result in results:
            print(line(count, result, results[0].find), flush=True)
            rows.append({'labels': count, 'text': len(text), **result._asdict()})
        own = results[0]
        met &= own.find <= GOAL * len(text) / 1e6 and own.traps == len(TRAPS)
    if asked.json:
        report = {'machine': machine.describe(), 'traps': len(TRAPS), 'rows': rows}
        asked.json.write_text(json.dumps(report, indent=1) + '\n', encoding='utf-8')
    print(f'\nthe goals are {"met" if met else "missed"}')
    return int(asked.strict and not met)


if __name__ == '__main__':
    sys.exit(main())
