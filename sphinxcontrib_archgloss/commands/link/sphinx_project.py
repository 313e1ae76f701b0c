"""A project that Sphinx reads without writing any output.

The doctrees are in a temporary directory. If an earlier build is named, its doctrees are
copied there, so that only changed pages are read. A page can be read again with another
text, to prove an edit.
"""

from __future__ import annotations

import io
import pickle
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.commands.link.page_file import decoded
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import absolute, read_original
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain

if TYPE_CHECKING:
    from docutils.nodes import document

    from sphinxcontrib_archgloss.project.project import Project

_FIRST, _LAST = -1000, 1000


class Sources:
    """A project's pages as Sphinx reads them, within a ``with`` block."""

    def __init__(
        self, source: str, confdir: str | None, doctrees: str | None, jobs: int
    ) -> None:
        self._source = Path(absolute(source)).resolve()
        self._confdir = Path(absolute(confdir)).resolve() if confdir else self._source
        self._doctrees = Path(absolute(doctrees)) if doctrees else None
        self._jobs = jobs
        self._stack = ExitStack()
        self._instead: dict[str, str] = {}
        self._documents: dict[str, document] = {}
        """The pages that this process has read, as it has last read them."""
        for folder, file in ((self._source, ''), (self._confdir, 'conf.py')):
            if not (folder / file).exists():
                shown = shown_path(str(folder))
                fault = (
                    f'{shown} has no conf.py' if file else f'directory {shown} not found'
                )
                raise CommandError(f'{fault}; name a source directory')
        if self._doctrees and not (self._doctrees / 'environment.pickle').is_file():
            raise CommandError(f'no build in {shown_path(str(self._doctrees))}')

    def __enter__(self) -> Self:
        """Read the project; raise CommandError where Sphinx cannot."""
        try:
            self._read()
        except Exception as error:
            self._stack.close()
            if isinstance(error, CommandError):
                raise
            if isinstance(error, UnicodeDecodeError):
                self._check_encodings()
            fault = ' '.join(str(error).split()) or type(error).__name__
            place = shown_path(str(self._source))
            raise CommandError(
                f'Sphinx cannot read {place}: {fault}; run sphinx-build to see the error'
            ) from error
        return self

    def _check_encodings(self) -> None:
        """Raise CommandError for a page not in UTF-8, which Sphinx does not name."""
        for docname in sorted(self.app.env.found_docs):
            decoded(read_original(self.path(docname)))

    def __exit__(self, *error: object) -> None:
        """Leave nothing behind."""
        self._stack.close()

    def _read(self) -> None:
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        doctrees = folder / 'doctrees'
        # sources are in the project's own language, whatever the language of the output
        other: dict[str, Any] = {'locale_dirs': []}
        if self._doctrees:
            shutil.copytree(self._doctrees, doctrees)
            other = {}
        self._stack.enter_context(patch_docutils(str(self._confdir)))
        self._stack.enter_context(docutils_namespace())
        self.app = Sphinx(
            self._source,
            self._confdir,
            folder / 'out',
            doctrees,
            'dummy',
            confoverrides=other,
            status=None,
            warning=io.StringIO(),
            parallel=self._jobs,
        )
        if 'archgloss' not in self.app.env.domaindata:
            place = shown_path(str(self._source))
            raise CommandError(f'the project in {place} does not use archgloss')
        self.app.connect('source-read', self._put_instead, priority=_FIRST)
        self.app.connect('doctree-read', self._note_document, priority=_LAST)
        self.app.connect('doctree-resolved', self._forget_document)
        root = self.app.env.doc2path(self.app.config.root_doc)
        self.app.build(filenames=[Path(root)])

    def _put_instead(self, app: Sphinx, docname: str, content: list[str]) -> None:
        if docname in self._instead:
            content[0] = self._instead[docname]

    def _note_document(self, app: Sphinx, document: document) -> None:
        self._documents[app.env.docname] = document

    def _forget_document(self, app: Sphinx, document: document, docname: str) -> None:
        """Forget a page whose references Sphinx has resolved in place."""
        self._documents.pop(docname, None)

    @property
    def source(self) -> str:
        """The source directory."""
        return str(self._source)

    @property
    def project(self) -> Project:
        """The project as it is, read."""
        return ArchglossDomain.of(self.app.env).session.project

    @property
    def paths(self) -> frozenset[str]:
        """The absolute paths of the files of all pages."""
        return frozenset(map(self.path, self.app.env.found_docs))

    def path(self, docname: str) -> str:
        """Return the absolute path of the file of a page."""
        return str(self.app.env.doc2path(docname))

    def markup(self, docname: str) -> str:
        """Return the markup of a page: a name of Sphinx's own for its parser."""
        parser = self.app.config.source_suffix.get(Path(self.path(docname)).suffix, '')
        return str(parser or 'restructuredtext')

    def page(self, docname: str) -> document:
        """Return the doctree of a page."""
        if docname in self._documents:
            return self._documents[docname]
        # not through Sphinx, which would keep it for the next reading
        path = Path(self.app.doctreedir, f'{docname}.doctree')
        return cast('document', pickle.loads(path.read_bytes()))

    def page_with(self, docname: str, text: str) -> document:
        """Return the doctree of a page if *text* were in its file."""
        lines = text.removeprefix('\ufeff').replace('\r\n', '\n').replace('\r', '\n')
        env = self.app.env
        self._instead[docname] = lines
        try:
            self.app.emit('env-purge-doc', env, docname)
            env.clear_doc(docname)
            self.app.builder.read_doc(docname)
        finally:
            del self._instead[docname]
        return self._documents[docname]
