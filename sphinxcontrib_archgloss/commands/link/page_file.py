"""The file of a page, taken up to be edited."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.commands.link.text_edits import Lines
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.safe_write import Original, read_original
from sphinxcontrib_archgloss.sphinx_ext.prose.role_markup import MYST, RST


def is_known(markup: str) -> bool:
    """Return whether pages in *markup* can be edited."""
    return markup in (RST, MYST)


class Page(NamedTuple):
    """A page and the text of its file."""

    docname: str
    markup: str
    original: Original
    text: str
    """With its byte-order mark and line ends."""
    lines: Lines

    def with_text(self, text: str) -> Page:
        """Return the page as if *text* were in its file."""
        return self._replace(text=text, lines=Lines(text))

    @property
    def path(self) -> str:
        """Absolute."""
        return self.original.path

    @property
    def shown(self) -> str:
        """The path as it is to be shown."""
        return shown_path(self.path)


def take_up(docname: str, path: str, markup: str) -> Page:
    """Return the page in the file at *path*; raise Refused where it cannot be edited."""
    original = read_original(path)
    text = decoded(original)
    return Page(docname, markup, original, text, Lines(text))


def decoded(original: Original) -> str:
    """Return the text of a file; raise Refused where it is not in UTF-8, or gone."""
    if original.raw is None:
        raise CommandError(f'{shown_path(original.path)} is gone')
    try:
        return original.raw.decode('utf-8')
    except UnicodeDecodeError as error:
        line = original.raw.count(b'\n', 0, error.start) + 1
        said = f'{shown_path(original.path)}:{line}: the file is not in UTF-8'
        raise CommandError(f'{said}; save it in UTF-8, nothing was changed') from error
