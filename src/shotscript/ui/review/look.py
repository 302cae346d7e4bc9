"""One look at a script: compiled for previz a shot a segment, on its board, with the stills that are there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...providers.previz.draw import still
from ...studio import Read, prepare, read, rushes
from ...studio.board import board
from ...studio.board.stills import Stills, kept, stills
from ...studio.board.values import Board, Panel
from ...studio.film import Film
from ...studio.watching import Witness

SIZE, THEME = 640, "colour"
"""Of the stills: pixels of the longer side, and how they look."""


@dataclass(frozen=True, slots=True)
class Look:
    """The script as it was found. `text` is what all its films are made of, `missing` the panels without stills,
    `drawn` the shots whose stills were drawn in looking, and `shift` the drawing of all the rest."""

    text: Read
    film: Film
    board: Board
    told: Mapping[str, str]
    stills: Stills
    missing: tuple[Panel, ...]
    drawn: tuple[str, ...] = ()
    shift: rushes.Shift = field(default_factory=rushes.Shift)


def look(script: Path, world: Witness, variant: str = "") -> Look:
    """Everything the page says of a script, the problems seen on its stage too. Nothing is drawn. UsageError and
    FileError where it cannot be read."""
    text = read(script, world=world)
    film = rushes.film(text, variant)
    assert film.problems is not None
    made = board(film)
    there = kept(film, made.panels, SIZE, THEME)
    missing = tuple(panel for panel in made.panels if panel.label not in there)
    return Look(text, film, made, rushes.told(film), there, missing)


def pictures(one: Look, panels: tuple[Panel, ...], say: Callable[[str], None]) -> Stills | None:
    """The stills of some panels, drawn. None if the look's shift ended first. FileError for the disk."""
    try:
        prepare(one.film.provider, say)
        return stills(one.film, panels, SIZE, THEME, watch=lambda *_: one.shift.heed())
    except rushes.Left:
        return None


def warm(one: Look) -> None:
    """Draw a picture for nobody: what draws is loaded then, and the first edit's still has not to wait for it."""
    for panel in one.board.panels[:1]:
        still(panel.label, one.film.context, 0, THEME, 64, 36)
