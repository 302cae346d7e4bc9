"""Every body we send, judged by what the vendor documents and by the types of those who forward it.

No schema of Kling's is published, so the vendor's pages are written down here as JSON Schemas, each field with its page
(`new-standard.json`, `legacy.json`, `kling-4.json`). Runway's types and fal's are second witnesses for what they share.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from pydantic import TypeAdapter

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from films import toured, understood
from filmset import Values, film, segments_of
from found import MANY
from kling_films import scripts as kling_scripts
from scripts import films as any_script

from shotscript.core.diagnostic import Level
from shotscript.plan.lay import timeline
from shotscript.plan.pack import pack, segment
from shotscript.providers import named
from shotscript.providers.contract import Draft, Provider
from shotscript.providers.kling.facts import MODELS

jsonschema = pytest.importorskip("jsonschema", reason="judges bodies by the schemas beside this file")

HERE = Path(__file__).parent
NAMES = [model.name for model in MODELS]
SHOT = re.compile(r"shot (\d+), (\d+), ([^;]*);(?: |$)")


@cache
def schema(name: str) -> Any:
    for path in ("new-standard", "legacy", "kling-4", "fal"):
        told = json.loads((HERE / f"{path}.json").read_text())
        if name in told["$defs"]:
            return jsonschema.Draft202012Validator({"$schema": told["$schema"], **told["$defs"][name]})
    raise AssertionError(name)


def endpoint(provider: Provider, draft: Draft) -> str:
    """The name of the schema: the path the body would be sent to."""
    assert provider.wire
    path = provider.wire.submit(draft.request, "k").path
    return "kling-4.0" if provider.name == "kling-4" else path.removeprefix("/v1/videos").strip("/")


def made(provider: Provider, text: str) -> Iterator[Draft]:
    """The bodies of a film as it is really packed, so that footage stands where it can be asked for."""
    one = understood(text)
    context, laid = one.context(), timeline(one.story)
    fits = provider.fits
    assert fits

    def fit(first: int, last: int) -> bool:
        part = segment(one.story, laid, provider.limits, first, last)
        return part is not None and fits(part, context)

    for part in pack(one.story, laid, provider.limits, fit, lambda first, last: 0)[0]:
        draft = provider.write(part, context)
        if not any(problem.level is Level.ERROR for problem in draft.problems):
            yield draft


def faults(provider: Provider, draft: Draft) -> list[str]:
    body = draft.request.body
    judge = schema(endpoint(provider, draft))
    found = [f"{error.json_path}: {error.message[:200]}" for error in judge.iter_errors(body)]
    return [*found, *_sums(body), *_mentions(body)]


def _sums(body: dict[str, Any]) -> Iterator[str]:
    """Shots in order, their seconds the whole."""
    if shots := body.get("multi_prompt"):
        listed, whole = [(shot["index"], int(shot["duration"])) for shot in shots], int(body["duration"])
    elif listed := [(int(n), int(m)) for n, m, _ in SHOT.findall(_prompt(body))]:
        whole = body["settings"]["duration"]
        assert "".join(m.group() for m in SHOT.finditer(_prompt(body))) == _prompt(body)
        assert all(len(words) <= 512 for _, _, words in SHOT.findall(_prompt(body)))
    else:
        return
    if [n for n, _ in listed] != list(range(1, len(listed) + 1)) or not 1 <= len(listed) <= 6:
        yield f"shots are numbered {listed}"
    if sum(m for _, m in listed) != whole or min(m for _, m in listed) < 1:
        yield f"shots take {listed}, the clip {whole}"


def _mentions(body: dict[str, Any]) -> Iterator[str]:
    """Each `@id` names a content, no id lies inside another; legacy numbers name what is listed."""
    words = " ".join([_prompt(body), *(shot["prompt"] for shot in body.get("multi_prompt", ()))])
    ids = [one["id"] for one in body.get("contents", ()) if "id" in one]
    if "contents" in body:
        yield from (f"@{name} is nobody" for name in re.findall(r"@(\w+)", words) if name not in ids)
    if len(set(ids)) != len(ids) or any(a in b for a in ids for b in ids if a is not b):
        yield f"ids lie in one another: {ids}"
    for kind, key in (("element", "element_list"), ("image", "image_list"), ("video", "video_list")):
        named = {int(n) for n in re.findall(rf"<<<{kind}_(\d+)>>>", words)}
        if any(not 1 <= n <= len(body.get(key, ())) for n in named):
            yield f"<<<{kind}_n>>> names {named} of {len(body.get(key, ()))}"


def _prompt(body: dict[str, Any]) -> str:
    return body.get("prompt") or next((c["text"] for c in body.get("contents", ()) if c["type"] == "prompt"), "")


@pytest.mark.parametrize("name", NAMES)
def test_every_body_is_what_the_vendor_documents(name):
    provider, seen = named(name), Counter[str]()
    for text in (*kling_scripts(), *(one.text for one in toured())):
        for draft in made(provider, text):
            assert not (found := faults(provider, draft)), shown(found, draft, text)
            seen[endpoint(provider, draft)] += 1
            seen.update(parts(draft.request.body))
    print(name, dict(seen))
    assert set(seen) == WHOLE[name], set(seen) ^ WHOLE[name]


def parts(body: dict[str, Any]) -> set[str]:
    """What a body holds, by its fields and the types of its contents."""
    listed = [one for key in ("contents", "image_list") for one in body.get(key, ())]
    return {one.get("type", "plain") for one in listed} | (set(body) - {"contents", "settings", "prompt"})


def shown(found: list[str], draft: Draft, text: str) -> str:
    return f"{found}\n{json.dumps(draft.request.body, indent=1)}\n{text}"


_OLD = {"model_name", "multi_shot", "shot_type", "multi_prompt", "sound", "mode", "aspect_ratio", "duration",
        "element_list"}
WHOLE = {
    "kling-3-omni": {"omni-video/kling-3.0-omni", "prompt", "first_frame", "last_frame", "refer_image", "base_video",
                     "element"},
    "kling-3": {"text-to-video/kling-3.0", "image-to-video/kling-3.0", "prompt", "first_frame", "last_frame",
                "element"},
    "kling-3-turbo": {"text-to-video/kling-3.0-turbo", "image-to-video/kling-3.0-turbo", "prompt", "first_frame"},
    "kling-2.6": {"text-to-video/kling-2.6", "image-to-video/kling-2.6", "prompt", "first_frame", "last_frame",
                  "voice"},
    "kling-3-omni-legacy": {"omni-video", *_OLD, "image_list", "video_list", "first_frame", "end_frame", "plain"},
    "kling-3-legacy": {"text2video", "image2video", *_OLD, "image", "image_tail", "negative_prompt"},
    "kling-3-motion": {"motion-control/kling-3.0", "prompt", "image", "video"},
    "kling-2.6-motion": {"motion-control/kling-2.6", "prompt", "image", "video"},
    "kling-4": {"kling-4.0", "prompt", "first_frame", "last_frame", "refer_image", "element"},
}
"""Paths and parts that the films bring out of each model: all there are."""


@pytest.mark.parametrize("name", NAMES)
def test_any_body_is_what_the_vendor_documents(name):
    provider = named(name)

    @MANY
    @given(any_script())
    def asked_at_random(text: str) -> None:
        for draft in made(provider, text):
            assert not (found := faults(provider, draft)), shown(found, draft, text)

    asked_at_random()


# ------------------------------------------------------------------------------- that the schemas can say no


def body_of(name: str, path: str) -> dict[str, Any]:
    """A body of ours for a path, the one with the most in it."""
    provider = named(name)
    found = [d.request.body for text in kling_scripts() for d in made(provider, text) if endpoint(provider, d) == path]
    return deepcopy(max(found, key=lambda body: len(json.dumps(body))))


def put(body: dict[str, Any], at: str, value: Any) -> dict[str, Any]:
    """`settings.duration`, `contents.0.text`, `contents.+` to add one."""
    *way, last = at.split(".")
    inner: Any = body
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    if last == "+":
        inner.append(value)
    else:
        inner[int(last) if last.isdigit() else last] = value
    return body


FRAME = {"type": "first_frame", "url": "need:first frame/film"}
LAST = {"type": "last_frame", "url": "need:last frame/film"}
PLATE = {"type": "base_video", "url": "need:plate/film", "id": "video_1"}
ELEMENT = {"type": "element", "element_id": "need:element/x", "id": "x"}
VOICE = {"type": "voice", "voice_id": "need:voice/v", "id": "v"}
NEW = [
    ("kling-3", "text-to-video/kling-3.0", "settings.duration", 16),
    ("kling-3", "text-to-video/kling-3.0", "prompt", ""),
    ("kling-3", "text-to-video/kling-3.0", "prompt", "x" * 3073),
    ("kling-3", "text-to-video/kling-3.0", "settings.duration", "5"),
    ("kling-3", "text-to-video/kling-3.0", "settings.seed", 1),
    ("kling-3", "text-to-video/kling-3.0", "negative_prompt", "x"),
    ("kling-3", "image-to-video/kling-3.0", "settings.aspect_ratio", "16:9"),
    ("kling-3", "image-to-video/kling-3.0", "contents.+", FRAME),
    ("kling-3", "image-to-video/kling-3.0", "contents.+", PLATE),
    ("kling-3-turbo", "text-to-video/kling-3.0-turbo", "settings.audio", "native"),
    ("kling-3-turbo", "text-to-video/kling-3.0-turbo", "settings.resolution", "4k"),
    ("kling-3-turbo", "image-to-video/kling-3.0-turbo", "contents.+", LAST),
    ("kling-2.6", "text-to-video/kling-2.6", "settings.duration", 6),
    ("kling-2.6", "text-to-video/kling-2.6", "settings",
     {"audio": "native", "resolution": "720p", "aspect_ratio": "16:9", "duration": 5}),
    ("kling-2.6", "image-to-video/kling-2.6", "contents.+", ELEMENT),
    ("kling-2.6", "image-to-video/kling-2.6", "settings.audio", "off"),
    ("kling-3-omni", "omni-video/kling-3.0-omni", "contents.+", LAST),
    ("kling-3-omni", "omni-video/kling-3.0-omni", "contents.+", PLATE),
    ("kling-3-omni", "omni-video/kling-3.0-omni", "settings.audio", "original"),
    ("kling-3-motion", "motion-control/kling-3.0", "settings.duration", 5),
    ("kling-2.6-motion", "motion-control/kling-2.6", "contents.+", ELEMENT),
    ("kling-3-legacy", "text2video", "duration", 5), ("kling-3-legacy", "text2video", "prompt", "also"),
    ("kling-3-legacy", "text2video", "model_name", "kling-v1"),
    ("kling-3-legacy", "image2video", "aspect_ratio", "16:9"),
    ("kling-3-legacy", "text2video", "multi_prompt.0.prompt", "x" * 513),
    ("kling-3-omni-legacy", "omni-video", "negative_prompt", "x"),
    ("kling-3-omni-legacy", "omni-video", "sound", "maybe"),
    ("kling-4", "kling-4.0", "settings.duration", 31), ("kling-4", "kling-4.0", "options", {"external_task_id": "k"}),
]


@pytest.mark.parametrize(("name", "path", "at", "value"), NEW, ids=lambda value: str(value)[:30])
def test_the_schemas_can_say_no(name, path, at, value):
    body = body_of(name, path)
    assert schema(path).is_valid(body)
    assert not schema(path).is_valid(put(body, at, value))


def test_too_many_references_are_refused_by_the_schema_and_never_asked_for():
    body = body_of("kling-3-omni", "omni-video/kling-3.0-omni")
    bound = [c for c in body["contents"] if c["type"] in ("element", "refer_image")]
    assert len(bound) == 7
    assert not schema("omni-video/kling-3.0-omni").is_valid(put(body, "contents.+", ELEMENT))


# ------------------------------------------------------------------------------- second witnesses: Runway and fal


@cache
def runway(kind: str, model: str) -> tuple[type, TypeAdapter[Any]]:
    """The member of a Runway union for one model. The adapter is kept: pydantic walks its lists lazily."""
    module = pytest.importorskip(f"runwayml.types.{kind}_create_params", reason="Runway's types are in `oracles`")
    found = next(one for one in vars(module).values() if isinstance(one, type)
                 and model in str(getattr(one, "__annotations__", {}).get("model", "")))
    return found, TypeAdapter(found)


RATIOS = {("std", "16:9"): "1280:720", ("std", "9:16"): "720:1280", ("std", "1:1"): "960:960",
          ("pro", "16:9"): "1920:1080", ("pro", "9:16"): "1080:1920", ("pro", "1:1"): "1440:1440",
          ("4k", "16:9"): "3840:2160", ("4k", "9:16"): "2160:3840", ("4k", "1:1"): "2880:2880"}
MODEL = {"std": "kling3.0_standard", "pro": "kling3.0_pro", "4k": "kling3.0_4k"}


def forwarded(body: dict[str, Any]) -> dict[str, Any]:
    """A legacy text-to-video body as Runway spells it."""
    shots = [{"prompt": shot["prompt"], "duration": int(shot["duration"])} for shot in body["multi_prompt"]]
    return {
        "model": MODEL[body["mode"]], "ratio": RATIOS[body["mode"], body["aspect_ratio"]],
        "audio": body["sound"] == "on", "duration": int(body["duration"]),
        "provider_settings": {"shot_type": body["shot_type"], "multi_prompt": shots},
    }


def runway_takes(body: dict[str, Any]) -> bool:
    shape, adapter = runway("text_to_video", body["model"])
    assert set(body) <= set(get_type_hints(shape)), set(body) - set(get_type_hints(shape))
    taken = adapter.validate_python(body)
    shots = list(taken["provider_settings"]["multi_prompt"])
    return len(shots) == len(body["provider_settings"]["multi_prompt"])


def texts() -> list[dict[str, Any]]:
    provider = named("kling-3-legacy")
    drafts = [draft for text in kling_scripts() for draft in made(provider, text)]
    return [draft.request.body for draft in drafts if endpoint(provider, draft) == "text2video"]


def test_runway_knows_the_shape_of_our_shot_lists():
    bodies = [forwarded(body) for body in texts()]
    assert len(bodies) >= 40 and {body["model"] for body in bodies} == set(MODEL.values())
    assert all(map(runway_takes, bodies))


def test_runway_refuses_what_is_misspelt():
    body = forwarded(texts()[0])
    with pytest.raises(ValueError, match="shot_type"):
        runway_takes({**body, "provider_settings": {**body["provider_settings"], "shot_type": "intelligent"}})
    with pytest.raises(ValueError, match="duration"):
        runway_takes({**body, "provider_settings": {"multi_prompt": [{"prompt": "x", "duration": "four"}]}})


def test_fal_knows_the_shape_of_our_shot_lists():
    for body in texts():
        told = {"multi_prompt": [{"prompt": s["prompt"], "duration": s["duration"]} for s in body["multi_prompt"]],
                "shot_type": body["shot_type"], "duration": body["duration"], "aspect_ratio": body["aspect_ratio"],
                "generate_audio": body["sound"] == "on",
                **({"negative_prompt": body["negative_prompt"]} if "negative_prompt" in body else {})}
        assert not list(schema("v3/text-to-video").iter_errors(told)), told


def test_our_own_rules_are_stricter_than_runways():
    """Seven shots, sixteen seconds, 513 characters, shots that do not add up: its types take them all, we make none."""
    shot = {"prompt": "x", "duration": 2}
    plain: dict[str, Any] = {"model": "kling3.0_pro", "ratio": "1920:1080", "duration": 14}
    assert runway_takes({**plain, "provider_settings": {"multi_prompt": [shot] * 7}})
    assert runway_takes({**plain, "duration": 16, "provider_settings": {"multi_prompt": [{**shot, "duration": 16}]}})
    assert runway_takes({**plain, "provider_settings": {"multi_prompt": [{**shot, "prompt": "x" * 513}]}})
    assert runway_takes({**plain, "duration": 9, "provider_settings": {"multi_prompt": [shot]}})
    provider = named("kling-3-legacy")
    story, context = film()
    scene = story.scenes[0]
    short = scene.shots[2].model_copy(update={"seconds": Fraction(2), "frames": 48})
    many = tuple(short.model_copy(update={"label": f"S{n}"}) for n in range(7))
    crowded = story.model_copy(update={"scenes": (scene.model_copy(update={"shots": many}),)})
    assert segment(crowded, timeline(crowded), provider.limits, 0, 5) is not None
    assert segment(crowded, timeline(crowded), provider.limits, 0, 6) is None, "seven shots"
    longer = tuple(s.model_copy(update={"seconds": Fraction(8), "frames": 192}) for s in many[:2])
    slow = story.model_copy(update={"scenes": (scene.model_copy(update={"shots": longer}),)})
    assert segment(slow, timeline(slow), provider.limits, 0, 1) is None, "sixteen seconds"
    segments, context = segments_of(provider, replace(Values(), line="word " * 120 + "end."))
    assert [p.code for p in provider.write(segments[0], context).problems if p.level is Level.ERROR] == ["BK955"]
