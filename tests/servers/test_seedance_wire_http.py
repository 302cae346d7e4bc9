"""Our wire against BytePlus's tasks: whole films of every model, files in the body, and every fault."""

from __future__ import annotations

import base64
import json

import pytest
from seedance import SERVES, Ark
from spoken import File, Spoken, answered
from vendor import FAULTS, Service, film_of
from written import files, requests, sound

from shotscript.providers import find
from shotscript.providers.contract import Request
from shotscript.providers.seedance.delivery import laid
from shotscript.providers.seedance.wire import WIRE, progress
from shotscript.providers.service import Inline, Ready, Refused

FILM = "asset://asset-20261101-abcd"
VOICED = next(one for one in requests("seedance-2.0") if {need.role for need in one.needs} == {"image", "voice"})


def given(request: Request) -> dict[str, File | str]:
    """Real bytes; footage by its name in the vendor's library."""
    roles = {need.ref: need.role for need in request.needs}
    return {ref: file if roles[ref] in WIRE.delivery else FILM for ref, file in files(request).items()}


@pytest.mark.parametrize("name", SERVES)
def test_every_request_of_a_film_ends_in_its_clip(name):
    asked = requests(name)
    with Service(Ark()) as service:
        said = Spoken(WIRE, service)
        for number, one in enumerate(asked):
            request = said.laid(one, given(one))
            told = said.wait(said.submit(request, f"key-{number}"))
            assert isinstance(told, Ready), told
            assert said.fetch(told.urls[0]).content == film_of(service.seconds)
    assert [job.body["safety_identifier"] for job in service.accepted] == [f"key-{n}" for n in range(len(asked))]
    assert not any("need:" in json.dumps(job.body) for job in service.accepted)


def test_every_model_has_a_server_and_footage_alone_no_way():
    assert set(SERVES) == {name for name, one in find().items() if one.wire is WIRE}
    roles = {need.role for name in SERVES for one in requests(name) for need in one.needs}
    assert roles - set(WIRE.delivery) == {"plate"} and set(WIRE.delivery) <= roles


def test_files_stand_in_the_body_in_the_order_the_text_counts_them():
    with Service(Ark()) as service:
        said = Spoken(WIRE, service)
        assert isinstance(said.submit(said.laid(VOICED, given(VOICED))), str)
    (job,) = service.accepted
    sent = [base64.b64decode(one[one["type"]]["url"].partition(",")[2]) for one in job.body["content"][1:]]
    assert sent == [file.data for file in files(VOICED).values()]


@pytest.mark.parametrize(("mime", "head"), [
    ("audio/mpeg", "data:audio/mp3;base64,"), ("audio/wav", "data:audio/wav;base64,"),
    ("audio/x-wav", "data:audio/wav;base64,")])
def test_a_recording_is_named_by_its_format(mime, head):
    """The service refuses a registered type it does not know by its format."""
    given_ = given(VOICED)
    voice = next(need.ref for need in VOICED.needs if need.role == "voice")
    with Service(Ark()) as service:
        said = Spoken(WIRE, service)
        assert isinstance(said.submit(said.laid(VOICED, {**given_, voice: File(sound(3), mime)})), str)
    assert service.accepted[0].body["content"][-1]["audio_url"]["url"].startswith(head)


def test_laying_leaves_the_request_as_it_is():
    before = json.dumps(VOICED.body)
    laid(VOICED.body, {need.ref: "x" for need in VOICED.needs}, {})
    assert json.dumps(VOICED.body) == before


def test_a_picture_is_smaller_than_thirty_megabytes():
    image, voice = WIRE.delivery["image"], WIRE.delivery["voice"]
    assert isinstance(image, Inline) and image.most == 30_000_000 - 1
    assert isinstance(voice, Inline) and voice.most == 15_000_000


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_answered(fault):
    answered(Ark, WIRE, _bare(), fault)


def _bare() -> Request:
    body = {**VOICED.body, "content": VOICED.body["content"][:1]}
    return VOICED.model_copy(update={"body": body, "needs": ()})


@pytest.mark.parametrize(("change", "code"), [
    ({"model": "seedance-9"}, "InvalidEndpoint.NotFound"), ({"content": []}, "MissingParameter"),
    ({"resolution": "8k"}, "InvalidParameter"), ({"duration": 3}, "InvalidParameter"),
    ({"seed": 4}, "InvalidParameter"), ({"ratio": "2:1"}, "InvalidParameter"),
])
def test_a_wrong_body_is_refused_by_the_service(change, code):
    with Service(Ark()) as service:
        told = Spoken(WIRE, service).submit(_bare().model_copy(update={"body": {**_bare().body, **change}}))
        assert not service.accepted
    assert isinstance(told, Refused) and told.final and told.words.endswith(f"({code})")


def test_the_shape_of_2_5_follows_its_first_frame():
    framed = next(one for one in requests("seedance-2.5") if any(need.role == "first frame" for need in one.needs))
    with Service(Ark()) as service:
        said = Spoken(WIRE, service)
        ready = said.laid(framed, given(framed))
        assert isinstance(said.submit(ready), str)
        told = said.submit(ready.model_copy(update={"body": {**ready.body, "ratio": "16:9"}}))
    assert isinstance(told, Refused) and "TaskTypeConstraint" in told.words


def test_an_error_beside_success_is_no_success():
    answer = {"status": "succeeded", "content": {"video_url": "https://x/1.mp4"},
              "error": {"code": "OutputVideoSensitiveContentDetected", "message": "withheld"}}
    assert progress(200, answer) == Refused("withheld (OutputVideoSensitiveContentDetected)", final=False)
    assert progress(200, {**answer, "error": None}) == Ready(("https://x/1.mp4",))
