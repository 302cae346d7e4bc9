"""What may be written here: what the parser would take, and the names, ids, files and words of this very script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from ...lang.blocks import FORMAT, KEYS
from ...lang.names import fold
from ...narrative.delivered import CAMERAS, RESOLUTIONS, SHAPES
from .clauses import clauses, in_note, shot_start
from .hover import HEADS
from .scripts import Current
from .typed import Kind, Typed, paths

_HEADING = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]+", re.IGNORECASE)
_TRANSITIONS = ("CUT TO:", "DISSOLVE TO:", "WIPE TO:", "FADE OUT.", "FADE IN:", "SMASH CUT TO:", "MATCH CUT TO:")
_TIMES = ("DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "EVENING", "CONTINUOUS", "LATER", "SAME", "MOMENTS LATER")
_PAUSES = ("(beat)", "(pause)", "(long pause)")
_VOICES = ("(V.O.)", "(O.S.)", "(ON PHONE)", "(CONT'D)")


def complete(now: Current, position: types.Position) -> types.CompletionList:
    offset = now.page.offset(position)
    text = now.source.text
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    here = Typed(now, offset, text[start:offset])
    bone = text.rfind("/*", 0, offset)
    if bone >= 0 and "*/" not in text[bone:offset]:
        return types.CompletionList(False, list(_in_comment(here, bone)) if text[bone + 2 :].lstrip().startswith("@") or
                                    bone + 2 == offset else [])
    note = text.rfind("[[", 0, offset)
    if note >= 0 and "]]" not in text[note:offset] and "\n\n" not in text[note:offset]:
        return types.CompletionList(False, list(in_note(here, note)))
    if shot := shot_start(text, start, offset):
        return types.CompletionList(False, list(clauses(here, shot)))
    return types.CompletionList(False, list(_in_prose(here, text, start)))


# ---------------------------------------------------------------------------------------------- shots and notes


# ---------------------------------------------------------------------------------------------- blocks and prose


def _in_comment(here: Typed, bone: int) -> Iterator[types.CompletionItem]:
    now, text = here.now, here.now.source.text
    inside = text[bone + 2 : here.offset]
    head = re.match(r"\s*@([^\W\d_]*)", inside)
    if head is None or (head.end() == len(inside)):
        at = bone + 2 + len(inside) - len(inside.lstrip())
        yield from here.items((f"@{name}" for name in sorted((*KEYS, "use"))), Kind.Module, at)
        return
    name = head[1].casefold()
    if name == "use":
        yield from paths(here, now)
    elif ":" not in here.line and "：" not in here.line:
        yield from _keys(here, name)
    else:
        yield from _values(here, here.line.partition(":")[0].strip().casefold(), now)


def _keys(here: Typed, block: str) -> Iterator[types.CompletionItem]:
    at = here.offset - len(here.line.lstrip())
    if block == "format":
        yield from here.items((f"{key}: " for key in sorted(FORMAT)), Kind.Property, at)
    elif here.line[:1].isspace():
        yield from here.items((f"{key}: " for key in sorted(KEYS.get(block) or ())), Kind.Property, at)
    elif block == "cast":
        told = {fold(entry.name) for one in here.now.draft.text.script.blocks for entry in one.entries}
        cast = here.now.draft.story.cast
        yield from here.items((f"{one.name}: " for one in cast if fold(one.name) not in told), Kind.Class, at)


def _values(here: Typed, key: str, now: Current) -> Iterator[types.CompletionItem]:
    at = here.word()
    if key in ("images", "clip", "voice", "font"):
        yield from paths(here, now)
    elif key == "picture":
        yield from here.items((*SHAPES, *RESOLUTIONS, "24fps", "25fps", "30fps"), Kind.Value, at)
    elif key == "camera":
        yield from here.items(dict.fromkeys(CAMERAS.values()), Kind.Value,
                              here.offset - len(here.line.partition(":")[2].lstrip()))


def _in_prose(here: Typed, text: str, start: int) -> Iterator[types.CompletionItem]:
    line = here.line
    above = text[:start].rstrip("\n\r") if start else ""
    fresh = not above or text[len(above) : start].count("\n") > 1 or text[len(above) : start].count("\r") > 1
    at = start + len(line) - len(line.lstrip())
    if heading := _HEADING.match(line):
        yield from _places(here, start + heading.end())
    elif line.lstrip().startswith((">", "＞")):
        yield from here.items((f"> {one}" for one in _TRANSITIONS), Kind.Event, at)
    elif line.lstrip().startswith(("(", "（")):
        yield from here.items(_PAUSES, Kind.Value, at)
    elif fresh and re.fullmatch(r"[^\W\d_][^(（]*\s[(（][^)）]*", line):
        yield from here.items(_VOICES, Kind.Value, start + line.index("(" if "(" in line else "（"))
    elif fresh and len(line) < 40 and not line.endswith(" "):
        yield from _openings(here, at)


def _places(here: Typed, start: int) -> Iterator[types.CompletionItem]:
    now = here.now
    typed = now.source.text[start : here.offset]
    if " - " in typed:
        yield from here.items(_TIMES, Kind.Value, start + typed.rindex(" - ") + 3)
        return
    told = (_HEADING.sub("", node.heading).rpartition(" - ")[0] for node in now.draft.text.script.scenes)
    places = (*(place.name for place in now.draft.story.places), *(one for one in told if one))
    yield from here.items(places, Kind.Module, start)


def _openings(here: Typed, at: int) -> Iterator[types.CompletionItem]:
    """What a paragraph may begin with: a speaker, a scene, a shot, a note of ours."""
    mark = "@" if here.line.lstrip()[:1] == "@" else ""
    speakers = [f"{mark}{one.name}" for one in here.now.draft.story.cast]
    yield from here.items(speakers, Kind.Class, at, 1)
    yield from here.items(("INT. ", "EXT. ", "INT./EXT. "), Kind.Module, at, 2)
    yield from here.items(("!! ", "> CUT TO:", "/*@"), Kind.Snippet, at, 3)
    yield from here.items((f"[[{head}: " for head in ("shot", *HEADS)), Kind.Keyword, at, 4)
