"""The first and the last picture of each shot, drawn by the previz renderer and kept by what shows in them.

An unchanged shot's stills are found again: their key is a digest of all that the renderer is told, words left out, and
of the renderer itself. A shot that is only called otherwise keeps its pictures.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...core import digest, files
from ...narrative.story import Format
from ...plan.timeline import Cut
from ...providers import passes
from ...providers.previz.dialect import Arrays, instructions
from ...providers.previz.draw import still
from ...providers.previz.edition import EDITION
from ...render.workers import in_order
from ..film import Film
from ..make import Watch, cores, unwatched
from .values import Panel

Stills = Mapping[str, tuple[Path, Path]]
"""JPEG files by shot label: the first picture and the last."""

SIZES = (640, 960, 1280)
"""Pixels of a still's longer side."""

_QUALITY = 88


_UNSEEN = ("label", "scene", "caption", "banner", "speech", "subjects")
"""What the renderer is told for labels and captions, which no still has."""


@dataclass(frozen=True, slots=True)
class _Still:
    """One picture to be drawn, and the file it is kept in."""

    label: str
    frame: int
    path: Path


def stills(film: Film, panels: tuple[Panel, ...], longer: int, theme: str = "ink", jobs: int = 0,
           watch: Watch | None = None) -> Stills:
    """The stills of the panels' shots, drawn where they are not kept yet. FileError where they cannot be."""
    found = _wanted(film, panels, longer, theme)
    todo = [one for both in found.values() for one in both if not one.path.is_file()]
    draw, tell = _drawing(film, todo, longer, theme), watch or unwatched
    for done, _ in enumerate(in_order(draw, len(todo), jobs or cores()), 1):
        tell("drawing pictures", done, len(todo))
    return {label: (first.path, last.path) for label, (first, last) in found.items()}


def kept(film: Film, panels: tuple[Panel, ...], longer: int, theme: str = "ink") -> Stills:
    """Those of the panels' shots that need not be drawn any more."""
    found = _wanted(film, panels, longer, theme)
    return {label: (first.path, last.path) for label, (first, last) in found.items()
            if first.path.is_file() and last.path.is_file()}


def size(form: Format, longer: int) -> tuple[int, int]:
    """Width and height in even pixels."""
    most = max(form.width, form.height)
    width, height = (max(2, round(side * longer / most / 2) * 2) for side in (form.width, form.height))
    return width, height


def enough(millimetres: float) -> int:
    """Pixels for a picture this long on paper: some 180 an inch."""
    return next((n for n in SIZES if n >= millimetres / 25.4 * 180), SIZES[-1])


# ---------------------------------------------------------------------------------------------- helpers


def _wanted(film: Film, panels: tuple[Panel, ...], longer: int, theme: str) -> Mapping[str, tuple[_Still, _Still]]:
    folder = files.folder(film.read.project / ".shotscript" / "stills")
    return {panel.label: _both(film, panel, longer, theme, folder) for panel in panels}


def _both(film: Film, panel: Panel, longer: int, theme: str, folder: Path) -> tuple[_Still, _Still]:
    told = _told(panel.label, film)

    def kept(frame: int) -> _Still:
        key = digest.of({"still": told, "frame": frame, "size": size(film.story.format, longer), "theme": theme,
                         "edition": EDITION, "quality": _QUALITY})
        return _Still(panel.label, frame, folder / f"{key}.jpg")

    first, last = panel.pictures
    return kept(first.frame), kept(last.frame)


def _told(label: str, film: Film) -> str:
    """The digest of a shot as the renderer is told of it, arrays by their content."""
    shot, scene = passes.staged(label, film.story)
    stage = film.stage.shots[label]
    cut = Cut(shot=shot, scene=scene, start=0, frames=stage.frames, lead=stage.lead, tail=stage.tail,
              seconds=Fraction(len(stage.camera)) / film.story.format.fps)
    told = instructions(cut, film.context, Arrays())
    return digest.of({name: value for name, value in told.items() if name not in _UNSEEN})


def _drawing(film: Film, todo: list[_Still], longer: int, theme: str) -> Callable[[int], None]:
    context, (width, height) = film.context, size(film.story.format, longer)

    def draw(number: int) -> None:
        one = todo[number]
        picture = still(one.label, context, one.frame, theme, width, height)
        files.write(one.path, _jpeg(picture), sync=False)

    return draw


def _jpeg(picture: NDArray[np.uint8]) -> bytes:
    held = io.BytesIO()
    Image.fromarray(picture).save(held, "JPEG", quality=_QUALITY, optimize=True)
    return held.getvalue()
