"""The projects that are built: generated ones of any size, the same text for all sides.

A project is a function of its size, its side and its revisions alone.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple, Protocol

from words import ADJECTIVES, NOUNS, PLACES, VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sides import Side

SECTIONS = 2

CHAPTER = 50
"""Pages in a chapter, that is, in one toctree."""

CONF = """\
project, copyright, version, release = 'Benchmark', 'nobody', '1', '1'
html_theme = 'basic'
html_copy_source = False
"""


class Case(Protocol):
    """A project that each side has in its own form."""

    @property
    def name(self) -> str:
        """What it is called on the command line."""

    @property
    def quiet(self) -> bool:
        """Whether a build of it prints nothing."""

    def write(self, source: Path, side: Side) -> None:
        """Write the project of *side* into the folder *source*, which is not there yet."""

    def edit_definition(self, source: Path, side: Side, revision: int) -> None:
        """Add a sentence to one definition."""

    def edit_page(self, source: Path, side: Side, revision: int) -> None:
        """Add a sentence to one page."""


class Entry(NamedTuple):
    """A term and its definition; the role in it is written ``:ROLE:``."""

    name: str
    definition: str


class GeneratedCase(NamedTuple):
    """A project with *terms* on one page and with *pages* that refer to them."""

    terms: int
    pages: int
    references: int = 20
    """On each page."""

    quiet = True

    @property
    def name(self) -> str:
        """The size, as it is written on the command line."""
        if not self.terms:
            return 'empty'
        own = f'x{self.references}' if self.references != 20 else ''
        return f'{self.terms}x{self.pages}{own}'

    @classmethod
    def parse(cls, text: str) -> GeneratedCase:
        """Return the case called *text*, say ``300x100`` or ``300x100x500``."""
        return cls(0, 0) if text == 'empty' else cls(*map(int, text.split('x')))

    def write(self, source: Path, side: Side) -> None:
        """Write the project of *side*; one without terms is a single page."""
        source.mkdir(parents=True)
        if not self.terms:
            extensions = f'extensions = {list(side.extensions)}\n'
            (source / 'conf.py').write_text(CONF + extensions, encoding='utf-8')
            (source / 'index.rst').write_text('Benchmark\n=========\n\nA page.\n')
            return
        (source / 'conf.py').write_text(CONF + side.conf, encoding='utf-8')
        self._write_glossary(source, side)
        chapters = range(-(-self.pages // CHAPTER))
        _write_toctree(
            source, 'Benchmark', ['glossary', *(f'chapter-{n}/index' for n in chapters)]
        )
        for chapter in chapters:
            numbers = range(chapter * CHAPTER, min((chapter + 1) * CHAPTER, self.pages))
            folder = source / f'chapter-{chapter}'
            folder.mkdir()
            _write_toctree(folder, f'Chapter {chapter}', [f'page-{n}' for n in numbers])
            for number in numbers:
                self._write_page(source, side, number)

    def edit_definition(self, source: Path, side: Side, revision: int) -> None:
        """Add a sentence to one definition, or change its number."""
        self._write_glossary(source, side, revision)

    def edit_page(self, source: Path, side: Side, revision: int) -> None:
        """Add a sentence to one page, or change its number."""
        self._write_page(source, side, 1 % self.pages, revision)

    def _write_page(self, source: Path, side: Side, number: int, revision: int = 0) -> None:
        text = page_text(number, self.terms, self.references, side)
        if revision:
            text += f'\nThis page was revised {revision} times.\n'
        path = source / f'chapter-{number // CHAPTER}' / f'page-{number}.rst'
        path.write_text(text, encoding='utf-8')

    def _write_glossary(self, source: Path, side: Side, revision: int = 0) -> None:
        definitions = {entry.name: entry.definition for entry in entries(self.terms)}
        if revision:
            edited = names(self.terms)[8 % self.terms]
            definitions[edited] += f' This definition was revised {revision} times.'
        if side.archgloss:
            text = _term_set(definitions, side)
            (source / 'terms.yaml').write_text(text, encoding='utf-8')
            page = source / 'glossary.rst'
            if not page.exists():
                page.write_text(f'{_heading("Glossary")}\n\n.. term-set::\n')
        elif side.markdown:
            listed = _listed(definitions, side)
            text = f'# Glossary\n\n```{{glossary}}\n:sorted:\n\n{listed}```\n'
            (source / 'glossary.md').write_text(text, encoding='utf-8')
        else:
            listed = textwrap.indent(_listed(definitions, side), '   ')
            text = f'{_heading("Glossary")}\n\n.. glossary::\n   :sorted:\n\n{listed}'
            (source / 'glossary.rst').write_text(text, encoding='utf-8')


def _term_set(definitions: dict[str, str], side: Side) -> str:
    """Return a set in YAML."""
    extra = f'    {side.record}\n' if side.record else ''
    records = (
        f'  - name: {name}\n{extra}    definition: |\n{_filled(_written(text, side), 6)}\n'
        for name, text in definitions.items()
    )
    markup = 'markup: myst\n' if side.markdown else ''
    return f'name: benchmark\n{markup}terms:\n{"".join(records)}'


def _listed(definitions: dict[str, str], side: Side) -> str:
    """Return the contents of the directive ``glossary``."""
    return '\n'.join(
        f'{name}\n{_filled(_written(text, side), 3)}\n'
        for name, text in definitions.items()
    )


def _written(text: str, side: Side) -> str:
    """Return a definition in the markup of *side*."""
    text = _with_roles(text, side)
    return re.sub(r':([\w-]+):`', r'{\1}`', text) if side.markdown else text


def _with_roles(text: str, side: Side) -> str:
    return re.sub(r':ROLE:`([^`]+)`', lambda match: side.role(match[1]), text)


def _filled(text: str, margin: int = 0) -> str:
    return textwrap.fill(
        text,
        88,
        initial_indent=' ' * margin,
        subsequent_indent=' ' * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _heading(title: str, line: str = '=') -> str:
    return f'{title}\n{line * len(title)}'


def _write_toctree(folder: Path, title: str, docnames: list[str]) -> None:
    lines = ''.join(f'   {name}\n' for name in docnames)
    text = f'{_heading(title)}\n\n.. toctree::\n   :maxdepth: 1\n\n{lines}'
    (folder / 'index.rst').write_text(text, encoding='utf-8')


@cache
def names(count: int) -> tuple[str, ...]:
    """Return *count* names of terms in alphabetical order, one to three words each."""
    pool = [*NOUNS, *(f'{a} {n}' for a in ADJECTIVES for n in NOUNS)]
    Random('names').shuffle(pool)
    return tuple(sorted(name[0].upper() + name[1:] for name in pool[:count]))


@cache
def entries(count: int) -> tuple[Entry, ...]:
    """Return *count* entries: one to three sentences, a third of them with markup."""
    random = Random(f'entries {count}')
    return tuple(
        Entry(name, _definition(random, names(count), plain=n % 3 != 0))
        for n, name in enumerate(names(count))
    )


def _definition(random: Random, labels: tuple[str, ...], *, plain: bool) -> str:
    sentences = [_sentence(random) for _ in range(random.randint(1, 3))]
    if not plain:
        marked = [
            f'It is *not* the same as :ROLE:`{random.choice(labels)}`.',
            f'The setting ``{random.choice(NOUNS)}_size`` bounds it.',
            f'Also see :ROLE:`the {random.choice(NOUNS)} <{random.choice(labels)}>`.',
        ]
        sentences[-1:] = random.sample(marked, random.randint(1, 2))
    return ' '.join(sentences)


def _sentence(random: Random) -> str:
    """Return a sentence; the words of four in five are spelled backwards, so no labels."""
    words = [random.choice(kind) for kind in (ADJECTIVES, NOUNS, VERBS, NOUNS)]
    words += [random.choice(kind) for kind in (ADJECTIVES, NOUNS)]
    if random.random() < 0.8:
        words = [word[::-1] for word in words]
    one, two, verb, three, four, five = words
    return f'The {one} {two} {verb} the {three} of a {four} {five} {random.choice(PLACES)}.'


def _reference(random: Random, labels: tuple[str, ...]) -> str:
    # some terms are used far more often than others
    name = labels[int(len(labels) * random.random() ** 2)]
    wording = random.random()
    if wording < 0.5:
        return f':ROLE:`{name}`'
    if wording < 0.8:
        return f':ROLE:`{name.lower()}`'
    return f':ROLE:`the {name.split()[-1].lower()} <{name}>`'


def page_text(number: int, terms: int, references: int, side: Side) -> str:
    """Return the source of a page in a project of so many *terms*."""
    blocks = (
        block if '\n' in block else _filled(_with_roles(block, side))
        for block in _page(number, terms, references)
    )
    return '\n\n'.join(blocks) + '\n'


def _page(number: int, terms: int, references: int) -> Iterator[str]:
    """Yield the blocks of a page."""
    random = Random(f'page {number} {terms}')
    labels = names(terms)
    yield _heading(
        f'{random.choice(ADJECTIVES)} {random.choice(NOUNS)} {number}'.capitalize()
    )
    for section in range(SECTIONS):
        if section:
            title = f'{random.choice(ADJECTIVES)} {random.choice(NOUNS)}'
            yield _heading(title.capitalize(), '-')
        sentences = [_sentence(random) for _ in range(3)]
        sentences += [
            f'Here {_reference(random, labels)} {random.choice(VERBS)} '
            f'the {random.choice(NOUNS)}, as ``{random.choice(NOUNS)}`` does.'
            for _ in range(references // SECTIONS)
        ]
        random.shuffle(sentences)
        # paragraphs of six or seven sentences
        for start in range(0, len(sentences), 7):
            yield ' '.join(sentences[start : start + 7])
