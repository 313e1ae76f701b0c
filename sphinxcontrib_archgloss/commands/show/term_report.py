"""What is known of one term, from its set and, if there is one, from a built project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_archgloss.commands.ground.output import shown_path
from sphinxcontrib_archgloss.exchange.ground.plain_data import term_as_data
from sphinxcontrib_archgloss.project.diagnostics import use_place
from sphinxcontrib_archgloss.terms.lexicon import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_archgloss.commands.show.built_project import Built
    from sphinxcontrib_archgloss.project.destinations import Destination
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Alias, Term


class Known(NamedTuple):
    """A term and where to ask about it."""

    lexicon: Lexicon
    key: str
    built: Built | None

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


def _claims(key: str, built: Built) -> list[str]:
    """Return the docnames of the pages that claim to be canonical for a term."""
    return [one.docname for one in built.project.destinations.claims.get(key, ())]


def _references(key: str, built: Built) -> list[str]:
    """Return path and line of each reference to a term, in reading order."""
    project = built.project
    found = []
    for docname, use in project.uses():
        if use.kind == 'select':
            continue
        last = Level.CASE if use.kind == 'any' else Level.INFLECTED
        if project.resolve(use.target, docname, use.term, last).key == key:
            place = use_place(project, docname, use)
            found.append(f'{built.path(place)}:{place.line or 1}')
    return found


def as_lines(known: Known) -> Iterator[tuple[str, str]]:
    """Yield (heading, text) for each line to print; a heading is given once."""
    term = known.term
    yield term.name, f'({known.key})'
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
    yield from _listed('named by', (f'{name} ({key})' for name, key in known.named_by()))
    yield 'record', known.place
    if (built := known.built) is not None:
        yield 'leads to', _address(built.project.destinations.of(known.key))
        yield from _listed('claimed by', _claims(known.key, built))
        yield from _listed('referred to', _references(known.key, built) or ['by nobody'])


def _listed(heading: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for n, text in enumerate(texts):
        yield '' if n else heading, text


def _address(found: Destination) -> str:
    where = found.url or found.docname or 'nothing, as no page has its entry'
    anchor = f'#{found.anchor}' if found.anchor else ''
    return f'{where}{anchor} ({found.state})'


def _alias_words(alias: Alias) -> str:
    usual = {'kind': 'synonym', 'case': 'smart', 'status': 'admitted'}
    said = [
        getattr(alias, key) for key, value in usual.items() if getattr(alias, key) != value
    ]
    said += ['hidden'] if alias.hidden else []
    said += [f'autolink {alias.autolink}'] if alias.autolink else []
    return f'{alias.text} ({", ".join(said)})' if said else alias.text


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ', '.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_data(known: Known) -> dict[str, Any]:
    """Return all of it as plain data."""
    data: dict[str, Any] = {
        'key': known.key,
        'term': {'id': known.term.id, **term_as_data(known.term)},
        'labels': list(known.term.labels()),
        'named_by': [{'name': name, 'key': key} for name, key in known.named_by()],
        'record': known.place,
    }
    if (built := known.built) is not None:
        data['leads_to'] = built.project.destinations.of(known.key)._asdict()
        data['claimed_by'] = _claims(known.key, built)
        data['referred_to'] = _references(known.key, built)
    return data
