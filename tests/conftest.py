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

# How long an example takes says more of the machine than of the code. The same code is
# tried with the same examples, so that a change is judged by what it changes; *search*
# looks for new ones, *few* is for other versions of what is needed.
settings.register_profile('archgloss', deadline=None, derandomize=True, max_examples=50)
settings.register_profile('few', deadline=None, derandomize=True, max_examples=20)
settings.register_profile('search', deadline=None, max_examples=1000)
settings.load_profile(os.environ.get('ARCHGLOSS_EXAMPLES', 'archgloss'))


@pytest.fixture
def project(tmp_path):
    """A project in an empty directory; see `projects.Project`."""
    return Project(tmp_path / 'docs')
