"""What becomes of every claim in a prose request: used, approximated or lost, each answered exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...core.timebase import plain
from ...lang.clause import Allow, As, CameraAt, Hold, Length, Pacing
from ...narrative.story import Beat, BlockCue, Format, Said, State
from ...plan.timeline import Segment
from ..claims import Claim
from ..contract import Loss
from ..outside import ABSENT, COMPILER, JOIN, by_join, unbuilt
from .bits import Bit, Rank, notes_of
from .casting import Bound, Casting, at_its_place, clear, role
from .delivery import aspect, ratio, resolution
from .fit import Page, Prompt
from .manner import Manner
from .rough import rough

TOO_LONG = "left out: it does not fit the words the model takes"
LEFT = "left to the pictures"
OWN_VOICE = "in a voice of the model's own"
BOUND_VOICE = "the bound voice speaks as it does"
UNTOLD = "the prompt has no place for it"
_NOTHING = "it has no words to ask for"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: its page and those before it, where its words may already be."""

    segment: Segment
    casting: Casting
    manner: Manner
    prompt: Prompt
    at: int

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.prompt.pages

    @property
    def page(self) -> Page:
        return self.pages[self.at]


def answers(segment: Segment, casting: Casting, manner: Manner, prompt: Prompt) -> tuple[Loss, ...]:
    """One verdict a claim, in the order of the shots and of their claims."""
    told = [Place(segment, casting, manner, prompt, at) for at in range(len(prompt.pages))]
    return tuple(_answer(claim, place) for place in told for claim in place.page.sheet.claims)


def _answer(claim: Claim, place: Place) -> Loss:
    if claim.kind in place.manner.silent:
        return claim.lost(place.manner.silent[claim.kind])
    if missing := unbuilt(claim.value):
        return claim.lost(missing)
    if isinstance(claim.value, Allow):
        return claim.used(COMPILER)
    if joined := by_join(claim.value):
        return claim.approximated(joined) if isinstance(claim.value, Beat) else claim.used(joined)
    if claim.kind in _APART:
        return _APART[claim.kind](claim, place)
    bits = place.prompt.answering.get(id(claim))
    return _told(claim, bits, place) if bits else _silent(claim, place)


def _told(claim: Claim, bits: list[Bit], place: Place, where: str = "") -> Loss:
    """A claim that has words of its own: all there, some of them, or none."""
    dropped = place.prompt.dropped
    kept = {id(bit.values) for bit in bits if bit not in dropped}  # a style may have moved to a later shot
    bits = [bit for bit in bits if bit not in dropped or id(bit.values) not in kept]
    gone = [bit for bit in bits if bit in dropped]
    if gone and all(bit.rank is Rank.BOUND for bit in gone):
        return claim.approximated(LEFT)
    if len(gone) == len(bits):
        return claim.lost(TOO_LONG)
    if not any(_stands(claim, bit, place) for bit in bits if bit not in dropped):
        return claim.lost(UNTOLD)
    if gone:
        cut = " ".join(str(bit.values["words"]) for bit in gone)
        return claim.approximated(f"the shot is too long for its last words: {cut}")
    shared = frozenset(notes_of(claim.words, place.manner, spoken=claim.kind in ("dialogue", "voice over")))
    told = (note for bit in bits for note in bit.notes if len(bit.claims) < 2 or note in shared)
    notes = "; ".join(dict.fromkeys(told))
    how = "; ".join(filter(None, (rough(claim.value, place.manner), notes)))
    return claim.approximated(how) if how else claim.used(where or _voice(claim.value, place))


def _voice(value: object, place: Place) -> str:
    """Whose voice says a line, where nobody bound one, and that an unseen speaker is unseen in words only."""
    if not isinstance(value, Beat) or value.kind != "speech":
        return ""
    bound = place.casting.bound.get(value.who)
    own = "" if bound is not None and bound.voiced else OWN_VOICE
    return "; ".join(filter(None, (own, "off screen in words: the model may show who speaks" if value.unseen else "")))


