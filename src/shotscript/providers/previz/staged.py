"""A shot of a staged film as a sheet to draw from, without a request: what passes and single stills need."""

from __future__ import annotations

from fractions import Fraction

from ...plan.timeline import Cut
from .. import passes
from ..contract import Context
from .dialect import Arrays, instructions
from .sheet import CutSheet, sheet


def staged(label: str, context: Context) -> CutSheet:
    """A shot by its label over all frames that are staged, handles included."""
    shot, scene = passes.staged(label, context.story)
    stage, arrays = context.stage.shots[label], Arrays()
    cut = Cut(shot=shot, scene=scene, start=0, frames=stage.frames, lead=stage.lead, tail=stage.tail,
              seconds=Fraction(len(stage.camera)) / context.story.format.fps)
    return sheet(instructions(cut, context, arrays), arrays)
