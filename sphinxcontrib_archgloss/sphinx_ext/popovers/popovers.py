"""The popovers of a page: their text, their HTML and their script.

The end of a page holds one inert ``template`` for each term that the page refers to. Its id
is among the classes of the references. The script shows it; without the script, readers do
not see it. Its text is not part of the page, so the search does not index it. Unless the
project has a layout of its own, the script adds what all templates have in common: their
classes and the line *In the glossary*.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from markupsafe import Markup
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.conditions import left_out_blocks
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import POPOVER, HtmlNode, elements
from sphinxcontrib_archgloss.sphinx_ext.ground.text import foreign
from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import has_maths, summary_nodes
from sphinxcontrib_archgloss.sphinx_ext.popovers.layout import PopoverParts, popover_layout
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.project.summary import Summary
    from sphinxcontrib_archgloss.project.views import PopoverView
    from sphinxcontrib_archgloss.sphinx_ext.domain.session import BuildSession

_ = get_translation('sphinxcontrib_archgloss')


class term_popovers(HtmlNode, nodes.General):
    """The popovers of a page.

    Attributes: ``popovers``, a list of `PopoverView`, in the order of the first references;
    once they are written, ``html``, and ``maths``, whether any of them has formulas.
    """

    def write(self, translator: HTML5Translator) -> None:
        """Set ``html`` and ``maths`` for `complete_body`; the body gets nothing yet."""
        writer = ArchglossDomain.of(translator.builder.env).session.shared(PopoverWriter)
        self['html'], self['maths'] = writer.html(translator, self['popovers'])


class AddPopovers(SphinxPostTransform):
    """Adds the popovers of its references to a page."""

    def run(self, **kwargs: Any) -> None:
        """Collect the popovers, and give each reference the class of its popover."""
        session = ArchglossDomain.of(self.env).session
        linked: Iterable[Element] = session.linked
        hidden: set[int] = set()  # ids of nodes that are not shown
        if session.leaves_out(self.env.docname):
            # `ifconfig`, which is still there; what `only` hides is not
            for block in left_out_blocks(self.document, session.project.holds):
                hidden.update(map(id, elements(block)))
            linked = elements(self.document)
        elif session.in_order < len(session.linked):
            linked = elements(self.document)
        popovers: dict[str, PopoverView] = {}  # by id: a redirect has that of its term
        for node in linked:
            if POPOVER in node.attributes:
                popover = node.attributes.pop(POPOVER)
                if id(node) in hidden:
                    continue
                if isinstance(popover, list):  # those of a map
                    popovers.update((each.id, each) for each in popover)
                else:
                    popovers[popover.id] = popover
                    node.attributes['classes'].append(f'tip-{popover.id}')
            elif type(node) is nodes.substitution_definition:
                hidden.update(map(id, elements(node)))
        session.linked.clear()
        session.in_order = 0
        if popovers:
            self.document += term_popovers(popovers=list(popovers.values()))


class PopoverWriter:
    """Writes the popovers of pages; each is rendered once in a process."""

    def __init__(self, session: BuildSession) -> None:
        self._rendered: dict[PopoverView, str] = {}
        self._env = session.env
        has_template = session.template('popover') is not None
        self._layout = session.shared(popover_layout) if has_template else None
        self._start = ''

    def html(
        self, translator: HTML5Translator, popovers: Iterable[PopoverView]
    ) -> tuple[str, bool]:
        """Return an inert element for each term, and whether any of them has formulas."""
        self._start = self._start or _start(translator, whole=self._layout is not None)
        html, with_maths = [self._start], False
        for popover in popovers:
            template = self._rendered.get(popover)
            if template is None:
                template, as_laid_out = self._template(translator, popover)
                # maths may be images, at a relative address, and Sphinx makes the page load
                # what typesets maths when it writes a formula there
                if has_maths(popover.summary.inlines):
                    with_maths = True
                elif as_laid_out:
                    self._rendered[popover] = template
            html.append(template)
        return ''.join((*html, '</div>\n')), with_maths

    def _template(
        self, translator: HTML5Translator, popover: PopoverView
    ) -> tuple[str, bool]:
        """Return the HTML of *popover*, and whether it is as the project lays it out."""
        docname = translator.builder.current_docname
        parts = _parts(translator, popover, whole=self._layout is not None)
        inner, as_laid_out = str(parts.body), True
        if self._layout is not None:
            inner, as_laid_out = self._layout.draw(parts, self._env, docname)
        id_ = _encoded(translator, popover.id)
        return f'<template id="tip-{id_}">{inner}</template>\n', as_laid_out


def complete_body(
    app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add its popovers to a page, and make it load their script and what formulas need.

    Until now they were not in the text of the page, which Sphinx copies and quotes.
    """
    node = next((n for n in doctree.children if isinstance(n, term_popovers)), None)
    if node is None:
        return
    context['body'] += node['html']
    cast('StandaloneHTMLBuilder', app.builder).add_js_file(SCRIPT, defer='defer')
    if node.get('maths'):
        _load_maths(app, pagename, context)


