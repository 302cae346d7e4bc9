"""Changes between two editions as words: coloured on a terminal, marked `[-gone-]` `{+new+}` elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from rich.text import Text

from ..core.show import visible
from ..core.timebase import clock
from ..studio.changes import Changes, Rewritten, Stretch, Turned
from ..studio.wording import Run
from . import options
from .page import dollars

CONTEXT = 48
"""Characters kept on either side of what changed."""
_STYLES = {"gone": "red strike", "new": "green", "same": ""}


def show(found: Changes) -> None:
    """All of it on stdout."""
    console = options.result()
    options.show(console, *lines(found, marked=not console.is_terminal or console.no_color))


def lines(found: Changes, marked: bool) -> Iterable[Text]:
    """A head with the totals, then each stretch that differs."""
    yield from _head(found)
    for stretch in found.stretches:
        yield Text()
        yield from _stretch(stretch, marked)


def _head(found: Changes) -> Iterable[Text]:
    a, b = found.before, found.after
    if a.provider != b.provider:
        yield Text(f"provider      {a.provider} -> {b.provider}", "bold")
    if a.version != b.version:
        names = (visible(one.version) or "as written" for one in (a, b))
        yield Text(f"version       {' -> '.join(names)}", "bold")
    yield Text(f"segments      {_turn(a.segments, b.segments)}")
    yield Text(f"seconds       {_turn(clock(a.seconds), clock(b.seconds))}")
    yield Text(f"thrown away   {_turn(clock(a.thrown), clock(b.thrown))}")
    yield Text(f"price         {_turn(dollars(a.price_usd), dollars(b.price_usd))}")
    again = b.lost - a.lost - len(found.gained) + len(found.gone)
    same = f"; {abs(again)} {'more' if again > 0 else 'fewer'} of the same, told once a segment" if again else ""
    yield Text(f"lost          {_turn(a.lost, b.lost)} (gained {len(found.gained)}, gone {len(found.gone)}{same})")
    yield Text(f"approximated  {_turn(a.approximated, b.approximated)}")
    many = len(found.stretches)
    yield Text(f"{many} stretch{'' if many == 1 else 'es'} of the film differ{'s' if many == 1 else ''}, "
               f"{found.same} {'is' if found.same == 1 else 'are'} the same" if many else "nothing differs")


def _stretch(one: Stretch, marked: bool) -> Iterable[Text]:
    yield Text(_turn(" ".join(one.before) or "nothing", " ".join(one.after) or "nothing"), "bold")
    figures = [*_seconds(one.seconds), *_price(one.price_usd)]
    if figures:
        yield Text("  " + ", ".join(figures))
    if one.lengths:
        yield Text("  lengths: " + ", ".join(f"{shot} {_turn(*_clocks(pair))}" for shot, pair in one.lengths.items()))
    yield from (_clause(clause) for clause in one.clauses)
    yield from (_turned(alike, "+ lost", "red") for alike in _alike(one.gained))
    yield from (_turned(alike, "- no longer lost", "green") for alike in _alike(one.gone))
    if one.words:
        yield _words(one.words, marked)
    elif one.request and not one.clauses:
        yield Text("  the request differs, its prompt does not")


def _clause(one: Rewritten) -> Text:
    before, after = _quoted(one.before), _quoted(one.after)
    said = f"{before} -> {after}" if before and after else f"new: {after}" if after else f"gone: {before}"
    return Text(f"  {visible(one.shot)} {one.kind}: {said}", "cyan")


def _alike(turned: Iterable[Turned]) -> list[list[Turned]]:
    """The same clause at several shots is told once."""
    groups: dict[tuple[object, ...], list[Turned]] = {}
    for one in turned:
        groups.setdefault((one.kind, one.clause, one.before, one.after, one.how), []).append(one)
    return list(groups.values())


def _turned(alike: list[Turned], sign: str, colour: str) -> Text:
    one, shots = alike[0], visible(" ".join(each.shot for each in alike))
    was = one.before if sign.startswith("+") else one.after
    then = f" (was {was})" if was and sign.startswith("+") else f" (now {was})" if was else ""
    how = f": {visible(one.how)}" if one.how else ""
    return Text(f"  {sign} {shots} {one.kind} {_quoted(one.clause)}{then}{how}", colour)


def _words(runs: Sequence[Run], marked: bool) -> Text:
    text = Text("  prompt: ")
    for n, run in enumerate(runs):
        words = _kept(run.text, n == 0, n == len(runs) - 1) if run.kind == "same" else run.text
        shown = visible(re.sub(r"[\r\n]+", " ", words))
        if marked and run.kind != "same":
            shown = f"[-{shown}-]" if run.kind == "gone" else f"{{+{shown}+}}"
        text.append(shown, _STYLES[run.kind])
    return text


def _kept(words: str, first: bool, last: bool) -> str:
    """What did not change, cut down to the words around what did."""
    before = "" if first else words[:CONTEXT]
    after = "" if last else words[-CONTEXT:]
    if len(before) + len(after) + 5 >= len(words):
        return words
    return f"{before.rsplit(' ', 1)[0] if ' ' in before else before} ... {after.split(' ', 1)[-1]}"


def _seconds(pair: tuple[Fraction, Fraction]) -> list[str]:
    return [_turn(*_clocks(pair))] if pair[0] != pair[1] else []


def _price(pair: tuple[Decimal, Decimal]) -> list[str]:
    return [_turn(*map(dollars, pair))] if pair[0] != pair[1] else []


def _clocks(pair: tuple[Fraction, Fraction]) -> tuple[str, str]:
    return clock(pair[0]) if pair[0] else "none", clock(pair[1]) if pair[1] else "none"


def _quoted(words: str) -> str:
    return visible(words if len(words) <= 90 else words[:87] + "...")


def _turn(before: object, after: object) -> str:
    return f"{before}" if before == after else f"{before} -> {after}"
