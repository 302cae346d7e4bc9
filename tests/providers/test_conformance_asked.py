"""The list every provider answers to, held against a script in which each thing written has a word of its own."""

from __future__ import annotations

import re
from functools import cache

from films import segments, understood

from shotscript.narrative.story import Beat
from shotscript.plan.limits import Limits
from shotscript.providers.claims import asked

SCRIPT = '''Title: Wtitle

/*@format
picture: 1:1 480p 25fps
camera: super 35
style: Wstyle
never: Wnever
language: es
provider: kling-3-omni
seed: 4711
*/

/*@cast
MAYA: Wlook
  wears: Wwears
  images: media/a1.png
  clip: media/clip.mp4
  voice: media/voice.wav
  speaks: Wspeaks
  height: 1.51m
JON: Wother
*/

/*@places
KITCHEN: Wplace
  size: 4.25m x 3m
  images: media/place.png
*/

/*@props
CUP: Wprop
  images: media/prop.png
*/

INT. KITCHEN - NIGHT #1#

[[block: MAYA stands at -0.61 0 facing JON; SOFA sofa at 1.17 1]]
[[light: Wlight]]
[[weather: Wweather]]
[[music: Wmusic]]
[[state JON: wears Wstate; Wtorn]]

[[sound: Wsound]]
[[super: Wsuper]]
[[perform MAYA: media/dance.mp4]]
[[plate: media/footage.mp4]]
[[frame first: media/first.png]]
[[frame last: media/last.png]]
[[block: JON walks to 0.37 1.5]]
!! 1A: MS on MAYA, 37mm f/2.7, low angle 23deg, dutch left 13deg, height 0.33m, MAYA profile left, from JON,
 JON right third, MAYA looks up, focus on JON, dolly in 0.57m over 2.3s, "Wdescription", 7.5s, hold 0.9s, speed 61%,
 allow AX101, CUP foreground

Waction.

MAYA (O.S.)
(Wdelivery)
Wline.

> DISSOLVE TO: [[over: 11f]]

!! 1B: as 1A, camera at 1.23 2.5

JON (V.O.)
Wvoice.
'''
ELSEWHERE = {
    "Wtitle": "the film's name", "35": "the gate: the real camera's angle of view", "1.51": "the real camera's aim",
    "4.25": "the room the real camera stands in", "25fps": "the join's",
}
"""Written, and no claim of its own: what the house itself answers by its geometry and its join."""


@cache
def told() -> str:
    film = understood(SCRIPT)
    claims = [claim for segment in segments(film, Limits()) for cut in asked(segment, film.context()) for claim in cut]
    return "\n".join(f"{c.words} {c.value.delivery if isinstance(c.value, Beat) else ''}" for c in claims)


def words() -> list[str]:
    """Everything in the script that stands there once, to be known by."""
    found = re.findall(r"W[a-z]+|media/\w+|\d+\.\d+|\d+fps|\b\d{2,}f?\b", SCRIPT)
    return [word for word in dict.fromkeys(found) if word not in ("100", "101")]


def test_everything_written_is_asked_for():
    missing = {word for word in words() if word not in told()}
    assert missing == set(ELSEWHERE), missing
