"""The text that Sphinx shows for a role that the project cannot resolve.

A name in a Sphinx glossary may be written with roles; Sphinx takes the text that they show
as the name of the term. The rules are those of `sphinx.roles` and of Sphinx's domains.
"""

from __future__ import annotations

import re

from sphinx.util.nodes import split_explicit_title

# Roles of the domains for Python, JavaScript, C and C++ (``process_link``): "~" shortens
# the name to its last part.
_OBJECTS = frozenset(
    (
        'attr', 'class', 'concept', 'const', 'data', 'deco', 'enum', 'enumerator', 'exc',
        'func', 'macro', 'member', 'meth', 'mod', 'obj', 'struct', 'type', 'union', 'var',
    )
)  # fmt: skip
_FUNCTIONS = frozenset(('func', 'meth'))
# Roles that refer to nothing, so that "<" and "!" have no meaning in them.
_WORDS = frozenset(
    (
        'abbr', 'abbreviation', 'code', 'command', 'dfn', 'emphasis', 'file', 'guilabel',
        'kbd', 'literal', 'mailheader', 'makevar', 'math', 'menuselection', 'mimetype',
        'newsgroup', 'program', 'regexp', 'samp', 'strong', 'sub', 'subscript', 'sup',
        'superscript', 'title', 'title-reference', 't',
    )
)  # fmt: skip
_NUMBERED = {'pep': 'PEP', 'rfc': 'RFC'}
_ACCELERATOR = re.compile(r'(?<!&)&(?![&\s])')


def displayed(role: str, content: str) -> str:
    """Return the text that *role* (as written) shows for what its back quotes contain."""
    domain, _, name = role.lower().rpartition(':')
    if name in _WORDS:
        return _displayed_words(name, content)
    has_title, title, _ = split_explicit_title(content)
    if has_title:
        return title
    is_link = not title.startswith('!')
    title = title.removeprefix('!')
    if name in _NUMBERED:
        return f'{_NUMBERED[name]} {title}'
    if name in _FUNCTIONS:
        title = f'{title.removesuffix("()")}()'
    if is_link and name in _OBJECTS:
        title = title.lstrip('.')
        if title.startswith('~'):
            separator = r'::' if domain == 'cpp' or '::' in title else r'\.'
            title = re.split(separator, title[1:])[-1]
    return title


def _displayed_words(name: str, content: str) -> str:
    if name in ('guilabel', 'menuselection'):
        content = _ACCELERATOR.sub('', content).replace('&&', '&')
        return content.replace('-->', '\N{TRIANGULAR BULLET}')
    if name in ('file', 'samp'):
        return content.replace('{', '').replace('}', '')
    if name in ('abbr', 'abbreviation'):
        return re.sub(r'\s*\([^()]*\)$', '', content)
    return content
