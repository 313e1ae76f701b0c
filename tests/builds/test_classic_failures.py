"""The ways in which glossaries are known to lie, one readable test each.

Exactly the pages whose output changes are written. What Sphinx adds by itself is
named ``PARENTS``: pages with a toctree are written again with the pages in it.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from builds.model import CONF, KILL_SWITCH, LAYOUT
from builds.workshop import STATUS_KILLED, build, tree
from projects import Project

PARENTS = {'index'}

SET = """\
name: set
terms:
- name: Token
  definition: A piece of text.
- name: KV cache
  definition: Keeps keys.
  aliases: [cache]
- name: Head
  definition: It attends to each :term-ref:`Token`.
"""


class Work(Project):
    """A project whose builds are held against clean ones."""

    def __init__(self, source):
        super().__init__(source)
        self.configure()
        self.write('_templates/layout.html', LAYOUT)
        self.write('set.yaml', SET)
        self.write('index.rst', 'Index\n=====\n\n.. toctree::\n   :glob:\n\n   pages/*\n')
        self.write('pages/glossary.rst', 'Glossary\n========\n\n.. term-set:: set\n')
        self.write('pages/one.rst', 'One\n===\n\nOf :term-ref:`tokens`.\n')
        self.write('pages/two.md', '# Two\n\nOf the {term-ref}`cache`.\n')
        self.write('pages/three.rst', 'Three\n=====\n\nOf nothing.\n')

    def configure(self, **values):
        values = {'archgloss_term_sets': ['set.yaml'], **values}
        lines = [f'{name} = {value!r}\n' for name, value in values.items()]
        self.write('conf.py', CONF + KILL_SWITCH + ''.join(lines))

    def go(self, builder='html', where='kept', strict=True, **more):
        top = self.source.parent
        return build(
            self.source, top / where / builder, top / where / 'doctrees',
            builder=builder, strict=strict, **more,
        )  # fmt: skip

    def tree(self, builder='html', where='kept'):
        return tree(self.source.parent / where / builder)

    def same_as_clean(self, builder='html'):
        """Hold the output as it is against a clean build's; return that build."""
        Work.clean = getattr(Work, 'clean', 0) + 1
        where = f'clean{Work.clean}'
        clean = self.go(builder, where)
        kept = self.tree(builder)
        for name, data in self.tree(builder, where).items():
            assert kept[name] == data, name
        return clean

    def replace(self, name, old, new):
        text = (self.source / name).read_text(encoding='utf-8')
        assert old in text
        (self.source / name).write_text(text.replace(old, new), encoding='utf-8')

    def page(self, name, builder='html'):
        return self.tree(builder)[name].decode()


@pytest.fixture
def work(tmp_path):
    made = Work(tmp_path / 'docs')
    first = made.go()
    assert (first.status, first.warnings) == (0, [])
    return made


def test_a_build_with_nothing_to_do_writes_nothing(work):
    again = work.go()
    assert (again.read, again.written, again.status) == (set(), set(), 0)


def test_a_renamed_term_fails_the_next_build_and_every_one_after_it(work):
    work.replace('set.yaml', 'name: Token', 'name: Morpheme')
    for _ in range(3):
        built = work.go()
        assert built.status == 1
        assert built.warnings == [
            'pages/one.rst:4: WARNING: unknown term "tokens"; '
            'add the term to a set [archgloss.undefined]',
            'set.yaml:9: WARNING: unknown term "Token"; '
            'add the term to a set [archgloss.undefined]',
        ]
    work.same_as_clean()
    work.replace('set.yaml', 'name: Morpheme', 'name: Token')
    assert work.go().status == 0
    work.same_as_clean()


def test_a_broken_reference_is_reported_on_a_build_that_reads_nothing(work):
    work.write('pages/one.rst', 'One\n===\n\nOf :term-ref:`gone`.\n')
    first, second = work.go(), work.go()
    assert first.warnings == second.warnings != []
    assert (second.read, second.written, second.status) == (set(), set(), 1)


