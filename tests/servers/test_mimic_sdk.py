"""Replicate's own client at our server: it sends files by itself, asks for a prediction, waits and finds the film."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import httpx
import pytest
from mimic import VERSION, Mimic
from predictions import TOKEN
from vendor import Service, film_of
from written import picture

replicate = pytest.importorskip("replicate.client", reason="Replicate's client is in the group `oracles`")
ReplicateError = pytest.importorskip("replicate.exceptions").ReplicateError


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(Mimic()) as service:
        yield service


@contextmanager
def client(service: Service, token: str = TOKEN) -> Iterator:
    """The client has no way of its own to end its connections."""
    made = replicate.Client(api_token=token, base_url=service.address)
    made.poll_interval = 0.01
    with made._client:
        yield made


def inputs() -> dict:
    return {"appearance_image": io.BytesIO(picture(3)), "motion_video": io.BytesIO(film_of(Fraction(2))), "seed": 7}


def test_a_whole_prediction(service):
    with client(service) as asking:
        made = asking.predictions.create(version=VERSION, input=inputs())
        assert made.status == "starting"
        made.wait()
    assert (made.status, made.error) == ("succeeded", None)
    assert httpx.get(made.output).content == film_of(service.seconds)
    assert list(service.uploads.values()) == [picture(3), film_of(Fraction(2))]
    (job,) = service.accepted
    assert job.body["input"]["appearance_image"].startswith(f"{service.address}/v1/files/")


def test_a_file_and_how_long_it_is_kept(service):
    with client(service) as asking:
        file = asking.files.create(io.BytesIO(picture(8)))
        again = asking.files.get(file.id)
    assert file.size == len(picture(8)) and again.urls == file.urls
    assert file.expires_at and file.expires_at > file.created_at


def test_a_prediction_that_fails():
    with Service(Mimic(), faults=("moderated",)) as service, client(service) as asking:
        made = asking.predictions.create(version=VERSION, input=inputs())
        made.wait()
    assert made.status == "failed" and "sensitive" in made.error


def test_what_is_refused(service):
    with client(service) as asking:
        wrong = {"resolution": {"input": {**inputs(), "resolution": 9}}, "version": {"version": "0" * 64}}
        for words, change in wrong.items():
            with pytest.raises(ReplicateError, match=words):
                asking.predictions.create(**{"version": VERSION, "input": inputs(), **change})
    with client(service, "r8_another") as asking, pytest.raises(ReplicateError, match="token"):
        asking.predictions.create(version=VERSION, input={})
    assert not service.accepted
