"""What a visibility buffer knows besides distance: which way a surface faces, and where it goes until the next frame.

Both come from the triangles themselves and not from the picture. Sums are in double precision; `table` rows are asked
by the buffer's own ids: a set-up triangle's row is its number, the floor's is the last but one, the sky's the last,
which is where its ids -2 and -1 lead.
"""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel
from .raster import FLOOR, SKY

f4 = np.float32
f8 = np.float64
FINE = f8(256)  # steps a pixel that flow is told in
SAME = 0.002  # share of its distance by which a surface may seem to lie behind another and yet be in sight
_AHEAD = 1e-9
GONE, AWAY, FACING = 0, 1, 2  # what a surface is in the next frame: AWAY shows its back


@kernel
def face_normals(points, faces, order, count, axes, table):
    """Normals of `count` set-up triangles into `table` (count + 2, 3): along the camera's right, up and back.

    points (v, 3) · axes (3, 3) right, up, back of the camera in the same space. Floor and sky are left to the caller.
    """
    for k in range(count):
        t = order[k]
        a, b, c = points[faces[t, 0]], points[faces[t, 1]], points[faces[t, 2]]
        ux, uy, uz = f8(b[0]) - f8(a[0]), f8(b[1]) - f8(a[1]), f8(b[2]) - f8(a[2])
        vx, vy, vz = f8(c[0]) - f8(a[0]), f8(c[1]) - f8(a[1]), f8(c[2]) - f8(a[2])
        x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        scale = 1.0 / math.sqrt(x * x + y * y + z * z + 1e-300)
        for i in range(3):
            table[k, i] = f4((axes[i, 0] * x + axes[i, 1] * y + axes[i, 2] * z) * scale)


@kernel
def numbers_of(ids, order, owner, numbers, floor, out):
    """The number of what each pixel shows into `out` (h, w): `numbers` of the visible face's owner, `floor`, or for
    the sky the first of them."""
    for y in range(ids.shape[0]):
        row, line, x = ids[y], out[y], 0
        while x < row.shape[0]:
            k = row[x]
            number = numbers[owner[order[k]]] if k >= 0 else (floor if k == FLOOR else numbers[0])
            while x < row.shape[0] and row[x] == k:
                line[x] = number
                x += 1


@kernel
def lay(ids, table, out):
    """`table` (k, 3) at the ids (h, w) into `out` (h, w, 3)."""
    rows = table.shape[0]
    for y in range(ids.shape[0]):
        for x in range(ids.shape[1]):
            k = ids[y, x]
            at = k if k >= 0 else rows + k
            for i in range(3):
                out[y, x, i] = table[at, i]


@kernel
def lay_round(ids, boxes, planes, table, out):
    """The same for what changes over a triangle: normals as colours, 0 to 255 for -1 to 1, into `out` (h, w, 3).

    boxes, planes: see `raster.set_up` and `shade.colour_planes` · table (2, 3): the floor's and the sky's; what has no
    length is black.
    """
    width = ids.shape[1]
    none = np.zeros(9, np.float32)
    for y in range(ids.shape[0]):
        row, x = ids[y], 0
        while x < width:
            k, end = row[x], x + 1
            while end < width and row[end] == k:
                end += 1
            if k >= 0:
                _round_run(planes[k], x - boxes[k, 0], y - boxes[k, 1], out[y, x:end])
            else:
                none[2], none[5], none[8] = table[2 + k, 0], table[2 + k, 1], table[2 + k, 2]
                _round_run(none, 0, 0, out[y, x:end])
            x = end


@kernel
def _round_run(plane, left, top, out):
    """Pixels of one triangle, the first of them `left`, `top` from its corner."""
    p0, p1, p2, p3, p4, p5 = plane[0], plane[1], plane[2], plane[3], plane[4], plane[5]
    p6, p7, p8 = plane[6], plane[7], plane[8]
    dy = f4(top)
    for i in range(out.shape[0]):
        dx = f4(left + i)
        a, b, c = p0 * dx + p1 * dy + p2, p3 * dx + p4 * dy + p5, p6 * dx + p7 * dy + p8
        size = math.sqrt(a * a + b * b + c * c)
        scale = f4(127.5) / size if size > 0 else f4(0)
        middle = f4(128) if size > 0 else f4(0)
        out[i, 0] = np.uint8(a * scale + middle)
        out[i, 1] = np.uint8(b * scale + middle)
        out[i, 2] = np.uint8(c * scale + middle)


