"""Every fix offered for a fault does away with it and with nothing else, and brings no new one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from shotscript import studio
from shotscript.core.diagnostic import Diagnostic, Fix, Level, Problems
from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative.check import allowed, check
from shotscript.narrative.resolve import understand

HERE = Path(__file__).parent
LINES = sorted((HERE / "clause_cases").glob("*.txt"))
SCRIPTS = sorted([*(HERE / "cases").glob("*.fountain"), *(HERE.parent / "narrative" / "cases").glob("*.fountain")])
HEAD = """\
/*@cast
MAYA:
JON:
COLE:
PELL:
DOLLY:
COWBOY:
OLD MAN:
R2D2:
O'BRIEN:
小梅:
  also: 梅姐
서연:
José:
  also: PEPE, P
AGENT 47:
*/
/*@places
KITCHEN:
*/
/*@props
CUP:
LETTER:
PANE:
*/

INT. KITCHEN - DAY

"""


UNCOVERED = {"SY120": {"FL106"}, "FN901": {"NM801", "TM404"}, "FN902": {"NM801"}, "SY513": {"NM802"},
             "FN908": {"NM802"}}
"""What a fix may bring to light: words that were no shot, or no property, until it was applied."""


def faults(text: str) -> Problems:
    """Warnings and errors of everything that needs no geometry."""
    script, told, _ = parse(TextWorld({"film.fountain": text}), "film.fountain")
    story, more = understand(script)
    return tuple(p for p in allowed(story, (*told, *more, *check(story))) if p.level > Level.INFO)


def key(problem: Diagnostic) -> tuple[str, str]:
    return problem.code, problem.message


def mended(text: str, fix: Fix) -> str:
    return text[: fix.span.start] + fix.text + text[fix.span.end :]


def check_fixes(text: str) -> None:
    found = faults(text)
    for problem in found:
        assert problem.span.end <= len(text)
        if problem.fix is None:
            continue
        assert problem.fix.span.source == problem.span.source
        after = mended(text, problem.fix)
        left = Counter(map(key, found)) - Counter([key(problem)])
        new = Counter(map(key, faults(after))) - left
        gone = left - Counter(map(key, faults(after)))
        new = {code for code, message in new if not message.startswith("there is no shot")}
        assert new <= UNCOVERED.get(problem.code, set()) | {"TM402", "TM406"}, (key(problem), problem.fix, after, new)
        assert not gone, (key(problem), problem.fix, gone)


def lines(path: Path) -> list[str]:
    texts = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(">> ").replace("⏎", "\n") for line in texts if line.startswith(">> ")]


@pytest.mark.parametrize("path", LINES, ids=lambda p: p.stem)
def test_a_fix_in_a_line_mends_it(path: Path):
    for text in lines(path):
        head = "block: " if path.stem.startswith("blocking") else "shot " if text[:1].isalnum() else "shot: "
        for note in (f"[[{head}{text}]]", f"[[shot: {text}]]")[: 1 if head == "block: " else 2]:
            check_fixes(f"{HEAD}{note}\n\nShe looks away.\n")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_a_fix_in_a_script_mends_it(path: Path):
    check_fixes(path.read_text(encoding="utf-8"))


def test_an_unknown_name_is_one_fault_to_the_camera_too():
    text = f"{HEAD}!! CU on MAYAA\n\nShe looks away.\n"
    told = studio.read("film.fountain", world=TextWorld({"film.fountain": text})).problems
    assert [p.code for p in told] == ["NM801"]


DUAL = """\
INT. HALL - DAY

MAYA
Together!

JON ^
Together. [[shot 1F: CU on JON]] Yes.
!! 1G: CU on MAYA
Quite.
[[shot 1H: CU on MAYA]]
"""


def test_a_shot_in_the_second_of_two_speeches_moves_to_the_first():
    found = [p for p in faults(DUAL) if p.code == "FN908"]
    assert len(found) == 3 and len(faults(DUAL)) == 3
    fixes = [mended(DUAL, p.fix) for p in found if p.fix]
    assert "Together! [[shot 1F: CU on JON]]\n\nJON ^\nTogether. Yes.\n" in fixes[0]
    assert "Together! [[shot 1G: CU on MAYA]]\n" in fixes[1] and "Yes.\nQuite.\n" in fixes[1]
    assert "Together! [[shot 1H: CU on MAYA]]\n" in fixes[2] and fixes[2].endswith("Quite.\n")
    check_fixes(DUAL)
