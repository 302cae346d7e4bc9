"""What a variant does to a story: it replaces the attributes it names, everywhere, and touches nothing else.

It works on a story that still has its marks (see `marks`), after the text has been shared out over shots, so cuts,
labels and clauses of two variants are the same by construction. Lengths nobody wrote are made those of the longest
variant beforehand, by `lasting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import ceil

from ..core import timebase
from ..core.diagnostic import Diagnostic, Problems, error
from ..lang.ast import Entry
from ..lang.clause import Length
from . import beats as reading
from . import delivered, fields, heading, marks, speech, timing, variants
from .story import Beat, Change, Person, Said, Scene, Shot, State, Story
from .variants import Changes


def table_of(story: Story) -> fields.Table:
    """The fields of a story, as `fields.read` gave them."""
    return fields.Table(story.fields, {one.name: n for n, one in enumerate(story.fields)}, bool(story.fields))


def vary(story: Story, changes: Changes) -> Story:
    """A marked story with what variants change. No shot gets longer or shorter here."""
    if not changes:
        return story
    table = table_of(story)
    values = table.values(texts(changes))
    told = refill(story, _new(table.values(), values))
    for key, change in changes.items():
        said = change.model_copy(update={"text": table.put(change.text, values, _where(key))})
        told = _apply(told, key, said)
    return _respoken(told) if any(variants.timing(key) for key in changes) else told


def refill(story: Story, values: marks.Values) -> Story:
    """A marked story with other values, marked like the old ones; every shot whose words change is laid anew in its
    own length. None leaves what is there."""
    if all(value is None for value in values):
        return story
    fps = story.format.fps
    scenes = tuple(
        scene.model_copy(update={"shots": tuple(shot_with(shot, values, fps, keep=True) for shot in scene.shots)})
        for scene in story.scenes)  # fmt: skip
    bare = story.model_copy(update={"scenes": ()})
    return marks.refilled(bare, values, keep=True).model_copy(update={"scenes": scenes})


@dataclass(frozen=True)
class Form:
    """A story ready to be filled in, row by row. `story` is `marked` without its marks.

    held    for every shot, the fields that stand in it; `rest` those of the looks, the places and the style
    """

    story: Story
    marked: Story
    held: tuple[tuple[frozenset[int], ...], ...]
    rest: frozenset[int]

    def filled(self, values: marks.Values) -> Story:
        """The story with new values; only what they stand in is made anew. None leaves what is there."""
        new = frozenset(number for number, value in enumerate(values) if value is not None)
        scenes = tuple(self._scene(at, new, values) for at in range(len(self.story.scenes)))
        told = self.story.model_copy(update={"scenes": scenes})
        if new & self.rest:
            bare = marks.refilled(self.marked.model_copy(update={"scenes": ()}), values)
            told = marks.settled(bare).model_copy(update={"scenes": scenes})
        return told

    def _scene(self, at: int, new: frozenset[int], values: marks.Values) -> Scene:
        scene, source, held = self.story.scenes[at], self.marked.scenes[at], self.held[at]
        if not any(new & numbers for numbers in held):
            return scene
        fps = self.story.format.fps
        shots = tuple(shot_with(marked, values, fps) if new & numbers else shot
                      for shot, marked, numbers in zip(scene.shots, source.shots, held, strict=True))
        return scene.model_copy(update={"shots": shots})


def form(story: Story, marked: Story) -> Form:
    held = tuple(tuple(map(marks.held, scene.shots)) for scene in marked.scenes)
    return Form(story, marked, held, marks.held(marked.model_copy(update={"scenes": ()})))


def shot_with(shot: Shot, values: marks.Values, fps: Fraction, keep: bool = False) -> Shot:
    """One marked shot with other values; `keep`: marked like the old ones."""
    return relaid(marks.refilled(shot, values, keep), shot, fps)


def needed(shot: Shot, fps: Fraction) -> timing.Measure:
    """How long a shot's text and moves take, whatever it lasts."""
    return timing.measure([_by_itself(beat) for beat in shot.beats], shot.clauses, fps)


