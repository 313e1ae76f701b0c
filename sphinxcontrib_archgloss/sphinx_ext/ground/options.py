"""What a configuration option is: its declaration to Sphinx, and its validation.

A validator returns both the value that archgloss uses and what is wrong with the value in
``conf.py``, so the two cannot disagree. Sphinx itself warns of values of a wrong type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinxcontrib_archgloss.terms.problems import Problem

PREFIX = 'archgloss_'
LISTS = (list, tuple, set, frozenset)
"""The types of an option that holds several texts."""


class Valid(NamedTuple):
    """The value to use, and the faults of the value that was given."""

    value: Any
    """The valid part of the value that was given, or the fallback."""
    faults: Sequence[str] = ()
    """Messages that begin with the name of the option."""


class MisnamedOption(NamedTuple):
    """A configured name that looks like a misspelled option."""

    problem: Problem
    gate: bool
    """Whether the option that is meant is a gate."""


Validator: TypeAlias = 'Callable[[Option, Any], Valid]'


class Option(NamedTuple):
    """One configuration value."""

    name: str
    default: Any
    types: tuple[type, ...]
    help: str
    """One sentence, passed on to Sphinx and printed in the manual."""
    validate: Validator
    rebuild: Literal['', 'env', 'html'] = ''
    """Sphinx's class of rebuild; '' where archgloss itself finds the pages to build."""
    gate: bool = False
    """Whether it decides what makes a build fail; a fault in it then does, too."""


def add_options(app: Sphinx, options: Iterable[Option]) -> None:
    """Register *options* with Sphinx."""
    for option in options:
        app.add_config_value(
            option.name, option.default, option.rebuild, option.types, option.help
        )


def option_values(config: Config, options: Iterable[Option]) -> dict[str, Any]:
    """Return name → valid value of each of *options*."""
    return {
        option.name: option.validate(option, config[option.name]).value
        for option in options
    }


def option_problems(config: Config, options: Iterable[Option]) -> Iterator[Problem]:
    """Yield what is wrong in *config* and which value is used instead."""
    for option in options:
        for fault in option.validate(option, config[option.name]).faults:
            yield config_problem(fault)


def config_problem(message: str) -> Problem:
    """Return the problem of a value in ``conf.py``."""
    from sphinxcontrib_archgloss.terms.problems import Kind, Problem

    return Problem(Kind.CONFIG, message)


def gate_problems(config: Config, options: Iterable[Option]) -> Iterator[Problem]:
    """Yield those of `option_problems` that make the build fail."""
    return option_problems(config, [option for option in options if option.gate])


def misnamed_options(config: Config, options: Iterable[Option]) -> Iterator[MisnamedOption]:
    """Yield misspelled names of *options*, in ``conf.py`` or with ``-D``.

    Sphinx ignores such a name, and uses the default of the option that was meant.
    """
    by_name = {option.name.removeprefix(PREFIX): option for option in options}
    for name in sorted({*config._raw_config, *config.overrides}):
        if name.startswith(PREFIX) and name not in config:
            from sphinxcontrib_archgloss.terms.suggestions import nearest_keyword

            near = by_name.get(nearest_keyword(name.removeprefix(PREFIX), by_name))
            if near is not None:
                message = f'unknown option "{name}"; did you mean "{near.name}"?'
                yield MisnamedOption(config_problem(message), near.gate)


def flag(
    name: str, default: bool, purpose: str, rebuild: Literal['', 'env', 'html'] = ''
) -> Option:
    """Return an option that is true or false; the fallback is the default.

    As for Sphinx's own options, and with ``-D``, 0 and 1 are false and true.
    """

    def validate(option: Option, value: Any) -> Valid:
        if isinstance(value, int) and value in (0, 1):
            return Valid(bool(value))
        fault = f'{name} must be True or False, not {value!r}; using {default}'
        return Valid(default, [fault])

    return Option(name, default, (bool,), purpose, validate, rebuild)


def choice(name: str, choices: Sequence[str], purpose: str) -> Option:
    """Return an option that is one of *choices*; the first is default and fallback."""
    default = choices[0]

    def validate(option: Option, value: Any) -> Valid:
        if value in choices:
            return Valid(value)
        fault = f'{name} must be one of {", ".join(choices)}, not {value!r}'
        return Valid(default, [f'{fault}; using {default}'])

    return Option(name, default, (str,), purpose, validate)


def byte_count(option: Option, value: Any) -> Valid:
    """Accept a whole number above zero; the fallback is the default."""
    if isinstance(value, int) and value > 0 and value is not True:
        return Valid(value)
    fault = f'{option.name} must be a positive number of bytes'
    return Valid(option.default, [f'{fault}; using {option.default:,}'])


def texts(option: Option, value: Any) -> Valid:
    """Accept a list of texts, as a tuple, without items of other types."""
    if not isinstance(value, LISTS):
        fault = f'{option.name} must be a list of strings, not {value!r}'
        listed = f'[{value!r}]' if isinstance(value, str) else 'a list of names'
        return Valid((), [f'{fault}; write {listed}'])
    faults = [
        f'{option.name} must contain only strings, not {item!r}; this item is ignored'
        for item in value
        if not isinstance(item, str)
    ]
    return Valid(tuple(item for item in value if isinstance(item, str)), faults)
