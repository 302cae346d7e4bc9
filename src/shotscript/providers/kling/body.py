"""The JSON of `POST /omni-video/kling-3.0-omni`, new standard, as types.

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
    text: str = Field(max_length=3072)


class Element(Part):
    type: Literal["element"] = "element"
    element_id: str
    id: str


class Picture(Part):
    type: Literal["refer_image"] = "refer_image"
    url: str
    id: str


class Settings(Part):
    multi_shot: bool = True
    audio: Literal["native", "off"]
    resolution: Literal["720p", "1080p", "4k"]
    aspect_ratio: Literal["16:9", "9:16", "1:1"]
    duration: int = Field(ge=3, le=15)


class Options(Part):
    """Not hashed: our key for a task is not part of what is asked for."""

    external_task_id: str


class Body(Part):
    contents: tuple[Prompt | Element | Picture, ...]
    settings: Settings
