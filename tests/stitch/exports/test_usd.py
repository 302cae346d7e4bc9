"""The stage as USD, read back by OpenUSD itself: units, times, names, lenses, what the camera sees, and skin."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import shotscript
from shotscript.providers import passes
from shotscript.providers.previz import passes as drawn
from shotscript.providers.previz import truth
from shotscript.stitch.exports import usda
from shotscript.studio import Film, usd
from shotscript.ui.export_command import command

pxr = pytest.importorskip("pxr", reason="usd-core (group `readers`) is not installed")
from pxr import Gf, Usd, UsdGeom, UsdLux, UsdSkel, UsdValidation  # noqa: E402

SCRIPT = """Title: Two "rooms" \\\\ @here@

/*@format
picture: 2.39:1 720p 24fps
camera: super 35
*/

/*@cast
李: woman, short black hair
*/

INT. ROOM - DAY #1#

[[block: DESK A table at 0 -0.4; MAYA sits at -0.7 0 facing JON]]
[[block: JON stands at 0.7 0.6 facing MAYA then walks to 0.2 1.2]]

!! 1A: WS on MAYA and JON, 28mm f/4, dutch left 8deg, dolly in 0.4m, 2s

JON
You "kept" it.

!! 1B: OTS MAYA on JON, 50mm, zoom in to 70mm, 1s

EXT. 桥 - NIGHT #2#

[[block: 李 stands at 0 0; BOX A box at 1 0; BOX-A box at -1 0]]

!! 2A: MS on 李, 85mm f/2, pan left 10deg, 1s

