"""How the open models are spoken to: the depth pass says where everything is, words say what it is.

Framing stands in the words too, for they must not contradict the picture; moves and marks stand in the pass alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal

from ...lang.clause import Angle, Dutch, Focus, Framing, Height, Lens, Move, Moves
from ...lang.term import Verb
from ...narrative.story import BlockCue
from ..phrase.bits import Bit
from ..phrase.casting import pictures, unbound
from ..phrase.manner import QUOTES, Manner, Mark
from ..phrase.motion import sentence
from ..phrase.view import View
from .facts import SHORT, Model

CARRIED = frozenset({
    "framing", "lens", "angle", "dutch", "height", "side", "from", "place in frame", "gaze", "camera at", "as",
    "pacing", "blocking", *(f"move {verb.value}" for verb in Verb if verb is not Verb.RACK_FOCUS)})
"""Claims whose geometry the depth pass holds, by their kind."""
IN_PASS = "in the depth pass"
POSED = "people's places and postures in the pose pass; what is about them is the model's"
_WEIGHED = "parentheses would weigh words, so they are written with a backslash"
MARKS = (
    Mark(r"\(", r"\\(", _WEIGHED), Mark(r"\)", r"\\)", _WEIGHED),
    Mark(r"\bembedding:", "embedding :", "embedding: would call for a file, so it is written apart"), QUOTES,
)


@cache
def manner(model: Model) -> Manner:
    return Manner(
        name=model.name, package=__package__ or "", limits=model.limits, marks=MARKS,
        sound="always" if model.sound else "none", never=_never(model), seed=True, aspects=(),
        resolutions={f"{SHORT}p": SHORT}, fps=model.fps, bind=pictures(1) if model.pictured else unbound,
        binds=("images",) if model.pictured else (), takes=_takes(model), camera=_focusing,
        rough=_ROUGH if model.drive == "depth pass" else {**_ROUGH, Lens: _posed_lens},
        silent={} if model.sound else {"sound": "the model makes no sound"}, switches={"sound": model.sound},
    )


def _never(model: Model) -> Literal["field", "none"]:
    """Wan Animate runs at cfg 1, where what must not be seen has no effect."""
    return "none" if model.drive == "pose pass" else "field"


def _takes(model: Model) -> frozenset[str]:
    if model.drive == "pose pass":
        return frozenset()
    return frozenset({"first frame", "last frame"} if model.last else {"first frame"})


def _focusing(view: View) -> list[Bit]:
    """Where the focus goes is all of the camera that depth does not show."""
    chains = [c for c in view.shot.clauses if isinstance(c, Moves)]
    racks = [move for chain in chains for part in chain.parts for move in part if move.verb is Verb.RACK_FOCUS]
    words = sentence(tuple(Moves(m.span, ((m,),)) for m in racks), None, view.say, view.segment.format.fps)
    return [view.bit("camera", view.of(*racks), words=words)] if words else []


def _lens(lens: Lens) -> str:
    flat = [*(["its stop"] if lens.stop else []), *(["its anamorphic look"] if lens.anamorphic else [])]
    length = "its length in the depth pass, " if lens.mm and flat else ""
    return f"{length}{' and '.join(flat)} in words" if flat else ""


def _posed_lens(lens: Lens) -> str:
    return _lens(lens).replace("depth", "pose")


def _framing(framing: Framing) -> str:
    return f"the part ({framing.part}) is named, the depth pass shows a figure's" if framing.part else ""


def _nothing(value: Any) -> str:
    return ""


_ROUGH: Mapping[type, Callable[[Any], str]] = {
    **dict.fromkeys((Angle, Dutch, Height, BlockCue), _nothing), Lens: _lens, Framing: _framing,
    Focus: lambda _: "in words: depth has no focus",
    Move: lambda move: "in words: depth has no focus" if move.verb is Verb.RACK_FOCUS else "",
}
