"""Shotscript as a grammar injected into any grammar of Fountain: blocks, shots in both forms, directives, fields."""

from __future__ import annotations

from clauses import blocking, clauses, values
from rules import COLON, Rule, labelled, name, note_end, shot_id, use, words
from vocabulary import OF_PEOPLE

from shotscript.lang import blocks, heads
from shotscript.narrative.variants import WHOLE


def shotscript() -> Rule:
    return {
        "comment": "Written by editors/grammars from the words of the parser.",
        "scopeName": "text.injection.shotscript",
        "injectionSelector": "L:text.source.fountain - comment - meta.block.shotscript - meta.title-page"
                             " - string.other.title-page",
        "patterns": [use("block"), use("other-block"), use("shot-line"), use("shot-note"), *map(use, NOTES),
                     use("super-line"), use("field")],
        "repository": {
            "block": block("cast|places|props|variants|fields", ["comment", "entry", "property", "values"]),
            "other-block": {"patterns": [block("format", ["comment", "format-key", "values"]), uses()]},
            "shot-line": shot_line(), "shot-note": shot_note(), **NOTES, "super-line": super_line(),
            **clauses(), **blocking(), **values(), **entries(),
        },
    }  # fmt: skip


def shot_line() -> Rule:
    """`!!`, and the lines after it while each ends in a comma."""
    return {
        "name": "meta.shot.shotscript",
        "begin": rf"^[ \t]*([!！]{{2}})(?![!！])[ \t]*{shot_id()}?",
        "beginCaptures": {"1": name("keyword.control.shot"), **labelled(2)},
        "end": r"(?<![,，\s])(?=[ \t]*$)|^(?=[ \t]*$)|^(?=[ \t]*[!！]{2}(?![!！]))"
               r"|^(?=[ \t]*(?:\[\[[^\n]*\]\]|/\*[^\n]*\*/)[ \t]*$)",
        "patterns": [use("clauses")],
    }  # fmt: skip


def shot_note() -> Rule:
    return {
        "name": "meta.shot.note.shotscript meta.embedded.shotscript",
        "begin": rf"(\[\[)\s*((?i:shot))\b\s*{shot_id(colon=False)}?\s*({COLON})",
        "beginCaptures": {"1": name("punctuation.definition.tag.begin"), "2": name("keyword.control.directive"),
                          "3": name("entity.name.tag.shot"), "4": name("punctuation.separator.id")},
        **note_end(), "patterns": [use("clauses")],
    }  # fmt: skip


def directive(head: str, patterns: list[str], subject: bool = False) -> Rule:
    """A note headed by a word of ours and a colon. `subject`: a name stands between."""
    whose = rf"(?![^\s:：@])\s*(@?[^:：\n]*?)\s*({COLON})" if subject else rf"()\s*({COLON})"
    return {
        "name": "meta.directive.shotscript meta.embedded.shotscript",
        "begin": rf"(\[\[)\s*((?i:{head})){whose}",
        "beginCaptures": {"1": name("punctuation.definition.tag.begin"), "2": name("keyword.control.directive"),
                          "3": name("entity.name.type.name"), "4": name("punctuation.separator.head")},
        **note_end(), "patterns": [use(one) for one in patterns],
    }  # fmt: skip


def super_line() -> Rule:
    """`SUPER: words` as a line of action: set over the picture too."""
    return {
        "match": rf"(?!\A)^[ \t]*(SUPER|TITLE)[ \t]*({COLON})[ \t]*(?=\S)(.*)$",
        "captures": {"1": name("keyword.control.directive"), "2": name("punctuation.separator.head"),
                     "3": {"patterns": [use("super-tail"), {"match": ".+?", **name("string.unquoted.super")}]}},
    }  # fmt: skip


def block(names: str, patterns: list[str]) -> Rule:
    return {
        "name": "meta.block.shotscript",
        "begin": rf"(/\*(?=@|[ \t]+@\p{{L}}+(?:\s|\*/|$)))[ \t]*((@)(?i:{names}))(?!\p{{L}})",
        "beginCaptures": {"1": name("punctuation.definition.tag.begin"), "2": name("keyword.control.block"),
                          "3": name("punctuation.definition.keyword")},
        "end": r"\*/",
        "endCaptures": {"0": name("punctuation.definition.tag.end")},
        "patterns": [{"match": r"/\*"}, *(use(one) for one in patterns)],  # comments do not stand in one another
    }  # fmt: skip


def entries() -> Rule:
    """What blocks are made of."""
    keys = sorted(set().union(*(found for found in blocks.KEYS.values() if found)) | set(WHOLE))
    return {
        "comment": {"match": r"^\s*//.*$", **name("comment.line.double-slash")},
        "entry": {"match": rf"(?:^|\G)(?![ \t])([^\s:：*][^:：\n]*?)\s*({COLON})",
                  "captures": {"1": name("entity.name.type.name"), "2": name("punctuation.separator.key")}},
        "property": {"match": rf"^[ \t]+(?i:({words(keys)})|([^:：\n]+?)(\.)({words(OF_PEOPLE)}))[ \t]*({COLON})",
                     "captures": {"1": name("support.type.property-name"), "2": name("entity.name.type.name"),
                                  "3": name("punctuation.accessor"), "4": name("support.type.property-name"),
                                  "5": name("punctuation.separator.key")}},
        "format-key": {"match": rf"(?:^|\G)[ \t]*(?i:({words(blocks.FORMAT)}))[ \t]*({COLON})",
                       "captures": {"1": name("support.type.property-name"), "2": name("punctuation.separator.key")}},
    }  # fmt: skip


def uses() -> Rule:
    rule = block("use", ["hidden"])
    rule["patterns"] += [
        {"match": r"^[ \t]*((@)(?i:use))\b", "captures": {"1": name("keyword.control.block"),
                                                          "2": name("punctuation.definition.keyword")}},
        {"match": r"[^\s*](?:[^*\n]|\*(?!/))*", **name("string.unquoted.path")},
    ]  # fmt: skip
    return rule


_FREE = ["hidden", "quoted", "path", "from", "field"]
_HELD = {"block": ["blocking"], "super": ["super-tail", "field"], "over": ["number"],
         **{head: [*_FREE, "number"] for head in ("plate", "take", "sound", "music")}}  # fmt: skip
NOTES: Rule = {
    **{f"note-{head}": directive(head, _HELD.get(head, ["hidden", "quoted", "field"])) for head in heads.PLAIN},
    **{f"note-{head}": directive(head, ["wears", *_FREE, "number"], subject=True) for head in heads.NAMED},
    "note-frame": directive(rf"frame\s+(?:{words(heads.FRAMES)})", [*_FREE]),
}
