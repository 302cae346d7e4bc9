"""Our wire against fal's queue and storage: files ahead, requests to their films, faults in words."""

from __future__ import annotations

import hashlib

import httpx
import pytest
from fal import KEY, SERVES, Fal
from spoken import Spoken, answered
from vendor import FAULTS, Service
from written import completes, file, files, requests

from shotscript.providers import find
from shotscript.providers.fal.delivery import STORAGE, initiate, sent
from shotscript.providers.fal.wire import WIRE
from shotscript.providers.service import Call, Media, Placed, Refused

PLAIN = next(one for one in requests("fal/veo-3.1") if not one.needs)
FRAMED = next(one for one in requests("fal/veo-3.1") if one.needs)
STILL = Media("image", "a.png", "image/png", 1, "0")


@pytest.mark.parametrize("provider", SERVES)
def test_every_request_of_ours_ends_in_its_film(provider):
    service = completes(Fal, provider)
    kept = {hashlib.sha256(data).hexdigest() for data in service.uploads.values()}
    given = {hashlib.sha256(one.data).hexdigest() for request in requests(provider) for one in files(request).values()}
    assert kept == given, "the storage holds the very bytes"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words(fault):
    answered(Fal, WIRE, PLAIN, fault)


def test_all_of_its_providers_have_a_server_and_every_role_a_way():
    assert set(SERVES) == {name for name, one in find().items() if one.wire is WIRE}
    roles = {need.role for name in SERVES for one in requests(name) for need in one.needs}
    assert roles <= set(WIRE.delivery) and set(WIRE.delivery) - roles <= {"figure frame"}


def test_the_key_goes_to_the_storages_door_and_never_to_the_shelf():
    with Service(Fal()) as service:
        said = Spoken(WIRE, service)
        said.submit(said.laid(FRAMED, files(FRAMED)))
        doors = [(asked.method, asked.path.split("/")[1], "authorization" in asked.headers) for asked in service.asked]
        assert doors[:2] == [("POST", "storage", True), ("PUT", "gcs", False)] and doors[-1][2]
        (life,) = {asked.headers["x-fal-object-lifecycle-preference"] for asked in service.asked
                   if asked.path == "/storage/upload/initiate"}
        assert life == '{"expiration_duration_seconds": 604800}'


def test_what_the_storages_answers_mean():
    told = {"upload_url": "https://s/x", "file_url": "https://v3.fal.media/files/x"}
    assert initiate(STILL).path.startswith(f"{STORAGE}/storage/upload/initiate?")
    assert sent(0, 200, told, STILL) == Call("PUT", "https://s/x", headers=(("Content-Type", "image/png"),), file="raw")
    assert sent(1, 200, told, STILL) == Placed("https://v3.fal.media/files/x", 604_800.0)
    assert sent(0, 200, {"upload_url": "x"}, STILL) == Refused("the service does not say where the file goes")
    assert sent(0, 403, {"detail": "no"}, STILL) == Refused("no")
    assert sent(1, 403, told, STILL) == Refused("the service's storage takes no image: HTTP 403")
    assert sent(1, 503, told, STILL) == Refused("the service's storage takes no image: HTTP 503", final=False)


# ------------------------------------------------------------------------------------------- the server itself


def test_the_server_wants_its_own_word_before_the_key():
    with Service(Fal()) as service:
        for shown in (f"Bearer {KEY}", "", f"Key {KEY}x"):
            reply = httpx.post(f"{service.address}/fal-ai/veo3.1", json=PLAIN.body, headers={"authorization": shown},
                               trust_env=False)
            assert reply.status_code == 401 and not service.accepted


def test_a_file_of_another_kind_than_was_signed_is_refused():
    with Service(Fal()) as service:
        _, told = Spoken(WIRE, service).say(initiate(STILL))
        put = [httpx.put(told["upload_url"], content=file("image").data, headers={"content-type": kind},
                         trust_env=False).status_code for kind in ("image/jpeg", "image/png")]
        assert put == [403, 200] and service.uploads == {told["file_url"]: file("image").data}


@pytest.mark.parametrize(("model", "part"), [
    ("fal-ai/nothing", {}), ("fal-ai/veo3.1", {"duration": 8}), ("fal-ai/veo3.1", {"prompt": None}),
    ("fal-ai/veo3.1", {"aspect_ratio": "2:1"}), ("fal-ai/veo3.1", {"unknown": 1}),
    ("fal-ai/veo3.1/image-to-video", {"image_url": "need:first frame/1"}),
    ("fal-ai/veo3.1/image-to-video", {"image_url": "https://v3.fal.media/files/nobody.png"}),
])
def test_the_server_refuses_a_wrong_body(model, part):
    with Service(Fal()) as service:
        asked = PLAIN.model_copy(update={"model": model, "body": {**PLAIN.body, **part}})
        told = Spoken(WIRE, service).submit(asked)
        assert isinstance(told, Refused) and told.final and not service.accepted


def test_a_result_is_not_there_before_its_time():
    with Service(Fal()) as service:
        said = Spoken(WIRE, service)
        ticket = said.submit(PLAIN)
        assert isinstance(ticket, str)
        assert said.say(WIRE.poll(ticket.removesuffix("/status")))[0] == 400
        assert said.say(WIRE.poll(ticket.replace("veo3.1", "veo3.1/fast")))[0] == 404
