"""`archgloss convert`: vocabularies of others into sets, and sets into other formats."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_archgloss.commands.convert import json_schema
from sphinxcontrib_archgloss.commands.convert.unsupported import comment_lines, not_held
from sphinxcontrib_archgloss.commands.ground.arguments import add_format, new_parser
from sphinxcontrib_archgloss.commands.ground.output import Finding, findings, shown_path
from sphinxcontrib_archgloss.commands.ground.term_set_arguments import (
    add_limit,
    is_unreadable,
    loaded_from,
    path_of,
)
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.exchange.glossary_writer import OtherMarkup
from sphinxcontrib_archgloss.exchange.readers import foreign_format, reader
from sphinxcontrib_archgloss.exchange.writers import FORMATS, write
from sphinxcontrib_archgloss.safe_write import (
    Original,
    absolute,
    read_original,
    replace,
)
from sphinxcontrib_archgloss.terms.loading.load import FORMATS as SET_FORMATS
from sphinxcontrib_archgloss.terms.loading.load import Loaded, format_of, reader_of
from sphinxcontrib_archgloss.terms.schema import MARKUPS, SET_KEYS
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sphinxcontrib_archgloss.commands.ground.arguments import Commands
    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.exchange.ground.located_entries import Notice
    from sphinxcontrib_archgloss.exchange.ground.written import Written
    from sphinxcontrib_archgloss.terms.model import TermSet

DESCRIPTION = """\
Convert a vocabulary into a term set, or a term set into another format. Formats go by
the extension of a file: .yaml, .toml and .json are sets, .csv is a table, .txt an
outline, .rst and .md are pages with a Sphinx glossary.

What the new format cannot hold is told on standard error, term by term. A file is
written whole or not at all."""
EPILOG = """\
examples:
  archgloss convert docs/glossary.rst docs/terms.yaml
  archgloss convert terms.yaml terms.csv
  archgloss convert architecture --to json
  archgloss convert words.csv terms.toml --name serving --title "Serving"

exit status:
  0  it is done, whether or not the format holds everything
  1  the source is faulty (see --keep-going), or holds too much (see --strict);
     nothing was written
  2  a file cannot be read or written, or the command is not as above"""
_SET_NAME = re.compile('[^a-z0-9_.-]+')


class Target(NamedTuple):
    """Where the result goes."""

    form: str
    file: Original | None
    """None for standard output."""


def add_parser(commands: Commands) -> None:
    """Declare the command and what it takes."""
    parser = new_parser(
        commands, 'convert', 'turn glossaries into term sets, and back', DESCRIPTION, EPILOG
    )
    parser.add_argument('source', metavar='SOURCE', help='a file, or a built-in set')
    parser.add_argument(
        'target',
        nargs='?',
        default='-',
        metavar='TARGET',
        help='the file to write; "-", the default, is standard output',
    )
    for option, what in (('--from', 'SOURCE'), ('--to', 'TARGET')):
        parser.add_argument(
            option,
            dest=f'{what.lower()}_format',
            choices=FORMATS,
            help=f'format of {what}, where its extension does not tell',
        )
    header = parser.add_argument_group('what the set says of itself')
    header.add_argument(
        '--name', type=_valid('name'), help='name of the set (default: from the file name)'
    )
    header.add_argument('--title', type=_valid('title'), help='title of the set')
    header.add_argument(
        '--lang', type=_valid('lang'), help='language of the set, a BCP 47 tag'
    )
    header.add_argument(
        '--markup', choices=MARKUPS, help='markup of the definitions of a table or outline'
    )
    parser.add_argument(
        '--force', action='store_true', help='replace TARGET if there is such a file'
    )
    parser.add_argument(
        '--keep-going',
        action='store_true',
        help='leave out what is faulty in SOURCE and convert the rest',
    )
    parser.add_argument(
        '--strict',
        action='store_true',
        help='write nothing if the format cannot hold everything',
    )
    json_schema.add_schema(parser)
    add_format(parser)
    add_limit(parser)
    parser.set_defaults(run=run)


def _valid(key: str) -> Callable[[str], str]:
    """Return a check of the command line's value for the *key* of a set."""

    def value(text: str) -> str:
        if not re.search(SET_KEYS[key].schema['pattern'], text):
            raise ValueError(text)
        return text

    value.__name__ = f'{key} of a set'  # argparse says "invalid name of a set value"
    return value


