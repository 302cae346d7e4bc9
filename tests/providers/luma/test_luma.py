"""Luma: bodies the vendor's own packages take, guide frames on their grid, concepts, and what the answers mean."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, toured, understood
from pydantic import TypeAdapter, ValidationError

from shotscript.providers.contract import Verdict
from shotscript.providers.luma import PROVIDERS
from shotscript.providers.luma.concepts import KNOWN
from shotscript.providers.luma.wire import progress, submit, ticket
from shotscript.providers.service import Ready, Refused, Working

NAMED = {provider.name: provider for provider in PROVIDERS}
HEAD = "/*@cast\nMAYA: woman, 34\nJON: man, 41\n*/\nINT. KITCHEN - NIGHT\n\n"


def drafts(name: str, shots: str, head: str = HEAD):
    film, provider = understood(head + shots), NAMED[name]
    return [(one, provider.write(one, film.context())) for one in segments(film, provider.limits)]


class Oracle:
    """A TypedDict of a vendor's package, asked to the last item: its lists are lazy and its keys are not checked."""

    def __init__(self, kind: Any) -> None:
        self.adapter, self.kind = TypeAdapter(kind), kind

    def takes(self, body: dict[str, Any]) -> bool:
        try:
            self._walk(self.adapter.validate_python(body))
        except ValidationError:
            return False
        return set(body) <= set(self.kind.__annotations__)

    def _walk(self, value: Any) -> None:
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, Iterator) else ():
            self._walk(one)


@pytest.fixture(scope="module")
def oracles() -> dict[str, Oracle]:
    agents = pytest.importorskip("luma_agents.types.generation_create_params", reason="luma-agents is not installed")
    legacy = pytest.importorskip("lumaai.types.generations.video_create_params", reason="lumaai is not installed")
    newer = Oracle(agents.GenerationCreateParams)
    return {"luma-ray-3.2": newer, "luma-ray-3.2-previz": newer, "luma-ray-2": Oracle(legacy.VideoCreateParams)}


@pytest.mark.parametrize("name", list(NAMED))
def test_every_body_is_what_the_vendors_package_takes(name, oracles):
    provider, count = NAMED[name], 0
    for film in toured():
        for one in segments(film, provider.limits):
            call = submit(provider.write(one, film.context()).request, "key")
            body = dict(call.body or {})
            if name == "luma-ray-2":
                body.pop("user_id")
            assert oracles[name].takes(body), body
            count += 1
    assert count > 30


@pytest.mark.parametrize(("name", "wrong"), [
    ("luma-ray-3.2", {"type": "film"}), ("luma-ray-3.2", {"video": {"duration": "9s"}}),
    ("luma-ray-3.2", {"prompts": "x"}), ("luma-ray-2", {"model": "ray-3"}),
    ("luma-ray-2", {"concepts": [{"name": "x"}]})])
def test_the_packages_are_an_oracle(name, wrong, oracles):
    ((_, draft),) = drafts(name, "!! 1A: CU on MAYA, 4s\n")
    assert oracles[name].takes(draft.request.body) and not oracles[name].takes({**draft.request.body, **wrong})


def test_rules_no_package_knows(oracles):
    """Guide frames lie on the grid of their length; words have a limit: the packages take anything."""
    ((_, draft),) = drafts("luma-ray-3.2", "[[frame first: a.png]]\n[[frame last: b.png]]\n!! 1A: CU on MAYA, 8s\n")
    video = draft.request.body["video"]
    assert (video["duration"], video["keyframe_indexes"]) == ("10s", [0, 240])
    assert [frame["file_id"] for frame in video["keyframes"]] == ["need:first frame/film", "need:last frame/film"]
    off = {**draft.request.body, "video": {**video, "keyframe_indexes": [0, 999]}}
    assert oracles["luma-ray-3.2"].takes(off)
    ((_, long),) = drafts("luma-ray-3.2", f"!! 1A: CU on MAYA, 4s\n\nMAYA\n{'word ' * 1300}\n")[:1]
    assert oracles["luma-ray-3.2"].takes(long.request.body)
    assert [p.code for p in long.problems] == ["BK956"]


