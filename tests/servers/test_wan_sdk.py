"""Alibaba's own kit, dashscope, against our server of its service: files into the store, a task, its film.

The kit takes its address from `base_http_api_url`; the store's it is told by the service.
"""

from __future__ import annotations

import httpx
import pytest
from vendor import Service, film_of
from wan import KEY, DashScope
from written import file

dashscope = pytest.importorskip("dashscope", reason="the kit stands in the group `oracles`")


@pytest.fixture
def service(monkeypatch, request):
    with Service(DashScope(), faults=getattr(request, "param", ())) as running:
        monkeypatch.setattr(dashscope, "base_http_api_url", f"{running.address}/api/v1")
        yield running


def test_the_kit_sends_a_still_and_gets_a_film(service, tmp_path):
    still = tmp_path / "first.png"
    still.write_bytes(file("first frame").data)
    asked = dashscope.VideoSynthesis.async_call(
        model="wan2.7-i2v", prompt="A slow push in.", api_key=KEY, duration=5, resolution="720P", seed=7,
        media=[{"type": "first_frame", "url": f"file://{still}"}])
    assert asked.status_code == 200, asked
    assert list(service.uploads.values()) == [still.read_bytes()]
    done = dashscope.VideoSynthesis.wait(asked, api_key=KEY)
    assert done.output.task_status == "SUCCEEDED", done
    assert httpx.get(done.output.video_url, trust_env=False).content == film_of(service.seconds)
    (job,) = service.accepted
    assert job.body["input"]["media"][0]["url"].startswith("oss://") and job.body["parameters"]["seed"] == 7


def test_the_kit_reads_refusals(service):
    told = dashscope.VideoSynthesis.async_call(model="wan2.7-t2v", prompt="x", api_key=KEY, duration=99)
    assert (told.status_code, told.code) == (400, "InvalidParameter") and not service.accepted
    unknown = dashscope.VideoSynthesis.fetch("nobody", api_key=KEY)
    assert unknown.output.task_status == "UNKNOWN"
    assert dashscope.VideoSynthesis.async_call(model="wan2.7-t2v", prompt="x", api_key="no").status_code == 401


@pytest.mark.parametrize("service", [("moderated",)], indirect=True)
def test_the_kit_is_told_of_a_failure(service):
    asked = dashscope.VideoSynthesis.async_call(model="wan2.6-t2v", prompt="x", api_key=KEY, size="1280*720")
    done = dashscope.VideoSynthesis.wait(asked, api_key=KEY)
    assert (done.output.task_status, done.output.code) == ("FAILED", "DataInspectionFailed")
