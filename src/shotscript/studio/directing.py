"""A script's text with the director's shots in it: `shotscript direct`.

The director's shots are `!!` lines, and notes inside a speech or paragraph. A note before the first of each scene,
`[[directed classical 3f2ac 77b01]]`, tells them from the author's: it holds the style and, for each thing his lines
say, five digits of its digest. A shot line that says what none of them says is the author's and stays, with all the
text it holds; so does a scene whose note is gone. The others are taken out and chosen anew, so that directing twice
changes nothing. Ids and blanks are no part of what a line says: `fmt` makes nothing the author's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.diagnostic import Diagnostic
from ..core.settings import Settings
from ..core.span import Source
from ..core.world import World
from ..lang.format import Edit, applied
from ..lang.parse import parse
from ..narrative.story import Scene
from ..optics.directing import Style, direct, style
from ..optics.directing.covering import Covered, Picked
from ..optics.directing.matter import Asked
from ..optics.grammar.numbers import numbers
from . import placing
from .read import opened
from .shotwords import Words
from .stripping import Bare, digits, stripped

USUAL = "classical"


@dataclass(frozen=True, slots=True)
class Directed:
    """A script before and after. `scenes` are those covered, with every new shot and why it is there; `left` headings
    of scenes that could not be written without changing what is around; `faults` why the file is no text."""

    path: str
    before: str
    after: str
    scenes: tuple[Covered, ...] = ()
    left: tuple[str, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @property
    def same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Task:
    """A scene the director is to cover, where in its text shots may stand, and in what style. `number` counts scenes
    from 0."""

    number: int
    scene: Scene
    page: placing.Page
    style: Style
    asked: Asked


@dataclass(frozen=True, slots=True)
class Work:
    """A script and all that is to be covered in it. `world` is where its files are."""

    path: str
    bare: Bare
    words: Words
    tasks: tuple[Task, ...]
    world: World
    config: Settings


@dataclass(frozen=True, slots=True)
class Written:
    """A scene covered, and its lines: where in the text of `Bare` each begins, and what follows `!!`."""

    covered: Covered
    lines: tuple[tuple[int, str], ...]


Proposer = Callable[[Task], Written | None]
"""Somebody else's coverage of a scene; nothing where it is left to the director."""
_Scene = tuple[Covered, tuple[Edit, ...]]


def directed(script: str | Path, wanted: str = "", *, only: str = "", weights: Mapping[str, float] | None = None,
             favour: str = "", world: World | None = None, config: Settings | None = None,
             ask: Callable[[Work], Proposer] | None = None) -> Directed:
    """The script of a file covered in a style; each scene's own of last time where none is wanted. Nothing is written.
    `ask`: whom to ask for a scene's shots before the director.

    UsageError where there is no such file, style, weight or scene.
    """
    path, base, _, own = opened(script, world)
    config = config or own
    weighed = {**config.direct.weights, **(weights or {})}
    style(wanted or USUAL, weighed)
    bare, faults = stripped(path, base, only)
    before = base_text(base, path)
    if faults:
        return Directed(path, before, before, faults=faults)
    words = Words(bare.script)
    tasks = tuple(_tasks(bare, words, wanted, weighed, favour, config))
    proposer = ask(Work(path, bare, words, tasks, base, config)) if ask else None
    found: list[_Scene] = []
    for task in tasks:
        made = (proposer(task) if proposer else None) or covered(task, bare, words)
        if made:
            found.append((made.covered, edits(made.lines, task, bare.source)))
    return _written(path, before, bare, found)


def base_text(world: World, path: str) -> str:
    """The text of a script as `parse` reads it."""
    _, _, sources = parse(world, path)
    return sources[path].text


def picked(found: Directed) -> Iterator[Picked]:
    """Every new shot of a script in order."""
    return (pick for covered in found.scenes for pick in covered.picked)


def covered(task: Task, bare: Bare, words: Words) -> Written | None:
    """A scene as the director covers it; None where nothing in it is left to him."""
    found = direct(bare.story, task.scene, task.style, task.asked)
    if found is None:
        return None
    return Written(found, tuple((pick.at, words.line(pick.shot)) for pick in found.picked))


def edits(lines: Sequence[tuple[int, str]], task: Task, source: Source) -> tuple[Edit, ...]:
    """The changes that write a scene's lines; none where one of them has no place."""
    digests = dict.fromkeys(digits(line) for _, line in lines)
    note = f"[[directed {' '.join((task.style.name.replace(' ', '-'), *digests))}]]"
    found = []
    for k, (at, line) in enumerate(lines):
        place = task.page.place(at)
        if place is None:
            return ()
        found.append(placing.put(place, line, "" if k else note, source))
    return tuple(found)


def all_edits(bare: Bare, found: Iterable[Edit]) -> list[Edit]:
    """The changes that write scenes, with those that take what stands in for them away, in text order."""
    return sorted([*found, *bare.stand_ins], key=lambda edit: (edit.start, edit.end))


def alike(bare: Bare, after: str) -> bool:
    """Whether a text is the same screenplay, shot lines aside."""
    return placing.screenplay(bare.source.text) == placing.screenplay(after)


# ---------------------------------------------------------------------------------------------- helpers


def _tasks(bare: Bare, words: Words, wanted: str, weighed: Mapping[str, float], favour: str, config: Settings
           ) -> Iterator[Task]:
    for number, (node, scene) in enumerate(zip(bare.script.scenes, bare.story.scenes, strict=True)):
        if scene.index in bare.styles and any(shot.auto and shot.beats for shot in scene.shots):
            chosen = replace(style(wanted or bare.styles[scene.index] or USUAL, weighed), favour=favour)
            page = placing.page(node, bare.script.fountain, bare.source)
            asked = Asked(numbers(config.grammar), lambda at, page=page: page.place(at) is not None,
                          words.sayable(node))
            yield Task(number, scene, page, chosen, asked)


def _written(path: str, before: str, bare: Bare, found: Sequence[_Scene]) -> Directed:
    """The text with all scenes written, but those that would change what is around them."""
    kept = [one for one in found if one[1]]
    after = _applied(bare, kept)
    if not alike(bare, after):
        kept = [one for one in kept if alike(bare, _applied(bare, [one]))]
        after = _applied(bare, kept)
    written = {id(covered) for covered, _ in kept}
    left = [covered.scene.heading for covered, _ in found if id(covered) not in written]
    return Directed(path, before, after, tuple(covered for covered, _ in kept), tuple(left))


def _applied(bare: Bare, found: Iterable[_Scene]) -> str:
    return applied(bare.source.text, all_edits(bare, [edit for _, edits in found for edit in edits]))
