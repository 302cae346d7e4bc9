"""The page of the language for the tests that hold it to the parser: its chapters, tables, code, and scripts read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Level
from shotscript.core.world import TextWorld
from shotscript.lang.ast import Script
from shotscript.lang.names import Names
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand

PAGE = Path(__file__).resolve().parents[2] / "../shared/LANGUAGE.md"
if not PAGE.exists():
    pytest.skip("../shared/LANGUAGE.md is not beside the project", allow_module_level=True)
TEXT = PAGE.read_text(encoding="utf-8")
CHAPTERS = re.split(r"^## ", TEXT, flags=re.MULTILINE)
NAMES = Names.of([(name, "cast", ()) for name in ("MAYA", "JON", "PELL", "COLE")]).plus([
    (name, "prop", ()) for name in ("CUP", "HALO")
])  # fmt: skip


def fences(chapter: int) -> list[str]:
    return re.findall(r"^```\n(.*?)^```", CHAPTERS[chapter], re.MULTILINE | re.DOTALL)


def codes(chapter: int) -> list[str]:
    return re.findall(r"`([^`]+)`", re.sub(r"^```\n.*?^```", "", CHAPTERS[chapter], flags=re.MULTILINE | re.DOTALL))


def tables(chapter: int) -> list[list[list[str]]]:
    """The rows of every table, as cells; the head is left out."""
    found = re.findall(r"(?:^\|.*\n)+", CHAPTERS[chapter], re.MULTILINE)
    return [[[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in t.splitlines()[2:]] for t in found]


class Everything(TextWorld):
    """Every file there is is there."""

    def exists(self, path: str) -> bool:
        return True


AT_THE_END = "TM404"
"""A dissolve at the end of an example has no shot to lead to, and says so."""


def told(text: str) -> tuple[Script, list[str]]:
    """The script and all there is to say of it, short of information."""
    world = Everything({"film.fountain": text})
    script, problems, sources = parse(world, "film.fountain")
    story, more = understand(script)
    source = sources["film.fountain"]
    found = [p for p in (*problems, *more, *check(story)) if p.level > Level.INFO and p.code != AT_THE_END]
    return script, [f"{source.position(p.span.start)} {p.code} {p.message}" for p in found]
