"""How a paragraph is typed in Fountain: as it stands, with the mark that forces its type, or as action with a tag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .. import fountain
from . import guard, spelling, tag
from .paragraph import SPEECH, Paragraph, Remark, Run, Styles, alone, letters, runs

PLAIN, MARKED, BOXED = range(3)
"""As it stands, forced, and as forced action whose tag names the type."""

_NUMBER = re.compile(r"[^\W_](?:[^\W_]|[.\-])*|[.\-](?:[^\W_]|[.\-])*")
_FORCE = {"Scene Heading": ".", "Character": "@", "Transition": "> "}
_CARDS = ("New Act", "End of Act")
_SPOKEN_MARKS = ("!", "！", "~", "～")
_OUTLINE = re.compile(r"Outline ([1-4])")


class Form(NamedTuple):
    """What stands around the text: `before` its first line (each line if `each`), `after` its first line.

    `told` are attributes of the tag, `named` the type in it. `prose`: blanks at the start of a line are kept.
    """

    before: str = ""
    after: str = ""
    each: bool = False
    named: str = ""
    told: tuple[tuple[str, str], ...] = ()
    verbatim: bool = False
    prose: bool = False


def typed(one: Paragraph, level: int, joined: bool, last: str) -> list[str]:
    """The lines of a paragraph without what stands alone above and below it. `joined`: it goes on with a speech;
    `last` is the type of the paragraph before."""
    form = _form(one, level, joined, last)
    made: list[str] = []
    styles: list[tuple[str, int, int]] = []
    at = 0
    rows = spelling.lines(one.runs)
    for number, line in enumerate(rows):
        size = sum(len(run.text) for run in line)
        here = [Remark(r.at - at, r.text) for r in one.remarks if at <= r.at <= at + size and not _apart(one, r)]
        made += _apart_at(one, at) if at else []
        text, left = _line(one, form, line, here, number, len(rows), level)
        styles += [(style, start + at, end + at) for style, start, end in left]
        made.append(text)
        at += size + 1
    said = tag.written(tag.Tag(form.named, dict(form.told), _joined(styles)))
    first = made[0] + form.after
    return [f"{first} [[{said}]]" if said else first, *made[1:]]


def _form(one: Paragraph, level: int, joined: bool, last: str) -> Form:
    many = "\n" in one.text
    natural = _natural(one, level, joined, last) if level < BOXED else None
    if natural is None or (many and not natural.prose and not natural.verbatim):
        return _boxed(one)
    return natural


def _natural(one: Paragraph, level: int, joined: bool, last: str) -> Form | None:
    told = (("Alignment", one.align),) if one.align else ()
    force = level == MARKED
    if one.type == "Scene Heading":
        fits = _NUMBER.fullmatch(one.number)
        number = (("Number", one.number),) if one.number and not fits else ()
        return Form("." if force else "", f" #{one.number}#" if fits else "", told=(*number, *told))
    if one.type in ("Character", "Transition"):
        force = force or (one.type == "Transition" and bool(one.remarks))
        return Form(_FORCE[one.type] if force else "", " ^" if one.dual else "", told=told)
    if one.type in SPEECH:
        return _spoken(one, force, joined, last, told)
    if one.type == "Shot":
        return Form("!! ", told=told, verbatim=True)
    if match := _OUTLINE.fullmatch(one.type):
        return Form("#" * int(match[1]) + " ", told=told)
    if one.type == "Outline Body":
        return Form("= ", told=told, named=one.type if last == "Scene Heading" else "")
    return _prose(one, force, told)


def _spoken(one: Paragraph, force: bool, joined: bool, last: str, told: tuple[tuple[str, str], ...]) -> Form | None:
    if one.type == "Lyrics":
        return Form("~", told=told)
    if not joined:
        return None
    if one.type == "Dialogue":
        return Form(told=told, named=one.type if force or last == "Dialogue" else "", prose=True)
    return Form("(", ")", told=(*told, ("Parentheses", "No"))) if force else Form(told=told)


def _prose(one: Paragraph, force: bool, told: tuple[tuple[str, str], ...]) -> Form:
    card = one.type in _CARDS
    force = force or not one.text.strip()
    centered = (card and not one.align) or (one.type == "Action" and one.align == "Center")
    named = "" if one.type == "Action" else one.type
    if centered and not force and "\n" not in one.text:
        return Form("> ", " <", named=named)
    return Form("!" if force else "", each=True, named=named, told=told, prose=True)


def _boxed(one: Paragraph) -> Form:
    told = {"Number": one.number, "Alignment": one.align, "Dual": "Yes" if one.dual else ""}
    return Form("!", each=True, named="" if one.type == "Action" else one.type, prose=True,
                told=tuple((key, value) for key, value in told.items() if value))


# ---------------------------------------------------------------------------------------------- lines


def _line(one: Paragraph, form: Form, line: Sequence[Run], remarks: Sequence[Remark], number: int, count: int,
          level: int) -> tuple[str, list[tuple[str, int, int]]]:
    """A line with its marks, and the styles that it cannot show."""
    shown = runs((letter, styles & spelling.MARKED) for letter, styles in letters(line))
    text, exact = spelling.typed(shown, form.verbatim)
    speech = one.type == "Dialogue" and not form.before
    mark = form.before if number == 0 or form.each else ""
    if speech and not text and 0 < number < count - 1 and not remarks:
        return "  ", []
    bare = bool(mark) and not text
    guarded = text if bare else guard.edges(text, _opens(text, form, speech, level, mark))
    text = spelling.sown(guarded, remarks, form.verbatim, not mark)
    left = tag.stretches(line, None) if not exact else tag.stretches(_unmarked(line))
    return mark + text, list(left)


def _opens(text: str, form: Form, speech: bool, level: int, mark: str) -> bool:
    """Whether the first letter of a line needs its guard."""
    if speech:
        return (level == MARKED or text.startswith(_SPOKEN_MARKS) or text[:1].isspace()
                or bool(re.fullmatch(r"={3,}", text)) or (bool(text) and fountain.in_parentheses(text)))
    if text.startswith(("!", "！")) and (mark.startswith("!") or form.verbatim):
        return True
    return text[:1].isspace() and not form.prose


def _unmarked(line: Sequence[Run]) -> tuple[Run, ...]:
    """Only the styles that have no mark in Fountain."""
    def rest(styles: Styles) -> Styles:
        return styles - spelling.MARKED

    return tuple(Run(run.text, rest(run.styles)) for run in line)


def _joined(styles: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    return tuple(sorted(style for style in styles if style[1] < style[2]))


def _apart(one: Paragraph, remark: Remark) -> bool:
    """Whether a remark has lines of its own: above, below, or between two lines of the paragraph."""
    at = remark.at
    return alone(remark.text) and (at in (0, len(one.text)) or one.text[at - 1] == "\n")


def _apart_at(one: Paragraph, at: int) -> list[str]:
    """The lines that stand alone before the line that begins at `at`."""
    return [line for r in one.remarks if r.at == at < len(one.text) and _apart(one, r) for line in r.text.split("\n")]
