"""Passes on other frames than the film's, and the keys by which they are known."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from previz_stages import GATE, camera, film, look_at, segment_of, speech, track
from test_passes_depth import OUTSIDE, SMALL, H, W

import shotscript
from shotscript.optics.camera import Camera, ShotStage
from shotscript.optics.space import Posture, Set
from shotscript.plan.timeline import Cut
from shotscript.providers import passes
from shotscript.providers.passes import Sampling
from shotscript.providers.previz import passes as drawn

SPEED, SPIN = 0.7, math.radians(20)  # metres and radians a second


def moving(n, lead=0):
    """A camera that travels and pans at an even pace, its lens growing 2 mm a second; frame i at i / 24 s."""
    seconds = np.arange(n) / 24
    poses = np.array([look_at((SPEED * t, 1.5, 4), (SPEED * t - math.sin(SPIN * t), 1.5, 4 - math.cos(SPIN * t)))
                      for t in seconds])
    return Camera(poses, 35 + 2 * seconds, 3 + seconds, 2.8, GATE)


def shot(n=96, lead=0, tail=0, eye=None, people=(), label="1"):
    return ShotStage(label, n - lead - tail, lead, tail, eye or moving(n), tuple(people), Set(OUTSIDE, (), False))


def context_of(stage, beats=()):
    return segment_of([(stage, beats, [])], SMALL)


def ready(kind, stage, first=0, fps=Fraction(16), frames=81):
    _, context = context_of(stage)
    recipe = passes.written(kind, stage.label, Fraction(first), Sampling(fps, frames, W, H), frames)
    return drawn.ready(recipe, context)


def test_frame_i_is_the_state_at_i_sixteenths_of_a_second():
    """96 frames at 24 reach to 95 / 24 s; what is asked beyond is held."""
    kept = drawn.camera(ready("depth", shot()))
    assert len(kept) == 81
    for i in range(81):
        t = min(i / 16, 95 / 24)
        assert kept.position[i] == pytest.approx((SPEED * t, 1.5, 4), abs=2e-6)
        back = kept.cam_to_world[i][:3, 2]
        assert math.atan2(back[0], back[2]) == pytest.approx(SPIN * t, abs=2e-6)
        assert kept.focal[i] == pytest.approx(35 + 2 * t, abs=1e-6)
        assert kept.focus[i] == pytest.approx(3 + t, abs=1e-6)


@given(st.integers(5, 120), st.integers(1, 60), st.integers(-8, 40))
@settings(max_examples=30, deadline=None)
def test_any_rate_meets_the_same_states(fps, frames, first):
    kept = drawn.camera(ready("pose", shot(48), first, Fraction(fps), frames))
    at = np.clip(np.arange(frames) / fps + first / 24, 0, 47 / 24)
    assert np.abs(kept.position[:, 0] - SPEED * at).max() < 3e-6
    turns = kept.cam_to_world[:, :3, :3]
    assert np.abs(turns @ turns.transpose(0, 2, 1) - np.eye(3)).max() < 1e-5


def test_on_the_films_own_frames_nothing_is_computed():
    """To the bit what previz draws from, wherever the pass begins."""
    stage = shot(20, eye=camera(20, (0, 1.5, 4), (0, 1.2, 0), roll=0.3, eye_to=(1, 2, 3)),
                 people=[track("A", 20, (0, 0), to=(1, 1), posture=Posture.WALK)])
    whole, part = ready("picture", stage, 0, Fraction(24), 20), ready("picture", stage, 7, Fraction(24), 5)
    for name in ("eye", "axes", "focal", "focus"):
        assert (getattr(part.sheet, name) == getattr(whole.sheet, name)[7:12]).all()
    for name in ("floor", "turn", "gait", "gaze", "weights", "shown"):
        assert (getattr(part.sheet.actors[0], name) == getattr(whole.sheet.actors[0], name)[7:12]).all()
    assert drawn.camera(whole).cam_to_world == pytest.approx(stage.camera.cam_to_world, abs=1e-6)


def test_people_walk_and_turn_the_shorter_way():
    person = track("A", 48, (0, 0), to=(0, 2))
    yaw = np.where(np.arange(48) < 24, 3.1, -3.1)
    stage = shot(48, people=[replace(person, yaw=yaw)])
    actor = ready("pose", stage, 0, Fraction(48), 95).sheet.actors[0]
    assert actor.floor[:, 1] == pytest.approx(-2 * np.linspace(0, 1, 95), abs=1e-6)
    assert abs(math.sin(actor.turn[47])) < 0.001 and math.cos(actor.turn[47]) == pytest.approx(1, abs=0.001)


def test_who_comes_and_goes_is_there_on_whole_frames_only():
    person = track("A", 10, (0, 0))
    shown = np.arange(10) >= 5
    floor = np.where(shown[:, None], (1.0, 0, 0), (-50.0, 0, 0))
    stage = shot(10, people=[replace(person, shown=shown, floor=floor)])
    actor = ready("pose", stage, 0, Fraction(48), 19).sheet.actors[0]
    assert actor.shown.tolist() == [False] * 10 + [True] * 9
    assert (actor.floor[actor.shown][:, 0] == 1).all()


def cut_of(stage, segment, **more):
    made = segment.cuts[0]
    return Cut(**{**dict(shot=made.shot, scene=made.scene, start=0, frames=stage.frames, lead=stage.lead,
                         tail=stage.tail, seconds=Fraction(4)), **more})


SIXTEEN = Sampling(Fraction(16), 33, W, H)


def need_of(role, stage, sampling=SIXTEEN, beats=(), **more):
    segment, context = context_of(stage, beats)
    return passes.need(role, cut_of(stage, segment, **more), context, sampling)


def test_a_need_starts_with_the_handle_and_parts_follow_one_another():
    stage = shot(96, lead=6, tail=6)
    whole = need_of("depth pass", stage)
    assert (whole.role, whole.name, whole.recipe["first"]) == ("depth pass", "1", "-6")
    first = need_of("depth pass", stage, frames=40, tail=0, part=1, parts=2)
    second = need_of("depth pass", stage, frames=44, lead=0, part=2, parts=2, offset=40)
    assert (first.recipe["first"], second.recipe["first"]) == ("-6", "40")
    assert len({whole.key, second.key, first.key}) == 2
    _, context = context_of(stage)
    kept = drawn.camera(drawn.ready(second.recipe, context))
    assert kept.position[0] == pytest.approx(stage.camera.position[46], abs=2e-6)


def test_first_and_last_frames_are_one_picture_each():
    stage = shot(96)
    first, last = need_of("first frame", stage), need_of("last frame", stage)
    assert first.recipe["frames"] == last.recipe["frames"] == 1 and first.key != last.key
    assert (first.recipe["first"], last.recipe["first"]) == ("0", "48")  # 32 / 16 s
    _, context = context_of(stage)
    assert drawn.camera(drawn.ready(last.recipe, context)).position[0, 0] == pytest.approx(SPEED * 2, abs=2e-6)


WALKER = track("A", 96, (0, 0))
ROLES = tuple(passes.PASSES)


@pytest.mark.parametrize("role", ROLES)
def test_what_moves_a_pixel_moves_the_key(role):
    base = need_of(role, shot(people=[WALKER])).key
    eye = moving(96)
    others = {
        "lens": shot(eye=replace(eye, focal=eye.focal + 1), people=[WALKER]),
        "place": shot(eye=replace(eye, cam_to_world=eye.cam_to_world + np.eye(4)[2][:, None] * 0.01), people=[WALKER]),
        "blocking": shot(people=[replace(WALKER, floor=WALKER.floor + 0.01)]),
        "turn": shot(people=[replace(WALKER, yaw=WALKER.yaw + 0.1)]),
        "gaze": shot(people=[replace(WALKER, gaze=WALKER.gaze + 0.2)]),
        "posture": shot(people=[replace(WALKER, posture=WALKER.posture + np.int8(1))]),
        "somebody": shot(people=[WALKER, track("B", 96, (1, 0))]),
        "room": replace(shot(people=[WALKER]), set=Set(replace(OUTSIDE, walled=True), (), False)),
    }
    keys = [need_of(role, stage).key for stage in others.values()]
    sizes = [need_of(role, shot(people=[WALKER]), Sampling(Fraction(16), 33, W + 2, H)).key]
    assert len({base, *keys, *sizes}) == len(keys) + len(sizes) + 1


@pytest.mark.parametrize("role", ROLES)
def test_what_moves_none_moves_none(role):
    """A label, a caption, words, a lens's stop where all is sharp; below a millionth of a metre nothing counts."""
    base = need_of(role, shot(people=[WALKER])).key
    nudged = replace(WALKER, floor=WALKER.floor + 1e-8)
    for stage, beats in ((shot(people=[WALKER], label="7B"), ()), (shot(people=[nudged]), ()),
                         (replace(shot(people=[WALKER]), caption="WS", subjects=("A",)), ()),
                         (shot(people=[WALKER]), [speech("A", "Quite other words.")]),
                         (shot(people=[WALKER, replace(WALKER, name="B", shown=WALKER.shown & False)]), ())):
        assert need_of(role, stage, beats=beats).key == base
    focus = shot(eye=replace(moving(96), stop=11.0, focus=np.full(96, 9.0)), people=[WALKER])
    mouth = shot(people=[replace(WALKER, mouth=np.full(96, 0.5))])
    pictures = passes.PASSES[role] == "picture"
    assert (need_of(role, focus).key != base) == (need_of(role, mouth).key != base) == pictures


