"""Directives of these docs, which make the tables of the reference from the code.

Most directives write reStructuredText from a declaration of the package (keys,
options, kinds of warnings, module headers, requirements), and the page that uses
them parses that text like its own. Nothing is written twice, and whatever is added to
the package is in the manual. These directives are for reST pages.

Two directives are for the front page: ``beside`` shows markup beside what it makes,
and ``picture`` shows a picture for light and for dark pages.
"""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

import sphinxcontrib_archgloss
from sphinxcontrib_archgloss.checks.rules import registry
from sphinxcontrib_archgloss.commands.main import make_parser
from sphinxcontrib_archgloss.sphinx_ext.ground.config import OPTIONS
from sphinxcontrib_archgloss.sphinx_ext.termcheck.config import CHECK_OPTIONS
from sphinxcontrib_archgloss.terms import problems, schema

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

PACKAGE = Path(sphinxcontrib_archgloss.__file__).parent
REPOSITORY = Path(__file__).parents[2]
PYPROJECT = REPOSITORY / 'pyproject.toml'
EXPECTED = REPOSITORY / 'tests' / 'roots' / 'every-warning' / 'expected.txt'

KEYS = {
    'set': schema.SET_KEYS,
    'term': schema.TERM_KEYS,
    'alias': schema.ALIAS_KEYS,
    'reference': schema.SOURCE_KEYS,
    'category': schema.CATEGORY_KEYS,
}
"""Name of a mapping in a data file → its keys."""

_REBUILD = {
    '': 'After a change, only pages that it affects are read and written again.',
    'env': 'After a change, Sphinx reads every page again.',
    'html': 'After a change, Sphinx writes every HTML page again.',
}


def in_rst(text: str) -> str:
    """Return *text* with words in single back quotes made literals."""
    return re.sub(r'(?<!`)`([^`\n]+)`(?!`)', r'``\1``', text)


def rst_table(head: Iterable[str], rows: Iterable[Iterable[str]], widths: str) -> str:
    """Return a list table in reStructuredText."""
    lines = ['.. list-table::', '   :header-rows: 1', f'   :widths: {widths}', '']
    for first, *others in (head, *rows):
        lines.append(f'   * - {first}')
        lines += [f'     - {cell}' for cell in others]
    return '\n'.join(lines)


class Generated(SphinxDirective):
    """A directive whose content comes from the code."""

    sources: ClassVar[tuple[Path, ...]] = ()
    """Files that the content is drawn from."""

    def run(self) -> list[Node]:
        """Return the nodes of the text, as if it stood on the page."""
        for path in self.sources:
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(self.text(), allow_section_headings=True)

    def text(self) -> str:
        """Return the content in reStructuredText."""
        raise NotImplementedError


class RecordKeys(Generated):
    """The keys of one sort of mapping in a data file."""

    required_arguments = 1
    sources = (PACKAGE / 'terms' / 'schema.py',)

    def text(self) -> str:
        """Return a table: key, value, meaning."""
        keys = KEYS[directives.choice(self.arguments[0], tuple(KEYS))]
        rows = (
            (
                f'``{name}``' + (' (required)' if key.required else ''),
                spoken_schema(key.schema, name),
                in_rst(key.help),
            )
            for name, key in keys.items()
        )
        return rst_table(('Key', 'Value', 'Meaning'), rows, '20 25 55')


def spoken_schema(wanted: dict[str, Any], name: str) -> str:
    """Return in words what values the JSON Schema *wanted* of the key *name* allows."""
    if 'enum' in wanted:
        *most, last = (f'``{value}``' for value in wanted['enum'])
        return f'{", ".join(most)} or {last}' if most else last
    sort = wanted.get('type')
    if sort == 'array':
        items = wanted['items']
        if 'properties' not in items:
            return 'list of text'
        texts = 'text or ' if 'string' in items['type'] else ''
        return f'list of {texts}mappings, see :ref:`below <record-{name}>`'
    return {'string': 'text', 'boolean': '``true`` or ``false``'}.get(sort, 'anything')


class Options(Generated):
    """The configuration values, each as an object that pages can link to."""

    sources = tuple(
        PACKAGE / 'sphinx_ext' / folder / 'config.py' for folder in ('ground', 'termcheck')
    )

    def text(self) -> str:
        """Return a description of each option."""
        return '\n'.join(
            f'.. confval:: {option.name}\n'
            f'   :type: {" or ".join(f"``{one.__name__}``" for one in option.types)}\n'
            f'   :default: ``{option.default!r}``\n\n'
            f'   {in_rst(option.help)} {_REBUILD[option.rebuild]}\n'
            for option in (*OPTIONS, *CHECK_OPTIONS)
        )


