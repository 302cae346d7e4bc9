"""Thin-lens depth of field as a hint: half-size blur weighted by defocus, quarter-size for strong blur.

The circle of confusion of a pixel has a radius of blur * (|1 / focus - inverse depth| - keep) pixels; `keep` holds a
head's depth about the focus crisp, where a real lens would already soften an ear. What lies behind the focus is blurred
among its like, so that a sharp subject keeps its edge; what lies before it spills over all that it hides (`near`).
Planes at half and quarter size are (4 or 5, h + 8, w + 8): red, green, blue times weight, weight, and before the focus
how strong the blur is; four pixels of padding on every side.
"""

from __future__ import annotations

import numpy as np

from ..compiled import kernel

f4 = np.float32
PAD = 4
SPILL = 36


@kernel
def widest(inverse, blur, focus, keep, window):
    """The largest circles of confusion behind and before the focus, pixels, by every fourth pixel.

    window (4,) int32: the low and high column and row that the blur before the focus reaches, with its spill.
    """
    far, near, sharp = f4(0), f4(0), f4(1) / focus
    height, width = inverse.shape
    x0, x1, y0, y1 = width, -1, height, -1
    for y in range(0, height, 4):
        row = inverse[y]
        for x in range(0, width, 4):
            away = sharp - row[x]
            far, near = max(far, away), max(near, -away)
            if (-away - keep) * blur > f4(0.6):
                x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
    window[0], window[1] = max(0, x0 - SPILL) // 4 * 4, min(width, x1 + SPILL) // 4 * 4
    window[2], window[3] = max(0, y0 - SPILL) // 4 * 4, min(height, y1 + SPILL) // 4 * 4
    return max(f4(0), far - keep) * blur, max(f4(0), near - keep) * blur


@kernel
def _weights(inverse, blur, focus, keep, floor, gain, out):
    """Defocus behind the focus of each pixel as a weight 0..1: (radius - floor) * gain; next to none before it."""
    sharp = f4(1) / focus
    for y in range(inverse.shape[0]):
        row, line = inverse[y], out[y]
        for x in range(row.shape[0]):
            away = sharp - row[x]
            weight = min(f4(1), max(f4(0), (blur * max(f4(0), away - keep) - floor) * gain))
            line[x] = weight if away > -keep else min(weight, f4(0.00002))


@kernel
def _pad(planes, height, width):
    """Repeat the rim of the inner (height, width) of each plane into its padding."""
    for m in range(planes.shape[0]):
        for y in range(PAD, height + PAD):
            for p in range(PAD):
                planes[m, y, p] = planes[m, y, PAD]
                planes[m, y, width + PAD + p] = planes[m, y, width + PAD - 1]
        for p in range(PAD):
            for x in range(width + 2 * PAD):
                planes[m, p, x] = planes[m, PAD, x]
                planes[m, height + PAD + p, x] = planes[m, height + PAD - 1, x]


@kernel
def _halve(picture, weights, half, height, width):
    """Weighted colours at half size, so that the sharp subject does not bleed into its blurred surroundings."""
    line = np.empty(width * 2, np.float32)
    for y in range(height):
        top, low = weights[2 * y], weights[2 * y + 1]
        for m in range(4):
            out = half[m, y + PAD, PAD : PAD + width]
            if m < 3:
                a, b = picture[m, 2 * y], picture[m, 2 * y + 1]
                for x in range(width * 2):
                    line[x] = a[x] * top[x] + b[x] * low[x]
            else:
                for x in range(width * 2):
                    line[x] = top[x] + low[x]
            for x in range(width):
                out[x] = f4(0.25) * (line[2 * x] + line[2 * x + 1])


@kernel
def _quarter(half, quarter, height, width):
    """Half size to quarter size."""
    for m in range(half.shape[0]):
        for y in range(height):
            a, b, out = half[m, 2 * y + PAD, PAD:], half[m, 2 * y + PAD + 1, PAD:], quarter[m, y + PAD, PAD:]
            for x in range(width):
                out[x] = f4(0.25) * (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1])


@kernel
def _across(planes, out, height, width, k0, k1, k2, k3, k4):
    """Nine taps along rows. Slices that start at 0 keep the loop vectorised."""
    for m in range(planes.shape[0]):
        for y in range(PAD, height + PAD):
            a, b = planes[m, y], out[m, y, PAD : width + PAD]
            a0, a1, a2, a3, a4, a5, a6, a7, a8 = a[0:], a[1:], a[2:], a[3:], a[4:], a[5:], a[6:], a[7:], a[8:]
            for x in range(width):
                near = k0 * a4[x] + k1 * (a3[x] + a5[x]) + k2 * (a2[x] + a6[x])
                b[x] = near + k3 * (a1[x] + a7[x]) + k4 * (a0[x] + a8[x])


