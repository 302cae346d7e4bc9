"""Script beside prompt: the lines a segment is made of and its prompt, cut into pieces that know each other.

Every span that a piece of the prompt or a loss points at gets a number, its key. In the script each character knows
the keys of the spans it lies in, the narrowest first; in the prompt each piece knows its one. So light falls from
either side to the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from ..core.span import Source, Span
from ..plan.timeline import Segment
from ..providers.contract import Draft, Loss, Verdict
from ..providers.review import TURN
from ..studio.edition import Places

GAP = 3
"""Lines left out between two that are shown, at least; fewer are shown as well."""
LETTER = {Verdict.USED: "u", Verdict.APPROXIMATED: "a", Verdict.LOST: "l"}
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BREAK = "<i class=turn></i>"
_MARK = {Verdict.USED: "●", Verdict.APPROXIMATED: "◐", Verdict.LOST: "○"}
_GRAVITY = (Verdict.USED, Verdict.APPROXIMATED, Verdict.LOST)


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    html: Markup


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one file that stand together."""

    file: str
    lines: tuple[Line, ...]


class Keys:
    """The spans of a segment by their numbers, and the gravest verdict on each."""

    def __init__(self, draft: Draft) -> None:
        self.verdicts: dict[Span, Verdict] = {}
        for loss in draft.losses:
            self.verdicts[loss.span] = max(self.verdicts.get(loss.span, Verdict.USED), loss.verdict,
                                           key=_GRAVITY.index)
        spans = [*(p.span for p in draft.request.pieces if p.span), *(loss.span for loss in draft.losses)]
        self.numbers = {span: i for i, span in enumerate(dict.fromkeys(spans))}

    def letter(self, spans: Iterable[Span]) -> str:
        """`u`, `a` or `l` of the narrowest span that has a verdict, else nothing."""
        return next((LETTER[self.verdicts[span]] for span in spans if span in self.verdicts), "")


def prompt(draft: Draft, keys: Keys) -> Markup:
    """The prompt in pieces, a shot of a written shot list on a line of its own; its text is the prompt's, exactly."""
    request = draft.request
    turns = [found.end() for found in TURN.finditer(request.prompt)]
    if not request.pieces:
        return Markup(text(request.prompt))
    return Markup("".join(_piece(request.prompt, p.start, p.end, p.span, keys, turns) for p in request.pieces))


def rows(losses: Iterable[tuple[Loss, int]], keys: Keys | None) -> Markup:
    """Rows of a table of losses, each with the line its clause stands at: written here, as a film has thousands."""
    return Markup("\n".join(_row(loss, line, keys.numbers[loss.span] if keys else None) for loss, line in losses))


def script(segment: Segment, keys: Keys, sources: Mapping[str, Source], places: Places) -> tuple[Passage, ...]:
    """The lines the segment is made of, in the order of the files, each with a few around it."""
    found: list[Passage] = []
    for name, lines in sorted(_touched(segment, keys, sources).items()):
        for run in _runs(sorted(lines)):
            shown = tuple(Line(number, _line(number, lines.get(number, ()), keys, sources[name])) for number in run)
            found.append(Passage(places.files[name], shown))
    return tuple(found)


def clean(value: Any) -> Any:
    """Text without the control codes that HTML does not know; anything else as it is."""
    if isinstance(value, str) and _CONTROL.search(value):
        return type(value)(_CONTROL.sub("\ufffd", value))
    return value


def _touched(segment: Segment, keys: Keys, sources: Mapping[str, Source]) -> dict[str, dict[int, list[Span]]]:
    """By file and line, the spans that lie on it; headings stand in without any."""
    lines: dict[str, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for cut in segment.cuts:
        if source := sources.get(cut.scene.span.source):
            lines[source.name].setdefault(source.position(cut.scene.span.start)[0], [])
    for span in keys.numbers:
        if source := sources.get(span.source):
            first = source.position(span.start)[0]
            last = source.position(max(span.start, span.end - 1))[0]
            for number in range(first, last + 1):
                lines[source.name][number].append(span)
    return lines


def _runs(numbers: list[int]) -> list[range]:
    """Line numbers in runs, short gaps filled."""
    runs: list[range] = []
    for number in numbers:
        if runs and number - runs[-1].stop < GAP:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def _line(number: int, spans: Iterable[Span], keys: Keys, source: Source) -> Markup:
    """A line cut wherever a span begins or ends."""
    words, start = source.line(number), source.line_starts[number - 1]
    inside = sorted(spans, key=lambda s: (s.end - s.start, s.start))
    edges = sorted({0, len(words), *(min(max(at - start, 0), len(words)) for s in inside for at in (s.start, s.end))})
    atoms = ((words[a:b], [s for s in inside if s.start <= start + a and start + b <= s.end])
             for a, b in pairwise(edges))
    return Markup("".join(_atom(part, over, keys) for part, over in atoms))


def _row(loss: Loss, line: int, key: int | None) -> str:
    letter = LETTER[loss.verdict]
    lit = "" if key is None else f" data-k={key}"
    return (f'<tr class="{letter}"{lit}><td class=mark>{_MARK[loss.verdict]}<td>{text(loss.shot)}<td>{text(loss.kind)}'
            f'<td class=said dir=auto>{text(loss.clause)}<td class=how>{text(loss.how)}<td class=num>{line}')


def _atom(words: str, over: list[Span], keys: Keys) -> str:
    if not over:
        return text(words)
    letter = keys.letter(over)
    named = f" class={letter}" if letter else ""
    return f'<i{named} data-k="{" ".join(str(keys.numbers[span]) for span in over)}">{text(words)}</i>'


def _piece(prompt: str, start: int, end: int, span: Span | None, keys: Keys, turns: list[int]) -> str:
    edges = [start, *(at for at in turns if start < at < end), end]
    words = [prompt[a:b] for a, b in pairwise(edges)]
    before = _BREAK if start in turns else ""
    return before + _BREAK.join(
        _atom(part, [span], keys) if span else f"<i class=own>{text(part)}</i>" for part in words)


def text(words: str) -> str:
    """Escaped for a page."""
    return escape(clean(words))
