"""A shot as two files: the picture of one person, and the video whose motion the person takes on. There are no words.

The motion is the script's `perform` footage, else our own grey figure on its marks: the service finds poses in a video
by itself, and it looks for people, so it gets the figure pass and not the sticks of a pose pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ...core.diagnostic import Diagnostic, warning
from ...narrative.story import Person
from ...plan.timeline import Cut, Segment
from .. import passes
from ..claims import asked, mentions
from ..contract import Context, Draft, Need, Request
from ..passes import Sampling
from ..phrase.casting import footage
from ..phrase.manner import Manner
from .answers import Take, answer
from .facts import DOLLARS, FPS, LIMITS, LINES, MODEL, NAME, SEEDS, SIZE, STRIDE, VERSION

_TAKES = Manner(name=NAME, package=__package__ or "", limits=LIMITS, takes=frozenset({"performance"}))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there: `moved` takes on the motion, `others` do not."""

    moved: Person | None
    others: tuple[str, ...]


def write(segment: Segment, context: Context) -> Draft:
    cut, given = segment.cuts[0], footage(segment, _TAKES).get("performance")
    cast = _cast(cut, context)
    person, driving = _person(cast, cut, segment, context), given or _own("figure pass", cut, segment, context)
    body = {"version": VERSION, "input": _input(segment, person, driving)}
    request = Request(provider=NAME, model=MODEL, segment=segment.name, body=body, needs=(person, driving))
    take = Take(segment, cast.moved.name if cast.moved else "", person.role == "image", given)
    (claims,) = asked(segment, context)
    return Draft(request, tuple(answer(claim, take) for claim in claims), _wanting(cast, cut, person, given))


def fits(segment: Segment, context: Context) -> bool:
    """There are no words that could be too many."""
    return True


def price(segment: Segment) -> Decimal:
    """US dollars, about."""
    return (DOLLARS * segment.seconds.numerator / segment.seconds.denominator).quantize(Decimal("0.0001"))


def _input(segment: Segment, person: Need, driving: Need) -> dict[str, Any]:
    """The model's own inputs; those it does not need to be told stand there too, for its defaults may move."""
    seed = segment.format.seed
    return {
        "appearance_image": person.ref, "motion_video": driving.ref, "resolution": LINES, "chunk_size": 16,
        "frames_overlap": 6, "denoising_steps": 25, "noise_strength": 0.0, "guidance_scale": 2.0,
        "sample_stride": STRIDE if driving.role == "performance" else 1, "output_frames_per_second": FPS,
        "checkpoint_version": "v1-1", **({"seed": seed % SEEDS} if seed is not None else {}),
    }


def _cast(cut: Cut, context: Context) -> Cast:
    """The one who performs, else the first who has a picture, else the first."""
    props = {prop.name for prop in context.story.props}
    names = [name for name in mentions(cut.shot, cut.scene, context) if name not in props]
    driven = [said.subject for said in cut.shot.said if said.head == "perform"]
    people = [person for name in names if (person := context.story.person(name))]
    ranked = sorted(people, key=lambda person: (person.name not in driven, not person.images))
    moved = ranked[0] if ranked else None
    return Cast(moved, tuple(name for name in names if moved is None or name != moved.name))


def _person(cast: Cast, cut: Cut, segment: Segment, context: Context) -> Need:
    """The front picture of who is moved, else the first picture of our own figure."""
    if cast.moved and cast.moved.images:
        return Need(role="image", name="1", key=cast.moved.images[0], span=cast.moved.span)
    return _own("figure frame", cut, segment, context)


def _own(role: str, cut: Cut, segment: Segment, context: Context) -> Need:
    """A pass as the model takes it: its rate, and its size, upright or lying as the film is."""
    form = segment.format
    width, height = SIZE if form.width >= form.height else SIZE[::-1]
    sampling = Sampling(LIMITS.fps or form.fps, round(cut.seconds * FPS), width, height)
    return passes.need(role, cut, context, sampling)


def _wanting(cast: Cast, cut: Cut, person: Need, given: Need | None) -> tuple[Diagnostic, ...]:
    """What the model needs and the script does not give, and whom it cannot move."""
    shot, found = cut.shot, []
    if cast.others and cast.moved:
        found.append(warning(
            "BK964", f"shot {shot.label} shows {', '.join((cast.moved.name, *cast.others))}: {NAME} moves one person, "
            f"{cast.moved.name}", shot.span, "more than one person", "frame one person, or retarget the shot"))
    if person.role != "image":
        found.append(warning(
            "BK961", f"nobody in shot {shot.label} has a picture: {NAME} would move our grey figure", shot.span,
            "nobody to move", "give the person `images:` in @cast"))
    if given is None:
        found.append(warning(
            "BK962", f"no footage moves anyone in shot {shot.label}: {NAME} is driven by our grey figure, which it may "
            "not take for a person", shot.span, "no performance", "write `[[perform NAME: path]]` above the shot"))
    return tuple(found)
