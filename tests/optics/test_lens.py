"""Gates, fields of view, distances and depth of field against published figures."""

from fractions import Fraction
from math import degrees, inf

import pytest

from shotscript.lang.term import Size
from shotscript.narrative.story import Format
from shotscript.optics import lens

FF = lens.gate("full frame", Fraction(16, 9))


@pytest.mark.parametrize(("camera", "aspect", "width", "height"), [
    ("full frame", Fraction(16, 9), 36, 20.25), ("Full Frame", 2.39, 36, 15.0628),
    ("full frame", Fraction(9, 16), 13.5, 24),
    ("full frame", Fraction(4, 3), 32, 24), ("super 35", 2.39, 24.89, 10.4142),
    ("super 35", Fraction(4, 3), 24.88, 18.66),
    ("16mm", Fraction(16, 9), 12.52, 7.0425), ("16mm", 1, 7.41, 7.41), ("phone", Fraction(9, 16), 4.10625, 7.3),
    ("a camera nobody knows", Fraction(16, 9), 36, 20.25),
])
def test_gate_is_the_delivered_part(camera: str, aspect: Fraction, width: float, height: float) -> None:
    g = lens.gate(camera, aspect)
    assert (g.width, g.height) == pytest.approx((width, height), abs=1e-3)
    sensor = lens.SENSORS.get(camera.casefold(), (36, 24))
    assert g.width <= sensor[0] + 1e-9 and g.height <= sensor[1] + 1e-9


def test_anamorphic_sees_twice_as_wide() -> None:
    plain, squeezed = lens.gate("super 35", 2.39), lens.gate("super 35", 2.39, anamorphic=True)
    assert squeezed.height == 18.66 and squeezed.width == pytest.approx(18.66 * 2.39)
    assert squeezed.width > plain.width


def test_pixels_are_square() -> None:
    g = lens.gate_of(Format(width=1280, height=536, aspect="2.39:1"))
    assert g.width / 1280 == pytest.approx(g.height / 536)


@pytest.mark.parametrize(("mm", "full", "super35"), [
    (18, 90.0, 69.3), (24, 73.7, 54.8), (35, 54.4, 39.1), (50, 39.6, 28.0), (85, 23.9, 16.7), (135, 15.2, 10.5),
])
def test_fields_of_view(mm: float, full: float, super35: float) -> None:
    assert degrees(lens.field(mm, 36)) == pytest.approx(full, abs=0.06)
    assert degrees(lens.field(mm, 24.89)) == pytest.approx(super35, abs=0.06)
    assert lens.focal_for(lens.field(mm, 36), 36) == pytest.approx(mm)


@pytest.mark.parametrize(("size", "mm", "metres"), [
    (Size.CU, 24, 0.43), (Size.CU, 85, 1.51), (Size.FS, 24, 2.2), (Size.FS, 85, 7.8), (Size.ECU, 24, 0.19),
])
def test_published_distances(size: Size, mm: float, metres: float) -> None:
    assert lens.distance(lens.crop(size), mm, FF) == pytest.approx(metres, abs=0.036)


@pytest.mark.parametrize(
    ("mm", "stop", "hyperfocal"), [(24, 2.8, 6.9), (35, 2.8, 14.6), (50, 2.8, 29.8), (85, 1.4, 172)])
def test_depth_of_field(mm: float, stop: float, hyperfocal: float) -> None:
    near, far = lens.sharp(hyperfocal * 1.01, mm, stop, FF)
    assert far == inf and near == pytest.approx(hyperfocal / 2, rel=0.02)
    near, far = lens.sharp(2.0, mm, stop, FF)
    assert near < 2 < far
    wide_near, wide_far = lens.sharp(2.0, mm, stop / 2, FF)
    assert near < wide_near and wide_far < far
    assert lens.sharp(2.0, mm, None, FF) == (0, inf)


def test_sizes_go_from_wide_to_close() -> None:
    order = [Size.EWS, Size.WS, Size.FS, Size.MWS, Size.COWBOY, Size.MS, Size.MCU, Size.CU, Size.ECU]
    for table in (lens.CROPS, lens.SHARES):
        assert sorted(table, key=lambda s: -table[s]) == order
    assert [lens.LENSES[s] for s in order] == sorted(lens.LENSES.values())
    assert lens.crop(Size.CU, 1.85) == pytest.approx(0.36 * 1.85 / 1.7)


def test_default_lens_sees_the_same_on_every_sensor() -> None:
    for size in Size:
        small = lens.default_focal(size, "super 35")
        assert lens.field(small, 24.89) == pytest.approx(lens.field(lens.LENSES[size], 36))
