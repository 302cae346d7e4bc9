"""Google's own package as a client of our protocol servers: Veo on Vertex, and Omni with a picture sent ahead."""

from __future__ import annotations

import base64
import io
import warnings

import pytest
from handed import picture
from omni import KEY, Omni
from vendor import Service, film_of
from veo import LOCATION, PROJECT, TOKEN, Veo

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    genai = pytest.importorskip("google.genai", reason="google-genai (group `oracles`) is not installed")
    oauth = pytest.importorskip("google.oauth2.credentials", reason="google-auth (group `oracles`) is not installed")
    from google.genai import errors, types

pytestmark = pytest.mark.filterwarnings("ignore")
MODEL = "veo-3.1-generate-001"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch):
    """The package looks for keys and places in the environment."""
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"):
        monkeypatch.delenv(name, raising=False)


def vertex(service: Service):
    return genai.Client(vertexai=True, project=PROJECT, location=LOCATION, credentials=oauth.Credentials(token=TOKEN),
                        http_options=types.HttpOptions(base_url=service.address))


def gemini(service: Service):
    return genai.Client(api_key=KEY, http_options=types.HttpOptions(
        base_url=service.address, api_version="v1beta", retry_options=types.HttpRetryOptions(attempts=1)))


def test_veo_moves_a_still_and_gives_the_film_with_its_answer():
    still = picture(320, 180)
    with Service(Veo()) as service:
        sdk = vertex(service)
        asked = sdk.models.generate_videos(
            model=MODEL, source=types.GenerateVideosSource(
                prompt="Curtains lift.", image=types.Image(image_bytes=still, mime_type="image/png")),
            config=types.GenerateVideosConfig(duration_seconds=4, aspect_ratio="16:9", resolution="720p", seed=7,
                                              generate_audio=True, person_generation="allow_adult",
                                              labels={"shotscript": "ours"}))
        seen = [asked]
        while not seen[-1].done:
            seen.append(sdk.operations.get(seen[-1]))
        assert len(seen) == 4 and seen[-1].error is None
        assert seen[-1].response.generated_videos[0].video.video_bytes == film_of(service.seconds)
        assert service.accepted[0].body["labels"] == {"shotscript": "ours"}


def test_veo_takes_pictures_of_people():
    with Service(Veo()) as service:
        person = types.Image(image_bytes=picture(), mime_type="image/png")
        config = types.GenerateVideosConfig(duration_seconds=8, reference_images=[
            types.VideoGenerationReferenceImage(image=person, reference_type="ASSET")])
        sdk = vertex(service)
        asked = sdk.models.generate_videos(model=MODEL, source={"prompt": "She waits."}, config=config)
        assert asked.name == service.accepted[0].id


def test_veo_filters_and_refuses():
    with Service(Veo(), faults=("moderated",)) as service:
        sdk = vertex(service)
        asked = sdk.models.generate_videos(model=MODEL, source={"prompt": "A door."})
        while not asked.done:
            asked = sdk.operations.get(asked)
        assert asked.response.rai_media_filtered_count == 1 and not asked.response.generated_videos
    with Service(Veo()) as service, pytest.raises(errors.ClientError) as refused:
        sdk = vertex(service)
        sdk.models.generate_videos(model=MODEL, source={"prompt": "A door."},
                                   config=types.GenerateVideosConfig(duration_seconds=5))
    assert refused.value.status == "INVALID_ARGUMENT"


def asked_of_omni(sdk, *parts: dict, **shape: str):
    return sdk.interactions.create(
        model="gemini-omni-1.1-flash", background=True, store=True, input=[*parts, {"type": "text", "text": "A door."}],
        response_format={"type": "video", "aspect_ratio": "16:9", "duration": "5s", **shape})


def waited(sdk, id: str):
    while (told := sdk.interactions.get(id)).status in ("queued", "in_progress"):
        pass
    return told


def video(told):
    return next(part for step in told.steps if step.type == "model_output" for part in step.content)


def test_omni_takes_a_picture_sent_ahead_and_hands_its_film_out():
    still = picture(320, 180)
    with Service(Omni()) as service:
        sdk = gemini(service)
        kept = sdk.files.upload(file=io.BytesIO(still), config={"mime_type": "image/png"})
        assert service.uploads[kept.name] == still
        asked = asked_of_omni(sdk, {"type": "image", "uri": kept.uri, "mime_type": "image/png"}, delivery="uri")
        told = waited(sdk, asked.id)
        assert told.status == "completed"
        assert sdk.files.download(file=video(told).uri) == film_of(service.seconds)


def test_omni_gives_the_film_with_its_answer():
    with Service(Omni()) as service:
        sdk = gemini(service)
        told = waited(sdk, asked_of_omni(sdk).id)
        assert base64.b64decode(video(told).data) == film_of(service.seconds)


def test_omni_refuses_in_words_and_in_errors():
    with Service(Omni(), faults=("moderated",)) as service:
        sdk = gemini(service)
        told = waited(sdk, asked_of_omni(sdk).id)
        assert (told.status, video(told).type) == ("completed", "text")
    with Service(Omni()) as service:
        sdk = gemini(service)
        with pytest.raises(Exception, match="'8k' is not supported") as refused:
            asked_of_omni(sdk, resolution="8k")
    assert type(refused.value).__name__ == "BadRequestError"
