"""A Fountain text as paragraphs of Final Draft: elements become types, notes and comments remarks.

A tag (`tag`) on a paragraph's first line says what Fountain cannot; a row with one begins a paragraph of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...core.span import Source
from .. import fountain, hidden
from ..element import Element, Fountain, Kind, Note
from . import row as rows
from . import tag, titlepaper
from .paragraph import Paragraph, Remark, Run, Screenplay, settled
from .row import Regions, Row

_TYPES = {
    Kind.HEADING: "Scene Heading", Kind.ACTION: "Action", Kind.CENTERED: "Action", Kind.CHARACTER: "Character",
    Kind.PARENTHETICAL: "Parenthetical", Kind.DIALOGUE: "Dialogue", Kind.LYRICS: "Lyrics",
    Kind.TRANSITION: "Transition", Kind.SYNOPSIS: "Outline Body", Kind.PAGE_BREAK: "Action",
}
_BREAK = Paragraph("Action", page=True)


class Placed(NamedTuple):
    """A paragraph and where in the file its own first line begins."""

    start: int
    paragraph: Paragraph


def read(text: str) -> Screenplay:
    """Any text is a screenplay."""
    source = Source("", text.replace("\r\n", "\n").replace("\r", "\n"))
    tree, _ = fountain.read(source)
    return Screenplay(titlepaper.of_fountain(tree), settled(one.paragraph for one in placed(source, tree)))


def placed(source: Source, tree: Fountain) -> list[Placed]:
    """The paragraphs of a tree with their places, its loose notes and comments on the paragraphs beside them."""
    regions = Regions(hidden.find(source)[0].regions)
    found: list[Placed] = []
    pending = False
    end = max((entry.span.end for entry in tree.title), default=0)
    lead = [Remark(0, source.slice(note.span) + "\n") for note, _ in regions.within(0, end)]
    for element in tree.elements:
        trailing, above = _between(source, regions.within(end, element.span.start), element, bool(found))
        _follow(found, trailing)
        lead += above
        end = element.span.end
        if element.kind is Kind.PAGE_BREAK:
            found += [Placed(element.span.start, _BREAK)] if pending else []
            pending = True
            continue
        for one in _paragraphs(element, rows.of(source, element, regions), found):
            found.append(_led(one, lead, pending))
            lead, pending = [], False
    trailing, _ = _between(source, regions.within(end, len(source.text)), None, True)
    if pending or (not found and (lead or trailing)):
        found.append(Placed(end, replace(_BREAK, page=pending)))
    _follow(found, [*lead, *trailing])
    return found


# ---------------------------------------------------------------------------------------------- what stands between


def _between(source: Source, hidden: Sequence[tuple[Note, bool]], below: Element | None, follows: bool
             ) -> tuple[list[Remark], list[Remark]]:
    """The hidden text between two elements: after the first, or, with no empty line between, above the second."""
    if not hidden:
        return [], []
    cuts = [hidden[0][0].span.start, *(note.span.end for note, _ in hidden)]
    end = below.span.start if below else cuts[-1]
    starts = [note.span.start for note, _ in hidden] + [end]
    empty = [source.text.count("\n", cut, start) > 1 for cut, start in zip(cuts, starts, strict=True)]
    spoken = below is not None and below.kind in (Kind.PARENTHETICAL, Kind.DIALOGUE)
    if not follows:
        return [], [_chunk(source, cuts[0], cuts[-1], "\n" * empty[-1])]
    if below is None or spoken or empty[-1]:
        return [_chunk(source, cuts[0], cuts[-1])], []
    split = max((at for at, gap in enumerate(empty[:-1]) if gap), default=0)
    after = [_chunk(source, cuts[0], cuts[split])] if split else []
    return after, [_chunk(source, starts[split], cuts[-1])]


def _chunk(source: Source, start: int, end: int, more: str = "") -> Remark:
    return Remark(0, source.text[start:end] + more)


def _follow(found: list[Placed], remarks: Sequence[Remark]) -> None:
    if found and remarks:
        start, last = found[-1]
        after = tuple(Remark(len(last.text), remark.text) for remark in remarks)
        found[-1] = Placed(start, replace(last, remarks=(*last.remarks, *after)))


def _led(one: Placed, lead: list[Remark], page: bool) -> Placed:
    return Placed(one.start, replace(one.paragraph, remarks=(*lead, *one.paragraph.remarks), page=page))


# ---------------------------------------------------------------------------------------------- paragraphs


def _paragraphs(element: Element, lines: list[Row], before: list[Placed]) -> Iterator[Placed]:
    """Those of one element. A synopsis below its heading goes there."""
    if element.kind is Kind.SYNOPSIS and before and _summed(element, lines[0], before):
        return
    last = before[-1].paragraph.type if before else ""
    for group in _groups(element.kind, lines, last):
        yield Placed(group[0].start, _paragraph(element, group))


def _summed(element: Element, row: Row, before: list[Placed]) -> bool:
    start, above = before[-1]
    if above.type != "Scene Heading" or row.remarks or row.tag:
        return False
    runs, _ = rows.decoded(row, element.kind, element, verbatim=True)
    before[-1] = Placed(start, replace(above, summary=(*above.summary, "".join(run.text for run in runs))))
    return True


def _groups(kind: Kind, lines: list[Row], last: str) -> list[list[Row]]:
    """The rows of an element, those of each paragraph together."""
    groups: list[list[Row]] = []
    shot = goes_on = False
    for row in lines:
        starts = row.tag is not None or not groups
        if kind is Kind.ACTION:
            if row.shot or (shot and not row.bare and not goes_on):
                starts, shot = True, row.shot
            goes_on = row.typed.rstrip().endswith((",", "，"))
        if kind is Kind.DIALOGUE and not row.bare:
            aside = not groups and last == "Parenthetical" and row.parenthesised
            starts, last = starts or last == "Aside", "Aside" if aside else "Dialogue"
        if starts:
            groups.append([])
        groups[-1].append(row)
    return groups


def _paragraph(element: Element, group: list[Row]) -> Paragraph:
    told = group[0].tag
    found = tag.Tag() if told is None else told
    kind = element.kind
    if kind is Kind.DIALOGUE and group[0].parenthesised and found.type in ("", "Parenthetical"):
        kind = Kind.PARENTHETICAL
    name = found.type or _type(element, kind, group)
    runs, remarks = _text(element, kind, group)
    if found.told.get("Parentheses") == "No" and runs:
        runs, remarks = _unwrapped(runs, remarks)
    centered = "Center" if element.kind is Kind.CENTERED and not found.type else ""
    return Paragraph(
        name, tag.styled(runs, found.styles), found.told.get("Number", element.number),
        found.told.get("Alignment", centered), dual=element.dual or found.told.get("Dual") == "Yes", remarks=remarks)


def _type(element: Element, kind: Kind, group: list[Row]) -> str:
    if kind is Kind.ACTION and group[0].shot:
        return "Shot"
    if kind is Kind.SECTION:
        return f"Outline {min(element.depth, 4)}"
    return _TYPES[kind]


def _text(element: Element, kind: Kind, group: list[Row]) -> tuple[tuple[Run, ...], tuple[Remark, ...]]:
    """The rows of a paragraph as one text, and the remarks at their places in it."""
    made: list[Run] = []
    remarks: list[Remark] = []
    size, any_line = 0, False
    for number, row in enumerate(group):
        if row.bare and row.remarks:
            # What stands on a line of its own comes before the next line of text.
            at = size + (any_line and any(not later.bare for later in group[number + 1 :]))
            remarks += [Remark(at, remark.text) for remark in row.remarks]
            continue
        if any_line:
            made.append(Run("\n"))
            size += 1
        any_line = True
        runs, inside = rows.decoded(row, kind, element, verbatim=group[0].shot)
        made += runs
        remarks += [Remark(size + remark.at, remark.text) for remark in inside]
        size += sum(len(run.text) for run in runs)
    return tuple(made), tuple(remarks)


def _unwrapped(runs: tuple[Run, ...], remarks: tuple[Remark, ...]) -> tuple[tuple[Run, ...], tuple[Remark, ...]]:
    """Without the parentheses that only Fountain needs."""
    first, last = runs[0], runs[-1]
    if len(runs) == 1:
        return (first._replace(text=first.text[1:-1]),), tuple(Remark(r.at - 1, r.text) for r in remarks)
    trimmed = (first._replace(text=first.text[1:]), *runs[1:-1], last._replace(text=last.text[:-1]))
    return trimmed, tuple(Remark(r.at - 1, r.text) for r in remarks)
