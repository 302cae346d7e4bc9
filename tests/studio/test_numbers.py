"""Numbers of names in id passes: the name's own, and for good, whatever happens to the script."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import shotscript
from shotscript.core import digest
from shotscript.studio import Film
from shotscript.studio.numbers import KEPT, numbers
from shotscript.studio.passes import write

HEAD = "/*@format\npicture: 192x108 24fps\n*/\n\nINT. ROOM - DAY\n\n"


def film(folder: Path, *names: str, name: str = "film") -> Film:
    (folder / ".git").mkdir(exist_ok=True)
    things = "; ".join(f"{one} box at {i - 1} 0 " for i, one in enumerate(names))
    shot = f"!! 1A: WS on {names[0]}, 28mm, 1s\n\nIt stands.\n"
    (folder / f"{name}.fountain").write_text(f"{HEAD}[[block: {things}]]\n\n{shot}")
    return shotscript.compile(folder / f"{name}.fountain", provider="previz")


def alike() -> tuple[str, str]:
    """Two names whose own numbers are the same: among a few thousand there are some."""
    seen: dict[int, str] = {}
    for i in range(5000):
        name = f"N{chr(65 + i % 26)}{chr(65 + i // 26 % 26)}{chr(65 + i // 676)}"
        number = int(digest.of(name)[:8], 16) % (65536 - 256)
        if number in seen:
            first, second = sorted((seen[number], name))
            return first, second
        seen[number] = name
    raise AssertionError


def test_an_edit_changes_no_number(tmp_path: Path):
    first = numbers(film(tmp_path, "CRATE", "BARREL"))
    more = numbers(film(tmp_path, "ANVIL", "CRATE", "BARREL", "ZITHER"))
    assert first.items() <= more.items() and len(set(more.values())) == 4 and min(more.values()) >= 256
    (tmp_path / "other").mkdir()
    assert numbers(film(tmp_path / "other", "CRATE", name="another")) == {"CRATE": first["CRATE"]}


def test_who_was_first_keeps_the_number(tmp_path: Path):
    """Two names of one number: the later one by the alphabet was there first, and the other comes to it."""
    early, late = alike()
    own = numbers(film(tmp_path, late))[late]
    both = numbers(film(tmp_path, early, late))
    assert both[late] == own and both[early] == own + 1
    assert numbers(film(tmp_path, early)) == {early: own + 1}  # though the other is gone
    (tmp_path / KEPT).unlink()
    assert numbers(film(tmp_path, early)) == {early: own}


@pytest.mark.parametrize("told", ["{half", "[]", '{"CRATE": "7"}', '{"CRATE": 99999, "B": true}'])
def test_a_file_that_is_no_list_gives_nothing(tmp_path: Path, told: str):
    own = numbers(film(tmp_path, "CRATE"))
    (tmp_path / KEPT).write_text(told)
    assert numbers(film(tmp_path, "CRATE")) == own
    assert json.loads((tmp_path / KEPT).read_text())["CRATE"] == own["CRATE"]


def test_pixels_carry_the_number_that_is_kept(tmp_path: Path):
    early, late = alike()
    numbers(film(tmp_path, late))
    folder, = write(film(tmp_path, early, late), ("id",), frames=1)
    told = json.loads((folder / "ids.json").read_text())["names"]
    found = set(np.unique(np.load(folder / "id.npz")["id"]).tolist())
    assert {told[early], told[late]} <= found and told[early] == told[late] + 1
