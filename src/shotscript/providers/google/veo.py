"""A segment in Veo's body on Vertex: one instance with its words and pictures, and the parameters of the clip."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft, Need
from ..phrase.delivery import aspect, exclusions, heard, resolution
from ..phrase.tell import Telling, fitting, tell
from .facts import ASPECTS, SEEDS, Model, mime
from .manner import manner


def write(model: Model, segment: Segment, context: Context) -> Draft:
    telling = tell(segment, context, manner(model))
    form = segment.format
    parameters: dict[str, Any] = {
        "sampleCount": 1, "durationSeconds": int(segment.seconds), "aspectRatio": aspect(form, ASPECTS),
        "resolution": resolution(form, model.sizes), "generateAudio": heard(segment),
        "personGeneration": "allow_adult",
    }
    parameters |= {"negativePrompt": words} if (words := _negative(segment)) else {}
    parameters |= {"seed": form.seed % SEEDS} if form.seed is not None else {}
    instance = {"prompt": str(telling.words), **_pictures(telling)}
    return telling.draft(model.id, {"instances": [instance], "parameters": parameters})


def fits(model: Model, segment: Segment, context: Context) -> bool:
    return fitting(segment, context, manner(model))


def price(model: Model, segment: Segment) -> Decimal:
    """US dollars, by the second."""
    return model.dollars[resolution(segment.format, model.sizes)] * int(segment.seconds)


def _negative(segment: Segment) -> str:
    """What must not be seen, as a list of nouns; no music where there is sound: it is asked for once for the film."""
    asked = exclusions(segment.format)
    hush = heard(segment) and "music" not in asked.lower()
    return ", ".join(filter(None, (asked, "background music" if hush else "")))


def _pictures(telling: Telling) -> dict[str, Any]:
    """A first and a last frame, or pictures of people, places and things."""
    given, found = telling.casting.given, {}
    for role, name in (("first frame", "image"), ("last frame", "lastFrame")):
        found |= {name: _image(given[role])} if role in given else {}
    bound = [need for one in telling.casting.bound.values() for need in one.needs]
    assets = [{"image": _image(need), "referenceType": "ASSET"} for need in bound]
    return found | ({"referenceImages": assets} if assets else {})


def _image(need: Need) -> dict[str, str]:
    return {"bytesBase64Encoded": need.ref, "mimeType": mime(need.key)}
