"""Findings silenced where they are found, with a reason.

A comment ``term-check: off RULE -- REASON`` silences a rule, or several with commas
between them, for the block that follows it on a page, or for the record that it stands
in or before in a data file. A silence needs a reason, rules that there are, and
something to silence; else it is a finding itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.checks.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_NAME = 'term-check:'
MARK = re.compile(rf'{_NAME}|(?i:term[-_ ]?checks?)\s*:(?=\s*off\b)')
"""How such a comment begins, or one that was meant to be such."""
_COMMENT = re.compile(rf'\s*(?P<mark>{MARK.pattern})(?P<said>.*)', re.DOTALL)
_FORM = re.compile(r'\s*off\s([\w, \t-]*)')
_IN_DATA = re.compile(rf'\s*#+\s*((?:{MARK.pattern}).*)')


class Suppression(NamedTuple):
    """A comment that silences rules for some lines of a file."""

    place: Place
    """Of the comment."""
    rules: tuple[str, ...]
    """As written."""
    reason: str
    """Empty where there is none."""
    first: int
    """1-based line from which on it holds."""
    last: int
    """The last line; before `first` where nothing follows."""
    is_clear: bool = True
    """Whether the comment has the form that it should have."""


def parse(text: str) -> tuple[tuple[str, ...], str, bool] | None:
    """Return (rules, reason, whether it is clear) of the *text* of a comment.

    None for a comment that has nothing to do with checks.
    """
    comment = _COMMENT.match(text)
    if comment is None:
        return None
    written = re.sub(r'\s+--\s*$', ' -- ', comment['said'])
    said, _, reason = written.partition(' -- ')
    form = _FORM.fullmatch(said)
    rules = tuple(filter(None, re.split(r'[\s,]+', form[1]))) if form else ()
    is_clear = bool(rules) and comment['mark'] == _NAME
    return rules, ' '.join(reason.split()), is_clear


def in_data(
    shown: str, lines: Sequence[str], records: Sequence[int]
) -> Iterator[Suppression]:
    """Yield the silences in a data file whose *records* begin on these lines.

    One at the head of the file, before other keys, holds for all of it.
    """
    starts = sorted(records)
    for number, line in enumerate(lines, 1):
        found = _IN_DATA.fullmatch(line)
        if found is None or (said := parse(found[1])) is None:
            continue
        rules, reason, is_clear = said
        first, last = _record(number, lines, starts)
        place = Place(shown, number, source=line)
        yield Suppression(place, rules, reason, first, last, is_clear)


def _record(number: int, lines: Sequence[str], starts: Sequence[int]) -> tuple[int, int]:
    """Return the lines of the record that a comment on line *number* is about."""
    following = next((start for start in starts if start > number), 0)
    before = max((start for start in starts if start <= number), default=0)
    between = lines[number : following - 1]
    if following and not any(map(_is_content, between)):
        return number, _end(following, starts, lines)
    if before:
        return before, _end(before, starts, lines)
    return number, len(lines)


def _end(start: int, starts: Sequence[int], lines: Sequence[str]) -> int:
    return next((one - 1 for one in starts if one > start), len(lines))


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith('#')


class Suppressions:
    """All silences of a project, and which of them have silenced something."""

    def __init__(self, found: Iterable[Suppression], known: Collection[str]) -> None:
        self._by_path: dict[str, list[Suppression]] = {}
        for one in dict.fromkeys(found):
            self._by_path.setdefault(one.place.path, []).append(one)
        self._known = known
        self._used: set[tuple[Suppression, str]] = set()

    def reason(self, finding: Finding) -> str:
        """Return why *finding* is silenced; empty if it is not."""
        for one in self._by_path.get(finding.place.path, ()):
            if (
                one.is_clear
                and finding.rule in one.rules
                and one.reason
                and one.first <= finding.place.line <= one.last
            ):
                self._used.add((one, finding.rule))
                return one.reason
        return ''

    def unused_suppressions(self, off: Collection[str]) -> Iterator[Finding]:
        """Yield what is wrong with the silences themselves.

        Rules that are *off* have nothing to silence, and that is no fault.
        """
        for found in self._by_path.values():
            for one in found:
                for subject, said in self._faults(one, off):
                    yield Finding('silence', said, one.place, subject)

    def _faults(self, one: Suppression, off: Collection[str]) -> Iterator[tuple[str, str]]:
        form = 'write "term-check: off RULE -- REASON"'
        if not one.is_clear:
            yield '', f'a comment for term-check that is not understood; {form}'
            return
        if not one.reason:
            yield ' '.join(one.rules), f'nothing is silenced without a reason; {form}'
            return
        for rule in one.rules:
            if rule not in self._known:
                yield rule, f'there is no rule "{rule}" to silence{self._hint(rule)}'
            elif rule not in off and (one, rule) not in self._used:
                said = f'there is nothing for "{rule}" to silence here; drop the comment'
                yield rule, said

    def _hint(self, rule: str) -> str:
        # imported where something is wrong, as it takes long
        from sphinxcontrib_archgloss.terms.suggestions import nearest

        near = ' or '.join(f'"{one}"' for one in nearest(rule, self._known))
        return f'; did you mean {near}?' if near else '; rules are in the manual'


def unused_suppressions(
    suppressions: Suppressions, off: Collection[str]
) -> Iterator[Finding]:
    """A comment that silences rules has no reason, or silences nothing.

    *Bad:*

    .. code-block:: rst

       .. term-check: off unlinked -- it is only named here

       Nothing to silence.

    *Good:*

    .. code-block:: rst

       .. term-check: off unlinked -- it is only named here

       The KV cache is only named here.
    """
    return suppressions.unused_suppressions(off)
