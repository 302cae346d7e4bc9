"""A beat cut into shorter ones that say exactly the same: at sentence ends, else at commas, else between words."""

from __future__ import annotations

import re
from fractions import Fraction

from . import beats as reading
from . import marks, speech
from .story import Beat

_CLAUSES = re.compile(r"[^,;:—，；：、]+(?:[,;:—，；：、]+\s*|$)|[,;:—，；：、]+\s*")
_WORDS = re.compile(r"\s*\S+\s*")


def split(beat: Beat, longest: Fraction, words: bool = True) -> tuple[Beat, ...]:
    """Pieces no longer than `longest` where the text can be cut that finely; between words only where `words` are to
    be parted. Texts joined and seconds added are the beat's own. A pause is cut into equal parts."""
    if beat.seconds <= longest:
        return (beat,)
    if not beat.text.strip():
        count = -(-beat.seconds // longest)
        share = {"seconds": beat.seconds / count, "alone": beat.alone / count}
        return tuple(beat.model_copy(update=share) for _ in range(int(count)))
    text = marks.plain(beat.text)
    texts = _packed(_cut(text, beat, longest, len(_LEVELS) if words else 2), beat, longest)
    if text != beat.text:
        texts = marks.cut(beat.text, map(len, texts))
    return _with_lengths(beat, texts)


def _cut(text: str, beat: Beat, longest: Fraction, finest: int, level: int = 0) -> list[str]:
    """Texts short enough, cut only as finely as needed and allowed."""
    if _alone(text, beat) <= longest or level == finest:
        return [text]
    parts = _LEVELS[level](text)
    return [small for part in parts for small in _cut(part, beat, longest, finest, level + 1)]


def _packed(texts: list[str], beat: Beat, longest: Fraction) -> list[str]:
    """Neighbours put together again while they fit."""
    packed: list[str] = []
    for text in texts:
        if packed and _alone(packed[-1] + text, beat) <= longest:
            packed[-1] += text
        else:
            packed.append(text)
    return packed


def _with_lengths(beat: Beat, texts: list[str]) -> tuple[Beat, ...]:
    """Each piece takes its share of the beat's own seconds, the last what is left: nothing is gained or lost."""
    whole = sum((_alone(text, beat) for text in texts), Fraction(0)) or Fraction(1)
    made, at, left = [], 0, beat.seconds
    for i, text in enumerate(texts):
        last = i == len(texts) - 1
        length = left if last else min(beat.seconds * _alone(text, beat) / whole, left)
        made.append(beat.model_copy(update={
            "text": text, "seconds": length, "span": _span(beat, at, at + len(text)),
            "alone": beat.alone * length / beat.seconds, "goes_on": beat.goes_on or not last,
            "delivery": beat.delivery if not i else ""}))  # fmt: skip
        at, left = at + len(text), left - length
    return tuple(made)


def _span(beat: Beat, start: int, end: int):
    """The piece's own characters where the beat's text stands in the file as it is, else the whole beat's."""
    return beat.span.part(start, end) if beat.span.end - beat.span.start == len(beat.text) else beat.span


def _alone(text: str, beat: Beat) -> Fraction:
    return speech.seconds(text, beat.language, closed=False) if beat.kind == "speech" else reading.seconds_of(text)


def _sentences(text: str) -> list[str]:
    return list(speech.split_sentences(text))


def _at_commas(text: str) -> list[str]:
    return _CLAUSES.findall(text)


def _at_words(text: str) -> list[str]:
    return _WORDS.findall(text) or [text]


_LEVELS = (_sentences, _at_commas, _at_words, list)
