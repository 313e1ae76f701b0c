"""``archgloss convert``: imports other formats as term sets, and exports term sets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.commands.convert import json_schema
from sphinxcontrib_archgloss.commands.convert.plain_words import with_marks
from sphinxcontrib_archgloss.commands.convert.unsupported import comment_lines, not_held
from sphinxcontrib_archgloss.commands.ground.arguments import (
    add_format,
    add_limit,
    check_kind,
    is_unreadable,
    loaded_from,
    path_of,
)
from sphinxcontrib_archgloss.commands.ground.output import (
    FileMessage,
    data_note,
    file_messages,
    shown_path,
)
from sphinxcontrib_archgloss.errors import CommandError
from sphinxcontrib_archgloss.exchange.formats import (
    DOCUSAURUS,
    EXTENSIONS,
    FORMATS,
    JsonReader,
    foreign_format,
    reader,
    write,
)
from sphinxcontrib_archgloss.exchange.glossary_writer import OtherMarkup
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.safe_write import Original, absolute, read_original, replace
from sphinxcontrib_archgloss.terms.language.counts import counted
from sphinxcontrib_archgloss.terms.loading.load import FORMATS as SET_FORMATS
from sphinxcontrib_archgloss.terms.loading.load import Loaded, format_of, reader_of
from sphinxcontrib_archgloss.terms.loading.positions import Located
from sphinxcontrib_archgloss.terms.schema import MARKUPS, SET_KEYS
from sphinxcontrib_archgloss.terms.slug import slug

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sphinxcontrib_archgloss.commands.ground.output import Output
    from sphinxcontrib_archgloss.exchange.ground.located_entries import Notice
    from sphinxcontrib_archgloss.exchange.ground.plain_data import Conversion
    from sphinxcontrib_archgloss.terms.loading.load import Reader
    from sphinxcontrib_archgloss.terms.loading.positions import Notes
    from sphinxcontrib_archgloss.terms.model import TermSet

DESCRIPTION = """\
Convert a vocabulary to a term set, or a term set to another format. The extension of a
file sets its format: .yaml, .toml and .json are sets, .csv is a table, .txt is an
outline, .rst and .md are pages with a Sphinx glossary. The structure of a .json file
shows whether it is a glossary of docusaurus-plugin-glossary.

Reports on standard error what the new format cannot hold, term by term. Writes the
whole file or nothing."""
EPILOG = """\
examples:
  archgloss convert docs/glossary.rst docs/terms.yaml
  archgloss convert terms.yaml terms.csv
  archgloss convert architecture --to json
  archgloss convert words.csv terms.toml --name serving --title "Serving"

exit status:
  0  the source was converted, even if the format cannot hold everything
  1  nothing was written, because the source has errors (see --keep-going) or the
     format cannot hold everything (see --strict)
  2  a file cannot be read or written, or the command line is invalid"""
_HEADER = ('name', 'title', 'lang')
_SET_NAME = re.compile('[^a-z0-9_.-]+')


class ConversionSource(NamedTuple):
    """What is converted."""

    path: str
    """Absolute."""
    form: str
    loaded: Loaded


class Target(NamedTuple):
    """The destination of the result."""

    form: str
    file: Original | None
    """None for standard output."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument('source', metavar='SOURCE', help='a file or a built-in set')
    parser.add_argument(
        'target',
        nargs='?',
        default='-',
        metavar='TARGET',
        help='the file to write (default: "-", standard output)',
    )
    sources = (*FORMATS, DOCUSAURUS)
    for option, what, choices in (
        ('--from', 'SOURCE', sources),
        ('--to', 'TARGET', FORMATS),
    ):
        parser.add_argument(
            option,
            dest=f'{what.lower()}_format',
            choices=choices,
            help=f'format of {what} (default: from its extension)',
        )
    header = parser.add_argument_group('properties of the set')
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
        '--no-anchors',
        action='store_true',
        help='omit the ids of the old glossary, which keep links to its entries working',
    )
    parser.add_argument(
        '--force', action='store_true', help='overwrite TARGET if it exists'
    )
    parser.add_argument(
        '--keep-going',
        action='store_true',
        help='omit faulty parts of SOURCE and convert the rest',
    )
    parser.add_argument(
        '--strict',
        action='store_true',
        help='write nothing if the format cannot hold everything',
    )
    json_schema.add_schema(parser)
    add_format(parser)
    add_limit(parser)


def _valid(key: str) -> Callable[[str], str]:
    """Return an argparse type that accepts a valid value for the *key* of a set."""

    def value(text: str) -> str:
        if not re.search(SET_KEYS[key].schema['pattern'], text):
            raise ValueError(text)
        return text

    value.__name__ = f'{key} of a set'  # argparse says "invalid name of a set value"
    return value


