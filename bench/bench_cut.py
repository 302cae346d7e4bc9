"""What cutting a film costs, against ffmpeg's own concat and moviepy's concatenate, in one run.

    python bench/bench_cut.py

Straight cuts of like clips, as a service sends them: sixty of five seconds (six kinds of pictures, ten clips of each),
720p24, 8 Mbit/s, x264 with B-frames, AAC. The whole film, whose sound is mixed, measured, limited and coded as one
track, is compared with `ffmpeg -f concat -c copy`, which copies the sound too, and with ffmpeg coding one track from it
(`-c:v copy -c:a aac`); pictures alone with ffmpeg's copy of them. moviepy encodes everything; it is given six of the
clips, and its time is that of ten times as many, its start counted once. The bars: 1.5 times ffmpeg's copy at most, 20
times faster than moviepy at least. Times are the best of a few rounds taken in turn, by the clock (all cores may work)
and of the processor (user and system, of all threads); ours include starting Python where ffmpeg's include starting
ffmpeg.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from imageio_ffmpeg import get_ffmpeg_exe

CLIPS, KINDS, SECONDS, ROUNDS = 60, 6, 5, 3
COPY_BAR, MOVIEPY_BAR = 1.5, 20.0

PICTURES = """
import sys
from pathlib import Path
from shotscript.film.index import index
from shotscript.film.join import Run, join
clips = [index(path) for path in sorted(Path(sys.argv[1]).glob("*.mp4"))]
join(Path(sys.argv[2]), [Run(clip, 0, clip.pictures) for clip in clips], None)
"""
WHOLE = """
import sys
from fractions import Fraction
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from reels import Take, film
from shotscript.film.conform import Shape
from shotscript.stitch.assemble import Options, assemble
from shotscript.stitch.lay import lay
from shotscript.stitch import takes
clips = sorted(Path(sys.argv[1]).glob("*.mp4"))
made = film([Take(int(sys.argv[4])) for _ in clips], Fraction(24), 1)
chosen = tuple(takes.Take(one, clip, 1, "a service") for one, clip in zip(made.segments, clips))
done = assemble(lay(made.timeline, chosen), made.story, Path(sys.argv[2]),
                options=Options(shape=Shape(1280, 720, Fraction(24)), voices=False, workers=2))
assert done.coded == 0, done
"""
MOVIEPY = """
import sys
from pathlib import Path
from moviepy import VideoFileClip, concatenate_videoclips
clips = [VideoFileClip(str(path)) for path in sorted(Path(sys.argv[1]).glob("*.mp4"))[: int(sys.argv[3])]]
concatenate_videoclips(clips).write_videofile(sys.argv[2], preset="ultrafast", logger=None, audio=sys.argv[4] == "1")
"""


class Cost(NamedTuple):
    """Seconds by the clock and of the processor."""

    wall: float
    cpu: float

    def over(self, other: Cost) -> str:
        return f"{self.wall / other.wall:.2f} by the clock, {self.cpu / other.cpu:.2f} of the processor"


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        clips = shoot(folder / "clips")
        costs = measure(clips, folder)
    for name, cost in costs.items():
        print(f"{name:>28}  {cost.wall:7.2f} s by the clock  {cost.cpu:7.2f} s of the processor")
    ours, copy = costs["ours, whole"], costs["ffmpeg copy, all"]
    print(f"whole film, ours over ffmpeg's copy: {ours.over(copy)} (bar: {COPY_BAR})")
    print(f"whole film, moviepy over ours: {costs['moviepy, whole'].over(ours)} (bar: {MOVIEPY_BAR:.0f})")
    print(f"whole film, ours over ffmpeg coding one track: {ours.over(costs['ffmpeg copy, sound coded'])}")
    print(f"pictures, ours over ffmpeg's copy: {costs['ours, pictures'].over(costs['ffmpeg copy, pictures'])}")
    print(f"pictures, moviepy over ours: {costs['moviepy, pictures'].over(costs['ours, pictures'])}")
    return 0 if ours.wall <= COPY_BAR * copy.wall and costs["moviepy, whole"].wall >= MOVIEPY_BAR * ours.wall else 1


def shoot(folder: Path) -> Path:
    """The clips: moving pictures of a few kinds, coded alike."""
    folder.mkdir()
    for number in range(KINDS):
        pictures = f"testsrc2=s=1280x720:r=24:d={SECONDS},hue=h={6 * number},noise=alls=12:allf=t:all_seed={number + 1}"
        ffmpeg("-f", "lavfi", "-i", pictures, "-f", "lavfi", "-i", f"sine=frequency={200 + number}:d={SECONDS}",
               "-c:v", "libx264", "-preset", "superfast", "-b:v", "8M", "-g", "48", "-pix_fmt", "yuv420p",
               "-c:a", "aac", "-shortest", str(folder / f"{number:03d}.mp4"))
    for number in range(KINDS, CLIPS):
        shutil.copy(folder / f"{number % KINDS:03d}.mp4", folder / f"{number:03d}.mp4")
    return folder


def measure(clips: Path, folder: Path) -> dict[str, Cost]:
    """What each way costs, the best of a few rounds."""
    listed = folder / "clips.txt"
    listed.write_text("".join(f"file '{path}'\n" for path in sorted(clips.glob("*.mp4"))))
    concat = ("-f", "concat", "-safe", "0", "-i", str(listed))
    faststart = ("-movflags", "+faststart")
    stitch = str(Path(__file__).resolve().parent.parent / "tests" / "stitch")
    ways: dict[str, Callable[[Path], None]] = {
        "ffmpeg copy, pictures": lambda out: ffmpeg(*concat, "-c", "copy", "-an", *faststart, str(out)),
        "ffmpeg copy, all": lambda out: ffmpeg(*concat, "-c", "copy", *faststart, str(out)),
        "ffmpeg copy, sound coded": lambda out: ffmpeg(*concat, "-c:v", "copy", "-c:a", "aac", *faststart, str(out)),
        "ours, pictures": lambda out: python(PICTURES, clips, out),
        "ours, whole": lambda out: python(WHOLE, clips, out, stitch, 24 * SECONDS),
    }
    best = dict.fromkeys(ways, Cost(float("inf"), float("inf")))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            best[name] = Cost(*map(min, best[name], timed(way, folder / "film.mp4")))
    start = timed(lambda out: python("import moviepy"), folder / "slow.mp4")
    for name, sound in (("moviepy, pictures", 0), ("moviepy, whole", 1)):
        slow = timed(lambda out, sound=sound: python(MOVIEPY, clips, out, KINDS, sound), folder / "slow.mp4")
        best[name] = Cost(*(once + (all_of - once) * CLIPS / KINDS for once, all_of in zip(start, slow, strict=True)))
    return best


def timed(way: Callable[[Path], None], out: Path) -> Cost:
    out.unlink(missing_ok=True)
    os.sync()
    used, start = children(), time.perf_counter()
    way(out)
    return Cost(time.perf_counter() - start, children() - used)


def children() -> float:
    """Seconds of the processor all programs took that were started from here and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def ffmpeg(*arguments: str) -> None:
    subprocess.run([get_ffmpeg_exe(), "-y", "-hide_banner", "-loglevel", "error", *arguments], check=True)


def python(program: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-c", program, *map(str, arguments)], check=True)


if __name__ == "__main__":
    sys.exit(main())
