"""A shot longer than any segment, cut into parts: between beats where it can be, else between sentences, never in one.

Silence may be cut anywhere. As few parts as there can be, then none shorter than the provider makes, then as alike in
length as the text allows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from ..core import timebase
from ..narrative.speech import split_sentences
from ..narrative.story import Beat, BlockCue, Shot
from ..narrative.timing import reached


@dataclass(frozen=True, slots=True)
class Gap:
    """Frames `first` to `last` (inclusive) of a shot where it may be cut. `inside`: between sentences of one beat."""

    first: int
    last: int
    inside: bool

    def nearest(self, frame: int, low: int, high: int) -> int | None:
        """The frame of the gap nearest to a wanted one, among those from `low` to `high`."""
        first, last = max(self.first, low), min(self.last, high)
        return min(max(frame, first), last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters [at, end) of a beat, and the seconds of the shot in which they are said or played."""

    beat: Beat
    at: int
    end: int
    start: Fraction
    stop: Fraction


def cuts(shot: Shot, fps: Fraction, lead: int, tail: int, least: int, most: int) -> tuple[int, ...] | None:
    """The frames of a shot at which its second and later parts begin, or None where it cannot be cut finely enough.

    `lead` and `tail` are its handles; a part, handles included, has at most `most` frames and better not under `least`.
    """
    gaps = _gaps(shot, fps, tail)
    earliest = _hops([(-gap.last, -gap.first) for gap in reversed(gaps)], -shot.frames - tail, lead, most)
    if earliest is None:
        return None
    floors, at, made = [-frame for frame in reversed(earliest)], -lead, list[int]()
    for i, low in enumerate(floors):
        ideal = at + (shot.frames + tail - at) // (len(floors) - i + 1)
        at = _chosen(gaps, ideal, max(low, at + 1), at + most, (at, shot.frames + tail, least))
        made.append(at)
    return tuple(made)


def divided(shot: Shot, fps: Fraction, marks: Sequence[int]) -> tuple[Shot, ...]:
    """The shot cut at these frames: copies that hold the beats and blocking of their part, timed from its start."""
    edges = [0, *marks, shot.frames]
    beats = _shared(shot.beats, fps, edges)
    last = len(beats) - 1
    return tuple(
        shot.model_copy(update={
            "beats": beats[i], "frames": end - start, "seconds": timebase.seconds(end - start, fps),
            "blocking": _blocking(shot.blocking, fps, edges, i),
            "transition_in": shot.transition_in if i == 0 else None,
            "transition_out": shot.transition_out if i == last else None,
            "said": tuple(s for s in shot.said if s.head not in _frames_elsewhere(i, last)),
        })
        for i, (start, end) in enumerate(pairwise(edges))
    )


def _frames_elsewhere(part: int, last: int) -> tuple[str, ...]:
    """Heads of given stills that stand at another part's edge."""
    return (*(("frame first",) if part else ()), *(("frame last",) if part < last else ()))


# ------------------------------------------------------------------------------------------------ where to cut


def _hops(gaps: Sequence[tuple[int, int]], begin: int, end: int, most: int) -> list[int] | None:
    """From `begin` to `end` in the fewest hops of `most` frames, each as far as a gap (first, last) allows."""
    found: list[int] = []
    at = begin
    while end - at > most:
        reach = max((min(last, at + most) for first, last in gaps if first <= at + most and last > at), default=at)
        if reach <= at:
            return None
        found.append(at := reach)
    return found


def _chosen(gaps: Sequence[Gap], ideal: int, low: int, high: int, part: tuple[int, int, int]) -> int:
    """Of the frames from `low` to `high` where the shot may be cut, the best. `part`: where this part begins, where
    the shot ends, how short a part had better not be."""
    begin, end, least = part

    def worth(gap: Gap, frame: int) -> tuple[int, bool, int, int]:
        short = max(0, least - (frame - begin)) + max(0, least - (end - frame))
        return short, gap.inside, abs(frame - ideal), frame

    wanted = (ideal, begin + least, end - least)
    found = [(gap, frame) for gap in gaps for near in wanted if (frame := gap.nearest(near, low, high)) is not None]
    return min(worth(gap, frame) for gap, frame in found)[-1]


