"""`archgloss show`: everything that is known of a term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.commands.ground.arguments import add_format, new_parser
from sphinxcontrib_archgloss.commands.ground.output import findings
from sphinxcontrib_archgloss.commands.ground.term_set_arguments import (
    SET_HELP,
    add_limit,
    merged,
    readable_set,
)
from sphinxcontrib_archgloss.commands.show.term_report import Known, as_data, as_lines
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.terms.loading.builtin_sets import built_in_sets

if TYPE_CHECKING:
    import argparse

    from sphinxcontrib_archgloss.commands.ground.arguments import Commands
    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.commands.show.built_project import Built
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon

DESCRIPTION = """\
Print everything that is known of a term: its record, all its labels, and the terms that
name it as related. Of a project that has been built, also where references to it lead,
and who refers to it. The term is looked up as the role does it: by name, alias, plural,
or qualified with its set."""
EPILOG = """\
examples:
  archgloss show MoE
  archgloss show --sets terms.yaml,architecture serving:token
  archgloss show --project docs KV cache
  archgloss show --format json --doctrees build/doctrees token

exit status:
  0  the term was found
  1  there is no such term, or there are several
  2  a file cannot be read, or the command is not as above"""


def add_parser(commands: Commands) -> None:
    """Declare the command and what it takes."""
    parser = new_parser(
        commands, 'show', 'print everything known of a term', DESCRIPTION, EPILOG
    )
    parser.add_argument('term', nargs='+', metavar='TERM', help='a label of the term')
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        '--sets',
        action='append',
        metavar='SET',
        help=f'where to look: {SET_HELP}; may be repeated, or hold several between '
        'commas (default: the built-in sets)',
    )
    where.add_argument(
        '--project',
        metavar='SRCDIR',
        help='a project that has been built: look in its sets and pages',
    )
    where.add_argument(
        '--doctrees', metavar='DIR', help='likewise, by the directory of its doctrees'
    )
    parser.add_argument(
        '--confdir', metavar='DIR', help='directory of conf.py, if not that of the sources'
    )
    add_format(parser)
    add_limit(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace, output: Output) -> int:
    """Look the term up; return the exit status."""
    built = _built(asked)
    lexicon = built.project.lexicon if built else _lexicon(asked, output)
    label = ' '.join(asked.term)
    match = lexicon.find(label)
    if len(match.keys) != 1:
        _say_not_found(label, match.keys, lexicon, asked, output)
        return 1
    known = Known(lexicon, match.keys[0], built)
    if asked.format == 'json':
        output.data(as_data(known))
    else:
        for heading, text in as_lines(known):
            output.result(f'{output.painted(f"{heading:<11}", "cyan")} {text}'.rstrip())
    return 0


def _built(asked: argparse.Namespace) -> Built | None:
    if not asked.project and not asked.doctrees:
        if asked.confdir:
            raise CommandError('--confdir goes with --project or --doctrees')
        return None
    from sphinxcontrib_archgloss.commands.show.built_project import built_project

    return built_project(asked.project, asked.doctrees, asked.confdir)


def _lexicon(asked: argparse.Namespace, output: Output) -> Lexicon:
    named = [name for names in asked.sets or () for name in names.split(',') if name]
    loaded = [readable_set(name, asked.data_limit) for name in named or built_in_sets()]
    for one in loaded:
        output.findings(findings(one.problems), aside=True)
    return merged(loaded)


def _say_not_found(
    label: str,
    keys: tuple[str, ...],
    lexicon: Lexicon,
    asked: argparse.Namespace,
    output: Output,
) -> None:
    found: Any = list(keys)
    if keys:
        said = f'"{label}" fits {len(keys)} terms; ask for {" or ".join(keys)}'
    else:
        from sphinxcontrib_archgloss.terms.suggestions import nearest

        found = nearest(label, lexicon.labels())
        said = f'no set has "{label}"'
        if found:
            said += '; did you mean ' + ' or '.join(f'"{near}"' for near in found) + '?'
    if asked.format == 'json':
        output.data({'term': None, 'ambiguous' if keys else 'nearest': found})
    output.note(said)
