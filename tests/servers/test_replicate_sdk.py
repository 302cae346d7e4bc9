"""Replicate's own client at our server of its official models: a still sent by itself, a prediction, its film."""

from __future__ import annotations

import io

import httpx
import pytest
from predictions import TOKEN
from replicate_models import Models
from vendor import Service, film_of
from written import picture

replicate = pytest.importorskip("replicate.client", reason="Replicate's client is in the group `oracles`")
ReplicateError = pytest.importorskip("replicate.exceptions").ReplicateError
ASKED = {"prompt": "A slow push in.", "duration": 8, "resolution": "720p", "aspect_ratio": "16:9"}


@pytest.fixture
def service(request):
    with Service(Models(), faults=getattr(request, "param", ())) as running:
        yield running


@pytest.fixture
def client(service):
    made = replicate.Client(api_token=TOKEN, base_url=service.address)
    made.poll_interval = 0.01
    with made._client:
        yield made


def test_the_client_sends_a_still_and_gets_a_film(service, client):
    made = client.models.predictions.create(model="google/veo-3.1", input={**ASKED, "image": io.BytesIO(picture(5))})
    assert (made.status, made.model) == ("starting", "google/veo-3.1")
    made.wait()
    assert made.status == "succeeded" and list(service.uploads.values()) == [picture(5)]
    assert httpx.get(made.output, trust_env=False).content == film_of(service.seconds)


@pytest.mark.parametrize("service", [("poll broken",), ("poll busy",)], indirect=True)
def test_the_client_is_told_of_a_failed_look(service, client):
    """Of a look it tries again what is busy, and no inner trouble; of asking nothing."""
    made = client.models.predictions.create(model="google/veo-3.1", input=ASKED)
    if "poll broken" in service.faults:
        with pytest.raises(ReplicateError):
            made.wait()
    made.wait()
    assert made.status == "succeeded"


def test_the_client_is_refused_in_words(service, client):
    with pytest.raises(ReplicateError, match=r"input\.duration"):
        client.models.predictions.create(model="google/veo-3.1", input={**ASKED, "duration": 5})
    with pytest.raises(ReplicateError, match="could not be found"):
        client.models.predictions.create(model="google/veo-9", input=ASKED)
    assert not service.accepted
