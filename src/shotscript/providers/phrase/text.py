"""Text that knows where it comes from: what every prompt is built of, so that review can point back at the script.

A `Text` is a run of strings, each with the span it was made from, or None for the compiler's own words. It is joined
and folded like a string and in the end gives the prompt and its `Piece`s, which cover it without a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
        for words, _ in self.runs:  # noqa: SIM110 - asked some hundred times a page, and `any` costs three times this
            if words:
                return True
        return False

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

    def nearest(self, span: Span) -> Text:
        """The same words; those of no origin are laid to what follows them, else to what went before, else to `span`.
        """
        runs: list[Run] = []
        after = next((own for _, own in reversed(self.runs) if own), span)
        for words, own in reversed(self.runs):
            after = own or after
            runs.append((words, after))
        return Text(tuple(reversed(runs)))

    def folded(self) -> Text:
        """White space as one blank, none at either end or before a closing mark; `¶` in our own words is a line break,
        two of them leave a line empty. Script words keep theirs inside."""
        runs: list[Run] = []
        apart = True
        for run in self.runs:
            words, span = run
            if span is None:
                kept = _fold(words, apart) if len(words) > _SHORT else _fold_short(words, apart)
                if kept[:1] == "\n" or (apart and kept and kept[0] in _CLOSING):
                    _strip(runs)
                    kept = kept if runs else kept.lstrip("\n")
            else:
                kept = words.lstrip() if apart else words
            if kept:
                runs.append(run if kept is words else (kept, span))
                apart = kept[-1].isspace()
        _strip(runs)
        return Text(tuple(runs))


_CLOSING = ",.:!?\n"
BREAK = "¶"


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
    for part in texts:
        if part:
            if runs and between:
                runs.append((between, None))
            if isinstance(part, Text):
                runs += part.runs
            else:
                runs.append((part, None))
    return Text(tuple(runs))


def tied(printed: Iterable[Any]) -> Text | str:
    """What a template printed, one after the other: a string if no part of it knows its origin."""
    runs: list[Run] = []
    plain = True
    for value in printed:
        if type(value) is Text:
            runs += value.runs
            plain = False
        elif value != "":
            runs.append((value if type(value) is str else str(value), None))
    return "".join(words for words, _ in runs) if plain else Text(tuple(runs))


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
    end = _end(words)
    return end[-1:] in _MARKS or end[-2:] in _QUOTED


_MARKS = tuple(".!?…。！？:：,—–")
_QUOTED = ('."', '!"', '?"', ".”", "!”", "?”", "。”", "！”", "？”", "。」", "！」", "？」")


def _end(words: Text) -> str:
    """The last characters, white space after them left out: two if there are two."""
    end = ""
    for part, _ in reversed(words.runs):
        end = (part + end).rstrip()
        if len(end) > 1:
            break
    return end


def _fold(words: str, apart: bool) -> str:
    """Own words with their white space folded. `apart`: a blank, a new line or nothing stands before them."""
    first, *lines = words.split(BREAK)
    kept = _line(first, apart, not lines)
    folded = "\n".join((kept, *(_line(line, True, n == len(lines)) for n, line in enumerate(lines, 1))))
    return _EMPTY.sub("\n\n", folded) if lines else folded


_EMPTY = re.compile(r"\n{3,}")


def _line(words: str, apart: bool, last: bool) -> str:
    """One line; the blank after it is kept only where something may follow."""
    kept = " ".join(words.split())
    if not kept and not last:
        return ""
    before = " " if words[:1].isspace() and not apart and kept[:1] not in tuple(_CLOSING) else ""
    after = " " if kept and last and words[-1:].isspace() else ""
    return before + kept + after


_SHORT = 80
_fold_short = lru_cache(8192)(_fold)
"""The words of templates come again on every page; a long text is its page's own and not kept."""


def _strip(runs: list[Run]) -> None:
    """Take the white space at the end away."""
    while runs:
        words, span = runs[-1]
        kept = words.rstrip()
        if kept:
            runs[-1] = runs[-1] if kept == words else (kept, span)
            return
        runs.pop()
