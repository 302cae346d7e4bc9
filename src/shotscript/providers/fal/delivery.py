"""How files reach fal: into its storage, at an address that it names first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..service import Call, Delivery, Media, Placed, Refused, Upload

STORAGE = "https://rest.fal.ai"
MOST = 100_000_000
"""Bytes of a file that goes in one piece."""
_KEPT = 7 * 86_400
_LIFE = ("X-Fal-Object-Lifecycle-Preference", json.dumps({"expiration_duration_seconds": _KEPT}))
"""Said with each file, for an account may have a shorter life of its own set."""
_ROLES = ("first frame", "last frame", "image", "clip", "plate", "performance", "recorded line", "depth pass",
          "figure pass", "figure frame")


def initiate(media: Media) -> Call:
    told = {"file_name": media.name, "content_type": media.mime}
    return Call("POST", f"{STORAGE}/storage/upload/initiate?storage_type=gcs", told, (_LIFE,))


def sent(number: int, status: int, answer: dict[str, Any], media: Media) -> Call | Placed | Refused:
    """Where the file is to be put, without our key, and where it then lies."""
    to, lies = answer.get("upload_url"), answer.get("file_url")
    if status >= 400:
        words = str(answer.get("detail") or f"the service's storage takes no {media.role}: HTTP {status}")
        return Refused(words, final=status not in (429, 500, 502, 503, 504))
    if not (isinstance(to, str) and to.startswith("http") and isinstance(lies, str) and lies.startswith("http")):
        return Refused("the service does not say where the file goes")
    if number == 0:
        return Call("PUT", to, headers=(("Content-Type", media.mime),), file="raw")
    return Placed(lies, float(_KEPT))


DELIVERY: Mapping[str, Delivery] = dict.fromkeys(_ROLES, Upload(initiate, sent, MOST))
