"""Forty golden frames: every hour, light, weather, theme, pose and kind of camera, small, kept as one picture.

On x86-64 Linux they are the same bytes; elsewhere the last bit of a maths library may differ: at most one level on a
thousandth of the pixels. SHOTSCRIPT_RENEW=1 draws them anew, when the look changes on purpose: look at them then
(`make look` shows them large).
"""

from __future__ import annotations

import math
import os
import platform
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from previz_stages import IRIS, JONAS, MARA, ROOM, TABLE, camera, segment_of, speech, track
from previz_stages import shot_dolly_zoom as dolly_zoom
from previz_stages import shot_orbit as orbit
from previz_stages import shot_over_shoulder as over_shoulder
from previz_stages import shot_wide as wide

from shotscript.narrative.story import Format
from shotscript.optics.camera import ShotStage
from shotscript.optics.space import Posture, Room, Set, Thing
from shotscript.providers.previz.dialect import write
from shotscript.providers.previz.draw import draw
from shotscript.providers.previz.look import Look, worn

KEPT = Path(__file__).parent / "golden_frames.png"
WIDE, HIGH, COLUMNS = 160, 90, 8
EXACT = (platform.system(), platform.machine()) == ("Linux", "x86_64")
FURNITURE = (TABLE, Thing("CHAIR", "chair", (0.44, 0.95, 0.44), (0.7, 0, -0.3), -math.pi / 2),
             Thing("DOOR", "door", (0.9, 2.05, 0.08), (1.6, 0, -2.55)),
             Thing("PANE", "window", (1.4, 1.2, 0.1), (-2.95, 0.9, -0.6), math.pi / 2))


def pair(eye=(0.9, 1.5, 3.0), target=(0, 1.0, -0.2), focal=24.0, stop=None, roll=0.0, walled=True):
    people = (track("MARA", 1, (-0.6, 0.1), facing=(0.6, 0), gaze=(0.6, 1.6, 0.0), tall=1.7),
              track("JONAS", 1, (0.7, -0.3), facing=(-0.6, 0.1), gaze=(-0.6, 1.55, 0.1), posture=Posture.SIT, tall=1.8))
    room = ROOM if walled else Room(30, 30, walled=False)
    lens = camera(1, eye, target, focal, stop, roll=roll)
    return ShotStage("1", 1, 0, 0, lens, people, Set(room, FURNITURE if walled else FURNITURE[:2], walled), "a pair")


def alone(posture, gait=0.0, yaw=0.5, speaking=False, **lens):
    lens = {"eye": (0.3, 1.3, 3.2), "target": (0, 0.95, 0), "focal": 24.0} | lens
    one = replace(track("IRIS", 2, (0, 0), posture=posture, yaw=yaw, speaking=speaking), gait=np.full(2, gait))
    return ShotStage("1", 2, 0, 0, camera(2, **lens), (one,), Set(ROOM, ()), "one")


def close(**more):
    return alone(Posture.STAND, eye=(0.1, 1.62, 0.95), target=(0, 1.6, 0), focal=50.0, yaw=0.0, **more)


CLOSE = {"eye": (-0.1, 1.62, 1.0), "target": (-0.55, 1.58, 0.1), "focal": 35.0, "stop": 2.0}
FRAMES = {
    **{f"inside, {hour}": (pair(), {"time": hour}) for hour in ("DAWN", "MORNING", "DAY", "DUSK", "EVENING", "NIGHT")},
    **{f"outside, {hour}": (pair(walled=False), {"time": hour, "interior": False})
       for hour in ("DAWN", "DAY", "DUSK", "NIGHT")},
    **{words: (pair(**CLOSE), {"time": "DAY", "light": words})
       for words in ("window right, soft", "hard sun, left", "backlit, dark", "warm")},
    **{words: (pair(), {"time": "NIGHT", "light": words})
       for words in ("lamp over TABLE", "candle on TABLE", "firelight", "moonlight", "neon", "fluorescent",
                     "a screen")},
    **{sky: (pair(walled=False), {"interior": False, "weather": sky}) for sky in ("rain", "snow", "fog")},
    "clay": (wide(2), {"look": Look("clay")}), "pencil": (over_shoulder(2), {"look": Look("ink")}),
    "bare": (wide(2), {"look": Look(tags=False, slate=False, captions=False, ink=False)}),
    "over the shoulder": (over_shoulder(2), {}), "a walker": (wide(12), {"frame": 7}), "three": (orbit(2), {}),
    "long lens": (dolly_zoom(2), {}), "short lens": (dolly_zoom(2), {"frame": 1}),
    "dutch": (pair(roll=0.3), {}), "overhead": (pair((0, 4.5, 0.1), (0, 0, 0)), {}),
    "low": (pair((0.2, 0.2, 2.4), (0, 1.5, 0)), {}), "shut mouth": (close(), {}),
    "open mouth": (close(speaking=True), {"frame": 1}),
    "running": (alone(Posture.RUN, 1.4), {}),
    "lying": (alone(Posture.LIE, eye=(0.5, 1.6, 2.4), target=(0, 0.2, 0)), {}),
    "a fault": (close(), {"faults": ["no such lens"], "beats": [speech("IRIS", "Ah.", 0, 1)]}),
}


def drawn(shot, frame=0, beats=(), faults=(), look=None, **where):
    cast, small = (MARA, JONAS, IRIS), Format(width=WIDE, height=HIGH)
    segment, context = segment_of([(shot, beats, faults)], small, cast, **where)
    return draw(worn(write(segment, context).request, look or Look())).frame(frame)


@cache
def kept():
    """The frames by name, as planes."""
    sheet = np.asarray(Image.open(KEPT))
    high = HIGH * 3 // 2
    return {name: sheet[i // COLUMNS * high :, i % COLUMNS * WIDE :][:high, :WIDE] for i, name in enumerate(FRAMES)}


def renewed():
    high, rows = HIGH * 3 // 2, -(-len(FRAMES) // COLUMNS)
    sheet = np.zeros((rows * high, COLUMNS * WIDE), np.uint8)
    for i, (shot, more) in enumerate(FRAMES.values()):
        sheet[i // COLUMNS * high :, i % COLUMNS * WIDE :][:high, :WIDE] = drawn(shot, **more)
    Image.fromarray(sheet).save(KEPT, optimize=True)


def test_there_are_forty():
    if os.environ.get("SHOTSCRIPT_RENEW"):
        renewed()
    assert len(FRAMES) == 40


@pytest.mark.parametrize("name", FRAMES)
def test_golden(name):
    shot, more = FRAMES[name]
    now, then = drawn(shot, **more), kept()[name]
    apart = np.abs(now.astype(int) - then)
    if EXACT:
        assert not apart.any(), f"{(apart > 0).sum()} pixels of {name!r} differ, by {apart.max()} at most"
    assert apart.max() <= 1 and (apart > 0).mean() <= 0.001


def test_no_two_frames_are_alike():
    """A frame that shows nothing of its own would guard nothing."""
    assert len({frame.tobytes() for frame in kept().values()}) == len(FRAMES)
