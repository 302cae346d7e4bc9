"""What is in the store is never made again; what is made is kept whole or not at all."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from shotscript.core.errors import FileError
from shotscript.plan.limits import Limits
from shotscript.providers.contract import Draft, Drawing, Provider, Request, Status
from shotscript.render.job import job
from shotscript.render.ledger import Ledger, Stored
from shotscript.render.run import run, waiting
from shotscript.render.store import Store

WIDTH, HEIGHT = 32, 16


def picture(number: int) -> np.ndarray:
    return np.full((HEIGHT * 3 // 2, WIDTH), 16 + number * 5 % 200, np.uint8)


class Studio:
    """A provider that counts what it draws."""

    def __init__(self, broken_at: int | None = None) -> None:
        self.drawn: list[str] = []
        self.broken_at = broken_at
        self.provider = Provider(
            "test", "Test", Status.LIVE, date(2026, 1, 1), Limits(), _unwritten, lambda s: Decimal(0), draw=self.draw
        )

    def draw(self, request: Request) -> Drawing:
        self.drawn.append(request.segment)
        return Drawing(int(request.body["frames"]), WIDTH, HEIGHT, Fraction(24), self.frame)

    def frame(self, number: int) -> np.ndarray:
        if number == self.broken_at:
            raise KeyboardInterrupt
        return picture(number)


def _unwritten(segment: object, context: object) -> Draft:
    raise AssertionError("the loop never writes requests")


def jobs(*lengths: int):
    return [job(i, Request(provider="test", model="m", segment=f"s{i}", body={"frames": n, "i": i}), "x264")
            for i, n in enumerate(lengths)]


def books(folder: Path) -> tuple[Ledger, Store]:
    return Ledger(folder / "ledger.sqlite"), Store(folder / "store")


def test_a_second_run_makes_nothing(tmp_path: Path):
    studio = Studio()
    first = list(run(jobs(5, 7), studio.provider, *books(tmp_path), 2, lambda n: None))
    second = list(run(jobs(5, 7), studio.provider, *books(tmp_path), 2, lambda n: None))
    assert [d.fresh for d in first] == [True, True] and [d.fresh for d in second] == [False, False]
    assert studio.drawn == ["s0", "s1"]
    assert [d.clip for d in first] == [d.clip for d in second]


def test_only_the_changed_job_is_made(tmp_path: Path):
    studio = Studio()
    list(run(jobs(5, 7), studio.provider, *books(tmp_path), 1, lambda n: None))
    assert [j.index for j in waiting(jobs(5, 8), *books(tmp_path))] == [1]
    list(run(jobs(5, 8), studio.provider, *books(tmp_path), 1, lambda n: None))
    assert studio.drawn == ["s0", "s1", "s1"]


def test_progress_counts_every_frame(tmp_path: Path):
    told: list[int] = []
    list(run(jobs(5, 7), Studio().provider, *books(tmp_path), 3, told.append))
    assert sum(told) == 12


def test_workers_do_not_change_the_clip(tmp_path: Path):
    clips = [next(iter(run(jobs(9), Studio().provider, *books(tmp_path / str(n)), n, lambda n: None))).clip.name
             for n in (1, 2, 4)]
    assert len(set(clips)) == 1


def test_a_clip_lost_cut_short_or_overwritten_is_made_again(tmp_path: Path):
    studio = Studio()
    cut, blank = (lambda p: p.write_bytes(p.read_bytes()[:-1])), (lambda p: p.write_bytes(bytes(p.stat().st_size)))
    for spoil in (Path.unlink, cut, blank):
        done = next(iter(run(jobs(5), studio.provider, *books(tmp_path), 1, lambda n: None)))
        spoil(done.clip)
    again = next(iter(run(jobs(5), studio.provider, *books(tmp_path), 1, lambda n: None)))
    assert again.fresh and again.clip.is_file() and len(studio.drawn) == 4


@pytest.mark.parametrize("workers", [1, 2])
def test_stopping_leaves_nothing_half_made_and_a_clean_resume(tmp_path: Path, workers: int):
    with pytest.raises(KeyboardInterrupt):
        list(run(jobs(3, 9), Studio(broken_at=6).provider, *books(tmp_path), workers, lambda n: None))
    ledger, store = books(tmp_path)
    assert not list(store.incoming.iterdir())
    studio = Studio()
    assert [d.fresh for d in run(jobs(3, 9), studio.provider, ledger, store, workers, lambda n: None)] == [False, True]
    assert studio.drawn == ["s1"]


def test_ledger_rows_are_only_added(tmp_path: Path):
    ledger, _ = books(tmp_path)
    ledger.keep("k", "test", "s", Stored("ab", 3))
    ledger.keep("k", "test", "s", Stored("cd", 4))
    assert ledger.stored("k") == Stored("cd", 4)
    assert ledger.stored("other") is None
    with sqlite3.connect(ledger.path) as base:
        for order in ("UPDATE events SET clip = 'x'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                base.execute(order)


def test_a_ledger_that_is_no_ledger_is_said(tmp_path: Path):
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database at all, but long enough to be read as one" * 20)
    with pytest.raises(FileError, match="ledger"):
        Ledger(tmp_path / "ledger.sqlite")


def test_leftovers_of_dead_processes_are_swept(tmp_path: Path):
    _, store = books(tmp_path)
    left = store.incoming / ".abc.mp4.999999999.part"
    left.write_bytes(b"x")
    mine = store.draft("abc")
    mine.write_bytes(b"x")
    Store(tmp_path / "store")
    assert not left.exists() and mine.exists()