def run(asked: argparse.Namespace, output: Output) -> int:
    """Convert; return the exit status."""
    told: list[Notice] = []
    source, loaded = _read(asked, told)
    faults = findings(loaded.problems)
    shown = shown_path(source)
    notes = [Finding('note', 'data', t.message, shown, t.line, 1) for t in told]
    said = [*faults, *notes]
    if loaded.set is None or (faults and not asked.keep_going):
        _say(asked, output, said)
        if is_unreadable(loaded):
            return 2
        if loaded.set is not None:
            output.note('nothing was written; with --keep-going, the rest would be')
        return 1
    target = _target(asked)
    term_set = _headed(asked, loaded.set)
    schema = json_schema.schema_for(asked, target.form, target.file)
    written = _written(term_set, target.form, schema)
    said += not_held(written, target.form, shown)
    if comments := comment_lines(loaded, _source_format(asked, source)):
        lines = '1 line' if comments == 1 else f'{comments} lines'
        message = f'comments are not kept; the file has {lines} of them'
        said.append(Finding('note', 'data', message, shown, 1, 1))
    _say(asked, output, said)
    if asked.strict and (written.losses or comments):
        output.note('nothing was written, as --strict is given')
        return 1
    if target.file is None:
        output.raw(written.text)
        return 0
    replace(target.file, written.text.encode())
    if target.form == 'yaml':
        json_schema.write_schema(asked, target.file, output)
    return 0


def _say(asked: argparse.Namespace, output: Output, said: list[Finding]) -> None:
    if asked.format == 'json':
        output.data({'findings': [one.as_data() for one in said]}, aside=True)
    else:
        output.findings(said, aside=True)


def _read(asked: argparse.Namespace, told: list[Notice]) -> tuple[str, Loaded]:
    """Return the path of the source and what is in it."""
    form = asked.source_format or foreign_format(asked.source)
    if form is None:
        path = path_of(asked.source)
        return path, loaded_from(path, asked.data_limit)
    path = absolute(asked.source)
    if form in SET_FORMATS.values():
        return path, loaded_from(path, asked.data_limit, reader_of(form))
    header = {
        'name': asked.name or _name(asked),
        'title': asked.title,
        'lang': asked.lang,
        'markup': asked.markup,
    }
    header = {key: value for key, value in header.items() if value}
    return path, loaded_from(path, asked.data_limit, reader(form, header, told))


def _source_format(asked: argparse.Namespace, path: str) -> str:
    return asked.source_format or foreign_format(path) or format_of(path)


def _name(asked: argparse.Namespace) -> str:
    """Return a name for the set, made from that of a file."""
    target_is_set = Path(asked.target).suffix.lower() in SET_FORMATS
    stem = Path(asked.target if target_is_set else asked.source).stem
    return _SET_NAME.sub('', slug(stem)).strip('-_.') or 'terms'


def _target(asked: argparse.Namespace) -> Target:
    suffix = Path(asked.target).suffix.lower()
    form = asked.target_format or SET_FORMATS.get(suffix) or foreign_format(asked.target)
    if form is None:
        known = ', '.join(FORMATS)
        raise CommandError(f'say what to convert to: --to FORMAT, one of {known}')
    if asked.target == '-':
        return Target(form, None)
    original = read_original(asked.target)
    if original.raw is not None and not asked.force:
        shown = shown_path(original.path)
        raise CommandError(f'there is a file {shown} already; --force replaces it')
    return Target(form, original)


def _headed(asked: argparse.Namespace, term_set: TermSet) -> TermSet:
    """Return *term_set* with what the command line says of it."""
    given = {key: getattr(asked, key) for key in ('name', 'title', 'lang')}
    return dataclasses.replace(term_set, **{k: v for k, v in given.items() if v})


def _written(term_set: TermSet, form: str, schema: str) -> Written:
    try:
        return write(term_set, form, schema)
    except OtherMarkup as error:
        raise CommandError(f'{error}; write to a .md file') from error
