"""Metadata of a page: the fields at its top, or its front matter, and their lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxcontrib_archgloss.project.facts import Claim, PageProblem
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import Kind, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

FIELD = 'term-page'
"""Name of the metadata field by which a page claims terms."""
SWITCH = 'term-autolink'
"""Name of the metadata field by which a page is left without automatic links."""

OFF = frozenset({'off', 'false', 'no'})
"""Values of `SWITCH` that want a page without automatic links."""
_ON = frozenset({'on', 'true', 'yes', ''})


def metadata_claims(docinfo: nodes.docinfo, path: str) -> Iterator[Claim]:
    """Yield the claims in the fields at the top of a page."""
    for field in docinfo.findall(nodes.field):
        if field[0].astext() == FIELD:
            for target, line in _field_lines(field, path):
                yield Claim(target, '', '', line)


def autolink_switch(docinfo: nodes.docinfo) -> tuple[bool, list[PageProblem]]:
    """Return whether a page is to have no automatic links, and what is wrong there.

    YAML makes truth values of the words; both ways to write them are known.
    """
    for field in docinfo.findall(nodes.field):
        if field[0].astext() == SWITCH:
            value = spaced(field[1].astext()).lower()
            if value in OFF or value in _ON:
                return value in OFF, []
            body = cast('Element', field[1])
            line = field.line or (body.children[0].line if body.children else None)
            said = f'{SWITCH} must be "off" or "on", not {quoted(value)}'
            return False, [PageProblem(Kind.CONFIG, f'{said}; on is used', line or None)]
    return False, []


def _field_lines(field: Element, path: str) -> Iterator[tuple[str, int | None]]:
    """Yield (label, line) for each name in a metadata field.

    The field's source is taken, not its text, which smart quotes may have
    changed. MyST hands a list over as JSON.
    """
    body = cast('Element', field[1])
    # MyST gives front matter no lines, or 0
    line = field.line or (body.children[0].line if body.children else None) or None
    parts = cast('list[Element]', body.children)
    text = '\n'.join(part.rawsource or part.astext() for part in parts)
    try:
        listed = json.loads(text)
    except ValueError:
        listed = None
    if isinstance(listed, list):
        for item in listed:
            yield spaced(str(item)), line
        return
    for n, name in enumerate(text.split('\n')):
        if name.strip():
            yield spaced(name), None if line is None else line + n


def front_matter_lines(lines: Sequence[str]) -> dict[str, int]:
    """Return label → line for the front matter of a Markdown page with these *lines*.

    MyST gives front matter no lines. A label is looked for from the line of the
    field on, to the end of the front matter.
    """
    found: dict[str, int] = {}
    if not lines or lines[0].strip() != '---':
        return found
    inside = False
    for n, whole in enumerate(lines[1:], 2):
        line = whole.removeprefix(f'{FIELD}:')
        if line.strip() in ('---', '...'):
            break
        if line != whole:
            inside = True
        elif inside and line[:1] not in (' ', '-', '\t', ''):
            inside = False
        if inside:
            for part in line.strip().strip('[]').removeprefix('-').split(','):
                found.setdefault(spaced(part.strip(' "\'')), n)
            found.setdefault(spaced(line.strip(' -"\'')), n)
    return found
