"""The stage as USD: a file a shot, a file a person, and one that holds the film.

A shot's file is a stage of its own, so that it opens alone in any program and one shot is handed on without the others;
the film's lays them end to end. Centimetres, Y up, as the programs that read it begin with; so lenses and gates are in
millimetres, USD's tenths of a unit. Time codes are frames: frame i of a shot is time i.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ...optics.camera import Camera
from ...providers.previz.model import Lamp, Model, Puppet, Solid
from . import usda
from .usda import Floats, attribute, flat, matrix, number, prim, row, rows, text, texts

CM = 100.0
NEAR, FAR = 1, 100_000  # clipping, cm
SPHERE, DISTANT = 5.0, 2.0  # radius of a lamp, cm; width of what shines from afar, degrees
BRIGHT = 160_000  # a lamp of 1 lights what is 2 m away as one from afar does


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot to be written: `start` is its first frame in the film, `told` what is known of it, in words."""

    name: str
    label: str
    scene: str
    heading: str
    start: int
    frames: int
    told: Mapping[str, str]


def shot_file(shot: Shot, model: Model, people: Sequence[str], fps: Fraction) -> str:
    """The stage of one shot; `people` are the files of its persons, as the shot's file finds them."""
    named = usda.names([one.name for one in model.people])
    things = usda.names([thing.name for thing, _ in model.things])
    names = usda.names(["Floor", "Back", "Front", "Left", "Right", "Ceiling"])
    room = (_solid(name, [solid], name) for name, solid in zip(names, model.room, strict=False))
    set_ = (_solid(name, solids, thing.name) for name, (thing, solids) in zip(things, model.things, strict=True))
    folk = (_person(name, file, one) for name, file, one in zip(named, people, model.people, strict=True))
    told = [f"string shotscript:{key} = {text(value)}" for key, value in shot.told.items()]
    return usda.layer(
        _stage("Shot", shot.frames, fps),
        prim('def Xform "Shot"', [f"custom {line}" for line in told], _camera(model.camera),
             prim('def Scope "Lights"', *_lights(model.lamp)), prim('def Xform "Room"', *room),
             prim('def Xform "Things"', *set_), prim('def Xform "People"', *folk, told=['kind = "group"']),
             told=[f"displayName = {text(shot.label)}", 'kind = "assembly"']))


def person_file(one: Puppet) -> str:
    """A person at rest: skin and skeleton, to be moved by a shot."""
    joints = usda.names(one.joints)
    skeleton = prim('def Skeleton "Skeleton"', [
        f"uniform token[] joints = {texts(joints)}", f"uniform matrix4d[] bindTransforms = {_matrices(one.rest)}",
        f"uniform matrix4d[] restTransforms = {_matrices(one.rest)}"], told=['prepend apiSchemas = ["SkelBindingAPI"]'])
    bound = [f"int[] primvars:skel:jointIndices = {flat(one.hung)} (", "    elementSize = 2",
             '    interpolation = "vertex"', ")",
             f"float[] primvars:skel:jointWeights = {flat(one.shares)} (", "    elementSize = 2",
             '    interpolation = "vertex"', ")",
             f"matrix4d primvars:skel:geomBindTransform = {matrix(np.eye(4))}",
             "rel skel:skeleton = </Person/Skeleton>"]
    skin = prim('def Mesh "Skin"', _mesh(one.skin), bound, told=['prepend apiSchemas = ["SkelBindingAPI"]'])
    return usda.layer({"defaultPrim": '"Person"', "metersPerUnit": "0.01", "upAxis": '"Y"'},
                      prim('def SkelRoot "Person"', skin, skeleton,
                           told=[f"displayName = {text(one.name)}", 'kind = "component"']))


def film_file(shots: Sequence[Shot], files: Sequence[str], frames: int, fps: Fraction, title: str) -> str:
    """All shots one after another under their scenes, each visible while it runs."""
    scenes = list(dict.fromkeys((one.scene, one.heading) for one in shots))
    named = usda.names([f"Scene_{scene}" for scene, _ in scenes])
    own = {scene: [(one, file) for one, file in zip(shots, files, strict=True) if (one.scene, one.heading) == scene]
           for scene in scenes}
    parts = (prim(f'def Xform "{name}"', *(_placed(one, file, frames) for one, file in own[scene]),
                  told=[f"displayName = {text(scene[1])}", 'kind = "group"'])
             for name, scene in zip(named, scenes, strict=True))
    return usda.layer(_stage("Film", frames, fps), prim('def Xform "Film"', *parts, told=[
        f"displayName = {text(title)}", 'kind = "assembly"']))


