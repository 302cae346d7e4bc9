"""Colour: vertex shading in display space, and the visibility buffer turned into a picture.

`tint` (10,): r g b factors of ambient, key and fill light, then the rim's strength.
`backdrop` (12,): r g b of the distance, of the floor in the light, of the floor out of it, of the sky overhead.
`air` (2,): how thick the air is, what of its haze lies over people too. A picture is planar float32 (3, h, w), 0..1.
"""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel
from .floor import level_row, rolled_row, sky_row, tone_level, tone_rolled

f4 = np.float32
BODY = 0
SHORT = 12


@kernel
def _rim(nx, ny, nz, facing, rim, strength):
    """Light from behind that draws the outline: strongest where the surface turns away from the eye."""
    behind = max(f4(0), nx * rim[0] + ny * rim[1] + nz * rim[2])
    edge = f4(1) - facing
    return edge * edge * edge * (f4(0.10) + f4(0.55) * behind) * strength


@kernel
def _gleam(nx, ny, nz, vx, vy, vz, key):
    hx, hy, hz = vx + key[0], vy + key[1], vz + key[2]
    s = f4(1) / math.sqrt(hx * hx + hy * hy + hz * hz + f4(1e-9))
    g = max(f4(0), (nx * hx + ny * hy + nz * hz) * s)
    g *= g
    g *= g
    g *= g
    return g * g * f4(0.10)


@kernel
def _haze(nearness):
    """How much of the distance lies over the set, so that far things stand on the floor that fades under them.
    People stay clear in clear air: a long lens brings them near. `nearness` is one over metres of clear air."""
    far = min(f4(1), max(f4(0), (f4(1) / nearness - f4(8)) * f4(1 / 18.0)))
    return far * (f4(2) - far) * f4(0.85)


@kernel
def shade(points, normals, base, openness, lit, matter, eye, key, fill, rim, tint, backdrop, air, colours):
    """Vertex colours (v, 3) into `colours`.

    base (v, 3) surface colour · openness, lit (v,) baked light, its slant included · matter (v,) 0 body, 1 set · eye,
    key, fill, rim (3,) positions and directions · the rim is tied to the camera so that outlines always separate.
    """
    for i in range(points.shape[0]):
        nx, ny, nz = normals[i, 0], normals[i, 1], normals[i, 2]
        vx, vy, vz = eye[0] - points[i, 0], eye[1] - points[i, 1], eye[2] - points[i, 2]
        s = f4(1) / math.sqrt(vx * vx + vy * vy + vz * vz + f4(1e-12))
        vx, vy, vz = vx * s, vy * s, vz * s
        open_ = openness[i]
        direct = lit[i]
        wrapped = max(f4(0), f4(0.5) + f4(0.5) * (nx * fill[0] + ny * fill[1] + nz * fill[2]))
        wrapped *= f4(0.4) + f4(0.6) * open_
        ambient = (f4(0.415) + f4(0.085) * nz) * (f4(0.25) + f4(0.75) * open_)
        edge, gleam, haze = f4(0), f4(0), f4(0)
        if matter[i] == BODY:
            facing = max(f4(0), nx * vx + ny * vy + nz * vz)
            edge = _rim(nx, ny, nz, facing, rim, tint[9]) * open_
            gleam = _gleam(nx, ny, nz, vx, vy, vz, key) * min(direct, f4(1)) * tint[9]
            direct, wrapped = direct * f4(0.62), wrapped * f4(0.20)
            haze = _haze(s / air[0]) * air[1] if air[1] > 0 else f4(0)
        else:
            direct, wrapped, ambient = direct * f4(0.40), wrapped * f4(0.22), ambient * f4(1.22)
            haze = _haze(s / air[0])
        for c in range(3):
            light = ambient * tint[c] + direct * tint[3 + c] + wrapped * tint[6 + c]
            own = base[i, c] * light + edge * (f4(0.9) + f4(0.05) * f4(c)) + gleam
            colours[i, c] = own + (backdrop[c] - own) * haze


@kernel
def colour_planes(edges, order, count, faces, colours, planes):
    """For each set-up triangle, colour over depth as three planes on screen: `planes` (t, 9)."""
    for k in range(count):
        t = order[k]
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        for channel in range(3):
            ca, cb, cc = colours[a, channel], colours[b, channel], colours[c, channel]
            for m in range(3):
                planes[k, channel * 3 + m] = ca * edges[k, m] + cb * edges[k, 3 + m] + cc * edges[k, 6 + m]


