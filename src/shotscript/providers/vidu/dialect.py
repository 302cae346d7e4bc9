"""A segment in Vidu's body: prose with its cuts in words; people by `@name` where they are bound to pictures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ...narrative.story import Person, Story
from ...plan.timeline import Segment
from ..claims import Subject
from ..contract import Context, Draft, Need
from ..phrase.casting import Bound, Given, guarded, ids, unbound
from ..phrase.delivery import aspect, heard, resolution
from ..phrase.manner import QUOTES, Manner, Mark
from ..phrase.tell import Telling, fitting, tell
from .facts import ASPECTS, EACH, MOST_PICTURES, RESOLUTIONS, Facts

_AT = Mark(r"@(?=\w)", "＠", "an @ would name a subject, so it is written ＠")


def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
    """Subjects of up to three pictures, as long as there is room for seven in all."""
    known, free, found = ids(story), MOST_PICTURES, []
    for who in subjects:
        taken = who.images[: min(EACH, free)]
        free -= len(taken)
        if taken:
            found.append(_bound(who, taken, known[who.name].lower()))
    return tuple(found)


def _bound(who: Subject, taken: tuple[str, ...], id: str) -> Bound:
    needs = [Need(role="image", name=f"{id}-{n}", key=path, span=who.span) for n, path in enumerate(taken, 1)]
    voice = who.voice if isinstance(who, Person) else ""
    needs += [Need(role="voice", name=id, key=voice, span=who.span)] if voice else []
    return Bound(who.name, guarded(f"@{id}"), guarded(f"@{id}"), tuple(needs), len(taken), bool(voice))


class Dialect:
    """One model's. `write`, `fits` and `price` are those of the contract."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        frames = frozenset() if facts.subjects else frozenset({"first frame", "last frame"})
        self.manner = Manner(
            name=facts.name, package=__package__ or "", limits=facts.limits, marks=(_AT, QUOTES), sound="asked",
            seed=True, aspects=ASPECTS, resolutions=RESOLUTIONS, bind=bind if facts.subjects else unbound,
            binds=("images", "voice") if facts.subjects else (), takes=frames, pair=True,
            timing="told as about so many seconds: the model cuts where it likes",
        )

    def write(self, segment: Segment, context: Context) -> Draft:
        telling = tell(segment, context, self.manner)
        form = segment.format
        body: dict[str, Any] = {
            "model": self.facts.model, "prompt": str(telling.words), "duration": int(segment.seconds),
            "resolution": resolution(form, RESOLUTIONS), "audio": heard(segment), **_pictures(telling),
        }
        body |= {} if "images" in body else {"aspect_ratio": aspect(form, ASPECTS)}
        body |= {"seed": _seed(form.seed)} if form.seed is not None else {}
        return telling.draft(self.facts.model, body)

    def fits(self, segment: Segment, context: Context) -> bool:
        return fitting(segment, context, self.manner)

    def price(self, segment: Segment) -> Decimal:
        """US dollars, by the second."""
        return self.facts.dollars[resolution(segment.format, RESOLUTIONS)] * int(segment.seconds)


def _pictures(telling: Telling) -> dict[str, Any]:
    """Frames as a list of one or two, subjects as objects of their own."""
    if telling.casting.bound:
        return {"subjects": [_subject(bound) for bound in telling.casting.bound.values()]}
    given = telling.casting.given
    frames = [given[role].ref for role in ("first frame", "last frame") if role in given]
    return {"images": frames} if frames else {}


def _subject(bound: Bound) -> dict[str, Any]:
    images = [need.ref for need in bound.needs if need.role == "image"]
    voices = [need.ref for need in bound.needs if need.role == "voice"]
    return {"name": bound.call.strip("\ue000\ue001@"), "images": images, **({"voice_id": voices[0]} if voices else {})}


def _seed(seed: int) -> int:
    """0 means any: a written 0 stands at the far end."""
    return seed % 2_147_483_648 or 2_147_483_647
