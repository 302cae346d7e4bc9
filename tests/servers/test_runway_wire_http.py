"""Our wire at Runway's protocol: every model, every kind of file with real bytes, every fault."""

from __future__ import annotations

import httpx
import pytest
from handed import handed, picture
from runway import KEY, SERVES, VERSION, Runway
from spoken import File, Spoken, answered
from vendor import FAULTS, Service, film_of
from written import requests

from shotscript import providers
from shotscript.providers.contract import Request
from shotscript.providers.runway.delivery import DELIVERY
from shotscript.providers.runway.wire import WIRE
from shotscript.providers.service import Placed, Ready, Refused, Upload

WANTED = {"runway-aleph": {"plate"}, "runway-act-two": {"performance", "image"}}


def sendable(name: str) -> list[Request]:
    """The requests of a film that are not refused before they are sent, one of each set of roles."""
    least = WANTED.get(name, set())
    kinds = {frozenset(need.role for need in one.needs): one for one in requests(name)}
    return [one for roles, one in kinds.items() if roles >= least]


@pytest.mark.parametrize("name", SERVES)
def test_every_model_is_made_with_its_files(name):
    asked = sendable(name)
    assert asked and providers.named(name).wire is WIRE
    with Service(Runway()) as service:
        said = Spoken(WIRE, service)
        for request in asked:
            files = handed(request)
            told = said.wait(said.submit(said.laid(request, files)))
            assert isinstance(told, Ready) and told.cost and told.cost > 0
            assert said.fetch(told.urls[0]).content == film_of(service.seconds)
            sent = {uri: service.uploads[uri] for uri in _uris(service.accepted[-1].body)}
            assert sorted(sent.values()) == sorted(file.data for file in files.values())


def test_each_role_that_is_written_can_be_sent():
    """A role that no delivery names would have to be registered by hand."""
    written = {need.role for name in SERVES for request in requests(name) for need in request.needs}
    assert written == set(DELIVERY) - {"clip"}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_answered(fault):
    answered(Runway, WIRE, requests("runway-gen-4.5")[0], fault)


def test_a_file_goes_by_the_form_and_is_kept_a_day():
    with Service(Runway()) as service:
        said = Spoken(WIRE, service)
        data = picture(200, 120)
        assert said.place("image", File(data, "image/png")) == "runway://upload-1"
        assert service.uploads == {"runway://upload-1": data}
    way = DELIVERY["image"]
    assert isinstance(way, Upload) and way.most == 200_000_000
    kept = way.then(1, 204, {"runwayUri": "runway://u"}, None)  # type: ignore[arg-type]
    assert kept == Placed("runway://u", lasts=86_400)


def test_a_file_too_small_is_refused_in_words():
    with Service(Runway()) as service:
        told = Spoken(WIRE, service).place("image", File(b"\x89PNG tiny", "image/png"))
    assert isinstance(told, Refused) and told.words == "HTTP 400"


@pytest.mark.parametrize(("answer", "words"), [
    ({}, "the answer holds no address of the upload"),
    ({"runwayUri": "https://x"}, "the answer holds no address of the upload"),
    ({"runwayUri": "runway://u"}, "the answer does not say where the file goes"),
])
def test_a_slot_that_says_nothing_is_refused(answer, words):
    way = DELIVERY["plate"]
    assert isinstance(way, Upload)
    assert way.then(0, 200, answer, None) == Refused(words)  # type: ignore[arg-type]


def test_success_beside_a_failure_is_none():
    told = WIRE.progress(200, {"status": "SUCCEEDED", "output": ["https://x"], "failure": "no", "failureCode": "X"})
    assert told == Refused("no (X)")


@pytest.mark.parametrize(("change", "words"), [
    ({"ratio": "16:9"}, "ratio"), ({"duration": 11}, "duration"), ({"promptText": "x" * 1001}, "promptText"),
    ({"model": "gen3"}, "model"),
])
def test_the_server_refuses_wrong_bodies(change, words):
    right = {"model": "gen4.5", "promptText": "A door.", "ratio": "1280:720", "duration": 5}
    with Service(Runway()) as service:
        ask = f"{service.address}/v1/text_to_video"
        shown = {"authorization": f"Bearer {KEY}", "x-runway-version": VERSION}
        assert httpx.post(ask, json=right, headers=shown).status_code == 200
        assert words in httpx.post(ask, json=right | change, headers=shown).json()["error"]
        assert httpx.post(ask, json=right, headers={"x-runway-version": VERSION}).status_code == 401
        assert httpx.post(ask, json=right, headers={"authorization": f"Bearer {KEY}"}).status_code == 400
        assert len(service.accepted) == 1


def test_the_server_knows_its_own_files_alone():
    body = {"model": "aleph2", "videoUri": "runway://never-sent"}
    with Service(Runway()) as service:
        shown = {"authorization": f"Bearer {KEY}", "x-runway-version": VERSION}
        told = httpx.post(f"{service.address}/v1/video_to_video", json=body, headers=shown)
    assert told.status_code == 400 and "videoUri" in told.json()["error"]


def _uris(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value.startswith("runway://") else []
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [uri for one in held for uri in _uris(one)]