def test_a_first_frame_knows_nothing_of_what_comes_later():
    eye = moving(96)
    later = eye.cam_to_world.copy()
    later[10:, 1, 3] += 1
    one, other = shot(), shot(eye=replace(eye, cam_to_world=later))
    assert need_of("first frame", one).key == need_of("first frame", other).key
    assert need_of("pose pass", one).key != need_of("pose pass", other).key


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 3), st.sampled_from(["depth", "pose", "figure", "picture"]), st.booleans(), st.integers(-3, 3))
def test_equal_keys_draw_equal_bytes(number, kind, talking, late):
    """Over the shots of a small film: words, labels and lips change, and where the key stays the picture does."""
    _, context = film(6)
    label = list(context.stage.shots)[number]
    stage = context.stage.shots[label]
    people = tuple(replace(t, mouth=np.full(6, 0.4)) if talking else t for t in stage.people)
    other = replace(stage, people=people, caption="other words")
    sampling = Sampling(Fraction(16), 1, W, H)
    found = []
    for one in (stage, other):
        held = replace(context, stage=replace(context.stage, shots={**context.stage.shots, label: one}))
        recipe = passes.written(kind, label, Fraction(late), sampling, 1)
        made = drawn.ready(recipe, held)
        picture = {"depth": drawn.bright, "pose": drawn.pose_picture}.get(kind, drawn.picture)(made, 0)
        found.append((passes.key(recipe, held), picture.tobytes()))
    if found[0][0] == found[1][0]:
        assert found[0][1] == found[1][1]
    else:
        assert kind == "picture" and talking


