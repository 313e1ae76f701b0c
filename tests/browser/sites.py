"""What the browser is shown: a small project, the example docs, a server for both."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

THEMES = (
    'alabaster',
    'furo',
    'pydata_sphinx_theme',
    'sphinx_book_theme',
    'sphinx_rtd_theme',
)
"""The themes that are looked at, as Sphinx names them."""

EXAMPLE_DOCS = Path(__file__).parents[2] / 'example_docs'
ARABIC = Path(__file__).parents[1] / 'roots' / 'arabic' / 'index.rst'

SET = r"""
name: set
terms:
- name: Token
  definition: |
    A piece of *text*, say :math:`x^2` of it. No popover says this.
- name: KV cache
  definition: Keeps the **keys** & values of all earlier :term-ref:`tokens`. And more.
- name: Head
  short: One of several.
  definition: A head attends by itself. It is one of several.
- name: Long
  definition: >-
    A sentence that is as long as a popover shows, so that it has to be broken into many
    lines in a small window, and does not fit beside the reference without some care,
    which is what this is about, together with all the other things that can go wrong
    where there is little room, as on a telephone, or at a zoom of 400 percent.
- name: Layer
  definition: One of many.
"""

INDEX = """
Index
=====

The :term-ref:`KV cache` holds :term-ref:`tokens`; a second
:term-ref:`time <KV cache>` the same. A :doc:`plain link <guide/other>` and another
:term-ref:`head`.

.. container:: clipped

   In a container: :term-ref:`clipped words <layer>`.

.. container:: scroller

   .. container:: tall

      In a scroller: :term-ref:`scrolled words <layer>`.

.. container:: end

   :term-ref:`At the end <head>`

.. container:: gap

   A gap.

The :term-ref:`longest one <long>` far below.

.. container:: gap

   Another.

The :term-ref:`last one <layer>` of all.

.. toctree::

   guide/other
   guide/glossary
"""

# what a strict policy forbids in Sphinx's basic theme: elements with styles of their own
LAYOUT = """
{% extends "!layout.html" %}
{% block relbar1 %}{% endblock %}
{% block relbar2 %}{% endblock %}
"""

STYLE = """
.clipped { transform: translateX(1px); overflow: hidden; height: 1.6em; }
.scroller { height: 4em; overflow: auto; position: relative; }
.tall { height: 20em; padding-top: 5em; }
.end { text-align: right; }
.gap { height: 1500px; }
"""


def write_small(project):
    """Write a small project with references in all sorts of places."""
    project.conf(
        archgloss_term_sets=['set.yaml'],
        html_css_files=['small.css'],
        html_static_path=['_static'],
        html_theme_options={'nosidebar': True},
        templates_path=['_templates'],
        mathjax_path='maths.js',
    )
    project.write('_templates/layout.html', LAYOUT)
    project.write('_static/small.css', STYLE)
    project.write('_static/maths.js', 'window.asked = [];\n')
    project.write('set.yaml', SET)
    project.write('index.rst', INDEX)
    project.write(
        'guide/other.rst',
        ':term-page: KV cache\n\nOther\n=====\n\nOf a :term-ref:`token`.\n',
    )
    project.write('guide/glossary.rst', 'Glossary\n========\n\n.. term-set::\n')


def write_states(project):
    """Write the gallery of states of the example docs, alone, so that it builds fast."""
    files = (path for path in EXAMPLE_DOCS.rglob('states*.*') if 'locale' not in path.parts)
    for path in files:
        copy = project.source / path.relative_to(EXAMPLE_DOCS)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    project.conf(
        root_doc='states',
        nitpick_ignore=[('archgloss:term-ref', 'wrong fount')],
        mathjax_path='maths.js',
    )


def write_arabic(project):
    """Write a page in Arabic with the terms of the gallery that are Arabic."""
    shutil.copy(EXAMPLE_DOCS / 'terms' / 'states-arabic.yaml', project.source)
    shutil.copy(ARABIC, project.source)
    project.conf(language='ar', archgloss_term_sets=['states-arabic.yaml'])


class Served(NamedTuple):
    """A server that is running."""

    address: str
    """Of the folder's top, with a slash at the end."""
    server: ThreadingHTTPServer

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments, prefix, headers, **more):
        self._prefix, self._headers = prefix, headers
        super().__init__(*arguments, **more)

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(self._prefix) or '/')

    def end_headers(self):
        for name, value in self._headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format, *arguments):
        pass


def serve(folder, path='', **headers):
    """Serve *folder* under *path* with *headers*, a ``_`` in them for a ``-``."""
    named = {name.replace('_', '-'): value for name, value in headers.items()}
    handler = partial(_Handler, prefix=path, headers=named, directory=str(folder))
    server = ThreadingHTTPServer(('127.0.0.1', 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return Served(f'http://127.0.0.1:{server.server_port}{path}/', server)
