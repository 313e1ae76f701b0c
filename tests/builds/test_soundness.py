"""Output and verdict are a function of the sources alone.

A Hypothesis state machine edits a small project and, after each edit, holds the
incremental build against a clean one: the whole output tree byte for byte, the
``archgloss`` warnings, the exit status under ``-W``.

``ARCHGLOSS_SOUNDNESS_STEPS`` sets how many builds are compared (default 40), and by
default they are the same ones each time. Run as many others as you like with::

    ARCHGLOSS_EXAMPLES=search ARCHGLOSS_SOUNDNESS_STEPS=500 pytest tests/builds
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from builds.model import Page, Record, Small, wipe
from builds.workshop import STATUS_KILLED, build, tree
from built_links import dead_links

if TYPE_CHECKING:
    from collections.abc import Iterable

STEPS = int(os.environ.get('ARCHGLOSS_SOUNDNESS_STEPS', '40'))
STEPS_A_RUN = 10
PAGED = ('html', 'dirhtml')
"""Builders that write the pages that have changed, each into a file of its own."""

WORDS = [
    'token',
    'Token',
    'KV cache',
    'cache',
    'Head',
    'heads',
    'MoE',
    'moe',
    'layer',
    'C++',
    'HTTP 2',
    '注意力',
    'chain',
]
LABELS = st.sampled_from(WORDS)
SLOVA = ['hlava', 'chyba', 'Prosté slovo.']
REFERENCES = st.sampled_from(
    [
        *WORDS,
        'tokens',
        'KV-caches',
        'one:Token',
        'two:token',
        'gone',
        'any Token',
        'hlava',
        'any cache',
    ]
)
SETS = st.sampled_from(['one', 'two'])
PAGES = st.sampled_from(['p1', 'p2', 'p3', 'p4', 'index'])
RENDERS = st.sampled_from(
    ['', 'one.yaml', 'two.yaml', 'one', '\n:only: Token, cache', '\n:category: x',
     '\n:exclude: Head', '\n:no-index:', '\n:order: written', 'three',
     '\n:used:', 'one.yaml\n:used:\n:group: category', '\n:group: category',
     '\n:backlinks:', 'two\n:no-backlinks:', '\n:letters:\n:used:']
)  # fmt: skip
PARTS = st.sampled_from(
    [('page-terms', ''), ('page-terms', 'Terms\n:section:\n:order: alphabetical'),
     ('term-definition', 'Token'), ('term-definition', 'Token\n:title:'),
     ('term-definition', 'cache\n:short:\n:title:'), ('term-definition', 'heads\n:short:'),
     ('term-definition', 'gone'), ('term-definition', 'token\n:set: two.yaml'),
     ('term-map', ''), ('term-map', 'one.yaml\n:connected:'), ('term-map', '\n:category: x'),
     ('term-map', '\n:term: KV cache\n:caption: Around'), ('term-map', 'two\n:term: Head'),
     ('only', 'latex\n\nOf :term-ref:`Token`.'), ('only', 'html\n\nOf :term-ref:`heads`.'),
     ('ifconfig', 'shown\n\nOf heads.')]
)  # fmt: skip
CONDITIONS = st.sampled_from(
    [('only', 'html'), ('only', 'latex'), ('only', 'not html'), ('only', 'extra'),
     ('only', 'latex or epub'), ('ifconfig', 'shown'), ('ifconfig', 'builder != "html"')]
)  # fmt: skip
CONDITIONAL = st.sampled_from(
    ['.. term-set::', '.. term-set:: one.yaml\n   :used:', '.. term-set:: two.yaml',
     '.. term-page:: Token', '.. term-page:: Head', '.. term-definition:: Token',
     '.. term-map:: one.yaml', '.. page-terms::', 'Of :term-ref:`heads` and a token.',
     '.. _term-token:\n\n.. _term-0:\n\nAs an entry is named.',
     '.. _hidden:\n\nHidden\n~~~~~~\n\nA token of :term-ref:`cache`.',
     'Hidden, too\n~~~~~~~~~~~\n\n.. term-page:: KV cache',
     '.. only:: not latex\n\n   .. term-set:: two.yaml', '.. term-set:: one\n   :no-index:']
)  # fmt: skip
CANONICALS = st.sampled_from(
    [
        '',
        'p1',
        'p1#hidden',
        'p3#hidden',
        'p2',
        'p3',
        'p1#section-0',
        'p2#section-1',
        'p9',
        'https://example.org/x',
    ]
)
ANCHORS = st.sampled_from(
    ['term-Token', 'term-token', 'term-0', 'term-head', 'term-one-token', 'section-0']
)
DEFINITIONS = st.sampled_from(
    ['Plain words.', 'See :term-ref:`Token`.', 'See :term-ref:`gone`\nor *so*.',
     'A note [1]_.\n\n.. [1] Here.', 'Bad :norole:`x`.', 'The ``cache`` of :term-ref:`heads`.',
     '.. versionadded:: 1.0', 'Plain words. And others.', 'So *much* of :math:`a_1`. More.',
     'Told on :doc:`p1`. More.', '.. pull-quote:: As :doc:`/index` has it.',
     'See {term-ref}`Token`,\n{doc}`p1` and [so](#x).\n\n```python\nx\n```']
)  # fmt: skip

FAILED_TEMPLATE = 'WARNING: the template of'
"""In a warning; pages on which a template has failed are written in every build."""
TEMPLATES = st.sampled_from(
    ['', '{{ body }}', '<p>{{ name }}</p>', '{{ term }}<dd>{{ mentions }}{{ definition }}</dd>',
     '{% if name == "Token" %}{{ 1 / 0 }}{% endif %}{{ body }}', '{{ body }}{{ gone }}']
)  # fmt: skip
PROSE = st.sampled_from(
    ['a token', 'an MoE and heads', 'KV\ncaches', 'the *KV* cache of a head, a cache',
     '``token`` or **token**', 'C++, MoEs and moe', 'layers', '这个注意力机制', 'HTTP 2',
     'a {term-ref}`Token`, a :term-ref:`cache`', 'so\n\n| a token,\n| a KV cache']
)  # fmt: skip


def initial() -> Small:
    return Small(
        sets={
            'one': [
                Record(
                    'Token',
                    'A piece. See :term-ref:`KV cache`.',
                    related=['KV cache'],
                    category='x',
                ),
                Record('KV cache', 'Keeps keys.', aliases=['cache'], canonical='p1'),
            ],
            'two': [
                Record('Head', 'Attends to each token.', acronyms=['MoE']),
                Record('token', 'Another piece.'),
            ],
        },
        pages={
            'index': Page(references=['Token', 'KV-caches', 'gone'], renders=['one.yaml']),
            'p1': Page(
                references=['Head', 'Token'],
                renders=['\n:used:\n:group: category'],
                prose=['a token and a KV cache'],
            ),
            'p2': Page(
                references=['MoE', 'two:token'], renders=['two.yaml'], markdown=True
            ),
            'p3': Page(
                references=['heads'],
                claims=[('Head', True)],
                parts=[('page-terms', ''), ('term-definition', 'cache\n:title:')],
                prose=['an MoE', 'a cache, a head'],
                conditional=[(('only', 'extra'), '.. term-set::')],
            ),
            'p5': Page(
                references=['KV cache'],
                markdown=True,
                parts=[
                    ('term-map', 'one'),
                    ('term-map', '\n:term: Token\n:caption: Around'),
                    ('term-definition', 'Token'),
                    ('page-terms', '\n:section:'),
                ],
            ),
        },
        configured=['one', 'two'],
        options={'autolink': 'first'},
    )


class Editing(RuleBasedStateMachine):
    """An author at work, and a builder that must never be caught lying."""

    @initialize()
    def begin(self) -> None:
        self.top = Path(tempfile.mkdtemp(prefix='archgloss-'))
        self.small = initial()
        self.builder = 'html'
        self.last = ''
        self.jobs = 1
        self.tags: set[str] = set()
        self.on_disk: dict[str, str] = {}
        self.ever: set[str] = set()
        self.compare()

    def teardown(self) -> None:
        if hasattr(self, 'top'):
            shutil.rmtree(self.top, ignore_errors=True)

    # -- what is compared ------------------------------------------------------

    def put(self) -> None:
        self.on_disk = self.small.put(self.top / 'docs', self.on_disk)
        self.ever.update(self.small.pages)

    def run(self, where: str, builder: str, jobs: int, **more: str):
        return build(
            self.top / 'docs',
            self.top / where / builder,
            self.top / where / 'doctrees',
            builder=builder,
            jobs=jobs,
            tags=self.tags,
            **more,
        )

    def compare(
        self, *, exact: bool = False, other_key: bool = False, fed: Iterable[str] = ()
    ) -> None:
        """Hold an incremental build against a clean one.

        *exact*: the edit was one to a term, so that exactly the pages whose
        output changes may be written. With *other_key* the term is another one, and
        pages that show its definition, though nothing else of it, are read again. *fed*
        are labels for the search alone: a page that has their words anyway is written,
        and comes out as it was.
        """
        self.put()
        wipe(self.top / 'clean')
        before = tree(self.top / 'kept' / self.builder)
        clean = self.run('clean', self.builder, 1)
        incremental = self.run('kept', self.builder, self.jobs)
        self.hold(clean, incremental, 'incremental')
        tried_again = FAILED_TEMPLATE in incremental.text
        if exact and not tried_again and self.last == self.builder in PAGED:
            after = tree(self.top / 'kept' / self.builder)
            changed = {docname_of(n) for n in after if before.get(n) != after[n]}
            changed |= fed_otherwise(before, after)
            if fed:
                changed |= pages_with_words(after, fed)
            if other_key:
                changed |= {name for name in incremental.read if self.transcludes(name)}
            # Sphinx writes pages with a toctree again with the pages in it, and what it
            # reads again; where not all entries come out, all are read
            spared = {'index', *self.small.holding_unseen_entries()}
            assert incremental.written - spared <= changed, incremental.written - changed
        self.last = self.builder

    def transcludes(self, name: str) -> bool:
        parts = self.small.pages[name].parts
        return any(directive == 'term-definition' for directive, _ in parts)

    def hold(self, clean, other, what: str) -> None:
        note(f'{what}: {other.text}')
        assert other.warnings == clean.warnings, what
        if not clean.other_warnings and not other.other_warnings:
            assert other.status == clean.status, what
        assert clean.status in (0, 1), clean.text
        assert other.status in (0, 1), other.text
        self.hold_trees(what)

    def hold_trees(self, what: str) -> None:
        clean = tree(self.top / 'clean' / self.builder)
        other = tree(self.top / 'kept' / self.builder)
        # Sphinx never takes away the page of a source that is gone
        stale = {
            name
            for name in other.keys() - clean.keys()
            if re.sub(r'(/index)?\.x?html$', '', name) in self.ever
        }
        assert other.keys() - stale == clean.keys(), what
        for name in clean:
            assert other[name] == clean[name], (
                f'{what}: {name}\n{difference(clean[name], other[name])}'
            )
        output = self.top / 'clean' / self.builder  # which has no page of former sources
        assert dead_links(output, self.builder) == [], what

    # -- edits to the vocabulary -----------------------------------------------

    @rule(name=SETS, label=LABELS, definition=DEFINITIONS)
    def add_term(self, name, label, definition) -> None:
        self.small.sets[name].insert(0, Record(label, definition))
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3))
    def drop_term(self, name, n) -> None:
        if self.small.sets[name]:
            self.small.sets[name].pop(n % len(self.small.sets[name]))
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3), label=LABELS)
    def rename_term(self, name, n, label) -> None:
        self.record(name, n).name = label
        self.compare(exact=True, other_key=True)

    @rule(name=SETS, n=st.integers(0, 3))
    def move_term(self, name, n) -> None:
        if self.small.sets[name]:
            record = self.small.sets[name].pop(n % len(self.small.sets[name]))
            self.small.sets['two' if name == 'one' else 'one'].append(record)
        self.compare(exact=True, other_key=True)

    @rule(name=SETS, n=st.integers(0, 3), definition=DEFINITIONS)
    def edit_definition(self, name, n, definition) -> None:
        self.record(name, n).definition = definition
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3), aliases=st.lists(LABELS, max_size=2))
    def edit_aliases(self, name, n, aliases) -> None:
        self.record(name, n).aliases = aliases
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3), hidden=st.lists(LABELS, max_size=2))
    def edit_hidden_aliases(self, name, n, hidden) -> None:
        record = self.record(name, n)
        fed = {*record.hidden, *hidden}
        record.hidden = hidden
        self.compare(exact=True, fed=fed)

    @rule(name=SETS, title=st.sampled_from(['Some words', 'Others', 'A <title>']))
    def edit_title(self, name, title) -> None:
        self.small.titles[name] = title
        self.compare(exact=True)

    @rule(name=SETS, lang=st.sampled_from(['', 'en', 'en-GB', 'cs', 'zh', 'ja']))
    def edit_lang(self, name, lang) -> None:
        self.small.langs[name] = lang
        self.compare()

    @rule(lang=st.sampled_from(['en', 'cs', 'zh_TW']))
    def edit_language(self, lang) -> None:
        self.small.langs[''] = lang
        self.compare()

    @rule(
        text=LABELS | st.just('Plain words.'), translation=LABELS | st.sampled_from(SLOVA)
    )
    def translate(self, text, translation) -> None:
        self.small.langs[''] = 'cs'
        self.small.translations[text] = translation
        self.compare()

    @rule(name=SETS, n=st.integers(0, 3), related=st.lists(LABELS, max_size=2))
    def edit_relations(self, name, n, related) -> None:
        self.record(name, n).related = related
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3), category=st.sampled_from(['', 'x', 'y']))
    def edit_category(self, name, n, category) -> None:
        self.record(name, n).category = category
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3))
    def toggle_published(self, name, n) -> None:
        record = self.record(name, n)
        record.published = not record.published
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3), canonical=CANONICALS)
    def edit_canonical(self, name, n, canonical) -> None:
        self.record(name, n).canonical = canonical
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3), acronyms=st.lists(LABELS, max_size=1))
    def edit_acronyms(self, name, n, acronyms) -> None:
        self.record(name, n).acronyms = acronyms
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3),
          autolink=st.sampled_from(['', 'off', 'suggest', 'first', 'all']))  # fmt: skip
    def edit_autolink(self, name, n, autolink) -> None:
        self.record(name, n).autolink = autolink
        self.compare(exact=True)

    @rule(name=SETS, n=st.integers(0, 3), anchors=st.lists(ANCHORS, max_size=2))
    def edit_anchors(self, name, n, anchors) -> None:
        self.record(name, n).anchors = anchors
        self.compare()

    @rule(name=SETS)
    def toggle_order(self, name) -> None:
        self.small.written ^= {name}
        self.compare()

    def record(self, name: str, n: int) -> Record:
        records = self.small.sets[name]
        if not records:
            records.append(Record('Token', 'Plain words.'))
        return records[n % len(records)]

    # -- edits to pages --------------------------------------------------------

    def page(self, name: str) -> Page:
        return self.small.pages.setdefault(name, Page(markdown=name == 'p2'))

    @rule(name=PAGES, label=REFERENCES)
    def add_reference(self, name, label) -> None:
        self.page(name).references.append(label)
        self.compare()

    @rule(name=PAGES)
    def drop_reference(self, name) -> None:
        if self.page(name).references:
            self.page(name).references.pop()
        self.compare()

    @rule(name=PAGES, label=LABELS, section=st.booleans())
    def add_claim(self, name, label, section) -> None:
        self.page(name).claims.append((label, section))
        self.compare()

    @rule(name=PAGES)
    def drop_claim(self, name) -> None:
        if self.page(name).claims:
            self.page(name).claims.pop()
        self.compare()

    @rule(name=PAGES, render=RENDERS)
    def add_rendering(self, name, render) -> None:
        self.page(name).renders.append(render)
        self.compare()

    @rule(name=PAGES)
    def drop_rendering(self, name) -> None:
        if self.page(name).renders:
            self.page(name).renders.pop()
        self.compare()

    @rule(name=PAGES, condition=CONDITIONS, part=CONDITIONAL)
    def add_conditional_part(self, name, condition, part) -> None:
        page = self.page(name)
        page.conditional.append((condition, part))
        self.compare()

    @rule(name=PAGES)
    def drop_conditional_part(self, name) -> None:
        if self.page(name).conditional:
            self.page(name).conditional.pop(0)
        self.compare()

    @rule(name=PAGES, part=PARTS)
    def add_part(self, name, part) -> None:
        self.page(name).parts.append(part)
        self.compare()

    @rule(name=PAGES)
    def drop_part(self, name) -> None:
        if self.page(name).parts:
            self.page(name).parts.pop(0)
        self.compare()

    @rule(name=st.sampled_from(['p1', 'p2', 'p3', 'p4']))
    def delete_page(self, name) -> None:
        self.small.pages.pop(name, None)
        self.compare()

    @rule(name=st.sampled_from(['p1', 'p2', 'p3']), new=st.sampled_from(['p4', 'p5']))
    def rename_page(self, name, new) -> None:
        if name in self.small.pages and new not in self.small.pages:
            self.small.pages[new] = self.small.pages.pop(name)
        self.compare()

    @rule(name=st.sampled_from(['p1', 'p2', 'p3']))
    def toggle_excluded(self, name) -> None:
        excluded = self.small.excluded
        excluded.remove(name) if name in excluded else excluded.append(name)
        self.compare()

    @rule(name=PAGES, sentence=PROSE)
    def add_prose(self, name, sentence) -> None:
        self.page(name).prose.append(sentence)
        self.compare()

    @rule(name=PAGES)
    def drop_prose(self, name) -> None:
        if self.page(name).prose:
            self.page(name).prose.pop(0)
        self.compare()

    @rule(name=PAGES)
    def toggle_quiet(self, name) -> None:
        self.page(name).quiet = not self.page(name).quiet
        self.compare()

    # -- how it is built -------------------------------------------------------

    @rule(configured=st.sampled_from([['one', 'two'], ['two', 'one'], ['one'], []]))
    def configure(self, configured) -> None:
        self.small.configured = configured
        self.compare()

    @rule(fail_on=st.sampled_from([[], ['undefined'], ['dangling', 'data']]))
    def configure_failing(self, fail_on) -> None:
        self.small.fail_on = fail_on
        self.compare()

    @rule(backlinks=st.booleans())
    def configure_backlinks(self, backlinks) -> None:
        self.small.backlinks = backlinks
        self.compare()

    @rule(name=st.sampled_from(['popover', 'entry']), text=TEMPLATES)
    def edit_template(self, name, text) -> None:
        self.small.templates[name] = text
        self.compare()

    @rule()
    def switch_popovers(self) -> None:
        self.small.popovers = not self.small.popovers
        self.compare()

    @rule(autolink=st.sampled_from(['off', 'first', 'all']),
          scope=st.sampled_from(['page', 'section']),
          expand=st.sampled_from(['off', 'first']))  # fmt: skip
    def configure_prose(self, autolink, scope, expand) -> None:
        self.small.options = {
            'autolink': autolink, 'autolink_scope': scope, 'expand': expand
        }  # fmt: skip
        self.compare()

    @rule()
    def drop_options(self) -> None:
        self.small.options = {}
        self.compare()

    @rule(
        name=SETS,
        path=st.sampled_from(['{}.yaml', '{}.json', 'terms/{}.yaml', '../{}.yml']),
    )
    def move_a_set(self, name, path) -> None:
        self.small.paths[name] = path.format(name)
        self.compare()

    @rule()
    def move_the_project(self) -> None:
        top = Path(tempfile.mkdtemp(prefix='archgloss-'))
        for path in self.top.iterdir():
            shutil.move(path, top / path.name)
        self.top.rmdir()
        self.top = top
        self.compare()

    @rule(name=SETS, n=st.integers(0, 3), definition=DEFINITIONS)
    def edit_while_pages_are_read(self, name, n, definition) -> None:
        record = self.record(name, n)
        before, record.definition = record.definition, definition
        path, text = self.small.path(name), self.small.files()[self.small.path(name)]
        record.definition = before
        self.put()
        self.run('kept', self.builder, self.jobs, edit=f'{path}={text}')
        self.compare()

    @rule()
    def switch_tag(self) -> None:
        self.tags ^= {'extra'}
        self.compare()

    @rule()
    def configure_condition(self) -> None:
        self.small.shown = not self.small.shown
        self.compare()

    @rule(
        builder=st.sampled_from(['html', 'html', 'dirhtml', 'singlehtml', 'latex', 'epub'])
    )
    def switch_builder(self, builder) -> None:
        self.builder = builder
        self.compare()

    @rule()
    def switch_jobs(self) -> None:
        self.jobs = 3 - self.jobs
        self.compare()

    @rule()
    def build_again(self) -> None:
        self.compare()
        again = self.run('kept', self.builder, self.jobs)
        spared = self.builder not in PAGED or FAILED_TEMPLATE in again.text
        assert spared or not again.written, again.text
        assert not again.read, again.text

    @rule(name=SETS, n=st.integers(0, 3), when=st.sampled_from(['read', 'write']),
          count=st.integers(0, 3), definition=DEFINITIONS, undo=st.booleans())  # fmt: skip
    def kill_a_build(self, name, n, when, count, definition, undo) -> None:
        record = self.record(name, n)
        before, record.definition = record.definition, definition
        self.put()
        killed = self.run('kept', self.builder, 1, kill_at=f'{when}:{count}')
        assert killed.status in (0, 1, STATUS_KILLED), killed.text
        if undo:
            record.definition = before
        self.compare()


def docname_of(name: str) -> str:
    """Return the page that an output file is of."""
    return name.removesuffix('.html').removesuffix('/index')


def fed_otherwise(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the pages of which the search has other words, seen or not."""
    was, now = words_by_page(before), words_by_page(after)
    return {docname for docname in now if was.get(docname) != now[docname]}


