"""Words to write scenes with in blocking tests: people, things and shots without a screenplay."""

from __future__ import annotations

from fractions import Fraction

from shotscript.core.span import Span
from shotscript.lang.ast import BlockPerson, BlockThing, Facing, Spot, Step
from shotscript.lang.term import Name, Time
from shotscript.narrative.story import Beat, BlockCue, Format, Person, Place, Scene, Shot, Story, Transition
from shotscript.optics.block import block

HERE = Span(0, 1)
FPS = Fraction(24)


def name(text, kind="cast"):
    return Name(text, kind, HERE)


def at(x, z):
    return Spot(HERE, Fraction(str(x)), Fraction(str(z)))


def by(relation, text, kind="cast"):
    return Spot(HERE, relation=relation, name=name(text, kind))


def to(what):
    if what == "camera":
        return Facing(HERE, camera=True)
    return Facing(HERE, name=name(what)) if isinstance(what, str) else Facing(HERE, degrees=Fraction(what))


def does(verb, spot=None, facing=None, over=None, edge="", what=None):
    time = Time(Fraction(over), False, HERE) if over else None
    held = name(what, "prop") if what else None
    return Step(HERE, verb, spot, None if facing is None else to(facing), time, edge, held)


def person(who, *steps):
    return BlockPerson(HERE, name(who), steps)


def thing(label, kind, spot, size=None):
    return BlockThing(HERE, name(label, "thing"), kind, size and tuple(Fraction(str(s)) for s in size), spot)


def shot(seconds, *cues, label="1A", beats=(), clauses=(), crossing=0):
    said = tuple(BlockCue(at=Fraction(str(t)), items=items, span=HERE) for t, items in cues)
    over = Transition(kind="dissolve", frames=crossing, text="DISSOLVE TO:", span=HERE) if crossing else None
    seconds = Fraction(str(seconds))
    return Shot(label=label, scene=0, span=HERE, seconds=seconds, frames=round(seconds * FPS), blocking=said,
                beats=tuple(beats), clauses=tuple(clauses), transition_in=over)


def says(who, start, seconds, **more):
    start, seconds = Fraction(start), Fraction(seconds)
    return Beat(kind="speech", text="Well.", who=who, start=start, seconds=seconds, span=HERE, **more)


def play(start, *shots, people=None, interior=True, size=None, heading=""):
    named = [i.name.text for i in start if isinstance(i, BlockPerson)]
    named += [i.name.text for s in shots for c in s.blocking for i in c.items if isinstance(i, BlockPerson)]
    shots = tuple(s.model_copy(update={"label": f"1{chr(65 + i)}"}) for i, s in enumerate(shots))
    scene = Scene(index=0, label="1", heading=heading, interior=interior, place="ROOM", span=HERE,
                  people=tuple(people if people is not None else dict.fromkeys(named)), start=tuple(start), shots=shots)
    places = (Place(name="ROOM", size=size and tuple(Fraction(s) for s in size), span=HERE),)
    cast = (Person(name="MAYA", height=Fraction(168, 100), span=HERE), Person(name="JON", span=HERE))
    story = Story(source="", format=Format(fps=FPS), cast=cast, places=places, scenes=(scene,))
    return block(scene, story, story.handles())


def track(tracks, label, who):
    return next(t for t in tracks[label] if t.name == who)


def codes(problems):
    return [p.code for p in problems]
