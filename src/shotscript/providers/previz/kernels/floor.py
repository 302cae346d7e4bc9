"""The endless floor: its baked light and its anti-aliased grid, a run of pixels at a time.

A level camera sees each picture row at one depth, so all but x is constant along a row and the loops vectorise. A
camera that leans (Dutch angle, roll) takes the general path, pixel by pixel.
"""

from __future__ import annotations

import math

import numpy as np

from ..compiled import kernel

f4 = np.float32
FINE, COARSE = f4(0.005), f4(0.009)  # half widths of the grid lines, metres


@kernel
def _sample(light_map, u, v):
    """Bilinear light at texel (u, v), clamped to the map."""
    most = f4(light_map.shape[0]) - f4(1.001)
    u, v = min(most, max(f4(0), u)), min(most, max(f4(0), v))
    i, j = np.int32(u), np.int32(v)
    fu, fv = u - f4(i), v - f4(j)
    low, high = light_map[j], light_map[j + 1]
    a = low[i] + (low[i + 1] - low[i]) * fu
    return a + (high[i] + (high[i + 1] - high[i]) * fu - a) * fv


@kernel
def _seen(pitch, per_pixel, strength):
    """How strongly lines of this pitch show: they fade before they would shimmer."""
    return min(f4(1), max(f4(0), pitch * f4(0.45) * per_pixel - f4(0.6))) * strength


@kernel
def _line(at, pitch, inverse_pitch, half, per_pixel):
    """Cover 0..1 of a pixel at `at` metres by the nearest line; `per_pixel` pixels a metre, `half` in pixels."""
    a = at * inverse_pitch
    away = abs(a - f4(math.floor(a + f4(0.5)))) * pitch
    return min(f4(1), max(f4(0), half - away * per_pixel))


@kernel
def level_row(x, y, rays, eye, light_map, lay, grid, out):
    """Light and grid of a run of floor pixels from (x, y), camera without roll: brightness into `out`."""
    py = f4(y) + f4(0.5)
    w = f4(1) / max(-(rays[1, 2] * py + rays[2, 2]) / eye[2], f4(1e-4))
    m = out.shape[0]
    sx, sy = rays[0, 0] * w, rays[0, 1] * w
    left = (rays[1, 0] * py + rays[2, 0]) * w + eye[0] + sx * (f4(x) + f4(0.5))
    back = (rays[1, 1] * py + rays[2, 1]) * w + eye[1] + sy * (f4(x) + f4(0.5))
    cell = f4(1) / lay[2]
    u, v, du, dv = (left - lay[0]) * cell, (back - lay[1]) * cell, sx * cell, sy * cell
    for i in range(m):
        fi = f4(np.int32(i))
        out[i] = _sample(light_map, u + du * fi, v + dv * fi)
    deeper = -rays[1, 2] / eye[2]
    middle = f4(0.5) * f4(m)
    per_x = f4(1) / (abs(sx) + abs(rays[1, 0] * w - (left + sx * middle - eye[0]) * deeper * w) + f4(1e-9))
    per_y = f4(1) / (abs(sy) + abs(rays[1, 1] * w - (back + sy * middle - eye[1]) * deeper * w) + f4(1e-9))
    fine_x, fine_y = _seen(grid[0], per_x, grid[2]), _seen(grid[0], per_y, grid[2])
    bold_x, bold_y = _seen(grid[1], per_x, grid[3]), _seen(grid[1], per_y, grid[3])
    if fine_x + fine_y + bold_x + bold_y <= f4(0.01):
        return
    thin_x, thin_y = FINE * per_x + f4(0.75), FINE * per_y + f4(0.75)
    wide_x, wide_y = COARSE * per_x + f4(0.75), COARSE * per_y + f4(0.75)
    g1, g5 = f4(1) / grid[0], f4(1) / grid[1]
    for i in range(m):
        fi = f4(np.int32(i))
        wx, wy = left + sx * fi, back + sy * fi
        thin = max(_line(wx, grid[0], g1, thin_x, per_x) * fine_x, _line(wy, grid[0], g1, thin_y, per_y) * fine_y)
        wide = max(_line(wx, grid[1], g5, wide_x, per_x) * bold_x, _line(wy, grid[1], g5, wide_y, per_y) * bold_y)
        out[i] *= f4(1) - f4(0.42) * max(thin, wide)


