"""What differs between two editions of one film, in words: by segment, its segments matched by the shots in them.

The two may be packed differently: stretches of segments that hold the same shots are set against each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..providers.contract import Verdict
from .edition import Edition, LossRow, Plan, SegmentRow, Value
from .wording import Run, reworded


class Side(Value):
    """One of the two, in figures."""

    provider: str
    script: str
    version: str
    segments: int
    seconds: Fraction
    thrown: Fraction
    price_usd: Decimal
    lost: int
    approximated: int


class Rewritten(Value):
    """A clause of one shot that reads otherwise; empty: it was not there before, or is not there now."""

    shot: str
    kind: str
    before: str
    after: str


class Turned(Value):
    """What becomes of a clause now and became of it before; None: it was not asked for."""

    shot: str
    kind: str
    clause: str
    before: Verdict | None
    after: Verdict | None
    how: str


class Stretch(Value):
    """Segments of both sides that hold the same shots. `words` are empty where the prompts are the same."""

    shots: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    seconds: tuple[Fraction, Fraction]
    price_usd: tuple[Decimal, Decimal]
    lengths: dict[str, tuple[Fraction, Fraction]]
    words: tuple[Run, ...]
    clauses: tuple[Rewritten, ...]
    gained: tuple[Turned, ...]
    gone: tuple[Turned, ...]
    request: bool


class Changes(Value):
    """`diff --format json`. `stretches` are those that differ, in the order of the film; `same` counts the others."""

    before: Side
    after: Side
    same: int
    stretches: tuple[Stretch, ...]

    @property
    def gained(self) -> tuple[Turned, ...]:
        return tuple(one for stretch in self.stretches for one in stretch.gained)

    @property
    def gone(self) -> tuple[Turned, ...]:
        return tuple(one for stretch in self.stretches for one in stretch.gone)


_ONCE = frozenset(("look", "wears", "images", "clip", "voice", "setting", "place", "picture", "style", "never", "seed"))
"""Kinds asked for once a segment: another packing asks for them more or less often, at other shots."""


def changes(before: Edition, after: Edition) -> Changes:
    """All that differs. Losses gained are clauses lost now that were not before, written or not; gone, the reverse."""
    pair = _Pair(before, after)
    found = [_stretch(shots, pair) for shots in _matched(before.plan, after.plan)]
    told = tuple(one for one in found if _differs(one))
    return Changes(before=_side(before), after=_side(after), same=len(found) - len(told), stretches=told)


def _side(made: Edition) -> Side:
    plan = made.plan
    return Side(provider=plan.provider, script=plan.script, version=plan.version, segments=len(plan.segments),
                seconds=plan.seconds, thrown=plan.thrown, price_usd=plan.price_usd, lost=made.count(Verdict.LOST),
                approximated=made.count(Verdict.APPROXIMATED))


def _matched(before: Plan, after: Plan) -> list[tuple[str, ...]]:
    """Shots in groups that no segment of either side reaches across, in the order of the film."""
    home: dict[str, str] = {}

    def root(shot: str) -> str:
        while home[shot] != shot:
            shot = home[shot] = home[home[shot]]
        return shot

    for segment in (*after.segments, *before.segments):
        shots = [cut.shot for cut in segment.cuts]
        for shot in shots:
            home.setdefault(shot, shot)
        for shot in shots[1:]:
            home[root(shot)] = root(shots[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for shot in _in_order(before, after):
        groups[root(shot)].append(shot)
    return [tuple(shots) for shots in groups.values()]


def _in_order(before: Plan, after: Plan) -> list[str]:
    """Every shot once: those of after where they stand, a shot that is gone behind the one it stood behind."""
    order = list(dict.fromkeys(cut.shot for one in after.segments for cut in one.cuts))
    known, last = set(order), ""
    for shot in dict.fromkeys(cut.shot for one in before.segments for cut in one.cuts):
        if shot not in known:
            order.insert(order.index(last) + 1 if last else 0, shot)
            known.add(shot)
        last = shot
    return order


class _Pair:
    """Both editions, their losses by shot, and what is asked once a segment anywhere in each."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self.before, self.after = before, after
        self.old, self.new = _by_shot(before), _by_shot(after)
        self.old_once, self.new_once = _once(before), _once(after)


def _stretch(shots: tuple[str, ...], pair: _Pair) -> Stretch:
    was, now = _of(shots, pair.before.plan), _of(shots, pair.after.plan)
    a = [row for shot in shots for row in pair.old.get(shot, ())]
    b = [row for shot in shots for row in pair.new.get(shot, ())]
    gained, gone = _losses(a, b, pair)
    first, last = _prompts(pair.before, was), _prompts(pair.after, now)
    return Stretch(
        shots=shots, before=tuple(one.name for one in was), after=tuple(one.name for one in now),
        seconds=(_sum(was), _sum(now)), price_usd=(_cost(was), _cost(now)), lengths=_lengths(was, now),
        words=reworded(first, last) if first != last else (), clauses=_clauses(a, b, pair), gained=gained, gone=gone,
        request=[one.key for one in was] != [one.key for one in now],
    )


