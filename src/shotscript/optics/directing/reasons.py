"""Why a cut is where it is, and why it goes where it does: what it would cost more, term by term, to hold the picture
before, and what the next best picture would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType

import numpy as np

from ..space import Vector
from .moments import Moment
from .showing import STRONG
from .table import HARD, Run, Table, cutting, opening, price, shown
from .takes import Take
from .terms import TERMS, Style

_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` for a person · `gains` by term what the cut saves against holding on; nothing for a first shot ·
    `instead` the next best picture in its place, and `over` what by term the one taken saves against that."""

    words: str
    gains: Mapping[str, float]
    instead: Take | None = None
    over: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


def reasons(runs: Sequence[Run], table: Table, moments: Sequence[Moment], takes: Sequence[Take], style: Style
            ) -> tuple[Reason, ...]:
    """One for each run."""
    costs = shown(table, style)
    found = []
    for i in range(len(runs)):
        reason = _reason(i, runs, table, moments, takes, style)
        other = _next_best(i, runs, table, costs, style)
        found.append(reason if other is None else _over(reason, i, other, runs, table, moments, takes, style))
    return tuple(found)


def _next_best(at: int, runs: Sequence[Run], table: Table, costs: Vector, style: Style) -> int | None:
    """The take that would cost least in place of the one taken, the cuts as they are."""
    run = runs[at]
    total = costs[:, run.first : run.stop].sum(axis=1)
    total = total + (cutting(table, style, run.first)[runs[at - 1].take] if at else opening(table, style))
    if at + 1 < len(runs):
        total = total + cutting(table, style, run.stop)[:, runs[at + 1].take]
    total[run.take] = inf
    best = int(np.argmin(total))
    return best if total[best] < HARD else None


def _over(reason: Reason, at: int, other: int, runs: Sequence[Run], table: Table, moments: Sequence[Moment],
          takes: Sequence[Take], style: Style) -> Reason:
    run = runs[at]
    around = [*runs[max(at - 1, 0) : at]], [*runs[at + 1 : at + 2]]
    now, then = (price(table, style, (*around[0], one, *around[1])) for one in (run, Run(run.first, run.stop, other)))
    gains = {term: then[term] - now[term] for term in TERMS if abs(then[term] - now[term]) >= _LEAST}
    best = max(gains, key=lambda term: gains[term], default="")
    said = _words(best, run, runs[max(at - 1, 0)], moments, table) if best and gains[best] > 0 else ""
    words = f"{reason.words}; not {_named(takes[other])}: {said}" if said else reason.words
    return Reason(words, reason.gains, takes[other], MappingProxyType(gains))


def _named(take: Take) -> str:
    on = " and ".join(take.on)
    over = f"{take.view.name} {take.by} on {on}" if take.by else f"{take.size} on {on}" if on else f"a {take.size}"
    return f"an insert of {on}" if take.kind == "insert" else over


def _reason(at: int, runs: Sequence[Run], table: Table, moments: Sequence[Moment], takes: Sequence[Take], style: Style
            ) -> Reason:
    run = runs[at]
    if not at:
        words = "opens on where everybody is" if takes[run.take].kind == "wide" else "opens the stretch"
        return Reason(words, MappingProxyType({}))
    if table.must[run.first]:
        return Reason("a new paragraph of a montage, or a change of light or state: a cut has to be here",
                      MappingProxyType({}))
    held = (*runs[: at - 1], Run(runs[at - 1].first, run.stop, runs[at - 1].take), *runs[at + 1 :])
    now, then = price(table, style, tuple(runs)), price(table, style, held)
    gains = {term: then[term] - now[term] for term in (*TERMS, "grammar") if abs(then[term] - now[term]) >= _LEAST}
    best = sorted((term for term in gains if gains[term] > 0), key=lambda term: -gains[term])
    said = [_words(term, run, runs[at - 1], moments, table) for term in best[:2]]
    return Reason("; ".join(said) or "part of the cheapest whole", MappingProxyType(gains))


def _words(term: str, run: Run, before: Run, moments: Sequence[Moment], table: Table) -> str:
    moment = moments[run.first]
    speakers = tuple(dict.fromkeys(n for m in moments[run.first : run.stop] for n in m.speakers))
    who = f"{' and '.join(speakers)} speak{'s' * (len(speakers) == 1)}"
    seconds = float(table.clock[run.stop] - table.clock[before.first])
    about = " and ".join((*moment.named, *moment.things) or moment.speakers) or "everybody"
    return {
        "speaker": f"{who} and would not be seen",
        "rhythm": f"the picture before would last {seconds:.1f} s",
        "share": f"who matters most has most of the picture: {about}",
        "subject": f"the text is about {about}",
        "reaction": "who listens is seen, in the middle of a long speech",
        "intensify": "the line is strong" if moment.strength > STRONG else "the line is no close-up's",
        "peaks": "size goes with the strength of the line",
        "loud": "the line is loud" if moment.loud > 0 else "the line is quiet",
        "clean": "nobody else is in the picture by halves",
        "emphasize": "the favoured person is in the picture",
        "fast": "the line comes fast",
        "mirror": "reverse shots face each other",
        "grammar": "holding on would leave a cut that film grammar faults",
        "drift": "sizes go one way", "gradual": "the next step in size is smaller", "jumps": "the next cut would jump",
        "consistent": "sizes agree after it", "price": "a cut is saved later", "short": "no cut on a short line later",
        "inside": "no cut in the middle of words later", "wide": "the scene opens wider",
    }[term]
