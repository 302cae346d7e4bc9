"""What is asked for of picture, sound and exclusions, in the nearest terms a model has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...narrative.story import Format
from ...plan.timeline import Segment
from ..outside import unasked


def aspect(form: Format, aspects: Sequence[str]) -> str:
    """The nearest shape the model makes; the delivered one where it makes any."""
    if not aspects or form.aspect in aspects:
        return form.aspect
    wanted = ratio(form.aspect)
    return min(aspects, key=lambda a: (max(ratio(a) / wanted, wanted / ratio(a)), a))


def resolution(form: Format, resolutions: Mapping[str, int]) -> str:
    """The smallest size that is not below the delivered one, else the largest. `resolutions`: lines by name."""
    lines = min(form.width, form.height)
    return next((name for name, most in resolutions.items() if lines <= most), "") or list(resolutions)[-1]


def ratio(aspect: str) -> Fraction:
    """Width over height of `16:9` or `2.39:1`."""
    width, _, height = aspect.partition(":")
    return Fraction(width) / Fraction(height or 1)


def heard(segment: Segment) -> bool:
    """Whether anyone speaks, or anything is to be heard, from the model itself."""
    beats = [beat for cut in segment.cuts for beat in cut.shot.beats if beat.kind == "speech"]
    sounds = [said for cut in segment.cuts for said in cut.shot.said if said.head == "sound" and said.text.strip()]
    return any(not unasked(one) for one in (*beats, *sounds))


def exclusions(form: Format) -> str:
    """What must not be seen, as the list a field takes."""
    return ", ".join(form.never)
