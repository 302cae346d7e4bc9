"""BytePlus's own kit at our server: it asks for a task with pictures in the body, follows it and finds the film.

The kit of version 3.0.63 lets itself be pointed at any base address. It offers files for other models; a task takes
none of their ids, so there is no upload to try.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from seedance import KEY, MODELS, Ark
from vendor import Service, film_of
from written import picture, sound

kit = pytest.importorskip("byteplussdkarkruntime", reason="BytePlus's kit is in the group `oracles`")

MODEL = next(iter(MODELS))
ROOM = [{"type": "text", "text": "A room."}]


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(Ark()) as service:
        yield service


@contextmanager
def client(service: Service, key: str = KEY) -> Iterator:
    with kit.Ark(base_url=f"{service.address}{service.vendor.base}", api_key=key, max_retries=0) as ark:
        yield ark.content_generation.tasks


def data(kind: str, content: bytes) -> dict[str, str]:
    return {"url": f"data:{kind};base64,{base64.b64encode(content).decode()}"}


def test_a_whole_task(service):
    content = [{"type": "text", "text": "Shot 1: a lamp flickers, Image 1, {Good night.} as in Audio 1"},
               {"type": "image_url", "image_url": data("image/png", picture(5)), "role": "reference_image"},
               {"type": "audio_url", "audio_url": data("audio/wav", sound(2)), "role": "reference_audio"}]
    with client(service) as tasks:
        made = tasks.create(model=MODEL, content=content, resolution="720p", ratio="16:9", duration=5,
                            generate_audio=True, safety_identifier="someone")
        seen = [tasks.get(task_id=made.id)]
        while seen[-1].status in ("queued", "running"):
            seen.append(tasks.get(task_id=made.id))
    assert [one.status for one in seen] == ["queued", "running", "succeeded"]
    assert seen[-1].safety_identifier == "someone" and seen[-1].usage.completion_tokens
    assert httpx.get(seen[-1].content.video_url).content == film_of(service.seconds)
    (job,) = service.accepted
    assert base64.b64decode(job.body["content"][1]["image_url"]["url"].partition(",")[2]) == picture(5)


def test_tasks_are_listed_with_their_tags(service):
    with client(service) as tasks:
        for tag in ("first", "second"):
            tasks.create(model=MODEL, content=ROOM, safety_identifier=tag)
        told = tasks.list(page_size=10, model=MODEL)
    assert told.total == 2 and [one.safety_identifier for one in told.items] == ["second", "first"]


def test_a_task_that_fails():
    with Service(Ark(), faults=("moderated",)) as service, client(service) as tasks:
        made = tasks.create(model=MODEL, content=ROOM)
        told = [tasks.get(task_id=made.id) for _ in range(3)][-1]
    assert told.status == "failed" and told.error.code.startswith("InputImageSensitiveContentDetected")


def test_refusals_have_their_own_exceptions(service):
    with client(service) as tasks, pytest.raises(kit._exceptions.ArkBadRequestError, match="resolution"):
        tasks.create(model=MODEL, content=ROOM, resolution="8k")
    with client(service, "another") as tasks, pytest.raises(kit._exceptions.ArkAuthenticationError):
        tasks.create(model=MODEL, content=ROOM)
    with client(service) as tasks, pytest.raises(kit._exceptions.ArkNotFoundError):
        tasks.get(task_id="none")
    assert not service.accepted
