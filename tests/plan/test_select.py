"""`--only`: what it names, and what it says when it names nothing."""

from __future__ import annotations

import pytest

import shotscript
from shotscript.core.errors import UsageError

SCRIPT = "".join(f"INT. ROOM {n} - DAY #{n}#\n\n!! {n}A: MS on MAYA\n\nMAYA\nOne.\n\n!! {n}B: CU on MAYA\n\n"
                 for n in range(1, 5))


@pytest.mark.parametrize("only, labels", [
    ("1A", "1A"), ("2", "2A 2B"), ("2-3", "2A 2B 3A 3B"), ("1B, 3-4", "1B 3A 3B 4A 4B"),
    ("", "1A 1B 2A 2B 3A 3B 4A 4B"),
])
def test_what_is_meant(only: str, labels: str):
    assert shotscript.read(SCRIPT, only=only).labels == frozenset(labels.split())


@pytest.mark.parametrize("only, words", [("9", "no scene or shot"), ("1C", "did you mean 1"), ("3-2", "backwards")])
def test_what_is_not_there(only: str, words: str):
    with pytest.raises(UsageError, match=words):
        shotscript.read(SCRIPT, only=only)


def test_an_exact_id_wins_over_a_range():
    script = SCRIPT.replace("!! 4B:", "!! 1-3:")
    assert shotscript.read(script, only="1-3").labels == {"1-3"}
