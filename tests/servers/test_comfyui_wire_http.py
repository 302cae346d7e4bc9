"""Our wire against a ComfyUI server: passes and stills into its inputs, graphs to their films, faults in words."""

from __future__ import annotations

import hashlib

import pytest
from comfyui import SERVES, ComfyUI, known
from spoken import OURS, File, Spoken, answered
from vendor import FAULTS, Service
from written import completes, files, picture, requests

from shotscript.providers import find
from shotscript.providers.comfyui.delivery import uploaded
from shotscript.providers.comfyui.wire import WIRE, named
from shotscript.providers.service import Media, Placed, Ready, Refused

BARE = requests("wan-2.1-vace")[0]


def bare(service):
    """A request whose files are at the server."""
    return Spoken(WIRE, service).laid(BARE, files(BARE))


@pytest.mark.parametrize("provider", SERVES)
def test_every_request_of_ours_ends_in_its_film(provider):
    service = completes(ComfyUI, provider)
    kept = {hashlib.sha256(data).hexdigest() for data in service.uploads.values()}
    given = {hashlib.sha256(one.data).hexdigest() for request in requests(provider) for one in files(request).values()}
    assert kept == given, "the server's inputs are the very bytes"


class Stocked(ComfyUI):
    """A server that has every file a request names: for faults, which come after files."""

    def accept(self, service, asked):
        for node in asked.json["prompt"].values():
            for name in ("image", "file"):
                if isinstance(node["inputs"].get(name), str):
                    service.uploads.setdefault(node["inputs"][name], b"x")
        return super().accept(service, asked)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words(fault):
    answered(Stocked, WIRE, BARE, fault)


def test_all_of_its_providers_have_a_server_and_every_role_a_way():
    assert set(SERVES) == {name for name, one in find().items() if one.wire is WIRE}
    assert {need.role for name in SERVES for one in requests(name) for need in one.needs} == set(WIRE.delivery)


def test_a_lost_job_is_found_under_the_id_that_follows_from_our_key():
    with Service(ComfyUI()) as service:
        said = Spoken(WIRE, service)
        assert isinstance(WIRE.ticket(*said.say(WIRE.find(OURS))), Refused), "nobody asked for it yet"
        said.submit(bare(service))
        assert WIRE.ticket(*said.say(WIRE.find(OURS))) == named(OURS) == service.accepted[0].id
        assert isinstance(said.wait(named(OURS)), Ready)


def test_the_same_graph_again_saves_a_film_of_its_own():
    """The server answers from memory what it ran before: our key in the file's name makes it another graph."""
    with Service(ComfyUI()) as service:
        said, request = Spoken(WIRE, service), bare(service)
        first, second = (said.wait(said.submit(request, key)) for key in ("one", "two"))
        assert isinstance(first, Ready) and isinstance(second, Ready) and first != second
        assert said.wait(said.submit(request, "one")) == Refused("the job was completed without a video")


def test_a_file_of_the_same_name_gets_another_and_the_same_file_none():
    with Service(ComfyUI()) as service:
        said = Spoken(WIRE, service)
        media = Media("image", "a.png", "image/png", 1, "0")
        refs = []
        for data in (b"one", b"two", b"one"):
            call = WIRE.delivery["image"].first(media)  # type: ignore[union-attr]
            refs.append(uploaded(0, *said.say(call, (media, data)), media))
        assert refs == [Placed("a.png"), Placed("a (1).png"), Placed("a.png")]
        assert said.say(type(call)("GET", "/view?filename=a%20(1).png&type=input"))[0] == 200


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"name": "a.png", "subfolder": "", "type": "input"}, Placed("a.png")),
    (200, {"name": "a.png", "subfolder": "x/y", "type": "input"}, Placed("x/y/a.png")),
    (200, {}, Refused("the server does not take the image: HTTP 200")),
    (413, {}, Refused("the server does not take the image: HTTP 413")),
    (503, {}, Refused("the server does not take the image: HTTP 503", final=False)),
])
def test_what_the_answer_to_a_file_means(status, answer, means):
    assert uploaded(0, status, answer, Media("image", "a.png", "image/png", 1, "0")) == means


# ------------------------------------------------------------------------------------------- the server itself


def test_a_graph_whose_files_are_not_there_is_refused_by_its_node():
    with Service(ComfyUI()) as service:
        told = Spoken(WIRE, service).submit(BARE)
        assert isinstance(told, Refused) and told.final and "Invalid file: need:" in told.words
        assert not service.accepted


@pytest.mark.parametrize(("change", "words"), [
    (lambda body: {**body, "prompt_id": body["prompt_id"].upper()}, "UUID"),
    (lambda body: {"client_id": "x"}, "No prompt"),
    (lambda body: {**body, "prompt": {}}, "no outputs"),
    (lambda body: {**body, "prompt": {**body["prompt"], "1": {"inputs": {}}}}, "no class_type"),
    (lambda body: {**body, "prompt": {**body["prompt"], "1": {"class_type": "VAEDecode", "inputs": {"vae": ["z", 0]}}}},
     "Bad linked input"),
])
def test_the_server_refuses_a_wrong_body(change, words):
    with Service(ComfyUI()) as service:
        call = WIRE.submit(bare(service), OURS)
        assert call.body
        told = WIRE.ticket(*Spoken(WIRE, service).say(type(call)("POST", "/prompt", change(call.body))))
        assert isinstance(told, Refused) and told.final and words in told.words and not service.accepted


@pytest.mark.skipif(not known(), reason="the nodes' pages stand in the group `oracles`")
def test_the_server_knows_its_nodes():
    with Service(ComfyUI()) as service:
        call = WIRE.submit(bare(service), OURS)
        assert call.body
        wrong = {**call.body, "prompt": {**call.body["prompt"], "1": {"class_type": "Nonsense", "inputs": {}}}}
        told = WIRE.ticket(*Spoken(WIRE, service).say(type(call)("POST", "/prompt", wrong)))
        assert isinstance(told, Refused) and "Nonsense" in told.words


def test_a_still_can_be_sent_under_its_own_name():
    with Service(ComfyUI()) as service:
        ref = Spoken(WIRE, service).place("first frame", File(picture(3), "image/png"))
        assert service.uploads == {ref: picture(3)}
