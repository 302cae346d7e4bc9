"""Every move against its closed form at every frame: each verb, way and ease, all pairs together, chains, times.

The forms here are written from LANGUAGE.md and know nothing of how moves are made: eases by their formulas, rotations
by elementary matrices, what is held in the picture by Newton's method on the projection, a dolly zoom by bisection.
`make proof` asks for every frame of every pair and for more chains, `make test` for a part.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import radians

import numpy as np
import pytest
from frame_kit import MAYA, PAIR, SPAN, STORY, WIDE, lens, move, moves, name, on, seconds, shot, still, tracks, walking
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.lang.clause import Angle, Dutch, Pacing
from shotscript.lang.term import Ease, Size, Verb, View
from shotscript.optics import body
from shotscript.optics.frame import pose
from shotscript.optics.hold import NEAREST
from shotscript.optics.move import Take, run
from shotscript.optics.space import Posture, Track

PROOF = os.environ.get("SHOTSCRIPT_PROOF") == "1"
FPS = 24
FRAMES = 48 if PROOF else 18
UP = np.array((0.0, 1.0, 0.0))
TURN, SHIFT, LENS = 1e-6, 1e-6, 1e-6
"""Radians, metres, millimetres."""

EASES: dict[Ease | None, Callable[[float], float]] = {
    None: lambda t: t * t * (3 - 2 * t), Ease.IN_OUT: lambda t: t * t * (3 - 2 * t), Ease.IN: lambda t: t * t,
    Ease.OUT: lambda t: 1 - (1 - t) ** 2, Ease.LINEAR: lambda t: t,
}

LOOKS = {"level": (), "from below, leaning": (Angle(SPAN, "low", Fraction(15)), Dutch(SPAN, "left", Fraction(8))),
         "from above": (Angle(SPAN, "high", Fraction(25)),)}

WORST = {"turn": 0.0, "shift": 0.0, "lens": 0.0, "frames": 0.0}


# ------------------------------------------------------------------------------------------------ a camera, from books


@dataclass(frozen=True)
class State:
    """A camera and the point it is composed on."""

    at: np.ndarray
    yaw: float
    pitch: float
    roll: float
    mm: float
    subject: np.ndarray

    @property
    def turned(self) -> np.ndarray:
        return turned(self.yaw, self.pitch, self.roll)

    @property
    def ahead(self) -> np.ndarray:
        return -self.turned[:, 2]

    @property
    def right(self) -> np.ndarray:
        return np.array((np.cos(self.yaw), 0.0, -np.sin(self.yaw)))


def turned(yaw: float, pitch: float, roll: float) -> np.ndarray:
    def about(axis: int, angle: float) -> np.ndarray:
        c, s, m = np.cos(angle), np.sin(angle), np.eye(3)
        i, j = [(1, 2), (2, 0), (0, 1)][axis]
        m[i, i], m[i, j], m[j, i], m[j, j] = c, -s, s, c
        return m

    return about(1, yaw) @ about(0, pitch) @ about(2, roll)


def places(state: State, points: np.ndarray) -> np.ndarray:
    """x and y over depth, times the focal length: millimetres on the sensor."""
    seen = (points - state.at) @ state.turned
    return seen[:, :2] / -seen[:, 2:] * state.mm


def kept(state: State, wanted: np.ndarray, subject: np.ndarray) -> State:
    """Yaw and pitch, by Newton's method, that bring the subject to its wanted place on the sensor."""
    for _ in range(30):
        off = places(state, subject[None])[0] - wanted
        if np.abs(off).max() < 1e-11:
            break
        h = 1e-7
        jacobian = np.column_stack([
            (places(replace(state, yaw=state.yaw + h), subject[None])[0] - wanted - off) / h,
            (places(replace(state, pitch=state.pitch + h), subject[None])[0] - wanted - off) / h])
        yaw, pitch = np.linalg.solve(jacobian, off)
        state = replace(state, yaw=state.yaw - yaw, pitch=state.pitch - pitch)
    return state


# ------------------------------------------------------------------------------------------------ moves, from the page


