"""The first and the last picture of each shot, drawn by the previz renderer and kept by what shows in them.

An unchanged shot's stills are found again: the key is that of the passes, a digest of the recipe and of all that shows.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...core import digest, files
from ...narrative.story import Format
from ...providers import passes
from ...providers.previz import passes as drawn
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


@dataclass(frozen=True, slots=True)
class _Shot:
    """Both pictures of a shot as a recipe, and the files they are kept in."""

    label: str
    recipe: dict[str, Any]
    files: tuple[Path, Path]

    @property
    def there(self) -> bool:
        return all(path.is_file() for path in self.files)


def stills(film: Film, panels: tuple[Panel, ...], longer: int, jobs: int = 0, watch: Watch | None = None) -> Stills:
    """The stills of the panels' shots, drawn where they are not kept yet. FileError where they cannot be."""
    folder = files.folder(film.read.project / ".shotscript" / "stills")
    shots = [_shot(film, panel, longer, folder) for panel in panels]
    todo, tell = [shot for shot in shots if not shot.there], watch or unwatched
    for done, _ in enumerate(in_order(_drawing(film, todo), len(todo), jobs or cores()), 1):
        tell("drawing pictures", done, len(todo))
    return {shot.label: shot.files for shot in shots}


def size(form: Format, longer: int) -> tuple[int, int]:
    """Width and height in even pixels."""
    most = max(form.width, form.height)
    return tuple(max(2, round(side * longer / most / 2) * 2) for side in (form.width, form.height))  # type: ignore


def enough(millimetres: float) -> int:
    """Pixels for a picture this long on paper: some 180 an inch."""
    return next((n for n in SIZES if n >= millimetres / 25.4 * 180), SIZES[-1])


# ---------------------------------------------------------------------------------------------- helpers


def _shot(film: Film, panel: Panel, longer: int, folder: Path) -> _Shot:
    """The pictures are two frames of a pass so slow that its second is the shot's last."""
    first, last = (picture.frame for picture in panel.pictures)
    width, height = size(film.story.format, longer)
    fps = film.story.format.fps / max(last - first, 1)
    recipe = passes.written("picture", panel.label, Fraction(first), passes.Sampling(fps, 2, width, height), 2)
    key = digest.of({"stills": passes.key(recipe, film.context), "edition": EDITION, "quality": _QUALITY})
    return _Shot(panel.label, recipe, (folder / f"{key}-first.jpg", folder / f"{key}-last.jpg"))


def _drawing(film: Film, shots: list[_Shot]) -> Callable[[int], None]:
    def draw(number: int) -> None:
        shot = shots[number]
        roll = drawn.ready(shot.recipe, film.context)
        for frame, path in enumerate(shot.files):
            files.write(path, _jpeg(drawn.picture(roll, frame)), sync=False)

    return draw


def _jpeg(picture: NDArray[np.uint8]) -> bytes:
    held = io.BytesIO()
    Image.fromarray(picture).save(held, "JPEG", quality=_QUALITY, optimize=True)
    return held.getvalue()
