"""From the float picture to bytes, and labels over it."""

from __future__ import annotations

import numpy as np

from ..compiled import kernel

f4 = np.float32
RED, GREEN, BLUE = f4(0.2126), f4(0.7152), f4(0.0722)
LUMA, CHROMA = f4(219 / 255), f4(224 / 255)
TO_RED, TO_BLUE = CHROMA / f4(2 * (1 - 0.2126)), CHROMA / f4(2 * (1 - 0.0722))


@kernel
def _luma_row(red, green, blue, shade, luma, u, v, add):
    """A row of 8-bit luma; its colour differences set or added to `u` and `v`."""
    for x in range(luma.shape[0]):
        k = shade[x]
        r = min(f4(1), max(f4(0), red[x] * k))
        g = min(f4(1), max(f4(0), green[x] * k))
        b = min(f4(1), max(f4(0), blue[x] * k))
        luma[x] = np.uint8(f4(16.5) + f4(46.559) * r + f4(156.629) * g + f4(15.812) * b)
        u[x] = u[x] * add + f4(-25.664) * r - f4(86.336) * g + f4(112.0) * b
        v[x] = v[x] * add + f4(112.0) * r - f4(101.730) * g - f4(10.270) * b


@kernel
def to_yuv(picture, shade, luma, blue, red, rows):
    """`picture` (3, h, w) times `shade` (h, w) as BT.709 limited range 4:2:0: luma (h, w), blue and red (h/2, w/2).

    rows (2, w) is scratch.
    """
    rows[:] = 0
    u, v = rows[0], rows[1]
    for y in range(0, luma.shape[0], 2):
        for j in range(2):
            keep = f4(j)
            _luma_row(picture[0, y + j], picture[1, y + j], picture[2, y + j], shade[y + j], luma[y + j], u, v, keep)
        us, vs = blue[y >> 1], red[y >> 1]
        for x in range(us.shape[0]):
            us[x] = np.uint8(f4(128.5) + f4(0.25) * (u[2 * x] + u[2 * x + 1]))
            vs[x] = np.uint8(f4(128.5) + f4(0.25) * (v[2 * x] + v[2 * x + 1]))


@kernel
def to_rgb(picture, shade, out):
    """`picture` (3, h, w) times `shade` (h, w) as bytes (h, w, 3)."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            for c in range(3):
                out[y, x, c] = np.uint8(min(f4(1), max(f4(0), picture[c, y, x] * shade[y, x])) * f4(255) + f4(0.5))


@kernel
def _nearness(inverse, sky, far, span):
    return min(f4(1), max(f4(0), ((f4(0) if sky else inverse) - far) / span))


@kernel
def brighten(inverse, ids, sky, far, span, out):
    """Inverse depth (2h, 2w) from `far` (0) on over `span` (255) as bytes (h, w), four points a pixel; `sky` marks
    none."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            i, j = 2 * x, 2 * y
            total = _nearness(inverse[j, i], ids[j, i] == sky, far, span)
            total += _nearness(inverse[j + 1, i], ids[j + 1, i] == sky, far, span)
            total += _nearness(inverse[j, i + 1], ids[j, i + 1] == sky, far, span)
            total += _nearness(inverse[j + 1, i + 1], ids[j + 1, i + 1] == sky, far, span)
            out[y, x] = np.uint8(np.rint(total * f4(0.25) * f4(255)))


@kernel
def _byte(value):
    return np.uint8(np.rint(min(f4(255), max(f4(0), value))))


@kernel
def rgb_to_yuv(picture, luma, blue, red):
    """RGB bytes (h, w, 3) as BT.709 limited range 4:2:0: `film.colour.planes`, sum by sum."""
    for y in range(0, luma.shape[0], 2):
        for x in range(0, luma.shape[1], 2):
            bright, reds, blues = f4(0), f4(0), f4(0)
            for j in range(2):
                for i in range(2):
                    r, b = f4(picture[y + j, x + i, 0]), f4(picture[y + j, x + i, 2])
                    light = r * RED + f4(picture[y + j, x + i, 1]) * GREEN + b * BLUE
                    luma[y + j, x + i] = _byte(light * LUMA + f4(16))
                    bright, reds, blues = bright + light, reds + r, blues + b
            mean = bright * f4(0.25)
            blue[y >> 1, x >> 1] = _byte((blues * f4(0.25) - mean) * TO_BLUE + f4(128))
            red[y >> 1, x >> 1] = _byte((reds * f4(0.25) - mean) * TO_RED + f4(128))


@kernel
def halve(picture, out):
    """`picture` (3, 2h, 2w) as bytes (h, w, 3): means of two by two."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            i, j = 2 * x, 2 * y
            for c in range(3):
                total = picture[c, j, i] + picture[c, j + 1, i] + picture[c, j, i + 1] + picture[c, j + 1, i + 1]
                out[y, x, c] = np.uint8(np.rint(min(f4(1), max(f4(0), total * f4(0.25))) * f4(255)))


@kernel
def blit(picture, label, left, top):
    """`label` (h, w, 4), straight alpha, over the picture with its corner at (left, top), clipped."""
    height, width = picture.shape[1], picture.shape[2]
    for y in range(max(0, -top), min(label.shape[0], height - top)):
        for x in range(max(0, -left), min(label.shape[1], width - left)):
            alpha = label[y, x, 3]
            if alpha > 0:
                for c in range(3):
                    under = picture[c, top + y, left + x]
                    picture[c, top + y, left + x] = under + (label[y, x, c] - under) * alpha


@kernel
def less_above(rows, out):
    """Rows of bytes (h, n) into `out` (h, n + 1) as a PNG has them: a 2 (up), then each less the one above it."""
    for y in range(rows.shape[0]):
        out[y, 0] = 2
        line, row = out[y, 1:], rows[y]
        if y == 0:
            line[:] = row
            continue
        above = rows[y - 1]
        for x in range(len(row)):
            line[x] = row[x] - above[x]
