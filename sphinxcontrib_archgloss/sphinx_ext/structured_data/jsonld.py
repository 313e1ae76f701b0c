"""Terms and sets for machines that read web pages: schema.org, as JSON-LD.

The words are those of https://schema.org/DefinedTerm and
https://schema.org/DefinedTermSet. Where pages lie is for the caller to say.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Node = dict[str, Any]
"""A thing and its properties."""

# In a script element these could end it, or be taken for the beginning of a comment;
# in a string of JSON they may be written by number.
_HARMLESS = {ord(char): f'\\u{ord(char):04x}' for char in '<>&'}


def defined_term(
    name: str,
    code: str,
    *,
    url: str = '',
    aliases: Sequence[str] = (),
    description: str = '',
    within: Node | None = None,
) -> Node:
    """Return a term; *code* identifies it in its set, *within* is the set."""
    return _node(
        'DefinedTerm',
        name=name,
        alternateName=_one_or_more(aliases),
        description=description,
        termCode=code,
        url=url,
        inDefinedTermSet=within,
    )


def defined_term_set(
    name: str,
    *,
    url: str = '',
    description: str = '',
    language: str = '',
    licence: str = '',
    terms: Sequence[Node] = (),
) -> Node:
    """Return a set; *language* is a BCP 47 tag, *licence* a URL."""
    return _node(
        'DefinedTermSet',
        name=name,
        description=description,
        url=url,
        inLanguage=language,
        license=licence,
        hasDefinedTerm=list(terms),
    )


def _node(kind: str, **properties: Any) -> Node:
    return {'@type': kind} | {key: value for key, value in properties.items() if value}


def _one_or_more(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def script_text(things: Iterable[Node]) -> str:
    """Return *things* as the content of a script element of the type of JSON-LD.

    It is ASCII, and nothing in it can end the element.
    """
    whole = {'@context': 'https://schema.org', '@graph': list(things)}
    return json.dumps(whole, separators=(',', ':')).translate(_HARMLESS)
