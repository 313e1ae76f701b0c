"""References between the terms of a glossary: in a set, their role is another one.

In the definitions, the role ``term`` becomes ``term-ref`` where its target is a term of the
same page, so that they go on working when the glossary is gone. A role is where the
parser says that there is one: what looks the same in code is left.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sphinx.util.nodes import split_explicit_title

from sphinxcontrib_archgloss.exchange.glossary_reader.role_text import written_roles
from sphinxcontrib_archgloss.exchange.ground.located_entries import Notice
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.exchange.glossary_reader.role_text import WrittenRole
    from sphinxcontrib_archgloss.exchange.ground.located_entries import Entry

NAMES = ('term', 'std:term')
"""How the role is called that is looked for."""


def rename_roles(
    entries: Sequence[Entry], read: Callable[[str], Iterable[str]], *, is_myst: bool
) -> Iterator[Notice]:
    """Rename the roles in the definitions of *entries*; yield what is to be told.

    *read* gives, for a definition, what its roles have between their back quotes.
    """
    labels = {spaced(label).casefold() for one in entries for label in _labels(one)}
    first = 0
    for entry in entries:
        text = str(entry.values.get('definition', ''))
        found = list(written_roles(text, 'term', 'term-ref', is_myst=is_myst))
        if not found:
            continue
        looks, real = Counter(one.content for one in found), Counter(read(text))
        own = [one for one in found if _target(one) in labels and real[one.content]]
        certain = [one for one in own if looks[one.content] == real[one.content]]
        for one in reversed(certain):
            text = text[: one.start] + one.new + text[one.end :]
        entry.values['definition'] = text
        first = first or (entry.line if certain else 0)
        if left := list(dict.fromkeys(one.content for one in own if one not in certain)):
            name = quoted(str(entry.values['name']))
            shown = ', '.join(f':term:`{content}`' for content in left)
            said = f'the definition of {name} has {shown}, and code that looks the same'
            yield Notice(entry.line, f'{said}; rename the role to term-ref')
    if first:
        said = 'in definitions, references to terms of the page have the role "term-ref"'
        yield Notice(first, f'{said} now, not "term"')


def _labels(entry: Entry) -> Iterator[str]:
    yield str(entry.values['name'])
    yield from map(str, entry.values.get('aliases', ()))


def _target(role: WrittenRole) -> str:
    return spaced(split_explicit_title(role.content)[2]).casefold()
