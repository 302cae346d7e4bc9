"""Motion Control: one person's picture, moved by footage; without footage by our own grey figure on its marks.

The picture gives framing and place, the footage every move and all sound; words say the rest.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from ...core.diagnostic import Diagnostic, warning
from ...lang.clause import Lens
from ...lang.term import Verb
from ...plan.timeline import Cut, Segment
from ..contract import Context, Draft, Loss, Verdict
from ..outside import ABSENT
from ..passes import Sampling
from ..passes import need as pass_need
from ..phrase.delivery import resolution
from ..phrase.tell import Telling, tell
from .body import Body, Moved, Prompt, Settings
from .facts import Model
from .manner import FRAMED, MOVED, of

_LINES = 720
"""Lines of our own driving video: enough to see limbs, quick to draw."""
_FIGURE = "as our grey figure shows it"
_NOBODY = "nobody has a picture for it to move"
_SHAPE = "made in the shape of the person's picture and cropped"


def write(model: Model, segment: Segment, context: Context) -> Draft:
    manner, cut = of(model, segment), segment.cuts[0]
    telling, sampling = tell(segment, context, manner), _sampling(segment, cut)
    moved = next((one.needs[0] for one in telling.casting.bound.values()), None)
    given = telling.casting.given.get("performance") if moved else None
    person = moved or pass_need("figure frame", cut, context, sampling)
    driving = given or pass_need("figure pass", cut, context, sampling)
    body = Body(
        contents=(*([Prompt(text=str(telling.words))] if telling.words else []),
                  Moved(type="image", url=person.ref), Moved(type="video", url=driving.ref)),
        settings=Settings.model_validate({
            "character_orientation": "video", "audio": "original" if given else "off",
            "resolution": resolution(segment.format, manner.resolutions)}),
    )
    draft = telling.draft(model.id, body.model_dump(mode="json", exclude_none=True), (person, driving))
    shown = _shown(cut) if given is None else frozenset[str]()
    losses = tuple(_answered(loss, shown, given is not None) for loss in draft.losses)
    return replace(draft, losses=losses, problems=(*draft.problems, *_wanting(telling, context)))


def price(model: Model, segment: Segment) -> Decimal:
    """US dollars by the second of what comes back, a begun second as a whole one."""
    size = resolution(segment.format, of(model, segment).resolutions)
    return model.prices[size, "original"] * Decimal(ceil(segment.seconds))


def _sampling(segment: Segment, cut: Cut) -> Sampling:
    """The film's own rate and shape, 720 lines at most."""
    form = segment.format
    scale = min(Fraction(1), Fraction(_LINES, min(form.width, form.height)))
    width, height = (2 * round(side * scale / 2) for side in (form.width, form.height))
    return Sampling(form.fps, ceil(cut.seconds * form.fps), width, height)


def _shown(cut: Cut) -> frozenset[str]:
    """What our own figure and its camera show, by the kind of a claim: all is in focus, and of a lens only its length
    shows."""
    lens = cut.shot.clause(Lens)
    hidden = {"focus", f"move {Verb.RACK_FOCUS.value}"}
    return frozenset({**FRAMED, **MOVED}) - hidden - ({"lens"} if isinstance(lens, Lens) and not lens.mm else set())


def _answered(loss: Loss, shown: Collection[str], driven: bool) -> Loss:
    """What our own figure shows is asked for after all; and the clip has the shape of the person's picture."""
    if loss.kind == "picture":
        how = "; ".join(filter(None, (loss.how, _SHAPE)))
        return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": how})
    if loss.kind in shown and (loss.verdict is Verdict.LOST or loss.how.endswith(ABSENT)):
        return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": _FIGURE})
    if loss.kind == "perform" and loss.verdict is Verdict.USED and not driven:
        return loss.model_copy(update={"verdict": Verdict.LOST, "how": _NOBODY})
    return loss


def _wanting(telling: Telling, context: Context) -> tuple[Diagnostic, ...]:
    """What the model needs and the script does not give, and whom it cannot move."""
    shot, name = telling.segment.cuts[0].shot, telling.manner.name
    people = [who for who in telling.casting.mentions[0] if context.story.person(who)]
    moved = next(iter(telling.casting.bound), "")
    found: list[Diagnostic] = []
    if len(people) > 1 and moved:
        words = f"shot {shot.label} shows {', '.join(people)}: {name} moves one person, {moved}"
        found.append(warning("BK964", words, shot.span, "more than one person",
                             "frame one person, or retarget the shot"))
    if not moved:
        words = f"nobody in shot {shot.label} has a picture: {name} would make a clip of our grey figure"
        found.append(warning("BK961", words, shot.span, "nobody to move", "give the person `images:` in @cast"))
    elif "performance" not in telling.casting.given:
        words = f"no footage moves anyone in shot {shot.label}: {name} is driven by our grey figure, which it may not "
        found.append(warning("BK962", words + "take for a person", shot.span, "no performance",
                             "write `[[perform NAME: path]]` above the shot"))
    return tuple(found)
