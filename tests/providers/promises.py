"""What every provider promises of one segment, each promise a function that gives the faults it finds, in words.

A fault names the claim, the shot, the words in the script and what the provider said, so that its author knows where to
look without running anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from films import Film, segments, toured

from shotscript.core import digest
from shotscript.core.diagnostic import Diagnostic, Level
from shotscript.plan.limits import measure
from shotscript.plan.timeline import Segment
from shotscript.providers.claims import Claim, asked
from shotscript.providers.contract import Context, Draft, Loss, Provider, Verdict
from shotscript.providers.outside import is_outside

Key = tuple[str, str, Any]
LOOKS = ("look", "place", "wears")
SPOKEN = ("dialogue", "voice over")
ROLES = {"image", "voice", "clip", "element", "plate", "performance", "recorded line", "first frame", "last frame",
         "depth pass", "pose pass", "figure pass", "figure frame", "picture pass"}
_REF = re.compile(r"need:[^/]+/.+", re.DOTALL)
_MEDIA = re.compile(r"media/\w+\.\w+")


@dataclass(frozen=True)
class Answer:
    """A provider's answer to a segment of a film."""

    provider: Provider
    film: Film
    segment: Segment
    context: Context
    draft: Draft

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for cut in asked(self.segment, self.context) for claim in cut)

    @cached_property
    def heard(self) -> dict[Key, Loss]:
        """What was said of each claim; of several that are alike, the last."""
        return {key(loss): loss for loss in self.draft.losses}

    @cached_property
    def refused(self) -> bool:
        return any(problem.level is Level.ERROR for problem in self.draft.problems)

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Every string of the body."""
        return tuple(_strings(self.draft.request.body))

    @cached_property
    def sent(self) -> tuple[str, ...]:
        """Texts of the body, white space folded."""
        return tuple(map(_folded, self.strings))

    def told(self, claim: Claim) -> str:
        """A claim and what was said of it, in words."""
        loss = self.heard.get(key(claim))
        said = f"{loss.verdict.value}{f' ({loss.how})' if loss.how else ''}" if loss else "no verdict"
        line, column = self.context.sources[claim.span.source].position(claim.span.start)
        return f"`{claim.kind}` of shot {claim.shot}, line {line}:{column}, {claim.words!r}: {said}"


Promise = Callable[[Answer], Iterator[str]]


def answer(provider: Provider, film: Film, segment: Segment, context: Context | None = None) -> Answer:
    context = context or film.context()
    return Answer(provider, film, segment, context, provider.write(segment, context))


def key(one: Claim | Loss) -> Key:
    return one.shot, one.kind, one.span


def one_verdict_each(a: Answer) -> Iterator[str]:
    """Each claim is answered once, and nothing that was not asked."""
    wanted = Counter(map(key, a.claims))
    given = Counter(map(key, a.draft.losses))
    for claim in {key(claim): claim for claim in a.claims}.values():
        if given[key(claim)] != wanted[key(claim)]:
            yield f"{given[key(claim)]} verdicts instead of {wanted[key(claim)]} on {a.told(claim)}"
    for loss in a.draft.losses:
        if key(loss) not in wanted:
            yield f"nobody asked: `{loss.kind}` of shot {loss.shot}, {loss.clause!r}: {loss.verdict.value} ({loss.how})"


def reasons_given(a: Answer) -> Iterator[str]:
    """What is not used says why, and names the clause."""
    for loss in a.draft.losses:
        if loss.verdict is not Verdict.USED and not loss.how.strip():
            yield f"`{loss.kind}` of shot {loss.shot}, {loss.clause!r}, is {loss.verdict.value} without a reason"


def problems_are_told(a: Answer) -> Iterator[str]:
    """What is wrong is a Diagnostic with a place in the script, and an error says what to do."""
    for problem in a.draft.problems:
        assert isinstance(problem, Diagnostic)
        source = a.context.sources.get(problem.span.source)
        if source is None or problem.span.end > len(source.text):
            yield f"{problem.code} points outside the script: {problem.span}"
        if problem.level is Level.ERROR and not (problem.message and problem.help):
            yield f"{problem.code} does not say what is wrong and how to mend it: {problem.message!r} {problem.help!r}"


def within_length(a: Answer) -> Iterator[str]:
    """The prompt is within the limit, or the segment refused."""
    limits, prompt = a.provider.limits, a.draft.request.prompt
    long = measure(prompt, limits.prompt_unit)
    if limits.prompt is not None and long > limits.prompt and not a.refused:
        yield f"the prompt takes {long} {limits.prompt_unit}, {limits.prompt} are allowed, and nothing is refused"


def pieces_cover(a: Answer) -> Iterator[str]:
    """The map from prompt to script has no gap and no overlap, and points at words."""
    at, prompt = 0, a.draft.request.prompt
    for piece in a.draft.request.pieces:
        if piece.start != at or piece.end <= piece.start:
            yield f"piece [{piece.start}, {piece.end}) does not follow {at}: {prompt[piece.start:piece.end]!r}"
        at = piece.end
        if piece.span is not None and not a.context.words(piece.span):
            yield f"{prompt[piece.start:piece.end]!r} points at no words of the script: {piece.span}"
    if at != len(prompt):
        yield f"the pieces end at {at}, the prompt at {len(prompt)}"


def body_is_plain(a: Answer) -> Iterator[str]:
    """The body is JSON with one way to write it, and names no file."""
    request = a.draft.request
    assert digest.canonical(request.body) == digest.canonical(request.model_copy().body)
    for text in a.strings:
        if found := _MEDIA.search(text):
            yield f"the body names a file, {found[0]!r}: a file is a Need"


def needs_are_named(a: Answer) -> Iterator[str]:
    """What the body calls for is a Need, and every Need is called for."""
    needs = {need.ref: need for need in a.draft.request.needs}
    if len(needs) != len(a.draft.request.needs):
        yield f"two needs of one name: {[need.ref for need in a.draft.request.needs]}"
    written = {text for claim in a.claims for text in (claim.words, getattr(claim.value, "text", ""))}
    called = {text for text in a.strings if _REF.fullmatch(text) and text not in written}
    for ref in called - set(needs):
        yield f"the body names {ref!r}, which is no Need"
    for need in needs.values():
        others = [text for other in needs.values() if other is not need for text in _strings(other.recipe)]
        if need.ref not in called and not {need.ref, need.key, need.name} & set(others):
            yield f"{need.ref} is named neither in the body nor in another need's recipe"
        if need.role not in ROLES:
            yield f"{need.ref}: {need.role!r} is no role of a Need"
        if not need.key:
            yield f"{need.ref} has neither a path nor the hash of a recipe"


def words_stand(a: Answer) -> Iterator[str]:
    """Lines and looks: used means to the letter in what is sent; lost means not there."""
    if a.refused:
        return
    for claim in a.claims:
        loss = a.heard.get(key(claim))
        if claim.kind not in (*LOOKS, *SPOKEN) or loss is None or is_outside(loss.how):
            continue
        words = text_of(claim)
        if loss.verdict is Verdict.USED and not a.provider.local and not stands(words, a):
            yield f"not in the request to the letter: {a.told(claim)}\n    text: {words!r}"
        if loss.verdict is Verdict.LOST and len(words) > 20 and stands(words, a) and _alone(words, a):
            yield f"in the request although it is said to be lost: {a.told(claim)}\n    text: {words!r}"


def words_stand_where_they_fit(a: Answer) -> Iterator[str]:
    """With three times the room a segment needs, every line and look is in it, whatever else must be said.

    Of characters a format forbids at least the letters stay. A person bound to pictures may leave the look to them.
    """
    yield from _refusals(a)
    if a.refused or a.provider.local or not roomy(a):
        return
    for claim in a.claims:
        loss = a.heard.get(key(claim))
        if claim.kind not in (*LOOKS, *SPOKEN) or loss is None or is_outside(loss.how):
            continue
        words = text_of(claim)
        if not a.draft.request.prompt:
            if loss.verdict is Verdict.USED:
                yield f"there is no prompt, yet this is used: {a.told(claim)}"
        elif not (stands(words, a) or _left(claim, loss, a) or _letters_stand(words, a, loss)
                  or claim.kind in untold(a.provider)):
            yield f"there is room, yet this is not in the request: {a.told(claim)}\n    text: {words!r}"


def _left(claim: Claim, loss: Loss, a: Answer) -> bool:
    """Whether a look is left to pictures or to a clip, and said to be, or given up to a first frame that is handed
    in. Our own first frame is grey, and gives none."""
    bound = getattr(claim.value, "images", ()) or getattr(claim.value, "clip", "")
    framed = any(need.role == "first frame" and "pass" not in need.recipe for need in a.draft.request.needs)
    given = loss.verdict is Verdict.LOST and framed and "first frame" in loss.how
    return claim.kind in LOOKS and (given or (bool(bound) and loss.verdict is Verdict.APPROXIMATED))


def untold(provider: Provider) -> frozenset[str]:
    """Kinds of words this model is never told, whatever the film: `the picture gives the look`. To a film they are
    lost, every one, which `words_stand` sees to."""
    if provider.name not in _UNTOLD:
        answers = [answer(provider, one, segment) for one in toured()[:3] for segment in segments(one, provider.limits)]
        told = {c.kind for a in answers for c in a.claims if c.kind in (*LOOKS, *SPOKEN) and stands(text_of(c), a)}
        _UNTOLD[provider.name] = frozenset({*LOOKS, *SPOKEN} - told)
    return _UNTOLD[provider.name]


_UNTOLD: dict[str, frozenset[str]] = {}


def _refusals(a: Answer) -> Iterator[str]:
    if a.refused and roomy(a) and len(a.segment.cuts) == 1:
        errors = [f"{p.code}: {p.message}" for p in a.draft.problems if p.level is Level.ERROR]
        if any("character" in e or "takes" in e or "long" in e for e in errors):
            yield f"refused for its length, with room for three such segments: {errors}"


def lines_point_home(a: Answer) -> Iterator[str]:
    """A line that stands in the prompt leads back to where it was written."""
    request = a.draft.request
    for claim in a.claims:
        loss = a.heard.get(key(claim))
        if claim.kind not in SPOKEN or loss is None or loss.verdict is not Verdict.USED or is_outside(loss.how):
            continue
        found = [m.span() for m in re.finditer(re.escape(text_of(claim).strip()), request.prompt)]
        if found and not any(_leads(at, claim, a) for at in found):
            yield f"its words in the prompt point elsewhere: {a.told(claim)}"


def _leads(at: tuple[int, int], claim: Claim, a: Answer) -> bool:
    """Whether some of the prompt at [start, end) came from the claim's own words."""
    over = [piece.span for piece in a.draft.request.pieces if piece.start < at[1] and at[0] < piece.end]
    return any(span.start < claim.span.end and claim.span.start < span.end for span in over if span)


