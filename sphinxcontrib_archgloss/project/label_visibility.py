"""Labels, as those who look for a term meet them: which are shown, which only found.

A label that readers are to be spared (hidden, misspelled, forbidden, former or merely
inflected) still leads whoever looks for it to the term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.project.destinations import Destinations
    from sphinxcontrib_archgloss.terms.lexicon import Lexicon
    from sphinxcontrib_archgloss.terms.model import Term


def shown_aliases(term: Term) -> tuple[str, ...]:
    """Return the aliases of *term* that readers may be shown."""
    return tuple(
        alias.text
        for alias in term.aliases
        if not alias.hidden and alias.kind != 'misspelling' and alias.status != 'forbidden'
    )


def unseen_labels(
    lexicon: Lexicon, destinations: Destinations
) -> dict[str, tuple[str, ...]]:
    """Return docname → labels of the terms found there that readers are not shown."""
    found: dict[str, dict[str, None]] = {}
    for key, term in lexicon.terms.items():
        if not (term.aliases or term.forms or term.formerly):
            continue
        shown = {term.name, *shown_aliases(term)}
        unseen = [label for label in term.labels() if label not in shown]
        if unseen and (docname := destinations.inside(key).docname):
            found.setdefault(docname, {}).update(dict.fromkeys(unseen))
    return {docname: tuple(labels) for docname, labels in found.items()}
