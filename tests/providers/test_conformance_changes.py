"""One value changed, the rest left: the request changes if, and only if, the provider said that it uses the value.

Read of DESIGN's sixth invariant for values of several parts: of what is said to be *used* each part by itself shows in
the request (the stop of `35mm f/2.8` as well as its length); of what is *approximated* something does, when all parts
change at once; of what is *lost*, or answered by someone else in the house (`outside`), nothing does. Where the change
also changes the verdict, used or approximated on either side is enough for the request to differ.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from changes import WHOLE, Change, changes
from films import Film, segments, toured, understood
from found import EACH, MANY, PROOF, told
from hypothesis import given
from hypothesis import strategies as st
from promises import Answer, answer, key
from scripts import films as scripts

from shotscript.lang.clause import Hold, Length
from shotscript.narrative.story import Beat
from shotscript.plan.limits import Limits
from shotscript.plan.timeline import Segment
from shotscript.providers.claims import Claim, asked
from shotscript.providers.contract import Loss, Provider, Request, Verdict
from shotscript.providers.outside import is_outside

EACH_PART = 4 if PROOF else 1
"""How often each part of each kind of claim is changed, for each verdict, on the way through the tour."""


@EACH
def test_a_changed_value_shows_exactly_when_it_is_used(provider: Provider) -> None:
    """Every kind of claim and every part of its value, in films that together hold the whole language."""
    found = [fault for change, before in _picked(provider) for fault in judged(change, before)]
    if found:
        pytest.fail(told(found), pytrace=False)


@EACH
def test_a_changed_value_shows_in_any_film(provider: Provider) -> None:

    @MANY
    @given(scripts(), st.integers(0, 999), st.integers(0, 9))
    def asked_at_random(text: str, at: int, part: int) -> None:
        one = understood(text)
        every = [(segment, claim) for segment in segments(one, provider.limits) for claim in distinct(one, segment)]
        if not every:
            return
        segment, claim = every[at % len(every)]
        ways = list(changes(claim, one, segment, provider.limits))
        for change in ways and [ways[part % len(ways)], ways[-1]]:
            if found := list(judged(change, answer(provider, one, segment))):
                pytest.fail(f"{told(found)}\n\nThe script:\n\n{text}", pytrace=False)

    asked_at_random()


@EACH
def test_what_stands_elsewhere_changes_nothing(provider: Provider) -> None:
    """A segment's request stays as it is when a line of another segment changes: it is not paid for again."""
    for one in toured()[:3]:
        parts = segments(one, provider.limits)
        for segment, other in pairwise(parts):
            mine = {key(claim)[1:] for claim in distinct(one, segment)}
            lines = [c for c in distinct(one, other) if c.kind in ("dialogue", "action", "framing")]
            before = answer(provider, one, segment).draft.request
            for claim in [c for c in lines if key(c)[1:] not in mine][:2]:
                for change in list(changes(claim, one, other, provider.limits))[:1]:
                    made = next((s for s in _cuts_of(change, segment)), None)
                    if made is not None and made.cuts == segment.cuts:
                        after = provider.write(made, change.context).request
                        assert after.key == before.key, f"{provider.name}: {claim.words!r} is in another segment\n" + (
                            _difference(before, after))


# ---------------------------------------------------------------------------------------------- which




def _picked(provider: Provider) -> Iterator[tuple[Change, Answer]]:
    """Each part of each kind a few times for each verdict."""
    count: Counter[tuple[str, str, str]] = Counter()
    limits = few(provider.limits)
    for one in toured():
        for segment in segments(one, limits):
            before = answer(provider, one, segment)
            for claim in distinct(one, segment):
                loss = before.heard.get(key(claim))
                verdict = loss.verdict.value if loss else ""
                if count[claim.kind, WHOLE, verdict] >= EACH_PART and count[claim.kind, "", verdict] >= EACH_PART * 3:
                    continue
                count[claim.kind, "", verdict] += 1
                for change in changes(claim, one, segment, limits):
                    told_of = (claim.kind, change.what, verdict)
                    count[told_of] += 1
                    if count[told_of] <= EACH_PART:
                        yield change, before


def few(limits: Limits) -> Limits:
    """Two shots at a time, where that is allowed: enough for what holds on from one to the next, and soon written."""
    return limits.model_copy(update={"cuts": max(limits.cuts_least, min(limits.cuts, 2))})


def distinct(one: Film, segment: Segment) -> list[Claim]:
    """Claims that stand at different words: what holds on over several shots is one value."""
    every = [claim for cut in asked(segment, one.context()) for claim in cut]
    return list({key(claim)[1:]: claim for claim in every}.values())


