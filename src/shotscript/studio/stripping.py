"""A script without the director's own shots: what he said last time is taken out before he speaks again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..core.diagnostic import Problems
from ..core.digest import of_bytes
from ..core.errors import UsageError
from ..core.span import Source, Span
from ..core.world import World
from ..lang.ast import SceneNode, Script, ShotLine
from ..lang.format import Edit, applied
from ..lang.parse import parse
from ..narrative.marks import settled
from ..narrative.resolve import understand
from ..narrative.story import Story
from ..plan.select import select
from . import placing
from .mending import Patched
from .recorded import recorded

_NOTE = re.compile(r"directed (?P<style>[a-z-]+)(?P<said>(?: [0-9a-f]{5})*)")
_UNREADABLE = ("FL101", "FL102")


@dataclass(frozen=True, slots=True)
class Bare:
    """A script without the director's own shots: its text, and where lines of `auto` stand in their place."""

    script: Script
    story: Story
    source: Source
    stand_ins: tuple[Edit, ...]
    styles: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Note:
    """What the director's note says: in which style, and the digests of what his lines say."""

    span: Span
    style: str
    said: frozenset[str]


def stripped(path: str, world: World, only: str) -> tuple[Bare, Problems]:
    """A script without the director's shots in the scenes that are meant. With problems it is no text, and left as it
    is. UsageError where there is no such file or scene."""
    try:
        script, told, sources = parse(world, path)
    except FileNotFoundError as trouble:
        raise UsageError(f"there is no file {path}") from trouble
    source = sources[path]
    faults = tuple(one for one in told if one.code in _UNREADABLE and one.span.source == path)
    if faults:
        return Bare(script, _understood(script, world, sources), source, (), {}), faults
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
    return Bare(script, story, sources[path], tuple(_stand_ins(source.text, edits)), numbered), ()


def own(line: ShotLine, source: Source) -> str:
    """What stands for a shot line in the director's note."""
    said = source.slice(line.span)
    said = said[2:] if line.form == "line" else re.sub(r"^\[\[\s*shot", "", said[:-2], flags=re.IGNORECASE)
    said = re.sub(r"^\s*[\w.\-]*\s*[:：]", "", said) if line.id or line.form == "note" else said
    return digits(" ".join(said.split()))


def digits(line: str) -> str:
    """Five of them, for a line."""
    return of_bytes(line.encode())[:5]


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