def test_a_new_term_reaches_its_referrers_at_once(work):
    work.write('pages/three.rst', 'Three\n=====\n\nOf :term-ref:`layers`.\n')
    assert work.go().status == 1
    work.replace(
        'set.yaml', 'terms:\n', 'terms:\n- name: Layer\n  definition: One of many.\n'
    )
    built = work.go()
    assert built.status == 0
    assert 'href="glossary.html#term-layer"' in work.page('pages/three.html')
    assert built.written == {'pages/glossary', 'pages/three'} | PARENTS
    work.same_as_clean()


def test_a_term_that_moves_to_another_page_takes_its_links_along(work):
    work.write(
        'pages/glossary.rst',
        'Glossary\n========\n\n.. term-set:: set\n   :exclude: Token\n',
    )
    work.write('pages/three.rst', 'Three\n=====\n\n.. term-set:: set\n   :only: Token\n')
    built = work.go()
    assert built.status == 0
    assert 'href="three.html#term-token"' in work.page('pages/one.html')
    assert built.written == {'pages/glossary', 'pages/three', 'pages/one'} | PARENTS
    work.same_as_clean()


def test_without_popovers_one_word_in_one_definition_rewrites_one_page(work):
    work.configure(archgloss_popovers=False)
    work.go()
    work.replace('set.yaml', 'Keeps keys.', 'Keeps keys and values.')
    built = work.go()
    assert built.read == {'pages/glossary'}
    assert built.written == {'pages/glossary'} | PARENTS
    work.same_as_clean()


def test_popovers_are_rewritten_with_the_sentence_they_show_and_with_no_other(work):
    work.replace('set.yaml', 'Keeps keys.', 'Keeps keys. And values.')
    built = work.go()
    assert built.written == {'pages/glossary'} | PARENTS
    work.same_as_clean()
    work.replace('set.yaml', 'Keeps keys. And values.', 'Keeps keys. And more.')
    assert work.go().written == {'pages/glossary'} | PARENTS
    work.replace('set.yaml', 'Keeps keys. And', 'Keeps a key. And')
    built = work.go()
    assert built.read == {'pages/glossary'}
    assert built.written == {'pages/glossary', 'pages/two'} | PARENTS
    assert 'Keeps a key.</p>' in work.page('pages/two.html')
    work.replace(
        'set.yaml', '  definition: A piece', '  short: A word.\n  definition: A piece'
    )
    assert work.go().written == {'pages/glossary', 'pages/one'} | PARENTS
    work.same_as_clean()


def test_popovers_know_when_a_page_is_published_or_taken_back(work):
    work.write('pages/three.rst', ':term-page: Token\n\nThree\n=====\n\nOf it.\n')
    work.go()
    assert 'Read: Three' in work.page('pages/one.html')
    work.replace('pages/three.rst', 'Three\n', 'Drei!\n')
    assert 'pages/one' in work.go().written
    assert 'Read: Drei!' in work.page('pages/one.html')
    work.remove('pages/three.rst')
    work.go()
    assert 'In the glossary' in work.page('pages/one.html')
    work.same_as_clean()


def test_popovers_that_are_switched_on_or_off_rewrite_who_has_them(work):
    work.configure(archgloss_popovers=False)
    assert work.go().written == {'pages/glossary', 'pages/one', 'pages/two'} | PARENTS
    assert 'tip-' not in work.page('pages/one.html')
    work.same_as_clean()
    work.configure()
    assert work.go().written == {'pages/glossary', 'pages/one', 'pages/two'} | PARENTS
    work.same_as_clean()


def test_a_second_set_with_the_same_id_moves_popovers_along(work):
    work.write('more.yaml', 'name: more\nterms:\n- {name: Head, definition: Another.}\n')
    work.write(
        'pages/four.rst', 'Four\n====\n\n:term-ref:`more:head` :term-ref:`set:head`\n'
    )
    work.configure(archgloss_term_sets=['set.yaml', 'more.yaml'])
    work.write('pages/more.rst', 'More\n====\n\n.. term-set:: more\n')
    work.go()
    work.configure(archgloss_term_sets=['more.yaml', 'set.yaml'])
    work.go()
    work.same_as_clean()