def _stands(claim: Claim, bit: Bit, place: Place) -> bool:
    """Whether the templates printed what the bit says of a claim."""
    page = place.prompt.homes[bit]
    own = [bit.values[key] for key in _VALUES.get(claim.kind, ("words",)) if key in bit.values]
    return any(value and place.prompt.tells(page, value) for value in own) if own else True


_VALUES = {"look": ("look",), "wears": ("wears",), "place": ("look",), "setting": ("setting", "look"),
           "dialogue": ("line",), "voice over": ("line",), "state": ("wears", "text"), "pause": ("words",),
           "speaks": ("manner",)}
"""Which of a bit's values say a claim; of the others `words`."""


def _silent(claim: Claim, place: Place) -> Loss:
    """A claim without words in its own shot."""
    value = claim.value
    if isinstance(value, Length | Hold):
        return _length(claim, place)
    if isinstance(value, As):
        return claim.used(f"its clauses stand here as this shot's own, {COMPILER}")
    if claim.kind == "speaks":
        return _manner(claim, place)
    if isinstance(value, Said) and role(value):
        return _footage(claim, value, place)
    if isinstance(value, Said) and claim.kind in ("light", "weather", "sound"):
        return _carried(claim, place)
    if isinstance(value, State):
        return _stated(claim, value, place)
    if isinstance(value, BlockCue) and value not in place.page.sheet.cut.shot.blocking:
        return claim.used(f"{value.items[0].name.text} is {ABSENT}")
    if isinstance(value, Beat | BlockCue | Said):
        empty = isinstance(value, BlockCue) or not value.text.strip()
        return claim.lost(_NOTHING if empty else "this model is not asked for such a thing")
    return claim.lost(_UNTAKEN.get(type(value), "this model takes no such thing"))


_UNTAKEN: dict[type, str] = {
    CameraAt: "the model takes no camera position", Pacing: "no move is left for it to apply to",
}


def _length(claim: Claim, place: Place) -> Loss:
    cut = place.page.sheet.cut
    wanted = cut.lead + cut.frames + cut.tail
    if place.manner.timing and len(place.segment.cuts) > 1:
        return claim.approximated(place.manner.timing)
    exact = cut.seconds * place.page.sheet.fps == wanted
    return claim.used() if exact else claim.approximated(f"asked for as {plain(cut.seconds)} s")


def _footage(claim: Claim, said: Said, place: Place) -> Loss:
    """A plate, a performance, a first or last frame: sent along, or why it is not."""
    what = role(said)
    need = place.casting.given.get(what)
    if need is not None and need.span == said.span:
        return claim.used(f"sent as the {what}")
    if what not in place.manner.takes:
        return claim.lost(f"the model takes no {what}")
    if not at_its_place(said.head, place.at, place.segment):
        return claim.lost(f"only a request of its own can hold the {what} of this shot")
    if what == "last frame" and place.manner.pair and need is None:
        return claim.lost("a last frame is taken only beside a first one")
    return claim.lost(f"the request has a {what} already")


def _carried(claim: Claim, place: Place) -> Loss:
    """Light, weather and sound hold on: they were said in an earlier shot of the segment."""
    said = claim.value
    assert isinstance(said, Said)
    for page in reversed(place.pages[: place.at]):
        for bit in page.sheet.bits:
            if bit.section == claim.kind and any(_same(c.value, said) for c in bit.claims):
                return _told(claim, [bit], place, f"said at shot {page.sheet.cut.shot.label}")
    return claim.lost(_NOTHING)


def _same(value: object, said: Said) -> bool:
    return isinstance(value, Said) and (value.head, value.text) == (said.head, said.text)


