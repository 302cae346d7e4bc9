"""The film's edits from its clips: every shot of the timeline at its place in the clip that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from ..plan.timeline import Cut, Slot, Timeline
from .sequence import Edit, Sequence
from .takes import Take
from .window import holds


@dataclass(frozen=True, slots=True)
class Footage:
    """Finished footage used as a shot, by its label: the second of the file at which the shot begins, and how many film
    frames it holds before that and after the shot's last one, for dissolves."""

    path: Path
    at: Fraction = Fraction(0)
    lead: int = 0
    tail: int = 0


def lay(timeline: Timeline, takes: tuple[Take, ...], footage: Mapping[str, Footage] | None = None) -> Sequence:
    """Every shot at its place in its segment's clip: a service's holds each cut for its `seconds`, ours for lead, shot
    and tail. A shot made in parts is as many edits, one right after the other; finished footage wins over a clip."""
    found: dict[str, list[tuple[Cut, Take, Fraction]]] = {}
    for take in takes:
        for cut, at in _laid(take, timeline.fps):
            found.setdefault(cut.shot.label, []).append((cut, take, at))
    edits: list[Edit] = []
    for slot in timeline.slots:
        if footage and slot.label in footage:
            edits.append(_footage(slot, footage[slot.label]))
        else:
            edits += _shot(slot, found[slot.label], timeline.fps)
    made = Sequence(timeline.fps, tuple(edits))
    return replace(made, notes=holds(made))


def _shot(slot: Slot, found: list[tuple[Cut, Take, Fraction]], fps: Fraction) -> Iterator[Edit]:
    parts = sorted(found, key=lambda part: part[0].part)
    frames = sum(cut.frames for cut, _, _ in parts)
    assert frames == slot.frames, f"shot {slot.label} has two lengths: {frames} and {slot.frames}"
    for cut, take, at in parts:
        yield Edit(
            slot.label, slot.scene, take.clip, slot.start + cut.offset, cut.frames, at + cut.lead / fps, cut.lead,
            cut.tail, slot.transition_in if cut.part == 1 else None,
            slot.transition_out if cut.part == cut.parts else None, cut.offset, take,
        )


def _footage(slot: Slot, one: Footage) -> Edit:
    return Edit(slot.label, slot.scene, one.path, slot.start, slot.frames, one.at, one.lead, one.tail,
                slot.transition_in, slot.transition_out)


def _laid(take: Take, fps: Fraction) -> Iterator[tuple[Cut, Fraction]]:
    """The cuts of a take and the second of its clip each begins at, handles included."""
    at = Fraction(0)
    for cut in take.segment.cuts:
        yield cut, at
        at += (cut.lead + cut.frames + cut.tail) / fps if take.previz else cut.seconds
