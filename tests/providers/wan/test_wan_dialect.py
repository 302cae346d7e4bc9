"""Wan's three bodies, whole; what a segment holds decides which; and every body within what the vendor documents."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, toured, understood

from shotscript.core.diagnostic import Level
from shotscript.providers.contract import Verdict
from shotscript.providers.wan import PROVIDERS

NAMED = {provider.name: provider for provider in PROVIDERS}
SCRIPT = """/*@format
picture: 16:9 720p 24fps
style: 35mm film
never: subtitles
seed: 7
*/
/*@cast
MAYA: woman, 34, silver hair
  wears: red coat
  images: m1.png, m2.png
  voice: maya.wav
  speaks: British English, low and dry
JON: man, 41
  clip: jon.mp4
*/
/*@places
KITCHEN: yellow formica table
  images: k.png
*/
INT. KITCHEN - NIGHT

[[sound: a clock ticking]]
!! 1A: CU on MAYA, 85mm, 3s

MAYA
(quietly)
Wait for me.

!! 1B: MS on JON, slow dolly in 0.5m, 3s

He turns.
"""
FIRST = SCRIPT.replace("!! 1A:", "[[frame first: a.png]]\n!! 1A:")
ONE = SCRIPT.split("!! 1B")[0]


def drafts(name: str, text: str = SCRIPT) -> list[tuple[Any, Any]]:
    film, provider = understood(text), NAMED[name]
    return [(one, provider.write(one, film.context())) for one in segments(film, provider.limits)]


def body(name: str, text: str = SCRIPT) -> dict[str, Any]:
    return drafts(name, text)[0][1].request.body


def test_the_whole_body_of_2_6():
    assert body("wan-2.6") == {
        "model": "wan2.6-t2v",
        "input": {
            "prompt": "35mm film.\nShot 1 [0-5 s]: Close-up of Maya, 85mm long-lens look. Interior, night: yellow "
                      "formica table. Maya: woman, 34, silver hair, red coat. Maya, quietly, says in British English, "
                      "low and dry: \"Wait for me.\" We hear a clock ticking.\nShot 2 [5-10 s]: Medium shot of Jon. "
                      "The camera pushes in slowly about half a metre. Jon: man, 41. He turns.",
            "negative_prompt": "subtitles, background music",
        },
        "parameters": {"duration": 10, "watermark": False, "prompt_extend": True, "size": "1280*720",
                       "shot_type": "multi", "seed": 7},
    }


def test_the_references_of_2_6_are_characters_in_order():
    made = body("wan-2.6-references")
    assert made["model"] == "wan2.6-r2v"
    assert made["input"]["reference_urls"] == ["need:image/1", "need:clip/1"]
    for words in ("Close-up of character1", "character1 (Maya): woman, 34", "Medium shot of character2"):
        assert words in made["input"]["prompt"]


def test_the_references_of_2_7_and_their_voices():
    made = body("wan-2.7-references")
    assert made["model"] == "wan2.7-r2v" and made["parameters"]["ratio"] == "16:9"
    assert made["input"]["media"] == [
        {"type": "reference_image", "url": "need:image/1", "reference_voice": "need:voice/1"},
        {"type": "reference_image", "url": "need:image/2"}, {"type": "reference_image", "url": "need:image/3"},
        {"type": "reference_video", "url": "need:clip/1"}]
    assert "Maya (Image 1 and Image 2): woman, 34, silver hair, red coat." in made["input"]["prompt"]
    assert "Jon (Video 1): man, 41." in made["input"]["prompt"] and "as in Image 3." in made["input"]["prompt"]


def test_the_whole_body_of_3_0():
    assert body("wan-3.0") == {
        "model": "wan3.0-video",
        "input": {
            "prompt": "35mm film.\nShot 1 [0-3 s]: Close-up of Maya, 85mm long-lens look. Interior, night: yellow "
                      "formica table, as in Image 3. Maya (Image 1 and Image 2, voice of Audio 1): woman, 34, silver "
                      "hair, red coat. Maya, quietly, says: \"Wait for me.\" We hear a clock ticking."
                      "\nShot 2 [3-6 s]: Medium shot of Jon. The camera pushes in slowly about half a metre. "
                      "Jon (Video 1): man, 41. He turns. No subtitles, no background music.",
            "media": [*({"type": "reference_image", "url": f"need:image/{n}"} for n in (1, 2, 3)),
                      {"type": "reference_video", "url": "need:clip/1"},
                      {"type": "reference_audio", "url": "need:voice/1"}],
        },
        "parameters": {"duration": 6, "watermark": False, "prompt_extend": False, "resolution": "720P", "ratio": "16:9",
                       "audio": True, "seed": 7},
    }


@pytest.mark.parametrize(("name", "id", "files"), [
    ("wan-2.6", "wan2.6-i2v", {"img_url": "need:first frame/film"}),
    ("wan-2.7", "wan2.7-i2v", {"media": [{"type": "first_frame", "url": "need:first frame/film"}]}),
    ("wan-3.0", "wan3.0-video", {"media": [{"type": "first_frame", "url": "need:first frame/film"}]}),
])
def test_a_first_frame_takes_the_segment_to_image_to_video(name, id, files):
    made = body(name, FIRST)
    assert made["model"] == id and {key: made["input"][key] for key in files} == files
    assert "size" not in made["parameters"] and made["parameters"].get("ratio") in (None, "adaptive")
    said = {loss.kind: loss for loss in drafts(name, FIRST)[0][1].losses}
    assert said["picture"].verdict is Verdict.APPROXIMATED and said["images"].verdict is Verdict.LOST


def test_a_plate_is_edited_if_it_is_short_enough():
    plate = ONE.replace("!! 1A:", "[[plate: room.mp4]]\n!! 1A:")
    made = body("wan-2.7", plate)
    assert made["model"] == "wan2.7-videoedit" and made["parameters"]["audio_setting"] == "auto"
    assert made["input"]["media"] == [{"type": "video", "url": "need:plate/film"}]
    assert made["input"]["prompt"].startswith("Edit the video, keeping its camera and its timing.")
    long = body("wan-2.7", plate.replace(", 3s", ", 12s"))
    assert long["model"] == "wan2.7-t2v" and "media" not in long["input"]
    (_, told), = drafts("wan-2.7", plate.replace(", 3s", ", 12s"))
    assert [loss.how for loss in told.losses if loss.kind == "plate"] == ["footage of 10 s at most is edited"]
    both = understood(plate + "\n!! 1B: MS on JON, 3s\n")
    (segment,) = segments(both, NAMED["wan-2.7"].limits)
    assert len(segment.cuts) == 2 and not NAMED["wan-2.7"].fits(segment, both.context())
    assert body("wan-3.0", plate)["input"]["prompt"].startswith("Edit Video 1,")
    (segment, _), = drafts("wan-2.7", plate)
    assert NAMED["wan-2.7"].price(segment) == Decimal("0.60")


def test_the_service_may_rewrite_several_shots_of_2_6_alone():
    for name, text, told in (("wan-2.6", SCRIPT, ("multi", True)), ("wan-2.6", ONE, ("single", False)),
                             ("wan-2.7", SCRIPT, (None, False)), ("wan-3.0", SCRIPT, (None, False))):
        parameters = body(name, text)["parameters"]
        assert (parameters.get("shot_type"), parameters["prompt_extend"]) == told


def test_one_shot_is_asked_for_in_one_take():
    assert "One continuous take without a cut." in body("wan-2.7", ONE)["input"]["prompt"]
    assert "continuous take" not in body("wan-2.7")["input"]["prompt"] + body("wan-2.6", ONE)["input"]["prompt"]


def test_a_recorded_line_drives_the_lips_where_a_model_takes_one():
    line = ONE.replace("!! 1A:", "[[perform MAYA: line.wav]]\n!! 1A:")
    assert body("wan-2.6", line)["input"]["audio_url"] == "need:recorded line/Maya"
    framed = line.replace("[[perform", "[[frame first: a.png]]\n[[perform")
    assert {"type": "driving_audio", "url": "need:recorded line/Maya"} in body("wan-2.7", framed)["input"]["media"]
    said = [loss.verdict for loss in drafts("wan-2.7", line)[0][1].losses if loss.kind == "perform"]
    assert said == [Verdict.LOST]


def test_prices():
    (segment, _), = drafts("wan-2.6")
    assert (NAMED["wan-2.6"].price(segment), NAMED["wan-3.0"].price(drafts("wan-3.0")[0][0])) == (
        Decimal("1.00"), Decimal("0.60"))


# --------------------------------------------------------------------------------- what the vendor documents, once more

INPUTS = {
    "wan2.6-t2v": {"prompt", "negative_prompt", "audio_url"}, "wan3.0-video": {"prompt", "media"},
    "wan2.6-r2v": {"prompt", "negative_prompt", "reference_urls"},
    "wan2.6-i2v": {"prompt", "negative_prompt", "audio_url", "img_url"},
    **{id: {"prompt", "negative_prompt", "media"} for id in (
        "wan2.7-t2v", "wan2.7-i2v", "wan2.7-r2v", "wan2.7-videoedit")},
}
OLD = {"duration", "watermark", "prompt_extend", "shot_type", "seed"}
NEW = {"duration", "watermark", "prompt_extend", "resolution", "ratio", "seed"}
PARAMETERS = {
    "wan2.6-t2v": OLD | {"size"}, "wan2.6-r2v": OLD | {"size"}, "wan2.6-i2v": OLD | {"resolution"},
    **dict.fromkeys(("wan2.7-t2v", "wan2.7-r2v"), NEW), "wan2.7-i2v": NEW - {"ratio"},
    "wan2.7-videoedit": (NEW - {"ratio"}) | {"audio_setting"}, "wan3.0-video": NEW | {"audio"},
}
MEDIA = {
    "wan2.7-i2v": {"first_frame", "last_frame", "driving_audio"}, "wan2.7-r2v": {"reference_image", "reference_video"},
    "wan2.7-videoedit": {"video"},
    "wan3.0-video": {"first_frame", "last_frame", "reference_image", "reference_video", "reference_audio", "video"},
}
SECONDS = {"wan2.6-t2v": (5, 10, 15), "wan2.6-i2v": (5, 10, 15), "wan2.6-r2v": (5, 10),
           "wan2.7-t2v": range(2, 16), "wan2.7-i2v": range(2, 16), "wan2.7-r2v": range(2, 11),
           "wan2.7-videoedit": range(2, 11), "wan3.0-video": range(2, 31)}
WORDS = {"wan2.6-t2v": 800, "wan2.6-i2v": 800, "wan2.6-r2v": 1500, "wan3.0-video": 20_000}


def wrong(made: dict[str, Any]) -> list[str]:
    """What the vendor's tables say is wrong with a body."""
    id, asked, told = made["model"], made["input"], made["parameters"]
    found = [*(asked.keys() - INPUTS[id]), *(told.keys() - PARAMETERS[id])]
    found += [one["type"] for one in asked.get("media", ()) if one["type"] not in MEDIA.get(id, ())]
    found += [f"{told['duration']} s"] * (told["duration"] not in SECONDS[id])
    found += ["words"] * (len(asked["prompt"]) > WORDS.get(id, 5000))
    found += ["negative"] * (len(asked.get("negative_prompt", "")) > 500)
    found += ["seed"] * (not 0 <= told.get("seed", 0) < 2**31)
    found += ["multi"] * (told.get("shot_type") == "multi" and not told["prompt_extend"])
    kinds = {one["type"] for one in asked.get("media", ())}
    framed, referred = kinds & {"first_frame", "last_frame"}, {one for one in kinds if one.startswith("reference")}
    return found + ["both"] * bool(framed and referred and id == "wan3.0-video")


