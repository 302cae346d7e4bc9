"""What came back against what was planned: every take measured, every finding at its line of the script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..core.diagnostic import Diagnostic, Level, Problems, in_text_order
from ..core.errors import MediaError
from ..core.settings import settings
from ..film.glance import Glance
from ..film.measure import LEVELS, Levels, measure, still
from ..narrative.check import allowed
from ..plan.timeline import Cut
from ..providers.contract import Verdict
from ..providers.phrase.casting import BEFORE
from ..stitch import qc_clip, qc_cuts, qc_scene
from ..stitch.qc import TOLERANCE, Seen, Tolerance, due, told
from ..stitch.takes import Take
from . import levels
from .film import Film
from .inputs import Files
from .make import Watch, unwatched
from .needs import last_picture

_LIPS = "for the lips"
"""How a dialogue is answered by a model that moves lips and makes no sound."""


class Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Drift(Value):
    """A planned cut in the segment's clip. `seen` is None where it is missing, `frames` how late it comes in frames of
    the film, less than zero for early. `seamless`: the picture goes on over it, so nothing need be seen."""

    before: str
    after: str
    planned: Fraction
    seen: Fraction | None
    frames: Fraction | None
    seamless: bool


class Planned(Value):
    """What was asked for. `least` are the seconds of it that the film needs."""

    width: int
    height: int
    fps: Fraction
    seconds: Fraction
    least: Fraction


class Found(Value):
    """What the clip holds. `extra` are moments of cuts nobody planned; `loudest` is in dB below full scale."""

    width: int
    height: int
    fps: Fraction
    frames: int
    seconds: Fraction
    pixel: str
    sound: bool
    loudest: float | None
    black: tuple[tuple[Fraction, Fraction], ...]
    frozen: tuple[tuple[Fraction, Fraction], ...]
    silent: tuple[tuple[Fraction, Fraction], ...]
    cuts: tuple[Drift, ...]
    extra: tuple[Fraction, ...]
    colours: dict[str, str]


class Checked(Value):
    """One take. `found` is None where the clip could not be read; `codes` are its findings."""

    segment: str
    shots: tuple[str, ...]
    take: int
    provider: str
    clip: str
    planned: Planned
    found: Found | None
    codes: tuple[str, ...]


class Quality(Value):
    """What `qc` answers. `missing` are segments without a clip, `unmatched` files that belong to none."""

    title: str
    provider: str
    takes: tuple[Checked, ...]
    missing: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on something is found, and how it is measured."""

    tolerance: Tolerance = TOLERANCE
    levels: Levels = LEVELS


def check(
    film: Film, takes: Sequence[Take], bounds: Bounds | None = None, *, again: Callable[[str], str] | None = None,
    unmatched: Sequence[Path] = (), watch: Watch | None = None,
) -> tuple[Quality, Problems]:
    """Measure every take and hold it against its plan. `again` gives, for a shot's label, the command that makes its
    segment anew. What a shot allows by its code is left out; the project's levels hold."""
    bounds, again, watch = bounds or Bounds(), again or _retry, watch or unwatched
    seen: list[Seen] = []
    told_of: dict[int, list[Diagnostic]] = {id(take): [] for take in takes}
    for n, take in enumerate(takes):
        watch("measuring clips", n, len(takes))
        try:
            seen.append(Seen(take, measure(take.clip, bounds.levels), again, bounds.levels))
        except MediaError as trouble:
            told_of[id(take)].append(told(take, again, Level.ERROR, "QC101", take.segment.cuts[0], str(trouble)))
    watch("measuring clips", len(takes), len(takes))
    for one in seen:
        told_of[id(one.take)] += _of_one(film, one, takes, bounds.tolerance)
    for one, finding in qc_scene.continuity(seen, bounds.tolerance):
        told_of[id(one.take)].append(finding)
    kept = {key: _kept(film, each) for key, each in told_of.items()}
    problems = in_text_order(problem for each in kept.values() for problem in each)
    return _quality(film, takes, seen, kept, bounds.tolerance, unmatched), problems


def _kept(film: Film, found: Sequence[Diagnostic]) -> Problems:
    return levels.told(allowed(film.story, in_text_order(found)), settings(film.read.project))


def _of_one(film: Film, seen: Seen, takes: Sequence[Take], tolerance: Tolerance) -> Iterator[Diagnostic]:
    yield from qc_clip.findings(seen, _rate(film, seen.take), _unheard(film), tolerance)
    yield from qc_cuts.findings(seen, tolerance)
    given = None if seen.take.previz else _given(film, seen.take, takes)
    picture = given and _picture(given[0], Fraction(seen.measured.width, seen.measured.height))
    if given and picture:
        yield from qc_scene.first_frame(seen, picture, given[1], tolerance)


