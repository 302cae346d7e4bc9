"""Framing proved by reprojection: every size x lens x gate x picture x angle x standing and seated, and over shoulders.

The projection is the textbook's, K [R|t] in pixels, and the crops are the published table written out again; both know
nothing of how a camera was found. `make proof` asks for the whole grid and prints its figures, `make test` for a part.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import atan, atan2, cos, degrees, hypot, pi, sin, tan

import numpy as np
import pytest
from frame_kit import SPAN, WIDE, name, on, shot

from shotscript.lang.clause import Angle, Lens, PlaceInFrame
from shotscript.lang.term import Size, View
from shotscript.narrative.story import Format, Story
from shotscript.optics import body
from shotscript.optics.frame import pose
from shotscript.optics.space import Body, Posture
from shotscript.optics.view import CameraPose, turn_to

PROOF = os.environ.get("SHOTSCRIPT_PROOF") == "1"

CROPS = {Size.ECU: 0.16, Size.CU: 0.36, Size.MCU: 0.62, Size.MS: 0.88, Size.COWBOY: 1.15, Size.MWS: 1.30, Size.FS: 1.85,
         Size.WS: 3.5, Size.EWS: 6.0}
"""Height of the picture at someone 1.70 m tall, metres."""

EDGES = {Size.ECU: "chin", Size.CU: "shoulders", Size.MCU: "chest", Size.MS: "waist", Size.COWBOY: "thigh",
         Size.MWS: "knees", Size.FS: "feet"}
SOLE = 0.03
"""What a full shot shows below the feet, as a share of the height."""

EYES = {Size.WS: 1 / 3, Size.EWS: 0.42}
"""Where a wide picture has the eyes, from its top."""

LENSES = (14, 18, 21, 24, 28, 35, 40, 50, 65, 85, 100, 135, 200)
GATES = ("full frame", "super 35", "16mm", "phone", "anamorphic")
PICTURES = {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (960, 960), "4:3": (960, 720), "21:9": (1680, 720),
            "2.39:1": (1720, 720)}
ANGLES = {"": 0, "eye level": 0, "low": 25, "high": -30, "worm's eye": 60, "overhead": -90}
PLACES = ("", "left third", "", "right third", "", "center")
TALL = (1.68, 1.52, 1.9)
UP = np.array((0.0, 1.0, 0.0))

STEEP = 46
"""Degrees beyond which a body is as deep as it is high, and its crop is measured turned square to the lens."""

BOTTOM, HEADROOM, NEAREST = 0.01, 0.02, 0.3
"""Shares of the picture's height, and metres from the face."""

GRID = list(product(GATES, PICTURES, Size, LENSES, ANGLES, (Posture.STAND, Posture.SIT)))


def matrix(found: CameraPose, width: int, height: int) -> np.ndarray:
    """K [R|t], 3x4: x to the right, y down, pixels."""
    turn = np.linalg.inv(found.matrix[:3, :3])
    flip = np.diag((1.0, -1.0, -1.0))
    outer = np.column_stack((flip @ turn, -flip @ turn @ np.array(found.position)))
    inner = np.array(((found.focal / found.gate.width * width, 0, width / 2),
                      (0, found.focal / found.gate.height * height, height / 2), (0, 0, 1)))
    return inner @ outer


class Picture:
    """A pose and the picture it makes; places are shares of its width and height from its top left corner."""

    def __init__(self, found: CameraPose, shape: tuple[int, int]) -> None:
        self.found, self.shape, self.p = found, shape, matrix(found, *shape)
        self.half = atan(found.gate.height / 2 / found.focal)

    def at(self, where) -> tuple[float, float]:
        u, v, w = self.p @ np.array((*where, 1.0))
        assert w > 0, "before the lens"
        return u / w / self.shape[0], v / w / self.shape[1]


def delivered(gate: str, picture: str) -> Story:
    width, height = PICTURES[picture]
    camera = "full frame" if gate == "anamorphic" else gate
    return Story(source="t", format=Format(width=width, height=height, camera=camera))


