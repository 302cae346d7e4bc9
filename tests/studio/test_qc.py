"""What came back held against the plan: a good clip has nothing, and each fault put into it is told by its own code,
with its figures, at its shot's line, with the command that makes that segment anew.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imageio_ffmpeg import get_ffmpeg_exe

sys.path.insert(0, str(Path(__file__).parent.parent / "film"))
import moving
from moving import Picture, Shown

import shotscript
from shotscript.core.diagnostic import Diagnostic, Level
from shotscript.core.errors import UsageError
from shotscript.film.measure import Levels
from shotscript.film.still import png
from shotscript.stitch.qc import Tolerance
from shotscript.stitch.qc_cuts import _paired
from shotscript.stitch.qc_folder import takes as of_folder
from shotscript.stitch.takes import Take
from shotscript.studio.qc import Bounds, check
from shotscript.ui.cli import run
from shotscript.ui.qc_command import bounded

ROOT = Path(__file__).parent.parent.parent
SCRIPT = """/*@format
picture: 160x90 24fps
provider: kling-3-turbo
*/

/*@cast
MAYA: woman, 34
JON: man, 41
*/

INT. ROOM - NIGHT

[[light: one bulb]]

!! 1A: WS on MAYA and JON, 3s

They wait.

!! 1B: MCU on MAYA, 4s

MAYA
You kept the coat, all of this time.

!! 1C: MCU on JON, 3s

