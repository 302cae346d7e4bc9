"""Our wire against DashScope's server: files into its store, jobs to their films, and what every fault is called."""

from __future__ import annotations

import hashlib

import httpx
import pytest
from spoken import File, Spoken, answered
from vendor import FAULTS, Service
from wan import KEY, SERVES, DashScope
from written import completes, file, files, picture, requests

from shotscript.providers import find
from shotscript.providers.service import Call, Media, Placed, Refused
from shotscript.providers.wan.delivery import MOST, sent, slip
from shotscript.providers.wan.wire import WIRE

ASK = "/api/v1/services/aigc/video-generation/video-synthesis"
PLAIN = next(one for one in requests("wan-2.7") if not one.needs)
FRAMED = next(one for one in requests("wan-2.7") if one.needs and one.model == "wan2.7-i2v")


@pytest.mark.parametrize("provider", SERVES)
def test_every_request_of_ours_ends_in_its_film(provider):
    service = completes(DashScope, provider)
    known = {hashlib.sha256(data).hexdigest() for data in service.uploads.values()}
    given = {hashlib.sha256(one.data).hexdigest() for request in requests(provider) for one in files(request).values()}
    assert known == given, "the store holds the very bytes"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words(fault):
    answered(DashScope, WIRE, PLAIN, fault)


def test_all_of_its_providers_have_a_server_and_every_role_a_way():
    assert set(SERVES) == {name for name, one in find().items() if one.wire is WIRE}
    roles = {need.role for name in SERVES for one in requests(name) for need in one.needs}
    assert roles == set(WIRE.delivery)


def test_a_file_sent_for_one_model_serves_no_other():
    with Service(DashScope()) as service:
        said = Spoken(WIRE, service)
        ref = said.place("first frame", File(picture(1), "image/png"), "wan2.6-i2v")
        body = {**FRAMED.body, "input": {**FRAMED.body["input"], "media": [{"type": "first_frame", "url": ref}]}}
        told = said.submit(FRAMED.model_copy(update={"body": body}))
        assert isinstance(told, Refused) and told.final and "url error" in told.words
        assert isinstance(said.submit(said.laid(FRAMED, files(FRAMED))), str)


def test_the_store_refuses_and_is_told_in_words():
    media = Media("voice", "a.wav", "audio/wav", 10, "0", "wan3.0-video")
    said = sent(1, 403, {"data": {"upload_host": "https://x", "upload_dir": "d"}}, media)
    assert said == Refused("the service's store takes no voice: HTTP 403")
    assert sent(1, 503, {}, media) == Refused("the service's store takes no voice: HTTP 503", final=False)
    assert sent(0, 200, {"data": {"upload_host": 5}}, media) == Refused("the service does not say where its store is")


def test_a_file_too_large_for_its_model_never_leaves():
    slipped = {"data": {"upload_host": "https://x", "upload_dir": "d", "max_file_size_mb": 1}}
    large = Media("clip", "a.mp4", "video/mp4", 1_500_000, "0", "wan3.0-video")
    assert sent(0, 200, slipped, large) == Refused("the clip has 1.5 MB, wan3.0-video takes 1")
    small = Media("clip", "a.mp4", "video/mp4", 999_999, "0", "wan3.0-video")
    told = sent(0, 200, slipped, small)
    assert isinstance(told, Call) and told.body and (told.file, told.body["key"]) == ("file", "d/a.mp4")
    assert sent(1, 200, slipped, small) == Placed("oss://d/a.mp4", 172_800.0)
    assert MOST == 10**9 and slip(small).path.endswith("model=wan3.0-video")


# ------------------------------------------------------------------------------------------- the server itself


@pytest.mark.parametrize(("change", "status", "code"), [
    ({"authorization": "Bearer other"}, 401, "InvalidApiKey"),
    ({"x-dashscope-async": "no"}, 403, "AccessDenied"),
])
def test_the_server_wants_its_headers(change, status, code):
    with Service(DashScope()) as service:
        headers = {"authorization": f"Bearer {KEY}", "x-dashscope-async": "enable", **change}
        reply = httpx.post(service.address + ASK, json=PLAIN.body, headers=headers, trust_env=False)
        assert (reply.status_code, reply.json()["code"]) == (status, code) and not service.accepted


@pytest.mark.parametrize("part", [
    {"model": "wan9"}, {"input": {}}, {"parameters": {"duration": 16}}, {"parameters": {"duration": "5"}},
    {"parameters": {"resolution": "4K"}}, {"parameters": {"ratio": "2:1"}}, {"parameters": {"seed": -1}},
    {"parameters": {"shot_type": "multi", "prompt_extend": False}},
    {"model": "wan2.7-i2v"}, {"input": {"prompt": "x", "negative_prompt": "y" * 501}},
    {"model": "wan2.7-i2v", "input": {"prompt": "x", "media": [{"type": "first_frame", "url": "need:first frame/1"}]}},
    {"model": "wan3.0-video", "input": {"prompt": "x", "media": [
        {"type": "first_frame", "url": "https://x/a.png"}, {"type": "reference_image", "url": "https://x/b.png"}]}},
])
def test_the_server_refuses_a_wrong_body(part):
    with Service(DashScope()) as service:
        told = Spoken(WIRE, service).submit(PLAIN.model_copy(update={"body": {**PLAIN.body, **part}}))
        assert isinstance(told, Refused) and told.final and "InvalidParameter" in told.words
        assert not service.accepted


def test_the_store_sees_no_key_and_wants_every_field():
    with Service(DashScope()) as service:
        _, told = Spoken(WIRE, service).say(slip(Media("image", "a.png", "image/png", 1, "0", "wan3.0-video")))
        call = sent(0, 200, told, Media("image", "a.png", "image/png", 1, "0", "wan3.0-video"))
        assert isinstance(call, Call) and call.body
        data = file("image").data

        def post(form, **headers):
            part = {"file": ("a.png", data)}
            return httpx.post(call.path, data=form, files=part, headers=headers, trust_env=False).status_code

        assert post(call.body, authorization=f"Bearer {KEY}") == 400
        for name in call.body:
            assert post({**call.body, name: "x"} if name == "policy" else
                        {key: one for key, one in call.body.items() if key != name}) in (400, 403)
        assert not service.uploads
        assert (post(call.body), post(call.body)) == (200, 409) and list(service.uploads.values()) == [data]
