"""Files made ready to be sent: to the frame, to the pixel, in what services take, once, whole or not at all."""

from __future__ import annotations

import wave
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path

import av
import numpy as np
import pytest
from numbered import heard, numbers, ticks, told, uneven, write
from PIL import Image

from shotscript.core.errors import MediaError
from shotscript.film.encode import encode
from shotscript.film.fitted import Fit, fitted, outcome, wish
from shotscript.film.media import media
from shotscript.film.sound import RATE

NTSC, FILM = Fraction(30000, 1001), Fraction(24000, 1001)


@pytest.mark.parametrize(("fps", "start", "seconds"), [
    (Fraction(24), "1", "2"), (Fraction(25), "0.4", "3"), (Fraction(30), "0", "2.5"), (Fraction(60), "1.25", "1"),
    (Fraction(25), "1/24", "61/24"), (Fraction(24), "2.52", "1"), (NTSC, "1", "3"), (FILM, "0.5", "2"),
    (Fraction(24), "3", "9"),
])
def test_a_film_is_cut_to_the_frame(tmp_path: Path, fps: Fraction, start: str, seconds: str):
    frames = 125
    source = write(tmp_path / "plate.mp4", frames, fps)
    fit = Fit(Fraction(start), Fraction(seconds))
    made = fitted(source, fit, tmp_path / "needs")
    facts = media(made)
    wanted = min(Fraction(seconds), frames / fps - fit.start)
    assert facts.seconds is not None and facts.fps is not None
    assert facts.seconds <= Fraction(seconds) + Fraction(1, 10**6), "never billed for more than was asked for"
    assert wanted - facts.seconds < 1 / fps, "and for no less"
    shows = numbers(made)
    assert len(shows) == floor(wanted * facts.fps + Fraction(1, 50))
    # Each picture is the one shown at its own time, or, half a picture apart, the later one.
    due = [floor((fit.start + n / facts.fps) * fps + Fraction(1, 2)) for n in range(len(shows))]
    assert shows == [min(one, frames - 1) for one in due]


@pytest.mark.parametrize("rate", [NTSC, FILM, Fraction(60000, 1001)])
def test_whole_seconds_of_ntsc_are_whole_seconds(tmp_path: Path, rate: Fraction):
    """179 frames of 29.97 are too short for a service that takes 6 seconds at least, 180 are billed as 7."""
    made = fitted(write(tmp_path / "plate.mp4", 420, rate), Fit(seconds=Fraction(6)), tmp_path)
    assert media(made).seconds == 6


def test_before_its_beginning_the_first_picture_is_held(tmp_path: Path):
    source = write(tmp_path / "plate.mp4", 48, Fraction(24), ticking=True)
    made = fitted(source, Fit(Fraction(-1, 4), Fraction(1)), tmp_path)
    assert numbers(made) == [0] * 6 + list(range(18))
    sound, start = heard(made)
    assert np.flatnonzero(np.abs(sound) > 0.1)[0] / RATE + start == pytest.approx(0.25, abs=0.002)


def test_the_sound_is_kept_and_cut_with_the_pictures(tmp_path: Path):
    source = write(tmp_path / "dance.mp4", 120, Fraction(24), ticking=True)
    made = fitted(source, Fit(Fraction(7, 4), Fraction(5, 2)), tmp_path)
    sound, start = heard(made)
    loud = np.flatnonzero(np.abs(sound) > 0.15) / RATE + float(start)
    first = [float(loud[0])] + [float(b) for a, b in pairwise(loud) if b - a > 0.5]
    assert first == pytest.approx([0.25, 1.25, 2.25], abs=0.002)
    assert start + Fraction(len(sound), RATE) == pytest.approx(2.5, abs=0.022)
    with av.open(str(made)) as film:
        assert film.duration is not None and film.duration <= 2_500_000


