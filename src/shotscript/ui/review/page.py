"""The page of the review room, and its parts: the script beside its storyboard, the player, the floor plan.

A part is a piece of HTML with one id, and a digest that says when it is another. What a part holds is a value first; a
value seen before has its HTML ready, so a save costs the scenes it changed. Line numbers of the file are no part of a
digest: where lines move down, the page's own script counts them anew.

All addresses are relative: `still/NAME.jpg`, `reel/KEY.mp4`, `static/NAME`, `floor/LABEL.json`. So the page is the same
from a server and from a folder. Nothing in it runs but `static/room.js` and `static/desk.js`; blocks of JSON are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ...core import digest
from ...core.diagnostic import Level
from ...core.span import Span
from ...core.timebase import clock
from ...studio.board.values import Plan
from ...studio.edition import Places
from ...studio.judgements import Judgement, Standing, standing
from ..beside import clean
from .desk import frame
from .floor import DEEP, WIDE, drawing, floor, plans
from .player import Bar, strip, timeline
from .scenes import Passage, Reading, passages
from .storyboard import Card, cards
from .values import Showing

__all__ = ["Part", "floor", "page", "parts", "timeline"]

MOST = 300
"""Problems listed; all of them stand beside their lines."""

POLICY = ("default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; "
          "media-src 'self' file:; base-uri 'none'; form-action 'none'")
"""For a page that no server sends: what its own may do. Whether 'self' is anything on a disk, browsers do not agree."""

_START = re.compile(r' start="\+(\d+)"')


@dataclass(frozen=True, slots=True)
class Part:
    digest: str
    html: str


def page(showing: Showing, judgements: Iterable[Judgement], *, live: bool, desk: str = "") -> str:
    """The whole page. `live`: a server is there to be asked; else everything is in the page, what the desk holds too:
    `desk` is HTML of ours, from `desk.frame(...)` or `desk.held(...)`."""
    made = parts(showing, judgements)
    language = showing.film.story.format.language if showing.film else "en"
    floors = [] if live or not showing.film else [floor(showing, slot.label) for slot in showing.film.timeline.slots]
    return _pages().get_template("room.html.jinja2").render(
        live=live, language=language, title=_title(showing), parts={key: Markup(one.html) for key, one in made.items()},
        scenes=[key for key in made if key.startswith(("front", "scene-"))],
        desk=Markup(desk or (frame() if live else "")), policy=POLICY, revision=showing.revision,
        floors=[(one["label"], _data(one)) for one in floors if one], wide=WIDE, deep=DEEP)


def parts(showing: Showing, judgements: Iterable[Judgement]) -> Mapping[str, Part]:
    """By id, as they stand on the page: `head`, `doing`, `problems`, `player`, `front` if there is one, `scene-1`..."""
    said = standing(judgements)
    doing = _part("doing", showing.doing)
    if not showing.film:
        return {"head": _part("head", _Head(_title(showing), trouble=showing.trouble)),
                "doing": doing,
                "problems": _part("problems", _Problems(())), "player": _player(showing)}
    reading = Reading(showing.film)
    told, held = cards(showing, said), list(passages(reading))
    found = {"head": _head(showing, said, held), "doing": doing, "problems": _problems(showing, reading),
             "player": _player(showing)}
    for passage in held:
        shown = tuple(told[label] for row in passage.rows for label in row.shots if label in told)
        made = _Scene(_still(passage), shown, plans(showing.board, passage.label, passage.heading),
                      _length(showing, passage))
        found[passage.id] = _counted(_scene(made), passage.first)
    return found


# ---------------------------------------------------------------------------------------------- helpers


@dataclass(frozen=True, slots=True)
class _Scene:
    passage: Passage
    cards: tuple[Card, ...]
    plans: tuple[Plan, ...]
    length: str


@dataclass(frozen=True, slots=True)
class _Head:
    title: str
    facts: str = ""
    author: str = ""
    trouble: str = ""
    bars: tuple[Bar, ...] = ()
    scenes: tuple[tuple[str, str, str], ...] = ()
    approved: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class _Problem:
    level: str
    code: str
    message: str
    help: str
    where: str
    anchor: str


@dataclass(frozen=True, slots=True)
class _Problems:
    listed: tuple[_Problem, ...]
    errors: int = 0
    warnings: int = 0


@lru_cache(maxsize=512)
def _scene(value: _Scene) -> Part:
    """A scene seen before has its HTML ready; enough of them for a feature and what it was a while ago."""
    return _filled("scene", value)


@lru_cache(maxsize=32)
def _part(template: str, value: Any) -> Part:
    """The other parts, of which most are asked for a few times and then are others."""
    return _filled(template, value)


def _filled(template: str, value: Any) -> Part:
    """The HTML of a value, with its own digest in it."""
    html = _pages().get_template(f"room_{template}.html.jinja2").render(one=value, drawing=drawing)
    found = digest.of_bytes(html.encode("utf-8", "surrogatepass"))[:16]
    return Part(found, html.replace(" data-digest ", f' data-digest="{found}" ', 1))


def _counted(part: Part, first: int) -> Part:
    """With the numbers of the file's lines, which are not in its digest."""
    return Part(part.digest, _START.sub(lambda found: f' start="{first + int(found[1])}"', part.html))


