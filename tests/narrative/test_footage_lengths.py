"""A shot of footage lasts as long as it, a recorded line as long as it takes; what nobody looked at is estimated."""

from __future__ import annotations

import wave
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import pytest

import shotscript
from shotscript.core.diagnostic import Problems
from shotscript.core.world import TextWorld
from shotscript.lang.ast import Directive, Item, ShotLine
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Shot

HEAD = "/*@cast\nMAYA: woman\n*/\n\nINT. A - DAY\n\n"
LINE = "MAYA\nYou kept the coat.\n"


def shot(body: str, lasts: F | None = F(7)) -> tuple[Shot, Problems]:
    """The first shot of a script whose every file lasts so long."""
    script, _, _ = parse(TextWorld({"f": HEAD + body}), "f")

    def told(item: Item) -> Item:
        if isinstance(item, ShotLine):
            return replace(item, above=tuple(replace(one, lasts=lasts) for one in item.above))
        return replace(item, lasts=lasts) if isinstance(item, Directive) else item

    scenes = tuple(replace(scene, items=tuple(map(told, scene.items))) for scene in script.scenes)
    story, more = understand(replace(script, scenes=scenes))
    return story.shots[0], (*more, *check(story))


@pytest.mark.parametrize("body, seconds, why", [
    ("[[plate: a.mp4]]\n!! 1A: WS\n", F(7), "footage 7 s"),
    ("[[take: a.mp4, from 3s]]\n!! 1A: WS\n", F(4), "footage 4 s"),
    ("[[take: a.mp4 from 12f]]\n!! 1A: WS\n", F("6.5"), "footage 6.5 s"),
    ("!! 1A: WS\n\nMaya waits. [[plate: a.mp4]]\n", F(7), "footage 7 s"),
    ("[[plate: a.mp4]]\n!! 1A: WS, 3s\n", F(3), "written 3 s"),
    ("[[take: a.mp4 from 8s]]\n!! 1A: WS\n", F(2), "nothing in it, 2 s"),
    ("[[frame first: a.png]]\n!! 1A: WS\n", F(2), "nothing in it, 2 s"),
])  # fmt: skip
def test_a_shot_of_footage(body: str, seconds: F, why: str) -> None:
    found, problems = shot(body)
    assert (found.seconds, found.why) == (seconds, why)
    assert not problems


def test_footage_nobody_has_looked_at_gives_no_length() -> None:
    assert shot("[[take: a.mp4]]\n!! 1A: WS\n", None)[0].seconds == 2


def test_speech_longer_than_its_footage_is_an_error_without_a_fix_that_would_replace_the_path() -> None:
    found, (problem,) = shot(f"[[plate: a.mp4]]\n!! 1A: CU on MAYA, push in over 5s\n\n{LINE}", F(1))
    assert found.seconds == 1 and (problem.code, problem.fix) == ("TM401", None)
    assert "footage lasts 1 s" in problem.message


def test_a_recorded_line_takes_what_it_takes() -> None:
    found, _ = shot(f"[[perform MAYA: a.wav]]\n!! 1A: CU on MAYA\n\n{LINE}(beat)\nNever.\n")
    assert [beat.seconds for beat in found.beats if beat.kind == "pause"] == [1]
    spoken = [beat.seconds for beat in found.beats if beat.kind == "speech"]
    assert sum(spoken) == 7 and spoken[0] > spoken[1] and found.seconds == 8


@pytest.mark.parametrize("body", [
    f"[[perform MAYA: a.mp4]]\n!! 1A: CU on MAYA\n\n{LINE}",
    f"[[perform MAYA: a.wav]]\n!! 1A: CU on MAYA\n\nJON\n{LINE.partition(chr(10))[2]}",
    f"[[perform MAYA: a.wav]]\n!! 1A: CU on MAYA\n\n{LINE.strip()} [[shot 1B: WS]]\nNever.\n",
])
def test_a_video_somebody_else_or_a_speech_that_goes_on_stays_estimated(body: str) -> None:
    assert shot(body)[0].seconds < 2


def test_files_on_the_disk_are_asked(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "maya.wav"), "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(8000)
        file.writeframes(bytes(2 * 8000 * 6))
    (tmp_path / "none.wav").write_bytes(b"no sound")
    (tmp_path / "f.fountain").write_text(
        f"{HEAD}[[perform MAYA: maya.wav from 1s]]\n!! 1A: CU on MAYA\n\n{LINE}\n[[perform MAYA: none.wav]]\n"
        f"!! 1B: CU on MAYA\n\n{LINE}"
    )
    film = shotscript.compile(tmp_path / "f.fountain")
    assert [float(found.seconds) for found in film.story.shots] == [5, pytest.approx(4 / 4.06 + 0.5)]
