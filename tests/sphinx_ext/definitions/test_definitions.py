"""Definitions: any markup, the same on every page, and faults at their own lines."""

from __future__ import annotations

import json
import re
import struct
import zlib

import pytest

from pages import Page, entries, repeated_ids, words
from projects import Project

MYST = ['sphinxcontrib_archgloss', 'myst_parser']

RST_SET = r"""
name: rich
terms:
  - name: Alpha
    definition: |
      First with :term-ref:`Beta`, :math:`a^2`, :doc:`index`, :ref:`here <label-here>`,
      :py:func:`open_file`. |prolog| |epilog| |release| |own| Named_ [1]_ [#auto]_ [CIT]_
      Also :func:`open_file`, `default`, :red:`coloured`, :ref:`own words <tgt>`.

      * one

        * nested
        * more

      1. first

      .. code-block:: python
         :linenos:
         :caption: A caption with :term-ref:`Beta`
         :name: some-code

         x = 1

      ::

         plain literal

      .. math::
         :label: eq-a

         a = b

      See :eq:`eq-a`.

      .. list-table:: Table
         :header-rows: 1

         * - A
           - B
         * - :term-ref:`Beta`
           - x

      == ==
      a  b
      == ==

      .. figure:: pic.png
         :alt: pic

         Figure with :term-ref:`Beta`

      .. admonition:: Watch out

         Admonition.

      .. versionadded:: 1.2
         New.

      .. _tgt:

      A target, see tgt_ and `this <https://example.org/>`__ and anonymous__.

      .. |own| replace:: own *subst*

      __ https://example.org/anonymous

      .. rst-class:: special

      A special paragraph.

      .. py:function:: described(a)

         A function.

      | line
      | block with :term-ref:`Beta`

      .. [1] Footnote.
      .. [#auto] Auto *footnote*.
      .. [CIT] Citation.
  - name: Beta
    definition: |
      Another [1]_ with tgt_, and |prolog|.

      .. _tgt:

      .. math::
         :label: eq-a

         b = a

      .. [1] Its footnote.
  - {name: Gamma, definition: Simple.}
"""

MYST_SET = r"""
name: mark
markup: myst
terms:
  - name: Emm
    definition: |
      First with {term-ref}`Beta`, {math}`a^2`, {doc}`index`, {ref}`here <label-here>`,
      {py:func}`open_file`. {sub-ref}`release` {{ given }} $x$ [^1] and [^named]

      * one
        * nested
        * more

      1. first

      ```{code-block} python
      :caption: A caption with {term-ref}`Beta`
      x = 1
      ```

      ```{math}
      :label: eq-a
      a = b
      ```

      See {eq}`eq-a`.

      | A | B |
      |---|---|
      | {term-ref}`Beta` | x |

      ```{figure} pic.png
      :alt: pic

      Figure with {term-ref}`Beta`
      ```

      :::{admonition} Watch out
      Admonition.
      :::

      ```{versionadded} 1.2
      New.
      ```

      (tgt)=
      A target, see [there](#tgt) and [this](https://example.org/) and <https://example.org>.

      # A heading

      ---

      [^1]: Footnote.
      [^named]: Named.
  - name: Enn
    definition: |
      Foot [^1] and [see](#tgt).

      (tgt)=
      Paragraph.

      [^1]: Other.
"""

INDEX = """
Start
=====

.. toctree::

   rst
   myst
   twice

.. _label-here:

Section
-------

.. py:function:: open_file()
"""


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack('>I', len(data))
            + kind
            + data
            + struct.pack('>I', zlib.crc32(kind + data))
        )

    head = struct.pack('>IIBBBBB', 1, 1, 8, 2, 0, 0, 0)
    data = zlib.compress(b'\0\1\2\3')
    return (
        b'\x89PNG\r\n\x1a\n'
        + chunk(b'IHDR', head)
        + chunk(b'IDAT', data)
        + chunk(b'IEND', b'')
    )


