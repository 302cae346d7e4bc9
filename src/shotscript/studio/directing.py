"""A script's text with the director's shots in it: `shotscript direct`.

The director's shots are `!!` lines, and notes inside a speech or paragraph. A note before the first of each scene,
`[[directed classical 3f2ac 77b01]]`, tells them from the author's: it holds the style and, for each thing his lines
say, five digits of its digest. A shot line that says what none of them says is the author's and stays, with all the
text it holds; so does a scene whose note is gone. The others are taken out and chosen anew, so that directing twice
changes nothing. Ids and blanks are no part of what a line says: `fmt` makes nothing the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.diagnostic import Diagnostic
from ..core.digest import of_bytes
from ..core.errors import UsageError
from ..core.settings import Settings
from ..core.span import Source, Span
from ..core.world import World
from ..lang.ast import SceneNode, Script, ShotLine
from ..lang.format import Edit, applied
from ..lang.parse import parse
from ..narrative.marks import settled
from ..narrative.resolve import understand
from ..narrative.story import Story
from ..optics.directing import Style, direct, style
from ..optics.directing.covering import Covered, Picked
from ..optics.directing.matter import Asked
from ..optics.grammar.numbers import numbers
from ..plan.select import select
from . import placing
from .mending import Patched
from .read import opened
from .recorded import recorded
from .shotwords import Words

USUAL = "classical"
_NOTE = re.compile(r"directed (?P<style>[a-z-]+)(?P<said>(?: [0-9a-f]{5})*)")
_UNREADABLE = ("FL101", "FL102")


@dataclass(frozen=True, slots=True)
class Directed:
    """A script before and after. `scenes` are those covered, with every new shot and why it is there; `left` headings
    of scenes that could not be written without changing what is around; `faults` why the file is no text."""

    path: str
    before: str
    after: str
    scenes: tuple[Covered, ...] = ()
    left: tuple[str, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @property
    def same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class _Note:
    """What the director's note says: in which style, and the digests of what his lines say."""

    span: Span
    style: str
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Bare:
    """A script without the director's own shots: its text, and where lines of `auto` stand in their place."""

    script: Script
    story: Story
    source: Source
    stand_ins: tuple[Edit, ...]
    styles: Mapping[int, str]


_Scene = tuple[Covered, tuple[Edit, ...]]


def directed(script: str | Path, wanted: str = "", *, only: str = "", weights: Mapping[str, float] | None = None,
             favour: str = "", world: World | None = None, config: Settings | None = None) -> Directed:
    """The script of a file covered in a style; each scene's own of last time where none is wanted. Nothing is written.

    UsageError where there is no such file, style, weight or scene.
    """
    path, base, _, own = opened(script, world)
    config = config or own
    weighed = {**config.direct.weights, **(weights or {})}
    style(wanted or USUAL, weighed)
    bare = _bare(path, base, only)
    if isinstance(bare, Directed):
        return bare
    before = base_text(base, path)
    words = Words(bare.script)
    found: list[_Scene] = []
    for node, scene in zip(bare.script.scenes, bare.story.scenes, strict=True):
        if scene.index not in bare.styles:
            continue
        name = wanted or bare.styles[scene.index] or USUAL
        chosen = replace(style(name, weighed), favour=favour)
        page = placing.page(node, bare.script.fountain, bare.source)
        asked = Asked(numbers(config.grammar), lambda at, page=page: page.place(at) is not None, words.sayable(node))
        covered = direct(bare.story, scene, chosen, asked)
        if covered:
            found.append((covered, _edits(covered, page, words, chosen, bare.source)))
    return _written(path, before, bare, found)


def base_text(world: World, path: str) -> str:
    """The text of a script as `parse` reads it."""
    _, _, sources = parse(world, path)
    return sources[path].text


def own(line: ShotLine, source: Source) -> str:
    """What stands for a shot line in the director's note."""
    said = source.slice(line.span)
    said = said[2:] if line.form == "line" else re.sub(r"^\[\[\s*shot", "", said[:-2], flags=re.IGNORECASE)
    said = re.sub(r"^\s*[\w.\-]*\s*[:：]", "", said) if line.id or line.form == "note" else said
    return _digits(" ".join(said.split()))


def _digits(line: str) -> str:
    return of_bytes(line.encode())[:5]


# ---------------------------------------------------------------------------------------------- without his own shots


