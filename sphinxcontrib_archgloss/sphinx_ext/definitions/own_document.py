"""Definitions that register something with their document, so that each needs its own.

Substitutions, targets and footnotes are resolved there, by docutils' transforms and those
that Sphinx and MyST add. A definition is a part of its page before the transforms of the
page run, so all other transforms, including those of extensions, treat it as they treat the
page.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.transforms import Transform, references
from docutils.utils import get_source_line
from sphinx.transforms import (
    AutoNumbering,
    DefaultSubstitutions,
    HandleCodeBlocks,
    UnreferencedFootnotesDetector,
)
from sphinx.transforms.references import SphinxDanglingReferences

from sphinxcontrib_archgloss.sphinx_ext.definitions.isolation import (
    ParserMessage,
    RstParser,
    failure,
    initial_data,
    isolated_parsing,
    scratch_document,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.local_targets import (
    Preamble,
    prefix_ids,
    prepare_targets,
    resolve_local_targets,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.parser_messages import (
    check_code,
    check_files,
    locate_messages,
)
from sphinxcontrib_archgloss.sphinx_ext.definitions.translation import translate
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import UNKNOWN, unknown_substitution

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx

    from sphinxcontrib_archgloss.sphinx_ext.source_positions.role_lines import (
        DefinitionLines,
    )
    from sphinxcontrib_archgloss.terms.model import Term, Text


class HideUnknownSubstitutions(Transform):
    """Hides from docutils the substitutions that a definition does not define.

    An extension may define them.
    """

    default_priority = references.Substitutions.default_priority - 1

    def apply(self) -> None:
        """Replace references without a definition by other nodes."""
        document = self.document
        for node in list(document.findall(nodes.substitution_reference)):
            name = node['refname']
            if name not in document.substitution_defs and (
                name.lower() not in document.substitution_names
            ):
                hidden = unknown_substitution(
                    node.rawsource, '', *node.children, **node.attributes
                )
                hidden.source, hidden.line = node.source, node.line
                node.replace_self(hidden)


class ShowUnknownSubstitutions(Transform):
    """Restores what `HideUnknownSubstitutions` has hidden."""

    default_priority = references.Substitutions.default_priority + 1

    def apply(self) -> None:
        """Replace other nodes by references."""
        for hidden in list(self.document.findall(unknown_substitution)):
            node = nodes.substitution_reference(
                hidden.rawsource, '', *hidden.children, **hidden.attributes
            )
            node.source, node.line = hidden.source, hidden.line
            hidden.replace_self(node)


LOCAL: tuple[type[Transform], ...] = (
    DefaultSubstitutions,
    HideUnknownSubstitutions,
    references.Substitutions,
    ShowUnknownSubstitutions,
    HandleCodeBlocks,
    AutoNumbering,
    references.PropagateTargets,
    references.AnonymousHyperlinks,
    references.IndirectHyperlinks,
    references.Footnotes,
    UnreferencedFootnotesDetector,
    references.ExternalTargets,
    references.InternalTargets,
    SphinxDanglingReferences,
)
"""The transforms for every definition; the parser of its markup may need more."""


class OwnDocuments:
    """Parses definitions on the page *host*, each in a document of its own.

    Those in reST are parsed by *rst_parser*. Messages of parsers are in *messages*, which
    the caller clears.
    """

    def __init__(
        self,
        host: nodes.document,
        app: Sphinx,
        rst_parser: RstParser,
        messages: list[ParserMessage],
    ) -> None:
        self._host = host
        self._app = app
        self._env = app.env
        self._rst_parser = rst_parser
        self._initial_data = initial_data(app.env)
        self._messages = messages

    def parse(
        self, text: Text, path: str, markup: str, prefix: str, *, translated: bool
    ) -> nodes.document:
        """Return the document of a definition whose data file is at *path*.

        Ids in it begin with *prefix*.
        """
        with isolated_parsing(self._env, self._initial_data) as data:
            document = scratch_document(self._host, path, prefix, self._messages)
            given = self._preamble.document
            document.substitution_defs.update(given.substitution_defs)
            document.substitution_names.update(given.substitution_names)
            more = self._fill(document, text, path, markup)
            if translated:
                translate(document, markup, self._app)
            borrowed = prepare_targets(document, self._preamble)
            self._apply_transforms(document, (*LOCAL, *more))
            count = len(self._messages)
            resolve_local_targets(document, borrowed, self._app)
            del self._messages[count:]  # `in_definitions` reports what is not local
            check_code(document, self._env.config, self._messages)
            check_files(document, self._env, self._messages)
        prefix_ids(document, prefix, self._host, data)
        return document

    @cached_property
    def _preamble(self) -> Preamble:
        """The project's ``rst_prolog`` and ``rst_epilog``, which MyST pages lack."""
        config, source = self._env.config, '<rst_prolog>'
        count = len(self._messages)
        document = scratch_document(self._host, source, '', self._messages)
        with isolated_parsing(self._env, self._initial_data):
            for part in filter(None, (config.rst_prolog, config.rst_epilog)):
                self._rst_parser.run(part, source, document, document)
        del self._messages[count:]  # Sphinx reports these on every page
        HideUnknownSubstitutions(document).apply()
        targets = [t for t in document.findall(nodes.target) if 'refuri' in t]
        return Preamble(document, tuple(targets))

    def _fill(
        self, document: nodes.document, text: Text, path: str, markup: str
    ) -> tuple[type[Transform], ...]:
        """Parse *text* into *document*; return the transforms that its markup adds."""
        if markup != 'myst':
            self._rst_parser.run(text.value, path, document, document)
            return ()
        # MyST is imported only where a set is written in it
        from sphinxcontrib_archgloss.sphinx_ext.definitions import myst

        count = len(self._messages)
        myst.render(text.value, document, self._myst_parser)
        if len(self._messages) > count:  # what failed may have left rules of it disabled
            del self._myst_parser
        transforms: tuple[type[Transform], ...] = myst.transforms()
        return transforms

    @cached_property
    def _myst_parser(self) -> MarkdownIt:
        from sphinxcontrib_archgloss.sphinx_ext.definitions import myst

        return myst.new_parser(self._env, self._app)

    def _apply_transforms(
        self, document: nodes.document, transforms: tuple[type[Transform], ...]
    ) -> None:
        """Apply *transforms*, and those that directives have requested, in their order.

        If one fails, it is reported, and the next is applied.
        """
        transformer = document.transformer
        transformer.add_transforms(transforms)
        while waiting := transformer.transforms:
            waiting.sort(key=lambda item: item[0], reverse=True)
            _, transform, pending, arguments = waiting.pop()
            try:
                transform(document, startnode=pending).apply(**arguments)
            except Exception as error:  # noqa: BLE001 - whatever an extension raises
                message = failure(f'the transform {transform.__name__}', error)
                self._messages.append(ParserMessage(None, '', message))


def mark_unknown_substitutions(
    holder: Element, term: Term, path: str, lines: DefinitionLines
) -> bool:
    """Give references to substitutions that are left to the page a message.

    Return whether there are any.
    """
    references = list(holder.findall(nodes.substitution_reference))
    for node in references:
        text = f'Undefined substitution referenced: "{node["refname"]}".'
        message = ParserMessage(get_source_line(node)[1], '', text, faulty=node)
        [(line, text)] = locate_messages([message], holder, path, lines)
        node[UNKNOWN] = f'{line - term.first_line} {text}'
    return bool(references)
