"""The film as a row of shots ready to be cut into segments: where a cut may fall, and where it hurts.

Everything the packer asks about a neighbourhood of shots is worked out once here, as plain numbers. A shot longer than
any segment stands in the row as its parts; a shot nobody is asked for stands not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..lang.clause import Framing
from ..lang.term import View
from ..narrative.story import Format, Scene, Shot, Story
from .allot import Ruler, ruler, shares
from .limits import Limits
from .parts import cuts, divided
from .timeline import Cut, Segment, Slot, Timeline

_PERSON = ("cast", "cue")
Marks = Mapping[str, Sequence[int]]
"""For labels of shots in parts, the frames at which the second and later parts begin."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A shot in the row, or a part of one. `lead` and `tail` are the frames a dissolve needs of it beyond its own.

    name     what a segment calls it: the label, with the number of the part
    walled   no segment may hold both this shot and the one before it
    exchange a cut before this shot would tear shot and reverse shot apart
    """

    shot: Shot
    scene: Scene
    slot: Slot
    name: str
    lead: int
    tail: int
    walled: bool
    exchange: bool
    frames: int
    part: int = 1
    parts: int = 1
    offset: int = 0

    @property
    def asked(self) -> int:
        """Frames, handles included."""
        return self.lead + self.frames + self.tail


@dataclass(frozen=True)
class Row:
    """Frames in story order, and the limits they are to be packed in. `wanted` is each one's length in ruler units."""

    frames: tuple[Frame, ...]
    limits: Limits
    format: Format
    rule: Ruler
    wanted: tuple[int, ...]
    _cuts: dict[tuple[int, int], Cut] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def marks(self) -> Marks:
        """Where shots are cut into parts: what another version of the same film is to be cut by."""
        found: dict[str, tuple[int, ...]] = {}
        for frame in self.frames:
            if frame.part > 1:
                found[frame.slot.label] = (*found.get(frame.slot.label, ()), frame.offset)
        return found

    def total(self, first: int, last: int) -> int | None:
        """The units asked for the shots `first` to `last` as one segment; None where walls, cuts or length forbid."""
        count = last - first + 1
        if not self.limits.cuts_least <= count <= self.limits.cuts:
            return None
        if any(self.frames[i].walled for i in range(first + 1, last + 1)):
            return None
        return self.rule.total(self.rule.need(self.wanted[first : last + 1]))

    def segment(self, first: int, last: int, index: int = 0) -> Segment | None:
        """The shots `first` to `last` as one segment; None where limits forbid it."""
        given = None if self.total(first, last) is None else shares(self.wanted[first : last + 1], self.rule)
        if given is None:
            return None
        held = tuple(self._cut(first + i, units) for i, units in enumerate(given))
        return Segment(index=index, name=self.called(first, last), format=self.format, cuts=held)

    def _cut(self, at: int, units: int) -> Cut:
        """One shot of a segment, which gives it the same length in most of the segments it may stand in."""
        if (at, units) not in self._cuts:
            self._cuts[at, units] = _cut(self.frames[at], self.rule.seconds(units))
        return self._cuts[at, units]

    def called(self, first: int, last: int) -> str:
        """The name of a segment."""
        start, end = self.frames[first].name, self.frames[last].name
        return start if first == last else f"{start}-{end}"


def strip(
    story: Story, timeline: Timeline, limits: Limits, skip: frozenset[str] = frozenset(), marks: Marks | None = None
) -> Row:
    """The whole film as a row, without the shots of the labels in `skip`.

    `marks` are those of another version of the film: with them its shots are cut where that one's are.
    """
    fps = timeline.fps
    rule = ruler(limits, fps.numerator)
    unit = rule.second // fps.numerator * fps.denominator
    placed = [(scene, shot) for scene in story.scenes for shot in scene.shots]
    frames: list[Frame] = []
    for whole in _whole(placed, timeline, limits, skip):
        at = None
        if rule.total(rule.need((whole.asked * unit,))) is None:
            at = marks.get(whole.shot.label) if marks is not None else _cut_at(whole, fps, rule, unit)
        frames += _parts(whole, fps, at, _dots(whole.name, placed)) if at else (whole,)
    return Row(tuple(frames), limits, story.format, rule, tuple(frame.asked * unit for frame in frames))


def _whole(
    placed: list[tuple[Scene, Shot]], timeline: Timeline, limits: Limits, skip: frozenset[str]
) -> list[Frame]:
    """Every shot that is asked for, uncut."""
    kept = [i for i, (_, shot) in enumerate(placed) if shot.label not in skip]
    crossings = [*(_crossing(shot) for _, shot in placed), 0]
    short = _short_scenes([(placed[i][0], timeline.slots[i]) for i in kept], timeline.fps, limits)
    torn = _exchanges([placed[i] for i in kept])
    found: list[Frame] = []
    for at, i in enumerate(kept):
        scene, shot = placed[i]
        before = kept[at - 1] if at else -1
        walled = not at or any(crossings[before + 1 : i + 1]) or _parted(placed[before][0], scene, short)
        found.append(Frame(shot, scene, timeline.slots[i], shot.label, crossings[i] // 2, -(-crossings[i + 1] // 2),
                           walled, torn[at], timeline.slots[i].frames))
    return found


def _cut_at(whole: Frame, fps: Fraction, rule: Ruler, unit: int) -> tuple[int, ...] | None:
    """Where a shot that no segment holds is cut; None where no part could be made either."""
    if rule.most is None or rule.total(rule.least) is None:
        return None
    return cuts(whole.shot, fps, whole.lead, whole.tail, -(-rule.shortest // unit), rule.most // unit)


def _parts(whole: Frame, fps: Fraction, at: Sequence[int], dots: str) -> Iterator[Frame]:
    edges, last = [0, *at, whole.frames], len(at)
    for i, shot in enumerate(divided(whole.shot, fps, at)):
        yield Frame(
            shot, whole.scene, whole.slot, f"{whole.name}{dots}{i + 1}", 0 if i else whole.lead,
            0 if i < last else whole.tail, whole.walled or i > 0, whole.exchange and not i, edges[i + 1] - edges[i],
            i + 1, last + 1, edges[i])  # fmt: skip


def _dots(label: str, placed: list[tuple[Scene, Shot]]) -> str:
    """What stands between a label and the number of its part: a dot, or more where other shots are called like that."""
    dots = "."
    while any(shot.label.startswith(label + dots) for _, shot in placed):
        dots += "."
    return dots


def _cut(frame: Frame, seconds: Fraction) -> Cut:
    return Cut(shot=frame.shot, scene=frame.scene, start=frame.slot.start + frame.offset, frames=frame.frames,
               lead=frame.lead, tail=frame.tail, seconds=seconds, part=frame.part, parts=frame.parts,
               offset=frame.offset)


def _crossing(shot: Shot) -> int:
    """Frames of the dissolve or wipe into a shot. Half of it (rounded down) lies before the cut, as in
    `Story.handles`."""
    transition = shot.transition_in
    return transition.frames if transition and transition.kind in ("dissolve", "wipe") else 0


def _short_scenes(placed: list[tuple[Scene, Slot]], fps: Fraction, limits: Limits) -> frozenset[int]:
    """Scenes shorter than the provider's shortest clip: the only ones that may share a segment with a neighbour."""
    if not limits.across_scenes:
        return frozenset()
    length: dict[int, int] = {}
    for scene, slot in placed:
        length[scene.index] = length.get(scene.index, 0) + slot.frames
    return frozenset(i for i, n in length.items() if Fraction(n) / fps < limits.shortest)


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