def pages_with_words(files: dict[str, bytes], labels: Iterable[str]) -> set[str]:
    """Return the pages that have all words of *labels*, as far as their stems tell."""
    stems = {word[:3].lower() for label in labels for word in label.split()}
    return {
        docname
        for docname, words in words_by_page(files).items()
        if all(any(word.startswith(stem) for word in words) for stem in stems)
    }


def words_by_page(files: dict[str, bytes]) -> dict[str, set[str]]:
    index = json.loads(files.get('searchindex.js', b'{"docnames": [], "terms": {}}'))
    found: dict[str, set[str]] = {docname: set() for docname in index['docnames']}
    for word, pages in index['terms'].items():
        for page in pages if isinstance(pages, list) else [pages]:
            found[index['docnames'][page]].add(word)
    return found


def difference(clean: bytes, other: bytes) -> str:
    import difflib

    lines = difflib.unified_diff(
        clean.decode('utf-8', 'replace').replace(',"', '\n,"').splitlines(),
        other.decode('utf-8', 'replace').replace(',"', '\n,"').splitlines(),
        'clean', 'other', lineterm='', n=1,
    )  # fmt: skip
    return '\n'.join(line[:400] for line in list(lines)[:40])


TestSoundness = Editing.TestCase
TestSoundness.settings = settings(
    max_examples=max(1, STEPS // STEPS_A_RUN),
    stateful_step_count=STEPS_A_RUN,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    print_blob=True,
)
