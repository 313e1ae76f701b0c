"""Editors that esbonio serves; the tests are skipped where it is not installed."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

REQUIRED = 'ARCHGLOSS_EDITOR'
"""Variable of the environment that is ``required`` where nothing may be skipped."""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.editor)


@pytest.fixture
def edit(tmp_path, monkeypatch):
    """Opens an editor in a folder of sources; see `writer.Writer`."""
    if importlib.util.find_spec('esbonio') is None:
        reason = (
            f'no esbonio beside {sys.executable}; install the extra "editor" to run the '
            'tests in an editor'
        )
        if os.environ.get(REQUIRED) == 'required':
            pytest.fail(reason)
        pytest.skip(reason)
    from editor.writer import Writer

    monkeypatch.setenv('XDG_CACHE_HOME', str(tmp_path / 'cache'))
    writers = []

    def open_in(folder):
        configured = (folder / 'pyproject.toml').exists()
        writers.append(Writer(folder, None if configured else tmp_path / 'out'))
        return writers[-1]

    yield open_in
    for one in writers:
        one.leave()
