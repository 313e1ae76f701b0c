"""HTML pages as a test looks at them: ids, links, entries, words."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

_VOID = {'br', 'hr', 'img', 'input', 'link', 'meta', 'col', 'source', 'wbr'}


class Link(NamedTuple):
    """A link as a reader meets it."""

    text: str
    href: str
    classes: str
    """Of the elements inside the link."""


class Page(HTMLParser):
    """One page of output."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[Link] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._href: str | None = None
        self._text = ''
        self._classes = ''
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {key: value or '' for key, value in attrs}
        if 'id' in given:
            self.ids.append(given['id'])
        if tag == 'a' and 'href' in given:
            self._href, self._text, self._classes = given['href'], '', ''
        elif self._href is not None and 'class' in given:
            self._classes += f' {given["class"]}'
        if tag not in _VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag):
        if tag == 'a' and self._href is not None:
            self.links.append(Link(' '.join(self._text.split()), self._href, self._classes))
            self._href = None
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._href is not None:
            self._text += data

    @property
    def repeated_ids(self) -> list[str]:
        return [one for one, count in Counter(self.ids).items() if count > 1]


def broken_links(root: Path, ending: str = '.html') -> list[tuple[str, str]]:
    """Return (page, href) of links within *root* that lead nowhere."""
    pages = {path: Page(path.read_text('utf-8')) for path in root.rglob(f'*{ending}')}
    found = []
    for path, page in pages.items():
        for link in page.links:
            if re.match(r'\w+:', link.href):
                continue
            name, _, fragment = link.href.partition('#')
            target = (path.parent / name).resolve() if name else path
            if target.is_dir():
                target /= 'index.html'
            if not target.exists() or (
                fragment and target in pages and fragment not in pages[target].ids
            ):
                found.append((path.relative_to(root).as_posix(), link.href))
    return found


def repeated_ids(root: Path, ending: str = '.html') -> dict[str, list[str]]:
    """Return page → ids that occur more than once on it."""
    pages = {
        p.relative_to(root).as_posix(): Page(p.read_text('utf-8'))
        for p in root.rglob(f'*{ending}')
    }
    return {name: page.repeated_ids for name, page in pages.items() if page.repeated_ids}


def entries(html: str) -> dict[str, str]:
    """Return name → HTML of the entries on a page, without their own anchors."""
    found = {}
    html = without_permalinks(html)
    for listed in re.findall(r'<dl class="[^"]*\bterm-set\b.*?\n</dl>', html, re.DOTALL):
        for part in re.split(
            r'^(?=<dt id="term-[^"]*"[^>]*><span id="term-)', listed, flags=re.MULTILINE
        )[1:]:
            head, _, body = part.partition('</dt>')
            name = re.sub(r'<[^>]+>', '', head)
            found.setdefault(name, body.removesuffix('\n</dl>').strip())
    return found


def without_permalinks(html: str) -> str:
    """Return *html* without the links that sections and entries have to themselves."""
    return re.sub(r'<a class="headerlink".*?</a>', '', html)


def words(html: str) -> str:
    """Return the text of a piece of HTML."""
    return ' '.join(re.sub(r'<[^>]+>', ' ', html).split())
