"""A file that is being written, read scene by scene: a stretch of text met before is not read again.

The text is cut before headings that stand after an empty line, outside all comments: there a reader of Fountain
remembers nothing of what came before. Each stretch is a `Source` of its own, with a name of its own, and its spans
count from its own beginning, so a letter typed above it changes nothing in it. `Stretched.place` gives a span its place
in the file. Put there, all that is found is what `parse` finds (a test holds the two together).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, Problems
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Source, Span
from ..core.world import World
from . import fountain, heads, hidden, known, media, stream, unclosed
from .ast import Block, SceneNode, Script
from .element import Element, Fountain, Kind
from .names import Names, fold
from .parse import decoded, not_text, nothing, nothing_to_film
from .stream import Local
from .uses import Library

_HEADING = r"(?=[IiEe.．])(?i:(?=(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I\.?/E|E\.?/I)[.． ]|[.．][^\W_]))"
_CUT = re.compile(rf"\n(?!  \n)[ \t]*\n{_HEADING}")
_ANY_CUT = re.compile(rf"(?>\r\n|\n|\r)(?!  [\r\n])[ \t]*(?>\r\n|\n|\r){_HEADING}")
"""An empty line before a heading. One of two spaces goes on with a speech, so it is none."""


class Stretch(NamedTuple):
    """Characters of the file from `start` on, read as plain Fountain. `cues` are those who speak, as first written."""

    source: Source
    tree: Fountain
    problems: Problems
    cues: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Stretched:
    """A script whose spans count from the beginnings of its stretches. `starts`, `names` and `trees` are theirs, in
    order; `known` are the film's names."""

    script: Script
    problems: Problems
    sources: dict[str, Source]
    whole: Source
    starts: tuple[int, ...] = (0,)
    names: tuple[str, ...] = ()
    trees: tuple[Fountain, ...] = ()
    known: Names = field(default_factory=Names)
    _number: dict[str, int] = field(default_factory=dict)

    def place(self, span: Span) -> Span:
        """A span's place in its file."""
        number = self._number.get(span.source)
        if number is None:
            return span
        start = self.starts[number]
        return Span(start + span.start, start + span.end, self.whole.name)

    def placed(self, problem: Diagnostic) -> Diagnostic:
        fix = problem.fix and replace(problem.fix, span=self.place(problem.fix.span))
        return problem.put(self.place(problem.span), fix)

    def names_at(self, offset: int, memo: Memo) -> Names:
        """The names that a shot at a place of the file may say."""
        number = bisect_right(self.starts, offset) - 1
        return memo.of(("names", Same(self.trees[number]), Same(self.known)), lambda: self._names(number))

    def _names(self, number: int) -> Names:
        tree, name = self.trees[number], self.names[number]
        notes = (*tree.loose, *(note for element in tree.elements for note in element.notes))
        ours = [(note, found) for note in notes if (found := heads.read(note))]
        local = [block for node in self.script.scenes if node.span.source == name for block in node.blocks]
        action = (element.text for element in tree.elements if element.kind is Kind.ACTION)
        return known.scene(self.known, local, ours, action)

    def at(self, offset: int) -> tuple[str, int]:
        """The stretch that holds a place of the file, and the place in it."""
        number = bisect_right(self.starts, offset) - 1
        return self.names[number], offset - self.starts[number]


def read(world: World, path: str, memo: Memo, before: Stretched | None = None) -> Stretched:
    """The script in the file `path`, like `parse`, with everything `memo` remembers of it taken from there. `before` is
    how it was read last: a stretch that was changed keeps its name, so that what stands above the change stays put."""
    data = world.read_bytes(path)
    if fault := not_text(data, path):
        source = Source(path, "")
        script = nothing(path)
        return Stretched(script, (fault,), {path: source}, source, names=(path,), trees=(script.fountain,))
    whole, problems = decoded(data, path)
    starts = cuts(whole)
    stretches = _stretches(whole, starts, before, memo)
    library = Library(world, {path: whole})
    blocks, local = _blocks(library, stretches, path, memo)
    base = memo.one(Names.of([*known.in_blocks(blocks), *known.cues(cue for one in stretches for cue in one.cues)]))
    cast = stream.speaking((*blocks, *(b for one in local for _, found in one for b in found)))
    scenes: list[SceneNode] = []
    named: list[media.Named] = []
    for stretch, own in zip(stretches, local, strict=True):
        problems += stretch.problems
        nodes, found = _scenes(stretch, own, cast, base, memo)
        scenes += nodes
        problems += found
        named += memo.of(("paths", Same(nodes)), lambda nodes=nodes, one=stretch: _paths(nodes, one.source, path))
    every = [*blocks, *(block for scene in scenes for block in scene.blocks)]
    problems += [*library.problems, *media.look(world, (*media.in_blocks(every), *named))]
    first = stretches[0]
    if not scenes and not any(problem.code == "FN904" for problem in problems):
        problems.append(nothing_to_film(first.source, first.tree))
    script = Script(path, replace(first.tree, source=path), blocks, tuple(scenes))
    sources = {one.source.name: one.source for one in stretches}
    return Stretched(script, _once(problems), {**library.sources, **sources}, whole, starts, tuple(sources),
                     tuple(one.tree for one in stretches), base, {name: number for number, name in enumerate(sources)})


def cuts(source: Source) -> tuple[int, ...]:
    """Where stretches begin. The first goes on through its first heading: what opens a film belongs to its scene."""
    bones, _ = hidden.boneyards(source)
    opens = [bone.span.start for bone in bones]
    cut = _ANY_CUT if "\r" in source.text else _CUT
    found = [match.end() for match in cut.finditer(source.text) if not _inside(match, opens, bones)]
    return (0, *found[1:])


