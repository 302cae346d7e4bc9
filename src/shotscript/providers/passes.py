"""Passes: clean pictures of our own renderer that a model is driven by, as data every provider may name.

A pass is a need: its recipe says which pass of which shot, from where, how many frames, how large; its key is a digest
of the recipe and of all that shows in the pass, so that a changed lens, move or mark is another pass and a changed line
of dialogue, which moves no camera, is not. `previz.passes` draws it, `studio.passes` makes the file.

Frame i of a pass is the state i / fps seconds after its first one: between two frames of the film's own grid, places
and lenses are interpolated. Before the first and after the last frame that is staged, the nearest one is held.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import digest, timebase
from ..narrative.story import Format, Scene, Shot, Story
from ..optics.camera import Camera, ShotStage
from ..optics.space import Set, Track
from ..plan.timeline import Cut
from .contract import Context, Need, array_ref
from .lighting import light
from .wardrobe import dress

PASSES = {"depth pass": "depth", "pose pass": "pose", "figure pass": "figure", "picture pass": "picture",
          "figure frame": "figure", "first frame": "picture", "last frame": "picture"}
"""The roles of needs that are passes, and which pass fulfils each.

A figure pass is for models that find poses in a video themselves: they look for people, not for sticks. It is a picture
of plain figures by day, all in focus, so that nothing but places and postures changes it.
"""

SURFACE = "surface"
"""The pass that is all a picture's surfaces are: their distance, names, normals and flow, lips and hair as in it.

Unlike a depth pass it is not for models alone: no pixel of it lies elsewhere than the picture's.
"""

SPOKEN, RANGED = ("picture", SURFACE), ("depth", SURFACE)  # what shows lips; what has a bright depth

STILLS = ("figure frame", "first frame", "last frame")

GRAIN = 6  # decimals kept, as the renderer keeps them
EASE = 5  # frames on either side of a change of posture that blend into one another
SKY, FLOOR, ROOM = 0, 1, 2
_NAMED = 256  # the first number of a name


@dataclass(frozen=True, slots=True)
class Sampling:
    """The frames of a pass: how many a second, how many, and their size in pixels."""

    fps: Fraction
    frames: int
    width: int
    height: int


def need(role: str, cut: Cut, context: Context, sampling: Sampling, name: str = "1") -> Need:
    """What a request stands on when it is driven by a pass: a role of `PASSES`.

    `name` is its place in the request, never the shot's label: a shot put in before it changes no request. The pass
    starts with the cut's first frame, its handle included; a first or last frame is the picture of the first
    or last frame of the sampling.
    """
    asked = recipe(role, cut, context, sampling)
    return Need(role=role, name=name, key=key(asked, context), recipe=asked, span=cut.shot.span)


def recipe(role: str, cut: Cut, context: Context, sampling: Sampling) -> dict[str, Any]:
    """The recipe of a need over a cut.

    `first` is the pass's first frame on the film's own grid, counted from the shot's first frame; a fraction where it
    lies between two. A first or last frame is one frame long.
    """
    first, frames = Fraction(cut.offset - cut.lead), sampling.frames
    if role == "last frame":
        first += (frames - 1) * context.story.format.fps / sampling.fps
    return written(PASSES[role], cut.shot.label, first, sampling, 1 if role in STILLS else frames)


def written(kind: str, label: str, first: Fraction, sampling: Sampling, frames: int) -> dict[str, Any]:
    """A recipe as it is kept."""
    return {"pass": kind, "shot": label, "first": str(first), "frames": frames, "fps": str(sampling.fps),
            "width": sampling.width, "height": sampling.height}


def sampling_of(asked: dict[str, Any]) -> Sampling:
    return Sampling(Fraction(asked["fps"]), asked["frames"], asked["width"], asked["height"])


def sampling(stage: ShotStage, fmt: Format, fps: Fraction | None = None, frames: int | None = None) -> Sampling:
    """A shot's own frames, without handles, in the film's size; others where a rate or a number is asked for."""
    rate = fps or fmt.fps
    return Sampling(rate, frames or max(1, timebase.frames(Fraction(stage.frames) / fmt.fps, rate)), fmt.width,
                    fmt.height)


def moments(asked: dict[str, Any], stage: ShotStage, grid: Fraction) -> tuple[Fraction, ...]:
    """Where each frame of a pass lies on the stage's arrays, held at their ends. `grid` is the film's own rate."""
    start, step = _first(asked, stage), grid / Fraction(asked["fps"])
    return tuple(_held_in(start + i * step, stage) for i in range(asked["frames"]))


def key(asked: dict[str, Any], context: Context) -> str:
    """The digest of a recipe and of all that shows in its pass. The shot's label is a name and no part of it."""
    stage, grid = context.stage.shots[asked["shot"]], context.story.format.fps
    start, step = _first(asked, stage), grid / Fraction(asked["fps"])
    low = math.floor(_held_in(start, stage))
    high = math.ceil(_held_in(start + (asked["frames"] - 1) * step, stage))
    if asked["pass"] in RANGED:  # its brightness is that of the whole shot
        low, high = 0, len(stage.camera) - 1
    shown = _shown(asked["pass"], stage, slice(low, high + 1), *staged(asked["shot"], context.story), context.story)
    frames = [str(start - low), str(step), asked["frames"], asked["width"], asked["height"]]
    return digest.of({"pass": asked["pass"], "frames": frames, "shown": shown})


