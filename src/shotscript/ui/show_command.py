"""`shotscript show`: any stage of the compiler, as text to read or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ..core import files as disk
from ..core.errors import UsageError
from ..core.show import show, visible
from ..core.timebase import timecode
from ..studio import Read, cameras, lower, read
from . import options


@click.command("show")
@click.argument("what", type=click.Choice(["tree", "story", "timeline", "segments", "losses", "prompts", "camera"]))
@options.files
@click.option("--provider", default="", help="For segments, losses and prompts: whom to compile for.")
@options.only
@click.option("--format", "form", type=click.Choice(["text", "json", "csv", "npz"]), default="text",
              help="How to answer; csv and npz are for camera.")
@options.fps
@options.frames
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="For camera: the file to write to.")
def command(what: str, files: tuple[str, ...], provider: str, only: str, form: str, fps: Fraction | None,
            frames: int | None, out: Path | None) -> int:
    """Show what the compiler sees. `camera` gives every frame's 4x4 camera-to-world, K, lens, stop and focus as JSON,
    a table or numpy arrays, on the film's frames or on others (--fps 16 --frames 81).
    """
    _fitting(what, files, form, fps or frames, out)
    for path in files:
        film = read(Path(path), only=only)
        if what == "camera":
            _camera(cameras.cameras(film, fps, frames), form, out)
        elif form == "json":
            options.answer(_data(what, film, provider))
        else:
            click.echo("\n".join(map(visible, _text(what, film, provider).split("\n"))))
    return 0


def _fitting(what: str, files: tuple[str, ...], form: str, sampled: Any, out: Path | None) -> None:
    """UsageError for options that do not go together."""
    if what != "camera" and (form in ("csv", "npz") or sampled or out):
        raise UsageError("--fps, --frames, --out and the formats csv and npz are for `show camera`")
    if form == "npz" and not out:
        raise UsageError("arrays are no text: name a file with --out")
    if out and len(files) > 1:
        raise UsageError("--out takes the cameras of one script; show them one by one")


def _camera(shots: cameras.Shots, form: str, out: Path | None) -> None:
    if form == "npz":
        assert out
        disk.write(out, cameras.arrays(shots))
    elif form == "csv":
        disk.write(out, cameras.table(shots)) if out else click.echo(cameras.table(shots), nl=False)
    elif out:
        disk.write(out, json.dumps(cameras.told(shots), ensure_ascii=False) + "\n")
    else:
        options.answer(cameras.told(shots))


def _text(what: str, film: Read, provider: str) -> str:
    if what == "timeline":
        return _timeline(film)
    if what == "prompts":
        return "\n\n".join(f"{r.segment}\n{r.prompt}" for r in lower(film, provider).requests)
    return show(_value(what, film, provider))


def _data(what: str, film: Read, provider: str) -> Any:
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
