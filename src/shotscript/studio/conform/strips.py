"""A scene's text as strips: what belongs to each shot, from its line to the next one's, ready to be put in another
order.

A transition inside a scene goes with the shot it leads into, a fade out with the shot it ends; those at either end of a
scene, and all that stands before its first shot, stay. Shots that share a speech are one strip: nobody may be cut off
from their name. So are the shots the director makes of text without shot lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...core.span import Source, Span
from ...lang.ast import Cue, Directive, Parenthetical, SceneNode, ShotLine, SpeechText, TransitionMark
from ...narrative.divide import HOLDING, Group, divide
from ...narrative.story import Shot


@dataclass(frozen=True, slots=True)
class Strip:
    """Characters [start, end) of the file. `lines` are the shot lines of its `labels`, None for text that has none."""

    labels: tuple[str, ...]
    start: int
    end: int
    lines: tuple[ShotLine | None, ...]


def strips(node: SceneNode, shots: Sequence[Shot], source: Source) -> tuple[Strip, ...]:
    """The strips of a scene in text order. `shots` are its shots, those the director made included."""
    entries = divide(node)
    groups = [at for at, entry in enumerate(entries) if isinstance(entry, Group)]
    found: list[Strip] = []
    rest = list(shots)
    for count, at in enumerate(groups):
        group = entries[at]
        assert isinstance(group, Group)
        labels = _labels(group, rest, alone=count + 1 == len(groups))
        before = entries[groups[count - 1] + 1 : at] if count else ()
        made = Strip(labels, _start(group, before, source), 0, (_own(group),) * len(labels))
        if found and (not labels or _goes_on(group)):
            found[-1] = replace(found[-1], labels=found[-1].labels + labels, lines=found[-1].lines + made.lines)
        else:
            found.append(made)
    return tuple(_ended(found, node, entries, groups, source)) if found else ()


def carried(nodes: Sequence[SceneNode], scene: Span, strip: Strip) -> tuple[str, ...]:
    """The heads of directives in a strip that hold beyond their shot, each once."""
    node = next(one for one in nodes if one.span == scene)
    every = (one for item in node.items for one in (item.above if isinstance(item, ShotLine) else (item,)))
    return tuple(dict.fromkeys(one.head for one in every if isinstance(one, Directive)
                               and one.head in HOLDING | {"block"} and strip.start <= one.span.start < strip.end))


def _own(group: Group) -> ShotLine | None:
    return None if group.auto else group.line


def _labels(group: Group, rest: list[Shot], alone: bool) -> tuple[str, ...]:
    """Takes from `rest` the shots of a group: one of a written line, all the director made of text without one."""
    if not group.auto:
        return (rest.pop(0).label,) if rest else ()
    taken: list[str] = []
    while rest and rest[0].auto:
        taken.append(rest.pop(0).label)
    return tuple(taken)


def _goes_on(group: Group) -> bool:
    """Whether its text begins inside the speech of the shot before it."""
    first = next((item for item in group.items if not isinstance(item, Directive)), None)
    return isinstance(first, SpeechText | Parenthetical) or (isinstance(first, Cue) and first.dual)


def _start(group: Group, before: Sequence[Group | TransitionMark], source: Source) -> int:
    marks = [one.span.start for one in before if isinstance(one, TransitionMark) and one.kind != "fade out"]
    if group.line:
        places = [group.line.span.start, *(one.span.start for one in group.line.above)]
    else:
        places = [group.items[0].span.start] if group.items else []
    return _line_start(min([*marks, *places], default=0), source)


def _line_start(offset: int, source: Source) -> int:
    """The start of its line, where nothing but blanks stands before it there."""
    start = source.line_starts[bisect_right(source.line_starts, offset) - 1]
    return offset if source.text[start:offset].strip() else start


def _line_end(offset: int, source: Source) -> int:
    """The end of the line that holds the character before `offset`."""
    number = bisect_right(source.line_starts, max(offset - 1, 0))
    return source.line_starts[number - 1] + len(source.line(number))


def _ended(found: list[Strip], node: SceneNode, entries: Sequence[Group | TransitionMark], groups: list[int],
           source: Source) -> Iterator[Strip]:
    """Each strip reaches to the next one; the last one to the end of what its shot holds. No blank at its end."""
    last = entries[groups[-1]]
    assert isinstance(last, Group)
    ends = [item.span.end for item in last.items] + ([last.line.span.end] if last.line else [])
    final = min(_line_end(max(ends, default=found[-1].start), source), node.span.end)
    for strip, end in zip(found, [*(one.start for one in found[1:]), final], strict=True):
        yield replace(strip, end=strip.start + len(source.text[strip.start : max(end, strip.start)].rstrip()))
