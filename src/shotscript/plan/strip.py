"""The film as a row of shots ready to be cut into segments: where a cut may fall, and where it hurts.

Everything the packer asks about a neighbourhood of shots is worked out once here, as plain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from ..lang.clause import Framing
from ..lang.term import View
from ..narrative.story import Scene, Shot, Story
from .allot import allot
from .limits import Limits
from .timeline import Cut, Segment, Slot, Timeline

_PERSON = ("cast", "cue")


@dataclass(frozen=True, slots=True)
class Frame:
    """A shot in the row. `lead` and `tail` are the frames a dissolve needs of it beyond its own.

    walled   no segment may hold both this shot and the one before it
    exchange a cut before this shot would tear shot and reverse shot apart
    """

    shot: Shot
    scene: Scene
    slot: Slot
    lead: int
    tail: int
    walled: bool
    exchange: bool

    def seconds(self, fps: Fraction) -> Fraction:
        return Fraction(self.lead + self.slot.frames + self.tail) / fps


def strip(
    story: Story, timeline: Timeline, limits: Limits, first: int = 0, last: int | None = None
) -> tuple[Frame, ...]:
    """The shots `first` to `last` (inclusive; all of them by default) with what their neighbours ask of them."""
    end = len(timeline.slots) if last is None else last + 1
    start = max(first - _REACH, 0)
    placed = list(islice(((scene, shot) for scene in story.scenes for shot in scene.shots), start, end + _REACH))
    short = _short_scenes(story, timeline, limits)
    torn = _exchanges(placed)
    row: list[Frame] = []
    for i in range(first - start, end - start):
        scene, shot = placed[i]
        walled = i == 0 or _crossing(shot) > 0 or _parted(placed[i - 1][0], scene, short)
        lead, tail = _crossing(shot) // 2, -(-_crossing(placed[i + 1][1]) // 2) if i + 1 < len(placed) else 0
        row.append(Frame(shot, scene, timeline.slots[start + i], lead, tail, walled, torn[i]))
    return tuple(row)


_REACH = 3
"""How far a shot's neighbours matter: an exchange is four shots long."""


def window(row: tuple[Frame, ...], limits: Limits, fps: Fraction) -> tuple[Fraction, ...] | None:
    """Provider seconds for the shots of a whole row as one segment; None where walls, cuts or length forbid it."""
    if not row or len(row) > limits.cuts or any(frame.walled for frame in row[1:]):
        return None
    return allot([frame.seconds(fps) for frame in row], limits)


def segment_of(row: tuple[Frame, ...], story: Story, limits: Limits, index: int) -> Segment | None:
    seconds = window(row, limits, story.format.fps)
    if seconds is None:
        return None
    cuts = tuple(
        Cut(shot=f.shot, scene=f.scene, start=f.slot.start, frames=f.slot.frames, lead=f.lead, tail=f.tail, seconds=s)
        for f, s in zip(row, seconds, strict=True)
    )
    first, last = row[0].shot.label, row[-1].shot.label
    return Segment(index=index, name=first if len(row) == 1 else f"{first}-{last}", format=story.format, cuts=cuts)


def _crossing(shot: Shot) -> int:
    """Frames of the dissolve or wipe into a shot. Half of it (rounded down) lies before the cut, as in
    `Story.handles`."""
    transition = shot.transition_in
    return transition.frames if transition and transition.kind in ("dissolve", "wipe") else 0


def _short_scenes(story: Story, timeline: Timeline, limits: Limits) -> frozenset[int]:
    """Scenes shorter than the provider's shortest clip: the only ones that may share a segment with a neighbour."""
    if not limits.across_scenes:
        return frozenset()
    length = {scene.index: sum(shot.frames for shot in scene.shots) for scene in story.scenes}
    return frozenset(i for i, n in length.items() if Fraction(n) / timeline.fps < limits.shortest)


def _parted(before: Scene, scene: Scene, short: frozenset[int]) -> bool:
    return before.index != scene.index and before.index not in short and scene.index not in short


def _exchanges(placed: list[tuple[Scene, Shot]]) -> list[bool]:
    """Whether a cut before each shot falls inside an exchange: two people in turn, each seen at least twice."""
    seen = [(scene.index, _single(shot)) for scene, shot in placed]
    torn = [False] * len(placed)
    for i in range(len(seen) - 3):
        (_, a), (_, b) = seen[i : i + 2]
        if a and b and a != b and seen[i : i + 2] == seen[i + 2 : i + 4] and seen[i][0] == seen[i + 1][0]:
            torn[i + 1 : i + 4] = [True] * 3
    return torn


def _single(shot: Shot) -> str:
    """The one person a shot looks at, or nothing."""
    framing = shot.clause(Framing)
    if not isinstance(framing, Framing) or len(framing.on) != 1 or framing.view not in (View.PLAIN, View.OTS):
        return ""
    return framing.on[0].text if framing.on[0].kind in _PERSON else ""
