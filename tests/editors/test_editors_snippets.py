"""Every snippet, as a writer finds it: with the placeholders left as they are, and with each choice of each list taken,
`shotscript check` has nothing to say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shotscript.core.diagnostic import Level
from shotscript.core.world import TextWorld
from shotscript.studio.read import read

ROOT = Path(__file__).parents[2]
SNIPPETS = json.loads((ROOT / "editors/vscode/snippets/shotscript.json").read_text(encoding="utf-8"))
HOLE = re.compile(r"\$\{(\d+)(?::((?:[^\\}]|\\.)*)|\|((?:[^\\|]|\\.)*)\|)\}|\$(\d+)")
CAST = "/*@cast\nMAYA: woman, 34\nJON: man, 41\n*/\n\n"
PROPS = "/*@props\nLETTER: a folded letter\n*/\n\n"
OPEN = "INT. ROOM - DAY\n\n[[block: MAYA stands at -1.2 0 facing JON; JON stands at 1.2 0 facing MAYA]]\n\n"
SHOT = "!! MS on MAYA, 50mm f/4"
TEXT = "\n\nShe waits by the door, and the light changes as she does.\n"


class Everything(TextWorld):
    """Every file there is is there."""

    def exists(self, path: str) -> bool:
        return True


def filled(body: str) -> Iterator[str]:
    """The text with every placeholder's own words, then with each further choice of each list."""
    most = max((len(match[3].split(",")) for match in HOLE.finditer(body) if match[3]), default=1)
    for turn in range(most):
        yield HOLE.sub(lambda match, turn=turn: _words(match, turn), body)


def _words(match: re.Match[str], turn: int) -> str:
    choices = (match[3] or "").split(",")
    return choices[turn % len(choices)] if match[3] else match[2] or ""


def script(name: str, text: str) -> str:
    """The snippet where it belongs."""
    if name == "Somebody more in the cast":
        return f"{CAST.replace('JON: man, 41', text)}{OPEN}{SHOT}{TEXT}"
    if text.startswith("/*@"):
        blocks = text if "@cast" in text else CAST + text
        return f"{blocks}\n{PROPS if '@props' not in text else ''}INT. ROOM - DAY\n\n{SHOT}{TEXT}"
    if re.match("INT|EXT", text):
        return f"{CAST}{PROPS}{text}{SHOT}{TEXT}" if "!!" not in text else f"{CAST}{text}{TEXT}"
    if text.startswith(">"):
        return f"{CAST}{OPEN}{SHOT}{TEXT}\n{text}{OPEN}{SHOT}{TEXT}"
    if text.startswith(("!!", "[[shot")):
        return f"{CAST}{PROPS}{OPEN}{text}{TEXT}"
    if text.startswith("[["):
        return f"{CAST}{PROPS}{OPEN}{text}\n{SHOT}{TEXT}\nMAYA\nHere.\n"
    moving = "[[block: MAYA walks to -0.4 1]]\n" if text.startswith("track") else ""
    both = "!! OTS MAYA on JON, 85mm f/1.8" if "rack" in text else "!! WS on MAYA and JON, 28mm f/4"
    return f"{CAST}{OPEN}{moving}{both if 'JON' in text else SHOT}, {text}{TEXT}"


CASES = [(name, text) for name, one in SNIPPETS.items() for text in filled("\n".join(one["body"]))]


@pytest.mark.parametrize(("name", "text"), CASES, ids=[f"{name}-{at}" for at, (name, _) in enumerate(CASES)])
def test_a_snippet_is_right_as_it_comes(name: str, text: str):
    whole = script(name, text)
    bible = "/*@cast\nADA: woman, 67\n*/\n"
    found = read("film.fountain", world=Everything({"film.fountain": whole, "bible/cast.fountain": bible}))
    assert [f"{p.code} {p.message}" for p in found.problems if p.level > Level.INFO] == [], whole


def test_no_two_snippets_share_a_prefix():
    said = [prefix for one in SNIPPETS.values() for prefix in one["prefix"]]
    assert sorted(said) == sorted(set(said))


def test_no_placeholder_is_left_out_of_the_check():
    for _, text in CASES:
        assert "$" not in text and "${" not in text
