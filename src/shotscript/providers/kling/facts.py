"""What each Kling model can do and costs, as checked on 2026-11-20. Where each fact is from: README.md beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ...plan.limits import Limits
from ..contract import Input, Status

CHECKED = date(2026, 11, 20)
BASE = "https://api-singapore.klingai.com"
ROUTER = "https://api.comfy.org"
KEY_VARIABLE = "KLING_API_KEY"
ROUTER_VARIABLE = "COMFY_API_KEY"
PAIR_VARIABLES = ("KLING_ACCESS_KEY", "KLING_SECRET_KEY")

FPS = Fraction(24)
ASPECTS = ("16:9", "9:16", "1:1")
HD = {"720p": 720, "1080p": 1080}
"""Lines of each size; `UHD` with 4k, which no request with a video in it takes."""
UHD = {**HD, "4k": 2160}
WIDELY = ("zh", "en", "ja", "ko", "es")
"""Languages 3.0 is documented to speak; 2.6 is known to speak two of them."""

ELEMENT_IMAGES = (2, 4)
"""Fewest and most pictures of one element: the front and one to three more."""
BESIDE_FRAMES = 3
"""Elements beside a first frame."""
NEGATIVE = 2500
"""Characters of `negative_prompt`."""

Prices = Mapping[tuple[str, str], Decimal]
"""US dollars a second, by size and sound: off, native, voice (native with bound voices), video (with a video sent),
original (of motion control)."""


def _prices(**by_sound: str) -> Prices:
    """`native="720p .112, 1080p .14"`."""
    listed = [(sound, *entry.split()) for sound, row in by_sound.items() for entry in row.split(", ")]
    return {(size, sound): Decimal(f"0{price}") for sound, size, price in listed}


@dataclass(frozen=True, eq=False)
class Model:
    """One model of one standard.

    id        in the service's paths, or as `model_name` of the legacy standard
    family    omni: one path for all; video: text or a first frame; motion: footage moves a picture; next: Kling 4
    sizes     lines by name; `aspects` the shapes it makes
    sound     always, or asked by a switch; `voiced` the languages it speaks
    last      whether it takes a last frame; `elements` whether elements may stand beside a first frame
    voices    how many voices by themselves, beside a first frame
    fine      the only size of native sound and of first and last frame together, where there is one
    prose     one shot in prose instead of the shot list
    """

    name: str
    title: str
    id: str
    family: Literal["omni", "video", "motion", "next"]
    limits: Limits
    prices: Prices
    standard: Literal["new", "legacy"] = "new"
    sizes: Mapping[str, int] = field(default_factory=lambda: HD)
    aspects: tuple[str, ...] = ASPECTS
    sound: Literal["always", "asked"] = "asked"
    voiced: tuple[str, ...] = WIDELY
    last: bool = True
    elements: bool = True
    voices: int = 0
    fine: str = ""
    prose: bool = False
    status: Status = Status.LIVE
    note: str = ""


_CUTS = Limits(cuts=6, shortest=Fraction(3), longest=Fraction(15), whole_seconds=True, shot_shortest=Fraction(1),
               shot_words=512, prompt=3072, references=7, continues=True, across_scenes=True)
_VIDEO = _CUTS.model_copy(update={"references": BESIDE_FRAMES})
_OLD = {"prompt": None}
"""The legacy standard takes each shot's words by themselves."""
_MOTION = Limits(cuts=1, shortest=Fraction(3), longest=Fraction(30), prompt=2500, references=1)
_MUTE = "720p .084, 1080p .112, 4k .42"
_VIDEO_PRICES = _prices(off=_MUTE, native="720p .126, 1080p .168, 4k .42")
_OMNI_PRICES = _prices(off=_MUTE, native="720p .112, 1080p .14, 4k .42", video="720p .126, 1080p .168")
_OLD_NOTE = "the legacy request standard: for accounts with an access and a secret key, and services that copy it"
_MOTION_NOTE = "one person moved by footage; without it by our own grey figure, which the vendor does not promise"

