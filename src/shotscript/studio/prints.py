"""A shot's passes printed: which files each has, and how they are made.

What two passes show is drawn once, the picture and the bright depth in one set of threads, the rest in another: the
first needs ten times the memory. For memory's sake too, no more than two videos are coded at a time (`ROUNDS`). Frames
are drawn and packed several at a time and written in order, so the same film gives the same bytes however many are
under way. Numbers go to numpy's own container; pictures are numbered PNGs, to the letter what was drawn, and videos.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ..core import files
from ..film.aside import aside
from ..film.encode import PASS, Planes, encode, encoding
from ..film.still import npz, png_of
from ..film.zipped import Piece
from ..providers import passes
from ..providers.previz import packing
from ..providers.previz import passes as drawn
from ..providers.previz.packing import grey_planes, planes
from ..providers.previz.passes import Roll, Skeleton
from ..render.workers import in_order

SURFACES = ("depth", "id", "normal", "flow")  # from one drawing, where they are in one round
ROUNDS = (("rgb", "depth", "id", "flow"), ("normal", "pose"))
_FILES = {"rgb": ("rgb.mp4", "rgb", "first.png", "last.png"), "depth": ("depth.npz", "depth.mp4"),
          "id": ("id.npz", "ids.json"), "normal": ("normal.npz", "normal", "normal.mp4"),
          "pose": ("pose.json", "pose.mp4"), "flow": ("flow.npz", "seen.npz")}
_LOAD = {"rgb": (70, 0), "depth": (15, 20), "id": (0, 8), "normal": (0, 20), "flow": (0, 35), "pose": (0, 15)}
"""What a frame costs at four points a pixel and at one, in some unit: who draws what is shared out by it."""
Rolls = Mapping[str, Roll]


@dataclass(slots=True)
class Leaf:
    """What one frame brings to each file: a picture to each video, an array to each box, people to the list of poses.
    """

    videos: dict[str, Planes] = field(default_factory=dict)
    boxes: dict[str, Piece] = field(default_factory=dict)
    poses: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one shot's passes are written, how many frames are drawn at once, and who is told of each."""

    folder: Path
    workers: int
    told: Callable[[int], None]


def there(folder: Path, kind: str, frames: int) -> bool:
    """Whether all files of a pass are."""
    last = _numbered(frames - 1, frames)
    paths = (folder / name for name in _FILES[kind])
    return all(path.is_file() or (path / last).is_file() for path in paths)


def clear(folder: Path, kind: str) -> None:
    for name in _FILES[kind]:
        files.remove(folder / name)


def rounds(kinds: Collection[str]) -> int:
    """How often `Desk.told` hears of each frame."""
    return sum(not set(kinds).isdisjoint(some) for some in ROUNDS)


def shot(desk: Desk, rolls: Rolls) -> None:
    """Those passes of a shot that there are rolls for, but for the list of names; all rolls have the same frames."""
    for some in ROUNDS:
        if own := {kind: rolls[kind] for kind in some if kind in rolls}:
            _round(desk, own)
            _give_back()


def _round(desk: Desk, rolls: Rolls) -> None:
    one = next(iter(rolls.values()))
    for kind in {"rgb", "normal"} & set(rolls):
        files.folder(desk.folder / kind)
    with ExitStack() as open_:
        videos = {name: open_.enter_context(_video(desk, f"{name}.mp4", one))
                  for name in ("rgb", "normal", "depth", "pose") if name in rolls}
        boxes = {name: open_.enter_context(npz(desk.folder / f"{name}.npz", name, count, shape, number))
                 for name, count, shape, number in _boxes(one, rolls)}
        poses = open_.enter_context(_poses(desk.folder / "pose.json", one)) if "pose" in rolls else None
        for leaf in _leaves(desk, rolls, one.frames):
            for name, picture in leaf.videos.items():
                videos[name](picture)
            for name, piece in leaf.boxes.items():
                boxes[name](piece)
            if poses:
                poses(leaf.poses)
            desk.told(1)
    for name, frame in (("first.png", 0), ("last.png", one.frames - 1)) if "rgb" in rolls else ():
        files.write(desk.folder / name, (desk.folder / "rgb" / _numbered(frame, one.frames)).read_bytes())


def names(folder: Path, numbers: dict[str, int]) -> None:
    write(folder / "ids.json", {"sky": passes.SKY, "floor": passes.FLOOR, "room": passes.ROOM, "names": numbers})


def need(path: Path, roll: Roll, kind: str, jobs: int) -> None:
    """The video of a pass as a model is sent it."""
    draw = {"depth": _bright, "pose": _limbs, "figure": _colours, "picture": _colours}[kind]
    size, frames = roll.sampling, in_order(partial(draw, roll), roll.frames, jobs or os.cpu_count() or 1)
    encode(path, frames, size.width, size.height, size.fps, (0,), PASS)


def write(path: Path, value: Any) -> None:
    """A value as JSON, in one line."""
    files.write(path, _json(value) + "\n")


