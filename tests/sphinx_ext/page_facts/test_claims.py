"""Canonical pages: claimed by pages, in several ways, or named in records."""

from __future__ import annotations

import re

import pytest

from pages import broken_links

NAMES = (
    'Before', 'First', 'Second', 'Third', 'Argument', 'Content', 'Qualified', 'Quoted', 'Nested',
    'Front one', 'Front two', 'Plain front', 'Fence one', 'Fence two', 'Colon', "Don't -- x",
    'KV cache', 'From include', 'Spelt',
)  # fmt: skip

CANONICAL = {
    'C page': 'plain',
    'C section': 'plain#a-section',
    'C label': 'plain#my-label',
    'C renamed': 'plain#other_label',
    'C slug': 'marked#heading-again-1',
    'C target': 'marked#myst-target',
    'C mixed': 'marked#MyTarget',
    'C upper': 'plain#MY-Label',
    'C equation': 'plain#My-Sum',
    'C deep': '/sub/deep#inside',
    'C address': 'https://example.org/c#there',
}

SETS = 'name: s\nterms:\n' + ''.join(
    f'  - {{name: "{name}", definition: d}}\n' for name in NAMES
)
SETS += ''.join(
    f'  - {{name: {n}, definition: d, canonical: "{c}"}}\n' for n, c in CANONICAL.items()
)
SETS += '  - {name: Shared, definition: d}\n  - {name: Fourth, definition: d, published: false}\n'

PAGES = {
    'plain.rst': """\
        .. term-page:: Before

        Plain
        =====

        .. term-page:: First

        .. term-page::
           Second
           Third
           Nobody one

        .. include:: claim.txt

        A section
        ---------

        .. term-page:: Argument
           Content

        .. _my-label:

        .. _Other_Label:

        Another section
        ---------------

        .. term-page:: s:Qualified

        Text.

           .. term-page:: Nested

        .. term-page:: Shared

        .. term-page::

        .. term-page:: fourth

        .. math:: a + b
           :label: My-Sum
        """,
    'claim.txt': '.. term-page::\n   From include\n   Nobody included\n',
    'field.rst': """\
        :term-page: Don't -- x
                    KV caches
                    Nobody field
        :orphan:

        Field
        =====
        """,
    'marked.md': """\
        ---
        orphan: true
        term-page: [Front one, "Front two",
          Nobody front]
        ---

        # Marked

        ## Heading again

        ```{term-page} Fence one
        Fence two
        ```

        ## Heading again

        (myst-target)=
        ### Third

        (MyTarget)=
        A paragraph.

        :::{term-page}
        Colon
        Nobody colon
        :::
        """,
    'listed.md': """\
        ---
        term-page:
          - Plain front
          - Nobody listed
        ---
        # Listed
        """,
    'sub/deep.rst': """\
        :term-page: SPELT

        Deep
        ====

        .. _inside:

        Inside
        ------
        """,
}

LEADS = {
    'Before': 'plain.html',
    'First': 'plain.html',
    'Second': 'plain.html',
    'Third': 'plain.html',
    'From include': 'plain.html',
    'Argument': 'plain.html#a-section',
    'Content': 'plain.html#a-section',
    'Qualified': 'plain.html#another-section',
    'Nested': 'plain.html#another-section',
    "Don't -- x": 'field.html',
    'KV cache': 'field.html',
    'Front one': 'marked.html',
    'Front two': 'marked.html',
    'Fence one': 'marked.html#heading-again',
    'Fence two': 'marked.html#heading-again',
    'Colon': re.compile(r'marked\.html#(myst-target|third)'),
    'Plain front': 'listed.html',
    'Spelt': 'sub/deep.html',
    'C page': 'plain.html',
    'C section': 'plain.html#a-section',
    'C label': 'plain.html#my-label',
    'C renamed': 'plain.html#other-label',
    'C slug': re.compile(r'marked\.html#(id1|heading-again-1)'),
    'C target': 'marked.html#myst-target',
    'C mixed': 'marked.html#mytarget',
    'C upper': 'plain.html#my-label',
    'C equation': 'plain.html#equation-my-sum',
    'C deep': 'sub/deep.html#inside',
    'C address': 'https://example.org/c#there',
}


