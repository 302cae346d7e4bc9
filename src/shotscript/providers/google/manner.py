"""How Veo and Gemini Omni are spoken to: time blocks in brackets, lines in quotes, pictures in order or by tag."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ...narrative.story import Place, Story
from ..claims import Subject
from ..contract import Need
from ..phrase.casting import Bind, Bound, Given, guarded, pictures, plainly, unbound
from ..phrase.manner import QUOTES, Manner, Mark
from .facts import ASPECTS, FPS, Model

BLOCK = Mark(r"\[(?=\s*\d)", "［", "[ before a figure would start a block of time, so it is written ［")
TAG = Mark(r"<(?=[A-Z_])", "‹", "< before a capital would start a tag, so it is written ‹")
FRAMES = frozenset({"first frame", "last frame"})
_TIMED = "told as a block of seconds in the prompt: the model cuts about there"


@cache
def manner(model: Model) -> Manner:
    return (_veo if model.family == "veo" else _omni)(model)


def _veo(model: Model) -> Manner:
    return Manner(
        name=model.name, package=__package__ or "", limits=model.limits, marks=(BLOCK, QUOTES), sound="asked",
        voiced=("en",), never="field", seed=True, aspects=ASPECTS, resolutions=model.sizes, fps=FPS,
        bind=_assets(model.references) if model.references else unbound,
        pictured="" if model.references else "the model takes pictures as veo-3.1-references, in clips of 8 seconds",
        takes=FRAMES if model.frames else frozenset(), pair=True, timing=_TIMED, switches={"quoted": model.quoted},
        shot="veo-shot.jinja2", prompt="veo.jinja2",
    )


def _omni(model: Model) -> Manner:
    return Manner(
        name=model.name, package=__package__ or "", limits=model.limits, marks=(BLOCK, TAG, QUOTES), sound="always",
        aspects=ASPECTS, resolutions=model.sizes, fps=FPS, head=("style",), bind=_tags(model.references),
        pictured=f"the model takes {model.references} pictures, and none beside a first or last frame",
        takes=FRAMES, pair=True, timing=_TIMED, switches={"quoted": model.quoted}, shot="omni-shot.jinja2",
        prompt="omni.jinja2",
    )


def _assets(most: int) -> Bind:
    """Veo's pictures have no tags: they are counted. As many of each as leave one for everybody."""

    def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
        each = max(1, most // max(1, len(subjects)))
        return pictures(most, each, intro=_provided, word="provided image")(subjects, given, story)

    return bind


def _provided(name: str, numbers: str) -> str:
    several = "," in numbers or " and " in numbers
    return guarded(f"{name}, as in provided {'images' if several else 'image'} {numbers}")


def _tags(most: int) -> Bind:
    """Omni's have a tag each, counted from zero; beside a frame there are none."""

    def bind(subjects: Sequence[Subject], given: Given, story: Story) -> tuple[Bound, ...]:
        found: list[Bound] = []
        free = 0 if given else most
        each = max(1, most // max(1, len(subjects)))
        for who in subjects:
            taken = who.images[: min(each, free)]
            if taken:
                found.append(_tagged(who, taken, most - free))
                free -= len(taken)
        return tuple(found)

    return bind


def _tagged(who: Subject, taken: Sequence[str], first: int) -> Bound:
    needs = tuple(Need(role="image", name=str(n), key=path, span=who.span) for n, path in enumerate(taken, first))
    tags = [f"<IMAGE_REF_{need.name}>" for need in needs]
    name = "" if isinstance(who, Place) else f"{plainly(who.name, who)} "
    return Bound(who.name, guarded(f"{name}{tags[0]}"), guarded(f"{name}{' '.join(tags)}"), needs, len(taken),
                 carries=True)
