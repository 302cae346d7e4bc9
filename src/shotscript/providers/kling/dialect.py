"""A segment in Kling's body: its official shot list, the references it names, and what is handed in.

    shot 1, 4, Wide shot of @Maya at eye level. The camera pushes in slowly. ...; shot 2, 3, Close-up of @Maya. ...;
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft, Need
from ..phrase.casting import footage
from ..phrase.delivery import aspect, heard, resolution
from ..phrase.tell import Telling, fitting, tell
from .body import Body, Element, Frame, Part, Picture, Plate, Prompt, Settings, Voice, Words
from .facts import Model
from .manner import of, way

FRAMES = ("first frame", "last frame")


def write(model: Model, segment: Segment, context: Context) -> Draft:
    """A request of the new standard."""
    telling = tell(segment, context, of(model, segment))
    path, given = way(model, segment), telling.casting.given
    settings = _settings(model, segment, telling)
    if path == "text" and model.family == "video":
        body: Part = Words(prompt=str(telling.words), settings=settings)
    else:
        files = [Plate(url=given["plate"].ref)] if "plate" in given else frames(given)
        body = Body(contents=(Prompt(text=str(telling.words)), *files, *_references(telling)), settings=settings)
    return telling.draft(model.id, body.model_dump(mode="json", exclude_none=True), needs(telling, model))


def fits(model: Model, segment: Segment, context: Context) -> bool:
    return fitting(segment, context, of(model, segment))


def price(model: Model, segment: Segment) -> Decimal:
    """US dollars, by the second."""
    manner = of(model, segment)
    size = resolution(segment.format, manner.resolutions)
    sound = "video" if way(model, segment) == "plate" else audio(model, segment)
    spoken = any(beat.kind == "speech" for cut in segment.cuts for beat in cut.shot.beats)
    if model.voices and sound == "native" and spoken and "first frame" in footage(segment, manner):
        sound = "voice"
    return model.prices[size, sound] * Decimal(int(segment.seconds))


def audio(model: Model, segment: Segment) -> str:
    """`native` where the model always sounds, anyone speaks, or anything is to be heard from the model itself."""
    return "native" if model.sound == "always" or heard(segment) else "off"


def frames(given: dict[str, Need]) -> list[Frame]:
    return [Frame.model_validate({"type": role.replace(" ", "_"), "url": given[role].ref})
            for role in FRAMES if role in given]


def needs(telling: Telling, model: Model) -> tuple[Need, ...]:
    """The casting's needs, those cut that give the clip its shape."""
    shaped = model.family != "omni" and not (model.family == "video" and "first frame" not in telling.casting.given)
    shape = aspect(telling.segment.format, telling.manner.aspects)
    return tuple(_ready(need, shape, shaped) for need in telling.casting.needs)


def _ready(need: Need, shape: str, shaped: bool) -> Need:
    if need.role == "plate" or (need.role in FRAMES and shaped and need.name != "before"):
        return need.model_copy(update={"recipe": {**need.recipe, "shape": shape}})
    return need


def _settings(model: Model, segment: Segment, telling: Telling) -> Settings:
    path, given = way(model, segment), telling.casting.given
    plate, turbo = path == "plate", model.sound == "always"
    framed = "first frame" in given and model.family != "omni"
    told: dict[str, Any] = {
        "multi_shot": None if model.prose or turbo else not plate,
        "audio": None if turbo else "original" if plate else audio(model, segment),
        "resolution": resolution(segment.format, telling.manner.resolutions),
        "aspect_ratio": None if plate or framed else aspect(segment.format, model.aspects),
        "duration": None if plate else int(segment.seconds),
    }
    return Settings.model_validate(told)


def _references(telling: Telling) -> Iterable[Element | Voice | Picture]:
    for bound in telling.casting.bound.values():
        need = bound.needs[-1]
        if need.role == "element":
            yield Element(element_id=need.ref, id=need.name)
        elif need.role == "voice":
            yield Voice(voice_id=need.ref, id=need.name)
        else:
            yield Picture(url=need.ref, id=need.name)
