"""What can be said against a story without knowing where anybody stands: one small function a rule.

Text the director covers is not the author's camera, so shots marked `auto` are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ..core import timebase
from ..core.diagnostic import Diagnostic, Fix, Level, Problems, in_text_order, info, warning
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Span
from ..lang import supers
from ..lang.clause import Allow, Framing, Gaze, Length
from ..lang.term import View
from . import names, timing
from .story import Beat, Person, Scene, Shot, Story

SHORTEST_SHOT = Fraction(1, 2)
LONGEST_SHOT = Fraction(20)
_ALLOWABLE = ("MV503",)
"""A camera may well fly: nobody's film is the worse for what its shot takes on itself."""


def check(story: Story, memo: Memo | None = None) -> Problems:
    """Every rule over the whole story, without what `allow` silences. `memo` may know what is said of a scene."""
    memo = memo or Memo()
    found = [problem for rule in CHECKS for problem in rule(story)]
    for scene in story.scenes:
        found += memo.of(("check", Same(scene), story.format.fps), lambda scene=scene: _in_scene(scene, story))
    return allowed(story, in_text_order(found))


def _in_scene(scene: Scene, story: Story) -> Problems:
    alone = story.model_copy(update={"scenes": (scene,)})
    return tuple(problem for rule in SCENE_CHECKS for problem in rule(alone))


def allowed(story: Story, problems: Iterable[Diagnostic]) -> Problems:
    """Problems without those that their own shot allows by code; of errors, film grammar's alone can be allowed."""
    problems = tuple(problems)
    wanted = {problem.shot for problem in problems}
    codes = {shot.label: {c.code for c in shot.clauses if isinstance(c, Allow)} for shot in story.shots
             if shot.label in wanted}
    firm = {p for p in problems if p.level is Level.ERROR and p.code not in _ALLOWABLE}
    return tuple(p for p in problems if p in firm or p.code not in codes.get(p.shot, ()))


def length_in_range(story: Story) -> Iterator[Diagnostic]:
    """TM402: a shot nobody can read, or one that lasts longer than films hold a picture."""
    for shot in _own(story):
        length = next((c for c in shot.clauses if isinstance(c, Length)), None)
        span = length.span if length else shot.span
        if shot.seconds > LONGEST_SHOT:
            words = f"this shot lasts {timebase.clock(shot.seconds)}, longer than {timebase.clock(LONGEST_SHOT)}"
            yield _of(shot, warning("TM402", words, span, label=shot.why, help="cut it in two, or write its length"))
        elif shot.seconds < SHORTEST_SHOT:
            words = f"this shot lasts {timebase.clock(shot.seconds)}, too short to be read"
            least = timebase.clock(SHORTEST_SHOT)
            yield _of(shot, warning("TM402", words, span, "too short", f"give it {least} or more"))


def moves_fit(story: Story) -> Iterator[Diagnostic]:
    """TM405: the times written on moves add up to more than the shot's written length."""
    for shot in _own(story):
        length = next((c for c in shot.clauses if isinstance(c, Length)), None)
        least = timing.moves_seconds(shot.clauses, story.format.fps, slow=Fraction(0))
        if length and least > shot.seconds and not any(said.span == length.span for said in shot.said):
            has, need = timebase.clock(shot.seconds), timebase.clock(least)
            yield _of(shot, warning("TM405", f"the moves take {need}, but the shot is written as {has}", length.span,
                                    "too short", f"write {timebase.plain(least)}s, or shorten the moves",
                                    fix=Fix(length.span, f"{timebase.plain(least)}s")))  # fmt: skip


def speaker_on_screen(story: Story) -> Iterator[Diagnostic]:
    """CV302: a line during which its speaker is never in the picture, not even over the shoulder."""
    for scene in story.scenes:
        for line in _lines(scene):
            shot, beat = line[0]
            if not any(s.auto or _in_picture(beat.who, s, scene) for s, _ in line):
                yield _of(shot, info("CV302", f"{beat.who} is not in the picture while speaking", beat.span,
                                     "unseen speaker", "mark the cue (O.S.), or frame the speaker"))


def speakers_have_looks(story: Story) -> Iterator[Diagnostic]:
    """NM803: someone seen without a look, in a film whose other people have one."""
    if not any(person.look or person.images for person in story.cast):
        return
    seen: dict[str, Span] = {}
    for beat in (b for shot in story.shots for b in shot.beats if b.who and not b.unseen):
        seen.setdefault(beat.who, beat.span)
    for person in story.cast:
        if person.name in seen and not (person.look or person.images or person.clip):
            yield info("NM803", f"{person.name} is seen, but @cast does not say what they look like",
                       seen[person.name], help=f"add `{person.name}: ...` to @cast")


