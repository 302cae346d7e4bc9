"""What Replicate is sent, judged by the schemas its models publish; what is lost on the way; what its answers mean."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "fal"))

from fal_films import CAST, FORMS, HANDED, TEXTS, script
from fal_films import scripts as handed_in
from films import segments, toured, understood
from found import MANY
from scripts import films as any_script

from shotscript.core.diagnostic import Level
from shotscript.plan.lay import timeline
from shotscript.plan.pack import pack, segment
from shotscript.plan.timeline import Segment
from shotscript.providers import find, named
from shotscript.providers.contract import Draft, Provider, Request, Verdict
from shotscript.providers.predictions import poll, progress, ticket
from shotscript.providers.replicate.facts import CARRIES, PROMPT
from shotscript.providers.replicate.wire import WIRE
from shotscript.providers.service import Call, Ready, Refused, Working

jsonschema = pytest.importorskip("jsonschema", reason="judges bodies by the schemas beside this file")

TOLD = json.loads((Path(__file__).parent / "replicate_inputs.json").read_text())
NAMES = [name for name in find() if name.startswith("replicate/")]
KLING, OMNI = "replicate/kling-3-legacy", "replicate/kling-3-omni-legacy"
VEO, PICTURED = "replicate/veo-3.1", "replicate/veo-3.1-references"
CUT = "!! 1A: CU on MAYA, 5s\n\nMAYA\nYou kept it.\n"


@cache
def judge(model: str) -> Any:
    return jsonschema.Draft202012Validator(TOLD["inputs"][model])


def packed(provider: Provider, text: str) -> Iterator[tuple[Segment, Draft]]:
    one = understood(text)
    context, laid = one.context(), timeline(one.story)
    fits = provider.fits
    assert fits

    def fit(first: int, last: int) -> bool:
        part = segment(one.story, laid, provider.limits, first, last)
        return part is not None and fits(part, context)

    for part in pack(one.story, laid, provider.limits, fit, lambda first, last: 0)[0]:
        yield part, provider.write(part, context)


def refused(draft: Draft) -> bool:
    return any(problem.level is Level.ERROR for problem in draft.problems)


def faults(draft: Draft) -> list[str]:
    call = WIRE.submit(draft.request, "ours")
    assert call.body and set(call.body) == {"input"}
    asked = call.body["input"]
    found = [f"{error.json_path}: {error.message[:200]}" for error in judge(draft.request.model).iter_errors(asked)]
    return [*found, *_listed(asked), *_named(asked)]


def _listed(asked: dict[str, Any]) -> Iterator[str]:
    """What the schema says in words: six shots at most, a second each, their sum the duration."""
    if "multi_prompt" in asked:
        shots = json.loads(asked["multi_prompt"])
        if not 1 <= len(shots) <= 6 or sum(one["duration"] for one in shots) != asked["duration"]:
            yield f"shots of {[one['duration'] for one in shots]} seconds in {asked['duration']}"
        if any(set(one) != {"prompt", "duration"} or one["duration"] < 1 or len(one["prompt"]) > 512 for one in shots):
            yield f"a shot is not one: {shots}"


def _named(asked: dict[str, Any]) -> Iterator[str]:
    for kind, n in re.findall(r"<<<(\w+)_(\d+)>>>", asked["prompt"] + asked.get("multi_prompt", "")):
        most = {"image": len(asked.get("reference_images", ())), "video": int("reference_video" in asked)}
        if not 1 <= int(n) <= most.get(kind, 0):
            yield f"<<<{kind}_{n}>>> is nobody"


def first(name: str, cast: str = CAST["plain"], handed: str = "", text: str = CUT, form: str = FORMS[0]) -> Draft:
    one = understood(script(form, cast, handed, text))
    return named(name).write(segments(one, named(name).limits)[0], one.context())


def said(draft: Draft, kind: str, at: int = 0) -> tuple[Verdict, str]:
    found = [loss for loss in draft.losses if loss.kind == kind]
    return found[at].verdict, found[at].how


# ------------------------------------------------------------------------------------------------ bodies


def test_it_carries_what_it_says():
    assert set(NAMES) == {f"replicate/{name}" for name in CARRIES}
    assert {draft.request.model for name in NAMES for draft in (first(name),)} == set(TOLD["inputs"])


@pytest.mark.parametrize("name", NAMES)
def test_all_bodies_are_taken(name):
    provider, seen = named(name), Counter()
    for text in handed_in():
        for _, draft in packed(provider, text):
            assert refused(draft) or not (found := faults(draft)), f"{found}\n\n{text}"
            seen[refused(draft)] += 1
    for one in toured():
        for part in segments(one, provider.limits):
            draft = provider.write(part, one.context())
            assert refused(draft) or not (found := faults(draft)), found
            seen[refused(draft)] += 1
    assert seen[False] > 100
    print(name, dict(seen))


@pytest.mark.parametrize("name", NAMES)
def test_bodies_of_any_film_are_taken(name):
    provider = named(name)

    @MANY
    @given(any_script())
    def asked_at_random(text: str) -> None:
        for _, draft in packed(provider, text):
            assert refused(draft) or not (found := faults(draft)), f"{found}\n\n{text}"

    asked_at_random()


def test_kling_has_its_shots_as_a_text_on_the_way():
    draft = first(KLING, text=TEXTS["spoken"])
    asked = draft.request.body["input"]
    assert [one["duration"] for one in asked["multi_prompt"]] == [2, 2] or sum(
        one["duration"] for one in asked["multi_prompt"]) == asked["duration"]
    assert (asked["mode"], asked["generate_audio"], asked["aspect_ratio"]) == ("standard", True, "16:9")
    assert asked["negative_prompt"] == "subtitles, logos, background music"
    assert asked["prompt"].startswith("shot 1, ") and asked["multi_prompt"][0]["prompt"] in asked["prompt"]
    sent = WIRE.submit(draft.request, "ours")
    assert sent.path == "/v1/models/kwaivgi/kling-v3-video/predictions" and sent.body
    assert json.loads(sent.body["input"]["multi_prompt"]) == asked["multi_prompt"]


def test_beside_a_frame_people_are_called_by_name():
    draft = first(KLING, CAST["pictures"], HANDED["first"])
    asked = draft.request.body["input"]
    assert asked["start_image"] == "need:first frame/film" and "aspect_ratio" not in asked
    assert "<<<" not in asked["prompt"] and "Maya (Maya)" not in asked["prompt"]
    assert "Maya: woman, 34" in asked["prompt"]
    assert asked["multi_prompt"][0]["prompt"] in asked["prompt"]
    assert said(draft, "images") == (Verdict.LOST, "Replicate takes no pictures of people beside a frame")
    assert [need.role for need in draft.request.needs] == ["first frame"]
    assert named(KLING).limits.references == 0


def test_omni_takes_the_first_picture_of_each():
    draft = first(OMNI, CAST["both"], text="!! 1A: MS on MAYA and JON, 5s\n\nJON\nMaya.\n\nMAYA\nJon.\n")
    asked = draft.request.body["input"]
    assert asked["reference_images"] == ["need:image/Jon-1"] and '<<<image_1>>> says: "Maya."' in asked["prompt"]
    assert 'Maya says: "Jon."' in asked["prompt"] and "element" not in asked["prompt"]
    assert said(draft, "clip") == (Verdict.LOST, "Replicate binds nobody by a clip")
    assert said(draft, "images") == (Verdict.APPROXIMATED, "the first of them alone: Replicate takes no elements")
    assert said(draft, "voice") == (Verdict.LOST, "Replicate binds no voices")
    assert said(draft, "dialogue", 1) == (Verdict.USED, "in a voice of the model's own")


def test_omni_edits_footage():
    asked = first(OMNI, handed=HANDED["plate"]).request.body["input"]
    assert (asked["reference_video"], asked["video_reference_type"]) == ("need:plate/film", "base")
    assert not {"duration", "aspect_ratio", "multi_prompt"} & set(asked) and asked["generate_audio"] is False
    assert asked["prompt"].startswith("Keep the camera and the timing of <<<video_1>>>.")


def long_film(words: int, cuts: int = 6) -> str:
    shots = "".join(f"!! 1{'ABCDEF'[n]}: CU on MAYA, 2s\n\nMAYA\n{'word ' * words}now.\n\n" for n in range(cuts))
    return script(FORMS[0], text=shots)


def test_a_prompt_that_is_too_long_there_is_refused_and_packed_apart():
    one = understood(long_film(76))
    own, provider = named("kling-3-legacy"), named(KLING)
    laid = timeline(one.story)
    whole = segment(one.story, laid, provider.limits, 0, 5)
    assert whole and own.fits and provider.fits and provider.limits.prompt == PROMPT
    draft = provider.write(whole, one.context())
    assert own.fits(whole, one.context()) and not refused(own.write(whole, one.context()))
    assert len(draft.request.prompt) > PROMPT and refused(draft) and not provider.fits(whole, one.context())
    (problem,) = [p for p in draft.problems if p.level is Level.ERROR]
    assert problem.code == "BK956" and problem.help
    assert len(list(packed(own, one.text))) == 1
    apart = list(packed(provider, one.text))
    assert len(apart) == 2 and not any(refused(draft) for _, draft in apart)
    assert not list(judge(draft.request.model).iter_errors({"prompt": "x" * PROMPT, "duration": 3}))


def test_so_many_shots_are_safe_whatever_they_say():
    """`doubts` may pass over them: four of 512 characters are within Kling's prompt at Replicate."""
    one = understood(long_film(76, 4))
    whole = segment(one.story, timeline(one.story), named(KLING).limits, 0, 3)
    assert whole
    draft = named(KLING).write(whole, one.context())
    assert not refused(draft) and all(len(s["prompt"]) > 400 for s in draft.request.body["input"]["multi_prompt"])
    assert 4 * (512 + len("shot 4, 15, ; ")) <= PROMPT


