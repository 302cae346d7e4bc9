"""What Google's answers mean, by the shapes its SDK and documents know."""

from __future__ import annotations

import pytest
from google_films import shot

from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.google import wire_omni, wire_veo
from shotscript.providers.service import Call, Ready, Refused, Working

NAME = "projects/p/locations/us-central1/publishers/google/models/veo-3.1-generate-001/operations/1f"
KEY = "AB" * 32
FILE = "https://generativelanguage.googleapis.com/v1beta/files/abc:download"
VEO, OMNI = wire_veo.wire("veo-3.1-generate-001"), wire_omni.WIRE


def request(provider: str) -> Request:
    return shot(provider, "!! 1A: WS on MAYA, 4s\n").request


def test_veo_is_asked_at_its_own_model_with_our_key_as_a_label():
    call = VEO.submit(request("veo-3.1"), KEY)
    assert (call.method, call.path) == ("POST", "/veo-3.1-generate-001:predictLongRunning")
    assert call.body == {**request("veo-3.1").body, "labels": {"shotscript": KEY.lower()[:63]}}
    fast = named("veo-3.1-fast").wire
    assert fast and fast.poll(NAME) == Call("POST", "/veo-3.1-fast-generate-001:fetchPredictOperation",
                                            {"operationName": NAME})


def test_where_vertex_is_comes_from_the_environment():
    assert VEO.base.format(GOOGLE_CLOUD_PROJECT="p", GOOGLE_CLOUD_LOCATION="us-central1") == (
        "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/google/models")
    assert VEO.auth.kind == "google" and set(VEO.auth.variables) >= {"GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"}


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"name": NAME}, NAME),
    (200, {}, Refused("the answer holds no operation", unsure=True)),
    (400, {"error": {"code": 400, "message": "bad duration", "status": "INVALID_ARGUMENT"}},
     Refused("bad duration (400)")),
    (429, {"error": {"code": 429, "message": "quota", "status": "RESOURCE_EXHAUSTED"}},
     Refused("quota (429)", final=False)),
    (503, {}, Refused("HTTP 503", final=False)),
])
def test_veo_tickets(status, answer, means):
    assert wire_veo.ticket(status, answer) == means


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"name": NAME}, Working("running")),
    (200, {"name": NAME, "done": False}, Working("running")),
    (200, {"name": NAME, "done": True, "response": {"videos": [{"gcsUri": "gs://b/v.mp4", "mimeType": "video/mp4"}]}},
     Ready(("gs://b/v.mp4",))),
    (200, {"name": NAME, "done": True, "response": {"videos": [{"bytesBase64Encoded": "AAAA"}]}},
     Ready(("data:video/mp4;base64,AAAA",))),
    (200, {"name": NAME, "done": True, "response": {"raiMediaFilteredCount": 1,
                                                    "raiMediaFilteredReasons": ["a face", "code 5"]}},
     Refused("filtered: a face; code 5")),
    (200, {"name": NAME, "done": True, "response": {"raiMediaFilteredCount": 1}},
     Refused("filtered, no reason given")),
    (200, {"name": NAME, "done": True, "response": {"videos": []}}, Refused("the operation is done without a video")),
    (200, {"name": NAME, "done": True}, Refused("the operation is done without a video")),
    (200, {"name": NAME, "done": True, "error": {"code": 3, "message": "no such image"}},
     Refused("no such image (3)")),
    (200, {"name": NAME, "done": True, "error": {"code": 14, "message": "away"}}, Refused("away (14)", final=False)),
    (200, {"name": NAME, "done": True, "error": {"code": 8, "message": "full"},
           "response": {"videos": [{"gcsUri": "gs://b/v.mp4"}]}}, Refused("full (8)", final=False)),
    (200, {"done": False}, Refused("an operation without a name, done False", unsure=True)),
    (200, {"name": NAME, "done": "yes"}, Refused("an operation without a name, done 'yes'", unsure=True)),
    (404, {"error": {"code": 404, "message": "no operation"}}, Refused("no operation (404)")),
])
def test_veo_answers(status, answer, means):
    assert wire_veo.progress(status, answer) == means


