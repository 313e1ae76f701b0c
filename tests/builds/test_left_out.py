"""What a builder leaves out is not in its output, and nothing links to it."""

from __future__ import annotations

import re

import pytest

from built_links import dead_links
from projects import Project

HTML_LIKE = ['html', 'dirhtml', 'singlehtml', 'epub', 'json']
BUILDERS = ['html', 'singlehtml', 'epub', 'latex', 'texinfo']

SET = """\
name: words
terms:
- {name: Token, definition: 'A piece. See :term-ref:`Head`.', aliases: [piece]}
- {name: Head, definition: Looks at words., canonical: guide#heads}
- {name: Layer, definition: Has heads.}
"""
INDEX = """
Index
=====

.. toctree::

   guide
   glossary

Of :term-ref:`Token`, :term-ref:`Head` and :term-ref:`Layer`.
"""
GUIDE = """
Guide
=====

{}
"""


def block(condition: str, *lines: str) -> str:
    """Return *lines* in a block with a *condition* such as "only:: html"."""
    return '\n'.join([f'.. {condition}', '', *(f'   {line}' for line in lines), '', ''])


class Words(Project):
    def __init__(self, source):
        super().__init__(source)
        self.configure()
        self.write('set.yaml', SET)
        self.write('index.rst', INDEX)
        self.pages(glossary='.. term-set::')

    def configure(self, **values):
        values = {'archgloss_term_sets': ['set.yaml'], 'archgloss_structured_data': True,
                  'version': '1', 'epub_show_urls': 'no', 'html_baseurl': '', **values}  # fmt: skip
        self.conf(**values)
        with (self.source / 'conf.py').open('a') as file:
            file.write("extensions += ['sphinx.ext.ifconfig', 'sphinx.ext.todo']\n")
            file.write(
                'def setup(app):\n    app.add_config_value("public", False, "env")\n'
            )

    def pages(self, **pages):
        pages = {'guide': '.. _heads:\n\nHeads\n-----\n\nText.\n', **pages}
        for name, text in pages.items():
            self.write(f'{name}.rst', f'{name.title()}\n{"=" * len(name)}\n\n{text}\n')

    def clean(self, builder, *arguments):
        """Build from nothing, and hold every link against the tree."""
        self.count = getattr(self, 'count', 0) + 1
        built = self.build(*arguments, '-E', builder=builder, out=f'out{self.count}/{builder}',
                           doctrees=f'dt{self.count}')  # fmt: skip
        assert built.status == 0, built.text
        if builder in (*HTML_LIKE, 'latex', 'texinfo'):
            assert dead_links(built.output, builder) == []
        return built


@pytest.fixture
def words(tmp_path):
    return Words(tmp_path / 'docs')


def kinds(built) -> set[str]:
    return set(
        re.findall(r'\[archgloss\.(\w+)\]$', '\n'.join(built.warnings), re.MULTILINE)
    )


CONDITIONS = [
    'only:: latex',
    'only:: internal',
    'ifconfig:: public',
    'todo::',
    'only:: html and internal',
]


def test_an_entry_that_is_left_out_is_nowhere(words):
    names = [f'Kind{n}' for n in range(len(CONDITIONS))]
    for name, condition in zip(names, CONDITIONS, strict=True):
        record = f'{{name: {name}, definition: It.}}'
        words.write(f'{name}.yaml', f'name: {name.lower()}\nterms:\n- {record}\n')
        words.pages(**{name.lower(): block(condition, f'.. term-set:: /{name}.yaml')})
    references = '\n'.join(f':term-ref:`{name}`' for name in names)
    toctree = '.. toctree::\n   :glob:\n\n   *\n'
    words.write('index.rst', f'Index\n=====\n\n{toctree}\n{references}\n')
    built = words.clean('html')
    assert built.links('index.html') == dict.fromkeys(names, '')
    output = [
        p.read_text() for p in built.output.rglob('*') if p.suffix in ('.html', '.js')
    ]
    assert not any('term-kind' in text for text in output)
    # that another builder shows it is enough
    unplaced = [name for name in names if name != 'Kind0']
    assert [re.search(r'entry of "(\w+)"', line)[1] for line in built.warnings] == unplaced
    shown = words.clean(
        'html', '-t', 'internal', '-D', 'public=1', '-D', 'todo_include_todos=1'
    )
    assert [name for name, href in shown.links('index.html').items() if not href] == [
        'Kind0'
    ]


