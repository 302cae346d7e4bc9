"""MimicMotion: one picture, one video, and everything else lost aloud."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, toured, understood

from shotscript.providers.contract import Request, Verdict
from shotscript.providers.mimic import PROVIDER
from shotscript.providers.mimic.wire import WIRE, submit
from shotscript.providers.predictions import progress, ticket
from shotscript.providers.service import Ready, Refused, Working

SCRIPT = """/*@format
picture: 16:9 720p 24fps
style: 35mm film
seed: 7
*/
/*@cast
MAYA: woman, 34, long black hair
  wears: red coat
  images: m1.png, m2.png
JON: man, 41
*/
INT. HALL - NIGHT

[[perform MAYA: media/dance.mp4]]
!! 1A: FS on MAYA, 35mm f/2, dolly in 0.5m, 4s

She dances.

MAYA
Look at me.
"""
UNDRIVEN = SCRIPT.replace("[[perform MAYA: media/dance.mp4]]\n", "")
RANGES = {"resolution": (64, 1024), "chunk_size": (2, 72), "frames_overlap": (0, 71), "denoising_steps": (1, 100),
          "noise_strength": (0.0, 1.0), "guidance_scale": (0.1, 10.0), "sample_stride": (1, 60),
          "output_frames_per_second": (1, 60), "seed": (0, 2**31 - 1)}
"""The input schema of the model at Replicate; strings apart."""


def draft(text: str = SCRIPT):
    film = understood(text)
    return PROVIDER.write(segments(film, PROVIDER.limits)[0], film.context())


def said(text: str = SCRIPT):
    return {loss.kind: loss for loss in draft(text).losses}


def test_the_whole_body():
    made = draft().request
    assert made.body["input"] == {
        "appearance_image": "need:image/1", "motion_video": "need:performance/Maya", "resolution": 576,
        "chunk_size": 16, "frames_overlap": 6, "denoising_steps": 25, "noise_strength": 0.0, "guidance_scale": 2.0,
        "sample_stride": 2, "output_frames_per_second": 15, "checkpoint_version": "v1-1", "seed": 7}
    assert len(made.body["version"]) == 64 and not made.prompt
    assert [(need.role, need.key) for need in made.needs] == [("image", "m1.png"), ("performance", "media/dance.mp4")]


def test_with_footage_all_is_lost_but_the_picture_the_motion_its_length_and_the_seed():
    told = {loss.kind: loss.verdict for loss in draft().losses}
    kept = {kind for kind, verdict in told.items() if verdict is not Verdict.LOST}
    assert kept == {"images", "perform", "seed", "length"} and not draft().problems
    assert said()["dialogue"].how == "the model takes no words and makes no sound"


def test_without_footage_our_own_figure_moves():
    made = draft(UNDRIVEN)
    (driving,) = [need for need in made.request.needs if need.role == "figure pass"]
    assert (driving.recipe["fps"], driving.recipe["frames"]) == ("15", 60)
    assert (driving.recipe["width"], driving.recipe["height"]) == (1024, 576)
    assert made.request.body["input"]["sample_stride"] == 1
    told = said(UNDRIVEN)
    for kind in ("framing", "move dolly", "lens"):
        assert told[kind].verdict is Verdict.APPROXIMATED and "grey figure" in told[kind].how
    assert told["dialogue"].verdict is told["look"].verdict is told["wears"].verdict is Verdict.LOST
    assert [problem.code for problem in made.problems] == ["BK962"]


@pytest.mark.parametrize(("old", "new"), [("Look at me", "Look away"), ("red coat", "blue coat"), ("NIGHT", "DAY"),
                                          ("long black hair", "short red hair"), ("f/2", "f/8"), ("dances", "sings")])
def test_no_word_pays_for_a_clip_again(old, new):
    assert draft(UNDRIVEN).request.key == draft(UNDRIVEN.replace(old, new)).request.key


def test_a_move_does():
    assert draft(UNDRIVEN).request.key != draft(UNDRIVEN.replace("dolly in 0.5m", "dolly out 0.7m")).request.key


def test_what_is_missing_is_said_with_its_fix():
    alone = draft(UNDRIVEN.replace("  images: m1.png, m2.png\n", ""))
    assert (alone.problems[0].code, alone.problems[0].help) == ("BK961", "give the person `images:` in @cast")
    assert "need:figure frame/1" in str(alone.request.body)
    two = draft(SCRIPT.replace("FS on MAYA", "FS on JON and MAYA"))
    assert [p.code for p in two.problems] == ["BK964"] and two.request.needs[0].key == "m1.png"
    assert "moves one person, MAYA" in two.problems[0].message


def test_who_performs_is_who_is_moved():
    text = SCRIPT.replace("JON: man, 41", "JON: man, 41\n  images: j.png").replace("FS on MAYA", "FS on MAYA and JON")
    assert draft(text).request.needs[0].key == "m1.png"
    assert draft(text.replace("perform MAYA", "perform JON")).request.needs[0].key == "j.png"


def test_a_recorded_line_moves_nobody():
    assert said(SCRIPT.replace("dance.mp4", "line.wav"))["perform"].verdict is Verdict.LOST


def test_an_upright_film_gets_an_upright_figure():
    (driving,) = [n for n in draft(UNDRIVEN.replace("16:9", "9:16")).request.needs if n.role == "figure pass"]
    assert (driving.recipe["width"], driving.recipe["height"]) == (576, 1024)


def test_every_body_is_what_the_schema_takes():
    count = 0
    for film in (*toured(), understood(SCRIPT), understood(UNDRIVEN.replace("seed: 7", "seed: 99999999999"))):
        for segment in segments(film, PROVIDER.limits):
            told = PROVIDER.write(segment, film.context()).request.body["input"]
            numbers = {key: value for key, value in told.items() if not isinstance(value, str)}
            assert told.keys() - numbers.keys() == {"appearance_image", "motion_video", "checkpoint_version"}
            assert numbers.keys() - {"seed"} == RANGES.keys() - {"seed"}
            assert all(RANGES[key][0] <= value <= RANGES[key][1] for key, value in numbers.items())
            assert len(segment.cuts) == 1 and segment.seconds <= 35
            count += 1
    assert count > 20


def test_its_price_is_by_the_second():
    (segment,) = segments(understood(SCRIPT), PROVIDER.limits)
    assert PROVIDER.price(segment) == Decimal("0.05") * 4


def test_asking():
    made = draft().request
    call = submit(made, "our-key")
    assert (call.method, call.path, call.body) == ("POST", "/v1/predictions", made.body)
    assert "our-key" not in str(call) and WIRE.find is None and isinstance(made, Request)
    assert ticket(201, {"id": "p1", "status": "starting"}) == "p1"
    assert ticket(422, {"title": "Invalid version", "detail": "no such version", "status": 422}) == Refused(
        "no such version")
    assert ticket(429, {"detail": "throttled"}) == Refused("throttled", final=False)


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"status": "starting"}, Working("starting")),
    (200, {"status": "processing"}, Working("processing")),
    (200, {"status": "succeeded", "output": "https://x/v.mp4"}, Ready(("https://x/v.mp4",))),
    (200, {"status": "succeeded", "output": ["https://x/v.mp4"]}, Ready(("https://x/v.mp4",))),
    (200, {"status": "succeeded", "output": None}, Refused("the prediction succeeded without a video")),
    (200, {"status": "succeeded", "output": "https://x/v.mp4", "error": "nsfw"}, Refused("nsfw")),
    (200, {"status": "failed", "error": "CUDA out of memory"}, Refused("CUDA out of memory")),
    (200, {"status": "canceled"}, Refused("the prediction was canceled")),
    (200, {"status": "aborted"}, Refused("the prediction was aborted")),
    (200, {"status": "queued"}, Refused("unknown prediction status 'queued'", unsure=True)),
    (404, {"detail": "gone"}, Refused("gone")),
    (502, {}, Refused("HTTP 502", final=False)),
])
def test_what_its_answers_mean(status, answer, means):
    assert progress(status, answer) == means
