"""`@use path`: takes in another file's blocks. Used blocks come first, so that the film's own entry wins."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from ..core.diagnostic import Diagnostic, error
from ..core.errors import ShotscriptError
from ..core.span import Source, Span
from ..core.world import OutsideProject, World
from . import blocks, hidden
from .ast import Block
from .element import Note

_DEEPEST = 32


@dataclass
class Library:
    """Reads the blocks of a film and of every file they use. `sources` are the files read, the film first."""

    world: World
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def of(self, note: Note, near: str) -> tuple[Block, ...]:
        """The blocks that one boneyard of the file `near` stands for. A file it reaches by two ways is taken once."""
        self._taken = set()
        return self._of(note, near, (self._itself(near),))

    def _of(self, note: Note, near: str, above: tuple[str, ...]) -> tuple[Block, ...]:
        """`above` are the files that led here."""
        if blocks.tagged(note) == "use":
            return tuple(b for path, span in blocks.uses(note) for b in self._used(path, span, near, above))
        block, problems = blocks.read(note, near)
        self.problems += problems
        return (block,) if block else ()

    def _itself(self, near: str) -> str:
        """The film's own path as `@use` would reach it."""
        try:
            return self.world.resolve(near, os.path.basename(near))
        except OutsideProject:
            return near

    def _used(self, path: str, span: Span, near: str, above: tuple[str, ...]) -> tuple[Block, ...]:
        full = self._resolved(path, span, near)
        if full is None:
            return ()
        if full in above:
            self._fault("FL105", f"`{path}` leads back to itself, so its blocks would never end", span, "a loop",
                        "remove one @use of the loop")
            return ()
        if len(above) > _DEEPEST:
            self._fault("FL105", f"@use goes deeper than {_DEEPEST} files", span, "too deep", "use files directly")
            return ()
        source = None if full in self._taken else self._source(full, path, span)
        if source is None:
            return ()
        self._taken.add(full)
        found, problems = hidden.find(source)
        self.problems += problems
        own: list[Block] = []
        used: list[Block] = []
        for note in found.boneyards:
            (used if blocks.tagged(note) == "use" else own).extend(self._of(note, full, (*above, full)))
        return (*used, *own)

    def _resolved(self, path: str, span: Span, near: str) -> str | None:
        if not path:
            self._fault("FL103", "@use names no file", span, "a path is missing", "write `@use cast.fountain`")
            return None
        try:
            return self.world.resolve(near, path)
        except OutsideProject:
            self._fault("FL104", f"`{path}` lies outside the project", span, "outside the project",
                        "move the file into the project folder, or allow its folder in shotscript.toml")
            return None

    def _source(self, full: str, path: str, span: Span) -> Source | None:
        if full in self.sources:
            return self.sources[full]
        try:
            text = self.world.read_text(full)
        except FileNotFoundError:
            self._fault("FL103", f"there is no file `{path}`", span, "not found", "check the path: it is relative to "
                        "the file that writes it")
        except UnicodeDecodeError:
            self._fault("FL107", f"`{path}` is no UTF-8 text", span, "not UTF-8", "save that file as UTF-8")
        except ShotscriptError as trouble:
            self._fault("FL103", f"`{path}` cannot be read: {trouble}", span, "not readable", "name a text file")
        else:
            if "\0" in text:
                self._fault("FL107", f"`{path}` is no text file", span, "not text", "name a text file")
                return None
            self.sources[full] = Source(full, text)
            return self.sources[full]
        return None

    def _fault(self, code: str, message: str, span: Span, label: str, help: str) -> None:
        self.problems.append(error(code, message, span, label, help))
