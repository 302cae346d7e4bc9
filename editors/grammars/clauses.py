"""The rules inside a shot, a `block` and a directive: quotes, numbers, words of ours, names."""

from __future__ import annotations

from rules import BLANK, CAPS, CASELESS, COLON, EDGE, END, NUMBER, Rule, capitals, name, ours, use, words
from vocabulary import CAMERA, LINKS, MOVES, PACE, SIZES, STEPS, UNITS, WAYS

from shotscript.lang import supers
from shotscript.lang.words import BLOCK, KINDS

SCOPES = {"framing": "support.function.framing", "move": "keyword.control.move", "pace": "keyword.other.pace",
          "way": "keyword.other.way", "camera": "support.function.camera", "link": "keyword.other.link"}  # fmt: skip


def clauses() -> Rule:
    """A shot's clauses: quotes, numbers, words of ours, names. What is left is description."""
    kinds = (("framing", SIZES), ("move", MOVES), ("pace", PACE), ("way", WAYS), ("camera", CAMERA), ("link", LINKS))
    return {
        "clauses": {"patterns": [use("hidden"), use("quoted"), use("allow"), use("as"), use("auto"), use("stop"),
                                 use("three-quarter"), use("number"), use("forced-name"),
                                 *(use(kind) for kind, _ in kinds), use("field"), use("name"), use("comma")]},
        "allow": {"match": rf"(?i){EDGE}(allow)\s+(\p{{L}}{{2}}\d{{3}}){END}",
                  "captures": {"1": name("keyword.other.consent"), "2": name("constant.other.code")}},
        "as": {"match": rf"(?i){EDGE}(as)\s+([\p{{L}}\p{{N}}.\-]+)",
               "captures": {"1": name("keyword.other.repeat"), "2": name("entity.name.tag.shot")}},
        "auto": {"match": rf"(?i){EDGE}auto{END}", **name("keyword.other.auto")},
        "stop": {"match": rf"(?i){EDGE}[ft]/?\d+(?:\.\d+)?{END}", **name("constant.numeric.stop")},
        "three-quarter": {"match": r"3/4(?=[\s-]+(?i:front|back|left|right))", **name("support.function.camera")},
        **{kind: {"match": ours(found), **name(SCOPES[kind])} for kind, found in kinds},
    }  # fmt: skip


def blocking() -> Rule:
    """What a `block` holds."""
    return {
        "blocking": {"patterns": [use("hidden"), use("quoted"), use("forced-name"), use("size"), use("number"),
                                  use("name"), use("step"), use("kind"), use("block-link"), use("field"),
                                  use("comma")]},
        "size": {"match": r"(?<=[\d\p{L}])\s+(x)(?=\s+\d)", "captures": {"1": name("keyword.operator.by")}},
        "step": {"match": ours(STEPS), **name("keyword.other.step")},
        "kind": {"match": ours(KINDS), **name("support.function.kind")},
        "block-link": {"match": ours(BLOCK - STEPS - frozenset(KINDS)), **name("keyword.other.link")},
    }


def values() -> Rule:
    """What stands in clauses, directives and blocks alike."""
    places = sorted(supers.PLACES, key=len, reverse=True)
    return {
        "hidden": {"patterns": [
            {"begin": r"/\*", "end": r"\*/", **name("comment.block")},
            {"begin": r"\[\[", "end": rf"\]\]|{BLANK}", **name("comment.block.note")},
        ]},
        "quoted": {"patterns": [
            {"begin": '"', "end": '"|(?=\\]\\])|$', **name("string.quoted.double"),
             "patterns": [{"match": r"\\.", **name("constant.character.escape")}, use("field")]},
            {"begin": "“", "end": r"”|(?=\]\])|$", **name("string.quoted.double"), "patterns": [use("field")]},
            {"begin": "「", "end": r"」|(?=\]\])|$", **name("string.quoted.double"), "patterns": [use("field")]},
        ]},
        "number": {"match": rf"{EDGE}(?<![\d.])(?<!\p{{L}}-)({NUMBER})"
                            rf"(?:[ ]?((?i:{words(UNITS)})){END})?(?![\p{{L}}\d_])",
                   "captures": {"1": name("constant.numeric"), "2": name("keyword.other.unit")}},
        "picture": {"match": rf"{EDGE}(?:\d+(?:\.\d+)?:\d+|{NUMBER}(?:p|fps|k)|\d+x\d+){END}",
                    **name("constant.numeric.picture")},
        "name": {"match": rf"{EDGE}(?:{CAPS}(?: (?!(?:{capitals()}){END}){CAPS})*|{CASELESS})",
                 **name("entity.name.type.name")},
        "forced-name": {"match": rf"[@＠](?:{CAPS}(?: (?!(?:{capitals()}){END}){CAPS})*|[\p{{L}}\p{{N}}]+)",
                        **name("entity.name.type.name")},
        "field": {"match": r"(?<!\\)(\{)([\p{L}_][\p{L}\p{M}\p{N}_]*)(\})",
                  "captures": {"0": name("variable.parameter.field")}},
        "comma": {"match": "[,，;；]", **name("punctuation.separator")},
        "path": {"match": r"(?<![^\s:：,，\"\[\]])[^\s,，\"\[\]]+\.\p{L}[\p{L}\p{N}]{1,4}" + END,
                 **name("string.unquoted.path")},
        "from": {"match": rf"(?i){EDGE}(?:from|off){END}", **name("keyword.other.link")},
        "wears": {"match": rf"(?i)(?<={COLON})\s*(wears|off){END}", "captures": {"1": name("keyword.other.state")}},
        "values": {"patterns": [use("hidden"), use("quoted"), use("path"), use("picture"), use("number"),
                                use("field")]},
        "super-tail": {"patterns": [use("hidden"), use("quoted"), use("path"), use("number"),
                                    {"match": ours([*places, "centre", "middle", "upper", "lower"]),
                                     **name("support.function.place")},
                                    {"match": ours(["at", "over", "for"]), **name("keyword.other.pace")}]},
    }  # fmt: skip
