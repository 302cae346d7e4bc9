"""A script's text as `fmt` writes it: read from the world, formatted, handed back. Nothing is written here."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core.diagnostic import Problems
from ..core.errors import UsageError
from ..core.settings import settings
from ..core.span import Source
from ..core.world import DiskWorld, World, project_of
from ..lang import format
from ..lang.parse import parse
from ..narrative import slate

_UNREADABLE = ("FL101", "FL102")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A script's text as it is and formatted. `faults` are why it could not be read as text; then both are the same.
    `mark` is what stands before either in the file: a byte order mark, or nothing."""

    path: str
    before: str
    after: str
    faults: Problems
    sources: Mapping[str, Source]
    mark: str = ""

    @property
    def same(self) -> bool:
        return self.before == self.after


def formatted(path: Path, shots: str = "", world: World | None = None) -> Formatted:
    """The script of a file formatted; `shots` is `line`, `note`, or empty: each in the form it has.

    UsageError where there is no such file.
    """
    world = world or _world(path)
    try:
        script, problems, sources = parse(world, str(path))
    except FileNotFoundError as trouble:
        raise UsageError(f"there is no file {path}") from trouble
    source = sources[script.source]
    faults = tuple(one for one in problems if one.code in _UNREADABLE and one.span.source == source.name)
    edits = [] if faults else format.formatted(script, source, slate.ids(script), shots)
    mark = "\ufeff" if world.read_bytes(str(path)).startswith(codecs.BOM_UTF8) else ""
    return Formatted(str(path), source.text, format.applied(source.text, edits), faults, sources, mark)


def _world(path: Path) -> World:
    project = project_of(path)
    return DiskWorld(project, tuple((project / folder).resolve() for folder in settings(project).allow))
