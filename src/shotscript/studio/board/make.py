"""Boards made: the values from a film, and the two files from the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...core import files
from ...core.errors import UsageError
from ...core.timebase import clock, plain
from ..film import Film, build_folder
from ..make import Watch
from .layout import Paper, layout
from .panels import panels
from .paper import pdf
from .plans import plans
from .stills import enough, stills
from .typefaces import letters_of, typefaces
from .values import Board
from .web import page
from .words import clean, every


@dataclass(frozen=True, slots=True)
class Boards:
    """What was written, and what is to be said of it."""

    html: Path
    pdf: Path
    panels: int
    plans: int
    notes: tuple[str, ...] = ()


def board(film: Film) -> Board:
    """The panels of the shots meant, and the floor plans of their scenes."""
    form, made = film.story.format, tuple(panels(film))
    frames = sum(slot.frames for slot in film.timeline.slots if slot.label in film.read.labels)
    many = f"{len(made)} shot{'s' if len(made) != 1 else ''}, {clock(frames / film.timeline.fps)}"
    facts = f"{many}; {form.width} x {form.height}, {plain(form.fps)} fps, {form.camera}"
    return Board(film.story.title or film.read.name, form.language, facts, form.width / form.height, made,
                 tuple(plans(film)))


def write(film: Film, *, paper: Paper = "a4", panels: int = 6, theme: str = "ink", fonts: Sequence[Path] = (),
          out: Path | None = None, jobs: int = 0, watch: Watch | None = None) -> Boards:
    """`board.html` and `board.pdf` of a film, with `panels` (1 to 9) a page. Stills that are kept are not drawn again.

    theme   of the renderer's: colour, clay, ink
    fonts   files looked in before all others, for letters the system has none for
    UsageError for a film without shots and for a font that is none, FileError and MediaError for what cannot be made.
    """
    made = board(film)
    if not made.panels:
        raise UsageError("there is nothing to draw: the script has no scenes")
    picture = layout(paper, panels, made.shape).pictures[0]
    pictures = stills(film, made.panels, enough(max(picture.width, picture.height)), theme, jobs, watch)
    faces = typefaces(film.read, letters_of(map(clean, every(made))), fonts)
    folder = files.folder(build_folder(film.read, out))
    files.write(folder / "board.html", page(made, pictures))
    files.write(folder / "board.pdf", pdf(made, pictures, faces, paper, panels))
    notes = (f"no font has the letters {faces.lacking}; give one that has with --font",) if faces.lacking else ()
    return Boards(folder / "board.html", folder / "board.pdf", len(made.panels), len(made.plans), notes)
