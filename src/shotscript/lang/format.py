"""A script written as it is best written: only our own lines change, and what they say does not.

Shots get the ids they lack, clauses and blocks one spelling, and on demand all shots one form: `line` (`!!`, seen by
every Fountain app) or `note` (`[[shot]]`, hidden). Prose, comments and whatever is at fault stay to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from ..core.span import Source, Span
from . import heads, hidden, outline, typeset
from .ast import Directive, Script, ShotLine
from .carrier import Page
from .element import Note
from .typeset import Edit

__all__ = ["FORMS", "Edit", "applied", "formatted"]

FORMS = ("line", "note")


def formatted(script: Script, source: Source, ids: Mapping[Span, str] | None = None, shots: str = "") -> list[Edit]:
    """The changes that format a file, in text order, none over another.

    `ids` are those of shots that lack one, by the place of their line (`narrative.slate.ids`). `shots` is the form all
    shots are to take where the text around allows it; as they are, if empty.
    """
    assert not shots or shots in FORMS, shots
    notes, bones, told = _notes(script), script.fountain.boneyards, _told(script)
    lines = [item for item in told.values() if isinstance(item, ShotLine)]
    page = Page(source, script.fountain, lines)
    found: list[Edit] = []
    held = {bone.span for note in notes for bone in _inside(note.span, bones)}
    for line in lines:
        inside = _inside(line.span, bones, notes if line.form == "line" else ())
        held.update(note.span for note in typeset.held(source, line, inside) if inside)
        if line.span in held:
            continue
        found += _shot(source, page, line, inside, (ids or {}).get(line.span, ""), shots)
    for note in notes:
        headed = heads.read(note)
        if headed and headed.head != "shot" and note.span not in held:
            item = told.get(note.span)
            said = item if isinstance(item, Directive) else None
            found += typeset.directive(source, note, headed, said, _inside(note.span, bones))
            found += _margins(page, note.span)
    for bone in bones:
        found += () if bone.span in held else outline.block(source, bone)
    return _in_order(source, found)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with the changes made."""
    parts, at = list[str](), 0
    for edit in edits:
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*parts, text[at:]))


# ---------------------------------------------------------------------------------------------- helpers


def _shot(source: Source, page: Page, line: ShotLine, inside: tuple[Note, ...], id: str, shots: str
          ) -> Iterator[Edit]:
    turned = bool(shots) and shots != line.form and page.turns(line) and typeset.turns(source, line, inside)
    yield from typeset.shot(source, line, inside, id, shots if turned else line.form)
    yield from _margins(page, line.span)


def _inside(span: Span, bones: tuple[Note, ...], notes: tuple[Note, ...] = ()) -> tuple[Note, ...]:
    """The comments and notes in a stretch, each outermost one once."""
    here = hidden.within(notes, span.start, span.end)
    loose = [bone for bone in hidden.within(bones, span.start, span.end)
             if not any(note.span.start < bone.span.start < note.span.end for note in here)]
    return tuple(sorted((*here, *loose), key=lambda note: note.span.start))


def _margins(page: Page, span: Span) -> Iterator[Edit]:
    """No blanks before and after what stands alone on its lines."""
    low, high = page.around(span)
    yield Edit(low, span.start, "")
    yield Edit(span.end, high, "")


def _told(script: Script) -> dict[Span, ShotLine | Directive]:
    """Shots and directives by their places."""
    items = [item for scene in script.scenes for item in scene.items]
    above = [one for item in items if isinstance(item, ShotLine) for one in item.above]
    return {item.span: item for item in (*items, *above) if isinstance(item, ShotLine | Directive)}


def _notes(script: Script) -> tuple[Note, ...]:
    inside = [note for element in script.fountain.elements for note in element.notes]
    return tuple(sorted((*inside, *script.fountain.loose), key=lambda note: note.span.start))


def _in_order(source: Source, found: Iterable[Edit]) -> list[Edit]:
    kept = sorted(edit for edit in found if source.text[edit.start : edit.end] != edit.text)
    assert all(one.end <= other.start for one, other in pairwise(kept)), kept
    return kept
