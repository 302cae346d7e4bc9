"""The names a clause may mention: known people, places and things, found in text before anything else is read.

Names are compared after NFC and casefold, apostrophes and runs of space alike, and offsets stay those of the text. The
longest known name wins, whole words only; in scripts written without spaces a name may end anywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from ..core.diagnostic import nearest
from ..core.span import Span
from .term import Name
from .words import WORDS

Entry = tuple[str, str, tuple[str, ...]]
"""Canonical name, kind, other names."""


@dataclass(frozen=True)
class Names:
    """A table of names. Of two entries that share a name, the earlier one has it."""

    entries: tuple[Entry, ...] = ()

    @staticmethod
    def of(entries: Iterable[Entry]) -> Names:
        return Names(tuple((name, kind, tuple(also)) for name, kind, also in entries))

    def plus(self, entries: Iterable[Entry]) -> Names:
        """This table with more names, which give way to those it already has."""
        return Names(self.entries + Names.of(entries).entries)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.entries)

    def find(self, text: str, span: Span) -> Name | None:
        """The name that the whole of `text` is, blanks aside. `span` is that of `text`."""
        stripped = text.strip()
        start = len(text) - len(text.lstrip())
        forced = stripped.startswith("@")
        known = self._table.get(fold(stripped[forced:].strip()))
        if known is None or (known.at_only and not forced):
            return None
        return Name(known.name, known.kind, span.part(start, start + len(stripped)))

    def mentions(self, text: str, span: Span, words: frozenset[str] = WORDS) -> tuple[Mention, ...]:
        """Every name in `text`, in order. One written in another case counts only if it is none of `words`."""
        return tuple(_mentions(_Folded.of(text), span, self._by_first, words))

    def nearest(self, text: str) -> str:
        """The known name that was probably meant: within two edits, or begun by `text`; empty when none is near."""
        folded = fold(text)
        if not folded:
            return ""
        most = 2 if len(folded) > 4 else 1 if len(folded) > 1 else 0
        near = nearest(folded, self._table, most)
        begun = [key for key in self._table if len(folded) >= 3 and key.startswith(folded)]
        best = (*near, *sorted(begun))[:1]
        if not best:
            return ""
        known = self._table[best[0]]
        return "@" + known.written[0] if known.at_only else known.written[0]

    def within(self, words: str) -> frozenset[Hashable]:
        """All that the table says of names that occur in `words`, a folded text. In whatever order they were given."""
        return frozenset((key, known) for key, known in self._table.items() if key in words)

    @cached_property
    def _table(self) -> dict[str, _Known]:
        table: dict[str, _Known] = {}
        for name, kind, also in self.entries:
            for written in (name, *also):
                _enter(table, written, _Known(name, kind, (written,), written != name and len(fold(written)) == 1))
        return table

    @cached_property
    def _by_first(self) -> dict[str, tuple[tuple[str, _Known], ...]]:
        """Known names by their first letter, the longest first."""
        ordered = sorted(self._table.items(), key=lambda item: (item[0][0], -len(item[0]), item[0]))
        return {first: tuple(group) for first, group in groupby(ordered, key=lambda item: item[0][0])}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at characters [start, end) of a text, a forcing @ included. `word` says it could be read as our word."""

    start: int
    end: int
    name: Name
    word: bool = False


