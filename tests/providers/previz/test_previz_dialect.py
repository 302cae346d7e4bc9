"""The dialect: exactly one verdict a claim, bytes that follow meaning, keyframes, captions, dress."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from previz_stages import SPAN, camera, person, segment_of, shot_wide, speech, track

from shotscript.core.span import Span
from shotscript.lang.clause import (
    Allow,
    Angle,
    As,
    CameraAt,
    Description,
    Dutch,
    Focus,
    Framing,
    From,
    Gaze,
    Height,
    Hold,
    Length,
    Lens,
    Move,
    Moves,
    Pacing,
    PlaceInFrame,
    Side,
    Speed,
)
from shotscript.lang.term import Ease, Name, Size, Time, Verb
from shotscript.narrative.story import Beat, Format, Said, Shot, State, Transition
from shotscript.optics.camera import ShotStage
from shotscript.optics.space import Room, Set
from shotscript.plan.timeline import Cut
from shotscript.providers import claims
from shotscript.providers.contract import Verdict
from shotscript.providers.previz.captions import LINE, LINES, pages, wrap
from shotscript.providers.previz.dialect import keyframes, write
from shotscript.providers.previz.letters import lacking
from shotscript.providers.wardrobe import CLOTH, dress

A = Name("MARA", "cast", SPAN)
CLAUSES = st.sampled_from([
    Framing(SPAN, Size.CU, on=(A,)), Framing(SPAN, part="hands", on=(A,)), Lens(SPAN, Fraction(35)),
    Lens(SPAN, Fraction(40), anamorphic=True), Angle(SPAN, "low"), Dutch(SPAN, "left"),
    Height(SPAN, Fraction(1)), Side(SPAN, "front"), From(SPAN, A), PlaceInFrame(SPAN, A, "screen left"),
    Gaze(SPAN, A, "left"), Focus(SPAN, A), Length(SPAN, Time(Fraction(4), False, SPAN)),
    Hold(SPAN, Time(Fraction(1), False, SPAN)), Speed(SPAN, Fraction(50)), As(SPAN, "1A"),
    CameraAt(SPAN, Fraction(1), Fraction(2)), Description(SPAN, "smoke"), Allow(SPAN, "AX101"),
    Pacing(SPAN, ease=Ease.IN),
    *(Moves(SPAN, ((Move(SPAN, verb),),)) for verb in Verb),
])
BEATS = st.sampled_from([
    Beat(kind="action", text="She waits.", span=SPAN), speech("MARA", "Hello."), speech("MARA", "Well.", unseen=True),
    Beat(kind="pause", seconds=Fraction(1), span=SPAN),
])
SAID = st.sampled_from([Said(head=h, text="x", span=SPAN) for h in (
    "sound", "music", "super", "plate", "take", "perform", "frame first", "frame last", "never heard of")])
SHOT_STATES = st.sampled_from([
    State(name="MARA", wears="black coat", span=SPAN), State(name="MARA", text="wet", span=SPAN)])


def film_of(**changes):
    segment, context = segment_of([(shot_wide(6), [], [])], Format(width=320, height=180),
                                  cast=(person("MARA", "woman, long hair", "red coat"), person("JONAS", "man")))
    cut = segment.cuts[0]
    shot = cut.shot.model_copy(update=changes)
    return segment.model_copy(update={"cuts": (cut.model_copy(update={"shot": shot}),)}), context


@settings(max_examples=25, deadline=None)
@given(st.lists(CLAUSES, max_size=6), st.lists(BEATS, max_size=4), st.lists(SAID, max_size=4),
       st.lists(SHOT_STATES, max_size=2))
def test_every_claim_has_one_verdict(clauses, beats, said, states):
    segment, context = film_of(clauses=tuple(clauses), beats=tuple(beats), said=tuple(said), states=tuple(states))
    draft = write(segment, context)
    asked = [claim for cut in claims.asked(segment, context) for claim in cut]
    assert [(c.shot, c.kind, c.words) for c in asked] == [(v.shot, v.kind, v.clause) for v in draft.losses]
    assert all(v.how for v in draft.losses if v.verdict is not Verdict.USED)


def test_a_last_bit_changes_no_byte_and_a_millimetre_does():
    def key(nudge):
        shot = shot_wide(6)
        eye = replace(shot.camera, cam_to_world=shot.camera.cam_to_world + nudge)
        segment, context = segment_of([(replace(shot, camera=eye), [], [])])
        return write(segment, context).request.key

    assert key(0.0) == key(1e-15) == key(-0.0) != key(1e-3)


def test_where_it_stands_in_the_file_changes_no_byte():
    here, context = film_of(clauses=(Lens(SPAN, Fraction(35)),))
    there, _ = film_of(clauses=(Lens(Span(400, 404, "film.fountain"), Fraction(35)),))
    other, _ = film_of(clauses=(Lens(SPAN, Fraction(36)),))
    keys = [write(segment, context).request.key for segment in (here, there, other)]
    assert keys[0] == keys[1] != keys[2]


def test_what_others_answer_stays_out_of_the_request():
    plain, context = film_of()
    titled, _ = film_of(said=(Said(head="super", text='"HALO" center', span=SPAN),))
    assert write(plain, context).request.key == write(titled, context).request.key
    assert write(titled, context).losses[0].verdict is Verdict.USED


def test_arrays_are_named_by_their_content():
    segment, context = film_of()
    request = write(segment, context).request
    person_ = request.body["cuts"][0]["people"][0]
    assert request.arrays[person_["floor"]["sha256"]].shape == tuple(person_["floor"]["shape"])
    assert not any(array.flags.writeable for array in request.arrays.values())


def cut_of(frames, lead=0, tail=0, **transitions):
    shot = Shot(label="1", scene=0, span=SPAN, seconds=Fraction(frames, 24), frames=frames, **transitions)
    scene = segment_of([(shot_wide(2), [], [])])[0].cuts[0].scene
    return Cut(shot=shot, scene=scene, start=0, frames=frames, lead=lead, tail=tail, seconds=Fraction(1))


def mix(kind, frames):
    return Transition(kind=kind, frames=frames, text=kind, span=SPAN)


@pytest.mark.parametrize("cuts, expected", [
    ([cut_of(24), cut_of(12)], (0, 24)),
    ([cut_of(48, transition_in=mix("fade in", 10))], (0, 10)),
    ([cut_of(48, transition_out=mix("fade out", 12))], (0, 36)),
    # a dissolve of 25: 12 frames before the cut, 13 after it
    ([cut_of(48, tail=13, transition_out=mix("dissolve", 25)), cut_of(48, 12, transition_in=mix("dissolve", 25))],
     (0, 36, 48, 61, 73, 86)),
    # the length known only from the handle: both halves it can have
    ([cut_of(48, tail=13)], (0, 35, 36, 48)),
])
def test_keyframes_stand_where_the_join_cuts(cuts, expected):
    assert keyframes(tuple(cuts)) == expected


def test_handles_are_drawn_from_the_stage():
    shot = replace(shot_wide(30), frames=20, lead=4, tail=6)
    segment, context = segment_of([(shot, [], [])], lead=4, tail=6)
    body = write(segment, context).request.body["cuts"][0]
    assert (body["lead"], body["frames"], body["tail"]) == (4, 20, 6)
    assert body["camera"]["focal"]["shape"] == [30]


def test_a_stage_without_handles_holds_its_edges():
    segment, context = segment_of([(shot_wide(20), [], [])], lead=4, tail=6)
    request = write(segment, context).request
    poses = request.arrays[request.body["cuts"][0]["camera"]["cam_to_world"]["sha256"]]
    assert len(poses) == 30
    assert (poses[:5] == poses[0]).all() and (poses[-7:] == poses[-1]).all()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab cdé, .一二"), min_size=1, max_size=300), st.integers(1, 400))
def test_captions_keep_every_letter_and_every_frame(text, frames):
    found = pages(text, frames, lambda line: len(line) <= 30)
    assert "".join(text.split()) == "".join("".join(wrap(text, lambda line: len(line) <= LINE)).split())
    assert all(len(line) <= min(LINE, 30) for page in found for line in page.lines)
    assert all(1 <= len(page.lines) <= LINES for page in found)
    if text.strip():
        assert [p.start for p in found] == [0, *(p.end for p in found)][:-1] and found[-1].end == frames


def test_longer_captions_stay_longer():
    found = pages("aa " * 56 + "b", 100, lambda line: True)
    long, short = found[0], found[-1]
    assert long.end - long.start > short.end - short.start


def test_clothes_give_the_colour_and_states_change_it():
    segment, context = film_of()
    cut = segment.cuts[0]
    assert dress("MARA", cut.shot, cut.scene, context.story).cloth == CLOTH["red"]
    wet = cut.shot.model_copy(update={"states": (State(name="MARA", wears="black raincoat", span=SPAN),)})
    assert dress("MARA", wet, cut.scene, context.story).cloth == CLOTH["black"]
    before, after = (dress("JONAS", shot, cut.scene, context.story).cloth for shot in (cut.shot, wet))
    assert before == after


@pytest.mark.parametrize("look, long, coloured", [
    ("woman, 34, cropped silver hair", False, True), ("long red hair", True, True), ("a ponytail", True, False),
    ("man, tired eyes", False, False), ("woman, short blonde hair", False, True),
    ("long legs, short hair", False, False),
])
def test_hair_is_read_from_the_look(look, long, coloured):
    segment, context = segment_of([(shot_wide(2), [], [])], cast=(person("MARA", look), person("JONAS")))
    cut = segment.cuts[0]
    worn = dress("MARA", cut.shot, cut.scene, context.story)
    plain = dress("JONAS", cut.shot, cut.scene, context.story)
    assert worn.long is long and plain.long is False
    assert coloured == (max(worn.hair) > 0.4)


def test_letters_the_font_lacks_are_told_once():
    assert lacking("Zoë, naïve — “yes” ¿Qué? Ångström, Łódź, façade") == ""
    assert lacking("一a二一") == "一二"
    people = (track("MARA", 2, (0, 0)),)
    shot = ShotStage("1", 2, 0, 0, camera(2, (0, 1.5, 3), (0, 1.5, 0)), people, Set(Room(4, 4), ()))
    segment, context = segment_of([(shot, [speech("MARA", "你好")], [])])
    assert [p.code for p in write(segment, context).problems] == ["FL501"]
    assert write(*segment_of([(shot, [speech("MARA", "Hello")], [])])).problems == ()


def test_people_keep_their_colours_through_the_film():
    both = segment_of([(shot_wide(2), [], [])], cast=(person("JONAS"), person("MARA")))
    cut = both[0].cuts[0]
    colours = [dress(n, cut.shot, cut.scene, both[1].story).cloth for n in ("JONAS", "MARA")]
    assert colours[0] != colours[1]
    assert np.allclose(colours, [dress(n, cut.shot, cut.scene, both[1].story).cloth for n in ("JONAS", "MARA")])
