"""Faults on the shots they lie in: earlier stages know places in the text, the screen wants shots and words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from ..core.diagnostic import Diagnostic, Level, Problems
from ..core.span import Span
from .story import Shot, Story


def mark(story: Story, problems: Iterable[Diagnostic]) -> tuple[Story, Problems]:
    """Problems with the label of the shot whose line they lie in, and shots with their errors in words.

    A shot's bare codes (what the parser left on its line) give way to the messages of the same code.
    """
    lines = sorted((shot.span, shot.label) for shot in story.shots if shot.span.source == story.source)
    told = tuple(replace(p, shot=_label(p.span, lines)) if not p.shot else p for p in problems)
    words: dict[str, list[Diagnostic]] = {}
    for problem in told:
        if problem.level is Level.ERROR and problem.shot:
            words.setdefault(problem.shot, []).append(problem)
    scenes = tuple(
        scene.model_copy(update={"shots": tuple(_marked(shot, words.get(shot.label, [])) for shot in scene.shots)})
        for scene in story.scenes)  # fmt: skip
    return story.model_copy(update={"scenes": scenes}), told


def _label(span: Span, lines: list[tuple[Span, str]]) -> str:
    """The shot whose own span holds this one. Shots do not overlap: only the last that starts before it can."""
    at = bisect_right(lines, span.start, key=lambda line: line[0].start) - 1
    if at < 0 or lines[at][0].source != span.source:
        return ""
    return lines[at][1] if span.end <= lines[at][0].end else ""


def _marked(shot: Shot, errors: list[Diagnostic]) -> Shot:
    if not errors:
        return shot
    said = [f"{problem.code}: {problem.message}" for problem in errors]
    codes = {problem.code for problem in errors}
    kept = [fault for fault in shot.faults if fault not in codes and fault not in said]
    return shot.model_copy(update={"faults": (*kept, *dict.fromkeys(said))})
