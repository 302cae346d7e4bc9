"""An editor for tests: the language server as a process of its own, spoken to by pytest-lsp's client."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import make_test_lsp_client

PUBLISHED = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
PATIENCE = 60.0


class Editor:
    """One project folder with its files, and what an editor does to them."""

    def __init__(self, folder: Path, files: Mapping[str, str], options: Any = None,
                 encodings: list[str] | None = None) -> None:
        self.folder = folder
        self.options = options
        self.encodings = encodings
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.last: dict[str, types.PublishDiagnosticsParams] = {}
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))

    async def __aenter__(self) -> Editor:
        self.client = make_test_lsp_client()
        await self.client.start_io(sys.executable, "-m", "shotscript", "lsp")
        features = self.client.protocol.fm.features
        known = features[PUBLISHED]

        def heard(said: types.PublishDiagnosticsParams) -> None:
            self.last[said.uri] = said
            known(said)

        features[PUBLISHED] = heard
        general = types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(one) for one in self.encodings or ["utf-16"]])
        self.started = await self.client.initialize_session(types.InitializeParams(
            capabilities=types.ClientCapabilities(general=general), root_uri=self.folder.as_uri(),
            process_id=os.getpid(), initialization_options=self.options))
        return self

    async def __aexit__(self, *failed: object) -> None:
        await self.client.shutdown_session()
        await self.client.stop()

    def uri(self, name: str = "film.fountain") -> str:
        return (self.folder / name).as_uri()

    def document(self, name: str = "film.fountain") -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    async def open(self, name: str = "film.fountain", text: str | None = None) -> list[types.Diagnostic]:
        self.texts[name] = (self.folder / name).read_bytes().decode() if text is None else text
        self.versions[name] = 1
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(
            types.TextDocumentItem(self.uri(name), "fountain", 1, self.texts[name])))
        return await self.told(name)

    async def put(self, start: int, gone: int, text: str, name: str = "film.fountain") -> list[types.Diagnostic]:
        """Characters replaced, as typing does it."""
        old = self.texts[name]
        place = types.Range(position(old, start), position(old, start + gone))
        return await self.changed(name, old[:start] + text + old[start + gone :],
                                  types.TextDocumentContentChangePartial(place, text))

    async def swap(self, old: str, new: str, name: str = "film.fountain") -> list[types.Diagnostic]:
        return await self.put(self.texts[name].index(old), len(old), new, name)

    async def changed(self, name: str, text: str, change: Any) -> list[types.Diagnostic]:
        self.texts[name] = text
        self.versions[name] += 1
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name)), [change]))
        return await self.told(name)

    async def told(self, name: str = "film.fountain") -> list[types.Diagnostic]:
        """The problems of the text as it stands now."""
        while True:
            found = self.last.get(self.uri(name))
            if found and (found.version or 0) >= self.versions.get(name, 0):
                return list(found.diagnostics)
            await asyncio.sleep(0.005)

    async def until(self, holds: Callable[[list[types.Diagnostic]], bool], name: str = "film.fountain") -> None:
        """Wait until `holds` of the problems last told of a file."""
        while not holds(list(self.client.diagnostics.get(self.uri(name), ()))):
            await asyncio.sleep(0.02)

    def at(self, words: str, more: int = 0, name: str = "film.fountain") -> types.Position:
        """The position `more` characters into the first place where words stand."""
        return position(self.texts[name], self.texts[name].index(words) + more)

    def read(self, place: types.Range, name: str = "film.fountain") -> str:
        """The text of a range."""
        text = self.texts[name]
        return text[offset(text, place.start) : offset(text, place.end)]

    def applied(self, edits: list[types.TextEdit], name: str = "film.fountain") -> str:
        text = self.texts[name]
        for edit in sorted(edits, key=lambda one: offset(text, one.range.start), reverse=True):
            text = text[: offset(text, edit.range.start)] + edit.new_text + text[offset(text, edit.range.end) :]
        return text


def run(work: Awaitable[None]) -> None:
    async def within() -> None:
        await asyncio.wait_for(work, 4 * PATIENCE)

    asyncio.run(within())


def lines(text: str) -> list[str]:
    """Lines as the protocol has them: their ends are \\n, \\r\\n and \\r alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def position(text: str, at: int) -> types.Position:
    before = lines(text[:at])
    return types.Position(len(before) - 1, len(before[-1].encode("utf-16-le")) // 2)


def offset(text: str, place: types.Position) -> int:
    """The other way, by trying."""
    start = 0
    for _ in range(place.line):
        ends = [text.find(mark, start) for mark in "\r\n" if text.find(mark, start) >= 0]
        start = min(ends) + (2 if text[min(ends) : min(ends) + 2] == "\r\n" else 1)
    return start + len(text[start:].encode("utf-16-le")[: 2 * place.character].decode("utf-16-le"))