@dataclass(frozen=True)
class Written:
    """A move as a writer writes it; `to` is millimetres for a zoom, `amount` metres or degrees."""

    verb: Verb
    way: str
    amount: float | None = None
    to: float | None = None
    ease: Ease | None = None
    at: Fraction | None = None
    over: Fraction | None = None

    def clause(self):
        return move(self.verb, self.way, amount=self.amount, mm=self.to, ease=self.ease,
                    at=None if self.at is None else seconds(self.at),
                    over=None if self.over is None else seconds(self.over))


SINGLE = (
    Written(Verb.DOLLY, "in", 0.4), Written(Verb.DOLLY, "out", 0.7), Written(Verb.DOLLY, "left", 0.3),
    Written(Verb.DOLLY, "right", 0.3), Written(Verb.TRUCK, "left", 0.5), Written(Verb.TRUCK, "right", 0.4),
    Written(Verb.PEDESTAL, "up", 0.3), Written(Verb.PEDESTAL, "down", 0.2), Written(Verb.CRANE, "up", 0.6),
    Written(Verb.CRANE, "down", 0.4), Written(Verb.PAN, "left", 20), Written(Verb.PAN, "right", 12),
    Written(Verb.TILT, "up", 8), Written(Verb.TILT, "down", 11), Written(Verb.ROLL, "left", 10),
    Written(Verb.ROLL, "right", 15), Written(Verb.WHIP_PAN, "left", 70), Written(Verb.WHIP_PAN, "right", 90),
    Written(Verb.ORBIT, "left", 35), Written(Verb.ORBIT, "right", 50), Written(Verb.ZOOM, "in", to=70),
    Written(Verb.ZOOM, "out", to=30), Written(Verb.CRASH_ZOOM, "in", to=100), Written(Verb.DOLLY_ZOOM, "in", to=35),
    Written(Verb.DOLLY_ZOOM, "out", to=75), Written(Verb.STATIC, ""),
)
QUICK = {Verb.WHIP_PAN: Fraction(3, 10), Verb.CRASH_ZOOM: Fraction(1, 2)}
SIGNS = {"left": 1, "right": -1, "up": 1, "down": -1, "in": 1, "out": -1, "": 0}


def goes(one: Written, base: State, share: float, extent: np.ndarray) -> np.ndarray:
    """Metres: how far a move has taken the camera, without what goes round."""
    sign = SIGNS[one.way] * (one.amount or 0) * share
    if one.verb == Verb.DOLLY and one.way in ("in", "out"):
        return sign * base.ahead
    if one.verb in (Verb.DOLLY, Verb.TRUCK):
        return -sign * base.right
    if one.verb in (Verb.PEDESTAL, Verb.CRANE):
        return sign * UP
    if one.verb == Verb.DOLLY_ZOOM:
        return size_held(base, base.mm + (one.to - base.mm) * share, extent) * base.ahead
    return np.zeros(3)


def size_held(base: State, mm: float, extent: np.ndarray) -> float:
    """Metres along the axis after which the body is as high in the picture as it was, by bisection."""
    flat = replace(base, roll=0.0)

    def high(step: float) -> float:
        there = replace(flat, at=flat.at + step * flat.ahead, mm=mm)
        return float(np.ptp(places(there, extent)[:, 1]))

    wanted = float(np.ptp(places(flat, extent)[:, 1]))
    depth = float(((extent - flat.at) @ flat.ahead).min())
    low, top = -20 * depth, depth * 0.9
    for _ in range(80):
        middle = (low + top) / 2
        low, top = (middle, top) if high(middle) < wanted else (low, middle)
    return (low + top) / 2