@pytest.fixture(scope='module')
def rich(shared):
    project = shared('rich')
    project.conf(
        extensions=[*MYST, 'sphinx.ext.mathjax'],
        archgloss_term_sets=['rich.yaml', 'mark.yaml'],
        myst_enable_extensions=['colon_fence', 'dollarmath', 'substitution'],
        myst_substitutions={'given': 'from *conf.py*'},
        rst_prolog='.. |prolog| replace:: the *prolog*\n.. role:: red\n',
        rst_epilog='.. |epilog| replace:: the *epilog*\n.. _Named: https://example.org/named\n',
        release='4.5.6',
    )
    project.write('rich.yaml', RST_SET)
    project.write('mark.yaml', MYST_SET)
    (project.source / 'pic.png').write_bytes(png())
    project.write('index.rst', INDEX)
    project.write(
        'rst.rst',
        """
        Page
        ====

        .. highlight:: json
        .. default-role:: literal
        .. default-domain:: js
        .. py:currentmodule:: somewhere

        Own [1]_ and |prolog| and [CIT]_ and tgt_.

        .. _tgt:

        Own target.

        .. [1] Own footnote.
        .. [CIT] Own citation.

        .. term-set:: rich mark

        After, `literal role`.

        .. math::
           :label: eq-a

           c = d
        """,
    )
    project.write(
        'myst.md',
        '# Page\n\n:::{term-set} rich mark\n:::\n\n```{math}\n:label: eq-m\nx\n```\n',
    )
    project.write(
        'twice.rst',
        'Twice\n=====\n\n.. term-set:: rich mark\n\nAgain\n-----\n\n.. term-set:: rich mark\n',
    )
    return project.build('-n')


def test_builds_without_a_word(rich):
    assert rich.all_warnings == []


def test_looks_the_same_in_rest_and_in_myst(rich):
    def neutral(html: str) -> str:
        # equations have one numbering in the whole project
        html = re.sub(r'equation-(rst|myst)-', 'equation-', html)
        return html.replace('href="myst.html#', 'href="#')

    rest, myst = entries(rich.page('rst.html')), entries(rich.page('myst.html'))
    assert set(rest) == {'Alpha', 'Beta', 'Gamma', 'Emm', 'Enn'}
    for name in rest:
        assert neutral(rest[name]) == neutral(myst[name]), name


def test_nothing_of_the_markup_is_lost(rich):
    alpha = entries(rich.page('rst.html'))['Alpha']
    for piece in (
        'the <em>prolog</em>', 'the <em>epilog</em>', '4.5.6', 'own <em>subst</em>', '<cite>default</cite>', '<span class="red">coloured</span>',
        'href="https://example.org/named"', '<ul>\n<li><p>nested</p>',
        'class="highlight-python', 'class="highlight-default', 'A caption with <a',
        '<span class="eqno">(', '<th class="head"><p>A</p>', '<figcaption>',
        'admonition-title">Watch out', 'Added in version 1.2: </span>New.',
        'href="https://example.org/"', 'href="https://example.org/anonymous"',
        '<p class="special">', 'descname"><span class="pre">described',
        'class="line-block"', 'Auto <em>footnote</em>', 'Citation.',
    ):  # fmt: skip
        assert piece in alpha, piece
    emm = entries(rich.page('rst.html'))['Emm']
    for piece in (
        '4.5.6', 'from <em>conf.py</em>', '<span class="math', 'class="highlight-python',
        'A caption with <a', 'admonition-title">Watch out', 'Added in version 1.2: </span>New.',
        '<hr', '>A heading</p>', 'href="https://example.org"',
    ):  # fmt: skip
        assert piece in emm, piece


def test_footnotes_and_targets_are_local(rich):
    rest = entries(rich.page('rst.html'))
    for name, note in (
        ('Alpha', 'Footnote.'),
        ('Beta', 'Its footnote.'),
        ('Enn', 'Other.'),
    ):
        page = Page(rest[name])
        inner = [link.href for link in page.links if link.text in ('1', '[1]')]
        assert inner, name
        assert all(href[1:] in page.ids for href in inner), name
        assert note in rest[name]
    assert 'Own footnote.' not in ''.join(rest.values())
    targets = {
        name: next(
            link.href
            for link in Page(rest[name]).links
            if link.text in ('tgt', 'there', 'see')
        )
        for name in ('Alpha', 'Beta', 'Emm', 'Enn')
    }
    assert len(set(targets.values())) == 4
    assert all(href[1:] in Page(rest[name]).ids for name, href in targets.items())


