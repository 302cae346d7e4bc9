"""The film at the end of it: the chosen takes trimmed to the timeline, joined with sound and words, in one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..core import files
from ..core.diagnostic import Problems
from ..core.errors import UsageError
from ..core.world import OutsideProject
from ..film.conform import FITS, Shape
from ..film.encode import Style
from ..film.index import index
from ..lang.media import footage as written
from ..narrative.story import Shot
from ..plan.select import keep
from ..stitch.assemble import STYLE, Options, assemble
from ..stitch.captioning import Kind
from ..stitch.lay import Footage, lay
from ..stitch.sequence import Sequence as Edits
from ..stitch.soundtrack import hearing
from ..stitch.takes import Take
from .film import Film, Read, build_folder
from .lettering import captioned, lettered
from .make import Watch, cores, unwatched

STYLES = {"h264": STYLE, "prores": Style("", 0, codec="prores"), "av1": Style("8", 24, codec="av1")}
CODECS = tuple(STYLES)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a film is delivered. `fit` says what becomes of clips of another shape: see `film.conform`. `captions` and
    `languages` are those of `lettering.captioned`; `loudness` is in LUFS, None for as loud as it is; `jobs` are parts
    coded at once, 0 one a core."""

    codec: str = "h264"
    fit: str = "auto"
    captions: Kind = "sidecar"
    languages: str = ""
    loudness: float | None = -16.0
    voices: bool = True
    jobs: int = 0

    def __post_init__(self) -> None:
        for given, known, what in ((self.codec, CODECS, "codec"), (self.fit, FITS, "fit")):
            if given not in known:
                raise UsageError(f"there is no {what} {given}; there are {', '.join(known)}")


MANNER = Manner()


@dataclass(frozen=True, slots=True)
class Cut:
    """A film on the disk. `copied` frames are the clips' own, `coded` were made, `fresh` of them in this run; `previz`
    are the shots that stand in for takes nobody made, `notes` what is otherwise than asked."""

    path: Path
    beside: tuple[Path, ...]
    frames: int
    copied: int
    coded: int
    fresh: int
    previz: tuple[str, ...]
    notes: tuple[str, ...]
    problems: Problems


def cut(
    film: Film, takes: Sequence[Take], out: Path | None = None, *, manner: Manner = MANNER, watch: Watch | None = None
) -> Cut:
    """Write the film of these takes to the folder `out`, else to its build folder. UsageError for a film without
    pictures, MediaError for clips that cannot be used, FileError for the disk."""
    watch = watch or unwatched
    edits, left_out = sequence(film, takes)
    told = film.story.format
    shape = Shape(told.width, told.height, film.timeline.fps, manner.fit)
    wanted = captioned(film.read, manner.captions, manner.languages)
    words, problems = lettered(film.read, edits, (told.width, told.height), wanted)
    folder, style = files.folder(build_folder(film.read, out)), STYLES[manner.codec]
    options = Options(style, shape, folder / "parts", workers=manner.jobs or cores(), voices=manner.voices)
    heard = hearing(film.read.world, film.losses, manner.loudness)
    reel = assemble(edits, film.story, folder / f"film{style.suffix}", options=options, words=words, heard=heard,
                    report=_counting(watch, "writing the film", edits.frames),
                    coding=_counting(watch, "coding", edits.frames), captioned=wanted)
    previz = tuple(dict.fromkeys(edit.label for edit in edits.edits if edit.previz))
    return Cut(reel.path, reel.beside, reel.clip.frames, reel.copied, reel.coded, reel.fresh,
               () if film.provider.local else previz, (*left_out, *reel.notes), problems)


def sequence(film: Film, takes: Sequence[Take]) -> tuple[Edits, tuple[str, ...]]:
    """The film's edits, and what is said of shots that have no pictures: they are left out. UsageError where none
    has any."""
    footage = dict(_footage(film.read))
    there = {cut.shot.label for take in takes for cut in take.segment.cuts} | footage.keys()
    meant = [slot.label for slot in film.timeline.slots if slot.label in film.read.labels]
    missing = [label for label in meant if label not in there]
    shown = keep(film.timeline, film.read.labels & there)
    if not shown.slots:
        raise UsageError("there is nothing to cut: no shot of the script has pictures")
    notes = (f"there are no pictures of {', '.join(missing)}: left out of the film",) if missing else ()
    return lay(shown, tuple(takes), footage), notes


def _footage(film: Read) -> Iterator[tuple[str, Footage]]:
    """The finished footage of shots that name some, where the file is there."""
    handles: Mapping[str, tuple[int, int]] = film.story.handles()
    for shot in film.story.shots:
        found = _file(film, shot)
        if found:
            path, at = found
            yield shot.label, _held(path, at, shot.frames, handles[shot.label], film.timeline.fps)


def _file(film: Read, shot: Shot) -> tuple[Path, Fraction] | None:
    """The file a shot takes, and the second of it at which the shot begins."""
    said = next((one for one in shot.said if one.head == "take"), None)
    if said is None or film.world is None:
        return None
    path, begins = written(said.text)
    try:
        place = film.world.resolve(said.span.source, path)
    except OutsideProject:
        return None
    return (Path(place), _seconds(begins, film.timeline.fps)) if film.world.exists(place) else None


def _held(path: Path, at: Fraction, frames: int, handles: tuple[int, int], fps: Fraction) -> Footage:
    """As much of the file before and after the shot as its dissolves need and there is."""
    lead, tail = handles
    after = int((index(path).seconds - at) * fps) - frames
    return Footage(path, at, min(lead, int(at * fps)), min(tail, max(after, 0)))


def _seconds(text: str, fps: Fraction) -> Fraction:
    """`3s` or `72f`, and nothing for none."""
    value = Fraction(text[:-1].strip() or 0) if text else Fraction(0)
    return value / fps if text.endswith("f") else value


def _counting(watch: Watch, what: str, total: int) -> Callable[[int], None]:
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        watch(what, done, total)

    return told