def fits_agrees(a: Answer) -> Iterator[str]:
    """The packer's quick question is answered as `write` would answer it, save where a shot wants a request of its own
    for its footage: `fits` says no, so that the packer gives it one; `write` does what it can."""
    if a.provider.fits is None:
        return
    fits = a.provider.fits(a.segment, a.context)
    handed = any(said.head in ("frame first", "frame last", "plate", "perform")
                 for cut in a.segment.cuts for said in cut.shot.said)
    if fits == a.refused and (fits or not handed):
        errors = [f"{p.code}: {p.message}" for p in a.draft.problems if p.level is Level.ERROR]
        yield f"`fits` says {(not a.refused and 'no') or 'yes'}, `write` says {errors or 'that it can be written'}"


def price_is_money(a: Answer) -> Iterator[str]:
    """Exact dollars, by the segment alone."""
    first, again = (a.provider.price(one) for one in (a.segment, a.segment.model_copy()))
    if not isinstance(first, Decimal) or not first.is_finite() or first < 0 or first != again:
        yield f"the price is {first!r}, then {again!r}"


PROMISES: tuple[Promise, ...] = (
    one_verdict_each, reasons_given, problems_are_told, within_length, pieces_cover, body_is_plain, needs_are_named,
    words_stand, words_stand_where_they_fit, lines_point_home, fits_agrees, price_is_money,
)


