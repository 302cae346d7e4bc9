"""Shapes: lofted sections, ellipsoids and boxes as triangles with normals. Metres, z up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
ROUND_CAP = 6


@dataclass(frozen=True, slots=True)
class Mesh:
    """points (v, 3), normals (v, 3), faces (t, 3) counter-clockwise seen from outside."""

    points: Floats
    normals: Floats
    faces: Ints


def turn_x(angle: float) -> Floats:
    c, s = math.cos(angle), math.sin(angle)
    return np.array(((1, 0, 0), (0, c, -s), (0, s, c)), dtype=float)


def turn_y(angle: float) -> Floats:
    c, s = math.cos(angle), math.sin(angle)
    return np.array(((c, 0, s), (0, 1, 0), (-s, 0, c)), dtype=float)


def turn_z(angle: float) -> Floats:
    c, s = math.cos(angle), math.sin(angle)
    return np.array(((c, -s, 0), (s, c, 0), (0, 0, 1)), dtype=float)


def solid(points: Floats, faces: Ints) -> Mesh:
    """A mesh with smooth normals from its faces."""
    flat = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    normals = np.zeros_like(points)
    for k in range(3):
        np.add.at(normals, faces[:, k], flat)
    length = np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return Mesh(points, normals / length, faces.astype(np.int32))


def joined(*meshes: Mesh) -> Mesh:
    starts = np.cumsum([0, *(len(m.points) for m in meshes)])
    return Mesh(
        np.vstack([m.points for m in meshes]),
        np.vstack([m.normals for m in meshes]),
        np.vstack([m.faces + start for m, start in zip(meshes, starts, strict=False)]).astype(np.int32),
    )


def moved(mesh: Mesh, turn: Floats, to: tuple[float, float, float] | Floats = (0, 0, 0)) -> Mesh:
    return Mesh(mesh.points @ turn.T + np.asarray(to), mesh.normals @ turn.T, mesh.faces)


def mirrored(mesh: Mesh) -> Mesh:
    """Left for right."""
    flip = np.array((-1.0, 1.0, 1.0))
    return Mesh(mesh.points * flip, mesh.normals * flip, np.ascontiguousarray(mesh.faces[:, ::-1]))


def loft(sections: list[tuple[float, ...]], around: int = 24, rows: int = 16, caps: bool = True,
         dome: float = 1.0) -> Mesh:
    """Elliptical sections (z, radius x, radius y[, offset x, offset y]) joined smoothly, with round caps.

    `dome`: height of the caps over the section's smaller radius.
    """
    knots = np.array([tuple(s) + (0.0,) * (5 - len(s)) for s in sections], dtype=float)
    path = _smooth(knots, rows)
    path[:, 1:3] = np.maximum(path[:, 1:3], 1e-3)
    if caps:
        sign = 1.0 if path[-1, 0] > path[0, 0] else -1.0
        path = np.vstack([_cap(path[0], -sign * dome)[::-1], path, _cap(path[-1], sign * dome)])
    return skin(path, around)


def rings(sections: list[tuple[float, float, float]], heights: list[float]) -> Floats:
    """Smooth sections (z, radius x, radius y), falling, at the given heights: rows (z, rx, ry, 0, 0)."""
    path = _smooth(np.array([(*s, 0.0, 0.0) for s in sections], dtype=float), 20 * len(sections))[::-1]
    at = np.array(heights)
    return np.stack([at, *(np.interp(at, path[:, 0], path[:, k]) for k in (1, 2)), 0 * at, 0 * at], axis=1)


def ellipsoid(radii: tuple[float, float, float], centre: tuple[float, float, float] = (0, 0, 0), around: int = 24,
              rows: int = 16) -> Mesh:
    angles = [math.pi * k / (rows - 1) for k in range(rows)]
    path = np.array([(-math.cos(a) * radii[2], max(math.sin(a), 1e-3) * radii[0], max(math.sin(a), 1e-3) * radii[1],
                      0.0, 0.0) for a in angles])
    mesh = skin(path, around)
    return solid(mesh.points + np.asarray(centre), mesh.faces)


def box(size: tuple[float, float, float], cell: float) -> Mesh:
    """A box about the origin, its sides cut into squares of about `cell` so that baked light has somewhere to sit."""
    return joined(*(_side(np.asarray(size, dtype=float), axis, sign, cell) for axis in range(3) for sign in (-1, 1)))


def sheet(corner: Floats, along: Floats, up: Floats, cell: float) -> Mesh:
    """A one-sided rectangle from `corner`; it faces along x up."""
    nu, nv = (max(1, math.ceil(float(np.linalg.norm(v)) / cell)) for v in (along, up))
    steps = np.meshgrid(np.linspace(0, 1, nu + 1), np.linspace(0, 1, nv + 1), indexing="ij")
    u, v = (step.ravel()[:, None] for step in steps)
    points = corner + u * along + v * up
    normal = np.cross(along, up)
    return Mesh(points, np.tile(normal / np.linalg.norm(normal), (len(points), 1)), _grid_faces(nu, nv))


def skin(path: Floats, around: int) -> Mesh:
    """Rings (z, rx, ry, ox, oy) to a closed skin."""
    turn = [2 * math.pi * k / around for k in range(around)]
    cos, sin = np.array([math.cos(a) for a in turn]), np.array([math.sin(a) for a in turn])
    points = np.stack([path[:, 1:2] * cos + path[:, 3:4], path[:, 2:3] * sin + path[:, 4:5],
                       np.repeat(path[:, :1], around, 1)], -1).reshape(-1, 3)
    i, j = (g.ravel() for g in np.meshgrid(np.arange(len(path) - 1), np.arange(around), indexing="ij"))
    a, b = i * around + j, i * around + (j + 1) % around
    faces = np.concatenate([np.stack([a, b, a + around], -1), np.stack([b, b + around, a + around], -1)])
    return solid(points, faces if path[-1, 0] > path[0, 0] else faces[:, ::-1])


def _smooth(knots: Floats, rows: int) -> Floats:
    """Catmull-Rom through the knots."""
    ends = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    last, out = len(knots) - 1, []
    for t in np.linspace(0, last, rows):
        i = min(int(t), last - 1)
        u = t - i
        a, b, c, d = ends[i : i + 4]
        out.append(0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u * u + (3 * b - a - 3 * c + d) * u**3))
    return np.array(out)


def _cap(section: Floats, height: float) -> Floats:
    rows = []
    for k in range(1, ROUND_CAP):
        angle = k * math.pi / 2 / (ROUND_CAP - 1)
        row = section.copy()
        row[0] += height * math.sin(angle) * min(section[1], section[2])
        row[1:3] *= max(math.cos(angle), 1e-3)
        rows.append(row)
    return np.array(rows)


def _side(size: Floats, axis: int, sign: int, cell: float) -> Mesh:
    u, v = ((axis + 1) % 3, (axis + 2) % 3)[::sign]
    corner, along, up = np.zeros(3), np.zeros(3), np.zeros(3)
    corner[axis], corner[u], corner[v] = sign * size[axis] / 2, -size[u] / 2, -size[v] / 2
    along[u], up[v] = size[u], size[v]
    return sheet(corner, along, up, cell)


def _grid_faces(nu: int, nv: int) -> Ints:
    i, j = (g.ravel() for g in np.meshgrid(np.arange(nu), np.arange(nv), indexing="ij"))
    k = i * (nv + 1) + j
    return np.concatenate([np.stack([k, k + nv + 1, k + 1], 1), np.stack([k + 1, k + nv + 1, k + nv + 2], 1)]).astype(
        np.int32)
