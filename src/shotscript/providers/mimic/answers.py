"""What becomes of each claim where there are no words: two files carry what they carry, the rest is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...core.timebase import plain
from ...lang.clause import Lens
from ...lang.term import Verb
from ...narrative.story import Beat, Person, Said
from ...plan.timeline import Segment
from ..claims import Claim
from ..contract import Loss, Need
from ..outside import COMPILER, by_join, is_sound, unbuilt
from .facts import FPS, LINES

_FIGURE = "as our grey figure shows it in the driving video"
_MOVED = frozenset({
    "framing", "angle", "dutch", "height", "side", "from", "place in frame", "camera at", "as", "gaze", "pacing",
    "blocking", *(f"move {verb.value}" for verb in Verb if verb is not Verb.RACK_FOCUS)})
"""What our own figure and its camera show, by the kind of a claim."""
_SILENT = "the model makes no sound"
_STILL = "as the first picture of our grey figure shows it"
_LOST = {
    "dialogue": "the model takes no words and makes no sound", "voice": _SILENT, "sound": _SILENT,
    "images": "one person is moved, by one picture", "clip": "one person is moved, by one picture",
    "frame first": "the person's picture is all it starts from", "frame last": "the model takes no last frame",
    "plate": "the model takes no footage but the motion's", "never": "the model takes no exclusions",
}
_WORDLESS = "the model takes no words"


@dataclass(frozen=True, slots=True)
class Take:
    """A shot as it is asked for. `moved` is whose picture it is, `pictured` whether there is one, `given` footage."""

    segment: Segment
    moved: str
    pictured: bool
    given: Need | None

    @property
    def own(self) -> bool:
        """Whether pictures of our own renderer are sent."""
        return self.given is None or not self.pictured


def answer(claim: Claim, take: Take) -> Loss:
    """The one verdict on a claim."""
    if claim.kind == "allow":
        return claim.used(COMPILER)
    if missing := unbuilt(claim.value):
        return claim.lost(missing)
    if joined := by_join(claim.value):
        return claim.approximated(joined) if isinstance(claim.value, Beat) else claim.used(joined)
    if claim.kind in _APART:
        return _APART[claim.kind](claim, take)
    if claim.kind in _MOVED and (shown := _shown(claim, take)):
        return claim.approximated(shown)
    return _lost(claim, take)


def _shown(claim: Claim, take: Take) -> str:
    """How our own figure shows a claim: in the video that drives, or in the one picture that stands for the person."""
    if take.given is None:
        return _FIGURE
    moving = claim.kind.startswith("move ") or claim.kind == "pacing"
    return "" if take.pictured or moving else _STILL


def _lost(claim: Claim, take: Take) -> Loss:
    if claim.kind in ("look", "wears") and take.pictured:
        return claim.lost("the picture of the person gives it" if _is_moved(claim, take) else _LOST["images"])
    return claim.lost(_LOST.get(claim.kind, "" if not take.given else _in_video(claim)) or _WORDLESS)


def _in_video(claim: Claim) -> str:
    return "the driving video gives it" if claim.kind in _MOVED else ""


def _is_moved(claim: Claim, take: Take) -> bool:
    return isinstance(claim.value, Person) and claim.value.name == take.moved


def _pictured(claim: Claim, take: Take) -> Loss:
    how = f"made at {LINES} lines in the shape of the person's picture"
    more = "; our driving video lies or stands as the film does"
    return claim.approximated(how + more) if take.own else claim.lost(how)


def _images(claim: Claim, take: Take) -> Loss:
    if not _is_moved(claim, take) or not isinstance(claim.value, Person):
        return _lost(claim, take)
    return claim.used() if len(claim.value.images) == 1 else claim.approximated("the first of them is moved")


def _performed(claim: Claim, take: Take) -> Loss:
    said = claim.value
    assert isinstance(said, Said)
    if is_sound(said):
        return claim.lost(_SILENT)
    if take.given is not None and take.given.span == said.span:
        return claim.approximated("its motion; whose it is, the picture says")
    return claim.lost("one performance drives the shot")


def _length(claim: Claim, take: Take) -> Loss:
    cut = take.segment.cuts[0]
    exact = cut.seconds * take.segment.format.fps == cut.lead + cut.frames + cut.tail
    if take.given is not None:
        return claim.used() if exact else claim.approximated(f"the footage is cut to {plain(cut.seconds)} s")
    return claim.used() if exact else claim.approximated(f"drawn as {plain(cut.seconds)} s at {FPS} fps")


def _lens(claim: Claim, take: Take) -> Loss:
    """Plain figures are drawn all in focus: the length alone shows."""
    lens = claim.value
    assert isinstance(lens, Lens)
    shown = _shown(claim, take)
    if not shown or lens.mm is None:
        return _lost(claim, take)
    stopped = ", without its stop" if lens.stop else ""
    return claim.approximated(f"its angle of view{stopped}, {shown}")


def _seed(claim: Claim, take: Take) -> Loss:
    return claim.used()


_APART: dict[str, Callable[[Claim, Take], Loss]] = {
    "picture": _pictured, "images": _images, "perform": _performed, "length": _length, "hold": _length,
    "lens": _lens, "seed": _seed,
}
