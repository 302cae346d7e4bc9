"""The film as a list of edits for an editing program: every clip with its source, its place and where it comes from.

Record times are frames of the film; source times are told at the source's own rate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ...core import timebase
from ...film.clip import Clip
from ...narrative.story import Scene, Shot, Story
from ..sequence import Edit, Sequence
from . import clock

_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Event:
    """An edit with all that is known of it. `number` counts from 1, `part` of the `parts` its shot was made in too."""

    number: int
    edit: Edit
    clip: Clip
    shot: Shot
    scene: Scene
    fps: Fraction
    part: int = 1
    parts: int = 1

    @property
    def name(self) -> str:
        """The shot's label; of a part `2B.1`, as its segment is called."""
        return self.edit.label if self.parts == 1 else f"{self.edit.label}.{self.part}"

    @property
    def start(self) -> int:
        return self.edit.start

    @property
    def frames(self) -> int:
        return self.edit.frames

    @property
    def end(self) -> int:
        return self.edit.end

    @property
    def first(self) -> int:
        """The source frame nearest to its first one, at the source's rate."""
        return timebase.frames(self.edit.at, self.clip.fps)

    @property
    def last(self) -> int:
        """One past its last source frame."""
        return timebase.frames(self.edit.at + self.frames / self.fps, self.clip.fps)

    @property
    def at(self) -> int:
        """Its first frame in the source, counted in frames of the film."""
        return timebase.frames(self.edit.at, self.fps)

    @property
    def url(self) -> str:
        """Its source as a URL: whatever a file is called, every character of it is escaped."""
        return self.clip.path.absolute().as_uri()

    @property
    def file(self) -> str:
        """What its source is called, to be read."""
        return whole(self.clip.path.name)

    @property
    def words(self) -> str:
        """What happens in it, to be read at a marker: its text on one line."""
        return whole(" ".join(" ".join(beat.text for beat in self.shot.beats if beat.text).split()))

    def facts(self) -> dict[str, str]:
        """Where it comes from, as text, for whatever a format calls metadata. Nothing that is unsaid."""
        take = self.edit.take
        made = {"take": str(take.number), "provider": take.provider, "model": take.model, "usd": str(take.usd),
                "key": take.key, "prompt": take.prompt} if take else {"take": "footage"}
        told = {"shot": self.edit.label, "part": f"{self.part}/{self.parts}", "scene": self.scene.label,
                "heading": self.scene.heading, "frames": str(self.frames),
                "handles": f"{self.edit.lead}+{self.edit.tail}", **made}
        return {key: whole(value) for key, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class CutList:
    """The events without a gap. `start` is the number of the frame its first one is called by; `drop` whether its
    timecode leaves names out."""

    name: str
    fps: Fraction
    width: int
    height: int
    events: tuple[Event, ...]
    start: int = 0
    drop: bool = False

    @property
    def frames(self) -> int:
        return self.events[-1].end if self.events else 0

    @property
    def sounds(self) -> bool:
        return any(event.clip.sound for event in self.events)

    def timecode(self, frame: int) -> str:
        """What a frame of the film, from 0, is called."""
        return clock.timecode(self.start + frame, self.fps, self.drop)

    def before(self, at: int) -> Event | None:
        return self.events[at - 1] if at else None

    def after(self, at: int) -> Event | None:
        return self.events[at + 1] if at + 1 < len(self.events) else None


def cutlist(sequence: Sequence, story: Story, clips: Mapping[Path, Clip], name: str, start: str = "") -> CutList:
    """The cut list of a film. `start` is the timecode of its first frame, else one hour; at 29.97 and 59.94 unsaid is
    drop-frame, else what is written: `;` drops, `:` does not. ValueError for what is no timecode."""
    drop = start.strip()[8:9] == ";" if start else clock.can_drop(sequence.fps)
    first = clock.frame(start or "01:00:00:00", sequence.fps, drop)
    shots = {shot.label: shot for shot in story.shots}
    scenes = {shot.label: scene for scene in story.scenes for shot in scene.shots}
    parts = _parts(sequence)
    events = tuple(
        Event(number, edit, clips[edit.path], shots[edit.label], scenes[edit.label], sequence.fps, *part)
        for number, (edit, part) in enumerate(zip(sequence.edits, parts, strict=True), 1)
    )
    return CutList(whole(name), sequence.fps, story.format.width, story.format.height, events, first, drop)


def whole(text: str) -> str:
    """Without halves of letters, which no file can hold: names that are no UTF-8 come with some."""
    return _HALF.sub("\ufffd", text)


def _parts(sequence: Sequence) -> list[tuple[int, int]]:
    """For each edit which part of its shot it is, and of how many."""
    counts: dict[str, int] = {}
    numbers = []
    for edit in sequence.edits:
        counts[edit.label] = counts.get(edit.label, 0) + 1
        numbers.append((counts[edit.label], edit.label))
    return [(number, counts[label]) for number, label in numbers]
