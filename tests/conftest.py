"""Fixtures shared by the tests: small projects, built by the real `sphinx-build`."""

from __future__ import annotations

import os

import pytest

from projects import Project

# Sphinx colors what it prints where CI is set, terminal or not
os.environ['NO_COLOR'] = '1'
os.environ.pop('FORCE_COLOR', None)
os.environ.pop('CI', None)


@pytest.fixture
def project(tmp_path):
    """A project in an empty directory; see `projects.Project`."""
    return Project(tmp_path / 'docs')
