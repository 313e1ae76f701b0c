"""A terminal session in which a typo fails a build, and its picture for the docs.

The session is ``tests/roots/picture/session.txt``. Run this module to renew its output and
the picture: ``python tests/docs/session.py``. The picture shows the session step by step,
once and within five seconds; where readers want no motion, it shows all of it at once.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[1]))

from docs.snippets import Exchange, Reader

REPOSITORY = Path(__file__).parents[2]
ROOT = REPOSITORY / 'tests' / 'roots' / 'picture'
SESSION = ROOT / 'session.txt'
PICTURE = REPOSITORY / 'example_docs' / '_static' / 'failing-build.svg'

COLUMNS, WIDTH, LINE, TOP = 80, 720, 24, 56
STEP = 0.7
"""Seconds between two commands."""

STYLE = """
  text { fill: #e3e8ef; font: 14px ui-monospace, 'DejaVu Sans Mono', Menlo, monospace }
  .command { font-weight: 700 }
  .bad { fill: #ff8f87 }
  .good { fill: #7ee0a0 }
  @media (prefers-reduced-motion: no-preference) {
    g + g { animation: appear 0.2s backwards }
    @keyframes appear { from { opacity: 0 } }
  }
"""


def play(folder: Path) -> list[Exchange]:
    """Return what the commands of the session print in a copy of the project."""
    reader = Reader(folder)
    docs = reader.folder / 'docs'
    shutil.copytree(ROOT / 'docs', docs)
    page = docs / 'serving.rst'
    page.write_text(page.read_text('utf-8').replace('KV cache', 'KV cahce'), 'utf-8')
    return reader.type(SESSION.read_text('utf-8'))


def written(session: list[Exchange]) -> str:
    """Return *session* as it looks in a terminal."""
    return ''.join(f'$ {command}\n{output}' for command, output in session)


def draw(session: list[Exchange]) -> str:
    """Return the picture of *session*, an SVG."""
    groups, y = [], TOP
    for step, (command, output) in enumerate(session):
        lines = [('command', f'$ {command}')]
        kind = 'good' if output == '0\n' else 'bad'
        for line in output.splitlines():
            lines += [(kind, part) for part in textwrap.wrap(line, COLUMNS)]
        groups.append(f'<g style="animation-delay: {step * STEP:.1f}s">')
        for name, line in lines:
            groups.append(f'<text class="{name}" x="22" y="{y}">{escape(line)}</text>')
            y += LINE
        groups.append('</g>')
    size = f'width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}"'
    title = 'A typo fails the build; the corrected page passes'
    dots = (
        f'<circle cx="{x}" cy="20" r="6" fill="{color}"/>'
        for x, color in ((26, '#ff6b62'), (46, '#f5bf4f'), (66, '#5fc454'))
    )
    return '\n'.join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>',
            f'<title>{title}</title>',
            f'<style>{STYLE}</style>',
            f'<rect width="{WIDTH}" height="{y}" rx="10" fill="#14181f"/>',
            *dots,
            *groups,
            '</svg>\n',
        ]
    )


def main() -> None:
    """Renew the session and its picture."""
    with tempfile.TemporaryDirectory() as folder:
        session = play(Path(folder))
    SESSION.write_text(written(session), 'utf-8')
    PICTURE.write_text(draw(session), 'utf-8')


if __name__ == '__main__':
    main()
