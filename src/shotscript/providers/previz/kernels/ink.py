"""Ink: contours and creases found on the geometry, not on pixels, so lines stay clean and do not shimmer.

A stroke row is x0 y0 w0 x1 y1 w1 style strength: screen ends with their depths in metres. Styles: 0 contour, 1 crease
of a thing, 2 corner of a room; half a step more is an inner crease, drawn thinner.
"""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel

f4 = np.float32


@kernel
def _towards(points, normals, i, eye):
    """Positive where vertex i faces the eye."""
    dx, dy, dz = eye[0] - points[i, 0], eye[1] - points[i, 1], eye[2] - points[i, 2]
    return normals[i, 0] * dx + normals[i, 1] * dy + normals[i, 2] * dz


@kernel
def _gap(inverse, x, y, depth):
    """0..1: how clearly the surface at pixel (x, y) lies behind `depth`; 1 off the picture."""
    column, row = int(x), int(y)
    if column < 0 or row < 0 or column >= inverse.shape[1] or row >= inverse.shape[0]:
        return f4(1)
    return min(f4(1), max(f4(0), (f4(1) / inverse[row, column] - depth - f4(0.006)) * f4(28)))


@kernel
def _cross(ends, c, projected, normals, a, b, share, right, up):
    """Write the contour's crossing of edge ab into row c; the surface normal there, as it lies on screen."""
    nx, ny = f4(0), f4(0)
    for m in range(3):
        ends[c, m] = projected[a, m] * (f4(1) - share) + projected[b, m] * share
        n = normals[a, m] * (f4(1) - share) + normals[b, m] * share
        nx += n * right[m]
        ny -= n * up[m]
    return nx, ny


@kernel
def _stroke(strokes, n, x0, y0, w0, x1, y1, w1, style, strength):
    row = strokes[n]
    row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7] = x0, y0, w0, x1, y1, w1, style, strength
    return n + 1


@kernel
def contours(points, normals, projected, faces, part, weight, eye, near, inverse, right, up, reach, strokes, n):
    """Where the surface turns away inside a triangle, as strokes from row n on; the new count.

    weight (p,) ink of each part · reach: pixels to look outward for a gap; a contour without one behind it fades, which
    keeps rings off elbows and knees.
    """
    ends = np.empty((2, 3), np.float32)
    for t in range(faces.shape[0]):
        i, j, k = faces[t, 0], faces[t, 1], faces[t, 2]
        strength = weight[part[i]]
        if strength <= 0 or n >= strokes.shape[0]:
            continue
        gi, gj, gk = (_towards(points, normals, i, eye), _towards(points, normals, j, eye),
                      _towards(points, normals, k, eye))
        if (gi > 0) == (gj > 0) and (gj > 0) == (gk > 0):
            continue
        if projected[i, 2] < near or projected[j, 2] < near or projected[k, 2] < near:
            continue
        c, nx, ny = 0, f4(0), f4(0)
        for a, b, ga, gb in ((i, j, gi, gj), (j, k, gj, gk), (k, i, gk, gi)):
            if (ga > 0) != (gb > 0) and c < 2:
                dx, dy = _cross(ends, c, projected, normals, a, b, ga / (ga - gb), right, up)
                nx, ny, c = nx + dx, ny + dy, c + 1
        xa, ya = ends[0, 0] / ends[0, 2], ends[0, 1] / ends[0, 2]
        xb, yb = ends[1, 0] / ends[1, 2], ends[1, 1] / ends[1, 2]
        s = f4(1) / (math.sqrt(nx * nx + ny * ny) + f4(1e-6))
        mx, my, depth = f4(0.5) * (xa + xb), f4(0.5) * (ya + yb), f4(0.5) * (ends[0, 2] + ends[1, 2])
        close = _gap(inverse, mx + nx * s * f4(2.5) * reach, my + ny * s * f4(2.5) * reach, depth)
        far = _gap(inverse, mx + nx * s * f4(4.5) * reach, my + ny * s * f4(4.5) * reach, depth)
        strength *= f4(0.5) * (close + far)
        if strength > f4(0.05):
            n = _stroke(strokes, n, xa, ya, ends[0, 2], xb, yb, ends[1, 2], f4(0), strength)
    return n


@kernel
def creases(ends, sides, styles, points, projected, eye, near, strokes, n):
    """Edges of boxes of which a side is seen, cut at the near plane, as strokes from row n on; the new count.

    ends (e, 2) into points (v, 3) · sides (e, 6) the two normals · styles (e,).
    """
    for k in range(ends.shape[0]):
        a, b = ends[k, 0], ends[k, 1]
        vx, vy, vz = eye[0] - points[a, 0], eye[1] - points[a, 1], eye[2] - points[a, 2]
        one = sides[k, 0] * vx + sides[k, 1] * vy + sides[k, 2] * vz > 0
        two = sides[k, 3] * vx + sides[k, 4] * vy + sides[k, 5] * vz > 0
        x0, y0, w0 = projected[a, 0], projected[a, 1], projected[a, 2]
        x1, y1, w1 = projected[b, 0], projected[b, 1], projected[b, 2]
        if not (one or two) or (w0 < near and w1 < near) or n >= strokes.shape[0]:
            continue
        if w0 < near:
            u = (near - w0) / (w1 - w0)
            x0, y0, w0 = x0 + (x1 - x0) * u, y0 + (y1 - y0) * u, near
        if w1 < near:
            u = (near - w1) / (w0 - w1)
            x1, y1, w1 = x1 + (x0 - x1) * u, y1 + (y0 - y1) * u, near
        style = styles[k] + (f4(0) if one != two else f4(0.5))
        n = _stroke(strokes, n, x0 / w0, y0 / w0, w0, x1 / w1, y1 / w1, w1, style, f4(1))
    return n


