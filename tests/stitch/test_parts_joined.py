"""A film whose shots were made in parts: joined, every frame is where it would be had they been made whole."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from reels import Take, film, picture, shoot, shown, speech, transition

from shotscript.film.read import frames
from shotscript.plan.limits import Limits
from shotscript.plan.pack import pack
from shotscript.stitch.assemble import assemble, sequence

TAKES = [
    Take(30, transition("fade in", 6)),
    Take(70, beats=(speech("You kept the coat.", who="MAYA"), speech("All this time.", "1.5", who="MAYA"))),
    Take(45, transition("dissolve", 12), transition("fade out", 5)),
]


def packed(folder: Path):
    made = film(TAKES)
    limits = Limits(cuts=3, longest=Fraction(3, 2))
    made.segments, _ = pack(made.story, made.timeline, limits, lambda a, b: True, lambda a, b: 0)
    return shoot(made, folder)


def test_parts_join_exactly(tmp_path: Path):
    made = packed(tmp_path)
    assert [s.name for s in made.segments] == ["S0", "S1.1", "S1.2", "S1.3", "S2.1", "S2.2"]
    joined = sequence(made.timeline, made.segments, made.clips)
    assert [(e.label, e.start, e.frames) for e in joined.shots] == [("S0", 0, 30), ("S1", 30, 70), ("S2", 100, 45)]
    assert joined.notes == () and joined.frames == 145
    reel = assemble(joined, made.story, tmp_path / "out" / "reel.mp4", voices=False)
    windows = {*range(6), *range(94, 106), *range(140, 145)}
    for number, planes in enumerate(frames(reel.clip)):
        if number not in windows:
            slot = next(s for s in made.timeline.slots if s.start <= number < s.start + s.frames)
            own = int(slot.label[1:]), number - slot.start
            assert shown(planes) == own
            assert abs(planes.astype(float) - picture(*own)).mean() < 4
    assert number == 144


def test_each_speech_of_a_divided_shot_is_captioned_once(tmp_path: Path):
    made = packed(tmp_path)
    reel = assemble(sequence(made.timeline, made.segments, made.clips), made.story, tmp_path / "reel.mp4", voices=False)
    text = reel.captions.read_text(encoding="utf-8")
    assert text.count("You kept the coat.") == text.count("All this time.") == 1
    assert "00:00:01,250 -->" in text and "00:00:02,750 -->" in text
