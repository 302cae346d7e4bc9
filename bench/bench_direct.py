"""How fast the director decides: scenes of Leake et al.'s size (8 to 16 takes, 6 to 27 lines), and a whole feature.

    python bench/bench_direct.py             both; the feature is phoenix-child, where it lies beside the project
    python bench/bench_direct.py --scenes    the scenes alone

The bar: 30 ms to solve a scene of 27 lines. Staging, which poses every take on the set, is told apart. The best of
several runs counts: the machine has other things to do.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "optics"))

import numpy as np  # noqa: E402
from directed_scenes import CAST, tables  # noqa: E402

from shotscript.optics.directing import style  # noqa: E402
from shotscript.optics.directing.solve import solve  # noqa: E402
from shotscript.optics.directing.table import Table  # noqa: E402
from shotscript.optics.directing.terms import CUT, MOMENT  # noqa: E402
from shotscript.studio.directing import directed  # noqa: E402

FEATURE = ROOT.parent / "shared" / "fountain" / "scripts" / "phoenix-child.fountain"
SIZES = (6, 8), (12, 12), (27, 16), (100, 24)
ROUNDS = 7
STYLES = ("calm", "classical", "restless", "one take")


def main() -> None:
    for lines, takes in SIZES:
        table = drawn(lines, takes)
        each = {name: best(lambda table=table, name=name: solve(table, style(name))) for name in STYLES}
        told = "  ".join(f"{name} {seconds * 1000:5.1f}" for name, seconds in each.items())
        print(f"solve {lines:3} lines x {takes:2} takes, ms:  {told}")
    text = talk(27)
    (stretch, table), *_ = tables(text)
    staging, solving = best(lambda: tables(text)), best(lambda: solve(table, style("classical")))
    print(f"a scene of 27 lines: {len(stretch.moments)} moments x {len(stretch.takes)} takes, staged and weighed in"
          f" {staging * 1000:.0f} ms, solved in {solving * 1000:.1f} ms")
    if "--scenes" not in sys.argv[1:] and FEATURE.is_file():
        start = time.perf_counter()
        found = directed(FEATURE)
        shots = sum(len(scene.picked) for scene in found.scenes)
        print(f"phoenix-child: {len(found.scenes)} scenes, {shots} shots in {time.perf_counter() - start:.1f} s")


def drawn(n: int, count: int) -> Table:
    dice = np.random.default_rng(n * count)
    closed = (dice.random((n, count, count)) < 0.2) | np.eye(count, dtype=bool)
    return Table(
        dice.uniform(1, 6, n), np.ones(n, dtype=bool), np.zeros(n, dtype=bool),
        {term: dice.random((count, n)) for term in MOMENT}, dice.random((count, n)) < 0.95,
        {term: dice.random((count, count)) for term in CUT}, {term: dice.random(n) for term in CUT}, closed,
        dice.random(count), np.ones(count, dtype=bool), np.ones(count, dtype=bool))


def talk(lines: int) -> str:
    said = ("You kept the coat.", "I was there the whole night, and I said nothing.", "Why?", "Somebody else did.")
    turns = (f"{('MAYA', 'JON', 'ADA')[k % 3]}\n{said[k % 4]}" for k in range(lines))
    return CAST + "INT. ROOM - DAY\n\nThey sit.\n\n" + "\n\n".join(turns) + "\n"


def best(work) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