def together(moving: list[tuple[Written, float]], base: State, subject: np.ndarray, extent: np.ndarray) -> State:
    """The state after moves that began together, each at its own share. Who dollies, zooms or cranes keeps the subject
    where it is in the picture, but a written tilt is all the tilt there is, a pan or truck all that goes sideways
    (a crane holds on through a truck); an orbit goes round last, and takes all the rest along."""
    verbs = {one.verb for one, _ in moving}
    sideways = any(one.verb == Verb.TRUCK or (one.verb == Verb.DOLLY and one.way in ("left", "right"))
                   for one, _ in moving) and Verb.CRANE not in verbs
    at = base.at + sum((goes(one, base, share, extent) for one, share in moving), np.zeros(3))
    mm = base.mm + sum((one.to - base.mm) * share for one, share in moving if one.to is not None)
    state = replace(base, at=at, mm=mm)
    holding = any(one.verb in (Verb.CRANE, Verb.ZOOM, Verb.CRASH_ZOOM)
                  or (one.verb == Verb.DOLLY and one.way in ("in", "out")) for one, _ in moving)
    if holding and Verb.TILT not in verbs:
        held = kept(state, places(base, base.subject[None])[0], subject)
        panned = bool(verbs & {Verb.PAN, Verb.WHIP_PAN})
        state = replace(state, yaw=state.yaw if sideways or panned else held.yaw, pitch=held.pitch)
    for one, share in moving:
        angle = radians(one.amount or 0) * SIGNS[one.way] * share
        if one.verb in (Verb.PAN, Verb.WHIP_PAN):
            state = replace(state, yaw=state.yaw + angle)
        elif one.verb == Verb.TILT:
            state = replace(state, pitch=state.pitch + angle)
        elif one.verb == Verb.ROLL:
            state = replace(state, roll=state.roll + angle)
    for one, share in moving:
        if one.verb == Verb.ORBIT:
            angle = -radians(one.amount or 0) * SIGNS[one.way] * share
            round_it = turned(angle, 0, 0)
            state = replace(state, at=subject + round_it @ (state.at - subject), yaw=state.yaw + angle)
    return state


def share_of(one: Written, t: float, start: float, end: float) -> float:
    """How far a move of a part from `start` to `end` has come at `t` seconds."""
    begin = start + float(one.at or 0)
    own = one.over if one.over is not None else QUICK.get(one.verb)
    done = end if own is None else begin + float(own)
    return EASES[one.ease](min(max((t - begin) / (done - begin), 0.0), 1.0))


# ------------------------------------------------------------------------------------------------ the two compared


def film(parts: list[list[Written]], look: str = "level", frames: int = FRAMES, people: dict[str, Track] | None = None,
         more: tuple = ()) -> tuple[State, Take, np.ndarray]:
    """The first state of a medium shot of MAYA, what the moves make of it, and her body from crown to waist."""
    chain = moves(*(tuple(one.clause() for one in part) for part in parts))
    made = shot(on(Size.MS, "MAYA"), lens(50), *LOOKS[look], chain, *more, frames=frames)
    start = pose(made, PAIR, WIDE, STORY)
    first = State(np.array(start.position), start.yaw, start.pitch, start.roll, start.focal, np.array(start.anchor))
    foot = np.array((MAYA.floor[0], 0.0, MAYA.floor[2]))
    extent = np.array([foot + body.height(MAYA, what) * UP for what in ("crown", "waist")])
    return first, run(start, made, people or tracks(PAIR, frames), WIDE, STORY), extent


def same(take: Take, i: int, state: State, what: object) -> None:
    m = take.camera.cam_to_world[i]
    turn = np.linalg.norm(m[:3, :3] @ state.turned.T - np.eye(3)) / np.sqrt(2)
    off = float(np.abs(m[:3, 3] - state.at).max())
    glass = abs(float(take.camera.focal[i]) - state.mm)
    WORST.update(turn=max(WORST["turn"], turn), shift=max(WORST["shift"], off), lens=max(WORST["lens"], glass),
                 frames=WORST["frames"] + 1)
    assert turn < TURN and off < SHIFT and glass < LENS, (what, i, turn, off, glass)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ease", EASES)
def test_every_move_alone(ease: Ease | None, look: str) -> None:
    for one in SINGLE:
        eased = replace(one, ease=ease)
        first, take, extent = film([[eased]], look)
        for i in range(FRAMES):
            share = share_of(eased, i / FPS, 0, FRAMES / FPS)
            same(take, i, together([(eased, share)], first, first.subject, extent), eased)


