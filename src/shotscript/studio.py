"""The door every face uses, and the documented Python API.

    film = shotscript.compile("film.fountain", provider="kling-3-omni")    pure: text in, values out
    made = shotscript.produce(film)                                        acts: writes clips and a reel

`read` is the first half of `compile`: everything that does not depend on a provider. The writer's mistakes are in
`problems`, never raised; what is raised is in `core.errors`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from .core import files
from .core.diagnostic import Level, Problems, in_text_order
from .core.errors import UsageError
from .core.settings import Settings, settings
from .core.span import Source
from .core.world import DiskWorld, TextWorld, World, project_of
from .film.encode import PREVIZ
from .lang.ast import Script
from .lang.parse import parse
from .narrative.check import allowed, check
from .narrative.faults import mark
from .narrative.resolve import understand
from .narrative.story import Story
from .optics.camera import Stage
from .optics.direct import cover
from .optics.shoot import stage
from .plan.lay import timeline
from .plan.pack import pack, segment
from .plan.select import keep, select
from .plan.timeline import Segment, Timeline
from .providers import named
from .providers.contract import Context, Draft, Loss, Provider, Request
from .render.job import Job, job
from .render.ledger import Ledger
from .render.run import run, waiting
from .render.store import Store
from .stitch.assemble import assemble, sequence

Watch = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and of how much, for a progress bar."""


@dataclass(frozen=True, slots=True)
class Read:
    """A film understood and staged. `labels` are the shots meant (all, or those of `--only`)."""

    script: Script
    story: Story
    stage: Stage
    timeline: Timeline
    problems: Problems
    sources: Mapping[str, Source]
    labels: frozenset[str]
    project: Path
    name: str


@dataclass(frozen=True, slots=True)
class Film:
    """A film compiled for one provider: a draft (request, losses, source map) for each segment."""

    read: Read
    provider: Provider
    segments: tuple[Segment, ...]
    drafts: tuple[Draft, ...]
    problems: Problems

    @property
    def story(self) -> Story:
        return self.read.story

    @property
    def stage(self) -> Stage:
        return self.read.stage

    @property
    def timeline(self) -> Timeline:
        return self.read.timeline

    @property
    def requests(self) -> tuple[Request, ...]:
        return tuple(draft.request for draft in self.drafts)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return tuple(loss for draft in self.drafts for loss in draft.losses)

    @property
    def prices(self) -> tuple[Decimal, ...]:
        return tuple(self.provider.price(one) for one in self.segments)

    @property
    def context(self) -> Context:
        return Context(self.read.story, self.read.stage, self.read.sources)


@dataclass(frozen=True, slots=True)
class Made:
    """What `produce` left on the disk. `fresh` and `kept` count segments rendered now and taken from the store."""

    reel: Path
    captions: Path
    frames: int
    fresh: int
    kept: int
    notes: tuple[str, ...]


def read(script: str | Path, *, only: str = "", world: World | None = None) -> Read:
    """Parse, understand and stage a script: a path, or the text itself (a string of more than one line)."""
    path, world, project, config = _open(script, world)
    try:
        tree, told, sources = parse(world, path)
    except FileNotFoundError as trouble:
        raise UsageError(f"there is no file {path}") from trouble
    story, more = understand(tree)
    story, told = mark(story, (*told, *more, *check(story)))
    story, more = cover(story)
    told = (*told, *more)
    whole = story
    story, labels = select(story, only)
    staged, more = stage(story)
    problems = in_text_order(_levelled(allowed(whole, (*told, *more)), config))
    return Read(tree, story, staged, timeline(story), problems, sources, labels, project, script_name(Path(path)))


def compile(script: str | Path, *, provider: str = "", only: str = "", world: World | None = None) -> Film:
    """A film's segments and requests for one provider: the one named, else the script's, else the project's."""
    return lower(read(script, only=only, world=world), provider)


def lower(film: Read, provider: str = "") -> Film:
    """Pack a film that has been read into segments, and lower each to the provider's request."""
    target = named(provider or _written(film) or settings(film.project).provider or "previz")
    context = Context(film.story, film.stage, film.sources)
    drafts: dict[tuple[int, int], Draft | None] = {}

    def draft(first: int, last: int) -> Draft | None:
        """A trial of one possible segment; most are asked for twice, so each is kept."""
        if (first, last) not in drafts:
            trial = segment(film.story, film.timeline, target.limits, first, last, 0)
            drafts[first, last] = target.write(trial, context) if trial else None
        return drafts[first, last]

    def fits(first: int, last: int) -> bool:
        found = draft(first, last)
        return found is not None and not any(p.level is Level.ERROR for p in found.problems)

    def paid(first: int, last: int) -> Decimal:
        trial = segment(film.story, film.timeline, target.limits, first, last, 0)
        assert trial
        return target.price(trial)

    segments, told = pack(film.story, film.timeline, target.limits, fits if not target.local else _always, paid)
    segments = tuple(one for one in segments if any(cut.shot.label in film.labels for cut in one.cuts))
    written = tuple(target.write(one, context) for one in segments)
    told = (*told, *(problem for one in written for problem in one.problems))
    return Film(film, target, segments, written, in_text_order((*film.problems, *told)))


