"""Phrases that make English sound translated, and where they are found.

Each phrase is a regular expression with the words to write instead. Texts are looked at
without their code: literal blocks, literals, roles and addresses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PHRASES = {
    r'(?:is|are|was|were|be|been) told': 'reported, listed, described',
    r'(?:is|are|be) said': 'stated, written; or name who states it',
    r'(?:references?|links?|names?|it|they|that) leads? (?:to|there|nowhere)': 'links to',
    r'leads? (?:nowhere|the reader)': 'has no link',
    r'no (?:term )?set has(?! changed)': 'unknown term; no set defines',
    r'untrue': 'no longer valid, wrong',
    r'runs? in a circle': 'circular',
    r'(?:is|are) (?:called|named) by (?!its)': 'the name of',
    r'nobody is to': 'must not',
    r'(?:may|can|could) well': 'may',
    r'anew': 'again, from the beginning',
    r'in vain': 'without success; or the failure itself',
    r'mend(?:s|ed|ing)?': 'fix, correct',
    r'speaks? of': 'mentions, refers to',
    r'(?:has|have) (?:its|their|a) say': 'takes precedence',
    r'small letters?': 'lowercase',
    r'stands? (?:in|at|before|beside|behind|above|below|under|inside|there)': 'is in',
    r'makes? do with': 'only has',
    r'as (?:it is|they are) said': 'as described',
    r'(?<!there )(?:is|are) none\b': 'is not one',
    r'has to be had|cannot be had|be had': 'is unavailable',
    r'as one (?:types|writes|reads)': 'while readers type',
    r'what is to be (?:made|done)': 'what to do',
    r'lies? beside': 'is in the same directory as',
    r'(?:^|[.:] )Of (?:which|what|whom)\b': 'subject first',
    r'(?:^|[.] )(?:Nor|Neither) (?:is|are|does|do) (?:what|that)\b': 'subject first',
    r'gives? way to': 'is replaced by',
    r'as (?:ever|before now)': 'as usual',
    r'take[sn]? over from': 'copy from',
    r'(?:is|are) not known here': 'this module does not know',
    r'whole or not at all': 'completely or not at all',
    r'hangs? together': 'are related',
    r'had better': 'should, have to',
    r'finds? (?:itself|themselves)': 'is found, is shown',
    r'(?:linked|found|listed|written) by (?:itself|themselves)': 'automatically',
    r"the (?:project|user|author)'s to \w+": 'that the project may',
}


class Finding(NamedTuple):
    """A phrase to rewrite."""

    line: int
    words: str
    instead: str


_CODE = (
    re.compile(r'^(`{3,}|~{3,}).*?^\1 *$', re.DOTALL | re.MULTILINE),
    re.compile(
        r'^( *)\.\. (?:code-block|literalinclude|code|math|raw)::.*(?:\n(?:\1 +.*| *))*',
        re.MULTILINE,
    ),
    re.compile(r'^( *)(?!\.\. ).*::\n(?: *\n)+(?:\1 +.*\n| *\n)+', re.MULTILINE),
    re.compile(r'``.+?``|:[\w:-]+:`[^`]+`|\{[\w:-]+\}`[^`]+`|`[^`\n]+`', re.DOTALL),
    re.compile(r'https?://\S+'),
)
_RULES = {
    re.compile(
        phrase if phrase.startswith('(?') and '^' in phrase else rf'\b(?:{phrase})',
        re.IGNORECASE,
    ): instead
    for phrase, instead in PHRASES.items()
}


def without_code(text: str) -> str:
    """Return *text* with code made blank; lines stay where they are."""
    for pattern in _CODE:
        text = pattern.sub(lambda match: re.sub(r'[^\n]', ' ', match[0]), text)
    return text


def findings(text: str) -> Iterator[Finding]:
    """Yield the phrases in *text*, also across line ends."""
    prose = without_code(text)
    # one space for each line end, so that places stay
    flat = prose.replace('\n', ' ')
    for rule, instead in _RULES.items():
        for match in rule.finditer(re.sub(r'(?<= ) (?= *\S)', ' ', flat)):
            line = prose.count('\n', 0, match.start()) + 1
            yield Finding(line, ' '.join(match[0].split()), instead)