@pytest.mark.parametrize('builder', BUILDERS)
def test_variants_for_two_builders_are_no_fault(words, builder):
    variants = block('only:: html', '.. term-set::') + block(
        'only:: not html', '.. term-set::'
    )
    claims = block('only:: html', '.. term-page:: Layer') + block(
        'only:: not html', 'For print', '---------', '', '.. term-page:: Layer'
    )
    words.pages(
        glossary=variants, other=f':orphan:\n\n{claims}', guide='.. _heads:\n\nX\n-\n'
    )
    built = words.clean(builder)
    assert built.warnings == []
    if builder == 'html':
        assert built.links('index.html') == {
            'Token': 'glossary.html#term-token', 'Head': 'guide.html#heads',
            'Layer': 'other.html',
        }  # fmt: skip
        assert built.page('glossary.html').count('id="term-token"') == 1
        assert built.page('genindex.html').count('Token') == 1
    if builder == 'latex':
        text = (built.output / 'test.tex').read_text()
        assert text.count(r'\label{\detokenize{glossary:term-token}}') == 1
        assert text.count(r'\index{Token@') == 1
        assert (
            r'\hyperref[\detokenize{glossary:term-layer}]' in text
        )  # "other" is not in it


def test_claims_of_two_pages_conflict_where_one_builder_shows_both(words):
    words.pages(
        guide='.. _heads:\n\nX\n-\n\n' + block('only:: html', '.. term-page:: Token'),
        glossary='.. term-set::\n\n' + block('only:: latex', '.. term-page:: Token'),
    )
    for builder in ('html', 'latex', 'termcheck'):
        assert kinds(words.clean(builder)) == set(), builder
    words.pages(
        guide='.. _heads:\n\nX\n-\n\n' + block('only:: html', '.. term-page:: Token'),
        glossary='.. term-set::\n\n' + block('only:: not latex', '.. term-page:: Token'),
    )
    for builder in ('html', 'dummy'):
        assert kinds(words.clean(builder)) == {'conflict'}, builder
    assert kinds(words.clean('latex')) == set()


ANCHORS = [
    ('.. only:: html\n\n   .. _here{}:\n\n   Heads\n   -----\n\n   Text.', {'html'}),
    ('.. only:: html\n\n   .. _here{}:\n\n   Text.', {'html'}),
    ('.. _here{}:\n\n.. only:: html\n\n   Text.', {'html'}),
    ('.. only:: html or latex\n\n   .. only:: not html\n\n      .. _here{}:\n\n      Text.',
     {'latex'}),
    ('.. only:: html\n\n   Part\n   ----\n\n   .. _here{}:\n\n   Heads\n   ~~~~~\n\n'
     '   Text.', {'html'}),
    ('.. include:: part.txt', {'html'}),
    ('.. ifconfig:: builder != "latex"\n\n   .. _here{}:\n\n   Text.', {'html'}),
    ('.. only:: html\n\n   Here{}\n   -----\n\n   Text.', {'html'}),
]  # fmt: skip
"""(page, builders that show the anchor)."""