@kernel
def _down(planes, out, height, width, k0, k1, k2, k3, k4):
    """Nine taps along columns, from `planes` whose padding rows are filled here."""
    for m in range(planes.shape[0]):
        for p in range(PAD):
            for x in range(width + 2 * PAD):
                planes[m, p, x] = planes[m, PAD, x]
                planes[m, height + PAD + p, x] = planes[m, height + PAD - 1, x]
        for y in range(PAD, height + PAD):
            o, b4 = out[m, y], planes[m, y]
            b0, b1, b2, b3 = planes[m, y - 4], planes[m, y - 3], planes[m, y - 2], planes[m, y - 1]
            b5, b6, b7, b8 = planes[m, y + 1], planes[m, y + 2], planes[m, y + 3], planes[m, y + 4]
            for x in range(width + PAD):
                o[x] = k0 * b4[x] + k1 * (b3[x] + b5[x])
            for x in range(width + PAD):
                o[x] += k2 * (b2[x] + b6[x]) + k3 * (b1[x] + b7[x]) + k4 * (b0[x] + b8[x])


@kernel
def _spread(planes, spare, height, width, k0, k1, k2, k3, k4):
    """One plane after the other, so that `spare` is but one."""
    for m in range(planes.shape[0]):
        one = planes[m : m + 1]
        _pad(one, height, width)
        _across(one, spare, height, width, k0, k1, k2, k3, k4)
        _down(spare, one, height, width, k0, k1, k2, k3, k4)
        _pad(one, height, width)


@kernel
def _double_row(a, b, share, line, out, width):
    """Between rows a and b (padded), then twice as wide by a tent: 2 * width values into `out`."""
    for x in range(width + 2):
        line[x] = share * a[x + 3] + (f4(1) - share) * b[x + 3]
    for x in range(width):
        out[2 * x] = f4(0.25) * line[x] + f4(0.75) * line[x + 1]
        out[2 * x + 1] = f4(0.75) * line[x + 1] + f4(0.25) * line[x + 2]


@kernel
def _blend(half, quarter, inverse, blur, focus, keep, most, height, width):
    """Quarter size into half size where the blur is strong; afterwards `half` holds plain colours."""
    small = (width + 1) // 2
    line, wide = np.empty(small + 4, np.float32), np.empty(width + 5, np.float32)
    far, near = np.empty(width + 5, np.float32), np.empty(width + 5, np.float32)
    for y in range(height):
        row = PAD + ((y - 1) >> 1)
        share = f4(0.25) if (y & 1) == 0 else f4(0.75)
        depths, weight = inverse[2 * y], half[3, y + PAD, PAD:]
        _double_row(quarter[3, row], quarter[3, row + 1], share, line, far, small)
        for x in range(width):
            away = f4(1) / focus - depths[2 * x]
            radius = min(most, blur * max(f4(0), away - keep)) if away > -keep else most
            near[x] = min(f4(1), max(f4(0), (radius - f4(3.5)) * f4(0.18)))
        for x in range(width):
            far[x] = near[x] / far[x]
        for x in range(width):
            near[x] = (f4(1) - near[x]) / weight[x]
        for m in range(3):
            _double_row(quarter[m, row], quarter[m, row + 1], share, line, wide, small)
            out = half[m, y + PAD, PAD:]
            for x in range(width):
                out[x] = out[x] * near[x] + wide[x] * far[x]


@kernel
def _compose(picture, half, weights, height, width):
    """The blurred half-size picture over the sharp one, by weight."""
    line, row = np.empty(width + 4, np.float32), np.empty(2 * width + 4, np.float32)
    for y in range(2 * height):
        first = PAD + ((y - 1) >> 1)
        share = f4(0.25) if (y & 1) == 0 else f4(0.75)
        weight = weights[y]
        for m in range(3):
            _double_row(half[m, first], half[m, first + 1], share, line, row, width)
            out = picture[m, y]
            for x in range(2 * width):
                out[x] += (row[x] - out[x]) * weight[x]


@kernel
def far(picture, inverse, focus, blur, keep, most, half, spare, quarter, small, weights):
    """Blur what lies behind `focus` metres in `picture` (3, h, w; both even); `most` caps the radius in pixels.

    Leaves in `half` the picture that blurs before the focus lie over: what is behind them, spread under them.
    """
    height, width = inverse.shape[0] // 2, inverse.shape[1] // 2
    small_h, small_w = (height + 1) // 2, (width + 1) // 2
    _weights(inverse, blur, focus, keep, f4(-0.004), f4(0.5), weights)
    _halve(picture, weights, half, height, width)
    _spread(half, spare, height, width, f4(0.20), f4(0.165), f4(0.115), f4(0.07), f4(0.05))
    _quarter(half, quarter, small_h, small_w)
    _spread(quarter, small, small_h, small_w, f4(0.18), f4(0.16), f4(0.12), f4(0.08), f4(0.05))
    _blend(half, quarter, inverse, blur, focus, keep, most, height, width)
    _pad(half, height, width)
    _weights(inverse, blur, focus, keep, f4(0.6), f4(0.5), weights)
    _compose(picture, half, weights, height, width)


