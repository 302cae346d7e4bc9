"""CU203: shot and reverse shot that are no mirror of each other. Never told as more than something to know."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.diagnostic import Diagnostic, info
from ...lang.term import Size
from . import line
from .cut import Company, Cut
from .numbers import Numbers
from .setup import Figure, Look


def unlike(cut: Cut, company: Company, numbers: Numbers) -> Iterator[Diagnostic]:
    """Of two neighbouring singles, or two shoulders, of people who are with each other."""
    pair = _reversed(cut, company)
    if pair is None or not cut.plain:
        return
    seen, then = cut.before.last, cut.after.first
    one, other = seen.figures[pair[0]], then.figures[pair[1]]
    if not company.talk(cut.before, *pair) or one.posture != other.posture or abs(one.x - other.x) <= numbers.mirrored:
        return
    what = [words for unlike, words in _differences(cut, one, other, numbers) if unlike]
    if what:
        yield info("CU203", f"{cut.before.label} and {cut.after.label} are shot and reverse shot, but differ in"
                   f" {' and '.join(what)}", cut.after.span, "no mirror of the shot before",
                   "give both the same size, lens and height, and mirrored places")


def _differences(cut: Cut, one: Figure, other: Figure, numbers: Numbers) -> Iterator[tuple[bool, str]]:
    seen, then = cut.before.last, cut.after.first
    sizes: tuple[Size | None, Size | None] = cut.before.size(seen), cut.after.size(then)
    yield sizes[0] != sizes[1], f"size ({sizes[0]} and {sizes[1]})"
    yield _lens(seen, then) > numbers.alike, f"lens ({seen.focal:.4g} and {then.focal:.4g} mm)"
    high = abs(seen.position[1] - then.position[1])
    above = abs((seen.position[1] - one.eyes[1]) - (then.position[1] - other.eyes[1]))
    yield min(high, above) > numbers.level, f"height ({seen.position[1]:.2f} and {then.position[1]:.2f} m)"
    yield abs(one.x + other.x) > numbers.mirrored, "their places on the screen"
    angles = _offset(seen, one.name, other.name), _offset(then, one.name, other.name)
    apart = abs(abs(angles[0]) - abs(angles[1]))
    yield apart > numbers.reversed, f"angle to the line ({abs(angles[0]):.0f} and {abs(angles[1]):.0f} degrees)"


def _reversed(cut: Cut, company: Company) -> tuple[str, str] | None:
    """Who is seen before and who after."""
    before, after = cut.before, cut.after
    if before.over and after.over:
        swapped = before.on[:1] == (after.over,) and after.on[:1] == (before.over,)
        found = (after.over, before.over) if swapped else None
    else:
        found = (before.single, after.single) if before.single and after.single else None
    if found is None or found[0] == found[1]:
        return None
    if not all(name in look.figures for name in found for look in (before.last, after.first)):
        return None
    met = (company.partner(before, before.last, found[0]), company.partner(after, after.first, found[1]))
    return found if before.over or met == (found[1], found[0]) else None


def _lens(seen: Look, then: Look) -> float:
    return abs(seen.focal - then.focal) / max(seen.focal, then.focal)


def _offset(look: Look, a: str, b: str) -> float:
    return line.offset(look.position, look.figures[a].eyes, look.figures[b].eyes)


