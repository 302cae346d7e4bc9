"""One clip against its own plan: size, rate, length, black, frozen, what is heard. Its cuts: `qc_cuts`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..core.diagnostic import Diagnostic, Level
from ..core.timebase import plain
from ..film.stretches import Stretch, covered
from ..narrative.story import Beat, Shot
from ..plan.timeline import Cut
from ..providers.outside import unasked
from .qc import Due, Seen, Tolerance

_QUIET = ("silence", "silent", "no sound", "none", "nothing")


def findings(seen: Seen, rate: Fraction | None, unheard: frozenset[str], tolerance: Tolerance) -> Iterator[Diagnostic]:
    """All of a clip but its cuts. `rate` is what the service makes, where it says so; `unheard` are the shots whose
    dialogue the service was known not to speak."""
    yield from size(seen, tolerance)
    yield from frame_rate(seen, rate)
    yield from length(seen, tolerance)
    if not seen.take.previz:
        yield from stretches(seen, "black", seen.levels.black_seconds)
        yield from stretches(seen, "frozen", seen.levels.still_seconds)
        yield from silent(seen, unheard, tolerance)
        yield from sounding(seen, tolerance)


def size(seen: Seen, tolerance: Tolerance) -> Iterator[Diagnostic]:
    """QC102 another shape than asked, QC103 smaller than the film: it is enlarged, and is soft."""
    form, got, first = seen.take.segment.format, seen.measured, seen.take.segment.cuts[0]
    asked, has = f"{form.width}x{form.height}", f"{got.width}x{got.height}"
    ratio = got.width * form.height / (got.height * form.width)
    if max(ratio, 1 / ratio) > 1 + tolerance.shape:
        yield seen.told(Level.WARNING, "QC102", first, f"the picture is {has}, the film {asked}: another shape",
                        advice="it is cropped or gets bars when the film is joined")
    elif got.width < form.width or (seen.take.previz and got.width != form.width):
        yield seen.told(Level.WARNING, "QC103", first, f"the picture is {has}, the film {asked}: it would be enlarged",
                        advice="ask for a larger one")


def frame_rate(seen: Seen, rate: Fraction | None) -> Iterator[Diagnostic]:
    """QC104: another rate than the service's own; where it promises none, fewer frames a second than the film."""
    has, film, first = seen.measured.clip.fps, seen.fps, seen.take.segment.cuts[0]
    wanted = film if seen.take.previz else rate
    if wanted is not None and abs(has / wanted - 1) > Fraction(1, 2000):
        yield seen.told(Level.WARNING, "QC104", first,
                        f"the clip has {_rate(has)} frames a second, planned are {_rate(wanted)}")
    elif wanted is None and has < film * Fraction(999, 1000):
        yield seen.told(Level.INFO, "QC104", first,
                        f"the clip has {_rate(has)} frames a second, the film {_rate(film)}: frames are shown twice")


def length(seen: Seen, tolerance: Tolerance) -> Iterator[Diagnostic]:
    """QC105 too short for the film, or breaking off; QC106 longer than asked."""
    got, due = seen.measured, seen.due
    lost = (due[-1].used_end - got.seconds) * seen.fps
    why = f" ({got.broken})" if got.broken else ""
    if lost > tolerance.short:
        first = next(one for one in due if one.used_end > got.seconds)
        yield seen.told(Level.ERROR, "QC105", first.cut,
                        f"the clip lasts {_s(got.seconds)}{why}, the film needs {_s(due[-1].used_end)} of it: "
                        f"{plain(lost, 0)} frames are missing", "here it ends" if got.seconds > first.start else "")
    elif got.broken:
        yield seen.told(Level.WARNING, "QC105", due[-1].cut, f"the clip breaks off after {_s(got.seconds)}{why}")
    elif got.seconds - due[-1].end > tolerance.long:
        yield seen.told(Level.INFO, "QC106", due[-1].cut,
                        f"the clip lasts {_s(got.seconds)}, asked for were {_s(due[-1].end)}", "",
                        "the rest is thrown away; cuts may come late")


