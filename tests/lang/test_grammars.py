"""The kept tables parse as the grammars do, and a cache that is absent, broken or closed costs time only."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotscript.core import cache
from shotscript.lang import grammars

LINES = ("ws on \ue000\ue001\ue001", "slow dolly in 1.2m over 4s ease out", "dolly sideways", "cu on", "35mm f/2.8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder that is not there yet; parsers built before and after do not meet these tests."""
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "kept")
    monkeypatch.setattr(grammars, "build", grammars.build.__wrapped__)
    return tmp_path / "kept"


def answers() -> list[str]:
    found = (grammars.attempt("shots", line) for line in LINES)
    return [told(answer) if isinstance(answer, grammars.UnexpectedToken) else answer.pretty() for answer in found]


def told(trouble: grammars.UnexpectedToken) -> str:
    return f"{trouble.token.start_pos} {sorted(grammars.accepted('shots', trouble))}"


def test_kept_tables_answer_as_new_ones(folder: Path):
    new = answers()
    assert len(list(folder.glob("shots-*.tables"))) == 1
    assert answers() == new


@pytest.mark.parametrize("harm", [lambda b: b[:1000], lambda b: b"", lambda b: b[:-1] + b"x", lambda b: b"nothing\n"])
def test_a_broken_file_is_made_anew(folder: Path, harm):
    new = answers()
    (path,) = folder.glob("shots-*.tables")
    whole = path.read_bytes()
    path.write_bytes(harm(whole))
    assert answers() == new
    assert path.read_bytes()[:64] == cache.digest.of_bytes(path.read_bytes()[65:]).encode()


def test_a_folder_that_cannot_be_made_costs_time_only(folder: Path):
    folder.write_text("a file where the folder should be")
    assert answers()
    assert folder.read_text() == "a file where the folder should be"
