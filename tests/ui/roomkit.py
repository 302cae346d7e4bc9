"""A review room without an engine, and a way to ask an ASGI app what no client would ask."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from shotscript.studio import read, rushes
from shotscript.studio.board import board
from shotscript.studio.film import Film
from shotscript.studio.judgements import Judgement
from shotscript.ui.review.guard import Gate, Guard
from shotscript.ui.review.server import app
from shotscript.ui.review.serving import serve
from shotscript.ui.review.stream import Closing
from shotscript.ui.review.values import News, Reel, Showing

SCRIPT = """Title: Two Shots

/*@cast
MAYA: woman, 34
*/

INT. KITCHEN - NIGHT

!! 1A: WS on MAYA, 1s

Maya waits.

!! 1B: CU on MAYA, 1s

She turns.
"""
GATE = Gate(8123, "the-token-of-this-run")
OURS = {"host": GATE.host, "cookie": f"{GATE.cookie}={GATE.token}"}


class FakeRoom:
    """What `room.Room` promises, with a film that stands still."""

    def __init__(self, folder: Path, text: str = SCRIPT) -> None:
        self.script = folder / "film.fountain"
        self.script.write_text(text)
        film = rushes.film(read(self.script))
        stills = {}
        for label in ("1A", "1B"):
            pair = (folder / f"{label.lower()}0{'0' * 30}.jpg", folder / f"{label.lower()}1{'0' * 30}.jpg")
            for path in pair:
                path.write_bytes(b"\xff\xd8 " + path.name.encode())
            stills[label] = pair
        reel = folder / "reel.mp4"
        reel.write_bytes(bytes(range(256)) * 8)
        told = rushes.told(film)
        drawn = Reel(reel, "0123abcd", {"1A": (0, 24), "1B": (24, 24)}, told)
        self.now = Showing(3, film, board(film), stills, told, drawn)
        self.judgements: tuple[Judgement, ...] = ()
        self.asked: list[tuple[str, str]] = []
        self.provider = self.variant = ""
        self._told = asyncio.Event()

    def film(self, provider: str = "", variant: str = "") -> Film:
        self.asked.append((provider, variant))
        assert self.now.film
        return self.now.film

    def judge(self, one: Judgement) -> None:
        self.judgements = (*self.judgements, one)
        self._told.set()

    async def listen(self) -> AsyncIterator[News]:
        while True:
            yield News(3, {"head": f"{len(self.judgements)}"}, ("head",))
            await self._told.wait()
            self._told.clear()

    async def run(self) -> None:
        self._loop, self._left = asyncio.get_running_loop(), asyncio.Event()
        await self._left.wait()

    def leave(self) -> None:
        """End it, from another thread."""
        self._loop.call_soon_threadsafe(self._left.set)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def faces(room: Any, closing: Closing | None = None) -> Guard:
    return app(room, GATE, who="ann", closing=closing)


@contextmanager
def served(room: FakeRoom) -> Iterator[str]:
    """The address of a room that is shown, until the end of the block."""
    opened: queue.Queue[str] = queue.Queue()
    thread = threading.Thread(target=serve, args=(room,), kwargs={"opened": opened.put, "who": "ann"})
    thread.start()
    try:
        yield opened.get(timeout=60)
    finally:
        room.leave()
        thread.join(60)
        assert not thread.is_alive()


def ask(face: Guard, target: str, method: str = "GET", headers: dict[str, str] | Sequence[tuple[str, str]] = (),
        body: bytes = b"", chunks: int = 1, fails: type[Exception] | None = None) -> Answer:
    """One request as uvicorn would hand it on, however odd. A list of headers may name one twice. `fails`: what is
    raised as well, after the answer."""
    pairs = list(headers.items()) if isinstance(headers, dict) else list(headers)
    return asyncio.run(_ask(face, target, method, pairs, body, chunks, fails))


@dataclass
class _Heard:
    start: dict[str, Any] = field(default_factory=dict)
    body: bytes = b""


async def _ask(face: Guard, target: str, method: str, headers: list[tuple[str, str]], body: bytes,
               chunks: int, fails: type[Exception] | None) -> Answer:
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": unquote(path), "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "headers": [(k.lower().encode(), v.encode()) for k, v in headers],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", GATE.port),
    }
    size = max(1, -(-len(body) // chunks))
    pieces = [body[at:at + size] for at in range(0, len(body), size)] or [b""]
    heard, ended = _Heard(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        if pieces:
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}
        await ended.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            heard.start = message
        else:
            heard.body += message.get("body", b"")
            if not message.get("more_body"):
                ended.set()

    with pytest.raises(fails) if fails else nullcontext():
        await face(scope, receive, send)
    raw = [(k.decode(), v.decode()) for k, v in heard.start["headers"]]
    assert len(raw) == len(dict(raw)), raw
    return Answer(heard.start["status"], dict(raw), heard.body)