class Kinds(Generated):
    """The kinds of warnings, each with a section and an example."""

    sources = (PACKAGE / 'terms' / 'problems.py', EXPECTED)

    def text(self) -> str:
        """Return a section for each kind."""
        return '\n'.join(map(self._section, problems.Kind))

    def _section(self, kind: problems.Kind) -> str:
        title = f'archgloss.{kind}'
        lines = [f'.. _warning-{kind}:', '', title, '~' * len(title), '', in_rst(kind.help)]
        told = [
            line
            for line in EXPECTED.read_text(encoding='utf-8').splitlines()
            if line.endswith(f'[{title}]')
        ]
        if told:
            lines += ['', '.. code-block:: text', '   :class: wrapped', '', f'   {told[0]}']
        return '\n'.join([*lines, ''])


class Rules(Generated):
    """The rules of the checks, each with a section and its examples."""

    sources = tuple(sorted((PACKAGE / 'checks').rglob('*.py')))

    def text(self) -> str:
        """Return a table of all rules, and a section for each."""
        rows = (
            (f':ref:`{rule.id} <rule-{rule.id}>`', rule.severity, rule.summary)
            for rule in registry.RULES.values()
        )
        table = rst_table(('Rule', 'Severity', 'What is found'), rows, '20 14 66')
        return '\n'.join([table, '', *map(self._section, registry.RULES.values())])

    def _section(self, rule: registry.Rule) -> str:
        lines = [f'.. _rule-{rule.id}:', '', rule.id, '~' * len(rule.id), '', rule.help, '']
        for said, example in (('Bad:', rule.bad), ('Good:', rule.good)):
            lines += [said, '']
            for language, text in (('yaml', example.records), ('rst', example.page)):
                if text:
                    shown = textwrap.indent(text, '   ')
                    lines += [f'.. code-block:: {language}', '', shown, '']
        return '\n'.join(lines)


class Tree(Generated):
    """The folders of the package, a line for each from its own docstring."""

    sources = tuple(sorted(PACKAGE.rglob('__init__.py')))

    def text(self) -> str:
        """Return the tree as a literal block."""
        rows = [(f'{PACKAGE.name}/', module_header(PACKAGE / '__init__.py'))]
        for folder in folders():
            depth = len(folder.relative_to(PACKAGE).parts)
            rows.append(
                (f'{"  " * depth}{folder.name}/', module_header(folder / '__init__.py'))
            )
        width = max(len(name) for name, _ in rows) + 2
        lines = [f'   {name:{width}}{first_sentence(header)}' for name, header in rows]
        return '\n'.join(['.. code-block:: text', '   :class: wrapped', '', *lines])


class Modules(Generated):
    """The headers of the modules in a folder of the package, the lowest layer first."""

    required_arguments = 1
    sources = (PYPROJECT,)

    def run(self) -> list[Node]:
        """Return the headers; modules have an index of their own."""
        return [node for node in super().run() if not isinstance(node, addnodes.index)]

    def text(self) -> str:
        """Return a part for the folder, and one for each folder inside it.

        The package itself has only a part for its own modules.
        """
        top = PACKAGE / self.arguments[0]
        inside = [folder for folder in folders() if top in (folder, *folder.parents)]
        return '\n'.join(map(self._folder, inside if top != PACKAGE else [PACKAGE]))

    def _folder(self, folder: Path) -> str:
        package = '.'.join(folder.relative_to(PACKAGE.parent).parts)
        paths = {path.stem: path for path in folder.glob('*.py') if path.stem != '__init__'}
        order = [name for layer in layers(package) for name in layer if name in paths]
        names = [*order, *sorted(set(paths) - set(order))]
        title = f'.. rubric:: {folder.relative_to(PACKAGE.parent).as_posix()}/'
        parts = [title, '', module_header(folder / '__init__.py'), '']
        return '\n'.join([*parts, *(self._module(package, paths[name]) for name in names)])

    def _module(self, package: str, path: Path) -> str:
        self.env.note_dependency(str(path))
        name = f'{package}.{path.stem}'
        header = textwrap.indent(module_header(path), '   ')
        return f'.. py:module:: {name}\n\n``{path.stem}``\n{header}\n'


def folders() -> list[Path]:
    """Return the folders with modules, each before those inside it."""
    paths = (path.parent for path in PACKAGE.rglob('__init__.py'))
    return sorted(path for path in paths if path != PACKAGE)


