"""Any script in the language, to every provider: a request, one verdict on each claim, and the words it promised."""

from __future__ import annotations

from collections import Counter
from functools import cache

import films
import pytest
from films import segments, toured, understood
from found import EACH, MANY, told
from hypothesis import given
from promises import answer, faults
from scripts import Round, film
from scripts import films as scripts

from shotscript.core.diagnostic import Level
from shotscript.lang import clause
from shotscript.lang.clause import Moves
from shotscript.lang.heads import HEADS
from shotscript.lang.term import Size, Verb, View
from shotscript.optics.shoot import stage
from shotscript.plan.limits import Limits
from shotscript.providers.claims import asked
from shotscript.providers.contract import Context, Provider

WHOLE = Limits(cuts=6)


@EACH
def test_the_whole_language_is_answered(provider: Provider) -> None:
    """Films that together hold every form there is."""
    found = [fault for one in toured() for segment in segments(one, provider.limits)
             for fault in faults(answer(provider, one, segment))]
    if found:
        pytest.fail(told(found), pytrace=False)


@EACH
def test_any_film_is_answered(provider: Provider) -> None:
    """Films at random, in the fullest segments the provider takes."""

    @MANY
    @given(scripts())
    def asked_at_random(text: str) -> None:
        one = understood(text)
        context = one.context()
        found = [fault for segment in segments(one, provider.limits)
                 for fault in faults(answer(provider, one, segment, context))]
        if found:
            pytest.fail(f"{told(found)}\n\nThe script:\n\n{text}", pytrace=False)

    asked_at_random()


@EACH
def test_the_real_stage_is_taken_too(provider: Provider) -> None:
    """What the cameras and the blocking of the house make of a film, in the place of the stand-in."""
    for one in toured()[:2]:
        context = _real(one.text)
        found = [fault for segment in segments(one, provider.limits)
                 for fault in faults(answer(provider, one, segment, context))]
        if found:
            pytest.fail(told(found), pytrace=False)


@cache
def _real(text: str) -> Context:
    one = understood(text)
    return Context(one.story, stage(one.story)[0], one.made.sources)


# ------------------------------------------------------------------------------------ that the films hold the language


def test_the_tour_goes_through_every_row():
    turn = Round()
    for _ in range(films.TOUR):
        film(turn, shots=7)
    assert turn.whole, {row: n for row, n in turn.told.items() if n < len(row)}


def test_the_tour_is_understood():
    """Its words are read as what they were meant to be: hardly any of it is a fault."""
    wrong = [problem for one in toured() for problem in one.problems if problem.level is Level.ERROR]
    assert len(wrong) <= 4, [(p.code, p.message) for p in wrong]


def test_the_tour_holds_every_clause_move_and_directive():
    shots = [shot for one in toured() for shot in one.story.shots]
    clauses = [one for shot in shots for one in shot.clauses]
    moves = [move for one in clauses if isinstance(one, Moves) for part in one.parts for move in part]
    assert {type(one) for one in clauses} == set(clause.Clause.__args__)
    assert {move.verb for move in moves} == set(Verb)
    framings = [one for one in clauses if isinstance(one, clause.Framing)]
    assert {one.size for one in framings} >= set(Size) and {one.view for one in framings} == set(View)
    for part in ("amount", "mm", "target", "around", "follow", "focus_from", "over", "at", "at_words", "ease", "pace"):
        assert any(getattr(move, part) for move in moves), part
    assert {len(one.parts) for one in clauses if isinstance(one, Moves)} >= {1, 2, 3}
    assert any(len(part) > 1 for one in clauses if isinstance(one, Moves) for part in one.parts)
    said = {s.head for shot in shots for s in (*shot.said, shot.light, shot.weather) if s}
    assert said == set(HEADS) - {"shot", "block", "state", "over", "frame"} | {"frame first", "frame last"}


def test_the_tour_asks_for_every_kind_of_thing():
    kinds = Counter(claim.kind for one in toured() for segment in segments(one, WHOLE)
                    for cut in asked(segment, one.context()) for claim in cut)
    assert set(kinds) >= {
        "action", "dialogue", "voice over", "pause", "blocking", "state", "light", "weather", "sound", "music", "super",
        "plate", "take", "perform", "frame first", "frame last", "transition", "look", "wears", "images", "clip",
        "voice", "setting", "place", "picture", "style", "never", "seed", "length", "hold", "speed", "as", "pacing",
    }
    spoken = {beat.language.split("-")[0] for one in toured() for shot in one.story.shots for beat in shot.beats}
    assert spoken >= {"en", "es", "zh", "ja", "ko"}
