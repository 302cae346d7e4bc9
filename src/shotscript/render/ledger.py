"""What happened to each job, in order, for ever: an SQLite table to which rows are only added.

Written before anything that cannot be undone and synced at every commit, so that a crash may waste work but never
tells a lie. One machine only: SQLite's write-ahead log does not work on a network share.

    stored     a clip is in the store, under the hash of its content
    intent     a paid job is about to be asked for: what it may cost counts as spent from here on
    sent       the service took it in: `ticket` is the service's own id
    refused    the service said no at once: nothing is owed
    absent     the service does not know it, or it never got there: nothing is owed
    failed     the service took it in and could not make it: `usd` is what it charged all the same
    unknown    nobody can say whether the service took it in: counted as spent until somebody settles it
    settled    somebody has: it was never made
    chosen     this take is the one to cut with
    placed     a file or an element is at the service: `ticket` is what a body says for it, `until` when it is forgotten
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ..core import files
from ..core.errors import FileError

Kind = Literal["stored", "intent", "sent", "refused", "absent", "failed", "unknown", "settled", "chosen", "placed"]
VERSION = 2

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS events (
    id       INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    event    TEXT NOT NULL CHECK (event IN ('stored', 'intent', 'sent', 'refused', 'absent', 'failed', 'unknown',
                                            'settled', 'chosen', 'placed')),
    key      TEXT NOT NULL,
    provider TEXT NOT NULL,
    segment  TEXT NOT NULL DEFAULT '',
    job      TEXT NOT NULL DEFAULT '',
    take     INTEGER NOT NULL DEFAULT 0,
    film     TEXT NOT NULL DEFAULT '',
    usd      TEXT NOT NULL DEFAULT '0',
    ticket   TEXT NOT NULL DEFAULT '',
    clip     TEXT NOT NULL DEFAULT '',
    size     INTEGER NOT NULL DEFAULT 0,
    until    TEXT NOT NULL DEFAULT '',
    words    TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS events_key ON events (key, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS one_intent ON events (job) WHERE event = 'intent'",
    "CREATE UNIQUE INDEX IF NOT EXISTS one_take ON events (provider, key, take) WHERE event = 'intent'",
    """CREATE TRIGGER IF NOT EXISTS no_change BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'rows are only added'); END""",
    """CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'rows are only added'); END""",
)
_FROM_1 = ("DROP TRIGGER no_change", "DROP TRIGGER no_delete", "DROP INDEX events_key",
           "ALTER TABLE events RENAME TO events_1")
_COPY_1 = ("""INSERT INTO events (id, at, event, key, provider, segment, clip, size)
           SELECT id, at, event, key, provider, segment, clip, size FROM events_1""", "DROP TABLE events_1")


@dataclass(frozen=True, slots=True)
class Stored:
    """The clip a job ended in: its content hash and its size in bytes."""

    clip: str
    size: int


@dataclass(frozen=True, slots=True)
class Event:
    """One row. `key` is the digest of the request, or of what was placed; `job` our own name of one paid job, by which
    a service may look it up; `take` counts the jobs of one key from 1. `usd` is an amount as text."""

    event: Kind
    key: str
    provider: str
    segment: str = ""
    job: str = ""
    take: int = 0
    film: str = ""
    usd: str = "0"
    ticket: str = ""
    clip: str = ""
    size: int = 0
    until: str = ""
    words: str = ""
    at: str = ""


_COLUMNS = tuple(one.name for one in fields(Event))
_INSERT = f"INSERT INTO events ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM events"


def names(path: Path, provider: str) -> tuple[tuple[str, str], ...]:
    """The key and the segment's name of each clip of a provider, oldest first. Only looks: where there is no ledger
    none is made."""
    query = "SELECT key, segment FROM events WHERE provider = ? AND event = 'stored' ORDER BY id"
    return tuple(_looked(path, query, (provider,)))


def events(path: Path) -> tuple[Event, ...]:
    """Every row there is, oldest first. Only looks, as `names` does."""
    if not path.is_file():
        return ()
    version = next(iter(_looked(path, "PRAGMA user_version", ())), (0,))[0]
    if version < VERSION:
        Ledger(path).close()
    return tuple(Event(*row) for row in _looked(path, f"{_SELECT} ORDER BY id", ()))


class Ledger:
    """The ledger of one project. FileError when the disk fails or the file is no ledger."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        files.folder(path.parent)
        with self._worded():
            self._base = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._set_up()

    def close(self) -> None:
        self._base.close()

    def stored(self, key: str) -> Stored | None:
        """The clip a job last ended in, or None if it never did."""
        query = "SELECT clip, size FROM events WHERE key = ? AND event = 'stored' ORDER BY id DESC LIMIT 1"
        with self._worded(), self._lock:
            row = self._base.execute(query, (key,)).fetchone()
        return Stored(*row) if row else None

    def keep(self, key: str, provider: str, segment: str, clip: Stored) -> None:
        """Add the row that names a clip. The clip must be in the store already."""
        self.add(Event("stored", key, provider, segment, clip=clip.clip, size=clip.size))

    def add(self, *told: Event) -> None:
        """Rows, all of them or none; they are on the disk when this returns."""
        now = datetime.now(UTC).isoformat()
        rows = [tuple(now if name == "at" else getattr(one, name) for name in _COLUMNS) for one in told]
        with self._worded(), self._lock, self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany(_INSERT, rows)

    def events(self) -> tuple[Event, ...]:
        """Every row, oldest first."""
        with self._worded(), self._lock:
            return tuple(Event(*row) for row in self._base.execute(f"{_SELECT} ORDER BY id"))

    def _set_up(self) -> None:
        """The tables; those of an older version are taken over whole, or stay as they are."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            had = [row[1] for row in self._base.execute("PRAGMA table_info(events)")]
            old = bool(had) and "job" not in had
            for statement in (*(_FROM_1 if old else ()), *_SCHEMA, *(_COPY_1 if old else ())):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as trouble:
            raise FileError(f"the ledger {self.path} failed: {trouble}") from trouble


def _looked(path: Path, query: str, values: tuple[str, ...]) -> list[tuple]:
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as base:
            base.execute("PRAGMA query_only = ON")
            # Another process or thread may be making it just now: the file is there before its tables are.
            made = base.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone()
            return base.execute(query, values).fetchall() if made else []
    except sqlite3.Error as trouble:
        raise FileError(f"the ledger {path} failed: {trouble}") from trouble
