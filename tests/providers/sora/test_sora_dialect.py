"""Sora's requests: whole answers in `cases`, the guide's blocks, sizes by model, the first frame, and old prices."""

from __future__ import annotations

import os
from decimal import Decimal
from fractions import Fraction

import pytest
from sora_films import CASES, FILM, compiled, only, page, said

from shotscript.providers import find
from shotscript.providers.contract import Status, Verdict
from shotscript.providers.sora import PROVIDERS

NAMES = [provider.name for provider in PROVIDERS]
HALL = "INT. HALL - DAY\n\n"
CAST = "/*@cast\nMAYA: woman, 34\n  images: media/a1.png\n  speaks: Scottish, hoarse\nJON: man, 41\n*/\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_harbour(name):
    path, told = CASES / f"{name}.txt", page(compiled(name, FILM))
    if os.environ.get("SHOTSCRIPT_RENEW"):
        path.write_text(told)
    assert told == path.read_text()


def test_there_is_a_case_for_each_model_and_no_other():
    assert {path.stem for path in CASES.glob("*.txt")} == set(NAMES)


@pytest.mark.parametrize("provider", PROVIDERS, ids=NAMES)
def test_it_is_closed_and_what_follows_lives(provider):
    assert provider.status is Status.RETIRED and str(provider.retired) == "2026-09-24"
    assert all(find()[name].status is not Status.RETIRED for name in provider.successors) and provider.successors


# ------------------------------------------------------------------------------------------------ the guide's blocks


def test_the_blocks_stand_in_the_guides_order():
    text = ("/*@format\nstyle: 16mm film\nnever: text\n*/\n" + CAST + HALL + "[[light: one lamp]]\n[[sound: rain]]\n"
            "!! 1A: WS on MAYA, 24mm, static\n\nShe waits. She sits.\n\nMAYA\nWell.\n")
    assert only("sora-2", text).request.prompt.split("\n") == [
        "Style: 16mm film.", "", "Maya: woman, 34.", "", "Interior, day: Hall.", "Cinematography:",
        "Camera shot: Wide shot of Maya. The camera is locked off.", "Lens: 24mm wide-angle look",
        "Lighting: one lamp", "Actions:", "- She waits.", "- She sits.", "Dialogue:",
        '- Maya (Scottish, hoarse): "Well."', "Background Sound:", "rain.", "", "No text, no background music."]


def block(events: str) -> list[str]:
    prompt = only("sora-2", f"{CAST}{HALL}!! 1A: WS on MAYA and JON\n\n{events}").request.prompt
    lines = prompt.partition("Camera shot: Wide two-shot of Maya and Jon.\n")[2].split("\n")
    return lines[: lines.index("")]


@pytest.mark.parametrize(("events", "lines"), [
    ("JON\nGo.\n\nMAYA\nNo.\n", ["Dialogue:", '- Jon: "Go."', '- Maya (Scottish, hoarse): "No."']),
    ("He nods.\n\nJON\nGo.\n", ["Actions:", "- He nods.", "Dialogue:", '- Jon: "Go."']),
    ("JON\nGo.\n\nHe nods.\n", ["Actions:", '- Jon says: "Go."', "- He nods."]),
    ("JON\nGo.\n(beat)\nNow.\n", ["Dialogue:", '- Jon: "Go."', "- A beat.", '- Jon: "Now."']),
    ("JON\n(quietly)\nGo.\n", ["Dialogue:", '- Jon (quietly): "Go."']),
    ("JON (O.S.)\nGo.\n", ["Dialogue:", '- Jon (off screen): "Go."']),
    ("JON (ON PHONE)\nGo.\n", ["Dialogue:", '- Jon (over the phone): "Go."']),
    ("JON\n~La la\n", ["Dialogue:", '- Jon (singing): "La la"']),
    ("JON\n(singing)\n~La la\n", ["Dialogue:", '- Jon (singing): "La la"']),
    ("JON\nGo.\n\nMAYA ^\nNo.\n", ["Dialogue:", '- Jon: "Go."', '- Maya (at the same time, Scottish, hoarse): "No."']),
    ('JON\nSay "go".\n', ["Dialogue:", "- Jon: \"Say 'go'.\""]),
])
def test_lines_and_actions(events, lines):
    assert block(events) == lines


def test_people_walk_before_they_speak():
    text = f"{CAST}{HALL}[[block: MAYA walks to 1 0]]\n!! 1A: WS on MAYA\n\nMAYA\nHi.\n"
    prompt = only("sora-2", text).request.prompt
    assert "Actions:\n- Maya walks to one metre right of the middle.\nDialogue:\n- Maya" in prompt


