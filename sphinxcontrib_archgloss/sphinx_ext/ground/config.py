"""The configuration, declared once.

From these declarations come the registration with Sphinx, the checks, and the
table in the manual.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sphinxcontrib_archgloss.project.prose.mentions import ProseOptions
from sphinxcontrib_archgloss.terms.loading.load import DEFAULT_LIMIT
from sphinxcontrib_archgloss.terms.problems import Kind, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config


class Option(NamedTuple):
    """One configuration value."""

    name: str
    default: Any
    types: tuple[type, ...]
    rebuild: Literal['', 'env', 'html']
    """Sphinx's class of rebuild; '' where archgloss itself finds what to do."""
    help: str
    """One sentence, passed on to Sphinx and printed in the manual."""


OPTIONS = (
    Option(
        'archgloss_term_sets',
        [],
        (list, tuple),
        '',
        'Term sets of the project, in order: names of built-in sets, or paths '
        'relative to the configuration directory.',
    ),
    Option(
        'archgloss_fail_on',
        [],
        (list, tuple, set, frozenset),
        '',
        'Kinds of warnings that make the build exit with status 1 even without '
        '``-W``; pages are still written.',
    ),
    Option(
        'archgloss_popovers',
        True,
        (bool,),
        '',
        'Whether references show what their terms mean, on HTML pages that have scripts.',
    ),
    Option(
        'archgloss_backlinks',
        True,
        (bool,),
        '',
        'Whether entries say, in HTML, which pages and sections refer to their terms.',
    ),
    Option(
        'archgloss_structured_data',
        True,
        (bool,),
        '',
        'Whether pages tell machines, by JSON-LD, which terms they define, in HTML '
        'that has scripts.',
    ),
    Option(
        'archgloss_std_terms',
        False,
        (bool,),
        'env',
        'Whether ``term-ref`` also finds terms of Sphinx’s own glossaries, and ``term`` '
        'ours, here and in other projects.',
    ),
    Option(
        'archgloss_autolink',
        'off',
        (str,),
        '',
        'Which mentions in plain prose become links: ``off`` for none, ``first`` for the '
        'first of each term, or ``all``; a record may say otherwise for its term.',
    ),
    Option(
        'archgloss_autolink_scope',
        'page',
        (str,),
        '',
        'Where the first mention is the first: in each ``page`` or in each ``section``.',
    ),
    Option(
        'archgloss_expand',
        'off',
        (str,),
        '',
        'Whether acronyms are written out: ``off``, or ``first`` for their first use on '
        'each page.',
    ),
    Option(
        'archgloss_data_limit',
        DEFAULT_LIMIT,
        (int,),
        '',
        'Size in bytes beyond which a file is refused as a term set.',
    ),
    Option(
        'archgloss_index_uses',
        False,
        (bool,),
        '',  # LaTeX is written anew with each build
        'Whether the index of LaTeX output lists the pages on which terms are used, '
        'beside those of their entries.',
    ),
    Option(
        'archgloss_check_fail_on',
        [],
        (list, tuple, set, frozenset),
        '',
        'Severities (``error``, ``warning``, ``note``) and rules whose new findings make '
        'the builder ``termcheck`` exit with status 1.',
    ),
    Option(
        'archgloss_check_severities',
        {},
        (dict,),
        '',
        'For a rule of ``termcheck``, what its findings are: ``error``, ``warning``, '
        '``note``, or ``off`` for none.',
    ),
    Option(
        'archgloss_check_baseline',
        '',
        (str,),
        '',
        'File of findings that are known and fail nothing, relative to the configuration '
        'directory; empty for none.',
    ),
    Option(
        'archgloss_check_baseline_update',
        False,
        (bool,),
        '',
        'Whether the baseline is written anew with what is found; for the command line, '
        'as ``-D archgloss_check_baseline_update=1``.',
    ),
    Option(
        'archgloss_check_formats',
        ['table', 'json', 'sarif'],
        (list, tuple, set, frozenset),
        '',
        'What ``termcheck`` makes: ``table`` on the console, the files ``json`` and '
        '``sarif``, and annotations for ``github``, which are always made in GitHub '
        'Actions.',
    ),
)


