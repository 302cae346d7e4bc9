"""How a service is spoken to, as data: the calls we make and what its answers mean. The network is `render`'s."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .contract import Request


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call as data. Paths are relative to the service's base address; keys are added by `render`.

    headers   what the service wants said beside the body ("X-DashScope-Async: enable"), never a key
    """

    method: Literal["GET", "POST"]
    path: str
    body: dict[str, Any] | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Auth:
    """How a service is shown a key. `variables` are the environment's names for it, the first the key's own.

    kind    key (as it is), jwt (signed anew from an access and a secret key), google (an OAuth token), none
    form    what the header holds, `{key}` where the key goes
    other   another way the service takes, where the first one has no key
    """

    kind: Literal["key", "jwt", "google", "none"] = "key"
    variables: tuple[str, ...] = ()
    header: str = "Authorization"
    form: str = "Bearer {key}"
    other: Auth | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """Not done yet. `then` is where the answer is, if not where we just looked."""

    note: str = ""
    then: Call | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """Where the clips are. An address that begins with `/` is a path of the service, asked for with its key like all of
    the service's own; `data:` holds the bytes, `gs://` names a place in a bucket."""

    urls: tuple[str, ...]
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """`final` is False where asking again later may help."""

    words: str
    final: bool = True


Answer = Working | Ready | Refused


@dataclass(frozen=True, slots=True)
class Wire:
    """How a service is spoken to: pure functions from data to data.

    base                              its address; `{VARIABLE}` stands for that one of the auth's variables
    submit(request, key) -> Call      key is ours, for look-up after a crash, where the service takes one
    ticket(status, answer) -> id or Refused
    poll(id) -> Call
    progress(status, answer) -> Answer
    find(key) -> Call                 looks a task up by our key; None where the service cannot
    handle(request, id) -> str        where an id alone does not say where to look: what `poll` takes instead of the
                                      ticket, and `find` instead of our key; None: they are taken as they are
    pace                              seconds between two polls
    """

    base: str
    auth: Auth
    submit: Callable[[Request, str], Call]
    ticket: Callable[[int, dict[str, Any]], str | Refused]
    poll: Callable[[str], Call]
    progress: Callable[[int, dict[str, Any]], Answer]
    find: Callable[[str], Call] | None = None
    pace: float = 5.0
    handle: Callable[[Request, str], str] | None = None
