"""What a film costs, what may be spent, which takes there are, and what a person says of a job nobody knows of."""

from __future__ import annotations

import json
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from kling import KEY
from shop import FAST, Shop, shop
from wan import DashScope

from shotscript import compile
from shotscript.core.errors import MoneyError, UsageError
from shotscript.render.ledger import Ledger, Stored, events
from shotscript.render.orders import books
from shotscript.render.paid import alone
from shotscript.studio.paid import render
from shotscript.studio.takes import choose, chosen, segment_of, settle
from shotscript.ui.cli import run

ONE = Decimal("0.504")
"""Dollars of one segment of the shop's film."""


def test_what_is_there_is_not_paid_for_again(tmp_path: Path):
    with shop(tmp_path) as at:
        assert at.bill().owed == 2 * ONE
        assert len(at.render().fresh) == 2
        assert (at.bill().owed, at.bill().missing) == (0, 0)
        assert not at.render().outcomes and len(at.service.accepted) == 2


def test_an_edit_asks_for_its_own_segment_alone(tmp_path: Path):
    with shop(tmp_path, 3) as at:
        at.render()
        at.script.write_text(at.script.read_text().replace("room 2", "the second room"))
        assert at.bill().owed == ONE
        at.render()
        assert len(at.service.accepted) == 4


def test_two_segments_of_the_same_words_are_one_request(tmp_path: Path):
    scene = "INT. ROOM - NIGHT\n\n!! WS, 6s\n\nIt waits.\n\n"
    with shop(tmp_path, script=scene * 2) as at:
        made = at.render()
        assert len(at.service.accepted) == len(made.bill.entries) == 1
        assert len({take.clip for take in chosen(compile(at.script, provider="kling-3"))}) == 1


@pytest.mark.parametrize(("cap", "settings", "words"), [
    ("0.9", "", "--cap leaves $0.9"),
    ("100", 'cap = "1.0"\n', "the project's cap leaves $1.0"),
    ("100", 'cap_film = "0.504"\n', "the film's cap leaves $0.504"),
    ("0", "", "--cap leaves $0"),
])
def test_nothing_is_asked_for_where_the_money_does_not_reach(tmp_path: Path, cap: str, settings: str, words: str):
    with shop(tmp_path) as at:
        toml = tmp_path / "shotscript.toml"
        toml.write_text(settings + toml.read_text())
        with pytest.raises(MoneyError, match=words.replace("$", r"\$")):
            at.render(cap)
        assert not at.service.asked and not (tmp_path / ".shotscript" / "ledger.sqlite").exists()


def test_what_is_spent_counts_against_the_caps_of_the_project(tmp_path: Path):
    with shop(tmp_path) as at:
        toml = tmp_path / "shotscript.toml"
        toml.write_text('cap = "1.2"\n' + toml.read_text())
        at.render()
        with pytest.raises(MoneyError, match=r"leaves \$0\.192, of which \$1\.008 is spent"):
            at.render(takes=2)
        assert len(at.service.accepted) == 2


def test_without_a_cap_somebody_is_asked(tmp_path: Path):
    with shop(tmp_path) as at:
        keys, shown = dict(at.service.vendor.keys), []
        with pytest.raises(MoneyError, match=r"--cap 1\.008"):
            render(at.bill(), ask=lambda bill: bool(shown.append(bill)), tempo=FAST, environment=keys)
        assert shown[0].owed == 2 * ONE and not at.service.asked
        assert len(render(at.bill(), ask=lambda bill: True, tempo=FAST, environment=keys).fresh) == 2


def test_takes_are_kept_and_chosen(tmp_path: Path):
    with shop(tmp_path) as at:
        at.render()
        first = {one.segment.name: one.clip for one in chosen(at.bill().film)}
        at.service.seconds += 1
        film = at.bill().film
        segment = segment_of(film, "2a")
        at.render(takes=0, again=frozenset({segment.name}))
        assert [one.number for one in chosen(film)] == [1, 2], "the newest is the one that is cut"
        assert chosen(film)[1].clip != first["2A"]
        choose(film, segment, 1)
        assert [one.number for one in chosen(film)] == [1, 1]
        with pytest.raises(UsageError, match="no take 7 of 2A as it is written now; there are 1, 2"):
            choose(film, segment, 7)
        with pytest.raises(UsageError, match="no segment holds a shot 9Z"):
            segment_of(film, "9Z")


