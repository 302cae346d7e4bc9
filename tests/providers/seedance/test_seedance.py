"""Seedance: bodies the vendor's own types take, references by number, and what its answers mean."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, toured, understood

from shotscript.providers.contract import Request, Verdict
from shotscript.providers.seedance import PROVIDERS
from shotscript.providers.seedance.wire import progress, submit, ticket
from shotscript.providers.service import Ready, Refused, Working

SCHEMA = jsonschema.Draft202012Validator(json.loads((Path(__file__).parent / "create_task.json").read_text()))
NAMED = {provider.name: provider for provider in PROVIDERS}
NAMES = ("seedance-2.5", "seedance-2.0", "seedance-2.0-fast", "seedance-2.0-mini")
SCRIPT = """/*@format
picture: 16:9 720p 24fps
style: 35mm film
*/
/*@cast
MAYA: woman, 34, silver hair
  wears: red coat
  images: m1.png, m2.png
  voice: maya.wav
  speaks: low and dry
JON: man, 41
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
Wait {here} for <me>.

!! 1B: MS on JON, 3s
"""


def drafts(name: str, text: str = SCRIPT):
    film, provider = understood(text), NAMED[name]
    return [(one, provider.write(one, film.context())) for one in segments(film, provider.limits)]


def test_the_whole_body():
    (_, draft), = drafts("seedance-2.0")
    assert draft.request.body == {
        "model": "dreamina-seedance-2-0-260128", "resolution": "720p", "ratio": "16:9", "duration": 6,
        "generate_audio": True, "watermark": False,
        "content": [
            {"type": "text", "text":
             "Maya, as in Image 1 and Image 2, with the voice of Audio 1: woman, 34, silver hair, red coat. "
             "Jon: man, 41. Shot 1 (about 3 s): Close-up of Maya, 85mm long-lens look. Interior, night: yellow formica "
             "table, as in Image 3. Maya, quietly, says {Wait ｛here｝ for ＜me＞.}. <a clock ticking> "
             "Shot 2 (about 3 s): Medium shot of Jon. No background music. Style: 35mm film."},
            *({"type": "image_url", "image_url": {"url": f"need:image/{n}"}, "role": "reference_image"}
              for n in (1, 2, 3)),
            {"type": "audio_url", "audio_url": {"url": "need:voice/1"}, "role": "reference_audio"},
        ],
    }


def test_only_2_5_is_told_times():
    (_, draft), = drafts("seedance-2.5")
    assert "Shot 1 (0-3 s): " in draft.request.prompt and "Shot 2 (3-6 s): " in draft.request.prompt
    assert all(loss.verdict is Verdict.USED for loss in draft.losses if loss.kind == "length")


def test_a_first_frame_shuts_out_references_and_sets_the_shape_of_2_5():
    text = SCRIPT.replace("!! 1A:", "[[frame first: still.png]]\n!! 1A:")
    for name, shape in (("seedance-2.5", "adaptive"), ("seedance-2.0", "16:9")):
        body = drafts(name, text)[0][1].request.body
        roles = [item["role"] for item in body["content"][1:]]
        assert roles == ["first_frame"] and body["ratio"] == shape


@pytest.mark.parametrize("name", NAMES)
def test_every_body_is_what_the_vendor_takes(name):
    provider, count = NAMED[name], 0
    for film in toured():
        for one in segments(film, provider.limits):
            body = provider.write(one, film.context()).request.body
            SCHEMA.validate(body)
            SCHEMA.validate(submit(Request(provider=name, model="", segment="", body=body), "k" * 80).body)
            count += 1
    assert count > 15


def test_the_schema_is_an_oracle():
    body = drafts("seedance-2.0")[0][1].request.body
    for wrong in ({"ratio": "5:4"}, {"duration": "6"}, {"negative_prompt": "x"}, {"resolution": "8k"},
                  {"content": [{"type": "image_url", "image_url": {"url": "u"}, "role": "hero"}]}):
        assert not SCHEMA.is_valid({**body, **wrong})


@pytest.mark.parametrize(("name", "seconds", "asked"), [
    ("seedance-2.0", 2, 4), ("seedance-2.0", 15, 15), ("seedance-2.0", 16, None), ("seedance-2.5", 30, 30)])
def test_lengths_no_schema_knows(name, seconds, asked):
    """The oracle takes any whole number; the model 4 to 15, or to 30. A longer shot is made in parts."""
    made = drafts(name, SCRIPT.split("!! 1B")[0].replace(", 3s", f", {seconds}s"))
    lengths = [draft.request.body["duration"] for _, draft in made]
    assert all(SCHEMA.is_valid({**draft.request.body, "duration": seconds}) for _, draft in made)
    assert lengths == [asked] if asked else len(lengths) > 1 and max(lengths) <= 15


def test_no_more_than_nine_pictures_and_three_voices():
    cast = "".join(f"P{n}: person {n}\n  images: {', '.join(f'p{n}{i}.png' for i in range(6))}\n  voice: v{n}.wav\n"
                   for n in range(1, 6))
    text = f"/*@cast\n{cast}*/\nINT. HALL - DAY\n\n!! 1A: WS on P1 and P2 and P3 and P4 and P5, 4s\n"
    (_, draft), = drafts("seedance-2.0", text)
    roles = [item["role"] for item in draft.request.body["content"][1:]]
    assert roles.count("reference_image") == 9 and roles.count("reference_audio") == 3
    lost = [loss.clause for loss in draft.losses if loss.kind in ("images", "voice") and loss.verdict is Verdict.LOST]
    assert "v4.wav" in lost and "v5.wav" in lost


