"""What the open models behind a ComfyUI server can do, as checked on 2026-11-20. Where each fact is from: README.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from ...narrative.story import Format
from ...plan.limits import Limits
from ..contract import Input

CHECKED = date(2026, 11, 20)
BASE = "http://127.0.0.1:8188"
LONG, SHORT = 1280, 720
"""Most pixels of the long and of the short side."""
SEEDS = 2**64
CHUNK, OVERLAP = 77, 5
"""Frames that Wan Animate makes at a time, and those it takes over from the time before."""


@dataclass(frozen=True, slots=True)
class Model:
    """One graph. `step` is what its sides are multiples of; `sound` whether it makes any; `drive` what moves it.

    own      whether our own first frame stands in for a still that nobody gave
    last     whether it takes a last frame; `pictured` whether one person's picture is its reference
    """

    name: str
    title: str
    graph: Literal["fun", "vace", "ltx", "animate"]
    limits: Limits
    step: int
    sound: bool
    own: bool
    last: bool
    pictured: bool
    drive: Literal["depth pass", "pose pass"] = "depth pass"

    @property
    def fps(self) -> Fraction:
        assert self.limits.fps is not None
        return self.limits.fps

    def frames(self, seconds: Fraction) -> int:
        """Frames of a clip: the packer asks for whole ones."""
        return round(seconds * self.fps)

    def size(self, form: Format) -> tuple[int, int]:
        """The delivered picture's shape, as large as the model takes it, in its steps."""
        long, short = max(form.width, form.height), min(form.width, form.height)
        scale = min(Fraction(1), Fraction(LONG, long), Fraction(SHORT, short))
        width, height = (max(1, round(side * scale / self.step)) * self.step for side in (form.width, form.height))
        return width, height


def _limits(fps: int, step: int, most: int, words: int, references: int) -> Limits:
    return Limits(cuts=1, shortest=Fraction(1), fps=Fraction(fps), frame_grid=(step, 1), frames_most=most, prompt=words,
                  prompt_unit="bytes", references=references, continues=True)


MODELS = (
    Model("wan-2.2-fun", "Wan 2.2 Fun Control (ComfyUI)", "fun", _limits(16, 4, 81, 1536, 0), 16,
          sound=False, own=True, last=False, pictured=False),
    Model("wan-2.1-vace", "Wan 2.1 VACE (ComfyUI)", "vace", _limits(16, 4, 81, 1536, 1), 16,
          sound=False, own=False, last=True, pictured=True),
    Model("ltx-2-depth", "LTX-2 with depth (ComfyUI)", "ltx", _limits(24, 8, 121, 3072, 0), 32,
          sound=True, own=True, last=True, pictured=False),
    Model("wan-2.2-animate", "Wan 2.2 Animate (ComfyUI)", "animate",
          _limits(30, 4, CHUNK + 2 * (CHUNK - OVERLAP), 1536, 1).model_copy(update={"continues": False}), 16,
          sound=False, own=True, last=False, pictured=True, drive="pose pass"),
)

_STILL = Input(("png", "jpeg", "jpg", "webp"), (0, 1))


def inputs(model: Model) -> dict[str, Input]:
    """By role, what the files of a model must be."""
    found = {"first frame": _STILL} if model.drive == "depth pass" else {}
    found |= {"last frame": _STILL} if model.last else {}
    return found | ({"image": Input(_STILL.formats)} if model.pictured else {})
