"""Links that are made by themselves count as the references they become."""

from __future__ import annotations

import pytest

from checks.examples import ExampleProject

PAGE = 'A page\n======\n\nEach token has a place in the KV cache; a token is small.\n'


@pytest.mark.parametrize(('autolink', 'used'), [('first', True), ('off', False)])
def test_what_is_linked_by_itself_is_used_and_waits_for_its_page(tmp_path, autolink, used):
    project = ExampleProject(tmp_path, archgloss_autolink=autolink)
    project.records(
        '- {name: Token, definition: A piece of text that a model reads.}\n'
        '- {name: KV cache, definition: "Store, also of the router, of earlier words."}\n'
        '- {name: Router, definition: Part that picks the experts.}\n'
        '- {name: Gate, definition: It opens., canonical: "https://example.org"}\n'
    )
    project.files['page.rst'] = PAGE
    found = {(one.rule, one.subject) for one in project.check()}
    unused = {subject for rule, subject in found if rule == 'unused'}
    waiting = {subject for rule, subject in found if rule == 'unpublished'}
    linked = {'terms:token', 'terms:kv-cache', 'terms:router'}
    assert unused == ({'terms:gate'} if used else linked | {'terms:gate'})
    # what is linked in a definition alone keeps its term in use, but sends no reader there
    assert waiting == (linked - {'terms:router'} if used else set())
