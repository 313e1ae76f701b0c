"""The input of the rules for a whole project: `Check`, and the tally of each page.

Rules take a `Check`, or the `PageCheck` of one page (see `page_check`), and yield
findings. Prose is passed page by page, so that only one page has to be in memory. A
`Tally` keeps what the rules for the whole project need from each page.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.checks.findings import FindingPlace
from sphinxcontrib_archgloss.checks.source_lines import (
    Columns,
    target_in_role,
    text_on_line,
)
from sphinxcontrib_archgloss.named_tuples import NamedTuple
from sphinxcontrib_archgloss.project.outputs import ProseOptions
from sphinxcontrib_archgloss.project.prose.acronyms import Names
from sphinxcontrib_archgloss.project.prose.link_policy import LinkPolicy, mentioned_keys
from sphinxcontrib_archgloss.project.prose.mentions import LINKS, ProjectMentions
from sphinxcontrib_archgloss.project.prose.rewording import rewording
from sphinxcontrib_archgloss.project.prose.rewrites import ProseRewrites
from sphinxcontrib_archgloss.project.references import key_of, used_terms
from sphinxcontrib_archgloss.terms.language.sentences import sentence_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxcontrib_archgloss.project.deprecated_labels import Advice
    from sphinxcontrib_archgloss.project.facts import Use
    from sphinxcontrib_archgloss.project.project import Project
    from sphinxcontrib_archgloss.project.prose.rewording import Rewording, WrittenLabel
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term
    from sphinxcontrib_archgloss.terms.problems import Place as Where


REACH = 5
"""How many words on each side of a place distinguish it from others."""
_LINES = 20
"""How many lines on each side of a place are searched for them."""
_KEY = re.compile(r'\s*(?:-\s+)?["\']?[\w-]+["\']?\s*[:=](?:\s|$)')
"""Of a record."""


SentenceMention = tuple[int, int, tuple[str, ...], tuple[str, ...]]
"""(start, end, keys, keys if the labels of the term's own set come first) of a mention in a
definition. There are so many that they are plain tuples."""


class Tally(NamedTuple):
    """How the terms that a page mentions are linked."""

    references: int = 0
    """Written by the author, to terms that exist."""
    unlinked: int = 0
    """Mentions in prose that could become references."""
    named: frozenset[str] = frozenset()
    """Keys of all terms that the page mentions and links, or should link."""
    linked: frozenset[str] = frozenset()
    """Keys of those that it links, at least once."""
    automatic: tuple[tuple[str, FindingPlace], ...] = ()
    """(key, place) of the first mention of each term that is linked automatically."""


class Surroundings(NamedTuple):
    """What a check needs from outside the project."""

    shown: Callable[[str], str]
    """Absolute path → how findings name the file."""
    page_path: Callable[[str], str]
    """Docname → absolute path of its file."""
    lines: Callable[[str], Sequence[str]]
    """The lines of the file at an absolute path; none if it cannot be read."""
    is_own: Callable[[str], bool]
    """Whether the project may edit the file at an absolute path."""
    ignored: Callable[[str], bool]
    """Whether undefined references to a target are not reported."""
    elsewhere: Callable[[str], str]
    """The link of a label in another project; empty for none."""
    original: Callable[[str, int], tuple[str, int]] = lambda path, line: (path, line)
    """Place that Sphinx names, as in the project's prolog → place in a file."""
    prose_options: ProseOptions = ProseOptions()
    """The changes to mentions when pages are written."""


class Check:
    """A project under check."""

    def __init__(self, project: Project, around: Surroundings) -> None:
        self.project = project
        self.lexicon: Lexicon = project.lexicon
        self.around = around
        self.mentions = ProjectMentions(project)
        self.policy = LinkPolicy(
            project.lexicon,
            project.destinations,
            around.prose_options.autolink,
            self.is_own,
        )
        self.tallies: dict[str, Tally] = {}
        """Docname → tally, once every page has been checked."""
        self._in_sentences: dict[str, Sequence[SentenceMention]] = {}

    def is_own(self, term: Term) -> bool:
        """Return whether the project may edit the record of *term*."""
        return self.around.is_own(self.lexicon.sets[term.set].path)

    @cached_property
    def own_terms(self) -> list[Term]:
        """The terms whose records the project may edit."""
        return [term for term in self.lexicon.terms.values() if self.is_own(term)]

    @cached_property
    def _names(self) -> Names:
        return Names(self.lexicon, self.project.shown_name)

    def rewording(self, key: str, advice: Advice, place: WrittenLabel) -> Rewording | None:
        """Return what to write at *place* for a label of the term *key*, if certain.

        A term that is deprecated itself has no label to write.
        """
        term = self.lexicon.terms[key]
        if term.status == 'deprecated':
            return None
        english = self.lexicon.sets[term.set].inflects
        return rewording(self._names, term, advice, place, english=english)

    def sentence(self, term: Term) -> str:
        """Return the definition of *term* in one sentence, as plain text if possible."""
        summary = self.project.summary(term.key)
        if summary is not None:
            return summary.text
        text = term.short or (term.definition.value if term.definition else '')
        return text[: sentence_end(text)]

    def in_sentence(self, term: Term) -> Sequence[SentenceMention]:
        """Return the mentions in the `sentence` of *term*."""
        key = term.key
        mentions = self._in_sentences.get(key)
        if mentions is None:
            found = self.mentions.find(self.sentence(term))
            mentions = self._in_sentences[key] = tuple(
                [
                    (m.start, m.end, m.keys, mentioned_keys(self.lexicon, m, term.set))
                    for m in found
                ]
            )
        return mentions

    @cached_property
    def referrers(self) -> Mapping[str, list[tuple[str, Use]]]:
        """Key → (docname, use) of the references that name it, in reading order."""
        referrers: dict[str, list[tuple[str, Use]]] = {}
        for docname, use in self.project.uses():
            if use.kind in LINKS and (key := key_of(self.lexicon, use)):
                referrers.setdefault(key, []).append((docname, use))
        return referrers

    @cached_property
    def automatic(self) -> Mapping[tuple[str, str], list[str]]:
        """(key of the entry or '', key) → the page of each automatic link."""
        pages: dict[tuple[str, str], list[str]] = {}
        rewrites = ProseRewrites(self.project, self.mentions)
        for docname in self.project.order:
            for link in rewrites.links(docname, self.around.prose_options):
                pages.setdefault(link, []).append(docname)
        return pages

    @cached_property
    def used(self) -> frozenset[str]:
        """Keys of the terms to which pages refer, or link automatically."""
        return used_terms(self.lexicon, self.project.pages, self.automatic)

    def record_place(self, term: Term, text: str = '', line: int = 0) -> FindingPlace:
        """Return the place of *text*, or of the name, in a record."""
        path, line = self.lexicon.sets[term.set].path, line or term.name_line
        source = self.line(path, line)
        columns = text_on_line(source, text or term.name)
        return FindingPlace(self.around.shown(path), line, *_exact(line, columns), source)

    def use_place(
        self, docname: str, use: Use, nth: int = 0, count: int = 1
    ) -> tuple[FindingPlace, bool]:
        """Return the place of a reference's target, and whether it is certain.

        It is the one after *nth* others to the same, of *count* on its line.
        """
        where = self.project.place_of(docname, use)
        path, line = self.absolute(where)
        columns = target_in_role(self.line(path, line), use.target, nth, count)
        return self._place(path, line, columns), columns is not None

    def absolute(self, where: Where) -> tuple[str, int]:
        """Return (absolute path, 1-based line) of a place of a reading."""
        path = self.around.page_path(where.path) if where.is_docname else where.path
        return self.around.original(path, where.line or 1)

    def place_of(self, path: str, line: int, text: str) -> FindingPlace:
        """Return the place of *text* on a line of the file at *path* (absolute)."""
        return self._place(path, line, text_on_line(self.line(path, line), text))

    def _place(self, path: str, line: int, columns: Columns | None) -> FindingPlace:
        return self.place_at(path, line, *_exact(line, columns))

    def place_at(
        self, path: str, line: int, column: int = 1, end_line: int = 0, end_column: int = 0
    ) -> FindingPlace:
        """Return a place in the file at *path* (absolute), in the form of findings."""
        lines, end = self.around.lines(path), end_line or line
        first = self.line(path, line)
        last = first if end == line else self.line(path, end)
        before = _words_before(lines, line - 1, first[: column - 1])
        after = _words_after(lines, end, last[max(end_column, 1) - 1 :])
        shown, around = self.around.shown(path), (before, after)
        return FindingPlace(shown, line, column, end_line, end_column, first, around)

    def entry_place(self, term: Term, line: int, text: str) -> FindingPlace:
        """Return the place of *text* in the definition of *term*, from a *line* on.

        One line of a folded text is on several lines of the file.
        """
        path = self.lexicon.sets[term.set].path
        for number, written in _folded(self.around.lines(path), line):
            columns = text_on_line(written, text)
            if columns is not None:
                return self._place(path, number, columns)
        return self._place(path, line, None)

    def line(self, path: str, line: int) -> str:
        """Return a 1-based *line* of the file at *path*; empty where there is none."""
        lines = self.around.lines(path)
        return lines[line - 1] if 0 < line <= len(lines) else ''


def _folded(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of the *lines* that may be one text, from the *first* on."""
    indent = _indent(lines[first - 1]) if first <= len(lines) else 0
    for number in range(first, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip():
            continue
        if number > first and (_indent(line) < indent or _KEY.match(line)):
            return
        yield number, line


def _exact(line: int, columns: Columns | None) -> tuple[int, int, int]:
    """Return (column, end line, end column) of *columns* on a 1-based *line*."""
    return (1, 0, 0) if columns is None else (columns.start + 1, line, columns.end + 1)


def _words_before(lines: Sequence[str], at: int, text: str) -> str:
    """Return the last words of *text* and of the lines before the 0-based line *at*."""
    words = text.split()
    for line in reversed(lines[max(at - _LINES, 0) : at]):
        if len(words) >= REACH:
            break
        words[:0] = line.split()
    if len(words) < REACH:
        words.insert(0, '^')
    return ' '.join(words[-REACH:])


def _words_after(lines: Sequence[str], at: int, text: str) -> str:
    """Return the first words of *text* and of the lines from the 0-based line *at* on."""
    words = text.split()
    for line in lines[at : at + _LINES]:
        if len(words) >= REACH:
            break
        words += line.split()
    if len(words) < REACH:
        words.append('$')
    return ' '.join(words[:REACH])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
