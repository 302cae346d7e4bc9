"""How each Wan model is spoken to: shots by number and seconds, people by the numbers of their pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from ...narrative.story import Person, Place, Story
from ...plan.timeline import Segment
from ..claims import Subject
from ..contract import Need
from ..phrase.casting import Bind, Bound, Given, footage, guarded, plainly, unbound
from ..phrase.manner import Manner
from .facts import FPS, VOICED, Model, Room, Way

_FRAMES = frozenset({"first frame", "last frame"})
_TIMES = "told as a range of seconds in the prompt: the model has no cut times"
_NO_REFERENCE = "frames and references exclude one another"


def of(model: Model, segment: Segment) -> Manner:
    """The manner of the way a segment goes."""
    return manner(model, way(model, segment), len(segment.cuts) > 1)


def way(model: Model, segment: Segment) -> Way:
    """How a segment is asked for: by what it holds, where the model has ways to choose from."""
    if "references" in model.ids:
        return "references"
    if model.footage and segment.seconds <= model.footage and "plate" in footage(segment, manner(model, "edit", False)):
        return "edit"
    return "frames" if "first frame" in footage(segment, manner(model, "frames", False)) else "text"


@cache
def manner(model: Model, path: Way, several: bool) -> Manner:
    """A way of a model. `several`: more than one shot in the request."""
    bound = model.room if path != "frames" else None
    return Manner(
        name=model.name, package=__package__ or "", limits=model.limits,
        sound="asked" if model.dialect == "3.0" else "always", voiced=VOICED,
        never="sentence" if model.dialect == "3.0" else "field", seed=True, aspects=model.aspects,
        resolutions=model.sizes, fps=FPS, head=("style",), bind=_bind(model, bound, path) if bound else unbound,
        binds=_binds(bound), pictured=_pictured(model, path), takes=_takes(model, path), pair=True, timing=_TIMES,
        silent={"plate": f"footage of {model.footage} s at most is edited"} if model.footage and path != "edit" else {},
        switches={"several": several, "unbroken": model.dialect != "2.6" and not several,
                  "numbered": model.dialect == "3.0"},
    )


def _takes(model: Model, path: Way) -> frozenset[str]:
    if path == "edit":
        return frozenset({"plate"})
    if path == "references":
        return frozenset()
    if model.dialect == "2.6":
        return frozenset({"first frame", "recorded line"})
    line = {"recorded line"} if model.dialect == "2.7" and path == "frames" else set()
    moved = {"performance"} if model.dialect == "3.0" and path == "text" else set()
    return frozenset(_FRAMES | line | moved)


def _binds(room: Room | None) -> tuple[str, ...]:
    if room is None:
        return ()
    return ("images", "clip", "voice") if room.voices else ("images", "clip")


def _pictured(model: Model, path: Way) -> str:
    if model.dialect == "3.0" and path == "frames":
        return _NO_REFERENCE
    return "people and props alone are bound to pictures" if model.dialect == "2.6" and model.room else ""


def _bind(model: Model, room: Room, path: Way) -> Bind:
    """Clips before pictures; each subject as long as there is room, in the order of mention."""

    def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
        count = Counter[str](clip=1, items=1) if {"plate", "performance"} & given.keys() else Counter[str]()
        found: list[Bound] = []
        for who in subjects:
            needs = _needs(who, room, count, alone="plate" in given or "performance" in given)
            if needs and not (model.dialect == "2.6" and isinstance(who, Place)):
                count.update(need.role for need in needs)
                count["items"] += sum(need.role != "voice" or model.dialect == "3.0" for need in needs)
                found.append(_bound(model, who, needs, len(found) + 1))
        return tuple(found)

    return bind


def _needs(who: Subject, room: Room, count: Counter[str], alone: bool) -> tuple[Need, ...]:
    """What is sent of one: a clip, else its first pictures; then the voice. `alone`: beside footage no clip stands."""
    free = room.items - count["items"]
    clip = who.clip if isinstance(who, Person) and not alone and count["clip"] < room.clips and free > 0 else ""
    files = [("clip", clip)] if clip else [
        ("image", path) for path in who.images[: max(0, min(room.each, room.images - count["image"], free))]]
    if files and isinstance(who, Person) and who.voice and count["voice"] < room.voices:
        files.append(("voice", who.voice))
    numbers = Counter(count)
    made: list[Need] = []
    for role, path in files:
        numbers[role] += 1
        made.append(Need(role=role, name=str(numbers[role]), key=path, span=who.span))
    return tuple(made)


_WORDS = {"image": "Image", "clip": "Video", "voice": "Audio"}


def _bound(model: Model, who: Subject, needs: tuple[Need, ...], number: int) -> Bound:
    name, pictures = plainly(who.name, who), sum(need.role == "image" for need in needs)
    voiced = any(need.role == "voice" for need in needs)
    if model.dialect == "2.6":
        called = guarded(f"character{number}")
        return Bound(who.name, called, called, needs, pictures, voiced)
    seen = " and ".join(f"{_WORDS[need.role]} {need.name}" for need in needs if need.role != "voice")
    if isinstance(who, Place):
        return Bound(who.name, name, guarded(seen), needs, pictures, voiced)
    heard = [f", voice of Audio {need.name}" for need in needs if need.role == "voice" and model.dialect == "3.0"]
    intro = guarded(f"{name} ({seen}{''.join(heard)})")
    described = who.look or (isinstance(who, Person) and who.wears)
    return Bound(who.name, name if described else intro, intro, needs, pictures, voiced)
