"""What Veo 3.1 and Gemini Omni can do and cost, as checked on 2026-11-20. Where each fact is from: README.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ...plan.limits import Limits
from ..contract import Input, Status

CHECKED = date(2026, 11, 20)

VERTEX = ("https://{GOOGLE_CLOUD_LOCATION}-aiplatform.googleapis.com/v1/projects/{GOOGLE_CLOUD_PROJECT}"
          "/locations/{GOOGLE_CLOUD_LOCATION}/publishers/google/models")
VERTEX_VARIABLES = ("GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION")
GEMINI = "https://generativelanguage.googleapis.com/v1beta"
GEMINI_VARIABLES = ("GEMINI_API_KEY", "GOOGLE_API_KEY")

FPS = Fraction(24)
ASPECTS = ("16:9", "9:16")
LINES = {"360p": 360, "720p": 720, "1080p": 1080, "4k": 2160}
VEO_PICTURE, OMNI_PICTURE = 20_000_000, 14_000_000
"""Bytes of a picture: of Omni's five together stay below the 100 MB of a request, in base64."""
VEO_AT_ONCE, VEO_GAP = 10, 6.0
"""Jobs at a time, and the seconds between two of ten a minute."""
LABEL = 63
"""Characters of a label."""
SEEDS = 2**32
"""Veo takes whole numbers from 0 to one less."""


@dataclass(frozen=True, eq=False)
class Model:
    """One model of one of the two services.

    dollars     a second by size, smallest first: the sizes it makes
    references  most pictures of people, places and things
    frames      whether it takes a first and a last frame
    quoted      whether lines of dialogue stand in quotes
    """

    name: str
    title: str
    id: str
    family: Literal["veo", "omni"]
    limits: Limits
    dollars: Mapping[str, Decimal]
    status: Status = Status.LIVE
    references: int = 0
    frames: bool = True
    quoted: bool = True
    note: str = ""

    @property
    def sizes(self) -> dict[str, int]:
        return {size: LINES[size] for size in self.dollars}


def _dollars(row: str) -> dict[str, Decimal]:
    """`"720p .40, 1080p .40"`."""
    return {size: Decimal(f"0{price}") for size, price in (entry.split() for entry in row.split(", "))}


_VEO = Limits(
    cuts=4, durations=(Fraction(4), Fraction(6), Fraction(8)), shortest=Fraction(4), longest=Fraction(8),
    whole_seconds=True, shot_shortest=Fraction(2), prompt=1024, prompt_unit="tokens", references=0,
    continues=True, across_scenes=True,
)
_REFERENCES = _VEO.model_copy(update={
    "durations": (Fraction(8),), "shortest": Fraction(8), "references": 3, "continues": False})
_OMNI = Limits(
    cuts=4, shortest=Fraction(3), longest=Fraction(10), whole_seconds=True, shot_shortest=Fraction(2), prompt=131_072,
    prompt_unit="tokens", references=5, continues=True, across_scenes=True,
)
_FULL = _dollars("720p .40, 1080p .40, 4k .60")
_FLASH = _dollars("360p .03, 720p .10, 1080p .15, 4k .30")
_QUOTA = "on Vertex with a fixed quota or provisioned throughput; priced with sound, silent clips may cost less"

MODELS = (
    Model("veo-3.1", "Veo 3.1", "veo-3.1-generate-001", "veo", _VEO, _FULL, note=_QUOTA),
    Model("veo-3.1-references", "Veo 3.1 with references", "veo-3.1-generate-001", "veo", _REFERENCES, _FULL,
          references=3, frames=False, note=_QUOTA),
    Model("veo-3.1-fast", "Veo 3.1 Fast", "veo-3.1-fast-generate-001", "veo", _VEO,
          _dollars("720p .10, 1080p .12, 4k .30"), note=_QUOTA),
    Model("veo-3.1-lite", "Veo 3.1 Lite", "veo-3.1-lite-generate-001", "veo", _VEO, _dollars("720p .05, 1080p .08"),
          note=_QUOTA),
    Model("gemini-omni-1.1", "Gemini Omni 1.1 Flash", "gemini-omni-1.1-flash", "omni", _OMNI, _FLASH, references=5,
          note="prices of a reseller, which agree with the price of the tokens"),
    Model("gemini-omni-1.2", "Gemini Omni 1.2 Flash", "gemini-omni-1.2-flash", "omni", _OMNI, _FLASH,
          status=Status.PREVIEW, references=5,
          note="priced and limited as 1.1: of its own figures only a reseller's $0.07 a second at 720p is known"),
)


def inputs(model: Model) -> dict[str, Input]:
    """By role, what the files of a model must be."""
    many = {"image": Input(_STILLS, (0, model.references))} if model.references else {}
    frames = dict.fromkeys(("first frame", "last frame"), Input(_STILLS, (0, 1))) if model.frames else {}
    return many | frames


_STILLS = ("jpeg", "png")


def mime(path: str) -> str:
    """What a picture is, by its name; what has none of these is made by us, and we make png."""
    return "image/jpeg" if path.lower().endswith((".jpg", ".jpeg")) else "image/png"
