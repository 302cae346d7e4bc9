"""A segment in Kling's body: its official shot list, and the references it names.

    shot 1, 4, Wide shot of @Maya at eye level. The camera pushes in slowly. ...; shot 2, 3, Close-up of @Maya. ...;
"""

from __future__ import annotations

from decimal import Decimal

from ...plan.timeline import Segment
from ..contract import Context, Draft
from ..phrase.delivery import aspect, heard, resolution
from ..phrase.tell import fitting, tell
from .body import Body, Element, Picture, Prompt, Settings
from .facts import ASPECTS, DOLLARS, MODEL, RESOLUTIONS
from .manner import MANNER


def write(segment: Segment, context: Context) -> Draft:
    telling = tell(segment, context, MANNER)
    references = [_content(bound.needs[-1].role, bound.call) for bound in telling.casting.bound.values()]
    body = Body(
        contents=(Prompt.model_construct(text=str(telling.words)), *references),
        settings=Settings.model_validate({
            "audio": audio(segment), "resolution": resolution(segment.format, RESOLUTIONS),
            "aspect_ratio": aspect(segment.format, ASPECTS), "duration": int(segment.seconds),
        }),
    )
    return telling.draft(MODEL, body.model_dump(mode="json"))


def fits(segment: Segment, context: Context) -> bool:
    return fitting(segment, context, MANNER)


def price(segment: Segment) -> Decimal:
    """US dollars, by the second."""
    return DOLLARS[resolution(segment.format, RESOLUTIONS), audio(segment)] * Decimal(int(segment.seconds))


def audio(segment: Segment) -> str:
    """`native` where anyone speaks or anything is to be heard from the model itself."""
    return "native" if heard(segment) else "off"


def _content(role: str, call: str) -> Element | Picture:
    id = call.strip("\ue000\ue001@")
    return Element(element_id=f"need:element/{id}", id=id) if role == "element" else Picture(
        url=f"need:image/{id}", id=id)
