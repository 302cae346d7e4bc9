"""A segment in H3's body: the vendor's own structured prompt, cuts by time, speakers by number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ...narrative.story import Person, Place, Story
from ...plan.timeline import Segment
from ..claims import Subject
from ..contract import Context, Draft, Need
from ..phrase.casting import Bound, Given, guarded, plainly, unbound
from ..phrase.delivery import aspect, resolution
from ..phrase.manner import Manner, Mark
from ..phrase.tell import Telling, fitting, tell
from .facts import (
    FREE_PICTURES,
    H3,
    H3_ASPECTS,
    H3_DOLLARS,
    H3_PICTURES,
    H3_SIZES,
    H3_VOICED,
    H3_VOICES,
    PICTURE_DOLLARS,
)

_MARKS = (Mark("<", "＜", "< would start a label, so it is written ＜"),
          Mark(">", "＞", "> would end a label, so it is written ＞"),
          Mark(r"\[", "［", "brackets would be a mark of the shot list, so they are written ［］"),
          Mark(r"\]", "］", "brackets would be a mark of the shot list, so they are written ［］"))
EACH = 3


def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
    """`<Subject 1>` as in `<Picture 1>`, with the voice of `<Audio 1>`; a place by its picture alone."""
    found: list[Bound] = []
    pictures = voices = people = 0
    for who in subjects:
        taken = who.images[: min(EACH, H3_PICTURES - pictures)]
        if not taken:
            continue
        numbers = range(pictures + 1, pictures + len(taken) + 1)
        pictures += len(taken)
        needs = [Need(role="image", name=str(n), key=path, span=who.span)
                 for n, path in zip(numbers, taken, strict=True)]
        shown = " and ".join(f"<Picture {n}>" for n in numbers)
        if isinstance(who, Place):
            found.append(Bound(who.name, plainly(who.name, who), guarded(shown), tuple(needs), len(taken)))
            continue
        people += 1
        voice = who.voice if isinstance(who, Person) and voices < H3_VOICES else ""
        voices += bool(voice)
        heard = f", with the voice timbre of <Audio {voices}>" if voice else ""
        needs += [Need(role="voice", name=str(voices), key=voice, span=who.span)] if voice else []
        found.append(_bound(who, people, f"{shown}{heard}", tuple(needs), len(taken)))
    return tuple(found)


def _bound(who: Subject, number: int, shown: str, needs: tuple[Need, ...], pictures: int) -> Bound:
    label = f"<Subject {number}>"
    voiced = any(need.role == "voice" for need in needs)
    return Bound(who.name, guarded(label), guarded(f"{label} is {plainly(who.name, who)} of {shown}"), needs, pictures,
                 voiced)


class Dialect:
    """One mode's. `write`, `fits` and `price` are those of the contract."""

    def __init__(self, facts: H3) -> None:
        self.facts = facts
        frames = frozenset() if facts.references else frozenset({"first frame", "last frame"})
        self.manner = Manner(
            name=facts.name, package=__package__ or "", limits=facts.limits, marks=_MARKS, sound="always",
            voiced=H3_VOICED, never="none", aspects=H3_ASPECTS, resolutions=H3_SIZES,
            head=("sound", "look") if facts.references else ("sound",), bind=bind if facts.references else unbound,
            binds=("images", "voice") if facts.references else (), takes=frames, pair=True, shot="h3_shot.jinja2",
            prompt="h3_references.jinja2" if facts.references else "h3.jinja2",
        )

    def write(self, segment: Segment, context: Context) -> Draft:
        telling = tell(segment, context, self.manner)
        body = {
            "model": "MiniMax-H3", "content": [{"type": "text", "text": str(telling.words)}, *_media(telling)],
            "resolution": resolution(segment.format, H3_SIZES), "duration": int(segment.seconds),
            "ratio": "adaptive" if telling.casting.given else aspect(segment.format, H3_ASPECTS),
            "aigc_watermark": False,
        }
        return telling.draft("MiniMax-H3", body)

    def fits(self, segment: Segment, context: Context) -> bool:
        return fitting(segment, context, self.manner)

    def price(self, segment: Segment) -> Decimal:
        """US dollars, by the second; pictures beyond the free ones are counted as if all were sent."""
        return H3_DOLLARS[resolution(segment.format, H3_SIZES)] * int(segment.seconds) + (
            PICTURE_DOLLARS * (H3_PICTURES - FREE_PICTURES) if self.facts.references else 0)


_KINDS = {"first frame": ("image_url", "first_frame"), "last frame": ("image_url", "last_frame"),
          "image": ("image_url", "reference_image"), "voice": ("audio_url", "reference_audio")}


def _media(telling: Telling) -> list[dict[str, Any]]:
    """Frames, or pictures and then voices: counted by the prompt in the order of each kind."""
    needs = sorted(telling.casting.needs, key=lambda need: list(_KINDS).index(need.role))
    return [{"type": (kind := _KINDS[need.role])[0], kind[0]: {"url": need.ref}, "role": kind[1]} for need in needs]
