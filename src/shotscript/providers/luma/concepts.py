"""Ray 2's camera concepts: a true camera parameter, at most four of them, beside the words."""

from __future__ import annotations

from collections.abc import Iterator

from ...lang.clause import Angle, Framing, Height, Move, Moves
from ...lang.term import Verb, View
from ...narrative.story import Shot
from .facts import CONCEPTS

_MOVES = {
    Verb.STATIC: "static", Verb.HANDHELD: "handheld", Verb.DOLLY_ZOOM: "dolly_zoom",
    (Verb.DOLLY, "in"): "push_in", (Verb.DOLLY, "out"): "pull_out", (Verb.PAN, "left"): "pan_left",
    (Verb.PAN, "right"): "pan_right", (Verb.WHIP_PAN, "left"): "pan_left", (Verb.WHIP_PAN, "right"): "pan_right",
    (Verb.TILT, "up"): "tilt_up", (Verb.TILT, "down"): "tilt_down", (Verb.TRUCK, "left"): "truck_left",
    (Verb.TRUCK, "right"): "truck_right", (Verb.PEDESTAL, "up"): "pedestal_up",
    (Verb.PEDESTAL, "down"): "pedestal_down", (Verb.ZOOM, "in"): "zoom_in", (Verb.ZOOM, "out"): "zoom_out",
    (Verb.CRASH_ZOOM, "in"): "zoom_in", (Verb.CRASH_ZOOM, "out"): "zoom_out", (Verb.ORBIT, "left"): "orbit_left",
    (Verb.ORBIT, "right"): "orbit_right", (Verb.ROLL, "left"): "roll_left", (Verb.ROLL, "right"): "roll_right",
    (Verb.CRANE, "up"): "crane_up", (Verb.CRANE, "down"): "crane_down",
}
_ANGLES = {"eye level": "eye_level", "low": "low_angle", "high": "high_angle", "overhead": "overhead"}
_VIEWS = {View.OTS: "over_the_shoulder", View.POV: "pov"}
KNOWN = frozenset((*_MOVES.values(), *_ANGLES.values(), *_VIEWS.values(), "ground_level"))


def concepts(shot: Shot) -> list[dict[str, str]]:
    """Those of a shot, its moves first: each key once, as the body lists them."""
    keys = dict.fromkeys((*_of_moves(shot), *_of_framing(shot)))
    return [{"key": key} for key in list(keys)[:CONCEPTS]]


def _of_moves(shot: Shot) -> Iterator[str]:
    for chain in shot.clauses:
        if isinstance(chain, Moves):
            yield from filter(None, (_of(move) for part in chain.parts for move in part))


def _of(move: Move) -> str:
    return _MOVES.get((move.verb, move.direction)) or _MOVES.get(move.verb, "")


def _of_framing(shot: Shot) -> Iterator[str]:
    for clause in shot.clauses:
        if isinstance(clause, Framing) and clause.view in _VIEWS:
            yield _VIEWS[clause.view]
        elif isinstance(clause, Angle) and clause.kind in _ANGLES:
            yield _ANGLES[clause.kind]
        elif isinstance(clause, Height) and clause.metres <= 0.2:
            yield "ground_level"
