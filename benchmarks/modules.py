"""Counts the modules of the package whose functions run in one small clean build.

    python benchmarks/modules.py            # the count
    python benchmarks/modules.py --list     # each module with its number of calls

The project has two terms on two pages, one in reStructuredText and one in Markdown,
with a ``term-set`` and references. A module counts if one of its functions or methods
runs, at import or later; module and class bodies do not count, nor does ``__init__``.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import tempfile
from collections import Counter
from io import StringIO
from pathlib import Path

FILES = {
    'conf.py': """\
extensions = ['sphinxcontrib_archgloss', 'myst_parser']
archgloss_term_sets = ['terms.yaml']
html_theme = 'basic'
""",
    'terms.yaml': """\
name: words
terms:
  - name: Token
    definition: The smallest unit of text that a model reads.
  - name: Cache
    definition: Keys and values of earlier :term-ref:`tokens <Token>`.
    related: [Token]
""",
    'index.rst': """\
Terms
=====

.. toctree::

   page

.. term-set::

A :term-ref:`token`.
""",
    'page.md': """\
# Page

The {term-ref}`cache` holds {term-ref}`tokens`.
""",
}


def calls() -> Counter[str]:
    """Return module → number of calls of its functions in one clean build."""
    counts: Counter[str] = Counter()
    function = inspect.CO_OPTIMIZED | inspect.CO_NEWLOCALS

    def note(frame, event, _argument):
        code = frame.f_code
        if event == 'call' and code.co_flags & function == function:
            name = frame.f_globals.get('__name__', '')
            if name.startswith('sphinxcontrib_archgloss.'):
                counts[name.partition('.')[2]] += 1

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, 'docs')
        source.mkdir()
        for name, text in FILES.items():
            (source / name).write_text(text, encoding='utf-8')
        warnings = StringIO()
        sys.setprofile(note)
        try:
            from sphinx.application import Sphinx

            out = str(Path(folder, 'out'))
            app = Sphinx(
                str(source),
                str(source),
                out,
                f'{out}/.doctrees',
                'html',
                status=None,
                warning=warnings,
            )
            app.build()
        finally:
            sys.setprofile(None)
    if app.statuscode or warnings.getvalue():
        raise SystemExit(f'the build failed: {warnings.getvalue()}')
    return counts


def main() -> None:
    """Print the count, or the list."""
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--list', action='store_true', help='print each module')
    counts = calls()
    if parser.parse_args().list:
        for name, number in sorted(counts.items()):
            print(f'{number:6}  {name}')
    print(f'{len(counts)} modules, {sum(counts.values())} calls')


if __name__ == '__main__':
    main()
