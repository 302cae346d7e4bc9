"""Any folder of clips as takes: files named by a segment, a shot, or the digest of what was asked.

`1A-1D.mp4`, `003-1A-1D.mov`, `take2_1a-1d.MP4` and `1A.mp4` are found by the name that stands in them, the longest
one; a shot's file alone is one cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..core.errors import FileError, UsageError
from ..plan.timeline import Segment
from .takes import Take

SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mxf", ".ts"})
_DIGEST = 12
"""Fewest letters of a digest by which a file is known."""


def takes(
    folder: Path, segments: Sequence[Segment], keys: Mapping[str, str], provider: str, previz: bool
) -> tuple[tuple[Take, ...], tuple[Path, ...]]:
    """The clips of a folder as takes in the film's order, and the files that no name was found in.

    `keys` are the digests of what was asked for each segment, by its name. Several files of one segment are its takes
    1, 2 and so on, in the order of their names. UsageError where there is no such folder.
    """
    wanted = _names(segments)
    found: dict[str, list[Path]] = {}
    unmatched: list[Path] = []
    for path in _clips(folder):
        name = _named(path.stem.casefold(), wanted, keys)
        found.setdefault(name, []).append(path) if name else unmatched.append(path)
    made = [Take(wanted[name], path, 0 if previz else number, provider, key=keys.get(wanted[name].name, ""))
            for name in wanted for number, path in enumerate(found.get(name, ()), 1)]
    return tuple(made), tuple(unmatched)


def _clips(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}")
    try:
        return sorted(one for one in folder.iterdir() if one.suffix.casefold() in SUFFIXES and one.is_file())
    except OSError as trouble:
        raise FileError(f"cannot read {folder}: {trouble.strerror}") from trouble


def _names(segments: Iterable[Segment]) -> dict[str, Segment]:
    """Every name a file may have, casefolded, with what it should hold: a segment, or one shot of it."""
    wanted: dict[str, Segment] = {}
    for segment in segments:
        wanted.setdefault(segment.name.casefold(), segment)
        for cut in segment.cuts:
            name = f"{cut.shot.label}.{cut.part}" if cut.parts > 1 else cut.shot.label
            alone = segment.model_copy(update={"name": name, "cuts": (cut,)})
            wanted.setdefault(name.casefold(), alone)
    return wanted


def _named(stem: str, wanted: Mapping[str, Segment], keys: Mapping[str, str]) -> str:
    """The longest name that stands in a file's name by itself, else the segment of whose digest it tells enough."""
    inside = [name for name in wanted if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", stem.replace("_", " "))]
    if inside:
        return max(inside, key=len)
    digests = [name for name, key in keys.items() for word in re.findall(rf"[0-9a-f]{{{_DIGEST},}}", stem)
               if key.startswith(word)]
    return digests[0].casefold() if len(digests) == 1 else ""