def faults(a: Answer, promises: tuple[Promise, ...] = PROMISES) -> list[str]:
    return [f"{a.provider.name}, segment {a.segment.name}: {fault}" for promise in promises for fault in promise(a)]


def roomy(a: Answer) -> bool:
    """Whether all that is asked takes less than a third of what the provider takes."""
    limits = a.provider.limits
    shots = [sum(measure(claim.words, limits.prompt_unit) for claim in cut) for cut in asked(a.segment, a.context)]
    whole = limits.prompt is None or 3 * sum(shots) < limits.prompt
    return whole and (limits.shot_words is None or 3 * max(shots) < limits.shot_words)


def text_of(claim: Claim) -> str:
    """The words of a line or a look."""
    value: Any = claim.value
    return value.wears if claim.kind == "wears" else value.look if claim.kind in LOOKS else getattr(value, "text", "")


def stands(words: str, a: Answer) -> bool:
    """To the letter in the prompt and in what is sent."""
    folded = _folded(words)
    prompt = a.draft.request.prompt
    return (not prompt or folded in _folded(prompt)) and any(folded in text for text in a.sent)


def _letters_stand(words: str, a: Answer, loss: Loss) -> bool:
    return loss.verdict is Verdict.APPROXIMATED and _letters(words) in _letters(" ".join(a.sent))


def _alone(words: str, a: Answer) -> bool:
    """Whether no other claim holds the same words."""
    return sum(words in text_of(c) or words in c.words for c in a.claims if c.kind in (*LOOKS, *SPOKEN)) < 2


def _folded(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
