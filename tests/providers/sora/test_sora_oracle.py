"""OpenAI's published schema and SDK take every body; and what they would take besides is never made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from films import segments, toured, understood
from found import MANY
from hypothesis import given
from scripts import films as scripts
from sora_films import FILM, compiled, only

from shotscript.core.diagnostic import Level
from shotscript.providers import named
from shotscript.providers.contract import Request
from shotscript.providers.sora.wire import submit

SDK = pytest.importorskip("openai.types", reason="openai 3.51.0 (group `oracles`) is not installed")
params = pytest.importorskip("openai.types.video_create_params", reason="openai has moved its types: pin 3.51.0")
reference = pytest.importorskip("openai.types.image_input_reference_param", reason="openai has moved its types")
video = pytest.importorskip("openai.types.video", reason="openai has moved its types: pin 3.51.0")

PUBLISHED = json.loads((Path(__file__).parent / "create_video.json").read_text())
SCHEMA = jsonschema.Draft202012Validator(PUBLISHED)
STRICTER = jsonschema.Draft202012Validator(PUBLISHED["$defs"]["stricter"])
NAMES = ("sora-2", "sora-2-pro")
HALL = "INT. HALL - DAY\n\n"


def taken(request: Request) -> None:
    """By the schema, by the SDK's lists of words, by the names of its fields, and by the stricter form of a picture."""
    body = submit(request, "key").body
    assert body is not None
    SCHEMA.validate(body)
    assert body["seconds"] in get_args(SDK.VideoSeconds) and body["size"] in get_args(SDK.VideoSize)
    assert body["model"] in {word for part in get_args(SDK.VideoModel) for word in get_args(part)}
    assert set(body) <= set(params.VideoCreateParams.__annotations__)
    if "input_reference" in body:
        assert set(body["input_reference"]) <= set(reference.ImageInputReferenceParam.__annotations__)
        STRICTER.validate(body["input_reference"])


def requests(name: str) -> Iterator[Request]:
    provider = named(name)
    for film in toured():
        for segment in segments(film, provider.limits):
            yield provider.write(segment, film.context()).request
    yield from compiled(name, FILM).requests


@pytest.mark.parametrize("name", NAMES)
def test_every_body_is_taken(name):
    counted = [taken(request) for request in requests(name)]
    assert len(counted) > 30


@pytest.mark.parametrize("name", NAMES)
def test_the_body_of_any_film_is_taken(name):
    provider = named(name)

    @MANY
    @given(scripts())
    def each(text: str) -> None:
        film = understood(text)
        for segment in segments(film, provider.limits):
            taken(provider.write(segment, film.context()).request)

    each()


def test_our_copy_of_the_schema_says_what_the_sdk_says():
    """The fixture was written down by hand; the SDK is generated from the spec it was taken from."""
    defs = PUBLISHED["$defs"]
    assert defs["VideoSeconds"]["enum"] == list(get_args(SDK.VideoSeconds))
    assert sorted(defs["VideoSize"]["enum"]) == sorted(get_args(SDK.VideoSize))
    assert set(PUBLISHED["properties"]) == set(params.VideoCreateParams.__annotations__)
    assert set(defs["ImageRefParam-2"]["properties"]) == set(reference.ImageInputReferenceParam.__annotations__)


@pytest.mark.parametrize("wrong", [
    {"seconds": "16"}, {"seconds": 8}, {"size": "1920x1080"}, {"prompt": ""}, {"prompt": "x" * 32_001},
    {"prompt": None},
    {"input_reference": "file-1"}, {"sizes": "1280x720"}, {"model": "sora-3"},
    {"input_reference": {"url": "x"}},
])
def test_it_is_an_oracle(wrong):
    request = next(requests("sora-2"))
    with pytest.raises((AssertionError, jsonschema.ValidationError)):
        taken(request.model_copy(update={"body": {**request.body, **wrong}}))


# ------------------------------------------------------------------------------------------------ our own rules


def accepted(request: Request, **values: Any) -> bool:
    return SCHEMA.is_valid({**request.body, **values})


def test_characters_pass_the_schema_and_are_never_sent():
    """The guide has them, spec and SDK do not: two pictures of everybody, and still none."""
    text = "/*@cast\nMAYA: woman, 34\n  images: media/a1.png, media/a2.png\n*/\n" + HALL + "!! 1A: WS on MAYA, 4s\n"
    request = only("sora-2-pro", text).request
    assert accepted(request, characters=[{"id": "char_1"}])
    assert "characters" not in request.body and "char" not in json.dumps({**request.body, "prompt": ""})
    assert all("characters" not in made.body for name in NAMES for made in requests(name))


def test_large_sizes_pass_the_schema_for_sora_2_and_are_sent_for_pro_alone():
    request = only("sora-2", f"{HALL}!! 1A: WS, 4s\n", "16:9 1080p").request
    assert accepted(request, size="1792x1024") and request.body["size"] == "1280x720"
    assert {made.body["size"] for made in requests("sora-2")} <= {"1280x720", "720x1280"}
    assert only("sora-2-pro", f"{HALL}!! 1A: WS, 4s\n", "16:9 1080p").request.body["size"] == "1792x1024"


def test_two_references_pass_the_schema_and_one_is_sent():
    request = only("sora-2", f"{HALL}[[frame first: media/first.png]]\n!! 1A: WS, 4s\n").request
    both = {"image_url": "https://x/a.png", "file_id": "file-1"}
    assert accepted(request, input_reference=both) and not STRICTER.is_valid(both)
    assert list(request.body["input_reference"]) == ["image_url"]


def test_more_than_four_shots_pass_the_schema_and_are_packed_apart():
    request = only("sora-2", f"{HALL}!! 1A: WS, 4s\n").request
    assert accepted(request, prompt="\n".join(f"Shot {n}, {n}.00–{n + 1}.00 s" for n in range(8)))
    for name in NAMES:
        assert all(f"Shot {n}," not in made.prompt for made in requests(name) for n in range(5, 9))


def test_a_last_frame_passes_the_schema_and_is_not_sent():
    request = only("sora-2", f"{HALL}[[frame last: media/last.png]]\n!! 1A: WS, 4s\n").request
    assert accepted(request, last_frame={"image_url": "x"}) and not request.needs


def test_more_words_than_there_is_room_for_are_refused_by_both():
    text = f"/*@cast\nMAYA: {'tall ' * 6500}\n*/\n{HALL}!! 1A: WS on MAYA, 4s\n"
    film = compiled("sora-2", text)
    (problem,) = (p for p in film.problems if p.level is Level.ERROR)
    assert problem.code.startswith("BK95") and not film.requests


def test_every_state_the_sdk_knows_has_a_meaning():
    words = get_args(video.Video.model_fields["status"].annotation)
    assert set(words) == {"queued", "in_progress", "completed", "failed"}
    for word in words:
        assert "unknown" not in repr(named("sora-2").wire.progress(200, {"id": "v", "status": word}))  # type: ignore[union-attr]
