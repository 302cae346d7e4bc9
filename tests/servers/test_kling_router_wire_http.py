"""Our wire against the Comfy Router with Kling 4 behind it: files sent ahead, a key that stands for one job, faults."""

from __future__ import annotations

import json

import pytest
from kling_given import given
from kling_router import SERVES, Router
from spoken import File, Spoken, answered
from vendor import FAULTS, Service, film_of
from written import files, picture, requests

from shotscript.providers import find, named
from shotscript.providers.kling.wire_router import upload, uploaded
from shotscript.providers.service import Call, Media, Placed, Ready, Refused, Wire

ASKED = requests("kling-4")
PLAIN = next(one for one in ASKED if {need.role for need in one.needs} == {"image"})
FILE = Media("image", "ab12.png", "image/png", 3, "0" * 64)


def wired() -> Wire:
    wire = named("kling-4").wire
    assert wire
    return wire



def test_every_request_of_a_film_ends_in_its_clip():
    with Service(Router()) as service:
        said = Spoken(wired(), service)
        for number, one in enumerate(ASKED):
            request = said.laid(one, given(wired(), one))
            told = said.wait(said.submit(request, f"key-{number}"), request)
            assert isinstance(told, Ready), told
            assert said.fetch(told.urls[0]).content == film_of(service.seconds)
    assert len(service.accepted) == len(ASKED)
    assert not any("need:" in json.dumps(job.body) for job in service.accepted)
    sent = {file.data for one in ASKED for ref, file in files(one).items()
            if {need.ref: need.role for need in one.needs}[ref] in wired().delivery}
    assert set(service.uploads.values()) == sent


def test_all_that_goes_by_the_router_is_served():
    ours = {name for name, one in find().items() if one.wire and one.wire.base == wired().base}
    assert ours == set(SERVES)


def test_elements_and_voices_cannot_be_made_there():
    roles = {need.role for one in ASKED for need in one.needs}
    assert roles - set(wired().delivery) == {"element", "voice"}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_answered(fault):
    body = {**PLAIN.body, "contents": [one for one in PLAIN.body["contents"] if one["type"] == "prompt"]}
    answered(Router, wired(), PLAIN.model_copy(update={"body": body, "needs": ()}), fault)


def test_a_lost_answer_is_asked_for_again_under_its_key():
    """The same body under the same key makes no second job; another body under it is refused."""
    with Service(Router(), faults=("garbage",)) as service:
        said = Spoken(wired(), service)
        request = said.laid(PLAIN, given(wired(), PLAIN))
        assert said.submit(request) == Refused("the answer holds no request id", unsure=True)
        ticket = said.submit(request)
        assert isinstance(ticket, str) and said.submit(request) == ticket
        assert len(service.accepted) == 1
        other = request.model_copy(update={"body": {**request.body, "settings": {"duration": 4, "resolution": "720p"}}})
        told = said.submit(other)
        assert told == Refused("the key was used for a different request (invalid_input)")
        assert isinstance(said.submit(other, "another-key"), str) and len(service.accepted) == 2


def test_a_file_is_sent_to_where_storage_says_without_the_key():
    with Service(Router()) as service:
        said = Spoken(wired(), service)
        at = said.place("first frame", File(picture(9), "image/png"))
        assert isinstance(at, str) and said.fetch(at).content == picture(9)
        (sent,) = [one for one in service.asked if one.method == "PUT"]
    assert sent.headers["content-type"] == "image/png" and "x-api-key" not in sent.headers


def test_what_storage_answers():
    assert upload(FILE) == Call("POST", "/customers/storage", {"file_name": "ab12.png", "content_type": "image/png"})
    there = {"upload_url": "https://s/put", "download_url": "https://s/get"}
    assert uploaded(0, 200, there, FILE) == Call("PUT", "https://s/put", headers=(("Content-Type", "image/png"),),
                                                 file="raw")
    assert uploaded(1, 200, there, FILE) == Placed("https://s/get", 3600.0)
    assert uploaded(1, 403, there, FILE) == Refused("HTTP 403")
    assert uploaded(0, 503, {}, FILE) == Refused("HTTP 503", final=False)
    assert uploaded(0, 200, {"upload_url": 5}, FILE) == Refused("the answer does not say where to send the file")


@pytest.mark.parametrize(("change", "words"), [
    ({"settings": {"duration": 31, "resolution": "720p"}}, "body.settings.duration: 3 to 30"),
    ({"contents": [{"type": "prompt", "text": ""}]}, "body.contents.0: 1 to 26000 characters"),
    ({"options": {"external_task_id": "x"}}, "body.options.external_task_id: not supported"),
    ({"contents": [{"type": "first_frame", "url": "data:image/png;base64,AA"}], "settings": {}},
     "body.contents.0: image is not valid base64; body.settings.resolution: 720p or 1080p; "
     "body.settings.duration: 3 to 30"),
])
def test_what_is_wrong_with_a_body_is_told_field_by_field(change, words):
    body = {"contents": [{"type": "prompt", "text": "A room."}], "settings": {"duration": 5, "resolution": "720p"}}
    wrong = PLAIN.model_copy(update={"body": {**body, **change}})
    with Service(Router()) as service:
        assert Spoken(wired(), service).submit(wrong) == Refused(words)
        assert not service.accepted
