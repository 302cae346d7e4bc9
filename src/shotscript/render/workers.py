"""Frames made several at a time and handed out in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_order(make: Callable[[int], T], count: int, workers: int) -> Iterator[T]:
    """make(0) to make(count - 1), `workers` of them under way at a time; what waits to be taken is kept short."""
    if workers <= 1:
        yield from map(make, range(count))
        return
    pool = ThreadPoolExecutor(workers)
    queue: deque[Future[T]] = deque()
    try:
        for number in range(count):
            queue.append(pool.submit(make, number))
            if len(queue) > workers + 1:
                yield queue.popleft().result()
        while queue:
            yield queue.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
