"""Our wires at Luma's two protocols: every model, every kind of file with real bytes, every fault."""

from __future__ import annotations

import hashlib

import httpx
import pytest
from handed import handed, picture
from luma import KEY, OLDER_KEY, SERVES, Agents, Dream
from spoken import File, Spoken, answered
from vendor import FAULTS, Service, film_of
from written import requests

from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.luma.delivery import DELIVERY
from shotscript.providers.luma.wire import RAY_2_WIRE, RAY_3_WIRE
from shotscript.providers.service import Call, Media, Placed, Ready, Refused, Upload, Working

NEWER = ("luma-ray-3.2", "luma-ray-3.2-previz")
MEDIA = Media("plate", "a.mp4", "video/mp4", 10, "0")


def kinds(name: str) -> list[Request]:
    """One request of each set of roles."""
    return list({frozenset(need.role for need in one.needs): one for one in requests(name)}.values())


@pytest.mark.parametrize("name", NEWER)
def test_the_newer_service_makes_every_request_with_its_files(name):
    with Service(Agents()) as service:
        said = Spoken(RAY_3_WIRE, service)
        for request in kinds(name):
            before, files = len(service.uploads), handed(request)
            told = said.wait(said.submit(said.laid(request, files)))
            assert isinstance(told, Ready) and said.fetch(told.urls[0]).content == film_of(service.seconds)
            assert list(service.uploads.values())[before:] == [file.data for file in files.values()]
            assert named(name).wire is RAY_3_WIRE and "need:" not in str(service.accepted[-1].body)


def test_every_role_of_the_newer_service_can_be_sent():
    written = {need.role for name in NEWER for request in requests(name) for need in request.needs}
    assert written == set(DELIVERY)


def test_the_older_service_makes_what_has_no_pictures_of_ours():
    with Service(Dream()) as service:
        said = Spoken(RAY_2_WIRE, service)
        request = next(one for one in requests("luma-ray-2") if not one.needs)
        told = said.wait(said.submit(request))
        assert isinstance(told, Ready) and said.fetch(told.urls[0]).content == film_of(service.seconds)


def test_the_older_service_takes_addresses_alone():
    """Which is why nothing of ours is delivered to it: the project says what the picture's address is."""
    request = next(one for one in requests("luma-ray-2") if one.needs)
    assert not RAY_2_WIRE.delivery and RAY_2_WIRE.laid is None
    with Service(Dream()) as service:
        said = Spoken(RAY_2_WIRE, service)
        body = {**request.body, "keyframes": {"frame0": {"type": "image", "url": "data:image/png;base64,AAAA"}}}
        refused = said.submit(request.model_copy(update={"body": body}))
        assert isinstance(refused, Refused) and "address" in refused.words and refused.final
        body["keyframes"]["frame0"]["url"] = "https://example.org/still.png"
        assert isinstance(said.submit(request.model_copy(update={"body": body})), str)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["luma-ray-3.2", "luma-ray-2"])
def test_every_fault_is_answered(name, fault):
    wire = named(name).wire
    assert wire
    answered(SERVES[name], wire, next(one for one in requests(name) if not one.needs), fault)


def test_a_file_is_looked_over_before_it_is_used():
    data = picture(200, 120)
    with Service(Agents()) as service:
        assert Spoken(RAY_3_WIRE, service).place("first frame", File(data, "image/png")) == "file-1"
        assert {id: hashlib.sha256(kept).hexdigest() for id, kept in service.uploads.items()} == {
            "file-1": hashlib.sha256(data).hexdigest()}
        steps = [(one.method, one.path) for one in service.asked]
    assert steps == [("POST", "/v1/files"), ("PUT", "/storage/file-1"), ("POST", "/v1/files/file-1/complete"),
                     ("GET", "/v1/files/file-1"), ("GET", "/v1/files/file-1")]


