"""A board as one page for a browser: pictures, arrows and plans in it, no script, no network, light and dark."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment, PackageLoader, StrictUndefined

from .chart import Chart, chart
from .overlay import framed
from .stills import Stills
from .values import Board, Panel, Plan
from .words import LEGEND, PLAN_LEGEND, clean, titled

PLAN_WIDE, PLAN_DEEP = 116.0, 92.0
"""Millimetres of the drawing of a plan: its letters can be read where it is 360 pixels wide."""


def page(board: Board, stills: Stills) -> str:
    """The whole page. Same board and stills, same bytes."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _pages().get_template("board.html.jinja2").render(
        board=board, scenes=list(_scenes(board, stills)), style=style, policy=policy, legend=LEGEND,
        plan_legend=PLAN_LEGEND)


def _scenes(board: Board, stills: Stills) -> Iterator[SimpleNamespace]:
    plans = {key: list(some) for key, some in groupby(board.plans, lambda plan: (plan.scene, plan.heading))}
    for (scene, heading), some in groupby(board.panels, lambda panel: (panel.scene, panel.heading)):
        yield SimpleNamespace(
            label=scene, heading=heading, plans=[_plan(plan) for plan in plans.get((scene, heading), [])],
            panels=[_panel(panel, board.shape, stills) for panel in some])


def _panel(panel: Panel, shape: float, stills: Stills) -> SimpleNamespace:
    pictures = [SimpleNamespace(name=one.name, svg=framed(one, shape, _inlined(path), f"shot {panel.label}"))
                for one, path in zip(panel.pictures, stills[panel.label], strict=True)]
    faulty = any(line.kind == "fault" for line in panel.lines)
    return SimpleNamespace(panel=panel, pictures=pictures, faulty=faulty)


def _plan(plan: Plan) -> SimpleNamespace:
    drawn: Chart = chart(plan, PLAN_WIDE, PLAN_DEEP, "system-ui, sans-serif")
    return SimpleNamespace(title=titled(plan), shots=plan.shots, svg=drawn.svg, left=drawn.left,
                           walls=plan.walls)


def _inlined(path: Path) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode()


@cache
def _style() -> str:
    environment = _pages()
    assert environment.loader
    return environment.loader.get_source(environment, "board.css")[0].strip()


@cache
def _pages() -> Environment:
    def shown(value: object) -> object:
        return clean(value) if type(value) is str else value  # what is marked as safe is our own

    return Environment(loader=PackageLoader("shotscript.studio.board", "templates"), autoescape=True,
                       undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=shown)
