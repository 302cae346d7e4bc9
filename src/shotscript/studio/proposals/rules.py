"""The grammar of shot lines in short: the rules of the grammar file itself, without what is not for a model to say."""

from __future__ import annotations

import re
from functools import cache

from ...lang.grammars import FOLDER

LEFT_OUT = ("gaze", "speed", "as", "camera", "description", "allow", "hold", "QUOTED")
"""What people do, how long a shot is, words for the prompt and consent are the author's."""
_RULE = re.compile(r"\??(_?[A-Za-z_]+)(?:\.\d+)?: *(.*)")


@cache
def rules() -> str:
    """A rule a line: those that a shot line without `LEFT_OUT` is made of, in the file's order."""
    known = dict(_written())
    wanted, found = ["start"], set[str]()
    while wanted:
        name = wanted.pop()
        if name in known and name not in found:
            found.add(name)
            wanted += re.findall(r"\b_?[A-Za-z_]+\b", re.sub(r'"[^"]*"|/[^/ ].*/', "", known[name]))
    return "\n".join(f"{name}: {body}" for name, body in known.items() if name in found)


def _written() -> list[tuple[str, str]]:
    text = re.sub(r"(?m)^(//|%).*\n", "", (FOLDER / "shots.lark").read_text(encoding="utf-8"))
    lines = re.sub(r"\n +\|", " |", text).splitlines()
    return [(rule[1], _without(rule[2])) for line in lines if (rule := _RULE.fullmatch(line.strip()))]


def _without(body: str) -> str:
    out = "|".join(LEFT_OUT)
    return re.sub(rf'(?<!")\b(?:{out})\b(?!") *\| *| *\| *(?<!")\b(?:{out})\b(?!")', "", body)