He nods.
"""
SETS = (71, 72, 73)
FPS = 24


def film(folder: Path, text: str = SCRIPT, provider: str = "") -> shotscript.Film:
    (folder / "shotscript.toml").touch()
    path = folder / "film.fountain"
    path.write_text(text)
    return shotscript.compile(path, provider=provider)


def shots(**changes: Shown) -> list[Picture]:
    """The pictures of the good clip, or with another shot in place of one."""
    lengths = {"1A": 72, "1B": 96, "1C": 72}
    usual = {name: Shown(SETS[n], frames, "pan") for n, (name, frames) in enumerate(lengths.items())}
    return [one for shot in (usual | changes).values() for one in moving.pictures(shot)]


def clip(folder: Path, pictures: list[Picture], heard: str = "between(t,3.2,6.8)", fps: int = FPS, vf: str = "null"
         ) -> Path:
    """A clip with a tone where `heard` says; none: without sound."""
    made = moving.write(folder / "mute.mp4", pictures, Fraction(fps))
    path = folder / "1A-1C.mp4"
    sound = ["-f", "lavfi", "-i", f"aevalsrc='0.3*sin(1200*t)*({heard})':d={len(pictures) / fps}", "-c:a", "aac"]
    command = [get_ffmpeg_exe(), "-y", "-i", made.path, *(sound if heard else []), "-vf", vf, "-crf", "18", path]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=60)
    made.path.unlink()
    return path


def found(folder: Path, path: Path, text: str = SCRIPT, **more) -> tuple[Diagnostic, ...]:
    made = film(folder, text)
    (segment,) = made.segments
    assert [cut.seconds for cut in segment.cuts] == [3, 4, 3]
    return check(made, [Take(segment, path, 1, "kling-3-turbo")], **more)[1]


def codes(problems: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in problems]


def test_a_good_clip_has_nothing(tmp_path: Path):
    assert found(tmp_path, clip(tmp_path, shots())) == ()


def dark(frames: int) -> list[Picture]:
    return [np.full((moving.HEIGHT, moving.WIDTH, 3), 4, np.uint8)] * frames


def frozen() -> list[Picture]:
    good = shots()
    return [*good[:100], *[good[100]] * 36, *good[100:132], *good[168:]]


def blackened() -> list[Picture]:
    good = shots()
    return [*good[:110], *dark(24), *good[134:]]


def moved(frames: int) -> list[Picture]:
    """The cut from 1A to 1B so many frames late."""
    return shots(**{"1A": Shown(SETS[0], 72 + frames, "pan"), "1B": Shown(SETS[1], 96 - frames, "pan")})


def split() -> list[Picture]:
    """1B in two pictures of one set."""
    halves = {"1B": Shown(SETS[1], 48), "1C": Shown(SETS[1], 48, "static", (0.2, 0.7), 1.6)}
    return [*shots(**halves), *moving.pictures(Shown(SETS[2], 72, "pan"))]


FAULTS: dict[str, tuple[Callable[[Path], Path], str, Level, str, str]] = {
    "another shape": (lambda to: clip(to, shots(), vf="scale=120:90"), "QC102", Level.WARNING, "1A", "120x90"),
    "too small": (lambda to: clip(to, shots(), vf="scale=96:54"), "QC103", Level.WARNING, "1A", "96x54"),
    "slow": (lambda to: clip(to, shots()[::2], fps=12), "QC104", Level.INFO, "1A", "12 frames a second"),
    "too short": (lambda to: clip(to, shots()[:-12]), "QC105", Level.ERROR, "1C", "12 frames are missing"),
    "too long": (lambda to: clip(to, shots(**{"1C": Shown(SETS[2], 96, "pan")})), "QC106", Level.INFO, "1C", "11 s"),
    "black": (lambda to: clip(to, blackened()), "QC107", Level.WARNING, "1B", "1 s from 4.58 s"),
    "frozen": (lambda to: clip(to, frozen()), "QC108", Level.WARNING, "1B", "frozen: 1.5"),
    "no sound": (lambda to: clip(to, shots(), ""), "QC109", Level.WARNING, "1B", "has no sound"),
    "silent": (lambda to: clip(to, shots(), "between(t,3.2,3.5)"), "QC109", Level.WARNING, "1B", "MAYA speaks for"),
    "unasked": (lambda to: clip(to, shots(), "gt(t,3.2)"), "QC110", Level.INFO, "1C", "heard for 3 s"),
    "no cut": (lambda to: clip(to, shots(**{"1A": Shown(SETS[0], 168, "pan"), "1B": Shown(0, 0)})), "QC111",
               Level.ERROR, "1B", "planned at 3 s, is not there"),
    "late": (lambda to: clip(to, moved(6)), "QC112", Level.WARNING, "1B", "6 frames late"),
    "early": (lambda to: clip(to, moved(-9)), "QC112", Level.WARNING, "1B", "9 frames early"),
    "one too many": (lambda to: clip(to, split()), "QC113", Level.WARNING, "1B", "a cut at 5 s"),
    "too bright": (lambda to: clip(to, shots(**{"1A": Shown(SETS[1], 72, "pan", light=0.3),
                                                "1C": Shown(SETS[1], 72, "pan", (0.3, 0.3), light=0.3)})),
                   "QC114", Level.WARNING, "1B", "brighter (allowed 25)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_once_by_its_own_code(tmp_path: Path, fault: str):
    make, code, level, shot, words = FAULTS[fault]
    problems = found(tmp_path, make(tmp_path))
    assert codes(problems) == [code], [p.message for p in problems]
    (problem,) = problems
    assert (problem.level, problem.shot) == (level, shot)
    assert words in problem.message and "segment 1A-1C, take 1" in problem.message
    assert SCRIPT[problem.span.start :].startswith(f"!! {shot}:")
    assert f"shotscript retry FILE {shot}" in problem.help


def test_what_is_no_clip(tmp_path: Path):
    path = tmp_path / "1A-1C.mp4"
    path.write_bytes(b"no clip")
    (problem,) = found(tmp_path, path)
    assert (problem.code, problem.level) == ("QC101", Level.ERROR) and "cannot read" in problem.message


def test_a_clip_all_black_is_an_error(tmp_path: Path):
    problems = found(tmp_path, clip(tmp_path, dark(240)))
    assert {p.shot for p in problems if p.code == "QC107" and p.level is Level.ERROR} == {"1A", "1B", "1C"}


@pytest.mark.parametrize("provider", ["mimic-motion", "hailuo-2.3"])
def test_a_service_that_makes_no_sound_is_not_blamed_for_silence(tmp_path: Path, provider: str):
    """Its clip was known to be silent before anyone paid: the losses said so."""
    made = film(tmp_path, provider=provider)
    takes = [Take(one, clip(tmp_path, shots(), ""), 1, made.provider.name) for one in made.segments if one.name == "1B"]
    assert takes and "QC109" not in codes(check(made, takes)[1])


def test_a_voice_over_is_not_missed_in_the_clip(tmp_path: Path):
    text = SCRIPT.replace("MAYA\nYou", "MAYA (V.O.)\nYou")
    assert "QC109" not in codes(found(tmp_path, clip(tmp_path, shots(), ""), text))


def test_a_shot_that_asks_for_silence(tmp_path: Path):
    text = SCRIPT.replace("!! 1C:", "[[sound: silence]]\n!! 1C:")
    (problem,) = found(tmp_path, clip(tmp_path, shots(), "gt(t,3.2)"), text)
    assert (problem.code, problem.level) == ("QC110", Level.WARNING) and "asks for silence" in problem.message


def test_a_shot_that_goes_on_where_the_one_before_ended_needs_no_cut(tmp_path: Path):
    text = SCRIPT.replace("!! 1B: MCU on MAYA, 4s", "!! 1B: as 1A, push in 0.3m, 4s")
    last = Shown(SETS[0], 72, "static", (0.3, 0.7), 1.6)
    path = clip(tmp_path, shots(**{"1A": Shown(SETS[0], 168), "1B": Shown(0, 0), "1C": last}))
    assert codes(found(tmp_path, path, text)) == []


def test_what_a_shot_allows_and_a_project_turns_off(tmp_path: Path):
    path = clip(tmp_path, moved(6))
    assert codes(found(tmp_path, path, SCRIPT.replace("MCU on MAYA, 4s", "MCU on MAYA, 4s, allow QC112"))) == []
    (tmp_path / "shotscript.toml").write_text('[levels]\nQC112 = "error"\n')
    assert [p.level for p in found(tmp_path, path)] == [Level.ERROR]
    (tmp_path / "shotscript.toml").write_text('[levels]\nQC1 = "off"\n')
    assert found(tmp_path, path) == ()


def test_thresholds_can_be_moved(tmp_path: Path):
    path = clip(tmp_path, moved(6))
    assert found(tmp_path, path, bounds=Bounds(Tolerance(drift=6))) == ()
    assert codes(found(tmp_path, path, bounds=Bounds(Tolerance(reach=Fraction(1, 10))))) == ["QC111", "QC113"]


@pytest.mark.parametrize("given_set, told", [(SETS[0], []), (99, ["QC115"])])
def test_the_first_frame_that_was_handed_in(tmp_path: Path, given_set: int, told: list[str]):
    (tmp_path / "media").mkdir()
    png(tmp_path / "media" / "first.png", next(moving.pictures(Shown(given_set, 72, "pan"))))
    text = SCRIPT.replace("!! 1A:", "[[frame first: media/first.png]]\n!! 1A:")
    problems = found(tmp_path, clip(tmp_path, shots()), text)
    assert codes(problems) == told
    assert all("media/first.png" in p.message for p in problems)


def test_shots_under_another_light_may_look_different(tmp_path: Path):
    make, *_ = FAULTS["too bright"]
    text = SCRIPT.replace("!! 1B:", "[[light: the window blazes]]\n\n!! 1B:").replace(
        "!! 1C:", "[[light: one bulb]]\n\n!! 1C:")
    assert codes(found(tmp_path, make(tmp_path), text)) == []


def test_a_set_up_seen_again_is_held_to_itself_more_tightly(tmp_path: Path):
    text = SCRIPT.replace("!! 1C: MCU on JON, 3s", "!! 1C: as 1A, 3s")
    again = shots(**{"1C": Shown(SETS[0], 72, "pan", light=0.75)})
    problems = found(tmp_path, clip(tmp_path, again), text)
    assert codes(problems) == ["QC114"] and "1A, the same set-up" in problems[0].message
    assert found(tmp_path, clip(tmp_path, shots(**{"1C": Shown(SETS[0], 72, "pan")})), text) == ()


def test_previz_is_held_to_its_exact_frames_alone(tmp_path: Path):
    made = film(tmp_path, provider="previz")
    (segment,) = made.segments
    good = Take(segment, clip(tmp_path, frozen(), ""))
    assert check(made, [good])[1] == ()
    assert codes(check(made, [replace(good, clip=clip(tmp_path, shots()[:-5], ""))])[1]) == ["QC105"]


def test_the_report_holds_the_figures(tmp_path: Path):
    made = film(tmp_path)
    quality, _ = check(made, [Take(made.segments[0], clip(tmp_path, moved(6)), 2, "kling-3-turbo")])
    (row,) = quality.takes
    assert row.found and (row.segment, row.take, row.codes) == ("1A-1C", 2, ("QC112",))
    assert [(one.before, one.after, one.planned, one.frames) for one in row.found.cuts] == [
        ("1A", "1B", 3, 6), ("1B", "1C", 7, 0)]
    assert set(row.found.colours) == {"1A", "1B", "1C"} and row.planned.seconds == row.planned.least == 10
    assert -14 < (row.found.loudest or 0) < -8


NAMES = {
    "1A-1C.mp4": "1A-1C", "003-1A-1C.MP4": "1A-1C", "take2_1a-1c.mov": "1A-1C", "1B.mov": "1B", "b-1c_final.mp4": "1C",
    "holiday.mp4": "", "11A.mp4": "", "1A-1C.txt": None,
}


def test_files_are_known_by_the_names_in_their_names(tmp_path: Path):
    made = film(tmp_path)
    folder = tmp_path / "clips"
    folder.mkdir()
    key = made.requests[0].key
    digest = f"{key[:16]}.mp4"
    for name in (*NAMES, digest):
        (folder / name).touch()
    takes, unmatched = of_folder(folder, made.segments, {"1A-1C": key}, "kling-3-turbo", False)
    wanted = {name: segment for name, segment in NAMES.items() if segment} | {digest: "1A-1C"}
    assert {one.clip.name: one.segment.name for one in takes} == wanted
    assert {one.name for one in unmatched} == {name for name, segment in NAMES.items() if segment == ""}
    assert [one.number for one in takes if one.segment.name == "1A-1C"] == [1, 2, 3, 4]
    (alone,) = (one for one in takes if one.segment.name == "1B")
    assert [cut.shot.label for cut in alone.segment.cuts] == ["1B"]
    with pytest.raises(UsageError):
        of_folder(tmp_path / "nowhere", made.segments, {}, "", False)


@given(st.lists(st.integers(0, 40), max_size=4, unique=True), st.lists(st.integers(0, 40), max_size=5, unique=True))
def test_cuts_are_paired_at_least_cost(planned: list[int], seen: list[int]):
    """Against every pairing there is: order kept, none farther apart than the reach, left-over ones cost the reach."""
    due, got, reach = sorted(map(Fraction, planned)), sorted(map(Fraction, seen)), Fraction(5)

    def cost(pairs: list[tuple[int, int]]) -> Fraction:
        apart = sum((abs(due[i] - got[j]) for i, j in pairs), Fraction(0))
        return apart + reach * (len(due) + len(got) - 2 * len(pairs))

    every = [list(zip(a, b, strict=True)) for n in range(min(len(due), len(got)) + 1)
             for a in combinations(range(len(due)), n) for b in combinations(range(len(got)), n)]
    allowed = [pairs for pairs in every if all(abs(due[i] - got[j]) <= reach for i, j in pairs)]
    pairs = sorted(_paired(due, got, reach))
    assert pairs in allowed and cost(pairs) == min(map(cost, allowed))


def test_the_command_over_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    made, folder = film(tmp_path), tmp_path / "clips"
    folder.mkdir()
    clip(folder, shots()[:-12])
    (folder / "stray.mp4").touch()
    path = str(made.read.script.source)
    assert run(["qc", path, str(folder), "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in answer["problems"]] == ["QC105"]
    assert answer["unmatched"] == [str(folder / "stray.mp4")] and answer["missing"] == []
    assert f"shotscript retry {path} 1C" in answer["problems"][0]["help"]
    run(["schema", "quality"])
    shape = json.loads(capsys.readouterr().out)
    jsonschema.validate({k: v for k, v in answer.items() if k not in ("file", "problems")}, shape)
    assert run(["qc", path, str(folder), "--limit", "short=12"]) == 0
    words = capsys.readouterr().out
    assert "1A-1C" in words and "1B 0" in words and "Belongs to no shot" in words


def test_warnings_end_in_one_under_strict(tmp_path: Path):
    made, folder = film(tmp_path), tmp_path / "clips"
    folder.mkdir()
    clip(folder, moved(6))
    path = str(made.read.script.source)
    assert run(["qc", path, str(folder)]) == 0 and run(["qc", path, str(folder), "--strict"]) == 1


def test_the_command_over_our_own_clips(tmp_path: Path, example: Path, capsys: pytest.CaptureFixture[str]):
    """Two scenes of the example, drawn here and measured here: every planned cut is found on its frame, and no other.
    """
    text = example.read_text().replace("16:9 720p 24fps", "320x180 24fps")
    path = str(film(tmp_path, text).read.script.source)
    assert run(["qc", path, "--provider", "previz", "--only", "1,4", "--info", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    cuts = [cut for row in answer["takes"] for cut in row["found"]["cuts"]]
    assert [cut["after"] for cut in cuts] == ["1B", "1C", "1D", "4B", "4C", "4D"]
    assert {cut["frames"] for cut in cuts} == {"0"} and not any(row["found"]["extra"] for row in answer["takes"])
    assert answer["problems"] == []


def test_limits_are_read_by_name():
    bounds = bounded(("drift=4", "light-again=3.5", "silence=-60"))
    assert (bounds.tolerance.drift, bounds.tolerance.light_again, bounds.levels.silence) == (4, 3.5, -60.0)
    for wrong in ("dirft=4", "drift=x", "drift"):
        with pytest.raises(UsageError):
            bounded((wrong,))


PAGE = (ROOT / "docs" / "qc.md").read_text()
SOURCES = [*(ROOT / "src" / "shotscript" / "stitch").glob("qc*.py"), ROOT / "src" / "shotscript" / "studio" / "qc.py"]


def test_the_page_explains_every_code_and_no_other():
    used = {code for path in SOURCES for code in re.findall(r'"(QC\d+)"', path.read_text())}
    assert used == set(re.findall(r"^\| `(QC\d+)`", PAGE, re.MULTILINE)) == {f"QC{n}" for n in range(101, 116)}


def test_the_page_lists_every_threshold_with_its_default():
    listed = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+?) \|", PAGE, re.MULTILINE))
    kept = {one.name: one.default for one in (*fields(Tolerance), *fields(Levels))}
    assert {name: Fraction(value) for name, value in listed.items()} == {
        name: Fraction(str(value)) for name, value in kept.items()}
