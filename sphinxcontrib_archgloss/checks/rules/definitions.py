"""Rules about definitions: empty, too long, circular, or repeating the name of the term.

Only records that the project may edit are checked. The rules read the first sentence of a
definition, which is what readers see where space is limited.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import Finding
from sphinxcontrib_archgloss.project.summary import SUMMARY_LIMIT
from sphinxcontrib_archgloss.terms.cycles import find_short_cycles
from sphinxcontrib_archgloss.terms.forms import inflections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxcontrib_archgloss.checks.findings import FindingPlace
    from sphinxcontrib_archgloss.checks.project_check import Check
    from sphinxcontrib_archgloss.terms.model import Term

_ARTICLE = re.compile(r'(?:(?:an?|the)\s+)?', re.IGNORECASE)
# Words that make a name at the beginning the subject of the sentence.
_COPULA = re.compile(
    r'\s*(?:[:–—(,]|(?:is|are|was|were|means?|denotes?|describes?|refers?|stands?|names?'
    r'|consists?|comprises?)\b)'
)
_MOST = 4
"""Maximum number of definitions in a circle: no reader notices a longer one."""
_WORD = re.compile(r'[^\W_]+')
_PLACEHOLDER = re.compile(
    r'\W*(?:tbd|tba|todo|fixme|xxx|n/?a|none|unknown|undefined|to be (?:written|defined'
    r'|done|added)|see (?:above|below|elsewhere)|coming soon)\W*|\W*',
    re.IGNORECASE,
)
_SAYS_NOTHING = frozenset(
    {'a', 'an', 'and', 'are', 'as', 'be', 'by', 'for', 'in', 'is', 'it', 'its', 'kind',
     'of', 'on', 'or', 'sort', 'term', 'that', 'the', 'their', 'thing', 'this', 'to',
     'type', 'what', 'which', 'with'}
)  # fmt: skip


def circular(check: Check) -> Iterator[Finding]:
    """Definitions are circular: each needs another one to be understood.

    Only first sentences count. The circle consists of two, three or four definitions.

    *Bad:*

    .. code-block:: yaml

       - {name: Prefill, definition: What comes before decoding.}
       - {name: Decoding, definition: What comes after prefill.}

    *Good:*

    .. code-block:: yaml

       - {name: Prefill, definition: The pass over the whole prompt.}
       - {name: Decoding, definition: What comes after prefill.}
    """
    lexicon = check.lexicon
    rests_on: dict[str, Sequence[str]] = {}
    for key, term in lexicon.terms.items():
        if term.definition is not None and (mentioned := _mentioned(check, term)):
            rests_on[key] = mentioned
    own = {term.key for term in check.own_terms}
    for circle in find_short_cycles(rests_on, _MOST):
        start = next((n for n, key in enumerate(circle) if key in own), None)
        if start is None:
            continue
        keys = [*circle[start:], *circle[:start]]
        names = ' → '.join(lexicon.terms[key].name for key in (*keys, keys[0]))
        message = f'circular definitions: {names}'
        message += '; define one of them without the others'
        place = _definition_place(check, lexicon.terms[keys[0]])
        yield Finding('circular', message, place, ' '.join(keys))


def _mentioned(check: Check, term: Term) -> list[str]:
    """Return the keys of the terms that a definition's first sentence mentions."""
    mentioned: dict[str, None] = {}
    for _, _, _, keys in check.in_sentence(term):
        if len(keys) == 1 and (final := check.lexicon.successor(keys[0])) != term.key:
            mentioned[final] = None
    return list(mentioned)


def repeats_name(check: Check) -> Iterator[Finding]:
    """A definition begins with the name that it defines.

    The entry and the popover show the name just before the definition. If a file has more
    than three such definitions, and the severity of the rule is ``note``, the rule reports
    them as one finding with their number, at the first of them.

    *Bad:*

    .. code-block:: yaml

       - {name: Logit, definition: A logit is a score before the softmax.}

    *Good:*

    .. code-block:: yaml

       - {name: Logit, definition: Score of a token before the softmax.}
    """
    for term in check.own_terms:
        if term.definition is None or not (mentions := check.in_sentence(term)):
            continue
        start, end, keys, _ = mentions[0]
        if term.key not in keys:
            continue
        sentence = check.sentence(term)
        article = _ARTICLE.match(sentence).end()  # type: ignore[union-attr] # it may be empty
        if start == article and _COPULA.match(sentence, end):
            message = (
                f'the definition of "{term.name}" begins with its name; remove the name'
            )
            yield Finding('repeats-name', message, _definition_place(check, term), term.key)


def empty(check: Check) -> Iterator[Finding]:
    """A definition has no content: it is a placeholder, or only repeats its own labels.

    *Bad:*

    .. code-block:: yaml

       - {name: Residual stream, definition: The stream that is residual.}

    *Good:*

    .. code-block:: yaml

       - {name: Residual stream, definition: Sum of what all layers have written.}
    """
    for term in check.own_terms:
        if term.definition is None:
            continue
        text = term.definition.value
        if _PLACEHOLDER.fullmatch(text) or _repeats_labels(text, term):
            message = f'the definition of "{term.name}" adds nothing to its name'
            message += '; explain what distinguishes it from other terms'
            yield Finding('empty', message, _definition_place(check, term), term.key)


def _repeats_labels(text: str, term: Term) -> bool:
    """Return whether each word of *text* is in a label of *term*, or says nothing."""
    labels = (term.name, *term.forms, *(alias.text for alias in term.aliases))
    own = {word for label in labels for word in _WORD.findall(label.casefold())}
    # the first words nearly always decide
    return _WORD.search(text) is not None and all(
        word[0] in _SAYS_NOTHING
        or word[0] in own
        or any(word[0] in inflections(other) for other in own)
        for word in _WORD.finditer(text.casefold())
    )


def long(check: Check) -> Iterator[Finding]:
    """Popovers cut off the first sentence of a definition, or its ``short``.

    If the record has a ``short``, popovers show it instead of the first sentence.

    *Bad:*

    .. code-block:: yaml

       - name: Tokenizer
         definition: >-
           A program that cuts text into pieces that a model knows, which are bytes,
           letters, parts of words or whole words, depending on how it was trained and
           on what text, so that two tokenizers seldom cut one text alike, and a model
           can only be used together with the very tokenizer that it was trained with,
           whatever others there may be for its language.

    *Good:*

    .. code-block:: yaml

       - name: Tokenizer
         short: Program that cuts text into the pieces a model knows.
         definition: >-
           A program that cuts text into pieces that a model knows, which are bytes,
           letters, parts of words or whole words, depending on how it was trained and
           on what text, so that two tokenizers seldom cut one text alike, and a model
           can only be used together with the very tokenizer that it was trained with,
           whatever others there may be for its language.
    """
    for term in check.own_terms:
        sentence = check.sentence(term)
        cut = sentence.endswith('…') and len(sentence) > SUMMARY_LIMIT // 2
        if term.definition is not None and (cut or len(sentence) > SUMMARY_LIMIT):
            fault = f'the first sentence of "{term.name}" is too long for a popover'
            hint = 'add a "short" to the record'
            if term.short is not None:
                fault, hint = f'the "short" of "{term.name}" is too long', 'shorten it'
            message = f'{fault} (more than {SUMMARY_LIMIT} characters); {hint}'
            yield Finding('long', message, _definition_place(check, term), term.key)


def _definition_place(check: Check, term: Term) -> FindingPlace:
    if term.definition is None:
        return check.record_place(term, '', term.name_line)
    first_line = term.definition.value.split('\n')[0]
    return check.record_place(term, first_line, term.definition.first_line)