def test_previz_stands_in_for_what_is_missing(tmp_path: Path):
    with shop(tmp_path, faults=["moderated at once"]) as at:
        at.render()
        takes = chosen(at.bill().film)
        assert sorted(one.previz for one in takes) == [False, True]
        assert all(one.clip.is_file() for one in takes)


def test_a_clip_that_is_gone_is_asked_for_again_only_when_told(tmp_path: Path):
    with shop(tmp_path, 1) as at:
        at.render()
        shutil.rmtree(tmp_path / ".shotscript" / "store")
        assert [one.previz for one in chosen(at.bill().film)] == [True]
        assert at.bill().missing == 0, "it was paid for: only retry pays again"


def test_a_job_nobody_knows_the_fate_of(tmp_path: Path):
    with shop(tmp_path, faults=["hang"], vendor=DashScope(), provider="wan-2.6") as at:
        made = at.render()
        (lost,) = made.bill.unknown
        assert at.bill().books.spent == made.bill.books.spent == sum(one.usd for one in at.books.orders.values())
        assert not at.render().outcomes, "it is never asked for again by itself"
        with pytest.raises(UsageError, match="that job is stored"):
            settle(at.script, next(one.job for one in at.books.orders.values() if one.state == "stored"))
        with pytest.raises(UsageError, match="there is no job nobody"):
            settle(at.script, "nobody")
        known = {one.ticket for one in events(tmp_path / ".shotscript" / "ledger.sqlite")}
        settle(at.script, lost.job, next(job.id for job in at.service.accepted if job.id not in known))
        assert [one.order.state for one in at.render().outcomes if one.order] == ["stored"]
        assert len(at.service.accepted) == 2


def test_a_job_that_was_never_made_may_be_asked_for_again(tmp_path: Path):
    with shop(tmp_path, 1, faults=["refused line"], vendor=DashScope(), provider="wan-2.6") as at:
        (lost,) = at.render().bill.unknown
        settle(at.script, lost.job)
        assert at.books.spent == 0
        made = at.render()
        assert [one.order.take for one in made.outcomes if one.order] == [2] and len(at.service.accepted) == 1


def test_what_an_older_script_asked_for_is_brought_home(tmp_path: Path):
    with shop(tmp_path, 1, faults=["poll reset"] * 40) as at:
        assert "the next run goes on" in at.render().outcomes[0].words
        at.script.write_text(at.script.read_text().replace("waits", "sleeps"))
        at.service.faults = ()
        at.service._waiting.clear()
        made = at.render()
        assert [one.order.state for one in made.outcomes if one.order] == ["stored", "stored"]
        assert len(at.service.accepted) == 2 and not made.bill.older


def test_only_one_run_at_a_time(tmp_path: Path):
    with shop(tmp_path) as at, alone(tmp_path / ".shotscript"), pytest.raises(UsageError, match="another render"):
        at.render()


def test_a_script_with_errors_is_not_paid_for(tmp_path: Path):
    wrong = "INT. ROOM - NIGHT\n\n!! CU on NOBODY AT ALL, 6s\n\nIt waits.\n"
    with (shop(tmp_path, script=wrong) as at,
          pytest.raises(UsageError, match=r"the script has 1 error, the first is [A-Z]+[0-9]+: .*; nothing was asked")):
        at.bill()


def test_a_ledger_of_the_first_version_is_taken_over(tmp_path: Path):
    path = tmp_path / "ledger.sqlite"
    with sqlite3.connect(path) as base:
        base.executescript("""
        CREATE TABLE events (id INTEGER PRIMARY KEY, at TEXT NOT NULL, key TEXT NOT NULL,
          event TEXT NOT NULL CHECK (event IN ('stored')), provider TEXT NOT NULL, segment TEXT NOT NULL,
          clip TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
        CREATE INDEX events_key ON events (key, id);
        CREATE TRIGGER no_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'rows are only added'); END;
        CREATE TRIGGER no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'rows are only added'); END;
        INSERT INTO events VALUES (1, '2026-01-01T00:00:00', 'k', 'stored', 'previz', '1A', 'abc', 9);
        """)
    base.close()
    for _ in range(2):
        ledger = Ledger(path)
        assert ledger.stored("k") == Stored("abc", 9)
        ledger.keep("k2", "previz", "1B", Stored("def", 8))
        ledger.close()
    assert [one.clip for one in events(path)] == ["abc", "def", "def"]
    with sqlite3.connect(path) as base, pytest.raises(sqlite3.IntegrityError, match="only added"):
        base.execute("UPDATE events SET usd = '0'")
    base.close()


