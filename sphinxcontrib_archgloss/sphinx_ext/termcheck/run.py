"""One run of the builder ``termcheck``: what it looks at, writes and prints.

Rules, severities, silences, baseline and reports are values of `checks`; here pages
are handed over, one by one before their references are resolved, and what comes out is
written and printed. Only the builder imports this, when it is the one that is asked for.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.console import bold, darkgray, purple, red, teal  # type: ignore[attr-defined]
from sphinx.util.display import status_iterator

from sphinxcontrib_archgloss.checks import baseline as baselines
from sphinxcontrib_archgloss.checks.evaluation import Page, Report, evaluate
from sphinxcontrib_archgloss.checks.findings import NEW
from sphinxcontrib_archgloss.checks.page_check import PageCheck
from sphinxcontrib_archgloss.checks.project_check import Check, Surroundings
from sphinxcontrib_archgloss.checks.reports import github, json_report, sarif, table
from sphinxcontrib_archgloss.checks.rules.registry import (
    PROJECT_RULES,
    RULES,
    page_findings,
)
from sphinxcontrib_archgloss.checks.rules.unlinked import tally
from sphinxcontrib_archgloss.checks.suppressions import Suppressions
from sphinxcontrib_archgloss.project.prose.mentions import ProseOptions
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.config import ignored_targets, settings
from sphinxcontrib_archgloss.sphinx_ext.references.intersphinx import Elsewhere
from sphinxcontrib_archgloss.sphinx_ext.source_positions.spans import Spans
from sphinxcontrib_archgloss.sphinx_ext.termcheck import config, suppressions
from sphinxcontrib_archgloss.sphinx_ext.termcheck.files import (
    Files,
    read_baseline,
    remove_output,
    write,
    write_output,
)
from sphinxcontrib_archgloss.sphinx_ext.termcheck.passages import (
    References,
    is_quiet,
    page_passages,
)
from sphinxcontrib_archgloss.terms.matching.mentions import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.builders import Builder

    from sphinxcontrib_archgloss.checks.findings import Finding
    from sphinxcontrib_archgloss.checks.rules.registry import Rule
    from sphinxcontrib_archgloss.checks.suppressions import Suppression
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession
    from sphinxcontrib_archgloss.terms.problems import Problem

logger = logging.getLogger(__name__)

_COLORS = {
    'error': red,
    'warning': purple,
    'note': teal,
    'path': bold,
    'dim': darkgray,
}


def _paint(kind: str, text: str) -> str:
    painted: str = _COLORS[kind](text)
    return painted


def _id(rule: Rule) -> str:
    return rule.id


class CheckRun:
    """A run of *builder*: begun once the project is read."""

    def __init__(self, builder: Builder) -> None:
        self.env = builder.env
        self.config = builder.config
        self.outdir = builder.outdir
        self._found: Counter[Finding] = Counter()
        """How often each is there on the page that has it most often."""
        self._silences: list[Suppression] = []
        self._check: Check | None = None

    @property
    def _session(self) -> BuildSession:
        return ArchglossDomain.of(self.env).session

    def begin(self) -> None:
        """Take up the project, which has been read by now."""
        app = self._session.app
        self._wanted = config.wanted(self.config, str(app.confdir))
        self._kept = read_baseline(self._wanted.baseline)
        self._files = Files(str(app.srcdir))
        self._spans = Spans()
        project, chosen = self._session.project, settings(self.config)
        around = Surroundings(
            shown=self._files.shown,
            page_path=lambda docname: str(self.env.doc2path(docname)),
            lines=self._spans.lines,
            reference=References(
                project.lexicon, self.config.source_suffix, self._spans.lines
            ),
            is_own=self._files.is_own,
            ignored=ignored_targets(self.config),
            elsewhere=Elsewhere(self.env, self.config.root_doc),
            prose_options=ProseOptions(chosen.autolink, chosen.autolink_scope),
        )
        self._check = Check(project, Matcher(project.lexicon), around)

    def check_page(self, docname: str, document: nodes.document) -> None:
        """Check a page, whose references are not resolved yet."""
        check = self._check
        if check is None or docname not in check.project.pages:
            return
        path = str(self.env.doc2path(docname))
        passages = list(page_passages(document, path, self._spans, self._holds))
        page = PageCheck(check, docname, passages, quiet=is_quiet(self.env, docname))
        # several pages may show the same file
        self._found |= Counter(page_findings(page, self._wanted.settings.off))
        around = check.around
        self._silences += suppressions.on_page(document, around.shown, around.lines)
        check.tallies[docname] = tally(page)

    def _holds(self, expression: str) -> bool:
        try:
            return bool(self._session.app.tags.eval_condition(expression))
        except Exception:  # noqa: BLE001 - Sphinx warns of it, and shows what is inside
            return True

    def finish(self) -> None:
        """Check the project as a whole; write and print what was found."""
        if self._check is None:
            self.begin()
        told = list(config.problems(self.config))
        diagnose = partial(
            evaluate,
            [*self._found.elements(), *self._find_in_project()],
            self._wanted.settings,
            Suppressions(self._silences, RULES),
        )
        known = self._kept.baseline
        failed: list[Problem] = []
        if self._wanted.update and self._kept.original is not None:
            new = (
                one.finding for one in diagnose(baselines.Baseline()) if one.state == NEW
            )
            frozen = baselines.dump(new)
            failed += write(self._kept.original, frozen)
            known = baselines.load(frozen, self._wanted.baseline).baseline
        elif self._wanted.update:
            failed += self._kept.problems  # it was asked for, and cannot be had
        else:
            told += self._kept.problems
        judged = diagnose(known)
        report = Report(judged, tuple(self._pages()), known.gone)
        failed += self._write(report)
        warnings.report([*told, *failed], self.env)
        self._print(report)
        if report.failing or failed:
            self._session.app.statuscode = 1

    def _find_in_project(self) -> Iterator[Finding]:
        """Yield what the rules for the whole project find."""
        check = cast('Check', self._check)
        own = suppressions.in_sets(
            check.project, check.around.shown, check.around.lines, check.around.is_own
        )
        self._silences += own
        rules = [one for one in PROJECT_RULES if one.id not in self._wanted.settings.off]
        for rule in status_iterator(
            rules,
            __('checking terms... '),
            'brown',
            len(rules),
            self._session.app.verbosity,
            stringify_func=_id,
        ):
            yield from rule.find(check)

    def _pages(self) -> Iterator[Page]:
        check = cast('Check', self._check)
        for docname, one in sorted(check.tallies.items()):
            path = check.around.shown(check.around.page_path(docname))
            yield Page(docname, path, one)

    def _write(self, report: Report) -> Iterator[Problem]:
        """Write the files that are asked for; yield why one cannot be written."""
        dumps = {config.JSON: json_report.dump, config.SARIF: self._sarif}
        for name, dump in dumps.items():
            path = Path(self.outdir) / f'termcheck.{name}'
            if name in self._wanted.formats:
                yield from write_output(path, dump(report))
            else:
                remove_output(path)

    def _sarif(self, report: Report) -> str:
        def path(shown: str) -> str:
            return self._files.from_root(shown) or shown

        version = self._session.app.extensions['sphinxcontrib_archgloss'].version
        return sarif.dump(report, self._wanted.settings, version, path)

    def _print(self, report: Report) -> None:
        formats = self._wanted.formats
        if config.TABLE in formats:
            logger.info('')
            for line in table.lines(report, _paint):
                logger.info('%s', line)
        if config.GITHUB in formats:
            for line in github.lines(report, self._files.from_root):
                sys.stdout.write(f'{line}\n')
            sys.stdout.flush()
        if not report.failing:
            return
        if self._session.app.quiet or config.TABLE not in formats:
            # whoever asks for silence still wants to know why the build fails
            for one in report.judged:
                if one.fails:
                    self._warn_of(one.finding)
        what = 'finding makes' if report.failing == 1 else 'findings make'
        said = f'{report.failing} {what} the build fail (archgloss_check_fail_on)'
        logger.info('%s', _paint('error', said))

    def _warn_of(self, finding: Finding) -> None:
        where = f'{finding.place.path}:{finding.place.line}'
        logger.warning('%s [%s]', finding.message, finding.rule, location=where)
