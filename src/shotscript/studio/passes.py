"""Passes as files: the folders of `previz --passes`, and the file of one need that a request stands on.

What is drawn is decided in `providers.passes` and `providers.previz.passes`, how it is printed in `prints`; here, which
shots and frames, what of an earlier run is still good, and what is told of a shot beside its pictures.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from ..core import digest, files
from ..core.errors import UsageError
from ..film.encode import PASS
from ..film.still import png
from ..narrative.story import Beat
from ..providers import passes
from ..providers.contract import Need
from ..providers.passes import Sampling
from ..providers.previz import passes as drawn
from ..providers.previz.edition import EDITION
from ..providers.previz.passes import Roll
from . import prints
from .film import Film, build_folder
from .make import Watch
from .numbers import numbers

KINDS = ("rgb", "depth", "id", "normal", "pose", "flow")
CONVENTION = ("right-handed, Y up, camera looks along -Z, metres; pixel centres at .5, depth along the lens axis; "
              "frame i is the state i / fps seconds after the first")
_PASS = {"rgb": "picture", "pose": "pose", **dict.fromkeys(prints.SURFACES, passes.SURFACE)}


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
    samplings = {label: passes.sampling(film.stage.shots[label], film.story.format, fps, frames) for label in labels}
    told = _counter(watch, prints.rounds(kinds) * sum(one.frames for one in samplings.values()))
    known, made = numbers(film), []
    for label, sampling in samplings.items():
        desk = prints.Desk(files.folder(home / stem(label)), jobs or os.cpu_count() or 1, told)
        _shot(desk, label, [kind for kind in KINDS if kind in kinds], sampling, film, known)
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
        prints.need(path, roll, kind, jobs)
    return path


def stem(label: str) -> str:
    """A shot's folder: letters a file system takes, and never its own dots."""
    name = quote(label, safe="")
    return name if name.strip(".") else name.replace(".", "%2E")


def _shot(desk: prints.Desk, label: str, kinds: list[str], sampling: Sampling, film: Film, known: dict[str, int]
          ) -> None:
    """All passes of one shot, then the file that tells of them. What an earlier run left is kept if it is the same,
    and taken away if it is not."""
    recipes = {kind: passes.written(_PASS[kind], label, Fraction(0), sampling, sampling.frames) for kind in KINDS}
    digests = {kind: _made(kind, recipe, film, known) for kind, recipe in recipes.items()}
    left = _left(desk.folder)
    kept = [kind for kind in KINDS if left["digests"].get(kind) == digests[kind]
            and prints.there(desk.folder, kind, sampling.frames)]
    _clear(desk.folder, kept)
    wanted = [kind for kind in kinds if kind not in kept]
    desk.told((prints.rounds(kinds) - prints.rounds(wanted)) * sampling.frames)
    ends = _print(desk, wanted, recipes, film, known) or left.get("depth")
    there = {kind: digests[kind] for kind in KINDS if kind in kinds or kind in kept}
    if "id" in there:  # a kept one may know fewer names than the film has by now
        prints.names(desk.folder, known)
    told = _told(label, film, drawn.ready(recipes["pose"], film.context)) | {"digests": there}
    prints.write(desk.folder / "shot.json", told | ({"depth": ends} if "depth" in there else {}))


def _print(desk: prints.Desk, kinds: list[str], recipes: dict[str, dict[str, Any]], film: Film, known: dict[str, int]
           ) -> dict[str, float | None] | None:
    """Make these passes; how far off white and black are in the bright depth, where it is among them."""
    asked = {_PASS[kind]: recipes[kind] for kind in kinds}
    rolls = {name: drawn.ready(recipe, film.context, known) for name, recipe in asked.items()}
    prints.shot(desk, {kind: rolls[_PASS[kind]] for kind in kinds})
    if "depth" not in kinds:
        return None
    roll = rolls[passes.SURFACE]
    return {"white_m": _metres(roll.near), "black_m": _metres(roll.far)}


def _made(kind: str, recipe: dict[str, Any], film: Film, known: dict[str, int]) -> str:
    """The digest of a pass and of what draws and encodes it."""
    stage = film.stage.shots[recipe["shot"]]
    names = {one.name for one in (*stage.people, *stage.set.things)} if kind == "id" else ()
    return digest.of({"kind": kind, "pass": passes.key(recipe, film.context), "edition": EDITION,
                      "encoder": str(PASS), "numbers": {name: known[name] for name in sorted(names)}})


def _left(folder: Path) -> dict[str, Any]:
    """What an earlier run told of a shot."""
    try:
        told = json.loads((folder / "shot.json").read_text(encoding="utf-8"))
        return told if isinstance(told["digests"], dict) else {"digests": {}}
    except (OSError, ValueError, TypeError, KeyError):
        return {"digests": {}}


def _clear(folder: Path, kept: list[str]) -> None:
    """`shot.json` goes first: no file may stand beside a word that is not its own."""
    files.remove(folder / "shot.json")
    for kind in KINDS:
        if kind not in kept:
            prints.clear(folder, kind)


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


def _metres(inverse: float) -> float | None:
    return round(1 / inverse, 4) if inverse > 0 else None


def _rounded(values: np.ndarray) -> Any:
    return np.round(values, 6).tolist()


def _counter(watch: Watch | None, total: int) -> Callable[[int], None]:
    done = 0

    def told(frames: int) -> None:
        nonlocal done
        done += frames
        if watch:
            watch("drawing passes", done, total)

    return told
