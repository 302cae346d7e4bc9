"""Light as a gaffer would say it: from the few words of a `Light` to colours and directions.

One source throws shadows, from a direction or as a lamp at a place; a fill from the other side and the sky throw none.
All tables are tints as they are displayed, balanced by eye on rendered frames.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..lighting import Light

Colour = tuple[float, float, float]
Way = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mood:
    """Directions towards the light, z up, y away from the viewer.

    ambient, key, fill colours · way, counter directions of key and fill · rim strength of the outline's light ·
    horizon, zenith sky · floor, dark its colour in the light and out of it · ink · soft radius of shadows, metres ·
    lamp (x, y, z, reach) or None · floor_key how much of the floor's brightness is the key's · air how thick it is.
    """

    ambient: Colour
    key: Colour
    fill: Colour
    horizon: Colour
    zenith: Colour
    floor: Colour
    dark: Colour = (0.02, 0.03, 0.06)
    ink: Colour = (0.110, 0.118, 0.141)
    way: Way = (-0.55, -0.62, 0.95)
    counter: Way = (0.8, -0.5, 0.35)
    rim: float = 1.0
    soft: float = 0.075
    lamp: tuple[float, float, float, float] | None = None
    floor_key: float = 0.44
    air: float = 1.0


_NIGHT_INK: Colour = (0.035, 0.036, 0.048)
_INSIDE: dict[str, Mood] = {
    "day": Mood((0.98, 0.99, 1.06), (1.08, 1.03, 0.95), (0.94, 0.98, 1.07), (0.827, 0.839, 0.855),
                (0.827, 0.839, 0.855), (0.788, 0.788, 0.776)),
    "morning": Mood((0.93, 0.95, 1.02), (1.18, 1.06, 0.86), (0.84, 0.92, 1.07), (0.830, 0.830, 0.820),
                    (0.830, 0.830, 0.820), (0.780, 0.765, 0.735), way=(-0.95, -0.35, 0.70)),
    "dawn": Mood((0.62, 0.66, 0.82), (1.05, 0.80, 0.66), (0.52, 0.60, 0.80), (0.56, 0.55, 0.62), (0.56, 0.55, 0.62),
                 (0.560, 0.530, 0.530), (0.06, 0.06, 0.10), way=(-1.0, -0.25, 0.42)),
    "dusk": Mood((0.60, 0.56, 0.66), (1.22, 0.76, 0.42), (0.50, 0.50, 0.66), (0.58, 0.46, 0.40), (0.58, 0.46, 0.40),
                 (0.600, 0.505, 0.430), (0.08, 0.06, 0.09), way=(1.0, -0.25, 0.38)),
    "evening": Mood((0.50, 0.50, 0.62), (1.02, 0.76, 0.50), (0.36, 0.42, 0.60), (0.24, 0.23, 0.29),
                    (0.24, 0.23, 0.29), (0.470, 0.420, 0.370), (0.04, 0.04, 0.07), _NIGHT_INK),
    "night": Mood((0.30, 0.32, 0.45), (1.00, 0.80, 0.56), (0.20, 0.27, 0.44), (0.060, 0.068, 0.100),
                  (0.060, 0.068, 0.100), (0.420, 0.375, 0.330), (0.02, 0.02, 0.04), _NIGHT_INK),
}
_OUTSIDE: dict[str, Mood] = {
    "day": Mood((0.94, 0.99, 1.10), (1.14, 1.07, 0.94), (0.90, 0.98, 1.12), (0.850, 0.880, 0.905),
                (0.520, 0.660, 0.835), (0.745, 0.745, 0.705), (0.06, 0.08, 0.12), soft=0.05),
    "morning": Mood((0.86, 0.92, 1.06), (1.20, 1.04, 0.80), (0.78, 0.88, 1.08), (0.905, 0.880, 0.830),
                    (0.540, 0.670, 0.830), (0.735, 0.715, 0.660), (0.08, 0.10, 0.15), way=(-1.0, -0.35, 0.52),
                    soft=0.05),
    "dawn": Mood((0.62, 0.66, 0.84), (1.02, 0.74, 0.60), (0.54, 0.62, 0.86), (0.840, 0.730, 0.690),
                 (0.430, 0.510, 0.680), (0.570, 0.540, 0.550), (0.10, 0.11, 0.17), way=(-1.0, 0.15, 0.26)),
    "dusk": Mood((0.60, 0.58, 0.74), (1.24, 0.74, 0.42), (0.52, 0.54, 0.74), (0.800, 0.560, 0.420),
                 (0.270, 0.330, 0.510), (0.520, 0.445, 0.405), (0.09, 0.08, 0.14), way=(1.0, 0.20, 0.24)),
    "evening": Mood((0.42, 0.46, 0.66), (0.66, 0.54, 0.52), (0.34, 0.40, 0.64), (0.420, 0.380, 0.450),
                    (0.120, 0.160, 0.310), (0.390, 0.380, 0.420), (0.06, 0.07, 0.12), _NIGHT_INK,
                    way=(0.9, 0.3, 0.35)),
    "night": Mood((0.30, 0.37, 0.56), (0.70, 0.78, 0.96), (0.22, 0.31, 0.54), (0.105, 0.130, 0.200),
                  (0.028, 0.038, 0.075), (0.300, 0.325, 0.385), (0.02, 0.03, 0.06), _NIGHT_INK,
                  way=(0.62, -0.25, 0.80), counter=(-0.8, -0.4, 0.3), soft=0.05),
}
_SIDES: dict[str, Way] = {"left": (-1.0, -0.22, 0.55), "right": (1.0, -0.22, 0.55), "back": (0.28, 1.0, 0.55),
                          "front": (-0.12, -1.0, 0.55), "above": (0.05, -0.16, 1.0)}
_HUES: dict[str, Colour] = {"warm": (1.14, 0.94, 0.66), "cold": (0.80, 0.96, 1.20), "blue": (0.55, 0.75, 1.35),
                            "red": (1.35, 0.42, 0.36), "green": (0.60, 1.20, 0.66), "pink": (1.25, 0.55, 1.05)}


def mood(asked: Light, interior: bool) -> Mood:
    """The light of an hour, changed by what the script says of it. Where a lamp hangs, `rig` decides."""
    base = (_INSIDE if interior else _OUTSIDE)[asked.phase]
    base = _sourced(base, asked, interior)
    if asked.side in _SIDES and base.lamp is None:
        base = _sided(base, asked.side)
    if asked.height and base.lamp is None:
        base = replace(base, way=(base.way[0], base.way[1], 0.22 if asked.height == "low" else 1.3))
    if asked.hue:
        base = replace(base, key=_times(base.key, _HUES[asked.hue]), ambient=_times(base.ambient, _half(asked.hue)),
                       floor=_times(base.floor, _half(asked.hue)))
    if asked.quality:
        base = replace(base, soft=0.018 if asked.quality == "hard" else 0.16,
                       rim=base.rim * (1.0 if asked.quality == "hard" else 0.8))
    return _weathered(_levelled(base, asked.level), asked.weather)


def _sourced(base: Mood, asked: Light, interior: bool) -> Mood:
    """What gives the light, as a change of the hour's own."""
    dark = asked.phase in ("night", "evening")
    if asked.source == "" and interior and dark:
        return replace(base, lamp=(0, 0, 0, 3.4), floor_key=0.62, soft=0.13)
    if asked.source in _LAMPS:
        return _LAMPS[asked.source](base, dark)
    if asked.source in _WASHES:
        return _WASHES[asked.source](base, dark)
    return base


