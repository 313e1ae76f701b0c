"""The chart of what clean builds cost, which `manual_tables` puts into the manual.

A group of bars for each case, a bar for each side, as long as its instructions beside those
of Sphinx alone with the same pages. The colors follow the page's own text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

import tables
from scenarios import CLEAN, INSTRUCTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios import Sample

SIDES = {
    'sphinx': 'Sphinx alone',
    'archgloss': 'archgloss',
    'tippy': 'sphinx-tippy',
    'whisper': 'sphinx-riddle-whisper',
}

WIDTH, LEFT, RIGHT = 720, 190, 70
BAR, GAP, GROUP = 16, 4, 30
LONGEST = 2.0
"""The ratio that fills the width; a longer bar is cut off, and its end is open."""

# the bars keep three to one against a white and against a black page
STYLE = """
  .cost-chart { font: 13px system-ui, sans-serif; max-width: 100%; height: auto }
  .cost-chart text { fill: currentColor }
  .cost-chart .case { font-weight: 600 }
  .cost-chart .line { stroke: currentColor; stroke-dasharray: 3 3 }
  .cost-chart .other { fill: #808891 }
  .cost-chart .archgloss { fill: #2f7fd6 }
  @media (prefers-color-scheme: dark) { .cost-chart .archgloss { fill: #5b9ee6 } }
"""


class Bar(NamedTuple):
    """What one side costs in one case."""

    side: str
    ratio: float
    """To Sphinx alone."""


def bars(samples: Sequence[Sample]) -> dict[str, list[Bar]]:
    """Return case → the bars of its clean build, for cases with more than one side."""
    costs: dict[str, dict[str, dict[int, float]]] = {}
    for sample in samples:
        counted = (sample.scenario, sample.quantity) == (CLEAN, INSTRUCTIONS)
        if counted and sample.side in SIDES:
            turns = costs.setdefault(sample.case, {}).setdefault(sample.side, {})
            turns[sample.turn] = sample.value
    groups = {}
    for case, by_side in costs.items():
        baseline = by_side.get('sphinx', {})
        ratios = {
            side: tables.median_ratio(by_side.get(side, {}), baseline) for side in SIDES
        }
        group = [Bar(side, ratio) for side, ratio in ratios.items() if ratio is not None]
        if len(group) > 1 and case != 'empty':
            groups[case] = group
    return groups


def description(groups: dict[str, list[Bar]]) -> str:
    """Return the chart in words."""
    cases = (
        f'{tables.title(case)}: '
        + ', '.join(f'{SIDES[bar.side]} {bar.ratio:.2f}' for bar in group)
        for case, group in groups.items()
    )
    return f'{"; ".join(cases)}.'


def draw(groups: dict[str, list[Bar]]) -> str:
    """Return the chart as SVG."""
    scale = (WIDTH - LEFT - RIGHT) / LONGEST
    parts, y = [], 8
    for case, group in groups.items():
        y += 14
        parts.append(
            f'<text class="case" x="0" y="{y}">{escape(tables.title(case))}</text>'
        )
        y += 8
        for side, ratio in group:
            width = min(ratio, LONGEST) * scale
            kind = 'archgloss' if side == 'archgloss' else 'other'
            foot = y + BAR - 4
            end = f'{ratio:.2f}' + (' →' if ratio > LONGEST else '')
            place = f'y="{y}" width="{width:.1f}" height="{BAR}"'
            parts += [
                f'<text x="{LEFT - 8}" y="{foot}" text-anchor="end">{SIDES[side]}</text>',
                f'<rect class="{kind}" x="{LEFT}" {place}/>',
                f'<text x="{LEFT + width + 6:.1f}" y="{foot}">{end}</text>',
            ]
            y += BAR + GAP
        y += GROUP - 14
    x = LEFT + scale
    parts.append(f'<line class="line" x1="{x:.1f}" x2="{x:.1f}" y1="24" y2="{y - 12}"/>')
    title = 'Cost of a clean build in instructions, beside Sphinx alone with the same pages'
    box = f'width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}"'
    names = 'aria-labelledby="cost-chart-title cost-chart-desc"'
    space = 'xmlns="http://www.w3.org/2000/svg"'
    lines = [
        f'<svg class="cost-chart" {space} role="img" {names} {box}>',
        f'<title id="cost-chart-title">{title}</title>',
        f'<desc id="cost-chart-desc">{escape(description(groups))}</desc>',
        f'<style>{STYLE}</style>',
        *parts,
        '</svg>',
    ]
    return '\n'.join(lines) + '\n'
