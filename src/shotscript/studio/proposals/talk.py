"""Talks with a model: each within its limits of money, calls, time and size, and each answer kept.

An answer that is kept is given again for the same request, so that a second run asks nothing. What may have reached the
endpoint and brought no answer is counted as spent. An endpoint that fails twice in a row is not asked again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from time import sleep

from ...core import cache, digest, secret
from ...core.settings import Model
from ...providers.service import Auth, Call
from ...render.auth import Keys
from ...render.http import Http, Lost, NotSent, Reply
from . import chat
from .chat import Message, Said
from .purse import Purse

CALLS = 4
"""For a scene, those sent in vain among them."""
_FAILS = 2
_BUSY = (408, 425, 429, 500, 502, 503, 504, 529)
_PAUSE, _LONGEST = 0.5, 5.0
"""Seconds before a busy endpoint is asked once more, unless it says how many; and the most that it may say."""
_FORM = 1
"""Changes when what is kept of an answer does."""

Line = Callable[[Call], Reply]
"""Sends a call. NotSent where it never left, Lost where nobody knows."""


class Unanswered(Exception):
    """There is no answer; says why."""


@dataclass
class Talk:
    """`agree` is asked once, before the first call that is sent; it raises where it does not. `fresh`: nothing kept is
    taken."""

    model: Model
    line: Line
    purse: Purse
    agree: Callable[[], None]
    fresh: bool = False
    pause: Callable[[float], None] = sleep
    calls: int = 0
    _agreed: bool = False
    _fails: int = 0
    _down: str = ""

    def scene(self) -> None:
        """Another scene begins."""
        self.calls = 0

    def ask(self, messages: Sequence[Message]) -> Said:
        """The answer. Unanswered where there is none."""
        call = chat.call(self.model, messages)
        name = f"chat-{digest.of([_FORM, self.model.base, call.body])}.json"
        kept = None if self.fresh else _kept(name)
        if kept:
            return kept
        said = self._asked(call, messages)
        cache.keep(name, json.dumps(asdict(said), ensure_ascii=False).encode("utf-8", "replace"))
        return said

    def knows(self, messages: Sequence[Message]) -> bool:
        """Whether this would be answered without asking."""
        call = chat.call(self.model, messages)
        return not self.fresh and _kept(f"chat-{digest.of([_FORM, self.model.base, call.body])}.json") is not None

    def _asked(self, call: Call, messages: Sequence[Message]) -> Said:
        if self._down:
            raise Unanswered(self._down)
        most = chat.cost(self.model, chat.tokens(messages), self.model.tokens)
        while self.calls < CALLS:
            if not self.purse.holds(most, self.model.most_usd):
                raise Unanswered(f"another answer could cost more than the ${self.purse.limit(self.model.most_usd)} "
                                 "there are for it")
            if not self._agreed:
                self.agree()
                self._agreed = True
            self.calls += 1
            self.purse.calls += 1
            reply = self._sent(call, most)
            if reply.status in _BUSY and self.calls < CALLS and (reply.after or 0) <= _LONGEST:
                self.pause(_PAUSE if reply.after is None else reply.after)
                continue
            return self._heard(reply, messages, most)
        raise self._failed("it was asked as often as it may be")

    def _sent(self, call: Call, most: Decimal) -> Reply:
        try:
            reply = self.line(call)
        except NotSent as trouble:
            raise self._failed(str(trouble)) from None
        except Lost as trouble:
            self.purse.pay(most)
            raise self._failed(str(trouble)) from None
        if reply.status >= 500:
            self.purse.pay(most)
        return reply

    def _heard(self, reply: Reply, messages: Sequence[Message], most: Decimal) -> Said:
        if reply.status != 200:
            if reply.status in (401, 403, 404):
                self._fails = _FAILS
            raise self._failed(f"it answered with status {reply.status}{_words(reply.answer)}")
        said = chat.said(reply.answer, self.model, messages)
        if said is None:
            self.purse.pay(most)
            raise self._failed("what it answered is no chat")
        self._fails = 0
        self.purse.pay(chat.cost(self.model, said.read, said.written))
        return Said(secret.hidden(said.text), said.whole, said.read, said.written)

    def _failed(self, why: str) -> Unanswered:
        self._fails += 1
        if self._fails >= _FAILS:
            self._down = f"{why}; it was not asked again"
        return Unanswered(why)


def line(model: Model, environment: Mapping[str, str] | None = None) -> Line:
    """The way to a model. UsageError where its key is missing."""
    keys = Keys() if environment is None else Keys(environment)
    headers = keys.headers(Auth(variables=(model.key,))) if model.key else {}
    most = (1 << 16) + 32 * model.tokens

    async def sent(call: Call) -> Reply:
        async with Http(model.seconds, most=most, here=model.near) as http, asyncio.timeout(model.seconds):
            return await http.order(call, model.base.rstrip("/"), headers)

    def send(call: Call) -> Reply:
        try:
            return asyncio.run(sent(call))
        except TimeoutError:
            raise Lost(f"there was no whole answer within {model.seconds:g} s") from None

    return send


def _kept(name: str) -> Said | None:
    try:
        told = json.loads(cache.read(name) or b"null")
        return Said(str(told["text"]), bool(told["whole"]), int(told["read"]), int(told["written"]))
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def _words(answer: Mapping[str, object]) -> str:
    """What an endpoint says of its refusal, for the usual form of it."""
    fault = answer.get("error")
    told = fault.get("message") if isinstance(fault, dict) else fault
    return f" ({secret.hidden(told)[:200]})" if isinstance(told, str) and told else ""
