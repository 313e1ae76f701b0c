"""Lists of entries when they are written: unused entries, letters, filter.

Which terms a project uses is known only once all pages are read, so a list of used
terms holds all entries until it is written.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.nodes import traverse_parent

from sphinxcontrib_archgloss.project.entry_order import MANY
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    SORT,
    TERM,
    USED,
    HtmlNode,
    term_list,
)
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import has_scripts
from sphinxcontrib_archgloss.terms.forms import endings
from sphinxcontrib_archgloss.terms.language.alphabets import Alphabet

if TYPE_CHECKING:
    from collections.abc import Container

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation('sphinxcontrib_archgloss')

NAME = 'archgloss-name'
"""Attribute of a list: its accessible name, where a document has several lists."""
FILTERED = 10
"""From this many entries on, a list has a filter."""
HEADING = 'term-group'
"""Class of the heading and the description before the list of a group."""


class letter_navigation(HtmlNode, nodes.General):
    """Links to the first entry of each letter; attribute: ``label``."""

    def write(self, translator: HTML5Translator) -> None:
        """Write the links as a named landmark."""
        attributes = {'class': 'term-letters', 'aria-label': self['label']}
        self.write_element(translator, 'nav', **attributes)


def remove_unused(listing: term_list, used: Container[str]) -> None:
    """Remove entries that are shown only if used, where their key is not in *used*."""
    for entries in _lists(listing):
        items = cast('list[Element]', entries.children)
        entries.children = [n for n in items if USED not in n or n[TERM] in used]
        if not entries.children:
            _remove_list(entries)


def _lists(listing: term_list) -> list[Element]:
    return [node for node in listing.children if isinstance(node, nodes.definition_list)]


def _remove_list(entries: Element) -> None:
    """Remove an empty list and its heading; links to it still go to its place."""
    group = entries.parent
    at = group.index(entries)
    while at and HEADING in cast('Element', group[at - 1])['classes']:
        at -= 1
        del group[at]
    del group[at]
    if entries['ids']:
        group.insert(at, nodes.target('', '', ids=entries['ids'], names=entries['names']))


def finish_lists(
    term_lists: list[term_list], document: nodes.document, app: Sphinx
) -> None:
    """Set the levels of headings, add letters and a filter; outside HTML, unwrap lists.

    Call it after the entries have their ids.
    """
    in_html = app.builder.format == 'html'
    if in_html and len(term_lists) > 1:
        _name_lists(term_lists)
    for n, listing in enumerate(term_lists, 1):
        depth = len(list(traverse_parent(listing, nodes.section)))
        for heading in listing.children:
            if isinstance(heading, nodes.rubric) and HEADING in heading['classes']:
                heading['heading-level'] = min(max(depth + 1, 2), 6)
        if in_html:
            for m, entries in enumerate(_lists(listing), 1):
                stem = f'letters-{n}-{m}'
                _add_letters(listing, entries, stem, document, app.config.language)
            if has_scripts(app.builder):
                _add_filter(listing)
        if not in_html or not listing.children:
            listing.replace_self(listing.children)


def _name_lists(term_lists: list[term_list]) -> None:
    """Name each of several lists after its section, with a number where names repeat."""
    counts: Counter[str] = Counter()
    for listing in term_lists:
        section = next(iter(traverse_parent(listing, nodes.section)), None)
        name = section[0].astext() if section is not None and len(section) else ''
        counts[name] += 1
        numbered = counts[name] > 1 or not name
        listing[NAME] = f'{name} {counts[name]}'.strip() if numbered else name


def _label(text: str, *names: str) -> str:
    """Return *text* and the *names* of what it labels."""
    return ': '.join((str(text), *filter(None, names)))


def _add_letters(
    listing: term_list, entries: Element, stem: str, document: nodes.document, language: str
) -> None:
    """Put links to the first entry of each letter above *entries*.

    An entry without an id gets a target whose id begins with *stem*. *language* is that
    of translated names.
    """
    if not (listing['letters'] or (listing['letters'] is None and len(entries) >= MANY)):
        return
    items = cast('list[Element]', entries.children)
    names = [cast('Element', item[0]) for item in items]
    # a record's language and sort key are those of the name in the record
    translated = any(name.get('translated') for name in names)
    alphabet = Alphabet([language] if translated else listing['langs'])
    firsts: dict[str, Element] = {}
    for item, name in zip(items, names, strict=True):
        sort = None if name.get('translated') else item.get(SORT)
        texts = (node.astext() for node in name.children if isinstance(node, nodes.Text))
        firsts.setdefault(alphabet.letter(sort or ''.join(texts)), name)
    if len(firsts) < 2 and not listing['letters']:
        return
    label = _label(_('Terms by letter'), listing.get(NAME, ''), _heading_of(entries))
    line = nodes.paragraph()
    for n, letter in enumerate(alphabet.shown(firsts)):
        if n:
            line += nodes.Text(' ')
        if letter not in firsts:
            line += nodes.inline(letter, letter)
            continue
        if ids := firsts[letter]['ids']:
            anchor = ids[0]
        else:  # not the entry's own id, which would become a permanent link
            anchor = _free_id(f'{stem}-{n}', document)
            firsts[letter].insert(0, nodes.target('', '', ids=[anchor]))
        line += nodes.reference('', letter, refid=anchor, internal=True)
    listing.insert(listing.index(entries), letter_navigation('', line, label=label))


def _heading_of(entries: Element) -> str:
    """Return the text of the heading above *entries*; empty for none."""
    siblings = entries.parent.children
    for node in reversed(siblings[: siblings.index(entries)]):
        if isinstance(node, nodes.definition_list):
            break
        if isinstance(node, nodes.rubric):
            return node.astext()
    return ''


def _free_id(anchor: str, document: nodes.document) -> str:
    taken = {used for node in document.findall(nodes.Element) for used in node['ids']}
    while anchor in taken:
        anchor += '-'
    return anchor


def _add_filter(listing: term_list) -> None:
    """Give a list that is long enough what the script needs for a filter."""
    if sum(map(len, _lists(listing))) < FILTERED:
        return
    listing['filter'] = {
        'data-filter': _label(_('Filter terms'), listing.get(NAME, '')),
        'data-shown': str(_('Terms shown: {shown} of {all}')),
        'data-none': str(_('No terms match.')),
    }
    if all(lang.lower().split('-')[0] in ('', 'en') for lang in listing['langs']):
        listing['filter']['data-endings'] = ','.join(map('/'.join, endings()))
