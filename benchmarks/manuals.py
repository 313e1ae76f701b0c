"""Real manuals, and the same manuals moved to archgloss by its own commands."""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import sphinx
from measures import ROOT
from sides import ARCHGLOSS

if TYPE_CHECKING:
    from sides import Side

sys.path.append(str(ROOT / 'tests'))

from real.sources import fetch, unpack

PYRAMID_CONF = """\
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

project, copyright, version, release = 'Pyramid', 'Agendaless Consulting', '2.0', '2.0.2'
html_theme = 'basic'
extensions = ['sphinx.ext.doctest']
smartquotes = False


class Contents(SphinxDirective):
    # in the place of autodoc, so that Pyramid need not be installed
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        return self.parse_content_to_nodes()


def setup(app):
    app.add_role('app', lambda name, raw, text, *_: ([nodes.inline(raw, text)], []))
    for name in (
        'autoclass', 'autoexception', 'autofunction', 'autointerface', 'automethod',
        'automodule', 'autoprogram', 'backmatter', 'frontmatter', 'mainmatter',
    ):
        app.add_directive(name, Contents)
"""

SPHINX_CONF = 'nitpicky = False\nintersphinx_mapping = {}\n'


class ManualCase(NamedTuple):
    """A manual whose glossary is the page ``glossary`` in reStructuredText."""

    name: str
    """The project on PyPI."""
    version: str
    docs: str
    """Folder of the sources in the distribution."""
    beside: tuple[str, ...]
    """Files above that folder that pages include."""
    conf: str
    """What conf.py ends in; all of it, for a manual whose own needs what is not there."""
    whole_conf: bool
    settings: str
    """What conf.py has besides for archgloss."""
    definition: str
    """The beginning of a definition."""
    page: str
    """A page that refers to terms."""

    quiet = False

    def write(self, source: Path, side: Side) -> None:
        """Copy the manual, the one with a set or the one as it came."""
        folder = _prepared(self) / ('set' if side.archgloss else 'glossary')
        shutil.copytree(folder, source.parent, dirs_exist_ok=True)
        settings = self.settings if side.archgloss else ''
        _append(source / 'conf.py', f'\n{side.conf}{settings}')

    def edit_definition(self, source: Path, side: Side, revision: int) -> None:
        """Add a sentence at the beginning of one definition."""
        path = source / ('terms.yaml' if side.archgloss else 'glossary.rst')
        pattern = rf'(Revised \d+ times\. )?{re.escape(self.definition)}'
        text, count = re.subn(
            pattern,
            f'Revised {revision} times. {self.definition}',
            path.read_text(encoding='utf-8'),
        )
        if count != 1:
            raise ValueError(f'{count} definitions of {path} begin: {self.definition}')
        path.write_text(text, encoding='utf-8')

    def edit_page(self, source: Path, side: Side, revision: int) -> None:
        """Add a paragraph to one page."""
        path = source / self.page
        text = re.sub(r'\nRevised \d+ times\.\n\Z', '', path.read_text(encoding='utf-8'))
        path.write_text(f'{text}\nRevised {revision} times.\n', encoding='utf-8')


PYRAMID = ManualCase(
    name='pyramid',
    version='2.0.2',
    docs='docs',
    beside=('CHANGES.rst', 'HISTORY.rst'),
    conf=PYRAMID_CONF,
    whole_conf=True,
    settings='',
    definition='An object that represents an HTTP request, usually an instance of the',
    page='narr/views.rst',
)
SPHINX_DOCS = ManualCase(
    name='sphinx',
    version=sphinx.__version__,  # autodoc documents the Sphinx that is installed
    docs='doc',
    beside=('AUTHORS.rst', 'CHANGES.rst'),
    conf=SPHINX_CONF,
    whole_conf=False,
    # docstrings of Sphinx have the role "term"
    settings='archgloss_std_terms = True\n',
    definition='A reStructuredText markup element that allows marking a block of content',
    page='usage/quickstart.rst',
)
MANUALS = {case.name: case for case in (PYRAMID, SPHINX_DOCS)}


@cache
def _prepared(case: ManualCase) -> Path:
    """Return a folder with the manual twice: ``glossary/source`` and ``set/source``."""
    top = Path(tempfile.mkdtemp(prefix=f'archgloss-{case.name}-'))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    unpacked = unpack(fetch(case.name, case.version, top / 'downloads'), top)
    plain, moved = top / 'glossary', top / 'set'
    shutil.copytree(unpacked / case.docs, plain / 'source')
    for name in case.beside:
        shutil.copy(unpacked / name, plain)
    conf = plain / 'source' / 'conf.py'
    if case.whole_conf:
        conf.write_text('', encoding='utf-8')
    _append(conf, f'\n{case.conf}')
    shutil.copytree(plain, moved)
    _move(case, moved / 'source')
    if not case.settings:
        _make_plain(plain / 'source', moved / 'source')
    return top


def _move(case: ManualCase, moved: Path) -> None:
    """Make a set of the glossary of the manual *moved*, and rename the roles."""
    before = (moved / 'conf.py').read_text(encoding='utf-8')
    _archgloss('convert', str(moved / 'glossary.rst'), str(moved / 'terms.yaml'))
    _append(moved / 'conf.py', f'\n{ARCHGLOSS.conf}{case.settings}')
    _archgloss('link', str(moved), '--roles', 'term=term-ref')
    (moved / 'conf.py').write_text(before, encoding='utf-8')
    page = moved / 'glossary.rst'
    head, _, _ = page.read_text(encoding='utf-8').partition('.. glossary::')
    page.write_text(f'{head}.. term-set::\n', encoding='utf-8')
    # the command leaves roles within directives of definitions, two in Pyramid's
    terms = moved / 'terms.yaml'
    text = terms.read_text(encoding='utf-8').replace(':term:`', ':term-ref:`')
    terms.write_text(text, encoding='utf-8')


def _make_plain(plain: Path, moved: Path) -> None:
    """Turn the few roles that the command leaves, in tables and titles, into text.

    On both sides, with as many characters as before.
    """
    for path in moved.rglob('*.rst'):
        text = path.read_text(encoding='utf-8')
        other = plain / path.relative_to(moved)
        original = other.read_text(encoding='utf-8')
        for passage in re.findall(r'^.*:term:`[^`]*`', text, re.MULTILINE):
            new = re.sub(r':term:`([^`]*)`', r'``\1``    ', passage)
            text = text.replace(passage, new)
            pair = (each.replace('term-ref', 'term') for each in (passage, new))
            original = original.replace(*pair)
        path.write_text(text, encoding='utf-8')
        other.write_text(original, encoding='utf-8')


def _append(path: Path, text: str) -> None:
    with path.open('a', encoding='utf-8') as file:
        file.write(text)


def _archgloss(*arguments: str) -> None:
    command = [sys.executable, '-m', 'sphinxcontrib_archgloss', *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f'{" ".join(command)}\n{done.stdout}{done.stderr}')
