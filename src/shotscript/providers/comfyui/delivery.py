"""How files reach a ComfyUI server: into its folder of inputs, stills and videos alike, under their own names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..service import Call, Delivery, Media, Placed, Refused, Upload

MOST = 100_000_000
"""Bytes of a file: a server takes bodies of 100 MiB, unless it was started otherwise."""
_ROLES = ("depth pass", "pose pass", "first frame", "last frame", "image")


def upload(media: Media) -> Call:
    """Nothing is written over: a file that is there already keeps its name, another of the same name gets a new one."""
    return Call("POST", "/upload/image", {"type": "input"}, file="image")


def uploaded(number: int, status: int, answer: dict[str, Any], media: Media) -> Placed | Refused:
    """A node calls a file by its name, behind its folder where it lies in one."""
    name, folder = answer.get("name"), answer.get("subfolder")
    if status >= 400 or not isinstance(name, str) or not name:
        words = f"the server does not take the {media.role}: HTTP {status}"
        return Refused(words, final=status not in (429, 500, 502, 503, 504))
    return Placed(f"{folder}/{name}" if isinstance(folder, str) and folder else name)


DELIVERY: Mapping[str, Delivery] = dict.fromkeys(_ROLES, Upload(upload, uploaded, MOST))
