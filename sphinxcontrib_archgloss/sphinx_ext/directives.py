"""The directives as authors write them: their names, arguments and options.

What a directive does is imported with its first use, so a build that reads no page with
directives does not load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_archgloss.terms.forms import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from sphinxcontrib_archgloss.sphinx_ext.page_facts.directive_base import PageDirective


class DeclaredDirective(SphinxDirective):
    """A directive for pages, not allowed inside a definition."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> Sequence[Node]:
        """Raise an error inside a definition, which several pages may render."""
        from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import IN_DEFINITION

        if getattr(self.state.document.settings, IN_DEFINITION, False):
            raise self.error(f'{self.name} is not allowed inside a definition; remove it')
        directive = self.load()(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )
        return directive.run()

    def load(self) -> type[PageDirective]:
        """Import and return the directive that does the work."""
        raise NotImplementedError


def _labels(argument: str | None) -> tuple[str, ...]:
    """Return the labels of an option: one a line, or separated by commas.

    Raises ValueError for an empty option, which would otherwise mean all labels.
    """
    parts = (argument or '').replace('\n', ',').split(',')
    texts = tuple(dict.fromkeys(filter(None, map(spaced, parts))))
    if not texts:
        raise ValueError('it is empty; add a value or remove the option')
    return texts


def _order(argument: str | None) -> str:
    from sphinxcontrib_archgloss.terms.schema import ORDERS

    return directives.choice(argument or '', ORDERS)


def _listing_order(argument: str | None) -> str:
    return directives.choice(argument or '', ('mentioned', 'alphabetical'))


def _group(argument: str | None) -> str:
    if (argument or '').strip().lower() != 'category':
        raise ValueError(f'"{argument or ""}" unknown; choose "category"')
    return 'category'


class TermPageDirective(DeclaredDirective):
    """``term-page``: makes a section or a page the canonical page of terms."""

    has_content = True

    def load(self) -> type[PageDirective]:
        """Import and return the directive that does the work."""
        from sphinxcontrib_archgloss.sphinx_ext.term_page import ClaimTerms

        return ClaimTerms


class TermSetDirective(DeclaredDirective):
    """``term-set``: shows the entries of term sets."""

    option_spec: ClassVar[OptionSpec] = {
        'only': _labels,
        'exclude': _labels,
        'category': _labels,
        'order': _order,
        'group': _group,
        'used': directives.flag,
        'letters': directives.flag,
        'no-letters': directives.flag,
        'backlinks': directives.flag,
        'no-backlinks': directives.flag,
        'no-index': directives.flag,
        'no-index-entry': directives.flag,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def load(self) -> type[PageDirective]:
        """Import and return the directive that does the work."""
        from sphinxcontrib_archgloss.sphinx_ext.term_set.directive import ShowTermSet

        return ShowTermSet


class PageTermsDirective(DeclaredDirective):
    """``page-terms``: lists the terms that the page, or a section, refers to."""

    option_spec: ClassVar[OptionSpec] = {
        'order': _listing_order,
        'section': directives.flag,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def load(self) -> type[PageDirective]:
        """Import and return the directive that does the work."""
        from sphinxcontrib_archgloss.sphinx_ext.page_directives.page_terms import (
            ListPageTerms,
        )

        return ListPageTerms


class TermDefinitionDirective(DeclaredDirective):
    """``term-definition``: shows the definition of one term."""

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[OptionSpec] = {
        'set': directives.unchanged_required,
        'short': directives.flag,
        'title': directives.flag,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def load(self) -> type[PageDirective]:
        """Import and return the directive that does the work."""
        from sphinxcontrib_archgloss.sphinx_ext.page_directives.term_definition import (
            ShowDefinition,
        )

        return ShowDefinition


class TermMapDirective(DeclaredDirective):
    """``term-map``: shows how terms are related."""

    option_spec: ClassVar[OptionSpec] = {
        'category': _labels,
        'term': _labels,
        'depth': directives.nonnegative_int,
        'connected': directives.flag,
        'caption': directives.unchanged_required,
        'alt': directives.unchanged_required,
        'class': directives.class_option,
        'name': directives.unchanged,
    }

    def load(self) -> type[PageDirective]:
        """Import and return the directive that does the work."""
        from sphinxcontrib_archgloss.sphinx_ext.term_map.directive import ShowTermMap

        return ShowTermMap


def add_directives(app: Sphinx) -> None:
    """Register each directive by its name, and as ``archgloss:`` and its name."""
    for name, directive in (
        ('term-page', TermPageDirective),
        ('term-set', TermSetDirective),
        ('page-terms', PageTermsDirective),
        ('term-definition', TermDefinitionDirective),
        ('term-map', TermMapDirective),
    ):
        app.add_directive(name, directive)
        app.add_directive_to_domain('archgloss', name, directive)
