"""The script's text with an edit's order and lengths, each change tried by reading the script again.

First the order, scene by scene: the film that is read from the new text must hold the same shots with the same words in
the order asked for, and no fault that was not there. Then the lengths, where the film does not have them already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...core.diagnostic import Level
from ...core.span import Source
from ...core.world import World
from ...lang.ast import TransitionMark
from ...lang.clause import Clause
from ...narrative.story import Shot
from ...stitch.exports.returned import Returned
from ...stitch.sequence import CROSSINGS
from ..film import Read
from ..read import read
from .asked import Asked, asked, rising
from .length import change, over
from .order import Bound, Change, changed, named
from .strips import Strip, carried, strips

_OF_TIME = "TM4"
"""Faults of length are the edit's own doing: they are told, and do not keep it out."""


@dataclass(frozen=True, slots=True)
class Conformed:
    """The script's text as it is and as the edit wants it; `notes` say what could not be brought back, and why."""

    path: str
    before: str
    after: str
    notes: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class _Over:
    """A world in which one file holds another text."""

    world: World
    path: str
    text: str

    def read_text(self, path: str) -> str:
        return self.text if path == self.path else self.world.read_text(path)

    def read_bytes(self, path: str) -> bytes:
        return self.text.encode() if path == self.path else self.world.read_bytes(path)

    def exists(self, path: str) -> bool:
        return path == self.path or self.world.exists(path)

    def resolve(self, near: str, path: str) -> str:
        return self.world.resolve(near, path)


def conform(film: Read, edit: Returned) -> Conformed:
    """The film's script with the order and the lengths of an edit."""
    wants = asked(film.story, film.timeline, edit)
    source = film.sources[film.script.source]
    ordered, order, notes = _ordered(film, wants, source)
    timed, more = _timed(ordered, order, wants)
    done = (*wants.notes, *notes, *_carried(film, order, wants, source), *more, *_joins(timed, order, wants),
            *_faults(film, timed))
    return Conformed(source.name, source.text, timed.sources[timed.script.source].text, tuple(dict.fromkeys(done)))


def again(film: Read, text: str) -> Read:
    """The film read anew with this text in its script's place."""
    path = film.script.source
    assert film.world, "a film that was read has a world"
    return read(Path(path), world=_Over(film.world, path, text))


# ---------------------------------------------------------------------------------------------- order


def _ordered(film: Read, wants: Asked, source: Source) -> tuple[Read, tuple[str, ...], list[str]]:
    """The film in the order asked for, as far as its text allows, and the labels it had in that order."""
    changes, notes = dict[int, Change](), list[str]()
    for scene, order in wants.orders.items():
        try:
            found = changed(_strips(film, scene, source), order, wants.removed, source.text)
        except Bound as bound:
            notes.append(f"{_scene(film, scene)} keeps its order: {bound}")
            continue
        if found:
            changes[scene] = found
    made = _tried(film, changes, wants, source)
    if isinstance(made, Read):
        return made, _order(film, wants, changes), notes
    kept: dict[int, Change] = {}
    best = film
    for scene, one in changes.items():
        made = _tried(film, {**kept, scene: one}, wants, source)
        if isinstance(made, Read):
            kept[scene], best = one, made
        else:
            notes.append(f"{_scene(film, scene)} keeps its order: {made}")
    return best, _order(film, wants, kept), notes


def _strips(film: Read, scene: int, source: Source) -> tuple[Strip, ...]:
    told = film.story.scenes[scene]
    node = next(one for one in film.script.scenes if one.span == told.span)
    return strips(node, told.shots, source)


def _scene(film: Read, scene: int) -> str:
    return f"scene {film.story.scenes[scene].label}"


def _order(film: Read, wants: Asked, changes: Iterable[int]) -> tuple[str, ...]:
    """The labels of the film's shots in the order they come to stand in."""
    done = set(changes)
    return tuple(
        label for scene, order in wants.orders.items()
        for label in ([one for one in order if one not in wants.removed] if scene in done else
                      [shot.label for shot in film.story.scenes[scene].shots]))


def _tried(film: Read, changes: dict[int, Change], wants: Asked, source: Source) -> Read | str:
    """The film with these changes; in words what is wrong with it, if it is not the one that was meant."""
    if not changes:
        return film
    made = again(film, _applied(source.text, changes.values()))
    shots = {shot.label: shot for shot in film.story.shots}
    meant = [_meaning(shots[label]) for label in _order(film, wants, changes)]
    found = [_meaning(shot) for shot in made.story.shots]
    new = _errors(made) - _errors(film)
    if new:
        return "; ".join(sorted({f"shot {shot}: {message}" if shot else message for shot, message in new}))
    return made if meant == found else "its text would come to belong to other shots"


