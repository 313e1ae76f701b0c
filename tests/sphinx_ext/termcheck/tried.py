"""A small project in which rules are tried."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from builds.workshop import build

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.checks.rules.registry import Example

RECORDS = """\
- {name: Token, definition: A piece of text that a model reads.}
- {name: KV cache, definition: Store of what has been worked out for earlier words.}
"""

CONF = """\
extensions = ['sphinxcontrib_archgloss', 'myst_parser']
archgloss_term_sets = ['terms.yaml']
"""


class Tried:
    """A project on disk, and what the builder reports about it."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / 'docs'
        self.source.mkdir(parents=True)
        self.output = folder / 'out'
        self.doctrees = folder / 'doctrees'
        self.write('conf.py', CONF)
        self.write('index.rst', 'Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n')
        self.write('glossary.rst', 'Glossary\n========\n\n.. term-set::\n')

    def write(self, name: str, text: str) -> Path:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def records(self, text: str) -> None:
        """Make *text* the records of the set."""
        self.write('terms.yaml', 'name: terms\nterms:\n' + textwrap.indent(text, '  '))

    def example(self, example: Example, records: str = '') -> None:
        """Put an example of a rule in, with *records* if it has none."""
        self.records(example.records or records or RECORDS)
        title = 'A page\n======\n\n'
        page = example.page or 'It has no terms.'
        self.write('page.rst', f'{title}A section\n---------\n\n{page}\n')

    def conf(self, **values: object) -> None:
        lines = [f'{name} = {value!r}\n' for name, value in values.items()]
        self.write('conf.py', CONF + ''.join(lines))

    def check(self, jobs: int = 1, builder: str = 'termcheck'):
        """Run the check; return the outcome of the build."""
        return build(
            self.source,
            self.output,
            self.doctrees,
            builder=builder,
            jobs=jobs,
            strict=False,
        )

    @property
    def report(self) -> dict:
        return json.loads((self.output / 'termcheck.json').read_text('utf-8'))

    @property
    def findings(self) -> list[dict]:
        return self.report['findings']

    def rules(self) -> set[str]:
        return {finding['rule'] for finding in self.findings}
