"""Paragraphs as a Fountain text that reads back as they are.

Each is typed as plainly as it can be: the text is read again, and what came out otherwise is typed with its mark, then
as action with a tag.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ...core.span import Source
from .. import fountain
from . import form, guard, titlepaper
from .form import BOXED, PLAIN
from .fountain_reading import Placed, placed
from .paragraph import SPEECH, Paragraph, Screenplay, alone, settled

_PATIENCE = 6


def write(play: Screenplay) -> str:
    """The Fountain file."""
    paragraphs = settled(play.paragraphs)
    levels = [PLAIN] * len(paragraphs)
    for count in range(2 * len(paragraphs) + 1):
        text, places = _composed(play, paragraphs, levels)
        wrong = {at for at in _wrong(text, places, paragraphs) if levels[at] < BOXED}
        if not wrong:
            return text
        for at in wrong:
            # What a cue makes of the lines below it may be right as soon as the cue is.
            waits = count < _PATIENCE and at - 1 in wrong and paragraphs[at].type in SPEECH
            levels[at] += not waits
    raise AssertionError("each pass forces one paragraph more")


def _wrong(text: str, places: Sequence[int], paragraphs: Sequence[Paragraph]) -> list[int]:
    """Those that do not read back as they are."""
    source = Source("", text)
    found = placed(source, fountain.read(source)[0])
    made = settled(one.paragraph for one in found)
    read = [Placed(one.start, paragraph) for one, paragraph in zip(found, made, strict=True)]
    starts = [one.start for one in read]
    ends = [*places, len(text) + 1][1:]
    wrong = []
    for at, (start, end) in enumerate(zip(places, ends, strict=True)):
        inside = read[bisect_left(starts, start) : bisect_left(starts, end)]
        if [one.paragraph for one in inside] != [paragraphs[at]]:
            wrong.append(at)
    return wrong


def _composed(play: Screenplay, paragraphs: Sequence[Paragraph], levels: Sequence[int]) -> tuple[str, list[int]]:
    """The text, and where the first line of each paragraph begins."""
    page = _Page(titlepaper.typed(play.title))
    speaking, last = False, ""
    for one, level in zip(paragraphs, levels, strict=True):
        joined = speaking and one.type in SPEECH and not one.page and level < BOXED
        page.add(one, form.typed(one, level, joined, last), joined)
        speaking = (one.type == "Character" and level < BOXED) or joined
        last = one.type
    return page.text(), page.places


class _Page:
    """Lines, one after another. `open` are the lines that wait for whether the speech goes on."""

    def __init__(self, title: list[str]) -> None:
        self.lines = [*title, ""] if title else []
        self.places: list[int] = []
        self.size = sum(len(line) + 1 for line in self.lines)
        self.open: list[str] = []

    def add(self, one: Paragraph, typed: list[str], joined: bool) -> None:
        self._close(joined)
        if one.page:
            self._put("===", "")
        size = len(one.text)
        for remark in one.remarks:
            if alone(remark.text) and remark.at == 0 < size:
                self._put(*remark.text.split("\n"))
        self.places.append(self.size)
        self._put(*typed)
        for line in one.summary:
            self._put("", f"= {guard.edges(guard.pairs(line), line[:1].isspace())}")
        self.open = [remark.text for remark in one.remarks if alone(remark.text) and remark.at == size]

    def text(self) -> str:
        self._close(False)
        return "\n".join(self.lines).rstrip("\n") + "\n" if self.lines else ""

    def _close(self, joined: bool) -> None:
        for text in self.open:
            self._put(*([] if joined else [""]), *text.split("\n"))
        if self.places and not joined:
            self._put("")
        self.open = []

    def _put(self, *lines: str) -> None:
        self.lines += lines
        self.size += sum(len(line) + 1 for line in lines)
