"""Why a cut is where it is: what it would cost more, term by term, to hold the picture before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from .moments import Moment
from .showing import STRONG
from .table import Run, Table, price
from .takes import Take
from .terms import TERMS, Style

_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` for a person · `gains` by term what the cut saves against holding on; nothing for a first shot."""

    words: str
    gains: Mapping[str, float]


def reasons(runs: Sequence[Run], table: Table, moments: Sequence[Moment], takes: Sequence[Take], style: Style
            ) -> tuple[Reason, ...]:
    """One for each run."""
    return tuple(_reason(i, runs, table, moments, takes, style) for i in range(len(runs)))


def _reason(at: int, runs: Sequence[Run], table: Table, moments: Sequence[Moment], takes: Sequence[Take], style: Style
            ) -> Reason:
    run = runs[at]
    if not at:
        words = "opens on where everybody is" if takes[run.take].kind == "wide" else "opens the stretch"
        return Reason(words, MappingProxyType({}))
    if table.must[run.first]:
        return Reason("a new paragraph of a montage, or a change of light or state: a cut has to be here", {})
    held = (*runs[: at - 1], Run(runs[at - 1].first, run.stop, runs[at - 1].take), *runs[at + 1 :])
    now, then = price(table, style, tuple(runs)), price(table, style, held)
    gains = {term: then[term] - now[term] for term in (*TERMS, "grammar") if abs(then[term] - now[term]) >= _LEAST}
    best = sorted((term for term in gains if gains[term] > 0), key=lambda term: -gains[term])
    said = [_words(term, run, runs[at - 1], moments, takes, table) for term in best[:2]]
    return Reason("; ".join(said) or "part of the cheapest whole", MappingProxyType(gains))


def _words(term: str, run: Run, before: Run, moments: Sequence[Moment], takes: Sequence[Take], table: Table) -> str:
    moment, take = moments[run.first], takes[run.take]
    who = " and ".join(dict.fromkeys(n for m in moments[run.first : run.stop] for n in m.speakers)) or "nobody"
    seconds = float(table.clock[run.stop] - table.clock[before.first])
    about = " and ".join((*moment.named, *moment.things)) or "the scene"
    return {
        "speaker": f"{who} speaks and would not be seen",
        "rhythm": f"the picture before would last {seconds:.1f} s",
        "share": f"{who if moment.speakers else about} matters most here and would be small",
        "subject": f"the text is about {about}",
        "reaction": f"{' and '.join(take.on)} listens, in the middle of a long speech",
        "intensify": "the line is strong" if moment.strength > STRONG else "the line is no close-up's",
        "peaks": "size goes with the strength of the line",
        "loud": "the line is loud" if moment.loud > 0 else "the line is quiet",
        "emphasize": "the favoured person is in the picture",
        "fast": "the line comes fast",
        "mirror": "reverse shots face each other",
        "grammar": "what was held before cannot go on, or not be cut from later",
        "drift": "sizes go one way", "gradual": "the next step in size is smaller", "jumps": "the next cut would jump",
        "consistent": "sizes agree after it", "price": "a cut is saved later", "short": "no cut on a short line later",
        "inside": "no cut in the middle of words later", "wide": "the scene opens wider",
    }[term]
