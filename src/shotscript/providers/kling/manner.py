"""How each Kling model is spoken to: its official shot list, or prose; references by `@id` or by number.

A request's way follows from what its segment holds: a first frame, a plate, a performance, or words alone. Each way of
each model is a Manner of its own, for other things may stand together in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Literal

from ...lang.term import Verb
from ...narrative.story import Beat
from ...plan.timeline import Segment
from ..phrase.casting import Bind, footage, unbound
from ..phrase.delivery import heard
from ..phrase.manner import QUOTES, Manner, Mark
from . import bind
from .facts import FPS, HD, Model

Way = Literal["text", "frames", "omni", "plate", "motion"]

SEMICOLON = Mark(";", "；", "a semicolon would end the shot, so it is written ；")
AT = Mark(r"@(?=\w)", "＠", "an @ would name a reference, so it is written ＠")
ANGLES = Mark("<<<", "‹‹‹", "<<< would name a reference, so it is written ‹‹‹")
PROMPT_BESIDE_A_PLATE = {"new": 3072, "legacy": 2500}

_NO_FRAME = "a plate takes no frame beside it"
FRAMED: dict[str, str] = dict.fromkeys(
    ("framing", "lens", "angle", "dutch", "height", "side", "from", "place in frame", "focus", "camera at", "as"),
    "the picture of the person gives it")
MOVED = dict.fromkeys(("gaze", "blocking", "pacing", *(f"move {verb.value}" for verb in Verb)),
                      "the driving video gives it")
"""Why a claim says nothing to motion control, by its kind."""
_HEARD = {"sound": "the driving video's own sound is kept", "speed": "the driving video's own speed is kept"}


def of(model: Model, segment: Segment) -> Manner:
    """The manner of the way a segment goes."""
    path = way(model, segment)
    given = footage(segment, manner(model, path, False))
    paired = "last frame" in given and "first frame" in given
    loud = bool(model.voices) and heard(segment)
    return manner(model, path, bool(model.fine) and (paired or heard(segment)), loud)


def way(model: Model, segment: Segment) -> Way:
    """How a segment is asked for: by what it holds, where the model has ways to choose from."""
    if model.family == "motion":
        return "motion"
    if model.family == "omni":
        plate = len(segment.cuts) == 1 and any(said.head == "plate" for said in segment.cuts[0].shot.said)
        return "plate" if plate else "omni"
    return "frames" if "first frame" in footage(segment, manner(model, "text", False)) else "text"


@cache
def manner(model: Model, path: Way, fine: bool, loud: bool = False) -> Manner:
    """A way of a model. `fine`: at its only size for that; `loud`: something is heard from the model itself."""
    plain = _plain(model, path, loud)
    if fine:
        return replace(plain, resolutions={model.fine: model.sizes[model.fine]})
    return {"plate": _plate, "motion": _motion}.get(path, _as_it_is)(model, plain)


def _plain(model: Model, path: Way, loud: bool) -> Manner:
    bound = _bind(model, path, loud)
    return Manner(
        name=model.name, package=__package__ or "", limits=model.limits, marks=_marks(model, path), sound=model.sound,
        never="field" if model.standard == "legacy" and model.family == "video" else "sentence",
        voiced=model.voiced, aspects=model.aspects, resolutions=model.sizes, fps=FPS, bind=bound,
        binds=_binds(model, path), pictured=_pictured(model, path), takes=_takes(model), pair=True,
        prompt="prose.jinja2" if model.prose else "prompt.jinja2",
    )


def _marks(model: Model, path: Way) -> tuple[Mark, ...]:
    if model.standard == "legacy":
        return (ANGLES, QUOTES)
    return (AT, QUOTES) if model.prose or path in ("plate", "motion") else (SEMICOLON, AT, QUOTES)


def _takes(model: Model) -> frozenset[str]:
    frames = {"first frame", "last frame"} if model.last else {"first frame"}
    return frozenset(frames | {"plate"} if model.family == "omni" else frames)


def _bind(model: Model, path: Way, loud: bool) -> Bind:
    call = bind.by_number if model.standard == "legacy" else bind.by_id
    if model.family == "next":
        return bind.binder(bind.next_, call, clips=False)
    if model.family == "omni":
        return bind.binder(bind.omni, call, voices=path != "plate")
    if path == "frames" and model.elements:
        return bind.binder(bind.video, call)
    return bind.speaking(model.voices) if path == "frames" and model.voices and loud else unbound


def _binds(model: Model, path: Way) -> tuple[str, ...]:
    if path == "motion" or model.family == "next":
        return ("images",)
    return ("voice",) if model.voices else ("images", "clip")


_BESIDE = {
    "omni": "seven pictures and elements stand together, with clips fewer; beside a first frame three elements, "
            "of two to four pictures each",
    "plate": "beside a plate four pictures and elements stand, or one clip",
}
"""What Omni takes together."""


def _pictured(model: Model, path: Way) -> str:
    if model.family == "next":
        return ""
    if model.family == "omni":
        return _BESIDE.get(path, "")
    if model.elements:
        return ("beside a first frame stand three elements of two to four pictures each" if path == "frames" else
                "elements stand only beside a first frame")
    return f"the model takes no pictures but {'frames' if model.last else 'a first frame'}"


def _as_it_is(model: Model, plain: Manner) -> Manner:
    return plain


def _plate(model: Model, plain: Manner) -> Manner:
    """Footage transformed: one shot in prose, as long as the footage, silent but for the footage's own sound."""
    limits = plain.limits.model_copy(update={"shot_words": None, "prompt": PROMPT_BESIDE_A_PLATE[model.standard]})
    return replace(
        plain, limits=limits, sound="none", resolutions=HD, takes=frozenset({"plate"}),
        prompt=f"plate-{model.standard}.jinja2",
        silent={"frame first": _NO_FRAME, "frame last": _NO_FRAME},
    )


def _motion(model: Model, plain: Manner) -> Manner:
    """A person moved by footage: words say who, where and in what light, and what is said for the lips."""
    rough: dict[type, Callable[[Beat], str]] = {Beat: _performed}
    return replace(
        plain, bind=bind.portrait, sound="none", takes=frozenset({"performance"}), pair=False, rough=rough,
        silent={**FRAMED, **MOVED, **_HEARD}, shot="moved.jinja2", prompt="prose.jinja2", quiet=False,
        pictured="one person is moved, by one picture", fps=None, aspects=(),
    )


def _performed(beat: Beat) -> str:
    return "word for word, for the lips: the only sound is the footage's own" if beat.kind == "speech" else ""
