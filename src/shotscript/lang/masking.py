"""Text made ready for a grammar: quotes, known names and parts of bodies laid aside, everything at its old offset.

A grammar that had to know the names of a script would be rebuilt for every script. Instead each name becomes a run of
private-use characters of its own length (DESIGN.md §4), so one parser serves all and every span stays true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from ..core.span import Span
from .names import Mention, Names
from .term import Name

NAME, NAME_REST = "\ue000", "\ue001"
PART, PART_REST = "\ue002", "\ue003"
QUOTED = "\ue004"
POSSESSIVE = "\ue005"

_PLAIN = str.maketrans(
    {
        **{chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)},
        **dict(zip("，：；！（）’‘×", ",:;!()''x", strict=True)),
        **dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029\xa0\u3000", " "),
        **dict.fromkeys((NAME, NAME_REST, PART, PART_REST, QUOTED, POSSESSIVE), "\ufffd"),
    }
)
_CLOSING = {'"': '"”', "“": '”"', "”": '”"', "「": "」", "『": "』"}
_OPENING = re.compile('["“”「『]')
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_OWNED = re.compile(r"(\ue000\ue001*)('s?|的|の|의)(?=\W|$|(?<=[的の의]))")
_STOP_WORDS = "over|at|ease|linear|then|while|and|to|on|from|looks|screen|pov|point of view"
_PART = re.compile(rf" *(?!(?:{_STOP_WORDS})(?!\w))([^\W\d_](?:(?! +(?:{_STOP_WORDS})(?!\w))[\w' ])*)")
_SHOULDER = re.compile(r" *(?:left |right )? *shoulder(?!\w)")


@dataclass(frozen=True)
class Masked:
    """`text` as written and `work`, of equal length, as a grammar reads it. `span` is that of `text`.

    `work` may be one character longer: the closing quote that a text lacks, whose opening one is at `unclosed`.
    """

    text: str
    span: Span
    work: str
    names: dict[int, Name] = field(default_factory=dict)
    words: tuple[Mention, ...] = ()
    unclosed: int = -1

    @cached_property
    def spaced(self) -> str:
        """`work` with the hyphens between letters read as spaces: `close-up` is `close up`."""
        return _HYPHEN.sub(" ", self.work)

    def place(self, start: int, end: int) -> Span:
        """The span of characters [start, end) of the text, blanks at its ends left out."""
        end = min(end, len(self.text))
        start = min(start, end)
        while start < end and self.text[end - 1].isspace():
            end -= 1
        while start < end and self.text[start].isspace():
            start += 1
        return self.span.part(start, end)

    def opening(self) -> Span:
        """The quote that never closes."""
        return self.span.part(self.unclosed, self.unclosed + 1)

    def raw(self, start: int, end: int) -> str:
        """What the author wrote at [start, end), on one line."""
        return " ".join(re.split(r"\s*[\r\n]+\s*", self.text[start:end].strip()))

    def with_name(self, start: int, end: int, kind: str = "unknown") -> Masked:
        """The same text with one more name in it, as for a name nobody has yet heard of."""
        shown = start + 1 if self.text[start : start + 1] == "@" else start
        name = Name(self.raw(shown, end), kind, self.place(shown, end))
        return Masked(self.text, self.span, _owned(_cover(self.work, start, end, NAME, NAME_REST)),
                      {**self.names, start: name}, self.words, self.unclosed)  # fmt: skip

    def with_word(self, start: int, end: int, word: str) -> Masked:
        """The same text with another word at [start, end), and all behind it moved."""
        by = len(word) - (end - start)
        names = {at + by if at >= end else at: name for at, name in self.names.items()}
        text, work = (kept[:start] + word + kept[end:] for kept in (self.text, self.work))
        return Masked(text, Span(0, len(text)), work, names)

    @property
    def strangers(self) -> int:
        """How many names were added that nobody knows."""
        return sum(name.kind == "unknown" for name in self.names.values())

    def without(self, mentions: tuple[Mention, ...]) -> Masked:
        """The same text with some names read as the words they also are."""
        work = self.work
        for m in mentions:
            work = work[: m.start] + self.text[m.start : m.end].translate(_PLAIN).replace("-", " ") + work[m.end :]
        gone = {m.start for m in mentions}
        return Masked(self.text, self.span, work, {k: v for k, v in self.names.items() if k not in gone},
                      tuple(m for m in self.words if m.start not in gone), self.unclosed)  # fmt: skip


MOST_STRANGERS = 12
"""Unknown names of one clause that are put right one by one; with more of them the clause is given up."""


def mask(text: str, span: Span, names: Names, words: frozenset[str]) -> Masked:
    """`text` ready for the grammar whose words are `words`; its quotes are read before its names, names before all."""
    work, unclosed = _quotes(text)
    mentions = [m for m in names.mentions(text, span, words) if QUOTED not in work[m.start : m.end]
                and '"' not in work[m.start : m.end]]  # fmt: skip
    for m in mentions:
        work = _cover(work, m.start, m.end, NAME, NAME_REST)
    found = {m.start: m.name for m in mentions}
    return Masked(text, span, _owned(work), found, tuple(m for m in mentions if m.word), unclosed)


# ---------------------------------------------------------------------------------------------- helpers


def _cover(work: str, start: int, end: int, first: str, rest: str) -> str:
    return work[:start] + first + rest * (end - start - 1) + work[end:]


def _quotes(text: str) -> tuple[str, int]:
    """The text with what is quoted filled in, and where a quote opens that never closes (or -1)."""
    parts: list[str] = []
    at = 0
    while opening := _OPENING.search(text, at):
        start = opening.start()
        parts.append(text[at:start].translate(_PLAIN))
        end = _closing(text, start)
        parts.append('"' + QUOTED * ((len(text) if end < 0 else end) - start - 1) + '"')
        if end < 0:
            return "".join(parts), start
        at = end + 1
    parts.append(text[at:].translate(_PLAIN))
    return "".join(parts), -1


def _closing(text: str, start: int) -> int:
    """Where the quote that opens at `start` closes, or -1. Curly quotes inside it may stand in pairs of their own."""
    closing, at, inner = _CLOSING[text[start]], start + 1, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "“":
            inner += 1
        elif text[at] == "”" and inner:
            inner -= 1
        elif text[at] in closing:
            return at
        at += 1
    return -1


def _owned(work: str) -> str:
    """What belongs to a name laid aside: `MAYA's hands` is a name, a possessive and a part."""
    if "'" not in work and "的" not in work and "の" not in work and "의" not in work:
        return work
    return _cover_parts(_OWNED.sub(_own, work))


def _own(match: re.Match[str]) -> str:
    return match[1] + POSSESSIVE * len(match[2])


def _cover_parts(work: str) -> str:
    """Words after a possessive are one part of a body (`MAYA's left hand`), unless they are a shoulder looked over."""
    at = 0
    while (at := work.find(POSSESSIVE, at)) >= 0:
        while work[at : at + 1] == POSSESSIVE:
            at += 1
        over = re.search(r"over (?:the )?\ue000\ue001*\ue005*$", work[:at])
        part = None if over and _SHOULDER.match(work, at) else _PART.match(work, at)
        if part:
            start, end = part.start(1), part.start(1) + len(part[1].rstrip())
            work = _cover(work, start, end, PART, PART_REST)
            at = end
    return work
