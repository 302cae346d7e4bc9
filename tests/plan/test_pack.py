"""Packing against brute force, and what it says about what cannot be packed."""

from decimal import Decimal
from fractions import Fraction

from film_of import HERE, film

from shotscript.core.diagnostic import Level
from shotscript.narrative.story import Beat
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


def one_sentence(story, at: int):
    """The shot at a place is filled by a single sentence: nothing may cut it."""
    beat = Beat(kind="speech", text="On and on.", who="MAYA", seconds=story.shots[at].seconds, span=HERE)
    shots = tuple(s.model_copy(update={"beats": (beat,)}) if i == at else s for i, s in enumerate(story.shots))
    return story.model_copy(update={"scenes": (story.scenes[0].model_copy(update={"shots": shots}),)})


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


def test_a_shot_that_is_too_long_and_all_one_sentence_is_said_and_the_others_are_packed():
    story = one_sentence(seconds_film("4 17 4"), at=1)
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
    assert {f.shot.label: (f.lead, f.tail) for f in row.frames} == story.handles()
    assert segment(story, laid, limits, 1, 3, row=row) == segment(story, laid, limits, 1, 3)
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


def test_fewer_cuts_than_the_provider_takes_are_said():
    story, recipe = seconds_film("4 4 4 4", "2 2"), Limits(cuts=5, cuts_least=3, longest=Fraction(15))
    segments, problems = pack(story, timeline(story), recipe, always, free)
    assert [s.name for s in segments] == ["1A-1C"]
    assert [(p.code, p.level) for p in problems] == [("BK958", Level.ERROR)] * 3
    assert problems[0].message.startswith("shot 1D stands with fewer than 3 shots")


def test_shots_nobody_is_asked_for_are_packed_around():
    story = seconds_film("4 4 4")
    row = strip(story, timeline(story), KLING, skip=frozenset({"1B"}))
    segments, problems = pack(story, timeline(story), KLING, always, free, row)
    assert not problems and [s.name for s in segments] == ["1A-1C"]
    assert [c.shot.label for c in segments[0].cuts] == ["1A", "1C"] and segments[0].cuts[1].start == 192


def test_a_minimum_of_any_kind_is_padded_and_told():
    kinds = {"4": Limits(shortest=Fraction(4)), "5": Limits(durations=(Fraction(5), Fraction(10))),
             "3": Limits(shot_shortest=Fraction(3)), "2": Limits(whole_seconds=True),
             "2.063": Limits(fps=Fraction(16), frame_grid=(4, 1), shortest=Fraction(2))}
    story = seconds_film("1.5")
    for asked, limits in kinds.items():
        segments, problems = pack(story, timeline(story), limits, always, free)
        assert [(p.code, p.level) for p in problems] == [("BK954", Level.INFO)], asked
        assert f"needs 1.5 s and is asked for as {asked} s" in problems[0].message
        assert segments[0].seconds > Fraction(3, 2)


def test_fewer_segments_come_before_exchanges_and_waste():
    looks = ["", "", "", "MAYA", "JON", "MAYA", "JON", "", "", ""]
    assert names(film([[(24, 0, who) for who in looks]]), Limits(cuts=5)) == ["1A-1E", "1F-1J"]
    listed = Limits(durations=(Fraction(5), Fraction(12)))
    assert names(seconds_film("5 2"), listed) == ["1A-1B"], "5 s thrown away in one, 3 s in two"


def test_an_exchange_comes_before_waste():
    looks = ["", "MAYA", "JON", "MAYA", "JON"]
    story = film([[(n * 24, 0, who) for n, who in zip((3, 1, 1, 1, 1), looks, strict=True)]])
    limits = Limits(cuts=4, durations=tuple(map(Fraction, (1, 6, 8))))
    assert names(story, limits) == ["1A", "1B-1E"], "5 s thrown away, and 1A-1D with 1E none"
