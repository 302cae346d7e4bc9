"""How prose only comes near what was written, by the type of a clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...lang.clause import Angle, As, Dutch, Framing, Height, Lens, Move, Pacing, Speed
from ...lang.term import Verb
from ...narrative.story import Beat, BlockCue
from .manner import Manner


def rough(value: object, manner: Manner) -> str:
    """How words only come near a value, or nothing where they carry it whole."""
    for kind, how in {**RULES, **manner.rough}.items():
        if isinstance(value, kind):
            return how(value)
    return _rough_speech(value, manner) if isinstance(value, Beat) else ""


def _rough_move(move: Move) -> str:
    if move.verb is Verb.RACK_FOCUS:
        return "asked for in words: the model has no focus control"
    if move.verb is Verb.DOLLY_ZOOM:
        return "asked for in words: size and lens cannot be coupled exactly"
    measured = move.amount is not None or move.mm is not None or move.over or move.at or move.target
    return "amounts and times in words: the model has no camera control" if measured else ""


def _rough_framing(framing: Framing) -> str:
    return f"the part ({framing.part}) is named, its crop is the model's" if framing.part else ""


def _rough_speech(beat: Beat, manner: Manner) -> str:
    if beat.kind != "speech":
        return ""
    if manner.sound == "none":
        return "word for word, for the lips: the model makes no sound"
    known = not manner.voiced or beat.language.split("-")[0] in manner.voiced
    return "" if known else f"word for word, but {beat.language} is not among the languages the model is known to speak"


RULES: Mapping[type, Callable[[Any], str]] = {
    Lens: lambda _: "as a look in words: the model takes no focal length or stop",
    Angle: lambda angle: "degrees in words" if angle.degrees else "",
    Dutch: lambda dutch: "degrees in words" if dutch.degrees else "",
    Height: lambda _: "metres in words",
    Speed: lambda _: "in words",
    Pacing: lambda _: "times in words",
    As: lambda _: "by its clauses and the number of the shot; the camera's exact place is not kept",
    Move: _rough_move,
    Framing: _rough_framing,
    BlockCue: lambda _: "marks in words; how large things are is left to their own words",
}
"""How prose only comes near what was written, by the type of a clause."""
