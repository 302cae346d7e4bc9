"""How long the footage and the recordings last that a script names, for those who reckon with time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path

from ..core.errors import MediaError
from ..core.memo import Memo
from ..core.same import Same
from ..core.world import DiskWorld, OutsideProject, World
from ..lang.ast import Directive, Item, SceneNode, Script, ShotLine
from ..lang.media import footage

_HEADS = ("plate", "take", "perform")
Lengths = tuple[tuple[str, Fraction], ...]


def recorded(script: Script, world: World, memo: Memo | None = None) -> Script:
    """The script with what their files last in its directives, as far as they lie on the disk and can be read."""
    if not isinstance(world, DiskWorld):
        return script
    memo = memo or Memo()
    scenes = tuple(_scene(node, script.source, world, memo) for node in script.scenes)
    changed = any(new is not old for new, old in zip(scenes, script.scenes, strict=True))
    return replace(script, scenes=scenes) if changed else script


def _scene(node: SceneNode, near: str, world: DiskWorld, memo: Memo) -> SceneNode:
    paths = memo.of(("footage", Same(node)), partial(_paths, node))
    lengths = tuple((path, seconds) for path in paths if (seconds := _length(path, near, world)))
    return memo.of(("recorded", Same(node), lengths), partial(_told, node, dict(lengths))) if lengths else node


def _paths(node: SceneNode) -> tuple[str, ...]:
    every = (d for item in node.items for d in (*getattr(item, "above", ()), item) if isinstance(d, Directive))
    return tuple(dict.fromkeys(footage(d.text)[0] for d in every if d.head in _HEADS))


def _told(node: SceneNode, lengths: dict[str, Fraction]) -> SceneNode:
    def told(item: Item) -> Item:
        if isinstance(item, ShotLine):
            return replace(item, above=tuple(map(directive, item.above)))
        return directive(item) if isinstance(item, Directive) else item

    def directive(one: Directive) -> Directive:
        return replace(one, lasts=lengths.get(footage(one.text)[0])) if one.head in _HEADS else one

    return replace(node, items=tuple(map(told, node.items)))


def _length(path: str, near: str, world: DiskWorld) -> Fraction | None:
    """Seconds of a file as written in a script; None for one that is not there, or holds a field."""
    if not path or "{" in path:
        return None
    try:
        full = world.resolve(near, path)
        facts = Path(full).stat()
    except (OutsideProject, OSError):
        return None
    return _seconds(full, facts.st_mtime_ns, facts.st_size) if world.exists(full) else None


@lru_cache(256)
def _seconds(path: str, _changed: int, _size: int) -> Fraction | None:
    """What opens media takes longer to load than a script to read, so that is done only where one names some."""
    try:
        return import_module("shotscript.film.media").media(Path(path)).seconds
    except (MediaError, OSError):
        return None
