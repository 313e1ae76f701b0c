"""Projects that the tests of one module share: built once, looked at many times."""

from __future__ import annotations

import pytest

from projects import Project


@pytest.fixture(scope='module')
def shared(tmp_path_factory):
    """Makes projects that live as long as the module's tests."""

    def make(name: str = 'shared') -> Project:
        return Project(tmp_path_factory.mktemp(name) / 'docs')

    return make
