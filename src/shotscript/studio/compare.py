"""One film at several providers, side by side: what each is asked for, costs, throws away and loses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..providers.contract import Status, Verdict
from .edition import Edition, LossRow, Value

MOST = 5
"""Worst losses of each provider that are kept."""
_WORST = (
    "dialogue", "look", "wears", "plate", "perform", "action", "voice over", "images", "clip", "state", "blocking",
    "framing", "move", "length", "frame first", "frame last", "camera at", "place", "style",
)


class Worst(Value):
    """Clauses of one kind that are lost for one reason, and the first shot that loses one."""

    kind: str
    how: str
    count: int
    shot: str


class Column(Value):
    """A film at one provider, or one variant of it; `name` tells the columns apart.

    `seconds` are asked for, `thrown` of them not shown; `errors` counts segments with errors and shots that no segment
    can hold.
    """

    name: str
    provider: str
    provider_title: str
    status: Status
    checked: date
    retired: date | None
    segments: int
    seconds: Fraction
    thrown: Fraction
    price_usd: Decimal
    used: int
    approximated: int
    lost: int
    errors: int
    worst: tuple[Worst, ...]


class Comparison(Value):
    """`compare.json`. Columns stand in the order asked for."""

    title: str
    script: str
    columns: tuple[Column, ...]


def compare(editions: Mapping[str, Edition]) -> Comparison:
    """Editions of one script beside one another, by the names they go by."""
    first = next(iter(editions.values())).plan
    columns = tuple(column(name, made) for name, made in editions.items())
    return Comparison(title=first.title, script=first.script, columns=columns)


def column(name: str, made: Edition) -> Column:
    """What one edition comes to."""
    plan = made.plan
    return Column(
        name=name, provider=plan.provider, provider_title=plan.provider_title, status=plan.status, checked=plan.checked,
        retired=plan.retired, segments=len(plan.segments), seconds=plan.seconds, thrown=plan.thrown,
        price_usd=plan.price_usd, used=made.count(Verdict.USED), approximated=made.count(Verdict.APPROXIMATED),
        lost=made.count(Verdict.LOST), worst=worst(made.losses),
        errors=sum(bool(one.errors) for one in plan.segments) + len(set(plan.left_out) - made.footage),
    )


def worst(losses: Iterable[LossRow]) -> tuple[Worst, ...]:
    """What hurts most among the lost: words and people before pictures before finish, then how often."""
    groups: dict[tuple[str, str], list[LossRow]] = {}
    for loss in losses:
        if loss.verdict is Verdict.LOST:
            groups.setdefault((loss.kind, loss.how), []).append(loss)
    ordered = sorted(groups.items(), key=lambda one: (_rank(one[0][0]), -len(one[1])))
    return tuple(Worst(kind=kind, how=how, count=len(rows), shot=rows[0].shot)
                 for (kind, how), rows in ordered[:MOST])


def _rank(kind: str) -> int:
    word = "move" if kind.startswith("move ") else kind
    return _WORST.index(word) if word in _WORST else len(_WORST)
