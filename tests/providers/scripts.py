"""Scripts in the whole language: one grammar of choices, gone through in two ways.

Every function here writes a piece of a script by asking `pick` for one of several forms. Handed to hypothesis
(`films`), the choices are random and shrink to the first of each row; handed a `Round` (`tour`), each row is gone
through in order, so that a few films together hold every form there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from phrases import (
    ADVERBS,
    ANGLES,
    CAST,
    CLAUSES,
    CUES,
    DIRECTIVES,
    EASES,
    FORMATS,
    FRAMINGS,
    HEADINGS,
    LENSES,
    LINES,
    MODIFIERS,
    MOVES,
    NASTY,
    OPENINGS,
    PAUSES,
    PLACES,
    PROPS,
    STEPS,
    THINGS,
    TIMES,
    TRANSITIONS,
    WORDS,
)

Pick = Callable[[Sequence[Any]], Any]
SHOTS = 7
FILES = tuple(f"media/{name}" for name in (
    "a1.png", "a2.png", "a3.png", "b1.png", "c1.png", "c2.png", "place.png", "prop.png", "clip.mp4", "voice.wav",
    "footage.mp4", "done.mp4", "said.wav", "dance.mp4", "first.png", "last.png", "rain.wav", "score.mp3", "logo.svg"))


@st.composite
def films(draw: st.DrawFn) -> str:
    """Scripts at random, from a short one up."""
    return film(lambda row: draw(st.sampled_from(row)), shots=draw(st.integers(1, SHOTS)))


def tour(count: int) -> tuple[str, ...]:
    """Scripts that go through every row in order: always the same ones."""
    turn = Round()
    return tuple(film(turn, shots=SHOTS) for _ in range(count))


@dataclass
class Round:
    """Each row's forms in turn. A row is known by what is in it."""

    told: dict[Sequence[Any], int] = field(default_factory=dict)

    def __call__(self, row: Sequence[Any]) -> Any:
        at = self.told.get(row, 0)
        self.told[row] = at + 1
        return row[at % len(row)]

    @property
    def whole(self) -> bool:
        """Whether every row met so far has been gone through."""
        return all(n >= len(row) for row, n in self.told.items())


@dataclass(frozen=True)
class Names:
    """Who and what a film is about: `a` and `b` are people, `prop` and `thing` things."""

    a: str
    b: str
    prop: str
    thing: str

    def put(self, form: str, **more: str) -> str:
        return form.format(a=self.a, b=self.b, prop=self.prop, thing=self.thing, **more)

    def turned(self) -> Names:
        return Names(self.b, self.a, self.prop, self.thing)


def film(pick: Pick, shots: int) -> str:
    """A whole script: blocks, one or two scenes, and at times one without any shot line."""
    cast, prop, place = pick(CAST), pick(PROPS), pick(PLACES)
    names = Names(cast[0][0], cast[1][0], prop[0], pick(THINGS))
    first = (shots + 1) // 2
    parts = ["Title: A film", "", *_format(pick), *_cast(cast), *_places(place), *_props(prop),
             *scene(pick, names, place[0], "1", first)]
    if shots > first:
        parts += [pick(TRANSITIONS), "", *scene(pick, names.turned(), place[0], "2", shots - first)]
    if pick((False, True, False)):
        parts += [f"EXT. {place[0]} - DAY", "", *text(pick, names), *_speech(pick, names, "")]
    return "\n".join(parts) + "\n"


def scene(pick: Pick, names: Names, place: str, number: str, shots: int) -> list[str]:
    opening = names.put(pick(OPENINGS))
    parts = [pick(HEADINGS).format(place=place, number=number), "", opening, ""]
    for n in range(shots):
        parts += [*shot(pick, names if n % 2 else names.turned(), number, n), ""]
    return parts


