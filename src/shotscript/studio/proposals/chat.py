"""A chat endpoint as OpenAI's: the request, what it costs at most, and what of an answer is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ...core.digest import canonical
from ...core.settings import Model
from ...providers.service import Call

Message = Mapping[str, str]
_LETTERS, _AROUND = 3, 12
"""Bytes to a token in an estimate that is to be none too low, and tokens a message has around it."""
_FEWEST = 12
"""No tokeniser makes a token of more bytes of text: who says so has not counted."""
_ABSURD = 10**9


@dataclass(frozen=True, slots=True)
class Said:
    """An answer. `whole` is False where it was cut off at the limit; `read` and `written` are tokens."""

    text: str
    whole: bool
    read: int
    written: int


def call(model: Model, messages: Sequence[Message]) -> Call:
    body: dict[str, Any] = {"model": model.name, "messages": [dict(one) for one in messages], "stream": False,
                            model.limit: model.tokens}
    exact = {"temperature": 0, "seed": model.seed}
    body |= {name: value for name, value in exact.items() if name not in model.without}
    return Call("POST", "/chat/completions", body, (("Accept-Encoding", "identity"),))


def tokens(messages: Sequence[Message]) -> int:
    """What a model reads, at the most."""
    return sum(_size(one) // _LETTERS + _AROUND for one in messages)


def cost(model: Model, read: int, written: int) -> Decimal:
    """US dollars."""
    return ((model.price_in or Decimal(0)) * read + (model.price_out or Decimal(0)) * written) / 1_000_000


def said(answer: Mapping[str, Any], model: Model, messages: Sequence[Message]) -> Said | None:
    """What an answer says; None where it is no answer of a chat. Of its tokens what it says itself, where that can be
    true, else our own estimate; a count that is too high is taken at its word, as it may be charged."""
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(first, dict) or not isinstance(text, str):
        return None
    usage = answer.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    size = sum(map(_size, messages))
    read = _counted(usage.get("prompt_tokens"), size // _FEWEST, tokens(messages))
    written = _counted(usage.get("completion_tokens"), len(text.encode()) // _FEWEST, model.tokens)
    return Said(text, first.get("finish_reason") != "length", read, written)


def _counted(told: Any, least: int, estimate: int) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or told < max(least, 1):
        return estimate
    return min(told, _ABSURD)


def _size(message: Message) -> int:
    return len(canonical(dict(message)))
