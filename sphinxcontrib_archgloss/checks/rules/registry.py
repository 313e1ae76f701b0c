"""The registry of rules: their ids, severities and texts.

A rule is a generator of findings. Its docstring begins with a sentence on what it finds,
and has a *Bad:* and a *Good:* example in fenced directives: records, prose, or both. The
manual's table and the tests are made from the docstrings, so every rule has one.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import ERROR, NOTE, WARNING
from sphinxcontrib_archgloss.checks.rules import (
    definitions,
    discouraged_labels,
    references,
    similar_labels,
    unlinked,
)
from sphinxcontrib_archgloss.checks.suppressions import unused_suppressions
from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.checks.findings import Finding
    from sphinxcontrib_archgloss.checks.page_check import PageCheck


class Example(NamedTuple):
    """A small project in which a rule finds something, or nothing."""

    records: str
    """Records in YAML; empty for the default ones of the test project."""
    page: str
    """Prose in reStructuredText."""


class Rule(NamedTuple):
    """A rule with its id and severity."""

    id: str
    severity: str
    """Severity of its findings, unless the project configures another."""
    find: Callable[..., Iterator[Finding]]
    """Takes a `PageCheck` or a `Check`, see `PAGE_RULES` and `PROJECT_RULES`."""

    @property
    def summary(self) -> str:
        """What it finds, in a sentence."""
        return _doc(self.find).partition('\n\n')[0].replace('\n', ' ')

    @property
    def help(self) -> str:
        """The description without the examples, in reStructuredText."""
        return _doc(self.find).partition('*Bad:*')[0].rstrip()

    @property
    def bad(self) -> Example:
        """An example in which the rule finds something."""
        return _example(_doc(self.find).partition('*Bad:*')[2].partition('*Good:*')[0])

    @property
    def good(self) -> Example:
        """The same, corrected."""
        return _example(_doc(self.find).partition('*Good:*')[2])


def _doc(find: Callable[..., object]) -> str:
    return inspect.getdoc(find) or ''


_BLOCK = re.compile(r'^\.\. code-block:: (\w+)\n\n((?:(?:   .*)?\n?)*)', re.MULTILINE)


def _example(text: str) -> Example:
    blocks = dict(_BLOCK.findall(text))
    return Example(
        *(textwrap.dedent(blocks.get(name, '')).strip() for name in ('yaml', 'rst'))
    )


PAGE_RULES: tuple[Rule, ...] = (
    Rule('unlinked', NOTE, unlinked.unlinked),
    Rule('suggested', NOTE, unlinked.suggested),
    Rule('ambiguous', NOTE, unlinked.ambiguous),
    Rule('forbidden', ERROR, discouraged_labels.forbidden),
    Rule('deprecated', WARNING, discouraged_labels.deprecated),
    Rule('misspelled', WARNING, discouraged_labels.misspelled),
    Rule('former', NOTE, discouraged_labels.former),
    Rule('redirected', NOTE, references.redirected),
    Rule('retired', NOTE, references.retired),
)
"""Rules for one page and its prose: they take a `PageCheck`."""

PROJECT_RULES: tuple[Rule, ...] = (
    Rule('wanted', WARNING, references.wanted),
    Rule('markup', WARNING, references.markup),
    Rule('unpublished', NOTE, references.unpublished),
    Rule('unused', NOTE, references.unused),
    Rule('circular', NOTE, definitions.circular),
    Rule('repeats-name', NOTE, definitions.repeats_name),
    Rule('empty', WARNING, definitions.empty),
    Rule('long', NOTE, definitions.long),
    Rule('near-labels', WARNING, similar_labels.near_labels),
)
"""Rules for the project as a whole: they take a `Check`."""

SILENCE = Rule('silence', WARNING, unused_suppressions)
"""The rule for the comments that suppress the others."""

RULES: dict[str, Rule] = {rule.id: rule for rule in (*PAGE_RULES, *PROJECT_RULES, SILENCE)}
"""Every rule by its id."""


def page_findings(page: PageCheck, off: frozenset[str]) -> Iterator[Finding]:
    """Yield the findings on a page of all rules that are not *off*."""
    for rule in PAGE_RULES:
        if rule.id not in off:
            yield from rule.find(page)
