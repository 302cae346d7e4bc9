"""Everything a cut can see, merged into flat arrays for the kernels, and its light rig.

People come first, each with a block of vertices, parts and spheres that is posed anew; the set follows and stays still.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .furniture import furnish, walls
from .kernels.light import disc
from .people import Actor
from .piece import Piece, body
from .sheet import CutSheet

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]
f4 = np.float32
SHADOW, FLOOR_MAP = 1024, 200
ROOM, THINGS = 1 << 14, (1 << 14) + 1
"""Numbers of owners: people count from 1, the room's walls and ceiling are one, things count from there."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Half-open ranges of one person in the merged arrays."""

    points: slice
    faces: slice
    parts: slice
    spheres: slice


@dataclass(frozen=True, slots=True)
class Merged:
    """Flat arrays of all pieces: see `kernels` for shapes. `owner` (t,) numbers the piece's owner, people from 1."""

    points: F4
    normals: F4
    faces: I4
    colours: F4
    matter: I4
    part: I4
    centres: F4
    radii: F4
    joined: NDArray[np.bool_]
    ink: F4
    spheres: F4
    sphere_part: I4
    corners: F4
    ends: I4
    sides: F4
    styles: F4
    owner: I4
    blocks: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class Rig:
    """The light: directions (3,), tints (10,), backdrop (6,), ink colour (3,), grid (4,) and where its maps lie.

    to_light (3, 4) metres to shadow texels · taps, floor_taps (n, 2) texels · lay (3,) left, back, cell of the floor
    map · edge (n, n) how far from its rim
    """

    key: F4
    fill: F4
    tint: F4
    backdrop: F4
    ink: F4
    grid: F4
    to_light: F4
    taps: F4
    floor_taps: F4
    lay: F4
    edge: F4


@dataclass(frozen=True, slots=True)
class Scenery:
    actors: tuple[Actor, ...]
    merged: Merged
    rig: Rig
    walls: F4


def build(sheet: CutSheet) -> Scenery:
    actors = sheet.actors
    people = [body(actor.figure, actor.colours) for actor in actors]
    things = [furnish(thing, sheet.set.night) for thing in sheet.set.things]
    room = walls(sheet.set.room)
    owned = [(i + 1, piece) for i, piece in enumerate(people)]
    owned += [(THINGS + i, piece) for i, pieces in enumerate(things) for piece in pieces]
    owned += [(ROOM, piece) for piece in room]
    return Scenery(actors, merge(owned, len(actors)), rig(sheet), _wall_lines(sheet))


def merge(owned: list[tuple[int, Piece]], people: int) -> Merged:
    pieces = [piece for _, piece in owned]
    points = np.cumsum([0, *(len(p.mesh.points) for p in pieces)])
    faces = np.cumsum([0, *(len(p.mesh.faces) for p in pieces)])
    parts = np.cumsum([0, *(len(p.radii) for p in pieces)])
    balls = np.cumsum([0, *(len(p.spheres) for p in pieces)])
    together = np.zeros((parts[-1], parts[-1]), bool)
    for p, a, b in zip(pieces, parts, parts[1:], strict=False):
        together[a:b, a:b] = p.joined
    corners = _stack([p.corners for p in pieces], 3)
    return Merged(
        points=_stack([p.mesh.points for p in pieces], 3), normals=_stack([p.mesh.normals for p in pieces], 3),
        faces=_ints([p.mesh.faces + a for p, a in zip(pieces, points, strict=False)]).reshape(-1, 3),
        colours=_stack([p.colours for p in pieces], 3),
        matter=_ints([np.full(len(p.mesh.points), p.matter) for p in pieces]),
        part=_ints([p.part + a for p, a in zip(pieces, parts, strict=False)]),
        centres=_stack([p.centres for p in pieces], 3), radii=_flat([p.radii for p in pieces]), joined=together,
        ink=_flat([p.ink for p in pieces]), spheres=_stack([p.spheres for p in pieces], 4),
        sphere_part=_ints([p.sphere_part + a for p, a in zip(pieces, parts, strict=False)]), corners=corners,
        ends=np.arange(len(corners), dtype=np.int32).reshape(-1, 2), sides=_stack([p.sides for p in pieces], 6),
        styles=_flat([p.styles for p in pieces]),
        owner=_ints([np.full(len(p.mesh.faces), number) for number, p in owned]),
        blocks=tuple(Blocks(*(slice(int(s[i]), int(s[i + 1])) for s in (points, faces, parts, balls)))
                     for i in range(people)),
    )