def test_pictures_shut_out_by_a_first_frame_say_so():
    framed = SCRIPT.replace("!! 1A", "[[frame first: first.png]]\n!! 1A")
    (_, draft), *_ = drafts("seedance-2.0", framed)
    assert "first_frame" in json.dumps(draft.request.body)
    assert {loss.how for loss in draft.losses if loss.kind == "images"} == {
        "the model takes 9 pictures, and none beside a first or last frame"}


def test_tokens_are_pixels_times_frames():
    (segment, _), = drafts("seedance-2.0")
    assert NAMED["seedance-2.0"].price(segment) == (
        Decimal(1280 * 720 * 24 * 6) / 1024 * Decimal("7.00") / 1_000_000).quantize(Decimal("0.0001"))


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"status": "queued"}, Working("queued")),
    (200, {"status": "running"}, Working("running")),
    (200, {"status": "succeeded", "content": {"video_url": "https://x/v.mp4"}}, Ready(("https://x/v.mp4",))),
    (200, {"status": "succeeded", "content": {}}, Refused("the task succeeded without a video")),
    (200, {"status": "failed", "error": {"code": "OutputVideoSensitiveContentDetected", "message": "no"}},
     Refused("no (OutputVideoSensitiveContentDetected)", final=False)),
    (200, {"status": "failed", "error": {"code": "InputImageSensitiveContentDetected.PrivacyInformation",
                                         "message": "a face"}},
     Refused("a face (InputImageSensitiveContentDetected.PrivacyInformation)")),
    (200, {"status": "expired"}, Refused("the task is expired")),
    (200, {"status": "waiting"}, Refused("unknown task status 'waiting'", unsure=True)),
    (429, {"error": {"code": "RateLimitExceeded.EndpointRPMExceeded", "message": "slow"}},
     Refused("slow (RateLimitExceeded.EndpointRPMExceeded)", final=False)),
    (401, {"error": {"code": "AuthenticationError", "message": "who"}}, Refused("who (AuthenticationError)")),
    (503, {}, Refused("HTTP 503", final=False)),
])
def test_what_its_answers_mean(status, answer, means):
    assert progress(status, answer) == means


def test_a_ticket_is_an_id():
    assert ticket(200, {"id": "cgt-1"}) == "cgt-1"
    assert isinstance(ticket(200, {}), Refused) and isinstance(ticket(400, {"id": "x"}), Refused)
