"""What people write out of habit where the language has another way to say it: other marks, small words, whole clauses.

Each is told as one fault, with what was meant as its fix; nothing is offered with which the clause would not hold.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, Fix, error, warning
from ..core.span import Span
from .grammars import UnexpectedToken, attempt
from .masking import Masked
from .stops import Stop
from .words import STARTERS

_MARK = re.compile(r" *([–—―\-;.:/|&+])(?!\1) *")
_NAMED = re.compile(r"\ue000\ue001*(?:\ue005+ *\ue002\ue003*)? *$")
_SMALL = (
    (re.compile(r"(?:for|during|in) +(?=\d[\d.]* *(?:s|f|sec\w*)(?!\w))"), "over "),
    (re.compile(r"(?:for|by|of) +(?=[\d.])"), ""),
    (re.compile(r"with +(?:an? +)?(?=ease|linear)"), ""),
    (re.compile(r"shots? *(?=.)"), ""),
    (re.compile(r"towards? +"), "in to "),
    (re.compile(r"towards? +"), "to "),
    (re.compile(r"(?:to|towards?) +(?=\ue000)"), "at "),
)
_STOP = re.compile(r"([ft]) *[/.]? +(\d+(?:\.\d+)?)")
_QUOTES = re.compile(r"'([^'\"]+)'")
_CAMERA = {"pans": "pan", "tilts": "tilt", "dollies": "dolly", "trucks": "truck", "zooms": "zoom", "pushes": "push",
           "pulls": "pull", "orbits": "orbit", "arcs": "arc", "cranes": "crane", "tracks": "track", "rolls": "roll",
           "moves": "dolly", "booms": "boom", "follows": "follow", "circles": "orbit"}  # fmt: skip
_WHOLE = (
    (re.compile(r"(?:the +)?same +as +(?=\S*\d)"), "as "),
    (re.compile(r"like +(?=\S*\d)"), "as "),
    (re.compile(r"steady +cam(?!\w)"), "steadicam"),
    (re.compile(r"(?:in +)?slow +mo(?!\w)"), "slow motion"),
    (re.compile(r"(?:(?:clean|dirty) +)?single +(?:on|of) +"), "MCU on "),
    (re.compile(r"(?:the +)?master(?: +shot)?$"), "WS"),
    (re.compile(r"(?:(?:another|new) +)?angle +on +"), "MS on "),
    (re.compile(r"swish +(?=pan)"), "whip "),
    (re.compile(r"(?:move|creep) +in(?!\w)"), "push in"),
    (re.compile(r"static +(?:shot|camera)$|no +(?:camera +)?move(?:ment)?s?$|locked +off +camera$"), "static"),
    (re.compile(r"camera +height +(?=\d)"), "height "),
    (re.compile(r"from +behind$"), "back"),
    (re.compile(r"vertigo(?: +(?:shot|effect))?$"), "dolly zoom in"),
    (re.compile(r"\((.+)\)$"), r"\1"),
    (re.compile(r"(?:(?:on|at|to) +)?(?:the +)?(left|right)(?: +(?:side|half|hand side))? +of +(?:the +)?"
                r"(?:frame|screen|picture|shot)(?!\w)"), r"screen \1"),
    (re.compile(r"(?<=[\ue000\ue001]) +(?:is +)?(?:on|at|to) +(?:the +)?(left|right)(?: +side)?$"), r" screen \1"),
)  # fmt: skip


class Parted(NamedTuple):
    """A mark where a comma, an `and` or nothing belongs, and where what follows it begins; -1 if it was read too."""

    said: Diagnostic
    rest: int


def parted(stop: Stop) -> Parted | None:
    """Clauses parted, or names joined, by another mark: `CU on MAYA; 85mm`, `CU on MAYA & JON`, `85mm.`"""
    line = stop.line
    if not stop.complete:
        return None
    match = _MARK.match(line.work, stop.at, stop.end)
    if not match:
        return _unjoined(stop) or _bracketed(stop)
    mark, gap = match[1], Span(line.span.start + _kept(line, stop.start, stop.at), line.span.start + match.end())
    gap = Span(gap.start, gap.end, line.span.source)
    place, before, rest = line.place(match.start(1), match.end(1)), line.work[stop.start : stop.at], match.end()
    if not line.work[rest : stop.end].strip():
        return Parted(_stray(mark, place, gap), -1)
    if _NAMED.search(before) and _holds(f"{before} and {line.work[rest : stop.end]}"):
        return Parted(error("SY109", f"names are joined by `and`, not by `{mark}`", place, "`and` belongs here",
                            "join names with `and`", Fix(gap, " and ", safe=True)), -1)  # fmt: skip
    bare = match[0] == mark and before[-1:].isdigit() and line.work[rest : rest + 1].isdigit()
    if bare or not (_first(line, rest, stop.end) in STARTERS or _holds(line.work[rest : stop.end])):
        return None
    return Parted(error("SY112", f"clauses are parted by a comma, not by `{mark}`", place, "a comma belongs here",
                        "put a comma in its place", Fix(gap, ", ", safe=True)), rest)  # fmt: skip


def _unjoined(stop: Stop) -> Parted | None:
    """`MAYA JON` with nothing between the two, `OTS MAYA and JON`."""
    line, before = stop.line, stop.line.work[stop.start : stop.at]
    tail = re.sub(r"^and +", "", line.work[stop.at : stop.end])
    place = line.place(stop.at, stop.at + len(stop.word))
    if not tail.startswith("\ue000") or not _NAMED.search(before):
        return None
    if re.search(r"(?<!\w)(?:ots|over +(?:the +)?shoulder)(?!\w)", before) and _holds(f"{before}on {tail}"):
        fix = Fix(place if stop.word == "and" else place.part(0, 0), "on" if stop.word == "and" else "on ")
        return Parted(error("SY104", "who is looked at stands after `on`", place, "`on` belongs here",
                            "write `OTS NAME on NAME`", fix), -1)  # fmt: skip
    if stop.kind != "NAME" or not _holds(f"{before}and {tail}"):
        return None
    return Parted(error("SY109", "two names stand side by side with nothing between", place, "`and` belongs here",
                        "join names with `and`", Fix(place.part(0, 0), "and ", safe=True)), -1)  # fmt: skip


def _bracketed(stop: Stop) -> Parted | None:
    """`CU on MAYA (85mm)`: a clause of its own in parentheses."""
    match = re.fullmatch(r"\(([^()]+)\) *", stop.line.work[stop.at : stop.end])
    if not match or not _holds(match[1]):
        return None
    inner, place = stop.line.raw(stop.at + 1, stop.at + match.end(1)), stop.line.place(stop.at, stop.end)
    whole = Span(stop.line.span.start + _kept(stop.line, stop.start, stop.at), place.end, place.source)
    return Parted(error("SY112", "clauses are parted by a comma, not by parentheses", place, "a clause of its own",
                        "put a comma before it", Fix(whole, f", {inner}", safe=True)), -1)  # fmt: skip


def small(stop: Stop) -> Diagnostic | None:
    """A small word where another belongs, or none: `over 4s` written `for 4s`."""
    line = stop.line
    glued = re.fullmatch(r" *(\d+(?:\.\d+)?mm)([ft]/[\d.]+) *", line.work[stop.start : stop.end])
    if glued:
        place = line.place(stop.start + glued.start(1), stop.start + glued.end(2))
        right = f"{glued[1]} {glued[2]}"
        return error("SY102", f"`{line.raw(stop.start, stop.end).strip()}` runs lens and stop together", place,
                     "a blank is missing", f"write `{right}`", Fix(place, right, safe=True))  # fmt: skip
    gaze = re.search(r"look(?:s|ing) +(to) +(?=(?:the +)?$)", line.work[stop.start : stop.at])
    if gaze and stop.kind == "NAME":
        word = line.place(stop.start + gaze.start(1), stop.start + gaze.end(1))
        return error("SY104", "`to` cannot stand here", word, "did you mean `at`?", "write `at`", Fix(word, "at"))
    for pattern, right in _SMALL:
        match = pattern.match(line.work, stop.at, stop.end)
        if match and _holds(line.work[stop.start : stop.at] + right + line.work[match.end() : stop.end]):
            raw, meant = line.raw(stop.at, match.end()).strip(), right.strip()
            span = line.place(stop.at, match.end())
            if meant:
                return error("SY104", f"`{raw}` cannot stand here", span, f"did you mean `{meant}`?",
                             f"write `{meant}`", Fix(span, meant))  # fmt: skip
            whole = Span(span.start, line.span.start + match.end(), span.source)
            return error("SY104", f"`{raw}` cannot stand here", span, "not needed", "take it out", Fix(whole, ""))
    return None


def stop_apart(line: Masked, start: int, end: int) -> Diagnostic | None:
    """`f 1.8`: a stop with a blank in it."""
    match = _STOP.fullmatch(line.work[start:end].strip())
    if not match:
        return None
    span, right = line.place(start, end), f"{match[1]}/{match[2]}"
    right = right.upper() if match[1] == "t" else right
    return error("SY101", f"`{line.raw(start, end).strip()}` is not how a stop is written", span, "a stop has no blank",
                 f"write `{right}`", Fix(span, right, safe=True))  # fmt: skip


def rather(line: Masked, start: int, end: int) -> Diagnostic | None:
    """What a clause that is kept as description was probably meant to be: `the camera pans left` is `pan left`."""
    span, work = line.place(start, end), line.work[start:end].rstrip()
    work, at = work.lstrip(), start + len(work) - len(work.lstrip())
    if match := _QUOTES.fullmatch(work):
        inner = line.raw(at + 1, at + len(match[0]) - 1)
        return _described(span, f'"{inner}"', Fix(span, f'"{inner}"', safe=True))
    for new in _others(work):
        if new != work and _holds(new.lower()):
            low = _same(work, new)
            tail = _same(work[low:][::-1], new[low:][::-1])
            end = at + len(work)
            told = line.text[at : at + low] + new[low : len(new) - tail] + line.text[end - tail : end]
            return _described(span, told, Fix(span, told))
    return None


def owner(stop: Stop, known: str) -> Diagnostic | None:
    """`MAYAs hands`: the mark of whose they are left out. `known` is the name without its s."""
    written = re.match(r"[^\W\d_]+s(?= +[^\W\d_])", stop.line.work[stop.at : stop.end])
    if not written or stop.line.raw(stop.at, stop.at + written.end() - 1).casefold() != known.casefold():
        return None
    end = stop.at + written.end()
    span, raw = stop.line.place(stop.at, end), stop.line.raw(stop.at, end)
    right = f"{raw[:-1]}'s"
    return error("NM801", f"nobody and nothing here is called {raw}", span, f"did you mean {right}?", f"write {right}",
                 Fix(span, right))  # fmt: skip


# ---------------------------------------------------------------------------------------------- helpers


def _holds(work: str) -> bool:
    return not isinstance(attempt("shots", work), UnexpectedToken)


def _kept(line: Masked, start: int, at: int) -> int:
    """Where the words before `at` end."""
    return max(start, len(line.work[:at].rstrip()))


def _same(a: str, b: str) -> int:
    """How many letters two texts begin with alike."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _first(line: Masked, start: int, end: int) -> str:
    return next(iter(line.work[start:end].split()), "")


def _stray(mark: str, place: Span, gap: Span) -> Diagnostic:
    return error("SY104", f"`{mark}` ends no clause", place, "nothing belongs here", "take it out",
                 Fix(gap, "", safe=True))  # fmt: skip


def _described(span: Span, right: str, fix: Fix) -> Diagnostic:
    return warning("SY106", "this is no clause, so it is kept as description", span, f"did you mean `{right}`?",
                   f"write `{right}`, or put it in quotes to say that it describes the picture", fix)  # fmt: skip


def _others(work: str) -> list[str]:
    """The clause with each habit undone, where it has one."""
    found = [pattern.sub(right, work, count=1) for pattern, right in _WHOLE]
    match = re.fullmatch(r"(?:the +)?camera +(?:slowly +|gently +)?(\w+)( .*)?", work)
    if match and match[1] in _CAMERA:
        verb = _CAMERA[match[1]]
        found.append(verb + (match[2] or ""))
        found.append(f"pedestal{match[2] or ''}" if match[1] == "moves" else verb)
    return found
