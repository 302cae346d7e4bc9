"""A segment lowered to drawing instructions: JSON that names its arrays by content, and the arrays beside it.

Numbers are rounded to a millionth before they are hashed, so that the last bit of a maths library changes no request.
`sheet` reads what is written here.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core import timebase
from ...core.diagnostic import Problems, info
from ...narrative.story import Beat, Transition
from ...optics.camera import Camera, ShotStage
from ...optics.space import Carried, Set, Track
from ...plan.timeline import Cut, Segment
from ..claims import asked
from ..contract import Context, Draft, Loss, Request, array_ref
from ..lighting import light
from ..wardrobe import dress
from .letters import lacking
from .verdicts import answer, faults_of, meaning

GRAIN = 6  # decimals kept
Arrays = dict[str, NDArray[Any]]


def write(segment: Segment, context: Context) -> Draft:
    """The request for a segment, a verdict on every claim, and what its letters lack."""
    arrays: Arrays = {}
    cuts: list[dict[str, Any]] = []
    losses: list[Loss] = []
    for cut, wanted in zip(segment.cuts, asked(segment, context), strict=True):
        losses += map(answer, wanted)
        cuts.append(instructions(cut, context, arrays) | {"asked": meaning(wanted)})
    fmt = segment.format
    body = {"picture": {"width": fmt.width, "height": fmt.height, "fps": str(fmt.fps)}, "cuts": cuts,
            "keyframes": list(keyframes(segment.cuts))}
    request = Request(provider="previz", model="previz", segment=segment.name, body=body, arrays=arrays)
    return Draft(request, tuple(losses), _letters(segment, cuts))


def keyframes(cuts: tuple[Cut, ...]) -> tuple[int, ...]:
    """Frames of the clip that must be decodable alone: cuts, handle ends, edges of dissolves and fades."""
    found: set[int] = set()
    base = 0
    for cut in cuts:
        own, end = base + cut.lead, base + cut.lead + cut.frames
        found |= {base, own, end} if cut.lead or cut.tail else {base}
        found |= _window(cut.shot.transition_in, own, cut.lead, entering=True)
        found |= _window(cut.shot.transition_out, end, cut.tail, entering=False)
        base = end + cut.tail
    return tuple(sorted(k for k in found if 0 <= k < base))


def _window(transition: Transition | None, edge: int, handle: int, entering: bool) -> set[int]:
    """The inner end of what a transition covers of a shot whose own frames start or end at `edge`."""
    sign = 1 if entering else -1
    if transition is None or transition.kind not in ("dissolve", "wipe"):
        fades = transition is not None and transition.kind == ("fade in" if entering else "fade out")
        inner = {edge + sign * transition.frames} if transition and fades else set()
        # the other half of a mix whose length only the neighbour knows: as long as the handle, or a frame less
        return inner | ({edge - handle, edge - handle + 1} if handle and not entering else set())
    return {edge + sign * (transition.frames - handle)}


def instructions(cut: Cut, context: Context, arrays: Arrays) -> dict[str, Any]:
    """How one cut is drawn; its arrays go to `arrays`."""
    shot, stage = cut.shot, _trimmed(context.stage.shots[cut.shot.label], cut)
    told = {
        "label": shot.label, "scene": cut.scene.label, "caption": stage.caption, "banner": faults_of(shot),
        "lead": cut.lead, "frames": cut.frames, "tail": cut.tail,
        "camera": _camera(stage.camera, arrays), "people": [_person(t, cut, context, arrays) for t in stage.people],
        "set": _set(stage.set), "light": _light(cut, stage.set, context), "subjects": list(stage.subjects),
        "speech": _speech(cut, context.story.format.fps),
    }
    return told | ({"carried": [_carried(thing, arrays) for thing in stage.carried]} if stage.carried else {})


def _trimmed(stage: ShotStage, cut: Cut) -> ShotStage:
    """The stage over exactly the cut's frames; an edge frame is held where the stage has no handle."""
    n = len(stage.camera)
    at = np.clip(np.arange(-cut.lead, cut.frames + cut.tail) + stage.lead, 0, n - 1)
    camera = replace(stage.camera, cam_to_world=stage.camera.cam_to_world[at], focal=stage.camera.focal[at],
                     focus=stage.camera.focus[at])
    people = tuple(replace(t, floor=t.floor[at], yaw=t.yaw[at], posture=t.posture[at], gait=t.gait[at], gaze=t.gaze[at],
                           mouth=t.mouth[at], shown=t.shown[at]) for t in stage.people)
    carried = tuple(replace(c, at=c.at[at], yaw=c.yaw[at], holder=c.holder[at]) for c in stage.carried)
    return replace(stage, camera=camera, people=people, carried=carried)


