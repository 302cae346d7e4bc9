"""Colours by meaning: what each word is to the compiler, for the whole text or a stretch of it.

Tokens are found stretch by stretch, as lines and columns from its beginning, and kept while it stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from ...core.same import Same
from ...core.span import Source, Span
from ...lang import blocks, heads
from ...lang.ast import Directive, ShotLine
from ...lang.element import Element, Fountain, Kind, Note
from ...lang.words import BLOCK, SHOT
from ...narrative import names
from .page import Page
from .scripts import Current

KINDS = ("namespace", "class", "modifier", "string", "event", "comment", "operator", "label", "keyword", "number",
         "variable", "decorator", "macro", "property", "parameter")
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
LEGEND = types.SemanticTokensLegend(list(KINDS), [])

_BY_KIND = {Kind.HEADING: "namespace", Kind.SECTION: "namespace", Kind.SYNOPSIS: "comment", Kind.CHARACTER: "class",
            Kind.PARENTHETICAL: "modifier", Kind.LYRICS: "string", Kind.TRANSITION: "event"}
_PART = re.compile(r'"(?:\\.|[^"\\])*"?|“[^”]*”?|「[^」]*」?|[+-]?\.?\d(?:[\w/%°]|[.,](?=\w))*'
                   r'|[ftT]/?\d[\d.]*|[^\W\d_][\w\'’]*')
_HEAD = re.compile(r"\[\[\s*(?:frame\s+(?:first|last)|[^\W\d_]+)", re.IGNORECASE)
_ID = re.compile(r"\s*((?:[^\W_]|[.\-])+)\s*[:：]")
_KEY = re.compile(r"[^\S\r\n]*([^:：\r\n]+?)\s*[:：]")
_FIELD = re.compile(r"(?<!\\)\{[^\W\d]\w*\}")
_NAMES = {"cast": "class", "cue": "class", "quoted": "string"}


class Token(NamedTuple):
    start: int
    end: int
    kind: str


class Laid(NamedTuple):
    """A token as it is sent: line and column from the beginning of its stretch, length, number of its kind."""

    line: int
    column: int
    length: int
    kind: int


def full(now: Current) -> types.SemanticTokens:
    return _sent(now, 0, len(now.source.text))


def within(now: Current, range: types.Range) -> types.SemanticTokens:
    span = now.page.span(range)
    return _sent(now, span.start, span.end)


def _sent(now: Current, low: int, high: int) -> types.SemanticTokens:
    """Numbers relative to the token before, as the protocol has them."""
    text = now.draft.text
    first, last = (now.page.place(offset)[0] for offset in (low, high))
    data: list[int] = []
    line = column = 0
    for number, start in enumerate(text.starts):
        end = text.starts[number + 1] if number + 1 < len(text.starts) else len(now.source.text)
        if end < low or start > high:
            continue
        base = now.page.place(start)[0]
        for one in _laid(now, number):
            here = base + one.line
            if first <= here <= last:
                data += (here - line, one.column - (column if here == line else 0), one.length, one.kind, 0)
                line, column = here, one.column
    return types.SemanticTokens(data)


def _laid(now: Current, number: int) -> tuple[Laid, ...]:
    text = now.draft.text
    name, tree = text.names[number], text.trees[number]
    nodes = tuple(node for node in text.script.scenes if node.span.source == name)
    key = ("tokens", Same(tree), tuple(map(Same, nodes)), now.page.unit)
    lines = [item for node in nodes for item in node.items if isinstance(item, ShotLine | Directive)]
    return now.memo.of(key, lambda: tuple(_on_lines(
        Page(text.sources[name], now.page.unit), _apart(_tokens(text.sources[name], tree, lines)))))


def _on_lines(page: Page, tokens: Iterable[Token]) -> Iterator[Laid]:
    """One for each line: many editors know none that go on over several."""
    starts, text = page.source.line_starts, page.source.text
    for one in tokens:
        line, _ = page.place(one.start)
        while line < len(starts) and starts[line] < one.end:
            low = max(starts[line], one.start)
            high = min(one.end, starts[line] + len(page.source.line(line + 1)))
            if high > low and text[low:high].strip():
                (_, column), (_, end) = page.place(low), page.place(high)
                yield Laid(line, column, end - column, _NUMBER[one.kind])
            line += 1


def _apart(tokens: Iterable[Token]) -> list[Token]:
    """In text order, the later of two that overlap laid into the earlier one, which is cut in two around it."""
    found: list[Token] = []
    told = (token for token in tokens if token.end > token.start)
    for one in sorted(told, key=lambda token: (token.start, -token.end)):
        while found and found[-1].end > one.start:
            before = found.pop()
            if before.start < one.start:
                found.append(before._replace(end=one.start))
            if before.end > one.end:
                rest = before._replace(start=one.end)
                found += (one, rest)
                one = None
                break
        if one:
            found.append(one)
    return found


# ---------------------------------------------------------------------------------------------- what there is


def _tokens(source: Source, tree: Fountain, lines: list[ShotLine | Directive]) -> Iterator[Token]:
    for element in tree.elements:
        if kind := _BY_KIND.get(element.kind):
            yield from _around_notes(element, kind)
        yield from _fields(source, element)
        for note in element.notes:
            yield from _note(source, note)
    for note in tree.loose:
        yield from _note(source, note)
    for note in tree.boneyards:
        yield from _bone(source, note)
    for line in lines:
        for one in (line, *(line.above if isinstance(line, ShotLine) else ())):
            yield from _names(one)
            if isinstance(one, ShotLine) and one.form == "line":
                yield from _shot(source, one.span)


def _around_notes(element: Element, kind: str) -> Iterator[Token]:
    """A note on a line is no part of what the line is."""
    start = element.span.start
    for note in element.notes:
        yield Token(start, note.span.start, kind)
        start = note.span.end
    yield Token(start, element.span.end, kind)


def _fields(source: Source, element: Element) -> Iterator[Token]:
    if "{" in element.text:
        for match in _FIELD.finditer(source.text, element.span.start, element.span.end):
            yield Token(match.start(), match.end(), "parameter")


def _note(source: Source, note: Note) -> Iterator[Token]:
    headed = heads.read(note)
    if headed is None:
        yield Token(note.span.start, note.span.end, "comment")
        return
    if match := _HEAD.match(source.text, note.span.start, note.span.end):
        yield Token(note.span.start + 2, match.end(), "decorator")
    body = Span(note.span.start + 2 + headed.body, note.span.end - 2, note.span.source)
    if headed.head == "shot":
        yield from _words(source, _labelled(source, body), SHOT)
        if match := _ID.match(source.text, body.start, body.end):
            yield Token(match.start(1), match.end(1), "label")
    elif headed.head == "block":
        yield from _words(source, body, BLOCK)


def _shot(source: Source, span: Span) -> Iterator[Token]:
    yield Token(span.start, span.start + 2, "operator")
    body = Span(span.start + 2, span.end, span.source)
    if match := _ID.match(source.text, body.start, body.end):
        yield Token(match.start(1), match.end(1), "label")
    yield from _words(source, _labelled(source, body), SHOT)


def _labelled(source: Source, body: Span) -> Span:
    """What follows the id."""
    match = _ID.match(source.text, body.start, body.end)
    return Span(match.end(), body.end, body.source) if match else body


def _words(source: Source, body: Span, ours: frozenset[str]) -> Iterator[Token]:
    for match in _PART.finditer(source.text, body.start, body.end):
        word = match[0]
        if word[0] in '"“「':
            yield Token(match.start(), match.end(), "string")
        elif any(c.isdigit() for c in word):
            yield Token(match.start(), match.end(), "number")
        elif word.lower().replace("’", "'") in ours or word.lower() == "auto":
            yield Token(match.start(), match.end(), "keyword")


def _names(line: ShotLine | Directive) -> Iterator[Token]:
    held = line.clauses if isinstance(line, ShotLine) else (*((line.subject,) if line.subject else ()), line.items)
    for name in names.inside(held):
        yield Token(name.span.start, name.span.end, _NAMES.get(name.kind, "variable"))


def _bone(source: Source, note: Note) -> Iterator[Token]:
    name = blocks.tagged(note)
    if not name:
        yield Token(note.span.start, note.span.end, "comment")
        return
    mark = source.text.index("@", note.span.start)
    yield Token(mark, mark + 1 + len(name), "macro")
    if name == "use":
        yield from (Token(span.start, span.end, "string") for _, span in blocks.uses(note) if span.end > span.start)
        return
    at = source.text.find("\n", mark, note.span.end)
    while 0 <= at < note.span.end:
        stop = source.text.find("\n", at + 1, note.span.end)
        end = stop if stop >= 0 else note.span.end - 2
        yield from _row(source, at + 1, end, name)
        at = stop


def _row(source: Source, start: int, end: int, block: str) -> Iterator[Token]:
    text = source.text[start:end]
    if text.lstrip().startswith("//"):
        yield Token(start, end, "comment")
    elif match := _KEY.match(source.text, start, end):
        keyed = text[:1].isspace() or block == "format"
        yield Token(match.start(1), match.end(1), "property" if keyed else "class")
