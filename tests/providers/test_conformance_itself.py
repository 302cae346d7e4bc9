"""The suite itself: whoever breaks a promise is caught, for every kind of claim and every part of its value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from changes import WHOLE, changes
from films import segments, toured
from others import others
from parrot import Parrot
from promises import (
    Answer,
    Promise,
    answer,
    body_is_plain,
    faults,
    fits_agrees,
    lines_point_home,
    needs_are_named,
    one_verdict_each,
    pieces_cover,
    price_is_money,
    reasons_given,
    within_length,
    words_stand,
    words_stand_where_they_fit,
)
from test_conformance_changes import distinct, judged
from test_conformance_changes import test_what_stands_elsewhere_changes_nothing as elsewhere

from shotscript.core import digest
from shotscript.core.show import show
from shotscript.plan.timeline import Segment
from shotscript.providers.claims import Claim
from shotscript.providers.contract import Context, Draft, Need, Provider, Verdict

PLAIN = Parrot().provider()
LIMITS = PLAIN.limits


@cache
def claims() -> tuple[tuple[Any, Segment, Claim], ...]:
    return tuple((one, segment, claim) for one in toured() for segment in segments(one, LIMITS)
                 for claim in distinct(one, segment))


@cache
def parts() -> tuple[tuple[str, str], ...]:
    """Every kind of claim with every part of its value that is ever changed."""
    return tuple(sorted({(c.kind, what) for one, _, c in claims() for what in others(c.kind, c.value, one.story)}))


def caught(parrot: Parrot, kind: str, what: str = WHOLE, most: int = 2) -> bool:
    provider = parrot.provider()
    asked = [(one, segment, claim) for one, segment, claim in claims() if claim.kind == kind
             and (what == WHOLE or what in others(kind, claim.value, one.story))][:most]
    return any(list(judged(change, answer(provider, one, segment)))
               for one, segment, claim in asked for change in changes(claim, one, segment, LIMITS)
               if what in (WHOLE, change.what))


def test_an_honest_parrot_passes():
    provider = Parrot().provider()
    for one in toured():
        for segment in segments(one, provider.limits):
            assert not faults(answer(provider, one, segment))
    for kind in {kind for kind, _ in parts()}:
        assert not caught(Parrot(), kind), kind


def test_who_looks_at_the_whole_film_is_caught():
    def gossip(segment: Segment, context: Context) -> Draft:
        draft = PLAIN.write(segment, context)
        said = [beat.text for shot in context.story.shots for beat in shot.beats]
        body = {**draft.request.body, "film": digest.of([said, show([shot.clauses for shot in context.story.shots])])}
        return replace(draft, request=draft.request.model_copy(update={"body": body}))

    elsewhere(PLAIN)
    with pytest.raises(AssertionError, match="in another segment"):
        elsewhere(replace(PLAIN, write=gossip))


def test_every_kind_of_claim_has_another_value():
    """`others` knows every kind: one that is never changed would never be judged."""
    assert {claim.kind for _, _, claim in claims()} <= {kind for kind, _ in parts()}


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in parts()}))
def test_a_kind_that_is_forgotten_or_smuggled_in_is_caught(kind):
    forgets = "move" if kind in _TEXTURES else kind
    for says in (Verdict.USED, Verdict.APPROXIMATED):
        assert caught(Parrot(forgets, says=says), kind), f"{kind} is forgotten and said to be {says}"
    assert not caught(Parrot(forgets, says=Verdict.LOST), kind), f"{kind} is lost, and said to be"
    smuggled = caught(Parrot(forgets, says=Verdict.LOST, blurts=True), kind)
    assert smuggled or kind in ("hold", "pause"), f"{kind} is used, and said to be lost"


def test_a_part_that_is_forgotten_is_caught():
    """The stop of a lens, the pace of a move: used means all of it, approximated some of it."""
    missed = []
    for kind, what in parts():
        one, _, claim = next((one, s, c) for one, s, c in claims() if c.kind == kind
                             and what in others(kind, c.value, one.story))
        keys = tuple(others(kind, claim.value, one.story)[what])
        if hasattr(claim.value, keys[0]) and kind not in _ONE_PART and not caught(Parrot(kind, keys), kind, what):
            missed.append((kind, what))
    assert not missed


_TEXTURES = ("move static", "move handheld", "move gimbal")
"""Their value is their verb: changed, they are a move of another kind."""

_ONE_PART = {*_TEXTURES, "look", "speaks", "wears", "place", "images", "clip", "voice", "setting",
             "picture", "style", "never", "seed", "length", "hold", "pause"}
"""Claims of one part: forgotten whole or not at all."""


# ---------------------------------------------------------------------------------------------- promises


def spoilt(promise: Promise, spoil: Callable[[Answer], Draft]) -> list[str]:
    """What a promise finds in the tour, as a parrot that spoils its drafts answers it."""
    found: list[str] = []
    for one in toured():
        for segment in segments(one, LIMITS):
            a = answer(PLAIN, one, segment)
            found += promise(replace(a, draft=spoil(a)))
    return found


def losses(turn: Callable[[tuple], tuple]) -> Callable[[Answer], Draft]:
    return lambda a: replace(a.draft, losses=turn(a.draft.losses))


def request(**put: Callable[[Any], Any]) -> Callable[[Answer], Draft]:
    def spoil(a: Answer) -> Draft:
        made = {key: turn(a.draft.request) for key, turn in put.items()}
        return replace(a.draft, request=a.draft.request.model_copy(update=made))
    return spoil


NEED = Need(role="image", name="X", key="media/a1.png")
SPOILS: dict[str, tuple[Promise, Callable[[Answer], Draft]]] = {
    "a verdict missing": (one_verdict_each, losses(lambda row: row[1:])),
    "a verdict twice": (one_verdict_each, losses(lambda row: (*row, row[0]))),
    "a verdict nobody asked for": (one_verdict_each, losses(
        lambda row: (*row, row[0].model_copy(update={"kind": "smell"})))),
    "a verdict on another shot": (one_verdict_each, losses(
        lambda row: (row[0].model_copy(update={"shot": "9Z"}), *row[1:]))),
    "no reason": (reasons_given, losses(
        lambda row: (row[0].model_copy(update={"verdict": Verdict.LOST, "how": " "}), *row[1:]))),
    "too long": (within_length, request(prompt=lambda r: r.prompt + "x" * 99999)),
    "a gap in the map": (pieces_cover, request(pieces=lambda r: r.pieces[:-1])),
    "the map overlaps": (pieces_cover, request(pieces=lambda r: (r.pieces[0], *r.pieces))),
    "a path in the body": (body_is_plain, request(body=lambda r: {**r.body, "file": "see media/a1.png"})),
    "a need nobody names": (needs_are_named, request(needs=lambda r: (*r.needs, NEED))),
    "a name without a need": (needs_are_named, request(body=lambda r: {**r.body, "image": ["need:image/Y"]})),
    "a role there is not": (needs_are_named, request(
        needs=lambda r: (*r.needs, NEED.model_copy(update={"role": "smell"})),
        body=lambda r: {**r.body, "image": "need:smell/X"})),
    "words left out": (words_stand, request(prompt=lambda r: r.prompt.replace("coat", ""), body=lambda r: {})),
    "words left out of what is sent": (words_stand, request(body=lambda r: {})),
    "lines that lead nowhere": (lines_point_home, request(
        pieces=lambda r: tuple(p.model_copy(update={"span": None}) for p in r.pieces))),
}


@pytest.mark.parametrize("what", SPOILS)
def test_a_broken_promise_is_found(what):
    promise, spoil = SPOILS[what]
    assert not spoilt(promise, lambda a: a.draft)
    assert spoilt(promise, spoil)


def test_words_left_out_with_room_to_spare_are_found():
    """Said to be approximated or not: where there is room, they stand."""
    def spoil(a: Answer) -> Draft:
        gone = a.draft.request.model_copy(update={"prompt": "A picture.", "body": {"prompt": "A picture."}})
        rough = {"verdict": Verdict.APPROXIMATED, "how": "roughly"}
        return replace(a.draft, request=gone, losses=tuple(r.model_copy(update=rough) for r in a.draft.losses))

    assert not spoilt(words_stand_where_they_fit, lambda a: a.draft)
    assert spoilt(words_stand_where_they_fit, spoil)
    assert not spoilt(words_stand, spoil), "what is said to be approximated is not held to the letter"


def test_a_wrong_price_and_a_wrong_answer_to_the_packer_are_found():
    one = toured()[0]
    segment = segments(one, LIMITS)[0]
    for promise, put in ((price_is_money, {"price": lambda segment: 0.5}),
                         (fits_agrees, {"fits": lambda segment, context: False})):
        cheat: Provider = replace(PLAIN, **put)
        assert list(promise(answer(cheat, one, segment))), promise.__name__
