"""Every body fal is sent, judged by the types of its own client (`fal_inputs.json`) and by rules these leave out."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from fal_films import scripts as fal_scripts
from fal_types import CARRIED, Reader, schemas
from films import segments, toured, understood
from found import MANY
from scripts import films as any_script

from shotscript.core.diagnostic import Level
from shotscript.plan.lay import timeline
from shotscript.plan.pack import pack, segment
from shotscript.providers import find, named
from shotscript.providers.contract import Draft, Provider

jsonschema = pytest.importorskip("jsonschema", reason="judges bodies by the schemas beside this file")

TOLD = json.loads((Path(__file__).parent / "fal_inputs.json").read_text())
NAMES = [name for name in find() if name.startswith("fal/")]
Body = dict[str, Any]


@cache
def judge(endpoint: str) -> Any:
    return jsonschema.Draft202012Validator(TOLD["inputs"][endpoint])


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


def faults(draft: Draft) -> list[str]:
    body, endpoint = draft.request.body, draft.request.model
    found = [f"{endpoint} {error.json_path}: {error.message[:200]}" for error in judge(endpoint).iter_errors(body)]
    return found + [f"{endpoint}: {rule.__name__}" for rule in RULES if not rule(endpoint, body)]


# ---------------------------------------------------------------- what the types leave out; each rule is tried below


def shots_add_up(endpoint: str, body: Body) -> bool:
    shots = body.get("multi_prompt")
    return not shots or (sum(int(shot["duration"]) for shot in shots) == int(body["duration"]) and len(shots) <= 6)


def one_of_prompt_and_shots(endpoint: str, body: Body) -> bool:
    """But where files alone may say it all."""
    if endpoint.endswith("/motion-control"):
        return True
    return ("prompt" in body) + ("multi_prompt" in body) == 1


def one_clip(endpoint: str, body: Body) -> bool:
    return sum("video_url" in one for one in body.get("elements", ())) <= 1


def elements_are_whole(endpoint: str, body: Body) -> bool:
    """A clip, or a front with one to three more."""
    return all("video_url" in one or ("frontal_image_url" in one and 1 <= len(one["reference_image_urls"]) <= 3)
               for one in body.get("elements", ()))


def references_are_there(endpoint: str, body: Body) -> bool:
    words = " ".join([body.get("prompt", ""), *(shot["prompt"] for shot in body.get("multi_prompt", ()))])
    held = {"Element": "elements", "Image": "image_urls"}
    if "kling" not in endpoint:
        return True
    named_so = [(kind, int(n)) for kind, n in re.findall(r"@(Element|Image)(\d+)", words)]
    return "<<<" not in words and all(1 <= n <= len(body.get(held[kind], ())) for kind, n in named_so)


def words_have_room(endpoint: str, body: Body) -> bool:
    told = {"wan/v2.6": 800, "fal-ai/wan/v2.7": 5000, "fal-ai/vidu": 2000, "fal-ai/minimax": 2000}
    most = next((most for start, most in told.items() if endpoint.startswith(start)), None)
    shots = all(len(shot["prompt"]) <= 512 for shot in body.get("multi_prompt", ()))
    return shots and (most is None or len(body["prompt"]) <= most)


def exclusions_have_room(endpoint: str, body: Body) -> bool:
    return "wan/v2." not in endpoint or len(body.get("negative_prompt", "")) <= 500


def frames_are_within(endpoint: str, body: Body) -> bool:
    low, high = (81, 241) if "vace" in endpoint else (9, 481)
    return "num_frames" not in body or (low <= body["num_frames"] <= high and type(body["num_frames"]) is int)


def depth_is_ours(endpoint: str, body: Body) -> bool:
    """A video that is depth already is not made depth once more."""
    ltx = "ltx" not in endpoint or (body.get("preprocessor"), body.get("ic_lora")) == ("none", "depth")
    return ltx and ("vace" not in endpoint or body.get("preprocess") is False)


def nobody_rewrites(endpoint: str, body: Body) -> bool:
    """But for several shots of Wan 2.6, which are made no other way."""
    expanded = body.get("enable_prompt_expansion", False) and not body.get("multi_shots")
    return not expanded and not body.get("auto_fix", False) and not body.get("prompt_optimizer", False)


def seconds_are_made(endpoint: str, body: Body) -> bool:
    return "vidu" not in endpoint or (type(body["duration"]) is int and 1 <= body["duration"] <= 16)


def seeds_are_whole(endpoint: str, body: Body) -> bool:
    return "wan/v2." not in endpoint or 0 <= body.get("seed", 0) < 2**31


def nothing_by_default(endpoint: str, body: Body) -> bool:
    """Where fal would exclude things of its own, ours are said."""
    v3 = "kling-video/v3" in endpoint and not endpoint.endswith("motion-control")
    return "negative_prompt" in body or not (v3 or "vace" in endpoint or "ltx" in endpoint)


RULES: tuple[Callable[[str, Body], bool], ...] = (
    shots_add_up, one_of_prompt_and_shots, one_clip, elements_are_whole, references_are_there, words_have_room,
    exclusions_have_room, seconds_are_made, frames_are_within, depth_is_ours, nobody_rewrites, seeds_are_whole,
    nothing_by_default,
)


# ------------------------------------------------------------------------------------------------ the bodies


@pytest.mark.parametrize("name", NAMES)
def test_all_bodies_are_taken(name: str) -> None:
    """Of films that hold everything that can be handed in, and of the whole language."""
    provider, seen = named(name), Counter[str]()
    for text in fal_scripts():
        for draft in made(provider, text):
            assert not (found := faults(draft)), f"{found}\n\n{text}\n{draft.request.body}"
            seen[draft.request.model] += 1
    for one in toured():
        for part in segments(one, provider.limits):
            draft = provider.write(part, one.context())
            if not any(problem.level is Level.ERROR for problem in draft.problems):
                assert not (found := faults(draft)), f"{found}\n{draft.request.body}"
                seen[draft.request.model] += 1
    assert sum(seen.values()) > 100
    print(name, dict(seen))


@pytest.mark.parametrize("name", NAMES)
def test_bodies_of_any_film_are_taken(name: str) -> None:
    provider = named(name)

    @MANY
    @given(any_script())
    def asked_at_random(text: str) -> None:
        for draft in made(provider, text):
            assert not (found := faults(draft)), f"{found}\n\n{text}"

    asked_at_random()


def test_every_way_is_gone():
    """No path that is written down here goes untried: a plate, frames, references, words alone."""
    assert {model for model, _ in every_body()} == set(TOLD["inputs"])


@cache
def every_body() -> tuple[tuple[str, Body], ...]:
    """Of our own scripts at every provider, each with the path it goes."""
    drafts = (draft for name in NAMES for text in fal_scripts() for draft in made(named(name), text))
    return tuple((draft.request.model, draft.request.body) for draft in drafts)


def example(endpoint: str) -> Body:
    """The fullest body of a path."""
    bodies = [body for model, body in every_body() if model == endpoint]
    return max(bodies, key=lambda body: len(json.dumps(body)))


V3, O3 = "fal-ai/kling-video/v3/pro/image-to-video", "fal-ai/kling-video/o3/pro/reference-to-video"
HAILUO, VIDU = "fal-ai/minimax/hailuo-2.3/standard/text-to-video", "fal-ai/vidu/q3/text-to-video"
WAN, VACE, LTX = "wan/v2.6/text-to-video", "fal-ai/wan-vace-14b/depth", "fal-ai/ltx-2-19b/video-to-video"


@pytest.mark.parametrize(("rule", "endpoint", "change"), [
    (shots_add_up, V3, {"duration": "15", "multi_prompt": [{"prompt": "x", "duration": "3"}]}),
    (one_of_prompt_and_shots, V3, {"prompt": "x", "multi_prompt": [{"prompt": "x", "duration": "3"}], "duration": "3"}),
    (one_clip, O3, {"elements": [{"video_url": "a"}, {"video_url": "b"}]}),
    (elements_are_whole, O3, {"elements": [{"frontal_image_url": "a", "reference_image_urls": []}]}),
    (references_are_there, O3, {"elements": [], "multi_prompt": [{"prompt": "@Element1", "duration": "3"}]}),
    (words_have_room, WAN, {"prompt": "x" * 801}),
    (exclusions_have_room, WAN, {"negative_prompt": "x" * 501}),
    (frames_are_within, VACE, {"num_frames": 80}), (frames_are_within, VACE, {"num_frames": 81.5}),
    (frames_are_within, LTX, {"num_frames": 482}), (depth_is_ours, VACE, {"preprocess": True}),
    (depth_is_ours, LTX, {"preprocessor": "depth"}), (nobody_rewrites, "fal-ai/veo3.1", {"auto_fix": True}),
    (nobody_rewrites, WAN, {"enable_prompt_expansion": True, "multi_shots": False}),
    (nobody_rewrites, HAILUO, {"prompt_optimizer": True}), (seconds_are_made, VIDU, {"duration": 17}),
    (seconds_are_made, VIDU, {"duration": 5.5}), (words_have_room, VIDU, {"prompt": "x" * 2001}),
    (seeds_are_whole, WAN, {"seed": 2**31}), (nothing_by_default, VACE, {"negative_prompt": None}),
])
def test_each_rule_of_our_own_refuses_what_the_types_take(rule, endpoint, change):
    body = deepcopy(example(endpoint))
    assert rule(endpoint, body)
    spoilt = {name: value for name, value in {**body, **change}.items() if value is not None}
    assert not list(judge(endpoint).iter_errors(spoilt)), "the types refuse it too: the rule is not needed"
    assert not rule(endpoint, spoilt)


# --------------------------------------------------------------------------------------- the oracle's own reading


def test_the_types_are_read_as_they_stand():
    text = '''/** A comment; with `code`. */
export type Kind = "a" | "b";
export type Named = {
    /**
     * What it is: {not read}.
     */
    name: string | Blob | File;
    kind?: Kind | "c";
    list?: Array<{ url: string; }>;
};
export type AliasInput = Named;
export type EndpointTypeMap = {
    "wan/v2.6/text-to-video": {
        input: AliasInput;
        output: Named;
    };
};
'''
    assert schemas(text) == {"wan/v2.6/text-to-video": {
        "type": "object", "additionalProperties": False, "required": ["name"], "properties": {
            "name": {"type": "string"}, "kind": {"enum": ["a", "b", "c"]},
            "list": {"type": "array", "items": {"type": "object", "additionalProperties": False, "required": ["url"],
                                                "properties": {"url": {"type": "string"}}}}}}}
    assert Reader({}, '"x" | number | true').type() == {"anyOf": [{"type": "number"}, {"enum": ["x", True]}]}


def test_the_file_says_what_it_was_made_of():
    assert TOLD["version"] == "1.10.1" and "@fal-ai/client" in TOLD["source"]
    assert set(TOLD["inputs"]) == set(CARRIED)
