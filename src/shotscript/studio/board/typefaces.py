"""Fonts for a board's words: for every letter one that has it, as files in a folder of their own.

Looked for as for words over a picture: what the caller gives, the script's and the project's own, the system's plain
families, at last the font inside Pillow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...core import files
from ...core.settings import settings
from ...core.world import DiskWorld
from ...film import fonts
from ...film.fonts import Face
from ...stitch import lettering
from ..film import Read


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Faces in the order they are asked for a letter, the first is that of plain words; `bold` goes with it. `lacking`
    are letters no font has."""

    faces: tuple[Face, ...]
    bold: Path | None = None
    lacking: str = ""


def typefaces(film: Read, text: str, given: Sequence[Path] = (), system: bool = True) -> Typefaces:
    """For all letters of a text. UsageError for a font that is none."""
    world = film.world or DiskWorld(film.project)
    own = (*given, *(film.project / path for path in settings(film.project).fonts))
    case, _ = lettering.case(film.story, world, own, system)
    if given:
        case = lettering.Case((*given, *case.own), system)
    shelf = case.shelf(film.story.format.language, False)
    letters = sorted({letter for letter in text if fonts.drawn(letter) and not letter.isspace()})
    found = [shelf.cast(letter)[0] for letter in ("a", *letters)]
    faces = tuple(dict.fromkeys(face for face in found if face))
    lacking = "".join(letter for letter, face in zip(letters, found[1:], strict=True) if face is None)
    return Typefaces(faces, _bold(faces[0]) if system and faces else None, lacking)


def laid_out(found: Typefaces, folder: Path) -> list[tuple[str, int]]:
    """The faces' files in a folder; for each face its file's name there and its place in it."""
    names: dict[str, str] = {}
    for face in found.faces:
        if face.path not in names:
            names[face.path] = f"{len(names)}{Path(face.path).suffix.lower() or '.ttf'}"
            files.write(folder / names[face.path], fonts.content(face), sync=False)
    if found.bold:
        files.write(folder / f"bold{found.bold.suffix.lower()}", fonts.content(Face(str(found.bold))), sync=False)
    return [(names[face.path], face.index) for face in found.faces]


def letters_of(texts: Iterable[str]) -> str:
    return "".join(sorted(set().union(*texts)))


def _bold(face: Face) -> Path | None:
    """The bold file of the same family, beside the plain one."""
    if not face.path or not face.family:
        return None
    found = (path for path in fonts.named(face.family, bold=True) if path.parent == Path(face.path).parent)
    best = next(found, None)
    return best if best and "bold" in best.stem.casefold() and best != Path(face.path) else None
