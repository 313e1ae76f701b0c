"""The report on one term, from its set and, if given, from a built project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.exchange.ground.plain_data import term_as_data
from sphinxcontrib_archgloss.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_archgloss.commands.show.built_project import BuiltProject
    from sphinxcontrib_archgloss.project.destinations import Destination
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Alias, Term


class TermReport(NamedTuple):
    """A term and the sources of the report on it."""

    lexicon: Lexicon
    key: str
    built: BuiltProject | None

    @property
    def term(self) -> Term:
        """The term's record."""
        return self.lexicon.terms[self.key]

    @property
    def place(self) -> str:
        """Path and line of the record."""
        return f'{shown_path(self.lexicon.sets[self.term.set].path)}:{self.term.line}'

    def named_by(self) -> list[tuple[str, str]]:
        """Return (name of a term, key of its record) for the relations that name it."""
        return [
            (other.name, key)
            for other in self.lexicon.terms.values()
            for key, target in other.relations()
            if self.lexicon.find_related(target, other.set).keys == (self.key,)
        ]


def _claims(key: str, built: BuiltProject) -> list[str]:
    """Return the docnames of the pages that claim to be canonical for a term."""
    return [claim.docname for claim in built.project.destinations.claims.get(key, ())]


def _references(key: str, built: BuiltProject) -> list[str]:
    """Return path and line of each reference to a term, in reading order."""
    project = built.project
    references = []
    for docname, use in project.uses():
        if use.kind == 'select':
            continue
        if project.resolve(use.target, docname, use.term, use.kind).key == key:
            place = project.place_of(docname, use)
            references.append(f'{built.path(place)}:{place.line or 1}')
    return references


def as_lines(report: TermReport) -> Iterator[tuple[str, str]]:
    """Yield (heading, text) for each line; only the first of a heading has it."""
    term = report.term
    yield term.name, f'({report.key})'
    if term.definition is not None:
        yield from _listed('definition', term.definition.value.split('\n'))
    yield from _listed('aliases', map(_alias_words, term.aliases))
    for key, value in term_as_data(term).items():
        if key == 'references':
            yield from _listed(
                key, (f'{work.label} <{work.url}>' for work in term.references)
            )
        elif key not in ('name', 'definition', 'aliases'):
            yield key, _words(value)
    yield 'labels', ', '.join(term.labels())
    yield from _listed('named by', (f'{name} ({key})' for name, key in report.named_by()))
    yield 'record', report.place
    if (built := report.built) is not None:
        yield 'links to', _address(built.project.destinations.of(report.key))
        yield from _listed('claimed by', _claims(report.key, built))
        yield from _listed('referred to', _references(report.key, built) or ['by no page'])


def _listed(heading: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for n, text in enumerate(texts):
        yield '' if n else heading, text


def _address(target: Destination) -> str:
    where = target.url or target.docname or 'nothing, because no page renders its entry'
    anchor = f'#{target.anchor}' if target.anchor else ''
    return f'{where}{anchor} ({target.state})'


def _alias_words(alias: Alias) -> str:
    usual = {'kind': 'synonym', 'case': 'smart', 'status': 'admitted'}
    notes = [
        getattr(alias, key) for key, value in usual.items() if getattr(alias, key) != value
    ]
    notes += ['hidden'] if alias.hidden else []
    notes += [f'autolink {alias.autolink}'] if alias.autolink else []
    notes += [f'in text "{alias.in_text}"'] if alias.in_text else []
    return f'{alias.text} ({", ".join(notes)})' if notes else alias.text


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ', '.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_data(report: TermReport) -> dict[str, Any]:
    """Return the report as plain data."""
    data: dict[str, Any] = {
        'key': report.key,
        'term': {'id': report.term.id, **term_as_data(report.term)},
        'labels': list(report.term.labels()),
        'named_by': [{'name': name, 'key': key} for name, key in report.named_by()],
        'record': report.place,
    }
    if (built := report.built) is not None:
        data['links_to'] = built.project.destinations.of(report.key)._asdict()
        data['claimed_by'] = _claims(report.key, built)
        data['referred_to'] = _references(report.key, built)
    return data
