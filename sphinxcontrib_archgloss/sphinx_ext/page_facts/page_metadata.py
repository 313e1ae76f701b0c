"""Metadata of a page, in the fields at its top or in its front matter, with their lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.project.facts import Claim, PageProblem
from sphinxcontrib_archgloss.terms.forms import spaced
from sphinxcontrib_archgloss.terms.problems import Kind, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

FIELD = 'term-page'
"""Name of the metadata field by which a page claims terms."""
SWITCH = 'term-autolink'
"""Name of the metadata field by which a page switches automatic links off."""

OFF = frozenset({'off', 'false', 'no'})
"""Values of `SWITCH` that switch automatic links off."""
_ON = frozenset({'on', 'true', 'yes', ''})


def metadata_claims(docinfo: nodes.docinfo, path: str) -> Iterator[Claim]:
    """Yield the claims in the fields at the top of a page, whose file is at *path*."""
    claims = [
        Claim(target, '', '', line)
        for field in docinfo.findall(nodes.field)
        if field[0].astext() == FIELD
        for target, line in _field_lines(field)
    ]
    if any(claim.line is None for claim in claims):  # MyST gives no lines
        lines = _front_matter_lines(file_lines(path))
        claims = [c._replace(line=c.line or lines.get(c.target, 1)) for c in claims]
    yield from claims


def autolink_switch(docinfo: nodes.docinfo) -> tuple[bool, list[PageProblem]]:
    """Return whether automatic links are off on a page, and the problems of that field.

    YAML turns some of these words into booleans, so both spellings are accepted.
    """
    for field in docinfo.findall(nodes.field):
        if field[0].astext() == SWITCH:
            value = spaced(field[1].astext()).lower()
            if value in OFF or value in _ON:
                return value in OFF, []
            body = cast('Element', field[1])
            line = field.line or (body.children[0].line if body.children else None)
            message = f'{SWITCH} must be "off" or "on", not {quoted(value)}; using "on"'
            return False, [PageProblem(Kind.CONFIG, message, line or None)]
    return False, []


def _field_lines(field: Element) -> Iterator[tuple[str, int | None]]:
    """Yield (label, line) for each name in a metadata field.

    The labels come from the source of the field, as smart quotes may have changed its text.
    MyST passes a list as JSON.
    """
    body = cast('Element', field[1])
    # MyST gives the fields of front matter no line, or 0
    line = field.line or (body.children[0].line if body.children else None) or None
    parts = cast('list[Element]', body.children)
    text = '\n'.join(part.rawsource or part.astext() for part in parts)
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if isinstance(data, list):
        for item in data:
            yield spaced(str(item)), line
        return
    for n, name in enumerate(text.split('\n')):
        if name.strip():
            yield spaced(name), None if line is None else line + n


def _front_matter_lines(lines: Sequence[str]) -> dict[str, int]:
    """Return label → line for the front matter of a Markdown page with these *lines*.

    MyST gives the fields of front matter no lines. Labels are looked up in the lines of
    the field.
    """
    line_by_label: dict[str, int] = {}
    if not lines or lines[0].strip() != '---':
        return line_by_label
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
                line_by_label.setdefault(spaced(part.strip(' "\'')), n)
            line_by_label.setdefault(spaced(line.strip(' -"\'')), n)
    return line_by_label
