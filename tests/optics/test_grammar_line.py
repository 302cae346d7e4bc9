"""Sides, turns and jumps against their definitions, worked out another way: by pictures of projected points."""

from __future__ import annotations

from fractions import Fraction
from math import degrees, radians

import numpy as np
import pytest

from shotscript.core.span import Span
from shotscript.lang.clause import Framing, Lens
from shotscript.lang.term import Name, Size
from shotscript.narrative.story import Scene, Shot
from shotscript.optics.camera import Camera, Gate, ShotStage
from shotscript.optics.grammar import line
from shotscript.optics.grammar.check import findings
from shotscript.optics.grammar.numbers import Numbers
from shotscript.optics.grammar.setup import look
from shotscript.optics.space import Room, Set, Track
from shotscript.optics.view import rotation

SPAN = Span(0, 1, "f")
GATE = Gate(36.0, 20.25)
NUMBERS = Numbers()
COUNT = 10_000


def track(name: str, at: np.ndarray, gaze: np.ndarray) -> Track:
    return Track(name, 1.7, at[None], np.zeros(1), np.zeros(1, np.int8), np.zeros(1), gaze[None], np.zeros(1),
                 np.ones(1, bool))


def staged(label: str, position: np.ndarray, target: np.ndarray, focal: float, people: tuple[Track, ...]) -> ShotStage:
    """A level camera that looks at a point."""
    way = target - position
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = rotation(float(np.arctan2(-way[0], -way[2])), 0.0, 0.0), position
    camera = Camera(matrix[None], np.array([focal]), np.array([2.0]), None, GATE)
    return ShotStage(label, 1, 0, 0, camera, people, Set(Room(20, 20), ()))


def pictured(stage: ShotStage, where: np.ndarray) -> tuple[float, float, float]:
    """Screen x, y and depth, by the 3x4 matrix of a textbook."""
    world_to_cam = np.linalg.inv(stage.camera.cam_to_world[0])
    x, y, z = (world_to_cam @ np.append(where, 1.0))[:3]
    focal = float(stage.camera.focal[0])
    return x / -z * 2 * focal / GATE.width, y / -z * 2 * focal / GATE.height, -z


