"""Passes as files: the folders of `previz --passes`, and the file of one need that a request stands on.

Everything here draws with the previz renderer and writes; what is drawn is decided in `providers.passes` and
`providers.previz.passes`. The same film, the same bytes, however many frames are drawn at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from ..core import digest, files, timebase
from ..core.errors import UsageError
from ..film.colour import grey, planes
from ..film.encode import PASS, Planes, encode
from ..film.still import npz, png
from ..narrative.story import Beat
from ..providers import passes
from ..providers.contract import Need
from ..providers.passes import Sampling
from ..providers.previz import passes as drawn
from ..providers.previz.edition import EDITION
from ..providers.previz.passes import Roll, Skeleton
from ..render.workers import in_order
from .film import Film, build_folder
from .make import Watch

KINDS = ("rgb", "depth", "pose", "id")
CONVENTION = ("right-handed, Y up, camera looks along -Z, metres; pixel centres at .5, depth along the lens axis; "
              "frame i is the state i / fps seconds after the first")
_PASS = {"rgb": "picture", "depth": "depth", "pose": "pose", "id": "id"}
_FILES = {"rgb": ("rgb.mp4", "rgb.png"), "depth": ("depth.npz", "depth.mp4"), "pose": ("pose.json", "pose.mp4"),
          "id": ("id.npz", "ids.json")}
Draw = Callable[[Roll, int], Any]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one shot's passes are written, how many frames are drawn at once, and who is told of each."""

    folder: Path
    workers: int
    told: Callable[[int], None]

    def frames(self, roll: Roll, draw: Draw) -> Iterator[Any]:
        for frame in in_order(lambda number: draw(roll, number), roll.frames, self.workers):
            yield frame
            self.told(1)


def write(
    film: Film, kinds: Collection[str], *, fps: Fraction | None = None, frames: int | None = None,
    out: Path | None = None, jobs: int = 0, watch: Watch | None = None,
) -> tuple[Path, ...]:
    """A folder `passes/<shot>` for each shot meant, with the passes asked for (`KINDS`) and `shot.json`.

    Frames are the film's own, from the shot's first to its last, without handles; `fps` and `frames` ask for others.
    UsageError for a kind there is not, FileError and MediaError for what cannot be written.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"there is no pass {kind!r}; there are {', '.join(KINDS)}")
    home = build_folder(film.read, out) / "passes"
    labels = [slot.label for slot in film.timeline.slots if slot.label in film.read.labels]
    samplings = {label: _sampling(film, label, fps, frames) for label in labels}
    told = _counter(watch, sum(_drawings(kinds) * one.frames for one in samplings.values()))
    made = []
    for label, sampling in samplings.items():
        desk = _Desk(files.folder(home / stem(label)), jobs or os.cpu_count() or 1, told)
        _shot(desk, label, [kind for kind in KINDS if kind in kinds], sampling, film)
        made.append(desk.folder)
    return tuple(made)


def fulfil(need: Need, film: Film, folder: Path, jobs: int = 0) -> Path:
    """The file of a need that is a pass: a video, or a PNG of a first or last frame.

    It is named after the need's key and what draws it, so that one that is there is not made again.
    """
    assert need.role in passes.PASSES and need.key == passes.key(need.recipe, film.context), "a need of another film"
    still, kind = need.role in passes.STILLS, need.recipe["pass"]
    name = digest.of({"need": need.key, "still": still, "edition": EDITION, "encoder": str(PASS)})
    path = files.folder(folder) / f"{name}{'.png' if still else '.mp4'}"
    if path.is_file():
        return path
    roll = drawn.ready(need.recipe, film.context)
    if still:
        png(path, drawn.picture(roll, 0))
    else:
        desk = _Desk(folder, jobs or os.cpu_count() or 1, _unheard)
        _video(desk, path, roll, {"depth": _bright, "pose": _limbs, "figure": _colours, "picture": _colours}[kind])
    return path


def stem(label: str) -> str:
    """A shot's folder: letters a file system takes, and never its own dots."""
    name = quote(label, safe="")
    return name if name.strip(".") else name.replace(".", "%2E")


def _shot(desk: _Desk, label: str, kinds: list[str], sampling: Sampling, film: Film) -> None:
    """All passes of one shot, then the file that tells of them. What an earlier run left is kept if it is the same,
    and taken away if it is not."""
    recipes = {kind: passes.written(_PASS[kind], label, Fraction(0), sampling, sampling.frames) for kind in KINDS}
    digests = {kind: _made(recipe, film) for kind, recipe in recipes.items()}
    left = _left(desk.folder)
    kept = [kind for kind in KINDS if left["digests"].get(kind) == digests[kind] and _whole(desk.folder, kind)]
    _clear(desk.folder, kept)
    ends = left.get("depth")
    for kind in kinds:
        if kind in kept:
            desk.told(_drawings([kind]) * sampling.frames)
            continue
        roll = drawn.ready(recipes[kind], film.context)
        _WRITERS[kind](desk, roll, film)
        ends = {"white_m": _metres(roll.near), "black_m": _metres(roll.far)} if kind == "depth" else ends
    there = {kind: digests[kind] for kind in KINDS if kind in kinds or kind in kept}
    told = _told(label, film, drawn.ready(recipes["pose"], film.context)) | {"digests": there}
    _json(desk.folder / "shot.json", told | ({"depth": ends} if "depth" in there else {}))


def _made(recipe: dict[str, Any], film: Film) -> str:
    """The digest of a pass and of what draws and encodes it."""
    return digest.of({"pass": passes.key(recipe, film.context), "edition": EDITION, "encoder": str(PASS)})


