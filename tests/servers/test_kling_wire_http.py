"""Our wire against Kling's new standard: whole films of every model, elements made on the way, and every fault."""

from __future__ import annotations

import base64
import copy
import json
import re
from types import MappingProxyType

import pytest
from kling import KEY, SERVES, Kling
from kling_given import FILM, NAMES, given
from spoken import OURS, Spoken, answered
from vendor import FAULTS, Service, film_of
from written import files, picture, requests

from shotscript.providers import find, named
from shotscript.providers.contract import Need, Request
from shotscript.providers.kling.delivery import ELEMENT, ELEMENTS, element, made
from shotscript.providers.service import Call, Placed, Ready, Refused, Wire, Working

OMNI = next(one for one in requests("kling-3-omni") if {"element", "voice"} <= {need.role for need in one.needs})
PLAIN = requests("kling-3")[0]


def wired(name: str) -> Wire:
    wire = named(name).wire
    assert wire
    return wire


def whole(service: Service, name: str, request: Request, key: str = OURS) -> bytes:
    """A job from its files to its film."""
    said = Spoken(wired(name), service)
    request = said.laid(request, given(wired(name), request))
    told = said.wait(said.submit(request, key), request)
    assert isinstance(told, Ready), told
    return said.fetch(told.urls[0]).content


@pytest.mark.parametrize("name", SERVES)
def test_every_request_of_a_film_ends_in_its_clip(name):
    asked = requests(name)
    with Service(Kling()) as service:
        assert all(whole(service, name, one, f"key-{number}") == film_of(service.seconds)
                   for number, one in enumerate(asked))
    assert len(service.accepted) == len(asked)
    assert not any("need:" in json.dumps(job.body) for job in service.accepted)


def test_every_model_of_this_standard_is_served():
    own = {name for name, one in find().items() if one.wire and one.wire.base == wired("kling-3").base}
    assert own - set(SERVES) == {"kling-3-legacy", "kling-3-omni-legacy"}


def test_what_can_be_sent_and_what_needs_a_name():
    """A film, a recording: the vendor's pages take an address of these alone, and offer no place to send one to."""
    unsent = {(name, need.role) for name in SERVES for one in requests(name) for need in one.needs
              if need.role not in wired(name).delivery}
    assert {role for _, role in unsent} == {"clip", "voice", "plate", "performance", "figure pass"}
    assert {role for name, role in unsent if "motion" not in name} == {"clip", "voice", "plate"}
    assert set(wired("kling-3-omni").delivery) == {"image", "first frame", "last frame", "element"}
    assert set(wired("kling-3-motion").delivery) == {"image", "figure frame"}


def test_an_element_is_made_of_its_pictures_with_its_voice():
    vendor = Kling()
    with Service(vendor) as service:
        assert whole(service, "kling-3-omni", OMNI) == film_of(service.seconds)
    first, second = vendor.library.bodies
    sent = {need.ref: file for need, file in zip(OMNI.needs, files(OMNI).values(), strict=True)}
    pictures = [base64.b64encode(sent[f"need:image/Maya-{n}"].data).decode() for n in (1, 2)]
    assert first["reference_type"] == "image_refer" and first["element_voice_id"] == NAMES["voice"]
    assert [first["element_image_list"]["frontal_image"],
            *(one["image_url"] for one in first["element_image_list"]["refer_images"])] == pictures
    assert second["reference_type"] == "video_refer"
    assert second["element_video_list"] == {"refer_videos": [{"video_url": FILM}]}
    (job,) = service.accepted
    elements = [one["element_id"] for one in job.body["contents"] if one["type"] == "element"]
    assert elements == ["300001", "300002"]


