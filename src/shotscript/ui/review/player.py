"""What the player goes by: where each shot is in the reel and in the film, and which line is spoken when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...core.timebase import timecode
from ...narrative.story import Shot
from ...plan.timeline import Slot
from ...studio.judgements import Standing
from .scenes import Reading
from .storyboard import stands, still
from .values import Showing


@dataclass(frozen=True, slots=True)
class Bar:
    """A shot in the strip of the film: `x` and `wide` in thousandths, the verdict on it, and when it begins."""

    label: str
    x: str
    wide: str
    stands: str
    changed: bool
    stale: bool
    at: str


def timeline(showing: Showing) -> dict[str, Any]:
    """JSON of the film in time.

    fps, frames   of the film as it is written; width, height of its picture
    reel          where the reel is; empty while there is none
    shots         for each: label; at, its first frame in the film, and frames, as it is written; start and length in
                  the reel, None where the reel has it not; stale; still (two addresses, or none); line and lines
                  ([frame, line] for each of its words), by the lines of the file
    scenes        the first line of each scene, by its id
    """
    if not showing.film:
        return {"fps": 24.0, "rate": "24", "frames": 0, "reel": "", "shots": [], "scenes": {}}
    film, form = showing.film, showing.film.story.format
    reading, shots, stale = Reading(film), {shot.label: shot for shot in film.story.shots}, showing.stale
    return {
        "fps": float(film.timeline.fps), "rate": str(film.timeline.fps), "frames": film.timeline.frames,
        "width": form.width, "height": form.height,
        "reel": f"reel/{showing.reel.key}.mp4" if showing.reel else "",
        "shots": [{**_shot(slot, shots[slot.label], showing, reading), "stale": slot.label in stale}
                  for slot in film.timeline.slots],
        "scenes": {f"scene-{number}": line for number, line in enumerate(reading.heads, 1)} | {"front": 1},
    }


def _shot(slot: Slot, shot: Shot, showing: Showing, reading: Reading) -> dict[str, Any]:
    start, length = (showing.reel.starts.get(slot.label) if showing.reel else None) or (None, None)
    line = reading.begins[slot.label]
    name = reading.source.name
    fps = showing.film.timeline.fps if showing.film else 24
    lines = [[round(beat.start * fps), reading.line(beat.span.start)] for beat in shot.beats
             if beat.span.source == name]
    return {
        "label": slot.label, "scene": reading.where(line)[0], "at": slot.start, "frames": slot.frames,
        "start": start, "length": length, "still": list(still(showing, slot.label)), "line": line, "lines": lines,
    }


def strip(showing: Showing, standing: Mapping[tuple[str, str], Standing]) -> Iterator[Bar]:
    """The film from left to right, a bar a shot."""
    if not showing.film or not showing.film.timeline.frames:
        return
    line, whole, stale = showing.film.timeline, showing.film.timeline.frames, showing.stale
    for slot in line.slots:
        verdict, changed = stands(slot.label, showing.told.get(slot.label, ""), standing)
        yield Bar(slot.label, f"{slot.start / whole * 1000:.2f}", f"{slot.frames / whole * 1000:.2f}", verdict, changed,
                  slot.label in stale, timecode(slot.start, line.fps))
