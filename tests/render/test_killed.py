"""Killed with SIGKILL at every write, send and receive, and started again until it is done: nothing is asked for twice,
no clip is lost, no file is broken, and a job's fate is unknown exactly where nobody could know it.

The points are counted from outside the product, by wrapping its system calls (killing/shim.c).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from kling import Kling
from shop import Shop, shop
from vendor import Vendor
from wan import DashScope

from shotscript.render.ledger import events
from shotscript.studio.takes import settle

HERE = Path(__file__).parent / "killing"
PROOF = bool(os.environ.get("SHOTSCRIPT_PROOF"))
SEGMENTS = 12 if PROOF else 2
_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""A disk that need not be waited for: what a killed program wrote is there all the same."""
pytestmark = pytest.mark.skipif(sys.platform != "linux" or shutil.which("cc") is None,
                                reason="a C compiler makes what counts system calls, on Linux")


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", made, HERE / "shim.c", "-ldl"], check=True)
    return made


class Killed:
    """The program, which may be told where to die."""

    def __init__(self, at: Shop, shim: Path) -> None:
        keys = json.dumps(dict(at.service.vendor.keys))
        self._child = subprocess.Popen(
            [sys.executable, HERE / "driver.py", at.script, at.provider, keys], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env={**os.environ, "LD_PRELOAD": str(shim),
                                                    "KILL_UNDER": str(at.folder / ".shotscript")})
        assert self._line() == "ready"

    def run(self, die_at: int) -> dict | None:
        """What came of a run; None where it was killed."""
        assert self._child.stdin
        self._child.stdin.write(f"{die_at}\n")
        self._child.stdin.flush()
        line = self._line()
        return None if line == "killed" else json.loads(line)

    def end(self) -> None:
        assert self._child.stdin
        with self._child:
            self._child.stdin.close()

    def _line(self) -> str:
        assert self._child.stdout
        return self._child.stdout.readline().strip()


@contextmanager
def killed(at: Shop, shim: Path) -> Iterator[Killed]:
    program = Killed(at, shim)
    try:
        yield program
    finally:
        program.end()


@pytest.mark.parametrize(("vendor", "provider"), [(Kling, "kling-3"), (DashScope, "wan-2.6")])
def test_killed_at_every_point(vendor: type[Vendor], provider: str, shim: Path, capsys):
    finds = vendor is Kling
    points, unknown = 0, 0
    with (TemporaryDirectory(dir=_MEMORY) as folder,
          shop(Path(folder), SEGMENTS, vendor=vendor(), provider=provider) as at, killed(at, shim) as program):
        while True:
            _afresh(at)
            first = program.run(points + 1)
            if first is not None and points:
                assert first["calls"] <= points, "a run that was not killed did less than where it was to die"
                break
            points += 1
            unknown += _brought_home(at, program, finds)
    with capsys.disabled():
        print(f"\n{provider}: killed at {points} points of {SEGMENTS} segments, {unknown} jobs unknown on the way")
    assert points > 20 * SEGMENTS, "rows that go to the disk together are one write"
    assert not unknown if finds else 0 < unknown < points


def _afresh(at: Shop) -> None:
    shutil.rmtree(at.folder / ".shotscript", ignore_errors=True)
    at.service.forget()


def _brought_home(at: Shop, program: Killed, finds: bool) -> int:
    """Start again until all is there. The number of jobs that only the user's word could settle."""
    unknown, open_ = 0, _open(at)
    for _ in range(4):
        told = program.run(0)
        assert told and "trouble" not in told, told
        assert len(told["unknown"]) == (0 if finds else len(open_)), "unknown, and nobody could know"
        if not told["unknown"]:
            break
        open_ = set()
        assert not finds, "a service that can be asked leaves nothing unknown"
        unknown += len(told["unknown"])
        _settled(at, told["unknown"])
    else:
        raise AssertionError("never done")
    assert told["missing"] == 0
    _all_is_well(at)
    return unknown


def _open(at: Shop) -> set[str]:
    """Jobs that were about to be asked for when the program died, and of which nothing more is known."""
    rows = events(at.folder / ".shotscript" / "ledger.sqlite")
    return {one.job for one in rows if one.event == "intent"} - {one.job for one in rows if one.event != "intent"}


def _settled(at: Shop, jobs: list[str]) -> None:
    """What a person does: look at the service's own page for films that nobody has fetched, and say so."""
    known = {one.ticket for one in events(at.folder / ".shotscript" / "ledger.sqlite") if one.ticket}
    lost = [job for job in at.service.accepted if job.id not in known]
    rows = {one.job: one for one in events(at.folder / ".shotscript" / "ledger.sqlite") if one.event == "intent"}
    for job in jobs:
        mine = next((one for one in lost if f"room {_number(rows[job].segment)}" in json.dumps(one.body)), None)
        settle(at.script, job, mine.id if mine else "")


def _number(segment: str) -> str:
    return segment.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _all_is_well(at: Shop) -> None:
    assert len(at.service.accepted) == SEGMENTS, "each segment is asked for once"
    home = at.folder / ".shotscript"
    with sqlite3.connect(home / "ledger.sqlite") as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    stored = [one.clip for one in events(home / "ledger.sqlite") if one.event == "stored"]
    assert len(stored) == SEGMENTS
    clips = [path for path in (home / "store").glob("??/*") if path.is_file()]
    assert {path.stem for path in clips} == set(stored)
    assert all(sha256(path.read_bytes()).hexdigest() == path.stem for path in clips)
    assert not list((home / "store" / "incoming").iterdir()), "nothing half fetched is left"
