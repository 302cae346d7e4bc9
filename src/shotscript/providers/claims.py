"""Everything a segment asks for, one claim each: what a provider must use, approximate or lose aloud.

Both sides of the promise "nothing is lost in silence" count by this list: dialects answer it claim by claim, and the
conformance tests compare their answers with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from ..core.span import Span
from ..lang.clause import Framing, Move, Moves
from ..lang.term import Name
from ..narrative.story import Beat, BlockCue, Person, Place, Prop, Scene, Shot, Story
from ..plan.timeline import Segment
from .contract import Context, Loss, Verdict

Subject = Person | Place | Prop


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing asked for. `kind` is a word for people ("lens", "move dolly", "dialogue"), `value` what was meant."""

    shot: str
    kind: str
    words: str
    span: Span
    value: object

    def used(self, how: str = "") -> Loss:
        return self._verdict(Verdict.USED, how)

    def approximated(self, how: str) -> Loss:
        return self._verdict(Verdict.APPROXIMATED, how)

    def lost(self, how: str) -> Loss:
        return self._verdict(Verdict.LOST, how)

    def _verdict(self, verdict: Verdict, how: str) -> Loss:
        return Loss(shot=self.shot, clause=self.words, kind=self.kind, verdict=verdict, how=how, span=self.span)


def asked(segment: Segment, context: Context) -> tuple[tuple[Claim, ...], ...]:
    """Every claim of a segment, cut by cut. What is asked once (a look, a place, the style) stands at its first cut."""
    found: list[tuple[Claim, ...]] = []
    seen: set[str] = set()
    heard: set[str] = set()
    voiced = {name for cut in segment.cuts for name in mentions(cut.shot, cut.scene, context)}
    place = None
    for n, cut in enumerate(segment.cuts):
        names = mentions(cut.shot, cut.scene, context)
        new = [name for name in names if name not in seen]
        seen.update(names)
        told = [*claims(cut.shot, context), *looks(new, cut.shot, context), *_bindings(new, cut.shot, context),
                *_voices(cut.shot, heard, context), *_unseen(cut.shot, voiced, context)]
        if cut.scene.index != place:
            told += _setting(cut.scene, cut.shot, context)
            place = cut.scene.index
        if cut.part == 1 and cut.shot.label == cut.scene.shots[0].label:
            told += _opening(cut.scene, cut.shot, context)
        found.append((*told, *([] if n else _film(segment, context))))
    return tuple(found)


def claims(shot: Shot, context: Context) -> tuple[Claim, ...]:
    """What one shot asks for by itself, in a fixed order: clauses, text, directives in force, transitions."""
    key = ("claims", id(shot))
    if key not in context.memo:
        found = [*_clauses(shot), *_beats(shot), *_directives(shot), *_transitions(shot)]
        told = tuple(Claim(shot.label, kind, context.words(span), span, value) for kind, span, value in found)
        context.memo[key] = (shot, told)  # the shot is held, so that its id stays its own
    return context.memo[key][1]


def looks(names: Iterable[str], shot: Shot, context: Context) -> tuple[Claim, ...]:
    """The look and the clothes of people and props, as claims of the shot that mentions them first in its segment."""
    found: list[Claim] = []
    for who in filter(None, (subject(name, context.story) for name in names)):
        if who.look:
            found.append(Claim(shot.label, "look", who.look, who.span, who))
        if isinstance(who, Person) and who.wears and not any(s.name == who.name and s.wears for s in shot.states):
            found.append(Claim(shot.label, "wears", who.wears, who.wears_span or who.span, who))
    return tuple(found)


def subject(name: str, story: Story) -> Person | Prop | None:
    """The cast member or prop of a name."""
    return story.person(name) or next((prop for prop in story.props if prop.name == name), None)


def mentions(shot: Shot, scene: Scene, context: Context) -> tuple[str, ...]:
    """The people and props a shot names: in its clauses, by speaking on screen, in its text. If it names nobody in a
    clause, all who can be seen."""
    key = ("mentions", id(shot))
    if key not in context.memo:
        context.memo[key] = (shot, _mentions(shot, scene, context.story))
    return context.memo[key][1]


def people_of(shot: Shot, scene: Scene, story: Story) -> tuple[str, ...]:
    """Who can be on screen: the persons the framing names, else everyone in the scene, in cast order."""
    named = {name.text for clause in shot.clauses if isinstance(clause, Framing) for name in _names(clause)}
    spoken = {beat.who for beat in shot.beats if beat.who and not beat.unseen}
    wanted = (named & set(scene.people)) | (spoken & set(scene.people)) or set(scene.people)
    order = {person.name: i for i, person in enumerate(story.cast)}
    return tuple(sorted(wanted, key=lambda name: (order.get(name, len(order)), name)))


def _mentions(shot: Shot, scene: Scene, story: Story) -> tuple[str, ...]:
    in_clauses = {name.text for clause in shot.clauses for name in _names(clause)}
    speaking = {beat.who for beat in shot.beats if beat.who and not beat.unseen}
    text = " ".join(beat.text for beat in shot.beats if beat.kind == "action").casefold()
    known = dict.fromkeys((*(p.name for p in story.cast), *scene.people, *(p.name for p in story.props)))
    named = [n for n in known if n in in_clauses or n in speaking or _stands_in(n, text)]
    people = [n for n in named if not any(p.name == n for p in story.props)]
    if people or in_clauses:
        return tuple(named)
    return (*people_of(shot, scene, story), *named)


def _stands_in(name: str, text: str) -> bool:
    """Whole words, in any case; in scripts without spaces anywhere. `text` is casefolded."""
    return name.casefold() in text and _whole(name).search(text) is not None