def _inside(match: re.Match[str], opens: list[int], bones: list) -> bool:
    """Whether a comment opens before the cut and closes after the empty line has begun."""
    at = bisect_right(opens, match.end() - 1) - 1
    return at >= 0 and bones[at].span.end > match.start()


# ---------------------------------------------------------------------------------------------- stretches


def _stretches(whole: Source, starts: tuple[int, ...], before: Stretched | None, memo: Memo) -> list[Stretch]:
    texts = [whole.text[start:end] for start, end in zip(starts, (*starts[1:], len(whole.text)), strict=True)]
    return [memo.of(("stretch", name, text), partial(_stretch, name, text, number == 0))
            for number, (name, text) in enumerate(zip(_names(whole.name, texts, before, memo), texts, strict=True))]


def _names(path: str, texts: list[str], before: Stretched | None, memo: Memo) -> list[str]:
    """A name for each stretch: that of the same text before, or of the text that was in its place."""
    known = before.names if before and len(before.names) == len(before.starts) else ()
    old = [before.sources[name].text for name in known] if before else []
    first = _alike(old, texts)
    last = min(_alike(old[::-1], texts[::-1]), min(len(old), len(texts)) - first)
    kept = list(known[: len(old) - last][: len(texts) - last])
    fresh = [f"{path}\0{memo.number()}" for _ in range(len(texts) - last - len(kept))]
    return [*kept, *fresh, *known[len(old) - last :]]


def _alike(some: list[str], others: list[str]) -> int:
    """How many of two lists are equal from the beginning on."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(some), len(others)))


def _stretch(name: str, text: str, opens: bool) -> Stretch:
    source = Source(name, text)
    tree, problems = fountain.read(source, opens)
    cues: dict[str, Element] = {}
    for one in tree.elements:
        if one.kind is Kind.CHARACTER:
            cues.setdefault(one.text, one)
    return Stretch(source, tree, problems, tuple(cues.values()))


def _blocks(library: Library, stretches: list[Stretch], path: str, memo: Memo
            ) -> tuple[tuple[Block, ...], list[Local]]:
    """The whole film's blocks, used ones first, and those of single scenes for each stretch."""
    used: list[Block] = []
    own: list[Block] = []
    local: list[Local] = []
    for number, stretch in enumerate(stretches):
        first = -1 if number else stream.first_heading(stretch.tree)
        inside: list[tuple[int, tuple[Block, ...]]] = []
        for note in (*stretch.tree.boneyards, *unclosed.opened(stretch.source, stretch.tree)):
            found = library.of(note, path)
            if first is not None and note.span.start > first:
                inside.append((note.span.start, found))
                continue
            used += [block for block in found if block.near != path]
            own += [block for block in found if block.near == path]
        local.append(tuple(inside))
    return memo.one((*used, *own)), local


# ---------------------------------------------------------------------------------------------- scenes


class _Scenes(NamedTuple):
    nodes: tuple[SceneNode, ...]
    problems: Problems


def _scenes(stretch: Stretch, local: Local, cast: frozenset[str], base: Names, memo: Memo) -> _Scenes:
    """The scenes of a stretch. Of the film's names only those that occur in it matter, as long as nothing in it is at
    fault: what is at fault may be near to any name."""
    tree, source = stretch.tree, stretch.source

    def make(names: Names) -> _Scenes:
        return _Scenes(*stream.scenes(source, tree, local, cast, names))

    def again() -> _Scenes:
        words = memo.of(("words", Same(tree)), lambda: _words(stretch))
        key = ("scenes", Same(tree), base.within(words), frozenset(name for name in cast if name in words), local)
        clear: dict[Hashable, _Scenes] = memo.of(("clear", *key), dict)
        if key in clear:
            return clear[key]
        made = make(base)
        if not made.problems and not _puts_strangers(stretch, base):
            clear[key] = made
        return made

    return memo.of(("scenes", Same(tree), Same(base), cast, local), again)


def _words(stretch: Stretch) -> str:
    """All that a name may be found in, as names are compared: as typed, without what is hidden, and the cues."""
    text = stretch.source.text
    concealed = tuple(sorted((*stretch.tree.boneyards, *(n for e in stretch.tree.elements for n in e.notes)),
                             key=lambda note: note.span.start))
    bare = hidden.without(stretch.source, 0, len(text), concealed) if concealed else ""
    cues = "\n".join(re.sub(r"[*_\\]", "", cue.text) for cue in stretch.cues)
    return fold("\n".join((text, bare, cues)))


def _puts_strangers(stretch: Stretch, base: Names) -> bool:
    """Whether a `block` may bring in somebody new: who is nearly somebody else is not brought in."""
    notes = (*stretch.tree.loose, *(note for element in stretch.tree.elements for note in element.notes))
    headed = ((note, found) for note in notes if (found := heads.read(note)) and found.head == "block")
    return any(base.find("@" + name, Span(0, 0)) is None for note, found in headed
               for name in known.people(note.text[found.body :]))


def _paths(nodes: tuple[SceneNode, ...], source: Source, path: str) -> list[media.Named]:
    return [(name, span, path) for node in nodes for name, span in media.in_scene(node, source)]


def _once(problems: Iterable[Diagnostic]) -> Problems:
    """Of comments that are never closed only the first is told: it reaches to the end of the file."""
    kept: list[Diagnostic] = []
    for problem in problems:
        if problem.code != "FN904" or not any(one.code == "FN904" for one in kept):
            kept.append(problem)
    return tuple(kept)
