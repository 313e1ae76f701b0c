"""Completion and up-to-date warnings in editors, through the language server esbonio.

esbonio builds the project again and again with an application in a process of its own,
its *agent*, and answers the editor from a database that the agent fills. This module
adds the labels of terms to that database, as targets of the role, each with its summary
and the place of its record, and as arguments of directives. The agent keeps the warnings
of a page until the page is read again; archgloss repeats its warnings in every build, so
this module removes those of the previous build.

In all other builds, the module does nothing, and the agent is not imported.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_archgloss.project.summary import summary_text
from sphinxcontrib_archgloss.sphinx_ext.domain.domain import ArchglossDomain
from sphinxcontrib_archgloss.sphinx_ext.ground import warnings
from sphinxcontrib_archgloss.sphinx_ext.ground.roles import TermRefRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from logging import LogRecord

    from sphinx.application import Sphinx


LABEL = 'label'
"""The object type of labels in the agent's database."""
_OF_LABELS = ('term-page', 'term-definition')
_OF_SETS = ('term-set',)
"""Directives whose arguments are labels, or names of sets."""
_PREFIXES = ('', 'archgloss:')


def connect_esbonio(app: Sphinx) -> None:
    """Connect the handlers if esbonio's agent runs the build."""
    agent = getattr(app, 'esbonio', None)
    if agent is None:
        return
    editor = Editor(agent)
    # the agent collects the roles of domains at 998, and uses the list at 999
    app.connect('builder-inited', editor.offer_labels, priority=998)
    app.connect('env-get-outdated', editor.remove_old_warnings)
    # the agent stores the objects of domains at 500, and the warnings at 900
    app.connect('build-finished', editor.store_labels, priority=600)


class Editor:
    """The handlers of one application's builds, in the order of their events."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent
        self._messages: set[str] = set()
        """The warnings of archgloss since the last build began."""
        warnings.logger.logger.addFilter(self._note_warning)

    def _note_warning(self, record: LogRecord) -> bool:
        self._messages.add(record.getMessage())
        return True

    def offer_labels(self, app: Sphinx) -> None:
        """Offer labels as completions of the role."""
        offer = self._agent.create_role_target_provider(
            'objects', obj_types=[f'archgloss:{LABEL}'], projects=None
        )
        for name in ('term-ref', 'archgloss:term-ref'):
            self._agent.add_role(name, TermRefRole(), [offer])

    def remove_old_warnings(self, app: Sphinx, *_: object) -> list[str]:
        """Remove the warnings of the last build; return no pages to read."""
        for diagnostics in self._agent.diagnostics.values():
            for warning in list(diagnostics):
                # Sphinx adds the kind unless show_warning_types is off
                message = re.sub(r' \[archgloss\.\w+\]$', '', warning.message)
                if message in self._messages:
                    diagnostics.discard(warning)
        self._messages.clear()
        return []

    def store_labels(self, app: Sphinx, exception: Exception | None) -> None:
        """Add all labels to the database, which the agent has just cleared."""
        from sphinx_agent.handlers.domains import OBJECTS_TABLE  # the agent's own name

        columns = [column.name for column in OBJECTS_TABLE.columns]
        domain = ArchglossDomain.of(app.env)
        labels = list(_rows(domain))
        rows = [tuple(row.get(name) for name in columns) for row in labels]
        self._agent.db.insert_values(OBJECTS_TABLE, rows)
        self._store_arguments(_OF_LABELS, [(row['name'], row['display']) for row in labels])
        sets = domain.session.project.lexicon.sets.values()
        self._store_arguments(_OF_SETS, [(s.name, s.title or '-') for s in sets])

    def _store_arguments(
        self, directives: Iterable[str], values: Iterable[tuple[str | None, str | None]]
    ) -> None:
        """Offer *values*, pairs of (text, detail), as arguments of *directives*."""
        from sphinx_agent import types
        from sphinx_agent.handlers.directives import DIRECTIVES_TABLE
        from sphinx_agent.util import as_json

        items = [
            {'label': text} | ({} if detail == '-' else {'detail': detail})
            for text, detail in values
        ]
        offer = self._agent.create_directive_argument_provider('values', values=items)
        database = self._agent.db
        for name in (f'{prefix}{name}' for name in directives for prefix in _PREFIXES):
            # the agent stored the directives before the terms were known
            database.clear_table(DIRECTIVES_TABLE, name=name)
            directive = types.Directive(name, __name__, argument_providers=[offer])
            database.insert_values(DIRECTIVES_TABLE, [directive.to_db(as_json)])


def _rows(domain: ArchglossDomain) -> Iterator[dict[str, str | None]]:
    """Yield the row of each label."""
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
