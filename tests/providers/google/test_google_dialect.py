"""Veo's and Omni's requests: whole answers in `cases`, and the rules of frames, references, sound and money."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from google_films import CASES, FILM, compiled, page, said, shot, words

from shotscript.core.diagnostic import Level
from shotscript.providers.contract import Status, Verdict
from shotscript.providers.google import PROVIDERS
from shotscript.providers.google.facts import MODELS
from shotscript.providers.google.manner import manner
from shotscript.providers.phrase.tell import tell

NAMES = [provider.name for provider in PROVIDERS]
VEO = [name for name in NAMES if name.startswith("veo")]
OMNI = [name for name in NAMES if name.startswith("gemini")]


@pytest.mark.parametrize("name", NAMES)
def test_the_harbour(name):
    path, told = CASES / f"{name}.txt", page(compiled(name, FILM))
    if os.environ.get("SHOTSCRIPT_RENEW"):
        path.write_text(told)
    assert told == path.read_text()


def test_there_is_a_case_for_each_model_and_no_other():
    assert {path.stem for path in CASES.glob("*.txt")} == set(NAMES)


def test_what_is_alive():
    assert {one.name: one.status for one in PROVIDERS if one.status is not Status.LIVE} == {
        "gemini-omni-1.2": Status.PREVIEW}


@pytest.mark.parametrize("name", NAMES)
def test_lengths_are_those_there_are(name):
    made = {int(segment.seconds) for length in range(1, 9) for segment in
            compiled(name, f"INT. HALL - DAY\n\n!! 1A: WS, {length}s\n").segments}
    assert made == ({8} if name == "veo-3.1-references" else {4, 6, 8} if name in VEO else {3, 4, 5, 6, 7, 8})


@pytest.mark.parametrize("name", NAMES)
def test_at_most_four_shots_of_two_seconds(name):
    film = compiled(name, "INT. HALL - DAY\n\n" + "".join(f"!! 1{c}: WS, 1s\n\n" for c in "ABCDEFGH"))
    assert [len(segment.cuts) for segment in film.segments] == [4, 4]
    assert all(cut.seconds >= 2 for segment in film.segments for cut in segment.cuts)


# ------------------------------------------------------------------------------------------------ Veo


def test_blocks_of_time_stand_only_between_shots():
    film = compiled("veo-3.1", "INT. HALL - DAY\n\n!! 1A: WS, 2s\n\n!! 1B: CU, 6s\n")
    assert [line[:13] for line in film.requests[0].prompt.split("\n")] == ["[00:00-00:02]", "[00:02-00:08]"]
    assert "[" not in words(shot("veo-3.1", "!! 1A: WS on MAYA, 4s\n"))


def test_the_five_parts_in_their_order():
    text = "[[light: one lamp]]\n[[weather: fog]]\n!! 1A: WS on MAYA, 24mm, static, 4s\n\nShe waits."
    told = words(shot("veo-3.1", text))
    parts = ["Wide shot of Maya", "The camera is locked", "Maya: woman", "She waits", "Exterior, dawn", "fog", "Lit by"]
    assert sorted(parts, key=told.index) == parts


def test_a_sound_of_the_scene_is_ambience_and_one_of_a_shot_an_effect():
    text = "INT. HALL - DAY\n\n[[sound: rain]]\n\n!! 1A: WS, 2s\n\n[[sound: a bang]]\n!! 1B: CU, 2s\n"
    film = compiled("veo-3.1", text)
    assert film.requests[0].prompt.split("\n")[1:] == [
        "Ambient noise: rain.", "[00:02-00:04] Close-up of the hall.", "SFX: a bang."]


@pytest.mark.parametrize(("text", "sounds"), [
    ("!! 1A: WS on MAYA, 4s\n", False), ("!! 1A: WS on MAYA\n\nMAYA\nHi.\n", True),
    ("[[sound: rain]]\n!! 1A: WS on MAYA, 4s\n", True)])
def test_sound_is_made_where_there_is_some(text, sounds):
    parameters = shot("veo-3.1", text).request.body["parameters"]
    assert parameters["generateAudio"] is sounds
    assert parameters["negativePrompt"] == ("watermark, background music" if sounds else "watermark")


def test_music_that_is_excluded_already_is_not_excluded_twice():
    body = shot("veo-3.1", "!! 1A: WS on MAYA\n\nMAYA\nHi.\n", never="Music, text").request.body
    assert body["parameters"]["negativePrompt"] == "Music, text"


def test_another_language_than_english_is_said_to_be_a_risk():
    spanish = "/*@format\nlanguage: es\n*/\nINT. HALL - DAY\n\n!! 1A: WS\n\nANA\nNo te vayas nunca de la casa.\n"
    draft = compiled("veo-3.1", spanish).drafts[0]
    loss = said(draft, "dialogue")
    assert loss.verdict is Verdict.APPROXIMATED and "not among the languages" in loss.how
    assert 'in Spanish: "No te vayas' in words(draft)
    assert said(shot("veo-3.1", "!! 1A: WS on MAYA\n\nMAYA\nHi.\n"), "dialogue").verdict is Verdict.USED


@pytest.mark.parametrize(("quoted", "line"), [(True, "\"You 'kept' the coat.\""), (False, "You 'kept' the coat.")])
def test_quotes_are_a_switch(quoted, line):
    film = compiled("veo-3.1", FILM)
    one = replace(manner(next(model for model in MODELS if model.name == "veo-3.1")), switches={"quoted": quoted})
    told = "\n".join(str(tell(segment, film.context, one).words) for segment in film.segments)
    assert f"says (British English, low and dry): {line}" in told and ('"' in told) is quoted


def test_a_last_frame_needs_a_first_one():
    last = "[[frame last: media/last.png]]\n!! 1A: WS on MAYA, 4s\n"
    draft = shot("veo-3.1", last)
    assert "lastFrame" not in draft.request.body["instances"][0]
    assert said(draft, "frame last").verdict is Verdict.LOST
    both = shot("veo-3.1", f"[[frame first: media/first.jpg]]\n{last}")
    instance = both.request.body["instances"][0]
    assert instance["image"] == {"bytesBase64Encoded": "need:first frame/film", "mimeType": "image/jpeg"}
    assert instance["lastFrame"] == {"bytesBase64Encoded": "need:last frame/film", "mimeType": "image/png"}


def test_references_are_three_and_fairly_shared():
    draft = shot("veo-3.1-references", "!! 1A: WS on MAYA and JON, 4s\n", maya="media/a1.png, media/a2.png")
    assert [need.path for need in draft.request.needs] == ["media/a1.png", "media/b1.png"]
    alone = shot("veo-3.1-references", "!! 1A: WS on MAYA, 4s\n",
                 maya="media/a1.png, media/a2.png, media/a3.png, media/c1.png")
    instance = alone.request.body["instances"][0]
    assert [one["referenceType"] for one in instance["referenceImages"]] == ["ASSET"] * 3
    assert "Maya, as in provided images 1, 2 and 3: woman" in words(alone)
    assert said(alone, "images").verdict is Verdict.APPROXIMATED
    assert alone.request.body["parameters"]["durationSeconds"] == 8


def test_references_take_no_frames_and_frames_no_references():
    text = "[[frame first: media/first.png]]\n!! 1A: WS on MAYA, 4s\n"
    assert said(shot("veo-3.1-references", text), "frame first").verdict is Verdict.LOST
    lost = said(shot("veo-3.1", text), "images")
    assert lost.verdict is Verdict.LOST and "veo-3.1-references" in lost.how


@pytest.mark.parametrize(("seed", "sent"), [(0, 0), (7, 7), (2**32 + 1, 1)])
def test_a_seed_is_a_number_of_32_bits(seed, sent):
    film = compiled("veo-3.1", f"/*@format\nseed: {seed}\n*/\nINT. HALL - DAY\n\n!! 1A: WS, 4s\n")
    assert film.requests[0].body["parameters"]["seed"] == sent


@pytest.mark.parametrize(("characters", "codes"), [(800, []), (1100, ["BK95"])])
def test_too_many_words_for_the_tokens_are_refused(characters, codes):
    text = f"/*@cast\nMAYA: {'tall ' * (characters // 5)}\n*/\nINT. HALL - DAY\n\n!! 1A: WS on MAYA, 4s\n"
    film = compiled("veo-3.1", text)
    found = [problem.code[:4] for problem in film.problems if problem.level is Level.ERROR]
    assert found == codes and len(film.requests) == (not codes)


# ------------------------------------------------------------------------------------------------ Omni


def test_one_shot_is_said_to_be_one_and_several_are_cut():
    film = compiled("gemini-omni-1.1", "INT. HALL - DAY\n\n!! 1A: WS, 3s\n\n!! 1B: CU, 4s\n")
    one, two = film.requests[0].prompt.split("\n")[:2]
    assert one.startswith("[0-3s] Wide") and two.startswith("[3-7s] Cut to: Close-up")
    alone = words(shot("gemini-omni-1.1", "!! 1A: WS on MAYA, 4s\n"))
    assert alone.startswith("One continuous shot, no scene cuts. Wide")


@pytest.mark.parametrize(("above", "task", "images"), [
    ("", "reference_to_video", 2), ("[[frame first: media/first.png]]\n", "image_to_video", 1),
    ("[[frame first: media/first.png]]\n[[frame last: media/last.png]]\n", "image_to_video", 2)])
def test_the_task_follows_from_what_is_handed_in(above, task, images):
    draft = shot("gemini-omni-1.1", f"{above}!! 1A: WS on MAYA and JON, 4s\n")
    body = draft.request.body
    assert body["generation_config"]["video_config"]["task"] == task
    assert [one["type"] for one in body["input"]] == ["image"] * images + ["text"]
    assert ("<FIRST_FRAME>@Image1" in words(draft)) == ("<IMAGE_REF_0>" not in words(draft)) == bool(above)
    assert ("ends on the second image" in words(draft)) == ("last" in above)


def test_without_pictures_it_is_text_to_video():
    (request,) = compiled("gemini-omni-1.1", "INT. HALL - DAY\n\n!! 1A: WS, 4s\n").requests
    assert request.body["generation_config"] == {"video_config": {"task": "text_to_video"}}
    assert request.body["response_format"]["duration"] == "4s"


def test_tags_count_from_zero_in_the_order_of_the_images():
    draft = shot("gemini-omni-1.1", "!! 1A: WS on JON and MAYA, 4s\n\nMAYA\nHi.\n", maya="media/a1.png, media/a2.png")
    keys = [need.path for need in draft.request.needs]
    assert [one["uri"] for one in draft.request.body["input"][:-1]] == [f"need:image/{n}" for n in range(len(keys))]
    front, side = (f"<IMAGE_REF_{keys.index(f'media/a{n}.png')}>" for n in (1, 2))
    assert f"Maya {front} {side}: woman" in words(draft) and f'Maya {front} says: "Hi."' in words(draft)


def test_marks_of_the_author_open_no_block_and_no_tag():
    draft = shot("gemini-omni-1.1", "!! 1A: WS on MAYA, 4s\n\nMaya shouts [0-3s] <FIRST_FRAME> at a < b.\n")
    assert "shouts ［0-3s] ‹FIRST_FRAME> at a < b." in words(draft)
    assert said(draft, "action").verdict is Verdict.APPROXIMATED
    assert "［" in said(draft, "action").how and "‹" in said(draft, "action").how


@pytest.mark.parametrize("name", OMNI)
def test_exclusions_and_sound_are_sentences(name):
    told = words(shot(name, "[[sound: gulls]]\n!! 1A: WS on MAYA, 4s\n"))
    assert "Sound design: gulls." in told and told.endswith("\nNo watermark, no background music.")


# ------------------------------------------------------------------------------------------------ money


@pytest.mark.parametrize(("name", "size", "dollars"), [
    ("veo-3.1", "720p", "1.60"), ("veo-3.1", "4k", "2.40"), ("veo-3.1-fast", "720p", ".40"),
    ("veo-3.1-fast", "1080p", ".48"), ("veo-3.1-fast", "4k", "1.20"), ("veo-3.1-lite", "720p", ".20"),
    ("veo-3.1-lite", "1080p", ".32"), ("veo-3.1-lite", "4k", ".32"), ("veo-3.1-references", "1080p", "3.20"),
    ("gemini-omni-1.1", "720p", ".40"), ("gemini-omni-1.1", "1080p", ".60"), ("gemini-omni-1.1", "4k", "1.20"),
    ("gemini-omni-1.2", "720p", ".40"),
])
def test_prices(name, size, dollars):
    film = compiled(name, f"/*@format\npicture: 16:9 {size}\n*/\nINT. HALL - DAY\n\n!! 1A: WS, 4s\n")
    assert film.provider.price(film.segments[0]) == Decimal(f"0{dollars}")


def test_lite_makes_no_4k():
    draft = shot("veo-3.1-lite", "!! 1A: WS on MAYA, 4s\n", picture="16:9 4k")
    assert draft.request.body["parameters"]["resolution"] == "1080p"
    assert said(draft, "picture").how == "made at 1080p"


def test_a_long_shot_goes_on_from_its_last_picture():
    film = compiled("veo-3.1", "INT. HALL - DAY\n\n!! 1A: WS, 15s\n")
    assert [segment.seconds for segment in film.segments] == [Fraction(8), Fraction(8)]
    assert film.requests[1].body["instances"][0]["image"]["bytesBase64Encoded"] == "need:first frame/before"
