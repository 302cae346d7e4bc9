"""Blocks made ahead: the same ones in the same order, few at a time, and what goes wrong is raised where it is due."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from shotscript.film.ahead import ahead


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 50])
@pytest.mark.parametrize("waiting", [1, 4])
def test_the_same_blocks_in_the_same_order(count: int, waiting: int):
    assert list(ahead(([i] for i in range(count)), waiting)) == [[i] for i in range(count)]


def test_only_so_many_wait():
    made: list[int] = []

    def blocks() -> Iterator[int]:
        for i in range(1, 50):
            made.append(i)
            yield i

    for taken, _ in enumerate(ahead(blocks(), 3), 1):
        assert len(made) <= taken + 4


def test_what_goes_wrong_is_raised_after_the_blocks_before_it():
    def blocks() -> Iterator[int]:
        yield from (1, 2, 3)
        raise LookupError("the fourth")

    taken: list[int] = []
    with pytest.raises(LookupError, match="the fourth"):
        taken.extend(ahead(blocks()))
    assert taken == [1, 2, 3]


def test_who_stops_asking_ends_the_thread():
    def blocks() -> Iterator[int]:
        try:
            yield from range(1, 10**9)
        finally:
            gone.append(True)

    gone: list[bool] = []
    before = threading.active_count()
    source = blocks()
    early = ahead(source)
    assert [next(early), next(early)] == [1, 2]
    early.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
    source.close()  # type: ignore[attr-defined]
    assert gone == [True]


def test_the_first_block_is_made_by_whoever_asks():
    """Measuring a whole film comes before it: a stop must reach that."""
    names = list(ahead(threading.current_thread().name for _ in range(3)))
    assert names[0] == threading.current_thread().name and names[0] not in names[1:]
