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

# How many examples the property tests run is set by one switch, ARCHGLOSS_EXAMPLES:
#
#   default   a quarter of what each test states; what `pytest` runs without the switch
#   full      what each test states: 100, or the number in its `examples(…)`; for CI
#   few       a tenth, for other versions of Python and Sphinx
#   search    ten times as many, and new ones on every run, to look for faults
#
# Except in `search`, the same code is tried with the same examples, so that a change is
# judged by what it changes. There is no deadline: the time that an example takes depends
# more on the machine than on the code.
for profile, max_examples in {
    'default': 25,
    'full': 100,
    'few': 10,
    'search': 1000,
}.items():
    settings.register_profile(
        f'archgloss-{profile}',
        deadline=None,
        derandomize=profile != 'search',
        max_examples=max_examples,
    )
settings.load_profile(f'archgloss-{os.environ.get("ARCHGLOSS_EXAMPLES", "default")}')


@pytest.fixture
def project(tmp_path):
    """A project in an empty directory; see `projects.Project`."""
    return Project(tmp_path / 'docs')
