"""Text that knows where it comes from: what every prompt is built of, so that review can point back at the script.

A `Text` is a run of strings, each with the span it was made from, or None for the compiler's own words. It is joined
and folded like a string and in the end gives the prompt and its `Piece`s, which cover it without a gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...core.span import Span
from ..contract import Piece

Run = tuple[str, Span | None]


@dataclass(frozen=True, slots=True)
class Text:
    """Immutable. Falsy when it has no characters."""

    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        return "".join(words for words, _ in self.runs)

    def __len__(self) -> int:
        return sum(len(words) for words, _ in self.runs)

    def __bool__(self) -> bool:
        return any(words for words, _ in self.runs)

    def __add__(self, other: Text | str) -> Text:
        return Text((*self.runs, *text(other).runs))

    def __radd__(self, other: str) -> Text:
        return text(other) + self

    def pieces(self) -> tuple[Piece, ...]:
        """One piece for each stretch of one origin, from the first character to the last."""
        found: list[Piece] = []
        at = 0
        for words, span in self.runs:
            if words and found and found[-1].span == span:
                found[-1] = Piece(start=found[-1].start, end=at + len(words), span=span)
            elif words:
                found.append(Piece(start=at, end=at + len(words), span=span))
            at += len(words)
        return tuple(found)

    def within(self, span: Span) -> Text:
        """The same words; those of no origin are laid to `span`."""
        return Text(tuple((words, span if own is None else own) for words, own in self.runs))

    def folded(self) -> Text:
        """White space as one blank, none at either end or before a closing mark. Script words keep theirs inside."""
        runs: list[Run] = []
        last = " "
        for words, span in self.runs:
            kept = _fold(words, last) if span is None else words.lstrip() if last == " " else words
            if span is None and kept[:1] in _CLOSING and last == " ":
                runs = _stripped(runs)
            if kept:
                runs.append((kept, span))
                last = " " if kept[-1].isspace() else kept[-1]
        return Text(tuple(_stripped(runs)))


_CLOSING = tuple(",.:!?")


def own(words: str) -> Text:
    """The compiler's own words."""
    return Text(((words, None),))


def said(words: str, span: Span | None) -> Text:
    """The author's words, or ours for something the author wrote at `span`. Line breaks become blanks."""
    return Text(((" ".join(words.splitlines()), span),))


def text(words: Text | str) -> Text:
    return words if isinstance(words, Text) else own(words)


def joined(texts: Iterable[Text | str], between: str = "") -> Text:
    """Texts one after the other; empty ones are left out, with their separator."""
    runs: list[Run] = []
    for part in map(text, texts):
        if part:
            runs += [*([(between, None)] if runs and between else []), *part.runs]
    return Text(tuple(runs))


def listed(texts: Iterable[Text | str]) -> Text:
    """`a`, `a and b`, `a, b and c`."""
    parts = [t for t in map(text, texts) if t]
    if len(parts) < 2:
        return joined(parts)
    return joined(parts[:-1], ", ") + " and " + parts[-1]


def stopped(words: Text) -> Text:
    """A sentence with its full stop, unless it ends in a mark of its own."""
    return words if not words or ended(words) else words + "."


def ended(words: Text) -> bool:
    """Whether words end in a mark of their own."""
    end = str(words).rstrip()
    return end[-1:] in tuple(".!?…。！？:：,—–") or end[-2:] in _QUOTED


_QUOTED = ('."', '!"', '?"', ".”", "!”", "?”", "。”", "！”", "？”", "。」", "！」", "？」")


def _fold(words: str, last: str) -> str:
    kept = " ".join(words.split())
    before = " " if words[:1].isspace() and last != " " else ""
    after = " " if kept and words[-1:].isspace() else ""
    if before and kept[:1] in _CLOSING:
        before = ""
    return before + kept + after


def _stripped(runs: list[Run]) -> list[Run]:
    """Runs without white space at their end."""
    kept = list(runs)
    while kept and not kept[-1][0].rstrip():
        kept.pop()
    if kept:
        kept[-1] = (kept[-1][0].rstrip(), kept[-1][1])
    return kept
