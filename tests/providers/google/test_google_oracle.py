"""Google's own code takes every body: Veo's must be what its converter makes, Omni's what its model of a request holds.

The SDK knows names, types and, for Omni, the enumerations; lengths, counts and what excludes what are our own table's.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Literal, get_args, get_origin

import pytest
from films import Film, segments, toured, understood
from found import MANY
from google_films import FILM, compiled, shot
from hypothesis import given
from scripts import films as scripts

from shotscript.core.diagnostic import Level
from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.google import PROVIDERS, wire_omni, wire_veo

genai = pytest.importorskip("google.genai.types", reason="google-genai 3.3.0 (group `oracles`) is not installed")
models = pytest.importorskip("google.genai.models", reason="google-genai 3.3.0 (group `oracles`) is not installed")
PRIVATE = "google-genai has moved its private path: pin 3.3.0 (group `oracles`)"
omni = pytest.importorskip("google.genai._gaos.types.interactions", reason=PRIVATE)
CONVERT: Any = getattr(models, "_GenerateVideosParameters_to_vertex", None)
if CONVERT is None:
    pytest.skip(PRIVATE, allow_module_level=True)

VEO = [one.name for one in PROVIDERS if one.name.startswith("veo")]
OMNI = [one.name for one in PROVIDERS if one.name.startswith("gemini")]
VERTEX = SimpleNamespace(vertexai=True)
FIELDS = {
    "sampleCount": "number_of_videos", "durationSeconds": "duration_seconds", "aspectRatio": "aspect_ratio",
    "resolution": "resolution", "generateAudio": "generate_audio", "personGeneration": "person_generation",
    "negativePrompt": "negative_prompt", "seed": "seed",
}
"""The wire's names and the SDK's. Whether they belong together the converter says, not this table."""


def requests(name: str) -> Iterator[Request]:
    """Over the whole language, and the film of the cases."""
    provider = named(name)
    for film in toured():
        for segment in segments(film, provider.limits):
            yield provider.write(segment, film.context()).request
    yield from compiled(name, FILM).requests


# ------------------------------------------------------------------------------------------------ Veo


def taken_by_veo(request: Request) -> None:
    """The SDK, told the same things in its own words, makes the same JSON: nothing more, nothing less."""
    sent = wire_veo.submit(request.model, request, "k" * 80).body
    assert sent is not None and set(sent) == {"instances", "parameters", "labels"}
    (instance,) = sent["instances"]
    config = genai.GenerateVideosConfig(
        **{FIELDS[key]: value for key, value in sent["parameters"].items()}, labels=sent["labels"],
        **({"last_frame": picture(instance["lastFrame"])} if "lastFrame" in instance else {}),
        **({"reference_images": [reference(one) for one in instance["referenceImages"]]}
           if "referenceImages" in instance else {}),
    )
    asked = {"prompt": instance["prompt"], "config": config}
    asked |= {"image": picture(instance["image"])} if "image" in instance else {}
    made = models._common.convert_to_dict(CONVERT(VERTEX, models.types._GenerateVideosParameters(**asked), None, None))
    made.pop("config", None)
    assert made == encoded(sent)


def picture(image: dict[str, str]) -> Any:
    assert set(image) == {"bytesBase64Encoded", "mimeType"}
    return genai.Image(image_bytes=image["bytesBase64Encoded"].encode(), mime_type=image["mimeType"])


def reference(one: dict[str, Any]) -> Any:
    assert set(one) == {"image", "referenceType"}
    kind = genai.VideoGenerationReferenceType(one["referenceType"])
    return genai.VideoGenerationReferenceImage(image=picture(one["image"]), reference_type=kind)


def encoded(held: Any) -> Any:
    """A body with its needs fulfilled, by their own names as bytes."""
    if isinstance(held, list):
        return [encoded(one) for one in held]
    if isinstance(held, dict):
        return {key: base64.b64encode(value.encode()).decode() if key == "bytesBase64Encoded" else encoded(value)
                for key, value in held.items()}
    return held


@pytest.mark.parametrize("name", VEO)
def test_the_converter_makes_the_same_body(name):
    counted = [taken_by_veo(request) for request in requests(name)]
    assert len(counted) > 40


@pytest.mark.parametrize("name", VEO)
def test_the_converter_makes_the_same_body_of_any_film(name):
    random_films(name, taken_by_veo)


@pytest.mark.parametrize("wrong", ["sampleCounts", "durationSecond", "negative_prompt"])
def test_the_converter_is_an_oracle(wrong):
    request = next(requests("veo-3.1"))
    body = {**request.body, "parameters": {**request.body["parameters"], wrong: 1}}
    with pytest.raises((KeyError, AssertionError)):
        taken_by_veo(request.model_copy(update={"body": body}))


# ------------------------------------------------------------------------------------------------ Omni


def taken_by_omni(request: Request) -> None:
    """Read and written again it is the same; no name is unknown, no word outside the lists the SDK leaves open."""
    sent = wire_omni.submit(request, "k" * 80).body
    assert sent is not None
    read = omni.CreateModelInteraction.model_validate(sent)
    assert read.model_dump(mode="json", by_alias=True, exclude_none=True) == sent
    known(sent, omni.CreateModelInteraction)
    known(sent["response_format"], omni.VideoResponseFormat)
    known(sent["generation_config"], omni.GenerationConfig)
    known(sent["generation_config"]["video_config"], omni.VideoConfig)
    for one in sent["input"]:
        known(one, {"image": omni.ImageContent, "text": omni.TextContent}[one["type"]])


def known(held: dict[str, Any], kind: Any) -> None:
    """Its keys are the model's fields; where a field has a list of words, it is one of them, and of the type."""
    fields = {field.alias or name: field for name, field in kind.model_fields.items()}
    assert set(held) <= set(fields), set(held) - set(fields)
    for key, value in held.items():
        words = set(listed(fields[key].annotation))
        assert not words or value in words, (key, value)
        if fields[key].annotation in (str, str | None):
            assert isinstance(value, str)


