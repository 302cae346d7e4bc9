"""Packing against brute force, and what it says about what cannot be packed."""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from film_of import film

from shotscript.core.diagnostic import Level
from shotscript.plan.lay import timeline
from shotscript.plan.limits import Limits
from shotscript.plan.pack import pack, segment
from shotscript.plan.strip import strip

KLING = Limits(shortest=Fraction(3), longest=Fraction(15), whole_seconds=True, shot_shortest=Fraction(1))


def always(first: int, last: int) -> bool:
    return True


def free(first: int, last: int) -> int:
    return 0


def names(story, limits, fits=always, paid=free) -> list[str]:
    return [s.name for s in pack(story, timeline(story), limits, fits, paid)[0]]


def seconds_film(*scenes: str):
    """Scenes as lengths in seconds: `"4 5 6"`."""
    return film([[(int(Fraction(s) * 24), 0, "") for s in scene.split()] for scene in scenes])


def test_fewest_segments():
    assert names(seconds_film("5 5 5 5"), KLING) == ["1A-1C", "1D"]
    assert names(seconds_film("2 2 2 2 2 2 2"), KLING) == ["1A-1E", "1F-1G"]


def test_scenes_are_never_shared():
    assert names(seconds_film("4 4", "4"), KLING) == ["1A-1B", "2A"]


def test_a_scene_under_the_shortest_clip_may_share_where_the_provider_allows():
    sharing = KLING.model_copy(update={"across_scenes": True})
    assert names(seconds_film("4", "2", "4"), sharing) == ["1A-3A"]
    assert names(seconds_film("4", "2", "4"), KLING) == ["1A", "2A", "3A"]
    assert names(seconds_film("4", "4", "2"), sharing) == ["1A", "2A-3A"]


def test_a_dissolve_parts_segments_and_asks_for_its_handles():
    story = film([[(48, 0, ""), (48, 0, ""), (48, 13, ""), (48, 0, "")]])
    segments, _ = pack(story, timeline(story), Limits(), always, free)
    assert [s.name for s in segments] == ["1A-1B", "1C-1D"]
    assert [(c.lead, c.tail) for s in segments for c in s.cuts] == [(0, 0), (0, 7), (6, 0), (0, 0)]
    assert segments[0].cuts[1].seconds == Fraction(55, 24)


def test_money_comes_before_the_number_of_segments():
    owed = {(0, 1): 5, (0, 0): 0, (1, 1): 3}
    assert names(seconds_film("4 4"), KLING, paid=lambda a, b: Decimal(owed[a, b])) == ["1A", "1B"]
    owed[1, 1] = 5
    assert names(seconds_film("4 4"), KLING, paid=lambda a, b: Decimal(owed[a, b])) == ["1A-1B"]


def test_an_exchange_is_not_torn_where_a_cut_elsewhere_costs_the_same():
    looks = ["", "", "MAYA", "JON", "MAYA", "JON", ""]
    story = film([[(24, 0, who) for who in looks]])
    assert names(story, Limits(cuts=5)) == ["1A-1B", "1C-1G"]
    plain = film([[(24, 0, "") for _ in looks]])
    assert names(plain, Limits(cuts=5)) == ["1A-1E", "1F-1G"]


def test_a_shot_that_is_too_long_is_said_and_the_others_are_packed():
    story = seconds_film("4 17 4")
    segments, problems = pack(story, timeline(story), KLING, always, free)
    assert [s.name for s in segments] == ["1A", "1C"] and [s.index for s in segments] == [0, 1]
    assert [(p.code, p.level) for p in problems] == [("BK952", Level.ERROR)]
    assert problems[0].message == "shot 1B lasts 17 s, the provider takes 15 s at most"
    assert problems[0].span == story.shots[1].span


def test_a_shot_that_never_fits_is_said():
    story = seconds_film("4 4 4")
    segments, problems = pack(story, timeline(story), KLING, lambda a, b: not a <= 1 <= b, free)
    assert [s.name for s in segments] == ["1A", "1C"]
    assert [p.code for p in problems] == ["BK953"]


def test_moved_lengths_are_told():
    story = seconds_film("2.5 3.5")
    segments, problems = pack(story, timeline(story), KLING, always, free)
    assert [c.seconds for c in segments[0].cuts] == [3, 3]
    assert [(p.code, p.level) for p in problems] == [("BK954", Level.INFO)] * 2
    assert "needs 2.5 s and is asked for as 3 s" in problems[0].message


def test_nothing_to_pack():
    story = film([])
    assert pack(story, timeline(story), KLING, always, free) == ((), ())


