"""The body of a `block`: where people and things stand, and what people do then."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from ..core.diagnostic import Diagnostic, Fix, Problems, error, in_text_order, nearest
from ..core.span import Span
from . import mistakes
from .ast import BlockPerson, BlockThing, Facing, Spot, Step
from .grammars import Syntax, Token, UnexpectedToken, accepted, attempt
from .masking import MOST_STRANGERS, Masked, mask
from .names import Names
from .piece import Piece, branch, branches, leaf, word
from .stops import helpful, last_word
from .term import Name
from .words import BLOCK, KINDS, word_set

_DECLARED = re.compile(rf"[\s]*@?([^\s\"“「;；].*?)\s+(?:{'|'.join(KINDS)})(?!\w)", re.IGNORECASE | re.DOTALL)
_LETTERS = re.compile(r" *@?[^\W\d_][\w\-]*")
_WORDS = BLOCK | {"x"}  # a thing called X may be 1 x 2 x 3
_STOPS = word_set("at over facing then to on behind in left right")

Outcome = tuple[BlockPerson | BlockThing | None, list[Diagnostic]]


def blocking(text: str, span: Span, names: Names) -> tuple[tuple[BlockPerson | BlockThing, ...], Problems]:
    """The items of a `block` and its problems. A thing stands in `names` from the item on that brings it in."""
    known = names.plus((name, "thing", ()) for name in _declared(text, span, names))
    line = mask(text, span, known, _WORDS)
    problems: list[Diagnostic] = []
    if line.unclosed >= 0:
        problems.append(mistakes.unclosed(line.opening(), span.part(len(text), len(text))))
    items: list[BlockPerson | BlockThing] = []
    for start, end in _places(line):
        item, faults = _item(line, start, end, known)
        problems += faults
        items += [item] if item else []
    return tuple(items), in_text_order(problems)


# ---------------------------------------------------------------------------------------------- helpers


def _declared(text: str, span: Span, names: Names) -> tuple[str, ...]:
    """Names of things the body brings in, wherever in it they are used."""
    line = mask(text, span, names, _WORDS)
    found = (_DECLARED.match(line.text[start:end]) for start, end in _places(line))
    return tuple(_one_line(match[1]) for match in found if match and _is_new(match[1]))


def _is_new(text: str) -> bool:
    """Whether what stands before a kind is a name: capitals, or no word of the block language at all."""
    return text.isupper() or not any(part in BLOCK for part in text.casefold().split())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _places(line: Masked) -> list[tuple[int, int]]:
    cuts = [match.start() for match in re.finditer(";", line.work)]
    places = zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(line.work)], strict=True)
    return [(start, end) for start, end in places if line.work[start:end].strip()]


def _item(line: Masked, start: int, end: int, names: Names) -> Outcome:
    words = tuple(m for m in line.words if start <= m.start < end)
    first: UnexpectedToken | None = None
    for reading in [line, line.without(words[1:]), line.without(words)] if words else [line]:
        tree = attempt("blocking", reading.work[start:end])
        if not isinstance(tree, UnexpectedToken):
            piece = Piece(reading, start, end)
            return _build(piece, tree), piece.problems
        first = first or tree
    assert first is not None
    return _mend(line, start, end, first, names)


def _build(piece: Piece, tree: Syntax) -> BlockPerson | BlockThing | None:
    return (_person if tree.data == "person" else _thing)(piece, tree)


def _person(piece: Piece, tree: Syntax) -> BlockPerson:
    who, *steps = branches(tree)
    return BlockPerson(piece.span(tree), piece.name(who), tuple(_step(piece, node) for node in steps))


def _thing(piece: Piece, tree: Syntax) -> BlockThing | None:
    who, kind, dimensions, spot = (branch(tree, rule) for rule in ("who", "kind", "dimensions", "spot"))
    assert who is not None and kind is not None and spot is not None
    size = _size(piece, dimensions) if dimensions is not None else None
    at = _spot(piece, spot)
    if at is None:
        return None
    return BlockThing(piece.span(tree), piece.name(who), piece.raw(kind).lower(), size, at)


def _size(piece: Piece, tree: Syntax) -> tuple[Fraction, Fraction, Fraction] | None:
    width, height, depth = (
        piece.number(token, "length", bare=True) for token in tree.children if isinstance(token, Token)
    )
    return None if width is None or height is None or depth is None else (width, height, depth)


def _step(piece: Piece, tree: Syntax) -> Step:
    step = Step(piece.span(tree), str(tree.data), edge=word(tree, "left", "right"))
    names = [piece.name(node) for node in branches(tree) if node.data == "name"]
    if tree.data in ("walks", "runs", "moves"):
        names, step = [], replace(step, spot=_walked_up_to(piece, tree, names))
    seen: set[str] = {"spot"} if step.spot else set()
    for node in branches(tree):
        kind = str(node.data)
        if kind not in _PARTS:
            continue
        if kind in seen:
            piece.problems.append(mistakes.said_twice(_SAID[kind], piece.span(node)))
            continue
        seen.add(kind)
        step = _PARTS[kind](piece, step, node)
    return replace(step, what=names[0] if names else None, to=names[1] if len(names) > 1 else None)


def _walked_up_to(piece: Piece, tree: Syntax, names: list[Name]) -> Spot | None:
    """`walks to JON` ends in front of him."""
    node = branch(tree, "name")
    return Spot(piece.span(node), relation="in front of", name=names[0]) if node is not None else None


def _with_spot(piece: Piece, step: Step, node: Syntax) -> Step:
    return replace(step, spot=_spot(piece, node))


def _with_facing(piece: Piece, step: Step, node: Syntax) -> Step:
    return replace(step, facing=_facing(piece, node))


def _with_time(piece: Piece, step: Step, node: Syntax) -> Step:
    token = leaf(node)
    assert token is not None
    return replace(step, over=piece.time(token))


_PARTS: dict[str, Callable[[Piece, Step, Syntax], Step]] = {
    "spot": _with_spot, "towards": _with_facing, "over": _with_time,
}  # fmt: skip
_SAID = {"spot": "the place", "towards": "the facing", "over": "the time"}


def _spot(piece: Piece, tree: Syntax) -> Spot | None:
    relation, name = branch(tree, "relation"), branch(tree, "name")
    if relation is not None and name is not None:
        return Spot(piece.span(tree), relation=" ".join(piece.raw(relation).lower().split()), name=piece.name(name))
    x, z = (
        piece.number(token, "length", bare=True, signed=True) for token in tree.children if isinstance(token, Token)
    )
    return None if x is None or z is None else Spot(piece.span(tree), x, z)


def _facing(piece: Piece, tree: Syntax) -> Facing | None:
    span, token, name = piece.span(tree), leaf(tree), branch(tree, "name")
    if name is not None:
        return Facing(span, piece.name(name))
    if token is None:
        return Facing(span, camera=True)
    degrees = piece.number(token, "angle", bare=True, signed=True)
    return Facing(span, degrees=degrees) if degrees is not None else None


def _mend(line: Masked, start: int, end: int, trouble: UnexpectedToken, names: Names) -> Outcome:
    """The one thing to say about an item that does not parse, and the item if only a name of it is unknown."""
    accepts, token = accepted("blocking", trouble), trouble.token
    if token.type == "$END":
        low, high = last_word(line, start, end)
        said = mistakes.incomplete(line.raw(low, high), line.place(low, high), accepts)
        return None, [helpful(said, "blocking", line, start, end)]
    at = start + token.start_pos
    if line.work[start:at].rstrip().endswith(","):
        comma = len(line.work[:at].rstrip()) - 1
        said = _misfit(line, start, comma, ",", accepts)
        return None, [said if _holds(line, start, comma) else replace(said, fix=None)]
    if said := _habit(line, start, at, end, accepts):
        return None, [said]
    right = _right(line, start, end, trouble) if token.type == "WORD" else ""
    near = right or mistakes.close_word(str(token), _ours(accepts))
    if near and token.type == "WORD" and (right or not ("NAME" in accepts and names.nearest(str(token)))):
        stop = at + len(token)
        return None, [mistakes.misspelt(line.raw(at, stop), near, line.place(at, stop))]
    if "NAME" in accepts and (_LETTERS.match(line.work, at)) and token not in _STOPS:
        return _with_unknown(line, start, end, at, names)
    if "crowd" in accepts and token.type == "WORD":
        stop = at + len(token)
        known = line.work[start:at] + "box" + line.work[stop:end]
        if not isinstance(attempt("blocking", known), UnexpectedToken):
            return None, [mistakes.unknown_kind(line.raw(at, stop), line.place(at, stop))]
    said = _misfit(line, start, at, token, accepts)
    return None, [said if token == "," else helpful(said, "blocking", line, start, end)]


def _habit(line: Masked, start: int, at: int, end: int, accepts: frozenset[str]) -> Diagnostic | None:
    """`walks to JON in 3s` for `over`; `MAYA at 0 0`, who stands there."""
    head, tail = line.work[start:at], line.work[at:end]
    time = re.match(r"(?:in|for|during|within) +(?=\d[\d.]* *[sf](?!\w))", tail)
    if time and not isinstance(attempt("blocking", f"{head}over {tail[time.end() :]}"), UnexpectedToken):
        word = line.raw(at, at + time.end()).strip()
        return mistakes.rather(word, "over", line.place(at, at + len(word)))
    place = re.match(r"(?:at|on|behind|facing|in +front|left|right)(?!\w)", tail)
    if place and "stands" in accepts and not isinstance(attempt("blocking", f"{head}stands {tail}"), UnexpectedToken):
        return mistakes.misfit(line.raw(at, at + place.end()), line.raw(*last_word(line, start, at)),
                               line.place(at, at + place.end()), ("stands", "sits", "lies"))
    return None


def _right(line: Masked, start: int, end: int, trouble: UnexpectedToken) -> str:
    """The nearest word of ours with which the item holds."""
    word, at = str(trouble.token), start + trouble.token.start_pos
    head, tail = line.work[start:at], line.work[at + len(word) : end]
    for right in nearest(word, _ours(accepted("blocking", trouble)), 1 if len(word) <= 4 else 2):
        if not isinstance(attempt("blocking", head + right + tail), UnexpectedToken):
            return right
    return ""


def _ours(accepts: frozenset[str]) -> list[str]:
    return [word for word in accepts if word.islower() and word != "the"]


def _with_unknown(line: Masked, start: int, end: int, at: int, names: Names) -> Outcome:
    """The item read as if one to three words from `at` were a name, and that name reported."""
    stops, stop = [], at
    while len(stops) < 3 and (match := _LETTERS.match(line.work, stop, end)):
        stop = match.end()
        stops.append(stop)
    whole = [s for s in stops if _holds(line.with_name(at, s), start, end)]
    stop = (whole or stops)[0]
    known = line.with_name(at, stop)
    item, faults = _item(known, start, end, names) if known.strangers <= MOST_STRANGERS else (None, [])
    bare = line.raw(at, stop).removeprefix("@")
    near = names.nearest(bare)
    if not near and not whole and not line.work[start:at].strip() and faults:
        return item, faults
    written = line.place(at, stop)
    span = line.span.part(written.end - line.span.start - len(bare), written.end - line.span.start)
    opens = not line.work[start:at].strip() and not near
    said = mistakes.unknown_subject(bare, span, written) if opens else mistakes.unknown_name(bare, span, near, written)
    return item, [said, *(fault for fault in faults if near or fault.code == "NM801")]


def _holds(line: Masked, start: int, end: int) -> bool:
    return not isinstance(attempt("blocking", line.work[start:end]), UnexpectedToken)


def _misfit(line: Masked, start: int, at: int, token: str, accepts: frozenset[str]) -> Diagnostic:
    raw, span = line.raw(at, at + len(token)), line.place(at, at + len(token))
    if raw in (",", "，"):
        return error("SY104", "a comma does not end an item of a block", span, "`;` or `then` belongs here",
                     "write `;` between items, `then` between steps", Fix(span, ";"))  # fmt: skip
    if token == "facing" and "then" in accepts:
        return error("SY104", "only who stands, sits or lies is facing something", span, "not part of this step",
                     "write `then turns to`", Fix(span, "then turns to"))  # fmt: skip
    return mistakes.misfit(raw, line.raw(*last_word(line, start, at)), span, accepts)
