"""The texts under the editor's hands, and the world as it is with them in place of the files on the disk.

A line ends as the protocol has it: at \\n, \\r\\n or \\r and nothing else.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import RPCError, RPCNotification, RPCRequest, RPCResponse
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument, Workspace

from ...core.span import Source
from ...core.world import DiskWorld
from .page import UTF16, Page

_MARK = b"\xef\xbb\xbf"


class Buffer(TextDocument):
    """One text. Half letters, which no file can hold, are kept as U+FFFD."""

    def __init__(self, uri: str, text: str, version: int | None, language: str | None, unit: str) -> None:
        super().__init__(uri, text, version, language)
        self.path = path_of(uri)
        self.unit = unit
        self._take(text)

    @property
    def source(self) -> str:
        return self.page.source.text

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            self._take(change.text)
            return
        place = self.page.span(change.range)
        self._take(self.source[: place.start] + change.text + self.source[place.end :])

    def _take(self, text: str) -> None:
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.page = Page(Source(self.path, text), self.unit)


class Buffers(Workspace):
    """The texts that are open, by address."""

    def _create_text_document(self, doc_uri: str, source: str | None = None, version: int | None = None,
                              language_id: str | None = None) -> Buffer:
        unit = str(self.position_encoding or UTF16)
        return Buffer(doc_uri, source or "", version, language_id, unit)

    def find(self, uri: str) -> Buffer | None:
        found = self.text_documents.get(unquote(uri))
        return found if isinstance(found, Buffer) else None

    def by_path(self) -> dict[str, Buffer]:
        return {one.path: one for one in self.text_documents.values() if isinstance(one, Buffer)}


class Protocol(LanguageServerProtocol):
    """pygls' protocol over our texts. Whoever asks is answered, also where nothing can be made of the question."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as wrong:
            if "method" in data and isinstance(data.get("id"), int | str):
                self._send_response(data["id"], None, wrong.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        if self._shutdown and isinstance(message, RPCRequest):
            self._send_response(message.id, None, JsonRpcInvalidRequest("the server is shut down").to_response_error())
        elif isinstance(message, RPCRequest | RPCNotification | RPCResponse | RPCError):
            super().handle_message(message)

    @property
    def closed(self) -> bool:
        """Whether the editor has asked to shut down."""
        return self._shutdown

    @property
    def workspace(self) -> Buffers:
        made = super().workspace
        if not isinstance(made, Buffers):
            made = self._workspace = Buffers(made.root_uri, types.TextDocumentSyncKind.Incremental,
                                             list(made.folders.values()), made.position_encoding)
        return made


class Desk(DiskWorld):
    """The disk with the texts that are open on top of it."""

    def __init__(self, project: Path, allow: tuple[Path, ...], open_texts: Buffers) -> None:
        super().__init__(project, allow)
        self.texts = open_texts

    def read_bytes(self, path: str) -> bytes:
        """A mark stands in front of what is open, as readers take one away and the text may begin with its own."""
        found = self.texts.by_path().get(os.path.realpath(path) if "\0" not in path else path)
        return super().read_bytes(path) if found is None else _MARK + found.source.encode()

    def exists(self, path: str) -> bool:
        return super().exists(path) or path in self.texts.by_path()


def path_of(uri: str) -> str:
    """Where a text is, or would be, on the disk: links followed, as scripts are read. Other addresses stay names."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return os.path.realpath(path) if path and "\0" not in path else uri.replace("\0", "")
