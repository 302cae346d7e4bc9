"""What the Wan models can do and cost, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ...plan.limits import Limits
from ..contract import Input

CHECKED = date(2026, 11, 20)
BASE = "https://dashscope-intl.aliyuncs.com"
KEY_VARIABLE = "DASHSCOPE_API_KEY"
FPS = Fraction(30)
VOICED = ("zh", "en")
NEGATIVE = 500
"""Characters of `negative_prompt`."""
SEEDS = 2**31

Way = Literal["text", "frames", "references", "edit"]
"""What a segment holds decides how it is asked for: words alone, frames, references, or footage to be edited."""
Prices = Mapping[str, Decimal]

_FIVE = ("16:9", "9:16", "1:1", "4:3", "3:4")
_HD = {"720P": 720, "1080P": 1080}
_SD = {"480P": 480, **_HD}
_OLD: Prices = {"720P": Decimal("0.10"), "1080P": Decimal("0.15")}
_NEW: Prices = {"480P": Decimal("0.05"), "720P": Decimal("0.10"), "1080P": Decimal("0.20")}
PIXELS = {
    "720P": {"16:9": "1280*720", "9:16": "720*1280", "1:1": "960*960", "4:3": "1088*832", "3:4": "832*1088"},
    "1080P": {"16:9": "1920*1080", "9:16": "1080*1920", "1:1": "1440*1440", "4:3": "1632*1248", "3:4": "1248*1632"},
}
"""`size` of the 2.6 dialect."""


@dataclass(frozen=True, slots=True)
class Room:
    """What may stand beside the words: pictures in all and of one subject, clips, recordings; `items` of any kind."""

    images: int
    each: int
    clips: int
    voices: int
    items: int


@dataclass(frozen=True, eq=False)
class Model:
    """One model. `ids` are the service's names for its ways; `dialect` how its body is written.

    footage   longest segment that edits or follows footage: 0, none is taken
    room      of references; None: none are taken
    """

    name: str
    title: str
    dialect: Literal["2.6", "2.7", "3.0"]
    ids: Mapping[Way, str]
    limits: Limits
    prices: Prices
    sizes: Mapping[str, int]
    aspects: tuple[str, ...] = _FIVE
    footage: int = 0
    room: Room | None = None
    note: str = ""


def _limits(cuts: int, prompt: int, longest: int, **more: object) -> Limits:
    told = {"cuts": cuts, "shortest": Fraction(2), "longest": Fraction(longest), "whole_seconds": True,
            "shot_shortest": Fraction(1), "prompt": prompt, "references": 0, "continues": True, "across_scenes": True}
    return Limits.model_validate(told | more)


def _lengths(*seconds: int) -> dict[str, object]:
    return {"durations": tuple(map(Fraction, seconds)), "shortest": Fraction(seconds[0])}


_CHARGED = "footage and clips that go in are charged by the second too"
MODELS = (
    Model("wan-2.6", "Wan 2.6", "2.6", {"text": "wan2.6-t2v", "frames": "wan2.6-i2v"},
          _limits(3, 800, 15, **_lengths(5, 10, 15)), _OLD, _HD,
          note="several shots are made only where the service may rewrite the prompt"),
    Model("wan-2.6-references", "Wan 2.6 from references", "2.6", {"references": "wan2.6-r2v"},
          _limits(3, 1500, 10, **_lengths(5, 10), references=5, continues=False), _OLD, _HD, room=Room(5, 1, 3, 0, 5),
          note=f"several shots are made only where the service may rewrite the prompt; {_CHARGED}"),
    Model("wan-2.7", "Wan 2.7", "2.7", {"text": "wan2.7-t2v", "frames": "wan2.7-i2v", "edit": "wan2.7-videoedit"},
          _limits(5, 5000, 15), _OLD, _HD, footage=10),
    Model("wan-2.7-references", "Wan 2.7 from references", "2.7", {"references": "wan2.7-r2v"},
          _limits(4, 5000, 10, references=5, continues=False), _OLD, _HD, room=Room(5, 2, 3, 5, 5), note=_CHARGED),
    Model("wan-3.0", "Wan 3.0", "3.0", dict.fromkeys(("text", "frames", "edit"), "wan3.0-video"),
          _limits(6, 20_000, 30, references=10), _NEW, _SD, ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16"), footage=15,
          room=Room(10, 4, 3, 3, 16), note=f"prices of resellers; {_CHARGED}"),
)

_STILLS = ("jpeg", "jpg", "png", "bmp", "webp")
_FILMS = ("mp4", "mov")
_SOUNDS = ("wav", "mp3")
_OLD_STILL = Input(_STILLS, (0, 1), Fraction(10), (360, 2000))
_NEW_STILL = Input(_STILLS, megabytes=Fraction(20), sides=(240, 8000), ratio=(Fraction(1, 8), Fraction(8)))
_SHARE = (Fraction(1), Fraction(5))
"""Of fifteen seconds in all, for three clips or recordings."""


def _film(longest: int) -> Input:
    return Input(_FILMS, megabytes=Fraction(100), seconds=(Fraction(1), Fraction(longest)),
                 rate=(Fraction(16), Fraction(120)))


def inputs(model: Model) -> dict[str, Input]:
    """By role, what the files of a model must be."""
    if model.dialect == "3.0":
        frames = dict.fromkeys(("first frame", "last frame", "image"), _NEW_STILL)
        voice = Input(_SOUNDS, (0, 1), Fraction(15), seconds=_SHARE)
        return frames | {"plate": _film(15), "performance": _film(15), "clip": _film(5), "voice": voice}
    if model.room:
        found = {"image": Input(_STILLS, megabytes=Fraction(10), sides=(360, 2000)), "clip": _film(15)}
        voices = {"voice": Input(_SOUNDS, (0, 1), Fraction(15))} if model.room.voices else {}
        return found | voices
    line = Input(_SOUNDS, (0, 1), Fraction(15), seconds=(Fraction(3), Fraction(30)))
    found = {"first frame": _OLD_STILL, "recorded line": line}
    return found | ({"last frame": _OLD_STILL, "plate": _film(10)} if model.footage else {})
