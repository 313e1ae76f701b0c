"""Lists of entries when they are written: what is taken out, and what is put above.

Which terms a project uses is known only once it is read whole, so a list that shows
only those holds all entries until then.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.locale import get_translation

from sphinxcontrib_archgloss.project.entry_order import MANY
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import (
    SORT,
    TERM,
    USED,
    letter_navigation,
    term_list,
)
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import has_scripts
from sphinxcontrib_archgloss.terms.language.alphabets import Alphabet

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation('sphinxcontrib_archgloss')

ABOUT = 'archgloss-about'
"""Attribute of a list: what it is about, where there are several in a document."""
FILTERED = 10
"""From so many entries on, a list can be filtered; fewer are seen at a glance."""

HEADING = 'term-group'
"""Class of what stands before the list of a group."""


def remove_unused(listed: term_list, used: Container[str]) -> None:
    """Remove entries from *listed* whose terms are not among the *used* keys."""
    for entries in _lists(listed):
        for item in list(entries.children):
            mine = cast('Element', item)
            if USED in mine and mine[TERM] not in used:
                entries.remove(item)
        if not entries.children:
            _remove_list(entries)


def _lists(listed: term_list) -> list[Element]:
    return [one for one in listed.children if isinstance(one, nodes.definition_list)]


def _remove_list(entries: Element) -> None:
    """Take an empty list out with its heading; what links to it leads to the place."""
    group = entries.parent
    at = group.index(entries)
    while at and HEADING in cast('Element', group[at - 1])['classes']:
        at -= 1
        del group[at]
    del group[at]
    if entries['ids']:
        group.insert(at, nodes.target('', '', ids=entries['ids'], names=entries['names']))


def finish_lists(found: list[term_list], document: nodes.document, app: Sphinx) -> None:
    """Give lists their letters and headings their levels; keep lists whole in HTML.

    To be called once the entries have their ids.
    """
    in_html = app.builder.format == 'html'
    if in_html and len(found) > 1:
        _tell_apart(found)
    for n, listed in enumerate(found, 1):
        level = _level(listed)
        for heading in listed.children:
            if isinstance(heading, nodes.rubric) and HEADING in heading['classes']:
                heading['heading-level'] = level
        if in_html:
            for m, entries in enumerate(_lists(listed), 1):
                _add_letters(
                    listed, entries, f'letters-{n}-{m}', document, app.config.language
                )
        if not in_html or not listed.children:
            listed.replace_self(listed.children)


def _tell_apart(found: list[term_list]) -> None:
    """Name several lists after their sections, so that they can be told by their names."""
    names: Counter[str] = Counter()
    for listed in found:
        section = listed.parent
        while section is not None and not isinstance(section, nodes.section):
            section = section.parent
        name = section[0].astext() if section is not None and len(section) else ''
        names[name] += 1
        times = names[name]
        listed[ABOUT] = f'{name} {times}'.strip() if times > 1 or not name else name


def _about(said: str, *names: str) -> str:
    """Return *said* with what it is about."""
    return ': '.join((str(said), *filter(None, names)))


def _level(listed: term_list) -> int:
    """Return the level of headings in *listed*: below the section it stands in."""
    level, node = 1, listed.parent
    while node is not None:
        level += isinstance(node, nodes.section)
        node = node.parent
    return min(max(level, 2), 6)


def _add_letters(
    listed: term_list,
    entries: Element,
    stem: str,
    document: nodes.document,
    language: str,
) -> None:
    """Put links to the first entry of each letter above *entries*.

    An entry that has no id gets a target that begins with *stem*. *language* is that of
    translated names.
    """
    if not (listed['letters'] or (listed['letters'] is None and len(entries) >= MANY)):
        return
    items = cast('list[Element]', entries.children)
    names = [cast('Element', item[0]) for item in items]
    # a record's language and sort key are those of the name in the record
    translated = any(name.get('translated') for name in names)
    alphabet = Alphabet([language] if translated else listed['langs'])
    firsts: dict[str, Element] = {}
    for item, name in zip(items, names, strict=True):
        sort = None if name.get('translated') else item.get(SORT)
        firsts.setdefault(alphabet.letter(sort or ''.join(_words(name))), name)
    if len(firsts) < 2 and not listed['letters']:
        return
    heading = _heading(entries)
    group = heading.astext() if heading is not None else ''
    label = _about(_('Terms by letter'), listed.get(ABOUT, ''), group)
    line = nodes.paragraph()
    for n, letter in enumerate(alphabet.shown(firsts)):
        if n:
            line += nodes.Text(' ')
        if letter not in firsts:
            line += nodes.inline(letter, letter)
            continue
        if ids := firsts[letter]['ids']:
            anchor = ids[0]
        else:  # not the entry's own id, or it would be offered as a permanent link
            anchor = _free_id(f'{stem}-{n}', document)
            firsts[letter].insert(0, nodes.target('', '', ids=[anchor]))
        line += nodes.reference('', letter, refid=anchor, internal=True)
    listed.insert(listed.index(entries), letter_navigation('', line, label=label))


def _words(name: Element) -> Iterator[str]:
    return (node.astext() for node in name.children if isinstance(node, nodes.Text))


def _heading(entries: Element) -> Element | None:
    """Return the heading of the group that *entries* are."""
    group, found = entries.parent, None
    for node in group.children[: group.index(entries)]:
        if isinstance(node, nodes.definition_list):
            found = None
        elif isinstance(node, nodes.rubric):
            found = node
    return found


def _free_id(wanted: str, document: nodes.document) -> str:
    taken = {one for node in document.findall(nodes.Element) for one in node['ids']}
    while wanted in taken:
        wanted += '-'
    return wanted


def is_filtered(listed: term_list) -> bool:
    """Return whether *listed*, as it is written, is long enough to be filtered."""
    return sum(len(entries) for entries in _lists(listed)) >= FILTERED


def visit_term_list(translator: HTML5Translator, node: term_list) -> None:
    """Open the element in which a list and all that belongs to it stand."""
    said: dict[str, Any] = {}
    if is_filtered(node) and has_scripts(cast('Builder', translator.builder)):
        said = {
            'data-filter': _about(_('Filter terms'), node.get(ABOUT, '')),
            'data-shown': str(_('Terms shown: {shown} of {all}')),
            'data-none': str(_('No term matches.')),
        }
    translator.body.append(translator.starttag(node, 'div', CLASS='term-list', **said))


def depart_term_list(translator: HTML5Translator, node: term_list) -> None:
    """Close it."""
    translator.body.append('</div>\n')


def visit_letters(translator: HTML5Translator, node: letter_navigation) -> None:
    """Open a landmark with a name."""
    said: dict[str, Any] = {'aria-label': node['label']}
    translator.body.append(translator.starttag(node, 'nav', CLASS='term-letters', **said))


def depart_letters(translator: HTML5Translator, node: letter_navigation) -> None:
    """Close it."""
    translator.body.append('</nav>\n')


VISITORS: dict[type[nodes.Element], tuple[Any, Any]] = {
    term_list: (visit_term_list, depart_term_list),
    letter_navigation: (visit_letters, depart_letters),
}
"""Node → what writes it in HTML; other formats never meet it."""