def test_veo_with_pictures_is_wide():
    draft = first(PICTURED, CAST["pictures"], form=FORMS[1])
    asked = draft.request.body["input"]
    assert (asked["aspect_ratio"], asked["duration"], asked["seed"]) == ("16:9", 8, 7)
    assert asked["reference_images"][0] == "need:image/1"
    assert "with pictures of people made as 16:9 and cropped" in said(draft, "picture")[1]
    assert first(PICTURED, form=FORMS[1]).request.body["input"]["aspect_ratio"] == "9:16"


def test_veo_has_its_frames():
    asked = first(VEO, handed=HANDED["both"]).request.body["input"]
    assert (asked["image"], asked["last_frame"]) == ("need:first frame/film", "need:last frame/film")
    assert first(VEO, form="picture: 16:9 4k 24fps").request.body["input"]["resolution"] == "1080p"


# ------------------------------------------------------------------------------------------------ answers


def test_a_prediction_of_an_official_model():
    asked = Request(provider=VEO, model="google/veo-3.1", segment="1A", body={"input": {"prompt": "x"}})
    assert WIRE.submit(asked, "k") == Call("POST", "/v1/models/google/veo-3.1/predictions", {"input": {"prompt": "x"}})
    assert (WIRE.base, WIRE.auth.variables) == ("https://api.replicate.com", ("REPLICATE_API_TOKEN",))
    assert ticket(201, {"id": "p1", "status": "starting"}) == "p1" and WIRE.find is None
    assert poll("p 1/x") == Call("GET", "/v1/predictions/p%201%2Fx")
    assert ticket(201, {}) == Refused("the answer holds no prediction id", unsure=True)


