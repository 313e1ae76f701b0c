"""The rules, in one registry: what each is called, how bad it is, and what it says.

A rule is a generator of findings. Its docstring begins with a sentence that says what is
found, and has a *Bad:* and a *Good:* example in fenced directives: records, prose, or
both. The manual's table and the tests are made from them, so a rule cannot be without.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.checks.findings import ERROR, NOTE, WARNING
from sphinxcontrib_archgloss.checks.rules import (
    definitions,
    discouraged_labels,
    references,
    similar_labels,
    unlinked,
)
from sphinxcontrib_archgloss.checks.suppressions import unused_suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxcontrib_archgloss.checks.findings import Finding
    from sphinxcontrib_archgloss.checks.page_check import PageCheck


class Example(NamedTuple):
    """A small project that a rule finds something in, or nothing."""

    records: str
    """Records in YAML; empty for those of the project that it is tried in."""
    page: str
    """Prose in reStructuredText."""


class Rule(NamedTuple):
    """Something that is looked for."""

    id: str
    severity: str
    """What findings are, unless the project says otherwise."""
    find: Callable[..., Iterator[Finding]]

    @property
    def summary(self) -> str:
        """What is found, in a sentence."""
        return _doc(self.find).partition('\n\n')[0].replace('\n', ' ')

    @property
    def help(self) -> str:
        """All that is said of the rule beside its examples, in reStructuredText."""
        return _doc(self.find).partition('*Bad:*')[0].rstrip()

    @property
    def bad(self) -> Example:
        """An example in which the rule finds something."""
        return _example(_doc(self.find).partition('*Bad:*')[2].partition('*Good:*')[0])

    @property
    def good(self) -> Example:
        """The same put right."""
        return _example(_doc(self.find).partition('*Good:*')[2])


def _doc(find: Callable[..., object]) -> str:
    return inspect.getdoc(find) or ''


_BLOCK = re.compile(r'^\.\. code-block:: (\w+)\n\n((?:(?:   .*)?\n?)*)', re.MULTILINE)


def _example(text: str) -> Example:
    found = dict(_BLOCK.findall(text))
    records, page = (
        textwrap.dedent(found.get(language, '')).strip() for language in ('yaml', 'rst')
    )
    return Example(records, page)


PAGE_RULES: tuple[Rule, ...] = (
    Rule('unlinked', NOTE, unlinked.unlinked),
    Rule('ambiguous', NOTE, unlinked.ambiguous),
    Rule('forbidden', ERROR, discouraged_labels.forbidden),
    Rule('deprecated', WARNING, discouraged_labels.deprecated),
    Rule('misspelled', WARNING, discouraged_labels.misspelled),
    Rule('former', NOTE, discouraged_labels.former),
    Rule('redirected', NOTE, references.redirected),
    Rule('retired', NOTE, references.retired),
)
"""Rules that look at a page, its prose included: they take a `PageCheck`."""

PROJECT_RULES: tuple[Rule, ...] = (
    Rule('wanted', WARNING, references.wanted),
    Rule('unpublished', NOTE, references.unpublished),
    Rule('unused', NOTE, references.unused),
    Rule('circular', WARNING, definitions.circular),
    Rule('repeats-name', NOTE, definitions.repeats_name),
    Rule('empty', WARNING, definitions.empty),
    Rule('long', NOTE, definitions.long),
    Rule('near-labels', WARNING, similar_labels.near_labels),
)
"""Rules that look at the project as a whole: they take a `Check`."""

SILENCE = Rule('silence', WARNING, unused_suppressions)
"""The rule that watches over what silences the others."""

RULES: dict[str, Rule] = {rule.id: rule for rule in (*PAGE_RULES, *PROJECT_RULES, SILENCE)}
"""Every rule by its id."""


def page_findings(page: PageCheck, off: frozenset[str]) -> Iterator[Finding]:
    """Yield what the rules find on a page, but for those that are *off*."""
    for rule in PAGE_RULES:
        if rule.id not in off:
            yield from rule.find(page)
