"""Films from text for the tests of what the camera sees: read, staged, and measured in their pictures."""

import numpy as np

from shotscript import studio
from shotscript.core.diagnostic import Problems
from shotscript.optics import body
from shotscript.optics.camera import ShotStage
from shotscript.optics.view import CameraPose, project

HEAD = """
/*@cast
MAYA: woman
  height: 168cm
JON: man
  height: 182cm
KID: girl
  height: 120cm
*/

/*@places
ROOM: a room
  size: 12m x 10m
*/

INT. ROOM - DAY #1#

"""
FACE_TO_FACE = "[[block: MAYA stands at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]\n"


def filmed(text: str, head: str = HEAD) -> tuple[dict[str, ShotStage], Problems]:
    """The stages of a film by label, and its problems."""
    film = studio.read(head + text + "\n")
    return film.stage.shots, film.problems


def one(clauses: str, block: str = FACE_TO_FACE) -> ShotStage:
    """The stage of a single shot of two people face to face."""
    return filmed(f"{block}\n!! {clauses}")[0]["1A"]


def lens(stage: ShotStage, frame: int = 0) -> CameraPose:
    """The camera at a frame of the shot."""
    i = stage.lead + frame
    m, camera = stage.camera.cam_to_world[i], stage.camera
    x, y, z = (float(v) for v in m[:3, 3])
    return CameraPose((x, y, z), float(np.arctan2(m[0, 2], m[2, 2])), float(np.arcsin(np.clip(-m[1, 2], -1, 1))),
                      float(np.arctan2(m[1, 0], m[1, 1])), float(camera.focal[i]), float(camera.focus[i]), camera.gate)


def track(stage: ShotStage, name: str):
    return next(t for t in stage.people if t.name == name)


def seen(stage: ShotStage, name: str, landmark: str = "eyes", frame: int = 0) -> np.ndarray:
    """Screen x, y and depth of a landmark of somebody at a frame of the shot."""
    who = track(stage, name).at(stage.lead + frame)
    return project(lens(stage, frame), body.landmark(who, landmark)[None])[0]
