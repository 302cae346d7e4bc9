"""A script with its fixes made: read, mended, read again, until nothing is left that mends itself. Nothing is written.

Fixes that lie over one another, or touch, are made one after another: what the first changes is read anew before the
next. So a second mending finds nothing to do.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core.diagnostic import Diagnostic, Fix, Level, Problems
from ..core.settings import Check, Settings
from ..core.world import World
from .levels import asked
from .read import opened, read
from .reading import Read

UNREADABLE = ("FL101", "FL102", "FL107")
ROUNDS = 100
"""At most; each makes every fix of the script that lies clear of the others."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A film read after its fixes. `before` and `after` are the texts of the files that changed, by name; `made` how
    many fixes each took."""

    film: Read
    before: Mapping[str, str]
    after: Mapping[str, str]
    made: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which fixes are made: those of what is asked for, at a level or above; `unsafe` ones too or not."""

    unsafe: bool
    least: Level
    check: Check

    def makes(self, problem: Diagnostic, fix: Fix) -> bool:
        return (fix.safe or self.unsafe) and problem.level >= self.least and asked(problem, self.check)


class Patched:
    """A world in which some files read otherwise."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.texts: dict[str, str] = {}

    def read_text(self, path: str) -> str:
        return self.texts[path] if path in self.texts else self.world.read_text(path)

    def read_bytes(self, path: str) -> bytes:
        if path not in self.texts:
            return self.world.read_bytes(path)
        return codecs.BOM_UTF8 + self.texts[path].encode()  # else a text that begins with that letter would lose it

    def exists(self, path: str) -> bool:
        return self.world.exists(path)

    def resolve(self, near: str, path: str) -> str:
        return self.world.resolve(near, path)


def mended(path: Path, *, unsafe: bool = False, least: Level = Level.WARNING, config: Settings | None = None,
           world: World | None = None) -> Mended:
    """The script of a file, and the files it uses, with every safe fix made; with `unsafe` every fix there is.

    Problems below `least`, and those that are turned off, stay. UsageError where there is no such file.
    """
    _, base, _, own = opened(path, world)
    patched, config = Patched(base), config or own
    before: dict[str, str] = {}
    made: Counter[str] = Counter()
    film = read(path, world=patched, config=config)
    for _ in range(ROUNDS):
        fixes = _fixes(film, Wanted(unsafe, least, config.check))
        if not fixes:
            break
        for name, own in fixes.items():
            text = film.sources[name].text
            before.setdefault(name, text)
            patched.texts[name] = applied(text, own)
            made[name] += len(own)
        film = read(path, world=patched, config=config)
    return Mended(film, before, {name: patched.texts[name] for name in before}, dict(made))


def applied(text: str, fixes: Iterable[Fix]) -> str:
    """A text with fixes that lie clear of one another. A line they add ends as the text's own lines do."""
    ends = "\r\n" if re.search(r"\r\n", text) else "\r" if "\r" in text and "\n" not in text else "\n"
    for fix in sorted(fixes, key=lambda fix: fix.span.start, reverse=True):
        words = re.sub(r"\r\n|\r|\n", ends, fix.text)
        text = text[: fix.span.start] + words + text[fix.span.end :]
    return text


def clear(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes of one file that can be made at once: none over another, and none that touches one; the first wins."""
    kept: list[Fix] = []
    for fix in sorted(fixes, key=lambda fix: (fix.span.start, fix.span.end)):
        if not kept or fix.span.start > kept[-1].span.end:
            kept.append(fix)
    return kept


def _fixes(film: Read, wanted: Wanted) -> dict[str, list[Fix]]:
    """What to do next, by file. What is seen on the stage comes last: it takes time to look."""
    return _by_file(film.told, wanted) or _by_file(film.problems, wanted)


def _by_file(problems: Problems, wanted: Wanted) -> dict[str, list[Fix]]:
    """Files with bytes that are no text are left alone: what could not be read cannot be written as it was."""
    broken = {p.span.source for p in problems if p.code in UNREADABLE}
    found: dict[str, list[Fix]] = {}
    for problem in problems:
        fix = problem.fix
        if fix and wanted.makes(problem, fix) and fix.span.source not in broken:
            found.setdefault(fix.span.source, []).append(fix)
    return {name: clear(fixes) for name, fixes in found.items()}

