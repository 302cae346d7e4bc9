"""Light baked once a pose, per vertex and per floor texel, independent of the camera: no flicker, free for still casts.

A key light through a soft shadow map, and ambient occlusion from spheres that stand for bodies and boxes.
`spheres` rows are x y z radius in metres; `light` (3, 4) maps metres to shadow map texels and depth towards the light.
`lamp` (5,) x y z reach scale: with a scale above 0 the key is a lamp there, whose map is the stereographic picture of
all that lies below it and some way above; its light halves at `reach` metres.
"""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel

f4 = np.float32
REACH = f4(5)  # radii over which a sphere darkens


@kernel
def disc(taps, radius):
    """Offsets (taps, 2) of a sunflower over a disc of `radius` texels."""
    out = np.empty((taps, 2), np.float32)
    for k in range(taps):
        angle, r = 2.3999632 * k, radius * math.sqrt((k + 0.5) / taps)
        out[k, 0], out[k, 1] = r * math.cos(angle), r * math.sin(angle)
    return out


@kernel
def _lit(shadow, u, v, depth, tilt_u, tilt_v, taps):
    """Share 0..1 of `taps` about texel (u, v) the light reaches; the depth follows the surface's slope per tap."""
    size = shadow.shape[0]
    lit = 0
    for k in range(taps.shape[0]):
        column, row = int(u + taps[k, 0]), int(v + taps[k, 1])
        inside = 0 <= column < size and 0 <= row < size
        if not inside or shadow[row, column] <= depth + tilt_u * taps[k, 0] + tilt_v * taps[k, 1]:
            lit += 1
    return f4(lit) / f4(taps.shape[0])


@kernel
def _along(light, k, x, y, z):
    return light[k, 0] * x + light[k, 1] * y + light[k, 2] * z


@kernel
def _outside(u, v, cast):
    """Whether a texel lies outside `cast` (4,): low u, low v, high u, high v."""
    return u < cast[0] or v < cast[1] or u > cast[2] or v > cast[3]


@kernel
def around(points, lamp, out):
    """`points` (n, 3) as a lamp sees them, texels and minus metres, into `out` (n, 3); what is high above it is far."""
    middle = f4(512)
    for i in range(points.shape[0]):
        dx, dy, dz = points[i, 0] - lamp[0], points[i, 1] - lamp[1], points[i, 2] - lamp[2]
        d = math.sqrt(dx * dx + dy * dy + dz * dz) + f4(1e-6)
        k = lamp[4] / max(d - dz, f4(0.05) * d)
        out[i, 0], out[i, 1] = middle + dx * k, middle - dy * k
        out[i, 2] = -d if dz < f4(0.6) * d else f4(-1e6)


@kernel
def _lamp_light(x, y, z, nx, ny, nz, off, lamp, shadow, taps, bias, cast, still, fixed):
    """The lamp's light on a surface point: shadow, slant and distance in one; `fixed`: of the set, `still` where nobody
    can shade it."""
    lx, ly, lz = lamp[0] - x, lamp[1] - y, lamp[2] - z
    d = math.sqrt(lx * lx + ly * ly + lz * lz) + f4(1e-6)
    slant = max(f4(0), ((nx * lx + ny * ly + nz * lz) / d + f4(0.12)) * f4(1 / 1.12))
    if slant <= 0:
        return f4(0)
    px, py, pz = x + nx * off - lamp[0], y + ny * off - lamp[1], z + nz * off - lamp[2]
    far = math.sqrt(px * px + py * py + pz * pz)
    k = lamp[4] / max(far - pz, f4(0.05) * far)
    u, v = f4(512) + px * k, f4(512) - py * k
    if fixed and _outside(u, v, cast):
        return still
    lit = _lit(shadow, u, v, bias * f4(1.5) - far, f4(0), f4(0), taps)
    q = d / lamp[3]
    return slant * lit * (f4(2.0) if fixed else f4(1.55)) / (f4(1) + q * q)


