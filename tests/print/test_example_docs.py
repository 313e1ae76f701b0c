"""The example docs in print: a PDF whose links lead somewhere, and a valid EPUB."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from printed import EPUBCHECK, make_pdf, need

SOURCE = Path(__file__).parents[2] / 'example_docs'

pytestmark = pytest.mark.print


def build(top: Path, builder: str, *options: str) -> Path:
    """Build the example docs as strictly as can be; return the folder of output."""
    command = [
        sys.executable, '-m', 'sphinx', '-b', builder, '-W', '-n', '--keep-going', '-q', '-N',
        *options, '-d', str(top / 'doctrees'), str(SOURCE), str(top / builder),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ''
    return top / builder


def test_the_pdf_has_links_that_lead_somewhere_and_an_index_of_uses(tmp_path):
    need('latexmk', 'xelatex', 'pdftohtml')
    pdf = make_pdf(build(tmp_path, 'latex'), '-pdfxe')
    assert pdf.complaints == []
    used, known = pdf.links()
    assert len(used) > 500
    assert set(used) <= known
    index = pdf.index()
    for name in ('KV cache', 'Feed-forward network', 'Positional encodings'):
        pages = re.findall(r'<b>\d+</b>|\d+', index[name])
        assert len(pages) == len(set(re.findall(r'\d+', index[name]))) > 2
        assert sum('<b>' in page for page in pages) == 1
    # of characters that one font does not have, none is lost
    for character in '注力×—→キる':
        assert character in pdf.text


def test_the_epub_is_valid_and_has_its_formulas(tmp_path):
    need('latexmk', 'dvisvgm', 'java')
    output = build(tmp_path, 'epub', '-D', 'html_math_renderer=imgmath')
    book = output / 'archgloss.epub'
    done = subprocess.run(
        ['java', '-jar', str(EPUBCHECK), str(book)],
        capture_output=True,
        text=True,
        check=False,
    )
    report = done.stdout + done.stderr
    assert re.search(r'Messages: 0 fatals / 0 errors', report), report
    with zipfile.ZipFile(book) as archive:
        page = archive.read('handbook/kv-cache.xhtml').decode()
        entries = archive.read('handbook/glossary.xhtml').decode()
    assert re.search(r'<img class="math" src="[^"]*\.svg" alt="[^"]*131072', page)
    assert '<script' not in page
    assert '<dt id="term-token">' in entries
    assert re.search(r'Read more:</em> <a [^>]*href="kv-cache.xhtml"', archive_text(book))


def archive_text(book: Path) -> str:
    """All pages of an EPUB, one after the other."""
    with zipfile.ZipFile(book) as archive:
        names = [name for name in archive.namelist() if name.endswith('.xhtml')]
        return '\n'.join(archive.read(name).decode() for name in names)