@pytest.fixture(scope='module')
def project(shared):
    project = shared('claims')
    project.conf(
        extensions=['sphinxcontrib_archgloss', 'myst_parser'],
        archgloss_term_sets=['s.yaml', 'o.yaml'],
        myst_enable_extensions=['colon_fence'],
        myst_heading_anchors=3,
        exclude_patterns=['claim.txt'],
    )
    project.write('s.yaml', SETS)
    project.write('o.yaml', 'name: o\nterms:\n  - {name: Shared, definition: d}\n')
    for name, text in PAGES.items():
        project.write(name, text)
    items = ''.join(f'* {name}: :term-ref:`= <{name}>`\n' for name in LEADS)
    project.write(
        'index.rst',
        f'Start\n=====\n\n.. toctree::\n   :glob:\n\n   *\n   sub/*\n\n{items}\n\n.. term-set::\n',
    )
    return project


@pytest.fixture(scope='module')
def built(project):
    return project.build()


def test_references_lead_to_the_canonical_page(built):
    html = built.page('index.html')
    links = dict(
        re.findall(
            r'<li><p>(.*?): <a class="[^"]*" href="([^"]*)"><span class="[^"]*\bterm-published tip-[^"]*">=</span>',
            html,
        )
    )
    links = {
        name.replace('’', "'").replace('–', '--'): href for name, href in links.items()
    }
    assert set(links) == set(LEADS)
    for name, href in LEADS.items():
        assert (
            re.fullmatch(href, links[name])
            if isinstance(href, re.Pattern)
            else href == links[name]
        ), name


def test_every_link_has_its_anchor(built):
    assert broken_links(built.output) == []


def test_the_entry_shows_the_way(built):
    html = built.page('index.html')
    entry = html.split('id="term-argument"')[1].split('</dd>')[0]
    assert (
        'Read more:</em> <a class="reference internal" href="plain.html#a-section">'
        in entry
    )
    assert '>A section</span></a>' in entry
    entry = html.split('id="term-first"')[1].split('</dd>')[0]
    assert '>Plain</span></a>' in entry
    entry = html.split('id="term-fourth"')[1].split('</dd>')[0]
    assert 'Read more' not in entry  # held back


def test_a_mistake_in_a_claim_is_reported_at_its_line(project, built):
    warnings = [
        re.match(r'(.*?):(\d+): WARNING: (.*)', line).groups() for line in built.warnings
    ]
    undefined = {(name, int(n)): text for name, n, text in warnings if 'Nobody' in text}
    expected = {}
    for name in PAGES:
        for n, line in enumerate((project.source / name).read_text().split('\n'), 1):
            if match := re.search('Nobody (one|included|field|front|colon|listed)', line):
                expected[name, n] = match[0]
    assert set(undefined) == set(expected)
    for place, label in expected.items():
        assert f'term-page names an unknown term "{label}"' in undefined[place]
        assert undefined[place].endswith('[archgloss.undefined]')
    rest = [(name, text) for name, n, text in warnings if 'Nobody' not in text]
    assert len(rest) == 2
    by_kind = {text.rsplit('[', 1)[1]: (name, text) for name, text in rest}
    name, text = by_kind['archgloss.ambiguous]']
    assert (name, 's:Shared' in text, 'o:Shared' in text) == ('plain.rst', True, True)
    assert 'names no term' in by_kind['archgloss.undefined]'][1]


def test_nothing_else_is_reported_and_everything_is_reported_again(project, built):
    assert len(built.all_warnings) == len(built.warnings)
    again = project.build()
    assert again.warnings == built.warnings
    assert again.read == again.written == set()


def test_claims_leave_nothing_in_the_page(project):
    built = project.build(builder='pseudoxml')
    for name in ('plain', 'marked', 'listed'):
        text = built.page(f'{name}.pseudoxml')
        assert 'term_claim' not in text
        assert 'Nobody' not in text.replace('Nobody listed', '')


def test_publishing_a_page_flips_every_link(project):
    fresh = type(project)(project.source.parent / 'flip')
    fresh.conf(archgloss_term_sets=['s.yaml'])
    fresh.write('s.yaml', 'name: s\nterms:\n  - {name: A, definition: d}\n')
    fresh.write(
        'index.rst',
        'Start\n=====\n\n:term-ref:`A`\n\n.. toctree::\n   :glob:\n\n   p*\n\n.. term-set::\n',
    )
    assert fresh.build('-W', doctrees='flip-doctrees', out='flip-out').links(
        'index.html'
    ) == {'A': '#term-a'}
    fresh.write('page.rst', 'Page\n====\n\n.. term-page:: A\n')
    assert fresh.build('-W', doctrees='flip-doctrees', out='flip-out').links(
        'index.html'
    ) == {'A': 'page.html'}
    fresh.remove('page.rst')
    assert fresh.build('-W', doctrees='flip-doctrees', out='flip-out').links(
        'index.html'
    ) == {'A': '#term-a'}
