"""The grammars of the editors speak the parser's own words: what is added to one and not to the other fails here."""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shotscript.lang import blocks, heads, measures, titlepage
from shotscript.lang.words import BLOCK, KINDS, SHOT
from shotscript.narrative import variants
from shotscript.ui.lsp import tokens

EDITORS = Path(__file__).parents[2] / "editors"
SYNTAXES = EDITORS / "vscode/syntaxes"
INJECTED = json.loads((SYNTAXES / "shotscript.tmLanguage.json").read_text(encoding="utf-8"))
RULES: dict[str, Any] = INJECTED["repository"]
MANIFEST = json.loads((EDITORS / "vscode/package.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def generator() -> Iterator[dict[str, Any]]:
    sys.path.insert(0, str(EDITORS / "grammars"))
    try:
        yield runpy.run_path(str(EDITORS / "grammars/__main__.py"))
    finally:
        sys.path.remove(str(EDITORS / "grammars"))


def listed(pattern: str) -> list[str]:
    """The words a pattern of `rules.ours` is made of."""
    match = re.search(r"\(\?:((?:[^()|]+\|)*[^()|]+)\)\(\?!\[\\p\{L\}", pattern.replace("['’]", "'"))
    assert match, pattern
    return [word.replace("\\s+", " ").replace("\\", "") for word in match[1].split("|")]


def test_the_files_are_as_they_are_written(generator: dict[str, Any]):
    names = {path.name for path in SYNTAXES.iterdir()}
    assert names == set(generator["GRAMMARS"])
    for name in names:
        expected = generator["written"](name)
        assert (SYNTAXES / name).read_text(encoding="utf-8") == expected, "renew it: python editors/grammars"


def test_every_word_of_a_shot_line_is_coloured_once():
    kinds = ("framing", "move", "pace", "way", "camera", "link")
    words = [word for kind in kinds for word in listed(RULES[kind]["match"])]
    assert sorted([*words, "allow", "as"]) == sorted(SHOT)


def test_every_word_of_a_block_is_coloured_once():
    words = [word for kind in ("step", "kind", "block-link") for word in listed(RULES[kind]["match"])]
    assert sorted(words) == sorted(BLOCK)
    assert set(listed(RULES["kind"]["match"])) == set(KINDS)
    assert all(word in BLOCK for word in ("stands", "walks", "gives"))


def test_every_head_has_a_rule_and_every_rule_a_head():
    notes = {name.removeprefix("note-") for name in RULES if name.startswith("note-")}
    assert notes == {*heads.PLAIN, *heads.NAMED, "frame"}
    assert {one["include"].removeprefix("#note-") for one in INJECTED["patterns"] if "note-" in one["include"]} == notes
    for frame in heads.FRAMES:
        assert frame in RULES["note-frame"]["begin"]


def test_every_block_and_every_key_has_a_rule():
    begins = f"{RULES['block']['begin']} {RULES['other-block']}"
    assert all(name in begins for name in (*blocks.KEYS, "use"))
    named = set(re.findall(r"\(([a-z|]+)\)", RULES["property"]["match"])[0].split("|"))
    assert named == set().union(*(keys for keys in blocks.KEYS.values() if keys)) | set(variants.WHOLE)
    assert set(re.findall(r"\(([a-z|]+)\)", RULES["property"]["match"])[1].split("|")) == set(variants.OWN)
    assert set(re.findall(r"\(([a-z|]+)\)", RULES["format-key"]["match"])[0].split("|")) == blocks.FORMAT


def test_units_are_those_the_parser_measures_by(generator: dict[str, Any]):
    units = set(generator["shotscript"].__globals__["values"].__globals__["UNITS"])
    known = {*measures._UNITS, *(unit for unit, short in measures._LONG_UNITS.items() if len(unit) != 3)}  # pyright: ignore[reportPrivateUsage]
    assert all(measures.kind_of(f"1{unit}") for unit in units)
    assert {*measures._UNITS} <= units  # pyright: ignore[reportPrivateUsage]
    assert units <= known | {"deg"}


def test_title_keys_are_the_parsers(generator: dict[str, Any]):
    titles = generator["fountain"].__globals__["TITLES"]
    assert set(titles) == titlepage.KNOWN


def test_each_kind_of_token_has_scopes_the_grammar_uses():
    (scopes,) = MANIFEST["contributes"]["semanticTokenScopes"]
    assert set(scopes["scopes"]) == set(tokens.KINDS)
    own = {one["id"] for one in MANIFEST["contributes"]["semanticTokenTypes"]}
    assert own == {"modifier"}, "the one kind of ours that VS Code does not know by itself"


def test_no_lockfile_says_where_packages_come_from():
    lock = json.loads((EDITORS / "vscode/package-lock.json").read_text(encoding="utf-8"))
    assert len(lock["packages"]) > 50
    assert [name for name, one in lock["packages"].items() if "resolved" in one] == []
    assert all("integrity" in one for name, one in lock["packages"].items() if name)
