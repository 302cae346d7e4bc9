"""The grammar for VS Code beside the parser: over every script of the tests they agree on what each line is.

A grammar sees one line at a time. Where that is not enough to tell what the parser tells, DIFFER says which and why.
Node and the packages of `editors/vscode` are needed: `make editors` installs them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shotscript.core.span import Source
from shotscript.core.world import TextWorld
from shotscript.lang import blocks, fountain, heads
from shotscript.lang.ast import Parenthetical, Script, ShotLine, TransitionMark
from shotscript.lang.element import Kind
from shotscript.lang.parse import parse

ROOT = Path(__file__).parents[2]
VSCODE = ROOT / "editors/vscode"
if not shutil.which("node"):
    pytest.skip("there is no node here", allow_module_level=True)
if not (VSCODE / "node_modules/vscode-textmate").is_dir():
    pytest.skip("the packages of editors/vscode are not installed: make editors", allow_module_level=True)

Place = tuple[int, str]
"""A line, and what begins on it."""
SCOPES = {
    "keyword.control.shot": "shot", "meta.shot.note": "shot", "meta.directive": "directive",
    "keyword.control.block": "block", "markup.heading.scene": "heading", "entity.name.type.character": "cue",
    "keyword.control.transition": "transition", "markup.heading.section": "section",
    "comment.line.synopsis": "synopsis", "markup.bold.centered": "centered", "meta.separator.page-break": "page break",
    "markup.italic.lyrics": "lyrics", "storage.modifier.parenthetical": "parenthetical",
}  # fmt: skip
KINDS = {Kind.HEADING: "heading", Kind.CHARACTER: "cue", Kind.TRANSITION: "transition", Kind.SECTION: "section",
         Kind.SYNOPSIS: "synopsis", Kind.CENTERED: "centered", Kind.PAGE_BREAK: "page break", Kind.LYRICS: "lyrics",
         Kind.PARENTHETICAL: "parenthetical"}  # fmt: skip
DIFFER = {
    "block-indented-as-a-whole": "its name stands on the line below the mark",
    "unclosed-note-with-a-shot": "that a note is never closed, later lines tell",
    "heading-after-hidden-lines": "a paragraph goes on over a line that is wholly hidden, but for a heading",
    "cue-extensions": "a parenthesis that is never closed belongs to the name",
    "transition-needs-blanks": "a transition has no text above it",
}


def scripts() -> dict[str, str]:
    folders = (ROOT / "examples", ROOT / "tests/lang/cases", ROOT / "tests/narrative/cases")
    files = sorted(path for folder in folders for path in folder.rglob("*.fountain"))
    return {str(path.relative_to(ROOT)): text for path in files if (text := _text(path)) is not None}


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


@pytest.fixture(scope="module")
def coloured() -> dict[str, list[list[tuple[int, int, str]]]]:
    told = subprocess.run(["node", "scripts/scopes.mjs"], cwd=VSCODE, input=json.dumps(scripts()), text=True,
                          capture_output=True, check=True, timeout=120)  # fmt: skip
    return json.loads(told.stdout)


def by_grammar(lines: list[list[tuple[int, int, str]]]) -> Iterator[Place]:
    """What begins on each line. A note or block that goes on from the line above begins nowhere here."""
    for at, line in enumerate(lines):
        for start, _, scopes in line:
            for scope, kind in SCOPES.items():
                if f"{scope}." in f"{scopes}." and _begins(line, start, scopes, scope):
                    yield at, kind


def _begins(line: list[tuple[int, int, str]], start: int, scopes: str, scope: str) -> bool:
    if scope in ("meta.shot.note", "meta.directive"):
        return "punctuation.definition.tag.begin" in scopes
    return not any(end == start and f"{scope}." in f"{before}." for _, end, before in line)


def told_below(lines: list[str], at: int, kind: str) -> bool:
    """Whether only the line below tells that this is no cue (there is text below one) or transition (there is none)."""
    followed = at + 1 < len(lines) and lines[at + 1].strip() != ""
    return (kind == "cue" and not followed) or (kind == "transition" and followed)


def by_parser(name: str, text: str) -> Iterator[Place]:
    source = Source(name, text)
    tree, _ = fountain.read(source)
    script, _, _ = parse(TextWorld({name: text}), name)
    yield from _in_stream(script, source)
    for element in tree.elements:
        at = source.position(element.span.start)[0] - 1
        if element.kind in KINDS:
            yield at, KINDS[element.kind]
        yield from _notes(source, element.notes)
    yield from _notes(source, tree.loose)
    for bone in tree.boneyards:
        if blocks.tagged(bone) in (*blocks.KEYS, "use"):
            yield source.position(source.text.index("@", bone.span.start))[0] - 1, "block"


def _notes(source: Source, notes: tuple) -> Iterator[Place]:
    for note in notes:
        headed = heads.read(note)
        if headed:
            yield source.position(note.span.start)[0] - 1, "shot" if headed.head == "shot" else "directive"


def _in_stream(script: Script, source: Source) -> Iterator[Place]:
    """What the extension reads into the lines of plain Fountain."""
    for item in (item for scene in script.scenes for item in scene.items if item.span.source == source.name):
        at = source.position(item.span.start)[0] - 1
        if isinstance(item, ShotLine) and item.form == "line":
            yield at, "shot"
        elif isinstance(item, TransitionMark | Parenthetical):
            yield at, "transition" if isinstance(item, TransitionMark) else "parenthetical"


@pytest.mark.parametrize(("name", "text"), scripts().items(), ids=[name for name in scripts()])
def test_grammar_and_parser_see_the_same(name: str, text: str, coloured: dict[str, list[list[tuple[int, int, str]]]]):
    seen, meant = set(by_grammar(coloured[name])), set(by_parser(name, text))
    lines = text.split("\n")
    differ = [f"{at + 1}: {kind} {'only coloured' if (at, kind) in seen else 'not coloured'}: {lines[at]}"
              for at, kind in sorted(seen ^ meant) if (at, kind) in meant or not told_below(lines, at, kind)]
    assert (differ == []) == (Path(name).stem not in DIFFER), "\n".join(differ)


def test_the_data_files_hold():
    tool = VSCODE / "node_modules/.bin/vscode-tmgrammar-test"
    told = subprocess.run([tool, "--config", "package.json", "test/grammar/*.fountain"], cwd=VSCODE, text=True,
                          capture_output=True, timeout=120)  # fmt: skip
    assert told.returncode == 0, told.stdout
    assert told.stdout.count("run successfuly") == len(list((VSCODE / "test/grammar").iterdir()))
