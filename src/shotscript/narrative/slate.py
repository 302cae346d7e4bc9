"""Every shot of the film gets its label before any is read: `as` and the outputs go by them.

Written shot lines come first, text the director covers after: `fmt` writes ids on lines only, so an unwritten label
must not depend on how much else there is to cover.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..core.diagnostic import Diagnostic, Fix, Problems, error
from ..core.memo import Memo
from ..core.span import Span
from ..lang.ast import SceneNode, Script, ShotLine
from . import label
from .divide import Group, divide


def slate(groups: Sequence[tuple[str, Group]], memo: Memo | None = None) -> tuple[tuple[str, ...], Problems]:
    """One label for each (scene label, group), all different. A repeated id is an error; the first one keeps it."""
    marks = tuple((scene, group.line.id if group.line else "", group.auto) for scene, group in groups)
    labels, repeated = (memo or Memo()).of(("slate", marks), lambda: _labels(marks))
    lines = ((groups[i][1].line, labels[i]) for i in repeated)
    return labels, tuple(_repeated(line, free) for line, free in lines if line)


def _labels(marks: Sequence[tuple[str, str, bool]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The labels, and the numbers of the shots whose id another has, by scene label, id and whether it is `auto`."""
    taken: set[str] = set()
    labels: list[str] = []
    repeated: list[int] = []
    for i, (_, written, _) in enumerate(marks):
        if written and label.fold(written) in taken:
            repeated.append(i)
            written = ""
        taken.add(label.fold(written))
        labels.append(written)
    fresh = {scene: label.free(scene, taken) for scene, _, _ in marks}
    for wanted in (False, True):
        for i, (scene, _, auto) in enumerate(marks):
            if not labels[i] and auto is wanted:
                labels[i] = next(fresh[scene])
                taken.add(label.fold(labels[i]))
    return tuple(labels), tuple(repeated)


def ids(script: Script) -> dict[Span, str]:
    """The labels of written shots that have no id, by the place of their line: what `fmt` writes there."""
    groups = [(scene, entry) for scene, node in zip(scenes(script.scenes), script.scenes, strict=True)
              for entry in divide(node) if isinstance(entry, Group)]
    labels, _ = slate(groups)
    return {group.line.span: name for (_, group), name in zip(groups, labels, strict=True)
            if group.line and not group.auto and not group.line.id}


def scenes(nodes: Iterable[SceneNode]) -> Iterator[str]:
    """What each scene is called: its number, else its place among the scenes with a heading; 0 without one."""
    position = 0
    for node in nodes:
        position += bool(node.heading)
        yield node.number or (str(position) if node.heading else "0")


def _repeated(line: ShotLine, free: str) -> Diagnostic:
    """At the head of the line, up to its first clause; the fix writes a free id."""
    end = line.clauses[0].span.start if line.clauses else line.span.end
    span = Span(line.span.start, max(end, line.span.start), line.span.source)
    head = f"!! {free}: " if line.form == "line" else f"[[shot {free}: "
    return replace(
        error("NM802", f"there is a shot {line.id} already", span, label="the same id again",
              help=f"give it another id, or none; `as {line.id}` means the first",
              fix=Fix(span, head) if line.clauses else None), shot=free)
