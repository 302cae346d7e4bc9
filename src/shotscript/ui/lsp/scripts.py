"""The scripts that are open, and what is known of each as it stands now."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path

from ...core.diagnostic import Level
from ...core.errors import ShotscriptError
from ...core.memo import Memo
from ...core.settings import Settings, settings
from ...core.span import Source, Span
from ...core.world import project_of
from ...lang.ast import SceneNode
from ...narrative.story import Shot
from ...optics.grammar.numbers import numbers
from ...studio.draft import Draft, Writing
from .buffers import Buffer, Buffers, Desk
from .page import Page


@dataclass(frozen=True, slots=True)
class Current:
    """A script as it stands. Places in `draft.script` count from its stretches: `place` and `at` go to and fro."""

    buffer: Buffer
    draft: Draft
    writing: Writing
    memo: Memo

    @property
    def page(self) -> Page:
        return self.buffer.page

    @property
    def source(self) -> Source:
        return self.buffer.page.source

    def place(self, span: Span) -> Span:
        return self.draft.text.place(span)

    def range(self, span: Span) -> types.Range:
        return self.page.range(self.place(span))

    def location(self, span: Span) -> types.Location:
        """Where a span is, in whatever file."""
        span = self.place(span)
        source = self.draft.text.sources.get(span.source)
        if source is None or span.source == self.source.name:
            return types.Location(self.buffer.uri, self.page.range(span))
        return types.Location(address(span.source, self.writing.world), Page(source, self.page.unit).range(span))

    def inside(self, span: Span, offset: int) -> bool:
        """Whether a place of the text lies in a span, its end included."""
        span = self.place(span)
        return span.source == self.source.name and span.start <= offset <= span.end

    def text(self, span: Span) -> str:
        span = self.place(span)
        source = self.source if span.source == self.source.name else self.draft.text.sources[span.source]
        return source.slice(span)

    def scenes(self, span: Span) -> Iterator[SceneNode]:
        """The scenes that a stretch of the text touches."""
        for node in self.draft.text.script.scenes:
            own = self.place(node.span)
            if own.start <= span.end and span.start <= own.end:
                yield node

    def shot_of(self, span: Span) -> Shot | None:
        """The shot that the line at `span` writes."""
        return next((shot for shot in self.draft.story.shots if shot.span == span), None)


class Script:
    """One open script. It is read when somebody asks and something has changed since."""

    def __init__(self, buffer: Buffer, texts: Buffers, least: Level) -> None:
        self.buffer = buffer
        self.trouble = ""
        project, config = self._config(buffer.path)
        world = Desk(project, tuple((project / folder).resolve() for folder in config.allow), texts)
        self.writing = Writing(buffer.path, world, config, least)
        self.memo = Memo()
        self._draft: Draft | None = None

    @property
    def stale(self) -> bool:
        return self._draft is None

    def touch(self) -> None:
        """Something it is read from has changed."""
        self._draft = None

    def current(self) -> Current:
        if self._draft is None:
            self.memo.turn()
            self._draft = self.writing.read()
        return Current(self.buffer, self._draft, self.writing, self.memo)

    def reads(self, path: str) -> bool:
        """Whether the script takes in a file; one that has yet to be read may."""
        return self._draft is None or path in self._draft.text.sources

    def _config(self, path: str) -> tuple[Path, Settings]:
        """The project's settings; those of none where they cannot be read, which is said in `trouble`."""
        if not os.path.isabs(path):
            return Path.cwd(), Settings()
        project = project_of(Path(path))
        try:
            config = settings(project)
            numbers(config.grammar)
            return project, config
        except ShotscriptError as trouble:
            self.trouble = str(trouble)
            return project, Settings()


def address(path: str, world: object) -> str:
    """The address of a file: the editor's own where it has it open."""
    found = world.texts.by_path().get(path) if isinstance(world, Desk) else None
    return found.uri if found else from_fs_path(path) or path
