"""What a board is: a panel for each shot, and floor plans for each scene. Frozen values, nothing drawn yet.

Places in a picture are in picture heights: x to the right from 0 to the picture's shape (width over height), y down
from 0 to 1; what lies outside is outside the picture. Places on a floor are metres, x to the right and z towards the
viewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ...optics.space import Thing

Spot = tuple[float, float]
Spots = tuple[Spot, ...]
Rect4 = tuple[float, float, float, float]
"""Least x and z, greatest x and z, metres."""

Kind = Literal["pan", "whip", "tilt", "roll", "truck", "pedestal", "crane", "dolly", "orbit", "zoom", "dolly zoom"]


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing the camera does, read off its path.

    amount   pan and whip radians to the left, tilt up, roll to the left, truck metres to the right, pedestal and crane
             up, dolly in, orbit radians of bearing to the right; of a zoom the lens at its end over that at its start
    first, last  frames of the shot
    step     1, 2... where one comes after another, 0 where all go together
    """

    kind: Kind
    amount: float
    first: int
    last: int
    step: int = 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """From tail to head. A person's has the `outline` of a ribbon that lies on the floor. `step`: see `Movement`."""

    kind: Kind | Literal["walk", "rack"]
    points: Spots
    outline: Spots = ()
    step: int = 0
    who: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """What the camera sees before or after a move, in the wider of both pictures: the corners from the upper left
    clockwise. `inward`: it closes in on the box; else it opens from it."""

    kind: Kind
    corners: Spots
    inward: bool
    step: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame of the shot, counted from its first, and what is drawn over it. `name`: start or end."""

    name: str
    frame: int
    arrows: tuple[Arrow, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Words under the pictures. `kind`: fault, clauses, action, speech, note. `who`: the speaker, or what a note is of.
    `manner`: how it is said, in brackets after the name.
    """

    kind: Literal["fault", "clauses", "action", "speech", "note"]
    text: str
    who: str = ""
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A shot on the board. `camera`: lens, stop, height. `at`: when it begins in the film, empty where scenes
    before it are left out. `length`: how long it is."""

    label: str
    scene: str
    heading: str
    camera: str
    at: str
    length: str
    pictures: tuple[Picture, Picture]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A person on the plan, where they are when they are first seen: facing `yaw`, looking at `sight`; the way they go
    from there, and the way they face in the end."""

    name: str
    at: Spot
    yaw: float
    sight: Spot | None = None
    path: Spots = ()
    turned: float = 0.0


@dataclass(frozen=True, slots=True)
class Station:
    """A camera on the plan: where it looks (`yaw`, as a camera's), how wide (`spread`, radians) and how far its sharp
    plane is. `path` leads to where it ends, with what it sees there; empty for one that stays.
    """

    label: str
    at: Spot
    yaw: float
    spread: float
    reach: float
    path: Spots = ()
    turned: float = 0.0
    spread_end: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Some shots of a scene from above. `bounds` is what is shown; `walled` says whether there are walls to see, `axis`
    is the line between the two who speak."""

    scene: str
    heading: str
    part: int
    parts: int
    shots: tuple[str, ...]
    walls: Rect4 | None
    walled: bool
    things: tuple[Thing, ...]
    people: tuple[Standing, ...]
    stations: tuple[Station, ...]
    axis: tuple[Spot, Spot] | None
    bounds: Rect4


@dataclass(frozen=True, slots=True)
class Board:
    """`shape`: width over height of a picture. `facts`: what is delivered, in words."""

    title: str
    language: str
    facts: str
    shape: float
    panels: tuple[Panel, ...]
    plans: tuple[Plan, ...]
