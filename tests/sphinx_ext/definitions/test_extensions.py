"""Definitions hold what pages hold: other extensions see them as they see a page.

The project has an extension of its own, which does what extensions do: it transforms pages
at every stage of a build, registers ids, and raises. Each definition is also an entry of
Sphinx's own glossary, in another project.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

import pytest

from pages import Page, broken_links, words

if TYPE_CHECKING:
    from projects import Project

EXTENSION = r'''
from docutils import nodes
from docutils.parsers.rst import directives
from docutils.transforms import Transform
from docutils.utils import ApplicationError, SystemMessage
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

ERRORS = {e.__name__: e for e in (ValueError, KeyError, ApplicationError, ExtensionError,
                                  RecursionError, KeyboardInterrupt)}


def fail(name):
    if name == 'SystemMessage':
        raise SystemMessage(nodes.system_message('', level=4, type='SEVERE', source=''), 4)
    raise ERRORS[name]('boom')


def marked(document):
    return [p for p in document.findall(nodes.paragraph) if 'Marked' in p.astext()]


class AddSubstitutions(SphinxTransform):
    default_priority = 211

    def apply(self):
        for ref in list(self.document.findall(nodes.substitution_reference)):
            if ref['refname'] == 'corp':
                ref.replace_self(nodes.strong('', 'The Corp'))


class Early(SphinxTransform):
    default_priority = 300

    def apply(self):
        for p in marked(self.document):
            p += nodes.Text(' early')


class Smart(Transform):
    default_priority = 760

    def apply(self):
        for p in marked(self.document):
            p += nodes.Text(' smart' if '\u201d' in p.astext() else ' no quotes')


class Late(SphinxTransform):
    default_priority = 900

    def apply(self):
        for p in marked(self.document):
            p += nodes.Text(' late')


class Post(SphinxPostTransform):
    default_priority = 400

    def run(self):
        for p in marked(self.document):
            p += nodes.Text(' post')


class Explode(SphinxTransform):
    default_priority = 310
    word = 'explode'

    def apply(self):
        for p in self.document.findall(nodes.paragraph):
            if self.word in p.astext():
                fail('ValueError')


class ExplodeLate(Explode):
    default_priority = 950
    word = 'perish'


class Page(SphinxTransform):
    """Needs a page with a title, adds to it, and collects what is on it."""

    default_priority = 200

    def apply(self):
        section = self.document.next_node(nodes.section)
        title = section.next_node(nodes.title).astext()
        self.document.substitution_names['titled'] = 'titled'
        definition = nodes.substitution_definition('', nodes.Text(title), names=['titled'])
        self.document.substitution_defs['titled'] = definition
        names = [n.astext() for n in self.document.findall(nodes.strong)]
        section += nodes.paragraph('', f'Strong in {title}: {", ".join(names)}')


def at_read(app, document):
    for p in marked(document):
        p += nodes.Text(' read')


def at_resolved(app, document, docname):
    for p in marked(document):
        p += nodes.Text(' resolved')


class Req(SphinxDirective):
    """Registers its id in the environment, as sphinx-needs does."""

    required_arguments = 1
    has_content = True

    def run(self):
        name = self.arguments[0]
        reqs = self.env.__dict__.setdefault('reqs', {})
        if name in reqs:
            raise ValueError(f'there is a {name} already')
        reqs[name] = self.env.docname
        box = nodes.container('', ids=[name], classes=['req'])
        box += self.parse_content_to_nodes()
        return [nodes.target('', '', ids=[name], refid=name), box]


class Panel(SphinxDirective):
    """A button and what it opens, which name each other."""

    has_content = True

    def run(self):
        button = widget('', nodes.Text('open'), tag='button')
        panel = widget('', *self.parse_content_to_nodes(), tag='div')
        button['ids'], panel['ids'] = ['button-0'], ['panel-0']
        button['aria-controls'] = 'panel-0'
        panel['aria-labelledby'] = 'button-0 button-0'
        panel['data-link'] = '#button-0'
        return [button, panel]


class widget(nodes.General, nodes.Element):
    pass


def visit(self, node):
    kept = {k: v for k, v in node.attributes.items()
            if k.startswith(('aria', 'data'))}
    self.body.append(self.starttag(node, node['tag'], '', **kept))


def depart(self, node):
    self.body.append(f'</{node["tag"]}>')


class ReqRole(SphinxRole):
    def run(self):
        return [nodes.inline('', self.text, req=self.text)], []


def link_reqs(app, document, docname):
    for node in list(document.findall(nodes.inline)):
        if name := node.get('req'):
            home = app.env.reqs[name]
            uri = app.builder.get_relative_uri(docname, home) if home != docname else ''
            node.replace_self(nodes.reference('', name, refuri=f'{uri}#{name}'))


class Boom(SphinxDirective):
    optional_arguments = 1
    option_spec = {'how': lambda argument: fail(argument)}

    def run(self):
        fail(self.arguments[0])


def boom_function(name, arguments, *_):
    fail('ValueError')


class BoomRole(SphinxRole):
    def run(self):
        fail(self.text)


def purge(app, env, docname):
    env.reqs = {k: v for k, v in getattr(env, 'reqs', {}).items() if v != docname}


def merge(app, env, docnames, other):
    env.reqs = {**getattr(env, 'reqs', {}), **getattr(other, 'reqs', {})}


def setup(app):
    for transform in (AddSubstitutions, Page, Early, Smart, Late, Explode, ExplodeLate):
        app.add_transform(transform)
    app.add_post_transform(Post)
    app.add_node(widget, html=(visit, depart))
    app.add_directive('req', Req)
    app.add_role('req', ReqRole())
    app.add_directive('panel', Panel)
    app.add_directive('boom', Boom)
    app.add_role('boom', BoomRole())
    app.connect('doctree-read', at_read)
    app.connect('doctree-resolved', at_resolved)
    app.connect('doctree-resolved', link_reqs)
    app.connect('env-purge-doc', purge)
    app.connect('env-merge-info', merge)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
'''

CONF = """
import sys
sys.path.insert(0, {source!r})
extensions += ['local_extension'{more}]
numfig = True
toc_object_entries = False
archgloss_term_sets = ['s.yaml']
"""


def extended(project: Project, *more: str) -> Project:
    project.write('local_extension.py', EXTENSION)
    named = ''.join(f', {name!r}' for name in more)
    conf = (project.source / 'conf.py').read_text('utf-8')
    project.write('conf.py', conf + CONF.format(source=str(project.source), more=named))
    return project


def put(project: Project, definitions: dict[str, str], markup: str = 'rst') -> None:
    """Write a set with *definitions*, by the names of their terms."""
    records = [
        f'  - name: {name}\n    definition: |\n{_indented(text, 6)}'
        for name, text in definitions.items()
    ]
    head = f'name: s\nmarkup: {markup}\nterms:\n'
    (project.source / 's.yaml').write_text(head + '\n'.join(records), 'utf-8')


def _indented(text: str, by: int) -> str:
    return textwrap.indent(textwrap.dedent(text).strip() + '\n', ' ' * by)


def words_of(html: str) -> str:
    """The words of the first definition of a page."""
    return words(re.search(r'<dd>(.*)</dd>', html, re.DOTALL)[1])


TRANSFORMED = {
    'plain': 'Marked with "quotes".',
    'registering': 'Marked |corp| with "quotes" [#n]_.\n\n.. [#n] Note.',
    'nested': '.. note:: Marked "well".',
}


@pytest.mark.parametrize('text', TRANSFORMED.values(), ids=TRANSFORMED)
def test_every_stage_of_a_build_sees_a_definition_once_as_in_a_glossary(project, text):
    extended(project)
    put(project, {'Thing': text})
    glossary = f'.. glossary::\n\n   Thing\n{_indented(text, 6)}'
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n\n.. toctree::\n\n   own\n')
    (project.source / 'own.rst').write_text(f'Own\n===\n\n{glossary}', 'utf-8')
    built = project.build('-W')
    assert built.status == 0, built.text
    ours, own = (words_of(built.page(page)) for page in ('index.html', 'own.html'))
    assert ours == own
    assert ours.count('early') == ours.count('smart') == ours.count('late') == 1


def test_stages_see_a_definition_in_markdown(project):
    extended(project, 'myst_parser')
    put(project, {'Thing': 'Marked "well"[^n].\n\n[^n]: Note.'}, 'myst')
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n')
    built = project.build('-W')
    assert built.status == 0, built.text
    stages = words_of(built.page('index.html')).partition('.')[2].split()[:6]
    assert stages == ['early', 'smart', 'read', 'late', 'post', 'resolved']


@pytest.mark.parametrize('builder', ['html', 'dirhtml'])
def test_an_id_that_an_extension_has_registered_stays(project, builder):
    extended(project)
    text = 'A thing.\n\n.. req:: REQ_1\n\n   Inside.\n\nSee :req:`REQ_1`.'
    put(project, {'Thing': text})
    project.write(
        'index.rst', 'Home\n====\n\nSee :req:`REQ_1`.\n\n.. toctree::\n\n   words\n'
    )
    project.write('words.rst', 'Words\n=====\n\n.. term-set::\n')
    built = project.build('-W', builder=builder)
    assert built.status == 0, built.text
    assert broken_links(built.output) == []
    page = built.page('words.html' if builder == 'html' else 'words/index.html')
    assert 'REQ_1' in Page(page).ids
    assert project.build('-W', builder=builder).status == 0


def test_what_an_extension_allows_once_is_one_line_where_two_pages_show_it(project):
    extended(project)
    put(project, {'Thing': 'A thing.\n\n.. req:: REQ_1\n\n   Inside.'})
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n\n.. term-set::\n')
    built = project.build()
    line = (
        's.yaml:8: WARNING: in the definition of "Thing": the directive "req" failed with '
        'ValueError: there is a REQ_1 already [archgloss.data]'
    )
    assert (built.status, built.all_warnings) == (0, [line])


def test_what_names_a_renamed_id_is_renamed(project):
    extended(project)
    put(project, {'A': '.. panel::\n\n   One.', 'B': '.. panel::\n\n   Two.'})
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n\n.. term-definition:: A\n')
    html = project.build('-W').page('index.html')
    page = Page(html)
    assert page.repeated_ids == []
    buttons = re.findall(r'<button[^>]*>', html)
    panels = re.findall(r'<div[^>]*data-link[^>]*>', html)
    assert len(buttons) == len(panels) == 3
    for button, panel in zip(buttons, panels, strict=True):
        assert _attribute(button, 'aria-controls') == _attribute(panel, 'id')
        assert (
            _attribute(panel, 'aria-labelledby').split() == [_attribute(button, 'id')] * 2
        )
        assert _attribute(panel, 'data-link') == f'#{_attribute(button, "id")}'


def _attribute(tag: str, name: str) -> str:
    return re.search(rf'\b{name}="([^"]*)"', tag)[1]


FIGURES = {
    'rst': """
        .. _fig:

        .. figure:: pic.png

           Caption

        .. table:: Tabular
           :name: tab

           == ==
           a  b
           == ==

        .. math:: a = b
           :label: eq

        .. py:function:: spam()

        .. option:: --eggs

        See :numref:`fig`, :numref:`No. %s <fig>`, :numref:`tab`, :ref:`fig`, :ref:`so <fig>`,
        :any:`fig`, fig_, :eq:`eq`, :func:`spam`, :option:`--eggs`.
        """,
    'myst': """
        ```{figure} pic.png
        :name: fig

        Caption
        ```

        ```{table} Tabular
        :name: tab

        |a|b|
        |-|-|
        |c|d|
        ```

        ```{math}
        :label: eq

        a = b
        ```

        See {numref}`fig`, {numref}`No. %s <fig>`, {numref}`tab`, {ref}`fig`, {ref}`so <fig>`,
        {any}`fig`, [](#fig), [this](#fig), {eq}`eq`.
        """,
}


@pytest.mark.parametrize('markup', FIGURES)
@pytest.mark.parametrize('builder', ['html', 'singlehtml'])
def test_references_to_what_the_same_definition_has(project, markup, builder):
    extended(project, 'myst_parser')
    put(project, {'Thing': FIGURES[markup], 'Other': FIGURES[markup]}, markup)
    project.write('pic.png', '')
    project.write(
        'index.rst',
        'Home\n====\n\n.. figure:: pic.png\n\n   First\n\n.. toctree::\n\n   w\n',
    )
    project.write('w.rst', 'Words\n=====\n\n.. term-set::\n\n.. term-definition:: Thing\n')
    built = project.build('-W', builder=builder)
    assert built.status == 0, built.text
    assert broken_links(built.output) == []
    html = built.page('w.html' if builder == 'html' else 'index.html')
    parts = words(html[html.index('<dl') :]).split('See ')[1:]
    shown = [part.partition(' . ')[0] for part in parts]
    numbers = [re.findall(r'(?:Fig\.|No\.|Table) (\d+)', line)[:3] for line in shown]
    assert numbers == [['2', '2', '1'], ['3', '3', '2'], ['4', '4', '3']]
    assert [line.count('Caption') for line in shown] == [3 if markup == 'myst' else 2] * 3


RAISING = {
    'directive': ('.. boom:: {}', 'the directive "boom" failed with {}'),
    'option': ('.. boom::\n   :how: {}', 'its markup failed with {}'),
    'role': ('A :boom:`{}` role.', 'the role "boom" failed with {}'),
}
KINDS = [
    'KeyError',
    'SystemMessage',
    'ApplicationError',
    'ExtensionError',
    'RecursionError',
]


@pytest.mark.parametrize('raising', RAISING)
def test_what_an_extension_raises_is_one_line(project, raising):
    markup, message = RAISING[raising]
    extended(project)
    # docutils takes a KeyError of an option for one that the directive does not have
    kinds = KINDS[1:] if raising == 'option' else KINDS
    faulty = {
        kind: f'First of {kind}.\n\n{markup.format(kind)}\n\nLast of {kind}.'
        for kind in kinds
    }
    put(project, {**faulty, 'Whole': 'Whole ":term-ref:`SystemMessage`".'})
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n')
    built = project.build()
    assert built.status == 0, built.text
    assert len(built.all_warnings) == len(built.warnings) == len(kinds)
    lines = (project.source / 's.yaml').read_text().splitlines()
    for kind, warning in zip(kinds, built.warnings, strict=True):
        assert f'in the definition of "{kind}": {message.format(kind)}' in warning
        line = int(re.match(r's\.yaml:(\d+):', warning)[1])
        assert kind in ' '.join(lines[line - 2 : line + 1])
    text = words(built.page('index.html'))
    assert all(f'First of {kind}' in text and f'Last of {kind}' in text for kind in kinds)
    assert 'Whole “ SystemMessage ”' in text
    assert project.build().warnings == built.warnings


@pytest.mark.parametrize('markup', ['rst', 'myst'])
def test_a_transform_sees_the_page_with_its_definitions(project, markup):
    extended(project, 'myst_parser')
    put(project, {'A': 'A **thing**.', 'B': 'A **name**[^n].\n\n[^n]: Note.'}, markup)
    if markup == 'rst':
        put(project, {'A': 'A **thing**.', 'B': 'A **name** [#n]_.\n\n.. [#n] Note.'})
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n')
    built = project.build('-W')
    assert built.status == 0, built.text
    assert words(built.page('index.html')).count('Strong in Home: thing, name') == 1


def test_a_substitution_is_of_the_definition_or_of_an_extension(project):
    extended(project)
    text = 'A |corp| in |titled|.\n\nUnknown |of page| here\nand |of nobody| there.'
    put(project, {'Thing': text})
    project.write(
        'index.rst',
        """\
        Home
        ====

        .. |of page| replace:: something

        .. term-set::

        A page has |of page|.
        """,
    )
    built = project.build()
    fault = 'WARNING: in the definition of "Thing": Undefined substitution referenced:'
    assert built.all_warnings == [
        f's.yaml:8: {fault} "of page". [archgloss.data]',
        f's.yaml:9: {fault} "of nobody". [archgloss.data]',
    ]
    text = words(built.page('index.html'))
    assert 'A The Corp in Home.' in text.replace(' in Home .', ' in Home.')
    assert 'Unknown |of page| here' in text
    assert 'A page has something.' in text
    assert project.build().all_warnings == built.all_warnings


@pytest.mark.parametrize('word', ['explode', 'perish'])
def test_a_transform_that_raises_because_of_a_page_ends_the_build(project, word):
    extended(project)
    put(project, {'Thing': 'A thing.'})
    project.write('index.rst', f'Home\n====\n\nHere to {word}.\n\n.. term-set::\n')
    built = project.build()
    assert built.status != 0
    assert 'boom' in built.text


@pytest.mark.parametrize('word', ['explode', 'perish'])
def test_a_transform_that_raises_costs_only_itself(project, word):
    extended(project)
    put(project, {'Bad': f'Marked to {word}.', 'Good': 'Marked as good.'})
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n')
    built = project.build()
    name = 'Explode' if word == 'explode' else 'ExplodeLate'
    line = (
        f's.yaml:6: WARNING: in the definition of "Bad": the transform {name} failed with '
        'ValueError: boom [archgloss.data]'
    )
    assert (built.status, built.all_warnings) == (0, [line])
    assert f'Marked to {word}. early' in words(built.page('index.html'))
    assert 'Marked as good. early' in words(built.page('index.html'))


def test_an_interrupt_ends_the_build(project):
    extended(project)
    put(project, {'Thing': '.. boom:: KeyboardInterrupt'})
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n')
    assert project.build().status != 0


@pytest.mark.parametrize('builder', ['text', 'latex', 'man', 'texinfo', 'xml'])
def test_what_a_builder_cannot_write_is_one_line_on_every_build(project, builder):
    extended(project)
    put(project, {'A': 'First.\n\n.. panel::\n\n   Inside.', 'B': 'Second.'})
    project.write('index.rst', 'Home\n====\n\n.. term-set::\n\n.. term-definition:: A\n')
    built = project.build(builder=builder)
    assert built.status == 0, built.text
    line = f's.yaml:6: WARNING: in the definition of "A": the builder "{builder}" does not support the node "widget" of an extension; only its text is written [archgloss.data]'
    assert built.all_warnings == ([] if builder == 'xml' else [line])
    [text] = [
        path.read_text('utf-8')
        for path in built.output.glob('*.*')
        if path.suffix in ('.txt', '.tex', '.1', '.texi', '.xml')
    ]
    assert all(text.count(word) >= 1 for word in ('First.', 'open', 'Inside.', 'Second.'))
    assert project.build(builder=builder).all_warnings == built.all_warnings