def stretches(seen: Seen, what: str, least: Fraction) -> Iterator[Diagnostic]:
    """QC107 black, QC108 frozen: for each shot the longest stretch in what the film uses of it."""
    code = "QC107" if what == "black" else "QC108"
    held: tuple[Stretch, ...] = getattr(seen.measured, what)
    for one in seen.due:
        inside = [(found.within(one.start, one.used_end), found) for found in held
                  if not _told_black(seen, what, found)]
        longest, found = max(inside, key=lambda pair: pair[0], default=(Fraction(0), None))
        if found and longest >= least:
            whole = longest >= (min(one.used_end, seen.measured.seconds) - one.start) * Fraction(9, 10)
            start = max(found.start, one.start)
            where = "all of it" if whole else f"{_s(longest)} from {_s(start)}"
            yield seen.told(Level.ERROR if whole and what == "black" else Level.WARNING, code, one.cut,
                            f"shot {one.label} is {what}: {where}, told from {_s(least)} on")


def _told_black(seen: Seen, what: str, found: Stretch) -> bool:
    """Black is frozen as well, and told once."""
    dark = covered(seen.measured.black, found.start, found.end)
    return what == "frozen" and dark > found.seconds * Fraction(9, 10)


def silent(seen: Seen, unheard: frozenset[str], tolerance: Tolerance) -> Iterator[Diagnostic]:
    """QC109: somebody speaks in the script, and nothing is heard."""
    for one in seen.due:
        beats = spoken(one.cut)
        if not beats or one.label in unheard:
            continue
        who = ", ".join(dict.fromkeys(beat.who for beat in beats if beat.who)) or "somebody"
        planned = sum((beat.seconds for beat in beats), Fraction(0))
        heard = _heard(seen, one)
        if float(heard) < tolerance.spoken * float(planned):
            said = f"is heard for {_s(heard)}" if seen.measured.clip.sound else "is heard: the clip has no sound"
            something = "something" if seen.measured.clip.sound else "nothing"
            yield seen.told(Level.WARNING, "QC109", one.cut,
                            f"{who} speaks for {_s(planned)} in shot {one.label}, and {something} {said}",
                            _quoted(beats[0]))


def sounding(seen: Seen, tolerance: Tolerance) -> Iterator[Diagnostic]:
    """QC110: something is heard where the script asks for silence, or for nothing."""
    for one in seen.due:
        heard = _heard(seen, one)
        quiet = asks_silence(one.cut.shot)
        if heard > tolerance.unasked and (quiet or not _asks_sound(one.cut)):
            words = "the script asks for silence" if quiet else "the script asks for nothing to be heard"
            yield seen.told(Level.WARNING if quiet else Level.INFO, "QC110", one.cut,
                            f"in shot {one.label} something is heard for {_s(heard)}; {words}")


def spoken(cut: Cut) -> tuple[Beat, ...]:
    """What the model itself is to say in a cut: voices over are laid in when the film is joined."""
    return tuple(beat for beat in cut.shot.beats if beat.kind == "speech" and not unasked(beat))


def asks_silence(shot: Shot) -> bool:
    return any(said.head == "sound" and said.text.strip().casefold() in _QUIET for said in shot.said)


def _asks_sound(cut: Cut) -> bool:
    words = (said for said in cut.shot.said if said.head == "sound" and said.text.strip() and not unasked(said))
    return bool(spoken(cut)) or any(True for _ in words)


def _heard(seen: Seen, one: Due) -> Fraction:
    end = min(one.used_end, seen.measured.seconds)
    if not seen.measured.clip.sound or end <= one.start:
        return Fraction(0)
    return end - one.start - covered(seen.measured.silent, one.start, end)


def _quoted(beat: Beat) -> str:
    words = " ".join(beat.text.split())
    return f"“{words[:40]}…”" if len(words) > 40 else f"“{words}”"


def _rate(value: Fraction) -> str:
    return plain(value, 3)


def _s(value: Fraction) -> str:
    return f"{plain(value, 2)} s"
