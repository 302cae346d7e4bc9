"""What a shot, a directive and a `block` may say next: the parser's own words, with this script's names and ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from ...core.span import Span
from ...lang import heads
from ...lang.element import Note
from ...lang.heads import Headed
from ...lang.offers import Offer, in_block, in_shot
from ...lang.words import KINDS, word_set
from .hover import HEADS
from .scripts import Current
from .typed import Kind, Typed, named, paths

_SIZES = word_set("bcu cu ecu els ews fs ls mcu mfs mls ms mws ws xcu xls xws")
_SHOT = re.compile(r"[!！]{2}\s*(?:(?:[^\W_]|[.\-])+\s*[:：])?\s*")
_PARTS = ("hands", "left hand", "right hand", "eyes", "face", "mouth", "feet", "shoulder", "back")
_STOPS = ("f/1.4", "f/2", "f/2.8", "f/4", "f/5.6", "f/8")
_FILMED = ("plate", "take", "perform", "frame first", "frame last")
_MEASURES: tuple[tuple[frozenset[str], str], ...] = (
    (word_set("over hold for at"), "1s 2s 3s 4s"), (word_set("speed motion"), "25% 50% 200%"),
    (word_set("height"), "0.3m 1m 1.5m 2m"), (word_set("to zoom lens"), "24mm 35mm 50mm 85mm"),
    (word_set("dolly push pull truck pedestal boom crane jib track"), "0.5m 1m 2m"),
    (word_set("pan tilt roll orbit arc dutch angle overhead level eye"), "10deg 20deg 45deg"),
)  # fmt: skip
"""Measures that are offered, by the last word before them that asks for any."""


def shot_start(text: str, start: int, offset: int) -> int:
    """Where the clauses of the `!!` line begin that a place stands in; 0 for none. It goes on after a comma."""
    while True:
        line = text[start:offset]
        match = re.match(r"\s*", line)
        first = start + (match.end() if match else 0)
        if found := _SHOT.match(text, first, offset):
            return found.end()
        above = text.rfind("\n", 0, max(start - 1, 0)) + 1
        if start == 0 or not text[above : start - 1].rstrip().endswith((",", "，")):
            return 0
        start = above


def clauses(here: Typed, start: int) -> Iterator[types.CompletionItem]:
    """What may stand next in a shot whose clauses begin at `start`."""
    now = here.now
    names = now.draft.text.names_at(here.offset, now.memo)
    offer = in_shot(now.source.text[start : here.offset], names)
    at = start + offer.start
    for word in offer.words:
        yield here.item(_cased(word), Kind.Keyword, at)
    yield from _kinds(here, offer, at)
    if "NAME" in offer.kinds:
        yield from named(here, at, 1 if offer.before else 6)


def _cased(word: str) -> str:
    return " ".join(part.upper() if part in _SIZES else part for part in word.split())


def _kinds(here: Typed, offer: Offer, at: int) -> Iterator[types.CompletionItem]:
    """What stands for a kind of token: measures, stops, parts, words of the shot's text, ids, codes."""
    kinds, before = offer.kinds, offer.before
    if "OTS" in kinds:
        yield from here.items(("OTS",), Kind.Keyword, at)
    if "POV" in kinds:
        yield from here.items(("POV",), Kind.Keyword, at)
    if "STOP" in kinds:
        yield from here.items(_STOPS, Kind.Unit, at)
    if "PART" in kinds:
        yield from here.items(_PARTS, Kind.Value, at)
    if "MEASURE" in kinds:
        yield from here.items(_measures(before), Kind.Unit, at, 2 if before else 7)
    if "QUOTED" in kinds and before[-1:] == ("at",):
        yield from here.items(_said(here), Kind.Text, at, 3)
    if "REF" in kinds and before[-1:] == ("as",):
        shots = [shot.id for shot in here.now.draft.story.shots if shot.id]
        yield from here.items(shots, Kind.Reference, at)
    elif "REF" in kinds:
        codes = sorted({told.code for told in here.now.draft.told if told.level < 3})
        yield from here.items(codes, Kind.EnumMember, at)


def _measures(before: tuple[str, ...]) -> list[str]:
    for word in reversed(before):
        found = next((units for words, units in _MEASURES if word in words), "")
        if found:
            return found.split()
    return ["24mm", "35mm", "50mm", "85mm", "2s", "4s"] if not before else []


def _said(here: Typed) -> Iterator[str]:
    """The first words of what is said and done in the shot at hand."""
    shots = [(here.now.place(shot.span).start, shot) for shot in here.now.draft.story.shots if not shot.auto]
    before = [(start, shot) for start, shot in shots if start <= here.offset]
    last = max(before, key=lambda one: one[0], default=None)
    for beat in last[1].beats if last else ():
        for sentence in re.split(r"(?<=[.!?。！？])\s*", beat.text):
            words = " ".join(sentence.split()[:4]).strip(' .,!?…;:"“”')
            if words:
                yield f'"{words}"'


def in_note(here: Typed, note: int) -> Iterator[types.CompletionItem]:
    """Inside `[[`: a head of ours, then what it holds."""
    now, text = here.now, here.now.source.text
    body = text[note + 2 : here.offset]
    headed = heads.read(Note(body, Span(note, here.offset)))
    if headed is None:
        word = note + 2 + len(body) - len(body.lstrip())
        subject = re.match(r"\s*(?:state|perform)\s+", body, re.IGNORECASE)
        if subject:
            yield from named(here, note + 2 + subject.end(), 1)
        else:
            for head in ("shot", *HEADS, "state", "perform"):
                yield here.item(f"{head}: ", Kind.Keyword, word, HEADS.get(head, "a shot, hidden from other apps"))
        return
    start = note + 2 + headed.body
    if headed.head == "shot":
        told = re.match(r"\s*(?:(?:[^\W_]|[.\-])*\s*[:：])?\s*", text[start : here.offset])
        yield from clauses(here, start + (told.end() if told else 0))
    elif headed.head == "block":
        yield from _blocking(here, start)
    else:
        yield from _directive(here, headed, now)


def _blocking(here: Typed, start: int) -> Iterator[types.CompletionItem]:
    names = here.now.draft.text.names_at(here.offset, here.now.memo)
    offer = in_block(here.now.source.text[start : here.offset], names)
    at = start + offer.start
    for word in offer.words:
        yield here.item(word, Kind.EnumMember if word in KINDS else Kind.Keyword, at)
    if "NAME" in offer.kinds or not offer.before:
        yield from named(here, at, 1)
    if "MEASURE" in offer.kinds:
        yield from here.items(["1s", "2s"] if offer.before[-1:] == ("over",) else ["0 0"], Kind.Unit, at, 7)


def _directive(here: Typed, headed: Headed, now: Current) -> Iterator[types.CompletionItem]:
    if headed.head in _FILMED or headed.head in ("sound", "music", "super"):
        yield from paths(here, now)
    if headed.head in ("state", "light", "weather", "music"):
        yield from here.items(("off",), Kind.Keyword, here.word())
    if headed.head == "over":
        yield from here.items(("12f", "1s", "2s"), Kind.Unit, here.word())
