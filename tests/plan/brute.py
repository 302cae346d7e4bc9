"""The best packing by trying every one there is, and random films to try it on. Nothing here is the planner's own."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count, pairwise, takewhile
from math import lcm

from film_of import film

from shotscript.narrative.story import Story
from shotscript.plan.lay import timeline
from shotscript.plan.limits import Limits
from shotscript.plan.pack import pack
from shotscript.plan.strip import Frame, strip
from shotscript.plan.timeline import Segment

Price = tuple[int, int, int, int, int]
"""Shots left out, money, segments, exchanges torn, time thrown away."""


def random_film(dice: random.Random, most: int, longest: Fraction | None) -> Story:
    """Some scenes of shots of random lengths, now and then with a dissolve, now and then with people to look at."""
    n = dice.randint(1, most)
    typical = int(24 * min(6, longest or 6))
    talk = dice.randint(-3, 3), dice.choice([0, 7, 14])
    shots = [(dice.randint(6, typical), dice.choice([0] * 8 + [5, 12]) if i else 0, _seen(i - talk[0], talk[1], dice))
             for i in range(n)]
    walls = sorted(dice.sample(range(1, n), min(n - 1, dice.choice([0, 0, 1, 2]))))
    fps = dice.choice([Fraction(24), Fraction(24), Fraction(25), Fraction(24000, 1001)])
    return film([shots[a:b] for a, b in zip([0, *walls], [*walls, n], strict=True)], fps)


def _seen(at: int, long: int, dice: random.Random) -> str:
    """Two people in turn in one stretch of the film, anybody elsewhere."""
    return ("MAYA", "JON")[at % 2] if 0 <= at < long else dice.choice(["", "MAYA", "JON"])


def random_limits(dice: random.Random) -> Limits:
    cuts = dice.randint(1, 6)
    rate = dice.choice([None, None, None, Fraction(16), Fraction(24), Fraction(25)])
    return Limits(
        cuts=cuts, cuts_least=dice.choice([1, 1, 1, min(cuts, 3)]), shortest=Fraction(dice.choice([0, 0, 2, 3])),
        longest=dice.choice([None, Fraction(6), Fraction(10), Fraction(15)]), whole_seconds=dice.random() < 0.4,
        shot_shortest=Fraction(dice.choice([0, 1])), across_scenes=dice.random() < 0.3,
        durations=dice.choice([(), (), (Fraction(5), Fraction(10)), (Fraction(81, 16), Fraction(4)),
                               (Fraction(3), Fraction(11))]),
        fps=rate, frame_grid=dice.choice([None, (4, 1), (8, 1), (1, 0)]) if rate else None,
        frames_most=dice.choice([None, 161, 240]) if rate else None,
    )


def total(wanted: list[Fraction], limits: Limits) -> Fraction | None:
    """The shortest clip a provider makes that holds shots of these lengths: found by looking at one after the other."""
    least = Fraction(max(1, -(-limits.shot_shortest // 1))) if limits.whole_seconds else limits.shot_shortest
    floors = [least if limits.whole_seconds else max(least, w) for w in wanted]
    need = max(sum(wanted), sum(floors), limits.shortest)
    frames = limits.frames_most / limits.fps if limits.frames_most and limits.fps else None
    most = min(x for x in (need + 40, limits.longest, frames) if x is not None)
    return next((t for t in takewhile(lambda t: t <= most, _lengths(need, limits)) if t >= need and _makes(t, limits)),
                None)


def _lengths(need: Fraction, limits: Limits) -> Iterator[Fraction]:
    if limits.durations:
        return iter(sorted(limits.durations))
    if limits.frame_grid or (limits.fps and not limits.whole_seconds):
        assert limits.fps
        return (Fraction(n) / limits.fps for n in count(int(need * limits.fps)))
    return (Fraction(n) for n in count(int(need))) if limits.whole_seconds else iter([need])


def _makes(length: Fraction, limits: Limits) -> bool:
    frames = length * (limits.fps or 0)
    step, offset = limits.frame_grid or (0, 0)
    return not (
        (limits.longest is not None and length > limits.longest)
        or (limits.whole_seconds and length.denominator > 1)
        or (limits.frames_most is not None and frames > limits.frames_most)
        or (step and (frames.denominator > 1 or frames < offset or (frames - offset) % step))
    )


def stretches(
    story: Story, frames: tuple[Frame, ...], limits: Limits, fits: Callable[[int, int], bool],
    owed: Callable[[int, int], int],
) -> dict[tuple[int, int], Price]:
    """Every legal segment of a row and its price, each worked out once."""
    walls, torn, n = _walls(story, frames, limits), _torn(frames), len(frames)
    lengths = [Fraction(f.lead + f.frames + f.tail) / story.format.fps for f in frames]
    wasted: dict[tuple[int, int], Fraction] = {}
    for first in range(n):
        for last in range(first, n):
            if any(walls[first + 1 : last + 1]) or not limits.cuts_least <= last - first + 1 <= limits.cuts:
                continue
            made = total(lengths[first : last + 1], limits) if fits(first, last) else None
            if made is not None:
                wasted[first, last] = made - sum(lengths[first : last + 1])
    second = lcm(*(waste.denominator for waste in wasted.values()))
    return {(a, b): (0, owed(a, b), 1, torn[a], int(waste * second)) for (a, b), waste in wasted.items()}


def cheapest(prices: dict[tuple[int, int], Price], n: int) -> Price:
    """The least price of all 2^(n-1) partitions of n shots, a shot nobody can make standing alone."""
    options = [[(last + 1, prices[at, last]) for last in range(at, n) if (at, last) in prices] for at in range(n)]
    best: Price | None = None

    def visit(at: int, spent: Price) -> None:
        nonlocal best
        if at == n:
            best = spent if best is None or spent < best else best
            return
        left, money, segments, torn, waste = spent
        visit(at + 1, (left + 1, money, segments, torn, waste))
        for after, (_, more, _, tears, wasted) in options[at]:
            visit(after, (left, money + more, segments + 1, torn + tears, waste + wasted))

    visit(0, (0, 0, 0, 0, 0))
    assert best is not None
    return best


def added(a: Price, b: Price) -> Price:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]


def price_of(segments: tuple[Segment, ...], frames: tuple[Frame, ...], prices: dict[tuple[int, int], Price]) -> Price:
    """What a packing costs: its segments, and every shot in none of them. A segment that is not legal is a KeyError."""
    at = {(frame.slot.label, frame.part): i for i, frame in enumerate(frames)}
    ways = [[at[cut.shot.label, cut.part] for cut in segment.cuts] for segment in segments]
    assert [i for way in ways for i in way] == sorted({i for way in ways for i in way}), "in order, each once"
    spent: Price = (len(frames) - sum(map(len, ways)), 0, 0, 0, 0)
    for way in ways:
        spent = added(spent, prices[way[0], way[-1]])
    return spent


def _walls(story: Story, frames: tuple[Frame, ...], limits: Limits) -> list[bool]:
    """Whether a cut must fall before each: a dissolve, a scene of full length, the next part of the same shot."""
    length = {scene.index: sum(shot.frames for shot in scene.shots) / story.format.fps for scene in story.scenes}
    short = {i for i, seconds in length.items() if limits.across_scenes and seconds < limits.shortest}
    walls = [True]
    for before, frame in pairwise(frames):
        parted = before.scene.index != frame.scene.index and not {before.scene.index, frame.scene.index} & short
        walls.append(frame.part > 1 or frame.shot.transition_in is not None or parted)
    return walls


def _torn(frames: tuple[Frame, ...]) -> list[int]:
    """Whether a cut before each frame lies in A B A B of one scene; parts of a shot are one shot here."""
    whole = [f for f in frames if f.part == 1]
    seen = [(f.scene.index, f.shot.clauses[0].on[0].text if f.shot.clauses[0].on else "") for f in whole]
    torn = set()
    for i in range(len(seen) - 3):
        a, b, c, d = seen[i : i + 4]
        if a == c and b == d and a[1] and b[1] and a[1] != b[1] and a[0] == b[0]:
            torn |= {whole[j].slot.label for j in (i + 1, i + 2, i + 3)}
    return [int(f.part == 1 and f.slot.label in torn) for f in frames]


def proven(seed: int, most: int, limits: Limits | None = None) -> tuple[Price, Price]:
    """What the planner's packing of a random film costs, and what the best of all packings does."""
    dice = random.Random(seed)
    limits = limits or random_limits(dice)
    story = random_film(dice, most, limits.longest)
    laid = timeline(story)
    row = strip(story, laid, limits)
    n = len(row.frames)
    asked = [(a, b) for a in range(n) for b in range(a, n)]
    odds = dice.choice([0.0, 0.15, 0.3])
    misfits = {stretch for stretch in asked if dice.random() < odds}
    prices = dice.choice([[0], [0], [84], [0, 0, 84, 112, 168]])
    owed = {stretch: dice.choice(prices) for stretch in asked}

    def fits(first: int, last: int) -> bool:
        return (first, last) not in misfits

    segments, _ = pack(story, laid, limits, fits, lambda a, b: owed[a, b], row)
    costs = stretches(story, row.frames, limits, fits, lambda a, b: owed[a, b])
    return price_of(segments, row.frames, costs), cheapest(costs, n)
