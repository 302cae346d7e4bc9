"""Small films for tests: shots of numbered pictures, packed in clips with their handles, and the story they tell."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shotscript.core.span import Span
from shotscript.film.encode import encode
from shotscript.narrative.story import Beat, Format, Person, Scene, Shot, Story, Transition
from shotscript.plan.timeline import Cut, Segment, Slot, Timeline

NOWHERE = Span(0, 0)
WIDTH, HEIGHT = 160, 88


def transition(kind: str, frames: int) -> Transition:
    return Transition(kind=kind, frames=frames, text=kind, span=NOWHERE)  # type: ignore[arg-type]


@dataclass
class Take:
    """A shot to be made: its frames, how it begins and ends, the scene it belongs to, what is said in it."""

    frames: int
    into: Transition | None = None
    out: Transition | None = None
    scene: int = 0
    beats: tuple[Beat, ...] = ()


@dataclass
class Film:
    story: Story
    timeline: Timeline
    segments: tuple[Segment, ...]
    clips: dict[int, Path] = field(default_factory=dict)


def speech(text: str, start: str = "0", seconds: str = "1", **more) -> Beat:
    return Beat(kind="speech", text=text, start=Fraction(start), seconds=Fraction(seconds), span=NOWHERE, **more)


def picture(shot: int, number: int) -> NDArray[np.uint8]:
    """The bits of shot * 1000 + number + 500 as dark and light blocks; number may be negative in a lead."""
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    bits = [(shot * 1000 + number + 500) >> bit & 1 for bit in range(16)]
    planes[:HEIGHT] = np.repeat([180 if bit else 60 for bit in bits], WIDTH // 16)
    return planes


def shown(planes: NDArray[np.uint8]) -> tuple[int, int]:
    blocks = planes[:HEIGHT].reshape(HEIGHT, 16, WIDTH // 16).mean(axis=(0, 2))
    shot, number = divmod(sum(1 << bit for bit, value in enumerate(blocks) if value > 120), 1000)
    return shot, number - 500


def film(takes: Several[Take], fps: Fraction = Fraction(24), per_segment: int = 2) -> Film:
    """Timeline, story and segments; shot i is labelled `S<i>`."""
    story = _story(takes, fps)
    starts = np.cumsum([0, *(take.frames for take in takes)]).tolist()
    slots = tuple(Slot(label=f"S{i}", scene=take.scene, start=starts[i], frames=take.frames,
                       transition_in=take.into, transition_out=take.out) for i, take in enumerate(takes))
    handles = story.handles()
    scenes = {scene.index: scene for scene in story.scenes}
    cuts = [Cut(shot=shot, scene=scenes[shot.scene], start=starts[i], frames=shot.frames,
                lead=handles[shot.label][0], tail=handles[shot.label][1],
                seconds=(sum(handles[shot.label]) + shot.frames) / fps) for i, shot in enumerate(story.shots)]
    groups = [cuts[i : i + per_segment] for i in range(0, len(cuts), per_segment)]
    segments = tuple(Segment(index=i, name=f"{i}", format=story.format, cuts=tuple(g)) for i, g in enumerate(groups))
    return Film(story, Timeline(fps=fps, slots=slots), segments)


def shoot(made: Film, folder: Path, keyframes: bool = True) -> Film:
    """Encode every segment's clip, with keyframes at cuts and where windows end."""
    for segment in made.segments:
        frames, keys = [], []
        for cut in segment.cuts:
            shot, at = int(cut.shot.label[1:]), len(frames)
            into = cut.shot.transition_in
            inside = 0 if into is None else into.frames if into.kind == "fade in" else into.frames - into.frames // 2
            keys += [at, at + cut.lead, at + cut.lead + inside]
            frames += [picture(shot, cut.offset + i) for i in range(-cut.lead, cut.frames + cut.tail)]
        path = folder / f"segment-{segment.index}.mp4"
        asked = [key for key in keys if key < len(frames)] if keyframes else []
        encode(path, iter(frames), WIDTH, HEIGHT, made.timeline.fps, asked)
        made.clips[segment.index] = path
    return made


def _story(takes: Several[Take], fps: Fraction) -> Story:
    shots = [Shot(label=f"S{i}", scene=take.scene, span=NOWHERE, seconds=take.frames / fps, frames=take.frames,
                  beats=take.beats, transition_in=take.into, transition_out=take.out) for i, take in enumerate(takes)]
    scenes = tuple(
        Scene(index=i, label=str(i + 1), heading=f"{'EXT' if i % 2 else 'INT'}. PLACE {i}", interior=i % 2 == 0,
              span=NOWHERE, shots=tuple(shot for shot in shots if shot.scene == i))
        for i in sorted({take.scene for take in takes})
    )
    cast = (Person(name="MAYA", look="woman, 34", span=NOWHERE), Person(name="JON", look="man, 41", span=NOWHERE))
    return Story(source="film.fountain", format=Format(width=WIDTH, height=HEIGHT, fps=fps), scenes=scenes, cast=cast)