def listed(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    for part in get_args(annotation):
        yield from listed(part) if get_origin(part) is not None else ()


@pytest.mark.parametrize("name", OMNI)
def test_the_model_of_a_request_holds_every_body(name):
    counted = [taken_by_omni(request) for request in requests(name)]
    assert len(counted) > 30


@pytest.mark.parametrize("name", OMNI)
def test_the_model_of_a_request_holds_the_body_of_any_film(name):
    random_films(name, taken_by_omni)


@pytest.mark.parametrize("change", [
    {"model": "gemini-omni-9"}, {"bogus": 1}, {"response_format": {"type": "video", "aspect_ratio": "4:5"}},
    {"response_format": {"type": "video", "duration": 8}}, {"response_format": {"type": "video", "lines": "720p"}},
    {"generation_config": {"video_config": {"task": "dream"}}}, {"input": [{"type": "image", "url": "x"}]},
])
def test_the_model_of_a_request_is_an_oracle(change):
    request = next(requests("gemini-omni-1.1"))
    with pytest.raises((AssertionError, ValueError)):
        taken_by_omni(request.model_copy(update={"body": {**request.body, **change}}))


# ------------------------------------------------------------------------------------------------ both


def random_films(name: str, taken) -> None:
    provider = named(name)

    @MANY
    @given(scripts())
    def each(text: str) -> None:
        film: Film = understood(text)
        for segment in segments(film, provider.limits):
            taken(provider.write(segment, film.context()).request)

    each()


def changed(request: Request, where: str, **values: Any) -> Request:
    return request.model_copy(update={"body": {**request.body, where: {**request.body[where], **values}}})


@pytest.mark.parametrize("values", [{"durationSeconds": 7}, {"resolution": "8k"}, {"aspectRatio": "4:5"}])
def test_veo_lengths_and_shapes_the_converter_does_not_know(values):
    """It takes them all; no request of ours holds one."""
    taken_by_veo(changed(next(requests("veo-3.1")), "parameters", **values))
    (key, value), = values.items()
    assert value not in {request.body["parameters"][key] for name in VEO for request in requests(name)}


def test_veo_pictures_the_converter_does_not_count():
    """Four references, or references beside a frame, or a last frame alone: taken by it, never made by us."""
    request = next(r for r in requests("veo-3.1-references") if "referenceImages" in r.body["instances"][0])
    (instance,) = request.body["instances"]
    image = {"bytesBase64Encoded": "need:image/9", "mimeType": "image/png"}
    for wrong in ({"referenceImages": instance["referenceImages"] * 4}, {"image": image}, {"lastFrame": image}):
        taken_by_veo(request.model_copy(update={"body": {**request.body, "instances": [{**instance, **wrong}]}}))
    for name in VEO:
        for held in (r.body["instances"][0] for r in requests(name)):
            assert len(held.get("referenceImages", ())) <= 3
            assert not ("referenceImages" in held and ("image" in held or "lastFrame" in held))
            assert "lastFrame" not in held or "image" in held


def test_a_prompt_longer_than_its_tokens_is_taken_by_the_converter_and_refused_by_us():
    request = next(requests("veo-3.1"))
    (instance,) = request.body["instances"]
    long = {"instances": [{**instance, "prompt": "tall " * 2000}]}
    taken_by_veo(request.model_copy(update={"body": {**request.body, **long}}))
    film = compiled("veo-3.1", f"/*@cast\nMAYA: {'tall ' * 400}\n*/\nINT. HALL - DAY\n\n!! 1A: WS on MAYA, 4s\n")
    (problem,) = (p for p in film.problems if p.level is Level.ERROR)
    assert problem.code.startswith("BK95") and not film.requests


def test_omni_lengths_and_pictures_its_model_does_not_count():
    request = next(r for r in requests("gemini-omni-1.1") if len(r.body["input"]) > 1)
    taken_by_omni(changed(request, "response_format", duration="11s"))
    images, text = request.body["input"][:-1], request.body["input"][-1]
    taken_by_omni(request.model_copy(update={"body": {**request.body, "input": [*images * 9, text]}}))
    for name in OMNI:
        for held in (r.body for r in requests(name)):
            assert held["response_format"]["duration"] in {f"{n}s" for n in range(3, 11)}
            assert len(held["input"]) <= 6


def test_omni_takes_pictures_of_people_beside_no_frame():
    """Its model of a request holds both; ours is told one task."""
    framed = shot("gemini-omni-1.1", "[[frame first: media/first.png]]\n!! 1A: WS on MAYA, 4s\n").request
    beside = [{"type": "image", "uri": "need:image/0", "mime_type": "image/png"}, *framed.body["input"]]
    taken_by_omni(framed.model_copy(update={"body": {**framed.body, "input": beside}}))
    assert [need.role for need in framed.needs] == ["first frame"]
