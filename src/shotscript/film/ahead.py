"""Blocks made before they are asked for, in a thread of their own: one works while the other does.

What comes out is what goes in, in the same order, whatever the machine: a thread changes when a block is made, never
what is in it. Only so many wait as are told, so a film's length is no matter of memory.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

Block = TypeVar("Block")
_WAITING = 4
_IDLE: list[ThreadPoolExecutor] = []
"""Threads of one each that have nothing to do, kept for who comes next."""
if hasattr(os, "register_at_fork"):  # no threads live on in a copy of the process
    os.register_at_fork(after_in_child=_IDLE.clear)


def ahead(blocks: Iterable[Block], waiting: int = _WAITING) -> Iterator[Block]:
    """The blocks, at most `waiting` of them made too early. What goes wrong in making one is raised where it is due."""
    coming = iter(blocks)
    # The first one by whoever asks: it may take as long as all the others, and must not outlive who stops asking.
    first = next(coming, None)
    if first is None:
        return
    pool, asked = _thread(), deque[Future[Block | None]]()
    try:
        asked.extend(pool.submit(next, coming, None) for _ in range(waiting))
        yield first
        while (block := asked.popleft().result()) is not None:
            asked.append(pool.submit(next, coming, None))
            yield block
    finally:
        for early in asked:
            early.cancel()
        wait(asked)
        _IDLE.append(pool)


def _thread() -> ThreadPoolExecutor:
    try:
        return _IDLE.pop()
    except IndexError:
        return ThreadPoolExecutor(1, "ahead")
