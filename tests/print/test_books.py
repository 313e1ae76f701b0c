"""A book as plain `sphinx-build -b epub` makes it, with its doctrees beside its pages."""

from __future__ import annotations

import re
import subprocess

import pytest

from printed import EPUBCHECK, need

pytestmark = pytest.mark.print


def test_a_book_with_a_map_is_valid(project):
    need('java', 'dot')
    project.conf(epub_copyright='nobody', epub_show_urls='no', author='nobody')
    project.write(
        'set.yaml',
        """\
        name: s
        terms:
          - {name: Token, definition: 'See :term-ref:`Cache`.'}
          - {name: Cache, definition: Keeps keys., broader: [Token]}
        """,
    )
    project.write(
        'index.rst', 'Home\n====\n\n.. term-set:: set.yaml\n\n.. term-map:: set.yaml\n'
    )
    built = project.build(builder='epub', doctrees='out-epub/.doctrees')
    command = ['java', '-jar', str(EPUBCHECK), str(built.output / 'Test.epub')]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert re.search(r'Messages: 0 fatals / 0 errors', done.stdout + done.stderr), done
