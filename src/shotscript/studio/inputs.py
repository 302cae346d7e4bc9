"""The files a request stands on: named by their content, and checked against what the service takes of them.

A dialect knows only the path a script writes. Here the file is looked at: its bytes name it from then on, so that
another picture under an old name is another request; and size, shape, length and format are probed before anyone pays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import digest
from ..core.diagnostic import Diagnostic, Problems, error
from ..core.errors import MediaError
from ..core.show import show
from ..core.timebase import plain
from ..core.world import DiskWorld, OutsideProject, World
from ..narrative.story import Story
from ..providers.contract import Draft, Input, Need, Provider
from ..providers.phrase.casting import BEFORE

if TYPE_CHECKING:
    from ..film.media import Media


class Files:
    """The files of one film, each read once. A file that is not there stays a path: `lang` has told."""

    def __init__(self, world: World | None) -> None:
        self._world = world
        self._found: dict[tuple[str, str], str] = {}
        self._named: dict[str, str] = {}

    def settled(self, draft: Draft, story: Story) -> Draft:
        """The draft with its needs named by content instead of by path, and the last picture of a shot's part before
        by all that the shot asks for: another shot gives another picture."""
        if not draft.request.needs:
            return draft
        needs = tuple(_after(need, story) if need.recipe == BEFORE else self._need(need)
                      for need in draft.request.needs)
        return replace(draft, request=draft.request.model_copy(update={"needs": needs}))

    def path(self, need: Need) -> Path | None:
        """The file of a need on the disk, None for one that is made or is not there."""
        full = self._full(need, need.path or need.key) if isinstance(self._world, DiskWorld) else ""
        return Path(full) if full and need.role != "element" else None

    def _need(self, need: Need) -> Need:
        if need.recipe and (made := self._made_of(need, need.recipe)) != need.recipe:
            return need.model_copy(update={"recipe": made, "key": digest.of(made)})
        named = self._content(need, need.key)
        return need.model_copy(update={"key": named, "path": need.key}) if named != need.key else need

    def _made_of(self, need: Need, value: Any) -> Any:
        """A recipe with its pictures and voices named by content."""
        if isinstance(value, dict):
            return {key: self._made_of(need, one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._made_of(need, one) for one in value]
        return self._content(need, value) if isinstance(value, str) and need.role == "element" else value

    def _content(self, need: Need, path: str) -> str:
        full = self._full(need, path)
        if not full:
            return path
        if full not in self._named:
            assert self._world
            self._named[full] = digest.of_bytes(self._world.read_bytes(full))
        return self._named[full]

    def _full(self, need: Need, path: str) -> str:
        """Where a path leads that a file of the script writes, nothing where it leads to no file."""
        if self._world is None or need.span is None or not path:
            return ""
        place = need.span.source, path
        if place not in self._found:
            self._found[place] = _reached(self._world, *place)
        return self._found[place]


_KINDS = {"image": "images", "voice": "voice", "clip": "clip"}


def located(draft: Draft, story: Story) -> Draft:
    """The draft with pictures, clips and voices of someone where the script writes them. A provider knows them by the
    entry they stand in, as whose they are."""
    where = {(kind, who.span): span for who in (*story.cast, *story.places, *story.props) for kind in _KINDS.values()
             if (span := getattr(who, f"{kind}_span", None)) and span.source == who.span.source}
    losses = tuple(loss.model_copy(update={"span": where[loss.kind, loss.span]})
                   if (loss.kind, loss.span) in where else loss for loss in draft.losses)
    needs = tuple(need.model_copy(update={"span": where.get((_KINDS.get(need.role, ""), need.span), need.span)})
                  if need.span else need for need in draft.request.needs)
    return replace(draft, losses=losses, request=draft.request.model_copy(update={"needs": needs}))


def _after(need: Need, story: Story) -> Need:
    shot = next((one for one in story.shots if one.span == need.span), None)
    asked = show([shot.clauses, shot.beats, shot.states, shot.light, shot.weather, shot.blocking]) if shot else ""
    return need.model_copy(update={"key": digest.of([need.key, asked])})


def _reached(world: World, near: str, path: str) -> str:
    try:
        full = world.resolve(near, path)
    except OutsideProject:
        return ""
    return full if world.exists(full) else ""


ONLY = {"first frame": "still", "last frame": "still", "recorded line": "sound"}
"""What is sent of a file of some role, whatever else is in it."""


def check(provider: Provider, needs: Iterable[Need], files: Files, fps: Fraction = Fraction(24)) -> Problems:
    """What is wrong with the files themselves as they will be sent, each fault once; `fps` is the film's. Only files
    on the disk are probed; what a long shot's later parts start on is no file of the script's."""
    asked = [need for need in needs if need.role in provider.inputs and need.span and need.recipe != BEFORE]
    wanted = {(need.role, need.path or need.key): need for need in asked}
    found: list[Diagnostic] = []
    counts = Counter((need.role, need.span) for need in wanted.values())
    for (role, _), need in wanted.items():
        found += _counted(provider, need, provider.inputs[role], counts.pop((role, need.span), None))
    for need in {(digest.of(need.meaning)): need for need in asked}.values():
        path = files.path(need)
        if path is not None:
            found += _probed(provider, need, provider.inputs[need.role], path, fps)
    return tuple({(one.message, one.span): one for one in found}.values())


def _counted(provider: Provider, need: Need, rule: Input, count: int | None) -> Iterator[Diagnostic]:
    least, most = rule.files
    if count is not None and (count < least or (most is not None and count > most)):
        wanted = f"{least} to {most}" if most else f"at least {least}"
        yield _fault(need, f"{provider.name} takes {wanted} files as {need.role}, here {count}", "give it so many")


def _probed(provider: Provider, need: Need, rule: Input, path: Path, fps: Fraction) -> Iterator[Diagnostic]:
    try:
        facts = _facts(path, need, fps)
    except MediaError as trouble:
        why = str(trouble).removeprefix(f"cannot read {path}: ")
        yield _fault(need, f"{_name(need)} cannot be used as {need.role}: {why}", "export it anew")
        return
    for ask in _RULES:
        if words := ask(facts, rule):
            yield _fault(need, f"{_name(need)} {words[0]}; {provider.name} takes {words[1]}", words[2])


def _facts(path: Path, need: Need, fps: Fraction) -> Media:
    """What a file is, once it is made ready to be sent. The reader of media is loaded for this alone: who names no file
    never waits for it."""
    facts = import_module("..film.media", __package__).media(path)
    if not need.recipe:
        return facts
    making = import_module("..film.fitted", __package__)
    return making.outcome(facts, making.wish(need.recipe, fps, ONLY.get(need.role, "")))


def _format(facts: Media, rule: Input) -> tuple[str, str, str] | None:
    if not rule.formats or facts.format in (_SHORT.get(one, one) for one in rule.formats):
        return None
    return f"is a {facts.format} file", ", ".join(rule.formats), f"save it as {rule.formats[0]}"


_SHORT = {"jpeg": "jpg", "tif": "tiff"}
"""What services call a format that files are told by under another name."""


def _weight(facts: Media, rule: Input) -> tuple[str, str, str] | None:
    if rule.megabytes is None or facts.megabytes <= rule.megabytes:
        return None
    return (f"has {float(facts.megabytes):.1f} MB", f"{plain(rule.megabytes)} MB at most", "make it smaller")


def _sides(facts: Media, rule: Input) -> tuple[str, str, str] | None:
    if rule.sides is None or not facts.width:
        return None
    least, most = rule.sides
    short, long = sorted((facts.width, facts.height))
    if short >= least and (most is None or long <= most):
        return None
    takes = f"{least} to {most}" if most else f"{least} or more"
    return f"has {facts.width}x{facts.height} pixels", f"{takes} a side", "scale it"


def _shape(facts: Media, rule: Input) -> tuple[str, str, str] | None:
    if rule.ratio is None or not facts.height:
        return None
    shape = Fraction(facts.width, facts.height)
    if rule.ratio[0] <= shape <= rule.ratio[1]:
        return None
    return (f"is {float(shape):.2f} times as wide as high",
            f"{float(rule.ratio[0]):.2f} to {float(rule.ratio[1]):.2f}", "crop it")


def _length(facts: Media, rule: Input) -> tuple[str, str, str] | None:
    if rule.seconds is None or facts.seconds is None or rule.seconds[0] <= facts.seconds <= rule.seconds[1]:
        return None
    return (f"lasts {float(facts.seconds):.1f} s", f"{plain(rule.seconds[0])} to {plain(rule.seconds[1])} s",
            "cut it to length")


def _rate(facts: Media, rule: Input) -> tuple[str, str, str] | None:
    if rule.rate is None or facts.fps is None or rule.rate[0] <= facts.fps <= rule.rate[1]:
        return None
    return (f"has {float(facts.fps):.2f} frames a second", f"{plain(rule.rate[0])} to {plain(rule.rate[1])}",
            "convert it")


_RULES: tuple[Callable[[Media, Input], tuple[str, str, str] | None], ...] = (
    _format, _weight, _sides, _shape, _length, _rate)


def _name(need: Need) -> str:
    return f"`{need.path or need.key}`"


def _fault(need: Need, message: str, help: str) -> Diagnostic:
    assert need.span is not None
    return error("FL201", message, need.span, "asked for here", help)
