"""The film as USD in the folder `usd`: `film.usda`, a file a shot in `shots`, a file a person in `people`.

A person whose looks change from shot to shot has a file for each. What an earlier run left and this one does not know
is taken away, so that the folder is one film.
"""

from __future__ import annotations

from pathlib import Path

from ..core import files
from ..plan.timeline import Slot
from ..providers import passes
from ..providers.previz.model import Puppet, model
from ..stitch.exports import usd, usda
from .film import Film, build_folder
from .make import Watch

FORMAT = "usd"
_SHOTS, _PEOPLE = "shots", "people"


def write(film: Film, *, out: Path | None = None, watch: Watch | None = None) -> Path:
    """Write the shots that are meant; the film's own file. FileError for the disk."""
    home = files.folder(build_folder(film.read, out) / "usd")
    folders = {name: files.folder(home / name) for name in (_SHOTS, _PEOPLE)}
    people: dict[str, str] = {}  # the text of each person's file, and its name
    shots, done = _shots(film), 0
    for shot in shots:
        own = model(shot.label, film.context)
        cast = [f"../{_PEOPLE}/{_person(one, people)}.usda" for one in own.people]
        text = usd.shot_file(shot, own, cast, film.timeline.fps)
        files.write(folders[_SHOTS] / f"{shot.name}.usda", text, sync=False)
        done += shot.frames
        if watch:
            watch("writing the stage", done, sum(one.frames for one in shots))
    for text, name in people.items():
        files.write(folders[_PEOPLE] / f"{name}.usda", text, sync=False)
    inside = [f"./{_SHOTS}/{shot.name}.usda" for shot in shots]
    whole = usd.film_file(shots, inside, film.timeline.frames, film.timeline.fps, film.story.title or film.read.name)
    files.write(home / "film.usda", whole)
    _sweep(folders[_SHOTS], {shot.name for shot in shots})
    _sweep(folders[_PEOPLE], set(people.values()))
    return home / "film.usda"


def _shots(film: Film) -> list[usd.Shot]:
    slots = [slot for slot in film.timeline.slots if slot.label in film.read.labels]
    return [_shot(slot, name.removeprefix("_"), film)
            for slot, name in zip(slots, usda.names([slot.label for slot in slots]), strict=True)]


def _shot(slot: Slot, name: str, film: Film) -> usd.Shot:
    shot, scene = passes.staged(slot.label, film.story)
    clauses = ", ".join(film.context.words(clause.span) for clause in shot.clauses)
    told = {"shot": slot.label, "scene": scene.label, "heading": scene.heading, "clauses": clauses}
    return usd.Shot(name, slot.label, scene.label, scene.heading, slot.start, film.stage.shots[slot.label].frames, told)


def _person(one: Puppet, people: dict[str, str]) -> str:
    """The name of a person's file, which is kept if it is not there yet."""
    text = usd.person_file(one)
    if text not in people:
        people[text] = usda.names([*people.values(), one.name])[-1]
    return people[text]


def _sweep(folder: Path, known: set[str]) -> None:
    for path in folder.glob("*.usda"):
        if path.stem not in known:
            files.remove(path)