def test_structured_data_are_rewritten_with_what_they_describe_and_nothing_else(work):
    work.configure(archgloss_popovers=False)
    work.write('pages/three.rst', ':term-page: KV cache\n\nThree\n=====\n\nOf nothing.\n')
    work.go()
    assert '"description":"Keeps keys."' in work.page('pages/three.html')
    for old, new, expected in [
        ('Keeps keys.', 'Keeps keys and values.', '"Keeps keys and values."'),
        ('aliases: [cache]', 'aliases: [cache, store]', '["cache","store"]'),
        ('name: set\n', 'name: set\ntitle: A set\n', '"A set"'),
    ]:
        work.replace('set.yaml', old, new)
        built = work.go()
        assert built.written == {'pages/glossary', 'pages/three'} | PARENTS, new
        assert expected in work.page('pages/three.html')
        work.same_as_clean()
    work.replace('set.yaml', 'and values.', 'and values. As ever.')  # a second sentence
    assert work.go().written == {'pages/glossary'} | PARENTS
    work.same_as_clean()


def test_a_label_only_for_the_search_is_on_the_page_that_it_links_to(work):
    work.replace('set.yaml', '[cache]', '[cache, {text: unseen, hidden: true}]')
    assert work.go().written == {'pages/glossary'} | PARENTS
    assert b'"unseen"' in work.tree()['searchindex.js']
    work.write('pages/three.rst', ':term-page: KV cache\n\nThree\n=====\n\nOf nothing.\n')
    work.go()
    work.same_as_clean()
    work.replace('set.yaml', 'text: unseen', 'text: invisible')
    assert work.go().written == {'pages/three'} | PARENTS
    assert b'"unseen"' not in work.tree()['searchindex.js']
    assert b'"invis' in work.tree()['searchindex.js']
    work.same_as_clean()


def test_an_edit_elsewhere_in_the_file_reads_no_page_that_shows_none_of_it(work):
    work.write(
        'pages/glossary.rst', 'Glossary\n========\n\n.. term-set:: set\n   :only: Token\n'
    )
    work.write('pages/three.rst', 'Three\n=====\n\n.. term-set:: set\n   :exclude: Token\n')
    work.configure(archgloss_popovers=False)
    work.go()
    work.replace('set.yaml', 'A piece of text.', 'A piece of a text.')
    built = work.go()
    assert built.read == {'pages/glossary'}
    assert built.written == {'pages/glossary'} | PARENTS
    work.same_as_clean()


def test_lines_that_move_in_a_data_file_rewrite_nothing_and_are_reported_correctly(work):
    work.replace('set.yaml', ':term-ref:`Token`', ':term-ref:`Tokenn` or :norole:`x`')
    assert [w.split(':')[1] for w in work.go().warnings] == ['9', '9']
    work.replace('set.yaml', 'name: set\n', '# a comment\n# of two lines\nname: set\n')
    built = work.go()
    assert [w.split(':')[1] for w in built.warnings] == ['11', '11']
    assert (built.read, built.written) == (set(), set())
    assert work.same_as_clean().warnings == built.warnings


def test_publishing_a_page_flips_every_link_and_rewrites_only_who_refers(work):
    work.write('pages/three.rst', ':term-page: KV cache\n\nThree\n=====\n\nOf caches.\n')
    built = work.go()
    assert 'href="three.html"' in work.page('pages/two.html')
    assert built.read == {'pages/three'}
    assert built.written == {'pages/glossary', 'pages/two', 'pages/three'} | PARENTS
    work.same_as_clean()


