"""Words changed on the way to a gateway, prompt and map together; verdicts with them; models joined with gateways."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from filmset import Values, segments_of
from hypothesis import given
from hypothesis import strategies as st

from shotscript import providers
from shotscript.core.diagnostic import error
from shotscript.core.span import Span
from shotscript.providers.contract import Draft, Gateway, Loss, Need, Piece, Provider, Request, Verdict
from shotscript.providers.phrase.manner import Mark
from shotscript.providers.phrase.wrap import altered, gone, lost, reworded, rewritten, rough, sent, untold, voiceless

HERE = Span(0, 5, "a"), Span(10, 15, "a")
SWAP = (Mark("<<<1>>>", "@One", ""), Mark("@(?=One)", "＠", "an @ would name a reference"), Mark(r"\\\(", "(", ""))


def draft(prompt: str, *pieces: tuple[int, Span | None], losses: tuple[Loss, ...] = ()) -> Draft:
    """`pieces` are their ends and spans."""
    starts = [0, *(end for end, _ in pieces)]
    made = tuple(Piece(start=start, end=end, span=span) for start, (end, span) in zip(starts, pieces, strict=False))
    request = Request(provider="p", model="m", segment="s", body={"prompt": prompt}, prompt=prompt, pieces=made)
    return Draft(request, losses)


def loss(span: Span, verdict: Verdict = Verdict.USED, kind: str = "dialogue", how: str = "") -> Loss:
    return Loss(shot="1A", clause="", kind=kind, verdict=verdict, how=how, span=span)


def test_what_one_change_puts_in_no_other_sees():
    assert reworded("<<<1>>> and @One and @Two", SWAP) == "@One and ＠One and @Two"
    assert reworded("<<<1>>>", ()) == "<<<1>>>"


def test_a_name_begins_a_sentence_with_a_capital():
    told = [Mark("X", "the cup", "")]
    assert reworded("X. X falls! X (X)", told) == "the cup. The cup falls! The cup (the cup)"


def test_prompt_and_map_change_together():
    made = rewritten(draft("See <<<1>>> now. @One", (4, None), (16, HERE[0]), (21, HERE[1])), SWAP).request
    assert made.prompt == "See @One now. ＠One"
    assert [(made.prompt[p.start : p.end], p.span) for p in made.pieces] == [
        ("See ", None), ("@One now.", HERE[0]), (" ＠One", HERE[1])]


def test_verdicts_quote_the_words_as_they_are_now():
    told = loss(HERE[0], kind="images", how="as <<<1>>>, not @One")
    assert rewritten(draft("", losses=(told,)), SWAP).losses[0].how == "as @One, not @One"


def test_a_change_over_two_pieces_belongs_to_the_first():
    made = rewritten(draft("a<<<1>>>b", (4, HERE[0]), (9, HERE[1])), SWAP).request
    assert [(made.prompt[p.start : p.end], p.span) for p in made.pieces] == [("a@One", HERE[0]), ("b", HERE[1])]


def test_changed_words_of_the_author_are_reported_and_references_are_not():
    told = (loss(HERE[0]), loss(HERE[1]))
    made = rewritten(draft("<<<1>>>@One", (7, HERE[0]), (11, HERE[1]), losses=told), SWAP)
    assert [(one.verdict, one.how) for one in made.losses] == [
        (Verdict.USED, ""), (Verdict.APPROXIMATED, "an @ would name a reference")]


@given(st.lists(st.tuples(st.sampled_from(("a b", "<<<1>>>", "@One", "@Two ", r"\(", "(", "\\", "<<<1", "女。")),
                          st.sampled_from((*HERE, None))), max_size=12))
def test_the_map_covers_the_prompt_and_the_rest_stays(parts: list[tuple[str, Span | None]]) -> None:
    ends, text = [], ""
    for words, span in parts:
        text += words
        ends.append((len(text), span))
    made = rewritten(draft(text, *ends), SWAP).request
    assert made.prompt == reworded(text, SWAP)
    assert [p.start for p in made.pieces] == [0, *(p.end for p in made.pieces)][: len(made.pieces)]
    assert (made.pieces[-1].end if made.pieces else 0) == len(made.prompt)
    plain = re.compile("|".join(mark.find for mark in SWAP))
    for words, span in parts:  # words that no change touches lead where they led
        if not plain.search(text) and words.strip():
            at = made.prompt.index(words)
            assert any(p.start <= at < p.end for p in made.pieces), span


def test_verdicts_only_get_worse():
    used, left = loss(HERE[0]), loss(HERE[0], Verdict.APPROXIMATED, "look", "left to the pictures")
    assert (lost(used, "no").verdict, rough(used, "so").verdict) == (Verdict.LOST, Verdict.APPROXIMATED)
    assert rough(rough(used, "so"), "and so").how == "so; and so" and rough(rough(used, "so"), "so").how == "so"
    assert rough(lost(used, "no"), "so").verdict is Verdict.LOST and lost(lost(used, "no"), "never").how == "no"
    joined = loss(HERE[0], Verdict.APPROXIMATED, how="in a scratch voice, done when the film is joined")
    assert lost(joined, "no") is joined and rough(joined, "so") is joined
    assert untold(left).verdict is Verdict.LOST and untold(used) is used


def test_everything_of_a_kind_goes_or_what_stands_somewhere():
    two = draft("", losses=(loss(HERE[0], kind="clip"), loss(HERE[1], kind="clip"), loss(HERE[1], kind="voice")))
    every = altered(two, gone("clip", "no"))
    assert [one.verdict for one in every.losses] == [Verdict.LOST, Verdict.LOST, Verdict.USED]
    one = altered(two, gone("clip", "no", HERE[1]), gone("voice", "no"))
    assert [loss.verdict for loss in one.losses] == [Verdict.USED, Verdict.LOST, Verdict.LOST]


def test_without_voices_lines_are_said_in_the_models_own():
    told = (loss(HERE[0], kind="voice"), loss(HERE[0]), loss(HERE[1], Verdict.APPROXIMATED, how="x"),
            loss(HERE[1], Verdict.LOST, "speaks", "the bound voice speaks as it does"))
    made = altered(draft("", losses=told), voiceless("none here")).losses
    assert [(one.verdict, one.how) for one in made] == [
        (Verdict.LOST, "none here"), (Verdict.USED, "in a voice of the model's own"), (Verdict.APPROXIMATED, "x"),
        (Verdict.LOST, "none here")]
    assert altered(draft("", losses=made), voiceless("none here")).losses == made


def test_only_what_the_body_calls_for_is_needed():
    needs = (Need(role="image", name="1", key="a.png"), Need(role="element", name="M", key="x"))
    one = draft("")
    one = replace(one, request=one.request.model_copy(update={"needs": needs}))
    made = sent(one, "other", {"list": [{"url": "need:image/1"}]}).request
    assert (made.model, [need.ref for need in made.needs]) == ("other", ["need:image/1"])


# ------------------------------------------------------------------------------------------------ joining

MODEL = providers.named("kling-3-legacy")


def gateway(**changes) -> Gateway:
    wire = MODEL.wire
    assert wire
    return Gateway(**{"name": "g", "title": "G", "checked": date(2026, 1, 1), "wire": wire, "note": "ask them",
                      "carries": {MODEL.name: "theirs"}, "wrap": lambda draft, id, segment, context: draft} | changes)


def both(provider: Provider, **values) -> tuple[Provider, list[Draft]]:
    segments, context = segments_of(provider, Values(**values))
    return provider, [provider.write(segment, context) for segment in segments]


def test_a_joined_model_says_where_it_is():
    joined = providers.through(gateway(), MODEL)
    assert (joined.name, joined.title, joined.checked) == ("g/kling-3-legacy", "Kling 3.0, legacy at G",
                                                          date(2026, 1, 1))
    assert joined.note.startswith("ask them; ") and joined.note.endswith(MODEL.note)
    _, drafts = both(joined)
    assert {one.request.provider for one in drafts} == {"g/kling-3-legacy"}
    named = providers.through(gateway(), replace(MODEL, title="Open Model (ComfyUI)"))
    assert named.title == "Open Model at G"


def test_limits_and_prices_are_the_gateways_where_it_has_its_own():
    tight = gateway(limits=lambda name, own: own.model_copy(update={"cuts": 1}),
                    price=lambda name, segment: Decimal(7) if segment.seconds < 5 else None)
    joined = providers.through(tight, MODEL)
    segments, _ = segments_of(joined)
    assert {len(segment.cuts) for segment in segments} == {1}
    assert len(segments) > len(segments_of(MODEL)[0])
    for segment in segments:
        assert joined.price(segment) == (Decimal(7) if segment.seconds < 5 else MODEL.price(segment))


def test_a_larger_film_is_made_smaller_and_said_to_be():
    segments, context = segments_of(MODEL)
    large = segments[0].format.model_copy(update={"width": 3840, "height": 2160, "resolution": "4k"})
    segment = segments[0].model_copy(update={"format": large})
    joined = providers.through(gateway(lines={MODEL.name: 1080}), MODEL)
    draft = joined.write(segment, context)
    assert draft.request.body["mode"] == "pro" and MODEL.write(segment, context).request.body["mode"] == "4k"
    picture = next(one for one in draft.losses if one.kind == "picture")
    assert (picture.verdict, picture.how, picture.clause) == (Verdict.APPROXIMATED, "made at 1080p", "16:9 4k")
    fine = segment.model_copy(update={"format": large.model_copy(update={"width": 1920, "height": 1080})})
    assert joined.price(segment) == joined.price(fine) == MODEL.price(fine) < MODEL.price(segment)
    assert joined.write(fine, context).request.body == draft.request.body


def test_what_a_gateway_refuses_does_not_fit_and_only_what_is_doubted_is_written():
    written: list[int] = []

    def wrap(draft, id, segment, context):
        written.append(len(segment.cuts))
        if len(segment.cuts) < 2:
            return draft
        return replace(draft, problems=(error("BK956", "two", segment.cuts[0].shot.span, "", "one"),))

    joined = providers.through(gateway(wrap=wrap, doubts=lambda name, segment: len(segment.cuts) > 1), MODEL)
    segments, context = segments_of(MODEL)
    several = next(segment for segment in segments if len(segment.cuts) > 1)
    alone = several.model_copy(update={"cuts": several.cuts[:1]})
    assert joined.fits and not joined.fits(several, context) and joined.fits(alone, context)
    assert written == [len(several.cuts)]
    sure = providers.through(gateway(wrap=wrap), MODEL)
    assert sure.fits and sure.fits(several, context)
    long = several.cuts[0].model_copy(update={"seconds": Fraction(5)})
    assert joined.fits(several.model_copy(update={"cuts": (long,)}), context)
