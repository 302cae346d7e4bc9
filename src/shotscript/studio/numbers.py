"""The number of each name in id passes, for the whole project and for good.

A name's number comes from the name itself, so it is the same in every project. Where two names would have the same one
the later has the next, and that hangs on who was first: so what was given once is kept in `.shotscript/ids.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

from ..core import files
from ..providers import passes
from .film import Film

KEPT = Path(".shotscript") / "ids.json"


def numbers(film: Film) -> dict[str, int]:
    """Names of the film and their numbers; new ones are kept. FileError for the disk."""
    path = film.read.project / KEPT
    known = _known(path)
    found = passes.numbers(film.context, known)
    if not found.keys() <= known.keys():
        files.folder(path.parent)
        told = json.dumps(dict(sorted((known | found).items())), ensure_ascii=False, indent=0)
        files.write(path, told + "\n")
    return found


def _known(path: Path) -> dict[str, int]:
    """What was given so far. A file that is no such list holds nothing: names have their own numbers again."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {name: number for name, number in told.items() if type(number) is int and passes.ROOM < number < 65536}
