"""A shot's passes printed: which files each has, and how they are made.

Frames are drawn several at a time and written in order, so the same film gives the same bytes however many are under
way. Numbers go to numpy's own container; pictures are numbered PNGs, to the letter what was drawn, and videos.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..core import files
from ..film.colour import grey, planes
from ..film.encode import PASS, Planes, encode
from ..film.still import npz, png
from ..providers import passes
from ..providers.previz import passes as drawn
from ..providers.previz.passes import Roll, Shown, Skeleton
from ..render.workers import in_order

SURFACES = ("depth", "id", "normal", "flow")  # written from one drawing of each frame
_FILES = {"rgb": ("rgb.mp4", "rgb", "first.png", "last.png"), "depth": ("depth.npz", "depth.mp4"),
          "id": ("id.npz", "ids.json"), "normal": ("normal.npz", "normal", "normal.mp4"),
          "pose": ("pose.json", "pose.mp4"), "flow": ("flow.npz", "seen.npz")}
FAST = 1  # how hard numbered pictures are packed
Draw = Callable[[Roll, int], Any]
Add = Callable[[np.ndarray], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one shot's passes are written, how many frames are drawn at once, and who is told of each."""

    folder: Path
    workers: int
    told: Callable[[int], None]

    def frames(self, draw: Callable[[int], Any], count: int) -> Iterator[Any]:
        for frame in in_order(draw, count, self.workers):
            yield frame
            self.told(1)


def there(folder: Path, kind: str, frames: int) -> bool:
    """Whether all files of a pass are."""
    last = _numbered(frames - 1, frames)
    paths = (folder / name for name in _FILES[kind])
    return all(path.is_file() or (path / last).is_file() for path in paths)


def clear(folder: Path, kind: str) -> None:
    for name in _FILES[kind]:
        files.remove(folder / name)


def drawings(kinds: Collection[str]) -> int:
    """How often each frame is drawn."""
    again = {"rgb": 1, "depth": 1, "pose": 1}
    return sum(again.get(kind, 0) for kind in kinds) + bool(set(kinds) & set(SURFACES))


def rgb(desk: Desk, roll: Roll) -> None:
    """Pictures and their video; the first and the last once more, for models that ask for those."""
    folder = files.folder(desk.folder / "rgb")
    _video(desk, "rgb.mp4", roll, lambda roll, frame: planes(_kept(folder, roll, frame, drawn.picture(roll, frame))))
    for name, frame in (("first.png", 0), ("last.png", roll.frames - 1)):
        files.write(desk.folder / name, (folder / _numbered(frame, roll.frames)).read_bytes())


def surfaces(desk: Desk, roll: Roll, kinds: Collection[str]) -> None:
    """Those of `SURFACES` that are in `kinds`, but for the list of names."""
    folder = files.folder(desk.folder / "normal") if "normal" in kinds else None

    def draw(frame: int) -> tuple[Shown, Planes | None]:
        shown = drawn.surfaces(roll, frame, later="flow" in kinds and frame + 1 < roll.frames)
        return shown, planes(_kept(folder, roll, frame, shown.shaded)) if folder else None

    def printed(adds: dict[str, Add]) -> Iterator[Planes]:
        for shown, picture in desk.frames(draw, roll.frames):
            _add(adds, shown)
            if picture is not None:
                yield picture

    with ExitStack() as open_:
        adds = {kind: open_.enter_context(npz(desk.folder / f"{kind}.npz", kind, count, shape, number))
                for kind, count, shape, number in _boxes(roll, kinds)}
        if folder:
            _encode(desk, "normal.mp4", roll, printed(adds))
        else:
            deque(printed(adds), maxlen=0)
    if "depth" in kinds:
        _video(desk, "depth.mp4", roll, _bright)


