"""Lines as people write them, each with one fault: one message, of the code beside it, at no more than the line.

`one_fault.txt` holds a code and a line each; what a line is told must also lead somewhere: a fix that mends it without
a new fault, or words of help.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from shotscript.core.diagnostic import Level, Problems
from shotscript.core.world import TextWorld
from shotscript.studio import read
from shotscript.studio.mending import applied

LINES = (Path(__file__).parent / "one_fault.txt").read_text("utf-8").splitlines()
HEAD = """\
/*@cast
MAYA: woman, 34
JON: man, 41
*/

/*@places
KITCHEN: narrow kitchen
*/

INT. KITCHEN - NIGHT #1#

[[block: TABLE table at 0 0; MAYA sits at -0.6 0 facing JON; JON stands at 0.9 0.3 facing MAYA]]

"""
TAIL = "\n\nMaya waits at the table. The lamp flickers.\n"


def told(text: str) -> Problems:
    return tuple(p for p in read("film", world=TextWorld({"film": text})).told if p.level > Level.INFO)


@pytest.mark.parametrize("case", LINES)
def test_one_fault_is_one_message(case: str) -> None:
    code, line = case.split(" ", 1)
    text = HEAD + line + TAIL
    (problem,) = told(text)
    assert problem.code == code
    assert len(HEAD) <= problem.span.start <= problem.span.end <= len(HEAD) + len(line)
    assert problem.message[0].islower() or not problem.message[0].isalpha(), problem.message
    assert not problem.message.endswith(".") and problem.label and problem.help
    if problem.fix and problem.fix.safe:
        assert told(applied(text, [problem.fix])) == ()


def test_they_are_enough() -> None:
    assert len(LINES) >= 100