def _left(folder: Path) -> dict[str, Any]:
    """What an earlier run told of a shot."""
    try:
        told = json.loads((folder / "shot.json").read_text(encoding="utf-8"))
        return told if isinstance(told["digests"], dict) else {"digests": {}}
    except (OSError, ValueError, TypeError, KeyError):
        return {"digests": {}}


def _whole(folder: Path, kind: str) -> bool:
    return all((folder / name).is_file() for name in _FILES[kind])


def _clear(folder: Path, kept: list[str]) -> None:
    """`shot.json` goes first: no file may stand beside a word that is not its own."""
    files.remove(folder / "shot.json")
    for kind in KINDS:
        if kind not in kept:
            for name in _FILES[kind]:
                files.remove(folder / name)


def _rgb(desk: _Desk, roll: Roll, film: Film) -> None:
    png(desk.folder / "rgb.png", drawn.picture(roll, 0))
    _video(desk, desk.folder / "rgb.mp4", roll, _colours)


def _depth(desk: _Desk, roll: Roll, film: Film) -> None:
    npz(desk.folder / "depth.npz", "depth", desk.frames(roll, drawn.depth), roll.frames)
    _video(desk, desk.folder / "depth.mp4", roll, _bright)


def _pose(desk: _Desk, roll: Roll, film: Film) -> None:
    found = list(desk.frames(roll, drawn.pose))
    _json(desk.folder / "pose.json", {
        "joints": drawn.JOINTS, "seen": {"2": "in sight", "1": "nearly: behind the own body or something thin",
                                         "0": "hidden or out of the picture"},
        "fps": str(roll.sampling.fps), "width": roll.sampling.width, "height": roll.sampling.height,
        "frames": [[{"name": one.name, "metres": one.points.tolist(), "pixels": _spots(one),
                     "depth": one.depth.tolist(), "seen": one.seen.tolist()} for one in people] for people in found]})
    _video(desk, desk.folder / "pose.mp4", roll, _limbs)


def _spots(one: Skeleton) -> list[list[float] | None]:
    """Pixels of joints; what lies behind the lens has none."""
    return [spot if before > 0 else None for spot, before in zip(one.pixels.tolist(), one.depth.tolist(), strict=True)]


def _id(desk: _Desk, roll: Roll, film: Film) -> None:
    npz(desk.folder / "id.npz", "id", desk.frames(roll, drawn.names), roll.frames)
    _json(desk.folder / "ids.json", {"sky": passes.SKY, "floor": passes.FLOOR, "room": passes.ROOM,
                                     "names": passes.numbers(film.context)})


_WRITERS: dict[str, Callable[[_Desk, Roll, Film], None]] = {"rgb": _rgb, "depth": _depth, "pose": _pose, "id": _id}


def _drawings(kinds: Collection[str]) -> int:
    """How often each frame is drawn."""
    return sum({"rgb": 1, "id": 1}.get(kind, 2) for kind in set(kinds))


def _video(desk: _Desk, path: Path, roll: Roll, draw: Callable[[Roll, int], Planes]) -> None:
    size = roll.sampling
    encode(path, desk.frames(roll, draw), size.width, size.height, size.fps, (0,), PASS)


def _colours(roll: Roll, frame: int) -> Planes:
    return planes(drawn.picture(roll, frame))


def _bright(roll: Roll, frame: int) -> Planes:
    return grey(drawn.bright(roll, frame))


def _limbs(roll: Roll, frame: int) -> Planes:
    return planes(drawn.pose_picture(roll, frame))


def _told(label: str, film: Film, roll: Roll) -> dict[str, Any]:
    """What is known of a shot and its camera, for whoever reads its passes."""
    shot, scene = passes.staged(label, film.story)
    camera, size = drawn.camera(roll), roll.sampling
    return {
        "shot": label, "scene": scene.label, "heading": scene.heading, "fps": str(size.fps), "frames": size.frames,
        "width": size.width, "height": size.height, "convention": CONVENTION,
        "clauses": [film.context.words(clause.span) for clause in shot.clauses],
        "text": [_beat(beat) for beat in shot.beats],
        "camera": {
            "cam_to_world": camera.cam_to_world.tolist(), "K": _rounded(camera.intrinsics(size.width, size.height)),
            "focal_mm": camera.focal.tolist(), "focus_m": camera.focus.tolist(), "stop": camera.stop,
            "gate_mm": _rounded(np.array((camera.gate.width, camera.gate.height)))},
    }


def _beat(beat: Beat) -> dict[str, Any]:
    told = {"kind": beat.kind, "who": beat.who, "text": beat.text, "start": str(beat.start),
            "seconds": str(beat.seconds)}
    return {key: value for key, value in told.items() if value}


def _sampling(film: Film, label: str, fps: Fraction | None, frames: int | None) -> Sampling:
    fmt, stage = film.story.format, film.stage.shots[label]
    rate = fps or fmt.fps
    count = frames or max(1, timebase.frames(Fraction(stage.frames) / fmt.fps, rate))
    return Sampling(rate, count, fmt.width, fmt.height)


def _metres(inverse: float) -> float | None:
    return round(1 / inverse, 4) if inverse > 0 else None


def _rounded(values: np.ndarray) -> Any:
    return np.round(values, 6).tolist()


def _json(path: Path, value: Any) -> None:
    files.write(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _counter(watch: Watch | None, total: int) -> Callable[[int], None]:
    done = 0

    def told(frames: int) -> None:
        nonlocal done
        done += frames
        if watch:
            watch("drawing passes", done, total)

    return told


def _unheard(frames: int) -> None:
    return
