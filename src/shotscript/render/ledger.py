"""What happened to each job, in order, for ever: an SQLite table to which rows are only added.

Written before anything that cannot be undone and synced at every commit, so that a crash may waste work but never
tells a lie. One machine only: SQLite's write-ahead log does not work on a network share.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..core import files
from ..core.errors import FileError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
  id       INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,
  key      TEXT NOT NULL,
  event    TEXT NOT NULL CHECK (event IN ('stored')),
  provider TEXT NOT NULL,
  segment  TEXT NOT NULL,
  clip     TEXT NOT NULL,
  size     INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS events_key ON events (key, id);
CREATE TRIGGER IF NOT EXISTS no_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'rows are only added'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'rows are only added'); END;
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """The clip a job ended in: its content hash and its size in bytes."""

    clip: str
    size: int


def names(path: Path, provider: str) -> tuple[tuple[str, str], ...]:
    """The key and the segment's name of each clip of a provider, oldest first. Only looks: where there is no ledger
    none is made."""
    if not path.is_file():
        return ()
    query = "SELECT key, segment FROM events WHERE provider = ? AND event = 'stored' ORDER BY id"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as base:
            base.execute("PRAGMA query_only = ON")
            return tuple(base.execute(query, (provider,)).fetchall())
    except sqlite3.Error as trouble:
        raise FileError(f"the ledger {path} failed: {trouble}") from trouble


class Ledger:
    """The ledger of one project. FileError when the disk fails or the file is no ledger."""

    def __init__(self, path: Path) -> None:
        self.path = path
        files.folder(path.parent)
        with self._open() as base:
            base.executescript(_SCHEMA)

    def stored(self, key: str) -> Stored | None:
        """The clip a job last ended in, or None if it never did."""
        query = "SELECT clip, size FROM events WHERE key = ? AND event = 'stored' ORDER BY id DESC LIMIT 1"
        with self._open() as base:
            row = base.execute(query, (key,)).fetchone()
        return Stored(*row) if row else None

    def keep(self, key: str, provider: str, segment: str, clip: Stored) -> None:
        """Add the row that names a clip. The clip must be in the store already."""
        values = (datetime.now(UTC).isoformat(), key, provider, segment, clip.clip, clip.size)
        columns = "(at, key, event, provider, segment, clip, size)"
        insert = f"INSERT INTO events {columns} VALUES (?, ?, 'stored', ?, ?, ?, ?)"
        with self._open() as base, base:
            base.execute("BEGIN IMMEDIATE")
            base.execute(insert, values)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=30)) as base:
                base.execute("PRAGMA journal_mode = WAL")
                base.execute("PRAGMA synchronous = FULL")
                yield base
        except sqlite3.Error as trouble:
            raise FileError(f"the ledger {self.path} failed: {trouble}") from trouble
