"""Plain Fountain 1.1 as a grammar, for editors that have none. Lines are told as far as one line alone can tell."""

from __future__ import annotations

from rules import BLANK, COLON, Rule, plain, use, words
from vocabulary import TITLES

ROUND = r"(?<round>[(（](?:[^()（）\n]|\g<round>)*[)）])"
"""One pair of parentheses that holds the whole."""


def fountain() -> Rule:
    """The whole grammar. Order counts: of two rules that begin at one place the earlier wins."""
    return {
        "comment": "Written by editors/grammars.",
        "scopeName": "text.source.fountain",
        "name": "Fountain",
        "fileTypes": ["fountain"],
        "patterns": [use("boneyard"), use("title-page"), use("note"), use("page-break"), use("heading"),
                     use("centered"), use("transition"), use("section"), use("synopsis"), use("lyrics"),
                     use("speech"), use("action")],
        "repository": {**fountain_lines(), **fountain_hidden(), **emphasis()},
    }  # fmt: skip


def fountain_lines() -> Rule:
    inside = [use("boneyard"), use("note"), use("emphasis")]
    places = r"(?i:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I\.?/E|E\.?/I)[.． ]"
    number = r"(?:[ \t]*([#＃][\p{L}\p{N}.\-]+[#＃]))?"
    key = r"\p{L}[^:：\n]{0,60}"
    few = rf"\p{{L}}[^\s:：]*(?: [^\s:：]+){{0,2}}{COLON}"
    opening = (rf"(?i:{words(TITLES)})[ \t]*{COLON}|(?:\p{{L}}+ )?CUT TO:$"
               rf"|(?!{places})(?![^\p{{Ll}}:：\n]*{COLON}){few}")
    return {
        "title-page": {"begin": rf"\A(?={opening})", "end": BLANK, **plain("meta.title-page"),
                       "patterns": [{"match": rf"(?:^|\G)({key})({COLON})",
                                     "captures": {"1": plain("entity.name.tag.title-page"),
                                                  "2": plain("punctuation.separator.key")}}, *inside]},
        "page-break": {"match": r"^[ \t]*={3,}[ \t]*$", **plain("meta.separator.page-break")},
        "heading": {"match": rf"^[ \t]*((?:[.．](?=[\p{{L}}\p{{N}}])|(?={places}))(?:(?!\[\[|/\*).)*?){number}[ \t]*"
                             r"(?=\[\[|/\*|$)",
                    "captures": {"1": {**plain("markup.heading.scene"), "patterns": inside},
                                 "2": plain("constant.numeric.scene")}},
        "centered": {"match": r"^[ \t]*([>＞])(.*)([<＜])[ \t]*$", **plain("markup.bold.centered"),
                     "captures": {"1": plain("punctuation.definition.centered"), "2": {"patterns": inside},
                                  "3": plain("punctuation.definition.centered")}},
        "transition": {"match": r"^[ \t]*([>＞][^\n\[/]*|(?:[^\p{Ll}\n\[/]*TO:|FADE (?:IN|OUT|TO BLACK)[.:：。]?)"
                                r"(?=[ \t]*(?:\[\[|/\*|$)))",
                       "captures": {"1": plain("keyword.control.transition")}},
        "section": {"match": r"^[ \t]*([#＃]+)[ \t]*(?=[^\s#＃])(.*)$", **plain("markup.heading.section"),
                    "captures": {"1": plain("punctuation.definition.section"), "2": {"patterns": inside}}},
        "synopsis": {"match": r"^[ \t]*=[ \t]*(?=[^\s=])(.*)$", **plain("comment.line.synopsis")},
        "lyrics": {"match": r"^[ \t]*[~～](.*)$", **plain("markup.italic.lyrics"),
                   "captures": {"1": {"patterns": inside}}},
        "speech": speech(inside),
        "action": {"begin": r"^[ \t]*(?=\S)", "end": r"^(?=[ \t]*$)", **plain("meta.action"),
                   "patterns": [use("page-break"), use("centered"), use("transition"), use("lyrics"),
                                use("forced"), *inside]},
        "forced": {"match": r"^[ \t]*([!！])(?![!！])", "captures": {"1": plain("punctuation.definition.action")}},
    }  # fmt: skip


def speech(inside: list[Rule]) -> Rule:
    """A cue and what is said. That text must follow it, one line cannot tell."""
    capitals = r"(?![!！#＃=~～>＞.．\[/@＠])(?=[^\p{Ll}\n(（\[]*\p{Lu})[^\p{Ll}\n(（\[]+?(?<![:：!?！？。\s])"
    forced = r"[@＠](?=[^\s(（^])[^\n(（\[]+?(?<!\s)"
    return {
        "begin": rf"^[ \t]*({forced}|{capitals})[ \t]*((?:[(（][^()（）\n]*[)）][ \t]*)*)(\^)?[ \t]*(?=\[\[|/\*|$)",
        "beginCaptures": {"1": plain("entity.name.type.character"), "2": plain("storage.modifier.extension"),
                          "3": plain("keyword.operator.dual")},
        "end": rf"{BLANK}|^(?=[ \t]*[!！])|^(?=[ \t]*={{3,}}[ \t]*$)",
        "contentName": "string.unquoted.dialogue.fountain",
        "patterns": [{"match": rf"^[ \t]*{ROUND}[ \t]*(?=\[\[|/\*|$)",
                      **plain("storage.modifier.parenthetical")},
                     use("lyrics"), *inside],
    }  # fmt: skip


def fountain_hidden() -> Rule:
    return {
        "boneyard": {"begin": r"/\*", "end": r"\*/", **plain("comment.block.boneyard")},
        "note": {"begin": r"\[\[", "end": rf"\]\]|{BLANK}", **plain("comment.block.note"),
                 "patterns": [use("boneyard")]},
    }  # fmt: skip


def emphasis() -> Rule:
    """Marks open before a letter and close after one, on one line."""
    inside = {"patterns": [use("emphasis")]}

    def marked(mark: str, scope: str, edge: str = "") -> Rule:
        shut = edge.replace("(?<!", "(?!")
        return {"match": rf"{edge}({mark})(?=\S)(.{{1,500}}?)(?<=[^\s\\])({mark}){shut}", **plain(scope),
                "captures": {"2": inside}}  # fmt: skip

    star = r"(?<!\*)"
    return {"emphasis": {"patterns": [
        {"match": r"\\[*_]", **plain("constant.character.escape")},
        marked(r"\*\*\*", "markup.bold.italic", star), marked(r"\*\*", "markup.bold", star),
        marked(r"\*", "markup.italic", star), marked("_", "markup.underline", r"(?<![\p{L}\p{N}_])"),
    ]}}  # fmt: skip