@kernel
def _before(picture, inverse, sharp, blur, keep, left, top, planes, height, width):
    """Half-size window from (left, top) of what lies before the focus: colours times cover, cover, strength."""
    for y in range(height):
        for x in range(width):
            red, green, blue, cover, strong = f4(0), f4(0), f4(0), f4(0), f4(0)
            for j in range(2):
                for i in range(2):
                    v, u = top + 2 * y + j, left + 2 * x + i
                    radius = blur * (inverse[v, u] - sharp - keep)
                    if radius > f4(0.6):
                        a = min(f4(1), (radius - f4(0.6)) * f4(0.5))
                        red, green, blue = red + picture[0, v, u] * a, green + picture[1, v, u] * a, (
                            blue + picture[2, v, u] * a)
                        cover += a
                        strong += a * min(f4(1), max(f4(0), (radius - f4(3.5)) * f4(0.18)))
            at = planes[:, y + PAD, x + PAD]
            at[0], at[1], at[2], at[3], at[4] = (red * f4(0.25), green * f4(0.25), blue * f4(0.25), cover * f4(0.25),
                                                 strong * f4(0.25))


@kernel
def _strengthen(half, quarter, height, width):
    """Quarter size into half size by how strong the blur is about there."""
    small = (width + 1) // 2
    line, share, wide = (np.empty(small + 4, np.float32), np.empty(2 * small + 4, np.float32),
                         np.empty(2 * small + 4, np.float32))
    for y in range(height):
        row = PAD + ((y - 1) >> 1)
        mix = f4(0.25) if (y & 1) == 0 else f4(0.75)
        _double_row(quarter[3, row], quarter[3, row + 1], mix, line, wide, small)
        _double_row(quarter[4, row], quarter[4, row + 1], mix, line, share, small)
        for x in range(width):
            share[x] = share[x] / (wide[x] + f4(1e-4))
        for m in range(4):
            _double_row(quarter[m, row], quarter[m, row + 1], mix, line, wide, small)
            out = half[m, y + PAD, PAD:]
            for x in range(width):
                out[x] += (wide[x] - out[x]) * share[x]


@kernel
def _spill(picture, inverse, sharp, blur, keep, behind, planes, left, top, height, width):
    """The window over the picture: under a strong blur lies what `behind` (half size) knows to be behind it."""
    line, under = np.empty(width + 4, np.float32), np.empty(2 * width + 4, np.float32)
    cover, colour = np.empty(2 * width + 4, np.float32), np.empty(2 * width + 4, np.float32)
    for y in range(2 * height):
        first, mix = PAD + ((y - 1) >> 1), f4(0.25) if (y & 1) == 0 else f4(0.75)
        beyond = PAD + ((top + y - 1) >> 1)
        _double_row(planes[3, first], planes[3, first + 1], mix, line, cover, width)
        depths = inverse[top + y, left:]
        for m in range(3):
            _double_row(planes[m, first], planes[m, first + 1], mix, line, colour, width)
            _double_row(behind[m, beyond, left // 2 :], behind[m, beyond + 1, left // 2 :], mix, line, under, width)
            out = picture[m, top + y, left:]
            for x in range(2 * width):
                deep = min(f4(1), max(f4(0), (blur * (depths[x] - sharp - keep) - f4(3.5)) * f4(0.18)))
                base = out[x] + (under[x] - out[x]) * deep
                out[x] = base * (f4(1) - cover[x]) + colour[x]


@kernel
def near(picture, inverse, focus, blur, keep, window, behind, half, spare, quarter, small):
    """Blur what lies before `focus` metres over all that it hides; `behind` is what `far` left in its half planes."""
    left, top = window[0], window[2]
    width, height = (window[1] - left) // 2, (window[3] - top) // 2
    if width < 2 or height < 2:
        return
    sharp = f4(1) / focus
    _before(picture, inverse, sharp, blur, keep, left, top, half, height, width)
    small_h, small_w = (height + 1) // 2, (width + 1) // 2
    _spread(half, spare, height, width, f4(0.20), f4(0.165), f4(0.115), f4(0.07), f4(0.05))
    _quarter(half, quarter, small_h, small_w)
    _spread(quarter, small, small_h, small_w, f4(0.18), f4(0.16), f4(0.12), f4(0.08), f4(0.05))
    _strengthen(half, quarter, height, width)
    _pad(half, height, width)
    _spill(picture, inverse, sharp, blur, keep, behind, half, left, top, height, width)
