"""The values of the directive ``csv-table`` in the lines of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.sphinx_ext.source_positions.excerpts import (
    Excerpt,
    ExcerptLine,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIRECTIVE = re.compile(
    r'([\s>]*(?:[-*+]\s+)*)(?:\.\. csv-table::|(`{3,}|~{3,}|:{3,})\{csv-table\})'
)
_OPTION = re.compile(r'[\s>]*:(?P<name>[\w-]+):\s*')
_YAML_OPTION = re.compile(r'[\s>]*(?P<name>[\w-]+):\s*')


def is_directive(line: str) -> bool:
    """Return whether a directive begins on a *line*."""
    return _DIRECTIVE.match(line) is not None


def written_values(lines: Sequence[str]) -> Iterator[tuple[Excerpt, int]]:
    """Yield the values of the directives that have them in their content.

    Those of the option ``header`` come first, as on the page; with them comes the number
    of their lines.
    """
    for number, line in enumerate(lines):
        if (begins := _DIRECTIVE.match(line)) is None:
            continue
        content = list(_content(lines, number + 1, len(begins[1]), begins[2]))
        options, body = _options(content, is_fenced=bool(begins[2]))
        if not {'file', 'url'} & {name for name, _ in options}:
            header = [line for name, line in options if name == 'header']
            yield Excerpt((*header, *body)), len(header)


def _content(
    lines: Sequence[str], start: int, lead: int, fence: str | None
) -> Iterator[ExcerptLine]:
    """Yield the lines of a directive, without their indentation."""
    for number in range(start, len(lines)):
        bare = lines[number].lstrip(' \t>')
        indent = len(lines[number]) - len(bare)
        if bare and (bare.startswith(fence) if fence else indent <= lead):
            return
        yield ExcerptLine(number, indent, bare)


def _options(
    content: Sequence[ExcerptLine], *, is_fenced: bool
) -> tuple[list[tuple[str, ExcerptLine]], Sequence[ExcerptLine]]:
    """Return (name, line of the value) of the options, and the lines behind them."""
    if content and content[0].text.strip() == '---':
        ends = (n for n, line in enumerate(content) if n and line.text.strip() == '---')
        end, pattern, first = next(ends, len(content)), _YAML_OPTION, 1
    else:
        pattern, first = _OPTION, 0
        others = (
            n
            for n, line in enumerate(content)
            if not line.text or (is_fenced and not _OPTION.match(line.text))
        )
        end = next(others, len(content))
    options: list[tuple[str, ExcerptLine]] = []
    for number, column, text in content[first:end]:
        if match := pattern.match(text):
            value = ExcerptLine(number, column + match.end(), text[match.end() :])
            options.append((match['name'], value))
        elif options:
            options.append((options[-1][0], ExcerptLine(number, column, text)))
    is_yaml = pattern is _YAML_OPTION
    return options, content[end + 1 :] if is_yaml else content[end:]
