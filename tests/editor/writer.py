"""A writer with an editor: what the Language Server Protocol has it say and shows it."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from pygls.uris import to_fs_path

LANGUAGES = {'.rst': 'restructuredtext', '.md': 'markdown'}
PATIENCE = 300
"""Seconds to wait for what is to come, on a machine that has much else to do."""


class Writer:
    """Edits the sources in *folder*, of which esbonio makes builds in *output*.

    Without an output, the folder's ``pyproject.toml`` has the build command.
    """

    def __init__(self, folder: Path, output: Path | None) -> None:
        self.folder = folder
        self.shown: dict[str, set[tuple[int, str]]] = {}
        """File, relative to the sources → (1-based line, message) of what is wrong."""
        self.messages: list[str] = []
        """All other messages of esbonio."""
        self._texts: dict[str, list[str]] = {}
        self._runner = asyncio.Runner()
        self._client = LanguageClient('writer', '1')
        self._listen()
        self._runner.run(self._start(output))

    def _listen(self) -> None:
        heard = self._client.feature

        @heard(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def show(given):
            name = os.path.relpath(to_fs_path(given.uri), self.folder)
            self.shown[name] = {
                (d.range.start.line + 1, d.message) for d in given.diagnostics
            }

        @heard(lsp.WINDOW_LOG_MESSAGE)
        @heard(lsp.WINDOW_SHOW_MESSAGE)
        def note(given):
            self.messages.append(given.message)

        @heard(lsp.WORKSPACE_CONFIGURATION)
        def configure(given):
            return [None for _ in given.items]

        @heard(lsp.WINDOW_WORK_DONE_PROGRESS_CREATE)
        def follow(given):
            return None

        @heard('sphinx/clientErrored')
        def fail(given):
            self.messages.append(given.detail)

        @heard(lsp.PROGRESS)
        def watch(given):
            return None

        self.ready = False

        @heard('sphinx/appCreated')
        def begin(given):
            self.ready = True

        for name in ('clientCreated', 'clientDestroyed'):
            heard(f'sphinx/{name}')(lambda given: None)

    async def _start(self, output: Path | None) -> None:
        settings = {'sphinx': self._settings(output)} if output else {}
        await self._client.start_io(
            sys.executable, '-m', 'esbonio', 'server',
            '--include', 'sphinxcontrib_archgloss.sphinx_ext.esbonio_server',
        )  # fmt: skip
        await self._client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(),
                root_uri=self.folder.as_uri(),
                initialization_options={'esbonio': settings},
            )
        )
        self._client.initialized(lsp.InitializedParams())

    def _settings(self, output: Path) -> dict[str, object]:
        """Return how *output* is built, as an editor's settings would say it."""
        python = {
            'command': [sys.executable],
            'env': {'PYTHONPATH': os.environ.get('PYTHONPATH', '')},
            'cwd': str(self.folder),
        }
        build = ['sphinx-build', '-b', 'dummy', str(self.folder), str(output)]
        return {'pythonCommand': python, 'buildCommand': build}

    def leave(self) -> None:
        """Close the editor."""
        self._runner.run(self._stop())
        self._runner.close()

    async def _stop(self) -> None:
        await self._client.shutdown_async(None)
        self._client.exit(None)
        await self._client.stop()

    # -- what a writer does ----------------------------------------------------------

    def open(self, name: str) -> None:
        """Open a page, and wait until esbonio knows the project."""
        text = (self.folder / name).read_text(encoding='utf-8')
        self._texts[name] = [text]
        self._client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(
                lsp.TextDocumentItem(self._uri(name), LANGUAGES[Path(name).suffix], 0, text)
            )
        )
        self.wait(lambda: self.ready)

    def type(self, name: str, text: str) -> None:
        """Add *text* at the end of an open page, and do not save it."""
        versions = self._texts[name]
        versions.append(versions[0] + text)
        self._client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(len(versions) - 1, self._uri(name)),
                [lsp.TextDocumentContentChangeWholeDocument(versions[-1])],
            )
        )

    def save(self, name: str) -> None:
        """Save an open page: a build begins."""
        path, text = self.folder / name, self._texts[name][-1]
        if path.read_text(encoding='utf-8') != text:
            path.write_text(text, encoding='utf-8')
        self._client.text_document_did_save(
            lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(self._uri(name)))
        )

    def last_line(self, name: str) -> int:
        """Return the 1-based number of the last line of an open page."""
        return len(self._lines(name))

    def offered(self, name: str) -> dict[str, str | None]:
        """Return label → detail of what is offered at the end of an open page."""
        where = self._at(name, self.last_line(name), len(self._lines(name)[-1]))
        found = self._ask(
            self._client.text_document_completion_async, lsp.CompletionParams(*where)
        )
        return {one.label: one.detail for one in (found.items if found else ())}

    def hover(self, name: str, text: str) -> str:
        """Return what is shown of the first *text* on an open page."""
        found = self._ask(
            self._client.text_document_hover_async, lsp.HoverParams(*self._of(name, text))
        )
        return found.contents.value if found else ''

    def definition(self, name: str, text: str) -> list[tuple[str, int]]:
        """Return (file, 1-based line) of where the first *text* on a page is defined."""
        found = self._ask(
            self._client.text_document_definition_async,
            lsp.DefinitionParams(*self._of(name, text)),
        )
        return [(to_fs_path(one.uri), one.range.start.line + 1) for one in found or ()]

    def wait(self, done) -> None:
        """Wait until *done* is true."""
        end = time.monotonic() + PATIENCE
        while not done():
            messages = '\n'.join(self.messages[-20:])
            assert time.monotonic() < end, f'timed out; {self.shown}\n{messages}'
            self._runner.run(asyncio.sleep(0.05))

    # -- the protocol -----------------------------------------------------------------

    def _ask(self, ask, question):
        async def wait():
            return await asyncio.wait_for(ask(question), PATIENCE)

        return self._runner.run(wait())

    def _uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def _lines(self, name: str) -> list[str]:
        return self._texts[name][-1].split('\n')

    def _of(self, name: str, text: str):
        for number, line in enumerate(self._lines(name), 1):
            if text in line:
                return self._at(name, number, line.index(text) + 1)
        raise ValueError(text)

    def _at(self, name: str, line: int, column: int):
        """Return where (1-based line, 0-based column) is, as the protocol has it."""
        return lsp.TextDocumentIdentifier(self._uri(name)), lsp.Position(line - 1, column)
