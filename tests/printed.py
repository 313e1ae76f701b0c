"""PDF files as a reader meets them: their text, their index, their links."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest

APT = 'apt-get install -y --no-install-recommends'
WANTED = {
    'latexmk': 'latexmk texlive-latex-recommended texlive-latex-extra',
    'xelatex': 'texlive-xetex fonts-freefont-otf',
    'dvisvgm': 'dvisvgm',
    'pdftohtml': 'poppler-utils',
    'java': 'epubcheck',
    'dot': 'graphviz',
}
"""Command → Debian's packages that bring it."""

REQUIRED = 'ARCHGLOSS_PRINT'
"""Variable of the environment that is ``required`` where nothing may be skipped."""

EPUBCHECK = Path('/usr/share/java/epubcheck.jar')


def need(*commands: str) -> None:
    """Skip the test, saying what to install, if one of *commands* is not there.

    If the environment has it as `REQUIRED`, the test fails instead.
    """
    missing = [WANTED[command] for command in commands if not shutil.which(command)]
    if 'java' in commands and not EPUBCHECK.exists():
        missing.append(WANTED['java'])
    if missing:
        reason = f'{APT} {" ".join(dict.fromkeys(missing))}'
        if os.environ.get(REQUIRED) == 'required':
            pytest.fail(reason)
        pytest.skip(reason)


class Pdf(NamedTuple):
    """A PDF file, and the messages of the LaTeX run that made it."""

    path: Path
    log: str

    @property
    def complaints(self) -> list[str]:
        """What LaTeX warns of: references, labels, characters that no font has."""
        amiss = 'undefined|multiply|Reference|Label|Citation|has been referenced'
        return re.findall(
            rf'^.*(?:[Ww]arning.*(?:{amiss})|Missing character|^!).*$',
            self.log,
            re.MULTILINE,
        )

    def lines(self) -> list[str]:
        """The lines of text; what is bold is in ``<b>``."""
        command = ['pdftohtml', '-xml', '-i', '-stdout', str(self.path)]
        done = subprocess.run(command, capture_output=True, check=True)
        found = re.findall(r'<text[^>]*>(.*)</text>', done.stdout.decode())
        return [unescape(re.sub(r'</?[^b/>][^>]*>|</a>|</i>', '', line)) for line in found]

    @property
    def text(self) -> str:
        """The text, on one line."""
        return ' '.join(self.lines())

    def index(self) -> dict[str, str]:
        """Name → pages in the index at the end, the main ones in ``<b>``."""
        # books have it in capitals, and once more at the foot of its pages
        heading = next(one for one in ('INDEX', 'Index') if f'<b>{one}</b>' in self.text)
        _, _, found = self.text.rpartition(f'<b>{heading}</b>')
        pages = r'(?:<b>)?\d+(?:</b>)?(?: – \d+)?'
        listed = re.findall(rf' (?:[A-Z] )?([^\d,<>]+?) ?, ({pages}(?: , {pages})*)', found)
        return {
            name: numbers.replace(' ', '').replace(',', ', ') for name, numbers in listed
        }

    def links(self) -> tuple[list[str], set[str]]:
        """(targets of the links within the file, targets that there are)."""
        reader = pypdf.PdfReader(self.path)
        found = []
        for page in reader.pages:
            for annotation in page.get('/Annots') or []:
                link = annotation.get_object()
                action = link.get('/A', {}).get_object() if '/A' in link else {}
                target = link.get('/Dest', action.get('/D'))
                if target is not None:
                    found.append(str(target))
        return found, set(reader.named_destinations)


def make_pdf(output: Path, *options: str) -> Pdf:
    """Run LaTeX on what Sphinx has put into the folder *output*."""
    (tex,) = output.glob('*.tex')
    command = ['latexmk', '-pdf', *options, '-interaction=nonstopmode', tex.name]
    done = subprocess.run(command, cwd=output, capture_output=True, check=False)
    log = tex.with_suffix('.log').read_text('utf-8', 'replace')
    assert done.returncode == 0, log[-3000:]
    return Pdf(tex.with_suffix('.pdf'), log)
