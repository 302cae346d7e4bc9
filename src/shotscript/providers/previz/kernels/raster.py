"""From points in space to a visibility buffer: which triangle each pixel sees, and how far away.

Depth is kept as inverse depth (1 / metres along the camera axis), which is linear on the screen; bigger is nearer.
`edges` rows hold three edge functions and the depth plane relative to the corner of the triangle's box on screen:
A0 B0 C0  A1 B1 C1  A2 B2 C2  dA dB dC  cap, with value = A * x + B * y + C.
"""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel

f4 = np.float32
f8 = np.float64
SHORT = 12
SLACK = f4(0.0015)  # pixels: wide enough to leave no cracks, narrow enough not to extrapolate edge-on triangles
FAR = f4(1 / 600.0)  # what lies further is sky
FLOOR, SKY = -2, -1


@kernel
def transform(points, matrix, out):
    """`points` (n, 3) through `matrix` (3, 4) into `out` (n, 3)."""
    for i in range(points.shape[0]):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        out[i, 0] = matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2] * z + matrix[0, 3]
        out[i, 1] = matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2] * z + matrix[1, 3]
        out[i, 2] = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2] * z + matrix[2, 3]


@kernel
def pose(rest, rest_normals, part, bones, points, normals):
    """Rigid parts to their places: vertex i by `bones[part[i]]` (3x4 of (p, 4, 4)), normals kept at unit length."""
    for i in range(rest.shape[0]):
        m = bones[part[i]]
        x, y, z = rest[i, 0], rest[i, 1], rest[i, 2]
        for k in range(3):
            points[i, k] = m[k, 0] * x + m[k, 1] * y + m[k, 2] * z + m[k, 3]
        x, y, z = rest_normals[i, 0], rest_normals[i, 1], rest_normals[i, 2]
        a = m[0, 0] * x + m[0, 1] * y + m[0, 2] * z
        b = m[1, 0] * x + m[1, 1] * y + m[1, 2] * z
        c = m[2, 0] * x + m[2, 1] * y + m[2, 2] * z
        s = f4(1) / math.sqrt(a * a + b * b + c * c + f4(1e-20))
        normals[i, 0], normals[i, 1], normals[i, 2] = a * s, b * s, c * s


@kernel
def clear(inverse, ids, rays, eye, floor_on):
    """Empty buffers (h, w), with the endless floor z = 0 already in them: its inverse depth is linear on screen.

    `rays` (3, 3): the ray of pixel (x, y) is rays[0] * x + rays[1] * y + rays[2], one metre deep.
    """
    height, width = inverse.shape
    scale = f4(-1) / eye[2] if floor_on else f4(0)
    for y in range(height):
        row, row_ids = inverse[y], ids[y]
        start = (rays[1, 2] * (f4(y) + f4(0.5)) + rays[2, 2] + rays[0, 2] * f4(0.5)) * scale
        step = rays[0, 2] * scale
        for x in range(width):
            value = start + step * f4(np.int32(x))
            row[x] = max(value, FAR)
            row_ids[x] = FLOOR if value > FAR else SKY


@kernel
def _near_cut(xa, ya, wa, xb, yb, wb, near, box):
    """Widen `box` (low x, high x, low y, high y) by what of one clipped edge lies before the near plane."""
    lx, hx, ly, hy = box
    if wa >= near:
        px, py = xa / wa, ya / wa
        lx, hx, ly, hy = min(lx, px), max(hx, px), min(ly, py), max(hy, py)
    if (wa >= near) != (wb >= near):
        u = (near - wa) / (wb - wa)
        px, py = (xa + (xb - xa) * u) / near, (ya + (yb - ya) * u) / near
        lx, hx, ly, hy = min(lx, px), max(hx, px), min(ly, py), max(hy, py)
    return lx, hx, ly, hy


@kernel
def _box_of(a, b, c, near):
    """Bounds on screen of a triangle of three homogeneous corners, cut at the near plane."""
    box = (1e9, -1e9, 1e9, -1e9)
    box = _near_cut(a[0], a[1], a[2], b[0], b[1], b[2], near, box)
    box = _near_cut(b[0], b[1], b[2], c[0], c[1], c[2], near, box)
    return _near_cut(c[0], c[1], c[2], a[0], a[1], a[2], near, box)


