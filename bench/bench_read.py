"""How long one waits before a provider, and for one: a feature-length script read, checked, compiled and planned.

    python bench/bench_read.py

Each figure is the best of a few rounds, in seconds of this machine; of a process also what it needed of a processor,
which a busy machine changes less. The ratio beside it is to the least that a process with our libraries can take,
Python with numpy and pydantic loaded: by it two machines may be compared.
The bars: `check` of the screenplay takes under one second as a process; `compile` and `plan` for one provider take
under three. With 300 shots in it `check` has every scene with one to stage and to judge: that is told, without a bar.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feature
from feature import ROOT, SCRIPT, SHOTS, grown

from shotscript.core.memo import Memo
from shotscript.core.world import DiskWorld
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand
from shotscript.optics.direct import cover
from shotscript.optics.shoot import faults, stage
from shotscript.studio import read

PROVIDER, ROUNDS, BAR, CHECKED = "kling-3-omni", 3, 3.0, 1.0


def main() -> int:
    bare, _ = best(python("pass"))
    floor, _ = best(python("import numpy, pydantic"))
    print(f"Python: {bare:.3f} s; with numpy and pydantic: {floor:.2f} s")
    told("import shotscript.studio", best(python("import shotscript.studio")), floor)
    shots = stages(floor)
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.fountain"
        shot.write_text(grown(feature.text(), random.Random(7)), encoding="utf-8")
        known = [sys.executable, "-m", "shotscript"]
        told("--help, a process", best(run(*known, "--help")), floor)
        checks = {f"check, a process{more}": best(run(*known, "check", str(path)))
                  for path, more in ((SCRIPT, ""), (shot, f" ({SHOTS} shots)"))}
        asked = (str(SCRIPT), "--provider", PROVIDER)
        lowered = {f"{name}, a process ({PROVIDER})": best(run(*known, name, *asked, *more))
                   for name, more in (("compile", ("--out", folder)), ("plan", ()))}
    for name, took in (checks | lowered).items():
        told(name, took, floor, f"{took[0] / bare:.0f} x bare Python")
    print(f"{SCRIPT.stem}: {shots} shots; bars: check {CHECKED:.0f} s, compile and plan {BAR:.0f} s")
    kept = checks["check, a process"][0] < CHECKED and all(wall < BAR for wall, _ in lowered.values())
    return 0 if kept else 1


def stages(floor: float) -> int:
    """Each stage before a provider by itself, then all of them; the number of shots."""
    world = DiskWorld(SCRIPT.parent)
    tree = parse(world, str(SCRIPT))[0]
    story = understand(tree)[0]
    covered = cover(story)[0]
    steps: dict[str, Callable[[], Any]] = {
        "parse": lambda: parse(world, str(SCRIPT)), "understand": lambda: understand(tree),
        "check": lambda: check(story), "cover": lambda: cover(story), "stage": lambda: stage(covered),
        "its faults alone": lambda: list(faults(covered, Memo())),
        "all of `studio.read`": lambda: read(SCRIPT),
    }
    for name, step in steps.items():
        took = best(step)
        told(name, took, floor, f"{1000 * took[0] / len(covered.shots):.2f} ms a shot")
    return len(covered.shots)


def told(name: str, took: tuple[float, float], floor: float, more: str = "") -> None:
    wall, cpu = took
    print(f"{name:>36}  {wall:5.2f} s  {cpu:5.2f} s of a processor  {wall / floor:5.1f} x  {more}".rstrip())


def best(step: Callable[[], Any]) -> tuple[float, float]:
    """The seconds of the quickest of a few rounds, and those of a processor, ours or our children's, of the leanest."""
    walls, used = [], []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), processor()
        step()
        walls.append(time.perf_counter() - start)
        used.append(processor() - before)
    return min(walls), min(used)


def processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def python(code: str) -> Callable[[], Any]:
    return run(sys.executable, "-c", code)


def run(*words: str) -> Callable[[], Any]:
    """A process that must not fail; findings about the script are no failure."""

    def step() -> None:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr

    return step


if __name__ == "__main__":
    sys.exit(main())
