"""A shot in the bodies of Luma's two services: one take, silent, told the way a cinematographer would pitch it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft, Loss, Need, Verdict
from ..passes import Sampling, need
from ..phrase.delivery import aspect, resolution
from ..phrase.manner import Manner
from ..phrase.tell import fitting, tell
from . import facts
from .concepts import concepts

_PACKAGE = __package__ or ""
RAY_3 = Manner(
    name=facts.RAY_3, package=_PACKAGE, limits=facts.RAY_3_LIMITS, never="none", aspects=facts.RAY_3_ASPECTS,
    resolutions=facts.RAY_3_SIZES, fps=facts.FPS, takes=frozenset({"first frame", "last frame", "plate"}), pair=True,
)
RAY_2 = Manner(
    name=facts.RAY_2, package=_PACKAGE, limits=facts.RAY_2_LIMITS, never="none", aspects=facts.RAY_2_ASPECTS,
    resolutions=facts.RAY_2_SIZES, takes=frozenset({"first frame", "last frame"}),
)
EDIT = Manner(
    name=facts.EDIT, package=_PACKAGE, limits=facts.EDIT_LIMITS, never="none", aspects=facts.RAY_3_ASPECTS,
    resolutions=facts.RAY_3_SIZES, fps=facts.FPS,
)


def write_3(segment: Segment, context: Context) -> Draft:
    """Text, frames as guide frames on the service's grid, or footage to transform, which sets length and shape."""
    telling = tell(segment, context, RAY_3)
    given, form = telling.casting.given, segment.format
    size = resolution(form, facts.RAY_3_SIZES)
    body: dict[str, Any] = {"model": "ray-3.2", "prompt": str(telling.words)}
    if "plate" in given:
        body |= {"type": "video_edit", "source": {"file_id": given["plate"].ref},
                 "video": {"resolution": size, "edit": {"auto_controls": True}}}
        return telling.draft("ray-3.2", body, (given["plate"],))
    seconds = int(segment.seconds)
    video: dict[str, Any] = {"duration": f"{seconds}s", "resolution": size}
    frames = {role: at for role, at in (("first frame", 0), ("last frame", facts.LAST_FRAME[seconds])) if role in given}
    if frames:
        video |= {"keyframes": [{"file_id": given[role].ref} for role in frames],
                  "keyframe_indexes": list(frames.values())}
    body |= {"type": "video", "aspect_ratio": aspect(form, facts.RAY_3_ASPECTS), "video": video}
    return telling.draft("ray-3.2", body)


def write_edit(segment: Segment, context: Context) -> Draft:
    """Our own previz as footage to transform: the service reads its geometry, so the camera is the written one."""
    telling = tell(segment, context, EDIT)
    form, size = segment.format, resolution(segment.format, facts.RAY_3_SIZES)
    lines = facts.RAY_3_SIZES[size]
    tall = form.height > form.width
    width, height = (lines, _even(lines * form.height / form.width)) if tall else (
        _even(lines * form.width / form.height), lines)
    source = need("picture pass", segment.cuts[0], context,
                  Sampling(facts.FPS, ceil(segment.seconds * facts.FPS), width, height))
    controls = {"depth": {"enabled": True, "blur": 0.1}, "trajectory": {"enabled": True, "sparsity": 0.1},
                "pose": {"enabled": True, "strength": "precise"}}
    body = {
        "model": "ray-3.2", "type": "video_edit", "prompt": str(telling.words), "source": {"file_id": source.ref},
        "video": {"resolution": size, "edit": {"strength": "reimagine_1", "controls": controls}},
    }
    draft = telling.draft("ray-3.2", body, (source,))
    return replace(draft, losses=tuple(map(_shown, draft.losses)))


def _shown(loss: Loss) -> Loss:
    """What our own footage shows as it was written, whatever the words make of it."""
    if loss.kind not in _SHOWN and not loss.kind.startswith("move "):
        return loss
    return loss.model_copy(update={"verdict": Verdict.USED, "how": "as our own footage shows it"})


_SHOWN = frozenset({"framing", "lens", "angle", "dutch", "height", "side", "from", "place in frame", "gaze", "focus",
                    "camera at", "as", "pacing", "blocking"})


def write_2(segment: Segment, context: Context) -> Draft:
    telling = tell(segment, context, RAY_2)
    given, form = telling.casting.given, segment.format
    body: dict[str, Any] = {
        "model": "ray-2", "generation_type": "video", "prompt": str(telling.words),
        "duration": f"{int(segment.seconds)}s", "resolution": resolution(form, facts.RAY_2_SIZES),
        "aspect_ratio": aspect(form, facts.RAY_2_ASPECTS),
    }
    if keys := concepts(segment.cuts[0].shot):
        body["concepts"] = keys
    frames = {field: _image(given[role]) for field, role in (("frame0", "first frame"), ("frame1", "last frame"))
              if role in given}
    return telling.draft("ray-2", body | ({"keyframes": frames} if frames else {}))


def fits_3(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, RAY_3)


def fits_edit(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, EDIT)


def fits_2(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, RAY_2)


def price_3(segment: Segment) -> Decimal:
    """US dollars, by the clip; footage is transformed at the dearer rate."""
    if any(said.head == "plate" for cut in segment.cuts for said in cut.shot.said):
        return price_edit(segment)
    return facts.RAY_3_DOLLARS[resolution(segment.format, facts.RAY_3_SIZES), int(segment.seconds)]


def price_edit(segment: Segment) -> Decimal:
    return facts.EDIT_DOLLARS[resolution(segment.format, facts.RAY_3_SIZES)] * ceil(segment.seconds / 5)


def price_2(segment: Segment) -> Decimal:
    return facts.RAY_2_DOLLARS[resolution(segment.format, facts.RAY_2_SIZES)] * int(segment.seconds)


def _image(one: Need) -> dict[str, str]:
    return {"type": "image", "url": one.ref}


def _even(length: float) -> int:
    return round(length / 2) * 2
