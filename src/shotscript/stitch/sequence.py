"""The film as edits: which frames of which clip stand where. What editing programs call a sequence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from ..narrative.story import Transition
from .takes import Take

CROSSINGS = ("dissolve", "wipe")


@dataclass(frozen=True, slots=True)
class Edit:
    """One shot in the film, or a part of a shot that was made in several clips.

    start    its first frame in the film, `frames` how many it owns there
    at       seconds into the clip at `path` at which its own first frame is due; the clip may have any rate
    lead     film frames the clip holds before that moment for a dissolve, `tail` likewise after its last one
    into     the transition it begins with, `out` the one it ends with; None is a cut
    offset   frames of its shot before it
    take     whose clip it is, ours or a service's; None for finished footage of the project (`take` in the script)
    """

    label: str
    scene: int
    path: Path
    start: int
    frames: int
    at: Fraction
    lead: int = 0
    tail: int = 0
    into: Transition | None = None
    out: Transition | None = None
    offset: int = 0
    take: Take | None = None

    @property
    def end(self) -> int:
        return self.start + self.frames

    @property
    def footage(self) -> bool:
        return self.take is None

    @property
    def previz(self) -> bool:
        """Whether it is our own silent stand-in for a clip that was never made."""
        return self.take is not None and self.take.previz

    def moment(self, frame: int, fps: Fraction) -> Fraction:
        """Seconds into the clip at which what the film's frame `frame` shows is due."""
        return self.at + (frame - self.start) / fps

    @property
    def crossing(self) -> int:
        """Frames of the dissolve or wipe it begins with: `before` of them before its cut, `after` from it on."""
        return self.into.frames if self.into and self.into.kind in CROSSINGS else 0

    @property
    def before(self) -> int:
        return self.crossing // 2

    @property
    def after(self) -> int:
        return self.crossing - self.crossing // 2

    @property
    def fade_in(self) -> int:
        return min(self.into.frames, self.frames) if self.into and self.into.kind == "fade in" else 0

    @property
    def fade_out(self) -> int:
        return min(self.out.frames, self.frames) if self.out and self.out.kind == "fade out" else 0


@dataclass(frozen=True, slots=True)
class Sequence:
    """The edits without a gap from frame 0. `notes` say what had to be done otherwise than asked."""

    fps: Fraction
    edits: tuple[Edit, ...]
    notes: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        return self.edits[-1].end if self.edits else 0

    @property
    def shots(self) -> tuple[Edit, ...]:
        """An edit for each shot, those in parts made one: what is heard does not know how many clips were made."""
        whole: list[Edit] = []
        for edit in self.edits:
            if edit.offset:
                whole[-1] = replace(whole[-1], frames=whole[-1].frames + edit.frames, tail=edit.tail, out=edit.out)
            else:
                whole.append(edit)
        return tuple(whole)
