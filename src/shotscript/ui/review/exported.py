"""The review page as a folder, or a zip of one, that opens from the disk: no server, no network, nothing to install.

    index.html      the page, with all that the server would have been asked for
    static/         its styles and scripts
    still/ reel/    the pictures under the names the page gives them; clip/ the takes there are
    contents.json   every file with the digest of its bytes

It is written aside and stands there whole or not at all. What was exported before is replaced; a folder that holds
anything else is left alone. Same film, same bytes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from ...core import digest, files
from ...core.errors import FileError, UsageError
from ...studio import rushes, version
from ...studio.film import Film
from ...studio.judgements import Judgement
from ...studio.watching import witness
from . import desk, page, takes
from .look import Look, look, pictures
from .shelf import STATIC
from .values import Reel, Showing

LIST = "contents.json"
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in a zip: the first there can be."""
_BATCH = 8
"""Stills drawn between two words of progress."""
_PACKED = (".html", ".json", ".css", ".js", ".svg")
"""What a zip makes smaller; pictures and films it does not."""

Tell = Callable[[str, int, int], None]
"""Told what is done, how far, of how much."""
Contents = Mapping[str, bytes | Path]
"""By name in the folder: what a file holds, or the file that holds it."""


def shown(script: Path, providers: Sequence[str], variant: str, tell: Tell) -> tuple[Showing, tuple[Film, ...]]:
    """A film looked at once, with all its pictures drawn, and compiled for some providers (none named: the script's
    own). UsageError and FileError where it cannot be read, or a provider is unknown."""
    one = look(script, witness(script), variant)
    compiled = tuple(version(one.text, name, variant=variant) for name in providers or ("",))
    drawn = dict(_drawn(one, tell))
    made = rushes.draw(one.film, one.shift, lambda label, done, of: tell(f"drawing {label}", done, of))
    reel = Reel(made.path, made.key, made.starts, made.told) if made else None
    return Showing(1, one.film, one.board, {**one.stills, **drawn}, one.told, reel), compiled


def contents(now: Showing, films: Sequence[Film], judgements: Sequence[Judgement]) -> Contents:
    """Everything a page without a server needs."""
    html = page.page(now, judgements, live=False, desk=desk.held(now, films, judgements))
    found: dict[str, bytes | Path] = {"index.html": html.encode("utf-8", "backslashreplace")}
    found |= {f"static/{name}": path for name, path in STATIC.items() if f'"static/{name}"' in html}
    found |= {f"still/{path.stem}.jpg": path for pair in now.stills.values() for path in pair}
    found |= {f"clip/{name}.mp4": path for name, path in takes.clips(films).items()}
    if now.reel:
        found[f"reel/{now.reel.key}.mp4"] = now.reel.path
    return dict(sorted(found.items()))


def write(target: Path, held: Contents) -> None:
    """A zip if the name ends in `.zip`, else a folder. UsageError where anything else stands; FileError: the disk."""
    held = {**held, LIST: _list(held)}
    files.folder(target.parent)
    try:
        if target.suffix.lower() == ".zip":
            _zip(target, held)
        else:
            _folder(target, held)
        files.sync_folder(target.parent)
    except OSError as trouble:
        raise FileError(f"cannot write {target}: {trouble.strerror or trouble}") from trouble


def _drawn(one: Look, tell: Tell) -> Iterator[tuple[str, tuple[Path, Path]]]:
    """The stills that are missing, some at a time."""
    for start in range(0, len(one.missing), _BATCH):
        tell("stills", start, len(one.missing))
        made = pictures(one, one.missing[start : start + _BATCH], lambda words: tell(words, 0, 1))
        yield from (made or {}).items()


def _list(held: Contents) -> bytes:
    told = {name: digest.of_bytes(what) if isinstance(what, bytes) else digest.of_file(what)
            for name, what in held.items()}
    return json.dumps({"shotscript": "review", "files": told}, indent=1, ensure_ascii=False).encode() + b"\n"


def _zip(target: Path, held: Contents) -> None:
    """All of it in one folder, called as the zip is."""
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file, or a folder without .zip")
    aside, root = files.part(target), re.sub(r"[^\w.-]+", "-", target.stem) or "review"
    try:
        with zipfile.ZipFile(aside, "w") as packed:
            for name, what in held.items():
                row = zipfile.ZipInfo(f"{root}/{name}", _DAY)
                row.create_system, row.external_attr = 3, 0o644 << 16
                row.compress_type = zipfile.ZIP_DEFLATED if name.endswith(_PACKED) else zipfile.ZIP_STORED
                row.file_size = len(what) if isinstance(what, bytes) else what.stat().st_size
                with packed.open(row, "w") as to:
                    _pour(what, to)
        _sync(aside)
        os.replace(aside, target)
    finally:
        files.remove(aside)


def _folder(target: Path, held: Contents) -> None:
    _ours(target)
    aside, old = files.part(target), files.part(target.with_name(f"{target.name}.old"))
    files.remove(aside)
    try:
        for name, what in held.items():
            path = aside / name
            files.folder(path.parent)
            with open(path, "wb") as to:
                _pour(what, to)
            _sync(path)
        if target.exists():
            os.replace(target, old)
        os.replace(aside, target)
    finally:
        if old.exists() and not target.exists():
            os.replace(old, target)
        files.remove(aside)
        files.remove(old)


def _ours(target: Path) -> None:
    """Nothing is there, or nothing but what an export has put there."""
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise UsageError(f"{target} is no folder; name one that is not there yet")
    there = (path for path in target.rglob("*") if path.is_symlink() or not path.is_dir())
    if {path.relative_to(target).as_posix() for path in there} - _listed(target / LIST):
        raise UsageError(f"{target} holds something else than a review; name a folder that is not there yet")


def _listed(path: Path) -> set[str]:
    try:
        value = json.loads(path.read_bytes())
        return {*value["files"], LIST} if value["shotscript"] == "review" else set()
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return set()


def _pour(what: bytes | Path, to: IO[bytes]) -> None:
    if isinstance(what, bytes):
        to.write(what)
        return
    with open(what, "rb") as held:
        shutil.copyfileobj(held, to, 1 << 20)


def _sync(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
