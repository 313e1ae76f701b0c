"""A set as JSON, which holds all of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sphinxcontrib_archgloss.export.data import set_as_data
from sphinxcontrib_archgloss.export.written import Written

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.terms.model import TermSet


def as_json(term_set: TermSet) -> Written:
    """Return *term_set* as a JSON file."""
    return Written(
        json.dumps(set_as_data(term_set), indent=2, ensure_ascii=False, allow_nan=False)
        + '\n'
    )
