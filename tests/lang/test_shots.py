"""Shot lines and blocks against files of lines and what must come of them.

A case is `>> text` (`⏎` stands for a line break), then the clauses as `core.show` prints them, then one line for each
problem. `SHOTSCRIPT_RENEW=1 pytest tests/lang/test_shots.py` writes the files anew; read the difference before you
commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Diagnostic
from shotscript.core.show import show
from shotscript.core.span import Span
from shotscript.lang import shots
from shotscript.lang.clause import Moves
from shotscript.lang.names import Names

FOLDER = Path(__file__).parent / "clause_cases"
FILES = sorted(FOLDER.glob("*.txt"))
OFFSET = 7
NAMES = Names.of(
    [
        *((name, "cast", ()) for name in ("MAYA", "JON", "COLE", "PELL", "DOLLY", "COWBOY", "OLD MAN", "R2D2")),
        ("O'BRIEN", "cast", ()),
        ("小梅", "cast", ("梅姐",)),
        ("서연", "cast", ()),
        ("José", "cast", ("PEPE", "P")),
        ("AGENT 47", "cast", ()),
        ("KITCHEN", "place", ()),
        *((name, "prop", ()) for name in ("CUP", "LETTER", "PANE")),
    ]
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_come_out_as_their_file_says(path: Path) -> None:
    old = path.read_text(encoding="utf-8")
    body = shots.blocking if path.stem.startswith("blocking") else shots.shot
    new = "\n".join(_case(text, body) for text in _texts(old))
    if os.environ.get("SHOTSCRIPT_RENEW"):
        path.write_text(new, encoding="utf-8")
    assert new == old


def test_the_files_hold_lines_enough() -> None:
    assert sum(len(_texts(path.read_text(encoding="utf-8"))) for path in FILES) >= 120


def _texts(file: str) -> list[str]:
    return [line.removeprefix(">> ") for line in file.splitlines() if line.startswith(">> ")]


def _case(text: str, body) -> str:
    source = text.replace("⏎", "\n")
    *head, problems = body(source, Span(OFFSET, OFFSET + len(source)), NAMES)
    value = head[1] if len(head) == 3 else head[0]
    about = [f"id {head[0]}"] * bool(head[0]) + ["auto"] * head[2] if len(head) == 3 else []
    chains = [f"chain {' then '.join(str(len(part)) for part in c.parts)}" for c in value if isinstance(c, Moves)]
    shown = [show(value)] if value else []
    return "\n".join([f">> {text}", *about, *shown, *chains, *(_problem(p, source) for p in problems)]) + "\n"


def _problem(p: Diagnostic, source: str) -> str:
    fix = f" -> {_at(p.fix.span, source)!r} = {p.fix.text!r}{' safe' if p.fix.safe else ''}" if p.fix else ""
    return f"!! {p.level} {p.code} {_at(p.span, source)!r}: {p.message} | {p.label} | {p.help}{fix}"


def _at(span: Span, source: str) -> str:
    return source[span.start - OFFSET : span.end - OFFSET]
