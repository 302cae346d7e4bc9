"""A script for other writing programs, and theirs as a script: Final Draft, plain Fountain, the shot list, the story.

Nothing here is drawn or paid: what is written is the script and what is understood of it.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core import files
from ..core.errors import FileError, UsageError
from ..core.span import Source
from ..lang import clean
from ..lang.finaldraft import fdx_reading, fdx_writing, fountain_reading, fountain_writing
from . import shotlist
from .film import Read, build_folder

_READABLE = (".fdx",)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files written, in the order asked for. `notes` say what a format cannot hold as it is."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """The Fountain text of another program's file; `notes` say what of the file it does not hold."""

    text: str
    paragraphs: int
    notes: tuple[str, ...]


def written(film: Read, formats: Sequence[str], *, out: Path | None = None, bom: bool = False) -> tuple[Path, ...]:
    """Write the script of a film to `out`, else to its build folder, a file for each of `formats`; with `bom` the
    table begins with the mark that Excel wants. FileError for the disk."""
    made = {one: _WRITERS[one](film) for one in dict.fromkeys(formats)}
    folder = files.folder(build_folder(film, out))
    paths = tuple(folder / f"{film.name}.{one}" for one in made)
    for path, one in zip(paths, made, strict=True):
        _not_itself(path, film)
        files.write(path, codecs.BOM_UTF8 + made[one] if bom and one == "csv" else made[one])
    return paths


def imported(path: Path) -> Imported:
    """The Fountain text of a Final Draft file. UsageError for another kind of file, FileError for one that cannot be
    read."""
    if path.suffix.lower() not in _READABLE:
        raise UsageError(f"{path} is of no kind that is read: {', '.join(_READABLE)}")
    try:
        told = fdx_reading.read(path.read_bytes())
    except FileNotFoundError as trouble:
        raise UsageError(f"there is no file {path}") from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble
    except ValueError as trouble:
        raise FileError(f"cannot read {path}: {trouble}") from trouble
    return Imported(fountain_writing.write(told.play), len(told.play.paragraphs), told.left)


def _fdx(film: Read) -> bytes:
    return fdx_writing.write(fountain_reading.read(_source(film).text))


def _fountain(film: Read) -> bytes:
    return clean.cleaned(film.script, _source(film)).encode(errors="backslashreplace")


def _csv(film: Read) -> bytes:
    return shotlist.write(film).encode(errors="backslashreplace")


def _json(film: Read) -> bytes:
    data = film.story.model_dump(mode="json")
    return (json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n").encode(errors="backslashreplace")


def _source(film: Read) -> Source:
    return film.sources[film.script.source]


def _not_itself(path: Path, film: Read) -> None:
    """A script is never written over by what is made of it."""
    if path.exists() and any(Path(name).exists() and path.samefile(name) for name in film.sources):
        raise UsageError(f"{path} is the script itself; choose another folder with --out")


_WRITERS: dict[str, Callable[[Read], bytes]] = {"fdx": _fdx, "fountain": _fountain, "csv": _csv, "json": _json}
FORMATS = tuple(_WRITERS)
