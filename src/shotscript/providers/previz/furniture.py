"""Things by kind, built from boxes in steps of warm grey: enough to block a scene with, no more.

In a thing's own axes x is its width, -y its front (where it faces), z up from its foot.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ...optics.space import Room, Thing
from .piece import Colour, Piece, Stand, ceiling, pawn, slab, wall, wheel

Size = tuple[float, float, float]
LEAST = 0.02  # metres: what is smaller would have no sides
WALL: Colour = (0.867, 0.859, 0.839)
CEILING: Colour = (1.16, 1.15, 1.13)  # the key light never reaches it: whiter, to read as white
TOP: Colour = (0.761, 0.722, 0.659)
LEG: Colour = (0.655, 0.620, 0.565)
SEAT: Colour = (0.702, 0.667, 0.612)
BOX: Colour = (0.725, 0.706, 0.671)
PAPER: Colour = (0.93, 0.91, 0.86)
WRITING: Colour = (0.30, 0.31, 0.36)
SOFT: Colour = (0.66, 0.64, 0.63)
LINEN: Colour = (0.86, 0.85, 0.83)
FRAME: Colour = (0.60, 0.57, 0.53)
LEAF: Colour = (0.72, 0.66, 0.58)
PANEL: Colour = (0.68, 0.62, 0.54)
BEYOND: Colour = (0.16, 0.16, 0.18)
PANE: Colour = (0.88, 0.95, 1.02)
NIGHT_PANE: Colour = (0.20, 0.24, 0.34)
PAINT: Colour = (0.62, 0.66, 0.70)
GLASS: Colour = (0.30, 0.34, 0.38)
TYRE: Colour = (0.22, 0.22, 0.23)
FOLK: tuple[Colour, ...] = ((0.60, 0.60, 0.62), (0.66, 0.63, 0.60), (0.56, 0.59, 0.62), (0.63, 0.63, 0.58))
SKIN: Colour = (0.80, 0.75, 0.71)


def furnish(thing: Thing, night: bool, passed: bool = False, room: Room | None = None) -> list[Piece]:
    """The pieces of a thing, standing where it stands. World y-up becomes z-up here: z_world = -y.

    `passed`: of a door, whether somebody goes through, so that it is open.
    """
    stand = Stand((thing.at[0], -thing.at[2], thing.at[1]), thing.yaw)
    size = (max(thing.size[0], LEAST), max(thing.size[1], LEAST), max(thing.size[2], LEAST))
    if thing.kind == "window":
        return _window(stand, size, NIGHT_PANE if night else PANE)
    if thing.kind == "door" and passed:
        return _doorway(stand, size, room is not None and _at_wall(thing, room))
    return _BUILDERS.get(thing.kind, _box)(stand, size)


def walls(room: Room) -> list[Piece]:
    """Four panels facing in, and a ceiling that only those below it see."""
    if not room.walled:
        return []
    x, y = room.width / 2, room.depth / 2
    corners = ((-x, y), (-x, -y), (x, -y), (x, y))
    sides = [wall(corners[(i + 1) % 4], corners[i], room.height, WALL) for i in range(4)]
    return [*sides, ceiling(room.width, room.depth, room.height, CEILING)]


def _box(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    if h <= 0.04 and max(w, d) <= 0.5:
        return _sheet(stand, size)
    return [slab(stand, (0, 0, h / 2), (w, d, h), BOX)]


def _sheet(stand: Stand, size: Size) -> list[Piece]:
    """Something small and flat is paper with lines on it: an insert of it, which it overfills, is no blank frame."""
    w, h, d = size
    count = max(2, round(d / 0.011))
    gap, raised = d / (count + 1), h + 0.0008
    lines = [slab(stand, (-0.05 * w * (i % 3), d / 2 - gap * (i + 1), raised - LEAST / 2),
                  (w * (0.8 - 0.1 * (i % 3)), gap * 0.16, LEAST), WRITING, edges=False) for i in range(count)]
    return [slab(stand, (0, 0, h / 2), (w, d, h), PAPER), *lines]


def _legs(stand: Stand, width: float, depth: float, height: float, thick: float, colour: Colour) -> list[Piece]:
    x, y = width / 2 - thick, depth / 2 - thick
    return [slab(stand, (sx * x, sy * y, height / 2), (thick, thick, height), colour)
            for sx in (-1, 1) for sy in (-1, 1)]


def _table(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    thick = min(0.04, h / 4)
    return [slab(stand, (0, 0, h - thick / 2), (w, d, thick), TOP), *_legs(stand, w, d, h - thick, 0.05, LEG)]


def _chair(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    seat = min(0.45, h * 0.55)
    return [slab(stand, (0, 0, seat - 0.02), (w, d, 0.04), SEAT),
            slab(stand, (0, d / 2 - 0.018, (seat + h) / 2 + 0.02), (w, 0.035, h - seat - 0.04), SEAT),
            *_legs(stand, w, d, seat - 0.04, 0.04, LEG)]


def _sofa(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    seat, arm, back = min(0.45, h * 0.55), min(0.18, w / 8), min(0.22, d / 3)
    deep, half = d - back, (w - 2 * arm) / 2
    return [slab(stand, (0, 0, (seat - 0.14) / 2 + 0.02), (w, d, seat - 0.18), SOFT),
            *(slab(stand, (s * half / 2, -back / 2, seat - 0.07), (half - 0.012, deep, 0.14), LINEN) for s in (-1, 1)),
            slab(stand, (0, d / 2 - back / 2, (seat + h) / 2 - 0.07), (w - 2 * arm, back, h - seat + 0.14), SOFT),
            *(slab(stand, (s * (w - arm) / 2, 0, 0.31), (arm, d, 0.62), SOFT) for s in (-1, 1))]


def _bed(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    top = min(h, 0.5)
    return [slab(stand, (0, 0, top * 0.35), (w, d, top * 0.5), FRAME),
            slab(stand, (0, -0.01, top * 0.8), (w - 0.04, d - 0.04, top * 0.4), LINEN),
            slab(stand, (0, d / 2 - 0.26, top + 0.05), (w * 0.72, 0.36, 0.10), (0.93, 0.92, 0.90)),
            slab(stand, (0, d / 2 - 0.02, max(h, top + 0.35) / 2), (w, 0.05, max(h, top + 0.35)), FRAME)]


def _door(stand: Stand, size: Size) -> list[Piece]:
    return [*_door_frame(stand, size), *_leaf(stand, size)]


def _at_wall(thing: Thing, room: Room) -> bool:
    away = min(room.width / 2 - abs(thing.at[0]), room.depth / 2 - abs(thing.at[2]))
    return room.walled and away < 0.3


def _doorway(stand: Stand, size: Size, inner: bool) -> list[Piece]:
    """A door that stands open, away from the one who faces it, its hinges on the left; `inner`: in a wall, with the
    dark of another room in it."""
    w, h = size[:2]
    hinge = stand.place((-w / 2, 0, 0))
    turn = stand.turn + math.radians(84)
    out = Stand((float(hinge[0]), float(hinge[1]), float(hinge[2])), turn)
    middle = out.place((w / 2, 0, 0))
    leaf = _leaf(Stand((float(middle[0]), float(middle[1]), float(middle[2])), turn), size)
    beyond = [slab(stand, (0, -0.03, h / 2), (w, 0.01, h), BEYOND, edges=False)] if inner else []
    return [*_door_frame(stand, size), *leaf, *beyond]


def _door_frame(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    post, deep = 0.08, max(d, 0.06)
    return [*(slab(stand, (s * (w / 2 + post / 2), 0, h / 2), (post, deep + 0.06, h), FRAME) for s in (-1, 1)),
            slab(stand, (0, 0, h + post / 2), (w + 2 * post, deep + 0.06, post), FRAME)]


def _leaf(stand: Stand, size: Size) -> list[Piece]:
    """The leaf with two panels and a handle on either side."""
    w, h, d = size
    deep = max(d, 0.06)
    panels = [slab(stand, (0, s * (deep / 2 + 0.004), h * z), (w * 0.66, 0.012, h * tall), PANEL)
              for s in (-1, 1) for z, tall in ((0.27, 0.34), (0.72, 0.40))] if w >= 0.5 and h >= 1.2 else []
    return [slab(stand, (0, 0, h / 2), (w, deep, h), LEAF), *panels,
            *(slab(stand, (w * 0.42, s * (deep / 2 + 0.03), h * 0.5), (0.10, 0.04, 0.025), TYRE) for s in (-1, 1))]


def _window(stand: Stand, size: Size, pane: Colour) -> list[Piece]:
    w, h, d = size
    bar, deep = 0.06, max(d, 0.06)
    return [*(slab(stand, (s * (w - bar) / 2, 0, h / 2), (bar, deep, h), FRAME) for s in (-1, 1)),
            *(slab(stand, (0, 0, z), (w, deep, bar), FRAME) for z in (bar / 2, h - bar / 2)),
            slab(stand, (0, 0, h / 2), (bar * 0.6, deep * 0.7, h - 2 * bar), FRAME),
            slab(stand, (0, 0, h / 2), (w - 2 * bar, 0.015, h - 2 * bar), pane, edges=False)]


def _counter(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    return [slab(stand, (0, 0.02, (h - 0.04) / 2), (w - 0.04, d - 0.06, h - 0.04), BOX),
            slab(stand, (0, 0, h - 0.02), (w, d, 0.04), TOP)]


def _wall(stand: Stand, size: Size) -> list[Piece]:
    w, h, d = size
    return [slab(stand, (0, 0, h / 2), (w, d, h), WALL)]


def _car(stand: Stand, size: Size) -> list[Piece]:
    """Nose to the front; a car blocked broadside (wider than deep) is turned so that it stays a car.

    Pillars carry the roof and the windows are open: whoever sits inside must be seen.
    """
    w, h, d = size
    if w > d:
        stand, w, d = Stand(stand.at, stand.turn - math.pi / 2), d, w
    r = min(0.34, h * 0.23)
    low, belt = r * 0.75, h * 0.60
    return [slab(stand, (0, 0, (low + belt) / 2), (w, d, belt - low), PAINT),
            *(slab(stand, (sx * w * 0.41, d * (0.06 + sy * 0.22), (belt + h) / 2 - 0.03), (0.06, 0.06, h - belt - 0.06),
                   GLASS) for sx in (-1, 1) for sy in (-1, 1)),
            slab(stand, (0, d * 0.06, h - 0.03), (w * 0.88, d * 0.46, 0.06), PAINT),
            *(slab(stand, (s * w * 0.34, -d / 2 - 0.01, belt * 0.72), (w * 0.2, 0.04, 0.12), LINEN) for s in (-1, 1)),
            *(slab(stand, (s * w * 0.36, d / 2 + 0.01, belt * 0.78), (w * 0.16, 0.04, 0.10), (0.62, 0.30, 0.28))
              for s in (-1, 1)),
            *(wheel(stand, (sx * (w / 2 - 0.09), sy * d * 0.31, r), r, 0.22, TYRE) for sx in (-1, 1) for sy in (-1, 1))]


def _crowd(stand: Stand, size: Size) -> list[Piece]:
    """People at arm's length from one another, rows set off, each a little different; the same on every machine."""
    w, h, d = size
    columns, rows = max(1, min(8, round(w / 0.75))), max(1, min(4, round(d / 0.75)))
    pieces: list[Piece] = []
    for k in range(columns * rows):
        column, row = k % columns, k // columns
        wobble = (k * 0.618034) % 1.0 - 0.5
        x = ((column + 0.5 + 0.25 * (row % 2 * 2 - 1) + 0.2 * wobble) / columns - 0.5) * w
        y = ((row + 0.5 + 0.3 * wobble) / rows - 0.5) * d
        at = stand.place((x, y, 0.0))
        spot = Stand((float(at[0]), float(at[1]), float(at[2])), stand.turn + wobble * 0.8)
        pieces += pawn(spot, h * (0.96 + 0.08 * wobble), FOLK[k % len(FOLK)], SKIN)
    return pieces


_BUILDERS: dict[str, Callable[[Stand, Size], list[Piece]]] = {
    "box": _box, "table": _table, "chair": _chair, "sofa": _sofa, "bed": _bed, "door": _door, "counter": _counter,
    "wall": _wall, "car": _car, "crowd": _crowd,
}