def _picture(path: Path, shape: Fraction) -> Glance | None:
    """A still, None where it is none: that was told before anything was sent."""
    try:
        return still(path, shape)
    except MediaError:
        return None


def _retry(label: str) -> str:
    return f"shotscript retry FILE {label}"


def _rate(film: Film, take: Take) -> Fraction | None:
    return film.provider.limits.fps if take.provider == film.provider.name else None


def _unheard(film: Film) -> frozenset[str]:
    """Shots whose dialogue the service was known not to speak before anything was paid."""
    return frozenset(one.shot for one in film.losses if one.kind == "dialogue"
                     and (one.verdict is Verdict.LOST or _LIPS in one.how))


def _given(film: Film, take: Take, takes: Sequence[Take]) -> tuple[Path, str] | None:
    """The picture that a take was given to begin with, where it is still there, and what to call it."""
    cut = take.segment.cuts[0]
    needs = (need for segment, request in zip(film.segments, film.requests, strict=True) for need in request.needs
             if need.role == "first frame" and _same(segment.cuts[0], cut))
    need = next(needs, None)
    if need is None:
        return None
    if need.recipe == BEFORE:
        return _ending(film, cut, takes)
    path = Files(film.read.world).path(need)
    return (path, f"the first frame that was handed in, `{need.path or path.name}`") if path else None


def _ending(film: Film, cut: Cut, takes: Sequence[Take]) -> tuple[Path, str] | None:
    """The last picture of the part before of a long shot."""
    for take in takes:
        last = take.segment.cuts[-1]
        if last.shot.label == cut.shot.label and last.part == cut.part - 1 and not take.previz:
            folder = film.read.project / ".shotscript" / "needs"
            return last_picture(take.clip, take.segment, folder), f"the last one of {take.segment.name}"
    return None


def _same(one: Cut, other: Cut) -> bool:
    return (one.shot.label, one.part) == (other.shot.label, other.part)


def _quality(
    film: Film, takes: Sequence[Take], seen: Sequence[Seen], problems: Mapping[int, Problems], tolerance: Tolerance,
    unmatched: Sequence[Path],
) -> Quality:
    there = {(cut.shot.label, cut.part) for take in takes for cut in take.segment.cuts}
    missing = [one.name for one in film.segments if not any((c.shot.label, c.part) in there for c in one.cuts)]
    looked = {id(one.take): one for one in seen}
    rows = tuple(_checked(film, take, looked.get(id(take)), problems.get(id(take), ()), tolerance) for take in takes)
    return Quality(title=film.story.title, provider=film.provider.name, takes=rows, missing=tuple(missing),
                   unmatched=tuple(map(str, unmatched)))


def _checked(film: Film, take: Take, seen: Seen | None, told: Problems, tolerance: Tolerance) -> Checked:
    form, when = take.segment.format, due(take)
    rate = form.fps if take.previz else _rate(film, take) or form.fps
    return Checked(
        segment=take.segment.name, shots=tuple(cut.shot.label for cut in take.segment.cuts), take=take.number,
        provider=take.provider, clip=str(take.clip),
        planned=Planned(width=form.width, height=form.height, fps=rate, seconds=when[-1].end, least=when[-1].used_end),
        found=seen and _found(seen, tolerance), codes=tuple(dict.fromkeys(one.code for one in told)),
    )


def _found(seen: Seen, tolerance: Tolerance) -> Found:
    got, matched = seen.measured, qc_cuts.match(seen, tolerance.reach)
    spans = {name: tuple((one.start, one.end) for one in getattr(got, name)) for name in ("black", "frozen", "silent")}
    tones = {one.label: seen.tone(one) for one in seen.due}
    return Found(
        width=got.width, height=got.height, fps=got.clip.fps, frames=got.frames, seconds=got.seconds,
        pixel=got.clip.pixel, sound=got.clip.sound, loudest=got.loudest, **spans,
        cuts=tuple(_drift(one, seen.fps) for one in matched.planned), extra=matched.extra,
        colours={label: tone.hex for label, tone in tones.items() if tone},
    )


def _drift(one: qc_cuts.Planned, fps: Fraction) -> Drift:
    return Drift(before=one.before.label, after=one.after.label, planned=one.at, seen=one.seen,
                 frames=None if one.seen is None else one.drift(fps), seamless=one.seamless)