def test_footage_keeps_its_length_and_is_sent_alone():
    ((one, draft),) = drafts("luma-ray-3.2", "[[plate: room.mp4 from 3s]]\n!! 1A: WS, 4s\n")
    assert draft.request.body["type"] == "video_edit" and "duration" not in draft.request.body["video"]
    assert draft.request.body["source"] == {"file_id": "need:plate/film"}
    assert [(n.role, n.key, n.recipe) for n in draft.request.needs] == [
        ("plate", "room.mp4", {"from": "3s", "seconds": "5"})], "as long as is paid for"
    assert NAMED["luma-ray-3.2"].price(one) == Decimal("1.08")


def test_our_previz_carries_the_camera():
    def made(move: str):
        ((_, draft),) = drafts("luma-ray-3.2-previz", f"!! 1A: CU on MAYA, 85mm, {move}, 5s\n")
        return draft

    near, far = made("dolly in 0.5m"), made("dolly in 0.6m")
    assert [n.role for n in near.request.needs] == ["picture pass"]
    assert near.request.needs[0].recipe["frames"] == 120 and near.request.needs[0].key != far.request.needs[0].key
    assert [x.verdict for x in near.losses if x.kind == "move dolly"] == [Verdict.USED]


def test_concepts_are_the_vendors():
    """Of its 34 those that say what a clause can: the others are tricks (`bolt_cam`, `tiny_planet`)."""
    assert len(KNOWN) == 28
    ((_, draft),) = drafts("luma-ray-2", "!! 1A: OTS MAYA on JON, low angle, dolly in 1m while pan left 5deg, 4s\n")
    assert draft.request.body["concepts"] == [
        {"key": "push_in"}, {"key": "pan_left"}, {"key": "over_the_shoulder"}, {"key": "low_angle"}]
    for film in toured():
        for one in segments(film, NAMED["luma-ray-2"].limits):
            body = NAMED["luma-ray-2"].write(one, film.context()).request.body
            assert {c["key"] for c in body.get("concepts", ())} <= KNOWN and len(body.get("concepts", ())) <= 4


@pytest.mark.parametrize(("status", "answer", "means"), [
    *((200, {"state": word}, Working(word)) for word in ("queued", "processing", "dreaming")),
    (200, {"state": "completed", "output": [{"type": "video", "url": "https://x/v.mp4"}]}, Ready(("https://x/v.mp4",))),
    (200, {"state": "completed", "assets": {"video": "https://x/v.mp4"}}, Ready(("https://x/v.mp4",))),
    (200, {"state": "completed", "output": []}, Refused("the generation was completed without a video")),
    (200, {"state": "failed", "failure_code": "content_moderated", "failure_reason": "no"},
     Refused("no (content_moderated)")),
    (200, {"state": "failed", "failure_code": "generation_failed"},
     Refused("the generation failed (generation_failed)", final=False)),
    (429, {"detail": "slow"}, Refused("slow", final=False)),
    (200, {"state": "asleep"}, Refused("unknown state 'asleep'", unsure=True)),
])
def test_what_the_answers_mean(status, answer, means):
    assert progress(status, answer) == means


def test_a_ticket_is_an_id():
    assert ticket(201, {"id": "g"}) == "g" and isinstance(ticket(400, {"id": "g"}), Refused)


def test_every_failure_code_of_the_package_is_answered():
    codes = pytest.importorskip("luma_agents.types.generation_failure_code", reason="luma-agents is not installed")
    for code in get_args(codes.GenerationFailureCode):
        answer = progress(200, {"state": "failed", "failure_code": code})
        assert isinstance(answer, Refused) and code in answer.words