def _camera(camera: Camera, arrays: Arrays) -> dict[str, Any]:
    return {"cam_to_world": _held(camera.cam_to_world, arrays), "focal": _held(camera.focal, arrays),
            "focus": _held(camera.focus, arrays), "stop": None if camera.stop is None else _number(camera.stop),
            "gate": [_number(camera.gate.width), _number(camera.gate.height)]}


def _person(track: Track, cut: Cut, context: Context, arrays: Arrays) -> dict[str, Any]:
    worn = dress(track.name, cut.shot, cut.scene, context.story)
    return {
        "name": track.name, "tall": _number(track.tall), "color": list(worn.cloth), "shoulder": worn.shoulder,
        "hair": {"long": worn.long, "color": list(worn.hair) if worn.hair else None},
        "floor": _held(track.floor, arrays), "yaw": _held(track.yaw, arrays), "gait": _held(track.gait, arrays),
        "gaze": _held(track.gaze, arrays), "mouth": _held(track.mouth, arrays),
        "posture": _whole(track.posture, np.int8, arrays), "shown": _whole(track.shown, np.uint8, arrays),
    }


def _carried(thing: Carried, arrays: Arrays) -> dict[str, Any]:
    return {"name": thing.name, "at": _held(thing.at, arrays), "yaw": _held(thing.yaw, arrays),
            "holder": _whole(thing.holder, np.int8, arrays)}


def _set(stage: Set) -> dict[str, Any]:
    room = stage.room
    return {
        "room": {"width": _number(room.width), "depth": _number(room.depth), "height": _number(room.height),
                 "walled": bool(room.walled)},
        "things": [{"name": t.name, "kind": t.kind, "size": [_number(v) for v in t.size],
                    "at": [_number(v) for v in t.at], "yaw": _number(t.yaw)} for t in stage.things],
        "interior": bool(stage.interior), "night": bool(stage.night),
    }


def _light(cut: Cut, stage: Set, context: Context) -> dict[str, str]:
    return light(cut.shot, cut.scene, context.story, tuple(thing.name for thing in stage.things)).told()


def _speech(cut: Cut, fps: Fraction) -> list[dict[str, Any]]:
    return [_cue(beat, fps) for beat in cut.shot.beats if beat.kind == "speech" and beat.text.strip()]


def _cue(beat: Beat, fps: Fraction) -> dict[str, Any]:
    start = timebase.frames(beat.start, fps)
    marks = [f"({beat.extension})"] if beat.extension else []
    marks += [f"({beat.delivery})"] if beat.delivery else []
    return {"who": " ".join([beat.who, *marks]), "name": beat.who, "text": beat.text, "start": start,
            "frames": max(1, timebase.frames(beat.start + beat.seconds, fps) - start)}


def _letters(segment: Segment, cuts: list[dict[str, Any]]) -> Problems:
    """One word for the whole segment when Pillow's own font lacks letters it needs."""
    texts = [t for cut in cuts for t in (cut["caption"], cut["banner"], *(p["name"] for p in cut["people"]),
                                         *(s[k] for s in cut["speech"] for k in ("who", "text")))]
    missing = lacking(" ".join(texts))
    if not missing:
        return ()
    some = missing[:12] + ("..." if len(missing) > 12 else "")
    return (info("FL501", f"previz has no letters for {some}", segment.cuts[0].shot.span, "drawn as boxes",
                 "the request and the finished film keep the text; only the preview's captions lack it"),)


def _held(array: NDArray[Any], arrays: Arrays) -> dict[str, Any]:
    return _kept(np.ascontiguousarray(np.round(np.asarray(array, np.float64), GRAIN) + 0.0), arrays)


def _whole(array: NDArray[Any], kind: type, arrays: Arrays) -> dict[str, Any]:
    return _kept(np.ascontiguousarray(array, kind), arrays)


def _kept(array: NDArray[Any], arrays: Arrays) -> dict[str, Any]:
    array.setflags(write=False)
    ref = array_ref(array)
    arrays[ref["sha256"]] = array
    return ref


def _number(value: float) -> float:
    return round(float(value), GRAIN) + 0.0