def lengthened(shot: Shot, seconds: Fraction, why: str, fps: Fraction) -> Shot:
    return shot.model_copy(update={"seconds": seconds, "frames": max(timebase.frames(seconds, fps), 1),
                                   "why": f"{shot.why}; {why}" if shot.why else why})


def lasting(story: Story) -> tuple[Story, Problems]:
    """A marked story whose unwritten lengths are those of the longest variant, and TM401 for speech that does not
    fit a written length in some variant."""
    told: list[Diagnostic] = []
    longest = {shot.label: (shot.seconds, "") for shot in story.shots}
    for names in variants.outcomes(story.variants):
        for shot, base in zip(vary(story, variants.together(story.variants, names)).shots, story.shots, strict=True):
            if shot.beats == base.beats:
                continue
            taken, called = needed(shot, story.format.fps), ",".join(names)
            if taken.written is None and taken.seconds > longest[shot.label][0]:
                longest[shot.label] = taken.seconds, f"as long as in the variant {called}"
            told += _too_long(shot, base, taken, called, story.format.fps)
    once = {(problem.shot, problem.span): problem for problem in reversed(told)}
    return _with_lengths(story, longest), tuple(reversed(once.values()))


def relaid(shot: Shot, before: Shot, fps: Fraction) -> Shot:
    """The shot with its beats in their places, where their words or language are others than `before`."""
    if all(a is b for a, b in zip(shot.beats, before.beats, strict=True)):
        return shot
    timed = [_timed(new, old) for new, old in zip(shot.beats, before.beats, strict=True)]
    return shot.model_copy(update={"beats": timing.beats_of(timed, shot.clauses, fps)[0]})


def texts(changes: Changes) -> dict[str, str]:
    return {key: change.text for key, change in changes.items()}


# ---------------------------------------------------------------------------------------------- helpers


def _new(old: Sequence[str], values: Sequence[str]) -> marks.Values:
    return tuple(None if a == b else b for a, b in zip(old, values, strict=True))


def _where(key: str) -> int:
    return marks.PATH if key.endswith(".voice") else marks.PROSE


def _timed(new: Beat, old: Beat) -> Beat:
    """A beat of other words or another language with the seconds it takes by itself. One that takes none, like a
    parenthetical nobody speaks after, still takes none; a part of a longer text keeps its share."""
    if new is old or new.kind == "pause":
        return _by_itself(new)
    was, now = _natural(old), _natural(new)
    alone = now * old.alone / was if was else now if old.alone else Fraction(0)
    return new.model_copy(update={"seconds": alone, "alone": alone})


def _by_itself(beat: Beat) -> Beat:
    return beat.model_copy(update={"seconds": beat.alone}) if beat.alone else beat


def _natural(beat: Beat) -> Fraction:
    return _spoken(beat.text, beat.language, not beat.goes_on) if beat.kind == "speech" else _played(beat.text)


@lru_cache(maxsize=512)
def _spoken(text: str, language: str, closed: bool) -> Fraction:
    """Rows say the same again and again."""
    return speech.seconds(text, language, closed)


@lru_cache(maxsize=512)
def _played(text: str) -> Fraction:
    return reading.seconds_of(text)


def _too_long(shot: Shot, base: Shot, taken: timing.Measure, called: str, fps: Fraction) -> list[Diagnostic]:
    length = next((c for c in shot.clauses if isinstance(c, Length)), None)
    if taken.written is None or length is None or taken.speech <= taken.written:
        return []
    if needed(base, fps).speech > taken.written:
        return []  # Said already, of the script itself.
    need = Fraction(ceil(taken.speech * 10), 10)
    said, has = timebase.clock(need), timebase.clock(taken.written)
    return [replace(error(
        "TM401", f"in the variant {called} the speech takes {said}, but the shot is written as {has}", length.span,
        f"{said} needed", f"write {timebase.plain(need, 1)}s, or cut the speech"),
        shot=shot.label)]  # fmt: skip


