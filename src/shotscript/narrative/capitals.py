"""Who is somebody though no cast, cue or block says so: a name the action writes in capitals and a shot frames by the
body.

`BOB waits.` may be a man or a machine. Whom a shot shows from the waist up, looks over the shoulder of, sees with the
eyes of, or lets look somewhere is a person, in every shot of the film. Letters, phones and cars stay things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ..core.memo import Memo
from ..core.same import Same
from ..lang.ast import SceneNode, Script, ShotLine
from ..lang.clause import Framing, Gaze
from ..lang.names import fold
from ..lang.term import Name, Size, View
from ..lang.words import KINDS
from .names import inside

BODILY = (Size.MWS, Size.COWBOY, Size.MS, Size.MCU)
"""Sizes that are named by how much of a body they show, and are not used of things."""

THINGS = frozenset((
    *KINDS, "letter", "paper", "photo", "note", "map", "newspaper", "envelope", "phone", "radio", "cup", "mug", "glass",
    "candle", "bottle", "lamp", "lantern", "key", "keys", "ring", "coin", "watch", "clock", "gun", "pistol", "knife",
    "book", "bag", "suitcase", "screen", "tv", "house", "tower", "train", "ship", "boat", "truck", "bus", "plane",
    "sign", "tree", "gate", "bridge",
))  # fmt: skip


def peopled(script: Script, memo: Memo) -> Script:
    """The script with those names marked as people's."""
    found = frozenset().union(*(memo.of(("bodies", Same(scene)), lambda scene=scene: _named(scene))
                                for scene in script.scenes))
    if not found:
        return script
    return replace(script, scenes=tuple(_once(scene, found, memo) for scene in script.scenes))


def _once(scene: SceneNode, found: frozenset[str], memo: Memo) -> SceneNode:
    """A scene with its own of the names marked; the very same one where it has none."""
    here = found & memo.of(("capitals", Same(scene)), lambda: frozenset(
        fold(name.text) for shot in _shots(scene) for name in inside((shot.clauses, shot.above))
        if name.kind == "caps"))
    return memo.of(("peopled", Same(scene), here), lambda: _scene(scene, here)) if here else scene


def _named(scene: SceneNode) -> frozenset[str]:
    return frozenset(fold(name.text) for shot in _shots(scene) for name in _bodies(shot))


def _shots(scene: SceneNode) -> Iterator[ShotLine]:
    return (item for item in scene.items if isinstance(item, ShotLine))


def _bodies(shot: ShotLine) -> Iterator[Name]:
    for clause in shot.clauses:
        framed = ()
        if isinstance(clause, Framing):
            framed = (*(clause.on if _is_bodily(clause) else ()), clause.by)
        looking = (clause.who,) if isinstance(clause, Gaze) else ()
        yield from (n for n in (*framed, *looking) if n and n.kind == "caps" and not _is_thing(n))


def _is_bodily(framing: Framing) -> bool:
    return framing.view is View.OTS or framing.size in BODILY


def _is_thing(name: Name) -> bool:
    return fold(name.text).split()[-1] in THINGS


def _scene(scene: SceneNode, found: frozenset[str]) -> SceneNode:
    items = (_marked(item, found) if isinstance(item, ShotLine) else item for item in scene.items)
    return replace(scene, items=tuple(items))


def _marked(value: Any, found: frozenset[str]) -> Any:
    """A value with the names inside it marked."""
    if isinstance(value, Name):
        return replace(value, kind="cue") if value.kind == "caps" and fold(value.text) in found else value
    if isinstance(value, tuple):
        return tuple(_marked(item, found) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    held = {member.name: getattr(value, member.name) for member in fields(value)}
    changed = {key: new for key, old in held.items() if (new := _marked(old, found)) != old}
    return replace(value, **changed) if changed else value
