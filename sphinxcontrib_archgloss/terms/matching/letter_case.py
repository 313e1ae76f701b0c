"""Upper and lower case in prose: whether text is a mention of a label.

The role accepts a label in any case, as its author means a term. In prose, the author may
mean something else, so mentions are matched more strictly. A label has one of three rules:
*exact*, *fold* (any case), and *smart*, which goes word by word. A word of the label that
has a capital after its first letter, or is a single capital, is a name by its capitals
(``MoE``, ``RMSNorm``, the ``C`` of ``C++``) and has to match exactly. Any other word may be
in lower case, with a first capital, or in capitals, but not with capitals in its middle:
that is another name. The ending of an inflected word is in lower case.
"""

from __future__ import annotations

from sphinxcontrib_archgloss.terms.forms import made_of_capitals, split_endings, words


def matches_case(label: str, case: str, written: str, *, inflected: bool) -> bool:
    """Return whether *written*, equal to *label* except for its case, matches its rule.

    *case* is the label's rule; *inflected* is true if the grammatical number may differ as
    well. The kinds of spaces and hyphens do not matter here.
    """
    if case == 'fold' or label == written:
        return True
    label_words, text_words = words(label), words(written)
    if len(label_words) != len(text_words):
        return False
    return all(
        _same(word, other, inflected=inflected)
        if case == 'exact' or made_of_capitals(word)
        else not _has_inner_capitals(other)
        for word, other in zip(label_words, text_words, strict=True)
    )


def _has_inner_capitals(word: str) -> bool:
    stem = word.removesuffix('s')
    return made_of_capitals(word) and len(word) > 1 and not stem.isupper()


def _same(word: str, written: str, *, inflected: bool) -> bool:
    if word == written or not inflected:
        return word == written
    shared, _, ending = split_endings(word, written)
    return word[:shared] == written[:shared] and ending == ending.lower()