@kernel
def set_up(projected, faces, ortho, width, height, near, edges, boxes, order):
    """Edge functions of every triangle that faces the picture; returns how many.

    projected (v, 3) homogeneous x, y, w (or x, y, depth if `ortho`) · faces (t, 3) · edges (t, 13) float32,
    boxes (t, 4) int32 x0 y0 x1 y1, order (t,) int32 the face each row came from. All sums in double precision:
    single precision shows as ragged seams.
    """
    n = 0
    for t in range(faces.shape[0]):
        i, j, k = faces[t, 0], faces[t, 1], faces[t, 2]
        ax, ay, aw = f8(projected[i, 0]), f8(projected[i, 1]), f8(projected[i, 2])
        bx, by, bw = f8(projected[j, 0]), f8(projected[j, 1]), f8(projected[j, 2])
        cx, cy, cw = f8(projected[k, 0]), f8(projected[k, 1]), f8(projected[k, 2])
        za, zb, zc = 1.0, 1.0, 1.0
        if ortho:
            za, zb, zc = aw, bw, cw
            aw = bw = cw = 1.0
        if aw < near and bw < near and cw < near:
            continue
        a0, b0, c0 = by * cw - bw * cy, bw * cx - bx * cw, bx * cy - by * cx
        det = a0 * ax + b0 * ay + c0 * aw
        if det >= -1e-9:
            continue
        lx, hx, ly, hy = _box_of((ax, ay, aw), (bx, by, bw), (cx, cy, cw), near)
        if hx < 0 or hy < 0 or lx > width or ly > height:
            continue
        x0, x1 = int(max(math.ceil(lx - 0.5), 0)), int(min(math.floor(hx - 0.5), width - 1))
        y0, y1 = int(max(math.ceil(ly - 0.5), 0)), int(min(math.floor(hy - 0.5), height - 1))
        if x0 > x1 or y0 > y1:
            continue
        r, ox, oy = 1.0 / det, x0 + 0.5, y0 + 0.5
        a1, b1, c1 = cy * aw - cw * ay, cw * ax - cx * aw, cx * ay - cy * ax
        a2, b2, c2 = ay * bw - aw * by, aw * bx - ax * bw, ax * by - ay * bx
        row = edges[n]
        row[0], row[1], row[2] = a0 * r, b0 * r, (a0 * ox + b0 * oy + c0) * r
        row[3], row[4], row[5] = a1 * r, b1 * r, (a1 * ox + b1 * oy + c1) * r
        row[6], row[7], row[8] = a2 * r, b2 * r, (a2 * ox + b2 * oy + c2) * r
        da, db, dc = a0 * za + a1 * zb + a2 * zc, b0 * za + b1 * zb + b2 * zc, c0 * za + c1 * zb + c2 * zc
        row[9], row[10], row[11] = da * r, db * r, (da * ox + db * oy + dc) * r
        row[12] = 1e9 if ortho else (1.0002 / min(aw, bw, cw) if min(aw, bw, cw) >= near else 1.0 / near)
        boxes[n, 0], boxes[n, 1], boxes[n, 2], boxes[n, 3] = x0, y0, x1, y1
        order[n] = t
        n += 1
    return n


@kernel
def _narrow(a, inverse_a, value, low, high):
    """The part of [low, high] where a * x + value >= 0; `inverse_a` is -1 / a."""
    if a > 0:
        low = max(low, value * inverse_a)
    elif a < 0:
        high = min(high, value * inverse_a)
    elif value < 0:
        high = f4(-1)
    return low, high


@kernel
def _minus_inverse(a):
    return f4(-1) / a if a != 0 else f4(0)


@kernel
def raster(edges, boxes, count, inverse, ids):
    """Fill `inverse` (h, w) float32 and `ids` (h, w) int32 with the nearest of `count` set-up triangles."""
    for k in range(count):
        row = edges[k]
        x0, y0, span = boxes[k, 0], boxes[k, 1], boxes[k, 2] - boxes[k, 0]
        r0, r1, r2 = _minus_inverse(row[0]), _minus_inverse(row[3]), _minus_inverse(row[6])
        slope, cap = row[9], row[12]
        for y in range(y0, boxes[k, 3] + 1):
            dy = f4(y - y0)
            low, high = _narrow(row[0], r0, row[1] * dy + row[2], f4(0), f4(span))
            low, high = _narrow(row[3], r1, row[4] * dy + row[5], low, high)
            low, high = _narrow(row[6], r2, row[7] * dy + row[8], low, high)
            first = max(np.int64(math.ceil(low - SLACK)), 0)
            m = min(np.int64(math.floor(high + SLACK)), span) - first + 1
            if m <= 0:
                continue
            start = row[10] * dy + row[11] + slope * f4(first)
            if m < SHORT:  # most spans are: making slices would cost more than the span
                for i in range(m):
                    z, x = min(start + slope * f4(np.int32(i)), cap), x0 + first + i
                    if z > inverse[y, x]:
                        inverse[y, x] = z
                        ids[y, x] = k
                continue
            depths, owners = inverse[y, x0 + first : x0 + first + m], ids[y, x0 + first : x0 + first + m]
            for i in range(m):
                z = min(start + slope * f4(np.int32(i)), cap)
                nearer = z > depths[i]
                depths[i] = z if nearer else depths[i]
                owners[i] = np.int32(k) if nearer else owners[i]


@kernel
def raster_depth(edges, boxes, count, depth):
    """Fill only the depth (h, w) of `count` set-up triangles: the shadow map, bigger is nearer the light."""
    for k in range(count):
        row = edges[k]
        x0, y0, span = boxes[k, 0], boxes[k, 1], boxes[k, 2] - boxes[k, 0]
        r0, r1, r2 = _minus_inverse(row[0]), _minus_inverse(row[3]), _minus_inverse(row[6])
        for y in range(y0, boxes[k, 3] + 1):
            dy = f4(y - y0)
            low, high = _narrow(row[0], r0, row[1] * dy + row[2], f4(0), f4(span))
            low, high = _narrow(row[3], r1, row[4] * dy + row[5], low, high)
            low, high = _narrow(row[6], r2, row[7] * dy + row[8], low, high)
            z = row[10] * dy + row[11]
            out = depth[y]
            for x in range(np.int64(math.ceil(low)), np.int64(math.floor(high)) + 1):
                out[x0 + x] = max(out[x0 + x], z + row[9] * f4(x))


@kernel
def owners_of(ids, order, owner, out):
    """What each pixel shows: `owner[face]` of the visible face into `out` (h, w), 0 for floor and sky."""
    for y in range(ids.shape[0]):
        for x in range(ids.shape[1]):
            k = ids[y, x]
            out[y, x] = owner[order[k]] if k >= 0 else 0
