"""How a film's captions reach who watches: as files beside it, as tracks in it, in its pictures, or not at all; in one
language or several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..core import files
from ..core.diagnostic import Problems, in_text_order
from ..core.errors import UsageError
from ..core.world import World
from ..film.subtitles import Track
from ..narrative.story import Story
from . import lettering
from .captions import Caption, captions, srt, track, vtt
from .lettering import Case
from .sequence import Sequence
from .titles import Lettering, Size

Kind = Literal["none", "sidecar", "soft", "burn"]


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language (BCP 47) captions are made in. `words` is the film in it; None: the film's own words. `name` is what
    a player's menu calls it."""

    language: str
    words: Story | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Captioning:
    """`tongues` in the order of a player's menu; none: the film's own language. One language can be burned in."""

    kind: Kind = "sidecar"
    tongues: tuple[Tongue, ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "burn" and len(self.tongues) > 1:
            names = ", ".join(tongue.language for tongue in self.tongues)
            raise UsageError(f"one language can be burned in, not {names}; cut the film once for each")


def tracks(sequence: Sequence, story: Story, wanted: Captioning) -> tuple[Track, ...]:
    """What goes into the film; nothing but for `soft`."""
    if wanted.kind != "soft":
        return ()
    return tuple(track(found, tongue.language, sequence.fps, tongue.name)
                 for tongue, found in _each(sequence, story, wanted))


def sidecars(film: Path, sequence: Sequence, story: Story, wanted: Captioning) -> tuple[Path, ...]:
    """The files beside the film, SubRip and WebVTT: `film.srt` in its own language, `film.es.srt` in others. None but
    for `sidecar`. FileError for the disk."""
    if wanted.kind != "sidecar":
        return ()
    made: list[Path] = []
    for tongue, found in _each(sequence, story, wanted):
        ending = f".{tongue.language}" if tongue.words else ""
        for kind, text in ((".srt", srt(found)), (".vtt", vtt(found))):
            path = film.with_name(f"{film.stem}{ending}{kind}")
            files.write(path, text)
            made.append(path)
    return tuple(made)


def over(sequence: Sequence, story: Story, frame: Size, world: World, case: Case, wanted: Captioning) -> tuple[
    Lettering | None, Problems
]:
    """All that is set over the film's pictures, `frame` being their width and height: its supers, and its captions
    where they are burned in. None where there is nothing, so that all may be copied."""
    found, problems = lettering.overlays(story, sequence, frame, world, case)
    if wanted.kind == "burn":
        for _, said in _each(sequence, story, wanted):
            burned, told = lettering.burn(said, frame, sequence.fps, case, found)
            found, problems = (*found, *burned), (*problems, *told)
    return (Lettering(found) if found else None), in_text_order(problems)


def _each(sequence: Sequence, story: Story, wanted: Captioning) -> Iterable[tuple[Tongue, tuple[Caption, ...]]]:
    for tongue in wanted.tongues or (Tongue(story.format.language),):
        yield tongue, captions(sequence, story, tongue.words)
