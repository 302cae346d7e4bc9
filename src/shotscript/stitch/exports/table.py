"""The clips of a film as a table: CSV in UTF-8 (RFC 4180), a row for each clip.

A cell whose text a spreadsheet would run as a formula gets an apostrophe before it, which spreadsheets do not show.
"""

from __future__ import annotations

import csv
import io

from ...core.timebase import plain
from . import clock
from .cutlist import CutList, Event

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("number", "shot", "part", "scene", "heading", "record in", "record out", "start frame", "frames", "seconds",
           "transition", "source file", "source in", "source frames", "source rate", "handles", "take", "provider",
           "model", "usd", "text", "prompt", "key")


def write(cuts: CutList) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for event in cuts.events:
        row = _row(event, cuts)
        rows.writerow(row[column] for column in COLUMNS)
    return text.getvalue().encode(errors="backslashreplace")


def _row(event: Event, cuts: CutList) -> dict[str, str | int]:
    """Numbers and timecodes are ours and stay as they are; everything else is somebody's text."""
    facts = event.facts()
    texts = {"shot": event.edit.label, "scene": facts["scene"], "heading": event.scene.heading,
             "source file": str(event.clip.path), "text": event.words,
             **{key: facts.get(key, "") for key in ("take", "provider", "model", "usd", "prompt", "key")}}
    return {
        "number": event.number, "part": facts["part"], "record in": cuts.timecode(event.start),
        "record out": cuts.timecode(event.end), "start frame": event.start, "frames": event.frames,
        "seconds": plain(event.frames / cuts.fps), "transition": _transition(event),
        "source in": clock.timecode(event.first, event.clip.fps), "source frames": event.last - event.first,
        "source rate": plain(event.clip.fps), "handles": facts["handles"],
        **{key: safe(text) for key, text in texts.items()},
    }


def safe(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _transition(event: Event) -> str:
    found = (event.edit.into, event.edit.out)
    return ", ".join(f"{one.kind} {one.frames}f" for one in found if one)