def test_what_is_sent_is_what_services_take(tmp_path: Path):
    source = tmp_path / "plate.mov"
    with av.open(str(source), "w") as out:
        stream = out.add_stream("prores_ks", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv422p10le"
        for _ in range(50):
            out.mux(stream.encode(av.VideoFrame(320, 180, "yuv422p10le")))
        out.mux(stream.encode(None))
    made = fitted(source, Fit(seconds=Fraction(3)), tmp_path)
    with av.open(str(made)) as film:
        context = film.streams.video[0].codec_context
        assert (context.name, context.pix_fmt, media(made).format) == ("h264", "yuv420p", "mp4")
    head = made.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat"), "it can be read while it comes"


@pytest.mark.parametrize(("fit", "sides"), [
    (Fit(shape=Fraction(16, 9)), (320, 180)), (Fit(shape=Fraction(1)), (240, 240)),
    (Fit(shape=Fraction(9, 16)), (136, 240)), (Fit(size=(200, 120)), (200, 120)),
])
def test_a_film_is_cut_about_its_middle(tmp_path: Path, fit: Fit, sides: tuple[int, int]):
    """Columns and rows darken outwards: the middle stays in the middle, and nothing is squeezed."""
    made = fitted(_cross(tmp_path / "plate.mp4"), fit, tmp_path)
    with av.open(str(made)) as film:
        picture = next(film.decode(video=0)).to_ndarray(format="gray")
    assert picture.shape == sides[::-1]
    row, column = (np.flatnonzero(picture.mean(axis) > picture.mean() + 20) for axis in (1, 0))
    assert row.mean() == pytest.approx((sides[1] - 1) / 2, abs=1)
    assert column.mean() == pytest.approx((sides[0] - 1) / 2, abs=1)
    assert len(row) == pytest.approx(len(column), abs=2), "as wide as high, as it was"


def _cross(path: Path) -> Path:
    planes = np.full((240 * 3 // 2, 320), 128, np.uint8)
    planes[:240] = 40
    planes[100:140, :] = 200
    planes[:240, 140:180] = 200
    encode(path, [planes] * 6, 320, 240, Fraction(24), (0,))
    return path


# ------------------------------------------------------------------------------------------------- pictures


def _places(width: int, height: int) -> np.ndarray:
    """A picture whose pixels tell where they stood."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x % 256, y % 256, x // 256 * 16 + y // 256], -1).astype(np.uint8)


def _seen(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


@pytest.mark.parametrize(("size", "shape", "box"), [
    ((1000, 600), "16:9", (0, 19, 1000, 581)), ((1000, 400), "16:9", (144, 0, 855, 400)),
    ((600, 1000), "1:1", (0, 200, 600, 800)), ((901, 901), "9:16", (197, 0, 704, 901)),
])
def test_a_picture_is_cut_to_a_shape_pixel_by_pixel(tmp_path: Path, size: tuple[int, int], shape: str, box):
    whole = _places(*size)
    Image.fromarray(whole).save(tmp_path / "a.png")
    made = fitted(tmp_path / "a.png", wish({"shape": shape}, Fraction(24)), tmp_path)
    left, top, right, bottom = box
    assert np.array_equal(_seen(made), whole[top:bottom, left:right])


def test_a_picture_gets_the_pixels_asked_for(tmp_path: Path):
    """Twice as large and too high: scaled down, top and bottom cut off alike."""
    y, x = np.mgrid[:2000, :2560]
    Image.fromarray(np.stack([x // 10, y // 8, y * 0], -1).astype(np.uint8)).save(tmp_path / "a.png")
    made = _seen(fitted(tmp_path / "a.png", wish({"size": "1280x720"}, Fraction(24)), tmp_path))
    assert made.shape == (720, 1280, 3)
    assert np.abs(made[:, :, 0].mean(0) - np.arange(1280) * 2 / 10).max() < 1.5
    assert np.abs(made[:, :, 1].mean(1) - (280 + np.arange(720) * 2) / 8).max() < 1.5


def test_pictures_are_seen_as_they_are_meant(tmp_path: Path):
    turned = Image.fromarray(_places(300, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", quality=95, exif=exif)
    made = fitted(tmp_path / "turned.jpg", Fit(size=(100, 150)), tmp_path)
    upright = np.rot90(_places(300, 200), -1).astype(float)
    shown = _seen(made).astype(float)
    assert media(made).format == "jpg" and shown.shape == (150, 100, 3)
    assert np.abs(shown[20:80:30, 20:80:30, 1] - upright[41:161:60, 41:161:60, 1]).max() < 8
    with Image.open(made) as image:
        assert 0x0112 not in image.getexif(), "nobody turns it twice"

    Image.fromarray(np.full((64, 64), 0x8080, np.uint16)).save(tmp_path / "deep.png")
    deep = _seen(fitted(tmp_path / "deep.png", Fit(size=(32, 32)), tmp_path))
    assert deep.shape == (32, 32, 3) and set(deep.ravel()) == {128}

    Image.new("RGBA", (64, 64), (200, 100, 50, 128)).save(tmp_path / "clear.png")
    clear = _seen(fitted(tmp_path / "clear.png", Fit(size=(32, 32)), tmp_path))
    assert np.abs(clear[0, 0].astype(int) - (100, 50, 25)).max() <= 1


def test_a_picture_of_a_film(tmp_path: Path):
    source = write(tmp_path / "plate.mp4", 96, Fraction(25))
    for start, number in (("0", 0), ("3s", 75), ("36f", 38)):
        recipe = {"from": start} if start != "0" else {}
        made = fitted(source, wish(recipe, Fraction(24), "still"), tmp_path)
        assert media(made).format == "png" and told(_seen(made)) == number
    wide = fitted(source, wish({"size": "640x480", "from": "1s"}, Fraction(24), "still"), tmp_path)
    assert _seen(wide).shape == (480, 640, 3)


def test_a_recording_from_where_it_is_wanted(tmp_path: Path):
    source = tmp_path / "line.wav"
    with wave.open(str(source), "wb") as out:
        out.setparams((2, 2, RATE, 0, "NONE", ""))
        out.writeframes(ticks(4 * RATE).tobytes())
    made = fitted(source, wish({"from": "1.5s"}, Fraction(24), "sound"), tmp_path)
    sound, _ = heard(made)
    assert media(made).format == "wav" and media(made).seconds == Fraction(5, 2)
    assert np.flatnonzero(np.abs(sound[1000:]) > 3000)[0] + 1000 == pytest.approx(RATE // 2, abs=1)
    short = fitted(source, Fit(Fraction(1), Fraction(1)), tmp_path)
    assert media(short).seconds == 1


# ------------------------------------------------------------------------------------------- made once, whole


def test_what_is_as_wished_is_sent_as_it_is(tmp_path: Path):
    film, folder = write(tmp_path / "plate.mp4", 48, Fraction(24), ticking=True), tmp_path / "needs"
    Image.fromarray(_places(1280, 720)).save(tmp_path / "a.png")
    for source, fit in (
        (film, Fit()), (film, Fit(seconds=Fraction(3))), (film, Fit(shape=Fraction(16, 9))),
        (film, Fit(seconds=Fraction(2), size=(320, 180))),
        (tmp_path / "a.png", Fit()), (tmp_path / "a.png", Fit(only="still")),
        (tmp_path / "a.png", Fit(size=(1280, 720))), (tmp_path / "a.png", Fit(shape=Fraction(16, 9))),
    ):
        assert fitted(source, fit, folder) == source
    assert not folder.exists()


def test_the_same_wish_is_made_once_and_always_alike(tmp_path: Path):
    film = write(tmp_path / "plate.mp4", 96, Fraction(24), ticking=True)
    Image.fromarray(_places(400, 300)).save(tmp_path / "a.jpg")
    for source, fit in ((film, Fit(Fraction(1), Fraction(2))), (tmp_path / "a.jpg", Fit(size=(320, 180)))):
        one, other = (fitted(source, fit, tmp_path / name) for name in ("one", "other"))
        assert one.name == other.name and one.read_bytes() == other.read_bytes()
        one.write_bytes(b"untouched")
        assert fitted(source, fit, tmp_path / "one").read_bytes() == b"untouched"
        copy = source.with_name(f"copy{source.suffix}")
        copy.write_bytes(source.read_bytes())
        assert fitted(copy, fit, tmp_path / "one") == one, "named by what is in it"
        names = {fitted(source, more, tmp_path / "other").name
                 for more in (fit, Fit(Fraction(1), Fraction(1), (160, 90)), Fit(size=(200, 200)))}
        assert len(names) == 3, "another wish is another file"
    write(film, 95, Fraction(24), ticking=True)
    assert fitted(film, Fit(Fraction(1), Fraction(2)), tmp_path / "one").name not in {
        path.name for path in (tmp_path / "other").iterdir()}, "another film under an old name"


def test_what_breaks_off_leaves_nothing_behind(tmp_path: Path):
    film = write(tmp_path / "plate.mp4", 240, Fraction(24), 640, 360, ticking=True)
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    with pytest.raises(MediaError):
        fitted(film, Fit(Fraction(1), Fraction(8)), tmp_path / "needs")
    assert list((tmp_path / "needs").iterdir()) == []


@pytest.mark.parametrize("recipe", [{"from": "3s"}, {"seconds": "1", "from": "2s", "skip_frames": "12"}])
def test_where_nothing_is_left_it_is_said(tmp_path: Path, recipe: dict[str, str]):
    film = write(tmp_path / "plate.mp4", 48, Fraction(24))
    with pytest.raises(MediaError, match=r"cannot use plate.mp4: it lasts 2 s, and is to be used from (3|2.5) s on"):
        fitted(film, wish(recipe, Fraction(24)), tmp_path)


def test_a_recipe_that_nobody_knows_is_a_fault_of_ours():
    assert wish({"from": "12 f", "skip_frames": "-6", "seconds": "13/2"}, Fraction(24)) == Fit(
        Fraction(1, 4), Fraction(13, 2))
    with pytest.raises(AssertionError):
        wish({"sepia": "much"}, Fraction(24))


@pytest.mark.parametrize("fit", [
    Fit(), Fit(Fraction(1), Fraction(2)), Fit(seconds=Fraction(9)), Fit(shape=Fraction(1)), Fit(size=(640, 480)),
    Fit(Fraction(1), only="still"), Fit(only="still"), Fit(Fraction(1), only="sound"),
])
def test_what_will_be_is_known_before(tmp_path: Path, fit: Fit):
    film = write(tmp_path / "plate.mp4", 96, Fraction(24), ticking=True)
    Image.fromarray(_places(400, 300)).save(tmp_path / "a.png")
    for source in (film, tmp_path / "a.png"):
        if fit.only == "sound" and source != film:
            continue
        before, after = outcome(media(source), fit), media(fitted(source, fit, tmp_path))
        assert (before.format, before.width, before.height, before.fps) == (
            after.format, after.width, after.height, after.fps)
        assert before.seconds == pytest.approx(after.seconds, abs=0.03)


def test_a_film_at_an_uneven_pace(tmp_path: Path):
    times = [0, 40, 100, 140, 260, 280, 400, 520, 560, 700, 740, 880, 960]
    made = fitted(uneven(tmp_path / "plate.mp4", times), Fit(Fraction(1, 10), Fraction(1, 2)), tmp_path)
    facts = media(made)
    assert facts.fps is not None and facts.fps.denominator == 1
    for n, number in enumerate(numbers(made)):
        due = 100 + n * 1000 / facts.fps
        assert abs(times[number] - due) == min(abs(time - due) for time in times)
