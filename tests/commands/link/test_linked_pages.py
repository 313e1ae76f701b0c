"""Any page that `archgloss link` has edited builds, has the same text, and links mentions."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from defusedxml import ElementTree
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from projects import Project
from sphinxcontrib_archgloss.terms.forms import folded, inflections, spaced
from strategies import examples

SET = """\
name: serving
terms:
  - name: KV cache
    definition: Keys and values.
    aliases: [KV缓存, {text: KVC, kind: acronym}]
  - name: Token
    definition: A piece.
  - name: C++
    definition: A language.
  - name: .NET
    definition: A platform.
  - name: Ärger
    definition: Trouble.
"""
NAMES = ('KV cache', 'KV缓存', 'KVC', 'Token', 'C++', '.NET', 'Ärger')

MENTIONS = (
    'KV cache', 'KV\ncaches', 'kv-cache', 'KV\u00a0cache', 'KV缓存', 'KVC', 'token', 'Tokens',
    'C++', '.NET', 'Ärger', "token's", 'to\u00adken',
)  # fmt: skip
BETWEEN = (
    ' ', ' and ', '\n', ', ', ' (', ') ', ' "', '" ', '的', '。', '-', '/', '—', ' \\*', '\\ ',
    ' *', '* ', ' **a** ', ' ``code token`` ', ' `x <https://example.org>`_ ', "'", '_', '  ',
    ' :term-ref:`token` ', ' {term-ref}`KVC` ', ' <', '> ', '| ', '!', ' & ', '\t', ' [', '] ', '…',
)  # fmt: skip
SHAPES = (
    '{}',
    '- {}',
    '1. {}',
    '> {}',
    '    {}',
    'A title {}',
    '.. note:: {}',
    ':field: {}',
)


@st.composite
def paragraphs(draw):
    parts = draw(
        st.lists(
            st.sampled_from(MENTIONS + BETWEEN + ('word', 'a')), min_size=1, max_size=9
        )
    )
    text = ''.join(parts).strip() or 'a'
    shape = draw(st.sampled_from(SHAPES))
    indent = ' ' * (len(shape) - 2) if shape[:1] in '-1 .' else ''
    return shape.format(text.replace('\n', f'\n{indent}'))


def pages():
    text = st.lists(paragraphs(), min_size=1, max_size=5).map('\n\n'.join)
    return st.tuples(st.sampled_from(['rst', 'md']), text, st.sampled_from(['\n', '\r\n']))


def shown(output, docname):
    """(the text, [(wording, address)] of the references to terms) of a page."""
    root = ElementTree.parse(output / f'{docname}.xml').getroot()
    above = {child: parent for parent in root.iter() for child in parent}
    found = []
    for inline in root.iter('inline'):
        if 'term-ref' in inline.get('classes', '').split():
            at = above[inline].attrib
            found.append(
                (
                    spaced(''.join(inline.itertext())),
                    at.get('refuri') or at.get('refid') or at.get('internal', ''),
                )
            )
    return spaced(''.join(root.itertext())), found


def names(wording, address):
    """Whether a reference links to the term that its wording names."""
    shape = folded(wording)
    return any(
        folded(name) in (shape, *inflections(shape))
        and address.rpartition('#')[2].startswith('term-')
        for name in NAMES
    )


# each example is three builds, so none is spent on making a failing one smaller
@examples(
    3,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(pages(), min_size=20, max_size=20), st.sampled_from(['--all', '--first=page'])
)
def test_linked_pages_have_the_same_text(drawn, which):
    with tempfile.TemporaryDirectory() as name:
        project = Project(Path(name, 'docs'))
        project.conf(
            extensions=['sphinxcontrib_archgloss', 'myst_parser'],
            archgloss_term_sets=['terms.yaml'],
        )
        project.write('terms.yaml', SET)
        project.write('index.rst', 'Glossary\n========\n\n.. term-set::\n')
        files = []
        for n, (suffix, text, end) in enumerate(drawn):
            path = project.source / f'p{n}.{suffix}'
            path.write_bytes(text.replace('\n', end).encode())
            files.append(path)
        old = project.build(builder='xml', out='old')
        before = [path.read_bytes().decode() for path in files]
        link(project, which)
        new = project.build(builder='xml', out='new', doctrees='new-doctrees')
        after = [path.read_bytes().decode() for path in files]
        assert sorted(map(spaced, new.all_warnings)) == sorted(
            map(spaced, old.all_warnings)
        )
        for n, (suffix, _, _) in enumerate(drawn):
            text, links = shown(old.output, f'p{n}')
            same, more = shown(new.output, f'p{n}')
            assert same == text
            role = ':term-ref:' if suffix == 'rst' else '{term-ref}'
            added = after[n].count(role) - before[n].count(role)
            assert len(more) - len(links) == added
            assert all(names(*one) for one in more)
            # nothing but roles has come to the file
            assert without_roles(after[n]) == without_roles(before[n])
            assert after[n].count('\r\n') == before[n].count('\r\n')
        link(project, which)
        assert [path.read_bytes().decode() for path in files] == after


def without_roles(text):
    bare = re.sub(r'(?::term-ref:|\{term-ref\})`([^`]*)`', r'\1', text)
    return bare.replace('\\ ', '')


def link(project, which):
    done = subprocess.run(
        [sys.executable, '-m', 'sphinxcontrib_archgloss', 'link', str(project.source), which],
        capture_output=True, text=True, encoding='utf-8', check=False, cwd=project.source.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