@pytest.mark.parametrize(("old", "new"), [("DAY", "NIGHT"), ("You kept it.", "Who kept it?")])
def test_a_plain_figure_is_seen_by_day_and_says_nothing(old, new):
    """Whoever looks for poses must find them, and no word makes another pass."""
    assert script_key("figure pass") == script_key("figure pass", old, new)
    assert script_key("figure pass") != script_key("figure pass", "28mm", "35mm")


SCRIPT = """INT. ROOM - DAY #1#

[[block: MAYA sits at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]

!! 1A: WS on MAYA and JON, 28mm, dolly in 0.4m, 4s

JON
You kept it.
"""


def script_key(kind, old="", new=""):
    compiled = shotscript.compile(SCRIPT.replace(old, new) if old else SCRIPT, provider="previz")
    sampling = Sampling(Fraction(16), 65, 320, 180)
    return passes.need(kind, compiled.segments[0].cuts[0], compiled.context, sampling).key


@pytest.mark.parametrize("old, new, same", [
    ("28mm", "35mm", False), ("dolly in", "dolly out", False), ("-0.7 0 facing", "-0.8 0 facing", False),
    ("JON stands", "JON sits", False), ("You kept it.", "You lost it!", True), ("WS on", "WS on", True)])
def test_a_scripts_changes_reach_the_key_or_not(old, new, same):
    for kind in ("depth pass", "pose pass"):
        assert (script_key(kind) == script_key(kind, old, new)) == same