@pytest.mark.parametrize("name", NAMED)
def test_every_body_is_as_the_vendor_documents(name):
    provider, count, refused = NAMED[name], 0, 0
    texts = (SCRIPT, FIRST, ONE, ONE.replace(", 3s", ", 40s"), SCRIPT.replace("seed: 7", "seed: 99999999999"))
    for film in (*toured(), *map(understood, texts)):
        for segment in segments(film, provider.limits):
            draft = provider.write(segment, film.context())
            if any(problem.level is Level.ERROR for problem in draft.problems):
                refused += 1
                continue
            assert not (found := wrong(draft.request.body)), (found, draft.request.body)
            count += 1
    assert count > 20 and (not refused or name.startswith("wan-2.6"))


def test_the_tables_are_strict():
    good = body("wan-2.6")
    for put in ({"parameters": {**good["parameters"], "duration": 7}},
                {"parameters": {**good["parameters"], "resolution": "720P"}},
                {"parameters": {**good["parameters"], "prompt_extend": False}},
                {"input": {**good["input"], "prompt": "x" * 801}}, {"input": {**good["input"], "img_url": "x"}}):
        assert wrong({**good, **put})


def test_too_many_exclusions_are_refused_where_they_stand_in_a_field():
    many = SCRIPT.replace("never: subtitles", "never: " + ", ".join(f"thing number {n}" for n in range(40)))
    for name, refused in (("wan-2.6", True), ("wan-2.7", True), ("wan-3.0", False)):
        segment, draft = drafts(name, many)[0]
        codes = [p.code for p in draft.problems if p.level is Level.ERROR]
        assert codes == ["BK960"] * refused
        assert NAMED[name].fits(segment, understood(many).context()) is not refused