OMNI = Model("kling-3-omni", "Kling 3.0 Omni", "kling-3.0-omni", "omni", _CUTS, _OMNI_PRICES, sizes=UHD)
MODELS = (
    OMNI,
    Model("kling-3", "Kling 3.0", "kling-3.0", "video", _VIDEO, _VIDEO_PRICES, sizes=UHD),
    Model(
        "kling-3-turbo", "Kling 3.0 Turbo", "kling-3.0-turbo", "video",
        _CUTS.model_copy(update={"references": 0, "prompt": 2500}), _prices(native="720p .112, 1080p .14"),
        sound="always", last=False, elements=False,
    ),
    Model(
        "kling-2.6", "Kling 2.6", "kling-2.6", "video",
        Limits(cuts=1, shortest=Fraction(5), longest=Fraction(10), durations=(Fraction(5), Fraction(10)), prompt=2500,
               references=0, continues=True),
        _prices(off="720p .042, 1080p .07", native="1080p .14", voice="1080p .168"),
        voiced=("zh", "en"), elements=False, voices=2, fine="1080p", prose=True,
        note="priced as with bound voices where a first frame is given and somebody speaks",
    ),
    Model("kling-3-omni-legacy", "Kling 3.0 Omni, legacy", "kling-v3-omni", "omni",
          _CUTS.model_copy(update=_OLD), _OMNI_PRICES, "legacy", UHD, note=_OLD_NOTE),
    Model("kling-3-legacy", "Kling 3.0, legacy", "kling-v3", "video",
          _VIDEO.model_copy(update=_OLD), _VIDEO_PRICES, "legacy", UHD, note=_OLD_NOTE),
    Model("kling-3-motion", "Kling 3.0 Motion Control", "kling-3.0", "motion", _MOTION,
          _prices(original="720p .126, 1080p .168"), last=False, note=_MOTION_NOTE),
    Model("kling-2.6-motion", "Kling 2.6 Motion Control", "kling-2.6", "motion", _MOTION,
          _prices(original="720p .07, 1080p .112"), last=False, note=_MOTION_NOTE),
    Model(
        "kling-4", "Kling 4.0", "kling-4.0", "next",
        Limits(cuts=1, shortest=Fraction(3), longest=Fraction(30), whole_seconds=True, prompt=11_000, references=10,
               continues=True),
        _prices(native="720p .157, 1080p .235"), aspects=(*ASPECTS, "21:9"), sound="always", prose=True,
        status=Status.PREVIEW,
        note="by way of the Comfy Router, queued delivery enabled; the vendor's own path was not published on "
             "2026-11-20; prices of a reseller (fal)",
    ),
)

_SHAPE = (Fraction(2, 5), Fraction(5, 2))
_STILLS = ("jpeg", "png")
_FILMS = ("mp4", "mov")
_ELEMENT_PICTURE = Input(_STILLS, (1, ELEMENT_IMAGES[1]), Fraction(10), (300, None), _SHAPE)
_FRAME = Input(_STILLS, (0, 1), Fraction(50), (300, None), _SHAPE)
_OLD_FRAME = Input(_STILLS, (0, 1), Fraction(10), (300, None), _SHAPE)
_CLIP = Input(_FILMS, (0, 1), Fraction(200), (1080, 1920), (Fraction(9, 16), Fraction(16, 9)),
              (Fraction(3), Fraction(8)))
_VOICE = Input(("wav", "mp3", *_FILMS), (0, 1), seconds=(Fraction(5), Fraction(30)))
_PLATE = Input(_FILMS, (0, 1), Fraction(200), (700, 4553), (_SHAPE[0], Fraction(2)), (Fraction(3), Fraction(31, 2)),
               (Fraction(24), Fraction(60)))
_OLD_PLATE = Input(_FILMS, (0, 1), Fraction(200), (720, 2160), (_SHAPE[0], Fraction(2)), (Fraction(3), Fraction(10)),
                   (Fraction(24), Fraction(60)))
_DRIVING = Input(_FILMS, (0, 1), Fraction(100), (340, 3850), seconds=(Fraction(3), Fraction(30)))


def inputs(model: Model) -> dict[str, Input]:
    """By role, what the files of a model must be."""
    old = model.standard == "legacy"
    frame = _OLD_FRAME if old else Input(_STILLS, (0, 1), Fraction(30), (300, None), _SHAPE) if (
        model.family == "next") else _FRAME
    found = {"first frame": frame, "last frame": frame} if model.last else {"first frame": frame}
    bound = {"image": _ELEMENT_PICTURE, "voice": _VOICE, "clip": _CLIP}
    if model.family == "motion":
        return {"image": _FRAME, "performance": _DRIVING}
    if model.family == "next":
        return found | {"image": _ELEMENT_PICTURE, "voice": _VOICE}
    if model.family == "omni":
        return found | bound | {"plate": _OLD_PLATE if old else _PLATE}
    return found | (bound if model.elements else {"voice": _VOICE} if model.voices else {})
