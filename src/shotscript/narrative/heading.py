"""A scene heading in its parts: inside or outside, the place, the time of day, and whether the light carries on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from . import names

_PREFIX = re.compile(
    r"\s*(?P<kind>int\.?\s*/\s*ext|ext\.?\s*/\s*int|i\s*/\s*e|e\s*/\s*i|interior|exterior|int|ext|est)(?:\.|\s|$)\s*"
    r"|\s*(?P<chinese>内景|外景|内外景|内|外)(?:[.．。:：\s、]|$)\s*", re.I)
_NUMBER = re.compile(r"\s*#[^#]*#\s*$")
_DASH = re.compile(r"\s+[-–—]+\s+|\s*——\s*|\s*－\s*")
_GOES_ON = re.compile(r"\b(continuous|same|moments later|continuo|continúa|continua)\b|连续|連続|계속", re.I)
_NIGHT = ("night", "midnight", "夜", "晚", "밤", "noche")
_SAME = ("continuous", "same", "moments later", "later")


@dataclass(frozen=True, slots=True)
class Heading:
    """`place` is the known place's own name, else the heading's words for it. `goes_on`: CONTINUOUS, SAME..."""

    interior: bool
    place: str
    time: str
    goes_on: bool


def read(text: str, places: names.Index) -> Heading:
    prefix, rest, own, time = _parts(text)
    known = names.longest(rest, places)
    return Heading(_inside(prefix), known or own, time, bool(_GOES_ON.search(time)))


def closer(text: str, known: Iterable[str]) -> str:
    """The heading's own words for its place, where they say more than a known name of it does."""
    own = _parts(text)[2]
    return "" if names.fold(own) in map(names.fold, known) else own


def _parts(text: str) -> tuple[re.Match[str] | None, str, str, str]:
    """Whether inside, all that follows, of this the words for the place, and the time."""
    bare = _NUMBER.sub("", text).strip().lstrip(".").strip()
    prefix = _PREFIX.match(bare)
    rest = bare[prefix.end() :] if prefix else bare
    words = _DASH.split(rest)
    time = words[-1].strip() if len(words) > 1 else ""
    own = " - ".join(word.strip() for word in (words[:-1] if len(words) > 1 else words))
    return prefix, rest, own.strip(" -–—"), time


def nights(times: Iterable[str]) -> tuple[bool, ...]:
    """Which of a film's scenes play at night: CONTINUOUS, SAME and LATER go on from the scene before."""
    found: list[bool] = []
    for time in (t.casefold().strip() for t in times):
        goes_on = bool(found) and time.startswith(_SAME)
        found.append(found[-1] if goes_on else any(word in time for word in _NIGHT))
    return tuple(found)


def _inside(prefix: re.Match[str] | None) -> bool:
    if not prefix:
        return True
    kind = (prefix["kind"] or "").casefold().replace(".", "").replace(" ", "")
    return not (kind in ("ext", "est", "exterior") or prefix["chinese"] in ("外景", "外"))