def test_several_shots_have_times_and_one_has_none():
    prompt = only("sora-2", f"{HALL}!! 1A: WS, 2.25s\n\n!! 1B: CU, 1.75s\n").request.prompt
    heads = [line for line in prompt.split("\n") if line.startswith("Shot ")]
    assert heads == ["Shot 1, 0.00–2.25 s", "Shot 2, 2.25–4.00 s"]
    assert "Shot 1" not in only("sora-2", f"{HALL}!! 1A: WS, 4s\n").request.prompt


def test_a_shot_of_another_place_opens_with_it():
    prompt = only("sora-2", f"{HALL}!! 1A: WS, 2s\n\nEXT. STREET - NIGHT\n\n!! 2A: WS, 2s\n").request.prompt
    assert [line for line in prompt.split("\n") if ": Hall" in line or ": Street" in line] == [
        "Interior, day: Hall.", "Exterior, night: Street."]
    assert prompt.index("Shot 2") < prompt.index("Street.")


def test_no_line_ends_in_a_blank_and_no_two_are_empty():
    for name in NAMES:
        for request in compiled(name, FILM).requests:
            assert not [line for line in request.prompt.split("\n") if line != line.strip()]
            assert "\n\n\n" not in request.prompt and "  " not in request.prompt


# ------------------------------------------------------------------------------------------------ the body


@pytest.mark.parametrize(("name", "picture", "size", "how"), [
    ("sora-2", "16:9 720p", "1280x720", ""), ("sora-2", "9:16 720p", "720x1280", ""),
    ("sora-2", "16:9 1080p", "1280x720", "made at 720p"),
    ("sora-2", "1:1 720p", "1280x720", "made as 16:9 and cropped"),
    ("sora-2-pro", "16:9 720p", "1280x720", ""),
    ("sora-2-pro", "16:9 1080p", "1792x1024", "made as 7:4 and cropped and made at 1024p"),
    ("sora-2-pro", "9:16 1080p", "1024x1792", "made as 4:7 and cropped and made at 1024p"),
])
def test_sizes(name, picture, size, how):
    draft = only(name, f"{HALL}!! 1A: WS, 4s\n", picture)
    assert draft.request.body["size"] == size and said(draft, "picture").how == how


def test_seconds_are_a_string_of_three():
    made = {segment.seconds: request.body["seconds"] for length in range(1, 13) for film in
            [compiled("sora-2", f"{HALL}!! 1A: WS, {length}s\n")]
            for segment, request in zip(film.segments, film.requests, strict=True)}
    assert made == {Fraction(4): "4", Fraction(8): "8", Fraction(12): "12"}


def test_at_most_four_shots_of_at_least_a_second_and_six_tenths():
    film = compiled("sora-2", HALL + "".join(f"!! 1{c}: WS, 1s\n\n" for c in "ABCDEFGH"))
    assert [len(segment.cuts) for segment in film.segments] == [4, 4]
    assert all(cut.seconds >= Fraction(8, 5) for segment in film.segments for cut in segment.cuts)


def test_a_first_frame_is_made_as_large_as_the_clip():
    draft = only("sora-2-pro", f"{HALL}[[frame first: media/first.png]]\n!! 1A: WS, 4s\n", "9:16 720p")
    assert draft.request.body["input_reference"] == {"image_url": "need:first frame/film"}
    (need,) = draft.request.needs
    assert need.recipe == {"size": "720x1280"} and said(draft, "frame first").verdict is Verdict.USED


def test_the_next_part_of_a_long_shot_starts_on_the_last_picture_as_it_is():
    film = compiled("sora-2", f"{HALL}!! 1A: WS, 20s\n")
    assert film.requests[1].body["input_reference"] == {"image_url": "need:first frame/before"}
    assert "size" not in film.requests[1].needs[0].recipe


def test_nobody_is_bound_to_pictures():
    draft = only("sora-2", f"{CAST}{HALL}!! 1A: WS on MAYA, 4s\n")
    assert set(draft.request.body) == {"model", "prompt", "seconds", "size"} and not draft.request.needs
    assert said(draft, "images").verdict is Verdict.LOST


@pytest.mark.parametrize(("name", "size", "dollars"), [
    ("sora-2", "720p", ".40"), ("sora-2", "1080p", ".40"), ("sora-2-pro", "720p", "1.20"),
    ("sora-2-pro", "1080p", "2.00")])
def test_prices_as_they_were(name, size, dollars):
    film = compiled(name, f"{HALL}!! 1A: WS, 4s\n", f"16:9 {size}")
    assert film.provider.price(film.segments[0]) == Decimal(f"0{dollars}")
