"""Right-to-left writing: in which order the runs of a line stand. Unicode's bidirectional algorithm (UAX #9).

For lines without embedding and isolating marks, which are taken for nothing (rules W1 to W7, N1, N2, I1, I2, L1, L2).
A run's own letters are put in order by who draws them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

_STRONG = ("L", "R", "AL")
_NEUTRAL = ("B", "S", "WS", "ON")
_NOTHING = ("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def base(text: str) -> int:
    """1 for a paragraph that reads from the right, by its first strong letter; else 0."""
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), "L")
    return int(first != "L")


def levels(text: str, base: int) -> list[int]:
    """A level for each letter: even ones read from the left, odd ones from the right."""
    edge = "R" if base else "L"
    original = [unicodedata.bidirectional(letter) or "L" for letter in text]
    kept = [i for i, kind in enumerate(original) if kind not in _NOTHING]
    kinds = _neutral(_weak([original[i] for i in kept], edge), edge)
    found = [base] * len(text)
    for i, kind in zip(kept, kinds, strict=True):
        found[i] = base + (kind == "R" if not base else kind != "R") + (kind in ("EN", "AN") and not base) * 2
    for i, kind in enumerate(original):
        if kind in _NOTHING and i:
            found[i] = found[i - 1]
    return _edges(found, original, base)


def order(levels: Sequence[int]) -> list[int]:
    """The numbers of runs of one level, or of letters, from left to right as they are seen (L2)."""
    seen = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        for high, part in groupby([levels[i] >= level for i in seen]):
            count = len(list(part))
            if high:
                seen[at : at + count] = seen[at : at + count][::-1]
            at += count
    return seen


# ---------------------------------------------------------------------------------------------- helpers


def _weak(kinds: list[str], edge: str) -> list[str]:
    """W1 to W7: numbers, their signs, and marks on letters."""
    last = edge
    for i, kind in enumerate(kinds):  # W1
        last = kinds[i] = last if kind == "NSM" else kind
    strong = edge
    for i, kind in enumerate(kinds):  # W2, W3
        strong = kind if kind in _STRONG else strong
        kinds[i] = "AN" if kind == "EN" and strong == "AL" else kind
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for i in range(1, len(kinds) - 1):  # W4
        a, here, b = kinds[i - 1 : i + 2]
        if a == b and (a, here) in (("EN", "ES"), ("EN", "CS"), ("AN", "CS")):
            kinds[i] = a
    kinds = _beside_numbers(kinds)  # W5
    kinds = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]  # W6
    strong = edge
    for i, kind in enumerate(kinds):  # W7
        strong = kind if kind in ("L", "R") else strong
        kinds[i] = "L" if kind == "EN" and strong == "L" else kind
    return kinds


def _beside_numbers(kinds: list[str]) -> list[str]:
    """Signs like % and $ that touch a number are part of it."""
    found = list(kinds)
    runs = [(kind, list(part)) for kind, part in groupby(range(len(kinds)), key=lambda i: kinds[i])]
    for before, (kind, part), after in zip([("", []), *runs], runs, [*runs[1:], ("", [])], strict=False):
        if kind == "ET" and "EN" in (before[0], after[0]):
            found[part[0] : part[-1] + 1] = ["EN"] * len(part)
    return found


def _neutral(kinds: list[str], edge: str) -> list[str]:
    """N1, N2: what lies between takes the direction of both its neighbours, else the paragraph's."""
    found, at = list(kinds), 0
    for neutral, part in groupby(kinds, key=lambda kind: kind in _NEUTRAL):
        count = len(list(part))
        if neutral:
            before = _side(found[at - 1]) if at else edge
            after = _side(kinds[at + count]) if at + count < len(kinds) else edge
            found[at : at + count] = [before if before == after else edge] * count
        at += count
    return found


def _side(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else "L"


def _edges(found: list[int], original: list[str], base: int) -> list[int]:
    """L1: spaces at the line's end, and tabs with the spaces before them, follow the paragraph."""
    trailing = True
    for i in range(len(found) - 1, -1, -1):
        if original[i] in ("S", "B"):
            trailing = True
        elif original[i] not in ("WS", *_NOTHING):
            trailing = False
        if trailing:
            found[i] = base
    return found
