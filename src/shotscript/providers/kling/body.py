"""The JSON of the new standard, as types: `prompt` or `contents`, then `settings`.

References are named by need (`need:element/Maya`), never by the service's ids: those are put in just before the call
and are no part of the request's hash.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Prompt(Part):
    type: Literal["prompt"] = "prompt"
    text: str


class Element(Part):
    type: Literal["element"] = "element"
    element_id: str
    id: str


class Voice(Part):
    type: Literal["voice"] = "voice"
    voice_id: str
    id: str


class Picture(Part):
    """A picture referred to: `id` is what the prompt calls it."""

    type: Literal["refer_image"] = "refer_image"
    url: str
    id: str


class Frame(Part):
    type: Literal["first_frame", "last_frame"]
    url: str


class Plate(Part):
    """Footage to be edited."""

    type: Literal["base_video"] = "base_video"
    url: str
    id: str = "video_1"


class Moved(Part):
    """Motion Control: the picture of the one who is moved, and the video that moves."""

    type: Literal["image", "video"]
    url: str


class Settings(Part):
    """What a model does not take is None, and left out."""

    multi_shot: bool | None = None
    audio: Literal["native", "original", "off"] | None = None
    resolution: Literal["720p", "1080p", "4k"]
    aspect_ratio: Literal["16:9", "9:16", "1:1", "21:9"] | None = None
    duration: int | None = Field(default=None, ge=3, le=30)
    character_orientation: Literal["image", "video"] | None = None


class Options(Part):
    """Not hashed: our key for a task is not part of what is asked for."""

    external_task_id: str


class Words(Part):
    """`POST /text-to-video/...`"""

    prompt: str
    settings: Settings


class Body(Part):
    """`POST /image-to-video/...`, `/omni-video/...`, `/motion-control/...`, and Kling 4."""

    contents: tuple[Prompt | Element | Voice | Picture | Frame | Plate | Moved, ...]
    settings: Settings
