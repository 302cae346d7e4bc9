"""Trees of framings: sizes, shoulders, eyes, inserts and who is in the picture."""

from __future__ import annotations

from ..core.diagnostic import Fix
from .clause import Framing
from .grammars import Syntax
from .mistakes import joined_by_comma, names_needed
from .piece import Piece, bounds, branch, branches, tokens, word
from .term import Name, Size, View

SIZES = {size.value.lower(): size for size in Size}
FRAMINGS = ("plain", "group", "ots", "pov", "insert", "owned_pov", "shoulder_of")


def framing(piece: Piece, tree: Syntax) -> Framing:
    return _BUILDERS[str(tree.data)](piece, tree)


def subjects(piece: Piece, tree: Syntax) -> tuple[tuple[Name, ...], str]:
    """Names in an `on`, `several` or `everyone`, and the part of the last one that has a part."""
    if tree.data == "on":
        tree = branches(tree)[0]
    if tree.data == "everyone":
        return (), ""
    _check_commas(piece, tree)
    found = [child for child in branches(tree) if child.data == "subject"]
    parts = [piece.raw(token) for child in found for token in tokens(child) if token.type == "PART"]
    return tuple(piece.name(child) for child in found), parts[-1] if parts else ""


# ---------------------------------------------------------------------------------------------- helpers


def _plain(piece: Piece, tree: Syntax) -> Framing:
    on = branch(tree, "on")
    names, part = subjects(piece, on) if on is not None else ((), "")
    return Framing(piece.span(tree), _size(tree), on=names, part=part)


def _group(piece: Piece, tree: Syntax) -> Framing:
    plain = _plain(piece, tree)
    wanted = 2 if branch(tree, "two") is not None else 3
    if plain.on and len(plain.on) != wanted:
        what = "two shot" if wanted == 2 else "three shot"
        piece.problems.append(names_needed(f"a {what}", f"{_COUNTS[wanted]} names, or none for everyone", plain.span))
    return Framing(plain.span, Size.MS, on=plain.on, part=plain.part)


_COUNTS = {2: "two", 3: "three"}


def _ots(piece: Piece, tree: Syntax) -> Framing:
    return _over(piece, tree, word(branch(tree, "shoulder") or tree, "left", "right"))


def _shoulder_of(piece: Piece, tree: Syntax) -> Framing:
    return _over(piece, tree, word(tree, "left", "right"))


def _over(piece: Piece, tree: Syntax, shoulder: str) -> Framing:
    owner, seen = branch(tree, "name"), branch(tree, "everyone", "several")
    span = piece.span(tree)
    by = piece.name(owner) if owner is not None else None
    on, part = subjects(piece, seen) if seen is not None else ((), "")
    if by is None:
        piece.problems.append(names_needed("an over-the-shoulder", "whose shoulder it is: OTS NAME on NAME", span))
    elif by.text in {name.text for name in on}:
        piece.problems.append(names_needed("an over-the-shoulder", "two different names", span))
    return Framing(span, _size(tree), View.OTS, on, by, part, shoulder)


def _pov(piece: Piece, tree: Syntax) -> Framing:
    owner, seen = branch(tree, "name"), branch(tree, "everyone", "several")
    span = piece.span(tree)
    on, part = subjects(piece, seen) if seen is not None else ((), "")
    if owner is None:
        piece.problems.append(names_needed("a point of view", "whose eyes they are: POV NAME", span))
    return Framing(span, None, View.POV, on, piece.name(owner) if owner is not None else None, part)


def _insert(piece: Piece, tree: Syntax) -> Framing:
    subject = branches(tree)[0]
    part = next((piece.raw(token) for token in tokens(subject) if token.type == "PART"), "")
    return Framing(piece.span(tree), None, View.INSERT, (piece.name(subject),), part=part)


def _size(tree: Syntax) -> Size | None:
    found = branch(tree, *SIZES)
    return SIZES[str(found.data)] if found is not None else None


def _check_commas(piece: Piece, tree: Syntax) -> None:
    """Names joined by commas are one mistake, however many commas there are."""
    commas = [child for child in branches(tree) if child.data == "comma"]
    if commas:
        start, end = piece.start + bounds(commas[0])[0], piece.start + bounds(tree)[1]
        text, cuts = piece.line.text, [piece.start + bounds(comma)[0] for comma in commas]
        fixed = "".join(" and" if at in cuts else text[at] for at in range(start, min(end, len(text))))
        fix = Fix(piece.line.span.part(start, min(end, len(text))), fixed, safe=True)
        piece.problems.append(joined_by_comma(piece.span(commas[0]), fix))


_BUILDERS = {"plain": _plain, "group": _group, "ots": _ots, "shoulder_of": _shoulder_of, "pov": _pov, "owned_pov": _pov,
             "insert": _insert}  # fmt: skip
