"""Everything that does not depend on a provider: parsed, understood, checked, laid on a timeline, to be staged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from .. import providers as models
from ..core.diagnostic import Diagnostic, Level, Problems, in_text_order
from ..core.errors import UsageError
from ..core.settings import Settings, settings
from ..core.world import DiskWorld, TextWorld, World, project_of
from ..lang.ast import Script
from ..lang.clause import Framing
from ..lang.parse import parse
from ..narrative.check import allowed, check
from ..narrative.delivered import unknown_provider
from ..narrative.faults import mark
from ..narrative.marks import START, plain, settled
from ..narrative.resolve import understand
from ..narrative.story import Story
from ..narrative.vary import lasting
from ..optics.direct import cover
from ..optics.grammar.numbers import numbers
from ..plan.lay import timeline
from ..plan.select import select
from . import levels
from .reading import Read, script_name
from .recorded import recorded
from .staging import Staging


def read(script: str | Path, *, only: str = "", world: World | None = None, config: Settings | None = None) -> Read:
    """Parse and understand a script: a path, or the text itself (a string of more than one line). `config` stands in
    the place of the project's settings."""
    path, world, project, own = opened(script, world)
    config = config or own
    try:
        tree, told, sources = parse(world, path)
    except FileNotFoundError as trouble:
        raise UsageError(f"there is no file {path}") from trouble
    story, more = understand(recorded(tree, world), sources)
    story, told = mark(story, (*told, *more, *check(story), *providers(tree)))
    story, more = cover(story)
    told = (*told, *more)
    story, more = lasting(story)
    told = (*told, *more)
    whole = story
    marked, labels = select(story, only)
    story = settled(marked) if marked.fields else marked
    tell = partial(said, whole, config)
    held = marked if marked.fields or marked.variants else None
    staging = Staging(story, tell, numbers(config.grammar))
    return Read(tree, story, staging, timeline(story), tell(told), sources, labels, project,
                script_name(Path(path)), held, world=world)


def opened(script: str | Path, world: World | None = None) -> tuple[str, World, Path, Settings]:
    """A script's name, the world it is read from, its project and what that has settled."""
    if isinstance(script, str) and ("\n" in script or "\r" in script):
        return "script.fountain", TextWorld({"script.fountain": script}), Path.cwd(), Settings()
    project = project_of(Path(script))
    config = settings(project)
    folders = tuple((project / folder).resolve() for folder in config.allow)
    return str(script), world or DiskWorld(project, folders), project, config


def providers(script: Script) -> Problems:
    """What is wrong with the provider a script names. They are looked for only where it names one."""
    named = any(e.name.strip().casefold() == "provider" for b in script.blocks if b.name == "format" for e in b.entries)
    return unknown_provider(script.blocks, models.find()) if named else ()


def said(story: Story, config: Settings, problems: Problems) -> Problems:
    """Problems as they are told: without those that are allowed or turned off, at the project's levels."""
    return in_text_order(map(_unmarked, levels.told(_sure(story, allowed(story, problems)), config)))


def _sure(story: Story, problems: Problems) -> Problems:
    """Problems without what is seen of a camera that nobody wrote: where a fault has cost a shot its framing, the
    picture is a stand-in, and that fault is what there is to say."""
    lost = {shot.label for shot in story.shots if shot.faults and not any(isinstance(c, Framing) for c in shot.clauses)}
    return tuple(p for p in problems if p.shot not in lost or p.level is Level.ERROR or not p.code.startswith(_SEEN))


_SEEN = ("AX", "CU", "FR", "LN", "MV501", "MV502", "MV503", "MV504", "MV505")


def _unmarked(problem: Diagnostic) -> Diagnostic:
    """A problem that quotes a text with values in it says them as they are read."""
    told = (problem.message, problem.label, problem.help, problem.fix.text if problem.fix else "")
    if not any(START in words for words in told):
        return problem
    fix = replace(problem.fix, text=plain(problem.fix.text)) if problem.fix else None
    return replace(problem, message=plain(problem.message), label=plain(problem.label), help=plain(problem.help),
                   fix=fix)
