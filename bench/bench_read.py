"""How long one waits before a provider, and for one: a feature-length script read, checked, compiled and planned.

    python bench/bench_read.py

Each figure is the best of a few rounds, in seconds of this machine. The ratio beside it is to the least that a process
with our libraries can take, Python with numpy and pydantic loaded: by it two machines may be compared.
The bar: `compile` and `plan` for one provider take under three seconds as processes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shotscript.core.world import DiskWorld
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand
from shotscript.optics.direct import cover
from shotscript.optics.shoot import stage
from shotscript.studio import read

ROOT = Path(__file__).resolve().parent.parent
FEATURE = ROOT.parent / "shared" / "fountain" / "scripts" / "phoenix-child.fountain"
SCRIPT = FEATURE if FEATURE.is_file() else ROOT / "examples" / "the-last-light" / "the-last-light.fountain"
PROVIDER, ROUNDS, BAR = "kling-3-omni", 3, 3.0


def main() -> int:
    floor = best(python("import numpy, pydantic"))
    print(f"Python with numpy and pydantic: {floor:.2f} s")
    told("import shotscript.studio", best(python("import shotscript.studio")), floor)
    shots = stages(floor)
    with tempfile.TemporaryDirectory() as folder:
        known = [sys.executable, "-m", "shotscript"]
        check_it = best(run(*known, "check", str(SCRIPT)))
        compiled = best(run(*known, "compile", str(SCRIPT), "--provider", PROVIDER, "--out", folder))
        planned = best(run(*known, "plan", str(SCRIPT), "--provider", PROVIDER))
    told("check, a process", check_it, floor)
    told(f"compile, a process ({PROVIDER})", compiled, floor)
    told(f"plan, a process ({PROVIDER})", planned, floor)
    print(f"{SCRIPT.stem}: {shots} shots; bar for compile and plan: {BAR:.0f} s")
    return 0 if max(compiled, planned) < BAR else 1


def stages(floor: float) -> int:
    """Each stage before a provider by itself, then all of them; the number of shots."""
    world = DiskWorld(SCRIPT.parent)
    tree = parse(world, str(SCRIPT))[0]
    story = understand(tree)[0]
    covered = cover(story)[0]
    steps: dict[str, Callable[[], Any]] = {
        "parse": lambda: parse(world, str(SCRIPT)), "understand": lambda: understand(tree),
        "check": lambda: check(story), "cover": lambda: cover(story), "stage": lambda: stage(covered),
        "all of `studio.read`": lambda: read(SCRIPT),
    }
    for name, step in steps.items():
        seconds = best(step)
        told(name, seconds, floor, f"{1000 * seconds / len(covered.shots):.2f} ms a shot")
    return len(covered.shots)


def told(name: str, seconds: float, floor: float, more: str = "") -> None:
    print(f"{name:>36}  {seconds:5.2f} s  {seconds / floor:5.1f} x  {more}".rstrip())


def best(step: Callable[[], Any]) -> float:
    """The seconds of the quickest of a few rounds."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        step()
        found.append(time.perf_counter() - start)
    return min(found)


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