def test_rows_are_only_added_up_once(tmp_path: Path):
    with shop(tmp_path) as at:
        at.render()
        rows = events(tmp_path / ".shotscript" / "ledger.sqlite")
        assert [one.event for one in rows].count("stored") == 2
        assert books(rows).spent == 2 * ONE


# ----------------------------------------------------------------------------------- the command line


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLING_API_KEY", KEY)
    with shop(tmp_path, faults=["moderated at once"]) as at:
        # Done at the first look: the commands wait between looks as long as the service asks them to.
        at.service.vendor.looks = 0
        yield at


def test_a_refusal_stands_beside_the_line_of_the_script(counter: Shop, capsys: pytest.CaptureFixture[str]):
    assert run(["render", str(counter.script), "--provider", "kling-3", "--cap", "5"]) == 3
    said = capsys.readouterr()
    assert "JB102" in said.err and "film.fountain:" in said.err and "safety policy" in said.err
    assert "1 rendered for $0.504" in said.out


def test_the_dry_run_asks_for_nothing(counter: Shop, capsys: pytest.CaptureFixture[str]):
    assert run(["render", str(counter.script), "--provider", "kling-3", "--dry-run", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["owed_usd"] == "1.008" and [one["missing"] for one in told["entries"]] == [1, 1]
    assert not counter.service.asked


@pytest.mark.parametrize(("arguments", "status", "words"), [
    (["render", "FILE", "--provider", "kling-3"], 4, "--cap 1.008"),
    (["render", "FILE", "--provider", "kling-3", "--cap", "much"], 2, "an amount in US dollars"),
    (["render", "FILE", "--provider", "kling-3", "--cap", "-1"], 2, "an amount in US dollars"),
    (["render", "FILE", "--provider", "kling-3", "--cap", "0.1"], 4, "nothing was asked for"),
    (["render", "FILE", "--provider", "previz", "--cap", "1"], 2, "shotscript previz makes it"),
    (["render", "FILE", "--provider", "sora-2", "--cap", "1"], 2, "closed on"),
    (["settle", "FILE", "x", "--never", "--took", "y"], 2, "one of the two"),
    (["settle", "FILE", "x", "--never"], 2, "there is no job x"),
    (["choose", "FILE", "1A", "1", "--provider", "kling-3"], 2, "none was made yet"),
    (["retry", "FILE", "7Q", "--provider", "kling-3"], 2, "no segment holds a shot 7Q"),
])
def test_what_cannot_be_is_said(counter: Shop, capsys: pytest.CaptureFixture[str], arguments, status, words):
    assert run([str(counter.script) if one == "FILE" else one for one in arguments]) == status
    assert words in capsys.readouterr().err
    assert not counter.service.asked


def test_without_a_key_the_variable_is_named(counter: Shop, capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KLING_API_KEY")
    assert run(["render", str(counter.script), "--provider", "kling-3", "--cap", "5"]) == 2
    assert "set KLING_API_KEY in the environment" in capsys.readouterr().err


def test_jobs_lists_what_happened(counter: Shop, capsys: pytest.CaptureFixture[str]):
    run(["render", str(counter.script), "--provider", "kling-3", "--cap", "5"])
    capsys.readouterr()
    assert run(["jobs", str(counter.script)]) == 0
    told = capsys.readouterr().out
    assert "refused" in told and "stored" in told and "$0.504 spent on this film" in told
    assert run(["jobs", str(counter.script), "--format", "json"]) == 0
    assert {one["state"] for one in json.loads(capsys.readouterr().out)["jobs"]} == {"refused", "stored"}