def _with_lengths(story: Story, longest: dict[str, tuple[Fraction, str]]) -> Story:
    def one(shot: Shot) -> Shot:
        seconds, why = longest[shot.label]
        return lengthened(shot, seconds, why, story.format.fps) if why else shot

    return _shots(story, lambda shot, _: one(shot)) if any(why for _, why in longest.values()) else story


def _shots(story: Story, change: Callable[[Shot, Scene], Shot]) -> Story:
    scenes = tuple(s.model_copy(update={"shots": tuple(change(shot, s) for shot in s.shots)}) for s in story.scenes)
    return story.model_copy(update={"scenes": scenes})


def _apply(story: Story, key: str, change: Change) -> Story:
    name, _, what = key.rpartition(".")
    if name and what in variants.OWN:
        return _of_person(story, name, what, change)
    if key in _WHOLE:
        return _WHOLE[key](story, change)
    return story


def _of_person(story: Story, name: str, what: str, change: Change) -> Story:
    changes = {what: change.text, f"{what}_span": change.span}

    def one(person: Person) -> Person:
        return person.model_copy(update=changes) if person.name == name else person

    changed = story.model_copy(update={"cast": tuple(map(one, story.cast))})
    return _shots(changed, lambda shot, _: _dressed(shot, name, change)) if what == "wears" else changed


def _dressed(shot: Shot, name: str, change: Change) -> Shot:
    """Clothes that a state has put on somebody give way as well: a key replaces its attribute everywhere."""
    def one(state: State) -> State:
        return state.model_copy(update={"wears": change.text}) if state.name == name and state.wears else state

    states = tuple(map(one, shot.states))
    return shot.model_copy(update={"states": states}) if states != shot.states else shot


def _in_force(head: str) -> Callable[[Story, Change], Story]:
    def apply(story: Story, change: Change) -> Story:
        said = Said(head=head, text=change.text, span=change.span)
        return _shots(story, lambda shot, _: shot.model_copy(update={head: said}))

    return apply


def _at(story: Story, change: Change) -> Story:
    dark = heading.nights(marks.plain(change.text) for _ in story.scenes)
    return story.model_copy(update={"scenes": tuple(
        scene.model_copy(update={"time": change.text, "night": night, "heading": _headed(scene, change.text)})
        for scene, night in zip(story.scenes, dark, strict=True))})  # fmt: skip


def _headed(scene: Scene, time: str) -> str:
    at = scene.heading.rfind(scene.time) if scene.time else -1
    return scene.heading[:at] + time + scene.heading[at + len(scene.time) :] if at >= 0 else scene.heading


def _styled(story: Story, change: Change) -> Story:
    style = {"style": change.text, "style_span": change.span}
    return story.model_copy(update={"format": story.format.model_copy(update=style)})


def _pictured(story: Story, change: Change) -> Story:
    found, _ = delivered.pictured(Entry("picture", change.text, change.span), story.format)
    return story.model_copy(update={"format": story.format.model_copy(update=found)})


def _in_language(story: Story, change: Change) -> Story:
    language = {"language": marks.plain(change.text).strip()}
    return story.model_copy(update={"format": story.format.model_copy(update=language)})


_WHOLE: dict[str, Callable[[Story, Change], Story]] = {
    "light": _in_force("light"), "weather": _in_force("weather"), "time": _at, "style": _styled,
    "picture": _pictured, "language": _in_language,
}  # fmt: skip


def _respoken(story: Story) -> Story:
    """Every beat timed in the language it is now in, and laid anew."""
    speaks = {person.name: person.speaks for person in story.cast}

    def one(beat: Beat) -> Beat:
        if beat.kind == "pause":
            return beat
        tongue = speech.language_of(beat.text, speaks.get(beat.who, "") if beat.kind == "speech" else "",
                                    story.format.language)
        return beat.model_copy(update={"language": tongue}) if tongue != beat.language else beat

    def shot_(shot: Shot, _: Scene) -> Shot:
        beats = tuple(map(one, shot.beats))
        if all(a is b for a, b in zip(beats, shot.beats, strict=True)):
            return shot
        return relaid(shot.model_copy(update={"beats": beats}), shot, story.format.fps)

    return _shots(story, shot_)
