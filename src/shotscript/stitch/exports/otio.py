"""OpenTimelineIO's own file: everything we know, in one place, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from .cutlist import CutList, Event

SPACE = "shotscript"
"""Where our metadata stands, in this and in all formats that name such places."""


def write(cuts: CutList) -> bytes:
    return (otio.adapters.write_to_string(timeline(cuts), "otio_json") + "\n").encode()


def timeline(cuts: CutList) -> otio.schema.Timeline:
    """One track of pictures, and where a clip is heard one of sound."""
    made = otio.schema.Timeline(cuts.name, global_start_time=_time(cuts.start, cuts.fps))
    made.metadata[SPACE] = {"rate": str(cuts.fps), "width": cuts.width, "height": cuts.height, "drop": cuts.drop}
    pictures = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    for at, event in enumerate(cuts.events):
        pictures.extend(_entering(event, cuts.before(at)))
        pictures.append(_clip(event, cuts.fps, marked=True))
        pictures.extend(_leaving(event, cuts.after(at)))
    made.tracks.append(pictures)
    if cuts.sounds:
        made.tracks.append(_sounds(cuts))
    return made


def _sounds(cuts: CutList) -> otio.schema.Track:
    track = otio.schema.Track("A1", kind=otio.schema.TrackKind.Audio)
    for event in cuts.events:
        lasting = TimeRange(_time(0, cuts.fps), _time(event.frames, cuts.fps))
        track.append(_clip(event, cuts.fps) if event.clip.sound else otio.schema.Gap(source_range=lasting))
    return track


def _clip(event: Event, fps: Fraction, marked: bool = False) -> otio.schema.Clip:
    """Its source begins at a time of the source's own rate and lasts frames of the film: both are exact."""
    clip, rate = event.clip, event.clip.fps
    source = otio.schema.ExternalReference(event.url, TimeRange(_time(0, rate), _time(clip.frames, rate)))
    source.name = event.file
    shown = TimeRange(_time(event.edit.at * rate, rate), _time(event.frames, fps))
    made = otio.schema.Clip(event.name, source, shown, metadata={SPACE: dict(event.facts())})
    if marked:
        made.markers.append(_marker(event, shown.start_time, fps))
        made.effects.extend(_fades(event))
    return made


def _marker(event: Event, at: RationalTime, fps: Fraction) -> otio.schema.Marker:
    told: dict[str, Any] = {"shot": event.edit.label, "heading": event.scene.heading, "text": event.words}
    return otio.schema.Marker(event.name, TimeRange(at, _time(1, fps)), otio.schema.MarkerColor.GREEN,
                              {SPACE: told}, event.words)


def _fades(event: Event) -> list[otio.schema.Effect]:
    """A fade stands inside its clip, which no transition of OTIO can say between two clips."""
    pairs = (("fade in", event.edit.fade_in), ("fade out", event.edit.fade_out))
    return [otio.schema.Effect(name, name, {SPACE: {"frames": frames}}) for name, frames in pairs if frames]


def _entering(event: Event, before: Event | None) -> list[otio.schema.Transition]:
    """The transition before a clip: a dissolve or wipe centred on the cut, or a fade at the head of the film."""
    edit = event.edit
    if before and edit.crossing and edit.into:
        return [_transition(edit.into.kind, edit.before, edit.after, event.fps)]
    return [] if before or not edit.fade_in else [_transition("fade in", 0, edit.fade_in, event.fps)]


def _leaving(event: Event, after: Event | None) -> list[otio.schema.Transition]:
    fade = event.edit.fade_out
    return [] if after or not fade else [_transition("fade out", fade, 0, event.fps)]


def _transition(kind: str, before: int, after: int, fps: Fraction) -> otio.schema.Transition:
    types = otio.schema.TransitionTypes
    type_ = types.Custom if kind == "wipe" else types.SMPTE_Dissolve
    return otio.schema.Transition(kind, type_, _time(before, fps), _time(after, fps), {SPACE: {"kind": kind}})


def _time(value: int | Fraction, rate: Fraction) -> RationalTime:
    return RationalTime(float(value), float(rate))
