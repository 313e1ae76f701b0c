"""One run of the builder ``termcheck``: checks the pages, then writes and prints reports.

Rules, severities, suppressions, baseline and reports are values of `checks`. Pages are
checked one by one, with their references unresolved. Only the builder imports this module.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.console import bold, darkgray, purple, red, teal  # type: ignore[attr-defined]
from sphinx.util.display import status_iterator

from sphinxcontrib_archgloss.checks.baseline import Baseline, dump, load
from sphinxcontrib_archgloss.checks.evaluation import (
    CheckedPage,
    CheckReport,
    evaluate,
    summarized,
)
from sphinxcontrib_archgloss.checks.findings import KNOWN
from sphinxcontrib_archgloss.checks.page_check import PageCheck
from sphinxcontrib_archgloss.checks.project_check import Check, Surroundings
from sphinxcontrib_archgloss.checks.reports import github, json_report, sarif, table
from sphinxcontrib_archgloss.checks.rules.registry import (
    PROJECT_RULES,
    RULES,
    SILENCE,
    page_findings,
)
from sphinxcontrib_archgloss.checks.rules.unlinked import tally
from sphinxcontrib_archgloss.checks.suppressions import Suppressions
from sphinxcontrib_archgloss.file_lines import file_lines
from sphinxcontrib_archgloss.project.outputs import ProseOptions
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.config import ignored_targets, settings
from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import Elsewhere
from sphinxcontrib_archgloss.sphinx_ext.source_positions.prologs import line_in_conf
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from sphinxcontrib_archgloss.sphinx_ext.termcheck import suppressions
from sphinxcontrib_archgloss.sphinx_ext.termcheck.config import (
    GITHUB,
    JSON,
    SARIF,
    TABLE,
    check_config,
    check_config_problems,
    check_gate_problems,
)
from sphinxcontrib_archgloss.sphinx_ext.termcheck.files import (
    Files,
    read_baseline,
    write,
    write_output,
)
from sphinxcontrib_archgloss.sphinx_ext.termcheck.page_sources import (
    Markups,
    PageSources,
    is_quiet,
)
from sphinxcontrib_archgloss.terms.language.counts import by_number, counted
from sphinxcontrib_archgloss.terms.problems import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from docutils import nodes
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.checks.findings import Finding
    from sphinxcontrib_archgloss.checks.suppressions import Suppression
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.terms.problems import Problem

logger = logging.getLogger(__name__)

_COLORS = {'error': red, 'warning': purple, 'note': teal, 'path': bold, 'dim': darkgray}


def _paint(kind: str, text: str) -> str:
    painted: str = _COLORS[kind](text)
    return painted


class CheckRun:
    """A run of *builder*, made after the project has been read."""

    def __init__(self, builder: Builder) -> None:
        self.env = builder.env
        self.outdir = builder.outdir
        app, config = self._session.app, builder.config
        self._config = check_config(config, str(app.confdir))
        self._baseline_file = read_baseline(self._config.baseline)
        self._files = Files(str(app.srcdir))
        self._lines = cache(file_lines)
        self._suppressions: list[Suppression] = []
        self._findings: Counter[Finding] = Counter()
        """Finding → its number on the page that has most of them."""
        project, chosen = self._session.project, settings(config)
        around = Surroundings(
            shown=self._files.shown,
            page_path=lambda docname: str(self.env.doc2path(docname)),
            lines=self._lines,
            is_own=self._files.is_own,
            ignored=ignored_targets(config),
            elsewhere=Elsewhere(self.env, config.root_doc),
            original=partial(line_in_conf, config, str(app.confdir / 'conf.py')),
            prose_options=ProseOptions(chosen.autolink, chosen.autolink_scope),
        )
        self._markups = Markups(project.lexicon, config.source_suffix, self._lines)
        self._check = Check(project, around)

    @property
    def _session(self) -> BuildSession:
        return ArchglossDomain.of(self.env).session

    def check_pages(
        self, docnames: Collection[str], doctree: Callable[[str], nodes.document]
    ) -> None:
        """Check pages one by one; *doctree* returns one as it was read."""
        title, verbosity = __('checking pages... '), self._session.app.verbosity
        for docname in status_iterator(
            sorted(docnames), title, 'darkgreen', len(docnames), verbosity
        ):
            self._check_page(docname, doctree(docname))

    def _check_page(self, docname: str, document: nodes.document) -> None:
        check = self._check
        if docname not in check.project.pages:
            return
        path = str(self.env.doc2path(docname))
        sources = PageSources(document, path, Spans(self._lines), self._markups)
        prose = sources.prose(quiet=is_quiet(self.env, docname))
        page = PageCheck(check, docname, prose, sources)
        found = Counter(page_findings(page, self._config.settings.off))
        known = self._findings
        for finding, count in found.items():
            # several pages may show the same file
            known[finding] = max(count, known.get(finding, 0))
        shown, lines = check.around.shown, check.around.lines
        self._suppressions += suppressions.on_page(sources.elements, shown, lines)
        check.tallies[docname] = tally(page)

    def finish(self) -> None:
        """Check the project as a whole; write and print the reports."""
        report, problems, unwritten = self._evaluate(list(self._all_findings()))
        failures = [*unwritten, *self._write(report)]
        config = self.env.config
        config_problems = check_config_problems(config)
        warnings.report([*config_problems, *problems, *failures], self.env)
        self._print(report)
        gate_faults = [*check_gate_problems(config), *problems, *failures]
        if warnings.explain_failure(gate_faults, self.env) or report.failing:
            self._session.app.statuscode = 1

    def _all_findings(self) -> Iterator[Finding]:
        """Yield what the rules find on the pages and in the project as a whole."""
        yield from self._findings.elements()
        check, off = self._check, self._config.settings.off
        self._suppressions += suppressions.in_sets(
            check.project, check.around.shown, check.around.lines, check.around.is_own
        )
        rules = [rule for rule in PROJECT_RULES if rule.id not in off]
        title, verbosity = __('checking terms... '), self._session.app.verbosity
        for rule in status_iterator(
            rules, title, 'brown', len(rules), verbosity, lambda rule: rule.id
        ):
            yield from rule.find(check)

    def _evaluate(
        self, findings: list[Finding]
    ) -> tuple[CheckReport, Sequence[Problem], Sequence[Problem]]:
        """Return the report, and the problems of reading and of writing the baseline."""
        chosen, off = self._config.settings, self._config.settings.off
        all_suppressions = Suppressions(self._suppressions, RULES)
        reasons = all_suppressions.reasons(findings)
        if SILENCE.id not in off:
            findings += dict.fromkeys(SILENCE.find(all_suppressions, off))
        findings = list(summarized(findings, chosen, reasons))
        baseline, original, problems = self._baseline_file
        unwritten: Sequence[Problem] = ()
        if self._config.update and original is not None:
            without = CheckReport(evaluate(findings, chosen, reasons, Baseline()), ())
            updated = dump(without.new)
            problems, unwritten = (), list(write(original, updated))
            baseline = load(updated, self._config.baseline).baseline
        elif self._config.update:
            problems, unwritten = (), problems
        evaluated = evaluate(findings, chosen, reasons, baseline, self._files.is_gone)
        stale = baseline.stale
        if self._config.prune and original is not None and not problems:
            known = [finding for finding in evaluated if finding.state == KNOWN]
            unwritten, stale = list(write(original, dump(known))), 0
        return CheckReport(evaluated, tuple(self._pages()), stale), problems, unwritten

    def _pages(self) -> Iterator[CheckedPage]:
        around = self._check.around
        for docname, page_tally in sorted(self._check.tallies.items()):
            path = around.shown(around.page_path(docname))
            yield CheckedPage(docname, path, page_tally)

    def _write(self, report: CheckReport) -> Iterator[Problem]:
        """Write the report files of the configuration; yield the problem if this fails."""
        dumps = {JSON: json_report.dump, SARIF: self._sarif}
        for name, dump_report in dumps.items():
            path = Path(self.outdir) / f'termcheck.{name}'
            if name in self._config.formats:
                yield from write_output(path, dump_report(report))
            elif path.is_file():  # of an earlier run
                path.unlink()

    def _sarif(self, report: CheckReport) -> str:
        def path(shown: str) -> str:
            return self._files.from_root(shown) or shown

        version = self._session.app.extensions['sphinxcontrib_archgloss'].version
        return sarif.dump(report, self._config.settings, version, path)

    def _print(self, report: CheckReport) -> None:
        formats = self._config.formats
        if TABLE in formats:
            logger.info('')
            for line in table.lines(report, _paint):
                logger.info('%s', line)
        if GITHUB in formats:
            for line in github.lines(report, self._files.from_root):
                sys.stdout.write(f'{line}\n')
            sys.stdout.flush()
        failing = report.failing
        if not failing:
            return
        if self._session.app.quiet or TABLE not in formats:
            # a quiet build, too, has to show why it fails
            for finding in failing:
                where = f'{printable(finding.place.path)}:{finding.place.line}'
                message = printable(finding.message)
                logger.warning('%s [%s]', message, finding.rule, location=where)
        verb = by_number(len(failing), 'makes', 'make')
        message = f'{counted(len(failing), "finding")} {verb} the build fail'
        logger.info('%s', _paint('error', f'{message} (archgloss_check_fail_on)'))