def test_an_anchor_that_is_left_out_gives_way_to_the_entry(words):
    conf = (words.source / 'conf.py').read_text()
    words.write('conf.py', f"{conf}exclude_patterns = ['*.txt']\n")
    words.write('part.txt', '.. only:: html\n\n   .. _here5:\n\n   Text.\n')
    numbers = range(len(ANCHORS))
    for n in numbers:
        words.pages(**{f'page{n}': ANCHORS[n][0].format(n)})
    records = ''.join(
        f'- {{name: Word{n}, definition: It., canonical: "page{n}#here{n}"}}\n'
        for n in numbers
    )
    words.write('set.yaml', f'name: words\nterms:\n{records}')
    references = '\n'.join(f':term-ref:`Word{n}`' for n in numbers)
    toctree = '.. toctree::\n   :glob:\n\n   *\n'
    words.write('index.rst', f'Index\n=====\n\n{toctree}\nSee\n{references}\n')
    built = words.clean('html')
    assert built.warnings == []
    assert 'term-dangling' not in built.page('index.html')
    assert built.links('index.html') == {
        f'Word{n}': f'page{n}.html#here{n}' if 'html' in ANCHORS[n][1]
        else f'glossary.html#term-word{n}' for n in numbers
    }  # fmt: skip
    built = words.clean('latex')
    assert built.warnings == []
    text = (built.output / 'test.tex').read_text().rpartition('See\n')[2]
    assert re.findall(r'hyperref\[\\detokenize\{([^}]*)\}\]', text) == [
        f'page{n}:here{n}' if 'latex' in ANCHORS[n][1] else f'glossary:term-word{n}'
        for n in numbers
    ]
    assert words.clean('text').warnings == []


def test_what_no_builder_shows_is_reported_with_its_block(words):
    words.pages(
        guide=block('only:: internal', '.. _heads:', '', 'Text.'),
        glossary=block('ifconfig:: public', '.. term-set::'),
    )
    expected = [
        'index.rst:10: WARNING: no builder shows the entry of "Token", so it cannot be linked '
        '(2 references to 2 such terms of the set "words"); glossary has it inside '
        '"ifconfig:: public"; move it out of that block, or make the condition of the block true [archgloss.unplaced]',
        'set.yaml:4: WARNING: the canonical page of "Head", guide, has the anchor "heads" only '
        'inside "only:: internal" (referred to 2 times, by index and 1 more); move it out of that block, or make the condition of the block true [archgloss.dangling]',
    ]
    for builder in ('html', 'latex'):
        assert sorted(words.clean(builder).warnings) == expected
    for builder in ('linkcheck', 'gettext'):
        assert words.clean(builder).warnings == [], builder
    assert words.clean('html', '-t', 'internal', '-D', 'public=1').warnings == []


def test_a_reference_that_is_left_out_counts_for_nothing(words):
    hidden = 'Of :term-ref:`Token`, :term-ref:`gone`.'
    words.write('index.rst', 'Index\n=====\n\n.. toctree::\n\n   guide\n   glossary\n\n'
                + block('only:: internal', hidden) + block('ifconfig:: public', hidden)
                + '.. page-terms::\n\nOf :term-ref:`Head`.\n')  # fmt: skip
    words.pages(glossary='.. term-set::\n   :used:')
    built = words.clean('html')
    assert kinds(built) == {'undefined'}  # a label that names no term is wrong in any case
    glossary = built.page('glossary.html')
    assert 'id="term-head"' in glossary
    assert 'id="term-token"' not in glossary
    assert 'tip-term-token' not in built.page('index.html')
    assert 'Token' not in built.page('index.html')
    shown = words.clean('html', '-t', 'internal')
    assert 'id="term-token"' in shown.page('glossary.html')
    assert re.search(r'Mentioned in.*Index', shown.page('glossary.html'))


