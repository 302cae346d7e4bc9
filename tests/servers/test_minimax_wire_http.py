"""Our wires against MiniMax's two services.

The vendor has no kit in Python for videos, its clients are JavaScript: no outside client speaks here.
"""

from __future__ import annotations

import base64
import re

import httpx
import pytest
from minimax import H3, KEY, SERVES, Hailuo
from spoken import File, Spoken, answered
from vendor import FAULTS, Service
from written import completes, files, requests

from shotscript.providers import find, named
from shotscript.providers.minimax.wire import H3_WIRE, HAILUO_WIRE
from shotscript.providers.service import Call, Ready, Refused

SPOKEN = requests("minimax-h3-references")[0]
PLAIN = {"hailuo-02": next(one for one in requests("hailuo-02") if not one.needs),
         "minimax-h3": next(one for one in requests("minimax-h3") if not one.needs)}


@pytest.mark.parametrize("provider", SERVES)
def test_every_request_of_ours_ends_in_its_film(provider):
    """The files stand in the bodies, byte for byte."""
    service = completes(SERVES[provider], provider)
    held = {base64.b64decode(data) for job in service.accepted
            for data in re.findall(r"data:[\w/]+;base64,([\w+/=]+)", str(job.body))}
    assert held == {one.data for request in requests(provider) for one in files(request).values()} and held


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("provider", PLAIN)
def test_a_fault_is_told_in_words(provider, fault):
    wire = named(provider).wire
    assert wire
    answered(SERVES[provider], wire, PLAIN[provider], fault)


@pytest.mark.parametrize("wire", [HAILUO_WIRE, H3_WIRE], ids=["hailuo", "h3"])
def test_all_providers_have_a_server_and_every_role_a_way(wire):
    ours = {name for name, one in find().items() if one.wire is wire}
    assert ours <= set(SERVES)
    assert {need.role for name in ours for one in requests(name) for need in one.needs} == set(wire.delivery)


def test_mp3_goes_under_the_services_own_name():
    with Service(H3()) as service:
        said = Spoken(H3_WIRE, service)
        given = {ref: File(b"ID3", "audio/mpeg") if "voice" in ref else one for ref, one in files(SPOKEN).items()}
        assert isinstance(said.wait(said.submit(said.laid(SPOKEN, given))), Ready)
        (heard,) = (one["audio_url"]["url"] for one in service.accepted[0].body["content"] if "audio_url" in one)
        assert heard == "data:audio/mp3;base64,SUQz"


def test_a_file_is_fetched_by_its_id():
    with Service(Hailuo()) as service:
        said = Spoken(HAILUO_WIRE, service)
        said.wait(said.submit(PLAIN["hailuo-02"]))
        assert [asked.path for asked in service.asked][-2:] == ["/v1/query/video_generation", "/v1/files/retrieve"]


# ------------------------------------------------------------------------------------------- the servers themselves


def test_the_servers_want_the_key():
    for vendor, path in ((Hailuo, "/v1/video_generation"), (H3, "/v2/video_generation")):
        with Service(vendor()) as service:
            reply = httpx.post(service.address + path, json={}, headers={"authorization": KEY}, trust_env=False)
            assert (reply.status_code, "login fail" in reply.text) == (200 if vendor is Hailuo else 401, True)


@pytest.mark.parametrize("part", [
    {"model": "T9"}, {"prompt": "x" * 2001}, {"prompt": ""}, {"duration": 8}, {"duration": 10, "resolution": "1080P"},
    {"last_frame_image": "https://x/a.png"}, {"first_frame_image": "need:first frame/1"},
    {"first_frame_image": "data:image/png;base64,???"}, {"first_frame_image": "data:audio/wav;base64,AAAA"},
])
def test_hailuo_refuses_a_wrong_body_inside_a_200(part):
    with Service(Hailuo()) as service:
        asked = PLAIN["hailuo-02"]
        told = Spoken(HAILUO_WIRE, service).submit(asked.model_copy(update={"body": {**asked.body, **part}}))
        assert isinstance(told, Refused) and told.final and "(code 2013)" in told.words and not service.accepted


def medium(role, url="https://x/a", kind="image_url"):
    return {"type": kind, kind: {"url": url}, "role": role}


@pytest.mark.parametrize(("more", "part"), [
    ([], {"model": "H4"}), ([], {"duration": 3}), ([], {"resolution": "4K"}), ([], {"ratio": "adaptive"}),
    ([{"type": "text", "text": "again"}], {}), ([medium("first_frame"), medium("reference_image")], {}),
    ([medium("reference_image")] * 10, {}), ([medium("reference_audio", kind="audio_url")], {}),
    ([medium("first_frame", "need:first frame/1")], {}), ([medium("first_frame", "data:image/png;base64,=")], {}),
    ([medium("reference_image"), medium("reference_audio", "data:audio/mpeg;base64,SUQz", "audio_url")], {}),
    ([medium("reference_audio")], {}),
])
def test_h3_refuses_a_wrong_body(more, part):
    with Service(H3()) as service:
        asked = PLAIN["minimax-h3"]
        body = {**asked.body, **part, "content": [*asked.body["content"], *more]}
        status, answer = Spoken(H3_WIRE, service).say(Call("POST", "/v2/video_generation", body))
        assert status == 400 and answer["error"]["http_code"] == "400" and not service.accepted
        told = H3_WIRE.ticket(status, answer)
        assert isinstance(told, Refused) and told.final and "invalid params" in told.words
