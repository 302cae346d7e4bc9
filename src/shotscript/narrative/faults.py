"""Faults on the shots they lie in: earlier stages know places in the text, the screen wants shots and words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from ..core.diagnostic import Diagnostic, Level, Problems
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Span
from .story import Scene, Shot, Story


def mark(story: Story, problems: Iterable[Diagnostic], memo: Memo | None = None) -> tuple[Story, Problems]:
    """Problems with the label of the shot whose line they lie in, and shots with their errors in words.

    A shot's bare codes (what the parser left on its line) give way to the messages of the same code.
    """
    memo = memo or Memo()
    problems = tuple(problems)
    wanted = {problem.span.source for problem in problems if not problem.shot}
    lines: dict[str, list[tuple[Span, str]]] = {}
    for scene in story.scenes:
        if scene.span.source in wanted:
            lines.setdefault(scene.span.source, []).extend((shot.span, shot.label) for shot in scene.shots)
    for inside in lines.values():
        inside.sort()
    told = tuple(_labelled(problem, lines.get(problem.span.source, [])) for problem in problems)
    words: dict[str, list[Diagnostic]] = {}
    for problem in told:
        if problem.level is Level.ERROR and problem.shot:
            words.setdefault(problem.shot, []).append(problem)
    scenes = tuple(_scene(scene, words, memo) for scene in story.scenes) if words else story.scenes
    return story.model_copy(update={"scenes": scenes}), told


def _scene(scene: Scene, words: Mapping[str, list[Diagnostic]], memo: Memo) -> Scene:
    """A scene with its faulty shots marked; the very same one where there are none."""
    faulty = tuple((shot.label, tuple(words[shot.label])) for shot in scene.shots if shot.label in words)
    if not faulty:
        return scene
    return memo.of(("marked", Same(scene), faulty), lambda: scene.model_copy(update={
        "shots": tuple(_marked(shot, words.get(shot.label, [])) for shot in scene.shots)}))


def _labelled(problem: Diagnostic, lines: list[tuple[Span, str]]) -> Diagnostic:
    label = problem.shot or _label(problem.span, lines)
    return problem if label == problem.shot else problem.of_shot(label)


def _label(span: Span, lines: list[tuple[Span, str]]) -> str:
    """The shot whose own span holds this one. Shots do not overlap: only the last that starts before it can."""
    at = bisect_right(lines, span.start, key=lambda line: line[0].start) - 1
    return lines[at][1] if at >= 0 and span.end <= lines[at][0].end else ""


def _marked(shot: Shot, errors: list[Diagnostic]) -> Shot:
    if not errors:
        return shot
    # By their places: which stage told of one first is nobody's business.
    ordered = sorted(errors, key=lambda one: (one.span.start, one.span.end, one.code))
    said = [f"{problem.code}: {problem.message}" for problem in ordered]
    codes = {problem.code for problem in errors}
    kept = [fault for fault in shot.faults if fault not in codes and fault not in said]
    return shot.model_copy(update={"faults": (*kept, *dict.fromkeys(said))})
