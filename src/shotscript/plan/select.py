"""`--only 1-3,2B`: which scenes and shots of a story are meant.

Scenes are picked whole before staging, because a segment never crosses a scene; shots are picked after packing, so
that choosing one shot never changes how its neighbours are packed, and nothing is paid for twice.
"""

from __future__ import annotations

from ..core.diagnostic import nearest
from ..core.errors import UsageError
from ..narrative.story import Scene, Story
from .timeline import Slot, Timeline


def select(story: Story, only: str) -> tuple[Story, frozenset[str]]:
    """The story with only the scenes touched, and the labels of the shots meant. Everything for an empty `only`.

    A scene that a touched one dissolves into stays as well, so that the dissolve's handles, and with them the
    segment's digest, are those of the whole film. An exact shot id wins over a scene, a scene over a range.
    UsageError for what names nothing.
    """
    if not only.strip():
        return story, frozenset(shot.label for shot in story.shots)
    wanted = frozenset(label for part in only.split(",") for label in _labels(story, part.strip()))
    touched = [any(shot.label in wanted for shot in scene.shots) for scene in story.scenes]
    crossed = [before and _dissolves(scene) for before, scene in zip([False, *touched], story.scenes, strict=False)]
    scenes = tuple(scene for scene, a, b in zip(story.scenes, touched, crossed, strict=True) if a or b)
    return story.model_copy(update={"scenes": scenes}), wanted


def _dissolves(scene: Scene) -> bool:
    way_in = scene.shots[0].transition_in if scene.shots else None
    return bool(way_in and way_in.kind in ("dissolve", "wipe"))


def keep(timeline: Timeline, labels: frozenset[str]) -> Timeline:
    """The timeline of some of its shots, back to back. A dissolve from a shot that is not among them becomes a cut."""
    slots: list[Slot] = []
    start, before = 0, True
    for slot in timeline.slots:
        if slot.label in labels:
            crossing = slot.transition_in and slot.transition_in.kind in ("dissolve", "wipe")
            change = {"start": start} | ({} if before or not crossing else {"transition_in": None})
            slots.append(slot.model_copy(update=change))
            start += slot.frames
        before = slot.label in labels
    return timeline.model_copy(update={"slots": tuple(slots)})


def _labels(story: Story, part: str) -> list[str]:
    for shot in story.shots:
        if shot.label == part:
            return [part]
    for scenes in (_scene(story, part), _range(story, part)):
        if scenes:
            return [shot.label for scene in scenes for shot in scene.shots]
    known = [scene.label for scene in story.scenes] + [shot.label for shot in story.shots]
    close = nearest(part, known)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise UsageError(f"no scene or shot is called {part!r}{hint}")


def _scene(story: Story, part: str) -> list[Scene]:
    return [scene for scene in story.scenes if scene.label == part]


def _range(story: Story, part: str) -> list[Scene]:
    first, dash, last = part.partition("-")
    places = {scene.label: i for i, scene in reversed(list(enumerate(story.scenes)))}
    if not dash or first.strip() not in places or last.strip() not in places:
        return []
    start, end = places[first.strip()], places[last.strip()]
    if start > end:
        raise UsageError(f"{part} runs backwards: scene {last.strip()} comes before scene {first.strip()}")
    return list(story.scenes[start : end + 1])
