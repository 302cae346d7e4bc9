"""Fields put into a script that has been parsed: into prose and paths, never into heads, names, ids or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ..core.diagnostic import Diagnostic, error
from ..core.memo import Memo
from ..core.same import Same
from ..core.span import Source, Span
from ..lang.ast import (
    ActionText,
    Block,
    Cue,
    Directive,
    Entry,
    Item,
    Parenthetical,
    Property,
    SceneNode,
    Script,
    ShotLine,
    SpeechText,
    TransitionMark,
)
from ..lang.clause import Clause, Description, Move, Moves
from ..lang.term import Words
from . import fields, marks
from .roster import Roster
from .story import Format, Person, Place, Prop

Thing = TypeVar("Thing", Place, Prop)

_PATHS = frozenset({"plate", "take", "perform", "frame first", "frame last"})
_BARE = frozenset({"block", "over"})
_SOUND_FILE = re.compile(r"\.(wav|mp3|m4a|aac|flac|ogg|opus|aiff?)\b", re.I)
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"?|“[^”]*”?')


@dataclass
class Writer:
    """Puts the default values of a film's fields in, with their marks, and gathers what is wrong with the braces."""

    table: fields.Table
    sources: Mapping[str, Source]
    memo: Memo = field(default_factory=Memo)
    problems: list[Diagnostic] = field(default_factory=list)
    values: marks.Values = ()

    def __post_init__(self) -> None:
        self.values = self.table.values()

    def script(self, script: Script) -> Script:
        if not self.table:
            return script
        for block in script.blocks:
            self._block(block)
        return replace(script, scenes=tuple(map(self._once, script.scenes)))

    def roster(self, known: Roster) -> Roster:
        if not self.table:
            return known
        return replace(known, cast=tuple(map(self._person, known.cast)), places=tuple(map(self._thing, known.places)),
                       props=tuple(map(self._thing, known.props)))

    def format(self, wanted: Format) -> Format:
        if not self.table:
            return wanted
        style = self._text(wanted.style, wanted.style_span) if wanted.style_span else wanted.style
        never = tuple(self._text(one, wanted.never_span) for one in wanted.never) if wanted.never_span else wanted.never
        return wanted.model_copy(update={"style": style, "never": never})

    def _text(self, text: str, span: Span, where: int = marks.PROSE) -> str:
        if "{" not in text and "}" not in text:
            return text
        self.problems += fields.table_faults(self.table, text, span, self.sources)
        made = self.table.put(text, self.values, where)
        for number, place in sorted(marks.standing(made)):
            if fault := path_fault(self.values[number] or "", place):
                self.problems.append(_no_path(self.table.fields[number].name, fault, span))
        return made

    def _bare(self, text: str, span: Span, what: str) -> None:
        self.problems += fields.misplaced(self.table, text, span, what, self.sources)

    def _block(self, block: Block) -> None:
        """What stands in a block's names, and in the keys that are no prose."""
        if block.name in ("fields", "variants"):
            return
        for entry in block.entries:
            self._bare(entry.name, entry.span, "names")
            plain = _NUMBERS if block.name != "format" else frozenset()
            for prop in (p for p in entry.properties if p.key in plain):
                self._bare(prop.value, prop.span, f"`{prop.key}`")
            if block.name == "format" and entry.name not in ("style", "never"):
                self._bare(entry.text, entry.span, f"`{entry.name}`")

    def _once(self, node: SceneNode) -> SceneNode:
        """A scene with its values, and its problems, which only the fields decide."""
        made, problems = self.memo.of(("filled", Same(node), self.table.fields), lambda: self._filled(node))
        self.problems += problems
        return made

    def _filled(self, node: SceneNode) -> tuple[SceneNode, tuple[Diagnostic, ...]]:
        alone = Writer(self.table, self.sources, self.memo)
        return alone._scene(node), tuple(alone.problems)

    def _scene(self, node: SceneNode) -> SceneNode:
        self._bare(node.heading, node.span, "scene headings")
        for block in node.blocks:
            self._block(block)
        return replace(node, items=tuple(map(self._item, node.items)), blocks=tuple(map(self._worn, node.blocks)))

    def _worn(self, block: Block) -> Block:
        """Clothes for a scene: the only thing of a scene's own blocks that is not read into the story's people."""
        def one(prop: Property) -> Property:
            return replace(prop, value=self._text(prop.value, prop.span)) if prop.key == "wears" else prop

        def entry(given: Entry) -> Entry:
            return replace(given, properties=tuple(map(one, given.properties)))

        return replace(block, entries=tuple(map(entry, block.entries))) if block.name == "cast" else block

    def _item(self, item: Item) -> Item:
        if isinstance(item, ActionText | SpeechText | Parenthetical):
            text = self._text(item.text, item.span)
            return item if text is item.text else replace(item, text=text)
        if isinstance(item, Directive):
            return self._directive(item)
        if isinstance(item, ShotLine):
            return replace(item, clauses=tuple(map(self._clause, item.clauses)),
                           above=tuple(map(self._directive, item.above)))
        if isinstance(item, Cue):
            self._bare(f"{item.name.text} {item.extension}", item.span, "cues")
        elif isinstance(item, TransitionMark):
            self._bare(item.text, item.span, "transitions")
        return item

    def _directive(self, item: Directive) -> Directive:
        if "{" not in item.text:
            return item
        if item.head in _BARE:
            self._bare(item.text, item.span, f"`{item.head}`")
            return item
        if item.head == "super" and item.text[:1] in ('"', "“"):
            return replace(item, text=self._super(item))
        path = item.head in _PATHS or item.head == "super" or (
            item.head in ("sound", "music") and _SOUND_FILE.search(item.text))
        return replace(item, text=self._text(item.text, item.span, marks.FOOTAGE if path else marks.PROSE))

    def _super(self, item: Directive) -> str:
        """Fields stand in the quoted words, not in where and when they are shown."""
        self._bare(_QUOTED.sub("", item.text), item.span, "where a super stands")
        return _QUOTED.sub(lambda found: self._text(found[0], item.span, marks.QUOTED), item.text)

    def _clause(self, clause: Clause) -> Clause:
        if isinstance(clause, Description):
            return replace(clause, text=self._text(clause.text, clause.span))
        if isinstance(clause, Moves):
            return replace(clause, parts=tuple(tuple(map(self._move, part)) for part in clause.parts))
        source = self.sources.get(clause.span.source)
        self._bare(source.slice(clause.span) if source else "", clause.span, "a shot's own words")
        return clause

    def _move(self, move: Move) -> Move:
        if not isinstance(move.at, Words) or "{" not in move.at.text:
            return move
        return replace(move, at=replace(move.at, text=self._text(move.at.text, move.at.span)))

    def _person(self, person: Person) -> Person:
        return person.model_copy(update=self._looks(person) | {
            "wears": self._text(person.wears, person.wears_span or person.span),
            "speaks": self._text(person.speaks, person.speaks_span or person.span),
            "clip": self._text(person.clip, person.clip_span or person.span, marks.PATH),
            "voice": self._text(person.voice, person.voice_span or person.span, marks.PATH),
        })

    def _thing(self, thing: Thing) -> Thing:
        return thing.model_copy(update=self._looks(thing))

    def _looks(self, one: Person | Place | Prop) -> dict:
        return {"look": self._text(one.look, one.span), "images": self._paths(one.images, one.images_span or one.span)}

    def _paths(self, paths: Iterable[str], span: Span) -> tuple[str, ...]:
        return tuple(self._text(path, span, marks.PATH) for path in paths)


_NUMBERS = frozenset({"height", "size", "also"})


def path_fault(value: str, where: int) -> str:
    """What keeps a value out of the place where it stands, in words; nothing where it may stand there."""
    if where not in (marks.PATH, marks.FOOTAGE):
        return ""
    if value.startswith("."):
        return "a leading dot"
    held = next((name for sign, name in _REFUSED[where].items() if sign in value), "")
    return held or ("a control character" if any(ord(c) < 32 or ord(c) == 127 for c in value) else "")


_FOLDERS = {"/": "a slash", "\\": "a backslash"}
_REFUSED = {marks.PATH: _FOLDERS, marks.FOOTAGE: _FOLDERS | {",": "a comma", '"': "a quote"}}
"""After the path of a directive a comma begins what else it says."""


def _no_path(name: str, fault: str, span: Span) -> Diagnostic:
    return error("FD106", f"the value of {name} stands in a path and holds {fault}", span, "a path",
                 "write a plain file name, without folders")
