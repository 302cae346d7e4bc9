"""Runway's own package as a client of our protocol server: it sends a file ahead, asks, waits and gets the film."""

from __future__ import annotations

import httpx
import pytest
from handed import picture
from runway import KEY, Runway
from vendor import Service, film_of

runwayml = pytest.importorskip("runwayml", reason="runwayml (group `oracles`) is not installed")
polling = pytest.importorskip("runwayml.lib.polling", reason="runwayml (group `oracles`) is not installed")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """The package waits some seconds between two looks."""
    monkeypatch.setattr(polling, "POLL_TIME", 0)
    monkeypatch.setattr(polling, "POLL_JITTER", 0)


@pytest.fixture
def service():
    with Service(Runway()) as running:
        yield running


def client(service: Service):
    return runwayml.RunwayML(api_key=KEY, base_url=service.address, max_retries=0)


def test_a_still_is_sent_ahead_and_moves(service):
    sdk, still = client(service), picture(320, 180)
    uri = sdk.uploads.create_ephemeral(file=("still.png", still)).uri
    assert service.uploads[uri] == still
    task = sdk.image_to_video.create(model="gen4.5", prompt_text="Curtains lift.", ratio="1280:720", duration=5, seed=7,
                                     prompt_image=[{"uri": uri, "position": "first"}])
    done = task.wait_for_task_output()
    assert done.status == "SUCCEEDED" and done.cost.credits == 60
    assert httpx.get(done.output[0]).content == film_of(service.seconds)


def test_every_state_on_the_way_is_one_of_the_packages(service):
    sdk = client(service)
    id = sdk.text_to_video.create(model="gen4.5", prompt_text="A door.", ratio="720:1280", duration=2).id
    seen = [sdk.tasks.retrieve(id).status for _ in range(4)]
    assert seen == ["PENDING", "THROTTLED", "RUNNING", "SUCCEEDED"]


def test_footage_a_performance_and_a_list_of_shots(service):
    sdk = client(service)
    film = film_of(service.seconds)
    plate = sdk.uploads.create_ephemeral(file=("plate.mp4", film)).uri
    face = sdk.uploads.create_ephemeral(file=("face.png", picture())).uri
    tasks = (
        sdk.video_to_video.create(model="aleph2", video_uri=plate, prompt_text="Rain.", target_aspect_ratio="16:9",
                                  keyframes=[{"uri": face, "at": 0.0}]),
        sdk.character_performance.create(model="act_two", character={"type": "image", "uri": face}, ratio="1280:720",
                                         reference={"type": "video", "uri": plate}, body_control=True),
        sdk.recipes.multi_shot_video(mode="custom", version="2026-06", ratio="1280:720", duration=5, audio=True,
                                     shots=[{"prompt": "One door.", "duration": n} for n in (2, 2, 1)]),
    )
    for task in tasks:
        assert httpx.get(task.wait_for_task_output().output[0]).content == film


def test_failures_and_refusals_are_the_packages_own():
    with Service(Runway(), faults=("moderated",)) as service:
        task = client(service).text_to_video.create(model="gen4.5", prompt_text="A door.", ratio="1280:720", duration=2)
        with pytest.raises(runwayml.TaskFailedError) as failed:
            task.wait_for_task_output()
        assert failed.value.task_details.failure_code == "SAFETY.OUTPUT.VIDEO"
    with Service(Runway(), faults=("busy",)) as service, pytest.raises(runwayml.RateLimitError):
        client(service).text_to_video.create(model="gen4.5", prompt_text="A door.", ratio="1280:720", duration=2)
    with Service(Runway()) as service, pytest.raises(runwayml.BadRequestError):
        client(service).text_to_video.create(model="gen4.5", prompt_text="", ratio="1280:720", duration=2)
