"""Texts that are not in the page's language, told to what reads or lays them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.config import Config

RIGHT_TO_LEFT = 'term-rtl'
"""Class of texts that run from right to left on pages that need not."""


def foreign(lang: str, config: Config) -> dict[str, str]:
    """Return the attributes of a text in the language *lang* (a BCP 47 tag).

    There are none where that is the project's own, or not known.
    """
    own, asked = config.language.replace('_', '-').lower(), lang.lower()
    if not lang or f'{asked}-'.startswith(f'{own}-'):
        return {}
    from babel import Locale, UnknownLocaleError  # only for another language

    try:
        direction = Locale.parse(lang, sep='-').text_direction
    except (UnknownLocaleError, ValueError):
        return {'lang': lang}
    return {'dir': direction, 'lang': lang}


def mark_foreign(lang: str, builder: Builder, *texts: Element) -> None:
    """Mark *texts* in the language *lang* in HTML, where it is not the project's."""
    if not lang or builder.format != 'html':
        return
    said = foreign(lang, builder.config)
    inside = (one for text in texts for one in text.findall(nodes.Element))
    if not said or any(one.get('translated') for one in inside):
        return
    for text in texts:
        text['classes'].append(f'language-{lang}')  # docutils makes `lang` of it
        if said.get('dir') == 'rtl':
            text['classes'].append(RIGHT_TO_LEFT)
