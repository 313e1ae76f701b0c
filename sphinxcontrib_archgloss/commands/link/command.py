"""``archgloss link``: its arguments and its steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.ground.arguments import above_zero, add_format
from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import absolute
from sphinxcontrib_archgloss.terms.problems import alternatives

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.commands.link.sphinx_project import Sources
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

DESCRIPTION = """\
Turn mentions of terms in the prose of pages into references, in reStructuredText and
MyST, or rename roles of Sphinx's own glossary. Sphinx reads the project but writes no
output. The command then reads each page again with its edits, and skips an edit that
would change anything but the mention.

Titles, code, links, quotations, entries, a term's own page, and text for which automatic
links are switched off do not change. A second run changes nothing."""
EPILOG = """\
examples:
  archgloss link docs --diff
  archgloss link docs docs/guide/cache.rst --interactive
  archgloss link docs --term "KV cache" --all
  archgloss link docs --roles term=term-ref
  archgloss link docs --diff --format json

exit status:
  0  there was nothing to change, or all changes were made
  1  there are changes to make (with --diff)
  2  a page or the project cannot be read or written, or the command line is invalid"""
_RENAMING = 'term=term-ref'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        'source',
        nargs='?',
        metavar='SRCDIR',
        help='the source directory (default: the nearest one with a conf.py, from the '
        'first page or the working directory up)',
    )
    parser.add_argument(
        'pages', nargs='*', metavar='PAGE', help='files of pages (default: all pages)'
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        '--diff', action='store_true', help='show the changes without writing them'
    )
    how.add_argument(
        '--interactive',
        action='store_true',
        help='ask before each edit: y(es), n(o), a(ll that follow), q(uit)',
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        '--first',
        choices=('page', 'section'),
        default='page',
        help='link the first mention of a term on each page or in each section, unless '
        'it has a reference already (default: %(default)s)',
    )
    which.add_argument('--all', action='store_true', help='link every mention')
    parser.add_argument(
        '--term', action='append', metavar='LABEL', help='link only this term (repeatable)'
    )
    parser.add_argument(
        '--roles',
        choices=(_RENAMING,),
        help='rename roles whose target is in a set, instead of linking mentions',
    )
    add_format(parser)
    _add_project(parser)


def _add_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        '--doctrees',
        metavar='DIR',
        help='doctrees of an earlier build in the language of the sources, so that only '
        'changed pages are read; they are not modified',
    )
    parser.add_argument(
        '--confdir',
        metavar='DIR',
        help='directory of conf.py (default: the source directory)',
    )
    parser.add_argument(
        '--jobs',
        type=above_zero,
        default=1,
        metavar='N',
        help='number of processes that read pages',
    )


def run(asked: argparse.Namespace, output: Output) -> int:
    """Edit the requested pages; return the exit status."""
    from sphinxcontrib_archgloss.commands.link.session import Linking
    from sphinxcontrib_archgloss.commands.link.sphinx_project import Sources

    if asked.interactive and asked.format != 'text':
        raise CommandError(
            f'--interactive cannot be combined with --format {asked.format}; remove one '
            'of them'
        )
    folder, files = _places(asked)
    with Sources(folder, asked.confdir, asked.doctrees, asked.jobs) as sources:
        docnames = _docnames(sources, files, output)
        keys = _keys(asked.term, sources.project.lexicon)
        linking = Linking(asked, keys, sources, output)
        for docname in docnames:
            linking.edit(docname, named=bool(files))
    return linking.finish()


def _places(asked: argparse.Namespace) -> tuple[str, list[str]]:
    """Return the source directory and the files that are named."""
    files = list(asked.pages)
    if asked.source is not None and Path(asked.source).is_dir():
        return asked.source, files
    if asked.source is not None:
        files.insert(0, asked.source)
    for name in files:
        if not Path(name).is_file():
            raise CommandError(f'file {name} not found')
    # hooks name files of all kinds, not only pages
    starts = [Path(absolute(name)).parent for name in files] or [Path.cwd()]
    for start in starts:
        for folder in (start, *start.parents):
            if (folder / 'conf.py').is_file():
                return str(folder), files
    message = f'{shown_path(str(starts[0]))} has no conf.py'
    raise CommandError(f'{message}; name a source directory')


def _docnames(sources: Sources, files: Sequence[str], output: Output) -> list[str]:
    """Return the pages in *files*, or all, in order of name."""
    env = sources.app.env
    if not files:
        return sorted(env.found_docs)
    docnames = []
    for name in files:
        path = Path(absolute(name))
        if not path.is_file():
            raise CommandError(f'file {name} not found')
        docname = env.path2doc(path.resolve())
        if docname in env.found_docs:
            docnames.append(docname)
        else:
            output.note(f'{name} is not a page of {shown_path(sources.source)}; skipped')
    return docnames


def _keys(labels: Sequence[str] | None, lexicon: Lexicon) -> frozenset[str] | None:
    if not labels:
        return None
    chosen = set()
    for label in labels:
        keys = lexicon.find(label).keys
        if not keys:
            raise CommandError(f'unknown term "{label}"')
        if len(keys) > 1:
            raise CommandError(
                f'ambiguous term "{label}": it matches {len(keys)} terms; use '
                f'{alternatives(keys)}'
            )
        chosen.add(keys[0])
    return frozenset(chosen)
