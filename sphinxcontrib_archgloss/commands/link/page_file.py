"""The source file of a page, read for editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.commands.link.text_edits import Edit, TextLines
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.file_lines import line_end
from sphinxcontrib_archgloss.safe_write import Original, read_original
from sphinxcontrib_archgloss.sphinx_ext.prose.role_markup import MYST, RST

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.prose.mentions import ReferenceEdit


def is_known(markup: str) -> bool:
    """Return whether pages in *markup* can be edited."""
    return markup in (RST, MYST)


class PageFile(NamedTuple):
    """A page and the text of its file."""

    docname: str
    markup: str
    original: Original
    text: str
    """With its byte-order mark and line ends."""
    lines: TextLines

    def with_text(self, text: str) -> PageFile:
        """Return the page as if *text* were in its file."""
        return self._replace(text=text, lines=TextLines(text, self.path))

    def edit(self, reference: ReferenceEdit) -> Edit:
        """Return the edit of the text that writes a *reference*.

        A line break in it stays the one that the file has there.
        """
        start = self.lines.offset(reference.line, reference.column)
        end = self.lines.offset(reference.end_line, reference.end_column)
        breaks = line_end(self.path).findall(self.text, start, end)
        first, *rest = reference.new.split('\n')
        lines = (end + line for end, line in zip(breaks, rest, strict=True))
        return Edit(start, end, ''.join((first, *lines)))

    @property
    def path(self) -> str:
        """Absolute."""
        return self.original.path

    @property
    def shown(self) -> str:
        """The path as it is to be shown."""
        return shown_path(self.path)


def take_up(docname: str, path: str, markup: str) -> PageFile:
    """Return the page in the file at *path*; raise CommandError if it is not editable."""
    original = read_original(path)
    text = decoded(original)
    return PageFile(docname, markup, original, text, TextLines(text, path))


def decoded(original: Original) -> str:
    """Return the text of a file; raise CommandError where it is not in UTF-8, or gone."""
    if original.raw is None:
        raise CommandError(f'{shown_path(original.path)} is gone')
    try:
        return original.raw.decode('utf-8')
    except UnicodeDecodeError as error:
        line = original.raw.count(b'\n', 0, error.start) + 1
        message = f'{shown_path(original.path)}:{line}: the file is not in UTF-8'
        raise CommandError(f'{message}; save it in UTF-8, nothing was changed') from error
