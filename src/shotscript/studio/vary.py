"""A film in another variant, or with a row's values: the same cuts, times, references and seeds, other attributes.

Nothing is parsed or covered again. The camera and everyone's way are the film's own, unless the picture's shape is
another or the row's words need more time than the film has for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from ..core import same
from ..core.diagnostic import Diagnostic, Problems, error, in_text_order, info
from ..core.same import Same
from ..core.timebase import clock
from ..lang.clause import Allow, Length
from ..narrative import fields, marks, names, variants, vary
from ..narrative.check import contradicted
from ..narrative.fields import looped
from ..narrative.put import path_fault
from ..narrative.story import Change, Shot, Story
from ..optics.camera import Stage
from ..optics.shoot import stage
from ..plan.lay import timeline
from ..plan.timeline import Segment
from .reading import Read
from .reshape import crowded_out
from .staging import Staging


def varied(film: Read, chosen: Iterable[str] = ()) -> Read:
    """The film with the variants called `chosen`, a later one winning. UsageError for one there is not."""
    chosen = tuple(chosen)
    changes = variants.together((film.marked or film.story).variants, chosen)
    if not changes:
        return film
    made = changed(film, changes)
    told = [*film.told, *_change_faults(made, changes, ",".join(chosen))]
    seen, more = _seen(film, made.story, ",".join(chosen))
    made = replace(made, version=",".join(chosen))
    base = replace(film, staging=seen, story=film.story.model_copy(update={"format": made.story.format}))
    made, told = _lasting(replace(made, staging=seen), f"in {','.join(chosen)}", base, (*told, *more))
    return replace(made, told=in_text_order(_once(told)))


def changed(film: Read, changes: variants.Changes) -> Read:
    """The film's words with what variants change, in the film's own lengths and seen as the film is."""
    marked = vary.vary(film.marked or film.story, changes)
    return replace(film, story=marks.settled(marked), marked=marked, changes=changes, version=_called(changes))


def filled(film: Read, row: Mapping[str, str], name: str = "") -> Read:
    """The film with a row's values in its fields; what is wrong with them, or said of them, stands in the problems.

    Other keys of the row are passed over. `name` is what the row is called in what is said.
    """
    made, told = personal(film, row, name)
    return replace(made, told=in_text_order((*film.told, *told)))


def personal(film: Read, row: Mapping[str, str], name: str = "") -> tuple[Read, Problems]:
    """The film with a row's values, and what is to be said of these alone."""
    if film.marked is None or not film.marked.fields:
        return film, ()
    given = _given(Same(film))
    values = given.table.values(given.texts, {key: row[key] for key in given.table.number if key in row})
    told = [*_refused(given, values, name), *_defaults(given, row, values, name)]
    change = tuple(None if a == b else b for a, b in zip(given.values, values, strict=True))
    if all(value is None for value in change):
        return film, tuple(told)
    made = replace(film, story=given.form.filled(change), version=f"{film.version} row {name}".strip())
    return _lasting(made, f"in the row {name}" if name else "with these values", film, told)


def worded(film: Read, row: Mapping[str, str]) -> Read:
    """The film's words with a row's values, in the film's own lengths."""
    if film.marked is None or not film.marked.fields:
        return film
    given = _given(Same(film))
    values = given.table.values(given.texts, row)
    change = tuple(None if a == b else b for a, b in zip(given.values, values, strict=True))
    return replace(film, story=given.form.filled(change), version=f"{film.version} words".strip())


def touched(film: Read, segment: Segment) -> tuple[str, ...]:
    """The fields that stand in a segment, in its looks and in the film's style, and those in their values, by name."""
    return names_of(film, numbers(film, frozenset(cut.shot.label for cut in segment.cuts)))


def names_of(film: Read, held: frozenset[int]) -> tuple[str, ...]:
    """Fields by name, with all that stand in their values."""
    if film.marked is None or not held:
        return ()
    given = _given(Same(film))
    found = given.table.needs(held, given.texts)
    return tuple(name for name in given.table.number if name in found)


def numbers(film: Read, labels: frozenset[str]) -> frozenset[int]:
    """The fields that stand in some shots and in what these show, by number."""
    return frozenset().union(*(held for label, held in standing(film).items() if label in labels))