@pytest.mark.parametrize(("status", "answer", "meant"), [
    (200, {"status": "starting"}, Working("starting")), (200, {"status": "processing"}, Working("processing")),
    (200, {"status": "succeeded", "output": "https://x/1.mp4"}, Ready(("https://x/1.mp4",))),
    (200, {"status": "succeeded", "output": ["https://x/1.mp4"]}, Ready(("https://x/1.mp4",))),
    (200, {"status": "succeeded", "output": None}, Refused("the prediction succeeded without a video")),
    (200, {"status": "succeeded", "output": "https://x/1.mp4", "error": "odd"}, Refused("odd")),
    (200, {"status": "failed", "error": "flagged"}, Refused("flagged")),
    (200, {"status": "failed"}, Refused("the prediction failed")),
    (200, {"status": "canceled"}, Refused("the prediction was canceled")),
    (200, {"status": "aborted"}, Refused("the prediction was aborted")),
    (200, {"status": "done"}, Refused("unknown prediction status 'done'", unsure=True)),
    (422, {"title": "Input validation failed", "detail": "duration: Must be at most 15"},
     Refused("duration: Must be at most 15")),
    (429, {"detail": "Request was throttled."}, Refused("Request was throttled.", final=False)),
    (502, {}, Refused("HTTP 502", final=False)), (402, {"title": "No credit"}, Refused("No credit")),
])
def test_what_an_answer_means(status, answer, meant):
    assert progress(status, answer) == meant
