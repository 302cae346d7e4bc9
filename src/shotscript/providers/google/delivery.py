"""How pictures reach Google: as base64 in the body, their type beside them. A project may name an address instead, in a
bucket or among the service's files, and then the body holds that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..service import Delivery, Inline, Media
from .facts import OMNI_PICTURE, VEO_PICTURE

_ROLES: tuple[str, ...] = ("image", "first frame", "last frame")
VEO: dict[str, Delivery] = dict.fromkeys(_ROLES, Inline("{data}", most=VEO_PICTURE))
OMNI: dict[str, Delivery] = dict.fromkeys(_ROLES, Inline("{data}", most=OMNI_PICTURE))


def veo(body: dict[str, Any], refs: Mapping[str, str], media: Mapping[str, Media]) -> dict[str, Any]:
    """A picture of Veo's is its bytes, or a place in a bucket."""

    def image(held: dict[str, Any]) -> dict[str, Any]:
        need = held["bytesBase64Encoded"]
        if need not in refs:
            return held
        name = "gcsUri" if _address(refs[need]) else "bytesBase64Encoded"
        return {name: refs[need], "mimeType": _mime(media.get(need), held["mimeType"])}

    return {**body, "instances": [_with(instance, image) for instance in body["instances"]]}


def _with(instance: dict[str, Any], image: Any) -> dict[str, Any]:
    frames = {name: image(instance[name]) for name in ("image", "lastFrame") if name in instance}
    assets = [{**asset, "image": image(asset["image"])} for asset in instance.get("referenceImages", ())]
    return {**instance, **frames, **({"referenceImages": assets} if assets else {})}


def omni(body: dict[str, Any], refs: Mapping[str, str], media: Mapping[str, Media]) -> dict[str, Any]:
    """A picture of Omni's is its bytes, or an address."""

    def placed(part: dict[str, Any]) -> dict[str, Any]:
        need = str(part.get("uri"))
        if need not in refs:
            return part
        name = "uri" if _address(refs[need]) else "data"
        return {"type": part["type"], name: refs[need], "mime_type": _mime(media.get(need), part["mime_type"])}

    return {**body, "input": [placed(part) for part in body["input"]]}


def _address(ref: str) -> bool:
    """No base64 holds a colon."""
    return ":" in ref


def _mime(media: Media | None, otherwise: str) -> str:
    """As the bytes are, whatever the file's name says."""
    return media.mime if media else otherwise
