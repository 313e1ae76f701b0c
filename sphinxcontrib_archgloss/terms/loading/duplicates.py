"""Records with the same id, anchor or label, and sets with the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.terms.problems import Kind, Place, Problem, first_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxcontrib_archgloss.terms.model import Term, TermSet


def same_id(term: Term, other: Term, place: Place, *, given: bool) -> Problem:
    """Return the problem that *term* has the id of *other*, an earlier record.

    *place* is where the record of *term* begins; *given* is true if the id is written
    there, and false if it is made from the name.
    """
    if given:
        message = (
            f'the id {quoted(term.id)} is already used by {quoted(other.name)} '
            f'(line {other.line}); choose another'
        )
    else:
        message = (
            f'{quoted(term.name)} and {quoted(other.name)} (line {other.line}) both '
            f'get the id {quoted(term.id)}; give one of them its own "id"'
        )
    return Problem(Kind.DATA, message, place)


def same_anchors(terms: Iterable[Term], path: str) -> Iterator[Problem]:
    """Yield a problem for each of the ``anchors`` that another entry of the set has.

    An anchor in a record takes precedence over the short anchor that an entry gets from its
    id.
    """
    owners = {f'term-{term.set}-{term.id}': term for term in terms}
    for term in terms:
        for anchor in term.anchors:
            owner = owners.setdefault(anchor, term)
            if owner is not term:
                message = (
                    f'the anchor {quoted(anchor)} is already used by {quoted(owner.name)} '
                    f'(line {owner.line}); remove it from one of them'
                )
                place = Place(path, term.lines.get('anchors', term.line))
                yield Problem(Kind.DATA, message, place)


def same_labels(
    terms: Iterable[Term], repeated: Iterable[Term], path: str
) -> Iterator[Problem]:
    """Yield a problem at each of the *terms* with a label, as written, of another.

    *repeated* are records of the file at *path* that have the name and the id of an
    earlier one; of their labels only the name counts, as the others go with it.
    """
    owners: dict[str, list[Term]] = {}
    for term in terms:
        for label in dict.fromkeys(term.labels()):
            owners.setdefault(label, []).append(term)
    for term in repeated:
        owners.setdefault(term.name, []).append(term)
    for label, records in owners.items():
        count = 'two' if len(records) == 2 else len(records)
        for here in records if len(records) > 1 else ():
            others = (
                f'{quoted(there.name)} on line {there.line}'
                for there in records
                if there is not here
            )
            listed = _listed(first_of(others, len(records) - 1))
            message = (
                f'the label {quoted(label)} names {count} terms of the '
                f'set "{here.set}": {quoted(here.name)} here{listed}; '
                f'remove it from {"one" if len(records) == 2 else "all but one"} of them'
            )
            yield Problem(Kind.DUPLICATE, message, Place(path, here.line))


def _listed(others: Sequence[str]) -> str:
    *most, last = others
    return ''.join(f', {other}' for other in most) + f' and {last}'


def same_names(sets: Sequence[TermSet]) -> Iterator[Problem]:
    """Yield a problem for each set that has the name of an earlier one."""
    owners: dict[str, TermSet] = {}
    for term_set in sets:
        owner = owners.setdefault(term_set.name, term_set)
        if owner is not term_set:
            message = (
                f'the set name "{term_set.name}" is already used by {owner.path}; '
                'rename one of them'
            )
            yield Problem(Kind.DATA, message, Place(term_set.path, 1))


def shared_labels(sets: Sequence[TermSet]) -> Iterator[Problem]:
    """Yield a problem for each label, as written, that terms of two sets have.

    This is not an error, but references have to name the set. The second term with a label,
    and each later one, has a problem.
    """
    owners: dict[str, Term] = {}
    for term_set in sets:
        for term in term_set.terms:
            for label in dict.fromkeys(term.labels()):
                owner = owners.setdefault(label, term)
                if owner.set != term.set:
                    message = (
                        f'the label {quoted(label)} also names "{owner.key}"; to refer to '
                        f'either one, write "{owner.set}:{label}" or '
                        f'"{term.set}:{label}"'
                    )
                    yield Problem(Kind.AMBIGUOUS, message, Place(term_set.path, term.line))
