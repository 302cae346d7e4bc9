"""One value of a film changed and the rest left: what the film, its stage and its segments are then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from films import Film, packed
from filmset import staged
from others import others
from rewording import Fields, changed, reworded

from shotscript.core import timebase
from shotscript.lang.clause import As, Hold, Length, Moves
from shotscript.narrative.story import Beat, BlockCue, Format, Person, Place, Prop, Scene, Shot, Story
from shotscript.optics.camera import Stage
from shotscript.plan.limits import Limits
from shotscript.plan.timeline import Segment
from shotscript.providers.claims import Claim
from shotscript.providers.contract import Context

WHOLE = "all of it"
_PROSE = ("text", "look", "wears", "style", "delivery")


@dataclass(frozen=True)
class Change:
    """`what` of the claim's value became something else: `before` to `after`. The segment and the context after it."""

    claim: Claim
    what: str
    before: str
    after: str
    segment: Segment
    context: Context

    @property
    def whole(self) -> bool:
        return self.what == WHOLE


def changes(claim: Claim, film: Film, segment: Segment, limits: Limits) -> Iterator[Change]:
    """Each part of a claim's value changed by itself, then all of them at once."""
    at = (film.text, claim.kind, claim.span, claim.shot)
    if at not in _MADE:
        if len(_MADE) >= _MOST:
            _MADE.clear()
        _MADE[at] = list(_ways(claim, film))
    for way in _MADE[at]:
        made = _segment(segment, film.story, way.story, limits)
        if made is not None:
            context = Context(way.story, way.stage, film.made.sources)
            yield Change(claim, way.what, way.before, way.after, made, context)


@dataclass(frozen=True)
class Way:
    """A change of the film, whatever the provider."""

    what: str
    before: str
    after: str
    story: Story
    stage: Stage


_MADE: dict[object, list[Way]] = {}
_MOST = 2000
"""Every provider is asked about the same films, so what follows from a change is worked out once."""


def _ways(claim: Claim, film: Film) -> Iterator[Way]:
    told = others(claim.kind, claim.value, film.story)
    for what, put in [*told.items(), (WHOLE, _whole(claim, told, film.story))]:
        after = changed(claim.value, put) if put else claim.value
        if after == claim.value:
            continue
        story = _put(film.story, claim.value, after)
        if story != film.story:
            words = ", ".join(f"{key} {_shown(getattr(claim.value, key))}" for key in put)
            now = ", ".join(f"{key} {_shown(value)}" for key, value in put.items())
            yield Way(what, words, now, story, _stage(film, story))


def _whole(claim: Claim, told: dict[str, Fields], story: Story) -> Fields:
    """Everything at once; of a text every word, of a row of pictures each."""
    if "all" in told:
        return told["all"]
    put = {key: value for fields in told.values() for key, value in fields.items()}
    for key in put:
        now = getattr(claim.value, key)
        if key in _PROSE and isinstance(now, str) and "media/" not in now:
            put[key] = reworded(now, story, whole=True)
        if key == "images":
            put[key] = tuple(f"media/other{i}.png" for i in range(len(now)))
    return put


def _shown(value: Any) -> str:
    text = getattr(value, "text", None) or str(getattr(value, "value", value))
    return repr(text if len(text) < 90 else text[:90] + "…")


# ---------------------------------------------------------------------------------------------- the story


def _put(story: Story, old: Any, new: Any) -> Story:
    """The story with one value in the place of another, wherever it stands."""
    if isinstance(old, Format):
        return story.model_copy(update={"format": new})
    for kind, key in ((Person, "cast"), (Place, "places"), (Prop, "props")):
        if isinstance(old, kind):
            row = tuple(new if one.name == old.name else one for one in getattr(story, key))
            return story.model_copy(update={key: row})
    if isinstance(old, Scene):
        scenes = tuple(changed(new, {"shots": s.shots}) if s.index == old.index else s for s in story.scenes)
        return story.model_copy(update={"scenes": scenes})
    scenes = tuple(_kept(scene, {"shots": _each(scene.shots, lambda shot: _in_shot(shot, old, new, story)),
                                 "start": _each(scene.start, lambda item: _at_start(item, old, new))})
                   for scene in story.scenes)
    return story.model_copy(update={"scenes": scenes})


