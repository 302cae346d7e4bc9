"""Problems as an editor takes them: range, level, code, a fix to apply, and where else to look."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.protocol import default_converter

from ...core.diagnostic import Diagnostic, Level
from ...core.show import visible
from ...core.span import Source, Span
from ...narrative.story import Shot
from .page import Page
from .scripts import Current, address

SOURCE = "shotscript"
LEVELS = {Level.ERROR: types.DiagnosticSeverity.Error, Level.WARNING: types.DiagnosticSeverity.Warning,
          Level.INFO: types.DiagnosticSeverity.Information}
NEEDLESS = frozenset(("SY111", "SY504", "CV303", "SY113", "SY124"))
"""Codes of what is written and counts for nothing: editors grey it out."""


class Told(types.Diagnostic):
    """A problem, and how it was sent before if it was."""

    sent: dict[str, Any] | None = None


def converter() -> Converter:
    """What makes messages of our answers. A script has hundreds of problems, which go out at every letter: one that is
    told again is not taken apart again."""
    made = default_converter()
    usual = made.get_unstructure_hook(types.Diagnostic)

    def apart(one: types.Diagnostic) -> dict[str, Any]:
        if not isinstance(one, Told):
            return usual(one)
        found = one.sent
        if found is None:
            found = one.sent = usual(one)
        return found

    made.register_unstructure_hook(types.Diagnostic, apart)
    return made


def by_file(current: Current, problems: Iterable[Diagnostic]) -> dict[str, list[types.Diagnostic]]:
    """Problems by the address of their file; the script's own address is always there."""
    found: dict[str, list[types.Diagnostic]] = {current.buffer.uri: []}
    lines = {shot.label: shot for shot in current.draft.story.shots}
    for problem in problems:
        name = problem.span.source
        source = current.source if name == current.source.name else current.draft.text.sources.get(name)
        if source is not None:
            where = current.buffer.uri if source is current.source else address(name, current.writing.world)
            found.setdefault(where, []).append(_told(problem, source, current, lines))
    return found


def _told(problem: Diagnostic, source: Source, current: Current, lines: dict[str, Shot]) -> types.Diagnostic:
    page = current.page if source is current.source else Page(source, current.page.unit)
    fix = problem.fix if problem.fix and problem.fix.span.source == source.name else None
    written = (fix.text, fix.safe, *page.place(fix.span.start), *page.place(fix.span.end)) if fix else None
    told = _placed((*page.place(problem.span.start), *page.place(problem.span.end)), problem.code, problem.level,
                   _words(problem.message, problem.label, problem.help), problem.shot, problem.help, written)
    if related := _related(problem, current, lines):
        told = copy(told)
        told.related_information, told.sent = related, None
    return told


@lru_cache(4096)
def _placed(place: tuple[int, int, int, int], code: str, level: Level, words: str, shot: str, help: str,
            fix: tuple[str, bool, int, int, int, int] | None) -> Told:
    """A problem at its lines and columns. Those of most problems are the same after a letter: they are told again as
    they are, and never changed."""
    line, column, end_line, end_column = place
    return Told(
        types.Range(types.Position(line, column), types.Position(end_line, end_column)), words, LEVELS[level], code,
        source=SOURCE, tags=[types.DiagnosticTag.Unnecessary] if code in NEEDLESS else None,
        data=_data(shot, help, fix))


def _data(shot: str, help: str, fix: tuple[str, bool, int, int, int, int] | None) -> dict[str, Any]:
    """What `actions` needs when the problem comes back."""
    if fix is None:
        return {"shot": shot}
    text, safe, *place = fix
    return {"shot": shot, "help": help, "safe": safe, "text": text, "range": place}


def _related(problem: Diagnostic, current: Current, lines: dict[str, Shot]) -> list[types.DiagnosticRelatedInformation]:
    """Where the problem's shot stands, if it is not there, and which shot had an id first."""
    told: list[tuple[Span, str]] = []
    shot = lines.get(problem.shot)
    if problem.code == "NM802" and shot:
        written = next((c for c in current.draft.story.shots if c.id and c.span != shot.span
                        and f"shot {c.id} already" in problem.message), None)
        told += [(current.place(written.span), f"the first {written.id}")] if written else []
    elif shot and not shot.auto:
        place = current.place(shot.span)
        outside = place.source != problem.span.source or not place.start <= problem.span.start <= place.end
        told += [(place, f"in shot {shot.label}")] if outside else []
    return [types.DiagnosticRelatedInformation(current.location(span), visible_lines(words)) for span, words in told]


@lru_cache(2048)
def _words(message: str, label: str, help: str) -> str:
    told = message + f" ({label})" * bool(label) + f"\nhelp: {help}" * bool(help)
    return visible_lines(told)


def visible_lines(text: str) -> str:
    """Words as they may be shown, each line by itself."""
    return "\n".join(map(visible, text.split("\n")))
