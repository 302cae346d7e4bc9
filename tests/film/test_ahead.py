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


def test_who_stops_asking_stops_the_making():
    def blocks() -> Iterator[int]:
        for i in range(1, 10**9):
            made.append(i)
            yield i

    made: list[int] = []
    source = blocks()
    early = ahead(source)
    assert [next(early), next(early)] == [1, 2]
    early.close()  # type: ignore[attr-defined]
    count = len(made)
    source.close()  # type: ignore[attr-defined]
    assert 2 <= len(made) == count <= 6


def test_threads_serve_again():
    list(ahead(range(1, 9)))
    before = threading.active_count()
    for _ in range(20):
        assert list(ahead(range(1, 9))) == [*range(1, 9)]
    assert threading.active_count() == before


def test_the_first_block_is_made_by_whoever_asks():
    """Measuring a whole film comes before it: a stop must reach that."""
    names = list(ahead(threading.current_thread().name for _ in range(3)))
    assert names[0] == threading.current_thread().name and names[0] not in names[1:]
