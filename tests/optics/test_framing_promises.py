"""What LANGUAGE.md promises of sides, places, leaning, eyes, inserts, groups and people who lie, for any of them."""

from dataclasses import replace
from fractions import Fraction
from math import pi, radians, sin

import numpy as np
import pytest
from frame_kit import SPAN, WIDE, lens, name, on, shot
from hypothesis import given, settings
from hypothesis import strategies as st
from script_kit import FACE_TO_FACE, filmed, track
from script_kit import lens as lens_of

from shotscript.lang.clause import Dutch, PlaceInFrame, Side
from shotscript.lang.term import Size, View
from shotscript.narrative.story import Format, Story
from shotscript.optics import body
from shotscript.optics.frame import pose
from shotscript.optics.space import Body, Posture, Thing
from shotscript.optics.view import project

SIDES = {"front": 0, "three-quarter left": 45, "profile left": 90, "three-quarter back left": 135, "back": 180,
         "three-quarter right": -45, "profile right": -90, "three-quarter back right": -135}
SHAPES = ((1280, 720), (720, 1280), (960, 960), (1720, 720))

angles = st.floats(-pi, pi)
postures = st.sampled_from([Posture.STAND, Posture.SIT])
shapes = st.sampled_from(SHAPES)
close = st.sampled_from([Size.FS, Size.MWS, Size.COWBOY, Size.MS, Size.MCU, Size.CU])


def film(shape: tuple[int, int]) -> Story:
    return Story(source="t", format=Format(width=shape[0], height=shape[1]))


@settings(max_examples=60)
@given(st.sampled_from(list(SIDES)), close, angles, postures, shapes)
def test_left_is_where_the_nose_points_on_the_screen(side, size, yaw, posture, shape) -> None:
    """To a degree or two: the camera stands off the middle of the picture, by the room a face is given to look into."""
    who = Body("MAYA", 1.7, (1.0, 0, -2.0), yaw, posture)
    found = pose(shot(on(size, "MAYA"), lens(50), Side(SPAN, side)), {"MAYA": who}, WIDE, film(shape))
    nose = np.array((sin(yaw), 0.0, np.cos(yaw))) @ found.rotation
    wanted = radians(SIDES[side])
    assert nose[0] == pytest.approx(-sin(wanted), abs=0.01) and np.hypot(nose[1], nose[2]) == pytest.approx(
        abs(np.cos(wanted)), abs=0.01)
    assert np.sign(round(nose[2], 2)) == np.sign(round(np.cos(wanted), 2))


@settings(max_examples=60)
@given(st.sampled_from(["left", "right"]), st.floats(0, 45), close, angles, shapes)
def test_a_dutch_camera_leans_by_its_degrees_and_keeps_its_picture(hand, lean, size, yaw, shape) -> None:
    """The world's upright leans the other way on the screen; the middle of the picture is the same."""
    people, exact = {"MAYA": Body("MAYA", 1.7, (0, 0, 0), yaw, Posture.STAND)}, Fraction(lean).limit_denominator(100)
    clauses = (on(size, "MAYA"), lens(50))
    plain = pose(shot(*clauses), people, WIDE, film(shape))
    leant = pose(shot(*clauses, Dutch(SPAN, hand, exact)), people, WIDE, film(shape))
    assert leant.position == plain.position and np.allclose(leant.rotation[:, 2], plain.rotation[:, 2])
    up = plain.rotation[:, 1] @ leant.rotation
    assert np.arctan2(up[0], up[1]) == pytest.approx(radians(float(exact)) * (1 if hand == "left" else -1))


@settings(max_examples=40)
@given(close, angles, postures, shapes, st.sampled_from([("left third", -1 / 3), ("screen right", 1 / 3)]))
def test_a_place_in_frame_is_had_from_every_side(size, yaw, posture, shape, place) -> None:
    who = Body("MAYA", 1.7, (0, 0, 0), yaw, posture)
    found = pose(shot(on(size, "MAYA"), PlaceInFrame(SPAN, name("MAYA"), place[0])), {"MAYA": who}, WIDE, film(shape))
    assert project(found, body.eyes(who)[None])[0, 0] == pytest.approx(place[1], abs=1e-9)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3), angles, postures), min_size=2, max_size=5),
       st.sampled_from([Size.WS, Size.FS, Size.MS, Size.MCU]), shapes, st.booleans())
