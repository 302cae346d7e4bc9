"""The pictures, voices, clips and footage a script names: may a script reach them, and are they there?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..core.diagnostic import Diagnostic, Problems, error, warning
from ..core.span import Source, Span
from ..core.world import OutsideProject, World
from .ast import Block, Directive, SceneNode, ShotLine
from .blocks import listed, unquoted
from .supers import read as read_super

_PATHS = frozenset({"images", "clip", "voice"})
_HEADS = frozenset({"plate", "take", "perform", "frame first", "frame last"})
_SOUND_FILES = (".wav", ".mp3", ".flac", ".ogg", ".m4a", ".aac", ".opus", ".aif", ".aiff")
Named = tuple[str, Span, str]
"""A path as written, where, and the file it is written in."""

_FROM = re.compile(r"[ ,]+from (\d+(?:\.\d+)? ?[sf])$")


def check(world: World, blocks: Iterable[Block], scenes: Iterable[SceneNode], source: Source) -> Problems:
    """One problem for each path that is missing (a warning) or outside the project (an error)."""
    scenes = tuple(scenes)
    every = [*blocks, *(block for scene in scenes for block in scene.blocks)]
    named = [(path, span, source.name) for scene in scenes for path, span in in_scene(scene, source)]
    return look(world, (*in_blocks(every), *named))


def look(world: World, named: Iterable[Named]) -> Problems:
    """The problems of paths, those that hold a field left out."""
    found = (_fault(world, *each) for each in named if "{" not in each[0])
    return tuple(problem for problem in found if problem)


def in_blocks(blocks: Iterable[Block]) -> tuple[Named, ...]:
    """The paths of blocks."""
    return tuple((path, span, block.near) for block in blocks for path, span in _in_block(block))


def footage(text: str) -> tuple[str, str]:
    """The path that a directive's words give, and where in it: `"room.mp4" from 3s`. A path may hold ` from ` too."""
    words = " ".join(text.split()).rstrip(" ,")
    found = _FROM.search(words)
    path = words[: found.start()] if found else words
    return unquoted(path.strip(" ,")), found[1] if found else ""


def is_sound(text: str) -> bool:
    """Whether a directive's words are the path of a sound file."""
    return footage(text)[0].lower().endswith(_SOUND_FILES)


def _is_laid(directive: Directive) -> bool:
    """A sound or music that is a file, not words for a model."""
    return directive.head in ("sound", "music") and is_sound(directive.text)


def _in_block(block: Block) -> Iterator[tuple[str, Span]]:
    for entry in block.entries:
        for prop in entry.properties:
            if prop.key == "images":
                yield from listed(prop.value, prop.span)
            elif prop.key.rpartition(".")[2] in _PATHS and prop.value:
                yield from listed(prop.value, prop.span)[:1]


def in_scene(scene: SceneNode, source: Source) -> Iterator[tuple[str, Span]]:
    """The paths of a scene's directives."""
    for item in scene.items:
        for directive in (item,) if isinstance(item, Directive) else item.above if isinstance(item, ShotLine) else ():
            if directive.head in _HEADS or directive.head == "super" or _is_laid(directive):
                yield from _first(directive, source)


def _first(directive: Directive, source: Source) -> Iterator[tuple[str, Span]]:
    """The path of a directive."""
    is_super = directive.head == "super"
    path = read_super(directive.text, directive.span)[0].path if is_super else footage(directive.text)[0]
    if path:
        at = source.text.find(path, directive.span.start, directive.span.end)
        yield path, Span(at, at + len(path), source.name) if at >= 0 else directive.span


def _fault(world: World, path: str, span: Span, near: str) -> Diagnostic | None:
    try:
        full = world.resolve(near, path)
    except OutsideProject:
        return error("FL104", f"`{path}` lies outside the project", span, "outside the project",
                     "move the file into the project folder, or allow its folder in shotscript.toml")
    if world.exists(full):
        return None
    return warning("FL106", f"there is no file `{path}`", span, "not found",
                   "check the path: it is relative to the file that writes it")
