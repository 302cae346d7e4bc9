"""The page of every code: the fault in a few words, why it matters to a film, how to mend it, and two examples.

Pages are Markdown files in `grammar/codes`, one a code, made to be read as they are. A page is a title line, lines of
`key: value`, a paragraph that says why, one that says how to mend it, and fenced examples: `bad` has the fault and
`good` has it no more; `file NAME` is a file beside both, `bad NAME` and `good NAME` one beside the one alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .diagnostic import Level, nearest

__all__ = ["FOLDER", "GROUPS", "JUDGED", "Page", "near", "page", "pages"]

FOLDER = Path(__file__).parent.parent / "grammar" / "codes"
GROUPS = {
    "AX": "the line between people, and where they look",
    "BK": "what a provider cannot do",
    "CU": "cuts that jump",
    "CV": "coverage: who is seen, and where",
    "FD": "fields, rows and variants",
    "FL": "files and media",
    "FN": "traps of Fountain",
    "FR": "framing",
    "JB": "paid jobs",
    "LN": "lenses and focus",
    "MV": "moves, of the camera and of people",
    "NM": "names",
    "QC": "what came back from a service",
    "SY": "spelling, numbers, units and blocks",
    "TM": "time",
}
"""What the codes of each group of letters are about."""

JUDGED = ("AX", "CU", "CV", "LN", "MV503", "QC", "TM401")
"""Codes whose errors are a matter of judgement: the film is as it is written, and only somebody's taste is hurt."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be known of one code. `why` and `mend` are one paragraph each, `notes` what is said beyond them."""

    code: str
    title: str
    """The fault in a few words, lower case: a title for lists."""
    level: Level
    """The level it is told at; a project may set its own."""
    why: str
    mend: str
    notes: str
    bad: str
    """A whole script, or the facts, that give the code."""
    good: str
    facts: Mapping[str, str]
    """The page's other `key: value` lines, as `provider`: under what the examples are read."""
    files: Mapping[str, str]
    """Files beside both examples, by name."""
    bad_files: Mapping[str, str]
    good_files: Mapping[str, str]

    @property
    def group(self) -> str:
        return self.code[:2]


def page(code: str) -> Page | None:
    """The page of a code in any case, None when it is none of ours."""
    return _book().get(code.upper())


def pages(prefix: str = "") -> tuple[Page, ...]:
    """Every page whose code starts with `prefix`, in the order of codes."""
    return tuple(each for code, each in _book().items() if code.startswith(prefix.upper()))


def near(code: str) -> tuple[str, ...]:
    """Codes that `code` may have been meant for, nearest first: a letter or figure apart, else two."""
    return nearest(code.upper(), _book(), 1) or nearest(code.upper(), _book(), 2)


@cache
def _book() -> Mapping[str, Page]:
    files = sorted(FOLDER.glob("[A-Z][A-Z][0-9]*.md"))
    return MappingProxyType({path.stem: _page(path.stem, path.read_text("utf-8")) for path in files})


def _page(code: str, text: str) -> Page:
    """A page from its file. A page that lacks a part is a fault of ours."""
    examples = {name.strip(): body for name, body in re.findall(r"^```(.*)\n((?s:.*?))^```$", text, re.MULTILINE)}
    head, *rest = re.sub(r"^```.*\n(?s:.*?)^```$", "", text, flags=re.MULTILINE).strip().split("\n\n")
    title, *lines = head.split("\n")
    assert title.startswith(f"# {code}: "), f"{code}: the title line"
    facts = dict(line.split(": ", 1) for line in lines)
    why, mend, *notes = (" ".join(part.split("\n")) for part in rest if part.strip())
    return Page(code, title.split(": ", 1)[1], Level[facts.pop("level").upper()], why, mend, "\n\n".join(notes),
                examples.pop("bad"), examples.pop("good"), MappingProxyType(facts), _beside(examples, "file"),
                _beside(examples, "bad"), _beside(examples, "good"))


def _beside(examples: Mapping[str, str], kind: str) -> Mapping[str, str]:
    return MappingProxyType({name.split(" ", 1)[1]: body for name, body in examples.items()
                             if name.startswith(f"{kind} ")})
