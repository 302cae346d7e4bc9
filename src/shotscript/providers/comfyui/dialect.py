"""A segment as a graph: one shot, the pass that drives it, a still to start on, words for what it shows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ...core.diagnostic import Diagnostic, info, warning
from ...core.span import Span
from ...core.timebase import plain
from ...plan.timeline import Segment
from .. import passes
from ..contract import Context, Draft, Loss, Need, Verdict
from ..outside import ABSENT
from ..passes import Sampling
from ..phrase.delivery import exclusions, heard
from ..phrase.tell import Telling, fitting, tell
from ..wardrobe import cloth_colour
from .facts import SEEDS, Model
from .graphs import GRAPHS, Order
from .manner import CARRIED, IN_PASS, POSED, manner

_COLOUR = "the colour of the clothes, in our own first frame"


def write(model: Model, segment: Segment, context: Context) -> Draft:
    telling, cut = tell(segment, context, manner(model)), segment.cuts[0]
    given, sampling = telling.casting.given, sampled(model, segment)
    drive = passes.need(model.drive, cut, context, sampling)
    bound = next((bound.needs[0] for bound in telling.casting.bound.values()), None)
    bare = model.own and "first frame" not in given and bound is None
    own = passes.need("first frame", cut, context, sampling) if bare else None
    order = Order(
        words=str(telling.words), never=_never(model, segment), seed=(segment.format.seed or 0) % SEEDS,
        width=sampling.width, height=sampling.height, frames=sampling.frames, fps=float(model.fps), drive=drive.ref,
        first=_ref(own or given.get("first frame")), own=own is not None, last=_ref(given.get("last frame")),
        person=_ref(bound))
    needs = (drive, *([own] if own else []), *telling.casting.needs)
    draft = telling.draft(model.name, {"prompt": GRAPHS[model.graph](order)}, needs)
    dressed = _dressed(segment, context) if own else frozenset()
    losses = tuple(_answered(loss, model, segment, dressed) for loss in draft.losses)
    told = (*(_grey(telling, model) if own else ()), *_several(telling, model, context))
    return replace(draft, losses=losses, problems=(*draft.problems, *told))


def fits(model: Model, segment: Segment, context: Context) -> bool:
    return fitting(segment, context, manner(model))


def price(segment: Segment) -> Decimal:
    """The server is one's own."""
    return Decimal(0)


def sampled(model: Model, segment: Segment) -> Sampling:
    """The model's own frames and size: what drives a clip has as many of both as the clip."""
    return Sampling(model.fps, model.frames(segment.cuts[0].seconds), *model.size(segment.format))


def _ref(need: Need | None) -> str | None:
    return need.ref if need else None


def _never(model: Model, segment: Segment) -> str:
    """What must not be seen, and no music where the model sounds: that is asked for once for the film. Beside poses the
    negative words have no effect, and there are none."""
    if model.drive == "pose pass":
        return ""
    asked = exclusions(segment.format)
    hush = model.sound and heard(segment) and "music" not in asked.lower()
    return ", ".join(filter(None, (asked, "background music" if hush else "")))


def _dressed(segment: Segment, context: Context) -> frozenset[Span]:
    """Clothes put on by a `state` whose colour shows on a figure of our own picture."""
    shot = segment.cuts[0].shot
    last = {state.name: state for state in shot.states if state.wears}
    return frozenset(last[track.name].span for track in context.stage.shots[shot.label].people
                     if track.name in last and cloth_colour(last[track.name].wears))


def _answered(loss: Loss, model: Model, segment: Segment, dressed: frozenset[Span]) -> Loss:
    """What the depth pass holds is asked for exactly; the picture is made in the model's own steps."""
    if loss.kind == "picture":
        return _pictured(loss, model, segment)
    if loss.kind == "state" and loss.how.endswith(ABSENT) and loss.span in dressed:
        return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": _COLOUR})
    if loss.kind in CARRIED and model.drive == "pose pass" and loss.verdict is not Verdict.APPROXIMATED:
        return loss.model_copy(update={"verdict": Verdict.APPROXIMATED, "how": POSED})
    if loss.kind in CARRIED and loss.verdict is not Verdict.APPROXIMATED:
        return loss.model_copy(update={"verdict": Verdict.USED, "how": IN_PASS})
    return loss


def _pictured(loss: Loss, model: Model, segment: Segment) -> Loss:
    form, (width, height) = segment.format, model.size(segment.format)
    if (width, height) != (form.width, form.height):
        told = {"verdict": Verdict.APPROXIMATED, "how": f"made at {width}x{height}, the film's picture in its middle"}
        return loss.model_copy(update=told)
    return loss.model_copy(update={"verdict": Verdict.USED, "how": f"made at {plain(model.fps)} fps and conformed"})


def _grey(telling: Telling, model: Model) -> tuple[Diagnostic, ...]:
    """Our own first frame gives layout and colours; a photograph would give the look as well."""
    shot = telling.segment.cuts[0].shot
    if model.pictured:
        return (warning("BK961", f"nobody in shot {shot.label} has a picture: {model.name} would move our grey figure",
                        shot.span, "nobody to move", "give the person `images:` in @cast"),)
    return (info("BK963", f"no still opens shot {shot.label}: {model.name} starts from our own grey picture",
                 shot.span, "layout and colours are ours", "write `[[frame first: still.png]]` above the shot"),)


def _several(telling: Telling, model: Model, context: Context) -> tuple[Diagnostic, ...]:
    """Poses move one person: the one whose picture there is."""
    people = [name for name in telling.casting.mentions[0] if context.story.person(name)]
    if model.drive != "pose pass" or len(people) < 2:
        return ()
    shot = telling.segment.cuts[0].shot
    return (warning("BK964", f"shot {shot.label} shows {', '.join(people)}: {model.name} moves one person", shot.span,
                    "more than one person", "frame one person, or retarget the shot"),)
