"""What a build made of references to terms, read from the output of the xml builder."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from defusedxml import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

GLOSSARY = 'glossary'
"""Docname of the page with the entries."""


def _pages(output: Path) -> Iterator[tuple[str, Element]]:
    for path in sorted(output.rglob('*.xml')):
        docname = path.relative_to(output).with_suffix('').as_posix()
        yield docname, ElementTree.parse(path).getroot()


def _text(element: Element) -> str:
    return ' '.join(''.join(element.itertext()).split())


def _items(root: Element) -> Iterator[tuple[str, set[str], Element]]:
    """Yield (first name, ids, definition) of each entry of a glossary."""
    for listed in root.iter('definition_list'):
        if 'glossary' not in listed.get('classes', '').split():
            continue
        for item in listed.findall('definition_list_item'):
            terms = item.findall('term')
            ids = {
                one
                for term in terms
                for e in term.iter()
                for one in e.get('ids', '').split()
            }
            definition = item.find('definition')
            assert definition is not None
            yield _text(terms[0]), ids, definition


def _glossary(output: Path) -> Element:
    return ElementTree.parse(output / f'{GLOSSARY}.xml').getroot()


def definitions(output: Path) -> dict[str, str]:
    """Return first name → text of the definition, without what archgloss adds to it."""
    found = {}
    for name, _, definition in _items(_glossary(output)):
        own = [child for child in definition if 'term-line' not in child.get('classes', '')]
        found[name] = ' '.join(_text(child) for child in own)
    return found


def anchors(output: Path) -> dict[str, str]:
    """Return id → first name of the entry that has it."""
    return {node_id: name for name, ids, _ in _items(_glossary(output)) for node_id in ids}


def links(output: Path) -> dict[str, list[tuple[str, str]]]:
    """Return docname → (wording, first name of the entry) of each reference to a term.

    In the order of the page. The entry is empty for a reference without a link,
    and the address itself for one that links to no entry.
    """
    entries = {f'{GLOSSARY}#{one}': name for one, name in anchors(output).items()}
    found: dict[str, list[tuple[str, str]]] = {}
    for docname, root in _pages(output):
        above = {child: parent for parent in root.iter() for child in parent}
        for inline in root.iter('inline'):
            if not {'std-term', 'term-ref'} & {*inline.get('classes', '').split()}:
                continue
            address = _address(above[inline], docname)
            entry = entries.get(address, address)
            found.setdefault(docname, []).append((_text(inline), entry))
    return found


def _address(parent: Element, docname: str) -> str:
    """Return ``docname#id`` that *parent* links to, if it is a reference."""
    if parent.tag != 'reference':
        return ''
    if refid := parent.get('refid'):
        return f'{docname}#{refid}'
    page, _, anchor = parent.get('refuri', '').partition('#')
    if page:
        page = posixpath.normpath(posixpath.join(posixpath.dirname(docname), page))
    return f'{page or docname}#{anchor}'
