"""How files reach BytePlus: pictures and recordings stand in the body as data URIs.

Of a video the service takes an address or an id of its own library alone, and its files interface serves other models:
footage gets there where the project says what it is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..service import Delivery, Inline, Media

_PICTURE = Inline(most=29_999_999)
_RECORDING = Inline(most=15_000_000)
DELIVERY: dict[str, Delivery] = {"image": _PICTURE, "first frame": _PICTURE, "last frame": _PICTURE,
                                 "voice": _RECORDING}
_FORMATS = {"data:audio/mpeg;": "data:audio/mp3;", "data:audio/x-wav;": "data:audio/wav;"}
"""A recording is named by its format, wav or mp3, not by its registered type."""


def laid(body: dict[str, Any], refs: Mapping[str, str], media: Mapping[str, Media]) -> dict[str, Any]:
    """With the needs in place: each is the address of one entry."""
    return {**body, "content": [_entry(one, refs) for one in body["content"]]}


def _entry(one: dict[str, Any], refs: Mapping[str, str]) -> dict[str, Any]:
    kind = one["type"]
    if kind == "text":
        return one
    url = one[kind]["url"]
    return {**one, kind: {**one[kind], "url": _named(refs.get(url, url))}}


def _named(url: str) -> str:
    return next((new + url.removeprefix(old) for old, new in _FORMATS.items() if url.startswith(old)), url)
