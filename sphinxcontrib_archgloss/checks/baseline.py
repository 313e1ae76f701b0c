"""A baseline: a counted list of known findings, so that only new findings matter.

The file is JSON with one entry for each rule, file and subject, sorted, so that people
can read and merge it. A finding beyond the count of its entry is new. A fault of the
file is a problem with a place, and the baseline is empty then.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.checks.findings import Finding, Identity

VERSION = 1
LIMIT = 50_000_000
"""Size in bytes beyond which a file is refused."""

_KEYS = ('rule', 'path', 'subject')
_AGAIN = 'write it anew with -D archgloss_check_baseline_update=1'


class Baseline:
    """Known findings with their counts; each finding uses up one of its count."""

    def __init__(self, counts: Iterable[tuple[Identity, int]] = ()) -> None:
        self._left = dict(counts)

    def consume(self, finding: Finding) -> bool:
        """Return whether *finding* is known, and reduce the count of its entry."""
        left = self._left.get(finding.identity, 0) if self._left else 0
        if left:
            self._left[finding.identity] = left - 1
        return left > 0

    @property
    def stale(self) -> int:
        """How many known findings have not occurred."""
        return sum(self._left.values())


class LoadedBaseline(NamedTuple):
    """A baseline and the fault of its file."""

    baseline: Baseline
    problem: Problem | None = None


def load(raw: bytes, path: str) -> LoadedBaseline:
    """Return the baseline in the bytes *raw* of the file at *path*."""
    try:
        data = json.loads(raw.decode('utf-8-sig'))
    except json.JSONDecodeError as error:
        message = f'the baseline is no JSON ({error.msg}); mend it, or {_AGAIN}'
        return _refused(message, path, error.lineno)
    except (UnicodeDecodeError, RecursionError):
        return _refused(f'the baseline cannot be read; {_AGAIN}', path)
    if not isinstance(data, dict) or data.get('version') != VERSION:
        return _refused(f'the baseline is not of version {VERSION}; {_AGAIN}', path)
    entries = data.get('findings')
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        message = (
            'each of the findings of a baseline has a rule, a path, a subject and a '
            f'count; mend it, or {_AGAIN}'
        )
        return _refused(message, path)
    counts: Counter[Identity] = Counter()
    for entry in entries:
        counts[entry['rule'], entry['path'], entry['subject']] += entry['count']
    return LoadedBaseline(Baseline(counts.items()))


def _refused(message: str, path: str, line: int = 1) -> LoadedBaseline:
    message += '; no finding is taken for known meanwhile'
    return LoadedBaseline(Baseline(), Problem(Kind.CONFIG, message, Place(path, line)))


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or set(entry) != {*_KEYS, 'count'}:
        return False
    count = entry['count']
    texts = all(isinstance(entry[key], str) for key in _KEYS)
    return texts and isinstance(count, int) and not isinstance(count, bool) and count > 0


def dump(findings: Iterable[Finding]) -> bytes:
    """Return the bytes of a baseline file that lists *findings*."""
    counts = Counter(finding.identity for finding in findings)
    entries = [
        dict(zip(_KEYS, identity, strict=True)) | {'count': count}
        for identity, count in sorted(counts.items())
    ]
    data = {'version': VERSION, 'findings': entries}
    text = json.dumps(data, indent=1, ensure_ascii=False) + '\n'
    return text.encode('utf-8', 'surrogatepass')
