"""A segment in Wan's three bodies: size and addresses (2.6), resolution and a list of media (2.7), one id (3.0)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...core.diagnostic import Diagnostic, error
from ...plan.timeline import Segment
from ..contract import Context, Draft, Loss, Need, Verdict
from ..phrase.casting import footage, role
from ..phrase.delivery import aspect, exclusions, heard, resolution
from ..phrase.tell import Telling, fitting, tell
from .facts import NEGATIVE, PIXELS, SEEDS, Model
from .manner import of, way

_MEDIA = {"first frame": "first_frame", "last frame": "last_frame", "recorded line": "driving_audio", "plate": "video",
          "image": "reference_image", "clip": "reference_video", "performance": "reference_video",
          "voice": "reference_audio"}
_LISTED = ("first frame", "last frame", "image", "plate", "performance", "clip", "recorded line", "voice")
_ADDRESSES = {"first frame": "img_url", "recorded line": "audio_url"}
_FRAMED = "made in the shape of what is handed in and cropped"
_WHOSE = "whose it is, the model finds for itself"


def write(model: Model, segment: Segment, context: Context) -> Draft:
    telling = tell(segment, context, of(model, segment))
    path = way(model, segment)
    asked: dict[str, Any] = {"prompt": str(telling.words), **_files(model, telling)}
    if words := _negative(telling):
        asked["negative_prompt"] = words
    id = model.ids[path]
    body = {"model": id, "input": asked, "parameters": _parameters(model, telling)}
    draft = telling.draft(id, body, _listed(telling))
    losses = tuple(_answered(one, path in ("frames", "edit")) for one in draft.losses)
    return replace(draft, losses=losses, problems=(*draft.problems, *_too_many(telling)))


def fits(model: Model, segment: Segment, context: Context) -> bool:
    told = of(model, segment)
    excluded = told.never != "field" or len(exclusions(segment.format)) <= NEGATIVE
    return excluded and not _apart(model, segment) and fitting(segment, context, told)


def _apart(model: Model, segment: Segment) -> bool:
    """Whether a shot's footage would be edited if the shot had a request of its own."""
    return len(segment.cuts) > 1 and any(
        role(said) == "plate" for cut in segment.cuts if cut.seconds <= model.footage for said in cut.shot.said)


def price(model: Model, segment: Segment) -> Decimal:
    """US dollars by the second; footage that goes in counts as much as what comes out."""
    path = way(model, segment)
    moved = path == "edit" or "performance" in footage(segment, of(model, segment))
    return model.prices[resolution(segment.format, model.sizes)] * int(segment.seconds) * (2 if moved else 1)


def _answered(loss: Loss, framed: bool) -> Loss:
    """What files decide beside the words: the shape of the clip, and that a performance names nobody."""
    more = _FRAMED if loss.kind == "picture" and framed else _WHOSE if loss.kind == "perform" else ""
    if not more or loss.verdict is Verdict.LOST:
        return loss
    return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": "; ".join(filter(None, (loss.how, more)))})


def _parameters(model: Model, telling: Telling) -> dict[str, Any]:
    """`shot_type` multi is taken only where the service may rewrite the prompt; else the words stay ours."""
    segment, path = telling.segment, way(model, telling.segment)
    form, several = segment.format, len(segment.cuts) > 1
    size, shape = resolution(form, model.sizes), aspect(form, model.aspects)
    framed = path in ("frames", "edit")
    told: dict[str, Any] = {"duration": int(segment.seconds), "watermark": False, "prompt_extend": False}
    if model.dialect == "2.6":
        told |= {"resolution": size} if framed else {"size": PIXELS[size][shape]}
        told |= {"shot_type": "multi", "prompt_extend": True} if several else {"shot_type": "single"}
    else:
        told |= {"resolution": size, **({} if framed else {"ratio": shape})}
    if model.dialect == "3.0":
        told |= {"audio": heard(segment), **({"ratio": "adaptive"} if framed else {})}
    if model.ids[path] == "wan2.7-videoedit":
        told["audio_setting"] = "auto"
    return told | ({"seed": form.seed % SEEDS} if form.seed is not None else {})


def _listed(telling: Telling) -> tuple[Need, ...]:
    """In the body's order; among those of one kind the casting's."""
    return tuple(sorted(telling.casting.needs, key=lambda need: _LISTED.index(need.role)))


def _files(model: Model, telling: Telling) -> dict[str, Any]:
    needs = _listed(telling)
    if not needs:
        return {}
    if model.dialect == "2.6":
        bound = [one.needs[0].ref for one in telling.casting.bound.values()]
        return {"reference_urls": bound} if bound else {_ADDRESSES[need.role]: need.ref for need in needs}
    if model.dialect == "2.7":
        voices = {one.needs[0].ref: need.ref for one in telling.casting.bound.values()
                  for need in one.needs if need.role == "voice"}
        return {"media": [_medium(need, voices.get(need.ref)) for need in needs if need.role != "voice"]}
    return {"media": [_medium(need) for need in needs]}


def _medium(need: Need, voice: str | None = None) -> dict[str, str]:
    return {"type": _MEDIA[need.role], "url": need.ref, **({"reference_voice": voice} if voice else {})}


def _negative(telling: Telling) -> str:
    """What must not be seen; and no music, which is asked for once for the film, where there is room for it."""
    if telling.manner.never != "field":
        return ""
    asked = exclusions(telling.segment.format)
    hushed = asked if "music" in asked.lower() else ", ".join(filter(None, (asked, "background music")))
    return hushed if len(hushed) <= NEGATIVE else asked


def _too_many(telling: Telling) -> tuple[Diagnostic, ...]:
    form = telling.segment.format
    long = len(exclusions(form))
    if telling.manner.never != "field" or long <= NEGATIVE:
        return ()
    span = form.never_span or telling.segment.cuts[0].shot.span
    words = f"what must not be seen takes {long} characters, {telling.manner.name} takes {NEGATIVE}"
    return (error("BK960", words, span, "too much to exclude", "leave out what the model would not show anyway"),)
