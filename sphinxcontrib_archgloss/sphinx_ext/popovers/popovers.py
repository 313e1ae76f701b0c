"""Popovers: what the terms that a page refers to are, at the end of the page.

Each term stands there once, in an inert ``template`` with an id that its references
have among their classes. The script shows it; without the script nothing is seen of
it. Text in it is none of the page's, so the search never meets it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground.nodes import POPOVER, elements
from sphinxcontrib_archgloss.sphinx_ext.ground.text import foreign
from sphinxcontrib_archgloss.sphinx_ext.popovers.inline_data import has_maths, summary_nodes
from sphinxcontrib_archgloss.sphinx_ext.storage.static_files import (
    SCRIPT,
)

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

    from sphinxcontrib_archgloss.project.summary import Summary
    from sphinxcontrib_archgloss.project.views import PopoverView

_ = get_translation('sphinxcontrib_archgloss')


class term_popovers(nodes.General, nodes.Element):
    """What a page says of the terms it refers to.

    Attribute: ``popovers``, a list of `PopoverView`, in the order of the first references.
    """


class AddPopovers(SphinxPostTransform):
    """Adds to a page what its references are to show."""

    default_priority = 60  # once what `only` hides is gone, too

    def run(self, **kwargs: Any) -> None:
        """Gather the terms of the references, and name the references after them."""
        session = ArchglossDomain.of(self.env).session
        if not session.features.popovers:
            return
        popovers: dict[str, PopoverView] = {}  # a redirect has that of its term
        for node in elements(self.document):
            popover = node.attributes.pop(POPOVER, None)
            if popover is not None:
                popovers[popover.id] = popover
                node['classes'].append(f'tip-{popover.id}')
        if popovers:
            self.document += term_popovers(popovers=list(popovers.values()))


class Popovers:
    """Writes the briefs of terms into pages; each is made once in a process."""

    def __init__(self) -> None:
        self._written: dict[PopoverView, str] = {}

    def visit_term_popovers(self, translator: HTML5Translator, node: Element) -> None:
        """Write an inert element for each term."""
        body = translator.body
        touch = translator.attval(_('Tap again to follow the link'))
        body.append(f'<div class="term-tips" hidden="hidden" data-touch="{touch}">\n')
        for popover in node['popovers']:
            written = self._written.get(popover)
            if written is None:
                written = _template(translator, popover)
                # maths may be images, at a relative address, and the page has to load
                # what typesets them, which Sphinx knows once it has written one
                if not has_maths(popover.summary.inlines):
                    self._written[popover] = written
            body.append(written)
        body.append('</div>\n')
        raise nodes.SkipNode


def load_popover_script(
    app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Have a page load the script, and what its popovers' formulas need."""
    holder = next((n for n in doctree.children if isinstance(n, term_popovers)), None)
    if holder is None:
        return
    cast('StandaloneHTMLBuilder', app.builder).add_js_file(SCRIPT, defer='defer')
    if any(has_maths(popover.summary.inlines) for popover in holder['popovers']):
        _load_maths(app, pagename, context)


def _template(translator: HTML5Translator, popover: PopoverView) -> str:
    """Return the HTML of *tip*, as *translator* writes it."""
    encode = translator.encode
    said = _('Leads to a full explanation') if popover.explained else _('Glossary entry')
    lang = '' if popover.summary.translated else popover.lang
    spoken = _attributes(translator, foreign(lang, translator.config))
    return (
        f'<template class="term-tip" id="tip-{encode(popover.id)}">'
        f'<p class="term-tip-name"{spoken}>{encode(popover.summary.name)}</p>'
        f'<p class="term-tip-text"{spoken}>{_sentence(translator, popover.summary)}</p>'
        f'<p class="term-tip-state">{encode(said)}</p></template>\n'
    )


def _sentence(translator: HTML5Translator, summary: Summary) -> str:
    """Return the HTML of *brief*."""
    texts = [inline for inline in summary.inlines if isinstance(inline, str)]
    if len(texts) == len(summary.inlines):
        return str(translator.encode(''.join(texts)))
    before = len(translator.body)
    for child in nodes.inline('', '', *summary_nodes(summary.inlines)).children:
        child.walkabout(translator)
    written = ''.join(translator.body[before:])
    del translator.body[before:]
    return written


def _attributes(translator: HTML5Translator, attributes: dict[str, str]) -> str:
    """Return *attributes* as they stand in a start tag."""
    return ''.join(
        f' {name}="{translator.attval(value)}"' for name, value in attributes.items()
    )


def _load_maths(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Have MathJax loaded by a page that has formulas in its popovers only.

    Since Sphinx 9 the translator has told; before, the page's own text is asked.
    """
    if 'has_maths_elements' in context or 'sphinx.ext.mathjax' not in app.extensions:
        return
    known = app.env.domains['math'].data['has_equations']
    before = known.get(pagename, False)
    if not before:
        from sphinx.ext.mathjax import install_mathjax  # only where it is loaded

        known[pagename] = True
        try:
            install_mathjax(app, pagename, '', context, None)
        finally:
            known[pagename] = before


def add_popovers(app: Sphinx) -> None:
    """Register what adds popovers to pages and writes them."""
    app.add_post_transform(AddPopovers)
    app.add_node(term_popovers, html=(Popovers().visit_term_popovers, None))
