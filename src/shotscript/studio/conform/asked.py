"""What an edit asks of a film: for each scene the order of its shots, for each shot its frames, and which are gone.

Clips are known by the shot their metadata names, else by their own name. What a script cannot hold becomes a note.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ...core import timebase
from ...narrative.label import fold
from ...narrative.story import Story
from ...narrative.timing import LONGEST_WRITTEN
from ...plan.timeline import Timeline
from ...stitch.exports.returned import Item, Join, Returned

_NEAR = Fraction(1, 500)
_FASTEST = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """orders   by scene the labels of all its shots, those that stayed in the script's order among those that moved
    frames   by label, for shots whose length the edit tells
    removed  shots of scenes that are in the edit which are not
    joins    by label, the dissolve or wipe that leads into it, in frames
    """

    orders: dict[int, tuple[str, ...]]
    frames: dict[str, int]
    removed: frozenset[str]
    joins: dict[str, int]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Standing:
    """A shot where the edit has it: its clips one after the other. `sure` unless it is torn, doubled or covered."""

    label: str
    items: list[Item]
    start: int
    end: int
    sure: bool = True

    @property
    def frames(self) -> int:
        return self.end - self.start


def asked(story: Story, timeline: Timeline, edit: Returned) -> Asked:
    """What the edit asks of the film of this timeline."""
    edit, notes = _in_film_time(edit, timeline.fps)
    notes += edit.notes
    found, more = _standing(edit.items, timeline)
    notes += more
    scenes = {slot.label: slot.scene for slot in timeline.slots}
    placed, more = _placed([one for one in found if one.sure], scenes)
    notes += more
    present = {scenes[one.label] for one in found}
    missing = [slot for slot in timeline.slots if slot.label not in {one.label for one in found}]
    notes += [f"scene {story.scenes[number].label} is not in the edit at all: it stays as it is written"
              for number in dict.fromkeys(slot.scene for slot in missing) if number not in present]
    frames, more = _frames(found, timeline)
    return Asked(_orders(timeline, placed), frames,
                 frozenset(slot.label for slot in missing if slot.scene in present),
                 _joins(edit.joins, found, timeline.fps), (*notes, *more))


def _in_film_time(edit: Returned, fps: Fraction) -> tuple[Returned, list[str]]:
    """The edit in the film's own seconds. A list at 24 of a film at 23.976 has the same frames, so those are kept."""
    rate = edit.fps if edit.fps and 0 < edit.fps <= _FASTEST else fps
    if rate == fps:
        return edit, []
    told = f"the edit counts {timebase.plain(rate)} frames a second and the film {timebase.plain(fps)}"
    if abs(rate / fps - 1) > _NEAR:
        return edit, [f"{told}: times are taken over in seconds, to the nearest frame"]
    by = rate / fps
    items = tuple(replace(one, start=one.start * by, seconds=one.seconds * by) for one in edit.items)
    joins = tuple(Join(one.at * by, one.before * by, one.after * by, one.kind) for one in edit.joins)
    return replace(edit, items=items, joins=joins), [f"{told}: its frames are taken over one to one"]


def _standing(items: Sequence[Item], timeline: Timeline) -> tuple[list[_Standing], list[str]]:
    """The shots in the order of the edit, and what is odd about them."""
    names = {fold(slot.label): slot.label for slot in timeline.slots}
    found: list[_Standing] = []
    notes: list[str] = []
    fps, last = timeline.fps, 0
    for item in items:
        start, end = timebase.frames(item.start, fps), timebase.frames(item.end, fps)
        label = _label(item, names)
        if not label:
            notes.append(f"the clip {item.name!r} at {timebase.clock(item.start)} is no shot of the script")
        elif found and found[-1].label == label and start == last:
            found[-1].items.append(item)
            found[-1].end = end
        else:
            found.append(_Standing(label, [item], start, end))
        notes += _around(item, start, last, fps)
        last = max(last, end)
    return _sure(found, notes), notes


def _label(item: Item, names: dict[str, str]) -> str:
    """The label of the shot a clip is of; a part of a shot may be called `2B.1`."""
    told = (item.shot,) if item.shot else (item.name, item.name.rpartition(".")[0])
    return next((names[fold(one.strip())] for one in told if fold(one.strip()) in names), "")


