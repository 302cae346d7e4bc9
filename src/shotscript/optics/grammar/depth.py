"""LN603: somebody the shot is about is out of focus. LN604: a lens or stop nobody makes."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.diagnostic import Diagnostic, warning
from ...lang.clause import Focus, Lens
from ...lang.term import Verb
from .. import lens
from ..brief import moves
from .setup import Setup

SHORTEST, LONGEST = 8, 1200
WIDEST, NARROWEST = 0.7, 64
"""Millimetres and f-numbers of lenses that are made."""


def unlikely(setup: Setup) -> Iterator[Diagnostic]:
    """LN604 of a written lens."""
    written = setup.shot.clause(Lens)
    if not isinstance(written, Lens):
        return
    if written.mm is not None and not SHORTEST <= written.mm <= LONGEST:
        yield warning("LN604", f"nobody makes a lens of {float(written.mm):g} mm", written.span, "no such lens",
                      f"take {SHORTEST} to {LONGEST} mm")
    if written.stop is not None and not WIDEST <= written.stop <= NARROWEST:
        yield warning("LN604", f"no lens opens to f/{float(written.stop):g}", written.span, "no such stop",
                      f"take f/{WIDEST} to f/{NARROWEST}")


def blurred(setup: Setup) -> Iterator[Diagnostic]:
    """LN603 where the writer gave a stop and did not say what is to be sharp."""
    written, camera = setup.shot.clause(Lens), setup.stage.camera
    racks = any(move.verb is Verb.RACK_FOCUS for move in moves(setup.shot))
    if not isinstance(written, Lens) or written.stop is None or setup.aside or racks:
        return
    if any(isinstance(clause, Focus) for clause in setup.shot.clauses) or camera.stop is None:
        return
    for frame, look in ((setup.stage.lead, setup.first), (setup.stage.lead + setup.stage.frames - 1, setup.last)):
        near, far = lens.sharp(float(camera.focus[frame]), float(camera.focal[frame]), camera.stop, camera.gate)
        soft = next((name for name in setup.on if look.shows(name) and not near <= look.figures[name].depth <= far), "")
        if soft:
            yield warning("LN603", f"{soft} is {look.figures[soft].depth:.2f} m away and out of focus: at"
                          f" {float(camera.focal[frame]):.4g} mm f/{camera.stop:g} it is sharp from {near:.2f} to"
                          f" {far:.2f} m", written.span, "too little depth of field",
                          "close the stop, take a shorter lens, or write `focus on` for whom you mean")
            return
