"""How fast a film is packed: 3,000 shots, given the answers of `fits` and `paid`; and whole programs.

    python bench/bench_pack.py             the packing alone, `plan` on 3,000 shots, `compile` on 1,500
    python bench/bench_pack.py --pack      the packing alone

The bars: 100 ms for the packing, 3 s for each program from its start to its end. The best of several runs counts: the
machine has other things to do.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "plan"))

from film_of import film  # noqa: E402

from shotscript.plan.lay import timeline  # noqa: E402
from shotscript.plan.limits import Limits  # noqa: E402
from shotscript.plan.pack import pack  # noqa: E402

SHOTS, ROUNDS = 3000, 5
PROGRAMS = ("plan", 3000), ("compile", 1500)
KINDS = {
    "whole seconds": Limits(shortest=Fraction(3), longest=Fraction(15), whole_seconds=True, shot_shortest=Fraction(1)),
    "listed seconds": Limits(durations=tuple(map(Fraction, (4, 6, 8, 12)))),
    "frame grid": Limits(fps=Fraction(16), frame_grid=(4, 1), frames_most=161),
    "any length": Limits(),
}


def main() -> None:
    for name, limits in KINDS.items():
        best, segments = packing(limits)
        print(f"pack {SHOTS} shots, {name:15} {best * 1000:6.1f} ms  {segments} segments")
    if "--pack" not in sys.argv[1:]:
        for command, shots in PROGRAMS:
            for provider in ("kling-3-omni", "previz"):
                print(f"{command} {shots} shots, {provider:15} {process(command, shots, provider):6.2f} s")


def packing(limits: Limits) -> tuple[float, int]:
    """Seconds of the best round, and how many segments came of it."""
    dice = random.Random(7)
    people = ["", "MAYA", "JON"]
    story = film([[(dice.randint(12, 150), 0, dice.choice(people)) for _ in range(10)] for _ in range(SHOTS // 10)])
    laid = timeline(story)
    answers = {(a, b): dice.random() < 0.9 for a in range(SHOTS) for b in range(a, min(a + 6, SHOTS))}
    owed = {stretch: Decimal(dice.randint(0, 300)) / 1000 for stretch in answers}
    best, made = float("inf"), 0
    for _ in range(ROUNDS):
        start = time.process_time()
        segments, _ = pack(story, laid, limits, lambda a, b: answers[a, b], lambda a, b: owed[a, b])
        best, made = min(best, time.process_time() - start), len(segments)
    return best, made


def process(command: str, shots: int, provider: str) -> float:
    """Seconds a program takes on a script of so many shots."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.fountain"
        path.write_text(script(shots))
        program = [str(Path(sys.executable).parent / "shotscript"), command, str(path), "--provider", provider]
        best = float("inf")
        for number in range(3):
            # A folder of its own each time: a file system remembers for a while what was just taken away.
            out = ["--out", f"{folder}/{number}"] if command == "compile" else []
            start = time.perf_counter()
            subprocess.run([*program, *out], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            best = min(best, time.perf_counter() - start)
        return best


def script(shots: int) -> str:
    """A script of scenes of ten shots: people who speak, move and are looked at."""
    cast = "/*@cast\nMAYA: woman, 34, cropped silver hair\n  wears: red wool coat\nJON: man, 41, tired eyes\n*/\n\n"
    clauses = ("WS on MAYA and JON, slow dolly in", "MCU on MAYA, 50mm", "MCU on JON, 50mm", "CU on MAYA, 85mm f/2",
               "MS on JON, pan left 10deg")
    text = [cast]
    for number in range(shots):
        if number % 10 == 0:
            text.append(f"INT. ROOM {number // 10} - NIGHT\n")
        text.append(f"!! {clauses[number % len(clauses)]}\n")
        text.append(("MAYA\nYou kept the coat. After all this time.\n", "JON\nI kept everything you left here.\n",
                     "He turns the cup in his hands and looks at the window.\n")[number % 3])
    return "\n".join(text)


if __name__ == "__main__":
    main()