@kernel
def _pen(stroke, half, reference, blur, focus, keep):
    """Half width in pixels, strength and depth slack of a stroke: thicker near, thinner in corners, lost in blur."""
    depth = f4(0.5) * (stroke[2] + stroke[5])
    half *= min(f4(1.45), max(f4(0.55), math.sqrt(reference / depth)))
    style, strength, slack = stroke[6], stroke[7], f4(0.045)
    if style >= 2:
        half, strength, slack = half * f4(0.62), f4(0.50), f4(0.02)
    elif style >= 1:
        half, slack = half * f4(0.8), f4(0.012) + depth * f4(0.002)
    if style == f4(1.5) or style == f4(2.5):
        half, strength = half * f4(0.7), strength * f4(0.75)
    circle = blur * max(f4(0), abs(f4(1) / focus - f4(1) / depth) - keep)
    return half, strength / (f4(1) + f4(0.9) * circle * circle), slack


@kernel
def _rub(u0, v0, w0, u1, v1, w1, half, strength, slack, most_u, most_v, step_u, step_v, inverse, ink, touched, n):
    """One stroke, depth tested; the new count of touched pixels.

    u is the axis it mostly runs along, v the other; pixel (u, v) is number u * step_u + v * step_v of the flat buffers.
    The loops are written out: called functions in here cost five times the time.
    """
    du, dv = u1 - u0, v1 - v0
    length, r = f4(1) / max(du * du + dv * dv, f4(1e-6)), half + f4(1)
    near, far = f4(1) / w0, f4(1) / w1 - f4(1) / w0
    slope = dv / du if du != 0 else f4(0)
    reach = r * math.sqrt(f4(1) + slope * slope) + f4(1)
    low, high = min(u0, u1), max(u0, u1)
    for u in range(max(0, int(low - r)), min(most_u, int(high + r)) + 1):
        pu = f4(u) + f4(0.5)
        centre = v0 + slope * (min(max(pu, low), high) - u0)
        pu -= u0
        for v in range(max(0, int(centre - reach)), min(most_v, int(centre + reach)) + 1):
            pv = f4(v) + f4(0.5) - v0
            t = min(f4(1), max(f4(0), (pu * du + pv * dv) * length))
            eu, ev = pu - t * du, pv - t * dv
            cover = half + f4(0.5) - math.sqrt(eu * eu + ev * ev)
            if cover > 0:
                value, at = min(cover, f4(1)) * strength * f4(255), u * step_u + v * step_v
                if value > ink[at] and inverse[at] * (f4(1) / (near + far * t) - slack) <= f4(1):
                    if ink[at] == 0:
                        touched[n] = at
                        n += 1
                    ink[at] = np.uint8(max(f4(1), value))
    return n


@kernel
def draw_ink(strokes, count, inverse, ink, half, reference, blur, focus, keep, touched):
    """Strokes as anti-aliased capsules into `ink` (h, w) uint8, strongest wins; returns how many pixels in `touched`
    (h * w,).

    half: half width in pixels at `reference` metres · blur, focus, keep: see `blur`.
    """
    height, width = inverse.shape
    depths, inks, n = inverse.reshape(height * width), ink.reshape(height * width), 0
    for k in range(count):
        stroke = strokes[k]
        x0, y0, w0, x1, y1, w1 = stroke[0], stroke[1], stroke[2], stroke[3], stroke[4], stroke[5]
        if max(x0, x1) < -3 or max(y0, y1) < -3 or min(x0, x1) > width + 3 or min(y0, y1) > height + 3:
            continue
        pen, strength, slack = _pen(stroke, half, reference, blur, focus, keep)
        if strength < f4(0.04):
            continue
        if abs(x1 - x0) >= abs(y1 - y0):
            n = _rub(x0, y0, w0, x1, y1, w1, pen, strength, slack, width - 1, height - 1, 1, width, depths, inks,
                     touched, n)
        else:
            n = _rub(y0, x0, w0, y1, x1, w1, pen, strength, slack, height - 1, width - 1, width, 1, depths, inks,
                     touched, n)
    return n


@kernel
def lay_ink(picture, ink, inverse, colour, touched, n):
    """Ink over the picture, fading with distance; leaves `ink` empty."""
    width = inverse.shape[1]
    for q in range(n):
        y = touched[q] // width
        x = touched[q] - y * width
        fog = min(f4(0.75), max(f4(0), (f4(1) / inverse[y, x] - f4(5)) * f4(0.06)))
        alpha = f4(ink[y, x]) * f4(1 / 255.0) * (f4(0.92) - fog)
        ink[y, x] = 0
        for c in range(3):
            picture[c, y, x] += (colour[c] - picture[c, y, x]) * alpha