def test_omni_is_asked_with_our_key_as_a_label():
    call = OMNI.submit(request("gemini-omni-1.1"), KEY)
    assert (call.method, call.path) == ("POST", "/interactions")
    assert call.body == {**request("gemini-omni-1.1").body, "labels": {"shotscript": KEY.lower()[:63]}}
    assert OMNI.poll("v1_a/b") == Call("GET", "/interactions/v1_a%2Fb")
    assert (OMNI.auth.header, OMNI.auth.form) == ("x-goog-api-key", "{key}")


def done(*content: dict, **more: object) -> dict:
    return {"id": "v1_x", "status": "completed",
            "steps": [{"type": "thought"}, {"type": "model_output", "content": list(content)}], **more}


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"id": "v1_x", "status": "queued"}, Working("queued")),
    (200, {"id": "v1_x", "status": "in_progress"}, Working("in_progress")),
    (200, done({"type": "video", "uri": FILE, "mime_type": "video/mp4"}), Ready(("/files/abc:download?alt=media",))),
    (200, done({"type": "video", "uri": f"{FILE}?alt=media"}), Ready(("/files/abc:download?alt=media",))),
    (200, done({"type": "video", "uri": f"{FILE.removesuffix(':download')}?x=1"}),
     Ready(("/files/abc:download?alt=media",))),
    (200, done({"type": "video", "uri": "http://[no/v1beta/files/abc"}), Ready(("http://[no/v1beta/files/abc",))),
    (200, done({"type": "video", "uri": "https://cdn.example/v.mp4"}), Ready(("https://cdn.example/v.mp4",))),
    (200, done({"type": "video", "data": "AAAA", "mime_type": "video/mp4"}), Ready(("data:video/mp4;base64,AAAA",))),
    (200, done({"type": "text", "text": "I cannot make"}, {"type": "text", "text": "that."}),
     Refused("completed without a video: I cannot make that.")),
    (200, {"id": "v1_x", "status": "completed"}, Refused("completed without a video")),
    (200, done({"type": "video", "uri": FILE}, error={"code": "INTERNAL", "message": "broken"}),
     Refused("broken (INTERNAL)")),
    (200, {"status": "failed"}, Refused("the interaction failed")),
    (200, {"status": "cancelled"}, Refused("the interaction was cancelled")),
    (200, {"status": "incomplete"}, Refused("the interaction ended incomplete")),
    (200, {"status": "budget_exceeded"}, Refused("the interaction went over its budget")),
    (200, {"status": "requires_action"}, Refused("the interaction asks for an action, not only for a clip")),
    (200, {"status": "requires_continuation"},
     Refused("the interaction asks to be continued, which no clip is")),
    (200, {"status": "dreaming"}, Refused("unknown status 'dreaming'", unsure=True)),
    (400, {"error": {"code": "invalid_request", "message": "Invalid interaction name"}},
     Refused("Invalid interaction name (invalid_request)")),
    (429, {"error": {"code": 429, "message": "slow down"}}, Refused("slow down (429)", final=False)),
])
def test_omni_answers(status, answer, means):
    assert wire_omni.progress(status, answer) == means


def test_every_status_the_sdk_knows_has_a_meaning():
    interaction = pytest.importorskip("google.genai._gaos.types.interactions.interaction",
                                      reason="google-genai 3.3.0 (group `oracles`) is not installed, or has moved")
    words = interaction.InteractionStatus.__args__[0].__args__
    assert len(words) == 9
    for word in words:
        means = wire_omni.progress(200, {"id": "v1_x", "status": word})
        assert isinstance(means, Working) == (word in ("queued", "in_progress"))
        assert not isinstance(means, Refused) or "unknown" not in means.words


def test_tickets_of_omni():
    assert wire_omni.ticket(200, {"id": "v1_x", "status": "queued"}) == "v1_x"
    assert wire_omni.ticket(200, {}) == Refused("the answer holds no interaction", unsure=True)
    assert wire_omni.ticket(500, {"error": {"message": "oh"}}) == Refused("oh", final=False)
