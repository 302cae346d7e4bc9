"""Kling 3.0 at fal: the list of shots without numbers, people as pictures in the body itself.

A person of several pictures is an element of the request, named `@Element1`; fal keeps none for another request. One
clip alone stands in a request; whoever else is bound by a clip is called by name. Voices would have to be made at fal
first, which nothing here does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...core.span import Span
from ...plan.timeline import Segment
from ..contract import Context, Draft, Loss, Need, Request
from ..phrase.manner import Mark
from ..phrase.wrap import Rule, altered, gone, named, reworded, rewritten, rough, sent, untold, voiceless
from .facts import VOICED

_AT = Mark(r"@(?=(?:Element|Image|Video)\d)", "＠", "an @ would name a reference, so it is written ＠")
_SPOKEN = "fal has it spoken in Chinese or English alone, and translates other languages to English"
_VOICE = "fal binds no voice that was not made there first"
_CLIP = "fal takes one person by a clip in a request, and none beside a plate"
_MODES = {"std": "standard", "pro": "pro", "4k": "pro"}


@dataclass(frozen=True, slots=True)
class Cast:
    """`elements` in the order of their numbers, the changes that name them, and whose clips are left out."""

    elements: tuple[dict[str, Any], ...]
    changes: tuple[Mark, ...]
    clipless: tuple[Span, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        left = (gone("clip", _CLIP, *self.clipless),) if self.clipless else ()
        return (voiceless(_VOICE), untold, *left)


def wrap_v3(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    body, cast = draft.request.body, _cast(draft.request, context, clips=1)
    draft = altered(rewritten(draft, cast.changes), *cast.rules, _translated(body, segment))
    told = _listed(body, cast) | {"negative_prompt": body.get("negative_prompt", "")}
    if "image" not in body:
        told |= {"aspect_ratio": body["aspect_ratio"]}
        return sent(draft, f"{id}/{_MODES[body['mode']]}/text-to-video", told)
    told |= {"start_image_url": body["image"], **_elements(cast)}
    told |= {"end_image_url": body["image_tail"]} if "image_tail" in body else {}
    return sent(draft, f"{id}/{_MODES[body['mode']]}/image-to-video", told)


def wrap_o3(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    """Words alone, words and references with or without frames, or footage that is edited."""
    body, plate = draft.request.body, "video_list" in draft.request.body
    cast = _cast(draft.request, context, clips=0 if plate else 1)
    draft = altered(rewritten(draft, cast.changes), *cast.rules)
    images = [one["image_url"] for one in body.get("image_list", ()) if "type" not in one]
    told = {**_elements(cast), **({"image_urls": images} if images else {})}
    mode = _MODES[body["mode"]]
    if plate:
        told |= {"prompt": draft.request.prompt, "video_url": body["video_list"][0]["video_url"], "keep_audio": True}
        return sent(draft, f"{id}/{mode}/video-to-video/edit", told)
    frames = {one["type"]: one["image_url"] for one in body.get("image_list", ()) if "type" in one}
    told |= {name: frames[kind] for name, kind in _FRAMES if kind in frames}
    way = "reference-to-video" if told else "text-to-video"
    return sent(draft, f"{id}/{mode}/{way}", {**told, **_listed(body, cast), "aspect_ratio": body["aspect_ratio"]})


_FRAMES = (("start_image_url", "first_frame"), ("end_image_url", "end_frame"))


def _listed(body: dict[str, Any], cast: Cast) -> dict[str, Any]:
    shots = [{"prompt": reworded(shot["prompt"], cast.changes), "duration": shot["duration"]}
             for shot in body["multi_prompt"]]
    return {"multi_prompt": shots, "shot_type": "customize", "duration": body["duration"],
            "generate_audio": body["sound"] == "on"}


def _elements(cast: Cast) -> dict[str, Any]:
    return {"elements": list(cast.elements)} if cast.elements else {}


def _cast(request: Request, context: Context, clips: int) -> Cast:
    """Everyone who is an element, with as many clips as there may be."""
    changes = [_AT, Mark(r"<<<video_1>>>", "@Video1", "")]
    pictures = range(1, len(request.body.get("image_list", ())) + 1)
    changes += [Mark(f"<<<image_{n}>>>", f"@Image{n}", "") for n in pictures]
    elements: list[dict[str, Any]] = []
    clipless: list[Span] = []
    for n, one in enumerate(request.body.get("element_list", ()), 1):
        need = next(need for need in request.needs if need.ref == one["element_id"])
        files = [other for other in request.needs if other.span == need.span and other.role in ("image", "clip")]
        filmed = any(file.role == "clip" for file in files)
        if filmed and not clips:
            changes.append(named(f"<<<element_{n}>>>", need, context.story))
            clipless += [need.span] if need.span else []
            continue
        clips -= filmed
        elements.append(_element(files))
        changes.append(Mark(f"<<<element_{n}>>>", f"@Element{len(elements)}", ""))
    return Cast(tuple(elements), tuple(changes), tuple(clipless))


def _element(files: Sequence[Need]) -> dict[str, Any]:
    clip = next((file for file in files if file.role == "clip"), None)
    if clip:
        return {"video_url": clip.ref}
    front, *others = (file.ref for file in files)
    return {"frontal_image_url": front, "reference_image_urls": others}


def _translated(body: dict[str, Any], segment: Segment) -> Rule:
    """Lines in other languages than fal has it speak."""
    beats = [beat for cut in segment.cuts for beat in cut.shot.beats if beat.kind == "speech"]
    foreign = {beat.span for beat in beats if body["sound"] == "on" and beat.language.split("-")[0] not in VOICED}

    def rule(loss: Loss) -> Loss:
        return rough(loss, _SPOKEN) if loss.kind in ("dialogue", "voice over") and loss.span in foreign else loss

    return rule