def _lamp(base: Mood, dark: bool) -> Mood:
    reach = 2.6 if dark else 2.2
    return replace(_dimmed(base, 1.0 if dark else 0.86), key=(1.22, 0.88, 0.52), lamp=(0, 0, 0, reach), soft=0.12,
                   floor_key=0.70 if dark else 0.4, rim=base.rim * 0.9)


def _candle(base: Mood, dark: bool) -> Mood:
    return replace(_dimmed(base, 0.78), key=(1.32, 0.80, 0.38), lamp=(0, 0, -1, 1.25), soft=0.10,
                   floor_key=0.66, rim=base.rim * 0.6)


def _fire(base: Mood, dark: bool) -> Mood:
    return replace(_dimmed(base, 0.80), key=(1.40, 0.68, 0.26), lamp=(0, 0, -2, 2.2), soft=0.16,
                   floor_key=0.72, rim=base.rim * 0.7)


def _moon(base: Mood, dark: bool) -> Mood:
    return replace(_dimmed(base, 1.28 if dark else 0.5), key=(0.70, 0.86, 1.14), fill=(0.34, 0.44, 0.66),
                   way=(-0.80, -0.12, 0.80), soft=0.04, floor=(0.34, 0.39, 0.48), floor_key=0.62)


def _neon(base: Mood, dark: bool) -> Mood:
    return replace(_dimmed(base, 0.80 if dark else 0.7), key=(1.18, 0.30, 0.86), fill=(0.10, 0.86, 1.10),
                   ambient=_times(base.ambient, (0.86, 0.66, 1.10)), way=(-1.0, -0.30, 0.40),
                   counter=(1.0, -0.25, 0.20), soft=0.14, rim=1.2, floor=(0.46, 0.34, 0.48))


