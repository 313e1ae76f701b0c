"""The configuration: every option declared once, and the settings that follow from them.

The registration with Sphinx, the validation and the table in the manual come from these
declarations. The options of the builder ``termcheck`` are declared in its folder.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.outputs import ProseOptions
from sphinxcontrib_archgloss.sphinx_ext.ground.options import (
    LISTS,
    Option,
    Valid,
    byte_count,
    choice,
    flag,
    gate_problems,
    option_problems,
    option_values,
    texts,
)
from sphinxcontrib_archgloss.terms.loading import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinxcontrib_archgloss.terms.problems import Problem


def _kinds(option: Option, value: Any) -> Valid:
    names, faults = texts(option, value)
    if not names:
        return Valid(frozenset(), faults)
    from sphinxcontrib_archgloss.terms.problems import Kind

    # an empty list on the command line (``-D``) is a list of an empty text
    unknown = [name for name in names if name not in {*Kind, ''}]
    faults = [*faults, *(f'{option.name}: unknown kind "{n}"; {_hint(n)}' for n in unknown)]
    return Valid(frozenset(names) & set(Kind), faults)


def _hint(name: str) -> str:
    from sphinxcontrib_archgloss.terms.problems import Kind
    from sphinxcontrib_archgloss.terms.suggestions import nearest_keyword

    near = nearest_keyword(name, Kind)
    return f'did you mean "{near}"?' if near else f'valid kinds: {", ".join(Kind)}'


OPTIONS = (
    Option(
        'archgloss_term_sets',
        [],
        (list, tuple),
        'Term sets of the project, in order: names of built-in sets, or paths relative to '
        'the configuration directory.',
        texts,
    ),
    Option(
        'archgloss_fail_on',
        [],
        LISTS,
        'Kinds of warnings that make the build exit with status 1, even without ``-W``; '
        'all pages are still written.',
        _kinds,
        gate=True,
    ),
    flag(
        'archgloss_popovers',
        True,
        'Whether references show the meanings of their terms in popovers, on HTML pages '
        'with scripts.',
    ),
    flag(
        'archgloss_backlinks',
        True,
        'Whether entries list the pages and sections that refer to their terms, in HTML.',
    ),
    flag(
        'archgloss_unpublished_marks',
        True,
        'Whether entries state that a term has no canonical page yet, in sets where other '
        'terms have one.',
    ),
    flag(
        'archgloss_structured_data',
        True,
        'Whether HTML pages with scripts contain JSON-LD about the terms that they define.',
    ),
    flag(
        'archgloss_std_terms',
        False,
        'Whether ``term-ref`` also finds terms of Sphinx glossaries, and ``term`` also '
        'terms of term sets, in this project and in others.',
        'env',
    ),
    choice(
        'archgloss_autolink',
        ('off', 'first', 'all'),
        'Which mentions in plain prose become links: ``off`` for none, ``first`` for the '
        'first of each term, or ``all``; a record can override this for its term.',
    ),
    choice(
        'archgloss_autolink_scope',
        ('page', 'section'),
        'Whether the first mention in each ``page`` or in each ``section`` is linked.',
    ),
    choice(
        'archgloss_expand',
        ('off', 'first'),
        'Whether acronyms are spelled out: ``off`` for never, or ``first`` for their first '
        'use on each page.',
    ),
    Option(
        'archgloss_data_limit',
        DEFAULT_LIMIT,
        (int,),
        'Maximum size of a term set file, in bytes.',
        byte_count,
    ),
    # needs no class of rebuild, because each build writes LaTeX again
    flag(
        'archgloss_index_uses',
        False,
        'Whether the index of LaTeX output lists the pages on which terms are used, in '
        'addition to those of their entries.',
    ),
)


class Settings(NamedTuple):
    """The valid values of the options that the extension reads in several places.

    Each field is the option of the same name without its prefix.
    """

    term_sets: tuple[str, ...]
    fail_on: frozenset[str]
    data_limit: int
    popovers: bool
    backlinks: bool
    unpublished_marks: bool
    structured_data: bool
    std_terms: bool
    index_uses: bool
    autolink: str
    autolink_scope: str
    expand: str

    @property
    def prose_options(self) -> ProseOptions:
        """How mentions are rewritten when pages are written."""
        return ProseOptions(self.autolink, self.autolink_scope, self.expand)


def settings(config: Config) -> Settings:
    """Return the valid part of *config*."""
    values = option_values(config, OPTIONS)
    return Settings(*(values[f'archgloss_{field}'] for field in Settings._fields))


def config_problems(config: Config) -> Iterator[Problem]:
    """Yield what is wrong in *config* and which value is used instead."""
    return option_problems(config, OPTIONS)


def config_gate_problems(config: Config) -> Iterator[Problem]:
    """Yield those of `config_problems` that make the build fail."""
    return gate_problems(config, OPTIONS)


def catalogue_folders(app: Sphinx) -> list[Path]:
    """Return the folders of ``locale_dirs`` that exist."""
    folders = (Path(app.srcdir, folder) for folder in app.config.locale_dirs)
    return [folder for folder in folders if folder.is_dir()]


def ignored_targets(config: Config) -> Callable[[str], bool]:
    """Return whether ``nitpick_ignore`` or its pattern suppresses warnings for a target."""
    plain = {
        target for kind, target in config.nitpick_ignore if kind == 'archgloss:term-ref'
    }
    patterns = [
        re.compile(target)
        for kind, target in config.nitpick_ignore_regex
        if re.fullmatch(kind, 'archgloss:term-ref')
    ]
    return lambda target: target in plain or any(p.fullmatch(target) for p in patterns)
