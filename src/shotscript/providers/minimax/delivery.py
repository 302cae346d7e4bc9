"""How files reach MiniMax: in the body itself, as data addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..service import Delivery, Inline, Media

FRAME_MOST, PICTURE_MOST, VOICE_MOST = 24_000_000, 30_000_000, 15_000_000
"""Bytes of a file. A body holds 64 MB, a third more than its files: two frames are held below what each may have."""
HAILUO_MOST = 20_000_000
_TOLD, _WANTED = "data:audio/mpeg;", "data:audio/mp3;"
"""What mp3 is called by everybody, and by the service."""

HAILUO: Mapping[str, Delivery] = dict.fromkeys(("first frame", "last frame"), Inline(most=HAILUO_MOST))
H3: Mapping[str, Delivery] = {
    **dict.fromkeys(("first frame", "last frame"), Inline(most=FRAME_MOST)), "image": Inline(most=PICTURE_MOST),
    "voice": Inline(most=VOICE_MOST),
}


def laid(body: dict[str, Any], refs: Mapping[str, str], media: Mapping[str, Media]) -> dict[str, Any]:
    """The files in place, mp3 under the service's own name."""
    return {**body, "content": [_laid(one, refs) for one in body["content"]]}


def _laid(one: dict[str, Any], refs: Mapping[str, str]) -> dict[str, Any]:
    kind = one["type"]
    if kind == "text":
        return one
    ref = one[kind]["url"]
    address = refs.get(ref, ref)
    if address.startswith(_TOLD):
        address = _WANTED + address.removeprefix(_TOLD)
    return {**one, kind: {"url": address}}