@kernel
def ways(now, later, faces, order, count, table):
    """Where each set-up triangle's pixels go: `table` (count + 2, 9) float64, homographies row by row.

    `now`, `later` (v, 3) are the same points as homogeneous pixels of one frame and the next. The image of pixel
    (x, y) times the triangle's distance there is homogeneous too: its third number is the later distance.
    """
    for k in range(count):
        t = order[k]
        i, j, l = faces[t, 0], faces[t, 1], faces[t, 2]
        ax, ay, aw = f8(now[i, 0]), f8(now[i, 1]), f8(now[i, 2])
        bx, by, bw = f8(now[j, 0]), f8(now[j, 1]), f8(now[j, 2])
        cx, cy, cw = f8(now[l, 0]), f8(now[l, 1]), f8(now[l, 2])
        a0, b0, c0 = by * cw - bw * cy, bw * cx - bx * cw, bx * cy - by * cx
        a1, b1, c1 = cy * aw - cw * ay, cw * ax - cx * aw, cx * ay - cy * ax
        a2, b2, c2 = ay * bw - aw * by, aw * bx - ax * bw, ax * by - ay * bx
        r = 1.0 / (a0 * ax + b0 * ay + c0 * aw)
        for m in range(3):
            p, q, s = f8(later[i, m]) * r, f8(later[j, m]) * r, f8(later[l, m]) * r
            table[k, 3 * m] = p * a0 + q * a1 + s * a2
            table[k, 3 * m + 1] = p * b0 + q * b1 + s * b2
            table[k, 3 * m + 2] = p * c0 + q * c1 + s * c2


@kernel
def _in_sight(u, v, inverse, later, later_ids, sky):
    """Whether one of the four pixels about (u, v) shows what is so near (`inverse`), or further."""
    height, width = later.shape
    left, top = np.int64(u + 0.5) - 1, np.int64(v + 0.5) - 1  # neither is below nought
    for y in range(max(top, 0), min(top + 2, height)):
        for x in range(max(left, 0), min(left + 2, width)):
            if later_ids[y, x] == SKY or (not sky and later[y, x] <= inverse * (1 + SAME)):
                return True
    return False


@kernel
def _flow_run(way, facing, sky, y, x, end, inverse, later, later_ids, out, seen):
    """Pixels [x, end) of row `y`, which all show what goes that `way`."""
    a, b, c, d, e, f, g, h, i = way[0], way[1], way[2], way[3], way[4], way[5], way[6], way[7], way[8]
    height, width = later.shape
    py = f8(y) + 0.5
    c, f, i = b * py + c, e * py + f, h * py + i
    for at in range(x, end):
        px = f8(at) + 0.5
        w = g * px + i
        if w <= _AHEAD:
            out[at, 0] = out[at, 1] = np.nan
            seen[at] = False
            continue
        r = 1.0 / w
        u, v = (a * px + c) * r, (d * px + f) * r
        out[at, 0] = f4(math.floor((u - px) * FINE + 0.5) / FINE)
        out[at, 1] = f4(math.floor((v - py) * FINE + 0.5) / FINE)
        inside = facing and u >= 0 and u < width and v >= 0 and v < height
        if not inside:
            seen[at] = False
            continue
        near = inverse[at] * r
        there = not sky and later[np.int64(v), np.int64(u)] <= near * (1 + SAME)
        seen[at] = there or _in_sight(u, v, near, later, later_ids, sky)


@kernel
def flow(ids, inverse, table, there, later, later_ids, out, seen):
    """Pixels from this frame to the next, right and down, into `out` (h, w, 2), and into `seen` (h, w) whether the
    same point is in sight there. What is not there any more, or comes behind the lens, is not a number.

    there (k + 2,): GONE, AWAY or FACING in the next frame · later, later_ids: its buffer.
    """
    rows, width = table.shape[0], ids.shape[1]
    for y in range(ids.shape[0]):
        row, x = ids[y], 0
        while x < width:
            k, end = row[x], x + 1
            while end < width and row[end] == k:
                end += 1
            at = k if k >= 0 else rows + k
            if there[at] == GONE:
                out[y, x:end] = np.nan
                seen[y, x:end] = False
            else:
                _flow_run(table[at], there[at] == FACING, k == SKY, y, x, end, inverse[y], later, later_ids, out[y],
                          seen[y])
            x = end
