"""`shotscript show`: any stage of the compiler, as text to read or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import numpy as np

from ..core.show import show, visible
from ..core.timebase import timecode
from ..studio import Read, lower, read
from . import options


@click.command("show")
@click.argument("what", type=click.Choice(["tree", "story", "timeline", "segments", "losses", "prompts", "camera"]))
@options.files
@click.option("--provider", default="", help="For segments, losses and prompts: whom to compile for.")
@options.only
@options.format
def command(what: str, files: tuple[str, ...], provider: str, only: str, form: str) -> int:
    """Show what the compiler sees. `camera` gives every frame's 4x4 camera-to-world and lens as JSON."""
    for path in files:
        film = read(Path(path), only=only)
        if form == "json" or what == "camera":
            options.answer(_data(what, film, provider))
        else:
            click.echo("\n".join(map(visible, _text(what, film, provider).split("\n"))))
    return 0


def _text(what: str, film: Read, provider: str) -> str:
    if what == "timeline":
        return _timeline(film)
    if what == "prompts":
        return "\n\n".join(f"{r.segment}\n{r.prompt}" for r in lower(film, provider).requests)
    return show(_value(what, film, provider))


def _data(what: str, film: Read, provider: str) -> Any:
    if what == "camera":
        return _cameras(film)
    if what == "prompts":
        return [r.model_dump(mode="json") for r in lower(film, provider).requests]
    value = _value(what, film, provider)
    if isinstance(value, tuple):
        return [one.model_dump(mode="json") for one in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else show(value)


def _value(what: str, film: Read, provider: str) -> Any:
    values: dict[str, Callable[[], Any]] = {
        "tree": lambda: film.script,
        "story": lambda: film.story,
        "timeline": lambda: film.timeline,
        "segments": lambda: lower(film, provider).segments,
        "losses": lambda: lower(film, provider).losses,
    }
    return values[what]()


def _timeline(film: Read) -> str:
    fps = film.timeline.fps
    whys = {shot.label: shot.why for shot in film.story.shots}
    rows = [f"{timecode(s.start, fps)}  {s.frames:5d}  {s.label:8}  {whys[s.label]}" for s in film.timeline.slots]
    return "\n".join([*rows, f"{timecode(film.timeline.frames, fps)}  {film.timeline.frames:5d}  frames at {fps}"])


def _cameras(film: Read) -> dict[str, Any]:
    """Frame i is the state at i/fps from the shot's first frame; handles are left out."""
    width, height = film.story.format.width, film.story.format.height
    shots = {}
    for label in sorted(film.labels & film.stage.shots.keys()):
        one = film.stage.shots[label]
        own = slice(one.lead, one.lead + one.frames)
        shots[label] = {
            "cam_to_world": np.round(one.camera.cam_to_world[own], 9).tolist(),
            "K": np.round(one.camera.intrinsics(width, height)[own], 6).tolist(),
            "focal_mm": np.round(one.camera.focal[own], 6).tolist(),
            "focus_m": np.round(one.camera.focus[own], 6).tolist(),
            "stop": one.camera.stop,
        }
    return {"convention": "right-handed, Y up, camera looks along -Z, metres, pixels",
            "fps": str(film.timeline.fps), "width": width, "height": height, "shots": shots}
