"""Moving pictures whose cuts are known, for tests: painted sets, a camera that travels over them, people, grain, and
all that looks like a cut and is none: fast pans, whips, crash zooms, flashes, flicker, lamps, somebody close crossing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from shotscript.film.clip import Clip
from shotscript.film.colour import planes
from shotscript.film.probe import probe

WIDTH, HEIGHT = 160, 90
Picture = NDArray[np.uint8]
MOVES = ("static", "pan", "fast pan", "whip", "crash zoom", "zoom", "handheld", "flash", "flicker", "lamp", "crossing",
         "fade down")


@dataclass(frozen=True)
class Shown:
    """A shot: which set it looks at, from where in it (0 to 1, and how near), how the camera moves, how long."""

    set: int
    frames: int
    move: str = "static"
    at: tuple[float, float] = (0.5, 0.5)
    near: float = 1.0
    light: float = 1.0
    seed: int = 0


def clip(path: Path, shots: Sequence[Shown], fps: Fraction = Fraction(24), crf: int = 26) -> Clip:
    """Write shots one after the other; cuts are at the sums of their frames."""
    return write(path, (one for shot in shots for one in pictures(shot)), fps, crf)


def write(path: Path, shown: Iterable[Picture], fps: Fraction = Fraction(24), crf: int = 26) -> Clip:
    """As services code their clips: what stands still is coded well once and not again (mbtree)."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={
            "preset": "veryfast", "crf": str(crf), "x264-params": "threads=1:bframes=0:scenecut=0:keyint=48"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        for picture in shown:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes(picture), format="yuv420p")))
        container.mux(stream.encode(None))
    return probe(path)


def cuts(shots: Sequence[Shown]) -> tuple[int, ...]:
    return tuple(np.cumsum([shot.frames for shot in shots])[:-1].tolist())


def pictures(shot: Shown) -> Iterator[Picture]:
    """Each frame of a shot, (HEIGHT, WIDTH, 3) RGB."""
    random = np.random.default_rng([shot.set, shot.seed, 7])
    canvas, turn, walk = painted(shot.set), random.choice([-1, 1]), random.uniform(0.2, 0.8, 4)
    jitter = random.normal(0, 0.004, (shot.frames, 2)).cumsum(0)
    for n in range(shot.frames):
        x, y, near = _camera(shot, n / max(1, shot.frames - 1), turn)
        if shot.move == "handheld":
            x, y = x + jitter[n, 0], y + jitter[n, 1]
        smear = _camera(shot, max(0, n - 0.5) / max(1, shot.frames - 1), turn)[0] - x
        frame = _window(canvas, x, y, near, abs(smear))
        _person(frame, shot, n, walk)
        yield _exposed(frame, shot, n, random)


def painted(number: int) -> Image.Image:
    """A set: noise of several sizes in a palette of its own, with things standing in it."""
    random = np.random.default_rng([number, 1])
    wide, high = WIDTH * 3, HEIGHT * 3
    field = sum(
        (np.asarray(Image.fromarray(random.normal(0, 1, (2 + 3 * 2**o, 3 + 5 * 2**o)).astype(np.float32))
                    .resize((wide, high), Image.Resampling.BICUBIC)) / 1.7**o for o in range(5)),
        start=np.zeros((high, wide), np.float32),
    )
    low, tall = random.integers(10, 90, 3), random.integers(110, 235, 3)
    level = np.clip(field / 5 + 0.5, 0, 1)[..., None]
    image = Image.fromarray((low + (tall - low) * level).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(24):
        x, y, w, h = random.integers((0, 0, 10, 10), (wide, high, 100, 80))
        draw.rectangle((x, y, x + w, y + h), tuple(int(c) for c in random.integers(10, 240, 3)))
    return image


def _camera(shot: Shown, t: float, turn: int) -> tuple[float, float, float]:
    (x, y), near = shot.at, shot.near
    seconds = shot.frames / 24
    swift = t * t * (3 - 2 * t)
    match shot.move:
        case "pan":
            x += turn * 0.12 * seconds * (t - 0.5)
        case "fast pan":
            x += turn * 0.3 * min(seconds, 2) * (t - 0.5)
        case "whip":
            x += turn * 0.45 * np.clip((t - 0.5) * shot.frames / 8 + 0.5, 0, 1)
        case "crash zoom":
            near *= 2.2 ** np.clip((t - 0.5) * shot.frames / 12 + 0.5, 0, 1)
        case "zoom":
            near *= 1 + 0.5 * swift
    return x, y, near


def _window(canvas: Image.Image, x: float, y: float, near: float, smear: float) -> NDArray[np.float32]:
    """What the camera sees; beyond the set it goes on as at its edge. `smear` blurs along the way of a pan."""
    w, h = canvas.width / 3 / near, canvas.height / 3 / near
    left = np.clip(x * canvas.width - w / 2, 0, canvas.width - w)
    top = np.clip(y * canvas.height - h / 2, 0, canvas.height - h)
    seen = canvas.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=(left, top, left + w, top + h))
    frame = np.asarray(seen, np.float32).copy()
    reach = int(smear * canvas.width / w * WIDTH)
    if reach > 1:
        frame = np.mean([np.roll(frame, s, axis=1) for s in range(-reach // 2, reach // 2, max(1, reach // 6))], axis=0)
    return frame


def _person(frame: NDArray[np.float32], shot: Shown, n: int, walk: NDArray[np.float64]) -> None:
    """Somebody who walks through the picture; in a crossing, close to the lens and covering most of it."""
    close = shot.move == "crossing"
    t = (n - shot.frames / 2) / 10 if close else n / 96
    x = (0.5 + t) if close else walk[0] + 0.3 * t
    half = (0.35 if close else 0.05 * shot.near) * WIDTH
    left, right = (int(np.clip(x * WIDTH + s * half, 0, WIDTH)) for s in (-1, 1))
    top = 0 if close else int(HEIGHT * walk[1] * 0.6)
    frame[top:, left:right] = (40, 35, 45) if close else 60 + 120 * walk[1:4]


def _exposed(frame: NDArray[np.float32], shot: Shown, n: int, random: np.random.Generator) -> Picture:
    gain, lift, middle = shot.light, 0.0, shot.frames // 2
    if shot.move == "flash" and middle <= n < middle + 3:
        lift = (230, 150, 60)[n - middle]
    if shot.move == "flicker":
        gain *= random.uniform(0.7, 1.15)
    if shot.move == "lamp" and n >= middle:
        gain *= 1.6
    if shot.move == "fade down":
        gain *= 1 - 0.9 * n / shot.frames
    grain = random.normal(0, 3, (HEIGHT, WIDTH, 1))
    return np.clip(frame * gain + lift + grain, 0, 255).astype(np.uint8)


def dissolved(one: Sequence[Picture], other: Sequence[Picture], over: int) -> list[Picture]:
    """Two runs of pictures with a dissolve of `over` frames between them."""
    mixed = [(a * (1 - k) + b * k).astype(np.uint8) for k, a, b in
             zip(np.linspace(0, 1, over + 2)[1:-1], one[-over:], other[:over], strict=True)]
    return [*one[:-over], *mixed, *other[over:]]