def fold(text: str) -> str:
    """How names are compared: NFC, casefold, one kind of apostrophe, one space for a run of blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("’", "'").split())


def is_ours(folded: str, words: frozenset[str] = WORDS) -> bool:
    """Whether a name consists of our own words only, like DOLLY or FULL SHOT."""
    return all(word in words for word in folded.replace("-", " ").split())


# ---------------------------------------------------------------------------------------------- helpers


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    kind: str
    written: tuple[str, ...]
    at_only: bool = False


def _enter(table: dict[str, _Known], written: str, known: _Known) -> None:
    key = fold(written)
    if not key:
        return
    had = table.get(key)
    if had is None:
        table[key] = known
    elif written not in had.written:
        table[key] = _Known(had.name, had.kind, (*had.written, written), had.at_only and known.at_only)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text as names are compared, and for each of its characters the offset it came from (one more for the end)."""

    raw: str
    text: str
    offsets: tuple[int, ...] | range

    @staticmethod
    def of(text: str) -> _Folded:
        if text.isascii() and "  " not in text and not any(c in text for c in "\n\r\t\v\f"):
            return _Folded(text, text.lower(), range(len(text) + 1))
        out: list[str] = []
        offsets: list[int] = []
        for start, cluster in _clusters(text):
            blank = cluster.isspace()
            if blank and out and out[-1] == " ":
                continue
            piece = " " if blank else unicodedata.normalize("NFC", cluster).casefold().replace("’", "'")
            out += piece
            offsets += [start] * len(piece)
        return _Folded(text, "".join(out), (*offsets, len(text)))

    def end(self, stop: int) -> int:
        """The offset in the raw text where the match that stops before `stop` ends."""
        end = self.offsets[stop]
        while end > 0 and self.raw[end - 1].isspace():
            end -= 1
        return end

    def whole(self, start: int, stop: int) -> bool:
        """Whether no character of the raw text is cut in two by taking [start, stop)."""
        return (start == 0 or self.offsets[start] != self.offsets[start - 1]) and (
            self.offsets[stop] != self.offsets[stop - 1]
        )


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the marks that combine with it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, text[start:at]
            start = at


def _mentions(
    folded: _Folded, span: Span, by_first: dict[str, tuple[tuple[str, _Known], ...]], words: frozenset[str]
) -> Iterator[Mention]:
    text, at = folded.text, 0
    while at < len(text):
        forced = text[at] == "@"
        start = at + forced
        if start < len(text) and _may_begin(text, start):
            found = _longest(folded, start, by_first.get(text[start], ()), forced, words)
            if found:
                stop, known, word = found
                yield _mention(folded, span, at, start, stop, known, word)
                at = stop
                continue
        at += 1


def _mention(
    folded: _Folded, span: Span, at: int, start: int, stop: int, known: _Known, word: bool
) -> Mention:
    end = folded.end(stop)
    name = Name(known.name, known.kind, span.part(folded.offsets[start], end))
    return Mention(folded.offsets[at], end, name, word)


def _longest(
    folded: _Folded, start: int, candidates: tuple[tuple[str, _Known], ...], forced: bool, words: frozenset[str]
) -> tuple[int, _Known, bool] | None:
    for key, known in candidates:
        stop = start + len(key)
        if not folded.text.startswith(key, start) or not _may_end(folded.text, stop) or not folded.whole(start, stop):
            continue
        word = not forced and is_ours(key, words)
        if forced or (not known.at_only and (not word or _as_written(folded, start, stop, known))):
            return stop, known, word
    return None


def _as_written(folded: _Folded, start: int, stop: int, known: _Known) -> bool:
    raw = unicodedata.normalize("NFC", folded.raw[folded.offsets[start] : folded.end(stop)])
    return " ".join(raw.split()) in {" ".join(unicodedata.normalize("NFC", w).split()) for w in known.written}


def _may_begin(text: str, at: int) -> bool:
    """A name begins where no word is under way."""
    if at == 0:
        return True
    before, here = text[at - 1], text[at]
    if before == "-" and at > 1 and _in_word(text[at - 2]):
        return False
    return not _in_word(before) or (_unspaced(here) != _unspaced(before))


def _may_end(text: str, stop: int) -> bool:
    if stop >= len(text) or _unspaced(text[stop - 1]) or not _in_word(text[stop - 1]):
        return True
    after = text[stop]
    if after == "-":
        return not (stop + 1 < len(text) and _in_word(text[stop + 1]))
    return not _in_word(after) or _unspaced(after)


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x30FF), (0x3130, 0x318F), (0x3400, 0x9FFF),
             (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x3FFFF))  # fmt: skip


def _unspaced(char: str) -> bool:
    """Letters of scripts where no space need follow a name: Chinese, Japanese, Thai ..., and Korean, whose particles
    are written onto it."""
    code = ord(char)
    return code > 0x0DFF and any(low <= code <= high for low, high in _UNSPACED)