def _meaning(shot: Shot) -> tuple[object, ...]:
    """What must not change about a shot that is moved: its id, what is said and done in it, how it is taken."""
    words = tuple((beat.kind, beat.text, beat.who) for beat in shot.beats)
    return shot.id, shot.auto, words, tuple(sorted(map(_kind, shot.clauses)))


def _kind(clause: Clause) -> str:
    return type(clause).__name__


def _errors(film: Read) -> Counter[tuple[str, str]]:
    return Counter((one.shot, one.message) for one in film.told
                   if one.level is Level.ERROR and not one.code.startswith(_OF_TIME))


def _applied(text: str, changes: Iterable[Change]) -> str:
    for one in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


# ---------------------------------------------------------------------------------------------- length


def _timed(film: Read, order: Sequence[str], wants: Asked) -> tuple[Read, list[str]]:
    """The film with the lengths asked for. `order` are the labels its shots are asked for by."""
    source = film.sources[film.script.source]
    lines = {label: line for scene in film.story.scenes for strip in _strips(film, scene.index, source)
             for label, line in zip(strip.labels, strip.lines, strict=True)}
    changes, notes = [], []
    for asked_as, shot in zip(order, film.story.shots, strict=True):
        frames = wants.frames.get(asked_as, shot.frames)
        line = lines.get(shot.label)
        if frames == shot.frames:
            continue
        if line is None:
            notes.append(f"shot {asked_as} lasts {frames} frames in the edit and {shot.frames} here, but no line of "
                         "the script is its own: write one first")
        else:
            changes.append(change(line, frames, film.timeline.fps, source))
    changes += _overs(film, order, wants)
    made = again(film, _applied(source.text, changes)) if changes else film
    return made, [*notes, *_unmet(made, order, wants, lines)]


def _overs(film: Read, order: Sequence[str], wants: Asked) -> Iterator[Change]:
    """Dissolves and wipes that both have, in the edit's length."""
    marks = {one.span: one for node in film.script.scenes for one in node.items if isinstance(one, TransitionMark)}
    for label, shot in zip(order, film.story.shots, strict=True):
        into, want = shot.transition_in, wants.joins.get(label, 0)
        if into and want and into.kind in CROSSINGS and into.frames != want and into.span in marks:
            yield over(marks[into.span], want, film.timeline.fps)


def _unmet(film: Read, order: Sequence[str], wants: Asked, lines: Mapping[str, object]) -> list[str]:
    shots = zip(order, film.story.shots, strict=True)
    return [f"shot {label} cannot last {wants.frames[label]} frames: the script makes {shot.frames} of it"
            for label, shot in shots if lines.get(shot.label) and wants.frames.get(label, shot.frames) != shot.frames]


# ---------------------------------------------------------------------------------------------- what is left to say


def _joins(film: Read, order: Sequence[str], wants: Asked) -> list[str]:
    """Dissolves and wipes that are not in the script as they are in the edit."""
    notes = []
    for label, shot in list(zip(order, film.story.shots, strict=True))[1:]:
        into = shot.transition_in
        has = into.frames if into and into.kind in CROSSINGS else 0
        want = wants.joins.get(label, 0)
        if has != want and max(has, want) > 1 and label in wants.frames:
            there = f"a transition of {want} frames" if want else "a plain cut"
            here = f"one of {has}" if has and want else f"one of {has} frames" if has else "a plain cut"
            notes.append(f"the edit has {there} into shot {label}, the script {here}: write it where the transition is")
    return notes


def _carried(film: Read, order: Sequence[str], wants: Asked, source: Source) -> list[str]:
    """What went, and what went along: a `block` or a `state` holds for the shots after it as well."""
    kept, notes = set(order), list[str]()
    for at, scene in enumerate(film.story.scenes):
        every = _strips(film, at, source)
        places = {label: place for place, label in enumerate(order)}
        there = [strip for strip in every if strip.labels and strip.labels[0] in kept]
        stay = {there[one].labels for one in rising([places[strip.labels[0]] for strip in there])}
        for strip in every:
            gone = not kept.issuperset(strip.labels)
            if gone:
                notes.append(f"{named(strip)}: not in the edit, so it stands between /* and */ now, out of the film")
            heads = "" if strip.labels in stay else ", ".join(carried(film.script.scenes, scene.span, strip))
            if heads:
                went = "goes" if gone else "moves"
                notes.append(f"{named(strip)}: its {heads} {went} along, which later shots may have counted on")
    return notes


def _faults(before: Read, after: Read) -> list[str]:
    """Faults of time that the new lengths bring."""
    known = Counter((one.code, one.shot) for one in before.told)
    return [f"shot {one.shot}: {one.message} ({one.code})" for one in after.told
            if one.code.startswith(_OF_TIME) and one.level is not Level.INFO and not known[one.code, one.shot]]
