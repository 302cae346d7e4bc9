"""A panel for each shot meant: what the camera does, who goes where, and every word that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ...core import timebase
from ...lang.clause import Allow
from ...narrative.story import Beat, Said, Scene, Shot
from ...optics.camera import ShotStage
from ..film import Film
from .motion import movements, own
from .signs import signs
from .values import Arrow, Box, Line, Panel, Picture
from .walks import racked, walks

_HEADS = ("light", "weather", "take", "plate", "sound", "music", "super", "perform", "frame first", "frame last")
"""Directives that are told under a picture; where people stand is seen in it."""


def panels(film: Film) -> Iterator[Panel]:
    """In the order of the film."""
    starts = {slot.label: slot.start for slot in film.timeline.slots}
    for number, scene in enumerate(film.story.scenes):
        starts = starts if scene.index == number else {}  # a scene before it is left out
        before: Sequence[Said] = ()
        for shot in scene.shots:
            if shot.label in film.read.labels:
                yield _panel(film, scene, shot, starts.get(shot.label), before)
                before = [said for said in (shot.light, shot.weather, *shot.said) if said]


def pictures(stage: ShotStage, fps: float) -> tuple[Picture, Picture]:
    """The first and the last frame of a shot, with what goes on between them."""
    made = signs(own(stage), movements(stage, fps))
    start, end = walks(stage)
    rack = racked(stage)
    first = (*start, *((rack,) if rack else ()))
    return _picture("start", 0, first, made.start), _picture("end", stage.frames - 1, end, made.end)


def _picture(name: str, frame: int, people: tuple[Arrow, ...], drawn: tuple[Arrow | Box, ...]) -> Picture:
    arrows = tuple(one for one in drawn if isinstance(one, Arrow))
    return Picture(name, frame, (*people, *arrows), tuple(one for one in drawn if isinstance(one, Box)))


def _panel(film: Film, scene: Scene, shot: Shot, start: int | None, before: Sequence[Said]) -> Panel:
    stage, fps = film.stage.shots[shot.label], film.story.format.fps
    seconds = Fraction(shot.frames) / fps
    return Panel(
        shot.label, scene.label, scene.heading, _camera(stage),
        "" if start is None else timebase.timecode(start, fps),
        f"{timebase.clock(seconds)}, {shot.frames} f", pictures(stage, float(fps)),
        tuple(_lines(film, shot, stage, before)))


def _camera(stage: ShotStage) -> str:
    """Lens, stop and height when the shot begins: what the clauses, written or not, come to."""
    camera = own(stage)
    first, last = float(camera.focal[0]), float(camera.focal[-1])
    lens = f"{first:.0f} mm" if abs(first - last) < 0.5 else f"{first:.0f} to {last:.0f} mm"
    stop = f" f/{camera.stop:g}" if camera.stop else ""
    return f"{lens}{stop}, lens at {float(camera.position[0, 1]):.2f} m"


def _lines(film: Film, shot: Shot, stage: ShotStage, before: Sequence[Said]) -> Iterator[Line]:
    """What was told of the shot `before` and goes on is not told again."""
    for fault in shot.faults:
        yield Line("fault", fault)
    clauses = _clauses(film, shot, stage)
    if clauses:
        yield Line("clauses", clauses)
    for beat in shot.beats:
        if beat.text:
            yield _beat(beat)
    for said in (shot.light, shot.weather, *shot.said):
        if said and said not in before and said.head in _HEADS:
            yield _note(said)
    for transition in (shot.transition_in, shot.transition_out):
        if transition:
            yield Line("note", f"{transition.kind}, {transition.frames} f", "cut")


def _clauses(film: Film, shot: Shot, stage: ShotStage) -> str:
    """As they are written; what the director chose has no words of its own."""
    if shot.auto:
        return stage.caption
    written = (film.context.words(c.span) for c in shot.clauses if not isinstance(c, Allow))
    return ", ".join(dict.fromkeys(filter(None, written)))


def _beat(beat: Beat) -> Line:
    if beat.kind != "speech":
        return Line("action", beat.text)
    manner = ", ".join(filter(None, (beat.extension, beat.delivery)))
    return Line("speech", beat.text, beat.who, manner)


def _note(said: Said) -> Line:
    return Line("note", said.text, f"{said.head} {said.subject}".strip())
