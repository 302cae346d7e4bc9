"""Server-sent events: what listeners are told, as it comes, until they leave or the room closes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from .values import News

BEAT = 15.0
"""Seconds of silence after which a comment is sent: so that whoever has left is found out."""


class Closing:
    """Tells streams without end that the end has come."""

    def __init__(self) -> None:
        self.closed = False
        self.waiting: set[asyncio.Event] = set()

    def set(self) -> None:
        self.closed = True
        for one in self.waiting:
            one.set()


def stream(told: AsyncIterator[News], closing: Closing) -> StreamingResponse:
    return StreamingResponse(_lines(told, closing), media_type="text/event-stream")


async def _lines(told: AsyncIterator[News], closing: Closing) -> AsyncIterator[str]:
    """Each News as one `data:` line. Who is slow hears the newest alone: it says all there is to know."""
    newest: list[News] = []
    woken = asyncio.Event()
    listening = asyncio.create_task(_listen(told, newest, woken))
    listening.add_done_callback(lambda _: woken.set())
    closing.waiting.add(woken)
    try:
        yield "retry: 500\n\n"
        while not closing.closed and not listening.done():
            try:
                async with asyncio.timeout(BEAT):
                    await woken.wait()
            except TimeoutError:
                yield ": still here\n\n"
            woken.clear()
            while newest:
                yield f"data: {_json(newest.pop())}\n\n"
    finally:
        closing.waiting.discard(woken)
        listening.cancel()


async def _listen(told: AsyncIterator[News], newest: list[News], woken: asyncio.Event) -> None:
    async for news in told:
        newest[:] = [news]
        woken.set()


def _json(news: News) -> str:
    """One line, whatever the ids hold: JSON in ASCII."""
    return json.dumps({"revision": news.revision, "parts": dict(news.parts), "order": list(news.order)})
