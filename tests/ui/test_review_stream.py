"""Server-sent events: the newest alone to who is slow, a sign of life to who waits, an end for everybody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from shotscript.ui.review import stream
from shotscript.ui.review.stream import Closing
from shotscript.ui.review.values import News


class Told:
    """News by hand. `left` once the stream has let go of it."""

    def __init__(self, *first: News) -> None:
        self.queue: asyncio.Queue[News | None] = asyncio.Queue()
        self.left = False
        for one in first:
            self.queue.put_nowait(one)

    async def __aiter__(self) -> AsyncIterator[News]:
        try:
            while one := await self.queue.get():
                yield one
        finally:
            self.left = True


def news(revision: int) -> News:
    return News(revision, {f"scene-{revision}\n\ndata: forged": "d\u2028"}, ("scene-1",))


def revision(line: str | bytes | memoryview) -> int:
    assert isinstance(line, str) and line.startswith("data: ") and line.endswith("\n\n")
    assert line.count("\n") == 2 and line.isascii()
    return json.loads(line.removeprefix("data: "))["revision"]


def test_who_is_slow_hears_the_newest_alone():
    async def run() -> None:
        told = Told(news(1))
        lines = aiter(stream.stream(told, Closing()).body_iterator)  # type: ignore[arg-type]
        assert await anext(lines) == "retry: 500\n\n"
        assert revision(await anext(lines)) == 1
        for number in (2, 3, 4):
            told.queue.put_nowait(news(number))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert revision(await anext(lines)) == 4
        told.queue.put_nowait(None)
        assert [one async for one in lines] == []
        assert told.left

    asyncio.run(run())


def test_a_sign_of_life_where_nothing_is_new(monkeypatch: pytest.MonkeyPatch):
    async def run() -> None:
        told = Told()
        lines = aiter(stream.stream(told, Closing()).body_iterator)  # type: ignore[arg-type]
        await anext(lines)
        found = [await anext(lines) for _ in range(3)]
        assert all(isinstance(one, str) and one.startswith(":") and one.endswith("\n\n") for one in found)
        told.queue.put_nowait(news(7))
        while isinstance(one := await anext(lines), str) and one.startswith(":"):
            pass
        assert revision(one) == 7
        await lines.aclose()  # type: ignore[attr-defined]

    monkeypatch.setattr(stream, "BEAT", 0.001)
    asyncio.run(run())


@pytest.mark.parametrize("listening", [0, 1, 5])
def test_the_end_comes_to_all_at_once_and_lets_go_of_the_room(listening: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "BEAT", 3600.0)

    async def run() -> None:
        closing, rooms = Closing(), [Told(news(1)) for _ in range(listening)]
        streams = [aiter(stream.stream(room, closing).body_iterator) for room in rooms]  # type: ignore[arg-type]
        for one in streams:
            await anext(one)
            assert revision(await anext(one)) == 1
        waiting = [asyncio.ensure_future(anext(one, "over")) for one in streams]
        for _ in range(5):
            await asyncio.sleep(0)
        assert not any(one.done() for one in waiting)
        closing.set()
        async with asyncio.timeout(20):
            assert await asyncio.gather(*waiting) == ["over"] * listening
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert all(room.left for room in rooms) and not closing.waiting

    asyncio.run(run())


def test_a_page_that_leaves_lets_go_of_the_room():
    async def run() -> None:
        told, closing = Told(news(1)), Closing()
        lines = aiter(stream.stream(told, closing).body_iterator)  # type: ignore[arg-type]
        await anext(lines)
        await anext(lines)
        await lines.aclose()  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert told.left and not closing.waiting

    asyncio.run(run())
