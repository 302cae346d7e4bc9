"""The server: which question goes to which file. A fault of ours answers one question with words and costs no more."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import Callable
from importlib.metadata import version
from json import JSONDecodeError
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams, JsonRpcMethodNotFound
from pygls.lsp.server import LanguageServer

from . import actions, complete, hints, hover, links, mentions, outline, problems, tokens
from .buffers import Protocol
from .scripts import Current
from .watch import Watch

Answer = TypeVar("Answer")
TRIGGERS = ("!", "[", "@", ":", ",", " ", "/", ">", "(", ".", '"')


class Server(LanguageServer):
    """Faults go to the editor's log, not in the writer's way; a question that was none is no fault of ours."""

    def report_server_error(self, error: Exception, source: Any) -> None:
        asked = isinstance(error, JsonRpcMethodNotFound | JsonRpcInvalidParams | JSONDecodeError)
        words = f"not understood: {error}" if asked else f"a fault of ours: {error!r}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, words))


def serve() -> int:
    """Speak over standard input and output until the editor leaves: 1 where it leaves without asking to shut down."""
    gc.set_threshold(2_000_000)  # `watch` looks for rubbish when nobody types
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    speaks = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not come between two messages
    server = made()
    server.start_io(sys.stdin.buffer, speaks)
    return int(not (isinstance(server.protocol, Protocol) and server.protocol.closed))


def made() -> Server:
    server = Server("shotscript", version("shotscript"), protocol_cls=Protocol, converter_factory=problems.converter)
    watch = Watch(server)
    _life(server, watch)
    _reading(server, watch)
    _names(server, watch)
    _writing(server, watch)
    return server


def _life(server: Server, watch: Watch) -> None:
    @server.feature(types.INITIALIZE)
    def _(params: types.InitializeParams) -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _, told: server.report_server_error(told.get("exception") or Exception(told["message"]), None))
        watch.set_up(params.initialization_options)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def _(params: types.DidChangeConfigurationParams) -> None:
        said: Any = params.settings
        watch.set_up(said.get("shotscript", said) if isinstance(said, dict) else None)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _(params: types.DidOpenTextDocumentParams) -> None:
        watch.opened(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _(params: types.DidChangeTextDocumentParams) -> None:
        watch.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _(params: types.DidCloseTextDocumentParams) -> None:
        watch.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _(params: types.DidSaveTextDocumentParams) -> None:
        watch.reread()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _(params: types.DidChangeWatchedFilesParams) -> None:
        if any(change.uri.endswith("shotscript.toml") for change in params.changes):
            watch.reopen()
        watch.reread()


def _reading(server: Server, watch: Watch) -> None:
    """What an editor shows of a script."""
    ask = _asking(server, watch)
    ask(types.TEXT_DOCUMENT_HOVER, lambda now, asked: hover.hover(now, asked.position))
    ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, lambda now, asked: outline.symbols(now))
    ask(types.TEXT_DOCUMENT_FOLDING_RANGE, lambda now, asked: outline.folds(now))
    ask(types.TEXT_DOCUMENT_INLAY_HINT, lambda now, asked: hints.hints(now, asked.range))
    ask(types.TEXT_DOCUMENT_DOCUMENT_LINK, lambda now, asked: links.links(now))
    ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, lambda now, asked: tokens.full(now), tokens.LEGEND)
    ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, lambda now, asked: tokens.within(now, asked.range), tokens.LEGEND)


def _names(server: Server, watch: Watch) -> None:
    """Where somebody is named, and under another name."""
    ask = _asking(server, watch)
    ask(types.TEXT_DOCUMENT_DEFINITION, lambda now, asked: mentions.definition(now, asked.position))
    ask(types.TEXT_DOCUMENT_REFERENCES,
        lambda now, asked: mentions.references(now, asked.position, asked.context.include_declaration))
    ask(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, lambda now, asked: mentions.highlights(now, asked.position))
    ask(types.TEXT_DOCUMENT_PREPARE_RENAME, lambda now, asked: mentions.prepare(now, asked.position))
    ask(types.TEXT_DOCUMENT_RENAME, lambda now, asked: mentions.rename(now, asked.position, asked.new_name),
        types.RenameOptions(prepare_provider=True))


def _writing(server: Server, watch: Watch) -> None:
    """What an editor writes for the writer."""
    ask = _asking(server, watch)
    ask(types.TEXT_DOCUMENT_COMPLETION, lambda now, asked: complete.complete(now, asked.position),
        types.CompletionOptions(trigger_characters=list(TRIGGERS)))
    ask(types.TEXT_DOCUMENT_FORMATTING, lambda now, asked: actions.edits(now))
    kinds = [types.CodeActionKind.QuickFix, actions.FIX_ALL, *(f"{actions.SHOTS}.{form}" for form in actions.FORMS)]
    ask(types.TEXT_DOCUMENT_CODE_ACTION, actions.actions, types.CodeActionOptions(kinds, resolve_provider=True))

    @server.feature(types.CODE_ACTION_RESOLVE)
    def _(action: types.CodeAction) -> types.CodeAction:
        return actions.resolve(action, watch.current)


def _asking(server: Server, watch: Watch) -> Callable[..., None]:
    def ask(method: str, answer: Callable[[Current, Any], Answer], options: Any = None) -> None:
        """Questions about one open text; nothing is known of others."""

        @server.feature(method, options)
        def _(params: Any) -> Answer | None:
            now = watch.current(params.text_document.uri)
            return answer(now, params) if now else None

    return ask
