"""Small films for the planner: nothing but shots of given lengths, with dissolves and people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from shotscript.core.span import Span
from shotscript.lang.clause import Framing
from shotscript.lang.term import Name, Size
from shotscript.narrative.story import Format, Scene, Shot, Story, Transition

HERE = Span(0, 0, "film.fountain")


def shot(label: str, scene: int, frames: int, dissolve: int, subject: str, fps: Fraction) -> Shot:
    on = (Name(subject, "cast", HERE),) if subject else ()
    crossing = Transition(kind="dissolve", frames=dissolve, text="DISSOLVE TO:", span=HERE) if dissolve else None
    return Shot(label=label, scene=scene, span=HERE, seconds=Fraction(frames) / fps, frames=frames,
                clauses=(Framing(HERE, Size.CU, on=on),), transition_in=crossing)


def film(scenes: Sequence[Sequence[tuple[int, int, str]]], fps: Fraction = Fraction(24)) -> Story:
    """Each shot is (frames, frames of the dissolve into it, whom it looks at)."""
    made = []
    for i, shots in enumerate(scenes):
        row = tuple(shot(f"{i + 1}{chr(65 + j)}", i, n, d, who, fps) for j, (n, d, who) in enumerate(shots))
        made.append(Scene(index=i, label=str(i + 1), heading="INT. ROOM", span=HERE, shots=row))
    return Story(source="film.fountain", format=Format(fps=fps), scenes=tuple(made))