def glass(gate: str, mm: float | None) -> Lens:
    return Lens(SPAN, None if mm is None else Fraction(mm), None, gate == "anamorphic")


def edges(who: Body, size: Size) -> tuple[float, float]:
    """Bottom and top of the crop: a landmark and the headroom of the table; seated, the same room over the head."""
    room = CROPS[size] * who.tall / 1.7
    crown = body.height(who, "crown")
    if size in EYES:
        eyes, standing = body.height(who, "eyes"), body.height(replace(who, posture=Posture.STAND), "eyes")
        top = (eyes + standing) / 2 + EYES[size] * room
        return top - room, top
    standing = body.STANDING[EDGES[size]] - (SOLE if size == Size.FS else 0.0)
    bottom = body.height(who, EDGES[size]) - (SOLE * who.tall if size == Size.FS else 0.0)
    return bottom, crown + standing * who.tall + room - who.tall


def axis(who: Body, size: Size) -> np.ndarray:
    """The vertical the crop stands on: the body's own, or that of the face."""
    return np.array(body.spot(who, "eyes") if size == Size.ECU else who.floor) * (1, 0, 1)


def ask(case: tuple, count: int) -> tuple[Picture, Body, str]:
    gate, picture, size, mm, angle, posture = case
    who = Body("MAYA", TALL[count % 3], (-0.75, 0, 0.3), 0.7 * (count % 9), posture)
    place = PLACES[count % 6]
    clauses = [on(size, "MAYA"), glass(gate, mm)]
    clauses += [Angle(SPAN, angle)] if angle else []
    clauses += [PlaceInFrame(SPAN, name("MAYA"), place)] if place else []
    found = pose(shot(*clauses), {"MAYA": who}, WIDE, delivered(gate, picture))
    return Picture(found, PICTURES[picture]), who, place


def upright(seen: Picture, who: Body, size: Size) -> tuple[float, float]:
    """Errors of the bottom edge and of the headroom, shares of the picture's height."""
    bottom, top = (seen.at(axis(who, size) + height * UP)[1] for height in edges(who, size))
    return abs(1 - bottom), abs(top)


def square(seen: Picture, who: Body, size: Size) -> float:
    """The error of the bottom edge of the crop turned square to the lens about its middle."""
    bottom, top = edges(who, size)
    middle = axis(who, size) + (bottom + top) / 2 * UP
    edge = middle - seen.found.matrix[:3, 1] * (top - bottom) / 2
    return max(abs(seen.at(edge)[1] - 1), abs(seen.at(middle)[1] - 0.5))


@pytest.mark.parametrize("part", range(7 if PROOF else 1))
def test_every_crop_is_what_the_picture_shows(part: int) -> None:
    told: Counter[str] = Counter()
    worst = {"bottom": 0.0, "headroom": 0.0, "square": 0.0, "third": 0.0, "pitch": 0.0}
    cases = list(enumerate(GRID))[part::7] if PROOF else list(enumerate(GRID))[::41]
    for count, case in cases:
        seen, who, place = ask(case, count)
        _, _, size, _, angle, _ = case
        if np.linalg.norm(np.array(seen.found.position) - body.spot(who, "eyes")) < NEAREST:
            told["under 0.3 m"] += 1
            continue
        low, high = upright(seen, who, size)
        if low <= BOTTOM and high <= HEADROOM:
            told["upright"] += 1
            worst["bottom"], worst["headroom"] = max(worst["bottom"], low), max(worst["headroom"], high)
            pitched(seen, angle, worst)
        else:
            assert abs(ANGLES[angle]) > STEEP, (case, low, high)
            told["square"] += 1
            error = square(seen, who, size)
            assert error <= BOTTOM, (case, error)
            worst["square"] = max(worst["square"], error)
        across, down = seen.at(body.spot(who, "eyes"))
        told["face out of the picture"] += not 0 < down < 1
        if place:
            wanted = {"left third": 1 / 3, "right third": 2 / 3, "center": 1 / 2}[place]
            off = abs(across - wanted)
            assert off <= HEADROOM, (case, place, off)
            worst["third"] = max(worst["third"], off)
    tested = told["upright"] + told["square"]
    print(f"\nframing: {tested} of {len(cases)} combinations, {dict(told)}, worst "
          + ", ".join(f"{key} {value:.1e}" for key, value in worst.items()))
    assert tested >= 0.9 * len(cases)
    assert told["face out of the picture"] <= 0.005 * tested, "a very wide lens, from the floor"


