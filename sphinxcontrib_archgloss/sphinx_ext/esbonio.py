"""What a writer's editor is told through the language server esbonio.

esbonio builds the project, again and again, with an application of its own in a
process of its own, its *agent*, and answers the editor from a database that the
agent fills. To it go the labels of terms, as what the role can be given, with what
is shown of each and where its record is. It also keeps the warnings of each page
until the page is read again; but archgloss says all that is wrong at every build,
so what it said at the last one is taken back.

In any other build nothing here is done, and the agent is not imported.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.project.facts import summary_text
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TermRefRole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from logging import LogRecord

    from sphinx.application import Sphinx


LABEL = 'label'
"""The type of object by which the agent's database knows labels."""


def connect_esbonio(app: Sphinx) -> None:
    """Connect the handlers, if it is esbonio's agent that builds."""
    agent = getattr(app, 'esbonio', None)
    if agent is None:
        return
    editor = Editor(agent)
    # the agent lists the roles of domains at 998, and what it has listed at 999
    app.connect('builder-inited', editor.offer_labels, priority=998)
    app.connect('env-get-outdated', editor.take_back_warnings)
    # the agent stores the objects of domains at 500, and the warnings at 900
    app.connect('build-finished', editor.store_labels, priority=600)


class Editor:
    """The handlers of one application's builds, in the order of their events."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent
        self._told: set[str] = set()
        """What archgloss has said since the last build began."""
        warnings.logger.logger.addFilter(self._note_warning)

    def _note_warning(self, record: LogRecord) -> bool:
        self._told.add(record.getMessage())
        return True

    def offer_labels(self, app: Sphinx) -> None:
        """Have the role completed by labels."""
        offer = self._agent.create_role_target_provider(
            'objects', obj_types=[f'archgloss:{LABEL}'], projects=None
        )
        for name in ('term-ref', 'archgloss:term-ref'):
            self._agent.add_role(name, TermRefRole(), [offer])

    def take_back_warnings(self, app: Sphinx, *_: object) -> list[str]:
        """Take back what was said at the last build; return no pages to read."""
        for said in self._agent.diagnostics.values():
            for warning in list(said):
                # Sphinx adds the kind, unless it is told not to
                if re.sub(r' \[archgloss\.\w+\]$', '', warning.message) in self._told:
                    said.discard(warning)
        self._told.clear()
        return []

    def store_labels(self, app: Sphinx, exception: Exception | None) -> None:
        """Put all labels into the database, from which the agent has just taken them."""
        from sphinx_agent.handlers.domains import OBJECTS_TABLE  # the agent's own name

        columns = [column.name for column in OBJECTS_TABLE.columns]
        domain = ArchglossDomain.of(app.env)
        rows = [tuple(row.get(name) for name in columns) for row in _rows(domain)]
        self._agent.db.insert_values(OBJECTS_TABLE, rows)


def _rows(domain: ArchglossDomain) -> Iterator[dict[str, str | None]]:
    """Yield the database's record of each label."""
    from sphinx_agent import types
    from sphinx_agent.util import as_json

    project = domain.session.project
    lexicon = project.lexicon
    for target, key in lexicon.targets():
        term = lexicon.terms[key]
        summary = project.summary(key)
        start = types.Position(line=term.line - 1, character=0)
        end = types.Position(line=term.line, character=0)
        path = Path(lexicon.sets[term.set].path)
        place = types.Location(
            uri=str(types.Uri.for_file(path)), range=types.Range(start=start, end=end)
        )
        yield {
            'name': target,
            'display': '-' if target == term.name else term.name,  # "-": the same
            'domain': domain.name,
            'objtype': LABEL,
            'docname': project.destinations.of(key).docname,
            'description': summary_text(summary.inlines) if summary else term.short,
            'location': as_json(place),
        }