@kernel
def shadow_points(points, normals, key, lamp, shadow, light, taps, bias, first, cast, still, out):
    """The key light on each of `points` (n, 3), slant and shadow in one: 0..1, more near a lamp, into `out` (n,).

    From point `first` on they are the set's: outside the texels `cast` (4,) where people may throw a shadow they keep
    `still` (n,), their light on the empty set.
    """
    inverse = f4(1) / (light[0, 0] * light[0, 0] + light[0, 1] * light[0, 1] + light[0, 2] * light[0, 2])
    for i in range(points.shape[0]):
        nx, ny, nz = normals[i, 0], normals[i, 1], normals[i, 2]
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        if lamp[4] > 0:
            out[i] = _lamp_light(x, y, z, nx, ny, nz, f4(0.05), lamp, shadow, taps, bias, cast, still[i], i >= first)
            continue
        towards = nx * key[0] + ny * key[1] + nz * key[2]
        if towards < f4(-0.12):
            out[i] = 0
            continue
        off = f4(0.02) + f4(0.035) * (f4(1) - max(towards, f4(0)))  # grazing light would blotch round things
        x, y, z = x + nx * off, y + ny * off, z + nz * off
        u = _along(light, 0, x, y, z) + light[0, 3]
        v = _along(light, 1, x, y, z) + light[1, 3]
        depth = _along(light, 2, x, y, z) + light[2, 3] + bias
        if i >= first and _outside(u, v, cast):
            out[i] = still[i]
            continue
        slope = -inverse / max(f4(0.22), towards)
        tilt_u, tilt_v = _along(light, 0, nx, ny, nz) * slope, _along(light, 1, nx, ny, nz) * slope
        out[i] = (towards + f4(0.12)) * f4(1 / 1.12) * _lit(shadow, u, v, depth, tilt_u, tilt_v, taps)


@kernel
def _blocked(facing, h):
    """What a sphere hides of the sky over a surface: `facing` cosine towards it, `h` its distance in radii (>= 1)."""
    share = min(f4(0.5) * (facing * h + f4(1)) / (h * h), f4(1))
    if share <= 0:
        return f4(0)
    return share * math.sqrt(share) * min(f4(1), (REACH - h) * f4(0.5)) * f4(0.85)


@kernel
def _candidates(centre, radius, spheres, sphere_part, joined, chosen):
    """Spheres that can darken a part with this bounding ball, joint neighbours left out; how many."""
    m = 0
    for s in range(spheres.shape[0]):
        if joined[sphere_part[s]]:
            continue
        dx, dy, dz = spheres[s, 0] - centre[0], spheres[s, 1] - centre[1], spheres[s, 2] - centre[2]
        reach = radius + spheres[s, 3] * REACH
        if dx * dx + dy * dy + dz * dz < reach * reach:
            chosen[m] = s
            m += 1
    return m


@kernel
def occlude_points(points, normals, part, spheres, sphere_part, joined, centres, radii, moving, still, out):
    """Ambient openness 0..1 of each vertex into `out` (n,).

    part (n,) the part of each vertex, parts in runs · joined (p, p) parts that do not darken one another ·
    centres (p, 3), radii (p,) bounding balls · moving (2,): how many vertices and spheres are people's, which come
    first; a part of the set that no person is near takes its openness from `still` (n,), that of the empty set.
    """
    chosen = np.empty(spheres.shape[0], np.int32)
    last, m = -1, 0
    for i in range(points.shape[0]):
        if part[i] != last:
            last = part[i]
            m = _candidates(centres[last], radii[last], spheres, sphere_part, joined[last], chosen)
        if i >= moving[0] and (m == 0 or chosen[0] >= moving[1]):
            out[i] = still[i]
            continue
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        nx, ny, nz = normals[i, 0], normals[i, 1], normals[i, 2]
        open_ = f4(1)
        for q in range(m):
            ball = spheres[chosen[q]]
            dx, dy, dz, r = ball[0] - x, ball[1] - y, ball[2] - z, ball[3]
            square = dx * dx + dy * dy + dz * dz
            if square > r * r * REACH * REACH:
                continue
            distance = max(math.sqrt(square), f4(1e-4))
            open_ *= f4(1) - _blocked((dx * nx + dy * ny + dz * nz) / distance, max(distance / r, f4(1)))
        if z < f4(0.6):  # the floor itself
            near = f4(1) - max(z, f4(0)) / f4(0.6)
            open_ *= f4(1) - f4(0.45) * max(f4(0), f4(0.55) - nz * f4(0.45)) * near * near
        out[i] = open_


