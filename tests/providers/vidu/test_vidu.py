"""Vidu: bodies of its documented shape, the right call for what is handed in, and what its answers mean."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, toured, understood

from shotscript.providers.contract import Verdict
from shotscript.providers.service import Ready, Refused, Working
from shotscript.providers.vidu import PROVIDERS
from shotscript.providers.vidu.wire import progress, submit, ticket

SCHEMA = jsonschema.Draft202012Validator(json.loads((Path(__file__).parent / "create_task.json").read_text()))
NAMED = {provider.name: provider for provider in PROVIDERS}
SCRIPT = """/*@format
picture: 16:9 1080p 24fps
seed: 0
*/
/*@cast
MAYA: woman, 34, silver hair
  images: m1.png, m2.png, m3.png, m4.png
  voice: maya.wav
JON: man, 41
  images: j1.png
*/
INT. KITCHEN - NIGHT

!! 1A: CU on MAYA, 85mm, 4s

MAYA
(quietly)
Mail me @ once: "now", at me@home.

!! 1B: MS on JON, 3s
"""


def drafts(name: str, text: str = SCRIPT):
    film, provider = understood(text), NAMED[name]
    return [provider.write(one, film.context()) for one in segments(film, provider.limits)]


def test_the_whole_body():
    (draft,) = drafts("vidu-q3-turbo-references")
    assert draft.request.body == {
        "model": "viduq3-turbo", "duration": 7, "resolution": "1080p", "audio": True, "aspect_ratio": "16:9",
        "seed": 2147483647,
        "subjects": [
            {"name": "maya", "images": ["need:image/maya-1", "need:image/maya-2", "need:image/maya-3"],
             "voice_id": "need:voice/maya"},
            {"name": "jon", "images": ["need:image/jon-1"]}],
        "prompt":
            "For about 4 seconds: Close-up of @maya, 85mm long-lens look. Interior, night: Kitchen. "
            "@maya: woman, 34, silver hair. @maya, quietly, says: \"Mail me @ once: 'now', at me＠home.\" "
            "Cut to, for about 3 seconds: Medium shot of @jon. @jon: man, 41. No background music.",
    }
    told = {loss.kind: loss for loss in draft.losses if loss.shot == "1A"}
    assert told["images"].verdict is Verdict.APPROXIMATED and told["dialogue"].verdict is Verdict.APPROXIMATED


@pytest.mark.parametrize(("above", "path", "images"), [
    ("", "/text2video", None),
    ("[[frame first: a.png]]\n", "/img2video", ["need:first frame/film"]),
    ("[[frame first: a.png]]\n[[frame last: b.png]]\n", "/start-end2video",
     ["need:first frame/film", "need:last frame/film"]),
    ("[[frame last: b.png]]\n", "/text2video", None),
])
def test_the_call_follows_what_is_handed_in(above, path, images):
    (draft,) = drafts("vidu-q3-pro", SCRIPT.split("!! 1B")[0].replace("!! 1A", f"{above}!! 1A"))
    assert submit(draft.request, "k").path == path and draft.request.body.get("images") == images
    assert ("aspect_ratio" in draft.request.body) == (images is None)


def test_subjects_have_a_call_of_their_own():
    (draft,) = drafts("vidu-q3-turbo-references")
    call = submit(draft.request, "k")
    assert call.path == "/reference2video" and call.body and call.body["payload"] == "k"


@pytest.mark.parametrize("name", list(NAMED))
def test_every_body_is_of_the_documented_shape(name):
    provider, count = NAMED[name], 0
    for film in toured():
        for one in segments(film, provider.limits):
            request = provider.write(one, film.context()).request
            SCHEMA.validate(submit(request, "key").body)
            assert len(request.prompt) <= 2000, "the schema takes 5000, we the smaller number"
            assert 1 <= request.body["duration"] <= 16, "the schema takes any whole number"
            pictures = [one for subject in request.body.get("subjects", ()) for one in subject["images"]]
            assert len(pictures) <= 7, "the schema knows no sum over subjects"
            assert all(len(subject["images"]) <= 3 for subject in request.body.get("subjects", ()))
            count += 1
    assert count > 15


def test_the_schema_is_an_oracle():
    body = drafts("vidu-q3-pro")[0].request.body
    for wrong in ({"seed": -1}, {"resolution": "4k"}, {"negative_prompt": "x"}, {"duration": "4"}):
        assert not SCHEMA.is_valid({**body, **wrong})


@pytest.mark.parametrize(("status", "answer", "means"), [
    *((200, {"state": word}, Working(word)) for word in ("created", "queueing", "processing")),
    (200, {"state": "success", "creations": [{"url": "https://x/v.mp4"}]}, Ready(("https://x/v.mp4",))),
    (200, {"state": "success", "creations": []}, Refused("the task succeeded without a video")),
    (200, {"state": "failed", "err_code": "AuditSubmitIllegal"}, Refused("the task failed (AuditSubmitIllegal)")),
    (200, {"state": "asleep"}, Refused("unknown task state 'asleep'", unsure=True)),
    (429, {"code": "TooManyRequests"}, Refused("TooManyRequests", final=False)),
    (400, {"message": "bad duration"}, Refused("bad duration")),
])
def test_what_its_answers_mean(status, answer, means):
    assert progress(status, answer) == means


def test_a_ticket_is_a_task_id():
    assert ticket(200, {"task_id": "7"}) == "7"
    assert isinstance(ticket(200, {"id": "7"}), Refused) and isinstance(ticket(403, {"task_id": "7"}), Refused)
