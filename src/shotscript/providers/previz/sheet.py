"""What the renderer draws from: a request's body and arrays read back into typed values, one sheet a cut.

The body's shape is written by `dialect` and read here, nowhere else. Geometry turns from y up (x, y, z) to z up
(x, -z, y) on the way in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...optics.space import Room, Set, Thing
from ..contract import Request
from ..lighting import Light
from .mesh import Floats
from .people import Actor, paint, posture_weights, scale_of
from .seams import sewn

Z_UP = np.array(((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)))
WRIST = 0.10
"""Metres from a wrist to the near side of what its hand holds: fingers lie on it, and it is seen."""
LEAST_REACH, MOST_REACH = 4.0, 24.0


@dataclass(frozen=True, slots=True)
class Speech:
    """Words to be set as captions from own frame `start` for `frames`; `who` is how the speaker is named."""

    who: str
    name: str
    text: str
    start: int
    frames: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A thing that moves over the cut's n frames, z up: at (n, 3) its foot, turn (n,) radians, holder (n,) the number
    of the actor who has it in hand or -1."""

    name: str
    at: Floats
    turn: Floats
    holder: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class CutSheet:
    """A cut: `lead` and `tail` handle frames about `frames` own ones.

    eye (n, 3) metres z up · axes (n, 3, 3) rows right, up, forward · focal (n,) mm · focus (n,) metres ·
    gate (width, height) mm · marked: things the shot is about and their tops (3,) · centre (3,), reach metres: what the
    light's maps cover.
    """

    label: str
    scene: str
    caption: str
    banner: str
    lead: int
    frames: int
    tail: int
    eye: Floats
    axes: Floats
    focal: Floats
    focus: Floats
    stop: float | None
    gate: tuple[float, float]
    actors: tuple[Actor, ...]
    set: Set
    light: Light
    speeches: tuple[Speech, ...]
    marked: tuple[tuple[str, Floats], ...]
    centre: Floats
    reach: float
    moved: tuple[Moved, ...] = ()

    @property
    def length(self) -> int:
        return self.lead + self.frames + self.tail


def read(request: Request) -> tuple[tuple[CutSheet, ...], int, int, Fraction]:
    """Sheets, picture width and height, frames a second."""
    body, arrays = request.body, request.arrays
    picture = body["picture"]
    sheets = tuple(sheet(cut, arrays) for cut in body["cuts"])
    return sheets, int(picture["width"]), int(picture["height"]), Fraction(picture["fps"])


def sheet(cut: dict[str, Any], arrays: Any) -> CutSheet:
    """One cut's instructions, with the arrays they name."""

    def held(ref: dict[str, Any]) -> NDArray[Any]:
        return arrays[ref["sha256"]]

    camera, stage = cut["camera"], _set(cut["set"])
    poses = held(camera["cam_to_world"])
    turned = np.einsum("ij,njk->nik", Z_UP, poses[:, :3, :])
    axes = np.stack([turned[:, :, 0], turned[:, :, 1], -turned[:, :, 2]], axis=1)
    tables = tuple(t for t in stage.things if t.kind in ("table", "counter"))
    people = tuple(_actor(person, held, tables) for person in cut["people"])
    moved = tuple(Moved(c["name"], held(c["at"]) @ Z_UP.T, held(c["yaw"]), held(c["holder"]))
                  for c in cut.get("carried", ()))
    actors = tuple(_with_grip(actor, i, moved, stage) for i, actor in enumerate(people))
    centre, reach = extent(actors, stage)
    return CutSheet(
        cut["label"], cut["scene"], cut["caption"], cut["banner"],
        cut["lead"], cut["frames"], cut["tail"],
        turned[:, :, 3], axes, held(camera["focal"]), held(camera["focus"]), camera["stop"],
        (camera["gate"][0], camera["gate"][1]), actors, stage, Light(**cut["light"]),
        tuple(Speech(s["who"], s["name"], s["text"], s["start"], s["frames"]) for s in cut["speech"]),
        _marked(stage, cut["subjects"]), centre, reach, moved,
    )


def _actor(person: dict[str, Any], held: Any, tables: tuple[Thing, ...]) -> Actor:
    shape = sewn(person["hair"]["long"])
    cloth, hair = tuple(person["color"]), person["hair"]["color"]
    return Actor(
        person["name"], shape, paint(shape, cloth, tuple(hair) if hair else None), cloth, scale_of(person["tall"]),
        person["shoulder"], held(person["floor"]) @ Z_UP.T, np.round(held(person["yaw"]) + np.pi, 6),
        held(person["gait"]), held(person["gaze"]) @ Z_UP.T, held(person["mouth"]), held(person["shown"]).astype(bool),
        posture_weights(held(person["posture"])), tables,
    )


def _with_grip(actor: Actor, number: int, moved: tuple[Moved, ...], stage: Set) -> Actor:
    """Somebody with a hand on what they carry, in the frames in which they do: at its near side."""
    sizes = {thing.name: thing.size for thing in stage.things}
    for thing in moved:
        own = thing.holder == number
        if own.any():
            front = np.stack([-np.sin(actor.turn), np.cos(actor.turn), np.zeros(len(actor.turn))], axis=1)
            wide, high, deep = sizes[thing.name]
            across = actor.turn - np.pi - thing.turn
            half = np.abs(np.sin(across)) * wide / 2 + np.abs(np.cos(across)) * deep / 2
            at = thing.at - front * (np.minimum(half, 0.25) + WRIST)[:, None] + (0.0, 0.0, min(high / 2, 0.2))
            return replace(actor, grip=np.round(np.where(own[:, None], at, np.nan), 6))
    return actor


def _set(stage: dict[str, Any]) -> Set:
    room = stage["room"]
    things = tuple(Thing(t["name"], t["kind"], tuple(t["size"]), tuple(t["at"]), t["yaw"]) for t in stage["things"])
    return Set(Room(room["width"], room["depth"], room["height"], room["walled"]), things, stage["interior"],
               stage["night"])


def _marked(stage: Set, subjects: list[str]) -> tuple[tuple[str, Floats], ...]:
    return tuple((t.name, Z_UP @ np.array((t.at[0], t.at[1] + t.size[1], t.at[2]))) for t in stage.things
                 if t.name in subjects)


def extent(actors: tuple[Actor, ...], stage: Set) -> tuple[Floats, float]:
    """Middle and half width of the square of floor whose light is baked: where people are, else where things are."""
    spots = [actor.floor[actor.shown][:, :2] for actor in actors if actor.shown.any()]
    near = np.vstack(spots) if spots else np.array([(t.at[0], -t.at[2]) for t in stage.things]).reshape(-1, 2)
    if not len(near):
        return np.array((0.0, 0.0, 0.8)), LEAST_REACH
    low, high = near.min(0), near.max(0)
    reach = float(np.clip((high - low).max() / 2 + 2.5, LEAST_REACH, MOST_REACH))
    return np.array((*np.round((low + high) / 2, 2), 0.8)), round(reach, 2)


