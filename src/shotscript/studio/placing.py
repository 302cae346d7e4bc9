"""Where in a script's text a shot line may stand, and how it is put there and taken away again to the letter."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ..core.span import Source, Span
from ..lang import fountain
from ..lang.ast import ActionText, Cue, Item, Parenthetical, SceneNode, SpeechText
from ..lang.element import Element, Fountain, Kind
from ..lang.format import Edit
from ..narrative.beats import pause_seconds

_SHOT = re.compile(r"\s*[!！]{2}(?![!！])")
_SHOT_NOTE = re.compile(r"\[\[\s*shot\b[^\]]*\]\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """At an offset: a paragraph of its own `above` what stands there, or a note in the line."""

    at: int
    above: bool


class Page:
    """The places of one scene."""

    def __init__(self, node: SceneNode, tree: Fountain, source: Source) -> None:
        self.source = source
        self.starts = {line.start: element for element in tree.elements for line in element.lines[:1]}
        self.items = [item for item in node.items if isinstance(item, ActionText | Cue | Parenthetical | SpeechText)]
        self.begins = [item.span.start for item in self.items]

    def place(self, at: int) -> Place | None:
        """Where a shot goes that holds the text from an offset on; None where none can stand."""
        i = bisect_right(self.begins, at) - 1
        if i < 0:
            return None
        item = self.items[i]
        if item.span.start != at:
            return self._within(item, at)
        if isinstance(item, ActionText):
            return self._above(item) or self._after(i, ActionText) or self._at_once(item)
        return self._spoken(i)

    def _above(self, item: Item) -> Place | None:
        """Above a paragraph that begins with this item."""
        low = item.span.start
        while low and self.source.text[low - 1] not in "\r\n":
            low -= 1
        element = self.starts.get(low)
        if element is None or _before(self.source, low).strip():
            return None
        return Place(low, True)

    def _at_once(self, item: Item) -> Place | None:
        """Before the first word of a paragraph that stands directly below a heading."""
        low = item.span.start
        return Place(low, False) if low and self.source.text[low - 1] in "\r\n" and low in self.starts else None

    def _after(self, i: int, kind: type) -> Place | None:
        """At the end of the text before, where that is of the same paragraph or speech."""
        if not i or not isinstance(self.items[i - 1], kind):
            return None
        before, item = self.items[i - 1].span, self.items[i].span
        between = _SHOT_NOTE.sub("", self.source.text[before.end : item.start])
        near = len(re.findall(r"\r\n|\r|\n", between)) < 2 and "[[" not in between and "/*" not in between
        return Place(before.end, False) if near else None

    def _spoken(self, i: int) -> Place | None:
        """Above the cue for the first words of a speech, else at the end of the words before."""
        item, before = self.items[i], self.items[i - 1] if i else None
        if isinstance(before, Parenthetical) and isinstance(item, SpeechText) and not pause_seconds(before.text):
            return self._spoken(i - 1)
        if isinstance(before, Cue):
            return None if before.dual else self._above(before)
        return self._after(i, SpeechText)

    def _within(self, item: Item, at: int) -> Place | None:
        """Between two words of a text that stands in the file as it is read."""
        if not isinstance(item, ActionText | SpeechText) or at >= item.span.end:
            return None
        if self.source.slice(item.span) != item.text:
            return None
        while self.source.text[at - 1].isspace():
            at -= 1
        return Place(at, False) if at > item.span.start else None


def page(node: SceneNode, tree: Fountain, source: Source) -> Page:
    return Page(node, tree, source)


def put(place: Place, line: str, note: str, source: Source) -> Edit:
    """A shot line put in, `note` before it. In the middle of a line it touches the words before it: a blank more would
    be another text."""
    brk = _break(source)
    if place.above:
        head = f"{note}{brk}{brk}" if note else ""
        return Edit(place.at, place.at, f"{head}!! {line}{brk}{brk}")
    blank = " " if source.text[place.at : place.at + 1] in ("", "\r", "\n") else ""
    return Edit(place.at, place.at, f"{blank}{note}{blank if note else ''}[[shot: {line}]]")


def without(source: Source, where: Span) -> Edit:
    """What takes a shot line or note out, with the empty line below a paragraph and the blank before a last word."""
    text, start, end = source.text, where.start, where.end
    low, high = start, end
    while low and text[low - 1] in " \t":
        low -= 1
    while high < len(text) and text[high] in " \t":
        high += 1
    last = high == len(text) or text[high] in "\r\n"
    if (not low or text[low - 1] in "\r\n") and last:
        below = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)[ \t]*(?:\r\n|\r|\n|\Z)?").match(text, end)
        return Edit(low, below.end() if below else high, "")
    return Edit(low, end, "") if last else Edit(start, end, "")


def screenplay(text: str) -> list[tuple[object, ...]]:
    """A script as Fountain reads it, without shot lines and the notes we write."""
    tree, _ = fountain.read(Source("", text))
    title = [(entry.key, entry.values) for entry in tree.title]
    return [*title, *(_told(element) for element in tree.elements if not _ours(element))]


def _ours(element: Element) -> bool:
    return element.kind is Kind.ACTION and bool(_SHOT.match(f"!{element.text}" if element.forced else element.text))


def _told(element: Element) -> tuple[object, ...]:
    return (element.kind, element.text, element.number, element.extension, element.dual, element.forced, element.depth)


def _before(source: Source, at: int) -> str:
    """The line above an offset at the beginning of a line."""
    if not at:
        return ""
    return source.line(source.position(at)[0] - 1)


def _break(source: Source) -> str:
    found = re.search(r"\r\n|\r|\n", source.text)
    return found[0] if found else "\n"
