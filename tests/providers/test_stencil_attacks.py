"""Templates that want too much, or are at fault: each is stopped in words, at its line, soon and in little memory.

`cases/templates/attacks` and `faults` hold one template a file; `long.json` those that are long by repeating a part:
what comes first, the part, how often, what stands in the middle, what closes each part, what comes last. `stopped.txt`
holds the words for each; SHOTSCRIPT_RENEW=1 writes it anew.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from shotscript.core.errors import UsageError
from shotscript.core.span import Span
from shotscript.providers.contract import Piece
from shotscript.providers.phrase import sandbox
from shotscript.providers.phrase.text import own, said

CASES = Path(__file__).parent / "cases" / "templates"
WORDS = CASES / "stopped.txt"
SPAN = Span(3, 21, "film.fountain")
VALUES = {
    "words": said("You kept the coat.", SPAN),
    "people": [{"name": "Maya", "words": own("x")}, {"name": "Jon", "words": own("y")}],
    "page": Piece(start=0, end=18, span=SPAN),
}


def templates() -> dict[str, str]:
    files = {path.stem: path.read_text() for path in sorted(CASES.glob("*/*.jinja2"))}
    repeated = json.loads((CASES / "long.json").read_text())
    long = {name: first + part * times + middle + close * times + last
            for name, (first, part, times, middle, close, last) in repeated.items()}
    assert not files.keys() & long.keys()
    return files | long


ALL = templates()


def words_for(name: str) -> str:
    """What is said of a template; each is told apart from the others by its name."""
    try:
        sandbox.printed(f"kling/{name}.jinja2", ALL[name], VALUES)
    except UsageError as trouble:
        return str(trouble).removeprefix(f"the template kling/{name}.jinja2, ")
    return "it ran"


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    if os.environ.get("SHOTSCRIPT_RENEW"):
        WORDS.write_text("".join(f"{name}: {words_for(name)}\n" for name in sorted(ALL)))
    return dict(line.split(": ", 1) for line in WORDS.read_text().splitlines())


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_one_is_stopped_in_words(name, expected):
    said = words_for(name)
    assert said == expected[name]
    assert said.startswith("line ")


def test_no_words_are_left_over(expected):
    assert expected.keys() == ALL.keys()


@pytest.mark.parametrize("name", sorted(ALL))
def test_none_takes_more_than_its_steps(name, monkeypatch):
    """The work done is what was paid for: no Python line runs more often than the steps allow."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event == "line"
        return count if frame.f_globals.get("__jinja_template__") else None

    try:
        template, _, _ = sandbox.compiled(f"kling/{name}.jinja2", ALL[name])
    except UsageError:
        return
    before = sys.gettrace()
    sys.settrace(count)
    try:
        words_for(name)
    finally:
        sys.settrace(before)
    assert 0 < counted <= 3 * sandbox.STEPS, template


def test_the_same_wherever_it_is_called_from(expected):
    """A template nested too deeply is refused by count, not by how deep Python already is."""

    def deeper(levels: int, name: str) -> str:
        return deeper(levels - 1, name) if levels else words_for(name)

    sandbox.compiled.cache_clear()
    for name in ALL:
        if name.startswith(("deep", "many", "recursive", "two")):
            assert deeper(300, name) == expected[name], name


def test_all_of_them_end_in_little_memory():
    """In a process of its own that may take 300 MB over what its libraries do."""
    child = subprocess.run([sys.executable, __file__], capture_output=True, text=True, timeout=300, check=False)
    assert child.returncode == 0, child.stderr
    assert child.stdout.split() == ["stopped", str(len(ALL))]


def main() -> None:
    with open("/proc/self/statm", encoding="ascii") as pages:
        taken = int(pages.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + 300 * 2**20, taken + 300 * 2**20))
    told = [words_for(name) for name in ALL]
    assert all(words.startswith("line ") for words in told), told
    print("stopped", len(told))


if __name__ == "__main__":
    main()
