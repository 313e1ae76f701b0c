"""A small project in which rules are tried on doctrees that are read in this process."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from doctrees import CONF, read_project
from sphinxcontrib_archgloss.checks.baseline import Baseline
from sphinxcontrib_archgloss.checks.evaluation import CheckSettings, evaluate
from sphinxcontrib_archgloss.checks.page_check import PageCheck
from sphinxcontrib_archgloss.checks.project_check import Check, Surroundings
from sphinxcontrib_archgloss.checks.rules.registry import (
    PROJECT_RULES,
    RULES,
    SILENCE,
    page_findings,
)
from sphinxcontrib_archgloss.checks.rules.unlinked import tally
from sphinxcontrib_archgloss.checks.suppressions import Suppressions
from sphinxcontrib_archgloss.project.outputs import ProseOptions
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from sphinxcontrib_archgloss.sphinx_ext.termcheck import suppressions
from sphinxcontrib_archgloss.sphinx_ext.termcheck.page_sources import (
    Markups,
    PageSources,
    is_quiet,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.checks.findings import Finding
    from sphinxcontrib_archgloss.checks.rules.registry import Example

RECORDS = """\
- {name: Token, definition: A piece of text that a model reads.}
- {name: KV cache, definition: Store of what has been worked out for earlier words.}
"""


class ExampleProject:
    """The files of a project, and what the rules find in it."""

    def __init__(self, folder: Path, **conf: object) -> None:
        self.folder = folder
        self.source = folder / 'docs'
        values = {'archgloss_term_sets': ['terms.yaml'], **conf}
        conf_py = CONF + ''.join(f'{name} = {value!r}\n' for name, value in values.items())
        self.files = {
            'conf.py': conf_py,
            'glossary.rst': 'Glossary\n========\n\n.. term-set::\n',
        }
        self.options = ProseOptions(str(conf.get('archgloss_autolink', 'off')))

    def records(self, text: str) -> None:
        """Make *text* the records of the set."""
        self.files['terms.yaml'] = 'name: terms\nterms:\n' + textwrap.indent(text, '  ')

    def example(self, example: Example, records: str = '') -> None:
        """Put an example of a rule in, with *records* if it has none."""
        self.records(example.records or records or RECORDS)
        page = example.page or 'It has no terms.'
        title = 'A page\n======\n\nA section\n---------\n\n'
        self.files['page.rst'] = f'{title}{page}\n'

    def read(self) -> tuple[Sphinx, Check, dict[str, PageCheck]]:
        """Read the project; return it with what rules are asked about."""
        app = read_project(self.folder, self.files)
        spans, session = Spans(), ArchglossDomain.of(app.env).session
        around = Surroundings(
            shown=lambda path: path.removeprefix(f'{self.source}/'),
            page_path=lambda docname: str(app.env.doc2path(docname)),
            lines=spans.lines,
            is_own=lambda path: path.startswith(str(self.source)),
            ignored=lambda _: False,
            elsewhere=lambda _: '',
            prose_options=self.options,
        )
        check = Check(session.project, around)
        markups = Markups(check.lexicon, app.config.source_suffix, spans.lines)
        pages = {}
        for name in sorted(app.env.found_docs):
            path = around.page_path(name)
            sources = PageSources(app.env.get_doctree(name), path, spans, markups)
            prose = sources.prose(quiet=is_quiet(app.env, name))
            pages[name] = PageCheck(check, name, prose, sources)
        return app, check, pages

    def check(self) -> tuple[Finding, ...]:
        """Return the findings of all rules."""
        _, check, pages = self.read()
        around, findings, comments = check.around, [], []
        for name, page in pages.items():
            findings += page_findings(page, frozenset())
            on_page = page.sources.elements
            comments += suppressions.on_page(on_page, around.shown, around.lines)
            check.tallies[name] = tally(page)
        for rule in PROJECT_RULES:
            findings += rule.find(check)
        comments += suppressions.in_sets(
            check.project, around.shown, around.lines, around.is_own
        )
        all_suppressions = Suppressions(comments, RULES)
        reasons = all_suppressions.reasons(findings)
        severities = {rule.id: rule.severity for rule in RULES.values()}
        findings += SILENCE.find(all_suppressions, frozenset())
        return evaluate(
            findings, CheckSettings(severities, frozenset()), reasons, Baseline()
        )