def standing(film: Read) -> Mapping[str, frozenset[int]]:
    """For every shot, the fields that stand in it, in the looks of whom and what it can show, and in the style."""
    return _given(Same(film)).standing if film.marked is not None else {}


def values_of(film: Read, row: Mapping[str, str]) -> tuple[str, ...]:
    """A value for each field of the film, in their order."""
    given = _given(Same(film))
    return given.table.values(given.texts, row)


# ---------------------------------------------------------------------------------------------- helpers


@dataclass(frozen=True)
class _Given:
    """What is worked out once for a film and used by every row. `places`: which field stands where (see `marks`)."""

    table: fields.Table
    texts: Mapping[str, str]
    values: tuple[str, ...]
    form: vary.Form
    places: tuple[tuple[int, int], ...]
    standing: Mapping[str, frozenset[int]]
    used: frozenset[str]


@lru_cache(maxsize=64)
def _given(held: Same[Read]) -> _Given:
    film = same.held(held)
    assert film.marked is not None
    table, texts = vary.table_of(film.marked), vary.texts(film.changes)
    found = _standing(film.marked)
    used = table.needs(frozenset().union(*found.values()), texts)
    return _Given(table, texts, table.values(texts), vary.form(film.story, film.marked),
                  tuple(sorted(marks.standing(film.marked))), found, used)


def _standing(story: Story) -> Mapping[str, frozenset[int]]:
    whole = marks.held((story.format, story.props))
    looks = {one.name: held for one in story.cast if (held := marks.held(one))}
    places = {one.name: held for one in story.places if (held := marks.held(one))}
    found = {}
    for scene in story.scenes:
        here = places.get(scene.place, frozenset()) | whole | marks.held((scene.time, scene.heading))
        for shot in scene.shots:
            shown = (looks[name] for name in looks if name in scene.people or name in _named(shot))
            found[shot.label] = here.union(marks.held(shot), *shown)
    return found


def _named(shot: Shot) -> frozenset[str]:
    """Whom and what a shot names, in clauses, states and speech."""
    return frozenset((*(name.text for name in names.inside(shot.clauses)), *(s.name for s in shot.states),
                      *(beat.who for beat in shot.beats), *(s.subject for s in shot.said)))


