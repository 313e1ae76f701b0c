"""The command line, run in the test's own process, in a directory of its own."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

import pytest

from sphinxcontrib_archgloss.commands.main import main


class Ran(NamedTuple):
    """What a command gave."""

    status: int
    out: str
    err: str


class Desk:
    """A directory with files, and the commands that are run in it."""

    def __init__(self, folder, capsys):
        self.folder = folder
        self._capsys = capsys

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
        path.write_bytes(raw)
        return path

    def read(self, name):
        return (self.folder / name).read_bytes().decode()

    def files(self):
        """Path → bytes of all files."""
        found = (path for path in self.folder.rglob('*') if path.is_file())
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in sorted(found)}

    def run(self, *arguments):
        self._capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as end:  # argparse's own
            status = end.code
        return Ran(status, *self._capsys.readouterr())


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    folder = tmp_path / 'desk'
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Desk(folder, capsys)
