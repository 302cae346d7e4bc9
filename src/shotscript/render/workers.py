"""Frames made several at a time and handed out in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_order(make: Callable[[int], T], count: int, workers: int, apart: bool = False) -> Iterator[T]:
    """make(0) to make(count - 1), `workers` of them under way at a time; what waits to be taken is kept short.

    A single worker is whoever takes them, unless it is to work `apart`; of what is made apart, less is kept waiting.
    """
    if workers <= 1 and not apart:
        yield from map(make, range(count))
        return
    pool = ThreadPoolExecutor(workers)
    queue: deque[Future[T]] = deque()
    try:
        for number in range(count):
            queue.append(pool.submit(make, number))
            if len(queue) > workers + (not apart):
                yield queue.popleft().result()
        while queue:
            yield queue.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
