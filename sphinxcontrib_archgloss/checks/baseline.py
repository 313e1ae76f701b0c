"""A baseline: findings that are known, and counted, so that only new ones matter.

The file is JSON with an entry for each rule, file and subject, in order, so that it can
be read and merged by people. A finding more than there were is new. What is wrong with
the file is a problem with a place; nothing is known then.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_archgloss.checks.findings import Finding

VERSION = 1
LIMIT = 50_000_000
"""Size in bytes beyond which a file is refused."""

_KEYS = ('rule', 'path', 'subject')
_AGAIN = 'write it anew with -D archgloss_check_baseline_update=1'

Identity = tuple[str, str, str]


class Baseline:
    """Findings that are known, with how often each has been."""

    def __init__(self, counts: Iterable[tuple[Identity, int]] = ()) -> None:
        self._left = dict(counts)

    def takes(self, finding: Finding) -> bool:
        """Return whether *finding* is one of the known; each counts but once."""
        if not self._left:
            return False
        left = self._left.get(finding.identity, 0)
        if left > 0:
            self._left[finding.identity] = left - 1
        return left > 0

    @property
    def gone(self) -> int:
        """How many of the known findings have not been met."""
        return sum(self._left.values())


class Loaded(NamedTuple):
    """A baseline, and what is wrong with its file."""

    baseline: Baseline
    problem: Problem | None = None


def load(raw: bytes, path: str) -> Loaded:
    """Return the baseline in the bytes *raw* of the file at *path*."""
    try:
        data = json.loads(raw.decode('utf-8-sig'))
    except json.JSONDecodeError as error:
        said = f'the baseline is no JSON ({error.msg}); mend it, or {_AGAIN}'
        return _refused(said, path, error.lineno)
    except (UnicodeDecodeError, RecursionError):
        return _refused(f'the baseline cannot be read; {_AGAIN}', path)
    if not isinstance(data, dict) or data.get('version') != VERSION:
        said = f'the baseline is not of version {VERSION}; {_AGAIN}'
        return _refused(said, path)
    entries = data.get('findings')
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        said = (
            'each of the findings of a baseline has a rule, a path, a subject and a '
            f'count; mend it, or {_AGAIN}'
        )
        return _refused(said, path)
    counts: Counter[Identity] = Counter()
    for entry in entries:
        counts[entry['rule'], entry['path'], entry['subject']] += entry['count']
    return Loaded(Baseline(counts.items()))


def _refused(said: str, path: str, line: int = 1) -> Loaded:
    said += '; no finding is taken for known meanwhile'
    return Loaded(Baseline(), Problem(Kind.CONFIG, said, Place(path, line)))


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or set(entry) != {*_KEYS, 'count'}:
        return False
    count = entry['count']
    texts = all(isinstance(entry[key], str) for key in _KEYS)
    return texts and isinstance(count, int) and not isinstance(count, bool) and count > 0


def dump(findings: Iterable[Finding]) -> bytes:
    """Return the bytes of a baseline that knows *findings*."""
    counts = Counter(finding.identity for finding in findings)
    entries = [
        dict(zip(_KEYS, identity, strict=True)) | {'count': count}
        for identity, count in sorted(counts.items())
    ]
    data = {'version': VERSION, 'findings': entries}
    text = json.dumps(data, indent=1, ensure_ascii=False) + '\n'
    return text.encode('utf-8', 'surrogatepass')
