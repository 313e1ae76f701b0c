"""Translated definitions: messages of the page's catalogue, in the set's own markup.

Sphinx translates a page once it is read, paragraph by paragraph, by the parser
of the page. A definition may have another markup, and by then its footnotes and
targets are resolved; so it is translated here, before that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.locale import init as init_locale
from sphinx.locale import translators
from sphinx.transforms.i18n import Locale
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

if TYPE_CHECKING:
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
    folders = [env.srcdir / folder for folder in env.config.locale_dirs]
    _, found = init_locale(folders, env.config.language, _domain(env))
    _forget(env)
    return found


def translate(document: nodes.document, markup: str, app: Sphinx) -> None:
    """Translate the definition in *document*, and keep Sphinx from doing it again."""
    filetype = _FILETYPES[markup]
    if filetype not in app.registry.get_source_parsers():
        return  # MyST in a project that reads none
    transform = _Locale(document)
    transform.filetype = filetype
    transform.apply()
    _forget(document.settings.env)
    for node, _message in list(extract_messages(document)):
        node['translatable'] = False


def _domain(env: BuildEnvironment) -> str:
    return docname_to_domain(env.docname, env.config.gettext_compact)


def _forget(env: BuildEnvironment) -> None:
    """Drop the catalogue, which otherwise takes itself in once more with each use."""
    translators.pop(('general', _domain(env)), None)
