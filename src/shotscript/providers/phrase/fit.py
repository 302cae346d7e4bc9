"""Sheets brought within the model's lengths: what does not fit goes in the order of LANGUAGE.md §5, nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from ...core.timebase import plain
from ...plan.limits import measure
from .bits import Bit
from .manner import Manner
from .sheet import SECTIONS, Sheet
from .stencil import Filled, filled
from .text import Text, said

Templates = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Page:
    """A sheet of which the first `gone` bits, in the order they may go, are left out; `added` came later.

    Templates see where a shot stands as words: `number`, `seconds`, `start`, `end`, `clock_start` and `clock_end` as
    `00:03`, `exact_start` as `00:03.500`, `fine_start` and `fine_end` as `3.50`; a prompt template sees its `words` as
    well. `given` are the roles of what is handed in: `first frame`, `plate`...
    """

    sheet: Sheet
    manner: Manner
    templates: Templates
    given: tuple[str, ...] = ()
    gone: int = 0
    added: tuple[Bit, ...] = ()

    @cached_property
    def words(self) -> Text:
        """The shot's own words, every one of them laid to the script."""
        return self.filled.text.within(self.sheet.cut.shot.span)

    @cached_property
    def filled(self) -> Filled:
        """What the template made of the bits: it may leave some of them out."""
        values: dict[str, Any] = {name: [] for name in (*SECTIONS, "never")}
        for bit in self.shown:
            if not self.ahead(bit):
                values[bit.section].append(bit.values)
        return filled(self.manner.package, self.manner.shot, templates=self.templates, given=self.given,
                      model=self.manner.switches, **values, **self.places)

    @cached_property
    def loose(self) -> tuple[Bit, ...]:
        """What may go, first to last: by rank, within a rank from the end of the shot."""
        found = [(bit.rank, -i, bit) for i, bit in enumerate(self.bits) if bit.rank]
        return tuple(bit for _, _, bit in sorted(found, key=lambda entry: entry[:2]))

    @property
    def bits(self) -> tuple[Bit, ...]:
        return (*self.sheet.bits, *self.added)

    @property
    def dropped(self) -> tuple[Bit, ...]:
        return self.loose[: self.gone]

    @cached_property
    def shown(self) -> tuple[Bit, ...]:
        left_out = set(self.dropped)
        return tuple(bit for bit in self.bits if bit not in left_out)

    @property
    def next(self) -> Bit | None:
        """What goes next, if anything may."""
        return self.loose[self.gone] if self.gone < len(self.loose) else None

    def shorter(self) -> Page:
        assert self.gone < len(self.loose)
        return replace(self, gone=self.gone + 1)

    def ahead(self, bit: Bit) -> bool:
        """Whether a bit is said before the shots, once: so are clothes and conditions of those described there."""
        head = self.manner.head
        told = {b.values["name"] for b in self.sheet.bits if b.section == "look"} if "look" in head else set()
        return bit.section in head or (bit.section == "state" and bit.values["name"] in told)

    @cached_property
    def places(self) -> dict[str, Any]:
        """Where the shot stands: its number and its times in the clip."""
        sheet, span = self.sheet, self.sheet.cut.shot.span
        told = _places(sheet.at + 1, sheet.start, sheet.cut.seconds)
        return {key: said(words, span) for key, words in told.items()}


@lru_cache(4096)
def _places(number: int, start: Fraction, seconds: Fraction) -> dict[str, str]:
    """Kept, as models that count in whole seconds have few of them."""
    end = start + seconds
    return {
        "number": str(number), "seconds": plain(seconds), "start": plain(start), "end": plain(end),
        "clock_start": _clock(start), "clock_end": _clock(end), "exact_start": _exact(start),
        "fine_start": _fine(start), "fine_end": _fine(end),
    }


def _clock(at: Fraction) -> str:
    return f"{int(at) // 60:02d}:{int(at) % 60:02d}"


def _exact(at: Fraction) -> str:
    thousandths = round(at * 1000)
    return f"{thousandths // 60000:02d}:{thousandths // 1000 % 60:02d}.{thousandths % 1000:03d}"


