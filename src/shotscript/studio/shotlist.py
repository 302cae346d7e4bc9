"""The shot list, for a first assistant director and a director of photography: CSV, a row a shot.

Lens and stop are those the camera really has, written or worked out; all else is the script's. Setups are counted over
the film: shots of one scene that ask the same of the camera, moves and time aside, are one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from ..core.timebase import plain, timecode
from ..lang.bare import bare
from ..lang.clause import (
    Allow,
    Angle,
    As,
    Description,
    Dutch,
    Focus,
    Framing,
    Gaze,
    Height,
    Hold,
    Length,
    Move,
    Moves,
    Pacing,
    Speed,
)
from ..lang.term import Name, Verb, View
from ..narrative import names
from ..narrative.story import Scene, Shot, Story
from ..stitch.exports.table import safe
from .film import Read

COLUMNS = ("scene", "shot", "setup", "int/ext", "location", "time of day", "size", "subject", "angle", "lens", "stop",
           "move", "description", "dialogue cue", "cast", "props", "seconds", "frames", "start")
"""`start` is the timecode of the shot's first frame; the first shot asked for begins at zero."""

_PASSING = (Moves, Pacing, Length, Hold, Speed, Description, Allow, As, Gaze, Focus)
_VIEWS = {View.OTS: "OTS", View.POV: "POV", View.INSERT: "insert"}
_BOTH = re.compile(r"\s*\.?\s*(?:int\b\.?\s*/|ext\b\.?\s*/|[ie]\s*/\s*[ie]\b|内外)", re.IGNORECASE)
_METRES = (Verb.DOLLY, Verb.TRUCK, Verb.PEDESTAL, Verb.CRANE)


def write(film: Read) -> str:
    """The table of the shots that are meant (all, or those of `--only`); lines end as CSV has it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for row in table(film):
        rows.writerow(safe(" ".join(row[column].split())) for column in COLUMNS)
    return text.getvalue()


def table(film: Read) -> Iterator[dict[str, str]]:
    """A row a shot, by column."""
    story, fps = film.story, film.timeline.fps
    starts = {slot.label: slot.start for slot in film.timeline.slots}
    known = _Known(story)
    setups: dict[object, int] = {}
    for scene in story.scenes:
        for shot in scene.shots:
            setup = setups.setdefault(_setup(scene, shot), len(setups) + 1)
            if shot.label in film.labels:
                yield {**_scene(scene), **_camera(film, shot), **_happens(known, scene, shot), "shot": shot.label,
                       "setup": str(setup), "seconds": plain(shot.frames / fps), "frames": str(shot.frames),
                       "start": timecode(starts[shot.label], fps)}


class _Known:
    """Whom and what words of the film may mention."""

    def __init__(self, story: Story) -> None:
        self.people = names.index((person.name, person.also) for person in story.cast)
        self.props = names.index((prop.name, prop.also) for prop in story.props)
        self.things = {prop.name for prop in story.props}


def _scene(scene: Scene) -> dict[str, str]:
    both = bool(_BOTH.match(scene.heading))
    inside = "INT/EXT" if both else "INT" if scene.interior else "EXT"
    return {"scene": scene.label, "int/ext": inside, "location": scene.place, "time of day": scene.time}


def _setup(scene: Scene, shot: Shot) -> object:
    return scene.index, tuple(sorted(map(repr, (bare(one) for one in shot.clauses if not isinstance(one, _PASSING)))))


# ---------------------------------------------------------------------------------------------- the camera


def _camera(film: Read, shot: Shot) -> dict[str, str]:
    framing = next((one for one in shot.clauses if isinstance(one, Framing)), None)
    lens, stop = _glass(film, shot)
    return {"size": _size(framing), "subject": _subject(framing), "angle": ", ".join(_angles(shot)), "lens": lens,
            "stop": stop, "move": "; ".join(_moves(shot))}


def _glass(film: Read, shot: Shot) -> tuple[str, str]:
    """The lens at the shot's first frame and its stop, as `35mm` and `f/2.8`."""
    staged = film.stage.shots.get(shot.label)
    if staged is None:
        return "", ""
    camera = staged.camera
    return f"{float(camera.focal[staged.lead]):.3g}mm", f"f/{camera.stop:.3g}" if camera.stop else ""


def _size(framing: Framing | None) -> str:
    if framing is None:
        return ""
    return " ".join(filter(None, (framing.size.value if framing.size else "", _VIEWS.get(framing.view, ""))))


def _subject(framing: Framing | None) -> str:
    if framing is None:
        return ""
    on = " and ".join(name.text for name in framing.on) + (f"'s {framing.part}" if framing.part else "")
    if framing.by is None:
        return on
    return f"{framing.by.text} on {on}" if on else framing.by.text


def _angles(shot: Shot) -> Iterator[str]:
    for one in shot.clauses:
        degrees = "" if not isinstance(one, Angle | Dutch) or one.degrees is None else f" {plain(one.degrees)}deg"
        if isinstance(one, Angle):
            yield one.kind + degrees
        elif isinstance(one, Dutch):
            yield f"dutch {one.side}{degrees}".replace("  ", " ")
        elif isinstance(one, Height):
            yield f"height {plain(one.metres)}m"


def _moves(shot: Shot) -> Iterator[str]:
    for one in shot.clauses:
        if isinstance(one, Moves):
            yield " then ".join(" while ".join(map(_move, part)) for part in one.parts)


def _move(move: Move) -> str:
    unit = "m" if move.verb in _METRES else "deg"
    over = f"over {plain(move.over.value)}{'f' if move.over.frames else 's'}" if move.over else ""
    told = (move.pace, move.verb.value, move.direction, f"{plain(move.amount)}{unit}" if move.amount else "",
            f"around {move.around.text}" if move.around else "", move.follow.text if move.follow else "",
            f"from {move.focus_from.text}" if move.focus_from else "", f"to {plain(move.mm)}mm" if move.mm else "",
            f"to {_target(move.target)}" if move.target else "", over)
    return " ".join(filter(None, told))


def _target(target: Name | Framing) -> str:
    if isinstance(target, Name):
        return target.text
    return " on ".join(filter(None, (_size(target), _subject(target))))


# ---------------------------------------------------------------------------------------------- what happens


def _happens(known: _Known, scene: Scene, shot: Shot) -> dict[str, str]:
    action = [beat.text for beat in shot.beats if beat.kind == "action"]
    words = [one.text for one in shot.clauses if isinstance(one, Description)]
    speech = next((beat for beat in shot.beats if beat.kind == "speech" and beat.text.strip()), None)
    named = [name.text for name in names.inside(shot.clauses)]
    told = " ".join((*action, *words))
    seen = {beat.who for beat in shot.beats if beat.who and not beat.unseen}
    cast = {*seen, *named, *names.mentioned(told, known.people)}
    props = {*named, *names.mentioned(told.upper(), known.props)} & known.things  # "a letter" is the LETTER
    cue = f"{speech.who}: {speech.text}" if speech else ""
    return {"description": " / ".join((*action, *words)), "dialogue cue": cue,
            "cast": ", ".join(_of(scene.people, cast) or scene.people), "props": ", ".join(sorted(props))}


def _of(people: Sequence[str], wanted: Iterable[str]) -> list[str]:
    """Those of a scene's people who are wanted, in its order."""
    found = set(wanted)
    return [name for name in people if name in found]
