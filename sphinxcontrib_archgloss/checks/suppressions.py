"""Suppressions: comments that suppress findings at their place, with a reason.

A comment ``term-check: off RULE -- REASON`` suppresses a rule, or several separated by
commas, for the next block of a page, or for the record in a data file that contains or
follows the comment. A suppression without a reason, of an unknown rule, or that suppresses
nothing is a finding itself.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding, FindingPlace
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.suggestions import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_NAME = 'term-check:'
MARK = re.compile(rf'{_NAME}|(?i:term[-_ ]?checks?)\s*:(?=\s*off\b)')
"""The beginning of such a comment, including misspelled ones."""
_COMMENT = re.compile(rf'\s*(?P<mark>{MARK.pattern})(?P<rest>.*)', re.DOTALL)
_FORM = re.compile(r'\s*off\s([\w, \t-]*)')
_IN_DATA = re.compile(rf'\s*#+\s*((?:{MARK.pattern}).*)')
_HINT = 'write "term-check: off RULE -- REASON"'


class Suppression(NamedTuple):
    """A comment that suppresses rules for some lines of a file."""

    place: FindingPlace
    """Of the comment."""
    rules: tuple[str, ...]
    """As written."""
    reason: str
    """Empty where there is none."""
    first: int
    """1-based first line that it applies to."""
    last: int
    """The last line; before `first` where nothing follows."""
    is_clear: bool = True
    """Whether the comment has the right form."""


def parse(text: str) -> tuple[tuple[str, ...], str, bool] | None:
    """Return (rules, reason, whether the form is right) of the *text* of a comment.

    None if the comment is not about checks.
    """
    comment = _COMMENT.match(text)
    if comment is None:
        return None
    rest = re.sub(r'\s+--\s*$', ' -- ', comment['rest'])
    command, _, reason = rest.partition(' -- ')
    form = _FORM.fullmatch(command)
    rules = tuple(filter(None, re.split(r'[\s,]+', form[1]))) if form else ()
    is_clear = bool(rules) and comment['mark'] == _NAME
    return rules, ' '.join(reason.split()), is_clear


def in_data(
    shown: str, lines: Sequence[str], records: Sequence[int]
) -> Iterator[Suppression]:
    """Yield the suppressions in a data file whose *records* begin on these lines.

    One at the head of the file, before other keys, applies to the whole file.
    """
    starts = sorted(records)
    for number, line in enumerate(lines, 1):
        match = _IN_DATA.fullmatch(line)
        if match is None or (parsed := parse(match[1])) is None:
            continue
        rules, reason, is_clear = parsed
        first, last = _record_lines(number, lines, starts)
        place = FindingPlace(shown, number, source=line)
        yield Suppression(place, rules, reason, first, last, is_clear)


def _record_lines(
    number: int, lines: Sequence[str], starts: Sequence[int]
) -> tuple[int, int]:
    """Return the lines of the record that a comment on line *number* applies to."""
    following = next((start for start in starts if start > number), 0)
    before = max((start for start in starts if start <= number), default=0)
    between = lines[number : following - 1]
    if following and not any(map(_is_content, between)):
        return number, _end(following, starts, lines)
    if before:
        return before, _end(before, starts, lines)
    return number, len(lines)


def _end(start: int, starts: Sequence[int], lines: Sequence[str]) -> int:
    return next((other - 1 for other in starts if other > start), len(lines))


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith('#')


class Suppressions:
    """All suppressions of a project; records which of them have suppressed a finding.

    *rules* are the ids of all rules.
    """

    def __init__(self, suppressions: Iterable[Suppression], rules: Collection[str]) -> None:
        self._by_path: dict[str, list[Suppression]] = {}
        for suppression in dict.fromkeys(suppressions):
            self._by_path.setdefault(suppression.place.path, []).append(suppression)
        self._rules = rules
        self._used: set[tuple[Suppression, str]] = set()

    def reasons(self, findings: Iterable[Finding]) -> dict[Finding, str]:
        """Return finding → reason, for those of *findings* that are suppressed."""
        reasons = ((finding, self._reason(finding)) for finding in findings)
        return {finding: reason for finding, reason in reasons if reason}

    def _reason(self, finding: Finding) -> str:
        for suppression in self._by_path.get(finding.place.path, ()):
            if (
                suppression.is_clear
                and finding.rule in suppression.rules
                and suppression.reason
                and suppression.first <= finding.place.line <= suppression.last
            ):
                self._used.add((suppression, finding.rule))
                return suppression.reason
        return ''

    def faults(self, off: Collection[str]) -> Iterator[tuple[FindingPlace, str, str]]:
        """Yield (place, message, subject) for each fault of a suppression.

        A suppression of a rule that is *off* may suppress nothing.
        """
        for suppression in itertools.chain.from_iterable(self._by_path.values()):
            if not suppression.is_clear:
                message = f'invalid term-check comment; {_HINT}'
                yield suppression.place, message, ''
            elif not suppression.reason:
                message = f'missing reason in the term-check comment; {_HINT}'
                yield suppression.place, message, ' '.join(suppression.rules)
            else:
                for rule in suppression.rules:
                    if message := self._fault(suppression, rule, off):
                        yield suppression.place, message, rule

    def _fault(self, suppression: Suppression, rule: str, off: Collection[str]) -> str:
        if rule not in self._rules:
            hint = did_you_mean(nearest(rule, self._rules)) or 'the manual lists the rules'
            return f'unknown rule "{rule}" in the term-check comment; {hint}'
        if rule not in off and (suppression, rule) not in self._used:
            return f'unused suppression of "{rule}"; remove the comment'
        return ''


def unused_suppressions(
    suppressions: Suppressions, off: Collection[str]
) -> Iterator[Finding]:
    """A comment that suppresses rules has no reason, or suppresses nothing.

    *Bad:*

    .. code-block:: rst

       .. term-check: off unlinked -- it is only named here

       Nothing to silence.

    *Good:*

    .. code-block:: rst

       .. term-check: off unlinked -- it is only named here

       The KV cache is only named here.
    """
    for place, message, subject in suppressions.faults(off):
        yield Finding('silence', message, place, subject)