@pytest.mark.parametrize(
    'how', ['delete', 'rename', 'exclude', 'drop the claim', 'hold back']
)
def test_a_canonical_page_that_goes_away_is_noticed_wherever_the_references_are(work, how):
    text = ':term-page: KV cache\n\nThree\n=====\n\nOf caches.\n'
    work.write('pages/three.rst', text)
    work.go()
    assert 'href="three.html"' in work.page('pages/two.html')
    if how == 'delete':
        work.remove('pages/three.rst')
    elif how == 'rename':
        work.remove('pages/three.rst')
        work.write('pages/four.rst', text)
    elif how == 'exclude':
        work.configure(exclude_patterns=['pages/three.rst'])
    elif how == 'drop the claim':
        work.write('pages/three.rst', 'Three\n=====\n\nOf caches.\n')
    else:
        work.replace(
            'set.yaml', '  aliases: [cache]', '  aliases: [cache]\n  published: false'
        )
    assert work.go().status == 0
    target = 'four.html' if how == 'rename' else 'glossary.html#term-kv-cache'
    assert f'href="{target}"' in work.page('pages/two.html')
    work.same_as_clean()


def test_a_canonical_page_named_in_the_data_is_watched(work):
    work.replace(
        'set.yaml', '  aliases: [cache]', '  aliases: [cache]\n  canonical: pages/three'
    )
    assert work.go().status == 0
    assert 'href="three.html"' in work.page('pages/two.html')
    work.remove('pages/three.rst')
    for _ in range(2):
        built = work.go()
        assert built.status == 1
        assert built.warnings == [
            'set.yaml:5: WARNING: the canonical page of "KV cache", pages/three, does not '
            'exist (referred to once, by pages/two); publish it, correct "canonical", or '
            'set "published: false" [archgloss.dangling]'
        ]
    assert 'href="glossary.html#term-kv-cache"' in work.page('pages/two.html')
    assert 'term-dangling' in work.page('pages/two.html')
    work.same_as_clean()


def test_an_anchor_that_goes_away_is_noticed_too(work):
    work.replace(
        'set.yaml',
        '  aliases: [cache]',
        '  aliases: [cache]\n  canonical: pages/three#more',
    )
    work.write(
        'pages/three.rst', 'Three\n=====\n\n.. _more:\n\nMore of it\n----------\n\nText.\n'
    )
    assert work.go().status == 0
    assert 'href="three.html#more"' in work.page('pages/two.html')
    work.write('pages/three.rst', 'Three\n=====\n\nMore of it\n----------\n\nText.\n')
    assert work.go().status == 1
    assert work.go().status == 1
    work.same_as_clean()


def test_a_fault_in_a_definition_is_reported_on_every_build(work):
    work.replace('set.yaml', 'Keeps keys.', 'Keeps :keys:`x`.')
    expected = [
        'set.yaml:6: WARNING: in the definition of "KV cache": Unknown interpreted text '
        'role "keys". [archgloss.data]'
    ]
    assert work.go().warnings == expected
    again = work.go()
    assert (again.warnings, again.read, again.status) == (expected, set(), 1)


def test_a_set_that_appears_serves_the_pages_that_asked_for_it(work):
    work.write('pages/three.rst', 'Three\n=====\n\n.. term-set:: more.yaml\n')
    assert work.go().status == 1
    assert work.go().status == 1
    work.write(
        'pages/more.yaml', 'name: more\nterms:\n- {name: Late, definition: Here now.}\n'
    )
    assert work.go().status == 0
    assert 'id="term-late"' in work.page('pages/three.html')
    work.same_as_clean()


def test_serial_and_parallel_builds_report_and_write_the_same(work):
    work.replace(
        'set.yaml', '- name: Head', '- name: Token\n  definition: Twice.\n- name: Head'
    )
    for n in range(12):
        work.write(
            f'pages/p{n:02}.rst', f'P{n}\n===\n\n:term-ref:`gone{n}` :term-ref:`Token`\n'
        )
    one, two = work.go(where='serial'), work.go(where='parallel', jobs=2)
    assert one.warnings == two.warnings
    assert len(one.warnings) == 14
    assert work.tree(where='serial') == work.tree(where='parallel')


