"""Thin-lens depth of field as a hint: half-size blur weighted by defocus, quarter-size for strong blur.

The circle of confusion of a pixel has a radius of blur * (|1 / focus - inverse depth| - keep) pixels; `keep` holds a
head's depth about the focus crisp, where a real lens would already soften an ear. Planes at half and quarter
size are (4, h + 8, w + 8): red, green, blue times weight, weight; four pixels of padding on every side.
"""

from __future__ import annotations

import numpy as np

from ..compiled import kernel

f4 = np.float32
PAD = 4


@kernel
def widest_circle(inverse, blur, focus, keep):
    """The largest circle of confusion in the picture, pixels, by every fourth pixel."""
    most = f4(0)
    for y in range(0, inverse.shape[0], 4):
        row = inverse[y]
        for x in range(0, row.shape[0], 4):
            most = max(most, abs(f4(1) / focus - row[x]))
    return max(f4(0), most - keep) * blur


@kernel
def _weights(inverse, blur, focus, keep, floor, gain, out):
    """Defocus of each pixel as a weight 0..1: (radius - floor) * gain."""
    sharp = f4(1) / focus
    for y in range(inverse.shape[0]):
        row, line = inverse[y], out[y]
        for x in range(row.shape[0]):
            line[x] = min(f4(1), max(f4(0), (blur * max(f4(0), abs(sharp - row[x]) - keep) - floor) * gain))


@kernel
def _pad(planes, height, width):
    """Repeat the rim of the inner (height, width) of each plane into its padding."""
    for m in range(4):
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
    for m in range(4):
        for y in range(height):
            a, b, out = half[m, 2 * y + PAD, PAD:], half[m, 2 * y + PAD + 1, PAD:], quarter[m, y + PAD, PAD:]
            for x in range(width):
                out[x] = f4(0.25) * (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1])


@kernel
def _across(planes, out, height, width, k0, k1, k2, k3, k4):
    """Nine taps along rows. Slices that start at 0 keep the loop vectorised."""
    for m in range(4):
        for y in range(PAD, height + PAD):
            a, b = planes[m, y], out[m, y, PAD : width + PAD]
            a0, a1, a2, a3, a4, a5, a6, a7, a8 = a[0:], a[1:], a[2:], a[3:], a[4:], a[5:], a[6:], a[7:], a[8:]
            for x in range(width):
                near = k0 * a4[x] + k1 * (a3[x] + a5[x]) + k2 * (a2[x] + a6[x])
                b[x] = near + k3 * (a1[x] + a7[x]) + k4 * (a0[x] + a8[x])


@kernel
def _down(planes, out, height, width, k0, k1, k2, k3, k4):
    """Nine taps along columns, from `planes` whose padding rows are filled here."""
    for m in range(4):
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
    _pad(planes, height, width)
    _across(planes, spare, height, width, k0, k1, k2, k3, k4)
    _down(spare, planes, height, width, k0, k1, k2, k3, k4)
    _pad(planes, height, width)


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
            radius = min(most, blur * max(f4(0), abs(f4(1) / focus - depths[2 * x]) - keep))
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
def defocus(picture, inverse, focus, blur, keep, most, half, half_spare, quarter, quarter_spare, weights):
    """Blur `picture` (3, h, w; both even) by distance from `focus` metres; `most` caps the radius in pixels."""
    height, width = inverse.shape[0] // 2, inverse.shape[1] // 2
    small_h, small_w = (height + 1) // 2, (width + 1) // 2
    _weights(inverse, blur, focus, keep, f4(-0.004), f4(0.5), weights)
    _halve(picture, weights, half, height, width)
    _spread(half, half_spare, height, width, f4(0.20), f4(0.165), f4(0.115), f4(0.07), f4(0.05))
    _quarter(half, quarter, small_h, small_w)
    _spread(quarter, quarter_spare, small_h, small_w, f4(0.18), f4(0.16), f4(0.12), f4(0.08), f4(0.05))
    _blend(half, quarter, inverse, blur, focus, keep, most, height, width)
    _pad(half, height, width)
    _weights(inverse, blur, focus, keep, f4(0.6), f4(0.5), weights)
    _compose(picture, half, weights, height, width)
