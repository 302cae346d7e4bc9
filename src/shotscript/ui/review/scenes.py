"""A scene as the page shows it: its lines exactly as they are written, cut into rows that stand beside their shots.

A value of a scene knows its lines by their numbers within the scene, so that a line more in the scene before it makes
no other value; the page's line numbers are put in at the end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...core.diagnostic import Diagnostic, Level
from ...core.span import Source, Span
from ...lang.ast import Directive, Script, ShotLine
from ...narrative.story import Scene
from ...studio.film import Film

FRONT = "front"
"""What stands before the first scene: title page, cast, places."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a line. `marks`: note, shot, directive, and error or warning where somebody should look. `shot`:
    the one these characters write."""

    text: str
    marks: tuple[str, ...] = ()
    shot: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    level: str
    code: str
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from the scene's first, 0. `shot` is the one that is seen while this is said or done."""

    number: int
    kind: str
    pieces: tuple[Piece, ...]
    shot: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Lines, and the shots that begin with them; none for what stands before the first shot."""

    lines: tuple[Line, ...]
    shots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A scene, or the front. `first` is the number of its first line in the file."""

    id: str
    label: str
    heading: str
    first: int
    rows: tuple[Row, ...]


class Reading:
    """The script of a film by its lines."""

    def __init__(self, film: Film) -> None:
        self.source: Source = film.read.sources[film.story.source]
        self.scenes = film.story.scenes
        self.kinds = _kinds(film.read.script, self.source)
        self.marks = _marks(film, self.source)
        self.faults = _faults(film.problems, self.source)
        self.heads = [self.source.position(scene.span.start)[0] for scene in self.scenes]
        self.begins = dict(_begins(film, self))

    def line(self, offset: int) -> int:
        return self.source.position(offset)[0]

    def kind(self, number: int) -> str:
        """What a line of the file is: an element of Fountain, `shot`, `block`, `note` or `blank`."""
        return self.kinds.get(number) or ("note" if self.source.line(number).strip() else "blank")

    def where(self, line: int) -> tuple[str, int]:
        """The passage a line of the file stands in, and its number there."""
        at = bisect_right(self.heads, line)
        return (f"scene-{at}", line - self.heads[at - 1]) if at else (FRONT, line - 1)


def passages(reading: Reading) -> Iterator[Passage]:
    """The whole file from its first line to its last: the front, where there is one, and the scenes."""
    last = len(reading.source.line_starts) + 1
    front = reading.heads[0] if reading.heads else last
    lines = _trimmed(reading, range(1, front))
    if lines:
        rows = (Row(tuple(_line(reading, number, 1, {}) for number in lines)),)
        yield Passage(FRONT, "", "", 1, rows)
    for number, (scene, (start, stop)) in enumerate(
            zip(reading.scenes, pairwise([*reading.heads, last]), strict=True), 1):
        rows = tuple(_rows(reading, scene, _trimmed(reading, range(start, stop))))
        yield Passage(f"scene-{number}", scene.label, scene.heading, start, rows)


# ---------------------------------------------------------------------------------------------- helpers


def _rows(reading: Reading, scene: Scene, lines: range) -> Iterator[Row]:
    starts: dict[int, list[str]] = defaultdict(list)
    reached = lines.start
    for shot in scene.shots:
        reached = min(max(reached, reading.begins[shot.label]), max(lines.stop - 1, lines.start))
        starts[reached].append(shot.label)
    owners = _owners(reading, scene)
    edges = sorted({lines.start, *starts, lines.stop})
    shown = ""
    for start, stop in pairwise(edges):
        labels = tuple(starts.get(start, ()))
        shown = labels[0] if labels else shown
        owned = {number: owners.get(number, shown) for number in range(start, stop)}
        yield Row(tuple(_line(reading, number, lines.start, owned) for number in range(start, stop)), labels)


def _owners(reading: Reading, scene: Scene) -> dict[int, str]:
    """The shot of each line that has words of one, the first where there are two."""
    found: dict[int, str] = {}
    for shot in scene.shots:
        for beat in shot.beats:
            if beat.span.source == reading.source.name:
                found.setdefault(reading.line(beat.span.start), shot.label)
    return found


def _line(reading: Reading, number: int, first: int, owned: Mapping[int, str]) -> Line:
    text = reading.source.line(number)
    pieces = tuple(_pieces(text, reading.source.line_starts[number - 1], reading.marks.get(number, ())))
    faults = tuple(reading.faults.get(number, ()))
    return Line(number - first, reading.kind(number), pieces, owned.get(number, ""), faults)


