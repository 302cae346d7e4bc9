"""For every value a script can hold, evidently other values of the same kind.

`others(kind, value, story)` gives each part that may change by itself, as a row of fields and what they become. Texts
keep their length and the names in them; numbers change by a lot; words become another word of their row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from rewording import OTHER_WORD, Fields, Others, changed, named, number, reworded, swapped, time, word

from shotscript.lang import clause as c
from shotscript.lang.ast import BlockPerson, BlockThing, Facing, Step
from shotscript.lang.term import Ease, Name, Size, Time, Verb
from shotscript.narrative.story import (
    Beat,
    BlockCue,
    Format,
    Person,
    Place,
    Prop,
    Said,
    Scene,
    State,
    Story,
    Transition,
)

_OTHER_VERB = {Verb.STATIC: Verb.HANDHELD, Verb.HANDHELD: Verb.GIMBAL, Verb.GIMBAL: Verb.HANDHELD}
_CLOSE = (Size.MS, Size.MCU, Size.CU, Size.ECU)




def others(kind: str, value: Any, story: Story) -> Others:
    """Each part of a value by itself, in other words. Empty where there is nothing to change."""
    make = _BY_KIND.get(kind) or _BY_TYPE.get(type(value))
    return {what: put for what, put in make(value, story).items() if put} if make else {}


# ---------------------------------------------------------------------------------------------- texts


def _texts(key: str, *more: str) -> Callable[[Any, Story], Others]:
    def make(value: Any, story: Story) -> Others:
        told = {key: getattr(value, key) for key in (key, *more)}
        return {key: _retold(key, text, story) for key, text in told.items() if text}
    return make


def _retold(key: str, text: str, story: Story) -> Fields:
    other = reworded(text, story)
    return {key: other} if other != text else {}


def _said(said: Said, story: Story) -> Others:
    if "media/" in said.text:
        path = {"text": re.sub(r"media/\w+", "media/other", said.text)}
        return {"path": path} | _who(said, "subject", story)
    return {"text": _retold("text", said.text, story)} if said.text.strip() != "off" else {}


def _who(value: Any, key: str, story: Story) -> Others:
    now = getattr(value, key)
    other = next((p.name for p in story.cast if p.name != now), "")
    return {key: {key: other}} if now and other else {}


def _beat(beat: Beat, story: Story) -> Others:
    if beat.kind == "pause":
        return {"seconds": {"seconds": Fraction(1) if beat.seconds > 1 else Fraction(3)}}
    told = _texts("text", "delivery")(beat, story)
    return told | (_who(beat, "who", story) if beat.kind == "speech" else {})


# ---------------------------------------------------------------------------------------------- clauses


def _framing(framing: c.Framing, story: Story) -> Others:
    found = word(framing, "shoulder") | named(framing, "by", story, *framing.on)
    if framing.part:
        found |= {"part": {"part": OTHER_WORD.get(framing.part, "elbow")}}
    if framing.size:
        found |= {"size": {"size": Size.EWS if framing.size in _CLOSE else Size.CU}}
    if framing.on:
        taken = {name.text for name in (*framing.on, framing.by) if name}
        other = next((p.name for p in story.cast if p.name not in taken), "")
        names = (Name(other, "cast", framing.on[0].span), *framing.on[1:])
        found |= {"on": {"on": names} if other else {}}
    return found


def _lens(lens: c.Lens, story: Story) -> Others:
    found = number(lens, "mm") | number(lens, "stop")
    return found | ({"anamorphic": {"anamorphic": False}} if lens.anamorphic and found else {})


def _move(move: c.Move, story: Story) -> Others:
    found = number(move, "amount") | number(move, "mm") | time(move, "over") | word(move, "direction")
    for key in ("around", "follow", "focus_from"):
        found |= named(move, key, story, *(n for n in (move.target, move.focus_from) if isinstance(n, Name)))
    if isinstance(move.target, c.Framing):
        inner = {k: v for put in _framing(move.target, story).values() for k, v in put.items()}
        found |= {"target": {"target": changed(move.target, inner)} if inner else {}}
    else:
        found |= named(move, "target", story, move.focus_from, move.around)
    if isinstance(move.at, Time):
        words = {"at_words": move.at_words and f"{move.at_words[:-1]}x"}
        found |= {"at": {**time(move, "at")["at"], **words}}
    if move.ease:
        found |= {"ease": {"ease": Ease.IN if move.ease is not Ease.IN else Ease.OUT}}
    if move.pace:
        found |= {"pace": {"pace": "slow" if "slow" not in move.pace else "fast"}}
    return found or ({"verb": {"verb": _OTHER_VERB[move.verb]}} if move.verb in _OTHER_VERB else {})


def _pacing(pacing: c.Pacing, story: Story) -> Others:
    ease = {"ease": {"ease": Ease.OUT if pacing.ease is Ease.IN else Ease.IN}} if pacing.ease else {}
    return ease | time(pacing, "over")


def _camera(at: c.CameraAt, story: Story) -> Others:
    return number(at, "x") | number(at, "z") | number(at, "height") | named(at, "facing", story)


def _repeat(as_: c.As, story: Story) -> Others:
    other = next((shot.label for shot in story.shots if shot.label != as_.id), "")
    return {"id": {"id": other} if other else {}}


def _place_in_frame(place: c.PlaceInFrame, story: Story) -> Others:
    where = {"center": "screen left"}.get(place.where) or swapped(place.where)
    return {"where": {"where": where}} | named(place, "name", story)


# ---------------------------------------------------------------------------------------------- blocking


def _cue(cue: BlockCue, story: Story) -> Others:
    """A part at a time, in all items that have it."""
    told: Others = {}
    for what in ("spot", "facing", "verb", "over", "edge", "what", "kind", "size"):
        items = tuple(_item(item, what, story) for item in cue.items)
        if items != cue.items:
            told[what] = {"items": items}
    whole = cue.items
    for what in told:
        whole = tuple(_item(item, what, story) for item in whole)
    return told | ({"all": {"items": whole}} if len(told) > 1 else {})


def _item(item: BlockPerson | BlockThing, what: str, story: Story) -> BlockPerson | BlockThing:
    if isinstance(item, BlockPerson):
        return changed(item, {"steps": tuple(changed(s, _step(s, what, story)) for s in item.steps)})
    put = {"kind": {"kind": "wall" if item.kind != "wall" else "box"},
           "size": {"size": tuple(v * 3 for v in item.size)} if item.size else {},
           "spot": {"spot": _moved(item.spot)}}.get(what, {})
    return changed(item, put)


def _step(step: Step, what: str, story: Story) -> Fields:
    if what == "spot":
        return {"spot": _moved(step.spot)} if step.spot else {}
    if what == "facing":
        return {"facing": _faced(step.facing)} if step.facing else {}
    if what == "what":
        return {"what": Name("PARCEL", "thing", step.what.span)} if step.what else {}
    told = time(step, "over") if what == "over" else word(step, what) if what in ("verb", "edge") else {}
    return told.get(what, {})


def _moved(spot: Any) -> Any:
    relation = {"left of": "right of", "right of": "left of", "behind": "in front of", "in front of": "behind",
                "on": "behind"}.get(spot.relation, "")
    put = {"x": spot.x + 2, "z": spot.z - 2} if spot.x is not None else {"relation": relation} if relation else {}
    return changed(spot, put) if put else changed(spot, {"name": Name("FAR WALL", "thing", spot.span)})


def _faced(facing: Facing) -> Facing:
    return Facing(facing.span, degrees=(facing.degrees or Fraction(0)) + 135)


# ---------------------------------------------------------------------------------------------- who, where, the film


def _images(value: Person | Place | Prop, story: Story) -> Others:
    return {"first": {"images": ("media/other.png", *value.images[1:])},
            "last": {"images": (*value.images[:-1], "media/other.png")}}


def _path(key: str) -> Callable[[Any, Story], Others]:
    return lambda value, story: {key: {key: re.sub(r"/\w+", "/other", getattr(value, key))}}


def _setting(scene: Scene, story: Story) -> Others:
    night = {"night": not scene.night, "time": "DAY" if scene.night else "NIGHT"}
    dated = f"{scene.heading.rpartition(' - ')[0] or scene.heading} - {night['time']}"
    return {"time": {**night, "heading": dated}}


def _picture(form: Format, story: Story) -> Others:
    tall = form.width < form.height
    shape = {"aspect": "16:9" if tall else "9:16"}  # a square is made as 16:9 by who makes none
    short = {"resolution": "720p" if min(form.width, form.height) > 720 else "1080p"}
    size = (1280, 720) if short["resolution"] == "720p" else (1920, 1080)
    width, height = size if shape["aspect"] == "16:9" else size[::-1]
    return {"all": {**shape, **short, "width": width, "height": height}}


def _never(form: Format, story: Story) -> Others:
    return {"last": {"never": (*form.never[:-1], reworded(form.never[-1], story, whole=True))}}


def _transition(mark: Transition, story: Story) -> Others:
    """Of a mix its kind, of a fade its length: the frames a segment is asked for stay."""
    if mark.kind.startswith("fade"):
        return {"frames": {"frames": max(2, mark.frames // 2)}}
    kind = "wipe" if mark.kind == "dissolve" else "dissolve"
    return {"kind": {"kind": kind, "text": f"{kind.upper()} TO:"}}


def _only(*makers: tuple[Callable[..., Others], str]) -> Callable[[Any, Story], Others]:
    def make(value: Any, story: Story) -> Others:
        return {k: v for maker, key in makers for k, v in maker(value, key).items()}
    return make


def _named_at(*keys: str) -> Callable[[Any, Story], Others]:
    return lambda value, story: {k: v for key in keys for k, v in named(value, key, story).items()}


def _both(*makes: Callable[[Any, Story], Others]) -> Callable[[Any, Story], Others]:
    return lambda value, story: {k: v for make in makes for k, v in make(value, story).items()}


_BY_KIND: dict[str, Callable[[Any, Story], Others]] = {
    "look": _texts("look"), "place": _texts("look"), "wears": _texts("wears"), "speaks": _texts("speaks"),
    "images": _images, "clip": _path("clip"), "voice": _path("voice"), "setting": _setting, "picture": _picture,
    "style": _texts("style"), "never": _never,
    "seed": lambda form, story: {"seed": {"seed": form.seed + 1}},
}
_BY_TYPE: dict[type, Callable[[Any, Story], Others]] = {
    c.Framing: _framing, c.Lens: _lens, c.Move: _move, c.Pacing: _pacing, c.CameraAt: _camera, c.As: _repeat,
    c.Angle: _only((word, "kind"), (number, "degrees")), c.Dutch: _only((word, "side"), (number, "degrees")),
    c.Height: _only((number, "metres")), c.Side: _both(_only((word, "view")), _named_at("of")),
    c.From: _named_at("name"), c.PlaceInFrame: _place_in_frame, c.Focus: _named_at("on"),
    c.Gaze: _both(_only((word, "direction")), _named_at("who", "at")), c.Length: _only((time, "time")),
    c.Hold: _only((time, "time")), c.Speed: _only((number, "percent")), c.Description: _texts("text"),
    c.Allow: lambda allow, story: {"code": {"code": "CU202"}}, Beat: _beat, Said: _said, State: _texts("wears", "text"),
    BlockCue: _cue, Transition: _transition,
}
