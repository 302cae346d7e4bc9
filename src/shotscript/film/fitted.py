"""Files made ready to be sent: a part of a film or recording, a picture cut to a shape or made of so many pixels.

What comes out is what services take: H.264 4:2:0 with AAC in an mp4, PNG or JPEG, 16-bit wave files. The same file, the
same wish, the same bytes; a file that is as it should be is sent as it is.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from math import floor
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, __version__

from ..core import digest, files, timebase
from ..core.errors import MediaError
from . import colour
from .aside import aside
from .conform import Screen, Shape, upright
from .encode import CODER, Settings, encode
from .index import Index, index
from .join import Run, join
from .media import Media, media
from .sound import RATE, Pcm, pcm
from .strip import Strip
from .tape import Tape, played

Sides = tuple[int, int]
CODED = Settings("veryfast", 14)
"""Coded once more on the way to a model: little is lost, and the file stays small enough to be sent."""
_JPEG = {"quality": 95, "subsampling": 0}
_EDITION = f"1 {CODER} {CODED} Pillow {__version__} {_JPEG}"
_SOUNDS = ("wav", "mp3", "flac", "ogg", "aac", "aiff", "m4a")
_SAME = Fraction(1, 100)
"""Parts of a frame that clocks may be off."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a file has to be like.

    start    seconds into it where it begins; before its beginning its first picture is held, and nothing is heard
    seconds  how long it is at most; never longer, and no longer than what there is
    size     its pixels; `shape` its width over its height: either way it is cut about its middle and nothing squeezed
    only     `still`: one picture of it, that at `start`; `sound`: what is heard of it
    """

    start: Fraction = Fraction(0)
    seconds: Fraction | None = None
    size: Sides | None = None
    shape: Fraction | None = None
    only: str = ""


def wish(recipe: Mapping[str, str], fps: Fraction, only: str = "") -> Fit:
    """A recipe read: `size` 1280x720, `shape` 16:9, `from` 3s or 12f, `seconds` 6, `skip_frames` of a film of `fps`."""
    assert recipe.keys() <= {"size", "shape", "from", "seconds", "skip_frames"}, recipe
    begin = recipe.get("from", "0s").strip()
    start = Fraction(begin[:-1].strip()) / (fps if begin.endswith("f") else 1)
    width, _, height = recipe.get("size", "").partition("x")
    wide, _, high = recipe.get("shape", "").partition(":")
    return Fit(
        start + int(recipe.get("skip_frames", 0)) / fps, Fraction(recipe["seconds"]) if "seconds" in recipe else None,
        (int(width), int(height)) if width else None, Fraction(wide) / Fraction(high or 1) if wide else None, only)


def fitted(source: Path, fit: Fit, folder: Path) -> Path:
    """The file as it is wished for: `source` itself, or one in `folder` that is made once, whole or not at all.
    MediaError for a file that cannot be read or has nothing there, FileError for the disk."""
    facts = media(source)
    if _as_wished(source, facts, fit):
        return source
    try:
        outcome(facts, fit)
    except MediaError as trouble:
        raise MediaError(f"cannot use {source.name}: {trouble}") from None
    suffix, make = _kind(facts, fit)
    told = {one.name: getattr(fit, one.name) for one in fields(fit)}
    name = digest.of({"of": digest.of_bytes(source.read_bytes()), "fit": told, "edition": _EDITION})
    path = files.folder(folder) / f"{name}{suffix}"
    if not path.is_file():
        make(path, source, fit)
    return path


def outcome(facts: Media, fit: Fit) -> Media:
    """What a file will be once it is as wished, by what it is now. How large is not known before: 0 megabytes.
    MediaError, in words that go without its name, where there is nothing left of it."""
    suffix, _ = _kind(facts, fit)
    now, lasting = (facts.width, facts.height), suffix in (".mp4", ".wav")
    left = _left(facts.seconds, fit) if facts.seconds is not None else None
    seconds = left if lasting else None
    sides = _sides(now, fit, suffix == ".mp4") if suffix != ".wav" else (0, 0)
    cut = fit.size or fit.shape or not lasting
    if seconds == facts.seconds and (suffix == ".wav" or not cut or sides == now):
        return facts
    return Media(suffix[1:], Fraction(0), *sides, seconds, facts.fps if suffix == ".mp4" else None)


# ------------------------------------------------------------------------------------------- what is needed


_Making = Callable[[Path, Path, Fit], None]


def _kind(facts: Media, fit: Fit) -> tuple[str, _Making]:
    if fit.only == "sound" or facts.format in _SOUNDS:
        return ".wav", _sound
    if facts.seconds is None:
        return (".jpg" if facts.format == "jpg" else ".png"), _picture
    return (".png", _frame) if fit.only == "still" else (".mp4", _clip)


def _as_wished(source: Path, facts: Media, fit: Fit) -> bool:
    """Whether there is nothing to do."""
    if replace(fit, only="") == Fit():
        return fit.only != "still" or facts.seconds is None
    if facts.seconds is None:
        return _sides(_stands(source), fit, False) == _stands(source)
    suffix, _ = _kind(facts, fit)
    whole = fit.start == 0 and (fit.seconds is None or facts.seconds <= fit.seconds)
    return whole and (suffix == ".wav" or (suffix == ".mp4" and _usual(index(source), facts, fit)))


def _usual(source: Index, facts: Media, fit: Fit) -> bool:
    clip = source.clip
    sides = clip.width, clip.height
    coded = clip.codec == "h264" and clip.pixel == "yuv420p" and facts.format in ("mp4", "mov")
    return coded and source.turn == 0 and clip.aspect == 1 and _sides(upright(source), fit, True) == sides


def _sides(whole: tuple[Fraction | int, Fraction | int], fit: Fit, even: bool) -> Sides:
    """The pixels of what comes out: as wished for, or the most that a picture has in the shape wished for."""
    if fit.size:
        return fit.size
    wide, high = whole
    if fit.shape:
        wide, high = min(wide, high * fit.shape), min(high, wide / fit.shape)
    step = 2 if even else 1
    return max(step * round(wide / step), step), max(step * round(high / step), step)


def _left(seconds: Fraction, fit: Fit) -> Fraction:
    """How long it is then, of a file that lasts so long. MediaError, without the file's name, where nothing is left."""
    left = seconds - fit.start
    if left <= 0:
        lasts, begins = timebase.clock(seconds), timebase.clock(fit.start)
        raise MediaError(f"it lasts {lasts}, and is to be used from {begins} on")
    return left if fit.seconds is None else min(left, fit.seconds)


