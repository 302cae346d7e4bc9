"""FCPXML 1.11 for Final Cut Pro. All times are fractions of a second, on the frames of the sequence.

The order of elements and attributes is that of Apple's document type definition. A transition stands in the spine over
the cut it is centred on; a fade is one of the clip's own opacity.
"""

from __future__ import annotations

from fractions import Fraction

from .cutlist import CutList, Event
from .xml import Element, document, element

VERSION = "1.11"
SPACE = "com.shotscript"
"""What the keys of our metadata begin with."""

_DISSOLVE = ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265")
"""What Final Cut Pro calls its dissolve. Its wipe's name is written down nowhere: one of ours is a transition called
Wipe, which the program makes its default one."""


def write(cuts: CutList) -> bytes:
    root = element(None, "fcpxml", version=VERSION)
    resources = element(root, "resources")
    formats = _formats(resources, cuts)
    assets = _assets(resources, cuts, formats)
    effects = _effects(resources, cuts, len(formats) + len(assets))
    library = element(root, "library")
    project = element(element(library, "event", name=cuts.name), "project", name=cuts.name)
    sequence = element(project, "sequence", format="r1", duration=time(Fraction(cuts.frames) / cuts.fps),
                       tcStart=time(cuts.start / cuts.fps), tcFormat="DF" if cuts.drop else "NDF",
                       audioLayout="stereo", audioRate="48k")
    spine = element(sequence, "spine")
    for at, event in enumerate(cuts.events):
        if cuts.before(at) and event.edit.crossing:
            _transition(spine, event, cuts, effects)
        _clip(spine, event, cuts, assets, formats)
    return document(root, "fcpxml")


def time(seconds: Fraction) -> str:
    """Seconds as the format writes them: `1001/24000s`, `5s`."""
    return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"


Shape = tuple[Fraction, int, int]
"""A rate and a size."""


def _formats(resources: Element, cuts: CutList) -> dict[Shape, str]:
    """The sequence's format first, then that of each other kind of clip."""
    shapes = dict.fromkeys([(cuts.fps, cuts.width, cuts.height), *map(_shape, cuts.events)])
    found = {shape: f"r{number}" for number, shape in enumerate(shapes, 1)}
    for (fps, width, height), id in found.items():
        element(resources, "format", id=id, frameDuration=time(1 / fps), width=width, height=height,
                colorSpace="1-1-1 (Rec. 709)")
    return found


def _shape(event: Event) -> Shape:
    return event.clip.fps, event.clip.width, event.clip.height


def _assets(resources: Element, cuts: CutList, formats: dict[Shape, str]) -> dict[str, str]:
    events = {event.url: event for event in reversed(cuts.events)}
    found: dict[str, str] = {}
    for url in dict.fromkeys(event.url for event in cuts.events):
        found[url] = f"r{len(formats) + len(found) + 1}"
        event, clip = events[url], events[url].clip
        heard = {"hasAudio": 1, "audioSources": 1, "audioChannels": 2} if clip.sound else {}
        asset = element(resources, "asset", id=found[url], name=event.file, start="0s",
                        duration=time(Fraction(clip.frames) / clip.fps), hasVideo=1, format=formats[_shape(event)],
                        videoSources=1, **heard)
        element(asset, "media-rep", kind="original-media", src=url)
    return found


def _effects(resources: Element, cuts: CutList, known: int) -> dict[str, str]:
    """The effect that dissolves stand for, if there are any."""
    if not any(event.edit.crossing and _kind(event) == "dissolve" for event in cuts.events):
        return {}
    name, uid = _DISSOLVE
    element(resources, "effect", id=f"r{known + 1}", name=name, uid=uid)
    return {"dissolve": f"r{known + 1}"}


def _kind(event: Event) -> str:
    return event.edit.into.kind if event.edit.into else ""


def _transition(spine: Element, event: Event, cuts: CutList, effects: dict[str, str]) -> None:
    edit, kind = event.edit, _kind(event)
    name = "Wipe" if kind == "wipe" else _DISSOLVE[0]
    made = element(spine, "transition", name=name, offset=_record(cuts, edit.start - edit.before),
                   duration=time(Fraction(edit.crossing) / cuts.fps))
    if kind in effects:
        element(made, "filter-video", ref=effects[kind], name=name)


def _record(cuts: CutList, frame: int) -> str:
    """A place in the film, counted from where its timecode begins to count."""
    return time((cuts.start + frame) / cuts.fps)


def _clip(spine: Element, event: Event, cuts: CutList, assets: dict[str, str], formats: dict[Shape, str]) -> None:
    edit = event.edit
    clip = element(spine, "asset-clip", ref=assets[event.url], offset=_record(cuts, event.start), name=event.name,
                   start=time(edit.at), duration=time(Fraction(event.frames) / cuts.fps),
                   format=formats[_shape(event)], tcFormat="NDF")
    element(clip, "note", _note(event))
    if edit.fade_in or edit.fade_out:
        _fades(clip, event, cuts.fps)
    element(clip, "marker", start=time(edit.at), duration=time(1 / cuts.fps), value=event.name, note=event.words)
    metadata = element(clip, "metadata")
    for key, value in event.facts().items():
        element(metadata, "md", key=f"{SPACE}.{key}", value=value)


def _note(event: Event) -> str:
    """What an editor reads in the inspector, which shows no metadata of ours."""
    facts = event.facts()
    maker = " ".join(facts[key] for key in ("provider", "model") if key in facts)
    cost = f", {facts['usd']} USD" if "usd" in facts else ""
    return f"shot {facts['shot']}, take {facts['take']}{f', {maker}' if maker else ''}{cost}"


def _fades(clip: Element, event: Event, fps: Fraction) -> None:
    param = element(element(clip, "adjust-blend", amount=1), "param", name="amount", key="1", value=1)
    if event.edit.fade_in:
        element(param, "fadeIn", type="linear", duration=time(Fraction(event.edit.fade_in) / fps))
    if event.edit.fade_out:
        element(param, "fadeOut", type="linear", duration=time(Fraction(event.edit.fade_out) / fps))
