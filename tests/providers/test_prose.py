"""Moves, framings and texts in words, one by one."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.span import Span
from shotscript.lang.clause import Framing, Lens, Move, Moves, Pacing
from shotscript.lang.term import Ease, Name, Size, Time, Verb, View
from shotscript.providers.phrase.motion import paced, sentence
from shotscript.providers.phrase.names import language, titled
from shotscript.providers.phrase.picture import Subjects, adjunct, framing
from shotscript.providers.phrase.text import Text, joined, listed, own, said, stopped
from shotscript.providers.review import code, escape

HERE = Span(0, 1, "f")
MAYA, JON, CUP = (Name(n, "cast", HERE) for n in ("MAYA", "JON", "CUP"))
ALL = Subjects("Maya and Jon", 2)


def say(name: Name) -> str:
    return titled(name.text)


def move(verb: Verb, direction: str = "", **held) -> Move:
    return Move(HERE, verb, direction, **held)


def told(*chains: tuple[tuple[Move, ...], ...], pacing: Pacing | None = None) -> str:
    return str(sentence(tuple(Moves(HERE, parts) for parts in chains), pacing, say, Fraction(24)))


FOUR = Time(Fraction(4), False, HERE)
DOLLY = move(Verb.DOLLY, "in", amount=Fraction(1, 2), pace="very slow", over=FOUR, ease=Ease.OUT)
PAN = move(Verb.PAN, "left", amount=Fraction(30), at=Time(Fraction(12), True, HERE))


@pytest.mark.parametrize(("chains", "words"), [
    ([((DOLLY,),)], "The camera pushes in very slowly about half a metre over 4 seconds, easing to a stop"),
    ([((PAN,),)], "The camera pans left about 30 degrees, starting after 0.5 seconds"),
    ([((move(Verb.TRUCK, "right"), move(Verb.PEDESTAL, "up")),)], "The camera trucks right while it rises straight up"),
    ([((move(Verb.STATIC),),)], "The camera is locked off"),
    ([((move(Verb.HANDHELD),),), ((move(Verb.DOLLY, "out"),),)], "The camera, handheld, pulls back"),
    ([((move(Verb.HOLD, over=FOUR),), (move(Verb.TILT, "up"),))],
     "The camera holds still for 4 seconds, then tilts up"),
    ([((move(Verb.ORBIT, "left", around=MAYA, target=Framing(HERE, None, View.OTS, (JON,), MAYA)),),)],
     "The camera arcs left around Maya to an over-the-shoulder medium close-up of Jon, past Maya's shoulder"),
    ([((move(Verb.DOLLY, "in", target=Framing(HERE, Size.CU)),),)], "The camera pushes in to a close-up"),
    ([((move(Verb.ZOOM, "in", mm=Fraction(85)),),)], "The camera zooms in to an 85mm view"),
    ([((move(Verb.TRACK, follow=JON),),)], "The camera follows Jon"),
    ([((move(Verb.RACK_FOCUS, focus_from=MAYA, target=JON),),)], "The camera racks focus from Maya to Jon"),
    ([((move(Verb.CRANE, "down", at_words="looks away"),),)], "The camera cranes down, starting on ‘looks away’"),
    ([], ""),
])
def test_moves(chains, words):
    assert told(*chains) == words


@pytest.mark.parametrize(("chain", "pacing", "matters"), [
    (((move(Verb.STATIC),),), Pacing(HERE, over=FOUR, ease=Ease.IN), False),
    (((PAN,),), Pacing(HERE, over=FOUR), True),
    (((DOLLY,),), Pacing(HERE, over=FOUR, ease=Ease.IN), False),
    (((move(Verb.HOLD, over=FOUR),), (PAN,)), Pacing(HERE, ease=Ease.IN), True),
    (((move(Verb.HOLD, over=FOUR),),), Pacing(HERE, ease=Ease.IN), False),
])
def test_a_pace_matters_where_a_move_has_none_of_its_own(chain, pacing, matters):
    assert paced((Moves(HERE, chain),), pacing) is matters
    assert (told(chain, pacing=pacing) != told(chain)) is matters


def test_a_pacing_clause_serves_every_move_that_has_none():
    pacing = Pacing(HERE, over=FOUR, ease=Ease.LINEAR)
    assert told(((move(Verb.DOLLY, "in"),),), pacing=pacing) == "The camera pushes in over 4 seconds, at an even pace"


@pytest.mark.parametrize(("clause", "words"), [
    (None, "A view of Maya and Jon"),
    (Framing(HERE, Size.WS), "Wide two-shot of Maya and Jon"),
    (Framing(HERE, Size.CU, on=(MAYA,), part="hands"), "Close-up of Maya's hands"),
    (Framing(HERE, None, View.OTS, (JON,), MAYA, shoulder="left"),
     "Over-the-shoulder medium close-up of Jon, past Maya's left shoulder"),
    (Framing(HERE, None, View.POV, (JON,), MAYA), "Maya's point of view of Jon"),
    (Framing(HERE, None, View.INSERT, (CUP,)), "Insert close-up of Cup"),
    (Framing(HERE, Size.MCU, on=(MAYA, JON)), "Medium close-up of Maya and Jon"),
])
def test_framings(clause, words):
    assert framing(clause, say, ALL) == words


@pytest.mark.parametrize(("lens", "words"), [
    (Lens(HERE, Fraction(85), Fraction(9, 5)), "85mm long-lens look, shallow focus at f/1.8"),
    (Lens(HERE, Fraction(24), Fraction(4)), "24mm wide-angle look at f/4"),
    (Lens(HERE, stop=Fraction(11)), "deep focus at f/11"),
    (Lens(HERE, Fraction(40), anamorphic=True), "anamorphic 40mm lens look"),
])
def test_lenses(lens, words):
    assert adjunct(lens, say) == words


@pytest.mark.parametrize(("name", "words"), [("OLD MAN", "Old Man"), ("玛雅", "玛雅"), ("McKay", "McKay")])
def test_names(name, words):
    assert titled(name) == words


def test_languages():
    assert (language("es-MX"), language("zh"), language("tlh")) == ("Spanish", "Mandarin Chinese", "tlh")


spans = st.one_of(st.none(), st.builds(lambda a: Span(a, a + 1, "f"), st.integers(0, 9)))
runs = st.lists(st.tuples(st.text(" ab.,\n", max_size=6), spans), max_size=6)


@settings(max_examples=100, deadline=None)
@given(runs)
def test_pieces_cover_a_text_whatever_is_done_to_it(parts):
    for made in (Text(tuple(parts)), Text(tuple(parts)).folded(), joined([Text((run,)) for run in parts], ", ")):
        pieces, words = made.pieces(), str(made)
        assert "".join(words[p.start : p.end] for p in pieces) == words
        assert all(p.start < p.end for p in pieces) and len(words) == len(made)


@settings(max_examples=100, deadline=None)
@given(runs)
def test_folding_is_done_once_and_trims(parts):
    folded = Text(tuple(parts)).folded()
    assert str(folded.folded()) == str(folded) == str(folded).strip()


def test_script_words_keep_their_own_spaces_and_marks():
    assert str(joined([own("says: "), said("...so  be it", HERE), own("  .")]).folded()) == "says: ...so  be it."


def test_sentences_are_stopped_once():
    assert [str(stopped(own(w))) for w in ("Yes", "No!", "reads:", 'says: "No."', 'says: "No"', "“走。”")] == [
        "Yes.", "No!", "reads:", 'says: "No."', 'says: "No".', "“走。”"]


def test_lists():
    told = [str(listed(names)) for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))]
    assert told == ["", "a", "a and b", "a, b and c"]


ODD = ["# title", "- item", "1. item", "| a | b |", "<b>", "[x](y)", "*a* _b_ `c`", "a\nb", "&lt;"]


@pytest.mark.parametrize("words", ODD)
def test_markdown_takes_script_text_as_data(words):
    safe = escape(words)
    assert "\n" not in safe and "<" not in safe
    for mark in "#*_`[]|":
        assert safe.count(mark) == safe.count("\\" + mark)


def test_code_marks_hold_their_own():
    assert (code("a|b"), code("a`b")) == ("`a\\|b`", "`` a`b ``")
