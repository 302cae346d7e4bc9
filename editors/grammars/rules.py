"""What TextMate rules are made of: scopes, references, and patterns of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from shotscript.lang.words import BLOCK, SHOT

Rule = dict[str, Any]

EDGE = r"(?<![\p{L}\p{N}_'’])"
END = r"(?![\p{L}\p{N}_])"
COLON = "[:：]"
CAPS = r"\p{Lu}[\p{Lu}\p{M}\p{N}.\-]*(?:['’]\p{Lu}+)*(?![\p{Ll}\p{N}_])"
CASELESS = r"\p{Lo}[\p{Lo}\p{M}ー]*"
BLANK = r"^(?!  $)[ \t]*$"
NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"


def name(scope: str) -> Rule:
    return {"name": f"{scope}.shotscript"}


def plain(scope: str) -> Rule:
    return {"name": f"{scope}.fountain"}


def use(rule: str) -> Rule:
    return {"include": f"#{rule}"}


def words(found: Iterable[str]) -> str:
    """One of them, the longest first, with any kind of apostrophe."""
    return "|".join(re.escape(one).replace("'", "['’]").replace("\\ ", r"\s+")
                    for one in sorted(found, key=lambda one: (-len(one), one)))  # fmt: skip


def ours(found: Iterable[str]) -> str:
    return rf"(?i){EDGE}(?:{words(found)}){END}"


def capitals() -> str:
    """Words of ours as a name in capitals would have them: they end it."""
    return words(word.upper() for word in SHOT | BLOCK)


def shot_id(colon: bool = True) -> str:
    return rf"(?:([\p{{L}}\p{{N}}.\-]+)\s*({COLON}))" if colon else r"([\p{L}\p{N}.\-]+)"


def labelled(at: int) -> Rule:
    return {str(at): name("entity.name.tag.shot"), str(at + 1): name("punctuation.separator.id")}


def note_end() -> Rule:
    return {"end": rf"\]\]|{BLANK}", "endCaptures": {"0": name("punctuation.definition.tag.end")}}
