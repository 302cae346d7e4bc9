"""The stage as a whole: scripts' stories in, cameras for every frame out; `as`, captions, reports."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from frame_kit import SPAN, lens, move, moves, name, on, scene, seconds, shot

from shotscript.core.diagnostic import Level
from shotscript.lang.ast import BlockPerson, Facing, Spot, Step
from shotscript.lang.clause import Angle, Focus, Pacing, Side
from shotscript.lang.term import Size, Verb, View
from shotscript.narrative.story import Format, Person, Place, Said, Scene, Shot, Story, Transition
from shotscript.optics.camera import Stage
from shotscript.optics.shoot import stage
from shotscript.optics.slate import caption

CAST = (Person(name="MAYA", height=Fraction(168, 100), span=SPAN),
        Person(name="JON", height=Fraction(182, 100), span=SPAN))


def stands(who: str, x: float, towards: str) -> BlockPerson:
    spot = Spot(SPAN, Fraction(x).limit_denominator(100), Fraction(0))
    return BlockPerson(SPAN, name(who), (Step(SPAN, "stands", spot, Facing(SPAN, name(towards))),))


def story(*shots: Shot, size: tuple[int, int] | None = (30, 30), **more) -> Story:
    made: Scene = scene(*shots)
    start = (stands("MAYA", -0.75, "JON"), stands("JON", 0.75, "MAYA"))
    made = made.model_copy(update={"people": ("MAYA", "JON"), "start": start, "place": "HALL"})
    places = (Place(name="HALL", size=None if size is None else (Fraction(size[0]), Fraction(size[1])), span=SPAN),)
    return Story(source="test.fountain", format=Format(**more), cast=CAST, places=places, scenes=(made,))


def staged(*shots: Shot, **more) -> Stage:
    return stage(story(*shots, **more))[0]


def test_every_shot_has_a_camera_and_tracks_of_one_length() -> None:
    dissolve = Transition(kind="dissolve", frames=24, text="DISSOLVE TO:", span=SPAN)
    a = shot(on(Size.WS, "MAYA", "JON"), frames=48, label="1A").model_copy(update={"transition_out": dissolve})
    b = shot(on(Size.CU, "MAYA"), frames=36, label="1B").model_copy(update={"transition_in": dissolve})
    made = staged(a, b)
    assert list(made.shots) == ["1A", "1B"]
    for label, frames, lead, tail in (("1A", 48, 0, 12), ("1B", 36, 12, 0)):
        s = made.shots[label]
        assert (s.frames, s.lead, s.tail) == (frames, lead, tail)
        assert len(s.camera) == frames + lead + tail == len(s.camera.focus)
        assert all(len(track.yaw) == len(s.camera) for track in s.people)
        assert s.camera.stop == 4.0 and s.camera.gate.width == 36


def test_the_same_story_gives_the_same_bytes() -> None:
    clauses = (on(Size.CU, "MAYA"), moves((move(Verb.HANDHELD), move(Verb.DOLLY, "in", target=on(Size.ECU)))))
    one, two = (staged(shot(*clauses)).camera("1A") for _ in range(2))
    assert one.cam_to_world.tobytes() == two.cam_to_world.tobytes() and one.focus.tobytes() == two.focus.tobytes()


def test_as_starts_where_the_shot_it_repeats_ended() -> None:
    a = shot(on(Size.WS, "MAYA", "JON"), lens(28), moves(move(Verb.DOLLY, "in", amount=1.5)), label="1A")
    b = shot(*a.clauses[:2], moves(move(Verb.DOLLY, "in", target=on(Size.MS))), label="1B").model_copy(
        update={"as_of": "1A"})
    made = staged(a, b)
    first, then = made.camera("1A"), made.camera("1B")
    step = first.position[-1] - first.position[-2]
    assert np.linalg.norm(then.position[0] - first.position[-1]) < np.linalg.norm(step) + 1e-3
    assert np.linalg.norm(then.position[0] - first.position[0]) == pytest.approx(1.5)
    assert np.linalg.norm(then.position[-1] - then.position[0]) > 0.2


def test_as_with_a_lens_of_its_own_stays_and_with_a_size_keeps_its_side() -> None:
    a = shot(on(Size.MS, "MAYA"), lens(50), moves(move(Verb.ORBIT, "left", amount=30)), label="1A")
    longer = shot(on(Size.MS, "MAYA"), lens(85), label="1B").model_copy(update={"as_of": "1A"})
    closer = shot(on(Size.CU, "MAYA"), lens(50), label="1C").model_copy(update={"as_of": "1A"})
    turned = shot(on(Size.MS, "MAYA"), lens(50), Side(SPAN, "back"), label="1D").model_copy(update={"as_of": "1A"})
    made = staged(a, longer, closer, turned)
    end, same, near, back = (made.camera(f"1{c}") for c in "ABCD")
    assert same.position[0] == pytest.approx(end.position[-1], abs=0.01) and same.focal[0] == 85
    away = near.position[0] - (-0.75, near.position[0][1], 0)
    before = end.position[-1] - (-0.75, end.position[-1][1], 0)
    assert np.linalg.norm(away) < np.linalg.norm(before)
    assert away @ before / np.linalg.norm(away) / np.linalg.norm(before) > 0.99
    assert back.position[0][0] < -1.5


def test_a_point_of_view_does_not_see_its_own_head() -> None:
    made = staged(shot(on(None, "JON", view=View.POV, by="MAYA"))).shots["1A"]
    assert {t.name: bool(t.shown.any()) for t in made.people} == {"MAYA": False, "JON": True}


def test_outside_the_place_is_reported_never_moved() -> None:
    clauses = (on(Size.WS, "MAYA", "JON"), lens(50))
    free, _ = stage(story(shot(*clauses)))
    small, told = stage(story(shot(*clauses), size=(4, 3)))
    assert [(p.code, p.level, p.shot) for p in told if p.code == "LN601"] == [("LN601", Level.WARNING, "1A")]
    assert np.array_equal(free.camera("1A").cam_to_world, small.camera("1A").cam_to_world)
    auto = shot(*clauses).model_copy(update={"auto": True})
    assert [p.level for p in stage(story(auto, size=(4, 3)))[1] if p.code == "LN601"] == [Level.INFO]
    assert not [p for p in stage(story(shot(*clauses), size=None))[1] if p.code == "LN601"]


def test_no_camera_of_ours_is_judged_where_footage_is_the_shot() -> None:
    wide = shot(on(Size.WS, "MAYA", "JON"), lens(50))
    for head in ("take", "plate"):
        filmed = wide.model_copy(update={"said": (Said(head=head, text="a.mp4", span=SPAN),)})
        assert not [p for p in stage(story(filmed, size=(4, 3)))[1] if p.code == "LN601"]


def test_inside_a_body_is_reported() -> None:
    close = (on(Size.MS, "MAYA"), lens(34), Side(SPAN, "front"))
    told = stage(story(shot(*close)))[1]
    assert any(p.code == "LN601" and "inside JON" in p.message for p in told)


def test_a_faulty_shot_still_gets_a_camera() -> None:
    bad = shot(on(Size.CU, "NOBODY"), lens(0)).model_copy(update={"faults": ("SY101",)})
    made, told = stage(story(bad, shot(label="1B")))
    assert all(np.isfinite(s.camera.cam_to_world).all() for s in made.shots.values())
    assert [p.shot for p in told if p.code == "FR704"] == ["1A"]
    assert made.shots["1B"].subjects == ("MAYA", "JON"), "no clause at all: everyone"


def test_focus_on_another_person_stays_there() -> None:
    camera = staged(shot(on(Size.WS, "MAYA", "JON"), Side(SPAN, "profile left", name("JON")), Focus(SPAN, name("JON")),
                         moves(move(Verb.TRUCK, "left", amount=1)))).camera("1A")
    assert np.ptp(camera.focus) < 1e-6 and camera.focus[0] > 1


CAPTIONS = [
    ((on(Size.CU, "MAYA"), moves(move(Verb.DOLLY, "in", amount=0.5))), "CU MAYA  dolly in 0.5 m"),
    ((on(Size.WS, "MAYA", "JON"), Angle(SPAN, "low"),
      moves(move(Verb.DOLLY, "in", amount=1.2, pace="slow", over=seconds(4)))),
     "WS MAYA and JON, low angle  slow dolly in 1.2 m over 4 s"),
    ((on(None, "JON", view=View.OTS, by="MAYA"),), "OTS MAYA on JON"),
    ((on(Size.CU, "MAYA", part="hands"), moves(move(Verb.PAN, "left", amount=20), move(Verb.ZOOM, "in", mm=85))),
     "CU MAYA's hands  pan left 20° then zoom in to 85 mm"),
    ((on(Size.MS, "MAYA"), moves((move(Verb.TRACK, follow=name("MAYA")), move(Verb.HANDHELD)))),
     "MS MAYA  track MAYA while handheld"),
    ((on(Size.MS, "MAYA"), moves(move(Verb.RACK_FOCUS, focus_from=name("MAYA"), target=name("JON")))),
     "MS MAYA  rack focus MAYA to JON"),
    ((on(Size.MS, "MAYA"), moves(move(Verb.DOLLY, "in", target=on(Size.CU))), Pacing(SPAN, over=seconds(2))),
     "MS MAYA  dolly in to CU over 2 s"),
    ((), "WS"),
]


@pytest.mark.parametrize(("clauses", "words"), CAPTIONS, ids=[words for _, words in CAPTIONS])
def test_captions(clauses: tuple, words: str) -> None:
    made = shot(*clauses)
    assert caption(made, Fraction(24)) == words
    assert staged(made).shots["1A"].caption == words


def test_frame_rates_change_nothing_but_the_sampling() -> None:
    clauses = (on(Size.MS, "MAYA"), lens(50), moves(move(Verb.ORBIT, "left", amount=30)))
    slow = staged(shot(*clauses, frames=48)).camera("1A")
    fast_story = story(shot(*clauses, frames=96), fps=Fraction(48))
    fast = stage(fast_story)[0].camera("1A")
    assert fast.position[::2] == pytest.approx(slow.position, abs=1e-9)
    assert len(replace(fast)) == 96
