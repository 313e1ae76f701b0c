"""Translation of definitions, and of references to terms.

Sphinx translates a page after reading it, paragraph by paragraph, with the parser of the
page. A definition may have another markup, and by then its footnotes and targets are
resolved; so this module translates it earlier. Sphinx also compares the targets of
references in a translated message with those of the original, letter by letter, although a
term has many labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.locale import init as init_locale
from sphinx.locale import translators
from sphinx.transforms.i18n import Locale
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from sphinxcontrib_archgloss.sphinx_ext.ground.config import catalogue_folders
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
    """Sphinx's own transform, for a markup that does not follow from a file name."""

    filetype = ''

    @property
    def config(self) -> Config:
        """The project's configuration, with one markup for all files."""
        config: Any = _Config(self.env.config, self.filetype)
        return config  # type: ignore[no-any-return]


class _Config:
    """The configuration *real*, in which every file is of the type *filetype*."""

    def __init__(self, real: Config, filetype: str) -> None:
        self.__dict__.update(_real=real, source_suffix={'': filetype})

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__['_real'], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__['_real'], name, value)


def is_translated(env: BuildEnvironment, app: Sphinx) -> bool:
    """Return whether the page that Sphinx is reading has a message catalogue."""
    folders = catalogue_folders(app) if app.builder.use_message_catalog else []
    if not folders:
        return False
    _, has_catalogue = init_locale(folders, env.config.language, _domain(env))
    _drop_catalogue(env)
    return has_catalogue


def translate(document: nodes.document, markup: str, app: Sphinx) -> None:
    """Translate the definition in *document*, and prevent Sphinx from doing it again."""
    filetype = _FILETYPES[markup]
    if filetype not in app.registry.get_source_parsers():
        return  # MyST in a project that has no parser for it
    hide_targets(document)
    transform = _Locale(document)
    transform.filetype = filetype
    transform.apply()
    restore_targets(document)
    _drop_catalogue(document.settings.env)
    for node, _message in list(extract_messages(document)):
        node['translatable'] = False


def _domain(env: BuildEnvironment) -> str:
    return docname_to_domain(env.docname, env.config.gettext_compact)


def _drop_catalogue(env: BuildEnvironment) -> None:
    """Drop the catalogue; Sphinx would merge it into itself each time it is loaded."""
    translators.pop(('general', _domain(env)), None)


_ORIGINAL = 'term-ref of the original'


def hide_targets(document: nodes.document) -> None:
    """Hide the targets of the references to terms in *document* from Sphinx.

    Sphinx compares the targets of the original and of its translation, and copies the
    attributes of an original reference to a translated one of the same type and target.
    The role gives references in a translated message no target, so Sphinx compares only
    how many there are.
    """
    for node in _references(document):
        node['reftype'], node['reftarget'] = _ORIGINAL, ''


def restore_targets(document: nodes.document) -> None:
    """Set the targets of references again, in the original and in the translation."""
    for node in _references(document):
        node['reftype'], node['reftarget'] = (
            'term-ref',
            inventory_name(node.get(TARGET, '')),
        )


def _references(document: nodes.document) -> Iterator[addnodes.pending_xref]:
    for node in elements(document):
        if isinstance(node, addnodes.pending_xref) and node.get('refdomain') == 'archgloss':
            yield node
