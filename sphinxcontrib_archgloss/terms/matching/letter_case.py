"""Upper and lower case in prose: whether text is a mention of a label.

The role takes a label in any case, for whoever writes it has a term in mind. Prose
has not, so mentions are more careful. A label has one of three rules: *exact*,
*fold* (any case will do), and *smart*, which goes word by word. A word of the label
that has a capital after its first letter, or is a single capital, is a name that
capitals make (``MoE``, ``RMSNorm``, the ``C`` of ``C++``): exact. Any other word may
be written small, with a first capital, or all in capitals, but not with capitals in
its middle: that is another name. Of an inflected word the ending is small.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile
from operator import eq

from sphinxcontrib_archgloss.terms.forms import INVISIBLE

_WORDS = re.compile(r'[^\W_]+')
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))


def admits(label: str, case: str, written: str, *, inflected: bool) -> bool:
    """Return whether *written*, equal to *label* but for its case, has the right one.

    *case* is the label's rule; *inflected* says that the grammatical number may
    differ as well. Kinds of spaces and hyphens are of no account here.
    """
    if case == 'fold' or label == written:
        return True
    wanted, seen = _words(label), _words(written)
    if len(wanted) != len(seen):
        return False
    return all(
        _same(one, other, inflected=inflected)
        if case == 'exact' or made_of_capitals(one)
        else not _has_inner_capitals(other)
        for one, other in zip(wanted, seen, strict=True)
    )


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORDS.findall(text)
    return _WORDS.findall(unicodedata.normalize('NFKC', text).translate(_UNSEEN))


def made_of_capitals(word: str) -> bool:
    """Return whether *word* is a name by its capitals: an acronym or like one."""
    if word.islower() or (len(word) > 1 and word.isalpha() and word.istitle()):
        return False  # as most are
    letters = [char for char in word if char.isalpha()]
    if len(letters) == 1:
        return letters[0].isupper()
    return any(char.isupper() for char in letters[1:])


def _has_inner_capitals(word: str) -> bool:
    stem = word.removesuffix('s')
    return made_of_capitals(word) and len(word) > 1 and not stem.isupper()


def _same(wanted: str, seen: str, *, inflected: bool) -> bool:
    if wanted == seen or not inflected:
        return wanted == seen
    shared = sum(1 for _ in takewhile(bool, map(eq, wanted.lower(), seen.lower())))
    ending = seen[shared:]
    return wanted[:shared] == seen[:shared] and ending == ending.lower()
