"""Every node of a tree against the piece of the file its span names: what stands there is what the node says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from shotscript.core.diagnostic import Diagnostic
from shotscript.core.span import Source, Span
from shotscript.lang import clause, hidden, measures, shots
from shotscript.lang.ast import (
    ActionText,
    BlockPerson,
    BlockThing,
    Cue,
    Directive,
    Entry,
    Parenthetical,
    Property,
    Script,
    ShotLine,
    SpeechText,
)
from shotscript.lang.blocks import listed
from shotscript.lang.element import Element, Note, TitleEntry
from shotscript.lang.names import Entry as Known
from shotscript.lang.names import Names, fold
from shotscript.lang.term import Name, Time

CLAUSES = get_args(clause.Clause)
_DRESS = re.compile(r"[\s*_\\!~！～()（）@＠<>＜＞]+")


def nodes(value: Any) -> Iterator[Any]:
    """Everything with a span in a tree, parents first."""
    if isinstance(value, tuple):
        for each in value:
            yield from nodes(each)
    elif is_dataclass(value) and not isinstance(value, Span):
        yield value
        for field in fields(value):
            yield from nodes(getattr(value, field.name))


def spans(value: Any) -> Iterator[Span]:
    for node in nodes(value):
        for field in fields(node):
            held = getattr(node, field.name)
            yield from (each for each in (held if isinstance(held, tuple) else (held,)) if isinstance(each, Span))


def check(script: Script, source: Source) -> None:
    """AssertionError where a span leaves the file or what stands there is something else."""
    for span in spans(script):
        assert span.source == source.name and span.end <= len(source.text), span
    concealed = _concealed(script)
    known = _known(script)
    for node in nodes(script):
        if hasattr(node, "span"):
            _check(node, source, concealed, known)


def _check(node: Any, source: Source, concealed: tuple[Note, ...], known: Names) -> None:  # noqa: C901
    raw = source.slice(node.span)
    seen = hidden.without(source, node.span.start, node.span.end, concealed, "")
    match node:
        case Note():
            assert raw[2:-2] == node.text and raw[:2] in ("[[", "/*"), node
        case TitleEntry():
            assert seen.lstrip().startswith(node.key) and all(value in seen for value in node.values), node
        case Element():
            assert _bare(node.text) in _bare(seen), (node, raw)
        case ActionText() | SpeechText() | Parenthetical():
            assert _bare(node.text) == _bare(seen), (node, raw)
        case Cue():
            assert source.slice(node.name.span) in raw
        case Name():
            assert _is_name(node, seen, known), (node, raw)
        case Time():
            again = measures.time(raw.lower(), node.span)
            assert not isinstance(again, Diagnostic) and again.value == node.value, (node, raw)
        case Directive() if raw.startswith("[["):
            assert node.head.split()[0] in raw.casefold() and _bare(node.text) in _bare(_uncommented(raw)), (node, raw)
        case Entry():
            assert raw.startswith(node.name) or node.name == node.name.casefold(), (node, raw)
        case Property() if "//" not in raw:
            assert _bare(raw) == _bare(node.value), (node, raw)
        case BlockPerson() | BlockThing():
            again, _ = shots.blocking(raw, node.span, known)
            assert _unplaced(again[0]) == _unplaced(node), (node, raw)
        case ShotLine():
            assert raw[:2] in ("!!", "[[", "！！", "!！", "！!"), (node, raw)
        case clause.Move() | clause.Framing():
            pass  # read again with the clause they stand in
        case _ if isinstance(node, CLAUSES):
            _clause(node, source, concealed, known)


def _clause(node: Any, source: Source, concealed: tuple[Note, ...], known: Names) -> None:
    """What stands at a clause's place gives that clause again."""
    text = hidden.without(source, node.span.start, node.span.end, concealed)
    found = shots.shot(text, node.span, known)[1]
    if isinstance(node, clause.Description) and not node.quoted:
        assert _bare(node.text) == _bare(text)
    else:
        assert [_unplaced(each) for each in found] == [_unplaced(node)], (node, text)


def _is_name(name: Name, raw: str, known: Names) -> bool:
    if name.kind == "quoted":
        return _bare(name.text) in _bare(raw.replace('\\"', '"'))
    found = known.find(raw if raw.startswith("@") else "@" + raw, name.span)
    same = raw == name.text or _bare(fold(raw)) == _bare(fold(name.text))
    return same or (found is not None and found.text == name.text)


def _known(script: Script) -> Names:
    """Every name the script holds, with the other names of its entries."""
    found: list[Known] = []
    for node in nodes(script):
        if isinstance(node, Entry):
            found.append((node.name, "cast", tuple(name for name, _ in listed(node.get("also"), node.span))))
        elif isinstance(node, Name) and node.kind != "quoted":
            found.append((node.text, node.kind, ()))
    return Names.of(found)


def _concealed(script: Script) -> tuple[Note, ...]:
    every = [node for node in nodes(script.fountain) if isinstance(node, Note)]
    return tuple(sorted(every, key=lambda note: note.span.start))


def _uncommented(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def _bare(text: str) -> str:
    """Letters without what Fountain dresses them in."""
    return _DRESS.sub("", text)


def _unplaced(value: Any) -> str:
    return re.sub(r"Span\([^)]*\)|kind='\w+'|quoted=\w+", "", repr(value))
