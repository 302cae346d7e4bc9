"""How fast a feature-length screenplay becomes a tree, beside others that read Fountain: screenplain and jouvence.

    python bench/bench_peers.py

One process, one text, one run after the other in turn; each line is the median of the rounds, its ratio the median of
each round's own. Ours is timed three times: the Fountain tree, where every element has its place in the file; the same
with emphasis read in every line, as screenplain does; and all that `parse` makes of it, our own language included.
The bar: the tree, with places, comes at least 1.5 times as fast as screenplain's, which has none.
"""

from __future__ import annotations

import gc
import io
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import feature
from jouvence.parser import JouvenceParser
from screenplain.parsers import fountain as screenplain

from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang import emphasis, fountain
from shotscript.lang.parse import parse

ROUNDS, BAR = 15, 1.5
OURS, PEER = "shotscript: tree with places", "screenplain"


def main() -> int:
    text = feature.text()
    text *= max(1, 100_000 // len(text))
    size = len(text.encode()) / 1e6
    took = rounds(readers(text))
    print(f"{feature.SCRIPT.stem}: {size * 1000:.0f} KB, {ROUNDS} rounds")
    for name, seconds in took.items():
        share = median(peer / own for peer, own in zip(took[PEER], seconds, strict=True))
        print(f"{name:>36}  {size / median(seconds):6.2f} MB/s  {share:5.2f} x {PEER}")
    least = median(peer / own for peer, own in zip(took[PEER], took[OURS], strict=True))
    print(f"bar: {BAR} times {PEER}: {'kept' if least >= BAR else 'missed'}")
    return 0 if least >= BAR else 1


def readers(text: str) -> dict[str, Callable[[], Any]]:
    world = TextWorld({"film.fountain": text})
    return {
        OURS: lambda: fountain.read(Source("film.fountain", text)),
        "shotscript: and emphasis": lambda: emphasised(text),
        "shotscript: everything": lambda: parse(world, "film.fountain"),
        PEER: lambda: screenplain.parse(io.StringIO(text)),
        "jouvence": lambda: JouvenceParser().parseString(text),
    }


def emphasised(text: str) -> list[Any]:
    tree, _ = fountain.read(Source("film.fountain", text))
    return [emphasis.stretches(line) for one in tree.elements for line in one.text.split("\n")]


def rounds(steps: dict[str, Callable[[], Any]]) -> dict[str, list[float]]:
    """The seconds of each, in turn, so that what else the machine does falls on all alike."""
    took: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(ROUNDS + 1):
        for name, step in steps.items():
            gc.collect()
            start = time.perf_counter()
            step()
            if number:
                took[name].append(time.perf_counter() - start)
    return took


if __name__ == "__main__":
    sys.exit(main())
