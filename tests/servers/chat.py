"""A chat endpoint as OpenAI's on the loopback, with the answers of a test: good ones, and all that a bad one could do.

Each call gets the next of its answers, the last one again and again. An answer is what the model says; or a whole
`Reply`; or `FLOOD` and `DRIP`, bodies without an end, as fast as they go and a byte now and then.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

import loopback
from loopback import Asked, Loopback, Reply

FLOOD, DRIP, BOMB = object(), object(), object()
Answer = str | Reply | object | Callable[[Asked], Any]


def chat(text: str, read: Any = 900, written: Any = 60, **more: Any) -> dict[str, Any]:
    """A whole answer that says this."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop", **more}
    usage = {"prompt_tokens": read, "completion_tokens": written}
    return {"id": "chat-1", "object": "chat.completion", "choices": [choice], "usage": usage}


class Chat(Loopback):
    """`calls` are the requests that came."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__(lambda _: Reply())
        self.answers: Sequence[Answer] = answers
        self.calls: list[Asked] = []

    def __enter__(self) -> Chat:  # type: ignore[override]
        super().__enter__()
        return self

    @property
    def base(self) -> str:
        return f"{self.address}/v1"

    def scene(self, number: int) -> dict[str, Any]:
        """The facts of the scene in a request."""
        text = self.calls[number].json["messages"][1]["content"]
        return json.loads(next(line for line in text.splitlines() if line.startswith('{"heading"')))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            while asked := await loopback._read(reader):
                self.calls.append(asked)
                answer = self.answers[min(len(self.calls), len(self.answers)) - 1]
                if answer in (FLOOD, DRIP, BOMB):
                    await _poured(writer, answer)
                    break
                if not await loopback._write(writer, asked, _reply(answer, asked)):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError, asyncio.CancelledError):
            pass  # the other side left, or the server ends
        finally:
            self._tasks.discard(task)
            writer.close()


def _reply(answer: Answer, asked: Asked) -> Reply:
    if callable(answer):
        answer = answer(asked)
    if isinstance(answer, Reply):
        return answer
    assert isinstance(answer, str)
    return Reply(200, chat(answer))


async def _poured(writer: asyncio.StreamWriter, how: object) -> None:
    """A body without an end; or one that is small on the way and 4 TB when it is unpacked."""
    packed = "content-encoding: gzip, gzip, gzip\r\n" if how is BOMB else ""
    writer.write(f"HTTP/1.1 200 -\r\ncontent-type: application/json\r\n{packed}\r\n".encode())
    writer.write(b'{"choices": [{"message": {"role": "assistant", "content": "')
    while True:
        writer.write(b"x" if how is DRIP else b"x" * 65_536)
        await writer.drain()
        await asyncio.sleep(0.02 if how is DRIP else 0)
