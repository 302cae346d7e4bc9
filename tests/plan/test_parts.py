"""Shots longer than any segment: every frame in one part, every word once, cut where a director would."""

from __future__ import annotations

from fractions import Fraction

import pytest
from film_of import HERE, film
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.diagnostic import Level
from shotscript.narrative.speech import split_sentences
from shotscript.narrative.story import Beat, BlockCue, Said, Story, Transition
from shotscript.narrative.timing import lay
from shotscript.plan.lay import timeline
from shotscript.plan.limits import Limits
from shotscript.plan.pack import pack
from shotscript.plan.strip import strip
from shotscript.plan.timeline import Cut

FPS = Fraction(24)
SENTENCES = ("You kept the coat. ", "After all this time? ", "I know. ", "Nobody would have kept it for so long! ",
             "他走了。", "那是很久以前的事了。")


def beat(kind: str, text: str, seconds: Fraction | str, **more) -> Beat:
    return Beat(kind=kind, text=text, seconds=Fraction(seconds), span=HERE, **more)  # type: ignore[arg-type]


def holding(beats: tuple[Beat, ...], frames: int, **more) -> Story:
    """A scene of a short shot, one that holds these beats, and another short one."""
    story = film([[(48, 0, ""), (frames, 0, ""), (48, 0, "")]])
    laid, _ = lay(beats)
    one, long, last = story.shots
    long = long.model_copy(update={"beats": laid, **more})
    return story.model_copy(update={"scenes": (story.scenes[0].model_copy(update={"shots": (one, long, last)}),)})


def packed(story: Story, limits: Limits):
    segments, problems = pack(story, timeline(story), limits, lambda a, b: True, lambda a, b: 0)
    return segments, problems, [c for s in segments for c in s.cuts if c.shot.label == "1B"]


def seconds(cuts: list[Cut]) -> list[Fraction]:
    return [Fraction(cut.frames) / FPS for cut in cuts]


def test_a_cut_falls_between_beats_rather_than_between_sentences():
    beats = (beat("speech", "One. Two. Three. ", 9, who="MAYA"), beat("action", "He turns.", 7))
    segments, problems, cuts = packed(holding(beats, 16 * 24), Limits(longest=Fraction(15)))
    assert seconds(cuts) == [9, 7] and [c.offset for c in cuts] == [0, 216]
    assert [b.text for c in cuts for b in c.shot.beats] == ["One. Two. Three. ", "He turns."]
    assert cuts[1].shot.beats[0].start == 0 and cuts[1].start == 48 + 216
    assert [s.name for s in segments] == ["1A-1B.1", "1B.2-1C"]
    assert [(p.code, p.level) for p in problems] == [("BK957", Level.WARNING)]
    assert "made in 2 parts, cut at 9 s; the provider starts no clip" in problems[0].message


def test_one_speech_is_cut_between_its_sentences():
    text = "You kept the coat. After all this time you kept it. I did not know. "
    _, _, cuts = packed(holding((beat("speech", text, 20, who="MAYA", delivery="quietly"),), 480),
                        Limits(longest=Fraction(15), continues=True))
    said = [b.text for c in cuts for b in c.shot.beats]
    assert "".join(said) == text and len(said) == 2
    assert all(part in ("You kept the coat. ", "I did not know. ") or part.endswith(". ") for part in said)
    assert {b.delivery for c in cuts for b in c.shot.beats} == {"quietly"}


def test_a_sentence_is_never_cut():
    story = holding((beat("speech", "On and on and on.", 20, who="MAYA"),), 480)
    _, problems, cuts = packed(story, Limits(longest=Fraction(15)))
    assert not cuts and [p.code for p in problems] == ["BK952"]
    over = (beat("speech", "One. Two.", 16, who="MAYA"),
            beat("speech", "And nobody ever stops.", 16, who="JON", voice_over=True, beside=True, unseen=True))
    assert [p.code for p in packed(holding(over, 16 * 24), Limits(longest=Fraction(15)))[1]] == ["BK952"]


def test_silence_may_be_cut_anywhere_and_parts_are_alike():
    _, problems, cuts = packed(holding((), 31 * 24), Limits(longest=Fraction(15), continues=True))
    assert len(cuts) == 3 and max(seconds(cuts)) - min(seconds(cuts)) < Fraction(1, 4)
    assert [p.code for p in problems] == ["BK957"] and "started on the last picture" in problems[0].message


def test_no_part_is_shorter_than_the_provider_makes_where_that_can_be():
    beats = (beat("action", "He waits.", 2), beat("speech", "One. Two. Three. Four. ", 14, who="MAYA"))
    kling = Limits(shortest=Fraction(3), longest=Fraction(15), whole_seconds=True)
    assert min(seconds(packed(holding(beats, 384), kling)[2])) >= 3
    assert seconds(packed(holding(beats, 384), Limits(longest=Fraction(15)))[2]) == [2, 14]