def _gaps(shot: Shot, fps: Fraction, tail: int) -> list[Gap]:
    """Where no sentence is under way and no transition either."""
    low, high = _clear(shot, tail)
    found: list[Gap] = []
    for start, end in _silences(shot, Fraction(shot.frames) / fps):
        first, last = ceil(start * fps), floor(end * fps)
        if first > last:
            first = last = timebase.frames(start, fps)
        inside = any(b.start < start and end < b.start + b.seconds for b in shot.beats if b.text)
        if max(first, low) <= min(last, high):
            found.append(Gap(max(first, low), min(last, high), inside))
    return found


def _clear(shot: Shot, tail: int) -> tuple[int, int]:
    """The first and last frame outside the transitions at the shot's edges; of a shot all transition, all but its
    edges."""
    into, out = shot.transition_in, shot.transition_out
    after = into and (into.frames if into.kind == "fade in" else into.frames - into.frames // 2)
    before = out.frames if out and out.kind == "fade out" else tail
    low, high = max(1, after or 0), shot.frames - max(1, before)
    return (low, high) if low <= high else (1, shot.frames - 1)


def _silences(shot: Shot, seconds: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Stretches of the shot in which no sentence is under way, the moments between two of them too."""
    at = Fraction(0)
    for sentence in sorted(_sentences(shot.beats), key=lambda s: s.start):
        if sentence.start >= at:
            yield at, sentence.start
        at = max(at, sentence.stop)
    if at <= seconds:
        yield at, seconds


def _sentences(beats: Sequence[Beat]) -> Iterator[Sentence]:
    for beat in beats:
        at = 0
        for text in split_sentences(beat.text) if beat.text.strip() else ():
            end = at + len(text)
            stop = beat.seconds if end == len(beat.text) else reached(beat, end)
            yield Sentence(beat, at, end, beat.start + reached(beat, at), beat.start + stop)
            at = end


# ---------------------------------------------------------------------------------------- what belongs to a part


def _shared(beats: Sequence[Beat], fps: Fraction, edges: Sequence[int]) -> list[tuple[Beat, ...]]:
    """The beats of each part. A sentence belongs to the part its middle lies in, a pause to every part it touches."""
    inner = [Fraction(edge) / fps for edge in edges[1:-1]]
    parts: list[list[Beat]] = [[] for _ in edges[1:]]
    for beat in beats:
        held: dict[int, list[Sentence]] = {}
        for sentence in _sentences((beat,)):
            held.setdefault(bisect_right(inner, (sentence.start + sentence.stop) / 2), []).append(sentence)
        for part, said in held.items():
            parts[part].append(_piece(beat, said, Fraction(edges[part]) / fps))
        if not held:
            _pause(beat, [Fraction(0), *inner], parts)
    return [tuple(part) for part in parts]


def _piece(beat: Beat, said: list[Sentence], offset: Fraction) -> Beat:
    """Sentences of a beat that follow one another, timed from the start of their part; all of it stays as it is."""
    start, end = said[0].at, said[-1].end
    begin = max(said[0].start - offset, Fraction(0))
    if end - start == len(beat.text):
        return beat.model_copy(update={"start": begin})
    whole = beat.span.end - beat.span.start == len(beat.text)
    return beat.model_copy(update={
        "text": beat.text[start:end], "start": begin, "seconds": said[-1].stop - said[0].start,
        "span": beat.span.part(start, end) if whole else beat.span})  # fmt: skip


def _pause(beat: Beat, starts: Sequence[Fraction], parts: list[list[Beat]]) -> None:
    """A beat without words is cut in time."""
    ends = [*starts[1:], max(starts[-1], beat.start + beat.seconds)]
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        begin, stop = max(beat.start, start), min(beat.start + beat.seconds, end)
        if begin < stop or (beat.seconds == 0 and bisect_right(starts, beat.start) - 1 == i):
            parts[i].append(beat.model_copy(update={"start": begin - start, "seconds": max(stop - begin, Fraction(0))}))


def _blocking(cues: Sequence[BlockCue], fps: Fraction, edges: Sequence[int], part: int) -> tuple[BlockCue, ...]:
    """The cues that start in a part; what starts after the shot's end stays with its last one."""
    starts = [Fraction(edge) / fps for edge in edges[:-1]]
    mine = (cue for cue in cues if max(0, bisect_right(starts, cue.at) - 1) == part)
    return tuple(cue.model_copy(update={"at": cue.at - starts[part]}) for cue in mine)
