"""Joining copies the coded pictures; composing mixes exactly the frames asked for."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from patterns import HEIGHT, RATES, WIDTH, number, picture, psnr

from shotscript.core.errors import FileError, MediaError
from shotscript.film import colour, sound
from shotscript.film.clip import Clip
from shotscript.film.compose import Layer, compose
from shotscript.film.conform import Shape
from shotscript.film.encode import Settings, encode
from shotscript.film.index import index
from shotscript.film.join import Chapter, Run, join
from shotscript.film.read import frames, packets
from shotscript.film.strip import Strip


def clip(folder: Path, shot: int, count: int = 40, fps: Fraction = Fraction(24), keyframes=(10, 20), **more) -> Clip:
    pictures = (picture(shot, i) for i in range(count))
    return encode(folder / f"{shot}.mp4", pictures, WIDTH, HEIGHT, fps, keyframes, **more)


def run(made: Clip, first: int, count: int) -> Run:
    return Run(index(made.path), first, count)


def mixed(layers: list[Layer], count: int) -> list[np.ndarray]:
    return list(compose(layers, count, Shape(WIDTH, HEIGHT, Fraction(24))))


def layer(made: Clip, start: int, count: int, first: int, low: int, high: int, **more) -> Layer:
    """Frames of a clip at the film's own rate."""
    return Layer(Strip(index(made.path), Fraction(24), Fraction(0), low, high), start, count, first, **more)


def quiet(count: int, fps: Fraction):
    return iter([sound.pcm(sound.room(True, 0, round(count / fps * sound.RATE)))])


def film(folder: Path, fps: Fraction) -> tuple[Clip, list[Run]]:
    one, two = clip(folder, 1, fps=fps), clip(folder, 2, fps=fps)
    runs = [run(one, 10, 23), run(two, 0, 11), run(one, 20, 1), run(two, 20, 20)]
    chapters = [Chapter(0, "Kitchen"), Chapter(34, "Straße")]
    return join(folder / "film.mp4", runs, quiet(55, fps), chapters), runs


def coded(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@pytest.mark.parametrize("fps", RATES)
def test_runs_are_copied_to_the_byte_and_stand_at_their_frames(tmp_path: Path, fps: Fraction):
    made, runs = film(tmp_path, fps)
    assert coded(made.path) == [bytes(p) for one in runs for p in packets(one.source, one.first, one.frames)]
    shown = [number(planes) for planes in frames(made)]
    assert shown == [*((1, i) for i in range(10, 33)), *((2, i) for i in range(11)), (1, 20),
                     *((2, i) for i in range(20, 40))]
    with av.open(str(made.path)) as container:
        times = [packet.pts * packet.time_base for packet in container.demux(video=0) if packet.size]
    assert times == [i / fps for i in range(55)]
    assert (made.frames, made.fps, made.sound) == (55, fps, True)


@pytest.mark.parametrize("fps", RATES)
def test_sound_is_one_track_as_long_as_the_pictures(tmp_path: Path, fps: Fraction):
    made, _ = film(tmp_path, fps)
    with av.open(str(made.path)) as container:
        audio = container.streams.audio[0]
        assert (audio.codec_context.name, audio.codec_context.sample_rate) == ("aac", sound.RATE)
        lasts = audio.duration * audio.time_base
        heard = sum(frame.samples for frame in container.decode(audio))
    assert abs(lasts - made.seconds) < 1 / fps
    assert abs(Fraction(heard, sound.RATE) - made.seconds) < 1 / fps + Fraction(1024, sound.RATE)


def test_the_index_stands_before_the_pictures_and_names_the_scenes(tmp_path: Path):
    made, _ = film(tmp_path, Fraction(24))
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(made.path)) as container:
        told = [(c["start"] * c["time_base"], c["metadata"]["title"]) for c in container.chapters()]
    assert [title for _, title in told] == ["Kitchen", "Straße"]
    assert abs(told[1][0] - Fraction(34, 24)) < Fraction(1, 1000)


