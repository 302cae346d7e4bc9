"""A floor plan drawn to scale, in millimetres of paper: SVG for paper and page alike.

The viewer of LANGUAGE.md stands below: x goes right, z down. A camera too far away to be shown stands at the edge, with
its distance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from ...core.show import visible
from ...optics.space import Thing
from .glyphs import Sheet, cameras, cones, floor, line, people, stands, things, ways
from .labels import Label, Rect, Room
from .values import Plan, Spot

SCALES = (10, 15, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000,
          10_000, 20_000, 50_000, 100_000)
_FOOT = 8.0
_SIZE = 2.7
_BARS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
FAMILY = "Noto Sans, Noto Sans CJK SC, Noto Sans CJK JP, sans-serif"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of width x height millimetres; `scale` is the n of 1:n. `left`: names that found no room in it.
    `origin`: the point of the floor in its upper left corner, metres."""

    svg: str
    width: float
    height: float
    scale: int
    left: tuple[str, ...] = ()
    origin: Spot = (0.0, 0.0)


def chart(plan: Plan, width: float, height: float, family: str = FAMILY) -> Chart:
    """The plan on so many millimetres of paper, at the largest scale that holds it. `family`: fonts for its names."""
    sheet = _sheet(plan, width, height)
    drawn = "".join((*floor(sheet), *things(sheet), *cones(sheet), *line(sheet), *ways(sheet), *people(sheet),
                     *cameras(sheet)))
    words = "".join(_words(label, colour) for label, colour in _labels(sheet))
    body = (f'<svg x="0" y="0" width="{width:g}" height="{sheet.deep:g}">{drawn}{words}</svg>'
            f'<rect x="0.1" y="0.1" width="{width - 0.2:g}" height="{sheet.deep - 0.2:g}" fill="none" '
            f'stroke="#888888" stroke-width="0.2"/>{_bar(sheet)}')
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
           f'height="{height:g}" font-family="{escape(family)}" font-size="{_SIZE}">{body}</svg>')
    return Chart(svg, width, height, sheet.scale, tuple(sheet.room.left), sheet.origin)


# ---------------------------------------------------------------------------------------------- helpers


def _sheet(plan: Plan, width: float, height: float) -> Sheet:
    low_x, low_z, high_x, high_z = plan.bounds
    wide, deep, paper = high_x - low_x, high_z - low_z, height - _FOOT
    scale = next((n for n in SCALES if wide * 1000 / n <= width and deep * 1000 / n <= paper), SCALES[-1])
    metre = 1000 / scale
    origin = (low_x + wide / 2 - width / metre / 2, low_z + deep / 2 - paper / metre / 2)
    return Sheet(plan, width, paper, scale, origin, Room(Rect(0.6, 0.6, width - 1.2, paper - 1.2), _SIZE))


def _labels(sheet: Sheet) -> Iterator[tuple[Label, str]]:
    """Cameras first, then people, then things: the later go farther off where there is little room."""
    spots, around = stands(sheet), sheet.shoulder + 0.3
    for stand in spots:
        sheet.room.take(stand.box)
    for x, y in map(sheet.at, (at for one in sheet.plan.people for at in (one.at, *one.path[-1:]))):
        sheet.room.take(Rect(x - around, y - around, 2 * around, 2 * around))
    for one in (*sheet.plan.people, *sheet.plan.stations):
        for x, y in map(sheet.at, one.path):
            sheet.room.take(Rect(x - 0.6, y - 0.6, 1.2, 1.2))
    asked = [(stand.words, stand.x, stand.y, 2.6, stand.behind, stand.colour) for stand in spots]
    asked += [(one.name, *sheet.at(one.at), around, 270.0, "#111111") for one in sheet.plan.people]
    for text, x, y, reach, towards, colour in asked:
        label = sheet.room.beside(visible(text), x, y, reach, towards)
        if label:
            yield label, colour
    for thing in (thing for thing in sheet.plan.things if "'s chair" not in thing.name):  # a chair nobody wrote
        label = _thing(sheet, thing)
        if label:
            yield label, "#555555"


def _thing(sheet: Sheet, thing: Thing) -> Label | None:
    x, y = sheet.at((thing.at[0], thing.at[2]))
    wide, deep = thing.size[0] * sheet.metre, thing.size[2] * sheet.metre
    text = visible(thing.name)
    inner = sheet.room.within(text, Rect(x - wide / 2, y - deep / 2, wide, deep)) if abs(thing.yaw) < 0.01 else None
    return inner or sheet.room.beside(text, x, y, min(wide, deep) / 2 + 0.4)


def _words(label: Label, colour: str) -> str:
    """In the middle of its box, on a rim of paper."""
    box, leader = label.box, ""
    if label.leader:
        x, y, to_x, to_y = label.leader
        leader = (f'<line x1="{x:.2f}" y1="{y:.2f}" x2="{to_x:.2f}" y2="{to_y:.2f}" stroke="{colour}" '
                  'stroke-width="0.18"/>')
    at = f'x="{box.x + box.width / 2:.2f}" y="{box.y + box.height * 0.76:.2f}" text-anchor="middle"'
    return (f'{leader}<text {at} fill="{colour}" stroke="#ffffff" stroke-width="0.6" stroke-linejoin="round" '
            f'paint-order="stroke">{escape(label.text)}</text>')


def _bar(sheet: Sheet) -> str:
    """A bar of whole metres, and the scale in words."""
    metres = max((n for n in _BARS if n * sheet.metre <= min(50.0, sheet.width * 0.4)), default=_BARS[0])
    length, y = metres * sheet.metre, sheet.deep + 4.6
    ticks = "".join(f'<line x1="{x:.2f}" y1="{y - 1:.2f}" x2="{x:.2f}" y2="{y + 1:.2f}" stroke="#333333" '
                    'stroke-width="0.3"/>' for x in (0.5, 0.5 + length / 2, 0.5 + length))
    return (f'<rect x="0.5" y="{y - 0.35:.2f}" width="{length / 2:.2f}" height="0.7" fill="#333333"/>'
            f'<line x1="0.5" y1="{y:.2f}" x2="{0.5 + length:.2f}" y2="{y:.2f}" stroke="#333333" stroke-width="0.3"/>'
            f'{ticks}<text x="{length + 2.2:.2f}" y="{y + 0.95:.2f}" fill="#333333">{metres:g} m</text>')