def test_handles_stand_at_the_first_and_last_part_alone():
    into = Transition(kind="dissolve", frames=25, text="", span=HERE)
    story = holding((), 480, transition_in=into)
    last = story.shots[2].model_copy(update={"transition_in": into})
    story = story.model_copy(update={"scenes": (story.scenes[0].model_copy(
        update={"shots": (*story.shots[:2], last)}),)})
    _, _, cuts = packed(story, Limits(longest=Fraction(11)))
    assert [(c.lead, c.tail) for c in cuts] == [(12, 0), (0, 13)]
    assert [bool(c.shot.transition_in) for c in cuts] == [True, False]
    assert sum(c.frames for c in cuts) == 480 and max(c.lead + c.frames + c.tail for c in cuts) <= 264


def test_blocking_and_given_stills_go_with_their_part():
    cue = [BlockCue(at=Fraction(at), items=(), span=HERE) for at in (0, 4, 18, 40)]
    said = tuple(Said(head=head, text="a.png", span=HERE) for head in ("frame first", "frame last", "sound"))
    _, _, cuts = packed(holding((), 480, blocking=tuple(cue), said=said), Limits(longest=Fraction(10)))
    assert [[c.at for c in cut.shot.blocking] for cut in cuts] == [[0, 4], [8, 30]]
    assert [[s.head for s in cut.shot.said] for cut in cuts] == [["frame first", "sound"], ["frame last", "sound"]]


def test_this_machine_makes_any_shot_whole():
    assert len(packed(holding((), 90 * 24), Limits())[2]) == 1


def test_a_label_that_looks_like_a_part_is_no_trouble():
    story = holding((), 480)
    named = story.shots[2].model_copy(update={"label": "1B.1"})
    story = story.model_copy(update={"scenes": (story.scenes[0].model_copy(
        update={"shots": (*story.shots[:2], named)}),)})
    names = [s.name for s in packed(story, Limits(cuts=1, longest=Fraction(10)))[0]]
    assert names == ["1A", "1B..1", "1B..2", "1B.1"]


def test_another_version_is_cut_where_the_first_one_is():
    limits = Limits(longest=Fraction(15))
    first = holding((beat("speech", "One. Two. Three. ", 9, who="MAYA"), beat("action", "He turns.", 7)), 384)
    other = holding((beat("speech", "Uno, dos. Tres y cuatro. ", 12, who="MAYA"), beat("action", "Se vuelve.", 4)), 384)
    row = strip(first, timeline(first), limits)
    same = strip(other, timeline(other), limits, marks=row.marks)
    assert [(f.name, f.frames, f.offset) for f in same.frames] == [(f.name, f.frames, f.offset) for f in row.frames]
    assert "".join(b.text for f in same.frames for b in f.shot.beats) == "Uno, dos. Tres y cuatro. Se vuelve."


texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("".join)
beats_of = st.lists(st.one_of(
    st.builds(lambda t, n: beat("speech", t, n, who="MAYA"), texts, st.integers(1, 12)),
    st.builds(lambda t, n: beat("action", t, n), texts, st.integers(0, 12)),
    st.builds(lambda n: beat("pause", "", n), st.integers(1, 4)),
    st.builds(lambda t, n: beat("speech", t, n, who="JON", voice_over=True, beside=True, unseen=True), texts,
              st.integers(1, 9)),
), max_size=8).map(tuple)
kinds = st.sampled_from([
    Limits(longest=Fraction(15), shortest=Fraction(3), whole_seconds=True),
    Limits(durations=(Fraction(4), Fraction(8))), Limits(fps=Fraction(16), frame_grid=(4, 1), frames_most=81),
    Limits(longest=Fraction(10), shot_shortest=Fraction(2)),
])


@settings(max_examples=200, deadline=None)
@given(beats_of, st.integers(0, 200), kinds)
def test_every_frame_and_every_word_is_in_exactly_one_part(beats, spare, limits):
    _, total = lay(beats)
    story = holding(beats, int(total * 24) + 24 + spare)
    shot = story.shots[1]
    segments, problems, cuts = packed(story, limits)
    if not cuts:
        assert any(p.code == "BK952" for p in problems)
        return
    assert [c.part for c in cuts] == list(range(1, cuts[0].parts + 1))
    assert [c.offset for c in cuts] == [sum(c.frames for c in cuts[:i]) for i in range(len(cuts))]
    assert sum(c.frames for c in cuts) == shot.frames
    assert all(c.start == 48 + c.offset and c.frames == c.shot.frames for c in cuts)
    for voice in ("MAYA", "JON", ""):
        want = [b.text for b in shot.beats if b.who == voice]
        assert "".join(b.text for c in cuts for b in c.shot.beats if b.who == voice) == "".join(want)
    whole = {s for b in shot.beats for s in split_sentences(b.text)}
    assert all(s in whole for c in cuts for b in c.shot.beats for s in split_sentences(b.text))
    assert all(b.start >= 0 for c in cuts for b in c.shot.beats)
    for segment in segments:
        assert limits.longest is None or segment.seconds <= limits.longest
        assert not limits.durations or segment.seconds in limits.durations
        assert not limits.frame_grid or (segment.seconds * 16 - 1) % 4 == 0


@pytest.mark.parametrize("length", [361, 500, 719, 720, 721])
def test_parts_are_as_few_as_can_be(length: int):
    cuts = packed(holding((), length), Limits(longest=Fraction(15)))[2]
    assert len(cuts) == -(-length // 360)
