"""When what is told: problems of the text at once, those seen on the stage when the hands rest."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from ...core.diagnostic import Level, Problems
from . import problems
from .buffers import Buffers
from .scripts import Current, Script

GATHER = 0.001
"""Seconds in which letters that come together are read together."""
REST = 0.4
"""Seconds after the last letter until the stage is looked at."""

OFTEN = 2000
"""Letters after which memory is looked through once, when the hands rest."""


class Watch:
    """The open scripts and what was last said of them."""

    def __init__(self, server: LanguageServer) -> None:
        self.server = server
        self.least = Level.WARNING
        self.staging = True
        self._scripts: dict[str, Script] = {}
        self._said: dict[str, dict[str, list[types.Diagnostic]]] = {}
        self._soon: asyncio.TimerHandle | None = None
        self._later: asyncio.TimerHandle | None = None
        self._waiting: dict[str, None] = {}
        self._unseen: dict[str, None] = {}
        self._round = self._tidied = 0

    # ------------------------------------------------------------------------------------------ what happens

    def set_up(self, options: Any) -> None:
        """What the editor's settings say: `infos`, whether infos are told too, and `staging`."""
        said = options if isinstance(options, dict) else {}
        self.least = Level.INFO if said.get("infos") is True else Level.WARNING
        self.staging = said.get("staging") is not False
        self.reopen()

    def opened(self, uri: str) -> None:
        buffer = self.texts.find(uri)
        if buffer is None:
            return
        script = self._scripts[uri] = Script(buffer, self.texts, self.least)
        if script.trouble:
            self.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, script.trouble))
        self.changed(uri)

    def changed(self, uri: str) -> None:
        """A text has changed: it is read again, with every script that takes it in."""
        buffer = self.texts.find(uri)
        for other, script in self._scripts.items():
            if other == uri or (buffer and script.reads(buffer.path)):
                script.touch()
                self._waiting[other] = None
        self._round += 1
        loop = asyncio.get_running_loop()
        self._soon = self._soon or loop.call_later(GATHER, self._read)
        if self._later:
            self._later.cancel()
        self._later = loop.call_later(REST, self._look) if self.staging else None

    def closed(self, uri: str) -> None:
        self._scripts.pop(uri, None)
        self._waiting.pop(uri, None)
        self._unseen.pop(uri, None)
        gone = self._said.pop(uri, {})
        for address in {uri, *gone}:
            self._publish(address)
        self.reread()

    def reread(self) -> None:
        """Files on the disk have changed."""
        for uri in self._scripts:
            self.changed(uri)

    def reopen(self) -> None:
        """The settings have changed."""
        for uri in list(self._scripts):
            self.opened(uri)

    def current(self, uri: str) -> Current | None:
        """An open script as it stands now."""
        script = self._scripts.get(uri)
        return script.current() if script else None

    @property
    def texts(self) -> Buffers:
        texts = self.server.workspace
        assert isinstance(texts, Buffers)
        return texts

    # ------------------------------------------------------------------------------------------ what is said

    def _read(self) -> None:
        """The first batch: the problems of the text, and those seen in scenes that are still the same."""
        self._soon = None
        waiting, self._waiting = self._waiting, {}
        for uri in waiting:
            now = self.current(uri)
            if now:
                if uri not in self._said:
                    gc.freeze()
                self._unseen[uri] = None
                self._say(now, (*now.draft.told, *now.writing.still(now.draft)))

    def _look(self) -> None:
        self._later = None
        self._task = asyncio.get_running_loop().create_task(self._staged(self._round))

    async def _staged(self, asked: int) -> None:
        """The second batch, scene by scene: whoever types on is not kept waiting."""
        for uri in list(self._unseen):
            now = self.current(uri)
            found: list[Problems] = []
            for told in now.writing.seen(now.draft) if now else ():
                found.append(told)
                await asyncio.sleep(0)
                if asked != self._round:
                    return
            self._unseen.pop(uri, None)
            if now:
                self._say(now, (*now.draft.told, *(problem for told in found for problem in told)))
        self._tidy()

    def _tidy(self) -> None:
        """What is here to stay is not looked through for rubbish again: that would take longer than a letter may."""
        gc.collect(0)
        if self._round > self._tidied + OFTEN or not self._tidied:
            self._tidied = self._round or 1
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def _say(self, now: Current, told: Problems) -> None:
        uri = now.buffer.uri
        before = self._said.get(uri, {})
        self._said[uri] = problems.by_file(now, told)
        for address, listed in self._said[uri].items():
            if address == uri or before.get(address) != listed:
                self._publish(address)
        for address in before.keys() - self._said[uri].keys():
            self._publish(address)

    def _publish(self, address: str) -> None:
        """All that open scripts say of one file, each thing once. A file that others take in need not be a film."""
        told = [one for said in self._said.values() for one in said.get(address, ())]
        if any(address in said for uri, said in self._said.items() if uri != address) or self._taken_in(address):
            told = [one for one in told if one.code != "FN909"]
        once = {(str(one.range), one.code, one.message): one for one in told} if len(self._said) > 1 else None
        buffer = self.texts.find(address)
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(
            address, list(once.values()) if once is not None else told, buffer.version if buffer else None))

    def _taken_in(self, address: str) -> bool:
        buffer = self.texts.find(address)
        return buffer is not None and any(
            not script.stale and script.reads(buffer.path) for uri, script in self._scripts.items() if uri != address)
