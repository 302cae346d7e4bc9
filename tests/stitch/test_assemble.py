"""The film on disk: every frame is the right one, cuts are copies, windows are mixes, sound and captions lie beside."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from reels import Film, Take, film, picture, shoot, shown, speech, transition

from shotscript.core.errors import FileError, MediaError
from shotscript.film import colour
from shotscript.film.probe import probe
from shotscript.film.read import frames
from shotscript.film.voice import installed
from shotscript.stitch.assemble import Reel, assemble, sequence

RATES = [Fraction(24000, 1001), Fraction(24), Fraction(30)]
TAKES = [
    Take(30, transition("fade in", 10)),
    Take(25, beats=(speech("You kept the coat.", who="MAYA"),)),
    Take(40, transition("dissolve", 12), scene=1),
    Take(20, scene=1),
    Take(33, transition("wipe", 9), transition("fade out", 8), scene=1),
]


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = float(np.mean((a.astype(float) - b.astype(float)) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


def stitched(made: Film, out: Path, **more) -> Reel:
    return assemble(sequence(made.timeline, made.segments, made.clips), made.story, out, **more)


@pytest.fixture(scope="module", params=RATES, ids=str)
def reel(request, tmp_path_factory) -> tuple[Film, Reel]:
    folder = tmp_path_factory.mktemp("reel")
    made = shoot(film(TAKES, request.param), folder)
    return made, stitched(made, folder / "out" / "reel.mp4", voices=False)


def owner(made: Film, frame: int) -> tuple[int, int]:
    slot = next(s for s in made.timeline.slots if s.start <= frame < s.start + s.frames)
    return int(slot.label[1:]), frame - slot.start


def test_the_film_has_exactly_its_frames(reel: tuple[Film, Reel]):
    made, out = reel
    assert probe(out.path).frames == out.clip.frames == made.timeline.frames == 148
    assert out.clip.fps == made.timeline.fps
    assert not [note for note in out.notes if "shot" in note]


def test_every_plain_frame_is_its_shots_own(reel: tuple[Film, Reel]):
    made, out = reel
    windows = {*range(0, 10), *range(49, 61), *range(111, 120), *range(140, 148)}
    for number, planes in enumerate(frames(out.clip)):
        if number not in windows:
            assert shown(planes) == owner(made, number)
            assert psnr(planes, picture(*owner(made, number))) > 30


def test_either_side_of_every_cut_and_window_fits(reel: tuple[Film, Reel]):
    made, out = reel
    seen = list(frames(out.clip))
    for edge in (29, 30, 48, 49, 61, 94, 95, 110, 111, 120, 139):
        # The first frame of a dissolve or wipe is still all of the shot before.
        assert psnr(seen[edge], picture(*owner(made, edge))) > 30, edge


def test_a_dissolve_mixes_the_handles(reel: tuple[Film, Reel]):
    _, out = reel
    for number, planes in enumerate(frames(out.clip, 49, 61)):
        old, new = picture(1, 19 + number).astype(float), picture(2, number - 6).astype(float)
        assert psnr(planes, old * (1 - number / 12) + new * (number / 12)) > 30
    middle = next(frames(out.clip, 55, 56))
    assert psnr(middle, (picture(1, 25).astype(float) + picture(2, 0)) / 2) > 30


def test_a_wipe_shows_both_sides_at_their_own_frames(reel: tuple[Film, Reel]):
    _, out = reel
    for number, planes in enumerate(frames(out.clip, 111, 120)):
        edge = 160 * number // 9
        luma, old, new = planes[:88], picture(3, 16 + number)[:88], picture(4, number - 4)[:88]
        assert edge < 8 or psnr(luma[:, : edge - 4], new[:, : edge - 4]) > 30
        assert psnr(luma[:, edge + 4 :], old[:, edge + 4 :]) > 30


def test_fades_begin_and_end_in_black(reel: tuple[Film, Reel]):
    _, out = reel
    seen = list(frames(out.clip))
    for black in (seen[0], seen[-1]):
        assert colour.rgb(black).max() <= 3
    half = colour.rgb(seen[5]).mean() / colour.rgb(picture(0, 5)).mean()
    assert half == pytest.approx(0.5, abs=0.02)


def test_cuts_are_copies_and_windows_begin_with_keyframes(reel: tuple[Film, Reel]):
    made, out = reel
    coded = {path: _coded(path) for path in (*made.clips.values(), out.path)}
    film_ = coded[out.path]
    own = {b for path, packets in coded.items() if path != out.path for b in packets}
    copied = [number for number, packet in enumerate(film_) if packet in own]
    assert set(copied) >= {*range(10, 49), *range(61, 111), *range(120, 140)}
    first = made.segments[1].cuts[0].lead  # S2 begins after its lead in the second clip
    assert film_[61:95] == coded[made.clips[1]][first + 6 : first + 40]
    assert {0, 10, 30, 49, 61, 95, 111, 120, 140} <= set(out.clip.keyframes)


def _coded(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_sound_lasts_as_long_as_the_pictures(reel: tuple[Film, Reel]):
    made, out = reel
    with av.open(str(out.path)) as container:
        assert [s.codec_context.name for s in container.streams if s.type in ("video", "audio")] == ["h264", "aac"]
        audio = container.streams.audio[0]
        assert abs(audio.duration * audio.time_base - made.timeline.frames / made.timeline.fps) < 1 / made.timeline.fps
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == ["INT. PLACE 0", "EXT. PLACE 1"]


def test_captions_lie_beside(reel: tuple[Film, Reel]):
    made, out = reel
    assert out.captions == out.path.with_suffix(".srt")
    text = out.captions.read_text(encoding="utf-8")
    assert text.endswith("You kept the coat.\n")
    if made.timeline.fps == 24:
        assert text.startswith("1\n00:00:01,250 --> 00:00:02,250\n")


def test_nothing_else_is_left_beside_it(reel: tuple[Film, Reel]):
    _, out = reel
    assert sorted(path.name for path in out.path.parent.iterdir()) == ["reel.mp4", "reel.srt", "reel.vtt"]


def test_the_same_clips_make_the_same_bytes(tmp_path: Path):
    made = shoot(film(TAKES), tmp_path)
    one, two = (stitched(made, tmp_path / name / "reel.mp4") for name in "ab")
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.captions.read_bytes() == two.captions.read_bytes()


def test_progress_ends_at_the_film_s_length(tmp_path: Path):
    made, told = shoot(film(TAKES), tmp_path), []
    stitched(made, tmp_path / "reel.mp4", voices=False, report=told.append)
    assert sum(told) == 148


def test_a_clip_without_the_keyframe_is_encoded_anew_up_to_the_next(tmp_path: Path):
    """Services do not ask where our cuts are: what stands before the next keyframe is made again, the rest copied."""
    made = shoot(film([Take(60), Take(60)]), tmp_path, keyframes=False)
    out = stitched(made, tmp_path / "reel.mp4", voices=False)
    assert [shown(planes) for planes in frames(out.clip)] == [owner(made, i) for i in range(120)]
    assert out.clip.keyframes == (0, 48, 60, 96)


def test_windows_that_overlap_are_one(tmp_path: Path):
    takes = [Take(30), Take(6, transition("dissolve", 10)), Take(30, transition("dissolve", 10))]
    made = shoot(film(takes), tmp_path)
    out = stitched(made, tmp_path / "reel.mp4", voices=False)
    seen = list(frames(out.clip))
    assert len(seen) == 66
    assert [shown(seen[i]) for i in (24, 25, 41, 65)] == [(0, 24), (0, 25), (2, 5), (2, 29)]
    under = picture(0, 33).astype(float) * 0.2 + picture(1, 3) * 0.8
    assert psnr(seen[33], under * 0.8 + picture(2, -3) * 0.2) > 30


def test_a_short_or_missing_clip_is_said(tmp_path: Path):
    made = shoot(film([Take(30), Take(30)], per_segment=1), tmp_path)
    folder = tmp_path / "short"
    folder.mkdir()
    made.clips[1] = shoot(film([Take(10)]), folder).clips[0]
    out = stitched(made, tmp_path / "short.mp4", voices=False)
    assert "shot S1 holds its last picture for 20 frames: its clip is that much too short" in out.notes
    assert [shown(planes) for planes in frames(out.clip, 28, 60)] == [
        (0, 28), (0, 29), *((0, i) for i in range(10)), *[(0, 9)] * 20]
    joined = sequence(made.timeline, made.segments, made.clips)
    late = replace(joined, edits=(joined.edits[0], replace(joined.edits[1], at=Fraction(1))))
    with pytest.raises(MediaError, match=r"it lasts 0\.42 s, shot S1 begins 1 s into it"):
        assemble(late, made.story, tmp_path / "reel.mp4", voices=False)
    made.clips[1] = tmp_path / "gone.mp4"
    with pytest.raises(MediaError, match=r"cannot read .*gone\.mp4"):
        stitched(made, tmp_path / "reel.mp4")
    assert not (tmp_path / "reel.mp4").exists()


def test_a_file_in_the_way_is_said(tmp_path: Path):
    made = shoot(film([Take(10)]), tmp_path)
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(FileError, match="a file stands in its way"):
        stitched(made, tmp_path / "out" / "reel.mp4")


@pytest.mark.skipif(not installed(), reason="the voice extra (espeakng-loader) is not installed")
def test_voices_are_heard_in_their_speeches_and_only_there(tmp_path: Path):
    takes = [Take(48), Take(48, beats=(speech("You kept the coat after all.", "1/2", "3/2", who="MAYA"),)),
             Take(48, beats=(speech("I did.", who="JON", unseen=True, voice_over=True),)), Take(24)]
    made = shoot(film(takes), tmp_path)
    out = stitched(made, tmp_path / "reel.mp4")
    assert out.notes == ()
    with av.open(str(out.path)) as container:
        heard = np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=0)])
    loud = [np.abs(heard[i * 4800 : (i + 1) * 4800]).max() > 0.05 for i in range(70)]
    assert not any(loud[:25]) and any(loud[25:27])
    assert any(loud[40:43]) and not any(loud[50:])


FULL = """
import pickle, resource, sys
from pathlib import Path
from shotscript.core.errors import FileError
from shotscript.stitch.assemble import assemble, sequence
made = pickle.loads(Path(sys.argv[1]).read_bytes())
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    assemble(sequence(made.timeline, made.segments, made.clips), made.story, Path(sys.argv[2]), voices=False)
except FileError as trouble:
    print(trouble)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no RLIMIT_FSIZE on Windows")
@pytest.mark.parametrize("limit", [500, 9_000, 40_000])
def test_a_full_disk_leaves_the_old_film(tmp_path: Path, limit: int):
    made = shoot(film(TAKES), tmp_path)
    (tmp_path / "film.pickle").write_bytes(pickle.dumps(made))
    out = tmp_path / "out" / "reel.mp4"
    out.parent.mkdir()
    out.write_bytes(b"yesterday's")
    done = subprocess.run([sys.executable, "-c", FULL, tmp_path / "film.pickle", out, str(limit)],
                          capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    assert ("cannot write" in done.stdout or "cannot keep" in done.stdout) and "File too large" in done.stdout
    assert out.read_bytes() == b"yesterday's"
    assert [path.name for path in out.parent.iterdir()] == ["reel.mp4"]
