"""How fast a previz reel is made, against plain encoding and against the spike it grew from, in one run.

    python bench/bench_reel.py

Four shots of four seconds at 720p, every effect on, two drawing threads, one x264 thread. Numbers from one run may be
compared with each other, not with another machine's. The bar: our share of plain encoding is at least the spike's.

Then a shot in which nothing moves; all six passes as `previz --passes` writes them, against the plain picture's alone
and against the reel, by the clock and by the processor, taken in turn; and the most memory of one minute and of ten, of
the reel and, with `--long`, of all passes: shots that move, two at a time.
"""

from __future__ import annotations

import json
import math
import resource
import shutil
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
from shotscript.providers.previz import PROVIDER  # noqa: E402
from shotscript.studio import Film, passes  # noqa: E402
from shotscript.studio.versions import compile as compile_  # noqa: E402

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
    _passes()
    for what in ("reel", "passes") if "--long" in sys.argv else ("reel",):
        sizes = [_memory(what, minutes) for minutes in (1, 10)]
        print(f"memory, {what}: {sizes[0]:.0f} MB for one minute, {sizes[1]:.0f} MB for ten (bar: 500)", flush=True)


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


MOVES = ("WS on MARA and JONAS, 28mm f/5.6, dolly in 1.2m", "OTS MARA on JONAS, 50mm f/2.8, slow push in 0.3m",
         "MS on JONAS, 35mm f/4, orbit right 60deg", "MCU on MARA, 70mm f/4, dolly zoom in to 35mm")
OPENING = """/*@format
picture: 1280x720 24fps
*/

INT. KITCHEN - DAY #1#

[[block: MARA sits at -0.7 0 facing JONAS; JONAS stands at 0.7 0 facing MARA]]
"""


def moving(folder: Path, shots: int, seconds: int) -> Film:
    """A film of so many shots that all move, compiled."""
    lines = [f"!! S{i}: {MOVES[i % len(MOVES)]}, {seconds}s\n\nThey wait.\n" for i in range(shots)]
    (folder / ".git").mkdir()
    (folder / "film.fountain").write_text("\n".join([OPENING, *lines]), encoding="utf-8")
    return compile_(folder / "film.fountain", provider="previz")


def _passes() -> None:
    """A second of each of four moving shots: the reel, the plain picture's pass, all passes."""
    with tempfile.TemporaryDirectory() as name:
        film, home = moving(Path(name), len(MOVES), 1), Path(name)
        makers = {"reel": lambda: _reel(film, home),
                  "rgb": lambda: passes.write(film, ("rgb",), out=home, jobs=THREADS),
                  "all six": lambda: passes.write(film, passes.KINDS, out=home, jobs=THREADS)}
        best = {kind: (math.inf, math.inf) for kind in makers}
        for number in range(ROUNDS + 1):
            for kind, make in makers.items():
                took = _took(make)
                shutil.rmtree(home / "passes", ignore_errors=True)
                if number:  # the first makes ready
                    best[kind] = min(best[kind][0], took[0]), min(best[kind][1], took[1])
    frames = len(MOVES) * int(FPS)
    for i, clock in enumerate(("by the clock", "of processor")):
        reel, rgb, whole = (1000 * best[kind][i] / frames for kind in makers)
        print(f"a frame, {clock}: reel {reel:.1f} ms, rgb pass {rgb:.1f} ms, all six passes {whole:.1f} ms: "
              f"{rgb / whole:.2f} of the rgb pass's speed (bar: 0.50), {reel / whole:.2f} of the reel's")


def _reel(film: Film, folder: Path) -> None:
    for segment in film.segments:
        _made(folder, segment, film.context)


def _took(make: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of this process."""
    clock, processor = time.perf_counter(), time.process_time()
    make()
    return time.perf_counter() - clock, time.process_time() - processor


def _memory(what: str, minutes: int) -> float:
    """The most megabytes a process holds while it makes so many minutes of shots of four seconds that all move."""
    told = subprocess.run([sys.executable, "-c", f"import bench_reel as b; b.hold({what!r}, {minutes})"],
                          cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    return float(told.stdout.split()[-1])


def hold(what: str, minutes: int) -> None:
    """Make it and print the most this process held; files of passes go as soon as their shot is done."""
    with tempfile.TemporaryDirectory() as name:
        film = moving(Path(name), 15 * minutes, 4)
        if what == "reel":
            _reel(film, Path(name))
        else:
            passes.write(film, passes.KINDS, out=Path(name), jobs=THREADS,
                         watch=lambda what, done, total: None if done % 96 else _swept(Path(name)))
    print(most_held())


def _swept(home: Path) -> None:
    for told in home.glob("passes/*/shot.json"):
        shutil.rmtree(told.parent)


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