def staged(label: str, story: Story) -> tuple[Shot, Scene]:
    """A shot by its label, and its scene."""
    return next((shot, scene) for scene in story.scenes for shot in scene.shots if shot.label == label)


def numbers(context: Context, known: Mapping[str, int] | None = None) -> dict[str, int]:
    """The number of each name in an id pass: the one it has in `known`, else its own, whatever else is in the film.

    0 is the sky (no surface), 1 the floor, 2 walls and ceiling; names have 256 to 65535, by digest, the next free
    number where two would meet.
    """
    names = {person.name for person in context.story.cast}
    for stage in context.stage.shots.values():
        names |= {track.name for track in stage.people} | {thing.name for thing in stage.set.things}
    found, known = {}, known or {}
    taken = set(known.values())
    for name in sorted(names):
        number = known.get(name) or _NAMED + int(digest.of(name)[:8], 16) % (65536 - _NAMED)
        while number in taken and name not in known:
            number = number + 1 if number < 65535 else _NAMED
        taken.add(number)
        found[name] = number
    return found


def _first(asked: dict[str, Any], stage: ShotStage) -> Fraction:
    return stage.lead + Fraction(asked["first"])


def _held_in(moment: Fraction, stage: ShotStage) -> Fraction:
    return min(max(moment, Fraction(0)), Fraction(len(stage.camera) - 1))


def _shown(kind: str, stage: ShotStage, own: slice, shot: Shot, scene: Scene, story: Story) -> dict[str, Any]:
    people = [_person(kind, track, own, shot, scene, story) for track in stage.people if track.shown[own].any()]
    seen = {"camera": _camera(kind, stage.camera, own), "people": people, "set": _set(kind, stage.set)}
    if kind == "picture":
        seen |= {"light": light(shot, scene, story, tuple(thing.name for thing in stage.set.things)).told()}
    return seen


def _camera(kind: str, camera: Camera, own: slice) -> dict[str, Any]:
    gate = [_number(camera.gate.width), _number(camera.gate.height)]
    seen: dict[str, Any] = {"pose": _held(camera.cam_to_world[own]), "focal": _held(camera.focal[own]), "gate": gate}
    if kind == "picture":
        seen |= {"focus": _held(camera.focus[own]), "stop": camera.stop and _number(camera.stop)}
    return seen


def _person(kind: str, track: Track, own: slice, shot: Shot, scene: Scene, story: Story) -> dict[str, Any]:
    """One person as far as a pass shows them: bones and plain figures wear nothing, depth a head of hair, a picture all
    a figure can."""
    around = slice(max(own.start - EASE, 0), own.stop + EASE)
    seen: dict[str, Any] = {
        "tall": _number(track.tall), "floor": _held(track.floor[own]), "yaw": _held(track.yaw[own]),
        "gait": _held(track.gait[own]), "gaze": _held(track.gaze[own]), "shown": array_ref(track.shown[own]),
        "posture": [own.start - around.start, array_ref(track.posture[around])],
    }
    if kind in ("pose", "figure"):
        return seen
    worn = dress(track.name, shot, scene, story)
    seen |= {"long": worn.long, "shoulder": worn.shoulder}
    if kind == SURFACE:
        seen |= {"name": track.name}
    if kind in SPOKEN:
        seen |= {"mouth": _held(track.mouth[own])}
    if kind == "picture":
        seen |= {"dress": [worn.cloth, worn.hair]}
    return seen


def _set(kind: str, stage: Set) -> dict[str, Any]:
    room = stage.room
    seen: dict[str, Any] = {
        "room": [_number(room.width), _number(room.depth), _number(room.height), room.walled],
        "things": [[t.kind, *map(_number, (*t.size, *t.at, t.yaw))] for t in stage.things],
    }
    if kind == SURFACE:
        seen |= {"names": [t.name for t in stage.things]}
    if kind == "picture":
        seen |= {"light": [stage.interior, stage.night]}
    return seen


def _held(array: NDArray[np.float64]) -> dict[str, Any]:
    return array_ref(np.round(array, GRAIN) + 0.0)


def _number(value: float) -> float:
    return round(float(value), GRAIN) + 0.0
