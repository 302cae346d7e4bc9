"""What may be written here: what the parser would take, and the names, ids, files and words of this very script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from ...core.span import Span
from ...lang import heads
from ...lang.blocks import FORMAT, KEYS
from ...lang.element import Note
from ...lang.heads import Headed
from ...lang.names import fold
from ...lang.offers import Offer, in_block, in_shot
from ...lang.words import KINDS, word_set
from ...narrative.delivered import CAMERAS, RESOLUTIONS, SHAPES
from .files import files
from .hover import HEADS
from .scripts import Current

Kind = types.CompletionItemKind
_SIZES = word_set("bcu cu ecu els ews fs ls mcu mfs mls ms mws ws xcu xls xws")
_SHOT = re.compile(r"[!！]{2}\s*(?:(?:[^\W_]|[.\-])+\s*[:：])?\s*")
_PATH = re.compile(r"[^\s,，:：\"“]*\Z")
_HEADING = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]+", re.IGNORECASE)
_TRANSITIONS = ("CUT TO:", "DISSOLVE TO:", "WIPE TO:", "FADE OUT.", "FADE IN:", "SMASH CUT TO:", "MATCH CUT TO:")
_TIMES = ("DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "EVENING", "CONTINUOUS", "LATER", "SAME", "MOMENTS LATER")
_PAUSES = ("(beat)", "(pause)", "(long pause)")
_VOICES = ("(V.O.)", "(O.S.)", "(ON PHONE)", "(CONT'D)")
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


class Typed(NamedTuple):
    """A place in the text: `line` is what stands before it on its line."""

    now: Current
    offset: int
    line: str

    def item(self, label: str, kind: Kind, start: int, detail: str = "", rank: int = 5) -> types.CompletionItem:
        """An item that replaces what is typed from `start` (an offset of the text) on."""
        place = types.Range(self.now.page.position(start), self.now.page.position(self.offset))
        return types.CompletionItem(label, kind=kind, detail=detail or None, sort_text=f"{rank}{label.casefold()}",
                                    filter_text=label, text_edit=types.TextEdit(place, label))

    def items(self, labels: Iterable[str], kind: Kind, start: int, rank: int = 5) -> list[types.CompletionItem]:
        return [self.item(label, kind, start, rank=rank) for label in dict.fromkeys(labels)]

    def word(self) -> int:
        """Where the blank-free word under way begins."""
        return self.offset - len(self.line) + len(self.line.rstrip()) - len(re.split(r"\s", self.line.rstrip())[-1]) \
            if self.line and not self.line[-1].isspace() else self.offset


def complete(now: Current, position: types.Position) -> types.CompletionList:
    offset = now.page.offset(position)
    text = now.source.text
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    here = Typed(now, offset, text[start:offset])
    bone = text.rfind("/*", 0, offset)
    if bone >= 0 and "*/" not in text[bone:offset]:
        return types.CompletionList(False, list(_in_comment(here, bone)) if text[bone + 2 :].lstrip().startswith("@") or
                                    bone + 2 == offset else [])
    note = text.rfind("[[", 0, offset)
    if note >= 0 and "]]" not in text[note:offset] and "\n\n" not in text[note:offset]:
        return types.CompletionList(False, list(_in_note(here, note)))
    if shot := _shot_start(text, start, offset):
        return types.CompletionList(False, list(_clauses(here, shot)))
    return types.CompletionList(False, list(_in_prose(here, text, start)))


# ---------------------------------------------------------------------------------------------- shots and notes


def _shot_start(text: str, start: int, offset: int) -> int:
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


def _clauses(here: Typed, start: int) -> Iterator[types.CompletionItem]:
    now = here.now
    names = now.draft.text.names_at(here.offset, now.memo)
    offer = in_shot(now.source.text[start : here.offset], names)
    at = start + offer.start
    for word in offer.words:
        yield here.item(_cased(word), Kind.Keyword, at)
    yield from _kinds(here, offer, at)
    if "NAME" in offer.kinds:
        yield from _names(here, at, 1 if offer.before else 6)


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


def _in_note(here: Typed, note: int) -> Iterator[types.CompletionItem]:
    now, text = here.now, here.now.source.text
    body = text[note + 2 : here.offset]
    headed = heads.read(Note(body, Span(note, here.offset)))
    if headed is None:
        word = note + 2 + len(body) - len(body.lstrip())
        subject = re.match(r"\s*(?:state|perform)\s+", body, re.IGNORECASE)
        if subject:
            yield from _names(here, note + 2 + subject.end(), 1)
        else:
            for head in ("shot", *HEADS, "state", "perform"):
                yield here.item(f"{head}: ", Kind.Keyword, word, HEADS.get(head, "a shot, hidden from other apps"))
        return
    start = note + 2 + headed.body
    if headed.head == "shot":
        told = re.match(r"\s*(?:(?:[^\W_]|[.\-])*\s*[:：])?\s*", text[start : here.offset])
        yield from _clauses(here, start + (told.end() if told else 0))
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
        yield from _names(here, at, 1)
    if "MEASURE" in offer.kinds:
        yield from here.items(["1s", "2s"] if offer.before[-1:] == ("over",) else ["0 0"], Kind.Unit, at, 7)


def _directive(here: Typed, headed: Headed, now: Current) -> Iterator[types.CompletionItem]:
    if headed.head in _FILMED or headed.head in ("sound", "music", "super"):
        yield from _files(here, now)
    if headed.head in ("state", "light", "weather", "music"):
        yield from here.items(("off",), Kind.Keyword, here.word())
    if headed.head == "over":
        yield from here.items(("12f", "1s", "2s"), Kind.Unit, here.word())


# ---------------------------------------------------------------------------------------------- blocks and prose


def _in_comment(here: Typed, bone: int) -> Iterator[types.CompletionItem]:
    now, text = here.now, here.now.source.text
    inside = text[bone + 2 : here.offset]
    head = re.match(r"\s*@([^\W\d_]*)", inside)
    if head is None or (head.end() == len(inside)):
        at = bone + 2 + len(inside) - len(inside.lstrip())
        yield from here.items((f"@{name}" for name in sorted((*KEYS, "use"))), Kind.Module, at)
        return
    name = head[1].casefold()
    if name == "use":
        yield from _files(here, now)
    elif ":" not in here.line and "：" not in here.line:
        yield from _keys(here, name)
    else:
        yield from _values(here, here.line.partition(":")[0].strip().casefold(), now)


def _keys(here: Typed, block: str) -> Iterator[types.CompletionItem]:
    at = here.offset - len(here.line.lstrip())
    if block == "format":
        yield from here.items((f"{key}: " for key in sorted(FORMAT)), Kind.Property, at)
    elif here.line[:1].isspace():
        yield from here.items((f"{key}: " for key in sorted(KEYS.get(block) or ())), Kind.Property, at)
    elif block == "cast":
        told = {fold(entry.name) for one in here.now.draft.text.script.blocks for entry in one.entries}
        cast = here.now.draft.story.cast
        yield from here.items((f"{one.name}: " for one in cast if fold(one.name) not in told), Kind.Class, at)


def _values(here: Typed, key: str, now: Current) -> Iterator[types.CompletionItem]:
    at = here.word()
    if key in ("images", "clip", "voice", "font"):
        yield from _files(here, now)
    elif key == "picture":
        yield from here.items((*SHAPES, *RESOLUTIONS, "24fps", "25fps", "30fps"), Kind.Value, at)
    elif key == "camera":
        yield from here.items(dict.fromkeys(CAMERAS.values()), Kind.Value,
                              here.offset - len(here.line.partition(":")[2].lstrip()))


def _files(here: Typed, now: Current) -> Iterator[types.CompletionItem]:
    match = _PATH.search(here.line)
    typed = match[0] if match else ""
    for path, folder in files(now.writing.world, now.writing.path, typed):
        yield here.item(path, Kind.Folder if folder else Kind.File, here.offset - len(typed))


def _names(here: Typed, start: int, rank: int) -> Iterator[types.CompletionItem]:
    kinds = {"cast": Kind.Class, "cue": Kind.Class, "place": Kind.Module}
    entries = here.now.draft.text.names_at(here.offset, here.now.memo).entries
    seen: set[str] = set()
    for name, kind, also in entries:
        for written in (name, *also):
            if fold(written) not in seen:
                seen.add(fold(written))
                mark = "@" if here.now.source.text[start : start + 1] == "@" else ""
                yield here.item(mark + written, kinds.get(kind, Kind.Variable), start, kind, rank)


def _in_prose(here: Typed, text: str, start: int) -> Iterator[types.CompletionItem]:
    line = here.line
    above = text[:start].rstrip("\n\r") if start else ""
    fresh = not above or text[len(above) : start].count("\n") > 1 or text[len(above) : start].count("\r") > 1
    at = start + len(line) - len(line.lstrip())
    if heading := _HEADING.match(line):
        yield from _places(here, start + heading.end())
    elif line.lstrip().startswith((">", "＞")):
        yield from here.items((f"> {one}" for one in _TRANSITIONS), Kind.Event, at)
    elif line.lstrip().startswith(("(", "（")):
        yield from here.items(_PAUSES, Kind.Value, at)
    elif fresh and re.fullmatch(r"[^\W\d_][^(（]*\s[(（][^)）]*", line):
        yield from here.items(_VOICES, Kind.Value, start + line.index("(" if "(" in line else "（"))
    elif fresh and len(line) < 40 and not line.endswith(" "):
        yield from _openings(here, at)


def _places(here: Typed, start: int) -> Iterator[types.CompletionItem]:
    now = here.now
    typed = now.source.text[start : here.offset]
    if " - " in typed:
        yield from here.items(_TIMES, Kind.Value, start + typed.rindex(" - ") + 3)
        return
    told = (_HEADING.sub("", node.heading).rpartition(" - ")[0] for node in now.draft.text.script.scenes)
    places = (*(place.name for place in now.draft.story.places), *(one for one in told if one))
    yield from here.items(places, Kind.Module, start)


def _openings(here: Typed, at: int) -> Iterator[types.CompletionItem]:
    """What a paragraph may begin with: a speaker, a scene, a shot, a note of ours."""
    mark = "@" if here.line.lstrip()[:1] == "@" else ""
    speakers = [f"{mark}{one.name}" for one in here.now.draft.story.cast]
    yield from here.items(speakers, Kind.Class, at, 1)
    yield from here.items(("INT. ", "EXT. ", "INT./EXT. "), Kind.Module, at, 2)
    yield from here.items(("!! ", "> CUT TO:", "/*@"), Kind.Snippet, at, 3)
    yield from here.items((f"[[{head}: " for head in ("shot", *HEADS)), Kind.Keyword, at, 4)
