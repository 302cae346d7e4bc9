"""Every frame of the film has its picture once: windows and pieces against a plain frame-by-frame reckoning."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reels import Take, film, transition

from shotscript.film.clip import Clip
from shotscript.film.index import Index
from shotscript.stitch.assemble import sequence
from shotscript.stitch.sequence import Edit, Sequence
from shotscript.stitch.window import holds, layers, pieces

KINDS = ("dissolve", "wipe", "fade in", "fade out")


def cut(takes: list[Take]) -> Sequence:
    made = film(takes)
    return sequence(made.timeline, made.segments, {s.index: Path(f"{s.index}.mp4") for s in made.segments})


def facts(path: Path) -> Index:
    rate, tick = Fraction(24), Fraction(1, 24)
    clip = Clip(path, 160, 88, rate, 9999, 9999 / rate, "h264", "", "yuv420p", False, "", tick, ())
    return Index(clip, 0, np.arange(9999), np.arange(9999), (0,), (0,), b"", 0, False, True)


def touched(made: Sequence, frame: int) -> bool:
    """Whether a frame of the film is anything but one shot's own picture, by the words of the contract."""
    for i, edit in enumerate(made.edits):
        n, kind = (edit.into.frames, edit.into.kind) if edit.into else (0, "")
        if i and kind in ("dissolve", "wipe") and edit.start - n // 2 <= frame < edit.start + n - n // 2:
            return True
        if kind == "fade in" and edit.start <= frame < min(edit.start + n, edit.end):
            return True
        after = made.edits[i + 1].into if i + 1 < len(made.edits) else None
        crossed = after is not None and after.kind in ("dissolve", "wipe") and after.frames > 0
        black = edit.out.frames if edit.out and edit.out.kind == "fade out" and not crossed else 0
        if max(edit.end - black, edit.start) <= frame < edit.end:
            return True
    return False


TAKES = st.lists(
    st.builds(
        Take, st.integers(1, 30),
        st.none() | st.builds(transition, st.sampled_from(KINDS[:3]), st.integers(1, 40)),
        st.none() | st.builds(transition, st.just("fade out"), st.integers(1, 40)),
    ),
    min_size=1, max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(TAKES)
def test_pieces_cover_the_film_once_and_copy_only_what_is_plain(takes: list[Take]):
    made = cut(takes)
    found = pieces(made)
    assert [piece.start for piece in found] == [0, *(piece.end for piece in found[:-1])]
    assert found[-1].end == made.frames == sum(take.frames for take in takes)
    for piece in found:
        assert piece.start < piece.end
        for frame in range(piece.start, piece.end):
            assert (piece.edit is None) == touched(made, frame)
        if piece.edit:
            assert piece.edit.start <= piece.start and piece.end <= piece.edit.end


@settings(max_examples=150, deadline=None)
@given(TAKES)
def test_layers_of_a_window_show_each_shot_at_its_own_frames(takes: list[Take]):
    made = cut(takes)
    clips = {edit.path: facts(edit.path) for edit in made.edits}
    for piece in pieces(made):
        if piece.edit is None:
            seen = layers(made, piece.start, piece.end, clips)
            assert seen
            for frame in range(piece.start, piece.end):
                here = frame - piece.start
                shown = [one for one in seen if one.start <= here < one.start + one.frames]
                numbers = {(one.strip.source.clip.path, one.strip.number(one.first + here - one.start))
                           for one in shown}
                owner = next(e for e in made.edits if e.start <= frame < e.end)
                own = owner.path, owner.at * made.fps + frame - owner.start
                assert own in numbers, "the shot that owns the frame is seen in it"


def test_a_dissolve_lies_about_its_cut_with_the_odd_frame_after_it():
    made = cut([Take(20), Take(20, transition("dissolve", 7)), Take(20)])
    assert [(p.start, p.end, p.edit.label if p.edit else "") for p in pieces(made)] == [
        (0, 17, "S0"), (17, 24, ""), (24, 40, "S1"), (40, 60, "S2")]
    under, over = layers(made, 17, 24, {e.path: facts(e.path) for e in made.edits})
    assert (under.start, under.frames, under.first, under.strip.at, under.strip.high) == (0, 7, 17, 0, 24)
    assert (over.start, over.frames, over.first, over.strip.low, over.dissolve) == (0, 7, -3, -3, 7)
    assert [over.strip.number(frame) for frame in (-4, -3, 0, 19, 20)] == [24, 24, 27, 46, 46]


def test_a_film_that_begins_with_a_dissolve_begins_plainly():
    made = cut([Take(20, transition("dissolve", 8)), Take(20)])
    assert [(p.start, p.end) for p in pieces(made)] == [(0, 20), (20, 40)]


def test_handles_that_are_missing_are_said():
    made = cut([Take(20), Take(20, transition("wipe", 8))])
    assert made.notes == ()
    bare = replace(made, edits=tuple(replace(edit, lead=0, tail=0) for edit in made.edits))
    assert holds(bare) == ("shot S0 holds its last frame under the wipe to S1",
                           "shot S1 holds its first frame in the wipe from S0")


def test_shots_lie_in_their_clips_behind_their_leads():
    made = cut([Take(20), Take(21, transition("dissolve", 9)), Take(22, transition("wipe", 4)), Take(23)])
    assert [(e.label, str(e.path), e.start, e.frames, e.at * 24, e.lead, e.tail) for e in made.edits] == [
        ("S0", "0.mp4", 0, 20, 0, 0, 5), ("S1", "0.mp4", 20, 21, 29, 4, 2),
        ("S2", "1.mp4", 41, 22, 2, 2, 0), ("S3", "1.mp4", 63, 23, 24, 0, 0)]


def test_a_shot_of_two_lengths_is_our_mistake():
    made = film([Take(20)])
    wrong = made.timeline.model_copy(update={"slots": (made.timeline.slots[0].model_copy(update={"frames": 21}),)})
    with pytest.raises(AssertionError, match="two lengths"):
        sequence(wrong, made.segments, {0: Path("0.mp4")})


def test_fades_never_outlast_their_shot():
    edit = Edit("1A", 0, Path("a"), 0, 10, Fraction(0), into=transition("fade in", 24), out=transition("fade out", 24))
    assert (edit.fade_in, edit.fade_out) == (10, 10)
