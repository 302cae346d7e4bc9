"""A small film built by hand: four shots in two scenes, with everything a dialect must answer for.

`Desk` writes a script text and hands out spans of it, so every value points at the words it came from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from shotscript.core.span import Source, Span
from shotscript.lang.ast import BlockPerson, BlockThing, Spot, Step
from shotscript.lang.clause import (
    Allow,
    Angle,
    As,
    CameraAt,
    Description,
    Dutch,
    Focus,
    Framing,
    From,
    Gaze,
    Height,
    Hold,
    Lens,
    Move,
    Moves,
    Pacing,
    PlaceInFrame,
    Side,
)
from shotscript.lang.term import Ease, Name, Size, Time, Verb, View
from shotscript.narrative.story import (
    Beat,
    BlockCue,
    Format,
    Person,
    Place,
    Said,
    Scene,
    Shot,
    State,
    Story,
)
from shotscript.optics.camera import Camera, Gate, ShotStage, Stage
from shotscript.optics.space import Posture, Room, Set, Thing, Track
from shotscript.plan.lay import timeline
from shotscript.plan.pack import pack
from shotscript.plan.timeline import Segment
from shotscript.providers.contract import Context, Provider


@dataclass
class Desk:
    """A script in the making. `put` adds words and gives their span."""

    text: str = ""
    name: str = "film.fountain"
    words: dict[str, Span] = field(default_factory=dict)

    def put(self, words: str) -> Span:
        span = Span(len(self.text), len(self.text) + len(words), self.name)
        self.text += words + "\n"
        return span


@dataclass(frozen=True)
class Values:
    """What the mutations change. Two films that differ in one of these differ in one clause."""

    mm: int = 24
    stop: int = 4
    dolly: Fraction = Fraction(6, 5)
    orbit: int = 20
    look: str = "woman, 34, cropped silver hair, a scar through the left eyebrow"
    wears: str = "red wool coat"
    action: str = "Maya waits at the table. The lamp flickers."
    line: str = "You kept the coat."
    delivery: str = "quietly"
    light: str = "one tungsten bulb over the table"
    weather: str = "rain on the window"
    sound: str = "a clock ticking"
    title: str = "HALO"
    state: str = "black raincoat, hood up"
    size: Size = Size.CU
    angle: str = "low"
    description: str = "steam curls past the lens"
    walk: Fraction = Fraction(3, 2)
    voice_over: str = "I never came back."
    seconds: int = 4
    images: tuple[str, ...] = ()
    fps: Fraction = Fraction(24)


def story_of(v: Values) -> tuple[Story, Source]:
    desk = Desk()
    put = desk.put
    maya = Name("MAYA", "cast", put("MAYA"))
    jon = Name("JON", "cast", put("JON"))
    cup = Name("CUP", "prop", put("CUP"))
    cast = (
        Person(name="MAYA", look=v.look, wears=v.wears, span=put(f"MAYA: {v.look}"),
               wears_span=put(f"wears: {v.wears}"), images=v.images, speaks="British English, low and dry",
               height=Fraction(168, 100)),
        Person(name="JON", look="man, 41, tired eyes", wears="grey suit", span=put("JON: man, 41, tired eyes"),
               wears_span=put("wears: grey suit"), height=Fraction(182, 100)),
    )
    kitchen = Place(name="KITCHEN", look="narrow 1950s kitchen, yellow formica table",
                    span=put("KITCHEN: narrow 1950s"))
    light = Said(head="light", text=v.light, span=put(f"[[light: {v.light}]]"))
    weather = Said(head="weather", text=v.weather, span=put(f"[[weather: {v.weather}]]"))
    shots = (_wide(v, put, maya, jon, light), _close(v, put, maya, jon, light), _insert(v, put, cup, light))
    first = Scene(index=0, label="1", heading="INT. KITCHEN - NIGHT", place="KITCHEN", time="NIGHT",
                  span=put("INT. KITCHEN - NIGHT"), people=("MAYA", "JON"), shots=shots)
    second = Scene(index=1, label="2", heading="EXT. STREET - DAY", interior=False, place="STREET", time="DAY",
                   span=put("EXT. STREET - DAY"), people=("MAYA",), shots=(_street(v, put, maya, weather),))
    form = Format(style="35mm film, muted teal and amber", style_span=put("style: 35mm film, muted teal and amber"),
                  never=("subtitles", "watermark"), never_span=put("never: subtitles, watermark"), fps=v.fps)
    story = Story(title="The coat", source=desk.name, format=form, cast=cast, places=(kitchen,), scenes=(first, second))
    return story, Source(desk.name, desk.text)


def _wide(v: Values, put, maya: Name, jon: Name, light: Said) -> Shot:
    span = put("!! 1A: WS on MAYA and JON, 24mm f/4, low angle, slow dolly in 1.2m over 4s ease out")
    dolly = Move(put("slow dolly in"), Verb.DOLLY, "in", amount=v.dolly, pace="slow", ease=Ease.OUT,
                 over=Time(Fraction(4), False, put("4s")))
    return Shot(
        label="1A", id="1A", scene=0, span=span, seconds=Fraction(v.seconds), frames=_frames(v, v.seconds), light=light,
        clauses=(
            Framing(put("WS on MAYA and JON"), Size.WS, on=(maya, jon)),
            Lens(put("24mm f/4"), Fraction(v.mm), Fraction(v.stop)), Angle(put("low angle"), v.angle),
            Moves(dolly.span, ((dolly,),)),
        ),
        beats=(Beat(kind="action", text=v.action, seconds=Fraction(3), span=put(v.action)),),
        said=(Said(head="sound", text=v.sound, span=put(f"[[sound: {v.sound}]]")),),
    )


def _close(v: Values, put, maya: Name, jon: Name, light: Said) -> Shot:
    orbit = Move(put("orbit left 20deg"), Verb.ORBIT, "left", amount=Fraction(v.orbit), around=maya)
    return Shot(
        label="1B", id="1B", scene=0, span=put("!! 1B: OTS MAYA on JON, orbit left 20deg, \"steam\""),
        seconds=Fraction(7, 2), frames=_frames(v, Fraction(7, 2)), light=light,
        clauses=(
            Framing(put("OTS MAYA on JON"), None, View.OTS, on=(jon,), by=maya, shoulder="left"),
            Moves(orbit.span, ((orbit,),)), Description(put(f'"{v.description}"'), v.description),
            Allow(put("allow AX101"), "AX101"),
        ),
        beats=(
            Beat(kind="speech", text=v.line, who="JON", delivery=v.delivery, seconds=Fraction(2), span=put(v.line)),
            Beat(kind="pause", seconds=Fraction(1), start=Fraction(2), span=put("(beat)")),
            Beat(kind="speech", text=v.voice_over, who="MAYA", extension="V.O.", unseen=True, voice_over=True,
                 beside=True, seconds=Fraction(1), span=put(v.voice_over)),
        ),
        said=(Said(head="super", text=v.title, span=put(f"[[super: {v.title}]]")),),
    )


def _insert(v: Values, put, cup: Name, light: Said) -> Shot:
    return Shot(
        label="1C", id="1C", scene=0, span=put("!! 1C: insert CUP"), seconds=Fraction(2), frames=_frames(v, 2),
        light=light, clauses=(Framing(put("insert CUP"), None, View.INSERT, on=(cup,)),),
    )


def _street(v: Values, put, maya: Name, weather: Said) -> Shot:
    step = Step(put("walks to 0 1.5"), "walks", Spot(put("0 1.5"), Fraction(0), v.walk))
    state = State(name="MAYA", wears=v.state, span=put(f"[[state MAYA: wears {v.state}]]"))
    return Shot(
        label="2A", id="2A", scene=1, span=put("!! 2A: CU on MAYA, handheld"), seconds=Fraction(5),
        frames=_frames(v, 5), weather=weather, states=(state,),
        clauses=(Framing(put("CU on MAYA"), v.size, on=(maya,)),
                 Moves(put("handheld"), ((Move(put("handheld"), Verb.HANDHELD),),))),
        blocking=(BlockCue(at=Fraction(0), items=(BlockPerson(put("MAYA walks"), maya, (step,)),),
                           span=put("[[block: MAYA walks to 0 1.5]]")),),
    )


def _frames(v: Values, seconds: Fraction | int) -> int:
    return int(Fraction(seconds) * v.fps + Fraction(1, 2))


def stage_of(story: Story) -> Stage:
    """Arrays that differ whenever a clause, a mark or a thing does: a stand-in for the real stage."""
    handles = story.handles()
    return Stage({shot.label: staged(shot, scene, story, *handles[shot.label])
                  for scene in story.scenes for shot in scene.shots})


def staged(shot: Shot, scene: Scene, story: Story, lead: int, tail: int) -> ShotStage:
    n = lead + shot.frames + tail
    shift, travel = _shift(shot, story.format.camera), _travel(shot)
    pose = np.tile(np.eye(4), (n, 1, 1))
    pose[:, :3, 3] = (shift, 1.5, 3.0 + shift)
    pose[:, 0, 3] += travel * np.maximum(np.arange(n) - lead, 0) / n
    lens = shot.clause(Lens)
    focal = float(lens.mm) if isinstance(lens, Lens) and lens.mm else 35.0
    stop = float(lens.stop) if isinstance(lens, Lens) and lens.stop else 2.8
    focus = 3.0 + _shift(*(clause for clause in shot.clauses if isinstance(clause, Focus)), *_racks(shot))
    camera = Camera(pose, np.full(n, focal), np.full(n, focus), stop, Gate(36.0, 20.25))
    people = tuple(_track(name, i, n, shot, scene, story) for i, name in enumerate(scene.people))
    return ShotStage(shot.label, shot.frames, lead, tail, camera, people, _set(shot, scene, story), caption="",
                     subjects=scene.people)


def _set(shot: Shot, scene: Scene, story: Story) -> Set:
    """The room, and everything a block stands in it; a table where none does."""
    place = story.place(scene.place)
    width, depth = map(float, place.size) if place and place.size else (4.0, 3.0)
    items = (*scene.start, *(item for cue in shot.blocking for item in cue.items))
    things = {item.name.text: Thing(item.name.text, item.kind, tuple(map(float, item.size or (1, 1, 1))),
                                    (_shift(item), 0.0, 0.0)) for item in items if isinstance(item, BlockThing)}
    table = Thing("TABLE", "table", (1.2, 0.75, 0.8), (0.0, 0.0, 0.0))
    room = Room(width, depth, walled=scene.interior)
    return Set(room, tuple(things.values()) or (table,), scene.interior, scene.night)


def _track(name: str, i: int, n: int, shot: Shot, scene: Scene, story: Story) -> Track:
    floor = np.zeros((n, 3))
    floor[:, 0] = i * 0.8 - 0.4
    floor[:, 2] = _shift(*scene.start, *shot.blocking) if scene.start or shot.blocking else 0.0
    person = story.person(name)
    mouth = np.zeros(n)
    mouth[: n // 2] = 0.5 if any(b.who == name and not b.unseen for b in shot.beats) else 0.0
    return Track(name, float(person.height) if person else 1.7, floor, np.zeros(n),
                 np.full(n, int(Posture.STAND), np.int8), np.zeros(n), floor + np.array((0, 1.5, 1.0)), mouth,
                 np.ones(n, bool))


_PLACED = (Framing, Angle, Dutch, Height, Side, From, PlaceInFrame, Gaze, As, CameraAt)
"""Where the camera and the people are when a shot begins: lens, stop and focus have places of their own in a camera."""


def _travel(shot: Shot) -> float:
    """How far the camera goes: what moves it leaves the shot's first frame as it is."""
    return _shift(*_racks(shot, False), *(clause for clause in shot.clauses if isinstance(clause, Hold | Pacing)))


