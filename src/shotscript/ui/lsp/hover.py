"""What is under the pointer: a lens and all it sees, a name and its look, a shot and why it is as long as it is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import degrees, inf

from lsprotocol import types

from ...core.show import visible
from ...core.span import Span
from ...core.timebase import clock
from ...lang.ast import Cue, Directive, Item, SceneNode, ShotLine
from ...lang.clause import Framing, Lens
from ...lang.names import fold
from ...lang.term import Name, Size
from ...narrative import names
from ...narrative.story import Person, Place, Prop, Shot
from ...optics import lens as optics
from ...optics.camera import ShotStage
from .scripts import Current

HEADS = {
    "block": "where people and things stand, and how they move, to the end of the scene",
    "light": "the light, to the end of the scene", "weather": "the weather, to the end of the scene",
    "state": "wardrobe or condition, until it changes or is `off`",
    "sound": "effects and ambience of its shot; before the first shot, of the scene",
    "music": "music, until it changes or is `off`", "super": "words or a picture set over the finished film",
    "over": "the length of the transition on its line", "plate": "footage that this shot transforms",
    "take": "finished footage used as this shot", "perform": "a performance or a recorded line that drives somebody",
    "frame first": "the still this shot starts on", "frame last": "the still this shot ends on",
}


def hover(now: Current, position: types.Position) -> types.Hover | None:
    offset = now.page.offset(position)
    for node in now.scenes(Span(offset, offset)):
        for item in _items(node):
            if now.inside(item.span, offset):
                span, words = _item(now, item, offset)
                if words:
                    return _told(now, span, words)
        if node.heading and now.page.place(now.place(node.span).start)[0] == position.line:
            return _told(now, node.span.part(0, len(node.heading)), _scene(now, node))
    return _entry(now, offset)


def _items(node: SceneNode) -> Iterator[Item]:
    """A scene's items, those above a shot too, the smaller ones before those that hold them."""
    for item in node.items:
        if isinstance(item, ShotLine):
            yield from item.above
        yield item


def _item(now: Current, item: Item, offset: int) -> tuple[Span, str]:
    if isinstance(item, Cue):
        return item.name.span, _who(now, item.name)
    if isinstance(item, ShotLine):
        return _in_shot(now, item, offset)
    if isinstance(item, Directive):
        found = _name_at(now, (*((item.subject,) if item.subject else ()), item.items), offset)
        return (found.span, _who(now, found)) if found else (item.span, f"**{item.head}**: {HEADS.get(item.head, '')}")
    return item.span, ""


def _in_shot(now: Current, line: ShotLine, offset: int) -> tuple[Span, str]:
    found = _name_at(now, line.clauses, offset)
    if found:
        return found.span, _who(now, found)
    shot = now.shot_of(line.span)
    if shot is None or shot.auto:
        return line.span, "the director covers what follows" if line.auto else ""
    clause = next((one for one in line.clauses if now.inside(one.span, offset)), None)
    stage = now.writing.stage(now.draft, shot.label)
    if isinstance(clause, Lens) and stage:
        return clause.span, _lens(stage)
    if isinstance(clause, Framing) and clause.size:
        return clause.span, _size(clause.size, now)
    return line.span, _shot(shot) + (f"\n\n{_lens(stage)}" if stage else "")


def _name_at(now: Current, inside: object, offset: int) -> Name | None:
    return next((name for name in names.inside(inside) if now.inside(name.span, offset)), None)


def _who(now: Current, name: Name) -> str:
    known = _known(now, name.text)
    if known is None:
        told = {"caps": "named in the action", "quoted": "described here", "unknown": "nobody we know"}
        return f"**{_plain(name.text)}**: {told.get(name.kind, 'no entry in @cast, @places or @props')}"
    lines = [f"**{_plain(known.name)}**" + (f": {_plain(known.look)}" if known.look else "")]
    if isinstance(known, Person):
        lines += [f"wears {_plain(known.wears)}"] if known.wears else []
        lines += [f"{float(known.height):.2f} m tall"] if known.written_height else []
        lines += [f"speaks {_plain(known.speaks)}"] if known.speaks else []
        lines += [f"voice `{known.voice}`"] if known.voice else []
    if isinstance(known, Place) and known.size:
        lines.append(f"{float(known.size[0]):g} m x {float(known.size[1]):g} m")
    lines += [f"pictures: {', '.join(f'`{path}`' for path in known.images)}"] if known.images else []
    return "  \n".join(lines)


