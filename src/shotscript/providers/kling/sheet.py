"""One cut as a sheet of bits: everything the prompt could say of it, each with its origin and the claims it answers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ...lang.clause import As, Description, Framing, Moves, Pacing
from ...plan.timeline import Cut, Segment
from ..claims import Claim, claims, looks, people_of
from ..contract import Context
from ..phrase.motion import sentence
from ..phrase.names import thing, titled
from ..phrase.picture import ORDER, Subjects, adjunct, framing
from ..phrase.text import Text, ended, joined, own, said
from .bits import Bit, Rank, author, bit
from .blocking import staged
from .cast import Casting
from .events import events, sounds
from .states import states
from .view import View


@dataclass(frozen=True, slots=True)
class Sheet:
    """`number` counts the shots of the segment from 1."""

    number: int
    cut: Cut
    fps: Fraction
    claims: tuple[Claim, ...]
    bits: tuple[Bit, ...]


def sheet(at: int, segment: Segment, context: Context, casting: Casting) -> Sheet:
    cut = segment.cuts[at]
    view = View(segment, context, casting, at, ())
    asked = (*claims(cut.shot, context), *looks(view.new, cut.shot, context))
    view = View(segment, context, casting, at, asked)
    bits = [made for section in _SECTIONS for made in section(view)]
    return Sheet(at + 1, cut, segment.format.fps, asked, tuple(bits))


def _picture(view: View) -> list[Bit]:
    clause = view.shot.clause(Framing)
    first = clause if isinstance(clause, Framing) else None
    words = said(framing(first, view.say, _everyone(view)), first.span if first else view.shot.span)
    hung = sorted((c for c in view.shot.clauses if isinstance(c, ORDER)), key=lambda c: ORDER.index(type(c)))
    parts = [(c, t) for c in hung if (t := adjunct(c, view.say))]
    for c, t in parts:
        words = words + (" " if t.startswith(("from ", "at eye")) else ", ") + said(t, c.span)
    again = _again(view)
    told = joined([words, again[1]], ", ") if again else words
    answered = view.of(*([first] if first else []), *(c for c, _ in parts), *([again[0]] if again else []))
    return [bit("picture", claims=answered, words=told)]


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


def _camera(view: View) -> list[Bit]:
    chains = tuple(c for c in view.shot.clauses if isinstance(c, Moves))
    pacing = view.shot.clause(Pacing)
    pace = pacing if isinstance(pacing, Pacing) else None
    words = sentence(chains, pace, view.say, view.segment.format.fps)
    moves = [move for chain in chains for part in chain.parts for move in part]
    return [bit("camera", claims=view.of(*moves, pace), words=words)] if words else []


def _place(view: View) -> list[Bit]:
    if view.at and view.segment.cuts[view.at - 1].scene.index == view.scene.index:
        return []
    scene, story = view.scene, view.context.story
    place = story.place(scene.place)
    heading = scene.span.part(0, min(len(scene.heading), scene.span.end - scene.span.start))
    setting = ", ".join(filter(None, ("Interior" if scene.interior else "Exterior", scene.time.lower())))
    look = author(place.look, place.span) if place and place.look else said(titled(scene.place), heading)
    ref = view.casting.call(scene.place) if scene.place in view.casting.ids else ""
    return [bit("place", setting=said(setting, heading), look=look, ref=said(ref, place.span if place else heading))]


def _looks(view: View) -> list[Bit]:
    found: list[Bit] = []
    for name in view.new:
        person = view.context.story.person(name)
        asked = tuple(c for c in view.claims if c.value is person and c.kind in ("look", "wears")) if person else ()
        if not asked or person is None:
            continue
        parts = {c.kind: author(person.look if c.kind == "look" else person.wears, c.span) for c in asked}
        rank = Rank.BOUND if any(c.role == "element" and c.name == view.casting.ids.get(name)
                                 for c in view.casting.needs) else Rank.NEVER
        found.append(bit("look", rank, asked, name=name, who=said(_introduced(view, name), person.span),
                         look=parts.get("look", Text()), wears=parts.get("wears", Text())))
    return found


def _introduced(view: View, name: str) -> str:
    """The name under which someone is described: with the plain name where the id does not show it."""
    called, plain = view.casting.call(name), titled(name)
    return called if plain.replace(" ", "") in called.replace(" ", "") else f"{called} ({plain})"


def _blocking(view: View) -> list[Bit]:
    found = [(cue, staged(cue, view.say, view.segment.format.fps)) for cue in view.shot.blocking]
    return [bit("blocking", claims=view.of(cue), words=words) for cue, words in found if words]


def _descriptions(view: View) -> list[Bit]:
    quoted = [c for c in view.shot.clauses if isinstance(c, Description)]
    return [bit("description", Rank.DESCRIPTION, view.of(c), words=author(c.text, c.span),
                hung=c.text[:1].islower() and not ended(author(c.text, c.span))) for c in quoted]


def _light(view: View) -> list[Bit]:
    rank = Rank.LIGHT if view.at == 0 else Rank.LIGHT_ON
    light = view.shot.light
    if light is None or not light.text or _same_before(view, "light"):
        return []
    words = author(light.text, light.span)
    lead = "Lit by" if light.text.split()[0].lower() in _ARTICLES else "Light:"
    return [bit("light", rank, view.of(light), lead=own(lead), words=words)]


_ARTICLES = ("a", "an", "the", "one", "two", "three", "four", "only", "just", "single")


def _weather(view: View) -> list[Bit]:
    rank = Rank.WEATHER if view.at == 0 else Rank.WEATHER_ON
    weather = view.shot.weather
    if weather is None or not weather.text or _same_before(view, "weather"):
        return []
    return [bit("weather", rank, view.of(weather), words=author(weather.text, weather.span))]


def _same_before(view: View, head: str) -> bool:
    before, now = getattr(view.before, head, None), getattr(view.shot, head)
    return before is not None and before.text == now.text


def _style(view: View) -> list[Bit]:
    form = view.segment.format
    if view.at or not form.style:
        return []
    return [bit("style", Rank.STYLE, words=author(form.style, form.style_span or view.shot.span))]


_SECTIONS = (_picture, _camera, _place, _looks, states, _blocking, _descriptions, events, sounds, _light, _weather,
             _style)
