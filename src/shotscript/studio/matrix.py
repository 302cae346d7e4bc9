"""What each provider can express: computed, never typed, by compiling a probe that holds all the language has.

Every shot of the probe is a segment of its own, so that nothing is lost for want of room; the best a provider does
with a thing anywhere in the probe is what it can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ..core.world import TextWorld
from ..plan.limits import Limits
from ..plan.pack import pack, segment
from ..providers.contract import Loss, Provider, Verdict
from ..providers.outside import ABSENT
from .edition import Value
from .film import Film, Read
from .read import read

NAME = "probe.fountain"
PLAIN = "7"
"""The probe's plainest shot."""
_ORDER = (Verdict.USED, Verdict.APPROXIMATED, Verdict.LOST)


class Cell(Value):
    """What becomes of a thing at one provider. No verdict: it did not come up there."""

    verdict: Verdict | None
    how: str


class Row(Value):
    """One thing the language can say, and what becomes of it at each provider, by name."""

    kind: str
    clause: str
    cells: dict[str, Cell]


class Matrix(Value):
    """`providers --matrix --format json`."""

    providers: tuple[str, ...]
    rows: tuple[Row, ...]


def matrix(providers: Iterable[Provider]) -> Matrix:
    """The probe compiled for each provider, a row for each kind and wording in the order of the probe."""
    found = {one.name: verdicts(one) for one in providers}
    order = dict.fromkeys(key for each in found.values() for key in each)
    kinds = {kind: n for n, kind in reversed(list(enumerate(kind for kind, _ in order)))}
    rows = sorted(order, key=lambda key: kinds[key[0]])
    none = Cell(verdict=None, how="")
    return Matrix(providers=tuple(found), rows=tuple(
        Row(kind=kind, clause=words, cells={name: each.get((kind, words), none) for name, each in found.items()})
        for kind, words in rows
    ))


def verdicts(provider: Provider) -> dict[tuple[str, str], Cell]:
    """By kind and words of the clause, the best that becomes of it."""
    best: dict[tuple[str, str], Loss] = {}
    for loss in _losses(provider):
        key = loss.kind, loss.clause
        if key not in best or _rank(loss) < _rank(best[key]):
            best[key] = loss
    return {key: Cell(verdict=loss.verdict, how=loss.how) for key, loss in best.items()}


@cache
def probe() -> Read:
    """The probe, read and staged. Its pictures and sounds are there in name only."""
    text = (files("shotscript.studio") / NAME).read_text(encoding="utf-8")
    return read(NAME, world=TextWorld({NAME: text, **dict.fromkeys(media(text), b"")}))


def second(provider: Provider) -> Decimal:
    """US dollars a second of a plain shot without words, at the probe's picture (720p)."""
    film = probe()
    plain = next(n for n, slot in enumerate(film.timeline.slots) if slot.label == PLAIN)
    one = segment(film.story, film.timeline, _alone(provider), plain, plain)
    return provider.price(one) / Decimal(one.seconds.numerator) * one.seconds.denominator if one else Decimal(0)


def media(text: str) -> tuple[str, ...]:
    """The paths a probe names: words with the suffix of a file."""
    suffixes = (".png", ".mp4", ".wav")
    return tuple(dict.fromkeys(word for word in text.replace(",", " ").replace("]", " ").split()
                               if word.endswith(suffixes)))


def _losses(provider: Provider) -> Sequence[Loss]:
    film = probe()
    segments, _ = pack(film.story, film.timeline, _alone(provider), _always, _free)
    context = Film(film, provider, segments, (), ()).context
    return [loss for one in segments for loss in provider.write(one, context).losses]


def _alone(provider: Provider) -> Limits:
    return provider.limits.model_copy(update={"cuts": 1, "cuts_least": 1})


def _rank(loss: Loss) -> tuple[bool, int]:
    """What is merely not in the picture says nothing of what could be."""
    return loss.how.endswith(ABSENT), _ORDER.index(loss.verdict)


def _always(first: int, last: int) -> bool:
    return True


def _free(first: int, last: int) -> Decimal:
    return Decimal(0)
