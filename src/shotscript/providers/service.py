"""How a service is spoken to, as data: the calls we make and what its answers mean. The network is `render`'s."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .contract import Need, Request


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call as data. Paths are relative to the service's base address; keys are added by `render`.

    path      a whole address (`https://...`) is another host, as an answer names one to send a file to: it gets no key,
              unless it is one of the wire's `also`
    headers   what the service wants said beside the body ("X-DashScope-Async: enable"), never a key
    file      how the file on its way is sent with it: `raw` as the whole body, or as the part of this name of a form
              whose other fields are `body`; nothing: it is not
    """

    method: Literal["GET", "POST", "PUT"]
    path: str
    body: dict[str, Any] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    file: str = ""


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
    """`final` is False where asking again later may help, `unsure` is True where the answer does not tell whether there
    is a job, or how it stands: a success without an id, a word nobody knows."""

    words: str
    final: bool = True
    unsure: bool = False


Answer = Working | Ready | Refused


@dataclass(frozen=True, slots=True)
class Media:
    """A file on its way to a service. `name` is a file name of ours, harmless and the same for the same bytes; `model`
    is what the service calls the model of the request it goes with."""

    role: str
    name: str
    mime: str
    size: int
    sha256: str
    model: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """The service has it. `ref` is what a body says for it, `lasts` the seconds until it is forgotten there; None:
    not said."""

    ref: str
    lasts: float | None = None


@dataclass(frozen=True, slots=True)
class Inline:
    """The file stands in the body: `{data}` is its base64, `{mime}` its type. `most` bytes of the file itself."""

    form: str = "data:{mime};base64,{data}"
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """The file is sent ahead, in one call or more, and remembered by its bytes for as long as it lasts.

    first(media) -> Call
    then(number, status, answer, media)   what the answer to call `number` (from 0) leads to: the next call, the end, a
                                          refusal; or `Working`, to look again in a while, at its `then` where it names
                                          a call. An answer without JSON, as storage gives, leaves the last one with
                                          JSON standing; where there was none it is {}
    most                                  bytes of the file
    bound                                 whether the service keeps a file for one model alone: it is remembered by its
                                          bytes and `media.model` then
    """

    first: Callable[[Media], Call]
    then: Callable[[int, int, dict[str, Any], Media], Call | Working | Placed | Refused]
    most: int | None = None
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Creation:
    """Something made at the service of what is there already: an element of pictures, a voice of a recording.

    first(need, files) -> Call        `files` are the refs of its recipe's files, by the digest of each
    then(number, status, answer)      as for `Upload`; `Working` says to look again, at `then` where it names a call
    """

    first: Callable[[Need, Mapping[str, str]], Call]
    then: Callable[[int, int, dict[str, Any]], Call | Working | Placed | Refused]


Delivery = Inline | Upload | Creation


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
    delivery                          how a need of each role gets there; a role that is not named here cannot be sent,
                                      unless the project says what the service calls it
    laid(body, refs, media)           the body with its needs in place: by each need's `ref` what `Placed` says or
                                      `Inline` makes, and the file itself; None: the one is put for the other
    at_once                           jobs the service works on at a time, as far as it says
    gap                               seconds between two jobs asked for
    patience                          seconds until a job that is still not done is taken for lost
    keeps                             seconds for which the service gives the same job again to the same key of ours and
                                      charges once: a job whose answer was lost is then simply asked for again
    also                              other addresses of the service, which are shown our key as well: files go there
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
    delivery: Mapping[str, Delivery] = field(default_factory=dict)
    laid: Callable[[dict[str, Any], Mapping[str, str], Mapping[str, Media]], dict[str, Any]] | None = None
    at_once: int = 4
    gap: float = 0.0
    patience: float = 3600.0
    also: tuple[str, ...] = ()
    keeps: float = 0.0
