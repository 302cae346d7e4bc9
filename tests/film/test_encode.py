"""Clips are exact, repeatable, cut where asked, and written whole or not at all."""

from __future__ import annotations

import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patterns import HEIGHT, RATES, WIDTH, number, picture, psnr

from shotscript.core.errors import FileError, MediaError
from shotscript.film import colour
from shotscript.film.encode import PASS, PREVIZ, Settings, Style, encode
from shotscript.film.index import index
from shotscript.film.probe import probe
from shotscript.film.read import Reader, frames


def make(path: Path, count: int = 30, fps: Fraction = Fraction(24), keyframes=(), shot: int = 1):
    return encode(path, (picture(shot, i) for i in range(count)), WIDTH, HEIGHT, fps, keyframes)


def soil(chance: random.Random) -> None:
    """Leaves memory that was written to and given back, for whoever reads what they have not written."""
    sizes, marks = (64, 256, 1024, 4096, 16384, 60000, 120000), (0, 0xFF, 0x55, 0x7F)
    left = [bytearray([chance.choice(marks)]) * chance.choice(sizes) for _ in range(2000)]
    chance.shuffle(left)
    while left:
        left.pop()


@pytest.mark.parametrize("settings", [PREVIZ, PASS, Style("veryfast", 8)], ids=["previz", "pass", "film"])
@pytest.mark.parametrize(("width", "height"), [(192, 108), (854, 480)])
def test_what_lies_in_memory_changes_no_byte(tmp_path: Path, width: int, height: int, settings: Settings):
    grain = np.random.default_rng(4).integers(0, 28, (height * 3 // 2, width), np.uint8)
    slope = np.add.outer(np.arange(height * 3 // 2) * 2, np.arange(width)).astype(np.uint8)
    pictures = [np.roll(slope, 3 * i, 1) // 2 + grain for i in range(20)]
    made, chance = set[bytes](), random.Random(2)
    for turn in range(6):
        soil(chance)
        clip = encode(tmp_path / f"{turn}.mp4", pictures, width, height, Fraction(24), (), settings)
        made.add(clip.path.read_bytes())
    assert len(made) == 1


@pytest.mark.parametrize("fps", RATES)
def test_every_frame_comes_back_once_at_its_time(tmp_path: Path, fps: Fraction):
    clip = make(tmp_path / "a.mp4", 50, fps)
    assert (clip.frames, clip.fps, clip.seconds) == (50, fps, 50 / fps)
    assert (clip.width, clip.height, clip.codec, clip.pixel, clip.sound) == (WIDTH, HEIGHT, "h264", "yuv420p", False)
    with av.open(str(clip.path)) as container:
        times = [packet.pts * packet.time_base for packet in container.demux(video=0) if packet.size]
    assert times == [i / fps for i in range(50)]
    seen = list(frames(clip))
    assert [number(planes) for planes in seen] == [(1, i) for i in range(50)]
    assert min(psnr(planes, picture(1, i)) for i, planes in enumerate(seen)) > 35


def test_the_file_says_which_colours_it_holds(tmp_path: Path):
    with av.open(str(make(tmp_path / "a.mp4").path)) as container:
        context = container.streams.video[0].codec_context
        tags = (context.color_range, context.colorspace, context.color_primaries, context.color_trc)
        assert tags == (1, 1, 1, 1)
        assert context.has_b_frames is False


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.sets(st.integers(0, 119), max_size=6))
def test_keyframes_stand_exactly_where_asked_and_else_every_two_seconds(tmp_path: Path, asked: set[int]):
    clip = make(tmp_path / "a.mp4", 120, Fraction(24), asked)
    wanted, last = [], -48
    for i in range(120):
        if i in asked or i - last == 48:
            wanted.append(i)
            last = i
    assert clip.keyframes == tuple(wanted)


def test_a_keyframe_forced_is_decodable_alone(tmp_path: Path):
    clip = make(tmp_path / "a.mp4", 40, keyframes=(17,))
    with av.open(str(clip.path)) as container:
        packets = [p for p in container.demux(video=0) if p.size][17:20]
        decoder = av.CodecContext.create("h264", "r")
        decoder.extradata = container.streams.video[0].codec_context.extradata
        pictures = [f for p in [*packets, None] for f in decoder.decode(p)]
    assert [number(f.to_ndarray()) for f in pictures] == [(1, 17), (1, 18), (1, 19)]


def test_same_frames_same_bytes(tmp_path: Path):
    one, two = (make(tmp_path / name, keyframes=(7,)).path.read_bytes() for name in ("one.mp4", "two.mp4"))
    assert one == two


def test_settings_change_the_file(tmp_path: Path):
    plain = make(tmp_path / "a.mp4")
    small = encode(tmp_path / "b.mp4", (picture(1, i) for i in range(30)), WIDTH, HEIGHT, Fraction(24),
                   settings=Settings(preset="veryfast"))
    assert small.extradata != plain.extradata


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ZeroDivisionError])
def test_a_film_broken_off_leaves_what_was_there(tmp_path: Path, trouble: type[BaseException]):
    def broken():
        yield picture(1, 0)
        raise trouble

    target = tmp_path / "a.mp4"
    target.write_bytes(b"the good one")
    with pytest.raises(trouble):
        encode(target, broken(), WIDTH, HEIGHT, Fraction(24))
    assert target.read_bytes() == b"the good one"
    assert list(tmp_path.iterdir()) == [target]


FULL = """
import resource, sys
from fractions import Fraction
from pathlib import Path
import numpy as np
from shotscript.core.errors import FileError
from shotscript.film.encode import encode
noise = np.random.default_rng(1)
frames = (noise.integers(16, 235, (132, 160), dtype=np.uint8) for _ in range(24))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    encode(Path(sys.argv[1]), frames, 160, 88, Fraction(24))
except FileError as trouble:
    print(trouble)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no RLIMIT_FSIZE on Windows")
@pytest.mark.parametrize("limit", [0, 100, 40_000, 250_000])
def test_a_full_disk_is_said_and_leaves_no_half_file(tmp_path: Path, limit: int):
    target = tmp_path / "a.mp4"
    done = subprocess.run([sys.executable, "-c", FULL, target, str(limit)], capture_output=True, text=True, check=True)
    assert done.stdout == f"cannot write {target}: File too large\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(FileError, match=r"cannot write .*No such file"):
        make(tmp_path / "no" / "a.mp4")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.mp4", b"", "no video or sound file"), ("a.mp4", b"no film at all " * 99, "no video or sound file"),
     ("gone.mp4", None, "No such file")],
)
def test_what_is_no_film_is_said_in_words(tmp_path: Path, name: str, content: bytes | None, words: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(MediaError, match=f"cannot read .*{words}"):
        probe(tmp_path / name)


def test_a_folder_and_a_half_file_are_no_film(tmp_path: Path):
    with pytest.raises(MediaError):
        probe(tmp_path)
    whole = make(tmp_path / "a.mp4").path.read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaError):
        probe(tmp_path / "half.mp4")


def test_sound_alone_has_no_pictures(tmp_path: Path):
    with av.open(str(tmp_path / "a.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=480)
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError, match="no pictures"):
        probe(tmp_path / "a.wav")


def test_frames_are_read_in_any_order(tmp_path: Path):
    clip = make(tmp_path / "a.mp4", 100, Fraction(24000, 1001), (33,))
    with Reader(index(clip.path)) as reader:
        for wanted in (5, 5, 6, 90, 40, 0, 99, 33, 32):
            assert number(reader.frame(wanted)) == (1, wanted)


def test_colours_survive_the_way_to_rgb_and_back():
    rows, columns = np.mgrid[0:64, 0:96]
    ramp = colour.planes(np.stack([rows * 3, columns * 2, 200 - rows - columns], axis=2).astype(np.uint8))
    assert psnr(colour.planes(colour.rgb(ramp)), ramp) > 48
    flat = picture(2, 345)
    assert abs(colour.planes(colour.rgb(flat)).astype(int) - flat).max() <= 1


def test_black_white_and_primaries_have_their_bt709_codes():
    codes = {(0, 0, 0): (16, 128, 128), (255, 255, 255): (235, 128, 128), (255, 0, 0): (63, 102, 240),
             (0, 255, 0): (173, 42, 26), (0, 0, 255): (32, 240, 118)}
    for rgb, yuv in codes.items():
        planes = colour.planes(np.full((2, 2, 3), rgb, "uint8"))
        assert tuple(planes.reshape(-1)[[0, 4, 5]]) == yuv
