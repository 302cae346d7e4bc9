"""Our wire at the Videos API's protocol: both models, a first frame in the body, every fault."""

from __future__ import annotations

import base64

import httpx
import pytest
from handed import handed, picture
from sora import KEY, SERVES, Sora
from spoken import Spoken, answered
from vendor import FAULTS, Service, film_of
from written import requests

from shotscript.providers.service import Inline, Ready, Refused
from shotscript.providers.sora.wire import WIRE


@pytest.mark.parametrize("name", SERVES)
def test_every_request_is_made_with_its_first_frame(name):
    asked = {bool(one.needs): one for one in requests(name)}
    assert set(asked) == {False, True}
    with Service(Sora()) as service:
        said = Spoken(WIRE, service)
        for request in asked.values():
            files = handed(request)
            told = said.wait(said.submit(said.laid(request, files)))
            assert isinstance(told, Ready) and told.urls[0].startswith("/videos/")
            assert said.fetch(told.urls[0]).content == film_of(service.seconds)
            held = service.accepted[-1].body.get("input_reference", {}).get("image_url", ",")
            assert base64.b64decode(held.partition(",")[2]) == b"".join(file.data for file in files.values())


def test_each_role_that_is_written_can_be_sent():
    assert {need.role for name in SERVES for one in requests(name) for need in one.needs} == set(WIRE.delivery)


def test_the_largest_picture_stays_an_address_the_service_takes():
    way = WIRE.delivery["first frame"]
    assert isinstance(way, Inline) and way.most
    longest = len(way.form.format(mime="image/jpeg", data="")) + 4 * -(-way.most // 3)
    assert longest <= 20_971_520


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_answered(fault):
    answered(Sora, WIRE, next(one for one in requests("sora-2") if not one.needs), fault)


def test_a_frame_of_another_size_is_refused_in_words():
    request = next(one for one in requests("sora-2") if one.needs)
    file = {ref: type(one)(picture(64, 64), one.mime) for ref, one in handed(request).items()}
    with Service(Sora()) as service:
        said = Spoken(WIRE, service)
        told = said.submit(said.laid(request, file))
    assert isinstance(told, Refused) and told.final and "1280x720" in told.words


@pytest.mark.parametrize(("change", "words"), [
    ({"seconds": 4}, "seconds"), ({"seconds": "16"}, "seconds"), ({"size": "1792x1024"}, "size"),
    ({"prompt": ""}, "prompt"), ({"input_reference": {"image_url": "data:image/png;base64,AA", "file_id": "f"}}, "one"),
    ({"input_reference": {"file_id": "file-9"}}, "no picture"),
])
def test_the_server_refuses_wrong_bodies(change, words):
    with Service(Sora()) as service:
        ask, shown = f"{service.address}/v1/videos", {"authorization": f"Bearer {KEY}"}
        assert httpx.post(ask, json={"prompt": "A door."}, headers=shown).json()["seconds"] == "4"
        assert words in httpx.post(ask, json={"prompt": "A door."} | change, headers=shown).json()["error"]["message"]
        assert httpx.post(ask, json={"prompt": "A door."}).status_code == 401


def test_no_film_before_its_time_nor_without_a_key():
    with Service(Sora()) as service:
        shown = {"authorization": f"Bearer {KEY}"}
        httpx.post(f"{service.address}/v1/videos", json={"prompt": "A door."}, headers=shown)
        content = f"{service.address}/v1/videos/video_1/content"
        assert httpx.get(content, headers=shown).status_code == 404
        assert httpx.get(content).status_code == 401