def test_two_builders_share_a_doctree_directory(work):
    work.go('dirhtml')
    work.replace('set.yaml', 'name: KV cache', 'name: Key cache')
    work.write('pages/three.rst', ':term-page: Key cache\n\nThree\n=====\n\nOf caches.\n')
    work.go('dirhtml')
    work.go('html')
    work.same_as_clean('dirhtml')
    work.same_as_clean('html')
    work.remove('pages/three.rst')
    work.go('html')
    work.go('dirhtml')
    work.same_as_clean('html')
    work.same_as_clean('dirhtml')
    assert not work.go('html').written
    assert not work.go('dirhtml').written


@pytest.mark.parametrize('when', ['read:0', 'write:0', 'write:1', 'write:2'])
@pytest.mark.parametrize('undo', [False, True])
def test_the_build_after_one_that_was_killed_puts_everything_right(work, when, undo):
    work.replace('set.yaml', 'Keeps keys.', 'Keeps values.')
    work.replace('set.yaml', 'aliases: [cache]', 'canonical: pages/three')
    killed = work.go(kill_at=when)
    assert killed.status == STATUS_KILLED
    if undo:
        work.write('set.yaml', SET)
    built = work.go()
    clean = work.same_as_clean()
    assert (built.status, built.warnings) == (clean.status, clean.warnings)


def test_a_change_of_configuration_reaches_exactly_the_pages_it_changes(work):
    work.write('more.yaml', 'name: more\nterms:\n- {name: Cache, definition: Another.}\n')
    work.configure(archgloss_term_sets=['set.yaml', 'more.yaml'])
    built = work.go()
    assert built.status == 0
    assert not built.read
    assert not built.written
    work.configure(archgloss_term_sets=[])
    built = work.go()
    assert [w.split('[')[1] for w in built.warnings] == [
        'archgloss.data]',
        'archgloss.config]',
    ]
    work.same_as_clean()


def test_what_fails_a_build_without_strictness_fails_it_every_time(work):
    work.configure(archgloss_fail_on=['undefined'])
    work.write('pages/one.rst', 'One\n===\n\nOf :term-ref:`gone`.\n')
    assert [work.go(strict=False).status for _ in range(3)] == [1, 1, 1]
    work.configure(archgloss_fail_on=['dangling'])
    assert work.go(strict=False).status == 0
    work.configure(
        archgloss_fail_on=['undefined'], suppress_warnings=['archgloss.undefined']
    )
    assert work.go(strict=False).status == 0
    work.configure(
        archgloss_fail_on=['undefined'], nitpick_ignore=[('archgloss:term-ref', 'gone')]
    )
    assert work.go(strict=False).status == 0


AGAIN = """\
import sys
from pathlib import Path
from sphinx.application import Sphinx
from sphinx.util.console import nocolor

nocolor()
source, out, doctrees = sys.argv[1:]
app = Sphinx(source, source, out, doctrees, 'html', status=None, warning=sys.stderr)
app.build()
print('again', file=sys.stderr, flush=True)
names = Path(source, 'set.yaml')
names.write_text(names.read_text().replace('[cache]', '[caches of keys]'))
app.build()
"""


def test_an_application_that_builds_again_sees_what_has_changed(work):
    # language servers keep one application for as long as the editor is open
    work.go()
    ran = subprocess.run(
        [
            sys.executable, '-c', AGAIN, work.source,
            work.source.parent / 'kept/html', work.source.parent / 'kept/doctrees',
        ],
        capture_output=True, text=True, check=True, cwd=work.source.parent,
    )  # fmt: skip
    before, after = ran.stderr.split('again\n')
    assert 'archgloss' not in before
    clean = work.same_as_clean()
    assert clean.warnings
    found = re.findall(r'^.*\[archgloss\.\w+\]$', after, re.MULTILINE)
    assert sorted(line.replace(f'{work.source}/', '') for line in found) == clean.warnings
