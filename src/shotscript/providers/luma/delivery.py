"""How files reach Luma's newer service: a slot is asked for, storage takes the bytes, and the service looks them over.

The older service takes pictures by public address alone, so nothing of ours can be sent to it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..service import Call, Delivery, Media, Placed, Refused, Upload, Working
from .facts import UPLOAD


def first(media: Media) -> Call:
    return Call("POST", "/files", {"mime_type": media.mime, "size_bytes": media.size, "filename": media.name,
                                   "purpose": "input"})


def then(number: int, status: int, answer: dict[str, Any], media: Media) -> Call | Working | Placed | Refused:
    """The slot's own answer stands while storage takes the bytes; from then on the file tells its state."""
    if status >= 400:
        return refused(status, {} if number == 1 else answer, "")
    id = answer.get("id")
    if not isinstance(id, str) or not id:
        return Refused("the answer holds no file id")
    if number == 0:
        return _put(answer.get("upload"))
    own = f"/files/{quote(id, safe='')}"
    return Call("POST", f"{own}/complete") if number == 1 else _kept(id, own, answer)


def _put(slot: Any) -> Call | Refused:
    """Storage takes the bytes only beside the headers it was promised."""
    told = slot if isinstance(slot, dict) else {}
    where, headers = told.get("url"), told.get("headers")
    if not isinstance(where, str) or not where:
        return Refused("the answer does not say where the file goes")
    named = headers if isinstance(headers, dict) else {}
    return Call("PUT", where, headers=tuple((str(name), str(value)) for name, value in named.items()), file="raw")


def _kept(id: str, own: str, answer: dict[str, Any]) -> Working | Placed | Refused:
    match answer.get("state"):
        case "ready":
            return Placed(id)
        case "pending":
            return Working("the file is looked over", Call("GET", own))
        case "failed":
            return Refused(f"the file was not taken: {answer.get('failure_reason') or 'no reason given'}")
        case word:
            return Refused(f"unknown state of a file {word!r}")


def refused(status: int, answer: dict[str, Any], otherwise: str) -> Refused:
    """Why the service said no, and whether asking again may help."""
    code = str(answer.get("failure_code") or "")
    told = answer.get("failure_reason") or answer.get("detail") or answer.get("error") or otherwise or f"HTTP {status}"
    words = str(told.get("message") or told) if isinstance(told, dict) else str(told)
    return Refused(f"{words} ({code})" if code else words,
                   final=code not in _PASSING and status not in (429, 500, 502, 503, 504))


_PASSING = ("rate_limited", "generation_failed")
_ROLES: tuple[str, ...] = ("first frame", "last frame", "plate", "picture pass")
DELIVERY: dict[str, Delivery] = dict.fromkeys(_ROLES, Upload(first, then, most=UPLOAD))