def pitched(seen: Picture, angle: str, worst: dict[str, float]) -> None:
    """A named angle is had to the last bit, but where the floor is in the way."""
    if ANGLES[angle] and seen.found.position[1] > 0.1 + 1e-9:
        worst["pitch"] = max(worst["pitch"], abs(degrees(seen.found.pitch) - ANGLES[angle]))
        assert worst["pitch"] < 1e-6


LEVEL = [case for case in GRID if case[4] in ("", "eye level")]


def test_wide_pictures_by_the_height_of_the_figure() -> None:
    """A figure of 1.70 m fills 48.6 % of a wide shot and 28.3 % of an extreme one, its eyes a third from the top."""
    wide = [case for case in LEVEL if case[2] in EYES and case[5] == Posture.STAND]
    for count, case in list(enumerate(wide))[:: 1 if PROOF else 7]:
        seen, who, _ = ask(case, count)
        assert figure(seen, who) == pytest.approx(1.7 / CROPS[case[2]], rel=0.01), case
        if case[3] >= 35:
            eyes = seen.at(axis(who, case[2]) + body.height(who, "eyes") * UP)[1]
            assert eyes == pytest.approx(EYES[case[2]], abs=HEADROOM), case


def figure(seen: Picture, who: Body) -> float:
    """The share of the picture's height, measured on the vertical through the body, that the body is tall."""
    ends = []
    for edge in (-1, 1):
        ray = seen.found.matrix[:3, :3] @ (0, edge * tan(seen.half), -1)
        away = hypot(seen.found.position[0] - who.floor[0], seen.found.position[2] - who.floor[2])
        along = cos(atan2(-ray[0], -ray[2]) - atan2(seen.found.position[0] - who.floor[0],
                                                     seen.found.position[2] - who.floor[2]))
        ends.append(seen.found.position[1] + ray[1] / hypot(ray[0], ray[2]) * away * along)
    return who.tall / (ends[1] - ends[0])


@pytest.mark.parametrize(("size", "eyes"), [
    (Size.CU, 0.361), (Size.MCU, 0.328), (Size.MS, 0.275), (Size.ECU, 0.309)])
def test_eyes_are_where_the_table_has_them(size: Size, eyes: float) -> None:
    """Close pictures of people who stand: the table's own thirds, through every lens long enough to be level."""
    cases = [case for case in LEVEL if case[2] == size and case[3] >= 50 and case[5] == Posture.STAND]
    for count, case in list(enumerate(cases))[:: 1 if PROOF else 7]:
        seen, who, _ = ask(case, count)
        if np.linalg.norm(np.array(seen.found.position) - body.spot(who, "eyes")) < 2 * NEAREST:
            continue
        at = seen.at(axis(who, size) + body.height(who, "eyes") * UP)[1]
        assert at == pytest.approx(eyes, abs=HEADROOM), case


# ------------------------------------------------------------------------------------------------ over the shoulder

FRONT, SUBJECT, INNER, HEAD = 0.55, 0.30, 0.18, 0.09
"""Wanted screen places, -1 to 1: the head in front, at its place or with its inner edge this far from the middle; and
who is looked at. Half a head, metres."""

BEHIND, BESIDE = 0.7, 0.35
"""Metres of plan from the head in front: the least that is asked for, and the least there is."""

