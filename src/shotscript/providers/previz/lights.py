"""A cut's light rig: its mood as the directions, colours and maps that kernels take."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .kernels.light import disc
from .mesh import Floats
from .moods import Mood, Way
from .sheet import CutSheet

F4 = NDArray[np.float32]
f4 = np.float32
SHADOW, FLOOR_MAP = 1024, 200
WIDE = 2.0  # radius of a lamp's shadow map, as the tangent of half the angle from straight down
HANG, LEAST_DROP = 1.05, 0.45  # metres of a lamp over the thing it is at; below the ceiling


@dataclass(frozen=True, slots=True)
class Rig:
    """The light as kernels take it: directions (3,), tints (10,), backdrop (12,), ink colour (3,), grid (4,), maps.

    lamp (5,): x y z reach scale, scale 0 for a light without a place · to_light (3, 4) metres to shadow texels ·
    taps, floor_taps (n, 2) texels · floor_shares (2,) of openness and key · lay (3,) left, back, cell of the floor
    map · edge (n, n) how far from its rim · air (2,) thickness, what of it lies over people · beyond the light of
    the endless floor off the map
    """

    key: F4
    lamp: F4
    fill: F4
    tint: F4
    backdrop: F4
    ink: F4
    grid: F4
    to_light: F4
    taps: F4
    floor_taps: F4
    floor_shares: F4
    lay: F4
    edge: F4
    air: F4
    beyond: np.float32


def rig(sheet: CutSheet, own: Mood) -> Rig:
    """The light of a cut in its mood."""
    centre, reach = sheet.centre, sheet.reach
    own = replace(own, lamp=_hung(own.lamp, sheet)) if own.lamp else _towards_window(own, sheet)
    key, fill = _unit(_key_way(own, centre)), _unit(own.counter)
    k = SHADOW / (2 * (reach + 0.5))
    texels = 0.5 * SHADOW / WIDE / 2.0 if own.lamp else k
    cell = 2 * reach / FLOOR_MAP
    ambient = 1 - own.floor_key
    return Rig(
        key=key, lamp=_row((*own.lamp, SHADOW / 2 / WIDE) if own.lamp else (0, 0, 0, 0, 0)), fill=fill,
        tint=_row((*own.ambient, *own.key, *own.fill, own.rim)),
        backdrop=_row((*own.horizon, *own.floor, *own.dark, *own.zenith)), ink=_row(own.ink),
        grid=_row((0.5, 2.5, 0.38, 0.62)), to_light=_to_light(key.astype(float), centre, k),
        taps=disc(14, own.soft * min(texels, 160.0)), floor_taps=disc(12, own.soft * 1.2 * min(texels, 160.0)),
        floor_shares=_row((ambient, own.floor_key)), lay=_row((centre[0] - reach, centre[1] - reach, cell)),
        edge=_open_edge(), air=_row((own.air, min(max(own.air - 1, 0), 1))),
        beyond=f4(ambient if own.lamp else 1.0),
    )


def _hung(lamp: tuple[float, float, float, float], sheet: CutSheet) -> tuple[float, float, float, float]:
    """Where a lamp is: over the thing it is at, else over the middle of the set; what burns lies low."""
    thing = next((t for t in sheet.set.things if t.name == sheet.light.at), None)
    ceiling = sheet.set.room.height if sheet.set.room.walled else 4.2
    x, y = (thing.at[0], -thing.at[2]) if thing else (0.0, 0.0)
    top = thing.at[1] + thing.size[1] if thing else 0.0
    hung = min(ceiling - LEAST_DROP, max(top + HANG, 1.95)) if thing else ceiling - LEAST_DROP
    burning = {-1: (top if thing else 0.75) + 0.22, -2: (top if top < 0.7 else 0.0) + 0.4}
    reach = lamp[3] if sheet.set.room.walled else lamp[3] * 1.7
    return round(x, 4), round(y, 4), round(burning.get(int(lamp[2]), hung), 4), reach


def _towards_window(own: Mood, sheet: CutSheet) -> Mood:
    """By day, and under a moon, light comes from the window that stands on the set, unless a side was said."""
    panes = [t for t in sheet.set.things if t.kind == "window"]
    outer = sheet.set.interior and sheet.light.source in ("", "window", "moon", "sun")
    if not panes or not outer or sheet.light.side:
        return own
    pane = next((t for t in panes if t.name == sheet.light.at), panes[0])
    x, y = pane.at[0], -pane.at[2]
    far = math.hypot(x, y)
    if far < 0.5:
        return own
    r, g, b = own.ambient
    return replace(own, ambient=(r * 1.17, g * 1.17, b * 1.17), way=(x / far, y / far - 0.4, 0.62),
                   counter=(-x / far, -y / far - 0.4, 0.3))


def _key_way(own: Mood, centre: Floats) -> Way:
    """Towards the key from the middle of what is lit; a lamp's is only for highlights."""
    if own.lamp is None:
        return own.way
    x, y, z = (own.lamp[i] - float(centre[i]) for i in range(3))
    return (x, y - 0.4, max(z, 0.3))


def _to_light(key: Floats, centre: Floats, k: float) -> F4:
    z = key
    x = np.cross((0.0, 0.0, 1.0), z)
    x /= np.linalg.norm(x)
    y = np.cross(z, x)
    middle = SHADOW / 2
    return np.round(np.array([[*(x * k), middle - k * float(x @ centre)], [*(-y * k), middle + k * float(y @ centre)],
                              [*z, -float(z @ centre)]]), 6).astype(f4)


def _open_edge() -> F4:
    """1 inside the floor map, 0 at its rim, so that the endless floor around it joins without a border."""
    away = np.minimum(np.arange(FLOOR_MAP), np.arange(FLOOR_MAP)[::-1]) / 14
    ramp = np.clip(away, 0, 1)
    return np.ascontiguousarray(np.outer(ramp, ramp), f4)


def _unit(v: Way) -> F4:
    length = math.sqrt(sum(c * c for c in v))
    return np.array([c / length for c in v], f4)


def _row(values: tuple[float, ...]) -> F4:
    return np.array(values, f4)
