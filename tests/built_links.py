"""Whether the links that archgloss makes lead somewhere in the tree that a builder wrote.

The addresses are those of the site as a reader's browser sees it. Looked at are: in pages,
all links in and around what has a class of archgloss, the structured data, and the entries
in the general index; the objects of the domain in ``objects.inv`` and in the search index;
and the links to terms in LaTeX and Texinfo.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = 'http://site/'
_OWN = re.compile(r'(^|[\s"])(term-|archgloss|page-terms)')
"""In the classes of whatever archgloss writes."""
_VOID = {'br', 'hr', 'img', 'input', 'link', 'meta', 'col', 'source', 'wbr'}


@dataclass
class _Page(HTMLParser):
    """A page: its ids, and the addresses that archgloss wrote into it."""

    text: str
    is_index: bool = False
    """Whether it is a page of the general index, which Sphinx writes."""
    ids: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    other_links: set[str] = field(default_factory=set)
    """Those among `links` that Sphinx wrote into a definition."""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self._href: str | None = None
        self._json: str | None = None
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        given = {key: value or '' for key, value in attrs}
        self.ids.update(given[key] for key in ('id', 'name') if key in given)
        around = bool(self._open and self._open[-1][1])
        own = around or bool(_OWN.search(given.get('class', '')))
        href = given.get('href', given.get('xlink:href'))
        if tag == 'a' and href is not None:
            self._href = href
            if self.is_index and '#term-' in href:
                own = True
        if own and self._href is not None:
            self.links.add(self._href)
            self.other_links.add(self._href)
        written = re.search(r'(^|\s)term-', given.get('class', ''))
        if written and self._href is not None:
            self.other_links.discard(self._href)
        if tag == 'object' and own:
            self.links.add(given['data'])
        if given.get('type') == 'application/ld+json':
            self._json = ''
        if tag not in _VOID:
            self._open.append((tag, own))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag == 'a':
            self._href = None
        if tag == 'script' and self._json is not None:
            self.links |= set(_addresses(json.loads(self._json)))
            self._json = None
        while self._open and tag not in _VOID and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._json is not None:
            self._json += data


def _addresses(data: object) -> Iterator[str]:
    """Yield the addresses in structured data."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == 'url':
                yield value
            elif key != '@context':
                yield from _addresses(value)
    elif isinstance(data, list):
        for value in data:
            yield from _addresses(value)


def dead_links(output: Path, builder: str = 'html') -> list[str]:
    """Return "page: address" of each dead link in the *output* of *builder*."""
    if builder == 'latex':
        return sorted(_dead_in_latex(output))
    if builder == 'texinfo':
        return sorted(_dead_in_texinfo(output))
    return sorted(_Site(output, builder).dead())


class _Site:
    def __init__(self, output: Path, builder: str) -> None:
        self._output = output
        self._builder = builder
        files = _files(output, builder)
        self._pages = {
            self._address(name): _Page(text, 'genindex' in name)
            for name, text in files.items()
        }
        if builder == 'singlehtml':
            # Sphinx's own address for the first page, which is where a browser begins
            self._pages['index.html'].ids.add('document-index')
            self._pages[''] = self._pages['index.html']

    def _address(self, name: str) -> str:
        """Return the address of an output file, relative to the site."""
        if self._builder == 'dirhtml' or name == 'index.fjson':
            return re.sub(r'(^|/)index\.(html|fjson)$', r'\1', name)
        return re.sub(r'(/index)?\.fjson$', '/', name)

    def dead(self) -> Iterator[str]:
        """Yield "page: address"."""
        for address, page in self._pages.items():
            for link in page.links:
                if link in page.other_links and link.count('#') > 1:
                    continue  # Sphinx's own way to link in one file
                if not self._is_alive(address, link):
                    yield f'{address}: {link}'
        for name, uri in self._inventory():
            if not self._is_alive('', uri):
                yield f'objects.inv, {name}: {uri}'
        for name, uri in self._search():
            if not self._is_alive('', uri):
                yield f'searchindex.js, {name}: {uri}'

    def _is_alive(self, address: str, link: str) -> bool:
        url, fragment = urldefrag(urljoin(f'{SITE}{address}', link))
        if urlsplit(url).netloc != 'site':
            return True  # of others
        target = unquote(url.removeprefix(SITE))
        if target not in self._pages:
            return (self._output / target).is_file() and not fragment
        return fragment in ('', 'top') or unquote(fragment) in self._pages[target].ids

    def _inventory(self) -> Iterator[tuple[str, str]]:
        path = self._output / 'objects.inv'
        if self._builder == 'epub' or not path.exists():
            return
        packed = path.read_bytes().split(b'\n', 4)[4]
        for line in zlib.decompress(packed).decode().splitlines():
            match = re.match(r'(.+?)\s+archgloss:\S+\s+-?\d+\s+(\S*)\s', line)
            if match:
                name, uri = match.groups()
                yield name, uri[:-1] + name if uri.endswith('$') else uri

    def _search(self) -> Iterator[tuple[str, str]]:
        path = self._output / 'searchindex.js'
        if not path.exists():
            return
        text = path.read_text(encoding='utf-8').removeprefix('Search.setIndex(')
        index = json.loads(text.removesuffix(')'))
        own = {
            int(number)
            for number, (domain, *_) in index['objnames'].items()
            if domain == 'archgloss'
        }
        for prefix, objects in index['objects'].items():
            for page, kind, _, anchor, name in objects:
                if kind in own:
                    docname = index['docnames'][page]
                    if self._builder == 'dirhtml':
                        uri = re.sub('(^|/)index$', r'\1', docname)
                        uri += '/' if uri and not uri.endswith('/') else ''
                    else:
                        uri = f'{docname}.html'
                    yield f'{prefix}{name}', f'{uri}#{anchor}'


def _files(output: Path, builder: str) -> dict[str, str]:
    """Return path → text of all pages; of an EPUB, those that are packed."""
    if builder == 'epub':
        (packed,) = output.glob('*.epub')
        with zipfile.ZipFile(packed) as book:
            names = [n for n in book.namelist() if n.endswith(('.xhtml', '.svg'))]
            return {name: book.read(name).decode() for name in names}
    if builder == 'json':
        return {
            path.relative_to(output).as_posix(): json.loads(path.read_text()).get(
                'body', ''
            )
            for path in output.rglob('*.fjson')
        }
    return {
        path.relative_to(output).as_posix(): path.read_text(encoding='utf-8')
        for path in output.rglob('*.html')
    }


def _dead_in_latex(output: Path) -> Iterator[str]:
    for path in output.glob('*.tex'):
        text = path.read_text(encoding='utf-8')
        labels = set(re.findall(r'\\label\{\\detokenize\{([^}]*)\}\}', text))
        role = r'(?:\\DUrole\{[\w-]*\}\{)*\\DUrole\{(?:archgloss|term-)'
        link = (
            r'\\hyperref\[\\detokenize\{([^}]*)\}\]\{\\sphinx(?:termref|crossref)\{' + role
        )
        for target in set(re.findall(link, text)) - labels:
            yield f'{path.name}: {target}'


def _dead_in_texinfo(output: Path) -> Iterator[str]:
    for path in output.glob('*.texi'):
        text = path.read_text(encoding='utf-8')
        # Sphinx puts a stand-in for what is missing at the end
        anchors = set(re.findall(r'@anchor\{([^}]*)\}(?!@w\{)', text))
        for target in set(re.findall(r'@(?:px)?ref\{([^,}]*),', text)) - anchors:
            yield f'{path.name}: {target}'
