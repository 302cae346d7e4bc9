"""A film handed to other programs: its takes as a cut list, written in the formats asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from ..core import files
from ..core.errors import UsageError
from ..film.clip import Clip
from ..film.probe import probe
from ..stitch.captions import captions, srt, vtt
from ..stitch.exports import aaf, edl, fcp7, fcpxml, otio, table
from ..stitch.exports.cutlist import CutList, cutlist
from ..stitch.sequence import Sequence as Edits
from ..stitch.takes import Take
from .cutting import sequence
from .exchange import Exported
from .film import Film, build_folder

_WRITERS: dict[str, tuple[str, Callable[[CutList], bytes]]] = {
    "otio": (".otio", otio.write), "edl": (".edl", edl.write), "fcp7": (".xml", fcp7.write),
    "fcpxml": (".fcpxml", fcpxml.write), "aaf": (".aaf", aaf.write), "clips": (".clips.csv", table.write),
}
_WORDS = {"srt": srt, "vtt": vtt}
FORMATS = (*_WRITERS, *_WORDS)


def export(film: Film, takes: Sequence[Take], formats: Sequence[str], *, out: Path | None = None, start: str = ""
           ) -> Exported:
    """Write the film cut from these takes to `out`, else to its build folder, a file for each of `formats`.

    `start` is the timecode of the first frame, else 01:00:00:00. UsageError for a format or timecode there is none of,
    MediaError for clips that cannot be read, FileError for the disk.
    """
    unknown = [one for one in formats if one not in FORMATS]
    if unknown:
        raise UsageError(f"there is no format {unknown[0]}; there are {', '.join(FORMATS)}")
    edits, told = sequence(film, takes)
    cuts = _cuts(film, edits, start)
    made = {one: _made(one, cuts, edits, film) for one in dict.fromkeys(formats)}
    folder = files.folder(build_folder(film.read, out))
    paths = tuple(folder / f"{film.read.name}{_suffix(one)}" for one in made)
    for path, data in zip(paths, made.values(), strict=True):
        files.write(path, data)
    return Exported(paths, (*told, *edits.notes, *(note for one in made for note in _lossy(one, cuts))))


def _cuts(film: Film, edits: Edits, start: str) -> CutList:
    clips: Mapping[Path, Clip] = {path: probe(path) for path in dict.fromkeys(edit.path for edit in edits.edits)}
    try:
        return cutlist(edits, film.story, clips, film.story.title or film.read.name, start)
    except ValueError as trouble:
        raise UsageError(f"--start: {trouble}") from trouble


def _made(name: str, cuts: CutList, edits: Edits, film: Film) -> bytes:
    if name in _WORDS:
        return _WORDS[name](captions(edits, film.story)).encode(errors="backslashreplace")
    return _WRITERS[name][1](cuts)


def _suffix(name: str) -> str:
    return _WRITERS[name][0] if name in _WRITERS else f".{name}"


def _lossy(name: str, cuts: CutList) -> Iterator[str]:
    """What a format cannot say of this film."""
    rates = {event.clip.fps for event in cuts.events} - {cuts.fps}
    wipes = any(event.edit.crossing and event.edit.into and event.edit.into.kind == "wipe" for event in cuts.events)
    if name in ("edl", "aaf") and rates:
        yield f"{name}: clips of other rates are counted in frames of the film"
    if name == "aaf" and wipes:
        yield "aaf: wipes are written as dissolves"
    if name == "fcp7" and cuts.fps.denominator not in (1, 1001):
        yield f"fcp7: the format has no rate of {cuts.fps} frames a second; the nearest whole one is written"
