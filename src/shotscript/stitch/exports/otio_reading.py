"""What OpenTimelineIO reads for us: its own files, Final Cut Pro 7 XML, AAF. All tracks of pictures are read."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from .otio import SPACE
from .returned import Item, Join, Returned, exact, item

_FAILURES = (otio.exceptions.OTIOError, ValueError, LookupError, TypeError, AttributeError, RuntimeError,
             AssertionError, ArithmeticError, EOFError, struct.error, ParseError)
"""What adapters raise at a file they cannot read: each has its own."""
_LOGGED = re.compile(r"shot (\S+?)(?:, part (\d+/\d+))?")


def read(path: Path, adapter: str) -> Returned:
    """What the timeline in a file says. ValueError for what the adapter cannot read."""
    try:
        found = otio.adapters.read_from_file(str(path), adapter)
        timeline = _timeline(found)
        return _returned(timeline)
    except (*_FAILURES, *_of_pyaaf2()) as trouble:
        raise ValueError(" ".join(str(trouble).split()) or type(trouble).__name__) from trouble


def _of_pyaaf2() -> tuple[type[Exception], ...]:
    """What pyaaf2 raises at a damaged file, if it is installed."""
    try:
        from aaf2.exceptions import AAFError  # noqa: PLC0415
    except ImportError:
        return ()
    return (AAFError,)


def _timeline(found: Any) -> otio.schema.Timeline:
    """The first timeline of what may be a collection of them."""
    if isinstance(found, otio.schema.Timeline):
        return found
    first = next(iter(found.find_children(descended_from_type=otio.schema.Timeline)), None)
    if first is None:
        raise ValueError("it holds no timeline")
    return first


def _returned(timeline: otio.schema.Timeline) -> Returned:
    items: list[Item] = []
    joins: list[Join] = []
    notes: list[str] = []
    for track in timeline.tracks:
        if track.kind == otio.schema.TrackKind.Video and track.enabled:
            places = track.range_of_all_children()
            for child in track:
                if isinstance(child, otio.schema.Transition):
                    joins.append(_join(child, places[child]))
                elif isinstance(child, otio.schema.Clip):
                    items += [_item(child, places[child])] if child.enabled else []
                elif not isinstance(child, otio.schema.Gap):
                    notes.append(f"{child.name or 'a nested sequence'} is a sequence of its own and is passed over")
    items.sort(key=lambda one: one.start)
    return Returned(tuple(items), tuple(joins), _rate(timeline), tuple(notes))


def _rate(timeline: otio.schema.Timeline) -> Fraction | None:
    told = timeline.metadata.get(SPACE, {}).get("rate")
    if isinstance(told, str) and re.fullmatch(r"\d{1,6}(/\d{1,6})?", told):
        return Fraction(told)
    start = timeline.global_start_time
    return exact(start.rate) if start else None


def _seconds(time: RationalTime) -> Fraction:
    """Exact: counts are whole frames, or parts of one that a float holds to a millionth."""
    value = Fraction(time.value)
    whole = Fraction(round(time.value))
    value = whole if abs(value - whole) < Fraction(1, 1000) else value.limit_denominator(100_000)
    return value / exact(time.rate)


def _item(clip: otio.schema.Clip, place: TimeRange) -> Item:
    told = _told(clip.metadata)
    source = _seconds(clip.source_range.start_time) if clip.source_range else None
    speed = any(isinstance(one, otio.schema.TimeEffect) for one in clip.effects)
    return item(clip.name, _seconds(place.start_time), _seconds(place.duration), told, source, speed)


def _join(transition: otio.schema.Transition, place: TimeRange) -> Join:
    before, after = _seconds(transition.in_offset), _seconds(transition.out_offset)
    kind = str(transition.metadata.get(SPACE, {}).get("kind", "dissolve"))
    return Join(_seconds(place.start_time) + before, before, after, kind)


def _told(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Our facts, wherever the format keeps them."""
    return {key: str(value) for key, value in (*_ours(metadata), *_of_aaf(metadata), *_of_fcp7(metadata))}


def _ours(metadata: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from metadata.get(SPACE, {}).items()


def _of_aaf(metadata: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in (metadata.get("AAF", {}).get("UserComments") or {}).items():
        if key.startswith(f"{SPACE}."):
            yield key.removeprefix(f"{SPACE}."), value


def _of_fcp7(metadata: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    described = metadata.get("fcp_xml", {}).get("logginginfo", {}).get("description", "")
    match = _LOGGED.fullmatch(described) if isinstance(described, str) else None
    if match:
        yield "shot", match[1]
        yield "part", match[2] or ""
