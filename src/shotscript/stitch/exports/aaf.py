"""AAF for Avid, written with pyaaf2 (the extra `aaf`): pictures, sound, dissolves, markers, timecode.

A file has one edit rate, so sources of other rates are counted in frames of the film. A wipe becomes a dissolve. Names
that AAF wants to be unique in the world are made from what they name, and dates are left at one day, so that the same
film gives the same file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from ...core import digest
from ...core.errors import UsageError
from . import clock
from .cutlist import CutList, Event

_DISSOLVE = UUID("0c3bea40-fc05-11d2-8a29-0050040ef7d2")
_DAY = datetime(2000, 1, 1)


def write(cuts: CutList) -> bytes:
    """The whole file. UsageError where pyaaf2 is not installed."""
    with _steady():
        made = _file().AAFFile(None)
        _identify(made)
        _Writer(made, cuts).film()
        # Closing it finishes the file and closes the handle as well, which would take the bytes along.
        written, made.f = made.f, BytesIO()
        made.close()
    return written.getvalue()


def _file() -> Any:
    try:
        import aaf2.file  # noqa: PLC0415
    except ImportError as trouble:
        raise UsageError("AAF is written with pyaaf2: pip install 'shotscript[aaf]'") from trouble
    return aaf2.file


@contextmanager
def _steady() -> Iterator[None]:
    """pyaaf2 shuffles the entries of a folder to balance its tree: always in the same way, and nobody else's chance is
    touched."""
    state = random.getstate()
    random.seed(0)
    try:
        yield
    finally:
        random.setstate(state)


def _identify(made: Any) -> None:
    """Who wrote it and when, as far as that is the same every time."""
    told = made.header["IdentificationList"].value[0]
    told["ProductName"].value = "Shotscript"
    told["CompanyName"].value = "Shotscript"
    told["Date"].value = made.header["LastModified"].value = _DAY
    told["Platform"].value = ""
    told["GenerationAUID"].value = _uuid("generation")


def _uuid(*words: object) -> UUID:
    return UUID(digest.of([str(word) for word in words])[:32])


def _place(event: Event) -> str:
    return f"{event.number} {event.start} {event.frames} {event.edit.at} {event.url}"


class _Writer:
    """The objects of one file. A source file is a source mob, each shot a master mob over it that carries its facts."""

    def __init__(self, made: Any, cuts: CutList) -> None:
        self.made = made
        self.cuts = cuts
        self.rate = str(cuts.fps)
        self.sources: dict[str, Any] = {}
        self.dissolve = self._operation()

    def film(self) -> None:
        mob = self._mob("CompositionMob", self.cuts.name, *map(_place, self.cuts.events))
        mob.usage = "Usage_TopLevel"
        masters = [self._master(event) for event in self.cuts.events]
        pictures = mob.create_picture_slot(self.rate)
        pictures["PhysicalTrackNumber"].value = 1
        self._pictures(pictures, masters)
        if self.cuts.sounds:
            self._sounds(mob.create_sound_slot(self.rate), masters)
        self._timecode(mob)
        self._markers(mob, pictures.slot_id)

    def _mob(self, kind: str, name: str, *words: object) -> Any:
        from aaf2.mobid import MobID  # noqa: PLC0415

        mob = getattr(self.made.create, kind)(name)
        id = MobID.new()
        id.material = _uuid(kind, name, *words)
        mob.mob_id = id
        mob["CreationTime"].value = mob["LastModified"].value = _DAY
        self.made.content.mobs.append(mob)
        return mob

    # ------------------------------------------------------------------------------------------ sources

    def _source(self, event: Event) -> Any:
        """The file of an event, once."""
        if event.url in self.sources:
            return self.sources[event.url]
        clip = event.clip
        mob = self._mob("SourceMob", event.file, event.url)
        mob.descriptor = self._descriptor(event)
        for kind in ("picture", "sound") if clip.sound else ("picture",):
            slot = mob.create_empty_slot(self.rate, kind)
            slot.segment.length = self._length(event)
        self.sources[event.url] = mob
        return mob

    def _length(self, event: Event) -> int:
        return int(event.clip.seconds * self.cuts.fps)

    def _descriptor(self, event: Event) -> Any:
        clip = event.clip
        made = self.made.create.CDCIDescriptor()
        made["ComponentWidth"].value = 8
        made["HorizontalSubsampling"].value = 2
        made["ImageAspectRatio"].value = f"{clip.width}/{clip.height}"
        made["StoredWidth"].value = clip.width
        made["StoredHeight"].value = clip.height
        made["FrameLayout"].value = "FullFrame"
        made["VideoLineMap"].value = [42, 0]
        made["SampleRate"].value = str(clip.fps)
        made["Length"].value = clip.frames
        locator = self.made.create.NetworkLocator()
        locator["URLString"].value = event.url
        made["Locator"].append(locator)
        return made

    def _master(self, event: Event) -> Any:
        source = self._source(event)
        mob = self._mob("MasterMob", event.name, _place(event))
        for slot in source.slots:
            below = source.create_source_clip(slot.slot_id, 0, self._length(event), slot.media_kind)
            made = mob.create_timeline_slot(self.rate)
            made.segment = below
        for key, text in event.facts().items():
            mob.comments[f"shotscript.{key}"] = text
        return mob

    # ------------------------------------------------------------------------------------------ tracks

    def _pictures(self, slot: Any, masters: list[Any]) -> None:
        """Clips overlap where a transition stands; a fade is a dissolve with a filler of its own length."""
        parts: list[Any] = []
        for at, (event, master) in enumerate(zip(self.cuts.events, masters, strict=True)):
            edit, after = event.edit, self.cuts.after(at)
            early = edit.before if at else 0
            late = after.edit.after if after else 0
            if at and edit.crossing:
                parts.append(self._transition(edit.crossing, edit.before))
            elif edit.fade_in:
                parts += [self._filler(edit.fade_in), self._transition(edit.fade_in, 0)]
            parts.append(self._clip(master, 1, max(event.at - early, 0), event.frames + early + late, "picture"))
            if edit.fade_out and not (after and after.edit.crossing):
                parts += [self._transition(edit.fade_out, edit.fade_out), self._filler(edit.fade_out)]
        slot.segment.components.extend(parts)
        slot.segment.length = self.cuts.frames

    def _sounds(self, slot: Any, masters: list[Any]) -> None:
        for event, master in zip(self.cuts.events, masters, strict=True):
            heard = event.clip.sound
            slot.segment.components.append(
                self._clip(master, 2, event.at, event.frames, "sound") if heard else
                self._filler(event.frames, "sound"))
        slot.segment.length = self.cuts.frames

    def _clip(self, master: Any, slot: int, start: int, length: int, kind: str) -> Any:
        return master.create_source_clip(slot, start, length, kind)

    def _filler(self, length: int, kind: str = "picture") -> Any:
        return self.made.create.Filler(kind, length)

    def _transition(self, length: int, cut: int) -> Any:
        made = self.made.create.Transition("picture", length)
        made["OperationGroup"].value = self.made.create.OperationGroup(self.dissolve, length, "picture")
        made["CutPoint"].value = cut
        return made

    def _operation(self) -> Any:
        made = self.made.create.OperationDef(_DISSOLVE, "Video Dissolve", "")
        self.made.dictionary.register_def(made)
        made.media_kind = "picture"
        made["IsTimeWarp"].value = False
        made["Bypass"].value = 0
        made["NumberInputs"].value = 2
        made["OperationCategory"].value = "OperationCategory_Effect"
        return made

    # ------------------------------------------------------------------------------------------ over all of it

    def _timecode(self, mob: Any) -> None:
        slot = mob.create_timeline_slot(self.rate)
        slot.name = "TC"
        slot["PhysicalTrackNumber"].value = 1
        made = self.made.create.Timecode(clock.nominal(self.cuts.fps), self.cuts.drop, self.cuts.frames)
        made.start = self.cuts.start
        slot.segment = made

    def _markers(self, mob: Any, pictures: int) -> None:
        """One at each shot, on a track of events that describes the pictures."""
        slot = self.made.create.EventMobSlot()
        slot["EditRate"].value = self.rate
        slot["SlotID"].value = 1000
        slot["PhysicalTrackNumber"].value = 1
        sequence = self.made.create.Sequence("DescriptiveMetadata")
        sequence.components.value = []
        for event in self.cuts.events:
            marker = self.made.create.DescriptiveMarker()
            marker.media_kind = "DescriptiveMetadata"
            marker.length = 1
            marker["Position"].value = event.start
            marker["Comment"].value = f"{event.name}: {event.words}" if event.words else event.name
            marker["DescribedSlots"].value = {pictures}
            sequence.components.append(marker)
        slot.segment = sequence
        mob.slots.append(slot)
