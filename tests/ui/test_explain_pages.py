"""Every code has a page, every page a code; what a page shows is what is really told.

The bad example gives the code, at the page's level, and no other warning or error but those under `also:`; the good one
gives none of it, and no other warning or error. SHOTSCRIPT_RENEW=1 writes docs/codes.md anew.
"""

from __future__ import annotations

import ast
import os
import re
from itertools import groupby
from pathlib import Path

import pytest

from shotscript.core import codes
from shotscript.core.codes import Page
from shotscript.core.diagnostic import Level
from shotscript.core.timebase import plain
from shotscript.film import letters
from shotscript.narrative import check
from shotscript.narrative.timing import LONGEST_WRITTEN
from shotscript.optics import rehearse
from shotscript.ui import examples

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "shotscript"
LIST = ROOT / "docs" / "codes.md"
PAGES = codes.pages()
HEAD = """# All codes

What the compiler tells, by group. `shotscript explain CODE` shows a page in the terminal, with what is told of its
example; `--select` and `--ignore` take codes and groups. A test writes this list from the pages in `grammar/codes`.
"""
CODE = re.compile(r"[A-Z]{2}\d{3}")
KEYS = {"provider", "variant", "from", "saved as", "without", "also"}


def emitted() -> set[str]:
    """Every text of the source that is a code of ours, wherever it stands."""
    files = (path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    trees = (ast.parse(text) for text in files if CODE.search(text))
    texts = {node.value for tree in trees for node in ast.walk(tree)
             if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if CODE.fullmatch(text) and text[:2] in codes.GROUPS}


def test_pages_stand_beside_the_grammars_and_go_with_the_package():
    assert codes.FOLDER.resolve() == ROOT / "grammar" / "codes" and codes.FOLDER.is_relative_to(SOURCE)


def test_every_code_has_a_page_and_every_page_a_code():
    assert sorted(emitted()) == [page.code for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_the_examples_of_a_page(page: Page, monkeypatch: pytest.MonkeyPatch):
    if "without" in page.facts:
        monkeypatch.setattr(letters, "RAQM", False)
    told, _ = examples.bad(page)
    also = set(filter(None, page.facts.get("also", "").replace(",", " ").split()))
    assert {one.level for one in told if one.code == page.code} == {page.level}
    assert {one.code for one in told if one.level > Level.INFO and one.code != page.code} == also
    told, _ = examples.good(page)
    assert [one for one in told if one.level > Level.INFO or one.code == page.code] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_a_page_reads_like_a_page(page: Page):
    words = f"{page.why} {page.mend} {page.notes}"
    assert page.title[0].islower() and not page.title.endswith(".") and len(page.title) <= 70
    assert page.why.endswith(".") and page.mend.endswith(".") and 60 <= len(words) <= 900
    assert page.facts.keys() <= KEYS and page.group in codes.GROUPS
    assert page.bad != page.good or page.bad_files != page.good_files or "saved as" in page.facts


def test_numbers_on_pages_are_those_of_the_code():
    def said(code: str) -> str:
        page = codes.page(code)
        assert page
        return f"{page.why} {page.mend}"

    assert f"{plain(check.SHORTEST_SHOT)} s" in said("TM402") and f"{plain(check.LONGEST_SHOT)} s" in said("TM402")
    assert f"{plain(LONGEST_WRITTEN)} s" in said("TM402")
    assert f"{rehearse.FASTEST['walks']:g} m/s" in said("MV511")
    assert f"{rehearse.FASTEST['runs']:g} m/s" in said("MV511")


def test_the_list_of_codes():
    if os.environ.get("SHOTSCRIPT_RENEW") == "1":
        LIST.write_text(listed(), encoding="utf-8")
    assert LIST.read_text("utf-8") == listed()


def listed() -> str:
    parts = [HEAD]
    for group, members in groupby(PAGES, lambda page: page.group):
        rows = [f"| [{p.code}](../grammar/codes/{p.code}.md) | {p.level} | {p.title} |" for p in members]
        parts.append(f"\n## {group}: {codes.GROUPS[group]}\n\n| code | level | what it tells |\n| --- | --- | --- |\n"
                     + "\n".join(rows) + "\n")
    return "".join(parts)
