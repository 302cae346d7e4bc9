"""The example film's prompts at every provider, kept beside the tests to be read by people: a changed word shows here.

SHOTSCRIPT_RENEW=1 writes them anew, with those on the page of prompts.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from shotscript import providers, studio

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "the-last-light" / "the-last-light.fountain"
CASES = Path(__file__).parent / "cases" / "prompts"
PAGE = ROOT / "docs" / "prompts.md"
RENEW = bool(os.environ.get("SHOTSCRIPT_RENEW"))
BLOCK = re.compile(r"^```text ([\w./-]+) ([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@cache
def example() -> studio.Read:
    return studio.read(EXAMPLE)


@cache
def prompts(name: str) -> dict[str, str]:
    """By the name of the segment."""
    return {one.segment: one.prompt for one in studio.lower(example(), name, fresh=True).requests}


def case(name: str) -> Path:
    return CASES / f"{name.replace('/', '--')}.txt"


@pytest.mark.parametrize("name", providers.find())
def test_the_example_compiles_for_every_provider(name):
    film = studio.lower(example(), name, fresh=True)
    wanted = "".join(f"# {one.segment}\n\n{one.prompt}\n\n" for one in film.requests if one.prompt)
    assert film.requests or film.problems, "a film that is not made says why"
    if RENEW and wanted:
        case(name).parent.mkdir(exist_ok=True)
        case(name).write_text(wanted, encoding="utf-8")
    assert (case(name).read_text(encoding="utf-8") if case(name).is_file() else "") == wanted


def test_no_prompt_of_a_provider_that_is_gone_is_left():
    known = {case(name).name for name in providers.find()}
    for path in sorted(CASES.glob("*.txt")):
        if RENEW and path.name not in known:
            path.unlink()
        assert not path.exists() or path.name in known, f"{path.name} is of no provider"


def test_the_page_shows_what_is_really_sent():
    page = PAGE.read_text(encoding="utf-8")
    if RENEW:
        page = BLOCK.sub(lambda m: f"```text {m[1]} {m[2]}\n{prompts(m[1])[m[2]]}\n```", page)
        PAGE.write_text(page, encoding="utf-8")
    shown = BLOCK.findall(page)
    assert {name for name, _, _ in shown} >= {"kling-3-omni", "seedance-2.5", "veo-3.1", "wan-3.0"}
    for name, segment, words in shown:
        assert words == prompts(name)[segment] + "\n", f"{name}, {segment}"


def test_the_page_quotes_the_example():
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    (quoted,) = re.findall(r"^```fountain\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert [line for line in quoted.splitlines() if line not in lines] == []


def test_prompts_read_like_prose():
    """Slips that no person would write: marks that double, blanks before marks, articles that clash."""
    slips = re.compile(r"\.\.(?!\.)|,,|\s[,;.](?:\s|$)|\.,|;\.|  |\ban? (?:an?|the)\b|\bthe the\b|None|\{\{|¶")
    for name in providers.find():
        for segment, words in prompts(name).items():
            found = slips.search(re.sub(r"need:[^\s]+", "", words))
            assert found is None, f"{name}, {segment}: {words[max(0, found.start() - 40) : found.end() + 40]!r}"
