"""Pieces a set is put together from: a shape with its colour, its spheres for the light and its ink. Metres, z up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from .figure import Figure
from .mesh import Floats, Ints, Mesh, box, ellipsoid, joined, loft, moved, sheet, turn_y, turn_z

BODY, SET = 0, 1
PROP_EDGE, ROOM_EDGE = 1.0, 2.0
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """Shape and colours (v, 3) · part (v,) from 0 · per part: centres (p, 3), radii (p,), joined (p, p), ink (p,) ·
    spheres (s, 4), sphere_part (s,) · edges: corners (2e, 3) in pairs, sides (e, 6) the two normals, styles (e,).
    """

    mesh: Mesh
    colours: Floats
    matter: int
    part: Ints
    centres: Floats
    radii: Floats
    joined: np.ndarray
    ink: Floats
    spheres: Floats
    sphere_part: Ints
    corners: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    sides: Floats = field(default_factory=lambda: np.zeros((0, 6)))
    styles: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a thing stands: its foot and its turn about the vertical, radians."""

    at: tuple[float, float, float]
    turn: float

    def place(self, point: tuple[float, float, float]) -> Floats:
        return turn_z(self.turn) @ np.asarray(point, dtype=float) + np.asarray(self.at)


def body(figure: Figure, colours: Floats) -> Piece:
    """A mannequin in its rest coordinates."""
    mesh = Mesh(figure.points, figure.normals, figure.faces)
    return Piece(mesh, colours, BODY, figure.part, figure.centres, figure.radii, figure.joined, figure.ink,
                 figure.spheres, figure.sphere_part)


def slab(stand: Stand, centre: tuple[float, float, float], size: tuple[float, float, float], colour: Colour,
         edges: bool = True) -> Piece:
    """A box whose `centre` is in the thing's own axes: x its width, -y its front, z up."""
    turn, at = turn_z(stand.turn), stand.place(centre)
    mesh = moved(box(size, max(0.07, max(size) / 16)), turn, at)
    corners, sides = _edges(size) if edges else (np.zeros((0, 3)), np.zeros((0, 6)))
    both = np.hstack([sides[:, :3] @ turn.T, sides[:, 3:] @ turn.T])
    balls = _filling(size) @ _with_radius(turn) + np.array((*at, 0.0))
    return _single(mesh, colour, balls, corners @ turn.T + at, both, np.full(len(sides), PROP_EDGE))


def round_piece(stand: Stand, mesh: Mesh, colour: Colour, spheres: list[tuple[float, float, float, float]]) -> Piece:
    """A smooth shape in the thing's own axes, inked by its outline."""
    turn = turn_z(stand.turn)
    balls = np.array(spheres, dtype=float).reshape(-1, 4) @ _with_radius(turn) + np.array((*stand.at, 0.0))
    return _single(moved(mesh, turn, stand.at), colour, balls)


def wheel(stand: Stand, centre: tuple[float, float, float], radius: float, width: float, colour: Colour) -> Piece:
    """A wheel rolling along the thing's y."""
    disc = loft([(-width / 2, radius * 0.94, radius * 0.94), (0, radius, radius),
                 (width / 2, radius * 0.94, radius * 0.94)], 26, 5, dome=0.08)
    return round_piece(stand, moved(disc, turn_y(math.pi / 2), centre), colour, [(*centre, radius * 0.8)])


def pawn(stand: Stand, tall: float, colour: Colour, skin: Colour) -> list[Piece]:
    """Someone in a crowd: a simple figure with arms at its sides."""
    k = tall / 1.76
    trunk = loft([(0.82, 0.13, 0.10), (0.95, 0.155, 0.11), (1.12, 0.135, 0.095), (1.34, 0.165, 0.11),
                  (1.42, 0.15, 0.09), (1.49, 0.055, 0.05), (1.56, 0.048, 0.05)], 12, 12)
    leg = loft([(0.0, 0.05, 0.06), (0.45, 0.06, 0.062), (0.92, 0.085, 0.085)], 9, 7)
    arm = loft([(0.72, 0.03, 0.038), (1.08, 0.042, 0.045), (1.38, 0.05, 0.055)], 8, 6)
    limbs = [moved(limb, np.eye(3), (side * x, 0, 0)) for limb, x in ((leg, 0.085), (arm, 0.188)) for side in (-1, 1)]
    skull = ellipsoid((0.075, 0.095, 0.12), (0, -0.015, 1.64), 12, 10)
    balls = [(0.0, 0.0, h * k, r * k) for h, r in ((0.12, 0.11), (0.4, 0.11), (0.7, 0.12), (1.0, 0.14), (1.3, 0.14))]
    return [round_piece(stand, _scaled(joined(trunk, *limbs), k), colour, balls),
            round_piece(stand, _scaled(skull, k), skin, [(0, 0, 1.63 * k, 0.1 * k)])]


