"""Comfy's own kit at our router: it queues a job, follows it to its end and collects the film.

Kling itself publishes no Python kit, and its new standard none in any language, so its two servers are judged by the
vendor's pages alone (`kling_rules`). The kit sends no files to `/customers/storage`: Comfy's nodes do.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from kling_router import KEY, Router
from vendor import Service, film_of

comfy_sdk = pytest.importorskip("comfy_sdk", reason="Comfy's kit is in the group `oracles`")

MODEL = "kling/kling-4.0"
BODY = {"contents": [{"type": "prompt", "text": "A lamp flickers."}], "settings": {"duration": 5, "resolution": "720p"}}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service(Router()) as service:
        monkeypatch.setenv("COMFY_ROUTER_BASE_URL", service.address)
        monkeypatch.setenv("COMFY_BASE_URL", service.address)
        yield service


def test_a_whole_job(service):
    seen = []
    with comfy_sdk.Comfy(api_key=KEY) as client:
        told = client.models.subscribe(MODEL, BODY, on_queue_update=lambda update: seen.append(update.status))
    assert seen[0] == "IN_QUEUE" and seen[-1] == "COMPLETED"
    assert told["data"][0]["status"] == "succeeded"
    url = told["data"][0]["outputs"][0]["url"]
    assert httpx.get(url).content == film_of(service.seconds)
    assert [job.body for job in service.accepted] == [BODY]


def test_a_key_of_ones_own_stands_for_one_job(service):
    with comfy_sdk.Comfy(api_key=KEY) as client:
        first = client.models.submit(MODEL, BODY, idempotency_key="one-and-the-same")
        again = client.models.submit(MODEL, BODY, idempotency_key="one-and-the-same")
    assert first.request_id == again.request_id and len(service.accepted) == 1


@pytest.mark.parametrize(("fault", "kind"), [("failed", "provider_error"), ("moderated", "content_policy_violation")])
def test_a_failure_is_a_completion_with_an_error(monkeypatch, fault, kind):
    with Service(Router(), faults=(fault,)) as service:
        monkeypatch.setenv("COMFY_ROUTER_BASE_URL", service.address)
        with comfy_sdk.Comfy(api_key=KEY) as client, pytest.raises(comfy_sdk.RouterError) as told:
            client.models.subscribe(MODEL, BODY)
    assert told.value.error_type == kind


def test_a_wrong_body_is_told_field_by_field(service):
    with comfy_sdk.Comfy(api_key=KEY) as client, pytest.raises(comfy_sdk.RouterError) as told:
        client.models.submit(MODEL, {**BODY, "settings": {"duration": 99, "resolution": "720p"}})
    assert told.value.error_type == "invalid_input" and "duration" in str(told.value)
    assert not service.accepted


def test_a_wrong_key(service):
    with comfy_sdk.Comfy(api_key="comfyui-another") as client, pytest.raises(comfy_sdk.RouterError) as told:
        client.models.submit(MODEL, BODY)
    assert told.value.error_type == "unauthorized"
