"""Translated definitions and references: what Sphinx's own transform gets wrong.

Sphinx translates a page once it is read, paragraph by paragraph, by the parser
of the page. A definition may have another markup, and by then its footnotes and
targets are resolved; so it is translated here, before that. Sphinx also holds the
targets of a translated message against those of the original, letter by letter,
though a term has many labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.locale import init as init_locale
from sphinx.locale import translators
from sphinx.transforms.i18n import Locale
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import elements
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TARGET, inventory_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_FILETYPES = {'rst': 'restructuredtext', 'myst': 'markdown'}


class _Locale(Locale):
    """Sphinx's own transform, for a markup that is not told by a file's name."""

    filetype = ''

    @property
    def config(self) -> Config:
        """The project's configuration, in which all files are of one markup."""
        found: Any = _Config(self.env.config, self.filetype)
        return found  # type: ignore[no-any-return]


class _Config:
    """The configuration *real*, in which every file is of the type *filetype*."""

    def __init__(self, real: Config, filetype: str) -> None:
        self.__dict__.update(_real=real, source_suffix={'': filetype})

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__['_real'], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__['_real'], name, value)


def is_translated(env: BuildEnvironment, app: Sphinx) -> bool:
    """Return whether there is a catalogue for the page that is being read."""
    if not app.builder.use_message_catalog:
        return False
    found_folders = (env.srcdir / folder for folder in env.config.locale_dirs)
    folders = [folder for folder in found_folders if folder.is_dir()]
    if not folders:
        return False
    _, found = init_locale(folders, env.config.language, _domain(env))
    _forget(env)
    return found


def translate(document: nodes.document, markup: str, app: Sphinx) -> None:
    """Translate the definition in *document*, and keep Sphinx from doing it again."""
    filetype = _FILETYPES[markup]
    if filetype not in app.registry.get_source_parsers():
        return  # MyST in a project that reads none
    hide_targets(document)
    transform = _Locale(document)
    transform.filetype = filetype
    transform.apply()
    restore_targets(document)
    _forget(document.settings.env)
    for node, _message in list(extract_messages(document)):
        node['translatable'] = False


def _domain(env: BuildEnvironment) -> str:
    return docname_to_domain(env.docname, env.config.gettext_compact)


def _forget(env: BuildEnvironment) -> None:
    """Drop the catalogue, which otherwise takes itself in once more with each use."""
    translators.pop(('general', _domain(env)), None)


_ORIGINAL = 'term-ref of the original'


def hide_targets(document: nodes.document) -> None:
    """Make the references to terms in *document* equal to all in its translation.

    Sphinx compares target with target, and has the attributes of an original
    reference copied to a translated one of the same type and target. The role gives
    a reference in a translated message no target, so none remains to be compared but
    their number.
    """
    for node in _references(document):
        node['reftype'], node['reftarget'] = _ORIGINAL, ''


def restore_targets(document: nodes.document) -> None:
    """Give references their targets, those of the original and of the translation."""
    for node in _references(document):
        node['reftype'], node['reftarget'] = (
            'term-ref',
            inventory_name(node.get(TARGET, '')),
        )


def _references(document: nodes.document) -> Iterator[addnodes.pending_xref]:
    for node in elements(document):
        if isinstance(node, addnodes.pending_xref) and node.get('refdomain') == 'archgloss':
            yield node
