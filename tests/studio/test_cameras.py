"""`show camera`: the same cameras as JSON, table and arrays, on any frames, read by others and held to passes."""

from __future__ import annotations

import csv
import io
import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import shotscript
from shotscript.core.errors import UsageError
from shotscript.studio.cameras import COLUMNS, cameras
from shotscript.studio.passes import write
from shotscript.ui.show_command import command

SCRIPT = """/*@format
picture: 192x108 24fps
*/

INT. ROOM - DAY #1#

[[block: MAYA sits at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]

!! 1A: WS on MAYA and JON, 28mm f/4, dolly in 0.4m linear, 2s

They wait.

!! 1B: camera at 0 4 height 1.5m, 50mm, pan left 30deg linear, 2s

They wait on.
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "film.fountain").write_text(SCRIPT)
    return tmp_path / "film.fountain"


def shown(script: Path, *words: str) -> str:
    done = CliRunner().invoke(command, ["camera", str(script), *words], standalone_mode=False)
    if done.exception:
        raise done.exception
    assert done.return_value == 0
    return done.output


def test_json_table_and_arrays_say_the_same(script: Path):
    told = json.loads(shown(script))
    rows = list(csv.DictReader(io.StringIO(shown(script, "--format", "csv"))))
    assert shown(script, "--format", "npz", "--out", str(script.parent / "camera.npz")) == ""
    held = np.load(script.parent / "camera.npz")
    assert list(told["shots"]) == ["1A", "1B"] and told["fps"] == "24" == str(held["fps"])
    assert held["shot"].tolist() == [row["shot"] for row in rows] == ["1A"] * 48 + ["1B"] * 48
    for i, row in enumerate(rows):
        shot, frame = told["shots"][row["shot"]], int(row["frame"])
        matrix = np.array([[float(row[f"m{r}{c}"]) for c in range(4)] for r in range(4)])
        assert (matrix == shot["cam_to_world"][frame]).all() and np.allclose(matrix, held["cam_to_world"][i], atol=1e-9)
        assert held["K"][i, 0, 0] == pytest.approx(float(row["fx"]), abs=1e-6) == shot["K"][frame][0][0]
        assert float(row["focal_mm"]) == shot["focal_mm"][frame] and float(row["seconds"]) == pytest.approx(frame / 24)
        assert (row["stop"] or None) == (str(shot["stop"]) if shot["stop"] else None)
        assert math.isnan(held["stop"][i]) == (shot["stop"] is None) and held["frame"][i] == frame
    assert tuple(rows[0]) == COLUMNS and "Y up" in told["convention"] == str(held["convention"])


def test_a_providers_own_frames(script: Path):
    """81 frames at 16 a second: places and angles at i / 16, held beyond the shot; equal to those of the passes."""
    own = json.loads(shown(script))["shots"]
    told = json.loads(shown(script, "--fps", "16", "--frames", "33"))
    assert told["fps"] == "16" and [len(shot["cam_to_world"]) for shot in told["shots"].values()] == [33, 33]
    for label, shot in told["shots"].items():
        poses, base = np.array(shot["cam_to_world"]), np.array(own[label]["cam_to_world"])
        for i in range(33):
            at = min(i * 24 / 16, 47)
            if at == int(at):
                assert np.abs(poses[i] - base[int(at)]).max() < 1e-9
        assert np.abs(poses[:, :3, :3] @ poses[:, :3, :3].transpose(0, 2, 1) - np.eye(3)).max() < 1e-8
    back = np.array(told["shots"]["1B"]["cam_to_world"])[:, :3, 2]
    turn = np.unwrap(np.arctan2(back[:, 0], back[:, 2]))
    assert np.diff(turn)[:30] == pytest.approx(np.full(30, math.radians(30) / 2 / 16), rel=1e-3)
    film = shotscript.compile(script, provider="previz")
    for folder in write(film, ("pose",), fps=Fraction(16), frames=33):
        camera = json.loads((folder / "shot.json").read_text())["camera"]
        shot = told["shots"][folder.name]
        assert np.abs(np.array(camera["cam_to_world"]) - shot["cam_to_world"]).max() < 2e-6
        assert np.abs(np.array(camera["K"]) - shot["K"]).max() < 1e-3


def test_rates_alone_count_the_frames(script: Path):
    film = shotscript.read(script)
    assert [len(one) for one in cameras(film, Fraction(12)).cameras.values()] == [24, 24]
    assert [len(one) for one in cameras(film, None, 5).cameras.values()] == [5, 5]


def test_arrays_are_the_same_bytes_and_only_some_shots(script: Path):
    for name in ("a.npz", "b.npz"):
        shown(script, "--format", "npz", "--out", str(script.parent / name), "--only", "1B")
    assert (script.parent / "a.npz").read_bytes() == (script.parent / "b.npz").read_bytes()
    assert set(np.load(script.parent / "a.npz")["shot"].tolist()) == {"1B"}
    shown(script, "--out", str(script.parent / "camera.json"))
    assert json.loads((script.parent / "camera.json").read_text()) == json.loads(shown(script))


@pytest.mark.parametrize("words", [["--format", "npz"], ["--fps", "soon"], ["--fps", "0"]])
def test_wrong_use(script: Path, words: list[str]):
    with pytest.raises(UsageError):
        shown(script, *words)


def test_the_camera_alone_has_frames(script: Path):
    for words in (["--fps", "16"], ["--frames", "3"], ["--format", "csv"], ["--out", "x"]):
        done = CliRunner().invoke(command, ["story", str(script), *words], standalone_mode=False)
        assert isinstance(done.exception, UsageError)