def drawn(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two people 0.6 to 4 m apart."""
    a = np.array((rng.uniform(-2, 2), 0.0, rng.uniform(-2, 2)))
    angle, far = rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 4)
    return a, a + far * np.array((np.cos(angle), 0, np.sin(angle)))


def eyes(at: np.ndarray) -> np.ndarray:
    """Of somebody 1.7 m tall who faces the viewer."""
    return at + np.array((0.0, 0.935, 0.05)) * 1.7


def side_by_definition(stage: ShotStage, a: np.ndarray, b: np.ndarray) -> int:
    """From the picture where both are plainly in it; else by the angle to the line, with complex numbers."""
    (xa, ya, za), (xb, yb, zb) = pictured(stage, a), pictured(stage, b)
    if min(za, zb) > 0.05 and max(abs(xa), abs(ya), abs(xb), abs(yb)) <= 1 and abs(xa - xb) >= NUMBERS.apart:
        return 1 if xa < xb else -1
    camera = stage.camera.position[0]
    along, to = complex(b[0] - a[0], b[2] - a[2]), complex(*(camera - (a + b) / 2)[[0, 2]])
    angle = degrees(np.angle(to / along))
    off = min(abs(angle), 180 - abs(angle))
    return 0 if off <= NUMBERS.neutral else (1 if angle > 0 else -1)


def film(stages: list[ShotStage], names: tuple[str, ...]) -> tuple[Scene, dict[str, ShotStage]]:
    on = tuple(Name(name, "cast", SPAN) for name in names)
    shots = tuple(
        Shot(label=stage.label, scene=0, span=SPAN, seconds=Fraction(1, 24), frames=1,
             clauses=(Framing(SPAN, Size.MS, on=on), Lens(SPAN, mm=Fraction(50))))
        for stage in stages)
    return Scene(index=0, label="1", heading="INT. ROOM", span=SPAN, shots=shots), {s.label: s for s in stages}


def test_the_line_is_crossed_where_the_definition_says():
    """10,000 random pairs of cameras on random pairs of people."""
    rng, crossed = np.random.default_rng(1), 0
    for _ in range(COUNT):
        a, b = drawn(rng)
        people = (track("A", a, eyes(b)), track("B", b, eyes(a)))
        middle = (a + b) / 2 + np.array((0, 1.5, 0))
        stages = []
        for label in ("1A", "1B"):
            turn, far = rng.uniform(0, 2 * np.pi), rng.uniform(1.0, 6)
            position = middle + far * np.array((np.cos(turn), 0.0, np.sin(turn)))
            stages.append(staged(label, position, middle + rng.normal(0, 0.3, 3), rng.uniform(35, 90), people))
        wide = _is_wide(stages[1], a, b)
        first, second = (side_by_definition(stage, eyes(a), eyes(b)) for stage in stages)
        wanted = first * second < 0 and not wide
        scene, known = film(stages, ("A", "B"))
        found = any(told.code == "AX101" for told, _, _ in findings(scene, known, Fraction(24), NUMBERS))
        assert found == wanted
        crossed += wanted
    assert COUNT * 0.2 < crossed < COUNT * 0.5


def _is_wide(stage: ShotStage, a: np.ndarray, b: np.ndarray) -> bool:
    """Whether a picture shows both at less than half of the way from FS to WS (on a scale of ratios)."""
    seen = [pictured(stage, eyes(each)) for each in (a, b)]
    both = all(z > 0.05 and abs(x) <= 1 and abs(y) <= 1 for x, y, z in seen)
    ahead = [z for _, _, z in seen if z > 0.05]
    return both and min(ahead) * GATE.height / float(stage.camera.focal[0]) > (1.85 * 3.5) ** 0.5


def test_a_turn_is_the_way_a_step_goes_in_the_picture():
    rng, neutral = np.random.default_rng(2), 0
    for _ in range(COUNT):
        a, b = drawn(rng)
        position = a + rng.uniform(1, 5) * np.array((np.cos(t := rng.uniform(0, 6.3)), 0.9, np.sin(t)))
        people = (track("A", a, eyes(b)), track("B", b, eyes(a)))
        stage = staged("1A", position, a + rng.normal(0, 0.5, 3), 35.0, people)
        seen = look(stage, 0)
        way = rng.normal(0, 1, 3) * np.array((1, 0, 1))
        turned = line.turn(seen, seen.figures["A"].eyes, tuple(way), NUMBERS)
        to_camera = (position - eyes(a)) * np.array((1, 0, 1))
        between = degrees(np.arccos(np.clip(way @ to_camera / np.linalg.norm(way) / np.linalg.norm(to_camera), -1, 1)))
        if min(between, 180 - between) < NUMBERS.neutral:
            assert turned == 0
            neutral += 1
            continue
        here = pictured(stage, eyes(a))
        if here[2] < 0.3:
            continue
        there = pictured(stage, eyes(a) + 1e-5 * way)
        assert turned == (1 if there[0] > here[0] else -1)
    assert neutral > COUNT * 0.05


@pytest.mark.parametrize(("one", "other", "angle"), [((0, 4), (1, 4), 14.036), ((0, 4), (2.5, 3.5), 37.235)])
def test_a_jump_is_told_by_the_angle_at_the_subject(one: tuple, other: tuple, angle: float):
    """Subject at (1, 0): the angles are those of the notes on idioms, section 7."""
    at = np.array((1.0, 0.0, -0.085))
    people = (track("A", at, at + np.array((0.0, 1.6, 3.0))),)
    stages = [staged(label, np.array((x, 1.6, z)), eyes(at), 50.0, people)
              for label, (x, z) in (("1A", one), ("1B", other))]
    scene, known = film(stages, ("A",))
    found = [told for told, _, _ in findings(scene, known, Fraction(24), NUMBERS) if told.code == "CU201"]
    assert bool(found) == (angle < NUMBERS.turn)
    if found:
        assert f"{angle:.0f} degrees" in found[0].message


@pytest.mark.parametrize(("camera", "offset"), [
    ((0, 4), 90.0), ((2.2, 2), 42.274), ((4, 0.5), 7.125), ((0, -4), -90.0),
])
def test_the_offset_of_a_camera(camera: tuple[float, float], offset: float):
    """A at (-1, 0), B at (1, 0): the vectors of the notes on idioms, section 7."""
    found = line.offset((camera[0], 1.6, camera[1]), (-1.0, 1.6, 0.0), (1.0, 1.6, 0.0))
    assert found == pytest.approx(offset, abs=1e-3)


def test_the_way_back_over_the_line_leads_beyond_it():
    """Going round the pair by the told angle to the told hand, a camera stands on the other side, just off the line."""
    rng = np.random.default_rng(3)
    for _ in range(500):
        a, b = drawn(rng)
        middle = (eyes(a) + eyes(b)) / 2
        way = rng.uniform(0, 2 * np.pi)
        position = middle + 3 * np.array((np.cos(way), 0, np.sin(way)))
        people = (track("A", a, eyes(b)), track("B", b, eyes(a)))
        seen = look(staged("1A", position, middle, 35.0, people), 0)
        before = line.offset(seen.position, seen.figures["A"].eyes, seen.figures["B"].eyes)
        angle, hand = line.across(seen, seen.figures["A"], seen.figures["B"], NUMBERS)
        turned = radians(angle if hand == "right" else -angle)
        x, z = (position - middle)[[0, 2]]
        c, s = np.cos(turned), np.sin(turned)
        moved = middle + np.array((x * c + z * s, 0, -x * s + z * c))
        after = line.offset(tuple(moved), seen.figures["A"].eyes, seen.figures["B"].eyes)
        assert before * after < 0 and abs(after) == pytest.approx(NUMBERS.neutral, abs=1e-6)