def test_segment_agrees_with_the_whole_row():
    story = film([[(48, 0, ""), (30, 12, "MAYA"), (24, 0, "JON"), (24, 0, "MAYA")], [(24, 5, "JON"), (24, 0, "MAYA")]])
    laid, limits = timeline(story), Limits(cuts=3)
    row = strip(story, laid, limits)
    assert row == tuple(strip(story, laid, limits, i, i)[0] for i in range(len(row)))
    assert {f.shot.label: (f.lead, f.tail) for f in row} == story.handles()
    assert segment(story, laid, limits, 1, 3).name == "1B-1D"
    assert segment(story, laid, limits, 0, 1) is None
    assert segment(story, laid, limits, 2, 4) is None


def test_a_long_film_is_packed_without_asking_about_hopeless_stretches():
    story = film([[(24 * (4 + i % 5), 0, "") for i in range(10)] for _ in range(300)])
    asked = 0

    def fits(first: int, last: int) -> bool:
        nonlocal asked
        asked += 1
        return True

    segments, problems = pack(story, timeline(story), KLING, fits, free)
    assert not problems and sum(len(s.cuts) for s in segments) == 3000
    assert asked < 3000 * 4


# ------------------------------------------------------------------------------------------------- brute force


def random_case(seed: int):
    dice = random.Random(seed)
    n = dice.randint(1, 12 if seed % 5 == 0 else 9)
    shots = [(dice.randint(6, 140), dice.choice([0] * 8 + [5, 12]) if i else 0, dice.choice(["", "MAYA", "JON"]))
             for i in range(n)]
    walls = sorted(dice.sample(range(1, n), min(n - 1, dice.choice([0, 0, 1, 2]))))
    scenes = [shots[a:b] for a, b in zip([0, *walls], [*walls, n], strict=True)]
    limits = Limits(
        cuts=dice.randint(1, 6), shortest=Fraction(dice.choice([0, 0, 2, 3])),
        longest=dice.choice([None, Fraction(6), Fraction(10), Fraction(15)]), whole_seconds=dice.random() < 0.5,
        shot_shortest=Fraction(dice.choice([0, 1])), across_scenes=dice.random() < 0.3,
        durations=dice.choice([(), (), (Fraction(5), Fraction(10))]),
    )
    misfits = {(a, b) for a in range(n) for b in range(a, n) if dice.random() < 0.15}
    owed = {(a, b): Decimal(dice.choice([0, 0, 1, 1, 2])) for a in range(n) for b in range(a, n)}
    return film(scenes), limits, misfits, owed


def partitions(n: int):
    for k in range(n):
        for inner in combinations(range(1, n), k):
            edges = [0, *inner, n]
            yield [(a, b - 1) for a, b in pairwise(edges)]


def torn_by_hand(story) -> list[int]:
    """Whether a cut before each shot lies in A B A B of one scene."""
    seen = [(s.scene, s.clauses[0].on[0].text if s.clauses[0].on else "") for s in story.shots]
    torn = [0] * len(seen)
    for i in range(len(seen) - 3):
        a, b, c, d = seen[i : i + 4]
        if a == c and b == d and a[1] and b[1] and a[1] != b[1] and a[0] == b[0]:
            torn[i + 1] = torn[i + 2] = torn[i + 3] = 1
    return torn


@pytest.mark.parametrize("block", range(10))
def test_never_worse_than_brute_force(block):
    for seed in range(block * 20, block * 20 + 20):
        story, limits, misfits, owed = random_case(seed)
        laid, torn, n = timeline(story), torn_by_hand(story), len(story.shots)
        cache = {(a, b): segment(story, laid, limits, a, b) for a in range(n) for b in range(a, n)}
        best = min(filter(None, (_cost(w, cache, laid, misfits, owed, torn) for w in partitions(n))))
        segments, _ = pack(story, laid, limits, lambda a, b, m=misfits: (a, b) not in m, lambda a, b, o=owed: o[a, b])
        assert _cost(_ways(segments, laid), cache, laid, misfits, owed, torn) == best, seed


def _cost(ways, cache, laid, misfits, owed, torn):
    total = [0, Decimal(0), 0, 0, Fraction(0)]
    for first, last in ways:
        made = cache[first, last] if (first, last) not in misfits else None
        if made is None:
            if first < last:
                return None
            total[0] += 1
            continue
        total[1] += owed[first, last]
        total[2] += 1
        total[3] += torn[first]
        total[4] += made.seconds - Fraction(made.frames) / laid.fps
    return tuple(total)


def _ways(segments, laid):
    """The partition a packing stands for: its segments, and each shot left out alone."""
    at = {slot.label: i for i, slot in enumerate(laid.slots)}
    ways = [(at[s.cuts[0].shot.label], at[s.cuts[-1].shot.label]) for s in segments]
    covered = {i for a, b in ways for i in range(a, b + 1)}
    return sorted([*ways, *((i, i) for i in range(len(laid.slots)) if i not in covered)])
