"""From the stream of a scene to beats: action, speech and pauses, each with the time it takes by itself.

A reader walks the stream item by item and remembers who is speaking, because a cut inside a speech changes the
picture and not the speaker. Where beats stand in their shot is `timing.lay`'s business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from ..core.span import Span
from ..lang.ast import ActionText, Cue, Item, Parenthetical, ShotLine, SpeechText, TransitionMark
from . import marks, names, speech
from .story import Beat

LETTERS = Fraction(20)
CHARACTERS = Fraction(7)

_VOICE_OVER = re.compile(
    r"\b(v\s*/?\s*o|voice[- ]?over|narrat(or|ion|ing)|voz en off|en off)\b|旁白|画外旁白|ナレーション|내레이션", re.I)
_OFF_SCREEN = re.compile(
    r"\b(o\s*/?\s*[sc]|off[- ]?(screen|camera|stage)?|(on|over)( the)? (phone|radio|intercom|tv)"
    r"|pre[- ]?lap|filtered)\b|画外|電話|电话|전화", re.I)
_GOES_ON = re.compile(r"\W*(cont|more$|suite$|sigue$|续|続|계속)", re.I)
_LONG = r"(?:very |really )?(?:long |lengthy |largas? |长|長い|긴\s*)"
_PAUSE = re.compile(
    rf"(?:(?:a|an|another|one|brief|short|slight|small|then|una|breve)\s+)*(?P<long>{_LONG})?"
    r"(?:(?P<beat>beat)|pause|pausa|停顿|停頓|間|间|사이)(?P<after>\s+larga)?", re.I)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is speaking at a point of the stream. `delivery` waits for the next words."""

    who: str
    extension: str
    unseen: bool
    voice_over: bool
    dual: bool
    speaks: str
    delivery: Parenthetical | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read a scene's text: who is meant by a name, each speaker's language, the film's, and which
    pieces of speech go on."""

    people: names.Index
    speaks: Mapping[str, str]
    film: str
    open: frozenset[Span]


def reader(items: tuple[Item, ...], people: names.Index, speaks: Mapping[str, str], film: str) -> Reader:
    return Reader(people, speaks, film, _open_pieces(items))


def read(item: Item, voice: Voice | None, given: Reader) -> tuple[tuple[Beat, ...], Voice | None]:
    """The beats of one item and who speaks after it. Shots and directives leave the speaker speaking."""
    if isinstance(item, Cue):
        return left_over(voice), _voice(item, given)
    if isinstance(item, ActionText):
        return (*left_over(voice), *_action(item, given)), None
    if isinstance(item, TransitionMark):
        return left_over(voice), None
    if isinstance(item, SpeechText) and voice:
        return (_speech(item, voice, given),), replace(voice, delivery=None)
    if isinstance(item, SpeechText):
        return (_words("action", item.text, item.span, given.film),), None
    if isinstance(item, Parenthetical) and voice:
        return _parenthetical(item, voice)
    return (), voice


def left_over(voice: Voice | None) -> tuple[Beat, ...]:
    """A parenthetical that no words follow is still the author's: action that takes no time of its own."""
    if not voice or not voice.delivery:
        return ()
    waiting = voice.delivery
    return (Beat(kind="action", text=waiting.text, who=voice.who, span=waiting.span, unseen=voice.unseen),)


@lru_cache(4096)
def seconds_of(text: str) -> Fraction:
    """Playing time of action: 20 letters a second, 7 Chinese, Japanese or Korean characters."""
    text = marks.plain(text)
    dense = len(speech.CJK.findall(text))
    letters = sum(c.isalnum() for c in unicodedata.normalize("NFC", text)) - dense
    return max(letters, 0) / LETTERS + dense / CHARACTERS


def pause_seconds(text: str) -> Fraction:
    """What a parenthetical holds of silence: `beat` 1 s, `pause` 2 s, `long pause` 3 s, each piece by itself."""
    return sum((_silence(piece) for piece in _pieces(text)), Fraction(0))