@kernel
def _lines(at, per_pixel, grid):
    """Strength of the grid lines across one axis at `at` metres."""
    thin = _line(at, grid[0], f4(1) / grid[0], FINE * per_pixel + f4(0.75), per_pixel)
    wide = _line(at, grid[1], f4(1) / grid[1], COARSE * per_pixel + f4(0.75), per_pixel)
    return max(thin * _seen(grid[0], per_pixel, grid[2]), wide * _seen(grid[1], per_pixel, grid[3]))


@kernel
def rolled_row(x, y, inverse, rays, eye, light_map, lay, grid, out, spare):
    """The same for a leaning camera: depth and pixel footprint anew at every pixel."""
    px, py = f4(x) + f4(0.5), f4(y) + f4(0.5)
    bx, by = rays[1, 0] * py + rays[2, 0], rays[1, 1] * py + rays[2, 1]
    right, down = rays[0, 2] / -eye[2], rays[1, 2] / -eye[2]
    cell = f4(1) / lay[2]
    for i in range(out.shape[0]):
        w = f4(1) / inverse[i]
        at = px + f4(np.int32(i))
        ox, oy = (rays[0, 0] * at + bx) * w, (rays[0, 1] * at + by) * w
        wx, wy = ox + eye[0], oy + eye[1]
        per_x = abs((rays[0, 0] - ox * right) * w) + abs((rays[1, 0] - ox * down) * w)
        per_y = abs((rays[0, 1] - oy * right) * w) + abs((rays[1, 1] - oy * down) * w)
        spare[i] = max(_lines(wx, f4(1) / (per_x + f4(1e-9)), grid), _lines(wy, f4(1) / (per_y + f4(1e-9)), grid))
        out[i] = _sample(light_map, (wx - lay[0]) * cell, (wy - lay[1]) * cell)
    for i in range(out.shape[0]):
        out[i] *= f4(1) - f4(0.42) * spare[i]


@kernel
def _fog(inverse, thick):
    """0 up to 7 m away, 1 from 23 m on, in clear air."""
    fog = min(f4(1), max(f4(0), (thick / inverse - f4(7)) * f4(1 / 16.0)))
    return fog * (f4(2) - fog)


@kernel
def tone_rolled(inverse, backdrop, thick, red, green, blue):
    """Brightness in `red` to floor colour in all three, fading into the distance."""
    for i in range(inverse.shape[0]):
        fog, light = _fog(inverse[i], thick), red[i]
        dark, stay = max(f4(0), f4(1) - light), f4(1) - fog
        red[i] = (backdrop[3] * light + dark * backdrop[6]) * stay + backdrop[0] * fog
        green[i] = (backdrop[4] * light + dark * backdrop[7]) * stay + backdrop[1] * fog
        blue[i] = (backdrop[5] * light + dark * backdrop[8]) * stay + backdrop[2] * fog


@kernel
def tone_level(inverse, backdrop, thick, red, green, blue):
    """The same for a run of one depth."""
    fog = _fog(inverse, thick)
    stay = f4(1) - fog
    far_r, far_g, far_b = backdrop[0] * fog, backdrop[1] * fog, backdrop[2] * fog
    floor_r, floor_g, floor_b = backdrop[3], backdrop[4], backdrop[5]
    dark_r, dark_g, dark_b = backdrop[6], backdrop[7], backdrop[8]
    for i in range(red.shape[0]):
        light = red[i]
        dark = max(f4(0), f4(1) - light)
        red[i] = (floor_r * light + dark * dark_r) * stay + far_r
        green[i] = (floor_g * light + dark * dark_g) * stay + far_g
        blue[i] = (floor_b * light + dark * dark_b) * stay + far_b


@kernel
def sky_row(x, y, rays, backdrop, red, green, blue):
    """A run of sky from (x, y): from the horizon's colour to that overhead, by how steeply one looks up."""
    start = rays[0, 2] * (f4(x) + f4(0.5)) + rays[1, 2] * (f4(y) + f4(0.5)) + rays[2, 2]
    step = rays[0, 2]
    low_r, low_g, low_b = backdrop[0], backdrop[1], backdrop[2]
    up_r, up_g, up_b = backdrop[9] - low_r, backdrop[10] - low_g, backdrop[11] - low_b
    for i in range(red.shape[0]):
        steep = min(f4(1), max(f4(0), (start + step * f4(np.int32(i))) * f4(2.2)))
        share = steep * (f4(2) - steep)
        red[i], green[i], blue[i] = low_r + up_r * share, low_g + up_g * share, low_b + up_b * share
