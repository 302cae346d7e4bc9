"""A prop is as large on the stage as `@props` says; what is not written is in the shape such a thing has."""

from __future__ import annotations

import pytest

from shotscript import compile
from shotscript.core.world import TextWorld

SCRIPT = """/*@props
CUP: a cup
{size}*/

INT. ROOM - DAY

[[block: MAYA stands at 0 0; TABLE table at 0 -1{more}]]

!! 1A: insert CUP

Maya waits.
"""


def cup(size: str, more: str = "") -> tuple[list[float], list[str]]:
    """Its width, height and depth, and what is wrong."""
    text = SCRIPT.format(size=size and f"  size: {size}\n", more=more)
    film = compile("f", world=TextWorld({"f": text}))
    found = next(thing for thing in film.stage.shots["1A"].set.things if thing.name == "CUP")
    return [round(side, 6) for side in found.size], [p.code for p in film.problems if p.code.startswith("SY")]


@pytest.mark.parametrize("size, sides", [
    ("", [0.09, 0.12, 0.09]), ("24cm", [0.18, 0.24, 0.18]), ("9cm x 20cm", [0.09, 0.2, 0.15]),
    ("10cm x 20cm x 5cm", [0.1, 0.2, 0.05]), ("10 x 20 x 5 cm", [0.1, 0.2, 0.05]),
])  # fmt: skip
def test_the_written_sides(size: str, sides: list[float]) -> None:
    assert cup(size) == (sides, [])


def test_what_is_no_size_is_said() -> None:
    assert cup("big") == ([0.09, 0.12, 0.09], ["SY126"])
    assert cup("1m x 1m x 1m x 1m") == ([0.09, 0.12, 0.09], ["SY126"])


def test_in_a_block_it_keeps_its_sides_unless_others_are_written() -> None:
    size = "10cm x 20cm x 5cm"
    assert cup(size, "; CUP box on TABLE")[0] == [0.1, 0.2, 0.05]
    assert cup(size, "; CUP box 1m x 1m x 1m at 1 1")[0] == [1, 1, 1]