@pytest.mark.parametrize("look", LOOKS if PROOF else ["from below, leaning"])
def test_all_pairs_together(look: str) -> None:
    """While and comma alike, every pair of verbs and ways, each with an ease of its own."""
    for count, (one, two) in enumerate(combinations(SINGLE, 2)):
        if one.to is not None and two.to is not None:
            continue
        eases = list(EASES)
        pair = [replace(one, ease=eases[count % 5]), replace(two, ease=eases[count // 5 % 5])]
        first, take, extent = film([pair], look)
        for i in range(0, FRAMES, 1 if PROOF else 5):
            shares = [(m, share_of(m, i / FPS, 0, FRAMES / FPS)) for m in pair]
            same(take, i, together(shares, first, first.subject, extent), pair)


_ease = st.sampled_from(list(EASES))
_move = st.builds(lambda one, ease: replace(one, ease=ease), st.sampled_from(SINGLE), _ease)
_part = st.lists(_move, min_size=1, max_size=2).filter(
    lambda part: sum(one.to is not None for one in part) < 2 and len({one.verb for one in part}) == len(part))


@settings(max_examples=400 if PROOF else 25)
@given(st.lists(_part, min_size=2, max_size=3), st.sampled_from(list(LOOKS)))
def test_chains(parts: list[list[Written]], look: str) -> None:
    """`then`: each part begins where the one before ended. Quick moves take their time, the others share the rest."""
    frames = 60
    first, take, _ = film(parts, look, frames)
    own = [all(one.verb in QUICK for one in part) and max(QUICK[one.verb] for one in part) for part in parts]
    left = (Fraction(frames, FPS) - sum(own)) / max(sum(not length for length in own), 1)
    starts = [sum(((length or left) for length in own[:k]), Fraction(0)) for k in range(len(parts) + 1)]
    base = first
    for k, part in enumerate(parts):
        if k and not level_enough(base):
            return
        begin, end = float(starts[k]), float(starts[k + 1])
        for i in range(frames):
            if begin <= i / FPS < end:
                shares = [(one, share_of(one, i / FPS, begin, end)) for one in part]
                state = together(shares, base, base.subject, body_seen(base))
                if (base.subject - state.at) @ base.ahead < NEAREST:
                    return  # so near to a face the camera turns no more to hold it
                same(take, i, state, (parts, k))
        base = together([(one, 1.0) for one in part], base, base.subject, body_seen(base))


def level_enough(base: State) -> bool:
    """Whether the subject is still well in the picture, so that it can be held or kept to its size at all."""
    return bool(np.abs(places(base, base.subject[None])).max() < 9 and abs(base.pitch) < 0.7
                and (base.subject - base.at) @ base.ahead > 0.9)


def body_seen(base: State) -> np.ndarray:
    """The crown and the lowest landmark of MAYA's in the picture, 20.25 mm high, and a hair more."""
    for low in ("feet", "knees", "thigh", "waist", "chest", "shoulders", "chin"):
        foot = np.array(body.spot(MAYA, "eyes") if low == "chin" else MAYA.floor) * (1, 0, 1)
        ends = np.array([foot + body.height(MAYA, what) * UP for what in ("crown", low)])
        if places(base, ends[1:])[0, 1] >= -1.02 * 20.25 / 2:
            break
    return ends


# ------------------------------------------------------------------------------------------------ time


_time = st.integers(0, 12).map(lambda n: Fraction(n, 8))
_timed = st.builds(lambda one, ease, at, over: replace(one, ease=ease, at=at, over=over),
                   st.sampled_from([one for one in SINGLE if one.verb not in QUICK]), _ease, _time,
                   st.integers(1, 12).map(lambda n: Fraction(n, 8)))


@settings(max_examples=300 if PROOF else 25)
@given(st.lists(_timed, min_size=1, max_size=2, unique_by=lambda one: one.verb).filter(
    lambda part: sum(one.to is not None for one in part) < 2))
def test_at_and_over(part: list[Written]) -> None:
    """From its moment on, for its length, whatever the other does; and at its end, not a frame before or after."""
    frames = 72
    first, take, extent = film([part], frames=frames)
    for i in range(frames):
        shares = [(one, share_of(one, i / FPS, 0, frames / FPS)) for one in part]
        same(take, i, together(shares, first, first.subject, extent), part)


@pytest.mark.parametrize("ease", [ease for ease in EASES if ease])
@pytest.mark.parametrize("one", SINGLE[:4] + SINGLE[18:20], ids=lambda one: f"{one.verb} {one.way}")
def test_pacing_is_as_written_on_the_move(one: Written, ease: Ease) -> None:
    first, take, extent = film([[one]], more=(Pacing(SPAN, over=seconds(Fraction(1, 2)), ease=ease),))
    timed = replace(one, over=Fraction(1, 2), ease=ease)
    for i in range(FRAMES):
        same(take, i, together([(timed, share_of(timed, i / FPS, 0, FRAMES / FPS))], first, first.subject, extent), one)


# ------------------------------------------------------------------------------------------------ somebody who walks


def walk(frames: int) -> tuple[dict[str, Track], Callable[[float], np.ndarray]]:
    """MAYA on a curve, and where her feet are at any moment between frames."""
    t = np.linspace(0, 1, frames)
    floor = np.array(MAYA.floor) + np.stack((1.1 * t, 0 * t, 0.6 * t * t), -1)
    people = {**tracks(PAIR, frames), "MAYA": walking(MAYA, floor)}
    return people, lambda at: np.array([np.interp(at * FPS, np.arange(frames), floor[:, k]) for k in range(3)])


@pytest.mark.parametrize("one", [None, *SINGLE], ids=lambda one: f"{one.verb} {one.way}" if one else "alone")
def test_track_carries_every_other_move_along(one: Written | None) -> None:
    """The camera is where the other move alone would put it, and as far on as the one it follows."""
    frames = 30
    people, where = walk(frames)
    follow = move(Verb.TRACK, follow=name("MAYA"))
    made = shot(on(Size.MS, "MAYA"), lens(50), moves((follow, *([one.clause()] if one else []))), frames=frames)
    start = pose(made, {**PAIR, "MAYA": people["MAYA"].at(0)}, WIDE, STORY)
    take = run(start, made, people, WIDE, STORY)
    alone = film([[one or SINGLE[-1]]], frames=frames)[1]
    for i in range(frames):
        gone = where(i / FPS) - where(0)
        assert np.abs(take.camera.cam_to_world[i, :3, 3] - alone.camera.cam_to_world[i, :3, 3] - gone).max() < SHIFT
        assert np.abs(take.camera.cam_to_world[i, :3, :3] - alone.camera.cam_to_world[i, :3, :3]).max() < TURN
        assert abs(take.camera.focal[i] - alone.camera.focal[i]) < LENS


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_crane_keeps_who_walks(way: str) -> None:
    frames = 30
    people, where = walk(frames)
    one = Written(Verb.CRANE, way, 0.5)
    first, take, extent = film([[one]], frames=frames, people=people)
    for i in range(frames):
        subject = first.subject + where(i / FPS) - where(0)
        same(take, i, together([(one, share_of(one, i / FPS, 0, frames / FPS))], first, subject, extent), one)


# ------------------------------------------------------------------------------------------------ moves to a goal

GOALS = {
    "CU": on(Size.CU), "WS": on(Size.WS), "JON": name("JON"), "CU on JON": on(Size.CU, "JON"),
    "OTS": on(None, "MAYA", view=View.OTS, by="JON"),
}


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize(("verb", "way"), [
    (Verb.DOLLY, "in"), (Verb.DOLLY, "out"), (Verb.PEDESTAL, "up"), (Verb.CRANE, "up"), (Verb.CRANE, "down"),
    (Verb.ORBIT, "left"), (Verb.ORBIT, "right"), (Verb.ZOOM, "in"), (Verb.PAN, "left"), (Verb.TILT, "up"),
    (Verb.WHIP_PAN, "right"), (Verb.TRUCK, "left")])
@pytest.mark.parametrize("ease", [Ease.IN_OUT, Ease.OUT])
def test_the_way_to_a_goal(verb: Verb, way: str, goal: str, ease: Ease) -> None:
    """A straight way, or an even one round the end's subject; the lens even; the end's subject even across the picture.
    A camera on its tripod turns evenly and goes nowhere."""
    made = shot(on(Size.MS, "MAYA"), lens(50), moves(move(verb, way, target=GOALS[goal], ease=ease)), frames=FRAMES)
    start = pose(made, PAIR, WIDE, STORY)
    take = run(start, made, tracks(PAIR, FRAMES), WIDE, STORY)
    first = State(np.array(start.position), start.yaw, start.pitch, start.roll, start.focal, np.array(start.anchor))
    last = State(np.array(take.end.position), take.end.yaw, take.end.pitch, take.end.roll, take.end.focal,
                 np.array(take.end.anchor))
    seen = places(first, last.subject[None])[0], places(last, last.subject[None])[0]
    tripod = verb in (Verb.PAN, Verb.TILT, Verb.WHIP_PAN)
    before = abs(seen[0]).max() < 26 and (last.subject - first.at) @ first.ahead > 0.1
    for i in range(FRAMES):
        p = share_of(Written(verb, way, ease=ease), i / FPS, 0, FRAMES / FPS)
        mm = first.mm + p * (last.mm - first.mm)
        state = replace(first, at=along(verb, way, first, last, p), mm=mm)
        if tripod or not before:
            turn = (last.yaw - first.yaw + np.pi) % (2 * np.pi) - np.pi
            state = replace(state, yaw=first.yaw + p * turn, pitch=first.pitch + p * (last.pitch - first.pitch))
        else:
            across = seen[0] + p * (seen[1] - seen[0])
            nearer = replace(state, yaw=yaw_of(take, i), pitch=pitch_of(take, i))
            state = kept(nearer, across, last.subject) if p else state
        same(take, i, state, (verb, way, goal))


def along(verb: Verb, way: str, first: State, last: State, p: float) -> np.ndarray:
    if verb != Verb.ORBIT:
        return first.at + p * (last.at - first.at)
    start, end = first.at - last.subject, last.at - last.subject
    azimuths = [np.arctan2(off[0], off[2]) for off in (start, end)]
    round_it = (azimuths[1] - azimuths[0]) % (2 * np.pi)
    angle = azimuths[0] + p * (round_it - 2 * np.pi if way == "left" else round_it)
    away = np.hypot(*start[[0, 2]]) + p * (np.hypot(*end[[0, 2]]) - np.hypot(*start[[0, 2]]))
    high = first.at[1] + p * (last.at[1] - first.at[1])
    return np.array((last.subject[0] + away * np.sin(angle), high, last.subject[2] + away * np.cos(angle)))


def yaw_of(take: Take, i: int) -> float:
    """A start for Newton's method near what is to be proved; it has one root there."""
    m = take.camera.cam_to_world[i]
    return float(np.arctan2(m[0, 2], m[2, 2])) + 0.02


def pitch_of(take: Take, i: int) -> float:
    return float(np.arcsin(np.clip(-take.camera.cam_to_world[i][1, 2], -1, 1))) - 0.02


# ------------------------------------------------------------------------------------------------ a dolly zoom, a hand


@pytest.mark.parametrize("posture", [Posture.STAND, Posture.SIT])
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("size", "low"), [
    (Size.WS, "feet"), (Size.FS, "feet"), (Size.MWS, "knees"), (Size.COWBOY, "thigh"), (Size.MS, "waist"),
    (Size.MCU, "chest"), (Size.CU, "shoulders")])
@pytest.mark.parametrize("mm", [28, 85, 150])
def test_a_dolly_zoom_holds_the_height_of_a_body(size: Size, low: str, mm: int, look: str, posture: Posture) -> None:
    who = replace(MAYA, posture=posture)
    people = {"MAYA": who}
    made = shot(on(size, "MAYA"), lens(50), *LOOKS[look], moves(move(Verb.DOLLY_ZOOM, mm=mm)), frames=24)
    start = pose(made, people, WIDE, STORY)
    take = run(start, made, {"MAYA": still(who, 24)}, WIDE, STORY)
    ends = np.array([(who.floor[0], body.height(who, what), who.floor[2]) for what in ("crown", low)])
    heights = []
    for i in range(24):
        m = take.camera.cam_to_world[i]
        seen = (ends - m[:3, 3]) @ m[:3, :3]
        up = np.array((0.0, np.cos(start.roll), 0.0)) + np.array((np.sin(start.roll), 0.0, 0.0))
        heights.append(float(np.ptp((seen[:, :2] / -seen[:, 2:] * take.camera.focal[i]) @ up[:2])))
    assert max(heights) / min(heights) < 1.005


def test_the_worst_of_it() -> None:
    """Printed: the largest error of all of the above."""
    worst = "worst turn {turn:.1e} rad, shift {shift:.1e} m, lens {lens:.1e} mm".format(**WORST)
    print(f"\nmoves: {WORST['frames']:.0f} frames, {worst}")
    assert WORST["turn"] < TURN and WORST["shift"] < SHIFT and WORST["lens"] < LENS
