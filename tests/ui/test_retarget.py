"""`retarget`: what becomes of a film at another provider, and what is known to follow a closed one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import shotscript
from shotscript import providers
from shotscript.providers import finding
from shotscript.providers.contract import Provider, Status
from shotscript.ui.cli import run


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider of five-second clips without a second cut, closed last year, followed by one that lives."""
    live = providers.named("kling-3-omni")
    limits = live.limits.model_copy(update={"cuts": 1})
    gone = replace(live, name="gone-1", title="Gone One", limits=limits, status=Status.RETIRED,
                   retired=date(2025, 9, 24), successors=("previz", "kling-3-omni"))
    monkeypatch.setattr(finding, "_outside", lambda: [gone])
    finding._found.cache_clear()
    yield gone
    monkeypatch.undo()
    finding._found.cache_clear()


def test_the_first_that_follows_is_taken(closed: Provider, example: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["retarget", str(example), "--from", "gone-1"]) == 0
    out = capsys.readouterr().out
    assert "Gone One: retired 2025-09-24, followed by previz, kling-3-omni" in out
    assert "provider      gone-1 -> previz" in out


def test_the_figures_are_those_of_both(closed: Provider, example: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["retarget", str(example), "--from", "gone-1", "--to", "kling-3-omni", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    films = [shotscript.compile(example, provider=name) for name in ("gone-1", "kling-3-omni")]
    for side, film in zip(("before", "after"), films, strict=True):
        assert found[side]["segments"] == len(film.segments)
        assert found[side]["price_usd"] == str(sum(film.prices))
        assert found[side]["lost"] == sum(loss.verdict.value == "lost" for loss in film.losses)
    assert found["before"]["segments"] > found["after"]["segments"]
    assert found["from"]["retired"] == "2025-09-24" and found["to"]["status"] == "live"
    assert all(one["words"] for one in found["stretches"] if one["before"] != one["after"])


def test_nothing_follows(example: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["retarget", str(example), "--from", "previz"]) == 2
    assert "say --to" in capsys.readouterr().err


def test_the_script_names_where_it_is(example: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["retarget", str(example), "--to", "previz"]) == 0
    assert "kling-3-omni -> previz" in capsys.readouterr().out


def test_the_list_of_providers_says_who_closed(closed: Provider, capsys: pytest.CaptureFixture[str]):
    assert run(["providers", "--format", "json"]) == 0
    rows = {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["gone-1"]["retired"] == "2025-09-24" and rows["gone-1"]["successors"] == ["previz", "kling-3-omni"]
    assert rows["previz"]["second_usd"] == "0" and float(rows["kling-3-omni"]["second_usd"]) > 0
    assert run(["providers", "--providers", "gone-1"]) == 0
    out = capsys.readouterr().out
    assert "retired" in out and "2025-09-24" in out and "previz" not in out.splitlines()[1].split("closed")[0]