def _around(item: Item, start: int, last: int, fps: Fraction) -> Iterator[str]:
    if start > last:
        yield (f"there are {start - last} frames of nothing before {item.name!r} at {timebase.clock(item.start)}, "
               "which a script cannot hold")
    if item.speed:
        yield f"{item.name!r} is played at another speed: only its length is taken over"


def _sure(found: list[_Standing], notes: list[str]) -> list[_Standing]:
    """Each shot once. One that stands in several places, or over another, is left as it is written."""
    kept: dict[str, _Standing] = {}
    for one in found:
        first = kept.setdefault(one.label, one)
        if first is not one and first.sure:
            notes.append(f"shot {one.label} stands in the edit more than once; a script has it once, so it stays as it "
                         "is written")
            first.sure = False
    for one, other in pairwise(found):
        if other.start < one.end:
            notes.append(f"shots {one.label} and {other.label} lie over one another; both stay as they are written")
            kept[one.label].sure = kept[other.label].sure = False
    return list(kept.values())


def _placed(found: list[_Standing], scenes: dict[str, int]) -> tuple[list[_Standing], list[str]]:
    """Those that stand in their own scene. As few as can be are called moved: the others are the longest run of shots
    whose scenes are in the script's order."""
    stay = set(rising([scenes[one.label] for one in found]))
    moved = [one.label for at, one in enumerate(found) if at not in stay]
    notes = [f"shot {label} was moved out of its scene; only its length is taken over: its text is part of that scene"
             for label in moved]
    return [one for at, one in enumerate(found) if at in stay], notes


def rising(values: Sequence[int]) -> list[int]:
    """Where the members of a longest run stand that never falls. `ends` are the least values that runs of each length
    end in, `tops` where those stand."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_right(ends, value)
        before.append(tops[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        tops[length : length + 1] = [at]
    run, at = [], tops[-1] if tops else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]


def _orders(timeline: Timeline, placed: Sequence[_Standing]) -> dict[int, tuple[str, ...]]:
    """In each scene the places of shots whose order the edit tells are filled in that order; others keep theirs."""
    sure = {one.label for one in placed}
    coming = iter([one.label for one in placed])
    orders: dict[int, list[str]] = {}
    for slot in timeline.slots:
        orders.setdefault(slot.scene, []).append(next(coming) if slot.label in sure else slot.label)
    return {scene: tuple(order) for scene, order in orders.items()}


def _frames(found: Sequence[_Standing], timeline: Timeline) -> tuple[dict[str, int], list[str]]:
    """The length of each shot. What the edit has left as it was exported is the script's own matter."""
    now = {slot.label: slot.frames for slot in timeline.slots}
    frames, notes = {}, []
    for one in found:
        if not one.sure:
            continue
        was = _exported(one)
        if not 0 < one.frames / timeline.fps <= LONGEST_WRITTEN:
            notes.append(f"shot {one.label} lasts {one.frames} frames in the edit, which no shot can: its length stays")
        elif one.frames == was != now[one.label]:
            notes.append(f"shot {one.label} was exported with {was} frames and has {now[one.label]} in the script now; "
                         "the edit left it alone, so the script stands")
        else:
            frames[one.label] = one.frames
    return frames, notes


def _exported(one: _Standing) -> int | None:
    """Frames of its parts when they were exported, each part once."""
    parts = {item.part or item.name: item.exported for item in one.items}
    known = [frames for frames in parts.values() if frames is not None]
    return sum(known) if len(known) == len(parts) else None


def _joins(joins: Sequence[Join], found: Sequence[_Standing], fps: Fraction) -> dict[str, int]:
    """The crossings by the shot they lead into. What lies on a single side of its cut is a fade."""
    starts = {one.start: one.label for one in found[1:]}
    frames = {}
    for join in joins:
        label = starts.get(timebase.frames(join.at, fps))
        if label and join.before and join.after:
            frames[label] = timebase.frames(join.before + join.after, fps)
    return frames