@pytest.mark.parametrize(("number", "status", "answer", "means"), [
    (0, 422, {"detail": "mime_type"}, Refused("mime_type")),
    (0, 201, {}, Refused("the answer holds no file id")),
    (0, 201, {"id": "f", "upload": None}, Refused("the answer does not say where the file goes")),
    (0, 201, {"id": "f", "upload": {"url": "https://s3/x", "headers": {"a": "b"}}},
     Call("PUT", "https://s3/x", headers=(("a", "b"),), file="raw")),
    (1, 403, {"id": "f", "detail": "of the call before"}, Refused("HTTP 403")),
    (1, 200, {"id": "f/1"}, Call("POST", "/files/f%2F1/complete")),
    (2, 200, {"id": "f", "state": "pending"}, Working("the file is looked over", Call("GET", "/files/f"))),
    (3, 200, {"id": "f", "state": "ready"}, Placed("f")),
    (3, 200, {"id": "f", "state": "failed", "failure_reason": "a face"}, Refused("the file was not taken: a face")),
    (3, 200, {"id": "f", "state": "deleted"}, Refused("unknown state of a file 'deleted'")),
])
def test_what_the_steps_of_an_upload_lead_to(number, status, answer, means):
    way = DELIVERY["plate"]
    assert isinstance(way, Upload) and way.then(number, status, answer, MEDIA) == means


@pytest.mark.parametrize("wire", [RAY_3_WIRE, RAY_2_WIRE])
def test_success_beside_a_failure_is_none(wire):
    told = wire.progress(200, {"id": "g", "state": "completed", "failure_reason": "lost",
                               "output": [{"type": "video", "url": "https://x"}], "assets": {"video": "https://x"}})
    assert told == Refused("lost")


def test_an_error_may_be_told_in_an_object():
    assert RAY_3_WIRE.ticket(400, {"error": {"message": "no such model", "code": 3}}) == Refused("no such model")


@pytest.mark.parametrize(("change", "words"), [
    ({"prompt": ""}, "prompt"), ({"model": "ray-2"}, "model"), ({"aspect_ratio": "9:21"}, "aspect_ratio"),
    ({"video": {"duration": "9s"}}, "duration"),
    ({"video": {"keyframes": [{"url": "https://x"}], "keyframe_indexes": [121]}}, "keyframe"),
    ({"video": {"keyframes": [{"file_id": "no"}], "keyframe_indexes": [0]}}, "file_id"),
    ({"video": {"keyframes": [{"file_id": "no", "url": "https://x"}], "keyframe_indexes": [0]}}, "exactly one"),
])
def test_the_newer_server_refuses_wrong_bodies(change, words):
    right = {"model": "ray-3.2", "type": "video", "prompt": "A door."}
    with Service(Agents()) as service:
        ask, shown = f"{service.address}/v1/generations", {"authorization": f"Bearer {KEY}"}
        assert httpx.post(ask, json=right, headers=shown).status_code == 201
        assert words in httpx.post(ask, json=right | change, headers=shown).json()["detail"]
        assert httpx.post(ask, json=right, headers={"authorization": f"Bearer {OLDER_KEY}"}).status_code == 401


def test_storage_wants_what_was_signed_and_no_key_of_ours():
    slot = {"mime_type": "image/png", "size_bytes": 5}
    with Service(Agents()) as service:
        shown = {"authorization": f"Bearer {KEY}"}
        told = httpx.post(f"{service.address}/v1/files", json=slot, headers=shown).json()["upload"]
        put = told["url"]
        assert httpx.put(put, content=b"12345").status_code == 403
        assert httpx.put(put, content=b"1234", headers=told["headers"]).status_code == 400
        assert httpx.put(put, content=b"12345", headers=told["headers"] | shown).status_code == 400
        assert httpx.post(f"{service.address}/v1/files/file-1/complete", headers=shown).status_code == 409
        assert httpx.put(put, content=b"12345", headers=told["headers"]).status_code == 200
