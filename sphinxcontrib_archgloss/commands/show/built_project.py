"""Loads a project as its last build left it, with the sets as they are now."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.environment import BuildEnvironment

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.project import Project
from sphinxcontrib_archgloss.safe_write import absolute
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.domain.session import page_title, reading_order
from sphinxcontrib_archgloss.sphinx_ext.ground.config import settings
from sphinxcontrib_archgloss.sphinx_ext.storage.term_set_files import TermSetFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_archgloss.terms.problems import Place

_PICKLE = 'environment.pickle'
_DEPTH = 4
"""Levels of directories that are searched for a build."""


class BuiltProject(NamedTuple):
    """A project and the environment of its last build."""

    project: Project
    env: BuildEnvironment

    def path(self, place: Place) -> str:
        """Return the path of the file that *place* is in."""
        path = self.env.doc2path(place.path) if place.is_docname else place.path
        return shown_path(str(path))


def built_project(
    source: str | None, doctrees: str | None, confdir: str | None
) -> BuiltProject:
    """Return the project with this source directory or doctree directory.

    Raises CommandError if there is no build of it by this version of archgloss.
    """
    if doctrees is None:
        folder = _doctrees_of(Path(absolute(source or '.')))
    else:
        folder = Path(absolute(doctrees))
    env = _environment(folder / _PICKLE)
    if 'archgloss' not in env.domaindata:
        raise CommandError(f'the project in {env.srcdir} does not use archgloss')
    try:
        domain = ArchglossDomain(env)
    except OSError as error:  # its data have another version
        raise CommandError(_OTHER_VERSION.format(folder)) from error
    chosen = settings(env.config)
    srcdir = Path(env.srcdir)
    files = TermSetFiles(
        chosen.term_sets,
        Path(confdir or srcdir).absolute(),
        srcdir,
        None,
        chosen.data_limit,
    )
    lexicon, _ = files.lexicon(domain.pages.overview.items['pulled'], env.config.language)
    pages, order = domain.pages.loaded(), reading_order(env)
    project = Project(lexicon, pages, order, lambda docname: page_title(env, docname))
    return BuiltProject(project, env)


_OTHER_VERSION = (
    'the build in {} was made with another version of Sphinx or archgloss; build the '
    'project again'
)


def _environment(path: Path) -> BuildEnvironment:
    try:
        with path.open('rb') as file:
            env = pickle.load(file)
    except FileNotFoundError as error:
        folder = shown_path(str(path.parent))
        message = f'no build in {folder}; build the project'
        raise CommandError(message) from error
    except Exception as error:
        raise CommandError(_OTHER_VERSION.format(path.parent)) from error
    if not isinstance(env, BuildEnvironment):
        raise CommandError(_OTHER_VERSION.format(path.parent))
    return env


def _doctrees_of(source: Path) -> Path:
    """Return the doctree directory of the last build of *source*."""
    shown = shown_path(str(source))
    if not (source / 'conf.py').is_file():
        raise CommandError(f'{shown} has no conf.py; name a source directory')
    folders = [source, *(p for p in source.parent.glob('*build*') if p.is_dir())]
    pickles = {path for folder in folders for path in _pickles(folder, _DEPTH)}
    for path in sorted(pickles, key=lambda path: path.stat().st_mtime, reverse=True):
        if Path(_environment(path).srcdir) == source.resolve():
            return path.parent
    raise CommandError(f'no build of {shown} found; build the project, or use --doctrees')


def _pickles(folder: Path, depth: int) -> Iterator[Path]:
    if (folder / _PICKLE).is_file():
        yield folder / _PICKLE
    if depth:
        for inner in sorted(folder.iterdir()):
            if inner.is_dir() and not inner.is_symlink():
                yield from _pickles(inner, depth - 1)