def unseen_kind(extension: str) -> tuple[bool, bool]:
    """Whether a cue's extension says that the voice is not seen, and that it runs over the shot."""
    plain = extension.replace(".", "").replace("(", " ").replace(")", " ")
    over = bool(_VOICE_OVER.search(plain))
    return over or bool(_OFF_SCREEN.search(plain)), over


def manner_of(extension: str) -> str:
    """What a cue's extension says of how the words are spoken, in small letters where it stands in capitals: all but
    that the voice is unseen or goes on, and mere numbers."""
    pieces = (piece.strip() for piece in extension.split(","))
    kept = [piece for piece in pieces if any(map(str.isalpha, piece)) and not _GOES_ON.match(piece)
            and not unseen_kind(piece)[0]]
    return ", ".join(piece.lower() if piece.isupper() else piece for piece in kept)


def _open_pieces(items: tuple[Item, ...]) -> frozenset[Span]:
    """Pieces of speech after which the same speech goes on: their last words need not end a sentence."""
    found, goes_on = [], False
    for item in reversed(items):
        if isinstance(item, SpeechText):
            if goes_on:
                found.append(item.span)
            goes_on = True
        elif isinstance(item, Cue | ActionText | TransitionMark):
            goes_on = False
    return frozenset(found)


def _voice(cue: Cue, given: Reader) -> Voice:
    unseen, over = unseen_kind(cue.extension)
    who = given.people.canonical.get(names.fold(cue.name.text), cue.name.text)
    return Voice(who, cue.extension, unseen, over, cue.dual, given.speaks.get(who, ""))


def _action(item: ActionText, given: Reader) -> tuple[Beat, ...]:
    return (_words("action", item.text, item.span, given.film),) if item.text.strip() else ()


def _words(kind, text: str, span: Span, film: str) -> Beat:
    alone = seconds_of(text)
    return Beat(kind=kind, text=text, span=span, seconds=alone, alone=alone,
                language=speech.language_of(text, "", film))


def _speech(item: SpeechText, voice: Voice, given: Reader) -> Beat:
    language = speech.language_of(item.text, voice.speaks, given.film)
    goes_on = item.span in given.open
    alone = speech.seconds(item.text, language, closed=not goes_on)
    return Beat(
        kind="speech", text=item.text, span=item.span, language=language, lyric=item.lyric,
        seconds=alone, alone=alone, goes_on=goes_on,
        delivery=voice.delivery.text if voice.delivery else "", **_manner(voice),
    )  # fmt: skip


def _manner(voice: Voice) -> dict:
    return {"who": voice.who, "extension": voice.extension, "unseen": voice.unseen, "voice_over": voice.voice_over,
            "beside": voice.voice_over or voice.dual}


def _parenthetical(item: Parenthetical, voice: Voice) -> tuple[tuple[Beat, ...], Voice]:
    silence = pause_seconds(item.text)
    waiting = item if any(not _silence(piece) for piece in _pieces(item.text)) else None
    if not silence:
        return left_over(voice), replace(voice, delivery=item)
    pause = Beat(kind="pause", span=item.span, seconds=silence, alone=silence, **_manner(voice))
    return (*left_over(voice), pause), replace(voice, delivery=waiting)


def _pieces(text: str) -> list[str]:
    pieces = re.split(r"[,;:.…，；：。、]|\b(?:then|and|y|luego)\b", text.strip("()（） "))
    return [piece.strip() for piece in pieces if piece.strip()]


def _silence(piece: str) -> Fraction:
    found = _PAUSE.fullmatch(piece)
    if not found:
        return Fraction(0)
    if found["long"] or found["after"]:
        return Fraction(3)
    return Fraction(1) if found["beat"] else Fraction(2)


def is_text(item: Item) -> bool:
    """Whether an item is words of the screenplay, not a shot, a directive or a transition."""
    return isinstance(item, ActionText | Cue | Parenthetical | SpeechText)


def is_cut(item: Item) -> bool:
    return isinstance(item, ShotLine | TransitionMark)