def test_what_a_definition_leaves_out_counts_for_nothing(words):
    blocks = [block(c, 'Told to few, of :term-ref:`Layer`.') for c in CONDITIONS]
    lines = [f'    {line}' for line in ''.join(blocks).splitlines()]
    words.write('set.yaml', '\n'.join([
        'name: words', 'terms:', '- name: Token', '  definition: |', *lines, '    Told to all.',
        '- {name: Layer, definition: It.}',
    ]))  # fmt: skip
    words.write('index.rst', f'Index\n=====\n\n{block("todo::", "Of :term-ref:`Layer`.")}\n'
                'Of :term-ref:`Token`.\n\n.. toctree::\n\n   glossary\n')  # fmt: skip
    words.pages(guide=':orphan:', glossary='.. term-set::\n   :used:')
    built = words.clean('html')
    assert built.warnings == []
    assert 'Told to few' not in built.page('index.html') + built.page('glossary.html')
    assert 'Told to all' in built.page('index.html')  # the popover
    assert 'term-layer' not in built.page('glossary.html') + built.page('index.html')


def test_a_public_build_is_silent_about_an_internal_glossary(words):
    words.write(
        'inner.yaml', 'name: inner\nterms:\n- {name: Secret, definition: Told to few.}\n'
    )
    words.pages(guide='.. _heads:\n\nX\n-\n\n' + block(
        'only:: internal', 'Of :term-ref:`Secret`.', '', '.. term-set:: inner.yaml'
    ))  # fmt: skip
    public = words.clean('html')
    assert public.warnings == []
    everything = [path.read_bytes() for path in public.output.rglob('*') if path.is_file()]
    assert not any(b'Told to few' in data for data in everything)
    internal = words.clean('html', '-t', 'internal')
    assert internal.links('guide.html') == {'Secret': '#term-secret'}


def test_documents_link_to_what_they_have(words):
    words.configure(
        latex_documents=[
            ('index', 'all.tex', 'All', 'x', 'howto'),
            ('glossary', 'part.tex', 'Part', 'x', 'howto'),
            ('index', 'tocs.tex', 'Contents', 'x', 'howto', True),
        ],
        texinfo_documents=[
            ('index', 'all', 'All', 'x', 'All', 'x', 'x'),
            ('glossary', 'part', 'Part', 'x', 'Part', 'x', 'x'),
        ],
        man_pages=[('glossary', 'part', 'x', 'x', 1)],
    )
    words.pages(
        guide='.. term-page:: Token\n\n.. _heads:\n\nHeads\n-----\n\nText.',
        glossary='.. term-set::\n\nSee :term-ref:`Head`, :term-ref:`Token`, :term-ref:`Layer`.',
    )
    words.write('index.rst', f'{INDEX}\n.. term-page:: Layer\n')
    built = words.clean('latex')
    assert built.warnings == []
    found = {}
    for name in ('all', 'part', 'tocs'):
        lines = (built.output / f'{name}.tex').read_text().splitlines()
        line = next(line for line in lines if line.startswith('See {'))
        found[name] = re.findall(r'detokenize\{([^}]*)\}', line)
    assert found == {
        'all': ['guide:heads', 'guide::doc', 'index::doc'],
        'part': ['glossary:term-head', 'glossary:term-token', 'glossary:term-layer'],
        # the first page gives its table of contents alone
        'tocs': ['guide:heads', 'guide::doc', 'glossary:term-layer'],
    }
    assert 'No page yet' not in (built.output / 'part.tex').read_text()
    assert words.clean('texinfo').warnings == []
    assert words.clean('man').warnings == []


@pytest.mark.parametrize('builder', ['singlehtml', 'latex', 'texinfo'])
def test_pages_outside_of_a_document_are_no_targets(words, builder):
    words.write(
        'index.rst',
        """
        Index
        =====

        .. toctree::

           glossary

        .. only:: internal

           .. toctree::

              guide

        Of :term-ref:`Head`, :term-ref:`Token`.
        """,
    )
    words.pages(
        orphan=':orphan:\n\n.. term-page:: Token\n\nOf :term-ref:`Layer`.',
        guide='.. _heads:\n\nHeads\n-----\n\n.. toctree::\n\n   inner\n',
        inner='.. term-page:: Layer',
    )
    built = words.clean(builder)
    assert built.warnings == []
    shown = words.clean(builder, '-t', 'internal')
    if builder == 'singlehtml':
        assert built.links('index.html')['Head'] == '#term-head'
        assert shown.links('index.html')['Head'] == '#heads'
        assert 'document-orphan' not in built.page('index.html')
        assert b'heads' not in (built.output / 'objects.inv').read_bytes()


