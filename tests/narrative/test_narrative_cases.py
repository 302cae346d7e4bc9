"""Each script of `cases/` against the story and the problems it must give, as text beside it.

SHOTSCRIPT_RENEW=1 writes the expected texts anew and removes those whose script is gone.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shotscript.core.show import show
from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand

CASES = Path(__file__).parent / "cases"
RENEW = os.environ.get("SHOTSCRIPT_RENEW") == "1"


def told(text: str) -> str:
    script, _, sources = parse(TextWorld({"case.fountain": text}), "case.fountain")
    story, problems = understand(script)
    lines = [_line(problem, sources) for problem in (*problems, *check(story))]
    return show(story) + "\n" + "".join(f"{line}\n" for line in lines)


def _line(problem, sources: dict[str, Source]) -> str:
    source = sources[problem.span.source]
    line, column = source.position(problem.span.start)
    fix = f" -> {source.slice(problem.fix.span)!r} becomes {problem.fix.text!r}" if problem.fix else ""
    at = f"{line}:{column}" + (f" [{problem.shot}]" if problem.shot else "")
    return f"{at} {problem.level} {problem.code}: {problem.message}{fix}"


@pytest.mark.parametrize("script", sorted(CASES.glob("*.fountain")), ids=lambda path: path.stem)
def test_case(script: Path) -> None:
    expected = script.with_suffix(".txt")
    found = told(script.read_text(encoding="utf-8"))
    if RENEW:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_expected_text_has_its_script() -> None:
    stale = [path for path in CASES.glob("*.txt") if not path.with_suffix(".fountain").exists()]
    if RENEW:
        for path in stale:
            path.unlink()
        stale = []
    assert not stale
