"""From text to reel: the same bytes every time, nothing rendered twice, every frame where the timeline says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

import shotscript
from shotscript.film.probe import probe

FILM = """/*@format
picture: 256x144 24fps
*/

INT. ROOM - DAY #1#

[[block: MAYA sits at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]

!! 1A: WS on MAYA and JON, 28mm, dolly in 0.4m, 2s

They wait.

!! 1B: OTS MAYA on JON, 50mm f/2, 2s

JON
You kept it.

!! 1C: CU on MAYA, 85mm, orbit left 15deg, 2s

> DISSOLVE TO: [[over: 12f]]

EXT. ROAD - DAY #2#

!! 2A: FS on MAYA, 50mm, track MAYA, 2s

[[block: MAYA walks to 2 0]]

> FADE OUT. [[over: 12f]]
"""


def made(folder: Path, text: str = FILM, jobs: int = 2) -> tuple[shotscript.Film, shotscript.Made]:
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    path = folder / "film.fountain"
    path.write_text(text)
    film = shotscript.compile(path, provider="previz")
    return film, shotscript.produce(film, jobs=jobs)


def frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as reel:
        return [frame.to_ndarray(format="yuv420p") for frame in reel.decode(video=0)]


def luma_psnr(a: np.ndarray, b: np.ndarray, height: int) -> float:
    error = np.mean((a[:height].astype(float) - b[:height].astype(float)) ** 2)
    return 99.0 if error == 0 else float(10 * np.log10(255**2 / error))


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory):
    return made(tmp_path_factory.mktemp("reel"))


def test_the_reel_is_h264_and_aac_with_the_timelines_frames(reel):
    film, result = reel
    clip = probe(result.reel)
    assert (clip.codec, clip.width, clip.height, clip.fps) == ("h264", 256, 144, 24)
    assert clip.frames == film.timeline.frames == result.frames == len(frames(result.reel))
    with av.open(str(result.reel)) as file:
        assert file.streams.audio[0].codec_context.name == "aac"
        sound = file.streams.audio[0]
        assert abs(float(sound.duration * sound.time_base) - film.timeline.frames / 24) < 1 / 24


def test_frames_either_side_of_every_cut_are_the_shots_own(reel):
    """Each shot drawn alone, against the decoded reel: its first and its last frame, transitions aside."""
    film, result = reel
    decoded = frames(result.reel)
    checked = 0
    for segment, request in zip(film.segments, film.requests, strict=True):
        drawing, at = film.provider.draw(request), 0
        for cut in segment.cuts:
            own = at + cut.lead
            for place, number in ((cut.start, own), (cut.start + cut.frames - 1, own + cut.frames - 1)):
                if not inside_transition(film, place):
                    assert luma_psnr(decoded[place], drawing.frame(number), drawing.height) > 30, cut.shot.label
                    checked += 1
            at += cut.lead + cut.frames + cut.tail
    assert checked >= 5


def inside_transition(film: shotscript.Film, frame: int) -> bool:
    for slot in film.timeline.slots:
        way_in, way_out = slot.transition_in, slot.transition_out
        if way_in and way_in.kind in ("dissolve", "wipe"):
            first = slot.start - way_in.frames // 2
            if first <= frame < first + way_in.frames:
                return True
        if way_in and way_in.kind == "fade in" and slot.start <= frame < slot.start + way_in.frames:
            return True
        if way_out and slot.start + slot.frames - way_out.frames <= frame < slot.start + slot.frames:
            return True
    return False


def test_the_last_frame_of_a_fade_out_is_black(reel):
    assert frames(reel[1].reel)[-1][:144].max() < 40


def test_a_second_run_renders_nothing(reel):
    film, first = reel
    again = shotscript.produce(film)
    assert first.fresh == len(film.segments) and (again.fresh, again.kept) == (0, len(film.segments))
    assert again.reel.read_bytes() == first.reel.read_bytes()


def test_a_changed_renderer_takes_no_clip_of_the_old_one(tmp_path: Path):
    film, first = made(tmp_path)
    newer = replace(film, provider=replace(film.provider, edition="another"))
    again = shotscript.produce(newer)
    assert first.fresh == again.fresh == len(film.segments) and again.kept == 0


@pytest.mark.parametrize("old, new, segment", [("orbit left 15deg, 2s", "orbit left 15deg, 3s", "1A-1C"),
                                               ("FS on MAYA, 50mm", "FS on MAYA, 35mm", "2A")])
def test_an_edit_renders_only_its_own_segment(tmp_path: Path, old: str, new: str, segment: str):
    made(tmp_path)
    film, result = made(tmp_path, FILM.replace(old, new))
    assert (result.fresh, result.kept) == (1, len(film.segments) - 1)
    assert segment in [one.name for one in film.segments]


def test_the_same_bytes_whatever_the_workers_and_the_hash_seed(tmp_path: Path):
    digests = set()
    for number, (jobs, seed) in enumerate([("1", "0"), ("2", "1"), ("2", "12345")]):
        folder = tmp_path / str(number) / "same"
        (folder / ".git").mkdir(parents=True)
        (folder / "film.fountain").write_text(FILM)
        command = [sys.executable, "-m", "shotscript", "previz", "film.fountain", "--jobs", jobs]
        subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
        clips = sorted(p.name for p in (folder / ".shotscript" / "store").rglob("*.mp4"))
        digests.add((*clips, hashlib.sha256((folder / "build" / "film" / "reel.mp4").read_bytes()).hexdigest()))
    assert len(digests) == 1


def test_only_some_shots(tmp_path: Path):
    made(tmp_path)
    film = shotscript.compile(tmp_path / "film.fountain", provider="previz", only="1B")
    result = shotscript.produce(film)
    assert result.fresh == 0
    assert probe(result.reel).frames == 48
