"""AX103: two people who look at each other look the same way on the screen, or both up, or both down."""

from __future__ import annotations

from collections.abc import Iterator
from math import asin, radians

from ...core.diagnostic import Diagnostic, warning
from . import line
from .cut import Company, Cut
from .numbers import Numbers
from .setup import Figure


def mismatched(cut: Cut, company: Company, numbers: Numbers) -> Iterator[Diagnostic]:
    """Of neighbouring singles of two people who are with each other."""
    a, b = cut.before.single, cut.after.single
    seen, then = cut.before.last, cut.after.first
    if not a or not b or a == b or a not in seen.figures or b not in then.figures or not cut.plain:
        return
    if company.partner(cut.before, seen, a) != b or company.partner(cut.after, then, b) != a:
        return
    one, other = seen.figures[a], then.figures[b]
    sides = (line.turn(seen, one.eyes, one.gaze, numbers), line.turn(then, other.eyes, other.gaze, numbers))
    heights = (_rise(one, numbers), _rise(other, numbers))
    for (before, after), words in ((sides, {1: "right", -1: "left"}), (heights, {1: "up", -1: "down"})):
        if before and before == after:
            yield warning("AX103", f"{a} in {cut.before.label} and {b} in {cut.after.label} both look {words[before]},"
                          " so they do not look at each other", cut.after.span, f"looks {words[after]}",
                          f"see {b} from the other side, or turn the look to the {words[-after]}")


def _rise(figure: Figure, numbers: Numbers) -> int:
    angle = asin(max(-1.0, min(1.0, figure.gaze[1])))
    return 0 if abs(angle) <= radians(numbers.neutral) else (1 if angle > 0 else -1)