def test_the_same_film_twice_has_the_same_bytes(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        film(folder, Fraction(24))
    assert (one / "film.mp4").read_bytes() == (two / "film.mp4").read_bytes()


def test_progress_counts_every_frame(tmp_path: Path):
    one, told = clip(tmp_path, 1), []
    join(tmp_path / "film.mp4", [run(one, 0, 40)], quiet(40, Fraction(24)), report=told.append)
    assert sum(told) == 40


@pytest.mark.parametrize(
    ("change", "words"),
    [({"fps": Fraction(30)}, "rate"), ({"settings": Settings(preset="veryfast")}, "codec|encoder settings")],
)
def test_unlike_clips_are_refused(tmp_path: Path, change: dict, words: str):
    one, two = clip(tmp_path, 1), clip(tmp_path, 2, **change)
    with pytest.raises(MediaError, match=f"cannot join .*({words})"):
        join(tmp_path / "film.mp4", [run(one, 0, 40), run(two, 0, 40)], [])
    assert not (tmp_path / "film.mp4").exists()


def test_clips_of_another_size_are_refused(tmp_path: Path):
    small = encode(tmp_path / "s.mp4", (np.full((48, 64), 99, np.uint8) for _ in range(4)), 64, 32, Fraction(24))
    with pytest.raises(MediaError, match="size 160x88 and 64x32"):
        join(tmp_path / "film.mp4", [run(clip(tmp_path, 1), 0, 40), run(small, 0, 4)], [])


def test_copying_from_within_a_group_is_our_mistake(tmp_path: Path):
    with pytest.raises(AssertionError, match="cannot be copied from 11"):
        join(tmp_path / "film.mp4", [run(clip(tmp_path, 1), 11, 5)], [])
    assert [path.name for path in tmp_path.iterdir()] == ["1.mp4"]


def test_a_folder_in_the_place_of_the_film_is_said(tmp_path: Path):
    (tmp_path / "film.mp4").mkdir()
    with pytest.raises(FileError, match=r"cannot write .*film\.mp4"):
        join(tmp_path / "film.mp4", [run(clip(tmp_path, 1), 0, 40)], quiet(40, Fraction(24)))


def mean(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    """The mix of two pictures, reckoned on their YUV codes: RGB is linear in them."""
    return a * (1 - share) + b * share


def test_a_dissolve_shows_each_mix_of_its_two_sides(tmp_path: Path):
    one, two = clip(tmp_path, 1), clip(tmp_path, 2)
    shown = mixed([layer(one, 0, 12, 5, 0, 40), layer(two, 0, 12, 8, 0, 40, dissolve=12)], 12)
    olds, news = list(frames(one, 5, 17)), list(frames(two, 8, 20))
    assert psnr(shown[0], olds[0]) > 45
    for k in range(12):
        assert psnr(shown[k], mean(olds[k], news[k], k / 12)) > 40
    assert psnr(shown[6], (olds[6].astype(float) + news[6]) / 2) > 40


def test_a_wipe_uncovers_from_the_left(tmp_path: Path):
    one, two = clip(tmp_path, 1), clip(tmp_path, 2)
    shown = colour.rgb(mixed([layer(one, 0, 10, 0, 0, 40), layer(two, 0, 10, 0, 0, 40, wipe=10)], 10)[5])
    old, new = (colour.rgb(next(frames(c, 5, 6))) for c in (one, two))
    assert np.abs(shown[:, :78].astype(int) - new[:, :78]).max() <= 3
    assert np.abs(shown[:, 82:].astype(int) - old[:, 82:]).max() <= 3


def test_fades_begin_and_end_in_black(tmp_path: Path):
    one = clip(tmp_path, 1)
    shown = mixed([layer(one, 0, 20, 0, 0, 40, fade_in=8, fade_out=6)], 20)
    for black in (shown[0], shown[-1]):
        assert np.abs(black[:HEIGHT].astype(int) - 16).max() <= 1
        assert np.abs(black[HEIGHT:].astype(int) - 128).max() <= 1
    levels = [colour.rgb(planes).mean() / colour.rgb(picture(1, k)).mean() for k, planes in enumerate(shown)]
    assert levels[:8] == pytest.approx([k / 8 for k in range(8)], abs=0.01)
    assert levels[8:14] == pytest.approx([1] * 6, abs=0.01)
    assert levels[14:] == pytest.approx([5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6, 0], abs=0.01)


def test_a_single_frame_can_fade(tmp_path: Path):
    shown = mixed([layer(clip(tmp_path, 1), 0, 1, 3, 0, 40, fade_out=1)], 1)
    assert len(shown) == 1 and shown[0][:HEIGHT].max() <= 17


def test_frames_beyond_the_clip_are_held(tmp_path: Path):
    one = clip(tmp_path, 1)
    shown = [number(p) for p in mixed([layer(one, 0, 6, 17, 10, 20)], 6)]
    assert shown == [(1, 17), (1, 18), (1, 19), (1, 19), (1, 19), (1, 19)]
    assert [number(p) for p in mixed([layer(one, 0, 4, 8, 10, 20)], 4)] == [(1, 10), (1, 10), (1, 10), (1, 11)]
