"""Fixtures shared by the tests: small projects, built by the real `sphinx-build`."""

from __future__ import annotations

import pytest

from projects import Project


@pytest.fixture
def project(tmp_path):
    """A project in an empty directory; see `projects.Project`."""
    return Project(tmp_path / 'docs')
