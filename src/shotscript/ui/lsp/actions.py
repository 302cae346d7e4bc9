"""What can be done about a problem: its fix, or leave to be as it is. All safe fixes, or one form of shots, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lsprotocol import types

from ...core.diagnostic import Diagnostic, Level
from ...core.span import Span
from ...lang.ast import ShotLine
from ...lang.format import FORMS
from ...studio.formatting import formatted
from .problems import LEVELS, SOURCE
from .scripts import Current

Kinds = types.CodeActionKind
FIX_ALL = types.CodeActionKind.SourceFixAll
SHOTS = "source.shots"
"""With `.line` or `.note`: all shots in that form."""


def actions(now: Current, params: types.CodeActionParams) -> list[types.CodeAction]:
    only = params.context.only
    found: list[types.CodeAction] = []
    if _wanted(only, Kinds.QuickFix):
        for told in params.context.diagnostics:
            if told.source == SOURCE:
                found += _fix(now, told)
                found += _allow(now, told)
    if _wanted(only, FIX_ALL):
        found += _all(now)
    for form in FORMS:
        if _wanted(only, f"{SHOTS}.{form}"):
            found.append(types.CodeAction(f"Write all shots as {form}s", f"{SHOTS}.{form}",
                                          data={"uri": now.buffer.uri, "form": form}))
    return found


def resolve(action: types.CodeAction, current: Callable[[str], Current | None]) -> types.CodeAction:
    """An action with its changes, where they take time to find."""
    data: Any = action.data
    now = current(data["uri"]) if isinstance(data, dict) and data.get("form") in FORMS else None
    if now:
        action.edit = types.WorkspaceEdit({now.buffer.uri: edits(now, data["form"])})
    return action


def edits(now: Current, shots: str = "") -> list[types.TextEdit]:
    """The script as `fmt` writes it, in the smallest stretch that changes."""
    made = formatted(Path(now.writing.path), shots, now.writing.world)
    if made.faults or made.same:
        return []
    before, after = made.before, made.after
    short = min(len(before), len(after))
    start = next((i for i in range(short) if before[i] != after[i]), short)
    most = short - start
    tail = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return [types.TextEdit(now.page.range(Span(start, len(before) - tail)), after[start : len(after) - tail])]


# ---------------------------------------------------------------------------------------------- helpers


def _wanted(only: Iterable[str] | None, kind: str) -> bool:
    """A kind is asked for by itself or by what it begins with."""
    return only is None or any(kind == str(_value(one)) or kind.startswith(f"{_value(one)}.") for one in only)


def _value(kind: Any) -> str:
    return kind.value if isinstance(kind, Kinds) else str(kind)


def _fix(now: Current, told: types.Diagnostic) -> list[types.CodeAction]:
    data: Any = told.data
    if not isinstance(data, dict) or "range" not in data:
        return []
    line, column, end_line, end_column = data["range"]
    place = types.Range(types.Position(line, column), types.Position(end_line, end_column))
    edit = types.WorkspaceEdit({now.buffer.uri: [types.TextEdit(place, data["text"])]})
    title = (data.get("help") or f"Write `{data['text']}`").strip()
    return [types.CodeAction(title[:1].upper() + title[1:], Kinds.QuickFix, [told], is_preferred=True, edit=edit)]


def _allow(now: Current, told: types.Diagnostic) -> list[types.CodeAction]:
    """`allow CODE` at the end of the shot's line, for what is no error."""
    data: Any = told.data
    label = data.get("shot") if isinstance(data, dict) else ""
    shot = next((one for one in now.draft.story.shots if one.label == label and not one.auto), None) if label else None
    line = shot and next((item for node in now.draft.text.script.scenes for item in node.items
                          if isinstance(item, ShotLine) and item.span == shot.span), None)
    if told.severity == LEVELS[Level.ERROR] or not line or not line.clauses:
        return []
    at = now.range(max((clause.span for clause in line.clauses), key=lambda span: span.end)).end
    edit = types.WorkspaceEdit({now.buffer.uri: [types.TextEdit(types.Range(at, at), f", allow {told.code}")]})
    return [types.CodeAction(f"Allow {told.code} in shot {label}", Kinds.QuickFix, [told], edit=edit)]


def _all(now: Current) -> list[types.CodeAction]:
    """All fixes that cannot change what is meant, none over another."""
    safe: list[Diagnostic] = [one for one in now.draft.told if one.fix and one.fix.safe
                              and one.fix.span.source == now.source.name]
    changes: list[types.TextEdit] = []
    end = -1
    for fix in sorted((one.fix for one in safe if one.fix), key=lambda fix: (fix.span.start, fix.span.end)):
        if fix.span.start > end or (fix.span.start == end and end > 0):
            changes.append(types.TextEdit(now.page.range(fix.span), fix.text))
            end = fix.span.end
    if not changes:
        return []
    return [types.CodeAction("Make all safe fixes", FIX_ALL, edit=types.WorkspaceEdit({now.buffer.uri: changes}))]
