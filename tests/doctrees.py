"""Projects and doctrees of pages as Sphinx has read them, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docutils import nodes

CONF = """\
extensions = [
    'myst_parser', 'sphinxcontrib_archgloss', 'sphinx.ext.autodoc', 'sphinx.ext.extlinks'
]
extlinks = {
    'issue': ('https://example.org/%s', 'issue %s'),
    'silent': ('https://example.org/%s', '%.0s'),
}
project = 'Test'
suppress_warnings = ['*', 'toc', 'archgloss', 'myst', 'ref', 'docutils', 'image']
myst_enable_extensions = [
    'attrs_block', 'attrs_inline', 'colon_fence', 'deflist', 'substitution', 'tasklist',
]
myst_substitutions = {'kv': 'KV cache', 'KV_cache': 'KV cache'}
"""


def read_project(where: Path, files: Mapping[str, str | bytes]) -> Sphinx:
    """Read a project of *files* (name below *where* → text); nothing is written."""
    source = where / 'docs'
    source.mkdir(parents=True, exist_ok=True)
    for name, text in {'conf.py': CONF, 'index.rst': 'Top\n===\n', **files}.items():
        raw = text if isinstance(text, bytes) else text.encode()
        (source / name).write_bytes(raw)
    with docutils_namespace():  # or the builds of other tests would find all in use
        app = Sphinx(
            source, source, where / 'out', where / 'doctrees', 'dummy',
            status=None, warning=None, freshenv=True,
        )  # fmt: skip
        app.build()
    return app


def doctrees(where: Path, pages: Mapping[str, str | bytes]) -> dict[str, nodes.document]:
    """Read *pages* (name of a file below *where* → its text); return them by docname."""
    env = read_project(where, pages).env
    return {name: env.get_doctree(name) for name in sorted(env.all_docs)}
