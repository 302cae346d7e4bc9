"""fal's own kit, fal-client, against our server of its queue and storage.

Its queue's host can be told from outside (`FAL_QUEUE_RUN_HOST`), but is asked by https alone; its storage's addresses
are constants. So the three are set in the kit's own module; all else is the kit's.
"""

from __future__ import annotations

import gc

import httpx
import pytest
from fal import KEY, Fal
from vendor import Service, film_of
from written import file

fal_client = pytest.importorskip("fal_client", reason="the kit stands in the group `oracles`")
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
MODEL = "fal-ai/veo3.1/image-to-video"
ASKED = {"prompt": "A slow push in.", "duration": "8s", "resolution": "720p", "generate_audio": True}


@pytest.fixture
def service(monkeypatch, request):
    with Service(Fal(), faults=getattr(request, "param", ())) as running:
        monkeypatch.setattr(fal_client.client, "QUEUE_URL_FORMAT", f"{running.address}/")
        monkeypatch.setattr(fal_client.client, "REST_URL", running.address)
        monkeypatch.setattr(fal_client.client, "CDN_URL", f"{running.address}/upload")
        yield running
    gc.collect()  # the kit leaves connections to the storage open: they end here, where that may be said


@pytest.fixture
def kit():
    client = fal_client.SyncClient(key=KEY)
    yield client
    client._client.close()


@pytest.mark.parametrize("repository", ["fal", "fal_v3"])
def test_the_kit_sends_a_still_and_gets_a_film(service, kit, tmp_path, repository):
    """By both ways into the storage: the signed address, as we take, and the token."""
    still = tmp_path / "first.png"
    still.write_bytes(file("first frame").data)
    address = kit.upload_file(still, repository=repository)
    assert service.uploads == {address: still.read_bytes()}
    handle = kit.submit(MODEL, {**ASKED, "image_url": address})
    made = handle.get(interval=0.01)
    assert httpx.get(made["video"]["url"], trust_env=False).content == film_of(service.seconds)
    (job,) = service.accepted
    assert (job.path, job.body["image_url"]) == (f"/{MODEL}", address)


def test_the_kit_reads_the_states(service, kit):
    handle = kit.submit("fal-ai/veo3.1", ASKED)
    words = [type(state).__name__ for state in handle.iter_events(interval=0.01)]
    assert words == ["Queued", "InProgress", "Completed"]


@pytest.mark.parametrize("service", [("failed",)], indirect=True)
def test_the_kit_is_told_of_a_failure(service, kit):
    *_, done = kit.submit("fal-ai/veo3.1", ASKED).iter_events(interval=0.01)
    assert (done.error, done.error_type) == ("Runner failed", "runner_server_error")


def test_the_kit_is_refused_in_words(service, kit):
    with pytest.raises(fal_client.FalClientHTTPError, match="not one of"):
        kit.submit("fal-ai/veo3.1", {**ASKED, "duration": 8})
    with pytest.raises(fal_client.FalClientHTTPError, match="failed to download"):
        kit.submit(MODEL, {**ASKED, "image_url": "first.png"})
    assert not service.accepted
