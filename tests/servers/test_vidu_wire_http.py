"""Our wire against Vidu's server. The vendor publishes no kit: no outside client speaks here."""

from __future__ import annotations

import base64
import re

import httpx
import pytest
from spoken import OURS, File, Spoken, answered
from vendor import FAULTS, Service
from vidu import KEY, SERVES, Vidu
from written import OWN, completes, files, requests

from shotscript.providers import find
from shotscript.providers.service import Refused
from shotscript.providers.vidu.wire import WIRE

PLAIN = next(one for one in requests("vidu-q3-pro") if not one.needs)
SUBJECTS = requests("vidu-q3-turbo-references")[0]


@pytest.mark.parametrize("provider", SERVES)
def test_every_request_of_ours_ends_in_its_film(provider):
    """The pictures stand in the bodies, byte for byte."""
    service = completes(Vidu, provider)
    held = {base64.b64decode(data) for job in service.accepted
            for data in re.findall(r"data:[\w/]+;base64,([\w+/=]+)", str(job.body))}
    needs = [(need, request) for request in requests(provider) for need in request.needs if need.role in WIRE.delivery]
    assert held == {files(request)[need.ref].data for need, request in needs} and held


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words(fault):
    answered(Vidu, WIRE, PLAIN, fault)


def test_all_of_its_providers_have_a_server_and_every_role_but_a_voice_a_way():
    assert set(SERVES) == {name for name, one in find().items() if one.wire is WIRE}
    roles = {need.role for name in SERVES for one in requests(name) for need in one.needs}
    assert roles == set(WIRE.delivery) | {"voice"}


def test_a_voice_is_the_services_own_and_our_key_comes_back():
    with Service(Vidu()) as service:
        said = Spoken(WIRE, service)
        given: dict[str, File | str] = {ref: OWN if "voice" in ref else one for ref, one in files(SUBJECTS).items()}
        said.submit(said.laid(SUBJECTS, given))
        (job,) = service.accepted
        assert OWN in {one.get("voice_id") for one in job.body["subjects"]}
        assert (job.key, job.path) == (OURS, "/ent/v2/reference2video")


# ------------------------------------------------------------------------------------------- the server itself


def test_the_word_before_the_key_is_token():
    with Service(Vidu()) as service:
        for shown, status in ((f"Bearer {KEY}", 401), (f"Token {KEY}", 400)):
            reply = httpx.post(f"{service.address}/ent/v2/text2video", json={}, headers={"authorization": shown},
                               trust_env=False)
            assert reply.status_code == status


@pytest.mark.parametrize("part", [
    {"model": "viduq3"}, {"prompt": ""}, {"prompt": "x" * 5001}, {"duration": 17}, {"duration": 0},
    {"resolution": "4k"}, {"aspect_ratio": "21:9"}, {"audio": "yes"}, {"seed": -1}, {"images": ["need:image/1"]},
    {"images": ["data:image/png;base64,???"]}, {"images": ["data:video/mp4;base64,AAAA"]},
    {"subjects": []}, {"subjects": [{"name": "maya", "images": ["https://x/a.png"]}]},
    {"subjects": [{"name": "x", "images": ["https://x/a.png"] * 4}], "prompt": "@x"},
    {"subjects": [{"name": "x", "images": ["https://x/a.png"], "voice_id": "need:voice/x"}], "prompt": "@x"},
])
def test_the_server_refuses_a_wrong_body(part):
    with Service(Vidu()) as service:
        asked = PLAIN.model_copy(update={"body": {**PLAIN.body, "model": "viduq3-turbo", **part}})
        told = Spoken(WIRE, service).submit(asked)
        assert isinstance(told, Refused) and told.final and not service.accepted
