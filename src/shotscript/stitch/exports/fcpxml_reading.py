"""FCPXML read back, of any version since 1.8: the main storyline of its first project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from xml.etree.ElementTree import Element

from .fcpxml import SPACE
from .returned import Item, Join, Returned, item

_TIME = re.compile(r"(-?\d{1,18})(?:/([1-9]\d{0,17}))?s")
_CLIPS = ("asset-clip", "clip", "video", "ref-clip", "sync-clip", "mc-clip", "title", "audition")


def read(root: Element) -> Returned:
    """What the storyline says. ValueError where there is none."""
    sequence = next(root.iter("sequence"), None)
    spine = sequence.find("spine") if sequence is not None else None
    if sequence is None or spine is None:
        raise ValueError("it holds no sequence")
    origin = time(sequence.get("tcStart", "0s"))
    items: list[Item] = []
    joins: list[Join] = []
    at = Fraction(0)
    for child in spine:
        start = time(child.get("offset")) - origin if child.get("offset") else at
        lasting = _lasting(child, root)
        if child.tag == "transition":
            joins.append(Join(start + lasting / 2, lasting / 2, lasting / 2, _kind(child)))
            continue
        if child.tag in _CLIPS:
            items.append(_item(child, start, lasting))
        at = start + lasting
    return Returned(tuple(items), tuple(joins), _rate(root, sequence), tuple(_passed_over(spine)))


def time(text: str | None) -> Fraction:
    """Seconds of `1001/24000s`. ValueError for anything else."""
    match = _TIME.fullmatch((text or "").strip())
    if not match:
        raise ValueError(f"{text!r} is no time of FCPXML")
    return Fraction(int(match[1]), int(match[2] or 1))


def _lasting(child: Element, root: Element) -> Fraction:
    """A clip without a duration is shown whole: its asset tells."""
    if child.get("duration"):
        return time(child.get("duration"))
    asset = next((one for one in root.iter("asset") if one.get("id") == child.get("ref")), None)
    return time(asset.get("duration")) if asset is not None else Fraction(0)


def _item(child: Element, start: Fraction, lasting: Fraction) -> Item:
    told = {md.get("key", "").removeprefix(f"{SPACE}."): md.get("value", "") for md in child.iter("md")
            if md.get("key", "").startswith(f"{SPACE}.")}
    source = time(child.get("start")) if child.get("start") else Fraction(0)
    return item(child.get("name", ""), start, lasting, told, source, child.find("timeMap") is not None)


def _kind(transition: Element) -> str:
    return "wipe" if "wipe" in transition.get("name", "").lower() else "dissolve"


def _rate(root: Element, sequence: Element) -> Fraction | None:
    for one in root.iter("format"):
        if one.get("id") == sequence.get("format") and one.get("frameDuration"):
            lasting = time(one.get("frameDuration"))
            return 1 / lasting if lasting else None
    return None


def _passed_over(spine: Element) -> Iterator[str]:
    """Clips hung on others by a lane are no part of the storyline."""
    for child in spine:
        for hung in child:
            if hung.get("lane") and hung.tag in _CLIPS:
                yield f"{hung.get('name', 'a clip')} lies over {child.get('name', 'a clip')} and is passed over"