def test_roles_of_other_domains_and_labels(rich):
    alpha = Page(entries(rich.page('rst.html'))['Alpha'])
    hrefs = [(link.text, link.href) for link in alpha.links]
    assert hrefs.count(('open_file()', 'index.html#open_file')) == 2
    own = dict(hrefs)['own words']
    assert own[1:] in alpha.ids
    assert own == dict(hrefs)['tgt']


def test_citations_and_equations_are_local(rich):
    html = rich.page('rst.html')
    alpha = Page(entries(html)['Alpha'])
    cited = next(link for link in alpha.links if link.text == '[CIT]')
    assert cited.href[1:] in alpha.ids
    equation = next(link for link in alpha.links if re.fullmatch(r'\(\d+\)', link.text))
    assert equation.href[1:] in alpha.ids
    assert 'id="equation-eq-a"' in html.split('After,')[1]


def test_no_id_twice_however_often_a_term_is_rendered(rich):
    assert repeated_ids(rich.output) == {}


def test_a_page_goes_on_as_if_the_definitions_were_not_there(rich):
    after = rich.page('rst.html').split('After,')[1]
    assert '<code' in after.split('</p>')[0]  # its default role


def test_the_nested_reference_is_a_link(rich):
    links = [
        link
        for link in Page(entries(rich.page('rst.html'))['Alpha']).links
        if link.text == 'Beta'
    ]
    assert [link.href for link in links] == ['myst.html#term-beta'] * 5
    assert all('term-unpublished' in link.classes for link in links)


def test_a_myst_set_serves_a_project_that_reads_no_markdown(project):
    project.conf(
        archgloss_term_sets=['mark.yaml'],
        myst_enable_extensions=['colon_fence', 'dollarmath', 'substitution'],
        myst_substitutions={'given': 'from *conf.py*'},
    )
    project.write('mark.yaml', MYST_SET.replace('{term-ref}`Beta`', '{term-ref}`Enn`'))
    (project.source / 'pic.png').write_bytes(png())
    project.write('index.rst', f'{INDEX}\n.. term-set::\n\n.. container:: mine\n\n   x\n')
    project.write('stray.md', '# Not a page\n')
    project.write('rst.rst', ':orphan:\n\nPage\n====\n')
    project.write('myst.rst', ':orphan:\n\nPage\n====\n')
    project.write('twice.rst', ':orphan:\n\nPage\n====\n')
    built = project.build('-W')
    assert built.all_warnings == []
    assert built.status == 0
    emm = entries(built.page('index.html'))['Emm']
    assert 'from <em>conf.py</em>' in emm
    assert 'admonition-title">Watch out' in emm
    assert not (built.output / 'stray.html').exists()
    # nothing else in the project is changed by it
    assert 'class="mine docutils container"' in built.page('index.html')


