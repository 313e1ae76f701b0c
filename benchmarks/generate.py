"""The documentation that is built: the same text for both sides.

Knows how much of what a page and a definition hold; knows nothing of builds.
A project is a function of its size, its side and its revisions alone.
"""

from __future__ import annotations

import re
import textwrap
import zlib
from functools import cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from words import ADJECTIVES, NOUNS, PLACES, VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

REFERENCES = 20
"""References on each page."""

SECTIONS = 2

CHAPTER = 50
"""Pages in a chapter, that is, in one toctree."""

CONF = """\
project, copyright, version, release = 'Benchmark', 'nobody', '1', '1'
html_theme = 'basic'
html_copy_source = False
"""


class Side(NamedTuple):
    """One of the two ways to have a glossary."""

    name: str
    role: str
    conf: str
    """What the configuration has beside `CONF`."""
    record: str = ''
    """A key that each record has beside its name and definition."""
    thinned: bool = False
    """Whether only one sentence in five is made of labels, and the others of words that
    are none."""


SPHINX = Side('sphinx', ':term:', '')
ARCHGLOSS = Side(
    'archgloss',
    ':term-ref:',
    "extensions = ['sphinxcontrib_archgloss']\narchgloss_term_sets = ['terms.yaml']\n",
)


# Extensions that show what the terms of Sphinx's own glossary mean. What they would
# fetch from the network is switched off.
TIPPY = Side(
    'sphinx-tippy',
    ':term:',
    "extensions = ['sphinx_tippy']\ntippy_enable_wikitips = tippy_enable_doitips = False\n",
)
RIDDLE = Side('riddle-whisper', ':term:', "extensions = ['sphinx_riddle_whisper']\n")


class Entry(NamedTuple):
    """A term and its definition; the role in it is written ``:ROLE:``."""

    name: str
    definition: str


class Size(NamedTuple):
    """A cell of the grid."""

    terms: int
    pages: int

    def __str__(self) -> str:
        """Return the size as it is written on the command line."""
        return f'{self.terms}x{self.pages}'

    @classmethod
    def parse(cls, text: str) -> Size:
        """Return the size written as *text*, say ``700x300``."""
        terms, _, pages = text.partition('x')
        return cls(int(terms), int(pages))


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
    said = [_sentence(random) for _ in range(random.randint(1, 3))]
    if not plain:
        marked = [
            f'It is *not* the same as :ROLE:`{random.choice(labels)}`.',
            f'The setting ``{random.choice(NOUNS)}_size`` bounds it.',
            f'Also see :ROLE:`the {random.choice(NOUNS)} <{random.choice(labels)}>`.',
        ]
        said[-1:] = random.sample(marked, random.randint(1, 2))
    return ' '.join(said)


def _sentence(random: Random) -> str:
    return (
        f'The {random.choice(ADJECTIVES)} {random.choice(NOUNS)} {random.choice(VERBS)} '
        f'the {random.choice(NOUNS)} of a {random.choice(ADJECTIVES)} '
        f'{random.choice(NOUNS)} {random.choice(PLACES)}.'
    )


_LABELLED = re.compile(
    r'The (\w+) (\w+) (\w+)\s+the (\w+) of a (\w+)\s+(\w+)(?= )', re.ASCII
)


def _thinned(text: str) -> str:
    """Return *text* with words spelled backwards in four of five sentences."""

    def spell(match: re.Match[str]) -> str:
        if zlib.crc32(match[0].encode()) % 5 == 0:
            return match[0]
        one, two, verb, three, four, five = (word[::-1] for word in match.groups())
        return f'The {one} {two} {verb[::-1]} the {three} of a {four} {five}'

    return _LABELLED.sub(spell, text)


def _reference(random: Random, labels: tuple[str, ...]) -> str:
    # some terms are used far more often than others
    name = labels[int(len(labels) * random.random() ** 2)]
    wording = random.random()
    if wording < 0.5:
        return f':ROLE:`{name}`'
    if wording < 0.8:
        return f':ROLE:`{name.lower()}`'
    return f':ROLE:`the {name.split()[-1].lower()} <{name}>`'