def test_everybody_named_or_meant_is_in_the_picture(spots, size, shape, named) -> None:
    """Their faces and their heads, however they stand; nobody is behind the lens."""
    people = {f"P{i}": Body(f"P{i}", 1.5 + 0.1 * i, (x, 0, z), yaw, posture)
              for i, (x, z, yaw, posture) in enumerate(spots)}
    found = pose(shot(on(size, *(people if named else ()))), people, WIDE, film(shape))
    for who in people.values():
        seen = project(found, np.array([body.eyes(who), body.landmark(who, "crown")]))
        assert (seen[:, 2] > 0).all() and np.abs(seen[:, :2]).max() < 1


@settings(max_examples=40)
@given(st.floats(0.05, 2.5), st.floats(0.05, 2.5), st.floats(0.05, 2.5), st.floats(-2, 2), shapes)
def test_an_insert_shows_half_of_the_largest_side(wide, high, deep, x, shape) -> None:
    """In width or height, and a whole one never less: the thing fills the picture and stands in its middle."""
    place = replace(WIDE, things=(Thing("CASE", "box", (wide, high, deep), (x, 0, 0)),))
    found = pose(shot(on(None, "CASE", view=View.INSERT, kind="thing")), {}, place, film(shape))
    middle = project(found, np.array([(x, high / 2, 0)]))[0]
    assert np.abs(middle[:2]).max() < 0.15
    tall, across = found.gate.height / found.focal * middle[2], found.gate.width / found.focal * middle[2]
    assert min(tall / max(wide, high, deep), across / max(wide, high, deep)) <= 0.55


@pytest.mark.parametrize("size", [Size.WS, Size.FS, Size.MS, Size.MCU, Size.CU])
@pytest.mark.parametrize("yaw", np.linspace(0, 2 * pi, 7)[:-1])
def test_who_lies_is_looked_down_at_and_shows_their_face(size: Size, yaw: float) -> None:
    who = Body("MAYA", 1.7, (0, 0.5, 0), yaw, Posture.LIE)
    found = pose(shot(on(size, "MAYA")), {"MAYA": who}, WIDE, film((1280, 720)))
    x, y, far = project(found, body.eyes(who)[None])[0]
    assert far > 0.3 and abs(x) < 0.9 and abs(y) < 0.9 and found.pitch < 0
    assert found.position[1] > body.eyes(who)[1]


def test_a_point_of_view_goes_where_its_owner_goes() -> None:
    block = "[[block: MAYA stands at -3 0 facing 90; JON stands at 3 0 facing MAYA]]\n\n[[block: MAYA walks to 1 0]]\n"
    stage = filmed(f"{block}!! POV MAYA on JON, 35mm, 4s")[0]["1A"]
    real = filmed(f"{block}!! WS, 4s")[0]["1A"]
    for i in range(0, stage.frames, 8):
        who = track(real, "MAYA").at(real.lead + i)
        assert np.linalg.norm(np.array(lens_of(stage, i).position) - body.eyes(who)) < 0.1
        jon = body.eyes(track(stage, "JON").at(stage.lead + i))
        assert np.abs(project(lens_of(stage, i), jon[None])[0, :2]).max() < 1e-6
    assert not track(stage, "MAYA").shown.any(), "nobody is in the way of their own eyes"


@pytest.mark.parametrize(("one", "two"), [
    ("dolly in 0.4m", "pan left 10deg"), ("truck right 0.5m", "dolly in 0.5m"),
    ("orbit left 30deg", "pedestal up 0.3m"), ("push in to CU", "tilt up 5deg"),
    ("crane up 0.8m", "roll left 10deg"), ("zoom in to 70mm", "truck left 0.4m"),
    ("dolly zoom in to 35mm", "pan right 8deg"), ("pan to JON", "dolly in 0.3m")])
def test_as_goes_on_where_the_other_ended(one: str, two: str) -> None:
    """Two shots, the second `as` the first, are the chain of both moves in one shot, frame by frame."""
    whole = filmed(f"{FACE_TO_FACE}\n!! MS on MAYA, 50mm, {one} over 2s then {two} over 2s, 4s")[0]["1A"]
    shots = filmed(f"{FACE_TO_FACE}\n!! 1A: MS on MAYA, 50mm, {one} over 2s, 2s\n\n!! 1B: as 1A, {two} over 2s, 2s")[0]
    again = np.concatenate([shots[label].camera.cam_to_world for label in ("1A", "1B")])
    focal = np.concatenate([shots[label].camera.focal for label in ("1A", "1B")])
    assert np.abs(again - whole.camera.cam_to_world).max() < 1e-6 and np.abs(focal - whole.camera.focal).max() < 1e-6