CHOICES = {
    'archgloss_autolink': ('off', 'first', 'all'),
    'archgloss_autolink_scope': ('page', 'section'),
    'archgloss_expand': ('off', 'first'),
}
"""Option → what it can be; the first is the default."""


class Settings(NamedTuple):
    """The configuration as the rest of the extension sees it: frozen, and valid."""

    term_sets: tuple[str, ...]
    fail_on: frozenset[str]
    data_limit: int
    popovers: bool
    backlinks: bool
    structured_data: bool
    autolink: str
    autolink_scope: str
    expand: str

    @property
    def prose_options(self) -> ProseOptions:
        """What becomes of prose when pages are written."""
        return ProseOptions(self.autolink, self.autolink_scope, self.expand)


def add_options(app: Sphinx) -> None:
    """Register every option."""
    for option in OPTIONS:
        app.add_config_value(
            option.name, option.default, option.rebuild, option.types, option.help
        )


def settings(config: Config) -> Settings:
    """Return the valid part of *config*."""
    return Settings(
        term_sets=tuple(_texts(config.archgloss_term_sets)),
        fail_on=frozenset(_texts(config.archgloss_fail_on)) & set(Kind),
        data_limit=_limit(config.archgloss_data_limit),
        popovers=config.archgloss_popovers is not False,
        backlinks=config.archgloss_backlinks is not False,
        structured_data=config.archgloss_structured_data is not False,
        **{name.removeprefix('archgloss_'): _choice(config, name) for name in CHOICES},
    )


def _choice(config: Config, name: str) -> str:
    value = getattr(config, name)
    return value if value in CHOICES[name] else CHOICES[name][0]


def _texts(values: Any) -> list[str]:
    if not isinstance(values, (list, tuple, set, frozenset)):
        return []
    return [value for value in values if isinstance(value, str)]


def _limit(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else DEFAULT_LIMIT


def config_problems(config: Config) -> Iterator[Problem]:
    """Yield what is wrong in *config* and what is done instead."""
    for name in ('archgloss_term_sets', 'archgloss_fail_on'):
        values = getattr(config, name)
        if not isinstance(values, (list, tuple, set, frozenset)):
            said = f'{name} must be a list of text, not {values!r}; write [{values!r}]'
            yield Problem(Kind.CONFIG, said)
            continue
        for value in values:
            if not isinstance(value, str):
                said = f'{name} must hold text only, not {value!r}; it is left out'
                yield Problem(Kind.CONFIG, said)
    for value in _texts(config.archgloss_fail_on):
        if value not in set(Kind):
            known = ', '.join(Kind)
            said = f'archgloss_fail_on: there is no kind "{value}"; known are {known}'
            yield Problem(Kind.CONFIG, said)
    for name, choices in CHOICES.items():
        if (value := getattr(config, name)) not in choices:
            said = f'{name} must be one of {", ".join(choices)}, not {value!r}'
            yield Problem(Kind.CONFIG, f'{said}; {choices[0]} is used')
    if _limit(config.archgloss_data_limit) != config.archgloss_data_limit:
        said = 'archgloss_data_limit must be a positive number of bytes'
        yield Problem(Kind.CONFIG, f'{said}; {DEFAULT_LIMIT:,} is used')


def ignored_targets(config: Config) -> Callable[[str], bool]:
    """Return whether ``nitpick_ignore`` and its like bar warnings for a target."""
    plain = {
        target for kind, target in config.nitpick_ignore if kind == 'archgloss:term-ref'
    }
    patterns = [
        re.compile(target)
        for kind, target in config.nitpick_ignore_regex
        if re.fullmatch(kind, 'archgloss:term-ref')
    ]
    return lambda target: target in plain or any(p.fullmatch(target) for p in patterns)
