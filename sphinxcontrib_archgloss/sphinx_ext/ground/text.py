"""Captioned lines such as "Also: …", and text in another language than the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder
    from sphinx.config import Config

_ = get_translation('sphinxcontrib_archgloss')


def around(sentence: str) -> tuple[str, str, str]:
    """Return the caption of a sentence, what follows it, and what follows the braces."""
    before, _braces, after = re.split(r'({\w*}|$)', str(sentence), maxsplit=1)
    caption = before.rstrip()
    return caption, before.removeprefix(caption), after


def separator() -> str:
    """Return the separator between the items of a list."""
    # Translators: between the items of a list
    return str(_(', '))


BETWEEN = ' · '
"""The separator between parts of a line that may be lists."""
LINE = 'term-line'
"""Class of the lines that archgloss adds to entries, in the project's language."""


def captioned(name: str, sentence: str, parts: Sequence[Sequence[Node]]) -> Element:
    """Return a line of an entry: *sentence* with a marked caption, and *parts* for braces.

    Punctuation and spaces come from the translated sentence. *name* is a class of the line.
    """
    line = nodes.paragraph(classes=[LINE, name], translatable=False)
    return _fill(line, sentence, parts)


def fact(name: str, sentence: str, parts: Sequence[Sequence[Node]]) -> Element:
    """Return the same as `captioned`, for a line with several of them."""
    return _fill(nodes.inline(classes=[name]), sentence, parts)


def _fill(line: Element, sentence: str, parts: Sequence[Sequence[Node]]) -> Element:
    caption, between, after = around(sentence)
    line += nodes.emphasis(caption, caption)
    if between:
        line += nodes.Text(between)
    for n, part in enumerate(parts):
        line += [nodes.Text(separator()), *part] if n else part
    if after:
        line += nodes.Text(after)
    return line


ALIASES = 'term-aliases'
FACTS = 'term-facts'
"""Class of the line that lists an entry's aliases, relations and references."""


def facts_line(facts: Sequence[Element]) -> Element:
    """Return the line of an entry that lists *facts*."""
    return nodes.paragraph('', '', *facts, classes=[LINE, FACTS], translatable=False)


def relation_captions() -> dict[str, str]:
    """Return kind of relation → caption of its line, with braces for the terms."""
    return {
        'broader': _('Broader: {terms}'),
        'narrower': _('Narrower: {terms}'),
        'contrast': _('Contrasts with: {terms}'),
        'related': _('Related: {terms}'),
        'see': _('See: {terms}'),
        'replaced_by': _('Replaced by: {terms}'),
        'mentions': _('Refers to: {terms}'),
    }


RIGHT_TO_LEFT = 'term-rtl'
"""Class of texts that run from right to left, whatever the direction of the page."""


def foreign(lang: str, config: Config) -> dict[str, str]:
    """Return the HTML attributes of a text in the language *lang* (a BCP 47 tag).

    There are none if *lang* is empty or the project's own language.
    """
    own, other = config.language.replace('_', '-').lower(), lang.lower()
    if not lang or f'{other}-'.startswith(f'{own}-'):
        return {}
    from babel import Locale, UnknownLocaleError  # only for another language

    try:
        direction = Locale.parse(lang, sep='-').text_direction
    except (UnknownLocaleError, ValueError):
        return {'lang': lang}
    return {'dir': direction, 'lang': lang}


def mark_foreign(lang: str, builder: Builder, *texts: Element) -> None:
    """Mark *texts* in the language *lang* in HTML, unless it is the project's own.

    Parts of them that are translated, and the lines of entries, are not marked.
    """
    if not lang or builder.format != 'html':
        return
    attributes = foreign(lang, builder.config)
    if not attributes:
        return
    classes = [f'language-{lang}']  # docutils makes `lang` of it
    if attributes.get('dir') == 'rtl':
        classes.append(RIGHT_TO_LEFT)
    for text in texts:
        _mark(text, classes)


def _mark(text: Element, classes: list[str]) -> None:
    """Give *classes* to *text*, or to the parts of it that are not in another language."""
    inside = () if text.get('translated') is False else text.findall(nodes.Element)
    if not any(map(_is_own, inside)):
        text['classes'] += classes
    elif not _is_own(text):
        for child in text.children:
            if isinstance(child, nodes.Element):
                _mark(child, classes)


def _is_own(node: Element) -> bool:
    return bool(node.get('translated')) or LINE in node['classes']
