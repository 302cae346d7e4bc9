"""Our wire against Kling's legacy standard: whole films, a token signed of two keys, and every fault."""

from __future__ import annotations

import json
import time

import pytest
from kling_given import NAMES, given
from kling_legacy import KEY, SERVES, KlingLegacy
from spoken import OURS, Spoken, answered
from vendor import FAULTS, Service, film_of
from written import requests

from shotscript.providers import find, named
from shotscript.providers.kling.wire_legacy import laid
from shotscript.providers.service import Call, Ready, Refused, Wire

PLAIN = requests("kling-3-legacy")[0]
FRAMED = next(one for one in requests("kling-3-legacy") if "image" in one.body)


def wired(name: str = "kling-3-legacy") -> Wire:
    wire = named(name).wire
    assert wire
    return wire


@pytest.mark.parametrize("name", SERVES)
def test_every_request_of_a_film_ends_in_its_clip(name):
    asked, wire = requests(name), wired(name)
    with Service(KlingLegacy()) as service:
        said = Spoken(wire, service)
        for number, one in enumerate(asked):
            request = said.laid(one, given(wire, one))
            told = said.wait(said.submit(request, f"key-{number}"), request)
            assert isinstance(told, Ready), told
            assert said.fetch(told.urls[0]).content == film_of(service.seconds)
    assert len(service.accepted) == len(asked)
    assert not any("need:" in json.dumps(job.body) for job in service.accepted)


def test_both_models_of_this_standard_are_served():
    legacy = {name for name, one in find().items() if one.wire and one.wire.auth.variables[:1] == ("KLING_ACCESS_KEY",)}
    assert set(SERVES) == legacy


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("request_", [PLAIN, FRAMED], ids=["text", "frame"])
def test_every_fault_is_answered(fault, request_):
    """An element of the vendor's own stands for one that would have to be made."""
    wire = wired()
    presets = {need.ref: NAMES["element"] for need in request_.needs if need.role == "element"}
    with Service(KlingLegacy()) as service:
        ready = Spoken(wire, service).laid(request_, {**given(wire, request_), **presets})
    answered(KlingLegacy, wire, ready, fault)


def test_an_element_is_a_number_here():
    body = {"element_list": [{"element_id": "need:element/Maya"}], "image": "need:first frame/film", "sound": "on"}
    refs = {"need:element/Maya": "300001", "need:first frame/film": "iVBORw"}
    placed = laid(body, refs, {})
    assert placed == {"element_list": [{"element_id": 300001}], "image": "iVBORw", "sound": "on"}
    assert body["element_list"][0]["element_id"] == "need:element/Maya", "the request is left as it is"


def test_a_task_is_found_on_the_path_it_was_made_on_alone():
    wire = wired()
    assert wire.handle and wire.find
    with Service(KlingLegacy()) as service:
        said = Spoken(wire, service)
        request = said.laid(FRAMED, given(wire, FRAMED))
        assert isinstance(said.submit(request), str)
        there = said.say(wire.find(wire.handle(request, OURS)))
        elsewhere = said.say(wire.find(wire.handle(PLAIN, OURS)))
    assert isinstance(wire.ticket(*there), str)
    assert wire.ticket(*elsewhere) == Refused("task not found (code 1203)")


def test_a_key_twice_is_refused_and_no_second_job_made():
    with Service(KlingLegacy()) as service:
        said = Spoken(wired(), service)
        assert isinstance(said.submit(PLAIN), str)
        assert said.submit(PLAIN) == Refused("external_task_id is not unique (code 1201)")
        assert len(service.accepted) == 1


@pytest.mark.parametrize(("late", "answer"), [(0, None), (-1801, (1004, False)), (60, (1003, False))])
def test_a_token_is_good_for_half_an_hour(late, answer, monkeypatch):
    """Asked `late` seconds off the server's clock."""
    with Service(KlingLegacy()) as service:
        said, now = Spoken(wired(), service), time.time()
        monkeypatch.setattr("spoken.time.time", lambda: now + late)
        shown = said._key()
        monkeypatch.undo()
        monkeypatch.setattr(said, "_key", lambda: shown)
        told = said.submit(PLAIN)
    if answer is None:
        assert isinstance(told, str)
    else:
        code, final = answer
        assert isinstance(told, Refused) and f"code {code}" in told.words and told.final is final


def test_an_api_key_is_shown_where_there_is_no_pair():
    other = wired().auth.other
    assert other and other.variables == ("KLING_API_KEY",)
    with Service(KlingLegacy()) as service:
        said = Spoken(wired(), service)
        said._key = lambda: {other.header: other.form.format(key=KEY)}
        assert isinstance(said.submit(PLAIN), str)
        said._key = lambda: {other.header: other.form.format(key="another")}
        assert said.submit(PLAIN) == Refused("Authorization is invalid (code 1002)")
        said._key = dict
        assert said.submit(PLAIN) == Refused("Authorization is empty (code 1001)")


@pytest.mark.parametrize(("change", "words"), [
    ({"duration": 5}, "duration: 5"), ({"model_name": "kling-v1"}, "model_name: 'kling-v1'"),
    ({"multi_prompt": []}, "multi_prompt: 1 to 6 shots in order"), ({"seed": 1}, "unknown parameter seed"),
])
def test_a_wrong_body_is_refused_by_the_service(change, words):
    wrong = PLAIN.model_copy(update={"body": {**PLAIN.body, **change}})
    with Service(KlingLegacy()) as service:
        assert Spoken(wired(), service).submit(wrong) == Refused(f"{words} (code 1201)")
        assert not service.accepted


def test_a_path_that_is_not_there():
    with Service(KlingLegacy()) as service:
        status, answer = Spoken(wired(), service).say(Call("GET", "/v1/videos/lip-sync"))
    assert (status, answer["code"]) == (404, 1203)
