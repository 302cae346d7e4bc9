"""A finished film signed with what it is made of: which take of which model each shot is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..film.provenance import Ingredient, Signature, sign, signature
from ..stitch.sequence import Edit
from ..stitch.takes import Take
from .cutting import sequence
from .film import Film

__all__ = ["Signature", "signature", "signed"]


def signed(film: Film, takes: Sequence[Take], path: Path, who: Signature) -> tuple[Ingredient, ...]:
    """Sign the film that was cut of these takes, as the last thing done to it. Its clips, as they stand in it."""
    edits, _ = sequence(film, takes)
    clips = ingredients(edits.edits)
    sign(path, path.name, clips, who)
    return clips


def ingredients(edits: Sequence[Edit]) -> tuple[Ingredient, ...]:
    """Each clip once, in the order in which it first stands in the film."""
    first: dict[Path, Edit] = {}
    shots: dict[Path, dict[str, None]] = {}
    for edit in edits:
        first.setdefault(edit.path, edit)
        shots.setdefault(edit.path, {})[edit.label] = None
    return tuple(_ingredient(edit, tuple(shots[path])) for path, edit in first.items())


def _ingredient(edit: Edit, shots: tuple[str, ...]) -> Ingredient:
    take = edit.take
    if take is None:
        return Ingredient(edit.path, shots, "footage")
    return Ingredient(edit.path, shots, "drawn" if take.previz else "generated", take.provider, take.model, take.number)
