"""How files reach Runway: sent ahead by the form its answer describes, and kept there for a day.

By address in the body a file may have 5 MB, by a form 200 MB; so all go by the form.
"""

from __future__ import annotations

from typing import Any

from ..service import Call, Delivery, Media, Placed, Refused, Upload
from .facts import DAY, UPLOAD, VERSION

_ROLES: tuple[str, ...] = ("first frame", "last frame", "plate", "picture pass", "performance", "image", "clip")


def first(media: Media) -> Call:
    return Call("POST", "/v1/uploads", {"filename": media.name, "type": "ephemeral"}, (VERSION,))


def then(number: int, status: int, answer: dict[str, Any], media: Media) -> Call | Placed | Refused:
    """The first answer names the form and what the file is called from then on; storage answers nothing more."""
    if status >= 400:
        return refused(status, answer if number == 0 else {}, "")
    uri, where, fields = answer.get("runwayUri"), answer.get("uploadUrl"), answer.get("fields")
    if not isinstance(uri, str) or not uri.startswith("runway://"):
        return Refused("the answer holds no address of the upload")
    if number:
        return Placed(uri, lasts=DAY)
    if not isinstance(where, str) or not where or not isinstance(fields, dict):
        return Refused("the answer does not say where the file goes")
    return Call("POST", where, {name: str(value) for name, value in fields.items()}, file="file")


def refused(status: int, answer: dict[str, Any], otherwise: str) -> Refused:
    """Why the service said no, and whether asking again may help."""
    told = answer.get("error") or answer.get("message") or otherwise or f"HTTP {status}"
    return Refused(str(told), final=status not in _PASSING)


_PASSING = (429, 500, 502, 503, 504)
DELIVERY: dict[str, Delivery] = dict.fromkeys(_ROLES, Upload(first, then, most=UPLOAD))