def _give_back() -> None:
    """What a round leaves free in glibc's heaps, one for each thread there was, goes back to the system."""
    trim = None if sys.platform == "win32" else getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def _leaves(desk: Desk, rolls: Rolls, frames: int) -> Iterator[Leaf]:
    """All of each frame, in order."""
    whole, fine = (sum(cost[i] for kind, cost in _LOAD.items() if kind in rolls) for i in (1, 0))
    first = max(1, round(desk.workers * fine / (whole + fine))) if fine else 0
    apart = desk.workers > 1
    leaves = in_order(partial(_surfaces, desk, rolls), frames, max(1, desk.workers - first), apart) if whole else None
    if fine:
        for leaf in in_order(partial(_pictures, desk, rolls), frames, first, apart):
            if leaves:
                other = next(leaves)
                leaf.videos |= other.videos
                leaf.boxes, leaf.poses = other.boxes, other.poses
            yield leaf
    elif leaves:
        yield from leaves


def _pictures(desk: Desk, rolls: Rolls, frame: int) -> Leaf:
    leaf, picture, bright = Leaf(), None, None
    if "rgb" in rolls and "depth" in rolls:
        picture, bright = drawn.picture_and_bright(rolls["rgb"], rolls["depth"], frame)
    elif "rgb" in rolls:
        picture = drawn.picture(rolls["rgb"], frame)
    else:
        bright = drawn.bright(rolls["depth"], frame)
    if picture is not None:
        _keep(desk.folder / "rgb", rolls["rgb"], frame, picture)
        leaf.videos["rgb"] = planes(picture)
    if bright is not None:
        leaf.videos["depth"] = grey_planes(bright)
    return leaf


def _surfaces(desk: Desk, rolls: Rolls, frame: int) -> Leaf:
    leaf, kinds = Leaf(), [kind for kind in SURFACES if kind in rolls]
    for name, found in drawn.arrays(rolls[kinds[0]], frame, kinds) if kinds else ():
        if name == "shaded":
            _keep(desk.folder / "normal", rolls["normal"], frame, found)
            leaf.videos["normal"] = planes(found)
        else:
            leaf.boxes[name] = packing.array(found)
        del found  # before the next one is made
    if "pose" in rolls:
        people, size = drawn.pose(rolls["pose"], frame), rolls["pose"].sampling
        leaf.poses = _json([_told(one) for one in people])
        leaf.videos["pose"] = planes(drawn.sticks.draw(people, size.width, size.height))
    return leaf


def _boxes(roll: Roll, kinds: Collection[str]) -> Iterator[tuple[str, int, tuple[int, ...], type[np.generic]]]:
    """Name, frames, shape and numbers of each array; from the last frame nothing flows."""
    size, n = (roll.sampling.height, roll.sampling.width), roll.frames
    told = {"depth": (n, size, np.float32), "id": (n, size, np.uint16), "normal": (n, (*size, 3), np.float16),
            "flow": (n - 1, (*size, 2), np.float32)}
    yield from ((kind, *told[kind]) for kind in SURFACES if kind in kinds)
    if "flow" in kinds:
        yield "seen", n - 1, size, np.bool_


@contextmanager
def _poses(path: Path, roll: Roll) -> Iterator[Callable[[str], None]]:
    """A list of people for each frame, as JSON: however long the shot is, no more than a frame of it is held."""
    head = _json({
        "joints": drawn.JOINTS, "seen": {"2": "in sight", "1": "nearly: behind the own body or something thin",
                                         "0": "hidden or out of the picture"},
        "fps": str(roll.sampling.fps), "width": roll.sampling.width, "height": roll.sampling.height})
    before = head.removesuffix("}") + ',"frames":['
    with aside(path) as part, open(part, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:

        def add(frame: str) -> None:
            nonlocal before
            file.write(before + frame)
            before = ","

        yield add
        file.write("]}\n")


def _keep(folder: Path, roll: Roll, frame: int, picture: drawn.Picture) -> None:
    png_of(folder / _numbered(frame, roll.frames), picture.shape, packing.picture(picture), sync=False)


def _numbered(frame: int, frames: int) -> str:
    """Four digits, more where a shot has more frames: names sort as frames do."""
    return f"{frame:0{max(4, len(str(frames - 1)))}d}.png"


def _told(one: Skeleton) -> dict[str, Any]:
    """A person in a frame; what lies behind the lens has no pixels."""
    spots = zip(one.pixels.tolist(), one.depth.tolist(), strict=True)
    pixels = [spot if before > 0 else None for spot, before in spots]
    return {"name": one.name, "metres": one.points.tolist(), "pixels": pixels, "depth": one.depth.tolist(),
            "seen": one.seen.tolist()}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _video(desk: Desk, name: str, roll: Roll) -> AbstractContextManager[Callable[[Planes], None]]:
    size = roll.sampling
    return encoding(desk.folder / name, size.width, size.height, size.fps, (0,), PASS)


def _colours(roll: Roll, frame: int) -> Planes:
    return planes(drawn.picture(roll, frame))


def _bright(roll: Roll, frame: int) -> Planes:
    return grey_planes(drawn.bright(roll, frame))


def _limbs(roll: Roll, frame: int) -> Planes:
    return planes(drawn.pose_picture(roll, frame))