> CUT TO BLACK.
"""
FPS = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Film, Path]:
    folder = tmp_path_factory.mktemp("usd")
    (folder / ".git").mkdir()
    (folder / "film.fountain").write_text(SCRIPT)
    film = shotscript.compile(folder / "film.fountain", provider="previz")
    return film, usd.write(film)


def opened(made: tuple[Film, Path], shot: str) -> Usd.Stage:
    return stage_of(made[1].parent / "shots" / f"{shot}.usda")


@cache
def stage_of(path: Path) -> Usd.Stage:
    """Kept: a prim of a stage that is gone is gone too."""
    stage = Usd.Stage.Open(str(path))
    assert not stage.GetCompositionErrors()
    return stage


def surfaces(film: Film, label: str):
    size = passes.sampling(film.stage.shots[label], film.story.format)
    return drawn.ready(passes.written(passes.SURFACE, label, Fraction(0), size, size.frames), film.context)


def test_units_times_and_names(made: tuple[Film, Path]):
    film, path = made
    assert path == film.read.project / "build" / "film" / "usd" / "film.usda"
    for shot, heading in (("1A", "INT. ROOM - DAY"), ("1B", "INT. ROOM - DAY"), ("2A", "EXT. 桥 - NIGHT")):
        stage = opened(made, shot)
        assert UsdGeom.GetStageMetersPerUnit(stage) == 0.01 and UsdGeom.GetStageUpAxis(stage) == "Y"
        assert (stage.GetTimeCodesPerSecond(), stage.GetFramesPerSecond()) == (FPS, FPS)
        assert (stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (0, film.stage.shots[shot].frames - 1)
        root = stage.GetDefaultPrim()
        assert root.GetDisplayName() == shot and heading in root.GetAttribute("shotscript:heading").Get()
    people = {p.GetDisplayName() for p in opened(made, "1A").GetPrimAtPath("/Shot/People").GetChildren()}
    assert people == {"MAYA", "JON"}
    second = opened(made, "2A").GetPrimAtPath("/Shot")
    assert [p.GetDisplayName() for p in second.GetChild("People").GetChildren()] == ["李"]
    assert {(p.GetName(), p.GetDisplayName()) for p in second.GetChild("Things").GetChildren()} == {
        ("BOX_A", "BOX A"), ("BOX_A_2", "BOX-A")}


def test_lenses_are_in_millimetres_and_focus_in_centimetres(made: tuple[Film, Path]):
    film, _ = made
    for label in ("1A", "1B", "2A"):
        camera, kept = UsdGeom.Camera.Get(opened(made, label), "/Shot/Camera"), film.stage.shots[label]
        own, start = kept.camera, kept.lead
        for i in (0, 5, kept.frames - 1):
            assert camera.GetFocalLengthAttr().Get(i) == pytest.approx(own.focal[start + i], rel=1e-6)
            assert camera.GetFocusDistanceAttr().Get(i) == pytest.approx(own.focus[start + i] * 100, rel=1e-5)
        gate = camera.GetHorizontalApertureAttr().Get(), camera.GetVerticalApertureAttr().Get()
        assert gate == pytest.approx((own.gate.width, own.gate.height), rel=1e-6)
        assert camera.GetFStopAttr().Get() == (own.stop or 0)
    assert UsdGeom.Camera.Get(opened(made, "1B"), "/Shot/Camera").GetFocalLengthAttr().GetNumTimeSamples() > 10


@pytest.mark.parametrize("label", ["1A", "1B", "2A"])
def test_the_frustum_sees_joints_where_the_pose_pass_does(made: tuple[Film, Path], label: str):
    film, _ = made
    size = passes.sampling(film.stage.shots[label], film.story.format)
    roll = drawn.ready(passes.written("pose", label, Fraction(0), size, size.frames), film.context)
    camera, told = UsdGeom.Camera.Get(opened(made, label), "/Shot/Camera"), 0
    for frame in (0, 9, size.frames - 1):
        frustum = camera.GetCamera(frame).frustum
        through = frustum.ComputeViewMatrix() * frustum.ComputeProjectionMatrix()
        for one in drawn.pose(roll, frame):
            for place, pixel, depth in zip(one.points, one.pixels, one.depth, strict=True):
                if depth > 0.2:
                    x, y, _ = through.Transform(Gf.Vec3d(*(place * 100).tolist()))
                    found = (x + 1) / 2 * size.width, (1 - y) / 2 * size.height
                    assert found == pytest.approx(tuple(pixel), abs=0.05)
                    told += 1
    assert told >= 3 * 18


def test_skin_goes_where_the_renderer_draws_it(made: tuple[Film, Path]):
    """Within half a millimetre, lips and waist too: scales are half floats there."""
    film, _ = made
    stage, roll = opened(made, "1A"), surfaces(film, "1A")
    spoke = False
    for frame in (0, 7, 20):
        points = truth.surfaces(roll.sheet, roll.bakery, frame, 64, 36).points
        spoke |= bool(roll.sheet.actors[1].mouth[frame] > 0)
        for actor, block in zip(roll.sheet.actors, roll.bakery.scenery.merged.blocks, strict=True):
            wanted = points[block.points].astype(float)[:, (0, 2, 1)] * np.array((100, 100, -100))
            found = skinned(stage, actor.name, frame)
            assert np.abs(found - wanted).max() < 0.05
    assert spoke


def skinned(stage: Usd.Stage, name: str, frame: int) -> np.ndarray:
    cache, root = UsdSkel.Cache(), UsdSkel.Root.Get(stage, f"/Shot/People/{name}")
    assert cache.Populate(root, Usd.PrimDefaultPredicate)
    skin = stage.GetPrimAtPath(f"/Shot/People/{name}/Skin")
    binding = next(b for b in cache.ComputeSkelBindings(root, Usd.PrimDefaultPredicate))
    query = cache.GetSkelQuery(binding.GetSkeleton())
    points = UsdGeom.Mesh(skin).GetPointsAttr().Get()
    assert cache.GetSkinningQuery(skin).ComputeSkinnedPoints(query.ComputeSkinningTransforms(frame), points, frame)
    return np.array(points)


def test_things_stand_where_they_stand(made: tuple[Film, Path]):
    film, _ = made
    thing, = (t for t in film.stage.shots["1A"].set.things if t.name == "DESK A")
    box = UsdGeom.BBoxCache(0, ["default"]).ComputeWorldBound(opened(made, "1A").GetPrimAtPath(
        "/Shot/Things/DESK_A")).ComputeAlignedRange()
    assert box.GetSize()[1] == pytest.approx(thing.size[1] * 100, abs=0.01) and box.GetMin()[1] == pytest.approx(0)
    middle = box.GetMidpoint()
    assert (middle[0], middle[2]) == pytest.approx((thing.at[0] * 100, thing.at[2] * 100), abs=0.01)
    for prim in opened(made, "1A").Traverse():
        if prim.IsA(UsdGeom.Mesh):
            mesh = UsdGeom.Mesh(prim)
            counts, indices = mesh.GetFaceVertexCountsAttr().Get(), mesh.GetFaceVertexIndicesAttr().Get()
            assert sum(counts) == len(indices) and max(indices) < len(mesh.GetPointsAttr().Get()) and min(indices) >= 0


def test_every_solid_faces_outwards(made: tuple[Film, Path]):
    for prim in opened(made, "1A").GetPrimAtPath("/Shot/Things").GetAllChildren():
        for part in [prim] if prim.IsA(UsdGeom.Mesh) else prim.GetChildren():
            mesh = UsdGeom.Mesh(part)
            points, faces = np.array(mesh.GetPointsAttr().Get()), mesh.GetFaceVertexIndicesAttr().Get()
            for a, b, c, _ in np.array(faces).reshape(-1, 4):
                out = np.cross(points[b] - points[a], points[c] - points[b])
                assert out @ (points[a] - points.mean(0)) > 0


def test_the_film_lays_its_shots_end_to_end(made: tuple[Film, Path]):
    film, path = made
    stage = stage_of(path)
    assert stage.GetEndTimeCode() == film.timeline.frames - 1
    assert stage.GetDefaultPrim().GetDisplayName() == film.story.title
    starts = {slot.label: slot.start for slot in film.timeline.slots}
    for label, scene in (("1A", "Scene_1"), ("1B", "Scene_1"), ("2A", "Scene_2")):
        prim = stage.GetPrimAtPath(f"/Film/{scene}/Shot_{label}")
        camera = UsdGeom.Camera(prim.GetChild("Camera"))
        for other, start in starts.items():
            seen = UsdGeom.Imageable(prim).ComputeVisibility(start) == "inherited"
            assert seen == (other == label)
        own = UsdGeom.Camera.Get(opened(made, label), "/Shot/Camera")
        for i in (0, 11):
            assert camera.GetFocalLengthAttr().Get(starts[label] + i) == own.GetFocalLengthAttr().Get(i)
            there = camera.ComputeLocalToWorldTransform(starts[label] + i)
            assert Gf.IsClose(there, own.ComputeLocalToWorldTransform(i), 1e-9)


@pytest.mark.parametrize("file", ["film.usda", "shots/1A.usda", "shots/2A.usda", "people/MAYA.usda"])
def test_openusd_has_nothing_to_say_against_it(made: tuple[Film, Path], file: str):
    """Its own validators: kinds, skeletons, cameras, metadata."""
    every = UsdValidation.ValidationContext(UsdValidation.ValidationRegistry().GetOrLoadAllValidators())
    assert [str(fault.GetMessage()) for fault in every.Validate(stage_of(made[1].parent / file))] == []


def test_light_comes_from_the_key(made: tuple[Film, Path]):
    key = opened(made, "1A").GetPrimAtPath("/Shot/Lights/Key")
    assert key.IsA(UsdLux.DistantLight)
    way = UsdGeom.Xformable(key).ComputeLocalToWorldTransform(0).TransformDir(Gf.Vec3d(0, 0, -1))
    roll = surfaces(made[0], "1A")
    right, back, up = roll.bakery.scenery.rig.key.astype(float)
    assert tuple(way) == pytest.approx((-right, -up, back), abs=1e-5)


def test_the_same_film_the_same_bytes_and_nothing_stale(made: tuple[Film, Path], tmp_path: Path):
    film, path = made
    (tmp_path / "usd" / "shots").mkdir(parents=True)
    (tmp_path / "usd" / "shots" / "9Z.usda").write_text("of another film")
    again = usd.write(film, out=tmp_path)
    for one, other in ((path.parent, again.parent), (again.parent, path.parent)):
        for file in one.rglob("*.usda"):
            assert (other / file.relative_to(one)).read_bytes() == file.read_bytes()


def test_the_command_writes_it_and_draws_nothing(made: tuple[Film, Path], tmp_path: Path):
    script = str(made[0].read.project / "film.fountain")
    done = CliRunner().invoke(command, [script, "--to", "usd,csv", "--only", "2A", "--out", str(tmp_path)],
                              standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.output.splitlines()[-2:] == [str(tmp_path / "usd" / "film.usda"), str(tmp_path / "film.csv")]
    assert [p.name for p in (tmp_path / "usd" / "shots").iterdir()] == ["2A.usda"]
    assert not (made[0].read.project / ".shotscript" / "ledger.sqlite").exists()


@pytest.mark.parametrize(("wanted", "found"), [
    (["A b", "a-b", "A_B"], ["A_b", "a_b_2", "A_B_3"]), (["7", ""], ["_7", "_"]), (["李", "桥"], ["_", "__2"])])
def test_names_are_plain_and_different(wanted: list[str], found: list[str]):
    assert usda.names(wanted) == found
