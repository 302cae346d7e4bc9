"""Our wire against Replicate's official models: files sent ahead, predictions to their films, faults in words."""

from __future__ import annotations

import hashlib
import json

import pytest
from replicate_models import SERVES, Models
from spoken import Spoken, answered
from vendor import FAULTS, Service
from written import completes, files, requests

from shotscript.providers import find
from shotscript.providers.replicate.wire import WIRE
from shotscript.providers.service import Refused

PLAIN = next(one for one in requests("replicate/veo-3.1") if not one.needs)
LISTED = next(one for one in requests("replicate/kling-3-legacy") if not one.needs)


@pytest.mark.parametrize("provider", SERVES)
def test_every_request_of_ours_ends_in_its_film(provider):
    service = completes(Models, provider)
    kept = {hashlib.sha256(data).hexdigest() for data in service.uploads.values()}
    given = {hashlib.sha256(one.data).hexdigest() for request in requests(provider) for one in files(request).values()}
    assert kept == given, "the service holds the very bytes"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words(fault):
    answered(Models, WIRE, PLAIN, fault)


def test_all_of_its_providers_have_a_server_and_every_role_a_way():
    assert set(SERVES) == {name for name, one in find().items() if one.wire is WIRE}
    assert {need.role for name in SERVES for one in requests(name) for need in one.needs} == set(WIRE.delivery)


def test_shots_go_as_a_text():
    with Service(Models()) as service:
        Spoken(WIRE, service).submit(LISTED)
        (job,) = service.accepted
        assert job.path == "/v1/models/kwaivgi/kling-v3-video/predictions"
        assert json.loads(job.body["input"]["multi_prompt"]) == LISTED.body["input"]["multi_prompt"]


@pytest.mark.parametrize(("asked", "part", "words"), [
    (PLAIN, {"duration": 5}, "input.duration"), (PLAIN, {"unknown": 1}, "unexpected"),
    (PLAIN, {"image": "need:first frame/1"}, "input.image: Does not match format 'uri'"),
    (PLAIN, {"resolution": "4k"}, "input.resolution"), (LISTED, {"duration": 15}, "input.multi_prompt"),
    (LISTED, {"prompt": "x" * 2501}, "input.prompt"),
])
def test_a_wrong_input_is_refused_by_the_service(asked, part, words):
    with Service(Models()) as service:
        body = {**asked.body, "input": {**asked.body["input"], **part}}
        told = Spoken(WIRE, service).submit(asked.model_copy(update={"body": body}))
        assert isinstance(told, Refused) and told.final and words in told.words and not service.accepted


def test_an_unknown_model_is_refused():
    with Service(Models()) as service:
        told = Spoken(WIRE, service).submit(PLAIN.model_copy(update={"model": "google/veo-9"}))
        assert told == Refused("The requested resource could not be found.")
