"""The outline of a script: sections, scenes, their shots, and the blocks; and what of it can be folded."""

from __future__ import annotations

from fractions import Fraction

from lsprotocol import types

from ...core.span import Span
from ...core.timebase import clock
from ...lang import blocks
from ...lang.ast import SceneNode, ShotLine
from ...lang.element import Element, Kind, Note
from ...narrative.story import Scene
from .scripts import Current

Symbol = types.DocumentSymbol


def symbols(now: Current) -> list[Symbol]:
    """Blocks, then sections with their scenes; scenes with their shots."""
    found = [_block(now, note) for note in _blocks(now)]
    scenes = {scene.span: scene for scene in now.draft.story.scenes}
    headed = (node.span for node in now.draft.text.script.scenes if node.heading)
    heads = {span: one.span for span, one in zip(headed, elements(now, Kind.HEADING), strict=False)}
    marks: list[tuple[Span, int, SceneNode | Element]] = [
        *((now.place(node.span), 99, node) for node in now.draft.text.script.scenes),
        *((now.place(one.span), one.depth, one) for one in elements(now, Kind.SECTION))]
    open_: list[tuple[int, Symbol]] = []
    end = len(now.source.text)
    for span, depth, what in sorted(marks, key=lambda one: (one[0].start, one[1])):
        while open_ and open_[-1][0] >= depth:
            _close(now, open_.pop()[1], span.start)
        made = _section(now, span, what.text) if isinstance(what, Element) else _scene(
            now, what, heads.get(what.span), scenes.get(what.span))
        (_inside(open_[-1][1]) if open_ else found).append(made)
        if isinstance(what, Element):
            open_.append((depth, made))
    for _, one in reversed(open_):
        _close(now, one, end)
    return found


def folds(now: Current) -> list[types.FoldingRange]:
    """Scenes, sections, blocks, comments, and notes of several lines."""
    page = now.page
    last = page.place(len(now.source.text))[0]
    heads = sorted((page.place(now.place(one.span).start)[0], one.depth if one.kind is Kind.SECTION else 99)
                   for one in elements(now, Kind.HEADING, Kind.SECTION))
    found: list[types.FoldingRange] = []
    for at, (line, depth) in enumerate(heads):
        stop = next((other for other, own in heads[at + 1 :] if own <= depth), last + 1) - 1
        found += _fold(now, line, stop, types.FoldingRangeKind.Region)
    for note in _notes(now):
        span = now.place(note.span)
        comment = note.text.startswith("/*") or not blocks.tagged(note)
        found += _fold(now, page.place(span.start)[0], page.place(span.end)[0],
                       types.FoldingRangeKind.Comment if comment else types.FoldingRangeKind.Region)
    return found


def elements(now: Current, *kinds: Kind) -> list[Element]:
    return [one for tree in now.draft.text.trees for one in tree.elements if one.kind in kinds]


# ---------------------------------------------------------------------------------------------- helpers


def _scene(now: Current, node: SceneNode, head: Span | None, scene: Scene | None) -> Symbol:
    whole = now.place(node.span)
    seconds = sum((shot.seconds for shot in scene.shots), start=Fraction(0)) if scene else Fraction(0)
    detail = f"{len(scene.shots)} shots, {clock(seconds)}" if scene and seconds else ""
    labels = {shot.span: (shot.label, shot.why) for shot in scene.shots if not shot.auto} if scene else {}
    children = [_shot(now, item, labels) for item in node.items if isinstance(item, ShotLine) and not item.auto]
    name = node.heading or "before the first scene"
    return Symbol(name if not scene or not node.heading else f"{scene.label}. {name}", types.SymbolKind.Class,
                  now.page.range(whole), now.range(head) if head else now.page.range(Span(whole.start, whole.start)),
                  detail, children=children)


def _shot(now: Current, line: ShotLine, labels: dict[Span, tuple[str, str]]) -> Symbol:
    label, why = labels.get(line.span, (line.id, ""))
    words = " ".join(now.text(line.span).strip("[]!！ ").split())
    return Symbol(f"{label} {words[len(line.id) :].removeprefix('shot').lstrip(' :：')}"[:80] if line.form == "line"
                  else f"{label} {words.partition(':')[2].strip()}"[:80], types.SymbolKind.Method,
                  now.range(line.span), now.range(line.span), why)


def _section(now: Current, span: Span, title: str) -> Symbol:
    return Symbol(title, types.SymbolKind.Namespace, now.page.range(span), now.page.range(span), children=[])


def _close(now: Current, symbol: Symbol, end: int) -> None:
    """A section ends where one of its rank, or of a higher one, begins."""
    start = now.page.offset(symbol.range.start)
    text = now.source.text[start:end]
    symbol.range = now.page.range(Span(start, start + len(text.rstrip())))


def _inside(symbol: Symbol) -> list[Symbol]:
    assert isinstance(symbol.children, list)
    return symbol.children


def _blocks(now: Current) -> list[Note]:
    return [note for tree in now.draft.text.trees for note in tree.boneyards if blocks.tagged(note)]


def _block(now: Current, note: Note) -> Symbol:
    name = blocks.tagged(note)
    children = []
    for block in now.draft.text.script.blocks:
        if block.span == note.span:
            children = [Symbol(entry.name, types.SymbolKind.Object, now.range(entry.span), now.range(entry.span),
                               entry.text[:60]) for entry in block.entries]
    return Symbol(f"@{name}", types.SymbolKind.Package, now.range(note.span), now.range(note.span), children=children)


def _notes(now: Current) -> list[Note]:
    every = [note for tree in now.draft.text.trees for note in (*tree.boneyards, *tree.loose)]
    return [*every, *(note for tree in now.draft.text.trees for one in tree.elements for note in one.notes)]


def _fold(now: Current, line: int, stop: int, kind: types.FoldingRangeKind) -> list[types.FoldingRange]:
    """A fold, without the empty lines at its end; none for a single line."""
    while stop > line and not now.source.line(stop + 1).strip():
        stop -= 1
    return [types.FoldingRange(line, stop, kind=kind)] if stop > line else []
