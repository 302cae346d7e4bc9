"""The review room on 127.0.0.1, until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType

import uvicorn

from ...core.errors import UsageError
from .guard import Gate, Guard
from .room import Room
from .server import app
from .stream import Closing

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
_GRACE = 0.2
"""Seconds that open answers have to end by themselves: a paused player holds its film open for as long as it likes."""
_PATIENCE = 0.5
"""Seconds more that threads have."""


def serve(room: Room, *, port: int = 0, opened: Callable[[str], None], who: str = "") -> None:
    """Show the room until somebody stops it. `opened` is told the address, token and all, once it answers; port 0 is
    any that is free. `who` judges here. UsageError where the port is taken; what ends the room is raised."""
    listener = _bound(port)
    gate = Gate(listener.getsockname()[1])
    with closing(listener), asyncio.Runner() as runner:
        ended = runner.run(_both(room, gate, listener, opened, who))
        if ended:
            _soon(ended)
    if ended not in (0, signal.SIGINT):
        signal.raise_signal(ended)


async def _both(room: Room, gate: Gate, listener: socket.socket, opened: Callable[[str], None], who: str) -> int:
    """The room at work and its server, until either ends. The signal that ended it, 0 for none."""
    ends = Closing()
    server = _Server(app(room, gate, who=who, closing=ends), ends, lambda: opened(gate.address))
    work, faces = asyncio.create_task(room.run()), asyncio.create_task(server.serve([listener]))
    await asyncio.wait({work, faces}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    work.cancel()
    for end in await asyncio.gather(work, faces, return_exceptions=True):
        if isinstance(end, BaseException) and not isinstance(end, asyncio.CancelledError):
            raise end
    return server.ended


class _Server(uvicorn.Server):
    """Says when it answers, and ends what streams without end before it waits for open answers."""

    def __init__(self, face: Guard, ends: Closing, ready: Callable[[], None]) -> None:
        told = "error" if os.environ.get("SHOTSCRIPT_DEBUG") else "critical"
        super().__init__(uvicorn.Config(
            face, http="h11", ws="none", loop="asyncio", lifespan="off", access_log=False, log_level=told,
            server_header=False, date_header=False, proxy_headers=False, timeout_graceful_shutdown=1,
        ))
        self.ends = ends
        self.ready = ready
        self.ended = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.ends.set()
        await asyncio.sleep(_GRACE)
        for one in list(self.server_state.connections):
            if one.transport:
                one.transport.abort()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Those that nobody told us to ignore. They do their work when all is put away, which uvicorn's own do not wait
        for."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        taken = [one for one in SIGNALS if signal.getsignal(one) is not signal.SIG_IGN]
        before = {one: signal.signal(one, self.handle_exit) for one in taken}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C is how one leaves, no failure; whoever presses it twice is in a hurry."""
        if self.should_exit and sig == signal.SIGINT:
            raise KeyboardInterrupt
        self.should_exit, self.ended = True, sig


def _soon(ended: int) -> None:
    """Who presses Ctrl-C does not wait for a film that is being compiled in a thread: what is not written whole is as
    if it never was, and the next run sweeps it."""
    last = threading.Timer(_PATIENCE, os._exit, [0 if ended == signal.SIGINT else 128 + ended])
    last.daemon = True
    last.start()


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there it would let others take the port over
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
    except OSError as trouble:
        listener.close()
        raise UsageError(f"port {port} cannot be had: {trouble.strerror}; leave --port out for any that is free"
                         ) from trouble
    return listener
