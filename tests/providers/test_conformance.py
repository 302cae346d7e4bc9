"""What every provider must hold, whoever wrote it. Here asked with one plain film, beside it with the language.

The suite goes over `providers.find()`: README.md says how to run it for one provider, and which file asks what.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from films import Film
from filmset import Values, segments_of
from found import BROKEN, EACH, FOUND, told
from promises import answer, faults

from shotscript import providers
from shotscript.core.diagnostic import Level
from shotscript.core.errors import UsageError
from shotscript.lang.clause import Framing
from shotscript.providers.contract import Draft, Provider, Verdict
from shotscript.providers.review import markdown


def drafts(provider: Provider, values: Values = Values()) -> list[Draft]:  # noqa: B008 - frozen
    segments, context = segments_of(provider, values)
    return [provider.write(segment, context) for segment in segments]


def test_every_folder_can_be_read():
    assert not BROKEN


def test_they_are_found_by_looking():
    assert {"kling-3-omni", "previz"} <= set(FOUND)
    assert all(name == found.name and found.name == found.name.strip().lower() for name, found in FOUND.items())


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="kling-3-omni"):
        providers.named("kling-3-omnni")
    assert providers.named("kling-3-omni") is FOUND["kling-3-omni"]


@EACH
def test_facts_are_dated_and_typed(provider: Provider) -> None:
    assert provider.title and provider.checked.year >= 2026
    assert (provider.wire is None) == provider.local, "a provider has a wire or a hand to draw with"


@EACH
def test_a_plain_film_is_written_without_an_error(provider: Provider) -> None:
    segments, context = segments_of(provider)
    film = Film("", context.story, context, ())
    for segment in segments:
        a = answer(provider, film, segment, context)
        assert not (found := faults(a)), told(found)
        wanting = [p.message for p in a.draft.problems if p.level is Level.ERROR]
        assert bool(wanting) == bool(provider.wants), wanting


@EACH
def test_looks_and_clothes_are_answered_once_a_segment(provider: Provider) -> None:
    """Of everyone whom a shot of the segment names, at the first shot that does."""
    segments, context = segments_of(provider)
    for segment in segments:
        losses = provider.write(segment, context).losses
        framings = [c for cut in segment.cuts for c in cut.shot.clauses if isinstance(c, Framing)]
        named = dict.fromkeys(n.text for c in framings for n in (*c.on, *([c.by] if c.by else [])))
        for person in filter(None, map(context.story.person, named)):
            assert sum(loss.kind == "look" and loss.span == person.span for loss in losses) == 1
        kinds = Counter((loss.kind, loss.span) for loss in losses if loss.kind in ("look", "wears"))
        assert all(n == 1 for n in kinds.values())


@EACH
def test_pictures_that_come_change_the_request_when_they_are_used(provider: Provider) -> None:
    two = replace(Values(), images=("cast/maya-1.png", "cast/maya-2.png"))
    for before, after in zip(drafts(provider), drafts(provider, two), strict=True):
        used = [loss for loss in after.losses if loss.kind == "images" and loss.verdict is not Verdict.LOST]
        assert (before.request.key != after.request.key) == bool(used), after.losses


@EACH
def test_a_changed_length_changes_the_request(provider: Provider) -> None:
    """Wherever it changes the seconds asked for."""
    if provider.wants:
        pytest.skip("the plain film hands nothing in that could have a length")
    (first, _), (other, _) = segments_of(provider), segments_of(provider, Values(seconds=7))
    before, after = drafts(provider)[0], drafts(provider, Values(seconds=7))[0]
    if [cut.seconds for cut in first[0].cuts] != [cut.seconds for cut in other[0].cuts]:
        assert before.request.key != after.request.key


@EACH
@pytest.mark.parametrize("fps", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)], ids=str)
def test_every_rate_is_taken_and_lengths_hold(provider: Provider, fps: Fraction) -> None:
    segments, context = segments_of(provider, Values(fps=fps))
    for segment in segments:
        assert provider.write(segment, context).request.body
        assert len(segment.cuts) <= provider.limits.cuts
        assert provider.limits.longest is None or segment.seconds <= provider.limits.longest
        assert segment.seconds >= provider.limits.shortest


@EACH
def test_the_review_page_can_be_read(provider: Provider) -> None:
    """Its tables are whole, whatever the script holds, and its bytes are always the same."""
    odd = Values(line="A | pipe, a `tick`, <b>tag</b> and [a link](x)", title="# | *HALO*")
    segments, context = segments_of(provider, odd)
    for segment in segments:
        draft = provider.write(segment, context)
        page = markdown(segment, draft, context, provider.price(segment))
        assert page == markdown(segment, draft, context, provider.price(segment))
        assert page.startswith("# Segment ") and page.endswith("\n") and "\n\n\n" not in page
        rows = [line for line in page.split("\n") if line.startswith("|")]
        assert rows and all(line.endswith("|") for line in rows)
        assert "<b>" not in "".join(rows)