# ------------------------------------------------------------------------------------------------- pictures


def _picture(path: Path, source: Path, fit: Fit) -> None:
    image, profile = _opened(source)
    _cut(path, image, fit, profile)


def _frame(path: Path, source: Path, fit: Fit) -> None:
    """One picture of a film."""
    facts = index(source)
    _cut(path, Image.fromarray(shown(facts, min(max(facts.number(fit.start), 0), facts.pictures - 1))), fit)


def shown(source: Index, number: int) -> colour.Picture:
    """A clip's picture as it is meant to be seen: upright, in square pixels, in BT.709."""
    width, height = _sides(upright(source), Fit(), True)
    with Screen(source, Shape(width, height, source.clip.fps, "crop")) as screen:
        return colour.rgb(screen.frame(number))


def _cut(path: Path, image: Image.Image, fit: Fit, profile: bytes | None = None) -> None:
    width, height = _sides(image.size, fit, False)
    scale = min(Fraction(image.width, width), Fraction(image.height, height))
    x, y = floor((image.width - width * scale) / 2), floor((image.height - height * scale) / 2)
    box = (x, y, float(x + width * scale), float(y + height * scale))
    made = image.resize((width, height), Image.Resampling.LANCZOS, box)
    out, more = io.BytesIO(), {"icc_profile": profile} if profile else {}
    if path.suffix == ".jpg":
        made.save(out, "JPEG", **_JPEG, **more)
    else:
        made.save(out, "PNG", **more)
    files.write(path, out.getvalue())