def _stage(name: str, frames: int, fps: Fraction) -> dict[str, str]:
    rate = number(float(fps), 9)
    return {"defaultPrim": f'"{name}"', "startTimeCode": "0", "endTimeCode": str(frames - 1),
            "timeCodesPerSecond": rate, "framesPerSecond": rate, "metersPerUnit": "0.01", "upAxis": '"Y"'}


def _placed(one: Shot, file: str, frames: int) -> Iterator[str]:
    first, after = one.start, one.start + one.frames
    seen = {0: '"invisible"', first: '"inherited"'} | ({after: '"invisible"'} if after < frames else {})
    samples = [f"    {at}: {value}," for at, value in sorted(seen.items())]
    return prim(f'def Xform "Shot_{one.name}"', ["token visibility.timeSamples = {", *samples, "}"],
                told=[f"prepend references = @{file}@ (offset = {first})"])


def _camera(camera: Camera) -> Iterator[str]:
    """Millimetres for lens and gate, centimetres for focus; a stop of 0 keeps all in focus."""
    poses = camera.cam_to_world.copy()
    poses[:, :3, 3] *= CM
    return prim('def Camera "Camera"', [
        'token projection = "perspective"', f"float horizontalAperture = {number(camera.gate.width)}",
        f"float verticalAperture = {number(camera.gate.height)}", f"float2 clippingRange = ({NEAR}, {FAR})",
        f"float fStop = {number(camera.stop or 0)}"],
        attribute("float focalLength", _samples(camera.focal)),
        attribute("float focusDistance", _samples(camera.focus * CM, 4)),
        attribute("matrix4d xformOp:transform", {i: matrix(pose) for i, pose in enumerate(poses)}),
        ['uniform token[] xformOpOrder = ["xformOp:transform"]'])


def _lights(lamp: Lamp) -> Iterator[Iterator[str]]:
    colour = f"color3f inputs:color = {row(lamp.colour)}"
    if lamp.at is None:
        yield prim('def DistantLight "Key"', [
            colour, "float inputs:intensity = 1", f"float inputs:angle = {number(DISTANT)}",
            f"matrix4d xformOp:transform = {matrix(_shining(lamp.way))}",
            'uniform token[] xformOpOrder = ["xformOp:transform"]'])
    else:
        yield prim('def SphereLight "Key"', [
            colour, f"float inputs:intensity = {BRIGHT}", "bool inputs:normalize = 1",
            f"float inputs:radius = {number(SPHERE)}", f"double3 xformOp:translate = {row(lamp.at * CM, 4)}",
            'uniform token[] xformOpOrder = ["xformOp:translate"]'])
    yield prim('def DomeLight "Everywhere"', [f"color3f inputs:color = {row(lamp.ambient)}",
                                             "float inputs:intensity = 0.6"])


def _shining(way: Floats) -> Floats:
    """A light shines along its own -Z: the frame whose Z points at where it comes from."""
    z = way / np.linalg.norm(way)
    x = np.cross((0.0, 1.0, 0.0), z) if abs(z[1]) < 0.999 else np.array((1.0, 0.0, 0.0))
    x /= np.linalg.norm(x)
    out = np.eye(4)
    out[:3, :3] = np.stack([x, np.cross(z, x), z], axis=1)
    return out


def _solid(name: str, solids: Sequence[Solid], called: str) -> Iterator[str]:
    told = [f"displayName = {text(called)}"]
    if len(solids) == 1:
        return prim(f'def Mesh "{name}"', _mesh(solids[0]), told=told)
    parts = (prim(f'def Mesh "Part_{i + 1}"', _mesh(solid)) for i, solid in enumerate(solids))
    return prim(f'def Xform "{name}"', *parts, told=told)