Mark = tuple[Span, str, str]
"""A span, what it is, and the label of the shot it writes."""


def _pieces(text: str, start: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """A line cut wherever a mark begins or ends."""
    if not marks:
        yield Piece(text)
        return
    size = len(text)
    edges = {0, size, *(min(max(at - start, 0), size) for span, _, _ in marks for at in (span.start, span.end))}
    for a, b in pairwise(sorted(edges)):
        over = [mark for mark in marks if mark[0].start <= start + a and start + b <= mark[0].end]
        label = next((label for _, _, label in over if label), "")
        yield Piece(text[a:b], tuple(dict.fromkeys(name for _, name, _ in over)), label)


def _kinds(script: Script, source: Source) -> dict[int, str]:
    found: dict[int, str] = {}
    for comment in script.fountain.boneyards:
        found |= dict.fromkeys(_covered(comment.span, source), "block")
    for entry in script.fountain.title:
        found |= dict.fromkeys(_covered(entry.span, source), "title")
    for element in script.fountain.elements:
        kind = str(element.kind).replace(" ", "-")
        found |= {source.position(span.start)[0]: kind for span in element.lines if source.slice(span).strip()}
    for item in _items(script):
        if isinstance(item, ShotLine) and item.form == "line" and item.span.source == source.name:
            found |= dict.fromkeys(_covered(item.span, source), "shot")
    return found


def _covered(span: Span, source: Source) -> range:
    return range(source.position(span.start)[0], source.position(max(span.start, span.end - 1))[0] + 1)


def _items(script: Script) -> Iterator[object]:
    for scene in script.scenes:
        for item in scene.items:
            yield item
            if isinstance(item, ShotLine):
                yield from item.above


def _marks(film: Film, source: Source) -> dict[int, list[Mark]]:
    """By line, what is more than plain text on it."""
    fountain, labels = film.read.script.fountain, {shot.span: shot.label for shot in film.story.shots if not shot.auto}
    notes = [note.span for one in fountain.elements for note in one.notes] + [note.span for note in fountain.loose]
    found: list[Mark] = [(span, "note", "") for span in notes]
    for item in _items(film.read.script):
        if isinstance(item, ShotLine):
            found.append((item.span, "shot", labels.get(item.span, "")))
        elif isinstance(item, Directive):
            found.append((item.span, "directive", ""))
    found += [(one.span, str(one.level), "") for one in film.problems if one.level > Level.INFO]
    return _by_line((mark for mark in found if mark[0].source == source.name), source)


def _by_line(marks: Iterable[Mark], source: Source) -> dict[int, list[Mark]]:
    lines: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        for number in _covered(mark[0], source):
            lines[number].append(mark)
    return lines


def _faults(problems: Iterable[Diagnostic], source: Source) -> dict[int, list[Fault]]:
    found: dict[int, list[Fault]] = defaultdict(list)
    for one in problems:
        if one.level > Level.INFO and one.span.source == source.name:
            fault = Fault(str(one.level), one.code, one.message, one.help)
            found[source.position(one.span.start)[0]].append(fault)
    return found


def _begins(film: Film, reading: Reading) -> Iterator[tuple[str, int]]:
    """The line each shot begins with: its own, or those directly above it that are its; where the director made it, or
    a note on a line cuts to it, that of its first words."""
    written = {item.span: item for item in _items(film.read.script) if isinstance(item, ShotLine)}
    for shot in film.story.shots:
        line = written.get(shot.span)
        if shot.auto or line is None:
            yield shot.label, _spoken(reading, reading.line(shot.span.start))
        elif reading.kind(reading.line(shot.span.start)) in ("shot", "note"):
            yield shot.label, min(reading.line(one.span.start) for one in (line, *line.above))
        else:
            yield shot.label, reading.line(shot.span.end) + 1


def _spoken(reading: Reading, number: int) -> int:
    """The line of the cue over a speech."""
    while number > 1 and reading.kind(number - 1) in ("character", "parenthetical"):
        number -= 1
    return number


def _trimmed(reading: Reading, lines: range) -> range:
    """Without the blank lines at the end."""
    stop = min(lines.stop, len(reading.source.line_starts) + 1)
    while stop > lines.start and reading.kind(stop - 1) == "blank":
        stop -= 1
    return range(lines.start, stop)
