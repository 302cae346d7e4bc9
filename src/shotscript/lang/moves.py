"""Trees of camera moves: verbs and their ways, amounts and targets, pace, timing, and chains of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..core.diagnostic import Diagnostic, Fix, error
from ..core.span import Span
from . import measures
from .clause import Framing, Hold, Move, Moves, Pacing
from .framing import FRAMINGS, framing, subjects
from .grammars import Syntax, Token
from .mistakes import both, incomplete, said_twice
from .piece import Piece, bounds, branch, branches, leaf, word
from .term import Ease, Name, Time, Verb, Words

_VERBS = {verb.name.lower(): verb for verb in Verb}
_ENDS_OF = {"push": "in", "pull": "out"}
_AMOUNTS = {
    **dict.fromkeys((Verb.DOLLY, Verb.TRUCK, Verb.PEDESTAL, Verb.CRANE), "length"),
    **dict.fromkeys((Verb.PAN, Verb.TILT, Verb.ROLL, Verb.WHIP_PAN, Verb.ORBIT), "angle"),
    **dict.fromkeys((Verb.ZOOM, Verb.CRASH_ZOOM, Verb.DOLLY_ZOOM), "lens"),
    Verb.HOLD: "time",
}
_NEEDS_WAY = (Verb.DOLLY, Verb.ZOOM, Verb.DOLLY_ZOOM)
_EASES = {"ease_in": Ease.IN, "ease_out": Ease.OUT, "ease_in_out": Ease.IN_OUT, "linear": Ease.LINEAR}


def moves(piece: Piece, tree: Syntax) -> Moves | Hold | None:
    """A chain of moves. `hold 1s` alone is no move but a hold of the picture."""
    parts = tuple(tuple(_move(piece, node) for node in branches(part)) for part in branches(tree))
    if len(parts) == 1 and len(parts[0]) == 1 and parts[0][0].verb is Verb.HOLD:
        return _hold(piece, tree, parts[0][0])
    return Moves(piece.span(tree), parts)


def pacing(piece: Piece, tree: Syntax) -> Pacing:
    found = Pacing(piece.span(tree))
    for node in branches(tree):
        if node.data == "over":
            if found.over:
                piece.problems.append(said_twice("the time of the moves", piece.span(node)))
            found = replace(found, over=found.over or _time(piece, node))
        elif found.ease:
            piece.problems.append(said_twice("the easing", piece.span(node)))
        else:
            found = replace(found, ease=_ease(node))
    return found


# ---------------------------------------------------------------------------------------------- helpers


def _hold(piece: Piece, tree: Syntax, move: Move) -> Hold | None:
    if move.over is None:
        if not piece.problems:
            piece.problems.append(incomplete("hold", piece.span(tree), ("MEASURE",)))
        return None
    return Hold(move.span, move.over)


def _move(piece: Piece, tree: Syntax) -> Move:
    before, pace = len(piece.problems), branch(tree, "pace")
    core, *modifiers = [node for node in branches(tree) if node.data != "pace"]
    move = replace(_core(piece, core), span=piece.span(tree))
    if pace is not None:
        move = replace(move, pace=" ".join(piece.raw(pace).lower().split()))
    written: set[str] = set()
    for node in modifiers:
        kind = _slot(move, node)
        if kind == "amount" and kind in written and "over" not in written and (late := _late_time(piece, node)):
            piece.problems.append(late)
            continue
        if kind in written:
            piece.problems.append(said_twice(_SLOTS[kind], piece.span(node)))
            continue
        written.add(kind)
        move = _MODIFIERS[str(node.data)](piece, move, node)
    return _checked(piece, core, move, modifiers) if len(piece.problems) == before else move


_SLOTS = {"amount": "the amount", "target": "the target", "around": "what to go around", "over": "the time",
          "at": "the start", "ease": "the easing"}  # fmt: skip


def _late_time(piece: Piece, node: Syntax) -> Diagnostic | None:
    """`dolly in 1m 4s`: the time a move takes without its `over`."""
    token = leaf(node)
    if token is None or measures.kind_of(str(token)) != "time":
        return None
    span, right = piece.span(token), f"over {piece.raw(token)}"
    return error("SY104", "the time a move takes stands after `over`", span, "`over` belongs here", f"write `{right}`",
                 Fix(span, right, safe=True))  # fmt: skip


def _slot(move: Move, node: Syntax) -> str:
    if node.data == "amount" and move.verb is Verb.HOLD:
        return "over"
    return "target" if node.data == "to" else str(node.data)


def _core(piece: Piece, core: Syntax) -> Move:
    kind, at = str(core.data), piece.span(core)
    if kind == "rack_focus":
        return _rack(piece, core)
    inner = branch(core, "push", "pull")
    way = _ENDS_OF[str(inner.data)] if inner is not None else word(core, "in", "out", "left", "right", "up", "down")
    name = branch(core, "name")
    return Move(at, _VERBS[kind], way, follow=piece.name(name) if name is not None else None)


def _rack(piece: Piece, core: Syntax) -> Move:
    start, end = branch(core, "rack_from"), branch(core, "rack_to")
    assert end is not None
    return Move(
        piece.span(core), Verb.RACK_FOCUS, target=piece.whole_name(branches(end)[0]),
        focus_from=piece.whole_name(branches(start)[0]) if start is not None else None,
    )


def _amount(piece: Piece, move: Move, node: Syntax) -> Move:
    token = leaf(node)
    assert token is not None
    kind = _AMOUNTS.get(move.verb, "")
    if not kind:
        piece.problems.append(_no_amount(piece, move, token))
        return move
    if kind == "time":
        return replace(move, over=piece.time(token))
    if kind == "lens":
        piece.problems.append(_lens_amount(piece, token))
        return move
    return replace(move, amount=piece.number(token, kind))


def _no_amount(piece: Piece, move: Move, token: Token) -> Diagnostic:
    span = piece.span(token)
    fixed = f"over {token}" if measures.kind_of(str(token)) == "time" else ""
    return error("SY104", f"`{move.verb.value}` takes no amount", span, "no amount belongs here",
                 f"write `{fixed}`" if fixed else "take it out", Fix(span, fixed))  # fmt: skip


def _lens_amount(piece: Piece, token: Token) -> Diagnostic:
    span, text = piece.span(token), str(token)
    rest = piece.line.work[piece.start + (token.end_pos or 0) : piece.end]
    if rest.startswith(" to "):
        return both(span, span.to(span.part(len(text), len(text) + 1)))
    fixed = f"to {text}" if measures.kind_of(text) == "lens" else "to 85mm"
    return error("SY104", "a zoom ends on a focal length", span, "`to` and a lens belong here", f"write `{fixed}`",
                 Fix(span, fixed))  # fmt: skip


def _to(piece: Piece, move: Move, node: Syntax) -> Move:
    token = leaf(node)
    if token is not None:
        return _to_measure(piece, move, token)
    target = _target(piece, branches(node)[0])
    if move.verb in (Verb.HOLD, Verb.STATIC, Verb.HANDHELD, Verb.GIMBAL, Verb.TRACK, Verb.RACK_FOCUS):
        span = piece.span(node)
        piece.problems.append(error("SY104", f"`{move.verb.value}` has no target", span, "no target belongs here",
                                    "take it out, or end a move there after `then`", Fix(span, "")))  # fmt: skip
        return move
    return replace(move, target=target)


def _to_measure(piece: Piece, move: Move, token: Token) -> Move:
    span, text, kind = piece.span(token), str(token), _AMOUNTS.get(move.verb, "")
    if kind == "lens":
        return replace(move, mm=piece.number(token, "lens"))
    fixed = text if kind else ""
    piece.problems.append(
        error("SY104", f"`{move.verb.value}` ends at a name or a framing, not at a number", span, "not a target",
              f"write `{text}` without `to`" if kind else "take it out", Fix(_with_to(piece, token), fixed))
    )  # fmt: skip
    return move


def _with_to(piece: Piece, token: Token) -> Span:
    start = piece.start + bounds(token)[0]
    return piece.line.place(piece.line.work.rindex("to", 0, start), start + len(token))


def _target(piece: Piece, node: Syntax) -> Name | Framing:
    if node.data in FRAMINGS:
        return framing(piece, node)
    names, part = subjects(piece, node)
    if len(names) == 1 and not part:
        return names[0]
    return Framing(piece.span(node), on=names, part=part)


def _around(piece: Piece, move: Move, node: Syntax) -> Move:
    if move.verb is not Verb.ORBIT:
        span = piece.span(node)
        piece.problems.append(error("SY104", "only an orbit goes around a name", span, "not part of this move",
                                    "take it out, or write `orbit`", Fix(span, "")))  # fmt: skip
        return move
    return replace(move, around=piece.name(branches(node)[0]))


def _over(piece: Piece, move: Move, node: Syntax) -> Move:
    return replace(move, over=_time(piece, node))


def _at(piece: Piece, move: Move, node: Syntax) -> Move:
    quoted = leaf(node, "QUOTED")
    if quoted is not None:
        return replace(move, at=Words(piece.quoted(quoted), piece.span(quoted)))
    token = leaf(node)
    assert token is not None
    return replace(move, at=piece.time(token, zero=True))


def _eased(piece: Piece, move: Move, node: Syntax) -> Move:
    return replace(move, ease=_ease(node))


def _time(piece: Piece, node: Syntax) -> Time | None:
    token = leaf(node)
    assert token is not None
    return piece.time(token)


def _ease(node: Syntax) -> Ease:
    return _EASES[str(branches(node)[0].data)]


_MODIFIERS: dict[str, Callable[[Piece, Move, Syntax], Move]] = {
    "amount": _amount, "to": _to, "around": _around, "over": _over, "at": _at, "ease": _eased,
}  # fmt: skip


def _checked(piece: Piece, core: Syntax, move: Move, modifiers: list[Syntax]) -> Move:
    """An amount or a target, never both (the target stays); and no verb that goes nowhere without a way."""
    kinds = {str(node.data): node for node in modifiers}
    if "amount" in kinds and "to" in kinds:
        amount = piece.span(kinds["amount"])
        piece.problems.append(both(amount.to(piece.span(kinds["to"])), amount))
        return replace(move, amount=None)
    elif move.verb in _NEEDS_WAY and not move.direction and "to" not in kinds:
        piece.problems.append(incomplete(piece.raw(core), piece.span(core), ("in", "out")))
    return move
