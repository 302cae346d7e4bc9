"""Words as pictures: what is drawn where, what may be broken, what this Pillow cannot do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typefaces import font

from shotscript.film import letters
from shotscript.film.fonts import Shelf, shelf
from shotscript.film.letters import block, ink, runs, unjoined, width, wrap


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("fonts")
    return shelf([font(folder / "1.ttf", "ABC xé,"), font(folder / "2.ttf", "光来た。אבג", height=600)], system=False)


def bars(picture: np.ndarray) -> list[tuple[int, int]]:
    """Where letters begin and end across."""
    on = np.flatnonzero(np.diff(np.concatenate([[0], picture[:, :, 0].max(axis=0) > 0.5, [0]]).astype(int)))
    return list(zip(on[::2].tolist(), on[1::2].tolist(), strict=True))


def test_letters_stand_where_their_font_says(boxes: Shelf):
    made = block(["AB"], boxes, 100)
    assert (made.width, made.height) == (120, 101)  # two letters of 0.6 em; 0.78 em above the base line, 0.22 below
    pad = made.pad
    assert bars(ink(made)) == [(pad + 5, pad + 55), (pad + 65, pad + 115)]
    rows = np.flatnonzero(ink(made)[:, :, 0].max(axis=1) > 0.5)
    assert (rows[0] - pad, rows[-1] + 1 - pad) == (78 - 70, 78)


@pytest.mark.parametrize(("align", "left"), [("left", 0), ("center", 30), ("right", 60)])
def test_lines_are_aligned(boxes: Shelf, align: str, left: int):
    made = block(["AB", "A"], boxes, 100, align)
    low = ink(made)[made.pad + made.bases[1] - 60 :]
    assert abs(bars(low)[0][0] - made.pad - 5 - left) <= 1


def test_white_covers_dark_covers_the_picture(boxes: Shelf):
    made = ink(block(["A"], boxes, 100))
    white, cover = made[:, :, 0], made[:, :, 3]
    assert made.dtype == np.float32 and (made[:, :, :3] == white[:, :, None]).all()
    assert (white <= cover + 1e-6).all() and cover.max() <= 1
    assert cover[0].max() < 0.1 and cover[:, 0].max() < 0.1, "the shadow is cut off at the edge"
    edge = bars(made)[0][0] - 4
    assert cover[60, edge] > 0.8 and white[60, edge] == 0, "letters have a dark rim"


def test_runs_stand_as_they_are_seen(boxes: Shelf):
    found = runs("A אב, גC", boxes)
    assert [(run.text, run.backwards, Path(run.face.path).stem) for run in found] == [
        ("A ", False, "1"), ("ג", True, "2"), (", ", True, "1"), ("אב", True, "2"), ("C", False, "1"),
    ]
    assert next(run.text for run in runs("אב A", boxes)).strip() == "A"


def test_a_backwards_run_is_set_from_the_right(boxes: Shelf, tmp_path: Path):
    narrow = shelf([font(tmp_path / "h.ttf", "א", height=200), font(tmp_path / "b.ttf", "ב")], system=False)
    made = ink(block(["אב"], narrow, 100))
    middle = made.shape[1] // 2
    high = [int((made[:, half, 0] > 0.5).any(axis=1).sum()) for half in (slice(0, middle), slice(middle, None))]
    assert high == [70, 20], "the first letter stands on the right"


def test_lines_are_broken_evenly_where_they_may(boxes: Shelf):
    assert wrap("AB AB AB AB", boxes, 100, 9999) == ("AB AB AB AB",)
    assert wrap("AB AB AB AB", boxes, 100, 500) == ("AB AB", "AB AB")
    assert wrap("ABCABCABC", boxes, 100, 100) == ("ABCABCABC",)
    assert wrap("光来た光来た。", boxes, 100, 370) == ("光来た光", "来た。")
    assert not any(line.startswith("。") for line in wrap("光来た光来た。", boxes, 100, 60))
    assert wrap("A\u00a0B C", boxes, 100, 200) == ("A\u00a0B", "C")


def test_a_line_is_as_wide_as_its_letters(boxes: Shelf):
    assert width("AB光", boxes, 50) == pytest.approx(90)


def test_the_same_words_are_the_same_pixels(boxes: Shelf):
    one, two = (ink(block(["AB 光", "אב"], boxes, 37)) for _ in range(2))
    assert one.tobytes() == two.tobytes()


def test_without_raqm_letters_that_must_be_joined_are_named(boxes: Shelf, monkeypatch: pytest.MonkeyPatch):
    assert not letters.RAQM or unjoined("مرحبا नमस्ते") == ""
    monkeypatch.setattr(letters, "RAQM", False)
    assert unjoined("HALO שלום مر न") == "مرन"
    assert letters._set(letters.Run("אבג", runs("א", boxes)[0].face, True), boxes) == ("גבא", {})
