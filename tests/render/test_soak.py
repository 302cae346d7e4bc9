"""Many jobs at once at a service that fails now and then: each is accounted for to the cent, and nothing is left open.

In `make test` 120 jobs at 16 in flight; in `make proof` 2,000 at 64.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from decimal import Decimal
from pathlib import Path

from shop import shop

from shotscript.render.desk import Tempo
from shotscript.render.ledger import events
from shotscript.studio.paid import price, render

PROOF = bool(os.environ.get("SHOTSCRIPT_PROOF"))
ROUNDS, TAKES, AT_ONCE = (10, 100, 64) if PROOF else (2, 30, 16)
"""So many times as many takes more of each of the two segments."""
CHANCE = {"submit": 0.05, "poll": 0.01, "file": 0.04}
"""About one job in ten meets a fault."""
TEMPO = Tempo(scale=0.002, tries=8, quiet=3.0)


def test_a_soak(tmp_path: Path, capsys):
    grown: list[int] = []
    with shop(tmp_path) as at:
        at.service.chance, at.service.patience = CHANCE, TEMPO.quiet + 1
        for number in range(1, ROUNDS + 1):
            before = _open_files()
            bill = at.bill(takes=number * TAKES)
            made = render(bill, cap=Decimal(100_000), tempo=TEMPO, environment=dict(at.service.vendor.keys),
                          jobs=AT_ONCE)
            at.service.asked.clear()
            gc.collect()
            grown.append(_memory())
            assert _closed(before), "files or sockets are left open"
        _accounted(at, made.bill.books, price(bill.film).entries[0].wanted.price)
    states = [one.state for one in made.bill.books.orders.values()]
    with capsys.disabled():
        tally = ", ".join(f"{states.count(one)} {one}" for one in sorted(set(states)))
        print(f"\n{len(at.service.accepted)} jobs taken in, {AT_ONCE} at once: {tally}; "
              f"{grown[0]} MB, then {grown[-1]} MB")
    assert states.count("stored") >= 0.9 * len(states)
    assert not PROOF or grown[-1] - grown[2] < 40, grown


def _accounted(at, books, usd: Decimal) -> None:
    rows = events(at.folder / ".shotscript" / "ledger.sqlite")
    tickets = [one.ticket for one in rows if one.event == "sent"]
    assert sorted(tickets) == sorted(job.id for job in at.service.accepted), "what was taken in is in the ledger, once"
    assert {one.state for one in books.orders.values()} <= {"stored", "failed", "refused", "absent", "sent"}
    owed = sum(one.state in ("stored", "sent") for one in books.orders.values())
    assert books.spent == usd * owed, "to the cent"
    assert not list((at.folder / ".shotscript" / "store" / "incoming").iterdir())


def _closed(before: int) -> bool:
    """Whether no more is open than before, once the service has let go of the lines it kept hanging."""
    end = time.monotonic() + 10
    while _open_files() > before and time.monotonic() < end:
        time.sleep(0.05)
    return _open_files() <= before


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def _memory() -> int:
    """Megabytes at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
