"""Who is in the picture of one shape and not in that of another: what a variant's `picture` costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..core.diagnostic import Problems, warning
from ..lang.clause import Framing
from ..narrative.story import Story
from ..optics.body import eyes
from ..optics.camera import ShotStage, Stage


def crowded_out(story: Story, before: Stage, after: Stage, called: str) -> Problems:
    """FR707 for each shot in which somebody's eyes were in the picture, at its start or its end, and are no more."""
    found = []
    for shot in story.shots:
        gone = _gone(before.shots[shot.label], after.shots[shot.label])
        if gone:
            framing = shot.clause(Framing)
            span = framing.span if isinstance(framing, Framing) else shot.span
            verb = "fits" if len(gone) == 1 else "fit"
            found.append(replace(warning(
                "FR707", f"in the variant {called} {' and '.join(gone)} no longer {verb} the picture of {shot.label}",
                span, "the size is kept, the picture is narrower", "take a wider size, or frame fewer people"),
                shot=shot.label))  # fmt: skip
    return tuple(found)


def _gone(before: ShotStage, after: ShotStage) -> tuple[str, ...]:
    """Names in the order of the tracks."""
    ends = (before.lead, before.lead + before.frames - 1)
    lost = {name for at in ends for name in _pictured(before, at) - _pictured(after, at)}
    kept = {name for at in ends for name in _pictured(after, at)}
    return tuple(track.name for track in before.people if track.name in lost - kept)


def _pictured(shot: ShotStage, at: int) -> set[str]:
    """Whose eyes are in the picture at a frame."""
    camera = shot.camera
    into = np.linalg.inv(camera.cam_to_world[at])
    found = set()
    for track in shot.people:
        if track.shown[at]:
            x, y, z = (into @ np.append(eyes(track.at(at)), 1.0))[:3]
            scale = camera.focal[at] / max(-z, 1e-6)
            if z < 0 and abs(x * scale) <= camera.gate.width / 2 and abs(y * scale) <= camera.gate.height / 2:
                found.add(track.name)
    return found
