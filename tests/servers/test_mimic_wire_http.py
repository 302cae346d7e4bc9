"""Our wire against Replicate with MimicMotion behind it: files sent ahead, a film's every shot, every fault."""

from __future__ import annotations

import json

import pytest
from mimic import SERVES, Mimic
from predictions import TOKEN
from spoken import File, Spoken, answered
from vendor import FAULTS, Service, film_of
from written import file, files, picture, requests

from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.mimic.wire import WIRE
from shotscript.providers.predictions import uploaded
from shotscript.providers.service import Call, Media, Placed, Ready, Refused, Upload

ASKED = requests("mimic-motion")
SENT = Media("image", "ab.png", "image/png", 3, "0" * 64)


def ready(service: Service, request: Request = ASKED[0]) -> Request:
    return Spoken(WIRE, service).laid(request, files(request))


def test_every_request_of_a_film_ends_in_its_clip():
    with Service(Mimic()) as service:
        said = Spoken(WIRE, service)
        for one in ASKED:
            request = ready(service, one)
            told = said.wait(said.submit(request))
            assert isinstance(told, Ready), told
            assert said.fetch(told.urls[0]).content == film_of(service.seconds)
    assert len(service.accepted) == len(ASKED)
    assert not any("need:" in json.dumps(job.body) for job in service.accepted)
    assert set(service.uploads.values()) == {one.data for request in ASKED for one in files(request).values()}


def test_every_role_has_a_way():
    assert named("mimic-motion").wire is WIRE and set(SERVES) == {"mimic-motion"}
    assert {need.role for one in ASKED for need in one.needs} | {"figure frame"} == set(WIRE.delivery)


def test_a_file_is_sent_once_as_a_form_with_the_key():
    with Service(Mimic()) as service:
        at = Spoken(WIRE, service).place("image", File(picture(7), "image/png"))
        (sent,) = service.asked
    assert isinstance(at, str) and service.uploads[at.rpartition("/")[2]] == picture(7)
    assert sent.headers["authorization"] == f"Bearer {TOKEN}" and b'filename="' in sent.body


def test_a_file_that_was_never_sent_is_refused():
    """The service knows its own files."""
    with Service(Mimic()) as service:
        request = ready(service)
        body = {**request.body, "input": {**request.body["input"], "motion_video": f"{service.address}/v1/files/none"}}
        told = Spoken(WIRE, service).submit(request.model_copy(update={"body": body}))
        assert not service.accepted
    assert told == Refused("- input.motion_video: the file does not exist")


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_answered(fault):
    """With addresses in place of files: they would be another server's."""
    names = {need.ref: "https://example.org/a" for need in ASKED[0].needs}
    with Service(Mimic()) as service:
        request = Spoken(WIRE, service).laid(ASKED[0], names)
    answered(Mimic, WIRE, request, fault)


@pytest.mark.parametrize(("answer", "expected"), [
    ({"urls": {"get": "https://x/1"}, "created_at": "2026-11-20T12:00:00.5Z", "expires_at": "2026-11-20T13:30:00.5Z"},
     Placed("https://x/1", 5400.0)),
    ({"urls": {"get": "https://x/1"}}, Placed("https://x/1", 3600.0)),
    ({"urls": {"get": "https://x/1"}, "created_at": "2026-11-20", "expires_at": "2026-11-20T13:30:00Z"},
     Placed("https://x/1", 3600.0)),
    ({"urls": {"get": "https://x/1"}, "created_at": "2026-11-21T00:00:00Z", "expires_at": "2026-11-20T00:00:00Z"},
     Placed("https://x/1", 0.0)),
    ({"urls": []}, Refused("the answer does not say where the file is")),
    ({}, Refused("the answer does not say where the file is")),
])
def test_how_long_a_file_is_kept_there(answer, expected):
    assert uploaded(0, 201, answer, SENT) == expected


def test_a_file_is_refused_in_words():
    assert uploaded(0, 413, {"detail": "too large"}, SENT) == Refused("too large")
    assert uploaded(0, 503, {}, SENT) == Refused("the answer does not say where the file is", final=False)
    way = WIRE.delivery["figure pass"]
    assert isinstance(way, Upload) and way.most == 100_000_000
    assert way.first(SENT) == Call("POST", "/v1/files", file="content")


@pytest.mark.parametrize(("change", "words"), [
    ({"resolution": 2048}, "- input.resolution: Must be from 64 to 1024"),
    ({"prompt": "x"}, "- input.prompt: Additional property prompt is not allowed"),
    ({"appearance_image": "need:image/1"}, "- input.appearance_image: Does not match format 'uri'"),
    ({"checkpoint_version": "v2"}, "- input.checkpoint_version: must be one of: v1, v1-1"),
])
def test_a_wrong_input_is_refused_by_the_service(change, words):
    with Service(Mimic()) as service:
        request = ready(service)
        body = {**request.body, "input": {**request.body["input"], **change}}
        told = Spoken(WIRE, service).submit(request.model_copy(update={"body": body}))
        assert not service.accepted
    assert told == Refused(words)


def test_another_version_is_refused():
    with Service(Mimic()) as service:
        request = ready(service)
        told = Spoken(WIRE, service).submit(request.model_copy(update={"body": {**request.body, "version": "0" * 64}}))
    assert told == Refused("The specified version does not exist")


def test_footage_is_sent_as_it_is():
    driven = next(one for one in ASKED if any(need.role == "performance" for need in one.needs))
    with Service(Mimic()) as service:
        ready(service, driven)
        assert file("performance", 1).data in service.uploads.values()
