"""Letters kept from being read as Fountain marks by a word joiner (U+2060), which nobody sees.

Each function that guards has one that takes the guards away, and one undoes the other for any text: where a word
joiner stands already, one more is put there.
"""

from __future__ import annotations

import re

JOINER = "\u2060"
_PAIRS = re.compile(rf"\[(?={JOINER}*\[)|/(?={JOINER}*\*)")
_GUARDED = re.compile(rf"(?<=\[){JOINER}(?={JOINER}*\[)|(?<=/){JOINER}(?={JOINER}*\*)")
_NOTED = re.compile(rf"([\[\]/*])(?={JOINER}*([\[\]/*]))")
_TWO = ("[[", "]]", "/*", "*/")


def pairs(line: str) -> str:
    """`[[` and `/*` that are text."""
    return _PAIRS.sub(lambda match: match[0] + JOINER, line)


def guards(line: str) -> set[int]:
    """Where in a line the word joiners stand that `pairs` put there."""
    return {match.start() for match in _GUARDED.finditer(line)} if JOINER in line else set()


def edges(line: str, before: bool) -> str:
    """A line whose blanks at the edges are text; `before` guards its first letter too. An empty one is one joiner."""
    start = before or not line.strip() or line[0] == JOINER
    end = bool(line) and (line[-1].isspace() or line[-1] == JOINER)
    return JOINER * start + line + JOINER * end


def inside(line: str) -> tuple[int, int]:
    """Where the text of a line begins and ends between the guards at its edges."""
    low = int(line.startswith(JOINER))
    return low, max(len(line) - int(line.endswith(JOINER)), low)


def note(text: str) -> str:
    """What may stand between `[[` and `]]` for any text."""
    text = _NOTED.sub(lambda match: match[1] + JOINER * (match[1] + match[2] in _TWO), text)
    first = text[:1] in ("[", "]", JOINER) or re.match(r"\s*fdx:", text)
    text = (JOINER if first else "") + text + (JOINER if text[-1:] in ("[", "]", "/", "*", JOINER) else "")
    lines = text.split("\n")
    return "\n".join([lines[0], *(_noted(line) for line in lines[1:])])


def noted(text: str) -> str:
    """What `note` was made of."""
    lines = text.split("\n")
    rest = ("" if line == "  " else line[line.startswith(JOINER) :] for line in lines[1:])
    text = "\n".join([lines[0], *rest])
    low, high = inside(text)
    return re.sub(rf"([\[\]/*]){JOINER}(?={JOINER}*([\[\]/*]))",
                  lambda match: match[1] + JOINER * (match[1] + match[2] not in _TWO), text[low:high])


def _noted(line: str) -> str:
    """A blank line of exactly two spaces goes on with a note; others that look blank need a letter."""
    return "  " if not line else JOINER + line if not line.strip() or line[0] == JOINER else line
