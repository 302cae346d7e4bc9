"""A scene that was rendered and then edited: what is paid is kept, and one shot more is one segment more to pay."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from film_of import film

from shotscript.narrative.story import Story
from shotscript.plan.lay import timeline
from shotscript.plan.limits import Limits
from shotscript.plan.pack import pack
from shotscript.plan.strip import strip
from shotscript.plan.timeline import Segment

KLING = Limits(shortest=Fraction(3), longest=Fraction(15), whole_seconds=True, shot_shortest=Fraction(1))
VEO = Limits(durations=(Fraction(4), Fraction(6), Fraction(8)), cuts=3)
Take = tuple[int, str]
"""A shot for its meaning's sake: its frames, and a word that tells it from others."""


def story_of(takes: list[Take]) -> Story:
    return film([[(frames, 0, word) for frames, word in takes]])


def key(segment: Segment) -> tuple:
    """What the ledger would know it by: its meaning, not its labels."""
    return tuple((c.frames, c.seconds, c.shot.clauses[0].on[0].text) for c in segment.cuts)  # type: ignore[attr-defined]


def price(segment: Segment) -> Decimal:
    return Decimal(segment.seconds.numerator) / segment.seconds.denominator / 10


def packed(takes: list[Take], limits: Limits, known: frozenset = frozenset()) -> tuple[Segment, ...]:
    story = story_of(takes)
    laid = timeline(story)
    row = strip(story, laid, limits)

    def paid(first: int, last: int) -> Decimal:
        segment = row.segment(first, last)
        assert segment
        return Decimal(0) if key(segment) in known else price(segment)

    return pack(story, laid, limits, lambda a, b: True, paid, row)[0]


def owed(segments: tuple[Segment, ...], known: frozenset) -> Decimal:
    return sum((price(s) for s in segments if key(s) not in known), Decimal(0))


def edited(dice: random.Random, takes: list[Take]) -> list[Take]:
    """Shots put in, taken out, changed, made longer or moved."""
    takes = list(takes)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(takes))
        change = dice.choice(["in", "out", "word", "longer", "move"])
        if change == "in":
            takes.insert(at, (dice.randint(20, 120), f"new{dice.random()}"))
        elif change == "out" and len(takes) > 1:
            del takes[at]
        elif change == "word":
            takes[at] = (takes[at][0], f"other{dice.random()}")
        elif change == "longer":
            takes[at] = (takes[at][0] + dice.randint(1, 30), takes[at][1])
        else:
            takes.insert(dice.randrange(len(takes)), takes.pop(at))
    return takes


def scene(dice: random.Random) -> list[Take]:
    return [(dice.randint(20, 120), f"w{i}") for i in range(dice.randint(2, 14))]


@pytest.mark.parametrize("limits", [KLING, VEO], ids=["whole seconds", "listed"])
def test_an_edit_never_costs_more_than_packing_anew(limits: Limits):
    saved = 0
    for seed in range(150):
        dice = random.Random(seed)
        takes = scene(dice)
        known = frozenset(map(key, packed(takes, limits)))
        after = edited(dice, takes)
        ours, naive = owed(packed(after, limits, known), known), owed(packed(after, limits), known)
        assert ours <= naive, seed
        saved += ours < naive
    assert saved > 20, "what is paid must matter"


@pytest.mark.parametrize("limits", [KLING, VEO], ids=["whole seconds", "listed"])
def test_one_shot_more_is_one_segment_to_make_where_one_will_do(limits: Limits):
    sufficed = 0
    for seed in range(150):
        dice = random.Random(seed)
        takes = scene(dice)
        known = frozenset(map(key, packed(takes, limits)))
        takes.insert(dice.randint(0, len(takes)), (dice.randint(20, 120), "new"))
        if fewest_unpaid(takes, limits, known) == 1:
            sufficed += 1
            assert sum(key(s) not in known for s in packed(takes, limits, known)) == 1, seed
    assert sufficed > 75


def test_nothing_edited_is_nothing_to_pay():
    takes = scene(random.Random(3))
    known = frozenset(map(key, packed(takes, KLING)))
    assert owed(packed(takes, KLING, known), known) == 0


def fewest_unpaid(takes: list[Take], limits: Limits, known: frozenset) -> int:
    """The fewest segments to be made in any packing of all shots there is, tried one by one from the front."""
    story = story_of(takes)
    row = strip(story, timeline(story), limits)
    reached = {0: 0}
    for first in range(len(takes)):
        for last in range(first, min(first + limits.cuts, len(takes))):
            segment = row.segment(first, last)
            if segment and first in reached:
                count = reached[first] + (key(segment) not in known)
                reached[last + 1] = min(count, reached.get(last + 1, count))
    return reached[len(takes)]
