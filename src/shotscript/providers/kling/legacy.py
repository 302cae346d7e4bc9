"""The JSON of the legacy standard, `/v1/videos/...`, as types: flat, shots as a list, seconds as text."""

from __future__ import annotations

from typing import Any, Literal

from .body import Part

_MODES = {"720p": "std", "1080p": "pro", "4k": "4k"}


class Shot(Part):
    index: int
    prompt: str
    duration: str


class Element(Part):
    element_id: str


class Image(Part):
    """A plain reference without a type."""

    image_url: str
    type: Literal["first_frame", "end_frame"] | None = None


class Video(Part):
    video_url: str
    refer_type: Literal["base", "feature"] = "base"
    keep_original_sound: Literal["yes", "no"] = "yes"


class Body(Part):
    """`image` and `image_tail` are image-to-video's, the lists but the first omni-video's. What is None is left out."""

    model_name: Literal["kling-v3", "kling-v3-omni"]
    multi_shot: bool
    shot_type: Literal["customize"] | None = None
    multi_prompt: tuple[Shot, ...] | None = None
    prompt: str | None = None
    negative_prompt: str | None = None
    element_list: tuple[Element, ...] | None = None
    image: str | None = None
    image_tail: str | None = None
    image_list: tuple[Image, ...] | None = None
    video_list: tuple[Video, ...] | None = None
    sound: Literal["on", "off"]
    mode: Literal["std", "pro", "4k"]
    aspect_ratio: Literal["16:9", "9:16", "1:1"] | None = None
    duration: str | None = None


def mode(size: str) -> str:
    """720p is `std`, 1080p `pro`."""
    return _MODES[size]


def dumped(**values: Any) -> dict[str, Any]:
    """A body as JSON, checked, without what it does not say."""
    return Body.model_validate(values).model_dump(mode="json", exclude_none=True)
