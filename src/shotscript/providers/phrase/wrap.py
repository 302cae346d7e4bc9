"""A model's draft put into a gateway's body: references reworded, files left out, verdicts set right.

    draft = rewritten(draft, [Mark(r"<<<element_1>>>", "@Element1", "")])
    return sent(draft, "kling-video/v3/pro/text-to-video", {"prompt": draft.request.prompt})

Words change in prompt and pieces together, and by the same changes in any text of the body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...core.span import Span
from ...narrative.story import Story
from ..claims import Subject
from ..contract import Draft, Loss, Need, Piece, Verdict
from ..outside import is_outside
from .answers import BOUND_VOICE, LEFT, OWN_VOICE
from .casting import plainly
from .manner import Mark
from .names import titled
from .text import Run, Text

Rule = Callable[[Loss], Loss]
"""What becomes of a verdict on the way."""


def reworded(words: str, changes: Sequence[Mark]) -> str:
    """Words with every change made at once: what one change puts in, no other sees."""
    return "".join(new for _, _, new, _ in _stretches(words, changes))


def rewritten(draft: Draft, changes: Sequence[Mark]) -> Draft:
    """The draft with its prompt, its pieces and what verdicts quote of it changed. Where a change says why, it is
    reported of the words it hit."""
    request = draft.request
    words, why = _changed(request.prompt, request.pieces, changes)
    told = request.model_copy(update={"prompt": str(words), "pieces": words.pieces()})
    quoted = [change for change in changes if not change.why]

    def rule(loss: Loss) -> Loss:
        how = reworded(loss.how, quoted)
        loss = loss if how == loss.how else loss.model_copy(update={"how": how})
        return rough(loss, why[loss.span]) if loss.span in why else loss

    return altered(replace(draft, request=told), rule)


def sent(draft: Draft, model: str, body: dict[str, Any]) -> Draft:
    """The draft in another body, with those needs alone that the body calls for."""
    called = set(_strings(body))
    needs = tuple(need for need in draft.request.needs if need.ref in called)
    return replace(draft, request=draft.request.model_copy(update={"model": model, "body": body, "needs": needs}))


def altered(draft: Draft, *rules: Rule) -> Draft:
    """The draft with its verdicts gone through."""
    losses = list(draft.losses)
    for rule in rules:
        losses = [rule(loss) for loss in losses]
    return replace(draft, losses=tuple(losses))


def gone(kind: str, how: str, *spans: Span) -> Rule:
    """A rule: everything of a kind is lost, or what stands at the spans."""
    return lambda loss: lost(loss, how) if loss.kind == kind and (not spans or loss.span in spans) else loss


def voiceless(how: str) -> Rule:
    """A rule: nobody's voice is bound, and their lines are said in the model's own."""

    def rule(loss: Loss) -> Loss:
        if loss.how == BOUND_VOICE:
            return loss.model_copy(update={"how": how})
        if loss.kind == "voice":
            return lost(loss, how)
        if loss.kind != "dialogue" or loss.verdict is not Verdict.USED or is_outside(loss.how) or OWN_VOICE in loss.how:
            return loss
        return loss.model_copy(update={"how": "; ".join(filter(None, (OWN_VOICE, loss.how)))})

    return rule


def untold(loss: Loss) -> Loss:
    """A rule, where people go as mere pictures: words that were left to a person's entry are nowhere now."""
    return lost(loss, f"{LEFT}, which go without words") if loss.how == LEFT else loss


def lost(loss: Loss, how: str) -> Loss:
    """A loss that was none before."""
    if loss.verdict is Verdict.LOST or is_outside(loss.how):
        return loss
    return loss.model_copy(update={"verdict": Verdict.LOST, "how": how})


def rough(loss: Loss, how: str) -> Loss:
    """Only approximated now, for one reason more."""
    if loss.verdict is Verdict.LOST or is_outside(loss.how) or how in loss.how:
        return loss
    told = "; ".join(filter(None, (loss.how, how)))
    return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": told})


def owner(need: Need, story: Story) -> Subject | None:
    """Whose picture, clip or voice a need is."""
    everyone = (*story.cast, *story.props, *story.places)
    return next((who for who in everyone if who.span == need.span), None)


def named(reference: str, need: Need, story: Story) -> Mark:
    """A change: a reference that cannot be kept becomes the name, which may stand beside it already."""
    who = owner(need, story)
    name, beside = (plainly(who.name, who), titled(who.name)) if who else (need.name, need.name)
    return Mark(rf"{re.escape(reference)}(?: \({re.escape(beside)}\))?", name, "")


def _changed(words: str, pieces: Sequence[Piece], changes: Sequence[Mark]) -> tuple[Text, dict[Span, str]]:
    runs: list[Run] = []
    why: dict[Span, str] = {}
    for start, end, new, mark in _stretches(words, changes):
        inside = [piece for piece in pieces if piece.start < end and start < piece.end]
        if mark is None:
            runs += [(words[max(start, piece.start) : min(end, piece.end)], piece.span) for piece in inside]
        else:
            runs.append((new, inside[0].span if inside else None))
            why |= {piece.span: mark.why for piece in inside if piece.span and mark.why}
    return Text(tuple(runs)), why


def _stretches(words: str, changes: Sequence[Mark]) -> Iterator[tuple[int, int, str, Mark | None]]:
    """Stretches [start, end) of the words, one after the other: what stands there now, and the change that put it."""
    at = 0
    for found in _finder(changes).finditer(words) if changes else ():
        mark = changes[int((found.lastgroup or "_0")[1:])]
        if found.start() > at:
            yield at, found.start(), words[at : found.start()], None
        yield found.start(), found.end(), _begun(mark.instead, words[: found.start()]), mark
        at = found.end()
    if at < len(words):
        yield at, len(words), words[at:], None


def _finder(changes: Sequence[Mark]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<_{n}>{mark.find})" for n, mark in enumerate(changes)))


def _begun(instead: str, before: str) -> str:
    """With a capital after the end of a sentence."""
    begins = before[-1:] == " " and before.rstrip()[-1:] in (".", "!", "?")
    return instead[:1].upper() + instead[1:] if begins else instead


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
