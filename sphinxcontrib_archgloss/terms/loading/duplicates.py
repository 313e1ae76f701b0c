"""Records that lay claim to the same id or the same label, and sets to one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.terms.model import Term, TermSet


def same_id(term: Term, other: Term, place: Place, *, given: bool) -> Iterator[Problem]:
    """Yield what is wrong with *term*, whose id *other* has before it.

    *place* is where the record of *term* begins; *given* says whether the id is
    written there or made from the name.
    """
    if term.name == other.name:
        yield from _same_label(term.name, other, term, place.path)
        return
    if given:
        said = (
            f'the id {quoted(term.id)} is already that of {quoted(other.name)} '
            f'(line {other.line}); choose another'
        )
    else:
        said = (
            f'{quoted(term.name)} and {quoted(other.name)} (line {other.line}) both '
            f'get the id {quoted(term.id)}; give one of them an "id" of its own'
        )
    yield Problem(Kind.DATA, said, place)


def same_labels(terms: Iterable[Term], path: str) -> Iterator[Problem]:
    """Yield labels, as written, that two of *terms* in the file at *path* have."""
    owners: dict[str, Term] = {}
    for term in terms:
        for label in dict.fromkeys(term.labels()):
            owner = owners.setdefault(label, term)
            if owner is not term:
                yield from _same_label(label, owner, term, path)


def _same_label(label: str, one: Term, two: Term, path: str) -> Iterator[Problem]:
    for here, there in ((one, two), (two, one)):
        said = (
            f'the label {quoted(label)} names two terms of the set "{here.set}": '
            f'{quoted(here.name)} here and {quoted(there.name)} in line {there.line}; '
            'drop it from one of them'
        )
        yield Problem(Kind.DUPLICATE, said, Place(path, here.line))


def same_names(sets: Sequence[TermSet]) -> Iterator[Problem]:
    """Yield the sets whose name another one before them has."""
    owners: dict[str, TermSet] = {}
    for one in sets:
        other = owners.setdefault(one.name, one)
        if other is not one:
            said = (
                f'the set name "{one.name}" is already that of {other.path}; '
                'rename one of them'
            )
            yield Problem(Kind.DATA, said, Place(one.path, 1))


def shared_labels(sets: Sequence[TermSet]) -> Iterator[Problem]:
    """Yield labels, as written, that terms of two sets have.

    That is no fault: it only means that references have to name the set. A label
    is told at the second term that has it, and at each one after.
    """
    owners: dict[str, Term] = {}
    for one in sets:
        for term in one.terms:
            for label in dict.fromkeys(term.labels()):
                owner = owners.setdefault(label, term)
                if owner.set != term.set:
                    said = (
                        f'the label {quoted(label)} is also one of "{owner.key}"; to '
                        f'refer to it, write "{owner.set}:{label}" or '
                        f'"{term.set}:{label}"'
                    )
                    yield Problem(Kind.AMBIGUOUS, said, Place(one.path, term.line))
