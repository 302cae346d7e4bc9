"""CMX 3600: the edit list every editing program reads. One track, one rate, numbers and comments.

The rate stands nowhere in the format, so a comment says it; source times are counted in frames of the film, whatever
the source's own rate, because a list has one counting alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import clock
from .cutlist import CutList, Event

_WIDTH = 68


@dataclass(frozen=True, slots=True)
class _Line:
    """A form statement: source frames [first, first + frames) at the film's rate, record frames from `start`."""

    reel: str
    channel: str
    how: str
    first: int
    start: int
    frames: int


def write(cuts: CutList) -> bytes:
    fcm = "DROP FRAME" if cuts.drop else "NON-DROP FRAME"
    lines = [f"TITLE: {_plain(cuts.name) or 'Untitled'}", f"FCM: {fcm}", ""]
    reels = _reels(cuts)
    number = 0
    for at, event in enumerate(cuts.events):
        for form in _forms(cuts, at, reels):
            number += 1
            lines += (_form(number, line, cuts) for line in form)
            if form[-1].reel == reels[event.url]:
                lines += _comments(cuts, at, number)
    return ("\r\n".join(lines) + "\r\n").encode()


def _reels(cuts: CutList) -> dict[str, str]:
    """Each source's own name: eight letters at most, so never that of a file."""
    urls = dict.fromkeys(event.url for event in cuts.events)
    return {url: f"S{number:05d}" for number, url in enumerate(urls, 1)}


def _forms(cuts: CutList, at: int, reels: dict[str, str]) -> list[list[_Line]]:
    """The edits of an event, each one line, or two where the first only says what is left."""
    event, before, after = cuts.events[at], cuts.before(at), cuts.after(at)
    edit, reel = event.edit, reels[event.url]
    early = edit.before if before else 0
    late = (after.edit.before if after else 0) or edit.fade_out
    body = _Line(reel, _channel(event), "C", max(event.at - early, 0), event.start - early,
                 event.frames + early - late)
    made = []
    if before and edit.crossing:
        how = "W001" if edit.into and edit.into.kind == "wipe" else "D"
        made.append([_left(before, reels, event.start - early), _how(body, how, edit.crossing)])
    elif edit.fade_in:
        black = _Line("BL", "V", "C", 0, event.start, 0)
        made += [] if before else [[black]]
        made.append([black, _how(body, "D", edit.fade_in)])
    else:
        made.append([body])
    if late and late == edit.fade_out and not (after and after.edit.before):
        black = _Line("BL", "V", f"D    {late:03d}", 0, event.end - late, late)
        made.append([_left(event, reels, event.end - late), black])
    return made


def _how(line: _Line, how: str, frames: int) -> _Line:
    return _Line(line.reel, line.channel, f"{how:<4} {frames:03d}", line.first, line.start, line.frames)


def _left(event: Event, reels: dict[str, str], at: int) -> _Line:
    """The source a transition leaves, at the frame where it begins."""
    return _Line(reels[event.url], _channel(event), "C", max(event.at + at - event.start, 0), at, 0)


def _channel(event: Event) -> str:
    return "AA/V" if event.clip.sound else "V"


def _form(number: int, line: _Line, cuts: CutList) -> str:
    source = (clock.timecode(frame, cuts.fps, cuts.drop) for frame in (line.first, line.first + line.frames))
    record = (cuts.timecode(frame) for frame in (line.start, line.start + line.frames))
    return f"{number:03d}  {line.reel:<8} {line.channel:<5} {line.how:<8} {' '.join((*source, *record))}"


def _comments(cuts: CutList, at: int, number: int) -> list[str]:
    event, before = cuts.events[at], cuts.before(at)
    names = [f"* FROM CLIP NAME: {_plain(event.name)}"]
    if before and event.edit.crossing:
        names = [f"* FROM CLIP NAME: {_plain(before.name)}", f"* TO CLIP NAME: {_plain(event.name)}"]
    rate = [f"* RATE: {cuts.fps}"] if event.number == 1 else []
    marker = f"* LOC: {cuts.timecode(event.start)} GREEN   {_plain(event.name)}"
    facts = {**event.facts(), "source file": event.url, "source rate": str(event.clip.fps)}
    return [*names, *rate, marker, *(line for key, text in facts.items() for line in _fact(key, text))]


def _fact(key: str, text: str) -> list[str]:
    """A fact as comments of a width old machines take; a longer one goes on in the next."""
    text = _plain(text)
    pieces = [text[i : i + _WIDTH] for i in range(0, len(text), _WIDTH)]
    return [f"* {key.upper()}: {piece}" for piece in pieces]


def _plain(text: str) -> str:
    """On one line: a line break of a script cannot become an edit."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
