"""The story laid end to end: every shot's exact place in the film, in frames."""

from __future__ import annotations

from itertools import accumulate

from ..narrative.story import Story
from .timeline import Slot, Timeline


def timeline(story: Story) -> Timeline:
    """Shots back to back in story order. A dissolve is centred on its cut and moves nothing; it rides on its slots."""
    placed = [(scene.index, shot) for scene in story.scenes for shot in scene.shots]
    starts = accumulate((shot.frames for _, shot in placed), initial=0)
    return Timeline(
        fps=story.format.fps,
        slots=tuple(
            Slot(label=shot.label, scene=scene, start=start, frames=shot.frames,
                 transition_in=shot.transition_in, transition_out=shot.transition_out)
            for (scene, shot), start in zip(placed, starts, strict=False)
        ),
    )
