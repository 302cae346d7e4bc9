"""Everything a shot asks for, one claim each: what a provider must use, approximate or lose aloud.

Both sides of the promise "nothing is lost in silence" count by this list: dialects answer it claim by claim, and the
conformance tests compare their answers with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.span import Span
from ..lang.clause import Moves
from ..narrative.story import Beat, Scene, Shot, Story
from .contract import Context, Loss, Verdict


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


def claims(shot: Shot, context: Context) -> tuple[Claim, ...]:
    """What one shot asks for, in a fixed order: clauses, text, directives in force, transitions."""
    found = [*_clauses(shot), *_beats(shot), *_directives(shot), *_transitions(shot)]
    return tuple(Claim(shot.label, kind, context.words(span), span, value) for kind, span, value in found)


def looks(names: tuple[str, ...], shot: Shot, context: Context) -> tuple[Claim, ...]:
    """The look and the clothes of cast members, as claims of the shot that mentions them first in its segment."""
    found: list[Claim] = []
    for person in filter(None, map(context.story.person, names)):
        if person.look:
            found.append(Claim(shot.label, "look", person.look, person.span, person))
        if person.wears and not any(s.name == person.name and s.wears for s in shot.states):
            found.append(Claim(shot.label, "wears", person.wears, person.wears_span or person.span, person))
    return tuple(found)


def people_of(shot: Shot, scene: Scene, story: Story) -> tuple[str, ...]:
    """Who can be on screen: the persons the framing names, else everyone in the scene, in cast order."""
    named = {name.text for clause in shot.clauses for name in _names(clause)}
    spoken = {beat.who for beat in shot.beats if beat.who and not beat.unseen}
    wanted = (named & set(scene.people)) | (spoken & set(scene.people)) or set(scene.people)
    order = {person.name: i for i, person in enumerate(story.cast)}
    return tuple(sorted(wanted, key=lambda name: (order.get(name, len(order)), name)))


def _names(clause: object) -> list:
    on = getattr(clause, "on", ())
    by = getattr(clause, "by", None)
    return [*(on if isinstance(on, tuple) else [on]), *([by] if by else [])]


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


def _spaced(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
