"""What is asked once for the film and no single shot asks: style, exclusions, pictures, voices, format."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ...core.span import Span
from ...narrative.story import Person, Place
from ...plan.timeline import Segment
from ..contract import Context, Loss, Verdict
from ..outside import JOIN
from .answers import TOO_LONG
from .cast import Casting
from .facts import ASPECTS, ELEMENT_IMAGES, FPS, LIMITS, RESOLUTIONS
from .fit import Page


def aspect(segment: Segment) -> str:
    """The nearest shape the model makes."""
    wanted = _ratio(segment.format.aspect)
    return min(ASPECTS, key=lambda a: (max(_ratio(a) / wanted, wanted / _ratio(a)), a))


def resolution(segment: Segment) -> str:
    """The smallest size that is not below the delivered one, else the largest."""
    wanted = segment.format.resolution.lower()
    if wanted in RESOLUTIONS:
        return wanted
    lines = min(segment.format.width, segment.format.height)
    return next((r for r, most in zip(RESOLUTIONS, (720, 1080, 2160), strict=True) if lines <= most), RESOLUTIONS[-1])


def extras(segment: Segment, context: Context, casting: Casting, pages: tuple[Page, ...], never: bool) -> list[Loss]:
    """Verdicts on them, for the segment's first shot. `never` tells whether the exclusions found room."""
    shot = segment.cuts[0].shot
    form = segment.format
    say = _sayer(shot.label)
    found: list[Loss] = []
    if form.style:
        found.append(_styled(form.style, form.style_span or shot.span, pages, say))
    if form.never:
        words, span = ", ".join(form.never), form.never_span or shot.span
        found.append(say("never", words, span, Verdict.USED, "") if never
                     else say("never", words, span, Verdict.LOST, TOO_LONG))
    if form.seed is not None:
        found.append(say("seed", str(form.seed), shot.span, Verdict.LOST, "the model takes no seed"))
    return [*found, *_delivered(segment, say), *_bound(segment, context, casting, say)]


Say = Callable[[str, str, Span, Verdict, str], Loss]


def _sayer(label: str) -> Say:
    def say(kind: str, words: str, span: Span, verdict: Verdict, how: str) -> Loss:
        return Loss(shot=label, clause=words, kind=kind, verdict=verdict, how=how, span=span)

    return say


def _styled(words: str, span: Span, pages: tuple[Page, ...], say: Say) -> Loss:
    """The style, wherever in the segment it found room."""
    for page in pages:
        for bit in page.shown:
            if bit.section == "style":
                notes = "; ".join(bit.notes)
                return say("style", words, span, Verdict.APPROXIMATED if notes else Verdict.USED, notes)
    return say("style", words, span, Verdict.LOST, TOO_LONG)


def _delivered(segment: Segment, say: Say) -> list[Loss]:
    """The delivered picture, where the model's differs."""
    form, span = segment.format, segment.cuts[0].shot.span
    found: list[Loss] = []
    if _ratio(aspect(segment)) != _ratio(form.aspect):
        found.append(say("picture", form.aspect, span, Verdict.APPROXIMATED, f"made as {aspect(segment)} and cropped"))
    if resolution(segment) != form.resolution.lower():
        found.append(say("picture", form.resolution, span, Verdict.APPROXIMATED, f"made at {resolution(segment)}"))
    if form.fps != FPS:
        found.append(say("picture", f"{form.fps} fps", span, Verdict.USED, f"made at {FPS} fps and conformed, {JOIN}"))
    return found


def _bound(segment: Segment, context: Context, casting: Casting, say: Say) -> list[Loss]:
    """Pictures, voices and clips of everyone and every place in the segment."""
    names = dict.fromkeys([n for names in casting.mentions for n in names])
    people = [p for p in map(context.story.person, names) if p]
    places = [p for p in dict.fromkeys(context.story.place(cut.scene.place) for cut in segment.cuts) if p]
    found = [loss for who in (*people, *places) if who.images for loss in [_images(who, casting, say)]]
    for person in people:
        bound = any(n.role == "voice" and n.name == casting.ids.get(person.name) for n in casting.needs)
        if person.voice:
            how = "" if bound else f"a voice is bound to at least {ELEMENT_IMAGES[0]} pictures of the person"
            verdict = Verdict.USED if bound else Verdict.LOST
            found.append(say("voice", person.voice, person.span, verdict, how))
        if person.clip:
            found.append(say("clip", person.clip, person.span, Verdict.LOST, "people are bound by pictures here"))
    return found


def _images(who: Person | Place, casting: Casting, say: Say) -> Loss:
    words = ", ".join(who.images)
    if who.name not in casting.ids:
        return say("images", words, who.span, Verdict.LOST, f"the model takes {LIMITS.references} references at most")
    most = ELEMENT_IMAGES[1]
    if len(who.images) > most:
        return say("images", words, who.span, Verdict.APPROXIMATED, f"the first {most} of them stand for {who.name}")
    return say("images", words, who.span, Verdict.USED, f"as @{casting.ids[who.name]}")


def _ratio(aspect: str) -> Fraction:
    width, _, height = aspect.partition(":")
    return Fraction(width) / Fraction(height or 1)