def wall(start: tuple[float, float], end: tuple[float, float], height: float, colour: Colour) -> Piece:
    """A one-sided panel that faces the right of start to end, so that a camera behind it sees through."""
    a, b = np.array((*start, 0.0)), np.array((*end, 0.0))
    along, up = b - a, np.array((0.0, 0.0, height))
    mesh = sheet(a, along, up, max(0.14, float(np.linalg.norm(along)) / 48))
    face = np.cross(along, up)
    face /= np.linalg.norm(face)
    corners = np.array([a, b, a, a + up, b, b + up, a + up, b + up])
    sides = np.tile(np.hstack([face, face]), (4, 1))
    return _single(mesh, colour, np.zeros((0, 4)), corners, sides, np.full(4, ROOM_EDGE))


def ceiling(width: float, depth: float, height: float, colour: Colour) -> Piece:
    """A one-sided panel that faces down: light and cameras above it pass."""
    corner = np.array((-width / 2, depth / 2, height))
    mesh = sheet(corner, np.array((width, 0.0, 0.0)), np.array((0.0, -depth, 0.0)), max(0.3, max(width, depth) / 24))
    return _single(mesh, colour, np.zeros((0, 4)), np.zeros((0, 3)), np.zeros((0, 6)), np.zeros(0))


def _scaled(mesh: Mesh, k: float) -> Mesh:
    return Mesh(mesh.points * k, mesh.normals, mesh.faces)


def _single(mesh: Mesh, colour: Colour, spheres: Floats, corners: Floats | None = None, sides: Floats | None = None,
            styles: Floats | None = None) -> Piece:
    """A piece of one part; with corners it is inked by its edges, else by its outline."""
    centre = (mesh.points.min(0) + mesh.points.max(0)) / 2
    radius = float(np.linalg.norm(mesh.points - centre, axis=1).max())
    smooth = corners is None
    nothing = (np.zeros((0, 3)), np.zeros((0, 6)), np.zeros(0))
    lines = nothing if corners is None or sides is None or styles is None else (corners, sides, styles)
    return Piece(mesh, np.tile(colour, (len(mesh.points), 1)), SET, np.zeros(len(mesh.points), np.int32), centre[None],
                 np.array([radius]), np.ones((1, 1), bool), np.array([0.8 if smooth else 0.0]), spheres,
                 np.zeros(len(spheres), np.int32), *lines)


def _filling(size: tuple[float, float, float]) -> Floats:
    """Spheres (s, 4) that fill a box, about the origin."""
    radius = max(0.03, min(min(size) / 2, 0.25))
    counts = [min(12, max(1, round(s / max(2 * radius, 0.16)))) for s in size]
    wide = max(size[0] / counts[0], size[1] / counts[1]) * 0.45 if counts[0] * counts[1] > 1 else radius
    steps = [[(k + 0.5) / n - 0.5 for k in range(n)] for n in counts]
    return np.array([(x * size[0], y * size[1], z * size[2], max(radius, min(wide, 0.25)))
                     for x in steps[0] for y in steps[1] for z in steps[2]])


def _with_radius(turn: Floats) -> Floats:
    """(4, 4) that turns rows of x y z radius."""
    out = np.eye(4)
    out[:3, :3] = turn.T
    return out


def _edges(size: tuple[float, float, float]) -> tuple[Floats, Floats]:
    """The twelve edges of a box about the origin: corner pairs (24, 3), normals of the two sides (12, 6)."""
    half, corners, sides = np.asarray(size) / 2, [], []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for su in (-1, 1):
            for sv in (-1, 1):
                low, one, two = np.zeros(3), np.zeros(3), np.zeros(3)
                low[u], low[v], low[axis] = su * half[u], sv * half[v], -half[axis]
                high = low.copy()
                high[axis] = half[axis]
                one[u], two[v] = su, sv
                corners += [low, high]
                sides.append(np.hstack([one, two]))
    return np.array(corners), np.array(sides)
