"""`archgloss link` writes references at the exact places in all constructs."""

from __future__ import annotations

import pytest

from constructs import CONSTRUCTS, FILES, docname, pages, with_roles
from sphinxcontrib_archgloss.commands.main import main


@pytest.fixture(scope='module')
def linked(tmp_path_factory):
    """The sources of a project, after its mentions have become references."""
    folder = tmp_path_factory.mktemp('constructs')
    for name, text in (FILES | pages()).items():
        (folder / name).write_bytes(text.encode())
    assert main(['link', str(folder), '--all']) == 0
    return folder


@pytest.mark.parametrize('name', CONSTRUCTS)
def test_references_are_written_exactly(linked, name):
    path = linked / f'{docname(name)}.{name.rpartition(".")[2]}'
    assert path.read_bytes().decode() == with_roles(name)
