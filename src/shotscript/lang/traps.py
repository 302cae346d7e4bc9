"""Where Fountain reads something else than the writer meant: FN diagnostics, each with its fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..core.diagnostic import Diagnostic, Fix, error, warning
from ..core.span import Source, Span
from .ast import ShotLine
from .element import Element, Kind, Note
from .fountain import cue
from .names import fold

_OPENER = re.compile(
    r"(?:(?:EXTREME )?CLOSE(?:[ -]UP| SHOT)?|ANGLE|ANOTHER ANGLE|(?:WIDER|REVERSE|LOW|HIGH) ANGLE|WIDE(?:R| SHOT)?"
    r"|(?:MED\.?|MEDIUM|FULL|LONG|TWO|REVERSE|TRACKING|ESTABLISHING) SHOT|INSERT|CAMERA|BACK TO|POV|CU|ECU|WS|MS|MCU)"
    r"(?: ON| OF| -|:| PANS| MOVES|\Z)"
)
_SHOWN = re.compile(r"\s*+(?:[!！]{2}|\[\[shot\b)")
_BRACKETED = re.compile(r"(?:\[|\(\(?|（（?|\{\{?|【)(shot\b ?+[\w.\-]*+[:：][^\[\]{}()（）【】]++)"
                        r"(?:\]|\)\)?|））?|\}\}?|】)", re.IGNORECASE)
_SHOT = re.compile(r"SHOT\s++(?:[\w.\-]+:|[a-z]|(?:[EM]?CU|[EM]?WS|MS|FS|OTS|POV)\b)"
                   r"|shot\s++[\w.\-]*\d[\w.\-]*:", re.ASCII)


def in_speech(source: Source, line: ShotLine, end: int) -> Diagnostic:
    """A `!!` line inside a speech. `end` is where the line of text before it ends, -1 if there is none to move to."""
    note = _as_note(source, line)
    fix = Fix(Span(end, line.span.end, line.span.source), " " + note, safe=True) if note and end >= 0 else None
    return warning("FN903", "other Fountain apps end the speech at this line, or speak it", line.span,
                   "a shot inside a speech", "write it as a note at the end of the line before", fix)


def alone_in_speech(source: Source, note: Note, end: int) -> Diagnostic:
    text = " " + source.slice(note.span)
    fix = Fix(Span(end, note.span.end, note.span.source), text, safe=True) if end >= 0 else None
    return warning("FN903", "some Fountain apps end the speech at a line that holds only a note", note.span,
                   "alone inside a speech", "move it to the end of the line before", fix)


def above_cue(note: Note, cue: Element) -> Diagnostic:
    at = Span(cue.span.start, cue.span.start, cue.span.source)
    return warning("FN903", "other Fountain apps miss a cue that has no empty line above it", note.span,
                   "directly above a cue", "put an empty line after it", Fix(at, "\n", safe=True))


def in_dual(source: Source, line: ShotLine, end: int) -> Diagnostic:
    """`end` is where the first of the two speeches ends."""
    note, span = _as_note(source, line), line.span
    alone = source.text[span.end : span.end + 1] in ("", "\n", "\r")
    between = source.text[end : span.start].rstrip(" ")
    between = between.rstrip() if alone else between
    fix = Fix(Span(end, span.end, span.source), f" {note}{between}") if note and end < span.start else None
    return error("FN908", "in dual dialogue shots stand in the first of the two speeches only", span,
                 "in the second speech", "move it to the end of the first speech, or after both", fix)


def _as_note(source: Source, line: ShotLine) -> str:
    """A shot as a note; nothing where a note stands in it."""
    text = source.slice(line.span)
    if line.form == "note":
        return text
    text = " ".join(text[2:].split())
    return "" if "[[" in text else f"[[shot {text}]]" if line.id else f"[[shot: {text.removeprefix(':').strip()}]]"


def over_nothing(span: Span) -> Diagnostic:
    return error("SY512", "`over` gives the length of a transition, and there is none on its line", span,
                 "no transition here", "put it at the end of the transition's line")


def lint(source: Source, elements: Iterable[Element], names: frozenset[str]) -> Iterator[Diagnostic]:
    """What can be said of the plain tree: cues that are none, shots that are none. `names` are the cast's, folded."""
    for element in elements:
        if element.kind is Kind.CHARACTER:
            if not element.forced and _OPENER.match(element.text) and fold(element.text) not in names:
                yield _no_cue(element)
        elif element.kind is Kind.ACTION or (element.kind is Kind.DIALOGUE and len(element.lines) > 1):
            yield from _lines(source, element, names)


def _lines(source: Source, element: Element, names: frozenset[str]) -> Iterator[Diagnostic]:
    action = element.kind is Kind.ACTION
    for at, span in enumerate(element.lines):
        text = source.slice(span)
        if action and (match := _BRACKETED.fullmatch(text.strip())):
            yield _no_note(text, span, match[1])
        elif action and _SHOT.match(text.lstrip()):
            yield _no_shot(text, span)
        elif len(text) < 80 and (action or (at and text.isupper())):
            name = cue(text.strip().rstrip(":："))[0]
            if fold(name) in names:
                yield _missed_cue(source, span, text, name)
            elif action and 0 < at < len(element.lines) - 1 and text.isupper() and _follows_shot(source, element, at):
                yield _under_shot(span, text)


def _follows_shot(source: Source, element: Element, at: int) -> bool:
    before, line = element.lines[at - 1], element.lines[at]
    return bool(_SHOWN.match(source.slice(before))) and not _SHOWN.match(source.slice(line))


def _no_cue(element: Element) -> Diagnostic:
    at = element.span.part(0, 0)
    return warning("FN901", f"Fountain reads `{element.text}` as a speaker and the next line as speech", element.span,
                   "read as a cue", "put `!!` in front to make it a shot, or an empty line below to make it action",
                   Fix(at, "!! "))


def _no_shot(text: str, span: Span) -> Diagnostic:
    start = len(text) - len(text.lstrip())
    word = span.part(start, start + 4)
    return warning("FN902", "this line looks like a shot, but Fountain reads it as action", word, "read as action",
                   "put `!!` in place of the word", Fix(word, "!!"))


def _no_note(text: str, span: Span, body: str) -> Diagnostic:
    start = len(text) - len(text.lstrip())
    place = span.part(start, start + len(text.strip()))
    return warning("FN902", "this line looks like a shot, but Fountain reads it as action", place, "read as action",
                   "notes stand in two square brackets", Fix(place, f"[[{body}]]"))


def _under_shot(span: Span, text: str) -> Diagnostic:
    at = span.part(0, 0)
    return warning("FN903", f"`{text.strip()}` is no cue, as no empty line stands above it", span, "read as action",
                   "put an empty line above it", Fix(at, "\n"))


def _missed_cue(source: Source, span: Span, text: str, name: str) -> Diagnostic:
    start = len(text) - len(text.lstrip())
    place = span.part(start, len(text.rstrip()))
    line = source.position(span.start)[0]
    above = line == 1 or not source.line(line - 1).strip()
    below = line < len(source.line_starts) and bool(source.line(line + 1).strip())
    help = ("" if below else "the speech must begin on the next line; ") + "write " + (
        f"`@{name}`" if not name.isupper() else f"`{name}`") + ("" if above else " after an empty line")
    fixed = ("" if above else "\n") + ("" if name.isupper() else "@") + text.strip().rstrip(":：")
    fix = Fix(place, fixed) if below else None
    return warning("FN906", f"`{name}` is in the cast, but Fountain does not read this line as a cue", place,
                   "no cue", help, fix)