def _known(now: Current, name: str) -> Person | Place | Prop | None:
    story = now.draft.story
    return next((one for one in (*story.cast, *story.places, *story.props)
                 if fold(name) in map(fold, (one.name, *one.also))), None)


def _shot(shot: Shot) -> str:
    words = [f"**{_plain(shot.label)}** {clock(shot.seconds)}, {shot.frames} frames"]
    words += [_plain(shot.why)] if shot.why else []
    words += [f"goes on from {_plain(shot.as_of)}"] if shot.as_of else []
    said = [one for one in (shot.light, shot.weather, *shot.said) if one]
    words += [f"{one.head}: {_plain(one.text)}" for one in said]
    return "  \n".join(words)


def _lens(stage: ShotStage) -> str:
    """What the lens sees in the shot's first frame: angles, how far what is sharp stands, and how deep it is sharp."""
    camera, at = stage.camera, stage.lead
    mm, focus = float(camera.focal[at]), float(camera.focus[at])
    wide, high = (degrees(optics.field(mm, side)) for side in (camera.gate.width, camera.gate.height))
    near, far = optics.sharp(focus, mm, camera.stop, camera.gate)
    deep = "everything is sharp" if camera.stop is None else (
        f"sharp from {near:.2f} m " + (f"to {far:.2f} m ({far - near:.2f} m deep)" if far < inf else "on"))
    stop = "" if camera.stop is None else f" f/{camera.stop:g}"
    who = f" to {_plain(' and '.join(stage.subjects))}" if stage.subjects else ""
    return "  \n".join((
        f"**{mm:g} mm{stop}** sees {wide:.1f}° x {high:.1f}°, {focus * camera.gate.width / mm:.2f} m wide in focus",
        f"{focus:.2f} m{who}, lens {float(camera.position[at][1]):.2f} m high", deep))


def _size(size: Size, now: Current) -> str:
    camera = now.draft.story.format.camera
    return (f"**{size}**: the picture is {optics.CROPS[size]:g} m high on somebody of {optics.TALL:.2f} m, and shows "
            f"{optics.SHARES[size]:g} times the largest side of a thing  \n"
            f"with no lens written, {optics.default_focal(size, camera):.4g} mm")


def _scene(now: Current, node: SceneNode) -> str:
    scene = next((one for one in now.draft.story.scenes if one.span == node.span), None)
    if scene is None:
        return ""
    seconds = sum((shot.seconds for shot in scene.shots), start=Fraction(0))
    place = _known(now, scene.place) if scene.place else None
    words = [f"**Scene {_plain(scene.label)}**: {len(scene.shots)} shots, {clock(seconds)}"]
    words += [f"{', '.join(map(_plain, scene.people))}"] if scene.people else []
    words += [_who(now, Name(place.name, "place", place.span))] if place else []
    return "  \n".join(words)


def _entry(now: Current, offset: int) -> types.Hover | None:
    """A name in a block, at its entry."""
    story = now.draft.story
    for one in (*story.cast, *story.places, *story.props):
        span = one.span.part(0, min(len(one.name), one.span.end - one.span.start))
        if now.inside(span, offset) and fold(now.text(span)) == fold(one.name):
            return _told(now, span, _who(now, Name(one.name, "cast", one.span)))
    return None


def _told(now: Current, span: Span, words: str) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, words), now.range(span))


def _plain(text: str) -> str:
    """Text from a script, with nothing in it that Markdown reads."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>()#+-.!|~" and c not in "-.()" else c for c in visible(text))
