"""The doctor's findings as a terminal shows them, and as JSON: the terminal itself is one of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ..core.installed import Finding, State
from ..core.show import visible
from ..studio.doctor import examine
from . import options

_MARKS: dict[State, tuple[str, str, str]] = {
    "fine": ("✓", "ok", "green"), "unset": ("·", ". ", "dim"), "lack": ("–", "--", "yellow"),
    "missing": ("✗", "NO", "bold red"),
}
FAILED = 3


def shown(place: Path, form: str) -> int:
    """All findings on stdout; 3 where previz cannot run."""
    found = (*examine(place), *terminal(options.result()))
    ready = all(one.state != "missing" for one in found)
    if form == "json":
        options.answer({"ready": ready, "findings": [asdict(one) for one in found]})
    else:
        options.show(options.result(), *_lines(found, ready))
    return 0 if ready else FAILED


def terminal(console: Console) -> Iterator[Finding]:
    """What the terminal can show."""
    size = f"{console.width} columns" if console.is_terminal else "not a terminal: plain lines, no progress bars"
    yield Finding("terminal", "output", "fine", size)
    yield Finding("terminal", "colours", "fine", console.color_system or "none")
    utf = _utf()
    yield Finding("terminal", "letters", "fine" if utf else "lack", sys.stdout.encoding or "unknown",
                  "" if utf else "set PYTHONIOENCODING=utf-8, so that every name can be shown")
    if os.environ.get("NO_COLOR"):
        yield Finding("terminal", "NO_COLOR", "fine", "set: nothing is coloured")


def _lines(found: tuple[Finding, ...], ready: bool) -> Iterator[Text]:
    """A heading for each topic, a line for each finding, and under it what to do."""
    order = list(dict.fromkeys(one.topic for one in found))
    for topic, group in groupby(sorted(found, key=lambda one: order.index(one.topic)), key=lambda one: one.topic):
        yield Text(topic, "bold")
        listed = list(group)
        width = max(len(one.name) for one in listed)
        for one in listed:
            yield from _finding(one, width)
        yield Text("")
    lacks = sum(one.state == "lack" for one in found)
    count = f"; {lacks} thing{'' if lacks == 1 else 's'} to be had beside it" if lacks else ""
    yield Text(f"previz can run{count}" if ready else "previz cannot run: see what is marked above",
               "bold green" if ready else "bold red")


def _finding(one: Finding, width: int) -> Iterator[Text]:
    sign, plain, colour = _MARKS[one.state]
    line = Text("  ").append(sign if _utf() else plain, colour)
    yield line.append(f" {visible(one.name):<{width}}  {visible(one.told)}")
    if one.remedy:
        yield Text(f"      {'→' if _utf() else '->'} {visible(one.remedy)}", "cyan")


def _utf() -> bool:
    return (sys.stdout.encoding or "ascii").casefold().replace("-", "").startswith("utf")
