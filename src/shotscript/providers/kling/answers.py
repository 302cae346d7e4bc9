"""What becomes of every claim at Kling: used, approximated or lost, each answered exactly once."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.timebase import plain
from ...lang.clause import Allow, Angle, As, CameraAt, Dutch, Framing, Height, Hold, Length, Lens, Move, Pacing, Speed
from ...lang.term import Verb
from ...narrative.story import Beat, BlockCue, Said, State
from ..claims import Claim
from ..contract import Loss
from ..outside import ABSENT, COMPILER, by_join, unbuilt
from .bits import Bit, Rank, notes_of
from .facts import VOICED
from .fit import Page

_NOTHING = "it has no words to ask for"
TOO_LONG = "left out: it does not fit the words of one shot"


@dataclass(frozen=True, slots=True)
class Place:
    """A claim's page and those before it, where its words may already stand."""

    pages: tuple[Page, ...]
    at: int

    @property
    def page(self) -> Page:
        return self.pages[self.at]


def answers(pages: tuple[Page, ...]) -> tuple[Loss, ...]:
    """One verdict a claim, in the order of the shots and of their claims."""
    return tuple(_answer(claim, Place(pages, i)) for i, page in enumerate(pages) for claim in page.sheet.claims)


def _answer(claim: Claim, place: Place) -> Loss:
    if missing := unbuilt(claim.value):
        return claim.lost(missing)
    if joined := by_join(claim.value):
        return claim.approximated(joined) if isinstance(claim.value, Beat) else claim.used(joined)
    bits = [bit for bit in place.page.sheet.bits if any(c is claim for c in bit.claims)]
    if not bits:
        return _silent(claim, place)
    return _told(claim, bits, place.page)


def _told(claim: Claim, bits: list[Bit], page: Page, where: str = "") -> Loss:
    """A claim that has words of its own: all there, some of them, or none."""
    gone = [bit for bit in bits if bit in page.dropped]
    if gone and all(bit.rank is Rank.BOUND for bit in gone):
        return claim.approximated("left to the person's pictures")
    if len(gone) == len(bits):
        return claim.lost(TOO_LONG)
    if gone:
        cut = " ".join(str(bit.values["words"]) for bit in gone)
        return claim.approximated(f"the shot is too long for its last words: {cut}")
    shared = frozenset(notes_of(claim.words))
    told = (note for bit in bits for note in bit.notes if len(bit.claims) < 2 or note in shared)
    notes = "; ".join(dict.fromkeys(told))
    how = "; ".join(filter(None, (_rough(claim.value), notes)))
    return claim.approximated(how) if how else claim.used(where)


def _rough(value: object) -> str:
    """How prose only comes near a value, or nothing where words carry it whole."""
    for kind, how in _ROUGH.items():
        if isinstance(value, kind):
            return how(value)
    return ""


def _rough_move(move: Move) -> str:
    if move.verb is Verb.RACK_FOCUS:
        return "asked for in words: the model has no focus control"
    if move.verb is Verb.DOLLY_ZOOM:
        return "asked for in words: size and lens cannot be coupled exactly"
    measured = move.amount is not None or move.mm is not None or move.over or move.at or move.target
    return "amounts and times in words: the model has no camera control" if measured else ""


def _rough_framing(framing: Framing) -> str:
    return f"the part ({framing.part}) is named, its crop is the model's" if framing.part else ""


def _rough_speech(beat: Beat) -> str:
    spoken = beat.language.split("-")[0]
    if beat.kind == "speech" and spoken not in VOICED:
        return f"word for word, but {beat.language} is not among the languages the model is known to speak"
    return ""


_ROUGH = {
    Lens: lambda _: "as a look in words: the model takes no focal length or stop",
    Angle: lambda angle: "degrees in words" if angle.degrees else "",
    Dutch: lambda dutch: "degrees in words" if dutch.degrees else "",
    Height: lambda _: "metres in words",
    Speed: lambda _: "in words",
    Pacing: lambda _: "times in words",
    As: lambda _: "by its clauses and the number of the shot; the camera's exact place is not kept",
    Move: _rough_move,
    Framing: _rough_framing,
    BlockCue: lambda _: "people's marks in words; where things stand is left to the place's words",
    Beat: _rough_speech,
}


def _silent(claim: Claim, place: Place) -> Loss:
    """A claim without words in its own shot."""
    value = claim.value
    if isinstance(value, Allow):
        return claim.used(COMPILER)
    if isinstance(value, Length | Hold):
        return _length(claim, place.page)
    if isinstance(value, As):
        return claim.used(f"its clauses stand here as this shot's own, {COMPILER}")
    if isinstance(value, CameraAt):
        return claim.lost("the model takes no camera position")
    if isinstance(value, Pacing):
        return claim.lost("no move is left for it to apply to")
    if isinstance(value, Said) and claim.kind in ("light", "weather", "sound"):
        return _carried(claim, place)
    if isinstance(value, State):
        return _stated(claim, value, place)
    if isinstance(value, Beat | BlockCue | Said):
        return claim.lost(_NOTHING if _empty(value) else "this model is not asked for such a thing")
    return claim.lost("this model takes no such thing")


def _empty(value: Beat | BlockCue | Said) -> bool:
    return isinstance(value, BlockCue) or not value.text


def _length(claim: Claim, page: Page) -> Loss:
    cut = page.sheet.cut
    wanted = cut.lead + cut.frames + cut.tail
    exact = cut.seconds * page.sheet.fps == wanted
    return claim.used() if exact else claim.approximated(f"asked for as {plain(cut.seconds)} s")


def _carried(claim: Claim, place: Place) -> Loss:
    """Light, weather and sound hold on: they were said in an earlier shot of the segment."""
    said = claim.value
    assert isinstance(said, Said)
    for page in reversed(place.pages[: place.at]):
        for bit in page.sheet.bits:
            if bit.section == claim.kind and any(c.value == said or _same(c.value, said) for c in bit.claims):
                return _told(claim, [bit], page, f"said at shot {page.sheet.cut.shot.label}")
    return claim.lost(_NOTHING)


def _same(value: object, said: Said) -> bool:
    return isinstance(value, Said) and (value.head, value.text) == (said.head, said.text)


def _stated(claim: Claim, state: State, place: Place) -> Loss:
    for page in reversed(place.pages[: place.at]):
        for bit in page.sheet.bits:
            if bit.section == "state" and any(_equal(c.value, state) for c in bit.claims):
                return _told(claim, [bit], page, f"said at shot {page.sheet.cut.shot.label}")
    return claim.used(f"{state.name} is {ABSENT}")


def _equal(value: object, state: State) -> bool:
    return isinstance(value, State) and (value.name, value.wears, value.text) == (state.name, state.wears, state.text)