def _bare(path: str, world: World, only: str) -> _Bare | Directed:
    try:
        script, told, sources = parse(world, path)
    except FileNotFoundError as trouble:
        raise UsageError(f"there is no file {path}") from trouble
    source = sources[path]
    faults = tuple(one for one in told if one.code in _UNREADABLE and one.span.source == path)
    if faults:
        return Directed(path, source.text, source.text, faults=faults)
    asked = _asked(_understood(script, world, sources), only)
    styles = dict[int, str]()
    edits: list[Edit] = []
    for index, node in enumerate(script.scenes):
        if index in asked:
            note = _note(node, script)
            styles[index] = note.style if note else ""
            edits += _taken_out(node, note, source)
    patched = Patched(world)
    patched.texts[path] = applied(source.text, edits)
    script, _, sources = parse(patched, path)
    story = _understood(script, patched, sources)
    assert len(story.scenes) == len(script.scenes), (len(story.scenes), len(script.scenes))
    numbered = {story.scenes[index].index: name for index, name in styles.items()}
    return _Bare(script, story, sources[path], tuple(_stand_ins(source.text, edits)), numbered)


def _understood(script: Script, world: World, sources: Mapping[str, Source]) -> Story:
    story, _ = understand(recorded(script, world), sources)
    return settled(story) if story.fields else story


def _asked(story: Story, only: str) -> set[int]:
    """The numbers of the scenes that are meant."""
    if not only:
        return set(range(len(story.scenes)))
    _, labels = select(story, only)
    return {i for i, scene in enumerate(story.scenes) if any(shot.label in labels for shot in scene.shots)}


def _note(node: SceneNode, script: Script) -> _Note | None:
    tree = script.fountain
    notes = (*tree.loose, *(note for element in tree.elements for note in element.notes))
    for note in notes:
        found = _NOTE.fullmatch(" ".join(note.text.split()))
        if found and node.span.start <= note.span.start < node.span.end:
            return _Note(note.span, found["style"], frozenset(found["said"].split()))
    return None


def _taken_out(node: SceneNode, note: _Note | None, source: Source) -> Iterator[Edit]:
    """The changes that take the director's note and shots out of a scene. After an author's shot the first of them
    stays as `auto`, so that it holds what it held."""
    if note is None:
        return
    yield placing.without(source, note.span)
    authors = False
    for item in node.items:
        if not isinstance(item, ShotLine):
            continue
        if item.auto or item.faulty or item.above or own(item, source) not in note.said:
            authors = not item.auto
        elif authors:
            yield Edit(item.span.start, item.span.end, "!! auto" if item.form == "line" else "[[shot: auto]]")
            authors = False
        else:
            yield placing.without(source, item.span)


def _stand_ins(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The changes that take the lines of `auto` out again, in the text in which they stand."""
    shift, made = 0, applied(text, edits)
    source = Source("", made)
    for edit in edits:
        at = edit.start + shift
        if edit.text:
            yield placing.without(source, Span(at, at + len(edit.text)))
        shift += len(edit.text) - (edit.end - edit.start)


# ---------------------------------------------------------------------------------------------- with his new ones


def _edits(covered: Covered, page: placing.Page, words: Words, chosen: Style, source: Source) -> tuple[Edit, ...]:
    """The changes that write a scene; none where a shot of it has no place."""
    lines = [(page.place(pick.at), words.line(pick.shot)) for pick in covered.picked]
    digests = dict.fromkeys(_digits(line) for _, line in lines)
    note = f"[[directed {' '.join((chosen.name.replace(' ', '-'), *digests))}]]"
    found = []
    for k, (place, line) in enumerate(lines):
        if place is None:
            return ()
        found.append(placing.put(place, line, "" if k else note, source))
    return tuple(found)


def _written(path: str, before: str, bare: _Bare, found: Sequence[_Scene]) -> Directed:
    """The text with all scenes written, but those that would change what is around them."""
    kept = [one for one in found if one[1]]
    after = _applied(bare, kept)
    if not _alike(bare, after):
        kept = [one for one in kept if _alike(bare, _applied(bare, [one]))]
        after = _applied(bare, kept)
    written = {id(covered) for covered, _ in kept}
    left = [covered.scene.heading for covered, _ in found if id(covered) not in written]
    return Directed(path, before, after, tuple(covered for covered, _ in kept), tuple(left))


def _applied(bare: _Bare, found: Iterable[_Scene]) -> str:
    edits = [*(edit for _, edits in found for edit in edits), *bare.stand_ins]
    return applied(bare.source.text, sorted(edits, key=lambda edit: (edit.start, edit.end)))


def _alike(bare: _Bare, after: str) -> bool:
    """Whether a text is the same screenplay, shot lines aside."""
    return placing.screenplay(bare.source.text) == placing.screenplay(after)


def picked(found: Directed) -> Iterator[Picked]:
    """Every new shot of a script in order."""
    return (pick for covered in found.scenes for pick in covered.picked)
