"""Hand-made stages and segments for the previz tests and the bench: what optics and plan would hand over."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from shotscript.core.span import Source, Span
from shotscript.narrative.story import Beat, Format, Person, Said, Scene, Shot, Story, Transition
from shotscript.optics.camera import Camera, Gate, ShotStage, Stage
from shotscript.optics.space import Posture, Room, Set, Thing, Track, yaw_towards
from shotscript.plan.timeline import Cut, Segment
from shotscript.providers.contract import Context

SPAN = Span(0, 1, "film.fountain")
GATE = Gate(24.89, 14.0)


def look_at(eye, target, roll=0.0):
    """4x4 camera to world, y up, looking along -z."""
    eye, back = np.asarray(eye, float), np.asarray(eye, float) - np.asarray(target, float)
    back /= np.linalg.norm(back)
    right = np.cross((0.0, 1.0, 0.0), back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    c, s = math.cos(roll), math.sin(roll)
    out = np.eye(4)
    out[:3, 0], out[:3, 1], out[:3, 2], out[:3, 3] = c * right + s * up, c * up - s * right, back, eye
    return out


def camera(n, eye, target, focal=35.0, stop=None, eye_to=None, focus=None, roll=0.0, gate=GATE, focal_to=None):
    eye_to = eye if eye_to is None else eye_to
    u = np.linspace(0, 1, n) if n > 1 else np.zeros(1)
    u = u * u * (3 - 2 * u)
    eyes = [np.asarray(eye, float) * (1 - t) + np.asarray(eye_to, float) * t for t in u]
    poses = np.array([look_at(e, target, roll) for e in eyes])
    aim = target if focus is None else focus
    depths = np.array([float((np.asarray(aim, float) - p[:3, 3]) @ -p[:3, 2]) for p in poses])
    lens = np.full(n, focal) if focal_to is None else focal + (focal_to - focal) * u
    return Camera(poses, lens, depths, stop, gate)


def track(name, n, at, facing=None, gaze=None, posture=Posture.STAND, tall=1.75, to=None, speaking=False, yaw=0.0):
    """A person standing, or going from `at` to `to` over the shot."""
    start = np.array((at[0], 0.0 if len(at) == 2 else at[2], at[1]), float)
    u = np.linspace(0, 1, n)[:, None] if n > 1 else np.zeros((1, 1))
    end = start if to is None else np.array((to[0], 0.0, to[1]), float)
    floor = start * (1 - u) + end * u
    if to is not None:
        yaw = yaw_towards(start, end)
    elif facing is not None:
        yaw = yaw_towards(start, np.array((facing[0], 0.0, facing[1])))
    look = gaze if gaze is not None else start + np.array((math.sin(yaw), 1.55, math.cos(yaw))) * np.array((5, 1, 5))
    gait = np.zeros(n) if to is None else np.linalg.norm(floor - start, axis=1) / 1.32 * 2 * math.pi
    mouth = (0.5 + 0.5 * np.sin(np.arange(n) * 1.1)) if speaking else np.zeros(n)
    return Track(name, tall, floor, np.full(n, yaw), np.full(n, int(posture), np.int8), gait,
                 np.tile(np.asarray(look, float), (n, 1)), mouth, np.ones(n, bool))


def person(name, look="man", wears="", tall=Fraction(175, 100)):
    return Person(name=name, look=look, wears=wears, height=tall, span=SPAN)


def segment_of(parts, fmt=None, cast=(), lead=0, tail=0, interior=True, time="", light="", weather=""):
    """`parts`: (ShotStage, beats, faults) each; a segment of one scene with its context."""
    sky = {head: Said(head=head, text=text, span=SPAN)
           for head, text in (("light", light), ("weather", weather)) if text}
    time = time or ("NIGHT" if any(stage.set.night for stage, _, _ in parts) else "DAY")
    fmt = fmt or Format()
    shots = []
    for stage, beats, faults in parts:
        dissolve = Transition(kind="dissolve", frames=2 * lead, text="DISSOLVE TO:", span=SPAN) if lead else None
        shots.append(Shot(label=stage.label, scene=0, span=SPAN, beats=tuple(beats), faults=tuple(faults),
                          seconds=Fraction(stage.frames) / fmt.fps, frames=stage.frames, transition_in=dissolve, **sky))
    names = tuple(dict.fromkeys(t.name for stage, _, _ in parts for t in stage.people))
    heading = f"{'INT' if interior else 'EXT'}. KITCHEN - {time}"
    scene = Scene(index=0, label="12", heading=heading, interior=interior, time=time, night="NIGHT" in time, span=SPAN,
                  people=names, shots=tuple(shots))
    story = Story(title="Film", source="film.fountain", format=fmt, cast=cast or tuple(person(n) for n in names),
                  scenes=(scene,))
    cuts, start = [], 0
    for shot in shots:
        cuts.append(Cut(shot=shot, scene=scene, start=start, frames=shot.frames, lead=lead, tail=tail,
                        seconds=Fraction(shot.frames + lead + tail) / fmt.fps))
        start += shot.frames
    segment = Segment(index=0, name=shots[0].label, format=fmt, cuts=tuple(cuts))
    stages = Stage({stage.label: stage for stage, _, _ in parts})
    return segment, Context(story, stages, {"film.fountain": Source("film.fountain", "x")})


def speech(who, text, start=0, seconds=2, **more):
    return Beat(kind="speech", text=text, who=who, start=Fraction(start), seconds=Fraction(seconds), span=SPAN, **more)


ROOM = Room(6.0, 5.2)
MARA = person("MARA", "woman, long brown hair", "orange sweater", Fraction(17, 10))
JONAS = person("JONAS", "man, tired eyes", "", Fraction(18, 10))
IRIS = person("IRIS", "woman, ponytail", "green coat", Fraction(165, 100))
TABLE = Thing("TABLE", "table", (1.1, 0.75, 0.75), (0.0, 0.0, -0.3))


def shot_over_shoulder(n=96):
    people = (track("MARA", n, (-0.85, 0.05), facing=(0.72, -0.12), gaze=(0.72, 1.65, -0.12), tall=1.7),
              track("JONAS", n, (0.72, -0.12), facing=(-0.85, 0.05), gaze=(-0.85, 1.55, 0.05), tall=1.8, speaking=True))
    eye = camera(n, (-2.15, 1.62, 0.8), (0.55, 1.5, -0.06), 50.0, 2.8, (-1.98, 1.61, 0.75), (0.72, 1.6, -0.12))
    things = (Thing("CUPBOARD", "box", (0.45, 2.0, 1.2), (2.72, 0.0, -1.6)),
              Thing("SHELF", "box", (0.4, 0.9, 1.6), (2.75, 0, 0.4)))
    return ShotStage("3B", n, 0, 0, eye, people, Set(ROOM, things), "OTS MARA on JONAS, slow push in")


def shot_wide(n=96):
    people = (track("MARA", n, (-2.5, -0.9), to=(-0.85, 0.35), gaze=(0.74, 1.2, -0.3), posture=Posture.WALK, tall=1.7),
              track("JONAS", n, (0.74, -0.3), yaw=-math.pi / 2, gaze=(-0.85, 1.5, 0.35), posture=Posture.SIT, tall=1.8))
    eye = camera(n, (-0.9, 1.75, 5.4), (0.0, 1.02, -0.3), 28.0, 5.6, (-0.3, 1.55, 3.4))
    things = (TABLE, Thing("CHAIR", "chair", (0.44, 0.95, 0.44), (0.78, 0, -0.3), -math.pi / 2),
              Thing("OTHER CHAIR", "chair", (0.44, 0.95, 0.44), (-0.2, 0, -1.0), 0.2),
              Thing("COUNTER", "box", (0.6, 0.9, 1.6), (-2.7, 0, -1.6)),
              Thing("CUPBOARD", "box", (0.45, 2.0, 1.2), (2.72, 0, -1.6)))
    return ShotStage("1A", n, 0, 0, eye, people, Set(ROOM, things), "WS, dolly in 2 m")


def shot_orbit(n=96):
    people = (track("MARA", n, (-0.9, 0.2), facing=(0.6, 0.1), gaze=(0.6, 1.6, 0.1), tall=1.7),
              track("JONAS", n, (0.6, 0.1), facing=(-0.9, 0.2), gaze=(-0.9, 1.6, 0.2), tall=1.8),
              track("IRIS", n, (1.1, -1.2), facing=(0, 0), gaze=(-0.5, 1.6, 0), tall=1.65))
    poses = [look_at((4.2 * math.sin(a), 1.6, 4.2 * math.cos(a)), (0.1, 1.15, 0)) for a in np.linspace(-0.5, 1.4, n)]
    eye = Camera(np.array(poses), np.full(n, 35.0), np.full(n, 4.2), 4.0, GATE)
    things = (Thing("CRATE", "box", (1.5, 0.9, 0.8), (-0.1, 0, -0.9)),)
    outside = Set(Room(20, 20, walled=False), things, False)
    return ShotStage("2", n, 0, 0, eye, people, outside, "Three shot, orbit right 110°")


def shot_dolly_zoom(n=96):
    people = (track("JONAS", n, (0, 0), facing=(0, 5), gaze=(0.3, 1.6, 5), tall=1.8),
              track("MARA", n, (-0.9, -3.2), facing=(0, 5), gaze=(0, 1.6, 0), tall=1.7))
    eye = camera(n, (0.1, 1.6, 3.6), (0, 1.55, 0), 70.0, 4.0, (0.05, 1.6, 1.2), focal_to=23.0)
    things = (Thing("L", "box", (0.5, 2.0, 0.8), (-1.4, 0, -3.6)), Thing("R", "box", (0.5, 2.1, 1.0), (1.6, 0, -3.2)))
    return ShotStage("5", n, 0, 0, eye, people, Set(Room(4.4, 9.0), things), "MCU, dolly zoom in to 23mm")


def film(n=96):
    parts = [(shot_over_shoulder(n), [speech("JONAS", "You kept the coat. After all this time.", 0, 4)], []),
             (shot_wide(n), [], []), (shot_orbit(n), [], []), (shot_dolly_zoom(n), [], [])]
    return segment_of(parts, cast=(MARA, JONAS, IRIS))
