"""How a reel is drawn: its theme, and which labels lie over it. Part of a request only where it is not the usual."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ..contract import Request

THEMES = ("colour", "clay", "ink")


@dataclass(frozen=True, slots=True)
class Look:
    """theme: colour, clay (bare plaster) or ink (a storyboard pencil) · tags over heads · slate along the bottom ·
    captions of what is said · ink outlines. Marks of a fault are always drawn.
    """

    theme: str = "colour"
    tags: bool = True
    slate: bool = True
    captions: bool = True
    ink: bool = True


USUAL = Look()
BARE = Look(tags=False, slate=False, captions=False)


def worn(request: Request, look: Look) -> Request:
    """The request, to be drawn in that look: another clip. The usual look leaves it as it is."""
    assert look.theme in THEMES, look.theme
    said = {key: value for key, value in asdict(look).items() if value != getattr(USUAL, key)}
    return request.model_copy(update={"body": request.body | {"look": said}}) if said else request


def of(request: Request) -> Look:
    return Look(**request.body.get("look", {}))