FAULTS = {
    'lit.yaml': r"""
name: lit
terms:
  - name: Roles
    definition: |
      First line
      second :nope:`x` and       # role
      third :nope:`y` *unclosed  # role, emphasis

      * item
      * item :nope:`z`           # role
  - name: Explicit
    definition: |
      Para.

      .. nosuch:: foo            # directive

         Content.

      * item
      * other
        and |undef| x            # substitution

      Unknown target_ and `multi # target
      word target`_ and [99]_.   # footnote
  - name: Folded
    definition: >
      First line
      second :nope:`x` and       # role
      third *unclosed.           # emphasis

      Second |undef| here        # substitution
      :nope:`x`.                 # role
  - name: Quoted
    definition: "First line
      second :nope:`x` and       # role
      third \"q\" |undef|.\n\n   # substitution
      Third :nope2:`x`."         # role2
  - name: Plain
    definition: First line
      second :nope:`x`
      third
  - name: Blocks
    definition: |
      .. code-block:: nosuchlang # lexer

         x

      .. code-block:: json       # lexing

         {"a": ...}

      Title
      =====                      # title

      .. image:: missing.png     # image

      Load :download:`no.zip`    # download
      and :ref:`nosuch-label`    # label
      and :doc:`nosuch/page`     # document
      and :any:`nothing`.        # any

      .. note::                  # content

      .. term-set::              # set

      .. term-page:: Blocks      # page

      Foot [#a]_.

      .. [#a] used
      .. [#b] unused             # unused

      .. rst-class:: trailing    # class
""",
    'm.yaml': r"""
name: m
markup: myst
terms:
  - name: MRoles
    definition: |
      First line
      second {nope}`x` and       # role
      third {nope}`y`            # role

      | a | b |
      |---|---|
      | x | {nope}`z` |          # role

      * item
        {nope}`z`                # role
  - name: MFolded
    definition: >
      First line
      second {nope}`x` and       # role
      third.
  - name: MBlocks
    definition: |
      ```{nosuch} foo            # directive
      Content.
      ```

      ```nosuchlang
      x
      ```

      ![alt](missing.png)        # image

      ```{note}
      Inside
      and {nope}`b`.             # role
      ```

      ```{eval-rst}
      Inside
      and :nope:`b`.             # role
      ```

      ```{term-set}
      :only: MBlocks
      ```

      [^1]: unused               # unused

      See [a](#nosuchid) and     # anchor
      [b](nosuch.md).            # file
""",
}

KINDS = {
    'role': 'Unknown interpreted text role "nope"',
    'role2': 'Unknown interpreted text role "nope2"',
    'emphasis': 'Inline emphasis start-string without end-string',
    'directive': 'Unknown directive type',
    'substitution': 'Undefined substitution referenced: "undef"',
    'target': 'Unknown target name: "target"|Unknown target name: "multi word target"',
    'footnote': 'Unknown target name: "99"',
    'lexer': "lexer name 'nosuchlang' is not known",
    'lexing': 'as "json" resulted in an error at token',
    'title': 'Unexpected section title',
    'image': 'image file not readable: "missing.png"',
    'download': 'download file not readable: "no.zip"',
    'label': "undefined label: 'nosuch-label'",
    'document': "unknown document: 'nosuch/page'",
    'any': "'any' reference target not found: nothing",
    'anchor': "target not found: 'nosuchid'",
    'file': "target not found: 'nosuch.md'",
    'content': 'Content block expected for the "note" directive',
    'set': 'term-set is not allowed inside a definition',
    'page': 'term-page is not allowed inside a definition',
    'class': 'No suitable element following "rst-class" directive',
    'unused': 'Footnote .* is not referenced',
}