@kernel
def _paint_run(planes, k, dx, dy, x, end, depths, red, green, blue):
    """Pixels [x, end) of one row that show triangle `k`; (dx, dy) is the first one's place in the triangle's box."""
    c0 = planes[k, 1] * dy + planes[k, 2]
    c1 = planes[k, 4] * dy + planes[k, 5]
    c2 = planes[k, 7] * dy + planes[k, 8]
    a0, a1, a2 = planes[k, 0], planes[k, 3], planes[k, 6]
    if end - x < SHORT:  # most runs are: making slices would cost more than the run
        for i in range(x, end):
            at, depth = dx + f4(np.int32(i - x)), f4(1) / depths[i]
            red[i] = (a0 * at + c0) * depth
            green[i] = (a1 * at + c1) * depth
            blue[i] = (a2 * at + c2) * depth
        return
    r, g, b, d = red[x:end], green[x:end], blue[x:end], depths[x:end]
    for i in range(end - x):
        at, depth = dx + f4(np.int32(i)), f4(1) / d[i]
        r[i], g[i], b[i] = (a0 * at + c0) * depth, (a1 * at + c1) * depth, (a2 * at + c2) * depth


@kernel
def resolve(inverse, ids, boxes, planes, rays, eye, light_map, lay, backdrop, grid, air, rolled, picture):
    """Visibility buffer to `picture`.

    light_map (n, n) · lay (3,): left, back and cell of the map in metres · grid (4,): fine and coarse pitch in metres
    and their strengths · rolled: whether the camera leans, so that a row of pixels is no line of equal depth.
    """
    height, width = inverse.shape
    for y in range(height):
        red, green, blue, row, depths = picture[0, y], picture[1, y], picture[2, y], ids[y], inverse[y]
        x = 0
        while x < width:
            k = row[x]
            end = x + 1
            while end < width and row[end] == k:
                end += 1
            if k >= 0:
                _paint_run(planes, k, f4(x - boxes[k, 0]), f4(y - boxes[k, 1]), x, end, depths, red, green, blue)
                x = end
                continue
            r, g, b, d = red[x:end], green[x:end], blue[x:end], depths[x:end]
            if k == -2 and rolled:
                rolled_row(x, y, d, rays, eye, light_map, lay, grid, r, g)
                tone_rolled(d, backdrop, air[0], r, g, b)
            elif k == -2:
                level_row(x, y, rays, eye, light_map, lay, grid, r)
                tone_level(d[0], backdrop, air[0], r, g, b)
            else:
                sky_row(x, y, rays, backdrop, r, g, b)
            x = end


@kernel
def _owners(order, count, faces, part):
    """The part that each set-up triangle belongs to, and last -1, which is also where ids below zero lead."""
    owners = np.empty(count + 2, np.int32)
    for k in range(count):
        owners[k] = part[faces[order[k], 0]]
    owners[count:] = -1
    return owners


@kernel
def _mix(picture, y, x, y2, x2):
    for c in range(3):
        middle = f4(0.5) * (picture[c, y, x] + picture[c, y2, x2])
        picture[c, y, x] += (middle - picture[c, y, x]) * f4(0.4)
        picture[c, y2, x2] += (middle - picture[c, y2, x2]) * f4(0.4)


@kernel
def soften(picture, ids, order, count, faces, part, ink):
    """Blend across borders between parts where no ink covers them: cheap smoothing of the rest of the jaggies."""
    height, width = ids.shape
    owners, border = _owners(order, count, faces, part), np.empty(width, np.uint8)
    for y in range(1, height - 1):
        row, below = ids[y], ids[y + 1]
        beside = row[1:]
        for x in range(width - 1):  # a plain pass the compiler makes wide; few pixels are left for the other
            border[x] = (beside[x] != row[x]) | (below[x] != row[x])
        for x in range(1, width - 1):
            if border[x] and ink[y, x] < 80:
                k, right, under = row[x], row[x + 1], below[x]
                own = owners[max(k, -1)]
                if right != k and owners[max(right, -1)] != own:
                    _mix(picture, y, x, y, x + 1)
                if under != k and owners[max(under, -1)] != own:
                    _mix(picture, y, x, y + 1, x)