def rig(sheet: CutSheet) -> Rig:
    key, fill = _unit((-0.55, -0.62, 0.95)), _unit((0.8, -0.5, 0.35))
    centre, reach = sheet.centre, sheet.reach
    z = key.astype(float)
    x = np.cross((0.0, 0.0, 1.0), z)
    x /= np.linalg.norm(x)
    y = np.cross(z, x)
    k = SHADOW / (2 * (reach + 0.5))
    middle = SHADOW / 2
    to_light = np.array([[*(x * k), middle - k * float(x @ centre)], [*(-y * k), middle + k * float(y @ centre)],
                         [*z, -float(z @ centre)]])
    cell = 2 * reach / FLOOR_MAP
    tones = _DAY if not sheet.set.night else _LAMPLIT if sheet.set.interior else _MOONLIT
    return Rig(
        key=key, fill=fill, tint=_row(tones[0]), backdrop=_row(tones[1]), ink=_row(tones[2]),
        grid=_row((0.5, 2.5, 0.38, 0.62)), to_light=np.round(to_light, 6).astype(f4),
        taps=disc(14, 0.075 * min(k, 160.0)), floor_taps=disc(12, 0.09 * min(k, 160.0)),
        lay=_row((centre[0] - reach, centre[1] - reach, cell)), edge=_open_edge(),
    )


_DAY = ((0.98, 0.99, 1.06, 1.08, 1.03, 0.95, 0.94, 0.98, 1.07, 1.0),
        (0.827, 0.839, 0.855, 0.788, 0.788, 0.776), (0.110, 0.118, 0.141))
_MOONLIT = ((0.42, 0.48, 0.66, 0.80, 0.82, 0.90, 0.34, 0.42, 0.62, 1.0),
            (0.115, 0.135, 0.190, 0.340, 0.355, 0.400), (0.035, 0.040, 0.060))
_LAMPLIT = ((0.46, 0.48, 0.60, 1.02, 0.84, 0.62, 0.30, 0.38, 0.56, 0.9),
            (0.100, 0.110, 0.150, 0.420, 0.385, 0.350), (0.035, 0.036, 0.048))


def _open_edge() -> F4:
    """1 inside the floor map, 0 at its rim, so that the endless floor around it joins without a border."""
    away = np.minimum(np.arange(FLOOR_MAP), np.arange(FLOOR_MAP)[::-1]) / 14
    ramp = np.clip(away, 0, 1)
    return np.ascontiguousarray(np.outer(ramp, ramp), f4)


def _wall_lines(sheet: CutSheet) -> F4:
    """a, b, c of a x + b y + c: metres from each wall, on its inner side."""
    room = sheet.set.room
    if not room.walled:
        return np.zeros((0, 3), f4)
    x, y = room.width / 2, room.depth / 2
    return np.array([(1, 0, x), (-1, 0, x), (0, 1, y), (0, -1, y)], f4)


def _unit(v: tuple[float, float, float]) -> F4:
    length = math.sqrt(sum(c * c for c in v))
    return np.array([c / length for c in v], f4)


def _row(values: tuple[float, ...]) -> F4:
    return np.array(values, f4)


def _stack(arrays: list[NDArray[np.float64]], columns: int) -> F4:
    whole = np.vstack([a.reshape(-1, columns) for a in arrays]) if arrays else np.zeros((0, columns))
    return np.ascontiguousarray(np.round(whole, 6), f4)


def _flat(arrays: list[NDArray[np.float64]]) -> F4:
    return np.ascontiguousarray(np.concatenate(arrays) if arrays else np.zeros(0), f4)


def _ints(arrays: list[NDArray[np.int32]]) -> I4:
    return np.ascontiguousarray(np.concatenate(arrays) if arrays else np.zeros(0), np.int32)