def _differs(one: Stretch) -> bool:
    return bool(one.request or one.words or one.clauses or one.gained or one.gone or one.lengths
                or one.before != one.after or one.price_usd[0] != one.price_usd[1])


def _by_shot(made: Edition) -> dict[str, list[LossRow]]:
    found: dict[str, list[LossRow]] = defaultdict(list)
    for loss in made.losses:
        found[loss.shot].append(loss)
    return found


def _once(made: Edition) -> frozenset[tuple[str, str, Verdict]]:
    return frozenset((loss.kind, loss.clause, loss.verdict) for loss in made.losses if loss.kind in _ONCE)


def _of(shots: Sequence[str], plan: Plan) -> list[SegmentRow]:
    wanted = set(shots)
    return [one for one in plan.segments if any(cut.shot in wanted for cut in one.cuts)]


def _prompts(made: Edition, segments: Iterable[SegmentRow]) -> str:
    return "\n\n".join(filter(None, map(made.prompt, segments)))


def _sum(segments: Iterable[SegmentRow]) -> Fraction:
    return sum((one.seconds for one in segments), Fraction(0))


def _cost(segments: Iterable[SegmentRow]) -> Decimal:
    return sum((one.price_usd for one in segments), Decimal(0))


def _lengths(was: Iterable[SegmentRow], now: Iterable[SegmentRow]) -> dict[str, tuple[Fraction, Fraction]]:
    """Shots that are asked for with other seconds; 0 where a side has no such shot."""
    a, b = _asked(was), _asked(now)
    return {shot: (a[shot], b[shot]) for shot in dict.fromkeys((*a, *b)) if a[shot] != b[shot]}


def _asked(segments: Iterable[SegmentRow]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for cut in (cut for one in segments for cut in one.cuts):
        found[cut.shot] += cut.seconds
    return found


def _clauses(a: Sequence[LossRow], b: Sequence[LossRow], pair: _Pair) -> tuple[Rewritten, ...]:
    """Clauses that stand on one side only, paired by shot and kind. One that merely moved to another shot is none."""
    old, new = ({(kind, words) for kind, words, _ in side} for side in (pair.old_once, pair.new_once))
    by_kind: dict[tuple[str, str], list[LossRow]] = defaultdict(list)
    for row in _only(b, a):
        if _written(row) not in old:
            by_kind[row.shot, row.kind].append(row)
    found = []
    for row in (row for row in _only(a, b) if _written(row) not in new):
        partners = by_kind[row.shot, row.kind]
        found.append(Rewritten(shot=row.shot, kind=row.kind, before=row.clause,
                               after=partners.pop(0).clause if partners else ""))
    left = [row for rows in by_kind.values() for row in rows]
    return (*found, *(Rewritten(shot=row.shot, kind=row.kind, before="", after=row.clause) for row in left))


def _losses(
    a: Sequence[LossRow], b: Sequence[LossRow], pair: _Pair
) -> tuple[tuple[Turned, ...], tuple[Turned, ...]]:
    """Lost now and not before, and the reverse."""
    lost_a, lost_b = _lost(a), _lost(b)
    gained = (row for row in _only(lost_b, lost_a) if (*_written(row), row.verdict) not in pair.old_once)
    gone = (row for row in _only(lost_a, lost_b) if (*_written(row), row.verdict) not in pair.new_once)
    return (tuple(_turned(row, a, gained=True) for row in gained),
            tuple(_turned(row, b, gained=False) for row in gone))


def _lost(rows: Iterable[LossRow]) -> list[LossRow]:
    return [row for row in rows if row.verdict is Verdict.LOST]


def _turned(row: LossRow, others: Iterable[LossRow], *, gained: bool) -> Turned:
    other = next((one for one in others if _written(one) == _written(row) and one.verdict is not Verdict.LOST), None)
    verdicts = (other and other.verdict, row.verdict)
    before, after = verdicts if gained else verdicts[::-1]
    return Turned(shot=row.shot, kind=row.kind, clause=row.clause, before=before, after=after,
                  how=row.how if gained else (other.how if other else ""))


def _written(row: LossRow) -> tuple[str, str]:
    return row.kind, row.clause


def _only(rows: Iterable[LossRow], others: Iterable[LossRow]) -> list[LossRow]:
    """The rows that the other side does not have: of the same shot first, then of any, each as often as it stands."""
    others = tuple(others)
    found = _without(rows, Counter((row.shot, _written(row)) for row in others), lambda row: (row.shot, _written(row)))
    taken = Counter((row.shot, _written(row)) for row in rows) & Counter((row.shot, _written(row)) for row in others)
    free = Counter(map(_written, others))
    free.subtract(Counter(written for _, written in taken.elements()))
    return _without(found, free, _written)


def _without(rows: Iterable[LossRow], count: Counter[Any], key: Callable[[LossRow], Any]) -> list[LossRow]:
    """The rows beyond those counted."""
    left, found = count.copy(), []
    for row in rows:
        left[key(row)] -= 1
        if left[key(row)] < 0:
            found.append(row)
    return found