def pose(desk: Desk, roll: Roll) -> None:
    found: dict[int, tuple[Skeleton, ...]] = {}

    def draw(roll: Roll, frame: int) -> Planes:
        found[frame] = drawn.pose(roll, frame)
        return planes(drawn.sticks.draw(found[frame], roll.sampling.width, roll.sampling.height))

    _video(desk, "pose.mp4", roll, draw)
    write(desk.folder / "pose.json", {
        "joints": drawn.JOINTS, "seen": {"2": "in sight", "1": "nearly: behind the own body or something thin",
                                         "0": "hidden or out of the picture"},
        "fps": str(roll.sampling.fps), "width": roll.sampling.width, "height": roll.sampling.height,
        "frames": [[_told(one) for one in found[frame]] for frame in range(roll.frames)]})


def names(folder: Path, numbers: dict[str, int]) -> None:
    write(folder / "ids.json", {"sky": passes.SKY, "floor": passes.FLOOR, "room": passes.ROOM, "names": numbers})


def need(path: Path, roll: Roll, kind: str, jobs: int) -> None:
    """The video of a pass as a model is sent it."""
    draw = {"depth": _bright, "pose": _limbs, "figure": _colours, "picture": _colours}[kind]
    desk = Desk(path.parent, jobs or os.cpu_count() or 1, _unheard)
    _video(desk, path.name, roll, draw)


def write(path: Path, value: Any) -> None:
    """A value as JSON, in one line."""
    files.write(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _boxes(roll: Roll, kinds: Collection[str]) -> Iterator[tuple[str, int, tuple[int, ...], type[np.generic]]]:
    """Name, frames, shape and numbers of each array; from the last frame nothing flows."""
    size, n = (roll.sampling.height, roll.sampling.width), roll.frames
    told = {"depth": (n, size, np.float32), "id": (n, size, np.uint16), "normal": (n, (*size, 3), np.float16),
            "flow": (n - 1, (*size, 2), np.float32)}
    yield from ((kind, *told[kind]) for kind in SURFACES if kind in kinds)
    if "flow" in kinds:
        yield "seen", n - 1, size, np.bool_


def _add(adds: dict[str, Add], shown: Shown) -> None:
    found = {"depth": shown.depth, "id": shown.names, "normal": shown.normals, "flow": shown.flow, "seen": shown.seen}
    for name, add in adds.items():
        frame = found[name]
        if frame is not None:
            add(frame)


def _kept(folder: Path, roll: Roll, frame: int, picture: drawn.Picture) -> drawn.Picture:
    png(folder / _numbered(frame, roll.frames), picture, level=FAST, sync=False)
    return picture


def _numbered(frame: int, frames: int) -> str:
    """Four digits, more where a shot has more frames: names sort as frames do."""
    return f"{frame:0{max(4, len(str(frames - 1)))}d}.png"


def _told(one: Skeleton) -> dict[str, Any]:
    """A person in a frame; what lies behind the lens has no pixels."""
    spots = zip(one.pixels.tolist(), one.depth.tolist(), strict=True)
    pixels = [spot if before > 0 else None for spot, before in spots]
    return {"name": one.name, "metres": one.points.tolist(), "pixels": pixels, "depth": one.depth.tolist(),
            "seen": one.seen.tolist()}


def _video(desk: Desk, name: str, roll: Roll, draw: Callable[[Roll, int], Planes]) -> None:
    _encode(desk, name, roll, desk.frames(lambda frame: draw(roll, frame), roll.frames))


def _encode(desk: Desk, name: str, roll: Roll, frames: Iterator[Planes]) -> None:
    size = roll.sampling
    encode(desk.folder / name, frames, size.width, size.height, size.fps, (0,), PASS)


def _colours(roll: Roll, frame: int) -> Planes:
    return planes(drawn.picture(roll, frame))


def _bright(roll: Roll, frame: int) -> Planes:
    return grey(drawn.bright(roll, frame))


def _limbs(roll: Roll, frame: int) -> Planes:
    return planes(drawn.pose_picture(roll, frame))


def _unheard(frames: int) -> None:
    return
