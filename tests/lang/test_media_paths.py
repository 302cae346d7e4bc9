"""The file a directive names, and where in it: quoted or not, with a comma or not, whatever words its name holds."""

from __future__ import annotations

import pytest

from shotscript import studio
from shotscript.core.world import TextWorld
from shotscript.lang.media import footage

FILES = ("p.mp4", "a from b.mp4", "views from cars", "a, b.mp4")


@pytest.mark.parametrize(("words", "path", "start"), [
    ("p.mp4", "p.mp4", ""), ("p.mp4 from 3s", "p.mp4", "3s"), ("p.mp4, from 96f", "p.mp4", "96f"),
    ('"p.mp4" from 1.5s', "p.mp4", "1.5s"), ('"a from b.mp4", from 3s', "a from b.mp4", "3s"),
    ("a from b.mp4", "a from b.mp4", ""), ("a from b.mp4 from 3s", "a from b.mp4", "3s"),
    ("views from cars", "views from cars", ""), ('"a, b.mp4"', "a, b.mp4", ""), ("", "", ""),
])
def test_path_and_start(words: str, path: str, start: str) -> None:
    assert footage(words) == (path, start)


@pytest.mark.parametrize("words", ['"a from b.mp4" from 3s', "p.mp4 from 3s", "views from cars", '"a, b.mp4" from 3s'])
def test_the_file_is_found_and_sent(words: str) -> None:
    text = f"INT. ROOM - DAY\n\n[[plate: {words}]]\n!! WS, 5s\n\nRain.\n"
    world = TextWorld({"f.fountain": text} | dict.fromkeys(FILES, b"1"))
    film = studio.compile("f.fountain", provider="wan-3.0", world=world)
    assert [p.code for p in film.problems if p.code.startswith("FL")] == []
    assert [need.path for draft in film.drafts for need in draft.request.needs] == [footage(words)[0]]


@pytest.mark.parametrize(("words", "codes"), [
    ("rain.wav", ["FL106"]), ("../rain.mp3 from 3s", ["FL104"]), ("there.flac", []), ("rain on the window", []),
])
@pytest.mark.parametrize("head", ["sound", "music"])
def test_a_sound_file_is_looked_for_and_words_are_not(head: str, words: str, codes: list[str]) -> None:
    text = f"INT. ROOM - DAY\n\n[[{head}: {words}]]\n!! WS, 5s\n\nRain.\n"
    world = TextWorld({"f.fountain": text, "there.flac": b"1"})
    film = studio.read("f.fountain", world=world)
    assert [p.code for p in film.told if p.code.startswith("FL")] == codes
