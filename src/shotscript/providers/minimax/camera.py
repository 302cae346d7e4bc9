"""Hailuo's camera commands: the fifteen it knows in brackets, before the move in words.

`A while B` stand in one bracket, `A then B` in two, in the order of the text. What has no command is told in words
alone.
"""

from __future__ import annotations

from ...lang.clause import Move, Moves
from ...lang.term import Verb
from ..phrase.bits import Bit
from ..phrase.sheet import camera
from ..phrase.text import Text, joined, said
from ..phrase.view import View

COMMANDS = {
    (Verb.TRUCK, "left"): "Truck left", (Verb.TRUCK, "right"): "Truck right", (Verb.PAN, "left"): "Pan left",
    (Verb.PAN, "right"): "Pan right", (Verb.WHIP_PAN, "left"): "Pan left", (Verb.WHIP_PAN, "right"): "Pan right",
    (Verb.DOLLY, "in"): "Push in", (Verb.DOLLY, "out"): "Pull out", (Verb.PEDESTAL, "up"): "Pedestal up",
    (Verb.PEDESTAL, "down"): "Pedestal down", (Verb.TILT, "up"): "Tilt up", (Verb.TILT, "down"): "Tilt down",
    (Verb.ZOOM, "in"): "Zoom in", (Verb.ZOOM, "out"): "Zoom out", (Verb.CRASH_ZOOM, "in"): "Zoom in",
    (Verb.CRASH_ZOOM, "out"): "Zoom out", (Verb.HANDHELD, ""): "Shake", (Verb.TRACK, ""): "Tracking shot",
    (Verb.STATIC, ""): "Static shot",
}
TOGETHER = 3
"""Most commands the vendor advises in one bracket."""


def commanded(view: View) -> list[Bit]:
    """The moves in words, as everywhere, with the commands before them."""
    brackets = [bracket for clause in view.shot.clauses if isinstance(clause, Moves) for bracket in _brackets(clause)]
    found = camera(view)
    if not found or not brackets:
        return found
    (words,) = found
    return [view.bit("camera", words.claims, words=joined([*brackets, words.values["words"]], " "))]


def _brackets(chain: Moves) -> list[Text]:
    return [text for part in chain.parts if (text := _bracket(part))]


def _bracket(part: tuple[Move, ...]) -> Text | None:
    known = [(COMMANDS[key], move) for move in part if (key := (move.verb, move.direction)) in COMMANDS][:TOGETHER]
    if not known:
        return None
    commands = joined([said(command, move.span) for command, move in known], ", ")
    return said("\ue000[\ue001", known[0][1].span) + commands + said("\ue000]\ue001", known[-1][1].span)
