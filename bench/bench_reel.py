"""How fast a previz reel is made, against plain encoding and against the spike it grew from, in one run.

    python bench/bench_reel.py

Four shots of four seconds at 720p, every effect on, two drawing threads, one x264 thread. Numbers from one run may be
compared with each other, not with another machine's. The bar: our share of plain encoding is at least the spike's.

Then a shot in which nothing moves, all passes against the plain picture alone, and the memory of one minute and of ten.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
SPIKE = ROOT.parent / "shared" / "prototype"
SCRIPT = ROOT.parent / "shared" / "fountain" / "scripts" / "phoenix-child.fountain"
sys.path.insert(0, str(ROOT / "tests" / "providers" / "previz"))

import previz_stages  # noqa: E402

from shotscript.core.world import DiskWorld  # noqa: E402
from shotscript.film.encode import PREVIZ, encode  # noqa: E402
from shotscript.lang.parse import parse  # noqa: E402
from shotscript.providers import passes as recipes  # noqa: E402
from shotscript.providers.passes import Sampling  # noqa: E402
from shotscript.providers.previz import PROVIDER  # noqa: E402
from shotscript.providers.previz import passes as drawn  # noqa: E402

WIDTH, HEIGHT, FPS, THREADS, ROUNDS = 1280, 720, Fraction(24), 2, 3
Frame = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pace:
    """Frames a second: a reel from nothing to mp4, and encoding the same frames alone."""

    name: str
    reel: float
    alone: float

    @property
    def share(self) -> float:
        return self.reel / self.alone


def main() -> int:
    name, size, seconds = script()
    print(f"{name}: {size / 1e6:.3f} MB read to a tree with positions in {1000 * seconds:.0f} ms, "
          f"{size / 1e6 / seconds:.1f} MB/s")
    paces = measure(print)
    for pace in paces:
        print(f"{pace.name:>10}  {pace.reel:6.1f} frames/s  {pace.reel / float(FPS):4.2f} x real time  "
              f"encoding alone {pace.alone:6.1f} frames/s  share {pace.share:.3f}")
    _others()
    if len(paces) < 2:
        print("the spike is not beside the project: nothing to compare with")
        return 0
    print(f"share of plain encoding, ours over the spike's: {paces[0].share / paces[1].share:.2f} (bar: 1.00)")
    return 0 if paces[0].share >= paces[1].share else 1


def _others() -> None:
    with tempfile.TemporaryDirectory() as folder:
        held = max(_made(Path(folder), *_still(480)) for _ in range(ROUNDS))
        print(f"nothing moves: {held:6.1f} frames/s  {held / float(FPS):4.1f} x real time (bar: 15)")
    alone, whole = _passes()
    print(f"plain pictures {alone:5.1f} frames/s, with all other passes {whole:5.1f}: {whole / alone:.2f} (bar: 0.50)")
    sizes = [_memory(minutes) for minutes in (1, 10)]
    print(f"memory: {sizes[0]:.0f} MB for one minute, {sizes[1]:.0f} MB for ten (bar: 500)")


def script() -> tuple[str, int, float]:
    """A screenplay's name, its bytes, and the seconds to read it (the best of five)."""
    path = SCRIPT if SCRIPT.is_file() else ROOT / "examples" / "the-last-light" / "the-last-light.fountain"
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        parse(DiskWorld(path.parent), str(path))
        best = min(best, time.perf_counter() - start)
    return path.stem, path.stat().st_size, best


def measure(report: Callable[[str], None]) -> list[Pace]:
    """Ours, then the spike's where it is there; the best of a few rounds taken in turn."""
    report("warming up")
    assert PROVIDER.prepare
    PROVIDER.prepare(report)
    makers: dict[str, Callable[[Path], tuple[float, float]]] = {"shotscript": _ours}
    if (SPIKE / "previz.py").is_file():
        makers["spike"] = _spike()
    best: dict[str, list[float]] = {name: [0.0, 0.0] for name in makers}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            for name, maker in makers.items():
                report(f"round {number + 1}: {name}")
                best[name] = [max(a, b) for a, b in zip(best[name], maker(Path(folder)), strict=True)]
    return [Pace(name, *both) for name, both in best.items()]


def _ours(folder: Path) -> tuple[float, float]:
    segment, context = previz_stages.film(96)
    request = PROVIDER.write(segment, context).request
    assert PROVIDER.draw
    drawing = PROVIDER.draw(request)
    start = time.perf_counter()
    encode(folder / "reel.mp4", _in_order(drawing.frame, range(drawing.frames)), WIDTH, HEIGHT, FPS, drawing.keyframes,
           PREVIZ)
    reel = drawing.frames / (time.perf_counter() - start)
    return reel, _alone(folder, list(_in_order(drawing.frame, range(0, drawing.frames, 2))))


