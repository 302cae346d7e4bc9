"""Camera moves in a director's English: `The camera pushes in slowly about 1.2 metres over 4 seconds, easing out`.

Shared by every prose dialect. Each move is a `Text` of its own span; numbers are never rounded.
"""

from __future__ import annotations

from fractions import Fraction

from ...core.timebase import plain
from ...lang.clause import Framing, Move, Moves, Pacing
from ...lang.term import Ease, Name, Time, Verb
from .picture import Say, inside, metres
from .text import Text, joined, said

TEXTURES = (Verb.STATIC, Verb.HANDHELD, Verb.GIMBAL)

_DIRECTED = {
    (Verb.DOLLY, "in"): "pushes in", (Verb.DOLLY, "out"): "pulls back",
    (Verb.ZOOM, "in"): "zooms in", (Verb.ZOOM, "out"): "zooms out",
    (Verb.CRASH_ZOOM, "in"): "crash-zooms in", (Verb.CRASH_ZOOM, "out"): "crash-zooms out",
    (Verb.PEDESTAL, "up"): "rises straight up", (Verb.PEDESTAL, "down"): "sinks straight down",
}
_VERBS = {
    Verb.DOLLY: "dollies", Verb.TRUCK: "trucks", Verb.PEDESTAL: "booms", Verb.CRANE: "cranes", Verb.PAN: "pans",
    Verb.TILT: "tilts", Verb.ROLL: "rolls", Verb.WHIP_PAN: "whip-pans", Verb.ORBIT: "arcs", Verb.ZOOM: "zooms",
    Verb.CRASH_ZOOM: "crash-zooms",
}
_TURNS = (Verb.PAN, Verb.TILT, Verb.ROLL, Verb.WHIP_PAN, Verb.ORBIT)
_PACES = {"slow": "slowly", "quick": "quickly"}
_EASES = {
    Ease.IN: "starting gently", Ease.OUT: "easing to a stop", Ease.IN_OUT: "easing in and out",
    Ease.LINEAR: "at an even pace",
}
_EFFECTS = {Verb.DOLLY_ZOOM: "the subject keeping its size while the background warps"}
_TEXTURE_WORDS = {Verb.STATIC: "locked off", Verb.HANDHELD: "handheld", Verb.GIMBAL: "gliding on a gimbal"}


def sentence(chains: tuple[Moves, ...], pacing: Pacing | None, say: Say, fps: Fraction) -> Text:
    """Every move of a shot as one sentence without its full stop; empty when there is none."""
    lone = [m for chain in chains for m in _moves(chain) if _lone(chain) and m.verb in TEXTURES]
    moving = [chain for chain in chains if not (_lone(chain) and _moves(chain)[0].verb in TEXTURES)]
    words = _TEXTURE_WORDS if not moving else {**_TEXTURE_WORDS, Verb.STATIC: "steady"}
    texture = joined([said(words[m.verb], m.span) for m in lone], " and ")
    if not moving:
        return "The camera is " + texture if texture else Text()
    told = joined([_chain(chain, pacing, say, fps) for chain in moving], ", and at the same time ")
    return ("The camera, " + texture + ", " if texture else Text()) + ("" if texture else "The camera ") + told


def paced(chains: tuple[Moves, ...], pacing: Pacing) -> bool:
    """Whether any move takes its time or its ease from a clause of its own."""
    moving = [m for chain in chains for m in _moves(chain) if not (_lone(chain) and m.verb in TEXTURES)]
    timed = pacing.over is not None and any(m.over is None for m in moving)
    eased = pacing.ease is not None and any(m.ease is None and m.verb not in (*TEXTURES, Verb.HOLD) for m in moving)
    return timed or eased


def _lone(chain: Moves) -> bool:
    return len(chain.parts) == 1 and len(chain.parts[0]) == 1


def _moves(chain: Moves) -> tuple[Move, ...]:
    return tuple(move for part in chain.parts for move in part)


def _chain(chain: Moves, pacing: Pacing | None, say: Say, fps: Fraction) -> Text:
    parts = [joined([_move(m, pacing, say, fps) for m in part], " while it ") for part in chain.parts]
    return joined(parts, ", then ")


def _move(move: Move, pacing: Pacing | None, say: Say, fps: Fraction) -> Text:
    core = " ".join(filter(None, (_verb(move, say), _pace(move), _amount(move, say))))
    words = ", ".join(filter(None, (core + _over(move, pacing, fps), _at(move, fps), _EFFECTS.get(move.verb))))
    told = said(words, move.span)
    ease = move.ease or (pacing.ease if pacing else None)
    if ease is None or move.verb in (*TEXTURES, Verb.HOLD):
        return told
    return told + said(f", {_EASES[ease]}", move.span if move.ease or pacing is None else pacing.span)


def _verb(move: Move, say: Say) -> str:
    special = _SPECIAL.get(move.verb)
    if special is not None:
        return special(move, say)
    exact = _DIRECTED.get((move.verb, move.direction))
    around = f" around {say(move.around)}" if move.around else ""
    return exact or f"{_VERBS[move.verb]} {move.direction}".strip() + around


def _follows(move: Move, say: Say) -> str:
    return f"follows {say(move.follow)}" if move.follow else "follows the action"


def _racks(move: Move, say: Say) -> str:
    start = f" from {say(move.focus_from)}" if move.focus_from else ""
    end = f" to {say(move.target)}" if isinstance(move.target, Name) else ""
    return f"racks focus{start}{end}"


def _warps(move: Move, say: Say) -> str:
    way = f" {move.direction}" if move.direction else ""
    return f"makes a dolly zoom{way}"


def _rests(move: Move, say: Say) -> str:
    return "holds still"


def _textured(move: Move, say: Say) -> str:
    return f"stays {_TEXTURE_WORDS[move.verb]}"


_SPECIAL = {
    Verb.TRACK: _follows, Verb.RACK_FOCUS: _racks, Verb.DOLLY_ZOOM: _warps, Verb.HOLD: _rests,
    Verb.STATIC: _textured, Verb.HANDHELD: _textured, Verb.GIMBAL: _textured,
}


def _pace(move: Move) -> str:
    *degree, word = move.pace.split() or [""]
    return " ".join((*degree, _PACES.get(word, word))).strip()


def _amount(move: Move, say: Say) -> str:
    if move.amount is not None:
        return f"about {plain(move.amount)} degrees" if move.verb in _TURNS else f"about {metres(move.amount)}"
    if move.mm is not None:
        number = plain(move.mm)
        return f"to {'an' if number[0] == '8' or number in ('11', '18') else 'a'} {number}mm view"
    if isinstance(move.target, Framing):
        return f"to {inside(move.target, say)}"
    return f"to {say(move.target)}" if move.target and move.verb is not Verb.RACK_FOCUS else ""


def _over(move: Move, pacing: Pacing | None, fps: Fraction) -> str:
    over = move.over or (pacing.over if pacing else None)
    if over is None:
        return ""
    return f"{' for' if move.verb is Verb.HOLD else ' over'} {seconds(over.seconds(fps))}"


def _at(move: Move, fps: Fraction) -> str:
    if move.at_words:
        return f"starting on ‘{move.at_words}’"
    return f"starting after {seconds(move.at.seconds(fps))}" if isinstance(move.at, Time) else ""


def seconds(length: Fraction) -> str:
    return "one second" if length == 1 else f"{plain(length)} seconds"