def _fine(at: Fraction) -> str:
    hundredths = round(at * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def fitted(made: Iterable[Page]) -> tuple[Page, ...]:
    """Pages as full as the lengths allow."""
    return _together([_fitted(page) for page in made])


@dataclass(frozen=True)
class Prompt:
    """The whole prompt, and what the templates printed of each page's bits."""

    pages: tuple[Page, ...]
    text: Text
    filled: Filled

    @cached_property
    def answering(self) -> dict[int, list[Bit]]:
        """The bits that answer a claim, by the claim's id."""
        found: dict[int, list[Bit]] = defaultdict(list)
        for page in self.pages:
            for bit in page.bits:
                for claim in bit.claims:
                    found[id(claim)].append(bit)
        return found

    @cached_property
    def homes(self) -> dict[Bit, Page]:
        """The page of each bit."""
        return {bit: page for page in reversed(self.pages) for bit in page.bits}

    @cached_property
    def dropped(self) -> frozenset[Bit]:
        return frozenset(bit for page in self.pages for bit in page.dropped)

    def tells(self, page: Page, value: Text) -> bool:
        """Whether a value of one of the page's bits stands in the prompt, as it is or in other letters."""
        if self.filled.printed(value) or (page.filled.printed(value) and self.filled.printed(page.words)):
            return True
        return str(value).casefold() in str(self.text).casefold()


def prompt(made: Iterable[Page]) -> Prompt:
    """The whole prompt: what is said once, then shot by shot. Own words are laid to the shot they stand before."""
    return _prompt(tuple(made))


@lru_cache(4)
def _prompt(listed: tuple[Page, ...]) -> Prompt:
    """The last ones are kept, as the very pages that were measured are the ones told."""
    full = _whole(listed)
    return Prompt(listed, full.text.nearest(listed[0].sheet.cut.shot.span), full)


def length(made: Iterable[Page]) -> int:
    """How long the whole prompt is, in the model's own unit."""
    listed = tuple(made)
    return measure(str(_whole(listed).text), listed[0].manner.limits.prompt_unit)


def _whole(listed: tuple[Page, ...]) -> Filled:
    manner = listed[0].manner
    film: dict[str, Any] = {name: [] for name in (*SECTIONS, "never")}
    for page in listed:
        for bit in page.shown:
            if page.ahead(bit):
                film[bit.section].append(bit.values)
    pages = [{"words": page.words, **page.places} for page in listed]
    return filled(manner.package, manner.prompt, templates=listed[0].templates, film=film, pages=pages,
                  given=listed[0].given, model=manner.switches)


def fits(page: Page) -> bool:
    """Whether a shot's own words are within what the model takes of one shot."""
    limits = page.manner.limits
    return limits.shot_words is None or measure(str(page.words), limits.prompt_unit) <= limits.shot_words


def over(made: Iterable[Page]) -> int:
    """How much the whole prompt is too long; zero or less when it fits."""
    listed = list(made)
    limits = listed[0].manner.limits
    return -1 if limits.prompt is None else measure(str(prompt(listed).text), limits.prompt_unit) - limits.prompt


def placed(made: tuple[Page, ...], bit: Bit) -> tuple[Page, ...] | None:
    """The pages with one more bit on the last of them that has room for it, or None."""
    for i in range(len(made) - 1, -1, -1):
        page = _with(made[i], bit)
        trial = (*made[:i], page, *made[i + 1 :])
        if fits(page) and over(trial) <= 0:
            return trial
    return None


def forced(made: tuple[Page, ...], bit: Bit) -> tuple[Page, ...] | None:
    """The pages with one more bit on the last, what goes before it left out for its sake; None if it cannot be."""
    page = _fitted(_with(made[-1], bit))
    trial = _together([*made[:-1], page])
    return trial if all(map(fits, trial)) and over(trial) <= 0 and bit in trial[-1].shown else None


def _with(page: Page, bit: Bit) -> Page:
    return replace(page, added=(*page.added, bit))


def _fitted(page: Page) -> Page:
    while not fits(page) and page.next is not None:
        page = page.shorter()
    return page


def _together(made: list[Page]) -> tuple[Page, ...]:
    """Pages made shorter until the whole prompt fits: least needed things first, of equals the longest page's."""
    while (excess := over(made)) > 0:
        free = 0
        while free < excess:
            candidates = [(page.next.rank, -len(page.words), i) for i, page in enumerate(made) if page.next]
            if not candidates:
                return tuple(made)
            _, _, i = min(candidates)
            free += _freed(made[i].next, made[i].manner)
            made[i] = made[i].shorter()
    return tuple(made)


def _freed(bit: Bit | None, manner: Manner) -> int:
    """At most what leaving a bit out saves, so that nothing goes that could have stayed."""
    assert bit
    words = "".join(str(value) for value in bit.values.values() if isinstance(value, Text))
    return max(1, measure(words, manner.limits.prompt_unit))