def _page(number: int, terms: int, revision: int) -> Iterator[str]:
    random = Random(f'page {number} {terms}')
    labels = names(terms)
    title = f'{_sentence(random)[4:40].strip().capitalize()} {number}'
    yield f'{title}\n{"=" * len(title)}'
    for section in range(SECTIONS):
        if section:
            heading = f'{random.choice(ADJECTIVES)} {random.choice(NOUNS)}'.capitalize()
            yield f'{heading}\n{"-" * len(heading)}'
        words = [_sentence(random) for _ in range(3)]
        words += [
            f'Here {_reference(random, labels)} {random.choice(VERBS)} '
            f'the {random.choice(NOUNS)}, as ``{random.choice(NOUNS)}`` does.'
            for _ in range(REFERENCES // SECTIONS)
        ]
        random.shuffle(words)
        yield ' '.join(words[:6])
        yield ' '.join(words[6:])
    if revision:
        yield f'This page was revised {revision} times.'


def page(number: int, terms: int, side: Side, revision: int = 0) -> str:
    """Return the source of a page in a project of so many *terms*."""
    blocks = (
        textwrap.fill(
            (_thinned(block) if side.thinned else block).replace(':ROLE:', side.role),
            88,
            break_long_words=False,
            break_on_hyphens=False,
        )
        if '\n' not in block
        else block
        for block in _page(number, terms, revision)
    )
    return '\n\n'.join(blocks) + '\n'


def _wrapped(entry: Entry, side: Side, revision: int, margin: str) -> str:
    text = _thinned(entry.definition) if side.thinned else entry.definition
    text = text.replace(':ROLE:', side.role)
    if revision:
        text += f' This definition was revised {revision} times.'
    return textwrap.fill(
        text,
        88,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def write_glossary(
    where: Path, terms: int, side: Side, revisions: Mapping[int, int] | None = None
) -> None:
    """Write the glossary; *revisions* says how often which definition was edited."""
    revised = revisions or {}
    head = 'Glossary\n========\n\n'
    if side.role == SPHINX.role:
        blocks = (
            f'   {entry.name}\n{_wrapped(entry, side, revised.get(n, 0), " " * 6)}\n'
            for n, entry in enumerate(entries(terms))
        )
        text = f'{head}.. glossary::\n   :sorted:\n\n' + '\n'.join(blocks)
        (where / 'glossary.rst').write_text(text, encoding='utf-8')
        return
    records = (
        f'  - name: {entry.name}\n{side.record}    definition: |\n'
        f'{_wrapped(entry, side, revised.get(n, 0), " " * 6)}\n'
        for n, entry in enumerate(entries(terms))
    )
    (where / 'terms.yaml').write_text(
        'name: benchmark\nterms:\n' + ''.join(records), encoding='utf-8'
    )
    source = where / 'glossary.rst'
    if not source.exists():
        source.write_text(f'{head}.. term-set::\n', encoding='utf-8')


def page_path(where: Path, number: int) -> Path:
    """Return the path of a page's source."""
    return where / f'chapter-{number // CHAPTER}' / f'page-{number}.rst'


def write_project(where: Path, size: Size, side: Side) -> None:
    """Write a whole project in its first revision."""
    where.mkdir(parents=True)
    (where / 'conf.py').write_text(CONF + side.conf, encoding='utf-8')
    write_glossary(where, size.terms, side)
    chapters = range(-(-size.pages // CHAPTER))
    listed = [f'chapter-{n}/index' for n in chapters]
    _write_toctree(where, 'Benchmark', ['glossary', *listed])
    for n in chapters:
        numbers = range(n * CHAPTER, min((n + 1) * CHAPTER, size.pages))
        folder = where / f'chapter-{n}'
        folder.mkdir()
        _write_toctree(folder, f'Chapter {n}', [f'page-{number}' for number in numbers])
    for number in range(size.pages):
        page_path(where, number).write_text(
            page(number, size.terms, side), encoding='utf-8'
        )


def _write_toctree(where: Path, title: str, listed: list[str]) -> None:
    lines = ''.join(f'   {name}\n' for name in listed)
    text = f'{title}\n{"=" * len(title)}\n\n.. toctree::\n   :maxdepth: 1\n\n{lines}'
    (where / 'index.rst').write_text(text, encoding='utf-8')
