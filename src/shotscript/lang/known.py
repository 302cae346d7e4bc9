"""The names a scene's clauses may mention: its blocks', what it puts on the floor, its speakers, its capitals.

Earlier entries win: the scene's own blocks, the film's blocks (the last of two alike), cues, things, people whom a
`block` brings in, capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .ast import Block
from .blocks import listed
from .element import Element, Kind, Note
from .heads import Headed
from .names import Entry, Names, fold, is_ours
from .words import KINDS

_KIND_OF = {"cast": "cast", "places": "place", "props": "prop"}
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_CAMERA = frozenset(
    ("EWS", "WS", "FS", "MWS", "COWBOY", "MS", "MCU", "CU", "ECU", "OTS", "POV", "INSERT", "SHOT", "ON", "CLOSE",
     "ANGLE", "WIDE", "CAMERA", "PAN", "DOLLY", "TRACK", "ZOOM", "TILT")
)
"""A run of capitals ends at these: `CLOSE ON MAYA` in the action is not somebody's name."""
_STEPS = frozenset(
    ("stands", "sits", "lies", "walks", "runs", "moves", "turns", "enters", "exits", "holds", "puts", "gives", "then")
)


def in_blocks(blocks: Iterable[Block]) -> list[Entry]:
    """Cast, places and props, those of the later blocks first."""
    return [
        (entry.name, _KIND_OF[block.name], tuple(name for name, _ in listed(entry.get("also"), entry.span)))
        for block in reversed(tuple(blocks))
        if block.name in _KIND_OF
        for entry in block.entries
    ]


def cues(elements: Iterable[Element]) -> list[Entry]:
    """Everyone who speaks, as first written."""
    first: dict[str, str] = {}
    for element in elements:
        if element.kind is Kind.CHARACTER:
            first.setdefault(element.text, element.text)
    folded: dict[str, str] = {}
    for text in first:
        folded.setdefault(fold(text), text)
    return [(text, "cue", ()) for text in folded.values()]


def scene(base: Names, blocks: Iterable[Block], notes: Iterable[tuple[Note, Headed]], action: Iterable[str]) -> Names:
    """`base` are the film's names. `notes` are the scene's own notes, `action` its paragraphs."""
    own = in_blocks(blocks)
    bodies = [_told(note.text[headed.body :]) for note, headed in notes if headed.head == "block"]
    names = Names.of(own).plus(base.entries) if own else base
    names = names.plus([(name, "thing", ()) for body in bodies for name in _things(body)])
    brought = [(name, "cue", ()) for body in bodies for name in people(body) if not names.nearest(name)]
    return names.plus([*brought, *((run, "caps", ()) for run in _capitals(action))])


def people(text: str) -> Iterator[str]:
    """The names of `NAME stands ...` items in capitals: someone a block puts on the floor is somebody, unless the
    name is nearly that of another and so probably a slip."""
    for item in re.split("[;；]", text):
        words = item.split()
        at = next((i for i, word in enumerate(words) if word.casefold() in _STEPS), 0)
        name = " ".join(words[:at]).removeprefix("@")
        if name and name.isupper() and not is_ours(fold(name)):
            yield name


def _told(body: str) -> str:
    """The words of a note without the comments in it."""
    parts, at = [], 0
    while (start := body.find("/*", at)) >= 0 and (close := body.find("*/", start + 2)) >= 0:
        parts.append(body[at:start])
        at = close + 2
    return " ".join((*parts, body[at:]))


def _things(text: str) -> Iterator[str]:
    """The names of `NAME kind ...` items."""
    for item in re.split("[;；]", text):
        words = item.split()
        for at, word in enumerate(words[1:], 1):
            if word.casefold() in _STEPS:
                break
            if word.casefold() in KINDS:
                yield " ".join(words[:at]).removeprefix("@")
                break


def _capitals(action: Iterable[str]) -> list[str]:
    """Runs of capitals, each once, in text order: words of two letters or more, none of our own."""
    found: dict[str, None] = {}
    for text in action:
        run: list[str] = []
        end = -1
        for match in _WORD.finditer(text):
            word = match.group()
            if not _shouted(word, bool(run)):
                _keep(found, run)
                run = []
                continue
            if run and text[end : match.start()] != " ":
                _keep(found, run)
                run = []
                if word.isdigit():
                    continue
            run.append(word)
            end = match.end()
        _keep(found, run)
    return list(found)


def _shouted(word: str, within: bool) -> bool:
    return (len(word) > 1 and word.isupper() and word not in _CAMERA) or (within and word.isdigit())


def _keep(found: dict[str, None], run: list[str]) -> None:
    if run and not is_ours(fold(" ".join(run))):
        found.setdefault(" ".join(run))