POSTURES = (Posture.STAND, Posture.SIT)
SHOULDERS = list(product(GATES, PICTURES, (1.0, 1.6, 3.0, 6.0), (None, 14, 24, 35, 50, 85, 135, 200),
                         (None, "low", "high"), (None, Size.CU, Size.MS), POSTURES, POSTURES))


def reachable(seen: Picture, near: np.ndarray, far: np.ndarray) -> bool:
    """Whether any camera as far from the subject and as high, with the subject at its place, has the head in front at
    its own or farther out, and stands behind that head: by trying every direction about the subject."""
    found = seen.found
    off = np.array(found.position) - far
    rho, about, side = hypot(off[0], off[2]), near - far, np.sign(seen.at(far)[0] - 0.5)
    _, y = seen.at(far)
    along = np.array((side * SUBJECT * found.gate.width, (1 - 2 * y) * found.gate.height, -2 * found.focal))
    for turn in np.linspace(0.004, pi / 2, 400):
        azimuth = atan2(about[0], about[2]) + side * turn
        at = far + np.array((rho * sin(azimuth), off[1], rho * cos(azimuth)))
        yaw, pitch = turn_to(at, far, along)
        head = replace(found, position=tuple(at), yaw=yaw, pitch=pitch).matrix[:3, :3].T @ (near - at)
        plan = hypot(at[0] - near[0], at[2] - near[2])
        behind = (at - near)[[0, 2]] @ about[[0, 2]] > 0
        if not behind or plan < BESIDE or head[2] > -0.05:
            continue
        sx = found.gate.width / 2 / found.focal
        if -side * head[0] / -head[2] / sx > max(FRONT, INNER + HEAD / plan / sx) + 2 * BOTTOM:
            return True
    return False


def test_both_are_at_their_places_over_a_shoulder() -> None:
    told: Counter[str] = Counter()
    worst = {"subject": 0.0, "subject's height": 0.0, "head in front": 0.0}
    cases = list(enumerate(SHOULDERS))[:: 5 if PROOF else 83]
    for count, (gate, picture, apart, mm, angle, size, front, back) in cases:
        turn = 0.7 * (count % 9)
        way = np.array((sin(turn), 0, cos(turn))) * apart / 2
        people = {"MAYA": Body("MAYA", TALL[count % 3], tuple(-way), turn, front),
                  "JON": Body("JON", TALL[count % 2], tuple(way), turn + pi, back)}
        clauses = [on(size, "JON", view=View.OTS, by="MAYA"), glass(gate, mm)]
        clauses += [Angle(SPAN, angle)] if angle else []
        found = pose(shot(*clauses), people, WIDE, delivered(gate, picture))
        seen = Picture(found, PICTURES[picture])
        near, far = (np.array(body.spot(people[who], "eyes")) for who in ("MAYA", "JON"))
        x, y = seen.at(far)
        bottom, top = edges(people["JON"], size or Size.MCU)
        off = abs(abs(2 * x - 1) - SUBJECT) / 2
        height = abs(y - (top - far[1]) / (top - bottom))
        assert off <= BOTTOM and height <= BOTTOM, (gate, picture, apart, mm, angle, size, off, height)
        worst["subject"], worst["subject's height"] = max(worst["subject"], off), max(worst["subject's height"], height)
        sx = found.gate.width / 2 / found.focal
        plan = max(hypot(found.position[0] - near[0], found.position[2] - near[2]), BESIDE)
        wanted = max(FRONT, INNER + HEAD / plan / sx)
        other = abs(abs(2 * seen.at(near)[0] - 1) - wanted) / 2
        if other <= BOTTOM:
            told["both"] += 1
            worst["head in front"] = max(worst["head in front"], other)
        else:
            told["too near each other"] += 1
            assert not reachable(seen, near, far), (gate, picture, apart, mm, angle, size, front, back, other)
    print(f"\nover the shoulder: {dict(told)} of {len(cases)}, worst "
          + ", ".join(f"{key} {value:.1e}" for key, value in worst.items()))
    assert told["both"] >= 0.9 * len(cases)
