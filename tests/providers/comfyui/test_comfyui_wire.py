"""A ComfyUI server's answers: as its source makes them."""

from __future__ import annotations

from uuid import UUID

import pytest

from shotscript.providers.comfyui.wire import WIRE, find, named, poll, progress, submit, ticket
from shotscript.providers.contract import Request
from shotscript.providers.service import Ready, Refused, Working

KEY = "a1b2-7"
GRAPH = {"1": {"class_type": "CreateVideo", "inputs": {"fps": 16.0}},
         "2": {"class_type": "SaveVideo", "inputs": {"video": ["1", 0], "filename_prefix": "shotscript"}}}
JOB = {"id": "x", "status": "completed", "outputs_count": 1, "outputs": {"17": {
    "images": [{"filename": "a b_00001_.mp4", "subfolder": "shotscript", "type": "output"}], "animated": [True]}}}


def test_a_graph_is_queued_under_an_id_that_follows_from_our_key():
    call = submit(Request(provider="wan-2.2-fun", model="", segment="", body={"prompt": GRAPH}), KEY)
    assert (call.method, call.path, set(call.body)) == ("POST", "/prompt", {"prompt", "prompt_id", "client_id"})
    assert call.body["prompt"]["2"]["inputs"]["filename_prefix"] == f"shotscript/{KEY}"
    assert call.body["prompt"]["1"] == GRAPH["1"] and GRAPH["2"]["inputs"]["filename_prefix"] == "shotscript"
    assert call.body["prompt_id"] == named(KEY) and find(KEY) == poll(named(KEY))


@pytest.mark.parametrize("key", ["", "a", KEY, "0" * 64, "é"])
def test_the_id_is_a_uuid_in_its_canonical_form(key):
    assert str(UUID(named(key))) == named(key) and UUID(named(key)).version == 8


def test_every_key_has_an_id_of_its_own():
    assert len({named(str(n)) for n in range(2000)}) == 2000


def test_no_key_is_shown():
    assert WIRE.auth.kind == "none" and WIRE.base == "http://127.0.0.1:8188"


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"prompt_id": "p", "number": 3, "node_errors": {}}, "p"),
    (200, {"number": 3, "node_errors": {}}, Refused("the answer holds no prompt id", unsure=True)),
    (400, {"error": {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation"},
           "node_errors": {"9": {"class_type": "UNETLoader", "errors": [
               {"type": "value_not_in_list", "message": "Value not in list", "details": "unet_name: 'x' not in []"}]}}},
     Refused("Prompt outputs failed validation; UNETLoader: Value not in list: unet_name: 'x' not in []")),
    (200, {"prompt_id": "p", "node_errors": {"9": {"class_type": "VAELoader", "errors": [
        {"message": "no", "details": "vae"}]}}}, Refused("HTTP 200; VAELoader: no: vae")),
    (400, {"error": "no prompt"}, Refused("no prompt")),
    (503, {}, Refused("HTTP 503", final=False)),
])
def test_tickets(status, answer, means):
    assert ticket(status, answer) == means


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"status": "pending"}, Working("pending")),
    (200, {"status": "in_progress"}, Working("in_progress")),
    (200, JOB, Ready(("/view?filename=a+b_00001_.mp4&subfolder=shotscript&type=output",))),
    (200, {"status": "completed", "outputs": {}}, Refused("the job was completed without a video")),
    (200, {"status": "completed", "outputs": {"1": {"images": [
        {"filename": "a.png", "type": "output"}, {"filename": "b.mp4", "type": "temp"}]}}},
     Refused("the job was completed without a video")),
    (200, {"status": "failed", "execution_error": {"exception_message": "out of memory", "node_type": "KSampler"}},
     Refused("out of memory (KSampler)")),
    (200, {"status": "failed"}, Refused("the job failed")),
    (200, {"status": "cancelled"}, Refused("the job was cancelled")),
    (200, {"status": "paused"}, Refused("unknown job status 'paused'", unsure=True)),
    (404, {"error": "Job not found"},
     Refused("the server does not know the job: it was never queued, or the server was started anew")),
    (500, {}, Refused("HTTP 500", final=False)),
])
def test_what_its_answers_mean(status, answer, means):
    assert progress(status, answer) == means
