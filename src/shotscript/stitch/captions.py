"""Captions from the dialogue: who is heard, what is said, when, as SubRip text.

At most two lines, of 42 characters (16 where characters are wide); a longer speech becomes several captions that share
its time by their length. A speaker who is not seen is named.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from fractions import Fraction

from ..core import timebase
from ..narrative.story import Beat, Story
from .sequence import Edit, Sequence

_WIDTH, _WIDE = 42, 16
_LINES = 2
_NOT_FIRST = "、。，．！？；：）」』】》〉”’…ー!?,.;:)"
_TOKENS = re.compile(r"[A-Za-z0-9'’.-]+|\s+|.", re.DOTALL)
_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Caption:
    """Seconds of the film [start, end) and the lines shown."""

    start: Fraction
    end: Fraction
    lines: tuple[str, ...]


def captions(sequence: Sequence, story: Story) -> tuple[Caption, ...]:
    """One or more for each speech, in the order they begin."""
    shots = {shot.label: shot for shot in story.shots}
    found = [
        caption for edit in sequence.shots for beat in shots[edit.label].beats if beat.kind == "speech" and beat.text
        for caption in _said(beat, edit, sequence.fps)
    ]
    return tuple(sorted(found, key=lambda caption: caption.start))


def srt(captions: tuple[Caption, ...]) -> str:
    """SubRip: number, times, lines, an empty line."""
    blocks = (
        f"{number}\n{_clock(caption.start)} --> {_clock(caption.end)}\n" + "\n".join(map(_plain, caption.lines)) + "\n"
        for number, caption in enumerate(captions, 1)
    )
    return "\n".join(blocks)


def wrap(text: str, language: str) -> tuple[str, ...]:
    """The text in lines of a caption's width; none where there is no text."""
    text = " ".join(text.split())
    if language[:2] in ("zh", "ja"):
        return tuple(_wrap_wide(text))
    width = _WIDE if language[:2] == "ko" else _WIDTH
    return tuple(textwrap.wrap(text, width, break_on_hyphens=False))


def _said(beat: Beat, edit: Edit, fps: Fraction) -> list[Caption]:
    start = timebase.seconds(edit.start, fps) + beat.start
    end = min(start + beat.seconds, timebase.seconds(edit.end, fps))
    who = f"{beat.who}: " if beat.unseen and beat.who else ""
    lines = wrap(who + beat.text, beat.language)
    if end <= start:
        return []
    return _shared([lines[i : i + _LINES] for i in range(0, len(lines), _LINES)], start, end)


def _shared(groups: list[tuple[str, ...]], start: Fraction, end: Fraction) -> list[Caption]:
    """Each group of lines for as much of [start, end) as it has of the letters."""
    letters = [sum(map(len, group)) for group in groups]
    at = [start + (end - start) * sum(letters[:i]) / sum(letters) for i in range(len(groups))] + [end]
    return [Caption(a, b, group) for a, b, group in zip(at, at[1:], groups, strict=False)]


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


def _clock(seconds: Fraction) -> str:
    whole, part = divmod(timebase.frames(seconds, Fraction(1000)), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{part:03d}"


def _plain(line: str) -> str:
    """Words that players would take for mark-up or for a time line are kept apart by an invisible joiner."""
    return line.replace("-->", f"--{_JOINER}>").replace("<", f"<{_JOINER}").replace("{\\", f"{{{_JOINER}\\")
