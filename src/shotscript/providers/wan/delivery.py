"""How a file reaches DashScope: into its temporary store, by a slip handed out for one model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ..service import Call, Delivery, Media, Placed, Refused, Upload

MOST = 1_000_000_000
"""Bytes of a file."""
_KEPT = 48 * 3600.0
_FIELDS = {"OSSAccessKeyId": "oss_access_key_id", "Signature": "signature", "policy": "policy",
           "x-oss-object-acl": "x_oss_object_acl", "x-oss-forbid-overwrite": "x_oss_forbid_overwrite"}
"""What the store's form is to hold, by what the slip calls it."""
_ROLES = ("first frame", "last frame", "image", "clip", "voice", "plate", "performance", "recorded line")


def slip(media: Media) -> Call:
    """A file may be used by the model it was sent for, and by no other."""
    return Call("GET", f"/api/v1/uploads?action=getPolicy&model={quote(media.model, safe='')}")


def sent(number: int, status: int, answer: dict[str, Any], media: Media) -> Call | Placed | Refused:
    """First the slip, then the store's answer, which holds no JSON: the slip stands beside it."""
    told = answer.get("data")
    told = told if isinstance(told, dict) else {}
    if status >= 400:
        said = answer.get("message") if number == 0 else None
        words = str(said or f"the service's store takes no {media.role}: HTTP {status}")
        return Refused(words, final=status not in (429, 500, 502, 503, 504))
    host, folder = told.get("upload_host"), told.get("upload_dir")
    if not (isinstance(host, str) and host.startswith("http") and isinstance(folder, str) and folder):
        return Refused("the service does not say where its store is")
    if number:
        return Placed(f"oss://{folder}/{media.name}", _KEPT)
    most = told.get("max_file_size_mb")
    if isinstance(most, int | float) and media.size > most * 1_000_000:
        return Refused(f"the {media.role} has {media.size / 1e6:.1f} MB, {media.model} takes {most}")
    form = {name: str(told.get(key, "")) for name, key in _FIELDS.items()}
    return Call("POST", host, {**form, "key": f"{folder}/{media.name}", "success_action_status": "200"}, file="file")


DELIVERY: Mapping[str, Delivery] = dict.fromkeys(_ROLES, Upload(slip, sent, MOST, bound=True))