def _cuts_of(change: Change, segment: Segment) -> Iterator[Segment]:
    """A segment as it is in the changed film, its shots and scenes taken from there."""
    shots = {shot.label: shot for shot in change.context.story.shots}
    scenes = change.context.story.scenes
    cuts = tuple(cut.model_copy(update={"shot": cut.shot if cut.parts > 1 else shots[cut.shot.label],
                                        "scene": scenes[cut.scene.index]}) for cut in segment.cuts)
    if all(a.shot == b.shot for a, b in zip(cuts, segment.cuts, strict=True)):
        yield segment.model_copy(update={"cuts": cuts})


# ---------------------------------------------------------------------------------------------- what must follow


def judged(change: Change, before: Answer) -> Iterator[str]:
    """What the change shows to be wrong, in words."""
    provider = before.provider
    after = answer(provider, before.film, change.segment, change.context)
    said, now = _verdicts(change, before), _verdicts(change, after)
    differs = before.draft.request.key != after.draft.request.key
    needed = _shows(said, now, change.whole)
    if needed and not differs and not _unseen(change, before):
        yield _fault(change, before, after, said, now, "leaves the request's bytes as they were")
    if differs and not any(map(_matters, (*said, *now))) and _alone(change, before, after):
        yield _fault(change, before, after, said, now, "changes the request although nothing of it is used")


def _verdicts(change: Change, one: Answer) -> list[Loss]:
    """What was said of the claim, wherever in the segment it holds."""
    return [loss for loss in one.draft.losses if _place(loss) == _place(change.claim)]


def _place(one: Claim | Loss) -> tuple[str, str, int]:
    """Where it stands: a move that becomes another keeps its place, so does a heading that grows."""
    kind = "move" if one.kind.startswith("move ") else one.kind
    return kind, one.span.source, one.span.start


def _matters(loss: Loss) -> bool:
    return loss.verdict is not Verdict.LOST and not is_outside(loss.how)


def _shows(said: list[Loss], now: list[Loss], whole: bool) -> bool:
    """Whether the request must differ."""
    if whole:
        return any(map(_matters, (*said, *now)))
    return any(_matters(loss) and loss.verdict is Verdict.USED for loss in said) and any(map(_matters, now))


def _unseen(change: Change, before: Answer) -> bool:
    """A length that changes without moving the seconds asked for: the provider's own lengths are few."""
    timed = isinstance(change.claim.value, Length | Hold) or _pause(change)
    asked_for = [cut.seconds for cut in change.segment.cuts]
    return timed and asked_for == [cut.seconds for cut in before.segment.cuts]


def _pause(change: Change) -> bool:
    return isinstance(change.claim.value, Beat) and change.claim.value.kind == "pause"


def _alone(change: Change, before: Answer, after: Answer) -> bool:
    """Whether the rest of what is asked stayed as it was: another name in a clause moves looks, a length seconds."""
    rows = [[(*key(c), c.words) for c in one.claims if _place(c) != _place(change.claim)] for one in (before, after)]
    seconds = [[(cut.seconds, cut.lead, cut.tail) for cut in one.segment.cuts] for one in (before, after)]
    return rows[0] == rows[1] and (seconds[0] == seconds[1] or isinstance(change.claim.value, Length))


def _fault(change: Change, before: Answer, after: Answer, said: list[Loss], now: list[Loss], what: str) -> str:
    words = [f"{loss.shot}: {loss.verdict.value}{f' ({loss.how})' if loss.how else ''}" for loss in said]
    then = [f"{loss.shot}: {loss.verdict.value}{f' ({loss.how})' if loss.how else ''}" for loss in now]
    return "\n".join([
        f"{before.provider.name}, segment {before.segment.name}: {before.told(change.claim)}",
        f"    changing {change.what}: {change.before} to {change.after}",
        f"    {what}",
        f"    said before: {'; '.join(words)}",
        *([f"    said after:  {'; '.join(then)}"] if then != words else []),
        _difference(before.draft.request, after.draft.request) or f"    prompt: {before.draft.request.prompt!r}",
    ])


def _difference(before: Request, after: Request) -> str:
    """Two requests, line by line."""
    rows = [json.dumps([one.body, [need.model_dump() for need in one.needs]], ensure_ascii=False, indent=1, default=str)
            .split("\n") for one in (before, after)]
    told = difflib.unified_diff(rows[0], rows[1], "before", "after", n=0, lineterm="")
    return "\n".join(f"    {line}" for line in told if not line.startswith("@@"))