def _opened(source: Path) -> tuple[Image.Image, bytes | None]:
    """A picture file upright, in 8-bit RGB on black, and what its colours mean."""
    try:
        with Image.open(io.BytesIO(source.read_bytes())) as image:
            up = ImageOps.exif_transpose(image)
            profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA", "P") else None
            if up.mode.startswith("I"):
                return Image.fromarray((np.asarray(up) // 257).clip(0, 255).astype(np.uint8)).convert("RGB"), None
            if "A" not in up.getbands() and "transparency" not in up.info:
                return up.convert("RGB"), profile
            ground = Image.new("RGBA", up.size, "black")
            return Image.alpha_composite(ground, up.convert("RGBA")).convert("RGB"), profile
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:
        raise MediaError(f"cannot read {source}: it is no picture, or a damaged one") from trouble


def _stands(source: Path) -> Sides:
    """The sides of a picture file as it lies there; nothing for one that is to be turned before it is seen."""
    try:
        with Image.open(source) as image:
            return image.size if image.getexif().get(_TURNED, 1) == 1 else (0, 0)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as trouble:
        raise MediaError(f"cannot read {source}: it is no picture, or a damaged one") from trouble


_TURNED = 0x0112
"""Exif's number for how a picture is to be turned."""


# ------------------------------------------------------------------------------------------- films and sound


def _clip(path: Path, source: Path, fit: Fit) -> None:
    """So many frames of a film with the sound beside them: pictures coded, sound laid under them."""
    facts = index(source)
    length = _left(facts.seconds, fit)
    fps = _rate(facts, length)
    frames = max(floor(length * fps + _SAME), 1)
    shape = Shape(*_sides(upright(facts), fit, True), fps, "crop")
    silent = files.part(path.with_suffix(".pictures"))
    try:
        encode(silent, _frames(facts, shape, fit.start, frames), shape.width, shape.height, fps, (0,), CODED)
        track = _heard(source, fit.start, frames / fps) if facts.clip.sound else None
        join(path, [Run(index(silent), 0, frames)], track, fps=fps)
    finally:
        files.remove(silent)


def _rate(source: Index, length: Fraction) -> Fraction:
    """A film's own rate. Where it is uneven, or such (29.97) that no number of frames lasts as long as is asked for,
    the whole number beside it: what is billed by begun seconds is then as long as it says."""
    own = source.clip.fps
    whole = Fraction(max(round(own), 1))
    if not source.even:
        return whole
    near = abs(whole - own) * 500 < own
    return own if (length * own).denominator == 1 or not near else whole


def _frames(source: Index, shape: Shape, start: Fraction, frames: int) -> Iterator[colour.Planes]:
    strip = Strip(source, shape.fps, start, 0, frames)
    with Screen(source, shape) as screen:
        for number in range(frames):
            yield screen.frame(strip.number(number))


def _heard(source: Path, start: Fraction, seconds: Fraction) -> Iterator[Pcm]:
    first, count = timebase.frames(start, Fraction(RATE)), floor(seconds * RATE)
    with Tape(source) as tape:
        for at in range(0, count, RATE):
            yield pcm(tape.read(first + at, min(RATE, count - at)))


def _sound(path: Path, source: Path, fit: Fit) -> None:
    """A recording from its start on, so long: a wave file."""
    first = timebase.frames(fit.start, Fraction(RATE))
    left = None if fit.seconds is None else floor(fit.seconds * RATE)
    written = 0
    with aside(path) as part, open(part, "wb") as file, wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for block in played(source, first):
            block = block if left is None else block[: left - written]
            out.writeframesraw(pcm(block).tobytes())
            written += len(block)
            if written == left:
                break
