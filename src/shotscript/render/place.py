"""What a request stands on, brought to the service: in the body, sent ahead, or made there. Each thing once: what a
service keeps is remembered by its content for as long as it lasts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ..core import digest
from ..core.errors import ProviderError, ShotscriptError
from ..core.secret import hidden
from ..film.media import media as probed
from ..providers.contract import Need, Request
from ..providers.service import Call, Creation, Inline, Media, Placed, Refused, Upload, Wire, Working
from .desk import Desk, Wanted
from .http import Lost, NotSent, Reply, Sent
from .links import Unsafe

_MIMES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif",
          "bmp": "image/bmp", "mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm",
          "mkv": "video/x-matroska", "avi": "video/x-msvideo", "mp3": "audio/mpeg", "wav": "audio/wav",
          "m4a": "audio/mp4", "aac": "audio/aac", "flac": "audio/flac", "ogg": "audio/ogg"}
_EARLY = 300
"""Seconds before a service forgets a file that it is sent again."""
_STEPS = 200
Step = Call | Working | Placed | Refused


class Unplaced(ShotscriptError):
    """Something a request stands on cannot be brought to the service. Caught by `fetch`: nothing was spent."""


@dataclass(frozen=True)
class _Kept:
    """What is at the service already, or in the body, by the refs of needs; and the files themselves."""

    refs: dict[str, str]
    media: dict[str, Media]
    by_key: dict[str, str]


def unsendable(wire: Wire, needs: Iterable[Need], named: Any) -> list[str]:
    """Why needs cannot be brought to a service at all, in words; nothing if they can."""
    wrong = [need for need in needs if not named(need) and need.role not in wire.delivery]
    return [_unsent(need) for need in wrong]


def _unsent(need: Need) -> str:
    words = f"{need.role} {need.path or need.name} cannot be sent to this service"
    if "pass" in need.recipe:
        return f"{words}, and it is drawn here: give the shot footage the service can reach, or ask another one"
    return (f"{words}: register it there and write what it is called there, as "
            f'[assets."{need.path or need.key}"] in shotscript.toml')


async def laid(desk: Desk, wanted: Wanted) -> Request:
    """The request with everything it stands on in its place. Unplaced, with words, where that cannot be."""
    if not wanted.request.needs:
        return wanted.request
    kept = _Kept({}, {}, {})
    made = [need for need in wanted.request.needs if isinstance(desk.wire.delivery.get(need.role), Creation)]
    for need in (*(one for one in wanted.request.needs if one not in made), *made):
        ref = desk.named(need) or await _there(desk, wanted, need, kept)
        kept.refs[need.ref], kept.by_key[need.key] = ref, ref
    laying = desk.wire.laid or _put
    body = laying(dict(wanted.request.body), kept.refs, kept.media)
    return wanted.request.model_copy(update={"body": body})


async def _there(desk: Desk, wanted: Wanted, need: Need, kept: _Kept) -> str:
    way = desk.wire.delivery.get(need.role)
    if way is None:
        raise Unplaced("; ".join(unsendable(desk.wire, (need,), desk.named)))
    if isinstance(way, Creation):
        return await _once(desk, digest.of(["made", need.meaning]), lambda: _created(desk, way, need, kept))
    path = await desk.file(need, wanted)
    if path is None:
        raise Unplaced(f"there is no file for the {need.role} {need.path or need.name}")
    found = _media(need, path, wanted.request.model)
    kept.media[need.ref] = found
    if way.most is not None and found.size > way.most:
        raise Unplaced(f"{need.path or need.name} is {found.size / 1e6:.1f} MB, the service takes {way.most / 1e6:.1f}")
    if isinstance(way, Inline):
        return way.form.format(mime=found.mime, data=base64.b64encode(path.read_bytes()).decode())
    what = ["sent", need.role, found.sha256, *((found.model,) if way.bound else ())]
    return await _once(desk, digest.of(what), lambda: _sent(desk, way, found, path))


async def _once(desk: Desk, what: str, making: Any) -> str:
    """What a service keeps already, else what `making` places there."""
    async with desk.lock(what):
        known = desk.books.at(desk.address, what)
        if known:
            return known
        placed: Placed = await making()
        lasts = None if placed.lasts is None else max(placed.lasts - _EARLY, placed.lasts / 2)
        until = (datetime.now(UTC) + timedelta(seconds=lasts)).isoformat() if lasts is not None else ""
        await desk.placed(what, placed.ref, until)
        return placed.ref


async def _sent(desk: Desk, way: Upload, file: Media, path: Path) -> Placed:
    def then(number: int, reply: Reply) -> Step:
        return way.then(number, reply.status, reply.answer, file)

    return await _walked(desk, way.first(file), then, f"take the {file.role}", Sent(file, path))


async def _created(desk: Desk, way: Creation, need: Need, kept: _Kept) -> Placed:
    def then(number: int, reply: Reply) -> Step:
        return way.then(number, reply.status, reply.answer)

    return await _walked(desk, way.first(need, kept.by_key), then, f"make the {need.role} {need.name}")


async def _walked(
    desk: Desk, call: Call, then: Callable[[int, Reply], Step], what: str, carried: Sent | None = None
) -> Placed:
    """One call after the other, as each answer says, until the service has it. Storage answers without JSON: the last
    answer with JSON then stands."""
    last: dict[str, Any] = {}
    for number in range(_STEPS):
        reply = await _said(desk, call, carried if call.file else None)
        last = last if reply.plain else reply.answer
        told = then(number, replace(reply, answer=last))
        match told:
            case Placed():
                return told
            case Refused():
                raise Unplaced(f"the service does not {what}: {hidden(told.words)}")
            case Working():
                await desk.tempo.wait(desk.wire.pace)
                call = told.then or call
            case Call():
                call = told
    raise Unplaced(f"the service never comes to {what}")


async def _said(desk: Desk, call: Call, carried: Sent | None) -> Reply:
    """A call that costs nothing, so it is tried again for whatever passes."""
    words = ""
    for number in range(desk.tempo.tries):
        try:
            reply = await desk.http.call(call, desk.base, desk.headers, carried)
        except Unsafe as trouble:
            raise Unplaced(f"the service does not say where to bring it: {trouble}") from trouble
        except (NotSent, Lost) as trouble:
            words, after = str(trouble), None
        else:
            if reply.status not in (429, 500, 502, 503, 504):
                return reply
            words, after = f"HTTP {reply.status}", reply.after
        await desk.tempo.pause(number, after)
    raise ProviderError(f"{desk.provider}: {words}")


def _media(need: Need, path: Path, model: str) -> Media:
    """The file is looked at: its name is not believed."""
    kind, data = probed(path).format, path.read_bytes()
    name = digest.of_bytes(data)
    return Media(need.role, f"{name[:16]}.{kind}", _MIMES.get(kind, "application/octet-stream"), len(data), name,
                 model)


def _put(body: Any, refs: dict[str, str], media: dict[str, Media]) -> Any:
    """Every ref in a body by what is said for it."""
    if isinstance(body, dict):
        return {key: _put(one, refs, media) for key, one in body.items()}
    if isinstance(body, list):
        return [_put(one, refs, media) for one in body]
    return refs.get(body, body) if isinstance(body, str) else body
