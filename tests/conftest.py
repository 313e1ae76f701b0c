"""Fixtures shared by the tests: small projects, built by the real `sphinx-build`."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from projects import Project

# Sphinx colors what it prints where CI is set, terminal or not
os.environ['NO_COLOR'] = '1'
os.environ.pop('FORCE_COLOR', None)
os.environ.pop('CI', None)

# how long an example takes says more of the machine than of the code
settings.register_profile('archgloss', deadline=None)
# for other versions of what is needed: examples are seldom about these
settings.register_profile('few', deadline=None, max_examples=20)
settings.load_profile(os.environ.get('ARCHGLOSS_EXAMPLES', 'archgloss'))


@pytest.fixture
def project(tmp_path):
    """A project in an empty directory; see `projects.Project`."""
    return Project(tmp_path / 'docs')
