"""BytePlus's own kit at our server: it asks for a task with pictures in the body, follows it and finds the film.

The kit of version 3.0.63 lets itself be pointed at any base address. It offers files for other models; a task takes
none of their ids, so there is no upload to try.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx
import pytest
from seedance import KEY, MODELS, Ark
from vendor import Service, film_of
from written import picture, sound

kit = pytest.importorskip("byteplussdkarkruntime", reason="BytePlus's kit is in the group `oracles`")

MODEL = next(iter(MODELS))


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(Ark()) as service:
        yield service


def client(service: Service, key: str = KEY):
    return kit.Ark(base_url=f"{service.address}{service.vendor.base}", api_key=key, max_retries=0)


def data(kind: str, content: bytes) -> dict[str, str]:
    return {"url": f"data:{kind};base64,{base64.b64encode(content).decode()}"}


def test_a_whole_task(service):
    ark = client(service)
    content = [{"type": "text", "text": "Shot 1: a lamp flickers, Image 1, {Good night.} as in Audio 1"},
               {"type": "image_url", "image_url": data("image/png", picture(5)), "role": "reference_image"},
               {"type": "audio_url", "audio_url": data("audio/wav", sound(2)), "role": "reference_audio"}]
    made = ark.content_generation.tasks.create(
        model=MODEL, content=content, resolution="720p", ratio="16:9", duration=5, generate_audio=True,
        safety_identifier="someone")
    seen = []
    while not seen or seen[-1].status in ("queued", "running"):
        seen.append(ark.content_generation.tasks.get(task_id=made.id))
    assert [one.status for one in seen] == ["queued", "running", "succeeded"]
    assert seen[-1].safety_identifier == "someone" and seen[-1].usage.completion_tokens
    assert httpx.get(seen[-1].content.video_url).content == film_of(service.seconds)
    (job,) = service.accepted
    assert base64.b64decode(job.body["content"][1]["image_url"]["url"].partition(",")[2]) == picture(5)


def test_tasks_are_listed_with_their_tags(service):
    ark = client(service)
    for tag in ("first", "second"):
        ark.content_generation.tasks.create(model=MODEL, content=[{"type": "text", "text": "A room."}],
                                            safety_identifier=tag)
    told = ark.content_generation.tasks.list(page_size=10, model=MODEL)
    assert told.total == 2 and [one.safety_identifier for one in told.items] == ["second", "first"]


def test_a_task_that_fails(service):
    with Service(Ark(), faults=("moderated",)) as other:
        ark = client(other)
        made = ark.content_generation.tasks.create(model=MODEL, content=[{"type": "text", "text": "A room."}])
        told = [ark.content_generation.tasks.get(task_id=made.id) for _ in range(3)][-1]
    assert told.status == "failed" and told.error.code.startswith("InputImageSensitiveContentDetected")


def test_refusals_have_their_own_exceptions(service):
    content = [{"type": "text", "text": "A room."}]
    with pytest.raises(kit._exceptions.ArkBadRequestError, match="resolution"):
        client(service).content_generation.tasks.create(model=MODEL, content=content, resolution="8k")
    with pytest.raises(kit._exceptions.ArkAuthenticationError):
        client(service, "another").content_generation.tasks.create(model=MODEL, content=content)
    with pytest.raises(kit._exceptions.ArkNotFoundError):
        client(service).content_generation.tasks.get(task_id="none")
    assert not service.accepted
