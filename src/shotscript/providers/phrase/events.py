"""What happens and is heard in a shot: action, speech, pauses, sounds, in the order of the text."""

from __future__ import annotations

from ...core.timebase import plain
from ...narrative.beats import manner_of
from ...narrative.story import Beat, Said
from ..outside import unasked
from .bits import Bit, Rank, author, sentences
from .names import language, titled
from .text import Text, own, said
from .view import View


def events(view: View) -> list[Bit]:
    """Action, speech and pauses in text order; action sentence by sentence, for it may have to be shortened."""
    found: list[Bit] = []
    for n, beat in enumerate(view.shot.beats):
        if unasked(beat):
            continue
        if beat.kind == "speech":
            found.append(_speech(view, beat, n))
        elif beat.kind == "pause":
            found.append(view.bit("event", view.of(beat), kind="pause", words=said(_pause(beat), beat.span)))
        else:
            found += _action(view, beat)
    return found


def _action(view: View, beat: Beat) -> list[Bit]:
    parts = sentences(beat.text)
    return [
        view.bit("event", view.of(beat), Rank.ACTION, kind="action", words=author(part, beat.span),
                 tight=part is not parts[-1] and f"{part}{after}" in beat.text)
        for part, after in zip(parts, [*parts[1:], ""], strict=True)
    ]


def _speech(view: View, beat: Beat, n: int) -> Bit:
    person = view.context.story.person(beat.who)
    before = _spoken_before(view, n)
    known = any(b.who == beat.who for b in before)
    bound = view.casting.bound.get(beat.who)
    told = person is not None and bool(person.speaks) and not known and not (bound and bound.voiced)
    manner = author(person.speaks, person.speaks_span or person.span) if person and told else Text()
    foreign = beat.language.split("-")[0] != "en" or view.segment.format.language.split("-")[0] != "en"
    return view.bit(
        "event", (*view.of(beat), *(view.kind("speaks", person) if manner else ())), kind="speech", name=beat.who,
        beside=beat.beside and n > 0, unseen=beat.unseen,
        lead=own(_lead(beat)), who=said(_speaker(view, beat), beat.span), delivery=author(_delivery(beat), beat.span),
        manner=manner, verb=own(_verb(beat, before)), language=own(language(beat.language)),
        foreign=foreign and not manner, speaker=own(str(_voices(view).index(beat.who) + 1)),
        line=author(beat.text.strip(), beat.span),
    )


def _delivery(beat: Beat) -> str:
    """How a line is spoken: what its cue says of it, then its parenthetical."""
    return ", ".join(filter(None, (manner_of(beat.extension), beat.delivery)))


def _speaker(view: View, beat: Beat) -> str:
    hidden = beat.unseen and beat.who not in view.casting.mentions[view.at]
    bound = view.casting.bound.get(beat.who)
    if bound and bound.says:
        return bound.says
    return titled(beat.who) if hidden else view.casting.call(beat.who)


def _spoken_before(view: View, n: int) -> list[Beat]:
    earlier = [b for cut in view.segment.cuts[: view.at] for b in cut.shot.beats]
    return [b for b in (*earlier, *view.shot.beats[:n]) if b.kind == "speech" and not b.voice_over]


def _voices(view: View) -> list[str]:
    """Everyone the model is to be heard as, by their first line in the segment."""
    heard = (b for cut in view.segment.cuts for b in cut.shot.beats if b.kind == "speech" and not unasked(b))
    return list(dict.fromkeys(beat.who for beat in heard))


def _lead(beat: Beat) -> str:
    if not beat.unseen:
        return ""
    phone = any(word in beat.extension.upper() for word in ("PHONE", "RADIO", "FILTER"))
    return "over the phone, " if phone and beat.beside else "Over the phone, " if phone else "Off screen, "


def _verb(beat: Beat, before: list[Beat]) -> str:
    if beat.lyric:
        return "sings"
    return "goes on" if before and before[-1].who == beat.who and not beat.beside else "says"


def _pause(beat: Beat) -> str:
    if beat.seconds == 1:
        return "A beat."
    return "A pause." if beat.seconds == 2 else f"A pause of {plain(beat.seconds)} seconds."


def sounds(view: View) -> list[Bit]:
    """What is to be heard, once for as long as it holds on."""
    before = [(s.head, s.text) for s in view.before.said] if view.before else []
    heard = [s for s in view.shot.said if s.head == "sound" and s.text and not unasked(s)]
    return [view.bit("sound", view.of(s), Rank.SOUND, words=author(s.text, s.span), bed=_lasts(view, s)) for s in heard
            if (s.head, s.text) not in before]


def _lasts(view: View, sound: Said) -> bool:
    """Whether a sound lies under its whole scene, and not under one shot of it."""
    return all(any(s.span == sound.span for s in shot.said) for shot in view.scene.shots)