def module_header(path: Path) -> str:
    """Return the docstring of the module at *path* in reStructuredText."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding='utf-8')))
    return in_rst(docstring or 'No header.')


def first_sentence(text: str) -> str:
    """Return the first paragraph of *text* on one line, without markup."""
    return ' '.join(text.partition('\n\n')[0].replace('``', '').split())


def layers(package: str) -> Iterator[list[str]]:
    """Yield the layers inside *package* as import-linter holds them, the lowest first."""
    project = tomllib.loads(PYPROJECT.read_text(encoding='utf-8'))
    for contract in project['tool']['importlinter']['contracts']:
        if contract.get('containers') == [package]:
            for layer in reversed(contract.get('layers', [])):
                yield sorted(part.strip(' ()') for part in re.split(r'[|:]', layer))


class Requirements(Generated):
    """What has to be there, and in what versions."""

    sources = (PYPROJECT,)

    def text(self) -> str:
        """Return a table: package, versions."""
        project = tomllib.loads(PYPROJECT.read_text(encoding='utf-8'))['project']
        rows = [('Python', f'``{project["requires-python"]}``')]
        for wanted in project['dependencies']:
            name, versions = re.fullmatch(r'([\w.-]+)\s*(.*)', wanted).groups()
            rows.append((name, f'``{versions}``' if versions else 'any'))
        return rst_table(('Package', 'Versions'), rows, '40 60')


class Measurements(Generated):
    """A file with measurements, if there is one beside the page."""

    required_arguments = 1

    def text(self) -> str:
        """Return the text or the chart in the file, or a sentence that it is missing."""
        relative, name = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        path = Path(name)
        if not path.exists():
            return 'This copy of the manual was built without a file of measurements.'
        shown = textwrap.indent(path.read_text(encoding='utf-8').rstrip(), '   ')
        if path.suffix == '.svg':  # an e-book must declare pictures within a page
            shown = textwrap.indent(f'.. raw:: html\n\n{shown}', '   ')
            return f'.. only:: html and not epub\n\n{shown}\n'
        return f'.. code-block:: text\n\n{shown}\n'


class Commands(Generated):
    """The commands of the command line, as their parsers declare them."""

    sources = tuple(sorted((PACKAGE / 'commands').glob('*.py')))

    def text(self) -> str:
        """Return a section for each command."""
        parser = make_parser()
        [commands] = [one for one in parser._actions if isinstance(one.choices, dict)]
        return '\n'.join(self._section(name, own) for name, own in commands.choices.items())

    def _section(self, name: str, parser: ArgumentParser) -> str:
        title = f'archgloss {name}'
        lines = [f'.. _command-{name}:', '', title, '-' * len(title), '']
        lines += [parser.description or '', '', f'.. program:: {title}', '']
        for action in parser._actions:
            written = [*action.option_strings] or [action.metavar or action.dest]
            if action.option_strings and action.nargs != 0:
                value = action.metavar or f'{{{",".join(action.choices or ())}}}'
                if value == '{}':
                    value = action.dest.upper()
                written = [f'{option} {value}' for option in written]
            said = (action.help or '') % {**vars(action), 'prog': title}
            lines += [f'.. option:: {", ".join(map(str, written))}', '', f'   {said}.', '']
        for part in (parser.epilog or '').split('\n\n'):
            heading, _, rest = part.partition(':\n')
            lines += [f'{heading.capitalize()}:', '', '.. code-block:: text', '']
            lines += [textwrap.indent(textwrap.dedent(rest), '   '), '']
        return '\n'.join(lines)


class Beside(SphinxDirective):
    """Markdown, and beside it what Sphinx makes of it."""

    has_content = True

    def run(self) -> list[Node]:
        """Return two columns."""
        text = '\n'.join(self.content)
        source = nodes.literal_block(text, text, language='md')
        made = nodes.container('', *self.parse_content_to_nodes(), classes=['made'])
        return [nodes.container('', source, made, classes=['beside'])]


class Picture(SphinxDirective):
    """A picture of ``_static`` with a caption, drawn for light and for dark pages.

    A picture of a terminal is an SVG, dark on all pages, for HTML alone.
    """

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {'alt': directives.unchanged_required}

    def run(self) -> list[Node]:
        """Return the figure."""
        name, *caption = self.arguments[0], *self.parse_content_to_nodes()
        figure = nodes.figure(classes=[f'picture-{name}'])
        pictures = Path(self.env.srcdir, '_static')
        is_drawn = (pictures / f'{name}.svg').exists()
        if is_drawn:
            # a class of pydata-sphinx-theme: not to be made darker on dark pages
            figure += self._image(f'{name}.svg', classes=['dark-light'])
        elif (pictures / f'{name}-dark.png').exists():
            figure += self._image(f'{name}-light.png', classes=['only-light'])
            dark = self._image(f'{name}-dark.png', classes=['only-dark'])
            figure += addnodes.only('', dark, expr='html and not epub')
        else:
            figure += self._image(f'{name}-light.png')
        for part in caption:
            text = nodes.caption(part.rawsource, '', *part.children)
            text.source, text.line = part.source, part.line  # translators need both
            figure += text
        return [addnodes.only('', figure, expr='html') if is_drawn else figure]

    def _image(self, name: str, **attributes: Any) -> nodes.image:
        alt = self.options['alt']
        return nodes.image('', uri=f'/_static/{name}', alt=alt, **attributes)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive('record-keys', RecordKeys)
    app.add_directive('archgloss-options', Options)
    app.add_directive('archgloss-kinds', Kinds)
    app.add_directive('archgloss-rules', Rules)
    app.add_directive('archgloss-modules', Modules)
    app.add_directive('archgloss-tree', Tree)
    app.add_directive('archgloss-requirements', Requirements)
    app.add_directive('archgloss-measurements', Measurements)
    app.add_directive('archgloss-commands', Commands)
    app.add_directive('beside', Beside)
    app.add_directive('picture', Picture)
    return {'version': '1', 'parallel_read_safe': True, 'parallel_write_safe': True}
