"""What the compiler fills in, shown in the line: the number of a shot that has none, and how long it lasts."""

from __future__ import annotations

from lsprotocol import types

from ...core.timebase import clock
from ...lang.ast import ShotLine
from ...lang.clause import Length
from ...narrative.story import Shot
from .scripts import Current


def hints(now: Current, range: types.Range) -> list[types.InlayHint]:
    wanted = now.page.span(range)
    shots = {shot.span: shot for shot in now.draft.story.shots if not shot.auto}
    scenes = {scene.span: scene for scene in now.draft.story.scenes}
    found: list[types.InlayHint] = []
    for node in now.scenes(wanted):
        scene = scenes.get(node.span)
        if scene and node.heading and not node.number:
            found.append(_number(now, now.place(node.span).start, f"{scene.label}.", "the scene by its place"))
        for item in node.items:
            if isinstance(item, ShotLine) and (shot := shots.get(item.span)):
                found += _shot(now, item, shot)
    return [hint for hint in found if wanted.start <= now.page.offset(hint.position) <= wanted.end]


def _shot(now: Current, line: ShotLine, shot: Shot) -> list[types.InlayHint]:
    place = now.place(line.span)
    found = []
    if not line.id:
        text = now.source.slice(place)
        at = place.start + (2 if line.form == "line" else text.casefold().find("shot") + 4)
        found.append(_number(now, at, f"{shot.label}:", "what every output calls this shot; `fmt` writes it"))
    if not any(isinstance(clause, Length) for clause in line.clauses):
        end = place.end - (2 if line.form == "note" else 0)
        found.append(types.InlayHint(now.page.position(end), clock(shot.seconds), tooltip=shot.why, padding_left=True))
    return found


def _number(now: Current, at: int, words: str, why: str) -> types.InlayHint:
    return types.InlayHint(now.page.position(at), words, tooltip=why, padding_left=True, padding_right=True)