@cache
def _whole(name: str) -> re.Pattern[str]:
    edge = r"\b" if name.isascii() else ""
    return re.compile(f"{edge}{re.escape(name.casefold())}{edge}")


def _names(clause: object) -> list[Name]:
    if isinstance(clause, Moves):
        moves = [move for part in clause.parts for move in part]
        return [name for move in moves for name in _names_of_move(move)]
    held = [getattr(clause, key) for key in _naming(type(clause))]
    flat = [n for h in held for n in (h if isinstance(h, tuple) else (h,))]
    return [n for n in flat if isinstance(n, Name)]


@cache
def _naming(kind: type) -> tuple[str, ...]:
    """The values of a clause that may be names."""
    return tuple(key for key in ("on", "by", "of", "name", "who", "at", "facing") if hasattr(kind, key))


def _names_of_move(move: Move) -> list[Name]:
    target = _names(move.target) if isinstance(move.target, Framing) else [move.target]
    return [n for n in (*target, move.around, move.follow, move.focus_from) if isinstance(n, Name)]


def _clauses(shot: Shot) -> list[tuple[str, Span, object]]:
    found: list[tuple[str, Span, object]] = []
    for clause in shot.clauses:
        if isinstance(clause, Moves):
            found += [(f"move {move.verb.value}", move.span, move) for part in clause.parts for move in part]
        else:
            found.append((_spaced(type(clause).__name__), clause.span, clause))
    return found


def _beats(shot: Shot) -> list[tuple[str, Span, object]]:
    kinds = {"action": "action", "speech": "dialogue", "pause": "pause"}
    return [(_beat_kind(beat, kinds), beat.span, beat) for beat in shot.beats]


def _beat_kind(beat: Beat, kinds: dict[str, str]) -> str:
    return "voice over" if beat.kind == "speech" and beat.unseen else kinds[beat.kind]


def _directives(shot: Shot) -> list[tuple[str, Span, object]]:
    found: list[tuple[str, Span, object]] = [("blocking", cue.span, cue) for cue in shot.blocking]
    found += [("state", state.span, state) for state in shot.states]
    found += [(said.head, said.span, said) for said in (shot.light, shot.weather, *shot.said) if said]
    return found


def _transitions(shot: Shot) -> list[tuple[str, Span, object]]:
    return [("transition", t.span, t) for t in (shot.transition_in, shot.transition_out) if t]


def _setting(scene: Scene, shot: Shot, context: Context) -> list[Claim]:
    """Where and when: the heading, and the place's look and pictures."""
    heading = scene.span.part(0, min(len(scene.heading), scene.span.end - scene.span.start))
    found = [Claim(shot.label, "setting", scene.heading, heading, scene)]
    place = context.story.place(scene.place)
    if place and place.look:
        found.append(Claim(shot.label, "place", place.look, place.span, place))
    return found + (_pictures(place, shot) if place else [])


def _bindings(names: Iterable[str], shot: Shot, context: Context) -> list[Claim]:
    """Pictures, clips and voices of those first mentioned here."""
    found: list[Claim] = []
    for who in filter(None, (subject(name, context.story) for name in names)):
        found += _pictures(who, shot)
        if isinstance(who, Person):
            found += [Claim(shot.label, kind, path, who.span, who)
                      for kind, path in (("clip", who.clip), ("voice", who.voice)) if path]
    return found


def _voices(shot: Shot, heard: set[str], context: Context) -> list[Claim]:
    """How those speak who are first heard here; a voice over is somebody else's to make."""
    speakers = dict.fromkeys(beat.who for beat in shot.beats if beat.kind == "speech" and not beat.voice_over)
    new = [person for name in speakers if name not in heard and (person := context.story.person(name))]
    heard.update(speakers)
    return [Claim(shot.label, "speaks", person.speaks, person.speaks_span or person.span, person)
            for person in new if person.speaks]


def _unseen(shot: Shot, voiced: set[str], context: Context) -> list[Claim]:
    """The recorded voices of those first heard here whom no shot of the segment shows, so that nothing binds them."""
    speakers = dict.fromkeys(beat.who for beat in shot.beats if beat.kind == "speech")
    new = [person for name in speakers if name not in voiced and (person := context.story.person(name))]
    voiced.update(speakers)
    return [Claim(shot.label, "voice", person.voice, person.span, person) for person in new if person.voice]


def _opening(scene: Scene, shot: Shot, context: Context) -> list[Claim]:
    """Where everyone and everything stands when the scene begins, one claim each."""
    return [Claim(shot.label, "blocking", context.words(item.span), item.span,
                  BlockCue(at=Fraction(0), items=(item,), span=item.span)) for item in scene.start]


def _pictures(who: Subject, shot: Shot) -> list[Claim]:
    return [Claim(shot.label, "images", ", ".join(who.images), who.span, who)] if who.images else []


def _film(segment: Segment, context: Context) -> list[Claim]:
    """What is asked of the whole film: once a segment, at its first shot."""
    shot, form = segment.cuts[0].shot, segment.format
    found = [Claim(shot.label, "picture", f"{form.aspect} {form.resolution}", shot.span, form)]
    if form.style:
        found.append(Claim(shot.label, "style", form.style, form.style_span or shot.span, form))
    if form.never:
        found.append(Claim(shot.label, "never", ", ".join(form.never), form.never_span or shot.span, form))
    if form.seed is not None:
        found.append(Claim(shot.label, "seed", str(form.seed), shot.span, form))
    return found


def _spaced(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
