"""A baseline: a counted list of known findings, so that only new findings matter.

The file is JSON with one entry for each rule, file and subject, sorted, so that people
can read and merge it. An entry has the words around each of its places, which stay when
lines move; a finding at another place, or beyond the count, is new. A file of version 1
has no places, and its entries match any place. If the file is faulty, the baseline is
empty, and the fault is a problem with a place.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinxcontrib_archgloss.checks.findings import Around, Finding, Identity

VERSION = 2
_READABLE = (1, VERSION)
_FEW = 4
"""How many words on one side of a place, with the mark of a file's end, identify it."""
_MOST = 6
"""How many words on both sides are enough."""
LIMIT = 50_000_000
"""Maximum size of a file in bytes."""

_KEYS = ('rule', 'path', 'subject')
_AGAIN = 'rewrite it with -D archgloss_check_baseline_update=1'


class KnownFindings:
    """Known findings of one rule about one subject in one file."""

    def __init__(self) -> None:
        self.count = 0
        self.places: Counter[Around] = Counter()
        """The words around each of their places; empty where any place matches."""
        self._is_placed = False

    def add(self, count: int, places: Sequence[Around]) -> None:
        """Add *count* findings with their places."""
        self.count += count
        self.places.update(places)
        self._is_placed = bool(self.places)

    def take(self, finding: Finding, is_same: Callable[[Around, Around], bool]) -> bool:
        """Return whether *finding* is one of them, and remove it.

        *is_same* compares the words around two places.
        """
        if not self.count:
            return False
        if self._is_placed and finding.surroundings:
            same = (
                place
                for around in finding.surroundings
                for place in self.places
                if is_same(around, place)
            )
            if (place := next(same, None)) is None:
                return False
            self.places -= Counter([place])
        self.count -= 1
        return True


def _are_equal(around: Around, place: Around) -> bool:
    return around == place


def _are_near(around: Around, place: Around) -> bool:
    """Return whether the text around a place was edited, but is still the same text.

    This is true if all words on one side are the same, or most on both. At the beginning
    and end of a file there may be too few words to decide.
    """
    for words, old in zip(around, place, strict=True):
        if words == old and len(words.split()) >= _FEW:
            return True
    both, old_both = ' '.join(around).split(), ' '.join(place).split()
    common = (Counter(both) & Counter(old_both)).total()
    return common >= _MOST and 2 * common > len(old_both)


class Baseline:
    """Known findings: entries by the identity of their findings."""

    def __init__(self, entries: dict[Identity, KnownFindings] | None = None) -> None:
        self._entries = entries or {}

    def known(
        self, findings: Sequence[Finding], is_gone: Callable[[str], bool] = lambda _: False
    ) -> list[bool]:
        """Return for each of *findings* whether it is known; each uses up one of a count.

        The findings of a page that *is_gone* are known on any other page, as it may have
        been renamed.
        """
        known = [False] * len(findings)
        if not self._entries:
            return known
        gone: dict[tuple[str, str], list[KnownFindings]] = {}
        for (rule, path, subject), entry in self._entries.items():
            if is_gone(path):
                gone.setdefault((rule, subject), []).append(entry)

        def entries(finding: Finding, *, moved: bool) -> Iterable[KnownFindings]:
            if moved:
                return gone.get((finding.rule, finding.subject), ())
            entry = self._entries.get(finding.identity)
            return () if entry is None else (entry,)

        for moved in (False, True) if gone else (False,):
            # identical places first, whatever the order of the findings
            for is_same in (_are_equal, _are_near):
                for n, finding in enumerate(findings):
                    known[n] = known[n] or any(
                        entry.take(finding, is_same)
                        for entry in entries(finding, moved=moved)
                    )
        return known

    @property
    def stale(self) -> int:
        """How many known findings have not occurred."""
        return sum(entry.count for entry in self._entries.values())


class LoadedBaseline(NamedTuple):
    """A baseline and the fault of its file."""

    baseline: Baseline
    problem: Problem | None = None


def load(raw: bytes, path: str) -> LoadedBaseline:
    """Return the baseline in the bytes *raw* of the file at *path*."""
    try:
        data = json.loads(raw.decode('utf-8-sig'))
    except json.JSONDecodeError as error:
        message = f'the baseline is not valid JSON ({error.msg}); repair it, or {_AGAIN}'
        return _refused(message, path, error.lineno)
    except (UnicodeDecodeError, RecursionError):
        return _refused(f'the baseline cannot be read; {_AGAIN}', path)
    if not isinstance(data, dict) or data.get('version') not in _READABLE:
        return _refused(f'the baseline must have version 1 or {VERSION}; {_AGAIN}', path)
    listed = data.get('findings')
    if not isinstance(listed, list) or not all(map(_is_entry, listed)):
        message = (
            'each finding in the baseline must have a rule, a path, a subject and a '
            f'count; repair it, or {_AGAIN}'
        )
        return _refused(message, path)
    entries: dict[Identity, KnownFindings] = {}
    for item in listed:  # a merge may have left two entries for one identity
        entry = entries.setdefault(
            (item['rule'], item['path'], item['subject']), KnownFindings()
        )
        entry.add(item['count'], [_around(text) for text in item.get('places', ())])
    return LoadedBaseline(Baseline(entries))


def _refused(message: str, path: str, line: int = 1) -> LoadedBaseline:
    message += '; until then, all findings count as new'
    return LoadedBaseline(Baseline(), Problem(Kind.CONFIG, message, Place(path, line)))


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or set(entry) - {'places'} != {*_KEYS, 'count'}:
        return False
    count, places = entry['count'], entry.get('places', [])
    texts = all(isinstance(entry[key], str) for key in _KEYS)
    if not texts or not isinstance(places, list):
        return False
    if not all(isinstance(place, str) for place in places):
        return False
    return isinstance(count, int) and not isinstance(count, bool) and count > 0


def _around(text: str) -> Around:
    """Return the words before and after a place, which a line feed separates."""
    before, _, after = text.partition('\n')
    return before, after


def dump(findings: Iterable[Finding]) -> bytes:
    """Return the bytes of a baseline file that lists *findings*."""
    counts: Counter[Identity] = Counter()
    places: dict[Identity, list[str]] = {}
    for finding in findings:
        counts[finding.identity] += 1
        texts = map('\n'.join, finding.surroundings)
        places.setdefault(finding.identity, []).extend(texts)
    entries = [
        dict(zip(_KEYS, identity, strict=True))
        | {'count': count}
        | ({'places': sorted(places[identity])} if places[identity] else {})
        for identity, count in sorted(counts.items())
    ]
    data = {'version': VERSION, 'findings': entries}
    text = json.dumps(data, indent=1, ensure_ascii=False) + '\n'
    return text.encode('utf-8', 'surrogatepass')