def _at_start(item: Any, old: Any, new: Any) -> Any:
    """Where people and things stand when the scene begins is asked for item by item."""
    if isinstance(old, BlockCue) and item in old.items:
        return new.items[old.items.index(item)]
    return item


def _in_shot(shot: Shot, old: Any, new: Any, story: Story) -> Shot:
    rows = {key: _each(getattr(shot, key), lambda one: _in_clause(one, old, new))
            for key in ("clauses", "beats", "blocking", "states", "said")}
    ones = {key: new if getattr(shot, key) == old else getattr(shot, key)
            for key in ("light", "weather", "transition_in", "transition_out")}
    pointed = {"as_of": new.id} if isinstance(new, As) and old in shot.clauses else {}
    made = _kept(shot, rows | ones | pointed)
    return made if made is shot else _timed(made, old, new, story)


def _in_clause(one: Any, old: Any, new: Any) -> Any:
    if isinstance(one, Moves):
        parts = _each(one.parts, lambda part: _each(part, lambda move: new if move == old else move))
        return one if parts is one.parts else changed(one, {"parts": parts})
    return new if type(one) is type(old) and one == old else one


def _timed(shot: Shot, old: Any, new: Any, story: Story) -> Shot:
    """A length, a hold or a pause that changes makes the shot last longer or shorter."""
    rate = story.format.fps
    pause = isinstance(old, Beat) and old.kind == "pause" and not shot.clause(Length)
    more = 0
    if isinstance(old, Length) or (isinstance(old, Hold) and not shot.clause(Length)):
        more = new.time.seconds(rate) - old.time.seconds(rate)
    seconds = shot.seconds + (new.seconds - old.seconds if pause and isinstance(old, Beat) else more)
    return shot if seconds == shot.seconds else changed(
        shot, {"seconds": seconds, "frames": timebase.frames(seconds, rate)})


def _each(row: Any, turn: Any) -> Any:
    """A row with each of its things turned, the very same row where none changed."""
    made = tuple(map(turn, row))
    return row if all(a is b for a, b in zip(row, made, strict=True)) else made


def _kept(value: Any, put: Fields) -> Any:
    put = {key: new for key, new in put.items() if new is not getattr(value, key)}
    return changed(value, put) if put else value


# ---------------------------------------------------------------------------------------------- what follows from it


def _segment(segment: Segment, old: Story, story: Story, limits: Limits) -> Segment | None:
    """The same stretch of the changed film, where there still is one."""
    shots = {shot.label: shot for shot in story.shots}
    before = {shot.label: shot for shot in old.shots}
    touched = [cut for cut in segment.cuts if shots[cut.shot.label] is not before[cut.shot.label]]
    if any(shots[cut.shot.label].frames != cut.shot.frames or cut.parts > 1 for cut in touched):
        return next((one for one in packed(story, limits) if _same(one, segment)), None)
    cuts = tuple(changed(cut, {"scene": story.scenes[cut.scene.index],
                               "shot": shots[cut.shot.label] if cut in touched else cut.shot}) for cut in segment.cuts)
    return changed(segment, {"cuts": cuts, "format": story.format})


def _same(one: Segment, other: Segment) -> bool:
    return one.name == other.name and [c.parts for c in one.cuts] == [c.parts for c in other.cuts]


def _stage(film: Film, story: Story) -> Stage:
    """The stage of what changed is made anew; a shot nobody touched keeps its own."""
    handles, before = story.handles(), {shot.label: shot for shot in film.story.shots}
    kept = film.made.stage.shots
    whole = story.format.camera != film.story.format.camera
    scenes = {scene.index: _set_of(scene) for scene in film.story.scenes}
    return Stage({
        shot.label: kept[shot.label]
        if shot is before[shot.label] and not whole
        and scenes[scene.index] == _set_of(scene)
        else staged(shot, scene, story, *handles[shot.label])
        for scene in story.scenes for shot in scene.shots
    })


def _set_of(scene: Scene) -> tuple[Any, ...]:
    return scene.heading, scene.night, scene.interior, scene.start
