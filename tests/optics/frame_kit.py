"""Shots, people and rooms for the tests of the camera, made by hand so that no other stage is needed."""

from fractions import Fraction
from math import pi

import numpy as np

from shotscript.core.span import Span
from shotscript.lang.clause import Clause, Framing, Lens, Move, Moves
from shotscript.lang.term import Name, Size, Time, Verb, View
from shotscript.narrative.story import Format, Scene, Shot, Story
from shotscript.optics.space import Body, Posture, Room, Set, Thing, Track
from shotscript.optics.view import CameraPose

SPAN = Span(0, 10, "test.fountain")
STORY = Story(source="test.fountain", format=Format())
WIDE = Set(Room(60, 60, walled=False), (Thing("TABLE", "table", (1.2, 0.75, 0.8), (0, 0, 0)),), interior=False)
MAYA = Body("MAYA", 1.68, (-0.75, 0, 0), pi / 2, Posture.STAND)
JON = Body("JON", 1.82, (0.75, 0, 0), -pi / 2, Posture.STAND)
PAIR = {"MAYA": MAYA, "JON": JON}


def name(text: str, kind: str = "cast") -> Name:
    return Name(text, kind, SPAN)


def on(size: Size | None, *names: str, part: str = "", view: View = View.PLAIN, by: str = "",
       shoulder: str = "", kind: str = "cast") -> Framing:
    return Framing(SPAN, size, view, tuple(name(n, kind) for n in names), name(by) if by else None, part, shoulder)


def lens(mm: float, stop: float | None = None) -> Lens:
    return Lens(SPAN, Fraction(mm), None if stop is None else Fraction(stop).limit_denominator(100))


def shot(*clauses: Clause, frames: int = 96, label: str = "1A") -> Shot:
    return Shot(label=label, scene=0, span=SPAN, clauses=clauses, seconds=Fraction(frames, 24), frames=frames)


def seconds(value: float | Fraction) -> Time:
    return Time(Fraction(value), False, SPAN)


def move(verb: Verb, direction: str = "", **more: object) -> Move:
    exact = {k: Fraction(v).limit_denominator(1000) if isinstance(v, int | float) else v for k, v in more.items()}
    return Move(SPAN, verb, direction, **exact)  # type: ignore[arg-type]


def moves(*parts: Move | tuple[Move, ...]) -> Moves:
    return Moves(SPAN, tuple(part if isinstance(part, tuple) else (part,) for part in parts))


def still(body: Body, count: int) -> Track:
    return walking(body, np.tile(np.array(body.floor, float), (count, 1)))


def walking(body: Body, floor: np.ndarray) -> Track:
    count = len(floor)
    return Track(body.name, body.tall, floor, np.full(count, body.yaw), np.full(count, int(body.posture), np.int8),
                 np.zeros(count), np.zeros((count, 3)), np.zeros(count), np.ones(count, bool))


def tracks(bodies: dict[str, Body], count: int) -> dict[str, Track]:
    return {n: still(b, count) for n, b in bodies.items()}


def scene(*shots: Shot) -> Scene:
    return Scene(index=0, label="1", heading="INT. ROOM", span=SPAN, shots=shots)


def at_frame(camera, i: int, like: CameraPose) -> CameraPose:
    """One frame of a camera as a pose, from its matrix alone."""
    m = camera.cam_to_world[i]
    pitch = float(np.arcsin(np.clip(-m[1, 2], -1, 1)))
    return CameraPose((float(m[0, 3]), float(m[1, 3]), float(m[2, 3])), float(np.arctan2(m[0, 2], m[2, 2])), pitch,
                      float(np.arctan2(m[1, 0], m[1, 1])), float(camera.focal[i]), float(camera.focus[i]),
                      camera.gate, subjects=like.subjects, anchor=like.anchor)