def _made(folder: Path, segment: Any, context: Any) -> float:
    """Frames a second from a segment to an mp4."""
    assert PROVIDER.draw
    drawing = PROVIDER.draw(PROVIDER.write(segment, context).request)
    start = time.perf_counter()
    encode(folder / "one.mp4", _in_order(drawing.frame, range(drawing.frames)), WIDTH, HEIGHT, FPS, drawing.keyframes,
           PREVIZ)
    return drawing.frames / (time.perf_counter() - start)


def _still(frames: int) -> tuple[Any, Any]:
    """Two people who keep still before a camera that does, one of them out of focus."""
    moving = previz_stages.shot_over_shoulder(frames)
    lens = previz_stages.camera(frames, (-2.15, 1.62, 0.8), (0.55, 1.5, -0.06), 50.0, 2.8, focus=(0.72, 1.6, -0.12))
    people = tuple(replace(track, mouth=np.zeros(frames)) for track in moving.people)
    return previz_stages.segment_of([(replace(moving, camera=lens, people=people), [], [])],
                                    cast=(previz_stages.MARA, previz_stages.JONAS))


def _passes(frames: int = 12) -> tuple[float, float]:
    """Frames a second of the plain picture alone, and of every pass together."""
    _, context = previz_stages.film(frames)
    sampling = Sampling(FPS, frames, WIDTH, HEIGHT)

    def rolls(kind: str) -> list[Any]:
        return [drawn.ready(recipes.written(kind, shot, Fraction(0), sampling, frames), context)
                for shot in context.stage.shots]

    pictures, depths, poses = rolls("picture"), rolls("depth"), rolls("pose")

    def every(number: int) -> Frame:
        shot, frame = divmod(number, frames)
        drawn.surfaces(depths[shot], frame, frame + 1 < frames)
        drawn.bright(depths[shot], frame)
        drawn.pose_picture(poses[shot], frame)
        return plain(number)

    def plain(number: int) -> Frame:
        return drawn.picture(pictures[number // frames], number % frames)

    return _drawn(plain, 4 * frames), _drawn(every, 4 * frames)


def _drawn(draw: Callable[[int], Frame], count: int) -> float:
    for number in range(0, count, count // 4):
        draw(number)
    start = time.perf_counter()
    for _ in _in_order(draw, range(count)):
        pass
    return count / (time.perf_counter() - start)


def _memory(minutes: int) -> float:
    """Most megabytes a process holds while it makes so many minutes: the four shots, and one that stands still."""
    code = ("import sys, tempfile; from pathlib import Path; import bench_reel as b\n"
            "folder = Path(tempfile.mkdtemp()); b._made(folder, *b.previz_stages.film(96))\n"
            f"b._made(folder, *b._still({minutes} * 60 * 24 - 384))\n"
            "print(b.most_held())")
    told = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True,
                          check=True)
    return float(told.stdout)


def most_held() -> float:
    """The most megabytes this process held. Linux knows it of the program itself, others of its parent as well."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _spike() -> Callable[[Path], tuple[float, float]]:
    """The spike's four shots, each made ready first so that only drawing and encoding are timed."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(SPIKE))
    previz: Any = import_module("previz")
    shots = json.loads((SPIKE / "shots.json").read_text())
    for shot in shots:
        previz.render_shot(shot, None, 1, frames=range(1))

    def run(folder: Path) -> tuple[float, float]:
        start = time.perf_counter()
        for i, shot in enumerate(shots):
            previz.render_shot(shot, str(folder / f"spike{i}.mp4"), workers=THREADS, preset="ultrafast")
        reel = 96 * len(shots) / (time.perf_counter() - start)
        return reel, _alone(folder, _spike_frames(previz, shots))

    return run


def _spike_frames(previz: Any, shots: list[Any]) -> list[Frame]:
    found = []
    for shot in shots:
        scene = previz.Scene(shot)
        previz.prep(shot)
        worker = previz.Worker(scene)
        for i in range(0, 96, 2):
            previz.render(worker, scene, shot, i / 24, {})
            found.append(previz.yuv_frame(worker))
    return found


def _alone(folder: Path, frames: list[Frame]) -> float:
    start = time.perf_counter()
    encode(folder / "alone.mp4", frames, WIDTH, HEIGHT, FPS, (), PREVIZ)
    return len(frames) / (time.perf_counter() - start)


def _in_order(draw: Callable[[int], Frame], numbers: Iterable[int]) -> Iterator[Frame]:
    """Frames drawn ahead by a few threads, handed over in order."""
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: deque[Any] = deque()
        for number in numbers:
            waiting.append(pool.submit(draw, number))
            if len(waiting) > THREADS + 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


if __name__ == "__main__":
    sys.exit(main())
