"""Passes as files: what `previz --passes` leaves behind, and the file of a need."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

import shotscript
from shotscript.core.errors import FileError, UsageError
from shotscript.film.colour import rgb
from shotscript.film.probe import probe
from shotscript.film.read import frames
from shotscript.providers import passes
from shotscript.providers.contract import Need
from shotscript.providers.passes import Sampling
from shotscript.providers.previz import passes as drawn
from shotscript.studio import Film
from shotscript.studio.passes import KINDS, fulfil, stem, write
from shotscript.ui.previz_command import command

SCRIPT = """/*@format
picture: 192x108 24fps
*/

INT. ROOM - DAY #1#

[[block: MAYA sits at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]

!! 1A: WS on MAYA and JON, 28mm, dolly in 0.4m, 1s

They wait.

!! 1B: OTS MAYA on JON, 50mm f/2, 1s

JON
Kept it.
"""


def film(folder: Path) -> Film:
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    (folder / "film.fountain").write_text(SCRIPT)
    return shotscript.compile(folder / "film.fountain", provider="previz")


def digests(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Film, Path]:
    one = film(tmp_path_factory.mktemp("passes"))
    folders = write(one, KINDS, jobs=2)
    assert [folder.name for folder in folders] == ["1A", "1B"]
    return one, folders[0].parent


def test_each_shot_has_its_folder(made: tuple[Film, Path]):
    names = {"rgb.mp4", "rgb", "first.png", "last.png", "depth.npz", "depth.mp4", "pose.json", "pose.mp4", "id.npz",
             "ids.json", "normal.npz", "normal.mp4", "normal", "flow.npz", "seen.npz", "shot.json"}
    assert {p.name for p in made[1].iterdir()} == {"1A", "1B"} and made[1].parent.name == "film"
    for shot in ("1A", "1B"):
        assert {p.name for p in (made[1] / shot).iterdir()} == names
        for pictures in ("rgb", "normal"):
            found = sorted(p.name for p in (made[1] / shot / pictures).iterdir())
            assert found == [f"{frame:04}.png" for frame in range(24)]
        for video in ("rgb", "depth", "pose", "normal"):
            clip = probe(made[1] / shot / f"{video}.mp4")
            assert (clip.frames, clip.fps, clip.width, clip.height, clip.pixel) == (24, 24, 192, 108, "yuv420p")


def roll(one: Film, kind: str, label: str = "1A"):
    recipe = passes.written(kind, label, Fraction(0), Sampling(Fraction(24), 24, 192, 108), 24)
    return drawn.ready(recipe, one.context)


def test_the_arrays_are_the_renderers_own(made: tuple[Film, Path]):
    one, home = made
    kinds = {"depth": np.float32, "id": np.uint16, "normal": np.float16, "flow": np.float32, "seen": np.bool_}
    found = {kind: np.load(home / "1A" / f"{kind}.npz")[kind] for kind in kinds}
    assert {kind: array.dtype.type for kind, array in found.items()} == kinds
    assert [array.shape for array in found.values()] == [
        (24, 108, 192), (24, 108, 192), (24, 108, 192, 3), (23, 108, 192, 2), (23, 108, 192)]
    metres, names = found["depth"], found["id"]
    for frame in (0, 13, 23):
        assert (metres[frame] == drawn.depth(roll(one, "depth"), frame)).all()  # nobody speaks in 1A
        assert (names[frame] == drawn.names(roll(one, "surface"), frame)).all()
        assert (found["normal"][frame] == drawn.normals(roll(one, "surface"), frame)).all()
    for wanted, kind in zip(drawn.flow(roll(one, "surface"), 13), ("flow", "seen"), strict=True):
        assert np.array_equal(found[kind][13], wanted)
    ids = json.loads((home / "1A" / "ids.json").read_text())
    assert {"MAYA", "JON"} <= set(ids["names"])
    assert set(np.unique(names)) <= {ids["sky"], ids["floor"], ids["room"], *ids["names"].values()}


def test_the_videos_are_the_pictures_again(made: tuple[Film, Path]):
    """Decoded as a model's loader would: grey stays grey, white is near, colours are OpenPose's to a few steps."""
    one, home = made
    for name, draw, kind, most in (("depth", drawn.bright, "depth", 2.0), ("rgb", drawn.picture, "picture", 3.0),
                                   ("pose", drawn.pose_picture, "pose", 6.0),
                                   ("normal", drawn.shaded, "surface", 4.0)):
        decoded = [rgb(planes) for planes in frames(probe(home / "1A" / f"{name}.mp4"))]
        for frame in (0, 23):
            wanted = draw(roll(one, kind), frame).astype(float)
            wanted = wanted if wanted.ndim == 3 else wanted[..., None]
            assert np.abs(decoded[frame] - wanted).mean() < most, name
    with av.open(str(home / "1A" / "depth.mp4")) as clip:
        context = clip.streams.video[0].codec_context
        assert (context.color_range, context.colorspace) == (1, 1)  # limited range, BT.709


def test_pngs_are_read_by_others_as_they_were_drawn(made: tuple[Film, Path]):
    one, home = made
    for name, frame in (("first.png", 0), ("rgb/0000.png", 0), ("rgb/0023.png", 23), ("last.png", 23)):
        with Image.open(home / "1A" / name) as picture:
            assert (np.asarray(picture) == drawn.picture(roll(one, "picture"), frame)).all()
    with Image.open(home / "1A" / "normal" / "0011.png") as picture:
        assert (np.asarray(picture) == drawn.shaded(roll(one, "surface"), 11)).all()


def test_shot_json_tells_the_camera_the_clauses_and_the_words(made: tuple[Film, Path]):
    one, home = made
    told = json.loads((home / "1B" / "shot.json").read_text())
    assert told["clauses"] == ["OTS MAYA on JON", "50mm f/2", "1s"] and told["text"][0]["text"] == "Kept it."
    camera = one.stage.camera("1B")
    assert np.asarray(told["camera"]["cam_to_world"]) == pytest.approx(camera.cam_to_world, abs=2e-6)
    assert np.asarray(told["camera"]["K"]) == pytest.approx(camera.intrinsics(192, 108), rel=1e-4)
    assert set(told["digests"]) == set(KINDS) and told["depth"]["white_m"] < 4
    people = json.loads((home / "1B" / "pose.json").read_text())["frames"]
    assert len(people) == 24 and {person["name"] for person in people[0]} == {"MAYA", "JON"}
    assert all(len(person[key]) == 18 for person in people[0] for key in ("metres", "pixels", "depth", "seen"))


def test_any_number_of_workers_writes_the_same_bytes(made: tuple[Film, Path], tmp_path: Path):
    again = write(film(tmp_path), KINDS, jobs=1)
    assert digests(again[0].parent) == digests(made[1])


def test_a_pass_is_the_same_alone_and_among_others(made: tuple[Film, Path], tmp_path: Path):
    """Depth is drawn with the pictures where both are asked for, and several passes from one drawing."""
    whole = digests(made[1])
    for i, kinds in enumerate((("rgb",), ("depth",), ("id", "rgb"), ("normal", "pose"), ("flow",))):
        home = write(film(tmp_path / str(i)), kinds, jobs=3)[0].parent
        assert {name: whole[name] for name in digests(home) if not name.endswith("shot.json")} == {
            name: told for name, told in digests(home).items() if not name.endswith("shot.json")}


def test_other_frames_and_some_shots_only(tmp_path: Path):
    film(tmp_path)
    one = shotscript.compile(tmp_path / "film.fountain", provider="previz", only="1B")
    told: list[tuple[int, int]] = []
    folder, = write(one, ("pose",), fps=Fraction(16), frames=33, out=tmp_path / "out",
                    watch=lambda what, done, total: told.append((done, total)))
    assert folder == tmp_path / "out" / "passes" / "1B" and told[-1] == (33, 33)
    assert (probe(folder / "pose.mp4").fps, probe(folder / "pose.mp4").frames) == (16, 33)
    assert len(json.loads((folder / "shot.json").read_text())["camera"]["focal_mm"]) == 33


def test_what_is_the_same_is_kept_and_what_is_stale_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one = film(tmp_path)
    folder = write(one, ("depth", "pose"))[0]
    first, told = digests(folder), json.loads((folder / "shot.json").read_text())
    with monkeypatch.context() as patch:
        patch.setattr(drawn, "arrays", None)
        patch.setattr(drawn, "pose", None)  # neither is drawn again
        write(one, ("depth", "pose"))
    assert digests(folder) == first
    write(one, ("id",))
    assert set(first) < set(digests(folder))
    assert json.loads((folder / "shot.json").read_text())["depth"] == told["depth"]
    (tmp_path / "film.fountain").write_text(SCRIPT.replace("28mm", "40mm"))
    changed = shotscript.compile(tmp_path / "film.fountain", provider="previz")
    write(changed, ("pose",))
    assert {p.name for p in folder.iterdir()} == {"pose.json", "pose.mp4", "shot.json"}
    now = json.loads((folder / "shot.json").read_text())
    assert set(now["digests"]) == {"pose"} and "depth" not in now and now["digests"]["pose"] != told["digests"]["pose"]
    (folder / "shot.json").write_text("{half")
    assert write(changed, ("pose",))[0] == folder and json.loads((folder / "shot.json").read_text()) == now


def need(one: Film, role: str) -> Need:
    return passes.need(role, one.segments[0].cuts[0], one.context, Sampling(Fraction(16), 17, 160, 96))


@pytest.mark.parametrize("role", passes.PASSES)
def test_a_need_is_made_once_and_is_the_same_anywhere(role: str, tmp_path: Path):
    one = film(tmp_path)
    first = fulfil(need(one, role), one, tmp_path / "a", jobs=2)
    again, other = fulfil(need(one, role), one, tmp_path / "a"), fulfil(need(one, role), one, tmp_path / "b", jobs=1)
    assert first == again and first.name == other.name and first.read_bytes() == other.read_bytes()
    assert [p.name for p in (tmp_path / "a").iterdir()] == [first.name]
    if role not in passes.STILLS:
        clip = probe(first)
        assert (clip.fps, clip.frames, clip.width, clip.height) == (16, 17, 160, 96)
    else:
        with Image.open(first) as picture:
            assert picture.size == (160, 96)


def test_a_need_of_another_film_is_a_fault_of_ours(tmp_path: Path):
    one = film(tmp_path)
    with pytest.raises(AssertionError):
        fulfil(need(one, "pose pass").model_copy(update={"key": "0" * 64}), one, tmp_path / "a")


def test_a_stopped_run_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one, wanted = film(tmp_path), drawn.pose_picture

    def breaks(roll, frame):
        if frame == 9:
            raise KeyboardInterrupt
        return wanted(roll, frame)

    monkeypatch.setattr(drawn, "pose_picture", breaks)
    with pytest.raises(KeyboardInterrupt):
        fulfil(need(one, "pose pass"), one, tmp_path / "a", jobs=2)
    assert list((tmp_path / "a").iterdir()) == []


def test_wrong_use_is_said(tmp_path: Path):
    one = film(tmp_path)
    with pytest.raises(UsageError, match="no pass 'normals'; there are rgb, depth, id, normal, pose, flow"):
        write(one, ("depth", "normals"))
    (tmp_path / "build").write_text("in the way")
    with pytest.raises(FileError):
        write(one, ("pose",))


def test_the_command_writes_passes_in_place_of_the_reel(tmp_path: Path):
    film(tmp_path)
    script = str(tmp_path / "film.fountain")
    words = [script, "--passes", "depth,pose", "--fps", "8", "--frames", "3", "--only", "1A"]
    done = CliRunner().invoke(command, words, standalone_mode=False)
    assert done.exception is None and done.return_value == 0
    folder = tmp_path / "build" / "film" / "passes" / "1A"
    assert done.output.strip().splitlines()[-1] == str(folder)
    assert not (tmp_path / "build" / "film" / "reel.mp4").exists() and probe(folder / "depth.mp4").frames == 3
    for wrong in (["--fps", "8"], ["--passes", "depth", "--fps", "soon"], ["--passes", "depth", "--fps", "0"]):
        assert isinstance(CliRunner().invoke(command, [script, *wrong], standalone_mode=False).exception, UsageError)


def test_odd_labels_are_no_paths():
    assert [stem(label) for label in ("1A", "..", "a/b", "7-2.1", "№3")] == [
        "1A", "%2E%2E", "a%2Fb", "7-2.1", "%E2%84%963"]