def shot(pick: Pick, names: Names, scene: str, n: int) -> list[str]:
    """The directives above a shot, its line, and its text."""
    said = text(pick, names)
    above = [names.put(form) for form in pick(DIRECTIVES)] + _walk(pick, names)
    clauses = [names.put(pick(FRAMINGS)), pick(LENSES), pick(ANGLES), names.put(pick(CLAUSES), id=f"{scene}A"),
               moves(pick, names, said), pick(TIMES) if _silent(said) else ""]
    line = ", ".join(filter(None, clauses)) or "MS"
    return [*above, f"!! {scene}{chr(65 + n)}: {line}", "", *said]


def moves(pick: Pick, names: Names, said: list[str]) -> str:
    """A chain of moves, or none."""
    joints = pick(("", ("",), ("", " then "), ("", " while "), ("", " then ", " while ", " then ")))
    return "".join(joint + move(pick, names, said) for joint in joints)


def move(pick: Pick, names: Names, said: list[str]) -> str:
    core = names.put(pick(MOVES))
    if core in ("static", "handheld", "gimbal") or core.startswith("hold"):
        return core
    adverb = "" if core.startswith(("whip", "rack", "crash")) else pick(ADVERBS)
    words = (word for line in said for word in line.split())
    anchor = next((w for w in words if w.isascii() and w.isalpha() and w.islower() and len(w) > 3), "")
    when = pick(MODIFIERS).format(anchor=anchor) if anchor else ""
    return " ".join(filter(None, (adverb, core, when, pick(EASES))))


def text(pick: Pick, names: Names) -> list[str]:
    """Action, speech, or both, in paragraphs."""
    kind = pick(("action", "speech", "both", "dual", "action", "nothing", "lyric", "cut"))
    action = [_prose(pick, names), ""]
    if kind == "dual":
        return [*_speech(pick, names, ""), *_speech(pick, names.turned(), " ^")]
    if kind == "lyric":
        return [*_cue(names.a, ""), f"~{_line(pick)}", ""]
    if kind == "cut":
        cut = f"[[shot: MCU on {names.b}, {pick(LENSES) or '50mm'}]]"
        return [*_cue(names.a, ""), f"{_line(pick)} {cut}", _line(pick), ""]
    return {"action": action, "nothing": [], "speech": _speech(pick, names, ""),
            "both": [*action, *_speech(pick, names, "")]}[kind]


def _silent(said: list[str]) -> bool:
    """Nobody speaks: a speech may be longer than a written length, which is an error."""
    return len(said) <= 2


def _speech(pick: Pick, names: Names, dual: str) -> list[str]:
    pause = pick(PAUSES)
    body = [_line(pick), *([pause, _line(pick)] if pause else [])]
    return [*_cue(names.a, pick(CUES) + dual), *body, ""]


def _cue(name: str, rest: str) -> list[str]:
    """Scripts without capitals need the mark that makes a cue of a name."""
    return [f"{'' if name.isascii() else '@'}{name}{rest}"]


def _line(pick: Pick) -> str:
    words = [pick(LINES), pick(NASTY)]
    return " ".join(filter(None, words))


def _prose(pick: Pick, names: Names) -> str:
    return names.put(pick(WORDS)) + " " + pick(NASTY)


def _walk(pick: Pick, names: Names) -> list[str]:
    step = pick(STEPS)
    return [f"[[block: {names.put(step)}]]"] if step else []


def _format(pick: Pick) -> list[str]:
    return ["/*@format", *pick(FORMATS), "*/", ""]


def _cast(cast: Sequence[tuple[str, ...]]) -> list[str]:
    return ["/*@cast", *(line for name, *rest in cast for line in (f"{name}: {rest[0]}", *rest[1:])), "*/", ""]


def _places(place: Sequence[str]) -> list[str]:
    return ["/*@places", f"{place[0]}: {place[1]}", *place[2:], "*/", ""]


def _props(prop: Sequence[str]) -> list[str]:
    return ["/*@props", f"{prop[0]}: {prop[1]}", *prop[2:], "*/", ""]
