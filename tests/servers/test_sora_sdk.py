"""OpenAI's own package as a client of our protocol server: a frame goes along as a file, the film comes from it."""

from __future__ import annotations

import warnings

import pytest
from handed import picture
from sora import KEY, Sora
from vendor import Service, film_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    openai = pytest.importorskip("openai", reason="openai (group `oracles`) is not installed")

pytestmark = pytest.mark.filterwarnings("ignore:The Sora API:DeprecationWarning")


@pytest.fixture
def service():
    with Service(Sora()) as running:
        yield running


def client(service: Service):
    return openai.OpenAI(api_key=KEY, base_url=f"{service.address}/v1", max_retries=0)


def test_a_job_with_a_frame_sent_as_a_file(service):
    sdk, frame = client(service), picture(1280, 720)
    video = sdk.videos.create_and_poll(model="sora-2", prompt="A door opens.", seconds="8", size="1280x720",
                                       input_reference=("frame.png", frame, "image/png"))
    assert (video.status, video.progress, video.seconds) == ("completed", 100, "8")
    assert service.accepted[0].body["input_reference"] == frame
    assert sdk.videos.download_content(video.id).read() == film_of(service.seconds)


def test_a_job_with_a_frame_kept_at_the_service(service):
    """The package takes an object there in its types and refuses it in its code, so it goes beside the rest."""
    sdk, frame = client(service), picture(720, 1280)
    kept = sdk.files.create(file=("frame.png", frame, "image/png"), purpose="vision")
    assert service.uploads[kept.id] == frame
    video = sdk.videos.create(prompt="A door opens.", extra_body={"input_reference": {"file_id": kept.id}})
    assert service.accepted[0].body["input_reference"] == {"file_id": kept.id}
    seen = [sdk.videos.retrieve(video.id).status for _ in range(3)]
    assert seen == ["queued", "in_progress", "completed"]
    assert [one.id for one in sdk.videos.list()] == [video.id]


def test_failures_and_refusals_are_the_packages_own():
    with Service(Sora(), faults=("moderated",)) as service:
        video = client(service).videos.create_and_poll(prompt="A door opens.")
        assert video.status == "failed" and video.error and video.error.code == "moderation_blocked"
    with Service(Sora(), faults=("busy",)) as service, pytest.raises(openai.RateLimitError):
        client(service).videos.create(prompt="A door opens.")
    with Service(Sora()) as service, pytest.raises(openai.BadRequestError):
        client(service).videos.create(prompt="A door opens.", size="1792x1024")
