"""Lengths of shots by LANGUAGE.md §5, against sums done by hand."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from shotscript.core.span import Span
from shotscript.lang.clause import Hold, Length, Move, Moves, Pacing, Speed
from shotscript.lang.term import Time, Verb
from shotscript.narrative import beats as reading
from shotscript.narrative import timing
from shotscript.narrative.story import Beat

AT = Span(0, 0)
FPS = F(24)


def action(seconds: F | int) -> Beat:
    return Beat(kind="action", text="x", seconds=F(seconds), span=AT)


def said(who: str, seconds: F | int, **more) -> Beat:
    return Beat(kind="speech", text="x", who=who, seconds=F(seconds), span=AT, **more)


def over(who: str, seconds: int) -> Beat:
    return said(who, seconds, unseen=True, voice_over=True, beside=True)


def pause(who: str, seconds: int) -> Beat:
    return Beat(kind="pause", who=who, seconds=F(seconds), span=AT)


def sec(value: F | int | str) -> Time:
    return Time(F(value), False, AT)


def moves(*parts: tuple[Move, ...]) -> Moves:
    return Moves(AT, parts)


def move(verb: Verb, **more) -> Move:
    return Move(AT, verb, **more)


DOLLY, WHIP, HOLD = move(Verb.DOLLY), move(Verb.WHIP_PAN), move(Verb.HOLD, over=sec(1))

MEASURED = [
    ("nothing in it", [], [], 2),
    ("never under a second", [action(F(1, 5))], [], 1),
    ("action and speech are added", [action(2), said("A", 3)], [], 5),
    ("a move longer than the text", [action(1)], [moves((DOLLY,))], 3),
    ("a text longer than the move", [action(5)], [moves((DOLLY,))], 5),
    ("chains sum, parts together take the longest", [], [moves((DOLLY, WHIP), (move(Verb.PAN, over=sec(4)),))], 7),
    ("whip, crash and rack", [action(1)], [moves((WHIP,), (move(Verb.CRASH_ZOOM),), (move(Verb.RACK_FOCUS),))],
     F(3, 2)),
    ("track and textures count nothing", [action(1)], [moves((move(Verb.TRACK), move(Verb.HANDHELD)))], 1),
    ("a rest inside a chain", [], [moves((DOLLY,), (HOLD,), (DOLLY,))], 7),
    ("a move that starts late", [action(1)], [moves((move(Verb.DOLLY, at=sec(2)),))], 5),
    ("pacing is for every move that has none", [], [moves((DOLLY,), (move(Verb.PAN, over=sec(1)),)),
                                                     Pacing(AT, over=sec(5))], 6),
    ("hold is added to a computed length", [action(2)], [Hold(AT, sec(1))], 3),
    ("hold is inside a written one", [action(2)], [Length(AT, sec(4)), Hold(AT, sec(1))], 4),
    ("a written length wins", [action(9)], [moves((DOLLY,)), Length(AT, sec(2))], 2),
    ("written in frames", [], [Length(AT, Time(F(36), True, AT))], F(3, 2)),
    ("slow motion stretches action, not speech", [action(2), said("A", 3)], [Speed(AT, F(50))], 7),
    ("slow motion leaves a written length", [action(2)], [Speed(AT, F(50)), Length(AT, sec(3))], 3),
    ("dual speech takes the longer", [said("A", 2), said("B", 5, beside=True), action(1)], [], 6),
    ("a voice over runs beside: the rest is longer", [over("A", 3), action(4)], [], 4),
    ("a voice over runs beside: it is longer", [over("A", 3), action(1), over("A", 4)], [], 7),
    ("pauses count", [said("A", 2), pause("A", 1), said("A", 2)], [], 5),
]


@pytest.mark.parametrize(("beats", "clauses", "seconds"), [m[1:] for m in MEASURED], ids=[m[0] for m in MEASURED])
def test_length_of_a_shot(beats, clauses, seconds) -> None:
    found = timing.measure(beats, clauses, FPS)
    assert found.seconds == seconds and isinstance(found.seconds, F)
    assert found.why


def test_the_reason_is_in_words() -> None:
    found = timing.measure([said("A", F(16, 5))], [moves((DOLLY,))], FPS)
    assert found.why == "speech 3.2 s, one move 3 s"


def starts(*beats: Beat) -> list[F]:
    return [beat.start for beat in timing.lay(beats)[0]]


def test_beats_follow_one_another() -> None:
    assert starts(action(2), said("A", 1), action(3)) == [0, 2, 3]


def test_dual_speech_starts_with_the_speech_it_answers_and_holds_up_what_follows() -> None:
    assert starts(action(1), said("A", 1), pause("A", 1), said("B", 4, beside=True), action(1)) == [0, 1, 2, 1, 5]


def test_voice_over_starts_where_it_stands_but_ends_with_the_text() -> None:
    assert starts(action(2), over("A", 3), action(4)) == [0, 2, 2]
    assert starts(action(2), over("A", 3)) == [0, 0]
    assert starts(action(5), over("A", 3), over("A", 2)) == [0, 0, 3]


def test_action_shrinks_to_fit_a_written_length_and_speech_does_not() -> None:
    laid, found = timing.beats_of([action(4), said("A", 2), action(4)], [Length(AT, sec(4))], FPS)
    assert [b.seconds for b in laid] == [1, 2, 1] and [b.start for b in laid] == [0, 1, 3]
    assert found.speech == 2


def test_even_speech_ends_with_the_shot() -> None:
    laid, found = timing.beats_of([said("A", 4), said("B", 4)], [Length(AT, sec(2))], FPS)
    assert [(b.start, b.seconds) for b in laid] == [(0, 1), (1, 1)]
    assert found.speech == 8


def test_words_are_reached_in_proportion_to_what_stands_before_them() -> None:
    text = "aaaa bbbb, He looks away"
    laid, _ = timing.lay([action(2), Beat(kind="action", text=text, seconds=reading.seconds_of(text), span=AT)])
    assert timing.time_at(laid, "he  Looks") == 2 + F(8, 20)
    assert timing.time_at(laid, "aaaa") == 2
    assert timing.time_at(laid, "nothing of the kind") is None
    assert timing.time_at(laid, " ") is None


def test_parts_of_a_chain_share_what_is_left() -> None:
    chain = moves((DOLLY,), (HOLD,), (DOLLY,), (WHIP,))
    assert timing.schedule(chain, None, F(53, 10), FPS) == ((0, 2), (2, 1), (3, 2), (5, F(3, 10)))


@pytest.mark.parametrize(("text", "seconds"), [
    ("She waits.", F(8, 20)), ("她在等。", F(3, 7)), ("", 0), ("— ... !", 0), ("她 waits", F(1, 7) + F(5, 20)),
])
def test_action_is_timed_by_its_letters(text: str, seconds: F) -> None:
    assert reading.seconds_of(text) == seconds


@pytest.mark.parametrize(("text", "seconds"), [
    ("beat", 1), ("a beat", 1), ("pause", 2), ("long pause", 3), ("a very long pause", 3), ("停顿", 2), ("間", 2),
    ("사이", 2), ("pausa", 2), ("pausa larga", 3), ("beat, then quietly", 1), ("(beat)", 1), ("quietly", 0),
    ("beating the drum", 0), ("on the beat of the drum", 0), ("beat; long pause", 4),
])
def test_pauses_in_parentheses(text: str, seconds: int) -> None:
    assert reading.pause_seconds(text) == seconds


@pytest.mark.parametrize(("extension", "kind"), [
    ("V.O.", (True, True)), ("VO", (True, True)), ("旁白", (True, True)), ("O.S.", (True, False)),
    ("O.C.", (True, False)), ("ON PHONE", (True, False)), ("PRE-LAP", (True, False)), ("画外音", (True, False)),
    ("CONT'D", (False, False)), ("INTO PHONE", (False, False)), ("", (False, False)), ("V.O. CONT'D", (True, True)),
    ("SOFTLY", (False, False)),
])
def test_voices_unseen(extension: str, kind: tuple[bool, bool]) -> None:
    assert reading.unseen_kind(extension) == kind