def _mesh(solid: Solid) -> list[str]:
    points, size = solid.points * CM, solid.faces.shape[1]
    one = (solid.colours == solid.colours[0]).all()
    kind = "constant" if one else "vertex"
    linear = solid.colours[:1] ** 2.2 if one else solid.colours**2.2  # shown values to light
    return [f"float3[] extent = {rows([points.min(0), points.max(0)], 4)}",
            f"int[] faceVertexCounts = {flat(np.full(len(solid.faces), size))}",
            f"int[] faceVertexIndices = {flat(solid.faces)}", f"point3f[] points = {rows(points, 5)}",
            'uniform token subdivisionScheme = "none"',
            f"color3f[] primvars:displayColor = {rows(linear, 3)} (", f'    interpolation = "{kind}"', ")"]


def _person(name: str, file: str, one: Puppet) -> Iterator[str]:
    """The person's file, moved: its joints in each frame, and when they are on the set."""
    shown = {i: '"inherited"' if there else '"invisible"' for i, there in enumerate(one.shown.tolist())}
    quarters, sizes = _turns(one.poses), np.linalg.norm(one.poses[..., :3, :3], axis=-2)
    moved = prim('def SkelAnimation "Animation"', [f"uniform token[] joints = {texts(usda.names(one.joints))}"],
                 attribute("float3[] translations", {i: rows(p[:, :3, 3] * CM, 4) for i, p in enumerate(one.poses)}),
                 attribute("quatf[] rotations", {i: rows(q, 6) for i, q in enumerate(quarters)}),
                 attribute("half3[] scales", {i: rows(s, 4) for i, s in enumerate(sizes)}))
    path = f"</Shot/People/{name}/Animation>"
    return prim(f'def SkelRoot "{name}"', _held("token visibility", shown), moved,
                prim('over "Skeleton"', [f"rel skel:animationSource = {path}"]),
                told=[f"displayName = {text(one.name)}", f"prepend references = @{file}@"])


def _held(name: str, values: Mapping[int, str]) -> list[str]:
    """Words do not change little by little: a sample where each run of equals begins."""
    if len(set(values.values())) == 1:
        return [f"{name} = {values[0]}"]
    begins = [i for i in values if i == 0 or values[i] != values[i - 1]]
    return [f"{name}.timeSamples = {{", *(f"    {i}: {values[i]}," for i in begins), "}"]


def _samples(values: Floats, digits: int = 6) -> dict[int, str]:
    return {i: number(value, digits) for i, value in enumerate(values.tolist())}


def _matrices(joints: Floats) -> str:
    moved = joints.copy()
    moved[:, :3, 3] *= CM
    return "[" + ", ".join(matrix(one, 6) for one in moved) + "]"


def _turns(poses: Floats) -> Floats:
    """(n, j, 4) quaternions w x y z of joints (n, j, 4, 4), each the nearer of its two to the one before."""
    turn = poses[..., :3, :3] / np.linalg.norm(poses[..., :3, :3], axis=-2)[..., None, :]
    found = _quarters(turn)
    for i in range(1, len(found)):
        found[i] *= np.where((found[i] * found[i - 1]).sum(-1, keepdims=True) < 0, -1.0, 1.0)
    return found


def _quarters(m: Floats) -> Floats:
    """By the largest of the four, so that nothing small is divided by (Shepperd 1978)."""
    a, b, c = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    square = np.stack([1 + a + b + c, 1 + a - b - c, 1 - a + b - c, 1 - a - b + c], -1)
    x, y, z = m[..., 2, 1], m[..., 0, 2], m[..., 1, 0]
    u, v, w = m[..., 1, 2], m[..., 2, 0], m[..., 0, 1]
    table = np.stack([np.stack([square[..., 0], x - u, y - v, z - w], -1),
                      np.stack([x - u, square[..., 1], z + w, y + v], -1),
                      np.stack([y - v, z + w, square[..., 2], x + u], -1),
                      np.stack([z - w, y + v, x + u, square[..., 3]], -1)], -2)
    best = np.take_along_axis(table, square.argmax(-1)[..., None, None], -2)[..., 0, :]
    return best / np.linalg.norm(best, axis=-1, keepdims=True)
