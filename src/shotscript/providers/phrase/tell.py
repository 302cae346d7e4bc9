"""A segment put into a model's words: the prompt, who is bound to what, and what became of every claim.

    telling = tell(segment, context, MANNER)
    body = {"prompt": str(telling.words), "duration": int(segment.seconds)}
    return telling.draft("acme-1", body)

Pure: the same segment gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.diagnostic import Diagnostic, Level, error
from ...plan.limits import measure
from ...plan.timeline import Segment
from ..claims import asked
from ..contract import Context, Draft, Loss, Need, Request
from .answers import answers
from .bits import Bit, Rank, author, bit
from .casting import Casting, at_its_place, cast, role
from .delivery import heard
from .fit import Page, fits, fitted, forced, length, placed, prompt
from .manner import Manner
from .sheet import sheets
from .text import Text, joined, own


@dataclass(frozen=True, slots=True)
class Telling:
    """`words` are the prompt, `shots` the words of each shot in it; `casting` who is bound, and footage handed in;
    `problems` why it cannot be sent."""

    segment: Segment
    manner: Manner
    words: Text
    shots: tuple[Text, ...]
    casting: Casting
    losses: tuple[Loss, ...]
    problems: tuple[Diagnostic, ...]

    def draft(self, model: str, body: dict[str, Any], needs: tuple[Need, ...] | None = None) -> Draft:
        """The answer of a dialect: this telling in a body. `needs` are the casting's, unless said."""
        request = Request(
            provider=self.manner.name, model=model, segment=self.segment.name, body=body, prompt=str(self.words),
            pieces=self.words.pieces(), needs=self.casting.needs if needs is None else needs,
        )
        return Draft(request, self.losses, self.problems)


def tell(segment: Segment, context: Context, manner: Manner) -> Telling:
    """The words for a segment, a verdict on every claim, and an error where looks and dialogue alone are too long."""
    casting, made = _pages(segment, context, manner)
    made = fitted(made)
    made = _styled(_excluded(made, segment))
    whole = prompt(made)
    shots = tuple(page.words for page in made)
    return Telling(segment, manner, whole.text, shots, casting, answers(segment, casting, manner, whole),
                   _too_long(made, whole.text))


def _pages(segment: Segment, context: Context, manner: Manner) -> tuple[Casting, list[Page]]:
    """Everything that could be said, shot by shot."""
    casting = cast(segment, context, manner)
    told = sheets(segment, context, casting, manner, asked(segment, context))
    return casting, [Page(one, manner, context.templates, tuple(casting.given)) for one in told]


def fitting(segment: Segment, context: Context, manner: Manner) -> bool:
    """Whether a segment can be told without an error, and stands where its footage can be used.

    Asked of thousands of possible segments, so the words of each shot are measured once, alone and whole: no segment
    makes them much longer. Only where that is too much are the segment's own words looked at.
    """
    if not _placeable(segment, manner):
        return False
    limits = manner.limits
    most = [_alone(n, segment, context, manner) + _SLACK for n in range(len(segment.cuts))]
    if (limits.shot_words is None or max(most) <= limits.shot_words) and (
        limits.prompt is None or sum(most) <= limits.prompt
    ):
        return True
    return not any(problem.level is Level.ERROR for problem in tell(segment, context, manner).problems)


_SLACK = 96
"""Characters a shot may need beyond its own when others stand around it: numbers, `the same set-up as shot 3`."""


def _alone(at: int, segment: Segment, context: Context, manner: Manner) -> int:
    """The length of a shot's whole prompt as a segment of its own, nothing left out."""
    cut = segment.cuts[at]
    key = ("alone", id(manner), id(cut.shot), cut.scene.index)
    if key not in context.memo:
        _, made = _pages(segment.model_copy(update={"cuts": (cut,)}), context, manner)
        context.memo[key] = (cut.shot, manner, length(made))
    return context.memo[key][-1]


def _placeable(segment: Segment, manner: Manner) -> bool:
    """Whether every plate, performance and frame the model takes is where it can be asked for."""
    return all(
        at_its_place(said.head, n, segment)
        for n, cut in enumerate(segment.cuts) for said in cut.shot.said
        if role(said) in manner.takes and cut.parts == 1
    )


def _excluded(made: tuple[Page, ...], segment: Segment) -> tuple[Page, ...]:
    """What must not be seen, as a sentence at the last shot with room for it, else instead of lesser things.

    Music is never asked for clip by clip, so none is to be made; that is our wish, and goes first.
    """
    manner, form = made[0].manner, segment.format
    if manner.never != "sentence":
        return made
    claims = tuple(claim for claim in made[0].sheet.claims if claim.kind == "never")
    items = [author(f"no {item}", form.never_span) for item in form.never]
    hush = manner.quiet and _sounding(segment, manner) and not any("music" in item.lower() for item in form.never)
    if not items and not hush:
        return made
    if hush and (found := placed(made, _never(manner, [*items, own("no background music")], claims))):
        return found
    if not items:
        return made
    plain = _never(manner, items, claims)
    return placed(made, plain) or forced(made, plain) or made


def _sounding(segment: Segment, manner: Manner) -> bool:
    return manner.sound == "always" or (manner.sound == "asked" and heard(segment))


def _never(manner: Manner, items: list[Text], claims: tuple[Any, ...]) -> Bit:
    (words, span), *rest = joined(items, ", ").runs
    told = Text(((words[0].upper() + words[1:], span), *rest))
    return bit(manner, "never", Rank.NEVER, claims, {"words": told})


def _styled(made: tuple[Page, ...]) -> tuple[Page, ...]:
    """A style that the first shot has no room for stands at the last shot that has."""
    lost = [one for page in made for one in page.dropped if one.section == "style"]
    return placed(made, _again(lost[0])) or made if lost else made


def _again(one: Bit) -> Bit:
    return Bit(one.section, one.values, Rank.NEVER, one.claims, one.notes)


def _too_long(made: tuple[Page, ...], words: Text) -> tuple[Diagnostic, ...]:
    """What stays too long when all that may go is gone."""
    manner = made[0].manner
    limits, unit = manner.limits, manner.limits.prompt_unit
    found = [
        error("BK955", f"the look and the lines of shot {page.sheet.cut.shot.label} take "
              f"{measure(str(page.words), unit)} {_UNITS[unit]}, {manner.name} takes {limits.shot_words} a shot",
              page.sheet.cut.shot.span, "too much for one shot",
              "cut the shot in two, or shorten what is said or how people look")
        for page in made if not fits(page)
    ]
    whole = measure(str(words), unit)
    if not found and limits.prompt is not None and whole > limits.prompt:
        found.append(error("BK956", f"the looks and lines of these {len(made)} shots take {whole} {_UNITS[unit]}, "
                           f"{manner.name} takes {limits.prompt} in one request", made[0].sheet.cut.shot.span,
                           "too much for one request", "pack them apart"))
    return tuple(found)


_UNITS = {"characters": "characters", "utf-16": "UTF-16 units", "bytes": "bytes", "tokens": "tokens"}
