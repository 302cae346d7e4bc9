"""A segment in the legacy standard's body: a list of shots, references by number, exclusions in a field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...core.diagnostic import Diagnostic, error
from ...core.timebase import plain
from ...narrative.story import Format
from ...plan.timeline import Segment
from ..contract import Context, Draft
from ..phrase.delivery import aspect, exclusions, heard, resolution
from ..phrase.tell import Telling, tell
from .dialect import needs
from .facts import NEGATIVE, Model
from .legacy import Element, Image, Shot, Video, dumped, mode
from .manner import of, way


def write(model: Model, segment: Segment, context: Context) -> Draft:
    telling = tell(segment, context, of(model, segment))
    form, path, given = segment.format, way(model, segment), telling.casting.given
    body = dumped(
        model_name=model.id, **_words(telling, path == "plate"), **_files(model, telling),
        negative_prompt=_negative(segment) if telling.manner.never == "field" else None,
        sound="on" if heard(segment) and path != "plate" else "off",
        mode=mode(resolution(form, telling.manner.resolutions)),
        aspect_ratio=aspect(form, model.aspects) if path in ("text", "omni") and not (
            model.family == "video" and given) else None,
        duration=None if path == "plate" else plain(segment.seconds),
    )
    draft = telling.draft(model.id, body, needs(telling, model))
    return replace(draft, problems=(*draft.problems, *_too_many(form, telling)))


def _words(telling: Telling, plate: bool) -> dict[str, Any]:
    """One entry a shot; footage is edited by a prompt of its own."""
    if plate:
        return {"multi_shot": False, "prompt": str(telling.words)}
    shots = zip(telling.shots, telling.segment.cuts, strict=True)
    listed = [Shot(index=n, prompt=str(words), duration=plain(cut.seconds)) for n, (words, cut) in enumerate(shots, 1)]
    return {"multi_shot": True, "shot_type": "customize", "multi_prompt": listed}


def _files(model: Model, telling: Telling) -> dict[str, Any]:
    given = telling.casting.given
    bound = [one.needs[-1] for one in telling.casting.bound.values()]
    elements = [Element(element_id=need.ref) for need in bound if need.role == "element"]
    found: dict[str, Any] = {"element_list": elements or None}
    first, last = given.get("first frame"), given.get("last frame")
    if model.family == "video":
        return found | {"image": first and first.ref, "image_tail": last and last.ref}
    images = [Image(image_url=need.ref) for need in bound if need.role == "image"]
    images += [Image(image_url=first.ref, type="first_frame")] if first else []
    images += [Image(image_url=last.ref, type="end_frame")] if last else []
    videos = [Video(video_url=given["plate"].ref)] if "plate" in given else []
    return found | {"image_list": images or None, "video_list": videos or None}


def _negative(segment: Segment) -> str | None:
    """What must not be seen, and no music where the model sounds: that is asked for once for the film."""
    asked = exclusions(segment.format)
    hush = heard(segment) and "music" not in asked.lower()
    return ", ".join(filter(None, (asked, "background music" if hush else ""))) or None


def _too_many(form: Format, telling: Telling) -> tuple[Diagnostic, ...]:
    long = len(_negative(telling.segment) or "")
    if telling.manner.never != "field" or long <= NEGATIVE:
        return ()
    span = form.never_span or telling.segment.cuts[0].shot.span
    words = f"what must not be seen takes {long} characters, {telling.manner.name} takes {NEGATIVE}"
    return (error("BK960", words, span, "too much to exclude", "leave out what the model would not show anyway"),)
