"""How Seedance is spoken to: subjects first, then the shots by number, style and limits last; references by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...narrative.story import Person, Story
from ..claims import Subject
from ..contract import Need
from ..phrase.casting import Bind, Bound, Given, guarded, pictures
from ..phrase.manner import Manner, Mark
from .facts import ASPECTS, FPS, Facts

MARKS = (
    Mark(r"\{", "｛", "a brace would start a spoken line, so it is written ｛"),
    Mark(r"\}", "｝", "a brace would end the line, so it is written ｝"),
    Mark("<", "＜", "< would start a sound, so it is written ＜"),
    Mark(">", "＞", "> would end a sound, so it is written ＞"),
    Mark("【", "〔", "【 would start a subtitle, so it is written 〔"),
    Mark("】", "〕", "】 would end a subtitle, so it is written 〕"),
)
EACH = 4
"""Most pictures of one person: the guide asks for head and body; more only blur who is who."""


def manner(facts: Facts) -> Manner:
    return Manner(
        name=facts.name, package=__package__ or "", limits=facts.limits, marks=MARKS, sound="asked",
        voiced=facts.voiced, aspects=ASPECTS, resolutions=facts.resolutions, fps=FPS,
        head=("look", "style"), bind=_bind(facts),
        pictured=f"the model takes {facts.images} pictures, and none beside a first or last frame",
        takes=frozenset({"first frame", "last frame", "plate"}),
        switches={"ranges": facts.ranges},
        timing="" if facts.ranges else "told as about so many seconds: the model keeps the order of shots, no times",
    )


def _bind(facts: Facts) -> Bind:
    """Pictures by number, then voices by number; none beside a first or last frame, which exclude them."""
    images = pictures(facts.images, EACH, intro=_introduced, word="Image", alone=True)

    def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
        found = images(subjects, given, story)
        return _voiced(found, story, facts.sounds)

    return bind


def _introduced(name: str, numbers: str) -> str:
    several = "," in numbers or " and " in numbers
    listed = numbers.replace(", ", ", Image ").replace(" and ", " and Image ") if several else numbers
    return guarded(f"{name}, as in Image {listed}")


def _voiced(found: tuple[Bound, ...], story: Story, most: int) -> tuple[Bound, ...]:
    """The first speakers who have a recording, as Audio 1, Audio 2..."""
    speakers = [bound for bound in found if (person := story.person(bound.name)) and person.voice][:most]
    numbers = {bound.name: number for number, bound in enumerate(speakers, 1)}
    return tuple(_with_voice(bound, numbers[bound.name], story) if bound.name in numbers else bound for bound in found)


def _with_voice(bound: Bound, number: int, story: Story) -> Bound:
    person = story.person(bound.name)
    assert isinstance(person, Person)
    need = Need(role="voice", name=str(number), key=person.voice, span=person.span)
    intro = f"{bound.intro}{guarded(f', with the voice of Audio {number}')}"
    return replace(bound, intro=intro, needs=(*bound.needs, need), voiced=True)


