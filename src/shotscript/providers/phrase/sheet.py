"""One cut as a sheet of bits: everything the prompt could say of it, each with its origin and the claims it answers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ...lang.ast import BlockPerson
from ...lang.clause import As, Description, Framing, Lens, Moves, Pacing
from ...narrative.heading import closer
from ...narrative.story import BlockCue, Person, Prop
from ...plan.timeline import Cut, Segment
from ..claims import Claim, people_of
from ..contract import Context
from .bits import Bit, Rank, author
from .blocking import opened, staged
from .casting import Casting, guarded
from .events import events, sounds
from .manner import Manner
from .motion import TEXTURES, paced, sentence
from .names import thing, titled
from .picture import ORDER, Subjects, adjunct, framing
from .states import states
from .text import Text, ended, joined, own, said
from .view import View


@dataclass(frozen=True, slots=True)
class Sheet:
    """`at` counts the shots of the segment from 0; `start` is its first second in the clip."""

    at: int
    cut: Cut
    fps: Fraction
    start: Fraction
    claims: tuple[Claim, ...]
    bits: tuple[Bit, ...]


def sheets(
    segment: Segment, context: Context, casting: Casting, manner: Manner, asked: tuple[tuple[Claim, ...], ...]
) -> tuple[Sheet, ...]:
    """A sheet a cut."""
    found: list[Sheet] = []
    start = Fraction(0)
    opening = _due(segment, casting, asked)
    for at, (cut, claims) in enumerate(zip(segment.cuts, asked, strict=True)):
        view = View(segment, context, casting, manner, at, claims, opening[at])
        bits = tuple(made for section in SECTIONS.values() for made in section(view))
        found.append(Sheet(at, cut, segment.format.fps, start, claims, bits))
        start += cut.seconds
    return tuple(found)


def _due(
    segment: Segment, casting: Casting, asked: tuple[tuple[Claim, ...], ...]
) -> tuple[tuple[Claim, ...], ...]:
    """The claims of opening blocks by the cut that tells them: things at the first, a person at the first that names
    them, unless they have moved by then."""
    found: list[tuple[Claim, ...]] = []
    waiting: list[tuple[Claim, str]] = []
    for cut, claims, names in zip(segment.cuts, asked, casting.mentions, strict=True):
        cues = [(c, c.value) for c in claims if isinstance(c.value, BlockCue) and c.value not in cut.shot.blocking]
        waiting = [(c, _mover(cue)) for c, cue in cues] if cues else waiting
        due = tuple(c for c, who in waiting if not who or who in names)
        moved = {item.name.text for cue in cut.shot.blocking for item in cue.items}
        waiting = [(c, who) for c, who in waiting if c not in due and who not in moved]
        found.append(due)
    return tuple(found)


def _mover(cue: BlockCue) -> str:
    """The person of an opening cue; nothing for a thing."""
    return cue.items[0].name.text if isinstance(cue.items[0], BlockPerson) else ""


def picture(view: View) -> list[Bit]:
    """Size, view and who, then angle, lens, sides and eyelines, each where it was written."""
    clause = view.shot.clause(Framing)
    first = clause if isinstance(clause, Framing) else None
    words = said(framing(first, view.say, _everyone(view)), first.span if first else view.shot.span)
    asked = (c for c in view.shot.clauses if isinstance(c, ORDER) and not (view.manner.lens and isinstance(c, Lens)))
    hung = sorted(asked, key=lambda c: ORDER.index(type(c)))
    parts = [(c, t) for c in hung if (t := adjunct(c, view.say))]
    for c, t in parts:
        words = words + (" " if t.startswith(("from ", "at eye")) else ", ") + said(t, c.span)
    again = _again(view)
    told = joined([words, again[1]], ", ") if again else words
    answered = view.of(*([first] if first else []), *(c for c, _ in parts), *([again[0]] if again else []))
    return [view.bit("picture", answered, words=told, goes_on=view.cut.part > 1, more=view.cut.part < view.cut.parts)]


def _lens(view: View) -> list[Bit]:
    """Its own part, where the model wants one."""
    lenses = [c for c in view.shot.clauses if isinstance(c, Lens)] if view.manner.lens else []
    words = joined([said(adjunct(one, view.say), one.span) for one in lenses], ", ")
    return [view.bit("lens", view.of(*lenses), words=words)] if words else []


def _everyone(view: View) -> Subjects:
    names = [view.casting.call(n) for n in people_of(view.shot, view.scene, view.context.story)]
    if names:
        words = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return Subjects(words, len(names))
    return Subjects(thing(view.scene.place) or "the scene", 0)


def _again(view: View) -> tuple[As, Text] | None:
    """`as 1B`, where 1B is an earlier shot of the same segment."""
    clause = view.shot.clause(As)
    labels = [cut.shot.label for cut in view.segment.cuts[: view.at]]
    if not isinstance(clause, As) or view.shot.as_of not in labels:
        return None
    return clause, said(f"the same set-up as shot {labels.index(view.shot.as_of) + 1}", clause.span)


def camera(view: View) -> list[Bit]:
    """Every move as one sentence of prose, with its amounts and its pace."""
    chains = tuple(c for c in view.shot.clauses if isinstance(c, Moves))
    pacing = view.shot.clause(Pacing)
    pace = pacing if isinstance(pacing, Pacing) else None
    words = sentence(chains, pace, view.say, view.segment.format.fps)
    moves = [move for chain in chains for part in chain.parts for move in part]
    if words and view.cut.parts > 1 and any(move.verb not in TEXTURES for move in moves):
        words = words + f", of which this is part {view.cut.part} of {view.cut.parts}"
    told = (*moves, pace) if pace and paced(chains, pace) else moves
    return [view.bit("camera", view.of(*told), words=words)] if words else []


def _camera(view: View) -> list[Bit]:
    return (view.manner.camera or camera)(view)


def _place(view: View) -> list[Bit]:
    if not view.opens:
        return []
    scene = view.scene
    place = view.context.story.place(scene.place)
    heading = scene.span.part(0, min(len(scene.heading), scene.span.end - scene.span.start))
    where = closer(scene.heading, (place.name, *place.also)) if place else ""
    inside = "Interior" if scene.interior else "Exterior"
    setting = ", ".join(filter(None, (inside, scene.time.lower(), titled(where))))
    look = author(place.look, place.span) if place and place.look else said(titled(scene.place), heading)
    ref = view.casting.introduce(scene.place) if scene.place in view.casting.bound else ""
    answered = (*view.kind("setting", scene), *(view.kind("place", place) if place else ()))
    return [view.bit("place", answered, setting=author(setting, heading), look=look,
                     ref=said(ref, place.span if place else heading))]


def _looks(view: View) -> list[Bit]:
    found: list[Bit] = []
    for name in view.new:
        asked = tuple(c for c in view.claims if c.kind in ("look", "wears") and _name(c.value) == name)
        if not asked:
            continue
        parts = {c.kind: author(c.words, c.span) for c in asked}
        prop = isinstance(asked[0].value, Prop)
        bound = view.casting.bound.get(name)
        rank = Rank.BOUND if bound and bound.carries else Rank.NEVER
        who = said(_introduced(view, name, prop), asked[0].span)
        found.append(view.bit("look", asked, rank, name=name, prop=prop, who=who, call=own(view.casting.call(name)),
                              look=parts.get("look", Text()),
                              wears=parts.get("wears", Text())))
    return found


def _name(value: object) -> str:
    return value.name if isinstance(value, Person | Prop) else ""


def _introduced(view: View, name: str, prop: bool) -> str:
    """The name under which someone is described: with the plain name where the reference does not show it."""
    told, plain = view.casting.introduce(name, prop), titled(name)
    shown = plain.replace(" ", "").casefold() in told.replace(" ", "").casefold()
    words = told if shown or prop else f"{told} ({plain})"
    return words if words[:1] in ("@", guarded("")[:1]) else words[:1].upper() + words[1:]


def _blocking(view: View) -> list[Bit]:
    found = [(cue, staged(cue, view.say, view.segment.format.fps)) for cue in view.shot.blocking]
    return [*_opening(view), *(view.bit("blocking", view.of(cue), words=words) for cue, words in found if words)]


def _opening(view: View) -> list[Bit]:
    """Where everyone stands as the scene begins."""
    cues = [(claim, claim.value) for claim in view.opening if isinstance(claim.value, BlockCue)]
    return [
        view.bit("blocking", (claim,), Rank.OPENING if _mover(cue) else Rank.THING,
                 words=opened(cue, view.say, view.segment.format.fps)) for claim, cue in cues
    ]


def _descriptions(view: View) -> list[Bit]:
    quoted = [c for c in view.shot.clauses if isinstance(c, Description)]
    return [view.bit("description", view.of(c), Rank.DESCRIPTION, words=author(c.text, c.span),
                     hung=c.text[:1].islower() and not ended(author(c.text, c.span))) for c in quoted]


def _light(view: View) -> list[Bit]:
    rank = Rank.LIGHT if view.at == 0 else Rank.LIGHT_ON
    light = view.shot.light
    if light is None or not light.text.strip() or _same_before(view, "light"):
        return []
    words = author(light.text, light.span)
    lead = "Lit by" if light.text.split()[0].lower() in _ARTICLES else "Light:"
    return [view.bit("light", view.of(light), rank, lead=own(lead), words=words)]


_ARTICLES = ("a", "an", "the", "one", "two", "three", "four", "only", "just", "single")


def _weather(view: View) -> list[Bit]:
    rank = Rank.WEATHER if view.at == 0 else Rank.WEATHER_ON
    weather = view.shot.weather
    if weather is None or not weather.text.strip() or _same_before(view, "weather"):
        return []
    return [view.bit("weather", view.of(weather), rank, words=author(weather.text, weather.span))]


def _same_before(view: View, head: str) -> bool:
    before, now = getattr(view.before, head, None), getattr(view.shot, head)
    return before is not None and before.text == now.text


def _style(view: View) -> list[Bit]:
    form = view.segment.format
    if view.at or not form.style:
        return []
    return [view.bit("style", view.kind("style", form), Rank.STYLE,
                     words=author(form.style, form.style_span or view.shot.span))]


SECTIONS = {
    "picture": picture, "lens": _lens, "camera": _camera, "place": _place, "look": _looks, "state": states,
    "blocking": _blocking, "description": _descriptions, "event": events, "sound": sounds, "light": _light,
    "weather": _weather, "style": _style,
}
"""What a shot can say, in the order in which its parts may be told."""