def _stated(claim: Claim, state: State, place: Place) -> Loss:
    for page in reversed(place.pages[: place.at]):
        for bit in page.sheet.bits:
            if bit.section == "state" and any(_equal(c.value, state) for c in bit.claims):
                return _told(claim, [bit], place, f"said at shot {page.sheet.cut.shot.label}")
    return claim.used(f"{state.name} is {ABSENT}")


def _equal(value: object, state: State) -> bool:
    return isinstance(value, State) and (value.name, value.wears, value.text) == (state.name, state.wears, state.text)


def _pictured(claim: Claim, place: Place) -> Loss:
    """The delivered picture, where the model's differs."""
    form, manner = claim.value, place.manner
    assert isinstance(form, Format)
    shape, size = aspect(form, manner.aspects), resolution(form, manner.resolutions)
    rough = [f"made as {shape} and cropped"] if manner.aspects and ratio(shape) != ratio(form.aspect) else []
    lines = manner.resolutions.get(size, 0)
    rough += [f"made at {size}"] if manner.resolutions and lines != min(form.width, form.height) else []
    if len(manner.aspects) == len(manner.resolutions) == 1:
        return claim.approximated(f"always {shape} and {size}: cropped and scaled, {JOIN}")
    if rough:
        return claim.approximated(" and ".join(rough))
    conformed = manner.fps is not None and manner.fps != form.fps
    return claim.used(f"made at {_rate(manner.fps)} fps and conformed" if conformed else "")


def _rate(fps: Fraction | None) -> str:
    return plain(fps) if fps else "its own"


def _excluded(claim: Claim, place: Place) -> Loss:
    if place.manner.never == "field":
        return claim.used()
    if place.manner.never == "none":
        return claim.lost("the model takes no exclusions; naming a thing invites it")
    bits = [bit for page in place.pages for bit in page.added if any(c is claim for c in bit.claims)]
    return _told(claim, bits, place) if bits else claim.lost(TOO_LONG)


def _seeded(claim: Claim, place: Place) -> Loss:
    return claim.used() if place.manner.seed else claim.lost("the model takes no seed")


def _bound(claim: Claim, place: Place) -> Loss:
    """Pictures of someone, some place or some thing."""
    who: Any = claim.value
    bound = place.casting.bound.get(who.name)
    if bound is None:
        most = place.manner.limits.references
        many = "the model takes no pictures of it"
        if most:
            many = f"the model takes {most} reference{'s' if most > 1 else ''} at most"
        return claim.lost(place.manner.pictured or many)
    if not bound.pictures:
        return claim.lost(f"not its pictures but {_other(bound)} is bound to the name")
    if bound.pictures < len(who.images):
        return claim.approximated(f"the first {bound.pictures} of them stand for {who.name}")
    return claim.used(f"as {clear(bound.intro, str)}")


def _other(bound: Bound) -> str:
    return "the clip" if any(need.role == "clip" for need in bound.needs) else "the voice"


def _voiced(claim: Claim, place: Place) -> Loss:
    who: Any = claim.value
    bound = place.casting.bound.get(who.name)
    if place.manner.sound == "none":
        return claim.lost("the model makes no sound")
    return claim.used() if bound and bound.voiced else claim.lost("the model binds no voice to this person")


def _clipped(claim: Claim, place: Place) -> Loss:
    who: Any = claim.value
    bound = place.casting.bound.get(who.name)
    sent = bound is not None and any(need.role == "clip" for need in bound.needs)
    return claim.used() if sent else claim.lost("people are bound by pictures here, if at all")


def _manner(claim: Claim, place: Place) -> Loss:
    """How somebody speaks, where no line of theirs is told that way."""
    who: Any = claim.value
    bound = place.casting.bound.get(who.name)
    if bound is not None and bound.voiced:
        return claim.lost(BOUND_VOICE)
    return claim.lost("said at no line of theirs")


_APART = {"picture": _pictured, "never": _excluded, "seed": _seeded, "images": _bound, "voice": _voiced,
          "clip": _clipped}
