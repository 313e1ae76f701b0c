"""A small project as a value that can be edited and put on disk."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from builds.workshop import KILL_SWITCH

CONF = """\
extensions = ['myst_parser', 'sphinx.ext.ifconfig', 'sphinxcontrib_archgloss']
project, version, release = 'Small', '1', '1'
copyright = 'nobody'
html_theme = 'basic'
html_theme_options = {'nosidebar': True}  # no previous/next links, which Sphinx leaves stale
html_copy_source = False
templates_path = ['_templates']
"""

# no previous, next or parent links: Sphinx leaves those of unwritten pages stale
LAYOUT = """\
{% extends "!layout.html" %}
{% block linktags %}{% endblock %}
{% block relbar1 %}{% endblock %}
{% block relbar2 %}{% endblock %}
"""


@dataclass
class Record:
    name: str
    definition: str
    aliases: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    """Aliases that readers do not see."""
    published: bool = True
    canonical: str = ''
    related: list[str] = field(default_factory=list)
    category: str = ''
    acronyms: list[str] = field(default_factory=list)
    autolink: str = ''
    anchors: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, object]:
        data: dict[str, object] = {'name': self.name, 'definition': self.definition}
        if self.aliases or self.hidden or self.acronyms:
            hidden = [{'text': text, 'hidden': True} for text in self.hidden]
            short = [{'text': text, 'kind': 'acronym'} for text in self.acronyms]
            data['aliases'] = [*self.aliases, *hidden, *short]
        if self.anchors:
            data['anchors'] = self.anchors
        if self.autolink:
            data['autolink'] = self.autolink
        if not self.published:
            data['published'] = False
        if self.canonical:
            data['canonical'] = self.canonical
        if self.related:
            data['related'] = self.related
        if self.category:
            data['categories'] = [self.category]
        return data


@dataclass
class Page:
    references: list[str] = field(default_factory=list)
    claims: list[tuple[str, bool]] = field(default_factory=list)
    """(label, whether in a section of its own)."""
    renders: list[str] = field(default_factory=list)
    """Arguments and options of term-set directives."""
    prose: list[str] = field(default_factory=list)
    """Further prose, a paragraph each; the last is in a section of its own."""
    quiet: bool = False
    """Whether its prose is to be left without automatic links."""
    markdown: bool = False
    parts: list[tuple[str, str]] = field(default_factory=list)
    """(name, argument and options) of other directives."""
    conditional: list[tuple[tuple[str, str], str]] = field(default_factory=list)
    """((directive, expression) of a block that builders may leave out, what is in it, in
    reStructuredText)."""

    def text(self, name: str) -> str:
        return self._myst(name) if self.markdown else self._rst(name)

    def _paragraphs(self, heading: str) -> list[str]:
        lines = []
        for n, sentence in enumerate(self.prose):
            if n and n == len(self.prose) - 1:
                lines += ['', heading]
            lines += ['', f'Here we say {sentence}.']
        return lines

    def _rst(self, name: str) -> str:
        whole = [label for label, section in self.claims if not section]
        lines = []
        if whole:
            lines += [':term-page: ' + '\n   '.join(whole)]
        if self.quiet:
            lines += [':term-autolink: off']
        lines += [''] if lines else []
        lines += [f'Page {name}', '=' * (5 + len(name)), '', 'Some words', 'and more']
        for label in self.references:
            role = ':any:' if label.startswith('any ') else ':term-ref:'
            lines.append(f'then {role}`{label.removeprefix("any ")}`')
        lines += self._paragraphs('Prose\n-----')
        for n, (label, section) in enumerate(self.claims):
            if section:
                lines += ['', f'Section {n}', '---------', '', f'.. term-page:: {label}']
        for (directive, expression), inside in self.conditional:
            lines += ['', f'.. {directive}:: {expression}', '']
            lines += [f'   {line}' for line in inside.split('\n')]
        lines += ['', 'Entries', '-------', ''] if self.renders else []
        for render in self.renders:
            lines += ['', '.. term-set:: ' + render.replace('\n', '\n   '), '']
        for directive, rest in self.parts:
            lines += ['', f'.. {directive}:: ' + rest.replace('\n', '\n   '), '']
        return '\n'.join(lines) + '\n'

    def _myst(self, name: str) -> str:
        whole = [label for label, section in self.claims if not section]
        lines = []
        if whole or self.quiet:
            lines += ['---']
            lines += [f'term-page: {json.dumps(whole)}'] if whole else []
            lines += ['term-autolink: off'] if self.quiet else []
            lines += ['---']
        lines += [f'# Page {name}', '', 'Some words', 'and more']
        for label in self.references:
            role = 'any' if label.startswith('any ') else 'term-ref'
            lines.append(f'then {{{role}}}`{label.removeprefix("any ")}`')
        lines += self._paragraphs('## Prose')
        for n, (label, section) in enumerate(self.claims):
            if section:
                lines += ['', f'## Section {n}', '', f'```{{term-page}} {label}', '```']
        for (directive, expression), inside in self.conditional:
            block = (
                f'````{{{directive}}} {expression}\n```{{eval-rst}}\n{inside}\n```\n````'
            )
            lines += ['', block]
        lines += ['', '## Entries', ''] if self.renders else []
        for render in self.renders:
            lines += ['', '```{term-set} ' + render, '```', '']
        for directive, rest in self.parts:
            lines += ['', f'```{{{directive}}} {rest}', '```', '']
        return '\n'.join(lines) + '\n'


@dataclass
class Small:
    """The project."""

    sets: dict[str, list[Record]]
    """File stem (and name of the set) → records."""
    pages: dict[str, Page]
    configured: list[str]
    excluded: list[str] = field(default_factory=list)
    fail_on: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """File stem → title of the set."""
    shown: bool = False
    """Whether blocks of ``ifconfig`` are shown."""
    popovers: bool = True
    backlinks: bool = True
    options: dict[str, str] = field(default_factory=dict)
    """Further options, without ``archgloss_``."""
    paths: dict[str, str] = field(default_factory=dict)
    """File stem → path of the set, where it is not that stem with ``.yaml``."""
    langs: dict[str, str] = field(default_factory=dict)
    """File stem → language of the set; ``''`` → that of the project."""
    translations: dict[str, str] = field(default_factory=dict)
    """Name or definition → its Czech translation."""
    written: set[str] = field(default_factory=set)
    """File stems of sets whose order is that of the records."""
    templates: dict[str, str] = field(default_factory=dict)
    """popover or entry → template of the project's own; empty for none."""

    def path(self, name: str) -> str:
        """Return the path of a set."""
        return self.paths.get(name, f'{name}.yaml')

    def holding_unseen_entries(self) -> list[str]:
        """Return the pages that read more entries than they may show."""
        return [
            name
            for name, page in self.pages.items()
            if page.conditional or any(':used:' in render for render in page.renders)
        ]

    def files(self) -> dict[str, str]:
        """Return path → text of every source."""
        conf = CONF + KILL_SWITCH
        conf += f'\narchgloss_term_sets = {list(map(self.path, self.configured))}\n'
        conf += f'exclude_patterns = {[f"{name}.*" for name in self.excluded]}\n'
        conf += f'archgloss_fail_on = {self.fail_on}\n'
        conf += f'shown = {self.shown}\n'
        conf += f'archgloss_popovers = {self.popovers}\n'
        conf += f'archgloss_backlinks = {self.backlinks}\n'
        conf += f'language = {self.langs.get("", "en")!r}\n'
        for name, value in self.options.items():
            conf += f'archgloss_{name} = {value!r}\n'
        if self.translations:
            conf += "locale_dirs, gettext_compact = ['locale'], 'all'\n"
        found = {'conf.py': conf, '_templates/layout.html': LAYOUT}
        if self.translations:
            found['locale/cs/LC_MESSAGES/all.po'] = self._catalogue()
        for name, text in filter(all, self.templates.items()):
            found[f'_templates/archgloss/{name}.html'] = text
        for name, records in self.sets.items():
            found[self.path(name)] = self._set(name, records)
        for name, page in self.pages.items():
            found[f'{name}.{"md" if page.markdown else "rst"}'] = page.text(name)
        found['index.rst'] += '\n.. toctree::\n   :glob:\n\n   p*\n'
        return found

    def _catalogue(self) -> str:
        text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        for original, translated in self.translations.items():
            text += f'\nmsgid "{original}"\nmsgstr "{translated}"\n'
        return text

    def _set(self, name: str, records: list[Record]) -> str:
        categories = sorted({r.category for r in records if r.category})
        data = {
            'name': name,
            'title': self.titles.get(name, name),
            **({'lang': self.langs[name]} if self.langs.get(name) else {}),
            'order': 'written' if name in self.written else 'alphabetical',
            'categories': [{'id': c, 'label': c.upper()} for c in categories],
            'terms': [],
        }
        # one record a line: JSON is YAML, and lines move when records do
        head = json.dumps(data, ensure_ascii=False)[: -len(']}')]
        rows = [json.dumps(r.as_data(), ensure_ascii=False) for r in records]
        return head + '\n' + ',\n'.join(rows) + '\n]}\n'

    def put(self, folder: Path, before: dict[str, str]) -> dict[str, str]:
        """Bring *folder*, which holds *before*, to this state; touch nothing else."""
        now = self.files()
        for name in before.keys() - now.keys():
            (folder / name).unlink()
        for name, text in now.items():
            if before.get(name) != text:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding='utf-8')
        return now


def wipe(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
