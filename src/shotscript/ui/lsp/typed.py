"""A place where something is being typed, and what may be put there: names and files, wherever they may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from ...lang.names import fold
from .files import files
from .scripts import Current

Kind = types.CompletionItemKind
_PATH = re.compile(r"[^\s,，:：\"“]*\Z")


class Typed(NamedTuple):
    """A place in the text: `line` is what stands before it on its line."""

    now: Current
    offset: int
    line: str

    def item(self, label: str, kind: Kind, start: int, detail: str = "", rank: int = 5) -> types.CompletionItem:
        """An item that replaces what is typed from `start` (an offset of the text) on."""
        place = types.Range(self.now.page.position(start), self.now.page.position(self.offset))
        return types.CompletionItem(label, kind=kind, detail=detail or None, sort_text=f"{rank}{label.casefold()}",
                                    filter_text=label, text_edit=types.TextEdit(place, label))

    def items(self, labels: Iterable[str], kind: Kind, start: int, rank: int = 5) -> list[types.CompletionItem]:
        return [self.item(label, kind, start, rank=rank) for label in dict.fromkeys(labels)]

    def word(self) -> int:
        """Where the blank-free word under way begins."""
        return self.offset - len(self.line) + len(self.line.rstrip()) - len(re.split(r"\s", self.line.rstrip())[-1]) \
            if self.line and not self.line[-1].isspace() else self.offset


def named(here: Typed, start: int, rank: int) -> Iterator[types.CompletionItem]:
    """Everybody and everything that has a name here."""
    kinds = {"cast": Kind.Class, "cue": Kind.Class, "place": Kind.Module}
    entries = here.now.draft.text.names_at(here.offset, here.now.memo).entries
    seen: set[str] = set()
    for name, kind, also in entries:
        for written in (name, *also):
            if fold(written) not in seen:
                seen.add(fold(written))
                mark = "@" if here.now.source.text[start : start + 1] == "@" else ""
                yield here.item(mark + written, kinds.get(kind, Kind.Variable), start, kind, rank)


def paths(here: Typed, now: Current) -> Iterator[types.CompletionItem]:
    """Files that the path under way may go on to."""
    match = _PATH.search(here.line)
    typed = match[0] if match else ""
    for path, folder in files(now.writing.world, now.writing.path, typed):
        yield here.item(path, Kind.Folder if folder else Kind.File, here.offset - len(typed))