def clothes_in_images(story: Story) -> Iterator[Diagnostic]:
    """CV304: somebody known by pictures changes clothes, and the pictures go on showing the old ones."""
    told: set[Span] = set()
    for shot in story.shots:
        for state in (s for s in shot.states if s.wears and s.span not in told):
            person = story.person(state.name)
            if person and (person.images or person.clip) and state.wears != person.wears:
                told.add(state.span)
                yield _of(shot, contradicted(person, state.span))


def contradicted(person: Person, span: Span) -> Diagnostic:
    """CV304 of one change of clothes."""
    what = "images" if person.images else "clip"
    return warning("CV304", f"{person.name} changes clothes, but the {what} of {person.name} show the old ones", span,
                   "the pictures say otherwise", "expect either of the two, or name somebody without pictures of them")


def supers_last(story: Story) -> Iterator[Diagnostic]:
    """TM406: words or a picture asked to stay beyond their shot, or to come when it is over."""
    for shot in _own(story):
        for said in (said for said in shot.said if said.head == "super"):
            asked, fps = supers.read(said.text, said.span)[0], story.format.fps
            at = asked.at.seconds(fps) if asked.at else Fraction(0)
            end = at + (asked.over.seconds(fps) if asked.over else Fraction(0))
            if at >= shot.seconds or end > shot.seconds:
                lasts, what = timebase.clock(shot.seconds), "never seen" if at >= shot.seconds else "cut short"
                yield _of(shot, warning("TM406", f"what is set over this shot is {what}: the shot lasts {lasts}",
                                        said.span, help="begin earlier, take less time, or make the shot longer"))


def ids_in_order(story: Story) -> Iterator[Diagnostic]:
    """NM802: the id of a shot comes before that of the shot above it, both being of their scene's own count."""
    for scene in story.scenes:
        for above, shot in pairwise(s for s in scene.shots if not s.auto):
            first, second = (_counted(one.id, scene.label) for one in (above, shot))
            if first[0] and second[0] and second < first:
                inside = [c.span.start for c in shot.clauses if shot.span.start < c.span.start <= shot.span.end
                          and c.span.source == shot.span.source]
                head = Span(shot.span.start, min(inside, default=shot.span.end), shot.span.source)
                yield _of(shot, warning("NM802", f"shot {shot.id} stands below {above.id}", head, "out of order",
                                        "ids are labels: give it another, or take it out and let `fmt` number it"))


def _counted(id: str, scene: str) -> tuple[int, str]:
    """Where an id stands in its scene's count, A before Z before AA; nothing for one that is not of it."""
    letters = id[len(scene) :] if id.casefold().startswith(scene.casefold()) else ""
    return (len(letters), letters.casefold()) if letters.isascii() and letters.isalpha() else (0, "")


CHECKS: tuple[Callable[[Story], Iterator[Diagnostic]], ...] = (speakers_have_looks, clothes_in_images)
SCENE_CHECKS: tuple[Callable[[Story], Iterator[Diagnostic]], ...] = (
    length_in_range,
    moves_fit,
    speaker_on_screen,
    supers_last,
    ids_in_order,
)
"""Rules that look at nothing but one scene and the film's rate."""


def _own(story: Story) -> Iterator[Shot]:
    return (shot for shot in story.shots if not shot.auto)


def _lines(scene: Scene) -> Iterator[list[tuple[Shot, Beat]]]:
    """Each seen speaker's line with the shots it runs over."""
    line: list[tuple[Shot, Beat]] = []
    for shot, beat in ((s, b) for s in scene.shots for b in s.beats):
        spoken = beat.kind == "speech" and not beat.unseen
        if line and (not spoken or beat.who != line[-1][1].who):
            yield line
            line = []
        if spoken:
            line.append((shot, beat))
    if line:
        yield line


def _in_picture(who: str, shot: Shot, scene: Scene) -> bool:
    """By the clauses alone: nobody named is everybody there; a move may bring somebody in."""
    framings = [c for c in shot.clauses if isinstance(c, Framing)]
    if all(f.view is View.PLAIN and not f.on for f in framings):
        return who in scene.people
    eyes = {f.by.text for f in framings if f.view is View.POV and f.by}
    shown = {name.text for clause in shot.clauses if not isinstance(clause, Gaze) for name in names.inside(clause)}
    return who in shown - eyes


def _of(shot: Shot, problem: Diagnostic) -> Diagnostic:
    return replace(problem, shot=shot.label)
