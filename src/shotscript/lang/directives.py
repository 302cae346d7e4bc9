"""Shot lines and directive notes to items, their bodies read by the clause language."""

from __future__ import annotations

import re
from dataclasses import replace

from ..core.diagnostic import Diagnostic, Fix, Level, Problems, error, warning
from ..core.span import Source, Span
from . import heads, hidden, shots, supers
from .ast import BlockPerson, BlockThing, Directive, ShotLine
from .clause import Description
from .element import Note
from .heads import Headed
from .names import Names
from .term import Name, Time

_OPEN = 2  # characters of `[[`


def is_ours(note: Note) -> bool:
    return heads.read(note) is not None


def read(source: Source, note: Note, boneyards: tuple[Note, ...], names: Names) -> tuple[
    ShotLine | Directive | None, Problems
]:
    """The shot or directive a note holds; None for a plain note, perhaps with a guess at what was meant."""
    headed = heads.read(note)
    if headed is None:
        return None, _slips(source, note, boneyards, names)
    if headed.head == "shot":
        span = Span(note.span.start + _OPEN + headed.body, note.span.end - _OPEN, note.span.source)
        return _shot(source, span, boneyards, names, note.span, "note")
    return _directive(source, note, headed, boneyards, names)


def shot_line(source: Source, span: Span, notes: tuple[Note, ...], boneyards: tuple[Note, ...], names: Names) -> tuple[
    ShotLine, Problems
]:
    """A `!!` line, which may go on over several. `notes` stand in it and are no part of its text."""
    inside = (*notes, *hidden.within(boneyards, span.start, span.end))
    concealed = tuple(sorted(inside, key=lambda note: note.span.start))
    return _shot(source, Span(span.start + 2, span.end, span.source), concealed, names, span, "line")


def with_above(shot: ShotLine, above: tuple[Directive, ...]) -> ShotLine:
    return replace(shot, above=above) if above else shot


def speaker(text: str, span: Span, names: Names) -> Name:
    """A cue's name: the cast entry it names, else as it is first written in the script."""
    found = names.find("@" + text, span)
    if found is not None and found.kind in ("cast", "cue"):
        return Name(found.text, found.kind, span)
    return Name(text, "cue", span)


def quoted(text: str) -> str:
    """Words to set over the picture, in quotes as `[[super: "..."]]` writes them."""
    text = text.strip()
    if supers.reads(text):
        return text
    return '"' + re.sub(r'\\(?!\{)|"', r"\\\g<0>", text) + '"'


# ---------------------------------------------------------------------------------------------- helpers


def _shot(source: Source, span: Span, concealed: tuple[Note, ...], names: Names, whole: Span, form: str) -> tuple[
    ShotLine, Problems
]:
    text = hidden.without(source, span.start, span.end, concealed)
    low = len(text) - len(text.lstrip())
    text = text.strip()
    span = Span(span.start + low, span.start + low + len(text), span.source)
    id, found, auto, problems = shots.shot(text, span, names)
    faulty = tuple(p.code for p in problems if p.level is Level.ERROR)
    return ShotLine(whole, id, found, form, auto, faulty=faulty), problems


def _directive(source: Source, note: Note, headed: Headed, boneyards: tuple[Note, ...], names: Names) -> tuple[
    Directive | None, Problems
]:
    start = note.span.start + _OPEN
    body = Span(start + headed.body, note.span.end - _OPEN, note.span.source)
    raw = hidden.without(source, body.start, body.end, boneyards)
    text = " ".join(line.strip() for line in raw.splitlines()).strip()
    if headed.head in heads.NAMED:
        return _named(note, headed, text, names)
    if not text:
        return None, (error("SY510", f"this {headed.head} says nothing", note.span, "nothing after the colon",
                            "write what it is, or remove the note"),)
    items: tuple[BlockPerson | BlockThing, ...] = ()
    time: Time | None = None
    problems: Problems = ()
    if headed.head == "block":
        items, problems = shots.blocking(raw, body, names)
    elif headed.head == "over":
        time, problems = shots.time(raw, body)
    elif headed.head == "super":
        _, problems = supers.read(raw, body)
    return Directive(note.span, headed.head, text, None, items, time), problems


def _named(note: Note, headed: Headed, text: str, names: Names) -> tuple[Directive | None, Problems]:
    """`state MAYA:` and `perform MAYA:`, which say whose."""
    at = note.span.start + _OPEN + headed.subject_at
    if not headed.subject.strip("@ "):
        span = Span(note.span.start, note.span.start + _OPEN + headed.body, note.span.source)
        return None, (error("SY511", f"this {headed.head} does not say whose it is", span, "a name is missing",
                            f"write `[[{headed.head} NAME: ...]]`"),)
    span = Span(at, at + len(headed.subject), note.span.source)
    subject = names.find(headed.subject, span) or Name(headed.subject.removeprefix("@"), "unknown", span)
    if not text:
        return None, (error("SY510", f"this {headed.head} says nothing", note.span, "nothing after the colon",
                            "write what it is, or remove the note"),)
    problems: list[Diagnostic] = []
    if subject.kind == "unknown":
        near = names.nearest(subject.text)
        problems.append(error("NM801", f"nobody and nothing here is called {subject.text}", span,
                              f"did you mean {near}?" if near else "unknown name",
                              f"write {near}" if near else "name it in @cast, @places or @props",
                              Fix(span, near) if near else None))
    return Directive(note.span, headed.head, text, subject), tuple(problems)


def _slips(source: Source, note: Note, boneyards: tuple[Note, ...], names: Names) -> Problems:
    """A plain note whose first word is nearly one of ours, offered only where the rest would be right."""
    if told := heads.bad_id(note) or heads.no_colon(note) or heads.bad_frame(note):
        return (told,)
    slips, span = heads.slipped(note)
    head = next((head for head in slips if _would_hold(source, note, span, head, boneyards, names)), "")
    if not head:
        return ()
    return (warning("SY513", f"a note headed `{source.slice(span)}` says nothing to us", span,
                    f"did you mean `{head}`?", f"write `{head}`", Fix(span, head)),)


def _would_hold(source: Source, note: Note, word: Span, head: str, boneyards: tuple[Note, ...], names: Names) -> bool:
    """Whether a note reads without fault once its first word is `head`."""
    if word.end < len(head) + _OPEN:
        return False
    place = Span(word.end - len(head) - _OPEN, note.span.end, note.span.source)
    mended = Note(head + note.text[word.end - note.span.start - _OPEN :], place)
    return _holds(source, mended, boneyards, names)


def _holds(source: Source, note: Note, boneyards: tuple[Note, ...], names: Names) -> bool:
    """Whether a mended note reads without fault. Its head is not in the source, the rest is."""
    item, problems = read(source, note, boneyards, names)
    if isinstance(item, ShotLine):
        return not problems and any(not isinstance(clause, Description) for clause in item.clauses)
    if item is None or problems:
        return False
    if item.head in ("plate", "take", "perform", "frame first", "frame last"):
        return "." in item.text or "/" in item.text
    return True
