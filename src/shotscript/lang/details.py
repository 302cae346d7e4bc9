"""Trees of every clause that is neither framing nor move: lens, angle, side, place, gaze, focus, time and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from ..core import codes
from ..core.diagnostic import Diagnostic
from ..core.span import Span
from . import measures, mistakes
from .clause import (
    Allow,
    Angle,
    As,
    CameraAt,
    Clause,
    Description,
    Dutch,
    Focus,
    From,
    Gaze,
    Height,
    Length,
    Lens,
    PlaceInFrame,
    Side,
    Speed,
)
from .framing import FRAMINGS, framing
from .grammars import Syntax, Token
from .moves import moves, pacing
from .piece import Piece, branch, branches, leaf, word
from .term import Name

GROUND_LEVEL = Fraction(1, 10)
SLOW_MOTION, FAST_MOTION = Fraction(50), Fraction(200)
ID = re.compile(r"[^\W_](?:[^\W_]|[.\-])*")


def build(piece: Piece, tree: Syntax) -> Clause | None:
    """The clause of a parsed piece; None when a fault leaves nothing of it."""
    kind = str(tree.data)
    return framing(piece, tree) if kind in FRAMINGS else _BUILDERS[kind](piece, tree)


# ---------------------------------------------------------------------------------------------- helpers


def _figures(piece: Piece, tree: Syntax) -> Lens | Length | None:
    tokens = [token for node in branches(tree) if (token := leaf(node) or leaf(node, "STOP"))]
    if len(tokens) == 1 and tokens[0].type == "MEASURE" and measures.kind_of(str(tokens[0])) == "time":
        time = piece.time(tokens[0])
        return Length(piece.span(tree), time) if time else None
    if len(tokens) == 1 and tokens[0].type == "MEASURE" and not measures.kind_of(str(tokens[0])):
        piece.problems.append(_bad_figure(piece, tokens[0]))
        return None
    tokens = _without_times(piece, tokens)
    anamorphic = any(branch(node, "anamorphic") is not None for node in branches(tree))
    mm, stop = _figure(piece, tokens, "MEASURE"), _figure(piece, tokens, "STOP")
    return Lens(piece.span(tree), mm, stop, anamorphic) if anamorphic or mm or stop else None


def _without_times(piece: Piece, tokens: list[Token]) -> list[Token]:
    """`4s 85mm`: a length of time among the figures of a lens is a clause of its own."""
    kept = [t for t in tokens if t.type != "MEASURE" or measures.kind_of(str(t)) != "time"]
    for token in (t for t in tokens if t not in kept):
        piece.time(token)
    for before, after in pairwise(tokens) if kept != tokens else ():
        if (before in kept) != (after in kept):
            gap = Span(piece.span(before).end, piece.span(after).start, piece.line.span.source)
            piece.problems.append(mistakes.missing_comma(piece.span(after), gap))
    return kept


def _bad_figure(piece: Piece, token: Token) -> Diagnostic:
    """A number whose unit nobody knows: small ones are likelier seconds than millimetres."""
    digits = re.match(r"[+-]?(\d{0,6}(?:\.\d{1,6})?)", str(token))
    number = digits[1] if digits and digits[1] else "4"
    right = f"{number}s" if Fraction(number) < 10 else f"{number}mm"
    return mistakes.bad_figure(piece.raw(token), piece.span(token), f"f/{number}" if number in _STOPS else right)


_STOPS = ("1.2", "1.4", "1.8", "2.8", "5.6")
"""Numbers that are written on a lens and hardly anywhere else."""


def _figure(piece: Piece, tokens: list[Token], kind: str) -> Fraction | None:
    written = [token for token in tokens if token.type == kind]
    if not written:
        return None
    if len(written) > 1:
        what = "the lens" if kind == "MEASURE" else "the stop"
        piece.problems.append(mistakes.said_twice(what, piece.span(written[1])))
    if kind == "MEASURE":
        return piece.number(written[0], "lens")
    at = 2 if str(written[0])[1] == "/" else 1
    return piece.number(_tail(written[0], at), "stop")


def _tail(token: Token, at: int) -> Token:
    return Token("MEASURE", str(token)[at:], (token.start_pos or 0) + at, end_pos=token.end_pos)


_ANGLES = {"eye_level": "eye level", "low": "low", "high": "high", "overhead": "overhead", "worms_eye": "worm's eye"}


def _angle(piece: Piece, tree: Syntax) -> Angle:
    return Angle(piece.span(tree), _ANGLES[word(tree, *_ANGLES)], _degrees(piece, tree))


def _dutch(piece: Piece, tree: Syntax) -> Dutch:
    return Dutch(piece.span(tree), word(tree, "left", "right"), _degrees(piece, tree))


def _degrees(piece: Piece, tree: Syntax) -> Fraction | None:
    token = leaf(tree)
    return piece.number(token, "angle") if token else None


def _height(piece: Piece, tree: Syntax) -> Height | None:
    token = leaf(tree)
    metres = piece.number(token, "length") if token else GROUND_LEVEL
    return Height(piece.span(tree), metres) if metres is not None else None


_VIEWS = {"front": "front", "back": "back", "profile": "profile", "quarter": "three-quarter",
          "quarter_back": "three-quarter back"}  # fmt: skip


def _side(piece: Piece, tree: Syntax) -> Side:
    view = branch(tree, *_VIEWS)
    assert view is not None
    said = f"{_VIEWS[str(view.data)]} {word(view, 'left', 'right')}".strip()
    return Side(piece.span(tree), said, _who(piece, tree))


def _from(piece: Piece, tree: Syntax) -> From:
    return From(piece.span(tree), piece.name(branches(tree)[0]))


def _place(piece: Piece, tree: Syntax) -> PlaceInFrame:
    where = branch(tree, "screen", "third", "center", "background", "foreground")
    assert where is not None
    way = word(where, "left", "right")
    said = {"screen": f"screen {way}", "third": f"{way} third"}.get(str(where.data), str(where.data))
    return PlaceInFrame(piece.span(tree), _who(piece, tree), said)


def _gaze(piece: Piece, tree: Syntax) -> Gaze:
    to = branch(tree, "away", "gaze_at", "to_camera")
    assert to is not None
    span, who = piece.span(tree), _who(piece, tree)
    if to.data == "gaze_at":
        return Gaze(span, who, at=piece.name(branches(to)[0]))
    return Gaze(span, who, word(to, "left", "right", "up", "down") or "camera")


def _focus(piece: Piece, tree: Syntax) -> Focus:
    return Focus(piece.span(tree), piece.whole_name(branches(tree)[0]))


def _speed(piece: Piece, tree: Syntax) -> Speed | None:
    named = branch(tree, "slow_motion", "fast_motion")
    token = leaf(named if named is not None else tree)
    usual = SLOW_MOTION if named is not None and named.data == "slow_motion" else FAST_MOTION
    percent = piece.number(token, "percent") if token else usual
    return Speed(piece.span(tree), percent) if percent is not None else None


def _as(piece: Piece, tree: Syntax) -> As | None:
    token = leaf(tree, "REF")
    assert token is not None
    written = piece.raw(token)
    if ID.fullmatch(written):
        return As(piece.span(tree), written)
    fixed = "-".join(re.findall(r"[^\W_]+(?:[.\-][^\W_]+)*", written))
    piece.problems.append(mistakes.bad_id(written, piece.span(token), fixed))
    return None


def _allow(piece: Piece, tree: Syntax) -> Allow | None:
    token = leaf(tree, "REF")
    assert token is not None
    written = piece.raw(token).upper()
    shaped = bool(re.fullmatch(r"[A-Z]{2}[0-9]{3}", written)) and written[:2] in codes.GROUPS
    if shaped and (codes.page(written) or not codes.pages(written[:2])):
        return Allow(piece.span(tree), written)
    piece.problems.append(mistakes.bad_code(piece.raw(token), piece.span(token), next(iter(codes.near(written)), "")))
    return None


def _camera(piece: Piece, tree: Syntax) -> CameraAt | None:
    x, z = (piece.number(t, "length", bare=True, signed=True) for t in tree.children if isinstance(t, Token))
    height = facing = None
    for node in branches(tree):
        token = leaf(node)
        if (height if token else facing) is not None:
            piece.problems.append(mistakes.said_twice("the height" if token else "what it faces", piece.span(node)))
        elif token:
            height = piece.number(token, "length")
        else:
            facing = piece.name(branches(node)[0])
    return None if x is None or z is None else CameraAt(piece.span(tree), x, z, height, facing)


def _description(piece: Piece, tree: Syntax) -> Description:
    token = leaf(tree, "QUOTED")
    assert token is not None
    return Description(piece.span(tree), piece.quoted(token))


def _who(piece: Piece, tree: Syntax) -> Name | None:
    name = branch(tree, "name")
    return piece.name(name) if name is not None else None


_BUILDERS: dict[str, Callable[[Piece, Syntax], Clause | None]] = {
    "lens": _figures, "angle": _angle, "dutch": _dutch, "height": _height, "side": _side, "from": _from,
    "place": _place, "gaze": _gaze, "focus": _focus, "speed": _speed, "as": _as, "allow": _allow,
    "camera": _camera, "moves": moves, "pacing": pacing, "description": _description,
}  # fmt: skip
