"""Kling 3.0 at Replicate: a prompt and the same shots as a list; people as single pictures, or by name.

There are no elements: of a person with several pictures the first goes, as `<<<image_1>>>`. The 3.0 model itself takes
frames alone, so whoever is bound beside one is called by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...core.diagnostic import Diagnostic, error
from ...core.span import Span
from ...plan.timeline import Segment
from ..contract import Context, Draft, Loss, Need, Request
from ..phrase.manner import Mark
from ..phrase.wrap import Rule, altered, gone, named, reworded, rewritten, rough, sent, untold, voiceless
from .facts import PROMPT

_MODES = {"std": "standard", "pro": "pro", "4k": "pro"}
_VOICE = "Replicate binds no voices"
_CLIP = "Replicate binds nobody by a clip"
_FRAMED = "Replicate takes no pictures of people beside a frame"
_UNBOUND: tuple[Rule, ...] = (gone("clip", _CLIP), voiceless(_VOICE), untold)
_FRONT = "the first of them alone: Replicate takes no elements"


@dataclass(frozen=True, slots=True)
class Cast:
    """`images` in the order of their numbers, the changes that name them; `fronts` are those with more pictures."""

    images: tuple[str, ...]
    changes: tuple[Mark, ...]
    fronts: tuple[Span, ...]


def wrap_video(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    body = draft.request.body
    changes = [named(f"<<<element_{n}>>>", need, context.story) for n, need in _elements(draft.request)]
    draft = altered(rewritten(draft, changes), gone("images", _FRAMED), *_UNBOUND)
    asked = _listed(draft.request, body, changes)
    asked |= {"negative_prompt": body["negative_prompt"]} if "negative_prompt" in body else {}
    asked |= {name: body[key] for name, key in (("start_image", "image"), ("end_image", "image_tail")) if key in body}
    asked |= {"aspect_ratio": body["aspect_ratio"]} if "aspect_ratio" in body else {}
    return _within(sent(draft, id, {"input": asked}), segment)


def wrap_omni(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    body, cast = draft.request.body, _cast(draft.request, context)
    draft = altered(rewritten(draft, cast.changes), _front(cast), *_UNBOUND)
    if "video_list" in body:
        asked: dict[str, Any] = {
            "prompt": draft.request.prompt, "reference_video": body["video_list"][0]["video_url"],
            "video_reference_type": "base", "keep_original_sound": True, "mode": _MODES[body["mode"]],
            "generate_audio": False,
        }
    else:
        asked = _listed(draft.request, body, cast.changes) | {"aspect_ratio": body["aspect_ratio"]}
    frames = {one["type"]: one["image_url"] for one in body.get("image_list", ()) if "type" in one}
    named_so = (("start_image", "first_frame"), ("end_image", "end_frame"))
    asked |= {name: frames[kind] for name, kind in named_so if kind in frames}
    asked |= {"reference_images": list(cast.images)} if cast.images else {}
    return _within(sent(draft, id, {"input": asked}), segment)


def _listed(request: Request, body: dict[str, Any], changes: list[Mark] | tuple[Mark, ...]) -> dict[str, Any]:
    shots = [{"prompt": reworded(shot["prompt"], changes), "duration": int(shot["duration"])}
             for shot in body["multi_prompt"]]
    return {"prompt": request.prompt, "multi_prompt": shots, "duration": int(body["duration"]),
            "mode": _MODES[body["mode"]], "generate_audio": body["sound"] == "on"}


def _elements(request: Request) -> list[tuple[int, Need]]:
    """Each element with its number."""
    return [(n, next(need for need in request.needs if need.ref == one["element_id"]))
            for n, one in enumerate(request.body.get("element_list", ()), 1)]


def _cast(request: Request, context: Context) -> Cast:
    """Those who are single pictures already, then the fronts of the elements; clips go, and their people by name."""
    images = [one["image_url"] for one in request.body.get("image_list", ()) if "type" not in one]
    changes: list[Mark] = []
    fronts: list[Span] = []
    for n, need in _elements(request):
        front = next((one for one in request.needs if one.span == need.span and one.role == "image"), None)
        if front is None:
            changes.append(named(f"<<<element_{n}>>>", need, context.story))
            continue
        images.append(front.ref)
        fronts += [need.span] if need.span else []
        changes.append(Mark(f"<<<element_{n}>>>", f"<<<image_{len(images)}>>>", ""))
    return Cast(tuple(images), tuple(changes), tuple(fronts))


def _front(cast: Cast) -> Rule:
    def rule(loss: Loss) -> Loss:
        if loss.kind != "images" or loss.span not in cast.fronts:
            return loss
        return rough(loss.model_copy(update={"how": ""}), _FRONT)

    return rule


def _within(draft: Draft, segment: Segment) -> Draft:
    """Refused where the whole prompt is too long there."""
    long = len(draft.request.prompt)
    if long <= PROMPT:
        return draft
    found: Diagnostic = error(
        "BK956", f"these {len(segment.cuts)} shots take {long} characters, Kling at Replicate takes {PROMPT} in one "
        "request", segment.cuts[0].shot.span, "too much for one request", "pack them apart")
    return replace(draft, problems=(*draft.problems, found))
