"""The files a film is read from, and waiting until one of them is another.

What was read is known by asking: the `Witness` through which a film is read remembers every file it was asked for,
those that are not there too, as each was just before it was looked at. So nothing is missed that is saved while a film
is being compiled, and a bible, a picture or a plate counts as the script does. Whether a file has changed is told by
its stamp; what the system says of folders only wakes us: it tells of other files too, and may tell nothing at all.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, awatch

from ..core.errors import ShotscriptError
from ..core.settings import FILE, settings
from ..core.world import DiskWorld, project_of

_REST = 0.03
"""Seconds that files must stay as they are before they are read."""
_ABSENT = 0.5
"""Seconds that a file may be gone or empty while it is saved."""
_WAKE, _ASLEEP = 15, 250
"""Milliseconds between two looks at what the system told, and between two looks at the stamps all the same."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file stands on the disk. Of a folder it changes with the names in it."""

    at: int
    size: int
    node: int


Stamps = Mapping[Path, Stamp | None]
"""By file; None: it is not there."""


class Witness(DiskWorld):
    """The disk, and the files somebody asked for through it."""

    def __init__(self, project: Path, allow: tuple[Path, ...] = ()) -> None:
        super().__init__(project, allow)
        self._asked: dict[Path, Stamp | None] = {}

    @property
    def asked(self) -> dict[Path, Stamp | None]:
        """Each as it was when it was first asked for."""
        return dict(self._asked)

    def read_bytes(self, path: str) -> bytes:
        self._note(path)
        return super().read_bytes(path)

    def exists(self, path: str) -> bool:
        self._note(path)
        return super().exists(path)

    def resolve(self, near: str, path: str) -> str:
        full = super().resolve(near, path)
        self._note(full)
        return full

    def _note(self, path: str) -> None:
        if Path(path) not in self._asked:
            self._asked[Path(path)] = stamp(Path(path))


def witness(script: Path) -> Witness:
    """The world of a script's project. UsageError and FileError for settings that cannot be read."""
    project = project_of(script)
    return Witness(project, tuple((project / folder).resolve() for folder in settings(project).allow))


def around(script: Path) -> dict[Path, Stamp | None]:
    """What a script hangs on that is not read through a world: itself, the project's settings, one's own templates."""
    project = project_of(script)
    named = {script, script.parent / FILE, project / FILE}
    try:
        own = settings(project).templates
    except ShotscriptError:
        own = ""
    return stamps((*named, *(_inside(project / own) if own else ())))


def stamps(paths: Iterable[Path]) -> dict[Path, Stamp | None]:
    return {path: stamp(path) for path in paths}


def stamp(path: Path) -> Stamp | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


def differing(seen: Stamps) -> frozenset[Path]:
    return frozenset(path for path, was in seen.items() if stamp(path) != was)


async def changed(seen: Callable[[], Stamps]) -> frozenset[Path]:
    """Wait until files are others than they were seen, and at rest; which. At once, if some are already. `seen` is
    asked time and again: more files may come to be seen while somebody waits."""
    async with aclosing(_stirs(seen)) as stirs:
        async for _ in stirs:
            if differing(seen()) and (found := await _rested(seen())):
                return found
    raise AssertionError("something may always change")


# ---------------------------------------------------------------------------------------------- helpers


async def _rested(seen: Stamps) -> frozenset[Path]:
    """What differs when nothing changes any more. A file that is gone or empty is given time: many programs save by
    taking the old one away, or by emptying it first."""
    clock = asyncio.get_running_loop()
    end, before = clock.time() + _ABSENT, stamps(seen)
    while True:
        await asyncio.sleep(_REST)
        now = stamps(seen)
        missing = any(_missing(now[path]) and not _missing(was) for path, was in seen.items())
        if (now == before and not missing) or clock.time() > end:
            return frozenset(path for path, was in seen.items() if now[path] != was)
        before = now


def _missing(one: Stamp | None) -> bool:
    return one is None or one.size == 0


async def _stirs(seen: Callable[[], Stamps]) -> AsyncGenerator[None]:
    """Now, and whenever something may have changed; every quarter of a second at least, as some systems cannot tell."""
    yield
    while True:
        places = _places(seen())
        try:
            async with aclosing(_told(places)) as told:
                async for _ in told:
                    yield
                    if _places(seen()) != places:
                        break
        except (OSError, RuntimeError):
            await asyncio.sleep(_ASLEEP / 1000)
            yield


def _told(places: frozenset[tuple[Path, str]]) -> AsyncGenerator[set[tuple[Change, str]]]:
    """What the system tells of some names in their folders, or nothing when it has long been silent."""
    names = {name for _, name in places}
    return awatch(*{folder for folder, _ in places}, watch_filter=lambda _, path: os.path.basename(path) in names,
                  debounce=_WAKE, step=_WAKE, rust_timeout=_ASLEEP, yield_on_timeout=True, recursive=False,
                  ignore_permission_denied=True)


def _places(seen: Iterable[Path]) -> frozenset[tuple[Path, str]]:
    return frozenset(_place(one) for path in seen for one in _ways(path))


def _ways(path: Path) -> Iterator[Path]:
    """A file by its name and, if that is a link, by the name of what it leads to."""
    yield path.absolute()
    if (real := Path(os.path.realpath(path))) != path.absolute():
        yield real


def _place(path: Path) -> tuple[Path, str]:
    """The folder to be watched for a file and the name that will be told: of folders not there yet the first."""
    while not path.parent.is_dir() and path.parent != path:
        path = path.parent
    return path.parent, path.name


def _inside(folder: Path) -> Iterator[Path]:
    yield folder
    if folder.is_dir():
        for place, _, held in os.walk(folder):
            yield from (Path(place), *(Path(place) / name for name in held))