def marked(name: str, text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return *text* without its marks, and (file:line, pattern) for each mark."""
    lines, expected = [], []
    for n, line in enumerate(text.strip('\n').split('\n'), 1):
        code, mark, kinds = line.partition(' # ')
        if (mark and code.endswith(' ')) or (mark and set(kinds.split(', ')) <= set(KINDS)):
            expected += [
                (f'{name}:{n}', p)
                for kind in kinds.split(', ')
                for p in KINDS[kind.strip()].split('|')
            ]
            line = code.rstrip()
        lines.append(line)
    return '\n'.join(lines) + '\n', expected


@pytest.fixture(scope='module')
def faulty_project(shared):
    project = shared('faults')
    texts = {name: marked(name, text) for name, text in FAULTS.items()}
    project.expected = [one for _, expected in texts.values() for one in expected]
    project.expected += [
        ('lit.yaml:40', KINDS['role']),  # "Plain", which can have no marks
        ('m.yaml:27', KINDS['lexer']),
        ('m.yaml:43', KINDS['set']),
        ('t.toml:6', KINDS['role']),
        ('t.toml:8', KINDS['substitution']),
        ('j.json:3', KINDS['role']),
        ('j.json:3', KINDS['substitution']),
    ]
    for name, (text, _) in texts.items():
        project.write(name, text)
    project.write(
        't.toml',
        'name = "t"\n[[terms]]\nname = "TA"\ndefinition = """\nFirst line\nsecond :nope:`x`\n\n|undef| here.\n"""\n',
    )
    project.write(
        'j.json',
        '{"name": "j", "terms": [\n {"name": "JA",\n  "definition": "First\\nsecond :nope:`x`\\n\\n|undef|"}]}\n',
    )
    project.conf(extensions=MYST, archgloss_term_sets=[*FAULTS, 't.toml', 'j.json'])
    project.write('index.rst', 'Start\n=====\n\n.. toctree::\n\n   more\n\n.. term-set::\n')
    project.write('more.md', '# More\n\n```{term-set}\n```\n')
    return project


@pytest.fixture(scope='module')
def faulty(faulty_project):
    return faulty_project.build()


def test_each_is_reported_once_at_its_own_line(faulty_project, faulty):
    left = list(faulty.warnings)
    for place, pattern in faulty_project.expected:
        found = next(
            (
                line
                for line in left
                if line.startswith(f'{place}: WARNING: ') and re.search(pattern, line)
            ),
            None,
        )
        assert found, (place, pattern, [line for line in left if re.search(pattern, line)])
        assert found.endswith('[archgloss.data]')
        left.remove(found)
    assert left == []


def test_nobody_else_complains(faulty):
    assert len(faulty.all_warnings) == len(faulty.warnings)


def test_nothing_of_it_is_in_the_pages(faulty):
    for name in ('index.html', 'more.html'):
        html = faulty.page(name)
        assert 'system-message' not in html
        assert 'problematic' not in html
        assert 'class="trailing"' not in html
    shown = words(entries(faulty.page('index.html'))['Roles'])
    assert ':nope:`x` and third :nope:`y` *unclosed' in shown


def test_reported_again_when_nothing_has_changed(faulty_project, faulty):
    again = faulty_project.build('-W')
    assert again.warnings == faulty.warnings
    assert again.status == 1


def test_a_missing_picture_is_taken_when_it_comes(faulty_project, faulty):
    (faulty_project.source / 'missing.png').write_bytes(png())
    after = faulty_project.build()
    assert not any('missing.png' in line for line in after.warnings)
    assert '<img' in entries(after.page('index.html'))['Blocks']


def test_moving_a_record_moves_its_faults(project):
    project.conf(archgloss_term_sets=['s.yaml'])
    body = 'terms:\n  - name: A\n    definition: |\n      One\n      :nope:`x` :term-ref:`Missing`\n'
    project.write('s.yaml', f'name: s\n{body}')
    project.write('index.rst', 'Start\n=====\n\n.. term-set::\n')
    assert [line.split(' ')[0] for line in project.build().warnings] == ['s.yaml:6:'] * 2
    project.write('s.yaml', f'# a\n# b\nname: s\n{body}')
    after = project.build()
    assert [line.split(' ')[0] for line in after.warnings] == ['s.yaml:8:'] * 2
    assert after.read == set()


def test_folding_a_definition_otherwise_moves_its_faults(project):
    project.conf(archgloss_term_sets=['s.yaml', 't.toml'])
    project.write('index.rst', 'Start\n=====\n\n.. term-set::\n')
    yaml = 'name: s\nterms:\n  - name: A\n    definition: >\n      one{}two\n      :nope:`x` :term-ref:`Missing`\n'
    toml = (
        'name = "t"\n[[terms]]\nname = "B"\ndefinition = """one {}two \\\n  :nope:`x`"""\n'
    )
    project.write('s.yaml', yaml.format(' '))
    project.write('t.toml', toml.format(''))
    places = [line.split(' ')[0] for line in project.build().warnings]
    assert places == ['s.yaml:6:', 's.yaml:6:', 't.toml:5:']
    project.write('s.yaml', yaml.format('\n      '))
    project.write('t.toml', toml.format('\\\n  '))
    places = [line.split(' ')[0] for line in project.build().warnings]
    assert places == ['s.yaml:7:', 's.yaml:7:', 't.toml:6:']


def test_suppressed_faults_are_not_reported(project):
    project.conf(
        archgloss_term_sets=['s.yaml'], suppress_warnings=['misc.highlighting_failure']
    )
    project.write(
        's.yaml',
        'name: s\nterms:\n  - name: A\n    definition: |\n      .. code-block:: json\n\n         {"a": ...}\n',
    )
    project.write('index.rst', 'Start\n=====\n\n.. term-set::\n')
    assert project.build('-W').all_warnings == []


@pytest.mark.parametrize('markup', ['rst', 'myst'])
def test_a_set_cannot_be_rendered_inside_itself(project, markup):
    inner = '.. term-set:: s' if markup == 'rst' else '```{term-set} s\n      ```'
    project.conf(archgloss_term_sets=['s.yaml'])
    project.write(
        's.yaml',
        f'name: s\nmarkup: {markup}\nterms:\n  - name: A\n    definition: |\n      Text.\n\n      {inner}\n',
    )
    project.write('index.rst', 'Start\n=====\n\n.. term-set::\n')
    built = project.build()
    assert built.status == 0
    assert [line.split(':')[1] for line in built.warnings] == ['8']


def test_directives_have_their_names_in_the_language_of_the_docs(tmp_path):
    project = Project(tmp_path / 'docs')
    project.conf(archgloss_term_sets=['set.yaml'], language='de')
    project.write(
        'set.yaml',
        'name: s\nterms:\n- name: Alpha\n  definition: |\n    .. achtung:: Gut zu wissen.\n',
    )
    project.write('index.rst', 'Top\n===\n\n.. term-set::\n')
    built = project.build('-W')
    assert built.status == 0, built.text
    assert 'Gut zu wissen.' in built.page('index.html')


UNREADABLE = {
    'rst': [
        '.. image:: {}\n   :target: https://example.org',
        '.. figure:: {}\n   :target: https://example.org\n\n   Caption.',
        '.. figure:: {}\n   :target: label_\n\n.. _label: https://example.org',
        '- .. figure:: {}\n\n     Caption.\n- Next.',
        'A |picture|.\n\n.. |picture| image:: {}\n   :target: https://example.org',
        '.. list-table::\n\n   * - .. image:: {}\n          :target: https://example.org',
        ':download:`{}`',
    ],
    'myst': [
        '![alt]({})',
        '[![alt]({})](https://example.org)',
        '```{{image}} {}\n:target: https://example.org\n```',
        '- ```{{figure}} {}\n  :target: https://example.org\n\n  Caption.\n  ```',
        '| a |\n|---|\n| [![alt]({})](https://example.org) |',
        '{{download}}`{}`',
    ],
}


@pytest.mark.parametrize('markup', UNREADABLE)
@pytest.mark.parametrize('builder', ['html', 'latex', 'text'])
def test_a_file_that_cannot_be_shown_is_a_fault_of_its_definition(project, markup, builder):
    """Linked or not, in whatever element: a warning each, and the build goes on."""
    names = ['none.png', '.', '/', 'none.*', 'x' * 300]
    texts = [text.format(name) for text in UNREADABLE[markup] for name in names]
    terms = [{'name': f't{n}', 'definition': text} for n, text in enumerate(texts)]
    project.conf(archgloss_term_sets=['s.json'])
    project.write('s.json', json.dumps({'name': 's', 'markup': markup, 'terms': terms}))
    project.write('index.rst', 'Title\n=====\n\n.. term-set:: s.json\n')
    built = project.build(builder=builder)
    assert built.status == 0, built.text
    assert len(built.warnings) == len(built.all_warnings) == len(texts)
    for n, text in enumerate(texts):
        (warning,) = [line for line in built.warnings if f'definition of "t{n}"' in line]
        kind = 'download' if 'download' in text else 'image'
        assert f'{kind} file not readable: "{names[n % len(names)]}"' in warning