def test_a_book_leaves_pages_out(words):
    words.configure(epub_exclude_files=['guide.xhtml'])
    built = words.clean('epub')
    assert built.warnings == []
    assert 'glossary.xhtml#term-head' in built.page('index.xhtml')
    words.configure(epub_exclude_files=['glossary.xhtml'])
    words.pages(
        glossary='.. term-set::\n   :no-index-entry:'
    )  # Sphinx's index has all pages
    built = words.clean('epub')
    assert built.warnings == []
    assert 'guide.xhtml#heads' in built.page('index.xhtml')
    assert 'glossary.xhtml' not in re.sub(
        r'<a [^>]*toctree.*', '', built.page('guide.xhtml')
    )


def test_a_map_and_a_definition_leave_nothing_behind(words):
    parts = ['.. term-map:: words', '', '.. term-definition:: Layer', '   :title:', '',
             '.. page-terms::']  # fmt: skip
    words.pages(glossary='.. term-set::\n\n' + block('only:: latex', *parts))
    built = words.clean('html')
    assert built.warnings == []
    assert '<svg' not in built.page('glossary.html')
    assert '<svg' not in words.clean('epub').page('glossary.xhtml')


def test_builders_and_tags_take_turns_with_one_doctree_directory(words):
    words.pages(
        guide=block('only:: html', '.. _heads:', '', 'Text.'),
        glossary=block('only:: latex', '.. term-set::') + block(
            'only:: internal', '.. term-set:: words', '   :used:'),
        other=f':orphan:\n\n{block("only:: html", "Of :term-ref:`Layer`.")}',
    )  # fmt: skip
    for builder, *arguments in [('html',), ('latex',), ('html', '-t', 'internal'), ('dummy',),
                                ('text', '-t', 'internal'), ('text',), ('html',)]:  # fmt: skip
        kept = words.build(*arguments, builder=builder, out=f'kept/{builder}')
        clean = words.clean(builder, *arguments)
        assert sorted(kept.warnings) == sorted(clean.warnings), (builder, arguments)
        for path in clean.output.rglob('*'):
            if path.suffix in ('.html', '.tex', '.inv', '.txt'):
                other = kept.output / path.relative_to(clean.output)
                assert other.read_bytes() == path.read_bytes(), (
                    builder,
                    arguments,
                    path.name,
                )


def test_a_term_of_sphinx_own_glossary_is_left_out_as_well(words):
    words.configure(archgloss_std_terms=True)
    words.pages(guide='.. _heads:\n\nX\n-\n\n' + block(
        'only:: latex', '.. glossary::', '', '   Layer', '      It has heads.', '', '   Zone', '      A part.'
    ), glossary='.. term-set::\n   :exclude: Layer')  # fmt: skip
    built = words.build()  # Sphinx's index of its own terms has dead links
    assert built.links('index.html')['Layer'] == ''
    assert 'guide:term-Layer' in (words.clean('latex').output / 'test.tex').read_text()


def test_appendices_belong_to_each_document(words):
    words.configure(
        latex_documents=[('guide', 'guide.tex', 'Guide', 'x', 'manual')],
        latex_appendices=['glossary'],
    )
    words.pages(guide='Of :term-ref:`Token` and :term-ref:`Layer`.\n\n.. _heads:\n\nX\n-\n')
    built = words.clean('latex')
    text = (built.output / 'guide.tex').read_text()
    assert r'\hyperref[\detokenize{glossary:term-token}]' in text
