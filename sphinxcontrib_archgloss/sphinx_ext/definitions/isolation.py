"""Keeps the state of parser and environment apart while a definition is parsed.

A definition may be rendered on several pages, in reST and in MyST. So nothing in it may
depend on what its page has set before it, and whatever its directives set or register is
dropped after parsing.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import roles
from sphinx.util.rst import default_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

LOCAL_DOMAINS = ('c', 'cpp', 'js', 'math', 'py', 'rst', 'std')
"""The domains of Sphinx with which directives register objects."""
# What the directives of a page set for the directives after them.
_SET_BY_PAGE = (
    'highlight_language', 'default_domain', 'object',
    'c:parent_symbol', 'c:last_symbol', 'c:namespace_stack',
    'cpp:parent_symbol', 'cpp:last_symbol', 'cpp:namespace_stack',
)  # fmt: skip


@contextmanager
def isolated_parsing(env: BuildEnvironment, *, domains: bool) -> Iterator[dict[str, Any]]:
    """Isolate a definition from its page, and the project from the definition.

    Yields the data of Sphinx's domains, by their names, that parsing registers; without
    *domains* the markup can register nothing, and there is none.
    """
    page, context = env.temp_data, dict(env.ref_context)
    role = roles._roles.pop('', None)  # type: ignore[attr-defined]
    kept = {key: page[key] for key in _SET_BY_PAGE if key in page}
    for key in kept:
        page.pop(key)
    page['default_domain'] = env.domains.get(env.config.primary_domain)
    env.ref_context.clear()
    metadata = copy.copy(env.metadata[env.docname])
    changed = [env.domains[name] for name in LOCAL_DOMAINS if domains]
    data = {domain.name: domain.data for domain in changed}
    own: dict[str, Any] = {}
    for domain in changed:
        own[domain.name] = copy.deepcopy(domain.initial_data)
        _put_data(env, domain, own[domain.name])
    try:
        with default_role(env.docname, env.config.default_role or ''):
            yield own
    finally:
        for domain in changed:
            _put_data(env, domain, data[domain.name])
        env.metadata[env.docname] = metadata
        env.ref_context.clear()
        env.ref_context.update(context)
        for key in _SET_BY_PAGE:
            if key in page:
                page.pop(key)
        for key, value in kept.items():
            page[key] = value
        if role is not None:
            roles._roles[''] = role  # type: ignore[attr-defined]


def _put_data(env: BuildEnvironment, domain: Any, data: dict[str, Any]) -> None:
    domain.data = env.domaindata[domain.name] = data
