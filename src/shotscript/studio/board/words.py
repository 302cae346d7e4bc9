"""The words of a board that are our own, and the script's made fit for print: letters only, nothing that steers."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.show import visible
from .chart import Chart
from .values import Board, Plan

LEGEND = ("red: the camera (box: what a dolly, broken: what a zoom ends on or comes from); blue: people's ways; "
          "numbers: one after another")
PLAN_LEGEND = ("fans: what a camera sees, broken in the end; dash and dot: the line; dotted: looks; blue: ways; "
               "+ metres: farther off than the plan")


def clean(text: str) -> str:
    """Text without control characters; its line breaks stay."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def titled(plan: Plan) -> str:
    part = f", plan {plan.part} of {plan.parts}" if plan.parts > 1 else ""
    return f"{plan.scene}  {plan.heading}{part}"


def noted(plan: Plan, drawn: Chart) -> str:
    """Which shots, the scale, the room, and the names that found no place in the drawing."""
    first, last = plan.shots[0], plan.shots[-1]
    many = f"shots {first} to {last}" if first != last else f"shot {first}"
    low_x, low_z, high_x, high_z = plan.walls or (0.0, 0.0, 0.0, 0.0)
    room = f"; room {high_x - low_x:g} x {high_z - low_z:g} m" if plan.walls else ""
    left = f"; not named in it: {', '.join(drawn.left)}" if drawn.left else ""
    return f"{many}; 1:{drawn.scale} on this paper{room}; {PLAN_LEGEND}{left}"


def every(board: Board) -> Iterator[str]:
    """All words there are, for whoever looks for their letters."""
    yield from (board.title, board.facts, LEGEND, PLAN_LEGEND)
    for panel in board.panels:
        yield from (panel.label, panel.scene, panel.heading, panel.camera)
        for line in panel.lines:
            yield from (line.text, line.who, line.manner)
    for plan in board.plans:
        yield from (plan.heading, *(one.name for one in plan.people), *(thing.name for thing in plan.things))
