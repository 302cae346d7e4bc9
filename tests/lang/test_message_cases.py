"""Scripts that say themselves what must be said of them, in a comment at their end: one line a message.

    line:first-last level CODE message -> what the fix writes

Columns count characters from 1, the last one included; a place between two characters has one column only. What stands
in `lang/cases` is parsed; what stands in `narrative/cases` is understood and checked too. SHOTSCRIPT_RENEW=1 writes the
comments anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Diagnostic, Problems, in_text_order
from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative.check import allowed, check
from shotscript.narrative.resolve import understand

TESTS = Path(__file__).resolve().parents[1]
FOLDERS = (TESTS / "lang" / "cases" / "messages", TESTS / "narrative" / "cases" / "messages")
CASES = [path for folder in FOLDERS for path in sorted(folder.glob("*.fountain"))]
RENEW = os.environ.get("SHOTSCRIPT_RENEW") == "1"
OPEN, CLOSE = "\n/* messages\n", "*/\n"
ENOUGH = 200
"""Case files there must be at least, over all folders of cases."""


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_case(path: Path):
    text = path.read_text(encoding="utf-8")
    script, _, wanted = text.partition(OPEN)
    comment = OPEN + "".join(f"{line}\n" for line in told(script, path)) + CLOSE
    if RENEW:
        path.write_text(script + comment, encoding="utf-8")
        return
    assert comment == OPEN + wanted
    assert told(text, path) == told(script, path), "the comment must change nothing"


def test_cases_are_enough():
    folders = (TESTS / "lang" / "cases", TESTS / "narrative" / "cases")
    assert sum(len([*folder.rglob("*.fountain")]) for folder in folders) >= ENOUGH


def told(text: str, path: Path) -> list[str]:
    script, problems, sources = parse(TextWorld({"f": text}), "f")
    if path.parts[-4] == "narrative":
        story, more = understand(script)
        problems = allowed(story, (*problems, *more, *check(story)))
    return lines(in_text_order(problems), sources["f"])


def lines(problems: Problems, source: Source) -> list[str]:
    return [line(problem, source) for problem in problems]


def line(p: Diagnostic, source: Source) -> str:
    row, first = source.position(p.span.start)
    last = first + p.span.end - p.span.start - 1
    place = f"{row}:{first}-{last}" if last > first else f"{row}:{first}"
    fix = f" -> {p.fix.text!r}" if p.fix else ""
    return f"{place} {p.level} {p.code} {p.message}{fix}".replace("*/", "* /")
