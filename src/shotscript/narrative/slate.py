"""Every shot of the film gets its label before any is read: `as` and the outputs go by them.

Written shot lines come first, text the director covers after: `fmt` writes ids on lines only, so an unwritten label
must not depend on how much else there is to cover.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..core.diagnostic import Diagnostic, Problems, error
from ..lang.ast import ShotLine
from . import label
from .divide import Group


def slate(groups: Sequence[tuple[str, Group]]) -> tuple[tuple[str, ...], Problems]:
    """One label for each (scene label, group), all different. A repeated id is an error; the first one keeps it."""
    taken: set[str] = set()
    labels: list[str] = []
    problems: list[Diagnostic] = []
    for _, group in groups:
        written = group.line.id if group.line else ""
        if written and label.fold(written) in taken:
            assert group.line
            problems.append(_repeated(group.line, written))
            written = ""
        taken.add(label.fold(written))
        labels.append(written)
    fresh = {scene: label.free(scene, taken) for scene, _ in groups}
    for wanted in (False, True):
        for i, (scene, group) in enumerate(groups):
            if not labels[i] and group.auto is wanted:
                labels[i] = next(fresh[scene])
                taken.add(label.fold(labels[i]))
    return tuple(labels), tuple(problems)


def _repeated(line: ShotLine, written: str) -> Diagnostic:
    return error("NM802", f"there is a shot {written} already", line.span, label="the same id again",
                 help=f"give it another id, or none; `as {written}` means the first")