def _once(told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What the film has said of all its variants is not said again of these."""
    known: set[tuple] = set()
    for problem in told:
        if problem.code != "TM401" or (problem.shot, problem.span) not in known:
            yield problem
        known.add((problem.shot, problem.span))


def _called(changes: variants.Changes) -> str:
    return f"all of {', '.join(changes)}"


def _seen(film: Read, marked: Story, called: str) -> tuple[Staging, Problems]:
    """The stage of the film's own text in a variant's picture, with what the new shape changes for the worse."""
    if _shape(marked) == _shape(film.story):
        return film.staging, ()
    found, told = stage(film.story.model_copy(update={"format": marks.settled(marked.format)}))
    known = {(p.code, p.shot, p.span) for p in film.problems}
    allowed = {shot.label: {c.code for c in shot.clauses if isinstance(c, Allow)} for shot in film.story.shots}
    new = (replace(p, message=f"in the variant {called} {p.message}") for p in told
           if (p.code, p.shot, p.span) not in known)
    told = (*new, *crowded_out(film.story, film.stage, found, called))
    return film.staging.seen(found), tuple(p for p in told if p.code not in allowed.get(p.shot, ()))


def _shape(story: Story) -> tuple[int, int, str]:
    return story.format.width, story.format.height, story.format.camera


def _lasting(made: Read, where: str, base: Read, told: Iterable[Diagnostic]) -> tuple[Read, Problems]:
    """The film with the time its words need: where they need more than there is, it is a film of its own."""
    fps, more = made.story.format.fps, list(told)
    longer: dict[str, Fraction] = {}
    for shot, before in zip(made.story.shots, base.story.shots, strict=True):
        if shot is before or shot.beats == before.beats:
            continue
        taken = vary.needed(shot, fps)
        if taken.written is None and taken.seconds > shot.seconds:
            longer[shot.label] = taken.seconds
        elif taken.written is not None and taken.speech > taken.written >= vary.needed(before, fps).speech:
            more.append(_too_long(shot, taken.speech, taken.written, where))
    if not longer:
        return made, tuple(more)
    more.append(_of_its_own(made.story, longer, where))
    story = _longer(made.story, longer)
    seen = _staged(Same(base.story), tuple(longer.items()))
    return replace(made, story=story, staging=made.staging.seen(seen), timeline=timeline(story)), tuple(more)


@lru_cache(maxsize=16)
def _staged(held: Same[Story], longer: tuple[tuple[str, Fraction], ...]) -> Stage:
    """The stage of the film's own words in longer shots: the same for every row that needs these lengths."""
    return stage(_longer(same.held(held), dict(longer)))[0]


def _longer(story: Story, longer: Mapping[str, Fraction]) -> Story:
    fps = story.format.fps

    def one(shot: Shot) -> Shot:
        return vary.lengthened(shot, longer[shot.label], "longer words", fps) if shot.label in longer else shot

    scenes = tuple(scene.model_copy(update={"shots": tuple(map(one, scene.shots))})
                   if any(shot.label in longer for shot in scene.shots) else scene for scene in story.scenes)
    return story.model_copy(update={"scenes": scenes})


def _of_its_own(story: Story, longer: Mapping[str, Fraction], where: str) -> Diagnostic:
    first = next(shot for shot in story.shots if shot.label in longer)
    more = sum((longer[shot.label] - shot.seconds for shot in story.shots if shot.label in longer), Fraction(0))
    return replace(info("FD113", f"{where} the words of {', '.join(longer)} take {clock(more)} more than the film has, "
                        "so it is a film of its own", first.span, "longer words",
                        "write a length that holds every row"), shot=first.label)


def _too_long(shot: Shot, need: Fraction, has: Fraction, where: str) -> Diagnostic:
    length = next(c for c in shot.clauses if isinstance(c, Length))
    return replace(error("TM401", f"{where} the speech takes {clock(need)}, but the shot is written as {clock(has)}",
                         length.span, f"{clock(need)} needed", "write a longer shot, or shorter words"),
                   shot=shot.label)


def _refused(given: _Given, values: tuple[str, ...], name: str) -> Iterator[Diagnostic]:
    """FD112: a value that may not stand in the path where its field stands."""
    for number, where in given.places:
        if fault := path_fault(values[number], where):
            one = given.table.fields[number]
            yield error("FD112", f"{_in_row(name)}the value of {one.name} stands in a path and holds {fault}",
                        one.span, "a path", "write a plain file name, without folders")


def _defaults(given: _Given, row: Mapping[str, str], values: tuple[str, ...], name: str) -> Iterator[Diagnostic]:
    """FD111: a field that stands in the film and that the row leaves empty."""
    for one in given.table.fields:
        if one.name in given.used and not row.get(one.name, "").strip():
            value = values[given.table.number[one.name]]
            yield info("FD111", f"{_in_row(name)}{one.name} is empty, so it is {value!r}", one.span, "the default")


def _in_row(name: str) -> str:
    return f"in the row {name} " if name else ""


def _change_faults(film: Read, changes: variants.Changes, called: str) -> Iterator[Diagnostic]:
    """FD103 and FD106: what several variants do only together, and fields in the path of a voice."""
    table, texts = vary.table_of(film.story), vary.texts(changes)
    first = next(iter(changes.values()))
    if (name := table.loop(texts)) and not any(p.code == "FD103" for p in film.told):
        yield looped(name, first.span, f" in the variants {called}")
    values = table.values(texts)
    for change in changes.values():
        name, _, what = change.key.rpartition(".")
        person = film.story.person(name) if what == "wears" else None
        if person and (person.images or person.clip):
            yield contradicted(person, change.span)
        if change.key.endswith(".voice") and (fault := variants.path_faults(change, table, values)):
            yield _no_path(change, fault)


def _no_path(change: Change, fault: str) -> Diagnostic:
    return error("FD106", f"the value of {change.key} is a path, and a field in it holds {fault}", change.span,
                 "a path", "write a plain file name, without folders")