def _still(passage: Passage) -> Passage:
    """Wherever it stands in the file."""
    return Passage(passage.id, passage.label, passage.heading, 0, passage.rows)


def _player(showing: Showing) -> Part:
    return _part("player", _data(timeline(showing)))


def _head(showing: Showing, said: Mapping[tuple[str, str], Standing], held: Iterable[Passage]) -> Part:
    assert showing.film
    bars = tuple(strip(showing, said))
    verdicts = [bar.stands for bar in bars if not bar.changed]
    facts = showing.board.facts if showing.board else clock(showing.film.timeline.frames / showing.film.timeline.fps)
    links = tuple((one.id, one.label, one.heading) for one in held if one.label)
    return _part("head", _Head(_title(showing), facts, _author(showing), showing.trouble, bars, links,
                               verdicts.count("approved"), verdicts.count("rejected")))


def _problems(showing: Showing, reading: Reading) -> Part:
    assert showing.film
    shown = [one for one in showing.film.problems if one.level > Level.INFO]
    places = Places(showing.film)
    listed = tuple(_Problem(str(one.level), one.code, one.message, one.help, *_where(one.span, reading, places))
                   for one in shown[:MOST])
    errors = sum(one.level is Level.ERROR for one in shown)
    return _part("problems", _Problems(listed, errors, len(shown) - errors))


def _where(span: Span, reading: Reading, places: Places) -> tuple[str, str]:
    """Where a problem is, in words, and the line of the page; nothing for another file."""
    file, line, column = places.start(span)
    if span.source != reading.source.name:
        return f"{file}:{line}:{column}", ""
    passage, number = reading.where(line)
    return f"line {line}", f"{passage}-l{number}"


def _length(showing: Showing, passage: Passage) -> str:
    """How long a scene is."""
    assert showing.film
    labels = {label for row in passage.rows for label in row.shots}
    frames = sum(slot.frames for slot in showing.film.timeline.slots if slot.label in labels)
    return clock(frames / showing.film.timeline.fps) if frames else ""


def _title(showing: Showing) -> str:
    return (showing.film.story.title or showing.film.read.name) if showing.film else "Shotscript"


def _author(showing: Showing) -> str:
    assert showing.film
    entries = showing.film.read.script.fountain.title
    return next((" ".join(one.values) for one in entries if one.key.casefold() in ("author", "authors")), "")


def _data(value: Any) -> Markup:
    """JSON that can stand in a page: nothing in it ends its element."""
    text = digest.canonical(value).decode("utf-8", "replace")
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


@cache
def _pages() -> Environment:
    return Environment(loader=PackageLoader("shotscript.ui.review", "templates"), autoescape=True,
                       undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=clean)
