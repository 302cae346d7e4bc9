"""What a lens sees: gates, fields of view, the distance a shot size asks for, and what is sharp.

Everything in millimetres on the sensor side and metres in front of the lens. The delivered picture uses the full
width of the sensor and as much of its height as its shape needs, or the full height if it is narrower than the sensor.
"""

from __future__ import annotations

from fractions import Fraction
from math import atan, inf, tan
from types import MappingProxyType

from ..lang.term import Size
from ..narrative.story import Format
from .camera import Gate

SENSORS = MappingProxyType({
    "full frame": (36.0, 24.0),
    "super 35": (24.89, 18.66),
    "16mm": (12.52, 7.41),
    "phone": (9.8, 7.3),
})
"""Width and height of the cameras a `@format camera:` can name, millimetres."""

CROPS = MappingProxyType({
    Size.EWS: 6.0, Size.WS: 3.5, Size.FS: 1.85, Size.MWS: 1.30, Size.COWBOY: 1.15,
    Size.MS: 0.88, Size.MCU: 0.62, Size.CU: 0.36, Size.ECU: 0.16,
})
"""Height of the picture at the person's distance, metres, for someone 1.70 m tall; it grows with their height."""

SHARES = MappingProxyType({
    Size.EWS: 8.0, Size.WS: 4.0, Size.FS: 1.2, Size.MWS: 1.0, Size.COWBOY: 0.95,
    Size.MS: 0.9, Size.MCU: 0.7, Size.CU: 0.5, Size.ECU: 0.2,
})
"""How much of a thing's largest side the picture shows."""

LENSES = MappingProxyType({
    Size.EWS: 24.0, Size.WS: 28.0, Size.FS: 35.0, Size.MWS: 35.0, Size.COWBOY: 40.0,
    Size.MS: 50.0, Size.MCU: 65.0, Size.CU: 85.0, Size.ECU: 100.0,
})
"""The lens when none is written, for full frame; a smaller sensor takes the lens with the same field of view."""

STOP = 4.0
"""The stop when none is written."""

TALL = 1.70
"""Height of the person the crop table was made for, metres."""

_SHARP_ON_FULL_FRAME = 0.030
_SQUEEZE = 2.0
_FOCAL = (1.0, 5000.0)


def gate(camera: str, aspect: Fraction | float, anamorphic: bool = False) -> Gate:
    """The delivered part of a sensor. Anamorphic glass sees twice as wide: the gate is given as if unsqueezed."""
    width, height = SENSORS.get(camera.casefold().strip(), SENSORS["full frame"])
    if anamorphic:
        width *= _SQUEEZE
    shape = float(aspect)
    return Gate(width, width / shape) if shape >= width / height else Gate(height * shape, height)


def gate_of(delivery: Format, anamorphic: bool = False) -> Gate:
    """The gate of a film; its shape is that of the pixels delivered, so that pixels are square."""
    return gate(delivery.camera, Fraction(delivery.width, delivery.height), anamorphic)


def field(mm: float, extent: float) -> float:
    """Angle of view, radians, of a lens over an extent (gate width or height)."""
    return 2 * atan(extent / (2 * mm))


def focal_for(angle: float, extent: float) -> float:
    """The focal length that sees an extent of the gate under an angle in radians."""
    return _within(extent / (2 * tan(angle / 2)))


def distance(crop: float, mm: float, gate: Gate) -> float:
    """Metres along the axis at which the picture is `crop` metres high."""
    return crop * mm / gate.height


def crop(size: Size, tall: float = TALL) -> float:
    """Picture height in metres for a size on a person of this height."""
    return CROPS[size] * tall / TALL


def default_focal(size: Size, camera: str) -> float:
    """The lens for a size when none is written, scaled to the sensor so that it sees the same."""
    return LENSES[size] * SENSORS.get(camera.casefold().strip(), SENSORS["full frame"])[0] / 36.0


def usable(mm: float) -> float:
    """A focal length pictures can be made with, whatever was written: a faulty shot still gets a camera."""
    return _within(mm)


def sharp(focus: float, mm: float, stop: float | None, gate: Gate) -> tuple[float, float]:
    """Nearest and farthest sharp distance, metres. The circle of confusion is 0.030 mm on 36 mm of width."""
    if stop is None:
        return 0.0, inf
    confusion = _SHARP_ON_FULL_FRAME * min(gate.width, 36.0) / 36.0
    hyperfocal = (mm * mm / (stop * confusion) + mm) / 1000
    f = mm / 1000
    near = focus * (hyperfocal - f) / (hyperfocal + focus - 2 * f)
    far = focus * (hyperfocal - f) / (hyperfocal - focus) if focus < hyperfocal else inf
    return near, far


def _within(mm: float) -> float:
    return min(max(mm, _FOCAL[0]), _FOCAL[1])
