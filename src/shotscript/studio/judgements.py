"""What people said of a film's shots and takes: `review.jsonl` beside the script, a line each, only ever added.

A line is one JSON object. It goes to the disk in one write at the file's end and is synced, so that two who judge at
once lose nothing and a crash leaves at most a torn last line. What cannot be read is told with its number and stays
where it is; nothing here rewrites a line. Of several verdicts on the same thing the last line stands.

    {"at": "2026-11-21T09:30:00Z", "script": "film.fountain", "shot": "2B", "take": "", "verdict": "approved",
     "who": "ann", "words": "", "of": "5f1c..."}
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from ..core import files
from ..core.errors import FileError

Verdict = Literal["approved", "rejected", "comment"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
NAME = "review.jsonl"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line.

    at       when, in UTC: 2026-11-21T09:30:00Z
    shot     its label
    take     which take of it, by the name `take_name` gives it; empty: the shot as it is written and drawn
    of       the digest of what was judged: a shot's, as the renderer is told of it, or the key of a take's request.
             Where it is another by now, the judgement is of an older state
    script   the file's name: several scripts of one folder share the file
    """

    at: str
    who: str
    shot: str
    take: str
    verdict: Verdict
    words: str = ""
    of: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that was said of one thing, oldest first. `verdict` is the last approval or rejection."""

    verdict: Judgement | None = None
    comments: tuple[Judgement, ...] = ()

    def changed(self, of: str) -> bool:
        """Whether the verdict is of another state than this one."""
        return self.verdict is not None and self.verdict.of != of


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the summary. `stands`: open, approved or rejected. `since`: what became of the shot since then, changed
    or gone; nothing where the verdict holds."""

    shot: str
    take: str
    stands: str
    since: str = ""
    verdict: Judgement | None = None
    comments: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A file, read. `broken` are words for a person, a line that could not be read each."""

    judgements: tuple[Judgement, ...]
    broken: tuple[str, ...] = ()


def path_of(script: Path) -> Path:
    return script.parent / NAME


def take_name(provider: str, key: str, number: int) -> str:
    """What a take is called in the file. The key is its request's: take 1 of other words is another take."""
    return f"{provider}/{key[:12]}/{number}"


def load(path: Path, script: str = "") -> tuple[Judgement, ...]:
    """What was said of a script (by its file's name), or of all that share the file. FileError if it is unreadable."""
    return tuple(one for one in book(path).judgements if not script or one.script in ("", script))


def book(path: Path) -> Book:
    """The whole file with what is wrong with it. No file is an empty book."""
    found: list[Judgement] = []
    broken: list[str] = []
    for number, line in enumerate(_bytes(path).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_read(line))
        except (ValueError, RecursionError) as trouble:
            broken.append(f"{path.name} line {number} is no judgement and is left out: {trouble}")
    return Book(tuple(found), tuple(broken))


def add(path: Path, one: Judgement) -> None:
    """Append a judgement, synced before this returns. FileError if the disk will not have it."""
    line = _written(one)
    fresh = not os.path.lexists(path)
    if not fresh and not path.is_file():
        raise FileError(f"cannot write {path}: it is no file")
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            # A torn last line, or one typed without its end, must not swallow this one.
            data = b"\n" + line if _torn(handle) else line
            if os.write(handle, data) != len(data):
                raise FileError(f"cannot write {path}: the disk took a part of the line only")
            os.fsync(handle)
        finally:
            os.close(handle)
        if fresh:
            files.sync_folder(path.parent)
    except OSError as trouble:
        raise FileError(f"cannot write {path}: {trouble.strerror}") from trouble


def standing(judgements: Iterable[Judgement]) -> Mapping[tuple[str, str], Standing]:
    """What stands of each (shot, take)."""
    found: dict[tuple[str, str], Standing] = {}
    for one in judgements:
        before = found.get((one.shot, one.take), Standing())
        found[one.shot, one.take] = (
            Standing(before.verdict, (*before.comments, one)) if one.verdict == "comment"
            else Standing(one, before.comments)
        )
    return found


def rows(judgements: Iterable[Judgement], told: Mapping[str, str], keys: Container[str]) -> tuple[Row, ...]:
    """What there is to say of each shot of a film, in its order, and of each take anybody judged; then what was said of
    shots that are no more. `told` are the shots' digests by label as they stand, `keys` of the takes that would be
    asked for now."""
    found = standing(judgements)
    takes: dict[str, list[str]] = {label: [""] for label in told}
    for shot, take in found:
        if take not in takes.setdefault(shot, []):
            takes[shot].append(take)
    return tuple(_row(shot, take, found.get((shot, take), Standing()), told, keys)
                 for shot, each in takes.items() for take in each)


def now() -> str:
    """This moment as a line's `at`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _row(shot: str, take: str, one: Standing, told: Mapping[str, str], keys: Container[str]) -> Row:
    if one.verdict is None:
        return Row(shot, take, "open", "" if shot in told else "gone", None, one.comments)
    other = one.verdict.of not in keys if take else one.changed(told.get(shot, ""))
    since = "gone" if shot not in told else "changed" if other else ""
    return Row(shot, take, one.verdict.verdict, since, one.verdict, one.comments)


def _bytes(path: Path) -> bytes:
    if not os.path.lexists(path):
        return b""
    if not path.is_file():
        raise FileError(f"cannot read {path}: it is no file")
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble


def _torn(handle: int) -> bool:
    size = os.fstat(handle).st_size
    if not size:
        return False
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) != b"\n"


def _written(one: Judgement) -> bytes:
    """In letters, for a diff to be read; what would break a line or steer a terminal is escaped."""
    text = json.dumps(asdict(one), ensure_ascii=False)
    return "".join(_escaped(letter) if _steers(letter) else letter for letter in text).encode() + b"\n"


def _steers(letter: str) -> bool:
    """Letters that end a line or turn the writing's way. The control letters below the blank json escapes itself."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") and letter not in "\u200c\u200d"


def _escaped(letter: str) -> str:
    return json.dumps(letter)[1:-1] if letter != "\x7f" else "\\u007f"


def _read(line: bytes) -> Judgement:
    try:
        value: Any = json.loads(line.decode("utf-8-sig").strip())
    except UnicodeDecodeError as trouble:
        raise ValueError("it is no UTF-8") from trouble
    except json.JSONDecodeError as trouble:
        raise ValueError("it is no JSON") from trouble
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")
    known = {name: value.get(name, "") for name in _FIELDS}
    if wrong := next((name for name, held in known.items() if not isinstance(held, str)), ""):
        raise ValueError(f"its `{wrong}` is no text")
    if known["verdict"] not in VERDICTS:
        raise ValueError(f"its `verdict` is none of {', '.join(VERDICTS)}")
    if not known["shot"]:
        raise ValueError("it names no shot")
    return Judgement(**known)


_FIELDS = tuple(one.name for one in fields(Judgement))
