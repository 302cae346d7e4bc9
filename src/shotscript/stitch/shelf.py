"""The recordings of a film: files its script names and clips it is cut from, each looked at once.

A file that is missing, forbidden or no sound is said once and left out: the film goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..core import timebase
from ..core.errors import MediaError
from ..core.world import OutsideProject, World
from ..film.loudness import Meter
from ..film.sound import RATE
from ..film.tape import has_sound, played
from ..lang.media import footage
from ..narrative.story import Said

Find = Callable[[Said], Path | None]
"""Where the file is that a directive names; None where there is none."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file as a directive asks for it: from sample `first` on, `length` samples, this loud."""

    path: Path
    first: int
    length: int
    loudness: float


class Shelf:
    """`notes` say, once each, what could not be heard."""

    def __init__(self, find: Find, fps: Fraction) -> None:
        self._find, self._fps = find, fps
        self._sounding: dict[Path, bool] = {}
        self._measured: dict[tuple[Path, int], tuple[int, float] | None] = {}
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def note(self, words: str) -> None:
        self._notes[words] = None

    def sounds(self, clip: Path) -> bool:
        """Whether there is anything to be heard in a clip."""
        if clip not in self._sounding:
            try:
                self._sounding[clip] = has_sound(clip)
            except MediaError as trouble:
                self.note(f"{trouble}: it is not heard")
                self._sounding[clip] = False
        return self._sounding[clip]

    def recording(self, said: Said) -> Recording | None:
        """The sound file a directive names, from where it says on. None, with a note, where it cannot be heard."""
        name, begin = footage(said.text)
        path = self._find(said)
        if path is None:
            self.note(f"there is no sound file `{name}`: it is not heard")
            return None
        first = timebase.frames(self._seconds(begin), Fraction(RATE))
        found = self._measure(path, first)
        if found is not None and not found[0]:
            self.note(f"`{name}` {f'ends before {begin}' if begin else 'is empty'}: it is not heard")
        return Recording(path, first, *found) if found and found[0] else None

    def loudness(self, clips: tuple[Path, ...]) -> float:
        """How loud clips are as one, LUFS."""
        meter = Meter()
        for clip in clips:
            for block in played(clip):
                meter.add(block)
        return meter.loudness

    def _measure(self, path: Path, first: int) -> tuple[int, float] | None:
        """How many samples a file has from `first` on, and how loud they are."""
        key = path, first
        if key not in self._measured:
            try:
                self._measured[key] = _measured(path, first)
            except MediaError as trouble:
                self.note(f"{trouble}: it is not heard")
                self._measured[key] = None
        return self._measured[key]

    def _seconds(self, begin: str) -> Fraction:
        found = _TIME.fullmatch(begin)
        if not found:
            return Fraction(0)
        return Fraction(found[1]) / (self._fps if found[2] == "f" else 1)


def nowhere(_: Said) -> Path | None:
    """Where the files are of a film that has none."""
    return None


def reach(world: World) -> Find:
    """How the files of a script are found: through the world it was read in, which knows how far it may reach."""

    def find(said: Said) -> Path | None:
        path = footage(said.text)[0]
        if not path:
            return None
        try:
            full = world.resolve(said.span.source, path)
        except OutsideProject:
            return None
        return Path(full) if world.exists(full) else None

    return find


_TIME = re.compile(r"(\d+(?:\.\d+)?) ?([sf])")


def _measured(path: Path, first: int) -> tuple[int, float]:
    meter, length = Meter(), 0
    for block in played(path, first):
        meter.add(block)
        length += len(block)
    return length, meter.loudness
