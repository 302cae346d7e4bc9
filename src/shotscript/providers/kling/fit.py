"""Sheets brought within the model's lengths: what does not fit goes in the order of LANGUAGE.md §5, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..phrase.stencil import fill
from ..phrase.text import Text, said
from .bits import Bit, Rank
from .facts import LIMITS
from .sheet import Sheet

_PACKAGE = __package__ or ""


@dataclass(frozen=True)
class Page:
    """A sheet of which the first `gone` bits, in the order they may go, are left out; `added` came later."""

    sheet: Sheet
    gone: int = 0
    added: tuple[Bit, ...] = ()

    @cached_property
    def words(self) -> Text:
        """The shot's words, every one of them laid to the script."""
        sections: dict[str, list[dict]] = {name: [] for name in SECTIONS}
        for bit in self.shown:
            sections[bit.section].append(bit.values)
        return fill(_PACKAGE, "shot.jinja2", **sections).within(self.sheet.cut.shot.span)

    @property
    def dropped(self) -> tuple[Bit, ...]:
        return _order(self.sheet.bits)[: self.gone]

    @property
    def shown(self) -> tuple[Bit, ...]:
        left_out = set(self.dropped)
        return (*(bit for bit in self.sheet.bits if bit not in left_out), *self.added)

    @property
    def label(self) -> Text:
        cut = self.sheet.cut
        return said(f"shot {self.sheet.number}, {cut.seconds}, ", cut.shot.span)

    def shorter(self) -> Page | None:
        """With one bit less, or None when all that is left must stay."""
        if self.gone >= len(_order(self.sheet.bits)):
            return None
        return Page(self.sheet, self.gone + 1, self.added)

    def with_bit(self, bit: Bit) -> Page:
        return Page(self.sheet, self.gone, (*self.added, bit))


SECTIONS = ("picture", "camera", "place", "look", "state", "blocking", "description", "event", "sound", "light",
            "weather", "style", "never")


def fitted(sheets: Iterable[Sheet]) -> tuple[Page, ...]:
    """A page a sheet, each as full as its own length allows, then the longest made shorter until all fit together."""
    pages = [_fit(Page(sheet)) for sheet in sheets]
    while len(prompt(pages)) > (LIMITS.prompt or 0):
        longest = max(range(len(pages)), key=lambda i: (pages[i].shorter() is not None, len(pages[i].words), i))
        shorter = pages[longest].shorter()
        if shorter is None:
            break
        pages[longest] = shorter
    return tuple(pages)


def prompt(pages: Iterable[Page]) -> Text:
    """Kling's shot list: `shot n, seconds, words;` for every page."""
    listed = list(pages)
    text = fill(_PACKAGE, "prompt.jinja2", pages=listed)
    return text.within(listed[0].sheet.cut.shot.span)


def placed(pages: tuple[Page, ...], bit: Bit) -> tuple[Page, ...] | None:
    """The pages with one more bit on the last of them that has room for it, or None."""
    for i in range(len(pages) - 1, -1, -1):
        page = pages[i].with_bit(bit)
        trial = (*pages[:i], page, *pages[i + 1 :])
        if fits(page) and len(prompt(trial)) <= (LIMITS.prompt or 0):
            return trial
    return None


def forced(pages: tuple[Page, ...], bit: Bit) -> tuple[Page, ...] | None:
    """The pages with one more bit on the last, what goes before it left out for its sake; None if it cannot be."""
    page = _fit(pages[-1].with_bit(bit))
    trial = (*pages[:-1], page)
    return trial if fits(page) and len(prompt(trial)) <= (LIMITS.prompt or 0) else None


def fits(page: Page) -> bool:
    return len(page.words) <= (LIMITS.shot_words or 0)


def _fit(page: Page) -> Page:
    while not fits(page):
        shorter = page.shorter()
        if shorter is None:
            return page
        page = shorter
    return page


def _order(bits: tuple[Bit, ...]) -> tuple[Bit, ...]:
    """What may go, first to last: by rank, within a rank from the end of the shot."""
    loose = [(bit.rank, -i, bit) for i, bit in enumerate(bits) if bit.rank is not Rank.NEVER]
    return tuple(bit for _, _, bit in sorted(loose, key=lambda entry: entry[:2]))
