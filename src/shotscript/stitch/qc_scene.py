"""Clips against each other: whether shots that belong together are lit and coloured alike, and whether a clip begins
with the picture it was given.

Shots belong together in one scene under one light and one weather. Sizes differ and people wear what they wear, so a
shot is compared with the middle one of its scene, generously; a set-up that is seen again is compared with itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ..core.diagnostic import Diagnostic, Level
from ..film.glance import Glance, forms, palettes
from ..film.tone import Tone
from .qc import Due, Seen, Tolerance


@dataclass(frozen=True, slots=True, eq=False)
class Toned:
    """A cut that has been measured, and its average colour."""

    seen: Seen
    due: Due
    tone: Tone


def continuity(takes: Sequence[Seen], tolerance: Tolerance) -> Iterator[tuple[Seen, Diagnostic]]:
    """QC114, and whose clip it is in: a shot's brightness or colour jumps against the shots it belongs to. Previz is
    nobody's neighbour."""
    toned = [Toned(seen, due, tone) for seen in takes if not seen.take.previz for due in seen.due
             if (tone := seen.tone(due))]
    told: set[int] = set()
    for one, other in _again(toned):
        off = _off(one.tone, other.tone, tolerance.light_again, tolerance.tint_again)
        if off:
            told.add(id(one))
            which = "the part before" if one.due.label == other.due.label else f"{other.due.label}, the same set-up"
            yield one.seen, _told(one, off, which, other.tone)
    for group in _together(toned):
        yield from _odd(group, told, tolerance)


def first_frame(seen: Seen, given: Glance, what: str, tolerance: Tolerance) -> Iterator[Diagnostic]:
    """QC115: the clip does not begin with the picture it was given to begin with."""
    form, colours = forms(seen.measured.first, given), palettes(seen.measured.first, given)
    if max(form, colours) > tolerance.first_frame:
        how = "in form" if form >= colours else "in colour"
        yield seen.told(Level.WARNING, "QC115", seen.take.segment.cuts[0],
                        f"the first frame is unlike {what}: {max(form, colours):.2f} {how}, "
                        f"allowed are {tolerance.first_frame:.2f}")


def _again(toned: Sequence[Toned]) -> Iterator[tuple[Toned, Toned]]:
    """Cuts whose set-up was seen before, with where: the part before of one shot, or the shot that `as` repeats."""
    last: dict[str, Toned] = {}
    for one in toned:
        label = one.due.label
        other = last.get(label) if one.due.cut.part > 1 else last.get(one.due.cut.shot.as_of)
        if other and _light(one) == _light(other):
            yield one, other
        last[label] = one


def _together(toned: Iterable[Toned]) -> Iterator[list[Toned]]:
    groups: dict[tuple[object, ...], list[Toned]] = defaultdict(list)
    for one in toned:
        groups[_light(one)].append(one)
    yield from (group for group in groups.values() if len(group) > 1)


def _light(one: Toned) -> tuple[object, ...]:
    """What is the same for shots that belong together."""
    shot, take = one.due.cut.shot, one.seen.take
    return (one.due.cut.scene.index, shot.light and shot.light.text, shot.weather and shot.weather.text, take.number
            and (take.provider, take.model))


def _odd(group: Sequence[Toned], told: set[int], tolerance: Tolerance
         ) -> Iterator[tuple[Seen, Diagnostic]]:
    """Of three or more those far from the middle; of two the second."""
    tones = [one.tone for one in group]
    usual = _middle(tones) if len(group) > 2 else tones[0]
    for one in group if len(group) > 2 else group[1:]:
        off = _off(one.tone, usual, tolerance.light, tolerance.tint)
        if off and id(one) not in told:
            which = "the other shots of its scene" if len(group) > 2 else group[0].due.label
            yield one.seen, _told(one, off, which, usual)


def _middle(tones: Sequence[Tone]) -> Tone:
    red, green, blue = (round(median(getattr(t, name) for t in tones)) for name in ("red", "green", "blue"))
    light, a, b = (median(getattr(t, name) for t in tones) for name in ("light", "a", "b"))
    return Tone(red, green, blue, light, a, b)


def _off(one: Tone, usual: Tone, light: float, tint: float) -> str:
    """What is wrong, in words; nothing where all is well."""
    brighter, tinted = one.brighter(usual), one.tinted(usual)
    words = []
    if abs(brighter) > light:
        way = "brighter" if brighter > 0 else "darker"
        words.append(f"{abs(brighter):.0f} steps of L* {way} (allowed {light:.0f})")
    if tinted > tint:
        words.append(f"{tinted:.0f} off in colour (allowed {tint:.0f})")
    return " and ".join(words)


def _told(one: Toned, off: str, which: str, usual: Tone) -> Diagnostic:
    return one.seen.told(Level.WARNING, "QC114", one.due.cut,
                         f"shot {one.due.label} is {off}, set against {which}: {one.tone.hex} on average, "
                         f"there {usual.hex}")
