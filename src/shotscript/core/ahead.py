"""Work done ahead by a second process, while this one goes on with what does not need it.

Only where a copy of this process costs nothing and is safe (Linux, no other threads) and a second core waits for it.
Elsewhere, or when the copy dies of something, the caller does the work itself.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Ahead:
    """Work under way in a copy of this process. What it returns is pickled."""

    def __init__(self, work: Callable[[], Any]) -> None:
        context = multiprocessing.get_context("fork")
        self._answers, end = context.Pipe(duplex=False)
        self._process = context.Process(target=_answer, args=(work, end), daemon=True)
        self._process.start()
        end.close()

    def result(self) -> Any:
        """What the work returned, when it is done; None if its process failed."""
        with contextlib.suppress(EOFError):
            return self._answers.recv()
        return None

    def stop(self) -> None:
        """Nobody wants the answer any more."""
        self._process.kill()
        self._process.join()
        self._answers.close()


def possible() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1 and _cores() > 1


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _answer(work: Callable[[], Any], end: Connection) -> None:
    """The life of the copy. It says nothing and writes nothing: who asked meets the same trouble and has words."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    try:
        end.send(work())
    finally:
        os._exit(0)
