"""Luma's two packages as clients of our protocol servers: a file sent ahead, a job asked for, waited for, fetched."""

from __future__ import annotations

from itertools import count

import httpx
import pytest
from handed import picture
from luma import KEY, OLDER_KEY, Agents, Dream
from vendor import Service, film_of

luma_agents = pytest.importorskip("luma_agents", reason="luma-agents (group `oracles`) is not installed")
lumaai = pytest.importorskip("lumaai", reason="lumaai (group `oracles`) is not installed")


@pytest.fixture
def newer():
    with Service(Agents()) as service:
        yield service


@pytest.fixture
def older():
    with Service(Dream()) as service:
        yield service


def agents(service: Service):
    return luma_agents.Luma(auth_token=KEY, base_url=f"{service.address}/v1", max_retries=0)


def dream(service: Service):
    return lumaai.LumaAI(auth_token=OLDER_KEY, base_url=f"{service.address}{Dream.base}", max_retries=0)


def sent(sdk, data: bytes, mime: str) -> str:
    """A file in the service's keeping, as the package's own words say it is done."""
    slot = sdk.files.create(mime_type=mime, size_bytes=len(data), purpose="input")
    assert slot.state == "pending" and slot.upload.method == "PUT"
    httpx.put(slot.upload.url, content=data, headers=slot.upload.headers).raise_for_status()
    sdk.files.complete(slot.id)
    assert next(n for n in count() if sdk.files.get(slot.id).state == "ready") < 5
    return slot.id


def test_stills_sent_ahead_become_guide_frames(newer):
    sdk = agents(newer)
    stills = [picture(96, 64, seed) for seed in (1, 2)]
    ids = [sent(sdk, still, "image/png") for still in stills]
    assert [newer.uploads[id] for id in ids] == stills
    job = sdk.generations.create(
        model="ray-3.2", type="video", prompt="An elevator rises.", aspect_ratio="16:9", user_id="ours",
        video={"duration": "5s", "resolution": "540p", "keyframes": [{"file_id": id} for id in ids],
               "keyframe_indexes": [0, 120]})
    seen = [sdk.generations.get(job.id) for _ in range(3)]
    assert [one.state for one in seen] == ["queued", "processing", "completed"]
    assert httpx.get(seen[-1].output[0].url).content == film_of(newer.seconds)


def test_footage_is_edited(newer):
    sdk, film = agents(newer), film_of(newer.seconds)
    id = sent(sdk, film, "video/mp4")
    job = sdk.generations.create(model="ray-3.2", type="video_edit", prompt="Rain.", source={"file_id": id},
                                 video={"resolution": "540p", "edit": {"strength": "flex_1"}})
    done = next(one for _ in range(9) if (one := sdk.generations.get(job.id)).state == "completed")
    assert httpx.get(done.output[0].url).content == film


def test_the_newer_packages_errors_are_its_own(newer):
    with pytest.raises(luma_agents.UnprocessableEntityError):
        agents(newer).generations.create(model="ray-3.2", type="video", prompt="")
    with pytest.raises(luma_agents.AuthenticationError):
        luma_agents.Luma(auth_token="other", base_url=f"{newer.address}/v1", max_retries=0).files.get("file-1")
    with Service(Agents(), faults=("moderated",)) as service:
        sdk = agents(service)
        id = sdk.generations.create(model="ray-3.2", type="video", prompt="A door.").id
        last = [sdk.generations.get(id) for _ in range(3)][-1]
    assert (last.state, last.failure_code) == ("failed", "content_moderated")


def test_the_older_service_completes_a_job_and_lists_it(older):
    sdk = dream(older)
    job = sdk.generations.video.create(
        model="ray-2", prompt="A door.", aspect_ratio="16:9", duration="5s", resolution="540p",
        concepts=[{"key": "push_in"}], keyframes={"frame0": {"type": "image", "url": "https://example.org/still.png"}})
    seen = [sdk.generations.get(job.id) for _ in range(3)]
    assert [one.state for one in seen] == ["queued", "dreaming", "completed"]
    assert httpx.get(seen[-1].assets.video).content == film_of(older.seconds)
    assert [one.id for one in sdk.generations.list(limit=5).generations] == [job.id]


def test_the_older_packages_errors_are_its_own(older):
    with pytest.raises(lumaai.BadRequestError):
        dream(older).generations.video.create(
            model="ray-2", prompt="A door.", keyframes={"frame0": {"type": "image", "url": "data:image/png;base64,AA"}})
    with Service(Dream(), faults=("busy",)) as service, pytest.raises(lumaai.RateLimitError):
        dream(service).generations.video.create(model="ray-2", prompt="A door.")
