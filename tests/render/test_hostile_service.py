"""A service that means ill, a user who stops in the middle, keys that change: what is paid for stays in the books, and
is paid for once."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest
from kling import KEY, Kling
from kling_legacy import SERVES
from loopback import Asked, Reply
from shop import FAST, SCENE, shop
from vendor import Service
from wan import DashScope

from shotscript.core.errors import FileError, MoneyError
from shotscript.render import fetch, http
from shotscript.render.desk import Tempo
from shotscript.render.ledger import Event, Ledger, events
from shotscript.studio.paid import render
from shotscript.studio.takes import settle
from shotscript.ui.cli import run

LEDGER = Path(".shotscript") / "ledger.sqlite"


class Nameless(DashScope):
    """Takes a job in, and answers without an id."""

    def accept(self, service: Service, asked: Asked) -> Reply:
        super().accept(service, asked)
        return Reply(200, {"request_id": "r", "output": {"task_status": "PENDING"}})


class Wordy(Nameless):
    """Takes a job in, and calls it a megabyte of letters."""

    def accept(self, service: Service, asked: Asked) -> Reply:
        super().accept(service, asked)
        return Reply(200, {"request_id": "r", "output": {"task_id": "x" * (1 << 20)}})


@pytest.mark.parametrize("vendor", [Nameless, Wordy])
def test_a_success_without_an_id_may_be_owed(tmp_path: Path, vendor):
    with shop(tmp_path, 1, vendor=vendor(), provider="wan-2.6") as at:
        made = at.render()
        (lost,) = made.bill.unknown
        assert made.bill.books.spent == lost.usd > 0
        assert not at.render().outcomes and len(at.service.accepted) == 1


@pytest.mark.parametrize(("vendor", "provider"), [(Kling, "kling-3"), (DashScope, "wan-2.6")])
def test_a_key_that_is_wrong_today_gives_no_job_up(tmp_path: Path, vendor, provider: str):
    with shop(tmp_path, 1, faults=["poll reset"] * 40, vendor=vendor(), provider=provider) as at:
        at.render()
        at.service._waiting.clear()
        wrong = {name: "another-account's-key" for name in at.service.vendor.keys}
        (kept,) = render(at.bill(), cap=Decimal(9), tempo=FAST, environment=wrong).outcomes
        assert kept.order and kept.order.state == "sent" and "does not let us look" in kept.words
        assert [one.order.state for one in at.render().outcomes if one.order] == ["stored"]
        assert len(at.service.accepted) == 1


def test_a_job_its_service_has_forgotten_was_paid_for_all_the_same(tmp_path: Path):
    with shop(tmp_path, 1, faults=["poll reset"] * 40, vendor=DashScope(), provider="wan-2.6") as at:
        spent = at.render().bill.books.spent
        at.service._waiting.clear()
        at.service.forget()
        (lost,) = at.render().bill.unknown
        assert "id lives for 24 hours" in lost.words and at.books.spent == spent > 0
        assert not at.render().outcomes and not at.service.accepted


def test_told_to_stop_in_mid_call_the_answer_is_written_down(tmp_path: Path):
    def hard(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, hard)
    try:
        with shop(tmp_path, 1, faults=["slow"], vendor=DashScope(), provider="wan-2.6") as at:
            def stop() -> None:
                while not at.service.accepted:
                    time.sleep(0.005)
                os.kill(os.getpid(), signal.SIGINT)

            threading.Thread(target=stop).start()
            with pytest.raises(KeyboardInterrupt):
                at.render()
            assert [one.event for one in events(tmp_path / LEDGER)] == ["intent", "sent"]
            assert [one.order.state for one in at.render().outcomes if one.order] == ["stored"]
            assert signal.getsignal(signal.SIGINT) is hard and len(at.service.accepted) == 1
    finally:
        signal.signal(signal.SIGINT, before)


def test_one_that_fails_takes_no_answer_of_another_away(tmp_path: Path):
    with shop(tmp_path, 2, faults=["slow"], vendor=DashScope(), provider="wan-2.6") as at:
        def gone(order: object) -> None:
            raise BrokenPipeError

        with pytest.raises(BrokenPipeError):
            render(at.bill(), cap=Decimal(9), tempo=FAST, environment=dict(at.service.vendor.keys), told=gone)
        rows = [one.event for one in events(tmp_path / LEDGER)]
        assert rows.count("sent") == len(at.service.accepted) and rows.count("intent") == rows.count("sent")


def test_a_disk_that_is_full_when_the_answer_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    add = Ledger.add

    def full(ledger: Ledger, *told: Event) -> None:
        if told[0].event == "sent":
            raise FileError("the disk is full")
        add(ledger, *told)

    with shop(tmp_path, 2, vendor=DashScope(), provider="wan-2.6") as at:
        monkeypatch.setattr(Ledger, "add", full)
        with pytest.raises(FileError, match=r"the disk is full; the service has .* as job-\d: write that down"):
            at.render()


def test_an_unknown_job_is_looked_for_again_where_it_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async def nothing(desk: object, order: object) -> None:
        return None

    with shop(tmp_path, 1, faults=["lost reply"]) as at:
        with monkeypatch.context() as away:
            away.setattr(fetch, "_found", nothing)
            assert len(at.render().bill.unknown) == 1
        assert [one.order.state for one in at.render().outcomes if one.order] == ["stored"]
        assert len(at.service.accepted) == 1


def test_who_said_never_and_then_finds_the_job(tmp_path: Path):
    with shop(tmp_path, 1, faults=["hang"], vendor=DashScope(), provider="wan-2.6") as at:
        (lost,) = at.render().bill.unknown
        settle(at.script, lost.job)
        assert at.books.spent == 0
        settle(at.script, lost.job, at.service.accepted[0].id)
        assert at.books.spent == lost.usd
        assert [one.order.state for one in at.render().outcomes if one.order] == ["stored"]


def test_what_was_spent_since_the_bill_counts_against_the_cap(tmp_path: Path):
    with shop(tmp_path) as at:
        toml = tmp_path / "shotscript.toml"
        toml.write_text('cap = "1.5"\n' + toml.read_text())
        old = at.bill()
        at.script.write_text(at.script.read_text().replace("waits", "sleeps"))
        at.render()
        with pytest.raises(MoneyError, match=r"leaves \$0\.492, of which \$1\.008 is spent"):
            render(old, cap=Decimal(9), tempo=FAST, environment=dict(at.service.vendor.keys))
        assert len(at.service.accepted) == 2


def test_the_cap_of_a_call_is_that_of_all_its_films(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setenv("KLING_API_KEY", KEY)
    with shop(tmp_path, 1) as at:
        other = tmp_path / "other.fountain"
        other.write_text(SCENE.format(n=7))
        films = [str(at.script), str(other), "--provider", "kling-3"]
        assert run(["render", *films, "--cap", "0.6"]) == 4 and not at.service.asked
        assert "this would cost $1.008, and --cap leaves $0.6" in capsys.readouterr().err


def test_a_job_is_found_on_the_path_it_was_asked_for_on(tmp_path: Path):
    with shop(tmp_path, 1, vendor=SERVES["kling-3-legacy"](), provider="kling-3-legacy") as at:
        at.render()
        intent = events(tmp_path / LEDGER)[0]
        assert intent.ticket == f"text2video/{intent.job}"


@pytest.mark.parametrize(("told", "least", "most"), [
    ("0", 1, 1), ("-5", 1, 1), ("nan", 1, 1), ("7", 7, 7), ("1e9", 600, 600), ("inf", 600, 600),
    ("Mon, 01 Jan 2001 00:00:00 GMT", 1, 1), ("Fri, 01 Jan 9999 00:00:00 GMT", 600, 600),
    ("Fri, 01 Jan 99999999999999999999 00:00:00 GMT", 0.5, 1), ("soon", 0.5, 1), ("", 0.5, 1),
])
def test_how_long_a_service_makes_us_wait(told: str, least: float, most: float, monkeypatch: pytest.MonkeyPatch):
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    asyncio.run(Tempo().pause(0, http._after(told)))
    assert least <= slept[0] <= most


def test_half_a_letter_is_none():
    answer = http._json(b'{"id": "a\\ud800b", "words": "\\ud83d\\ude00"}')
    assert answer == {"id": "a?b", "words": "\U0001f600"}
