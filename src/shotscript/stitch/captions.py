"""Captions from the dialogue: who is heard, what is said, when, as SubRip text.

At most two lines, of 42 characters (16 where characters are wide); a longer speech becomes several captions that share
its time by their length. A speaker who is not seen is named.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ..core import timebase
from ..film.subtitles import Line, Track
from ..narrative.story import Beat, Shot, Story
from .sequence import Edit, Sequence

_WIDTH, _WIDE = 42, 16
_LINES = 2
_NOT_FIRST = "、。，．！？；：）」』】》〉”’…ー!?,.;:)"
_TOKENS = re.compile(r"[A-Za-z0-9'’.-]+|\s+|.", re.DOTALL)
_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Caption:
    """Seconds of the film [start, end), both at a frame, and the lines shown of `beat`."""

    start: Fraction
    end: Fraction
    lines: tuple[str, ...]
    beat: Beat


def captions(sequence: Sequence, story: Story, words: Story | None = None) -> tuple[Caption, ...]:
    """One or more for each speech, in the order they begin. `words`: the same film in another language; its words
    stand when `story`'s are heard."""
    shots = {shot.label: shot for shot in story.shots}
    others = {shot.label: shot for shot in words.shots} if words else {}
    found = [
        caption for edit in sequence.shots for beat in _worded(shots[edit.label], others.get(edit.label))
        if beat.kind == "speech" and beat.text for caption in _said(beat, edit, sequence.fps)
    ]
    return tuple(sorted(found, key=lambda caption: caption.start))


def srt(captions: tuple[Caption, ...]) -> str:
    """SubRip: number, times, lines, an empty line."""
    return "\n".join(f"{number}\n{cue}" for number, cue in enumerate(_cues(captions, ",", _plain), 1))


def vtt(captions: tuple[Caption, ...]) -> str:
    """WebVTT, as browsers read it."""
    return "\n".join(("WEBVTT\n", *_cues(captions, ".", _escaped)))


def track(captions: tuple[Caption, ...], language: str, fps: Fraction, name: str = "") -> Track:
    """Captions as they go into the film."""
    return Track(language, tuple(
        Line(timebase.frames(one.start, fps), timebase.frames(one.end, fps), "\n".join(one.lines)) for one in captions
    ), name)  # fmt: skip


def wrap(text: str, language: str) -> tuple[str, ...]:
    """The text in lines of a caption's width; none where there is no text."""
    text = " ".join(text.split())
    if language[:2] in ("zh", "ja"):
        return tuple(_wrap_wide(text))
    width = _WIDE if language[:2] == "ko" else _WIDTH
    return tuple(textwrap.wrap(text, width, break_on_hyphens=False))


def _worded(shot: Shot, other: Shot | None) -> tuple[Beat, ...]:
    """A shot's beats, with another's words where both say as much."""
    if other is None or [beat.who for beat in other.beats] != [beat.who for beat in shot.beats]:
        return other.beats if other else shot.beats
    return tuple(beat.model_copy(update={"text": new.text, "language": new.language})
                 for beat, new in zip(shot.beats, other.beats, strict=True))


def _said(beat: Beat, edit: Edit, fps: Fraction) -> list[Caption]:
    first = edit.start + timebase.frames(beat.start, fps)
    last = min(edit.start + timebase.frames(beat.start + beat.seconds, fps), edit.end)
    who = f"{beat.who}: " if beat.unseen and beat.who else ""
    lines = wrap(who + beat.text, beat.language)
    groups = [lines[i : i + _LINES] for i in range(0, len(lines), _LINES)]
    if last - first < len(groups):
        groups = [lines] if last > first else []
    at = _shares(groups, first, last)
    return [Caption(timebase.seconds(a, fps), timebase.seconds(b, fps), group, beat)
            for a, b, group in zip(at, at[1:], groups, strict=False)]


def _shares(groups: list[tuple[str, ...]], first: int, last: int) -> list[int]:
    """The frames where groups of lines begin, each with as much of [first, last) as it has of the letters, and one
    frame at least; then `last`."""
    letters, at = [sum(map(len, group)) for group in groups], [first]
    for i in range(1, len(groups)):
        wanted = first + timebase.frames(Fraction(sum(letters[:i]), sum(letters)), Fraction(last - first))
        at.append(min(max(wanted, at[-1] + 1), last - len(groups) + i))
    return [*at, last]


def _wrap_wide(text: str) -> list[str]:
    """Lines of text without spaces: Latin words stay whole, no line begins with a closing mark."""
    lines, line = list[str](), ""
    for token in _TOKENS.findall(text):
        for part in (token[i : i + _WIDE] for i in range(0, len(token), _WIDE)):
            if len(line) + len(part) > _WIDE:
                kept, line = _broken(line, part)
                lines.append(kept.strip())
            line += part
    return [*lines, line.strip()] if line.strip() else lines


def _broken(line: str, coming: str) -> tuple[str, str]:
    """What of a full line stays, and what goes down with a closing mark that may not stand first."""
    last = len(line)
    while last > 1 and coming[0] in _NOT_FIRST and (last == len(line) or line[last] in _NOT_FIRST):
        last -= 1
    return line[:last], line[last:]


def _cues(captions: tuple[Caption, ...], point: str, written: Callable[[str], str]) -> list[str]:
    return [f"{_clock(one.start, point)} --> {_clock(one.end, point)}\n" + "\n".join(map(written, one.lines)) + "\n"
            for one in captions]


def _clock(seconds: Fraction, point: str) -> str:
    whole, part = divmod(timebase.frames(seconds, Fraction(1000)), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{part:03d}"


def _plain(line: str) -> str:
    """Words that players would take for mark-up or for a time line are kept apart by an invisible joiner."""
    return line.replace("-->", f"--{_JOINER}>").replace("<", f"<{_JOINER}").replace("{\\", f"{{{_JOINER}\\")


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