def test_a_picture_stands_in_the_body_without_a_prefix():
    framed = next(one for one in requests("kling-3-turbo") if one.needs)
    with Service(Kling()) as service:
        whole(service, "kling-3-turbo", framed)
        (frame,) = [one for one in service.accepted[0].body["contents"] if one["type"] == "first_frame"]
        assert base64.b64decode(frame["url"]) == next(iter(files(framed).values())).data
        body = copy.deepcopy(framed.body)
        body["contents"][1]["url"] = f"data:image/png;base64,{frame['url']}"
        told = Spoken(wired("kling-3-turbo"), service).submit(framed.model_copy(update={"body": body}), "another")
    assert told == Refused("image is not valid base64 (code 1201)")


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_answered(fault):
    answered(Kling, wired("kling-3"), PLAIN, fault)


def test_a_refused_making_says_why():
    need = next(one for one in OMNI.needs if one.role == "element")
    pictures = {key: base64.b64encode(picture(n)).decode() for n, key in enumerate(need.recipe["images"])}
    vendor = Kling()
    vendor.library.fails = True
    with Service(vendor) as service:
        said = Spoken(wired("kling-3-omni"), service)
        voice = {need.recipe["voice"]: "1"}
        assert said.create(need, pictures | voice) == Refused("no face was found")
        told = said.create(need, dict.fromkeys(pictures, "no picture") | voice)
        assert told == Refused("image is not valid base64 (code 1201)")
        assert isinstance(said.create(need, pictures | voice), str)


@pytest.mark.parametrize(("answer", "expected"), [
    ({"code": 0, "data": {"task_id": "8/6", "task_status": "submitted"}},
     Working("submitted", Call("GET", f"{ELEMENTS}/8%2F6"))),
    ({"code": 0, "data": {"task_status": "processing"}}, Refused("the answer does not say what it made")),
    ({"code": 0, "data": {"task_id": "8", "task_status": "succeed", "task_result": {"elements": [{"element_id": 77}]}}},
     Placed("77")),
    ({"code": 0, "data": {"task_id": "8", "task_status": "succeed", "task_result": {"elements": []}}},
     Refused("the answer does not say what it made")),
    ({"code": 0, "data": {"task_status": "gone"}}, Refused("unknown task status 'gone'")),
    ({"code": 0, "data": []}, Refused("unknown task status None")),
    ({"code": 1302, "message": "slower"}, Refused("slower (code 1302)", final=False)),
])
def test_what_the_making_answers(answer, expected):
    assert made(1, 200, answer) == ELEMENT.then(1, 200, answer) == expected


def test_an_element_is_called_and_described_within_its_limits():
    recipe = {"images": ["a", "b"], "voice": "", "look": "woman, 34, " + "cropped silver hair " * 9, "wears": ""}
    body = element(Need(role="element", name="Bartholomew_the_Elder_of_York", key="k", recipe=recipe),
                   {"a": "1", "b": "2"}).body
    assert body and body["element_name"] == "Bartholomew_the_Elde" and "element_voice_id" not in body
    assert len(body["element_description"]) <= 100 and re.search(r"silver hair( cropped| cropped silver)?$",
                                                                 body["element_description"])


@pytest.mark.parametrize(("change", "words"), [
    ({"prompt": ""}, "prompt is required, 3072 characters at most"),
    ({"prompt": "shot 1, 4, a; shot 2, 4, b;"}, "the shots must add up to the duration"),
    ({"settings": {**PLAIN.body["settings"], "audio": "original"}}, "settings.audio: 'original'"),
    ({"seed": 7}, "unknown parameter seed"),
])
def test_a_wrong_body_is_refused_by_the_service(change, words):
    wrong = PLAIN.model_copy(update={"body": {**PLAIN.body, **change}})
    with Service(Kling()) as service:
        told = Spoken(wired("kling-3"), service).submit(wrong)
        assert not service.accepted
    assert told == Refused(f"{words} (code 1201)")


def test_a_wrong_key_is_refused_by_the_service():
    class Other(Kling):
        keys = MappingProxyType({"KLING_API_KEY": f"not {KEY}"})

    with Service(Other()) as service:
        told = Spoken(wired("kling-3"), service).submit(PLAIN)
    assert told == Refused("Authorization is invalid (code 1002)")
