"""What a formatter may not change: the tree, the story, the prose, the comments. Told without asking the formatter."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from shotscript.core.show import show
from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang import heads
from shotscript.lang.ast import Directive, Script, ShotLine
from shotscript.lang.bare import bare
from shotscript.lang.format import applied, formatted
from shotscript.lang.parse import parse
from shotscript.narrative import slate
from shotscript.narrative.resolve import understand

NAME = "f.fountain"
MARK = "\ufffc"


@lru_cache(256)
def read(text: str) -> tuple[Script, Source]:
    tree, _, sources = parse(TextWorld({NAME: text}), NAME)
    return tree, sources[NAME]


def fmt(text: str, shots: str = "") -> str:
    tree, source = read(text)
    return applied(source.text, formatted(tree, source, slate.ids(tree), shots))


def check(text: str, shots: str = "") -> str:
    """Formats a script; AssertionError where that is not what formatting is. Returns it formatted."""
    new = fmt(text, shots)
    assert fmt(new, shots) == new
    assert tree(new) == tree(text)
    assert prose(new) == prose(text)
    assert comments(new) == comments(text)
    assert all(now == was or not was for was, now in zip(ids(text), ids(new), strict=True))
    assert story(new) == story(text)
    return new


def tree(text: str) -> Any:
    """The tree without places, ids, forms, and the raw text of what is parsed further."""
    script, _ = read(text)
    return [(scene.heading, scene.number, bare(scene.blocks), [bare(_plain(item)) for item in scene.items])
            for scene in script.scenes], bare(script.blocks), bare(script.fountain.title)


def _plain(item: Any) -> Any:
    if isinstance(item, ShotLine):
        return replace(item, id="", form="", above=tuple(map(_plain, item.above)))
    if isinstance(item, Directive) and item.head == "block":
        return replace(item, text="")
    return item


def ids(text: str) -> list[str]:
    return [line.id for line in shots(text)]


def forms(text: str) -> list[str]:
    return [line.form for line in shots(text)]


def shots(text: str) -> list[ShotLine]:
    return [item for scene in read(text)[0].scenes for item in scene.items if isinstance(item, ShotLine)]


def prose(text: str) -> str:
    """Every character of the file that is not ours: shots, directives and blocks are one mark each, and a line of
    nothing but marks and blanks is one of marks only."""
    script, source = read(text)
    notes = [note for element in script.fountain.elements for note in element.notes] + list(script.fountain.loose)
    places = [note.span for note in notes if heads.read(note)]
    places += [line.span for line in shots(text)]
    places += [bone.span for bone in script.fountain.boneyards if re.match(r"\s*@[^\W\d_]", bone.text)]
    parts, at = list[str](), 0
    for span in sorted(places, key=lambda span: (span.start, -span.end)):
        if span.start >= at:
            parts += (source.text[at : span.start], MARK)
            at = span.end
    left = "".join((*parts, source.text[at:]))
    alone = rf"(?:(?<=[\r\n])|\A)[^\S\r\n]*((?:{MARK}[^\S\r\n]*)+)(?=\r|\n|\Z)"
    return re.sub(alone, lambda match: MARK * match[1].count(MARK), left)


def comments(text: str) -> list[str]:
    """Comments, notes that are no shot or directive, and the commented lines of blocks."""
    script, _ = read(text)
    notes = [note for element in script.fountain.elements for note in element.notes] + list(script.fountain.loose)
    bones = script.fountain.boneyards
    plain = [bone.text for bone in bones if not re.match(r"\s*@[^\W\d_]", bone.text)]
    inside = [line.strip() for bone in bones if bone.text not in plain for line in bone.text.split("\n")
              if line.strip().startswith("//")]
    return sorted(plain) + inside + sorted(note.text for note in notes if not heads.read(note))


def story(text: str) -> str:
    """The film that is understood, its shots called by their labels."""
    told, _ = understand(read(text)[0], {NAME: read(text)[1]})
    return re.sub(r"(?m)^ *id: .*\n", "", show(told))
