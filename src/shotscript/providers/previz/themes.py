"""Themes: the same set in plaster, or as a storyboard artist would draw it. Only colours and light change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .lights import Rig
from .moods import Colour, Mood, mood
from .sheet import CutSheet

LUMA = np.array((0.2126, 0.7152, 0.0722))
PAPER: Colour = (0.965, 0.955, 0.930)
LEAD: Colour = (0.085, 0.085, 0.105)
DARK = 0.185  # of a pupil, or what is as dark
_PLASTER = np.array((0.890, 0.872, 0.845))


def painted(colours: np.ndarray, theme: str) -> np.ndarray:
    """Vertex colours (v, 3) in a theme: plaster keeps a hint of what is dark, a drawing half of it."""
    if theme == "colour":
        return colours
    tone = (colours * LUMA).sum(1, keepdims=True)
    if theme == "clay":
        return np.where(tone < DARK, 0.30, _PLASTER + 0.55 * (np.clip(tone, 0.25, 0.66) - 0.62))
    return np.repeat(np.where(tone < DARK, 0.04, 0.20 + 0.84 * np.minimum(tone, 1.05)), 3, axis=1)


def staged(sheet: CutSheet, theme: str) -> Mood:
    """The mood of a cut in a theme: without colour, and never so dark that form is lost."""
    own = mood(sheet.light, sheet.set.interior)
    if theme == "colour":
        return own
    lift = 0.60 if theme == "clay" else 0.66
    base = replace(own, ambient=_grey(own.ambient, lift), key=_grey(own.key, 0.9), fill=_grey(own.fill, lift),
                   horizon=_grey(own.horizon, lift), zenith=_grey(own.zenith, lift), floor=_grey(own.floor, lift),
                   dark=_grey(own.dark, 1.0), ink=LEAD)
    return base if theme == "ink" else replace(base, ink=(0.16, 0.155, 0.16))


def fine_grid(rig: Rig, theme: str) -> Rig:
    """A drawing shows less of the floor's grid."""
    if theme != "ink":
        return rig
    return replace(rig, grid=(rig.grid * np.array((1, 1, 0.55, 0.7))).astype(np.float32))


def _grey(colour: Colour, root: float) -> Colour:
    """Its tone, dark ones lifted: the power `root` of it."""
    tone = float((np.array(colour) * LUMA).sum()) ** root
    return round(tone, 4), round(tone * 0.995, 4), round(tone * 0.98, 4)
