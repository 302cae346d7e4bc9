"""The files a script names: pictures, voices, footage, and the bibles it uses."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from ...core.span import Span
from ...core.world import OutsideProject
from ...lang import blocks, media
from .scripts import Current, address


def links(now: Current) -> list[types.DocumentLink]:
    """A link for each file that is there."""
    return [types.DocumentLink(now.page.range(span), target) for _, span, target in _named(now)]


def link_at(now: Current, offset: int) -> str | None:
    """The address of the file that is named at a place."""
    return next((target for _, span, target in _named(now) if span.start <= offset <= span.end), None)


def _named(now: Current) -> Iterator[tuple[str, Span, str]]:
    world = now.writing.world
    for path, span, near in every(now):
        place = now.place(span)
        if place.source != now.source.name or "{" in path or not path:
            continue
        try:
            full = world.resolve(near, path)
        except OutsideProject:
            continue
        if world.exists(full):
            yield path, place, address(full, world)


def every(now: Current) -> Iterator[media.Named]:
    """Every path a script writes, with its place and the file it is relative to."""
    text = now.draft.text
    own = text.script.source
    for tree in text.trees:
        for note in tree.boneyards:
            if blocks.tagged(note) == "use":
                yield from ((path, span, own) for path, span in blocks.uses(note))
    yield from media.in_blocks(text.script.blocks)
    for node in text.script.scenes:
        yield from media.in_blocks(node.blocks)
        source = text.sources[node.span.source]
        yield from ((path, span, own) for path, span in media.in_scene(node, source))
