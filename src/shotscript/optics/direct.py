"""Plain coverage for text that no shot holds: what a competent crew shoots when nobody tells them anything.

A wide of everyone (or of the empty place) opens a scene, each speaker gets a single for the speech, action between is
seen in a medium wide shot of the one person it names, else wide. Voices nobody sees go over the picture there is.
Nothing lasts much over 12 seconds: long speech changes size at a sentence's end, and now and then the listener is seen.
It looks at no geometry, so every command can have it; `directing` weighs what the camera would really see.
Text is never rewritten: every beat is covered once, in order. The same script always gets the same coverage.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import takewhile
from operator import is_

from ..core import timebase
from ..core.diagnostic import Problems, in_text_order
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Span
from ..lang.clause import Clause, Framing, Lens
from ..lang.term import Name, Size
from ..narrative import cuts, label, names, timing
from ..narrative.story import Beat, BlockCue, Format, Said, Scene, Shot, Story
from .pictures import Piece, SetUp, pieced

_LENSES = {Size.EWS: 24, Size.WS: 28, Size.FS: 35, Size.MWS: 35, Size.MS: 28, Size.MCU: 50}
Part = tuple[tuple[Beat, ...], Callable[[Span], tuple[Clause, ...]]]
"""Beats, and the clauses of the shot that holds them, by where it stands in the text."""

_SHOT_ALONE = ("sound", "super", "plate", "take", "perform", "frame", "frame first", "frame last")


def cover(story: Story, memo: Memo | None = None) -> tuple[Story, Problems]:
    """The story with every auto shot replaced by shots of plain coverage; still marked auto, with own labels. Scenes
    that `memo` knows are not covered again."""
    memo = memo or Memo()
    taken = sorted({label.fold(n) for shot in story.shots for n in (shot.id, "" if shot.auto else shot.label) if n})
    entries = tuple((person.name, person.also) for person in story.cast)
    known = memo.of(("index", entries), lambda: names.index(entries))
    scenes = [_once(scene, story.format, known, taken, memo) for scene in story.scenes]
    shots, faults = cuts.fit([shot for scene in scenes for shot in scene.shots], memo)
    left = iter(shots)
    fitted = tuple(_with_shots(s, tuple(next(left) for _ in s.shots), memo) for s in scenes)
    return story.model_copy(update={"scenes": fitted}), in_text_order(faults)


def _once(scene: Scene, wanted: Format, known: names.Index, taken: list[str], memo: Memo) -> Scene:
    """A scene covered. Its new labels go into `taken`, which is sorted."""
    if not memo.of(("auto", Same(scene)), lambda: any(shot.auto for shot in scene.shots)):
        return scene
    head = label.fold(scene.label)
    alike = tuple(takewhile(lambda name: name.startswith(head), taken[bisect_left(taken, head) :]))
    quick = ("cover", Same(scene), wanted.fps, alike)
    made, fresh = memo.closely((*quick, Same(known)), lambda: (*quick, _written(scene, known, memo)),
                               lambda: _labelled(scene, wanted, known, frozenset(alike)))
    for name in fresh:
        insort(taken, name)
    return made


def _labelled(scene: Scene, wanted: Format, known: names.Index, taken: frozenset[str]
              ) -> tuple[Scene, tuple[str, ...]]:
    """A scene covered, and its new labels, folded."""
    made = _covered(scene, wanted, known, taken)
    return made, tuple(name for shot in made.shots if (name := label.fold(shot.label)) not in taken)


def _written(scene: Scene, known: names.Index, memo: Memo) -> tuple[tuple[str, str], ...]:
    """The names that occur in a scene, as they are written."""
    words = memo.of(("told", Same(scene)), lambda: names.fold("\n".join(b.text for s in scene.shots for b in s.beats)))
    return tuple((word, name) for word, name in known.canonical.items() if word in words)


def _with_shots(scene: Scene, shots: tuple[Shot, ...], memo: Memo) -> Scene:
    """A scene with other shots; the very same one where they are the same."""
    if all(map(is_, shots, scene.shots)):
        return scene
    return memo.of(("fitted", Same(scene), tuple(map(Same, shots))), lambda: scene.model_copy(update={"shots": shots}))


def _covered(scene: Scene, wanted: Format, known: names.Index, taken: frozenset[str]) -> Scene:
    shots: list[Shot] = []
    fresh = label.free(scene.label, taken)
    last: SetUp | None = None
    for shot in scene.shots:
        if not shot.auto:
            shots.append(shot)
            last = None
            continue
        found = pieced(shot.beats, scene.people, known, not shots, None if shot.transition_in else last)
        shots += _shots(shot, found, fresh, wanted)
        last = found[-1].set_up
    return scene.model_copy(update={"shots": tuple(shots)})


def _shots(auto: Shot, found: tuple[Piece, ...], fresh: Iterator[str], wanted: Format) -> list[Shot]:
    return laid(auto, [(piece.beats, partial(_clauses, piece.set_up)) for piece in found], fresh, wanted)


def laid(auto: Shot, parts: Sequence[Part], fresh: Iterator[str], wanted: Format) -> list[Shot]:
    """An auto shot as the shots that cover it: each its beats and, for a place in the text, its clauses. What else the
    auto shot holds goes to the shot where it stands."""
    shots = [_shot(auto, beats, clauses, i == 0, fresh, wanted) for i, (beats, clauses) in enumerate(parts)]
    shots[0] = shots[0].model_copy(update={"transition_in": auto.transition_in, "faults": auto.faults})
    shots[-1] = shots[-1].model_copy(update={"transition_out": auto.transition_out})
    return _with_cues(_with_said(shots, auto), auto.blocking)


def _shot(auto: Shot, beats: tuple[Beat, ...], given: Callable[[Span], tuple[Clause, ...]], first: bool,
          fresh: Iterator[str], wanted: Format) -> Shot:
    own = first and auto.id
    name = auto.label if own else next(fresh)
    span = beats[0].span if beats else auto.span
    clauses = given(span)
    timed, length = timing.beats_of(beats, clauses, wanted.fps)
    return auto.model_copy(update={
        "label": name, "id": auto.id if own else "", "span": span, "clauses": clauses, "beats": timed,
        "seconds": length.seconds, "frames": max(timebase.frames(length.seconds, wanted.fps), 1), "why": length.why,
        "blocking": (), "said": (), "transition_in": None, "transition_out": None, "faults": (), "as_of": "",
    })  # fmt: skip


def _clauses(set_up: SetUp, span: Span) -> tuple[Clause, ...]:
    on = tuple(Name(name, "cast", span) for name in set_up.on)
    return (Framing(span, set_up.size, on=on), Lens(span, mm=Fraction(_LENSES[set_up.size])))


def _with_said(shots: list[Shot], auto: Shot) -> list[Shot]:
    """Directives on the shots they stand in; what holds (and what a scene hears from its start) on all of them."""
    given: list[list[Said]] = [[] for _ in shots]
    for said in auto.said:
        opening = said.head == "sound" and (not auto.beats or said.span.start < auto.beats[0].span.start)
        if said.head in _SHOT_ALONE and not opening:
            given[_place(shots, said.span)].append(said)
        else:
            for own in given:
                own.append(said)
    return [s.model_copy(update={"said": tuple(own)}) if own else s for s, own in zip(shots, given, strict=True)]


def _with_cues(shots: list[Shot], cues: tuple[BlockCue, ...]) -> list[Shot]:
    """Blocking at the moment of the text where it stands; after a shot's last words it is the next one's start."""
    shots = list(shots)
    for cue in cues:
        i = _place(shots, cue.span)
        at = _moment(shots[i].beats, cue.span)
        if at >= timing.main_end(shots[i].beats) and i + 1 < len(shots):
            i, at = i + 1, Fraction(0)
        moved = cue.model_copy(update={"at": min(at, shots[i].seconds)})
        shots[i] = shots[i].model_copy(update={"blocking": (*shots[i].blocking, moved)})
    return shots


def _place(shots: list[Shot], span: Span) -> int:
    """The shot in whose text a directive stands: the last one that begins before it."""
    return max((i for i, shot in enumerate(shots) if shot.beats and shot.beats[0].span.start <= span.start), default=0)


def _moment(beats: tuple[Beat, ...], span: Span) -> Fraction:
    before = [beat for beat in beats if beat.span.end <= span.start]
    inside = next((b for b in beats if b.span.start < span.start < b.span.end), None)
    if inside:
        return inside.start + timing.reached(inside, span.start - inside.span.start)
    return timing.main_end(before)


