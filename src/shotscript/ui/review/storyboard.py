"""A shot as the page shows it beside its lines: what it looks like, what the camera does, what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from ...narrative.story import Format
from ...optics.camera import ShotStage
from ...studio.board.overlay import overlay
from ...studio.board.values import Panel, Picture
from ...studio.judgements import Judgement, Standing
from .values import Showing

WORDS = {"approved": "approved", "rejected": "rejected", "": "not judged"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of a shot. `address` is empty until it is drawn; `signs` are what is drawn over it."""

    name: str
    address: str
    picture: Picture
    shape: float

    @property
    def signs(self) -> Markup:
        return signs(self.picture, self.shape)


@dataclass(frozen=True, slots=True)
class Card:
    """`told` is the digest of the shot as it is now, `stands` the verdict on it: empty, approved, rejected. `changed`:
    the shot is another since."""

    label: str
    length: str
    camera: str
    told: str
    people: tuple[str, ...]
    faults: tuple[str, ...]
    caption: str
    frames: tuple[Frame, ...]
    size: tuple[int, int]
    stands: str = ""
    changed: bool = False
    verdict: Judgement | None = None
    comments: tuple[Judgement, ...] = ()


def cards(showing: Showing, standing: Mapping[tuple[str, str], Standing]) -> dict[str, Card]:
    """By shot label, of all shots on the board."""
    if not showing.film or not showing.board:
        return {}
    film, shape = showing.film, showing.board.shape
    shots = {shot.label: shot for shot in film.story.shots}
    return {
        panel.label: _card(panel, showing, film.story.format, shape, standing.get((panel.label, ""), Standing()),
                           film.stage.shots[panel.label], shots[panel.label].auto)
        for panel in showing.board.panels if panel.label in shots
    }


def stands(label: str, told: str, standing: Mapping[tuple[str, str], Standing]) -> tuple[str, bool]:
    """The verdict on a shot, and whether the shot is another since."""
    one = standing.get((label, ""), Standing())
    return (one.verdict.verdict, one.changed(told)) if one.verdict else ("", False)


@lru_cache(maxsize=8192)
def signs(picture: Picture, shape: float) -> Markup:
    return Markup(overlay(picture, shape))


def still(showing: Showing, label: str) -> tuple[str, ...]:
    """Where the pictures of a shot are: the first and the last, or nothing."""
    return tuple(f"still/{path.stem}.jpg" for path in showing.stills.get(label, ()))


def _card(panel: Panel, showing: Showing, form: Format, shape: float, said: Standing, stage: ShotStage,
          auto: bool) -> Card:
    told = showing.told.get(panel.label, "")
    found = still(showing, panel.label) or ("", "")
    own = slice(stage.lead, stage.lead + stage.frames)
    verdict, changed = stands(panel.label, told, {(panel.label, ""): said})
    return Card(
        panel.label, panel.length, panel.camera, told,
        tuple(track.name for track in stage.people if track.shown[own].any()),
        tuple(line.text for line in panel.lines if line.kind == "fault"), stage.caption if auto else "",
        tuple(Frame(one.name, address, one, shape) for one, address in zip(panel.pictures, found, strict=True)),
        (form.width, form.height), verdict, changed, said.verdict, said.comments)
