"""The review room over HTTP: the page, its parts, its pictures, and what people say of them.

Endpoints that are plain functions run in a thread: making a page, compiling for another provider and reading the disk
never hold up the others. A file is handed out only under a name that something shown here has given it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from ...core.errors import ShotscriptError, UsageError
from ...core.secret import hidden
from ...core.world import project_of
from . import desk, page, prompts, takes, verdicts
from .guard import Gate, Guard
from .said import chosen, judged, sent
from .shelf import KINDS, STATIC, Shelf
from .stream import Closing, stream
from .values import Showing, Wish

if TYPE_CHECKING:
    from .room import Room

FOREVER = {"cache-control": "private, max-age=31536000, immutable"}
"""For what is named by its content."""


@dataclass(frozen=True, slots=True)
class Held:
    """What every endpoint works with."""

    room: Room
    who: str
    closing: Closing
    shelf: Shelf = field(default_factory=Shelf)

    def now(self) -> Showing:
        """What is shown, whose pictures may be asked for from here on."""
        return self.shelf.learn(self.room.now)


def app(room: Room, gate: Gate, *, who: str, closing: Closing | None = None) -> Guard:
    """The whole of it behind its guard. `closing` ends the streams that would never end."""
    face = Starlette(routes=ROUTES, exception_handlers=_WORDS)
    face.router.redirect_slashes = False
    face.state.held = Held(room, who, closing or Closing())
    return Guard(face, gate)


def whole(request: Request) -> Response:
    held = _held(request)
    first = desk.frame(held.room.provider, held.room.variant)
    return HTMLResponse(page.page(held.now(), held.room.judgements, live=True, desk=first))


def part(request: Request) -> Response:
    held = _held(request)
    found = page.parts(held.now(), held.room.judgements).get(request.path_params["id"])
    return HTMLResponse(found.html) if found else _nothing()


def timeline(request: Request) -> Response:
    return JSONResponse(page.timeline(_held(request).now()))


def floor(request: Request) -> Response:
    showing, label = _held(request).now(), request.path_params["label"]
    known = showing.film and any(shot.label == label for shot in showing.film.story.shots)
    return JSONResponse(page.floor(showing, label)) if known else _nothing()


async def judge(request: Request) -> Response:
    """On the loop, as the room tells everybody who listens there."""
    held = _held(request)
    one = judged(await sent(request), held.room.now, held.who, held.room.script.name)
    held.room.judge(one)
    return JSONResponse(asdict(one), 201)


def prompt(request: Request) -> Response:
    held = _held(request)
    return HTMLResponse(prompts.panel(held.now(), held.room.film, _wish(request)))


def tried(request: Request) -> Response:
    """The takes of a shot."""
    held = _held(request)
    return HTMLResponse(takes.panel(held.now(), held.room.film, held.room.judgements, _wish(request)))


def notes(request: Request) -> Response:
    held = _held(request)
    return HTMLResponse(verdicts.panel(held.now(), held.room.film, held.room.judgements, _wish(request)))


async def choose(request: Request) -> Response:
    fields = await sent(request)
    order = await run_in_threadpool(chosen, fields, _held(request).room.film)
    return JSONResponse({"segment": order.segment, "take": order.take})


async def events(request: Request) -> Response:
    held = _held(request)
    return stream(held.room.listen(), held.closing)


def still(request: Request) -> Response:
    return _file(_held(request).shelf.still(request.path_params["name"]), "image/jpeg")


def reel(request: Request) -> Response:
    return _file(_held(request).shelf.reel(request.path_params["key"]), "video/mp4")


def clip(request: Request) -> Response:
    digest, room = request.path_params["digest"], _held(request).room
    return _file(takes.clip(project_of(room.script), digest), "video/mp4")


def static(request: Request) -> Response:
    path = STATIC.get(request.path_params["name"])
    return FileResponse(path, media_type=KINDS[path.suffix]) if path else _nothing()


ROUTES = [
    Route("/", whole),
    Route("/part/{id}", part),
    Route("/timeline.json", timeline),
    Route("/floor/{label}.json", floor),
    Route("/prompt", prompt),
    Route("/takes", tried),
    Route("/notes", notes),
    Route("/choose", choose, methods=["POST"]),
    Route("/judge", judge, methods=["POST"]),
    Route("/events", events),
    Route("/still/{name}.jpg", still),
    Route("/reel/{key}.mp4", reel),
    Route("/clip/{digest}.mp4", clip),
    Route("/static/{name}", static),
]


def _held(request: Request) -> Held:
    return request.app.state.held


def _wish(request: Request) -> Wish:
    said = request.query_params
    return Wish(said.get("shot", ""), said.get("provider", ""), said.get("variant", ""), said.get("measured") == "1")


def _file(path: Path | None, kind: str) -> Response:
    """A file that a page has named, whole or the range that is asked for."""
    if path is None:
        return _nothing()
    try:
        return FileResponse(path, media_type=kind, headers=FOREVER, stat_result=path.stat())
    except OSError:
        return _nothing()


def _nothing() -> Response:
    return PlainTextResponse("there is nothing of that name\n", 404)


async def _told(_: Request, trouble: Exception) -> Response:
    """The world failing, or a wrong question, in words."""
    return PlainTextResponse(f"{hidden(str(trouble))}\n", 400 if isinstance(trouble, UsageError) else 500)


async def _missing(_: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, HTTPException)
    return PlainTextResponse(f"{trouble.detail}\n", trouble.status_code, headers=dict(trouble.headers or {}))


async def _bug(_: Request, trouble: Exception) -> Response:
    """It is raised once more after this, for whoever asked to see where it came from."""
    words = f"this is a fault of ours, not yours: {type(trouble).__name__}: {hidden(str(trouble))}\n"
    return PlainTextResponse(words, 500)


_WORDS = {ShotscriptError: _told, HTTPException: _missing, Exception: _bug}
