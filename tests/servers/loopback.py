"""A web server on this machine whose every byte, pause and broken line is ours: what the services' protocols stand on.

HTTP/1.1 over asyncio streams, in a thread of its own, on a free port of the loopback. It keeps connections alive, reads
bodies of known length and chunked ones, serves ranges of files, and can do what a real web server never would on
purpose: take a request in and hang up, stop in the middle of a file, or say nothing for ever.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

LINE = 65_536


@dataclass(frozen=True)
class Asked:
    """One request as it came. Header names are in small letters; `form` holds the parts of a form by name."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else {}

    @property
    def form(self) -> dict[str, bytes]:
        """The fields of a multipart form, files among them."""
        return {str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
                for part in self._parts()}  # type: ignore[return-value]

    @property
    def filenames(self) -> dict[str, str]:
        """What the files of a form are called, by the names of their fields."""
        return {str(part.get_param("name", header="content-disposition")): name
                for part in self._parts() if (name := part.get_filename())}

    def _parts(self) -> list[Message]:
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        parts = BytesParser().parsebytes(head + self.body).get_payload()
        assert isinstance(parts, list), "a form has parts"
        return parts  # type: ignore[return-value]


@dataclass(frozen=True)
class Reply:
    """What is answered: JSON, or bytes as they are.

    wait    seconds of silence before it
    cut     bytes of the body after which the line is hung up: None is never, -1 before the first byte of the answer
    """

    status: int = 200
    value: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    data: bytes | None = None
    wait: float = 0.0
    cut: int | None = None

    def bytes(self) -> bytes:
        return json.dumps(self.value).encode() if self.data is None else self.data


Answering = Callable[[Asked], Reply]
HANG_UP = Reply(cut=-1)


class Loopback:
    """A running server: `with Loopback(answer) as at:` gives its address. It ends with the block."""

    def __init__(self, answer: Answering) -> None:
        self._answer, self._ready = answer, threading.Event()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    def __enter__(self) -> str:
        self._thread.start()
        self._ready.wait()
        return self.address

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(10)
        assert not self._thread.is_alive(), "a server of a test ends with it"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LINE))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in tuple(self._tasks):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.close()

    def _stop(self) -> None:
        self._loop.stop()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            while asked := await _read(reader):
                if not await _write(writer, asked, self._answer(asked)):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError, asyncio.CancelledError):
            pass  # the other side left, or the server ends
        finally:
            self._tasks.discard(task)
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    line = (await reader.readline()).decode("latin-1").split()
    if len(line) < 3:
        return None
    headers: dict[str, str] = {}
    while row := (await reader.readline()).decode("latin-1").rstrip("\r\n"):
        name, _, value = row.partition(":")
        headers[name.strip().lower()] = value.strip()
    where = urlsplit(line[1])
    query = {name: values[0] for name, values in parse_qs(where.query, keep_blank_values=True).items()}
    return Asked(line[0], where.path, query, headers, await _body(reader, headers))


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        found = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            found += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return found
    return await reader.readexactly(int(headers.get("content-length", 0)))


async def _write(writer: asyncio.StreamWriter, asked: Asked, reply: Reply) -> bool:
    """Send an answer; False where the line is to be hung up."""
    if reply.wait:
        await asyncio.sleep(reply.wait)
    if reply.cut == -1:
        writer.transport.abort()
        return False
    body, headers, status = _ranged(asked, reply)
    kind = "application/json" if reply.data is None else "application/octet-stream"
    told = {"content-type": kind, "content-length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    writer.write(f"HTTP/1.1 {status} -\r\n{head}\r\n".encode("latin-1"))
    if asked.method != "HEAD":
        writer.write(body if reply.cut is None else body[: reply.cut])
    await writer.drain()
    if reply.cut is not None:
        writer.transport.abort()
        return False
    return asked.headers.get("connection", "").lower() != "close"


def _ranged(asked: Asked, reply: Reply) -> tuple[bytes, dict[str, str], int]:
    """A file in part, where a part of it is asked for."""
    body, wanted = reply.bytes(), asked.headers.get("range", "")
    if reply.data is None or reply.status != 200 or not wanted.startswith("bytes="):
        return body, reply.headers, reply.status
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    start, end = int(first or 0), min(int(last or len(body) - 1), len(body) - 1)
    part = {"content-range": f"bytes {start}-{end}/{len(body)}"}
    return body[start : end + 1], {**reply.headers, **part}, 206