def produce(film: Film, *, out: Path | None = None, jobs: int = 0, watch: Watch | None = None) -> Made:
    """Render what is not in the store, and stitch the reel. Writes below the project folder and to `out`."""
    if not film.provider.local:
        raise UsageError(f"{film.provider.name} cannot be rendered yet: paid rendering is not built; use previz")
    if not film.segments:
        raise UsageError("there is nothing to render: the script has no scenes")
    watch = watch or _unwatched
    target = _target(film, out)
    ledger, store = _books(film.read.project)
    making = f"{film.provider.edition} {PREVIZ}"
    queue = [job(one.index, request, making) for one, request in zip(film.segments, film.requests, strict=True)]
    clips, fresh = _rendered(queue, film, ledger, store, jobs or settings(film.read.project).jobs or _cores(), watch)
    watch("stitching", 0, 1)
    shown = keep(film.timeline, film.read.labels)
    result = assemble(sequence(shown, film.segments, clips), film.story, target)
    watch("stitching", 1, 1)
    return Made(target, result.captions, shown.frames, fresh, len(queue) - fresh, result.notes)


def prepare(provider: Provider, say: Callable[[str], None]) -> None:
    """Make a local provider ready; `say` is told in words what takes long (the first compile of its kernels)."""
    if provider.prepare:
        provider.prepare(say)


def build_folder(film: Read, out: Path | None = None) -> Path:
    """Where a film's disposable outputs go: `out`, else `build/<script name>` in its project."""
    return out or film.project / "build" / film.name


def script_name(script: Path) -> str:
    """What a script's outputs are called: its name without the suffix, unless that would be a folder's own dots."""
    return script.stem if script.stem.strip(".") else script.name


def _rendered(
    queue: list[Job], film: Film, ledger: Ledger, store: Store, workers: int, watch: Watch
) -> tuple[dict[int, Path], int]:
    todo = {one.key for one in waiting(queue, ledger, store)}
    sizes = {one.index: one.frames for one in film.segments}
    total = sum(sizes[one.index] for one in queue if one.key in todo)
    made = 0

    def progress(count: int) -> None:
        nonlocal made
        made += count
        watch("rendering", made, total)

    clips, fresh = {}, 0
    for done in run(queue, film.provider, ledger, store, workers, progress):
        clips[done.job.index] = done.clip
        fresh += done.fresh
    return clips, fresh


def _open(script: str | Path, world: World | None) -> tuple[str, World, Path, Settings]:
    if isinstance(script, str) and ("\n" in script or "\r" in script):
        return "script.fountain", TextWorld({"script.fountain": script}), Path.cwd(), Settings()
    project = project_of(Path(script))
    config = settings(project)
    folders = tuple((project / folder).resolve() for folder in config.allow)
    return str(script), world or DiskWorld(project, folders), project, config


def _written(film: Read) -> str:
    """The provider the script itself names, if it names one."""
    blocks = (block for block in film.script.blocks if block.name == "format")
    return film.story.format.provider if any(e.name == "provider" for b in blocks for e in b.entries) else ""


def _levelled(problems: Problems, config: Settings) -> Problems:
    """Problems at the project's own levels: the longest prefix that a setting names decides."""
    kept = []
    for problem in problems:
        prefix = max((k for k in config.levels if problem.code.startswith(k)), key=len, default="")
        level = config.levels.get(prefix, str(problem.level))
        if level != "off":
            kept.append(replace(problem, level=Level[level.upper()]))
    return tuple(kept)


def _target(film: Film, out: Path | None) -> Path:
    folder = files.folder(build_folder(film.read, out))
    return folder / "reel.mp4"


def _books(project: Path) -> tuple[Ledger, Store]:
    home = files.folder(project / ".shotscript")
    return Ledger(home / "ledger.sqlite"), Store(home / "store")


def _cores() -> int:
    return min(os.cpu_count() or 1, 8)


def _always(first: int, last: int) -> bool:
    return True


def _unwatched(what: str, done: int, total: int) -> None:
    return