def _fluorescent(base: Mood, dark: bool) -> Mood:
    lift = 1.9 if dark else 0.95
    return replace(base, ambient=_times(base.ambient, (0.95 * lift, 1.01 * lift, 0.96 * lift)),
                   key=(0.70, 0.76, 0.71), fill=(0.58, 0.64, 0.60), way=(0.05, -0.16, 1.0), soft=0.20, rim=0.7,
                   floor=(0.62, 0.66, 0.62) if dark else base.floor, floor_key=0.30)


def _screen(base: Mood, dark: bool) -> Mood:
    return replace(_dimmed(base, 0.80), key=(0.52, 0.72, 1.05), way=(0.10, -1.0, 0.12), soft=0.16, rim=0.6,
                   floor=_times(base.floor, (0.62, 0.76, 1.05)), floor_key=0.25)


def _window(base: Mood, dark: bool) -> Mood:
    if dark:
        return _moon(base, dark)
    return replace(base, ambient=_times(base.ambient, (0.80, 0.82, 0.86)), key=_times(base.key, (1.12, 1.12, 1.14)),
                   fill=_times(base.fill, (0.62, 0.65, 0.70)), way=_SIDES["left"], soft=0.14, floor_key=0.56,
                   floor=_times(base.floor, (0.92, 0.92, 0.93)))


def _sun(base: Mood, dark: bool) -> Mood:
    return replace(base, ambient=_times(base.ambient, (0.86, 0.88, 0.94)), key=_times(base.key, (1.18, 1.10, 0.92)),
                   soft=0.02, floor_key=0.52)


_LAMPS = {"lamp": _lamp, "candle": _candle, "fire": _fire}
_WASHES = {"moon": _moon, "neon": _neon, "fluorescent": _fluorescent, "screen": _screen, "window": _window,
           "sun": _sun}


def _dimmed(base: Mood, by: float) -> Mood:
    even = (by, by, by)
    return replace(base, ambient=_times(base.ambient, even), fill=_times(base.fill, even),
                   horizon=_times(base.horizon, even), zenith=_times(base.zenith, even))


def _sided(base: Mood, side: str) -> Mood:
    """The key from a side of the set, the fill from across; against the light, outlines carry the picture."""
    x, y, z = _SIDES[side]
    moved = replace(base, way=(x, y, base.way[2] if side != "above" else z), counter=(-x, -abs(y) - 0.3, 0.3))
    if side != "back":
        return moved
    return replace(moved, rim=base.rim * 1.7, ambient=_times(base.ambient, (0.92, 0.92, 0.96)),
                   fill=_times(base.fill, (0.9, 0.9, 0.95)))


def _levelled(base: Mood, level: str) -> Mood:
    if level == "dark":
        low = _dimmed(base, 0.58)
        return replace(low, key=_times(base.key, (0.82, 0.82, 0.84)), floor=_times(base.floor, (0.8, 0.8, 0.82)))
    if level == "bright":
        return replace(_dimmed(base, 1.10), key=_times(base.key, (1.04, 1.04, 1.04)))
    return base


def _weathered(base: Mood, weather: str) -> Mood:
    """An overcast sky, and air that hides what is far."""
    if not weather:
        return base
    grey = sum(base.horizon) / 3
    dull = {"rain": 0.70, "snow": 0.86}.get(weather, 1.0)
    r, g, b = ((c + grey) / 2 * dull for c in base.horizon)
    key = base.key if base.lamp else _times(base.key, (0.42, 0.44, 0.48))
    even = replace(base, key=key, soft=0.16, horizon=(r, g, b), zenith=(r * 0.80, g * 0.82, b * 0.86),
                   floor_key=base.floor_key if base.lamp else 0.26, air={"fog": 3.2}.get(weather, 1.6))
    if weather == "snow":
        low = _times(base.floor, (1.30, 1.34, 1.42))
        return replace(even, floor=(min(1.0, max(low[0], r * 1.22)), min(1.0, max(low[1], g * 1.24)),
                                    min(1.0, max(low[2], b * 1.28))), dark=(r * 0.40, g * 0.42, b * 0.48))
    return replace(even, floor=_times(base.floor, (0.72, 0.74, 0.78) if weather == "rain" else (0.95, 0.96, 0.98)))


def _half(hue: str) -> Colour:
    """What a coloured light leaves of its colour in the air and on the floor."""
    r, g, b = _HUES[hue]
    return 0.5 + r / 2, 0.5 + g / 2, 0.5 + b / 2


def _times(colour: Colour, by: Colour) -> Colour:
    return colour[0] * by[0], colour[1] * by[1], colour[2] * by[2]
