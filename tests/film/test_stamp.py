"""Stamps on frames: where they lie, how much of them is seen, and that nothing else changes; pictures of files."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from shotscript.core.errors import MediaError
from shotscript.film import colour
from shotscript.film.logo import logo
from shotscript.film.stamp import press, stamp

W, H = 64, 36
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path fill="#f00" d="M0 0h10v10H0z"/>%s</svg>'


def frame(seed: int = 1) -> np.ndarray:
    """Blocks of four pixels of one colour, so that a colour of 4:2:0 is that of its pixels."""
    dice = np.random.default_rng(seed)
    return colour.planes(dice.integers(30, 220, (H // 4, W // 4, 3), np.uint8).repeat(4, 0).repeat(4, 1))


def flat(red: float, green: float, blue: float, cover: float, width: int = 8, height: int = 6) -> np.ndarray:
    made = np.empty((height, width, 4), np.float32)
    made[:] = (red * cover, green * cover, blue * cover, cover)
    return made


def png(picture: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.integers(-10, W + 4), st.integers(-8, H + 4), st.tuples(*[st.floats(0, 1)] * 4), st.floats(0, 1))
def test_a_stamp_is_laid_over_as_colours_are(x: int, y: int, paint: tuple[float, ...], strength: float):
    """Against the same done in red, green and blue; chroma of half covered pixels is their mean."""
    x, y = x - x % 2, y - y % 2
    under, ink = frame(), flat(*paint)
    got = colour.rgb(press(under, stamp(ink, x, y, W, H), strength)).astype(float)
    want = colour.rgb(under).astype(float)
    across, down = slice(max(x, 0), max(min(x + 8, W), 0)), slice(max(y, 0), max(min(y + 6, H), 0))
    part = paint[3] * strength
    want[down, across] = want[down, across] * (1 - part) + np.array(paint[:3]) * 255 * part
    assert np.abs(got - want).max() <= 4.5


def test_at_an_odd_place_nothing_outside_it_changes_in_brightness():
    under = frame()
    got = press(under, stamp(flat(1, 1, 1, 1, 5, 5), 7, 9, W, H))
    changed = np.argwhere(got[:H] != under[:H])
    assert changed.min(axis=0).tolist() == [9, 7] and changed.max(axis=0).tolist() == [13, 11]
    assert (got[9:14, 7:12] == 235).all()


def test_nothing_of_it_leaves_the_frame_as_it_is():
    under = frame()
    kept = under.copy()
    assert (press(under, stamp(flat(1, 0, 0, 1), 10, 10, W, H), 0.0) == kept).all()
    assert (press(under, stamp(flat(1, 0, 0, 1), 90, 90, W, H)) == kept).all()
    press(under, stamp(flat(1, 0, 0, 1), 10, 10, W, H))
    assert (under == kept).all(), "the frame given was painted on"


def test_a_picture_keeps_its_shape_its_colours_and_what_it_leaves_clear():
    picture = np.zeros((40, 80, 4), np.uint8)
    picture[:, :40] = (255, 0, 0, 255)
    picture[:, 40:] = (0, 255, 0, 0)  # green, but wholly clear
    made, larger = logo(png(picture), (40, 40))
    assert made.shape == (20, 40, 4) and larger == 0.5
    assert made[10, 5] == pytest.approx([1, 0, 0, 1]) and made[10, 35] == pytest.approx([0, 0, 0, 0], abs=1e-3)
    assert made[:, :, 1].max() < 1e-3, "a clear pixel's colour bled into the edge"


@pytest.mark.parametrize("mode", ["L", "P", "RGB", "LA", "1", "I;16"])
def test_pictures_of_every_kind_are_read(mode: str):
    out = io.BytesIO()
    Image.new(mode, (8, 4), 1).save(out, "PNG")
    assert logo(out.getvalue(), (16, 16))[0].shape == (8, 16, 4)


def test_drawings_in_lines_are_as_sharp_as_they_are_shown():
    made, larger = logo((SQUARE % "").encode(), (400, 400))
    assert made.shape == (200, 400, 4) and larger == 0
    assert made[100, 198] == pytest.approx([1, 0, 0, 1], abs=0.01)
    assert made[100, 201] == pytest.approx([0, 0, 0, 0], abs=0.01)


@pytest.mark.parametrize(("data", "said"), [
    ((SQUARE % '<image href="/etc/passwd.png"/>').encode(), "names other files"),
    ((SQUARE % "<image xlink:href='a.png'/>").encode(), "names other files"),
    ((SQUARE % "<style>@import 'http://x'</style>").encode(), "names other files"),
    ((SQUARE % "<text>HALO</text>").encode(), "turn them into outlines"),
    (b"<svg><", "cannot be drawn"),
    (b"\x89PNG\r\n\x1a\n rubbish", "no picture"),
    (b"", "no picture"),
])
def test_what_cannot_be_shown_is_refused_in_words(data: bytes, said: str):
    with pytest.raises(MediaError, match=said):
        logo(data, (64, 64))


def test_a_torn_picture_is_refused():
    whole = png(np.random.default_rng(1).integers(0, 255, (60, 60, 4), np.uint8))
    with pytest.raises(MediaError, match="damaged"):
        logo(whole[: len(whole) // 2], (64, 64))


def test_without_its_drawer_svg_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MediaError, match=r"pip install shotscript\[svg\]"):
        logo((SQUARE % "").encode(), (64, 64))
