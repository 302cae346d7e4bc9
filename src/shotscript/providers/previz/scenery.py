"""Everything a cut can see, merged into flat arrays for the kernels.

People come first, each with a block of vertices, parts and spheres that is posed anew; the set follows and stays still.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...optics.space import Thing
from .furniture import furnish, walls
from .lights import Rig, rig
from .mesh import Mesh, turn_z
from .people import Actor
from .piece import Piece, body
from .sheet import CutSheet, Moved
from .themes import fine_grid, painted, staged

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]
f4 = np.float32
OUTLINED = 0.8
"""How strongly a thing is inked that moves."""
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
    """Flat arrays of all pieces: see `kernels` for shapes. `owner` (t,) numbers the piece's owner, people from 1.

    opaque (t,): what throws a shadow · blocks of people, then `moved` things.
    """

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
    opaque: NDArray[np.bool_]
    blocks: tuple[Blocks, ...]
    moved: tuple[Blocks, ...] = ()

    @property
    def moving(self) -> Blocks | None:
        """The last block of what is posed anew for each frame."""
        return (*self.blocks, *self.moved)[-1] if self.blocks or self.moved else None


@dataclass(frozen=True, slots=True)
class Scenery:
    """`moved` are for each block of a moved thing its feet and turns, and where it is in the merged arrays."""

    actors: tuple[Actor, ...]
    merged: Merged
    rig: Rig
    walls: F4
    theme: str = "colour"
    moved: tuple[Moved, ...] = ()


def build(sheet: CutSheet, theme: str = "colour") -> Scenery:
    actors = sheet.actors
    people, things = [body(actor.figure, actor.colours) for actor in actors], furnished(sheet)
    room = walls(sheet.set.room)
    movers = {moved.name: moved for moved in sheet.moved}
    each = [(i, thing.name, piece) for i, thing in enumerate(sheet.set.things) for piece in things[i]]
    owned = [(i + 1, piece) for i, piece in enumerate(people)]
    owned += [(THINGS + i, _loose(piece, sheet.set.things[i])) for i, name, piece in each if name in movers]
    owned += [(THINGS + i, piece) for i, name, piece in each if name not in movers]
    owned += [(ROOM, piece) for piece in room]
    panes = {THINGS + i for i, thing in enumerate(sheet.set.things) if thing.kind == "window"}
    merged = merge([(number, replace(piece, colours=painted(piece.colours, theme))) for number, piece in owned],
                   len(actors), panes, sum(name in movers for _, name, _ in each))
    light = fine_grid(rig(sheet, staged(sheet, theme)), theme)
    return Scenery(actors, merged, light, _wall_lines(sheet), theme,
                   tuple(movers[name] for _, name, _ in each if name in movers))


def _loose(piece: Piece, thing: Thing) -> Piece:
    """A piece about its thing's foot, unturned, to be put where it is in each frame: inked by its outline, for edges
    are drawn where they stand."""
    foot, turn = np.array((thing.at[0], -thing.at[2], thing.at[1])), turn_z(thing.yaw)
    mesh = Mesh((piece.mesh.points - foot) @ turn, piece.mesh.normals @ turn, piece.mesh.faces)
    balls = np.hstack([(piece.spheres[:, :3] - foot) @ turn, piece.spheres[:, 3:]])
    return replace(piece, mesh=mesh, centres=(piece.centres - foot) @ turn, spheres=balls,
                   ink=np.full_like(piece.ink, OUTLINED), corners=np.zeros((0, 3)), sides=np.zeros((0, 6)),
                   styles=np.zeros(0))


def furnished(sheet: CutSheet) -> list[list[Piece]]:
    """The pieces of each thing on the set."""
    return [furnish(thing, sheet.set.night, thing.kind == "door" and _passed(thing, sheet.actors), sheet.set.room)
            for thing in sheet.set.things]


def merge(owned: list[tuple[int, Piece]], people: int, panes: Collection[int] = (), moved: int = 0) -> Merged:
    """All pieces in one, `people` first, then those `moved`; light goes through what owners numbered `panes` have."""
    pieces = [piece for _, piece in owned]
    points = np.cumsum([0, *(len(p.mesh.points) for p in pieces)])
    faces = np.cumsum([0, *(len(p.mesh.faces) for p in pieces)])
    parts = np.cumsum([0, *(len(p.radii) for p in pieces)])
    balls = np.cumsum([0, *(len(p.spheres) for p in pieces)])
    together = np.zeros((parts[-1], parts[-1]), bool)
    for p, a, b in zip(pieces, parts, parts[1:], strict=False):
        together[a:b, a:b] = p.joined
    corners = _stack([p.corners for p in pieces], 3)
    blocks = tuple(Blocks(*(slice(int(s[i]), int(s[i + 1])) for s in (points, faces, parts, balls)))
                   for i in range(people + moved))
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
        opaque=np.array([number not in panes for number, p in owned for _ in p.mesh.faces], bool),
        blocks=blocks[:people], moved=blocks[people:],
    )


def _passed(door: Thing, actors: tuple[Actor, ...]) -> bool:
    """Whether somebody goes through a door in the cut, or nearly."""
    at = np.array((door.at[0], -door.at[2]))
    reach = max(door.size[0], door.size[2]) / 2 + 0.15
    ways = [actor.floor[actor.shown][:, :2] for actor in actors]
    return any(len(way) > 0 and bool((np.abs(way - at) < reach).all(1).any()) and bool(np.ptp(way, axis=0).max() > 0.3)
               for way in ways)


def _wall_lines(sheet: CutSheet) -> F4:
    """a, b, c of a x + b y + c: metres from each wall, on its inner side."""
    room = sheet.set.room
    if not room.walled:
        return np.zeros((0, 3), f4)
    x, y = room.width / 2, room.depth / 2
    return np.array([(1, 0, x), (-1, 0, x), (0, 1, y), (0, -1, y)], f4)


def _stack(arrays: list[NDArray[np.float64]], columns: int) -> F4:
    whole = np.vstack([a.reshape(-1, columns) for a in arrays]) if arrays else np.zeros((0, columns))
    return np.ascontiguousarray(np.round(whole, 6), f4)


def _flat(arrays: list[NDArray[np.float64]]) -> F4:
    return np.ascontiguousarray(np.concatenate(arrays) if arrays else np.zeros(0), f4)


def _ints(arrays: list[NDArray[np.int32]]) -> I4:
    return np.ascontiguousarray(np.concatenate(arrays) if arrays else np.zeros(0), np.int32)
