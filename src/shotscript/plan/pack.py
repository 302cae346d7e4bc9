"""The film cut into segments, at the least cost there is: an exact optimum by dynamic programming.

The planner knows limits and two questions, never a provider's name: does this stretch fit, and what is still to be
paid for it. Both are asked about the film as a row (`strip`): its shots, those too long for a segment as their parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from ..core.diagnostic import Diagnostic, Problems, error, info, warning
from ..core.timebase import plain, seconds
from ..narrative.story import Story
from .limits import Limits
from .strip import Frame, Row, strip
from .table import Fits, Paid, Stretch, table
from .timeline import Cut, Segment, Timeline


def pack(
    story: Story, timeline: Timeline, limits: Limits, fits: Fits, paid: Paid, row: Row | None = None
) -> tuple[tuple[Segment, ...], Problems]:
    """Segments in story order, and what is wrong or differs. `fits` and `paid` take inclusive indices of the row,
    which is the film's own (`strip`) if none is given.

    In order: as few shots left out as can be, then money, segments, exchanges torn, seconds thrown away. Of equal
    ways, the one whose earliest segments are longest.
    """
    row = strip(story, timeline, limits) if row is None else row
    return cut(row, table(row, fits, paid).best())


def segment(
    story: Story, timeline: Timeline, limits: Limits, first: int, last: int, index: int = 0, row: Row | None = None
) -> Segment | None:
    """The shots `first` to `last` of the row (inclusive) as one segment; None where limits forbid it.

    Whoever asks about many hands in the row, which is else made anew.
    """
    row = strip(story, timeline, limits) if row is None else row
    assert 0 <= first <= last < len(row.frames), (first, last)
    return row.segment(first, last, index)


def cut(row: Row, stretches: Iterable[Stretch]) -> tuple[tuple[Segment, ...], Problems]:
    """A row cut as told into segments, numbered from 0, and what is to be said of its shots."""
    segments: list[Segment] = []
    problems: list[Diagnostic] = list(_split(row))
    for first, last, made in stretches:
        found = row.segment(first, last, len(segments)) if made else None
        if found is None:
            problems.append(_left_out(row, first))
        else:
            segments.append(found)
            problems += _moved(found)
    return tuple(segments), tuple(problems)


def _split(row: Row) -> Iterator[Diagnostic]:
    """Each shot in parts, once: how many and where. They are asked for one by one, so the picture may jump."""
    fps = row.format.fps
    can = "a part can be started on the last picture of the one before" if row.limits.continues else (
        "the provider starts no clip on a given picture, so the parts may not match")
    for frame in row.frames:
        if frame.part != 1 or frame.parts == 1:
            continue
        at = [plain(seconds(offset, fps), 2) for offset in row.marks[frame.slot.label]]
        yield warning(
            "BK957", f"shot {frame.slot.label} lasts {plain(seconds(frame.slot.frames, fps))} s, the provider takes "
            f"{_most(row)} s at most: it is made in {frame.parts} parts, cut at {' s and '.join(at)} s; {can}",
            frame.shot.span, f"made in {frame.parts} parts",
            "make it shorter, or write a cut where the picture may change")  # fmt: skip


def _left_out(row: Row, at: int) -> Diagnostic:
    frame, label = row.frames[at], row.frames[at].slot.label
    if row.rule.total(row.rule.need((row.wanted[at],))) is None:
        return error(
            "BK952", f"shot {label} lasts {plain(_seconds(frame, row))} s, the provider takes {_most(row)} s at most",
            frame.shot.span, "too long for one request",
            "make it shorter or cut it in two: no place to cut it was found that is not inside a sentence")  # fmt: skip
    if row.limits.cuts_least > 1:
        return error(
            "BK958", f"shot {label} stands with fewer than {row.limits.cuts_least} shots that fit one request, and the "
            "provider takes no fewer", frame.shot.span, "nothing to send it with",
            "add a shot beside it, or make it with another provider")  # fmt: skip
    which = f"part {frame.part} of shot {label}" if frame.parts > 1 else f"shot {label}"
    return error("BK953", f"{which} does not fit one request even on its own", frame.shot.span,
                 "what must be said to the letter is too long", "cut it in two, or shorten its lines")


def _most(row: Row) -> str:
    return plain(row.rule.seconds(row.rule.most or 0))


def _seconds(frame: Frame, row: Row) -> Fraction:
    return seconds(frame.asked, row.format.fps)


def _moved(segment: Segment) -> list[Diagnostic]:
    """Where the provider's lengths are not the film's own, each cut that moves."""
    return [said for cut in segment.cuts if (said := _difference(cut, segment)) is not None]


def _difference(cut: Cut, segment: Segment) -> Diagnostic | None:
    fps, asked = segment.format.fps, cut.seconds
    lengths = _lengths(cut.lead + cut.frames + cut.tail, fps.numerator, fps.denominator, asked.numerator,
                       asked.denominator)
    if lengths is None:
        return None
    wanted, given, moved = lengths
    less = moved.startswith("-")
    what = "made up from the segment's surplus or a held frame" if less else "trimmed when the film is joined"
    which = f"part {cut.part} of shot {cut.shot.label}" if cut.parts > 1 else f"shot {cut.shot.label}"
    return info("BK954", f"{which} needs {wanted} s and is asked for as {given} s; the difference is {what}",
                cut.shot.span, f"{moved} s")


@lru_cache(4096)
def _lengths(frames: int, rate: int, under: int, asked: int, parts: int) -> tuple[str, str, str] | None:
    """The seconds needed, those asked for and the difference in words, None where there is none. Lengths of a film
    repeat, and whole numbers are found again faster than fractions are counted."""
    wanted, given = Fraction(frames * under, rate), Fraction(asked, parts)
    moved = given - wanted
    return None if not moved else (plain(wanted), plain(given), f"{'+' if moved > 0 else '-'}{plain(abs(moved))}")