@kernel
def occlude_floor(spheres, left, back, cell, out):
    """Openness 0..1 of each floor texel into `out` (n, n): texel (j, i) lies at (left + i cell, back + j cell)."""
    n = out.shape[0]
    out[:] = 1
    for s in range(spheres.shape[0]):
        r, up = spheres[s, 3], spheres[s, 2]
        reach = r * REACH
        if up > reach or r <= 0:
            continue
        flat = math.sqrt(max(reach * reach - up * up, f4(0)))
        x, y = spheres[s, 0] - left, spheres[s, 1] - back
        i0, i1 = max(0, int((x - flat) / cell)), min(n - 1, int((x + flat) / cell) + 1)
        j0, j1 = max(0, int((y - flat) / cell)), min(n - 1, int((y + flat) / cell) + 1)
        for j in range(j0, j1 + 1):
            dy = f4(j) * cell - y
            for i in range(i0, i1 + 1):
                dx = f4(i) * cell - x
                square = dx * dx + dy * dy + up * up
                if square <= reach * reach:
                    distance = max(math.sqrt(square), f4(1e-4))
                    out[j, i] *= f4(1) - _blocked(up / distance, max(distance / r, f4(1)))


@kernel
def shadow_floor(shadow, left, back, cell, light, lamp, taps, bias, cast, still, out):
    """The key light on each floor texel into `out` (n, n), 1 in the open, more near a lamp; outside `cast` `still`."""
    n = out.shape[0]
    for j in range(n):
        y = back + f4(j) * cell
        for i in range(n):
            x = left + f4(i) * cell
            if lamp[4] > 0:
                out[j, i] = _lamp_light(x, y, f4(0.01), f4(0), f4(0), f4(1), f4(0), lamp, shadow, taps, bias, cast,
                                        still[j, i], True)
                continue
            u = light[0, 0] * x + light[0, 1] * y + light[0, 2] * f4(0.01) + light[0, 3]
            v = light[1, 0] * x + light[1, 1] * y + light[1, 2] * f4(0.01) + light[1, 3]
            if _outside(u, v, cast):
                out[j, i] = still[j, i]
            else:
                depth = light[2, 0] * x + light[2, 1] * y + light[2, 2] * f4(0.01) + light[2, 3] + bias
                out[j, i] = _lit(shadow, u, v, depth, f4(0), f4(0), taps)


@kernel
def light_floor(openness, lit, shares, left, back, cell, walls, out):
    """Brightness of each floor texel into `out` (n, n), 1 in the open, from its openness and key light (n, n).

    shares (2,): how much openness and key add · walls (w, 3): a, b, c of a x + b y + c, the distance from a wall on its
    inner side, which darkens the floor.
    """
    n = out.shape[0]
    for j in range(n):
        y = back + f4(j) * cell
        for i in range(n):
            x = left + f4(i) * cell
            open_ = openness[j, i]
            for w in range(walls.shape[0]):
                away = walls[w, 0] * x + walls[w, 1] * y + walls[w, 2]
                if away > 0:
                    open_ *= f4(1) - f4(0.5) * (f4(1) - away / math.sqrt(away * away + f4(0.35)))
            ambient = shares[0] * (f4(0.25) + f4(0.75) * open_)
            out[j, i] = ambient + shares[1] * lit[j, i] * (f4(0.6) + f4(0.4) * open_)


@kernel
def blur_floor(picture, spare):
    """A 1-2-1 blur of `picture` (n, n) in place."""
    n = picture.shape[0]
    for j in range(n):
        for i in range(n):
            a, b = max(i - 1, 0), min(i + 1, n - 1)
            spare[j, i] = f4(0.25) * (picture[j, a] + picture[j, b]) + f4(0.5) * picture[j, i]
    for j in range(n):
        a, b = max(j - 1, 0), min(j + 1, n - 1)
        for i in range(n):
            picture[j, i] = f4(0.25) * (spare[a, i] + spare[b, i]) + f4(0.5) * spare[j, i]
