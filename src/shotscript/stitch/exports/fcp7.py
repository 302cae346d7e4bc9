"""Final Cut Pro 7 XML (xmeml 4): what Premiere and Resolve read best. Places in frames of the sequence, sources in
frames of their own rate."""

from __future__ import annotations

from fractions import Fraction

from . import clock
from .cutlist import CutList, Event
from .xml import Element, document, element

_NTSC = 1001


def write(cuts: CutList) -> bytes:
    root = element(None, "xmeml", version="4")
    made = element(root, "sequence", id="sequence-1")
    element(made, "name", cuts.name)
    element(made, "duration", cuts.frames)
    _rate(made, cuts.fps)
    _timecode(made, cuts.start, cuts.fps, cuts.drop)
    media = element(made, "media")
    pictures = element(media, "video")
    _characteristics(element(pictures, "format"), cuts.fps, cuts.width, cuts.height)
    files: dict[str, str] = {}
    _pictures(element(pictures, "track"), cuts, files)
    if cuts.sounds:
        _sounds(element(element(media, "audio"), "track"), cuts, files)
    for event in cuts.events:
        _marker(made, event, event.start)
    return document(root, "xmeml")


def _pictures(track: Element, cuts: CutList, files: dict[str, str]) -> None:
    for at, event in enumerate(cuts.events):
        edit, after = event.edit, cuts.after(at)
        crossed = edit.crossing if cuts.before(at) else 0
        if crossed:
            _transition(track, edit.into.kind if edit.into else "", event.start - edit.before, crossed, "center", cuts)
        elif edit.fade_in:
            _transition(track, "fade", event.start, edit.fade_in, "start-black", cuts)
        item = _item(track, event, "video", files)
        _places(item, event, edit.before if crossed else 0, after.edit.after if after and after.edit.crossing else 0,
                bool(crossed), bool(after and after.edit.crossing))
        _source(item, event, files)
        _told(item, event)
        if edit.fade_out and not (after and after.edit.crossing):
            _transition(track, "fade", event.end - edit.fade_out, edit.fade_out, "end-black", cuts)


def _sounds(track: Element, cuts: CutList, files: dict[str, str]) -> None:
    for event in cuts.events:
        if event.clip.sound:
            item = _item(track, event, "audio", files)
            _places(item, event, 0, 0, False, False)
            _source(item, event, files)
            source = element(item, "sourcetrack")
            element(source, "mediatype", "audio")
            element(source, "trackindex", 1)


def _item(track: Element, event: Event, kind: str, files: dict[str, str]) -> Element:
    item = element(track, "clipitem", id=f"{kind}-{event.number}")
    element(item, "name", event.name)
    element(item, "enabled", "TRUE")
    element(item, "duration", event.clip.frames)
    _rate(item, event.clip.fps)
    return item


def _places(item: Element, event: Event, early: int, late: int, headed: bool, tailed: bool) -> None:
    """Where it stands. An end that lies in a transition is written as -1: the transition knows where; what it shows of
    its source then reaches through the transition, as far as there is any."""
    element(item, "start", -1 if headed else event.start)
    element(item, "end", -1 if tailed else event.end)
    rate = event.clip.fps / event.fps
    element(item, "in", max(event.first - round(early * rate), 0))
    element(item, "out", min(event.last + round(late * rate), max(event.clip.frames, event.last)))


def _source(item: Element, event: Event, files: dict[str, str]) -> None:
    """The file, told whole the first time and named after that."""
    known = event.url in files
    file = element(item, "file", id=files.setdefault(event.url, f"file-{len(files) + 1}"))
    if known:
        return
    clip = event.clip
    element(file, "name", event.file)
    element(file, "pathurl", event.url)
    _rate(file, clip.fps)
    element(file, "duration", clip.frames)
    _timecode(file, 0, clip.fps, False)
    media = element(file, "media")
    _characteristics(element(media, "video"), clip.fps, clip.width, clip.height)
    if clip.sound:
        element(element(media, "audio"), "channelcount", 2)


def _told(item: Element, event: Event) -> None:
    """What the format has a place for: scene, take and prompt in the log, the rest in its comments."""
    facts = event.facts()
    _marker(item, event, event.first)
    log = element(item, "logginginfo")
    element(log, "description", f"shot {facts['shot']}, part {facts['part']}")
    element(log, "scene", facts["scene"])
    element(log, "shottake", facts["take"])
    element(log, "lognote", facts.get("prompt", ""))
    comments = element(item, "comments")
    element(comments, "mastercomment1", f"shot {facts['shot']}")
    element(comments, "mastercomment2", " ".join(filter(None, (facts.get("provider"), facts.get("model")))))
    element(comments, "mastercomment3", f"{facts['usd']} USD" if "usd" in facts else "")
    element(comments, "mastercomment4", facts.get("key", ""))


def _marker(parent: Element, event: Event, at: int) -> None:
    marker = element(parent, "marker")
    element(marker, "name", event.name)
    element(marker, "comment", event.words)
    element(marker, "in", at)
    element(marker, "out", -1)


def _transition(track: Element, kind: str, start: int, frames: int, alignment: str, cuts: CutList) -> None:
    item = element(track, "transitionitem")
    _rate(item, cuts.fps)
    element(item, "start", start)
    element(item, "end", start + frames)
    element(item, "alignment", alignment)
    effect = element(item, "effect")
    wipe = kind == "wipe"
    element(effect, "name", "Edge Wipe" if wipe else "Cross Dissolve")
    element(effect, "effectid", "Edge Wipe" if wipe else "Cross Dissolve")
    element(effect, "effecttype", "transition")
    element(effect, "mediatype", "video")
    element(effect, "effectcategory", "Wipe" if wipe else "Dissolve")


def _characteristics(parent: Element, fps: Fraction, width: int, height: int) -> None:
    made = element(parent, "samplecharacteristics")
    _rate(made, fps)
    element(made, "width", width)
    element(made, "height", height)
    element(made, "anamorphic", "FALSE")
    element(made, "pixelaspectratio", "square")
    element(made, "fielddominance", "none")


def _timecode(parent: Element, frame: int, fps: Fraction, drop: bool) -> None:
    made = element(parent, "timecode")
    _rate(made, fps)
    element(made, "string", clock.timecode(frame, fps, drop))
    element(made, "frame", frame)
    element(made, "displayformat", "DF" if drop else "NDF")


def _rate(parent: Element, fps: Fraction) -> None:
    """Whole frames a second, and whether they run a thousandth slower."""
    made = element(parent, "rate")
    element(made, "timebase", clock.nominal(fps))
    element(made, "ntsc", "TRUE" if fps.denominator == _NTSC else "FALSE")