def _racks(shot: Shot, rack: bool = True) -> list[Move]:
    """The moves of a shot that move the focus, or all others."""
    moves = [move for c in shot.clauses if isinstance(c, Moves) for part in c.parts for move in part]
    return [move for move in moves if (move.verb is Verb.RACK_FOCUS) is rack]


def _shift(*values: object) -> float:
    """A small number of its own for every different geometry."""
    held = [c for v in values for c in ((c for c in v.clauses if isinstance(c, _PLACED))
                                        if isinstance(v, Shot) else (v,))]
    return int(hashlib.sha256(_shape(held).encode()).hexdigest()[:6], 16) / 2**26


def _shape(value: object) -> str:
    """A value in words, spans left out."""
    if isinstance(value, Span):
        return ""
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_shape, value)) + "]"
    slots = getattr(value, "__dataclass_fields__", None) or getattr(type(value), "model_fields", None)
    if slots:
        return type(value).__name__ + "(" + ",".join(_shape(getattr(value, name)) for name in slots) + ")"
    return str(value)


def film(v: Values = Values()) -> tuple[Story, Context]:
    story, source = story_of(v)
    return story, Context(story, stage_of(story), {source.name: source})


def segments_of(provider: Provider, v: Values = Values()) -> tuple[list[Segment], Context]:
    """The film in the fewest segments the provider takes."""
    story, context = film(v)
    found, _ = pack(story, timeline(story), provider.limits, lambda first, last: True, lambda first, last: 0)
    return list(found), context
