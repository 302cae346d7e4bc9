"""A shot as a cut sees it: its first and its last picture, who is in them and where, whom it is about.

Plain numbers throughout: a film has thousands of cuts. Plan means x and z only. Screen x, y as in `optics.view`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import hypot, log

from ...core.span import Span
from ...lang.clause import Framing
from ...lang.term import Size, View
from ...narrative.story import Shot
from .. import body, lens
from ..brief import Brief, read
from ..camera import ShotStage
from ..space import Posture, Track

Point = tuple[float, float, float]

_IN_VIEW = 1.0
_NEAREST = 0.05


@dataclass(frozen=True, slots=True)
class Figure:
    """A person at one moment: the eyes, in the world and on the screen, and where they look (a unit vector)."""

    name: str
    tall: float
    posture: Posture
    eyes: Point
    gaze: Point
    x: float
    y: float
    depth: float

    @property
    def visible(self) -> bool:
        return self.depth > _NEAREST and abs(self.x) <= _IN_VIEW and abs(self.y) <= _IN_VIEW


@dataclass(frozen=True, slots=True)
class Look:
    """One picture. `focal` in millimetres as on full frame; `ahead` where the lens looks; `high` how many metres of a
    thing a metre away it shows from bottom to top."""

    position: Point
    ahead: Point
    focal: float
    high: float
    figures: Mapping[str, Figure]

    def visible(self) -> frozenset[str]:
        return frozenset(name for name, figure in self.figures.items() if figure.visible)

    def shows(self, *names: str) -> bool:
        return all(name in self.figures and self.figures[name].visible for name in names)


@dataclass(frozen=True)
class Setup:
    """A shot and its stage. `on` are the people it is framed on, `over` whose shoulder it looks over."""

    shot: Shot
    stage: ShotStage

    @property
    def label(self) -> str:
        return self.shot.label

    @cached_property
    def brief(self) -> Brief:
        return read(self.shot)

    @property
    def framing(self) -> Framing:
        return self.brief.framing

    @cached_property
    def first(self) -> Look:
        return look(self.stage, self.stage.lead)

    @cached_property
    def last(self) -> Look:
        return look(self.stage, self.stage.lead + self.stage.frames - 1)

    @cached_property
    def tracks(self) -> Mapping[str, Track]:
        return {track.name: track for track in self.stage.people}

    @cached_property
    def on(self) -> tuple[str, ...]:
        """Named people; for a shot of everyone, all it shows. Nobody in a picture of things."""
        if not self.framing.on:
            return tuple(name for name in self.tracks if self.first.shows(name) or self.last.shows(name))
        return tuple(name.text for name in self.framing.on if name.text in self.tracks)

    @property
    def over(self) -> str:
        by = self.framing.by
        return by.text if self.framing.view is View.OTS and by and by.text in self.tracks else ""

    @property
    def aside(self) -> bool:
        """A picture that belongs to no line: an insert, somebody's own view, nobody, or the floor plan."""
        return (self.framing.view in (View.POV, View.INSERT) or bool(self.framing.part) or not self.on
                or abs(self.first.ahead[1]) > 0.966)

    @property
    def single(self) -> str:
        """The one person it is about, seen from no shoulder; nothing for other shots."""
        return self.on[0] if len(self.on) == 1 and not self.over and not self.aside else ""

    @property
    def span(self) -> Span:
        """Where a finding about this shot points: its framing, else its line."""
        return self.framing.span if self.brief.framed else self.shot.span

    def size(self, of: Look) -> Size | None:
        """How large the people it is about really are, by the table of crops; None where nobody is."""
        seen = [of.figures[name] for name in self.on if name in of.figures and of.figures[name].depth > _NEAREST]
        if not seen:
            return None
        nearest = min(seen, key=lambda figure: figure.depth)
        crop = nearest.depth * of.high / (nearest.tall / lens.TALL)
        return min(lens.CROPS, key=lambda size: abs(log(lens.CROPS[size] / crop)))


def look(stage: ShotStage, frame: int) -> Look:
    """The picture of one frame (an index into the stage's arrays)."""
    camera = stage.camera
    matrix = camera.cam_to_world[frame].tolist()
    position = (matrix[0][3], matrix[1][3], matrix[2][3])
    wide, high = (2 * float(camera.focal[frame]) / side for side in (camera.gate.width, camera.gate.height))
    figures = {}
    for track in stage.people:
        if track.shown[min(frame, len(track.shown) - 1)]:
            who = track.at(frame)
            eyes = body.spot(who, "eyes")
            right, up, back = _within(matrix, position, eyes)
            far = -back if abs(back) > 1e-9 else 1e-9
            figures[track.name] = Figure(track.name, track.tall, who.posture, eyes, _towards(eyes, track, frame),
                                         right / far * wide, up / far * high, far)
    ahead = (-matrix[0][2], -matrix[1][2], -matrix[2][2])
    focal = float(camera.focal[frame])
    return Look(position, ahead, focal * 36.0 / camera.gate.width, camera.gate.height / focal, figures)


def steps(one: Size, other: Size) -> int:
    """Sizes from one to the other."""
    order = list(Size)
    return abs(order.index(one) - order.index(other))


def unit(x: float, y: float, z: float) -> Point:
    far = hypot(x, y, z) or 1.0
    return x / far, y / far, z / far


def _towards(eyes: Point, track: Track, frame: int) -> Point:
    x, y, z = track.gaze[min(frame, len(track.gaze) - 1)].tolist()
    return unit(x - eyes[0], y - eyes[1], z - eyes[2])


def _within(matrix: list[list[float]], position: Point, where: Point) -> Point:
    """A point of the world in the camera's own axes: right, up, back."""
    dx, dy, dz = (where[k] - position[k] for k in range(3))
    right, up, back = (matrix[0][k] * dx + matrix[1][k] * dy + matrix[2][k] * dz for k in range(3))
    return right, up, back
