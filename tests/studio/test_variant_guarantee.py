"""Between two variants the cuts, segments, times, references, seeds and untouched clauses are identical: everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from campaign import FILM, VARIANTS, bodies, compiled, cuts, film
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.errors import UsageError
from shotscript.plan.table import Stretch
from shotscript.providers import find
from shotscript.studio import Film, read
from shotscript.studio.lowering import tried
from shotscript.studio.trials import Trials
from shotscript.studio.vary import varied
from shotscript.studio.versions import packing, seated

FILM_READ = film()
PROVIDERS = tuple(find())
_COMPILED: dict[tuple[str, str], Film] = {}
_TRIED: dict[str, tuple[Trials, tuple[Stretch, ...]]] = {}
TOUCHES = {
    "rain": {"weather", "light", "text"}, "tall": {"width", "height", "aspect"}, "night": {"time", "night", "heading"},
    "noir": {"style"}, "winter": {"wears"}, "low": {"voice"}, "same": set(),
    "es": {"language", "speaks", "text", "start", "seconds", "alone"},
}
"""The attributes of a story that each variant names. `text` and the times of beats change where a field is spoken."""
KINDS = {
    "rain": {"weather", "light"}, "tall": {"aspect", "picture", "format", "size"}, "night": {"setting", "time"},
    "noir": {"style"}, "winter": {"wears"}, "low": {"voice"}, "same": set(),
    "es": {"dialogue", "action", "voice over", "language", "speaks"},
}


def made(provider: str, variant: str) -> Film:
    """Through the door, packed anew each time."""
    if (provider, variant) not in _COMPILED:
        _COMPILED[provider, variant] = compiled(FILM_READ, provider, variant)
    return _COMPILED[provider, variant]


def packed(provider: str, variant: str) -> Film:
    """As the door makes it, from one packing for all variants of a provider."""
    if provider not in _TRIED:
        trials = tried(FILM_READ, provider, {}, fresh=True)
        _TRIED[provider] = trials, packing(trials)
    trials, stretches = _TRIED[provider]
    known = {one.film.version: one.film for one in trials.versions}
    found = seated(known.get(variant) or varied(FILM_READ, variant.split(",")), trials, stretches)
    assert found, "a version must go into the film's segments"
    return found


def differing(a: Any, b: Any, name: str = "") -> Iterator[str]:
    """The names of the members in which two dumped values differ, places in the script aside."""
    if any(isinstance(one, dict) and one.keys() == {"start", "end", "source"} for one in (a, b)):
        return
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        for key in a:
            yield from differing(a[key], b[key], key)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for one, other in zip(a, b, strict=True):
            yield from differing(one, other, name)
    elif a != b:
        yield name


def seeds(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if "seed" in key:
                yield inner
            yield from seeds(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from seeds(inner)


chosen = st.lists(st.sampled_from(VARIANTS), unique=True, max_size=4)


@given(st.sampled_from(PROVIDERS), chosen)
@settings(max_examples=30, deadline=None)
def test_cuts_times_seeds_and_references_are_those_of_the_film(provider: str, names: list[str]) -> None:
    same(packed(provider, ""), packed(provider, ",".join(names)), names)


@given(st.sampled_from(("previz", "kling-3-omni")), chosen)
@settings(max_examples=8, deadline=None)
def test_the_door_keeps_the_same_promise(provider: str, names: list[str]) -> None:
    same(made(provider, ""), made(provider, ",".join(names)), names)


def same(base: Film, other: Film, names: list[str]) -> None:
    assert cuts(base) == cuts(other)
    assert base.timeline == other.timeline
    assert list(seeds(bodies(base))) == list(seeds(bodies(other)))
    if "low" not in names:
        roles = [[(need.role, need.name) for need in request.needs] for request in base.requests]
        assert roles == [[(need.role, need.name) for need in request.needs] for request in other.requests]


@given(chosen)
@settings(max_examples=25, deadline=None)
def test_only_what_is_named_differs_in_the_story(names: list[str]) -> None:
    base, other = made("previz", "").story, made("previz", ",".join(names)).story
    found = set(differing(base.model_dump(mode="json"), other.model_dump(mode="json")))
    assert found <= set().union(*(TOUCHES[name] for name in names))


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_untouched_clauses_have_their_verdicts(provider: str, variant: str) -> None:
    base, other = packed(provider, ""), packed(provider, variant)
    moved = KINDS[variant]

    def kept(one):
        return sorted((loss.shot, loss.kind, loss.clause) for loss in one.losses if loss.kind not in moved)

    assert kept(base) == kept(other)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_variant_that_says_what_the_film_says_changes_no_byte(provider: str) -> None:
    assert bodies(packed(provider, "")) == bodies(packed(provider, "same"))


def test_a_later_variant_wins() -> None:
    text = FILM.replace("winter:\n", "snow:\n  weather: snow\nwinter:\n")
    story = compiled(read(text), "previz", "rain,snow").story
    assert {shot.weather.text for shot in story.shots} == {"snow"}
    assert {shot.light.text for shot in story.shots} == {"grey overcast"}
    assert {shot.weather.text for shot in compiled(read(text), "previz", "snow,rain").story.shots} == {"heavy downpour"}


def test_an_unwritten_length_is_that_of_the_longest_variant() -> None:
    film_ = FILM[: FILM.index("same:\n")] + FILM[FILM.index("*/\n\nINT."):]
    alone = read(film_.replace("  hook: Esta noche llueve en {city}, y en todas las calles hasta el mar.\n", ""))
    short = {shot.label: shot.seconds for shot in alone.story.shots}
    long = {shot.label: shot.seconds for shot in read(film_).story.shots}
    spanish = read(film_.replace("hook: Tonight it rains in {city}.",
                                "hook: Esta noche llueve en San Sebastian, y en todas las calles hasta el mar.")
                   .replace("/*@format", "/*@format\nlanguage: es").replace("speaks: British English",
                                                                           "speaks: Spanish"))
    assert long["1C"] > short["1C"]
    assert long["1C"] == {shot.label: shot.seconds for shot in spanish.story.shots}["1C"]
    assert {label: seconds for label, seconds in long.items() if label != "1C"} == {
        label: seconds for label, seconds in short.items() if label != "1C"}


def test_speech_too_long_for_a_written_length_names_the_variant() -> None:
    tight = read(FILM.replace("85mm, dolly in 0.3m", "85mm, 3s"))
    found = [problem for problem in tight.problems if problem.code == "TM401"]
    assert [problem.shot for problem in found] == ["1C"]
    assert "the variant es" in found[0].message


def test_an_unknown_variant_is_said_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="did you mean winter"):
        compiled(FILM_READ, "previz", "wintr")


def test_a_tall_picture_keeps_every_size_and_moves_the_camera() -> None:
    base, tall = made("previz", ""), made("previz", "tall")
    assert (tall.story.format.width, tall.story.format.height) == (720, 1280)
    assert not (base.stage.camera("1A").position == tall.stage.camera("1A").position).all()


def test_clothes_that_pictures_contradict_are_reported_where_they_change() -> None:
    text = FILM.replace("  wears: red wool coat\n", "  wears: red wool coat\n  images: maya.png\n")
    found = compiled(read(text), "previz", "winter").problems
    assert [p.code for p in found if p.code == "CV304"] == ["CV304"]
    assert "CV304" not in {p.code for p in compiled(read(text), "previz", "noir").problems}
    state = text.replace("!! 1C:", "[[state MAYA: wears green dress]]\n!! 1C:")
    assert [p.shot for p in read(state).problems if p.code == "CV304"] == ["1C"]


def test_who_no_longer_fits_a_tall_picture_is_told() -> None:
    """Two people 3 m apart, framed from head to foot: side by side in a wide picture, not in a tall one."""
    text = """/*@variants
tall:
  picture: 9:16
*/

INT. HALL - DAY

[[block: MAYA stands at -1.5 0; JON stands at 1.5 0]]

!! 1A: camera at 0 5 height 1.5m, 35mm

They wait.

!! 1B: CU on MAYA

She waits.
"""
    one = read(text)
    assert "FR707" not in {problem.code for problem in one.problems}
    found = [p for p in compiled(one, "previz", "tall").problems if p.code == "FR707"]
    assert [(p.shot, "MAYA and JON no longer fit" in p.message) for p in found] == [("1A", True)]
