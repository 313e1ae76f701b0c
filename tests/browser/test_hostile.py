"""Definitions that mean harm, in a browser, where it would be done."""

from __future__ import annotations

import json

import pytest

import hostile
from browser.chromium import NEEDED
from projects import Project

pytest.importorskip('playwright', reason=NEEDED)

HEARD = 'window.harmed = 0; window.alert = () => { harmed += 1 }'


@pytest.fixture(scope='module')
def page(tmp_path_factory):
    """A page that refers to terms whose every text is hostile."""
    project = Project(tmp_path_factory.mktemp('hostile') / 'docs')
    project.conf(archgloss_term_sets=['r.json', 'm.json'], suppress_warnings=['archgloss'])
    for name, markup in (('r', 'rst'), ('m', 'myst')):
        terms = [
            {
                'name': f'{name}{n} {text}',
                'id': f'{name}{n}',
                'definition': f'{text} said {name}{n}',
                **({'short': text} if n % 3 == 0 and text.strip() else {}),
            }
            for n, text in enumerate(hostile.PAYLOADS)
        ]
        data = {'name': name, 'markup': markup, 'terms': terms}
        (project.source / f'{name}.json').write_text(json.dumps(data), encoding='utf-8')
    references = ''.join(
        f'* :term-ref:`{name}{n} <{name}:{name}{n}>`\n'
        for name in 'rm'
        for n in range(len(hostile.PAYLOADS))
    )
    project.write('index.rst', f'Index\n=====\n\n{references}\n.. toctree::\n\n   g\n')
    project.write('g.rst', 'Glossary\n========\n\n.. term-set::\n')
    built = project.build()
    assert built.status == 0
    return built.output / 'index.html'


def test_popovers_of_hostile_definitions_do_no_harm(page, reader):
    window = reader(script=HEARD).visit(page)
    links = window.page.locator('a:has(> .term-ref[class*="tip-"])')
    assert links.count() >= len(hostile.PAYLOADS)
    for n in range(links.count()):
        links.nth(n).focus()
        links.nth(n).hover()
        window.wait(300)
        assert window.is_open
        inside = window.popover.evaluate(
            """pop => [...pop.querySelectorAll('*')].map(e => [
                e.tagName, ...[...e.attributes].map(a => a.name)].join(' '))"""
        )
        assert {one.split()[0] for one in inside} <= {
            'DIV',
            'P',
            'EM',
            'STRONG',
            'CODE',
            'SPAN',
        }
        names = {name for one in inside for name in one.split()[1:]}
        assert names <= {'class', 'tabindex', 'style'}  # the last by the script alone
        window.popover.hover()
        window.press('Escape')
        window.look_away()
    assert window.page.evaluate('harmed') == 0
    assert window.faults == []
    popovers = window.page.locator('.term-tips > *')
    assert set(popovers.evaluate_all('all => all.map(e => e.tagName)')) == {'TEMPLATE'}