def _start(translator: HTML5Translator, *, whole: bool) -> str:
    """Return the start tag of what holds the popovers of a page.

    Unless they are *whole*, it has the text that the script adds to them.
    """
    texts = {'touch': _('Tap again to follow the link'), 'switch': _('Pop-up definitions')}
    if not whole:
        texts['entry'] = _('In the glossary')
    data = (f' data-{name}="{translator.attval(text)}"' for name, text in texts.items())
    return f'<div class="term-tips" hidden="hidden"{"".join(data)}>\n'


def _parts(
    translator: HTML5Translator, popover: PopoverView, *, whole: bool
) -> PopoverParts:
    """Return name, sentence, status, what the references link to, and their HTML.

    Unless it is to be *whole*, the HTML lacks what the script adds.
    """
    encode, summary = partial(_encoded, translator), popover.summary
    name, text = (
        _language('' if translated else popover.lang, translator)
        for translated in (summary.translation, summary.translated)
    )
    status = line = ''
    if popover.deprecated:
        status = str(_('Deprecated.'))
        if popover.successor:
            status += ' ' + _('Replaced by: {terms}').replace('{terms}', popover.successor)
        line = f'<p class="term-tip-status">{encode(status)}</p>'
    state, target = str(_('In the glossary')), 'term-tip-entry'
    if popover.page:
        state, target = _('Read: {page}').replace('{page}', popover.page), 'term-tip-page'
    sentence = _sentence(translator, summary)

    def paragraph(kind: str, html: str, attributes: str = '') -> str:
        classes = f' class="term-tip-{kind}"' if whole else ''
        return f'<p{classes}{attributes}>{html}</p>'

    body = paragraph('name', encode(summary.name), name) + line
    body += paragraph('text', sentence, text)
    if whole or popover.page:
        body += paragraph(f'state {target}', encode(state))
    return PopoverParts(
        id=popover.id,
        name=summary.name,
        text=Markup(sentence),  # noqa: S704 - the translator has encoded it
        status=status,
        state=state,
        page=popover.page,
        body=Markup(body),  # noqa: S704 - encoded above
    )


def _encoded(translator: HTML5Translator, text: str) -> str:
    """Return *text* as HTML; few texts have a character that `encode` has to replace."""
    special = map(chr, translator.special_characters)
    return str(translator.encode(text)) if any(map(text.__contains__, special)) else text


def _language(lang: str, translator: HTML5Translator) -> str:
    """Return the HTML attributes of a text in the language *lang*."""
    language = foreign(lang, translator.config).items() if lang else ()
    return ''.join(f' {name}="{translator.attval(value)}"' for name, value in language)


def _sentence(translator: HTML5Translator, summary: Summary) -> str:
    """Return the HTML of the sentence of *summary*."""
    texts = [inline for inline in summary.inlines if isinstance(inline, str)]
    if len(texts) == len(summary.inlines):
        return _encoded(translator, ''.join(texts))
    start = len(translator.body)
    for child in nodes.inline('', '', *summary_nodes(summary.inlines)).children:
        child.walkabout(translator)
    html = ''.join(translator.body[start:])
    del translator.body[start:]
    return html


def _load_maths(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Make a page load MathJax if only its popovers have formulas.

    Since Sphinx 9 the translator does this; older versions only look at the page's own
    text.
    """
    if 'has_maths_elements' in context or 'sphinx.ext.mathjax' not in app.extensions:
        return
    has_equations = app.env.domains['math'].data['has_equations']
    before = has_equations.get(pagename, False)
    if not before:
        from sphinx.ext.mathjax import install_mathjax  # only where it is loaded

        has_equations[pagename] = True
        try:
            install_mathjax(app, pagename, '', context, None)
        finally:
            has_equations[pagename] = before