def run(args: argparse.Namespace, output: Output) -> int:
    """Convert; return the exit status."""
    notices: list[Notice] = []
    path, form, loaded = _read(args, notices)
    faults = file_messages(loaded.problems)
    shown = shown_path(path)
    messages = [*faults, *(data_note(n.message, shown, n.line) for n in notices)]
    if loaded.set is None or (faults and not args.keep_going):
        _print(args, output, messages)
        if is_unreadable(loaded):
            return 2
        if loaded.set is not None:
            output.note('nothing was written; use --keep-going to convert the rest')
        return 1
    target = _target(args)
    is_new = form not in SET_FORMATS.values()
    schema = json_schema.schema_for(args, target.form, target.file)
    term_set, is_set = _headed(args, loaded.set), target.form in SET_FORMATS.values()
    if is_new or not is_set:
        term_set = with_marks(term_set, marked=is_set)
    written = _written(term_set, target.form, schema)
    messages += not_held(written, target.form, shown)
    if comments := comment_lines(loaded, form):
        lines = counted(comments, 'line')
        message = f'comments are not kept; the file has {lines} of comments'
        messages.append(data_note(message, shown, 1))
    _print(args, output, messages)
    if args.strict and (written.losses or comments):
        output.note('nothing was written because of --strict')
        return 1
    if target.file is None:
        output.raw(written.text)
        return 0
    replace(target.file, written.text.encode())
    if target.form == 'yaml':
        json_schema.write_schema(args, target.file, output)
    return 0


def _print(args: argparse.Namespace, output: Output, messages: list[FileMessage]) -> None:
    if args.format == 'json':
        output.data({'findings': [m._asdict() for m in messages]}, aside=True)
    else:
        output.messages(messages, aside=True)


def _read(args: argparse.Namespace, notices: list[Notice]) -> ConversionSource:
    """Return the set to convert; add to *notices*."""
    form = args.source_format or foreign_format(args.source)
    if form is None:
        check_kind(args.source, (*SET_FORMATS, *EXTENSIONS), 'or use --from FORMAT')
    path = path_of(args.source) if form is None else absolute(args.source)
    header = {
        'name': args.name or _default_name(args),
        'title': args.title,
        'lang': args.lang,
        'markup': args.markup,
    }
    header = {key: value for key, value in header.items() if value}
    form = form or format_of(path)
    json_source = JsonReader(header, notices) if form == 'json' else None
    if json_source:
        read = _named(json_source, args.name)
    elif form in SET_FORMATS.values():
        read = _named(reader_of(form), args.name)
    else:
        read = reader(form, header, notices)
    loaded = loaded_from(path, args.data_limit, read)
    return ConversionSource(path, json_source.form if json_source else form, loaded)


def _named(read: Reader, name: str | None) -> Reader:
    """Return a reader like *read* that gives the set this *name*, if there is one."""

    def read_named(text: str) -> tuple[Located, Notes]:
        root, notes = read(text)
        items = root.members()
        if name and items:
            place = root.keys.get('name', (root.line, root.column))
            keys = {**root.keys, 'name': place}
            items = {**items, 'name': Located(name, *place)}
            root = Located.mapping(items, keys, *place)
        return root, notes

    return read_named


def _default_name(args: argparse.Namespace) -> str:
    """Return a name for the set, made from a file name."""
    target_is_set = Path(args.target).suffix.lower() in SET_FORMATS
    stem = Path(args.target if target_is_set else args.source).stem
    return _SET_NAME.sub('', slug(stem)).strip('-_.') or 'terms'


def _target(args: argparse.Namespace) -> Target:
    suffix = Path(args.target).suffix.lower()
    form = args.target_format or SET_FORMATS.get(suffix) or foreign_format(args.target)
    if form is None:
        formats = ', '.join(FORMATS)
        raise CommandError(
            f'missing target format; add --to FORMAT (valid formats: {formats})'
        )
    if args.target == '-':
        return Target(form, None)
    original = read_original(args.target)
    if original.raw is not None and not args.force:
        shown = shown_path(original.path)
        raise CommandError(f'{shown} already exists; use --force to overwrite it')
    return Target(form, original)


def _headed(args: argparse.Namespace, term_set: TermSet) -> TermSet:
    """Return *term_set* with the name, title and language of the command line."""
    given = {key: value for key in _HEADER if (value := getattr(args, key))}
    if args.no_anchors:
        given['terms'] = tuple(t._replace(anchors=()) for t in term_set.terms)
    return term_set._replace(**given)


def _written(term_set: TermSet, form: str, schema: str) -> Conversion:
    try:
        return write(term_set, form, schema)
    except OtherMarkup as error:
        raise CommandError(f'{error}; write to a .md file') from error
