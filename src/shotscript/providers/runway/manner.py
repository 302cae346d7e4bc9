"""How each of Runway's models is spoken to: plainly and in the affirmative; beside a first frame of motion alone.

The vendor's guides: camera and shot of a subject, what it does, where, then style; what is named is invited, even after
"no", so exclusions are lost; where a picture is handed in, it gives the look, and the words say what moves.
"""

from __future__ import annotations

from dataclasses import replace

from ...lang.clause import Gaze, Speed
from ...lang.term import Verb
from ...narrative.story import Beat
from ..phrase.bits import Bit
from ..phrase.manner import Manner
from ..phrase.picture import adjunct
from ..phrase.sheet import camera
from ..phrase.text import said
from ..phrase.view import View
from . import facts
from .bind import portrait

_PACKAGE = __package__ or ""
_NO_PICTURES = "the model takes no pictures of anyone, only a first frame"
_UNHEARD = {"sound": "the model makes no sound"}
_STILL = dict.fromkeys(
    ("framing", "lens", "angle", "dutch", "height", "side", "from", "place in frame", "focus", "camera at", "as",
     "setting", "place", "look", "wears", "state", "light", "style"), "the first frame gives it")
"""Kinds of claims that say nothing where a first frame is handed in: the words are of motion alone."""


def moving(view: View) -> list[Bit]:
    """The camera's moves, and what else of a composition moves: a speed, a glance."""
    turns = [clause for clause in view.shot.clauses if isinstance(clause, Speed | Gaze)]
    told = [view.bit("camera", view.of(clause), words=said(_sentence(clause, view), clause.span)) for clause in turns]
    return [*camera(view), *told]


def _sentence(clause: Speed | Gaze, view: View) -> str:
    words = adjunct(clause, view.say)
    return (words[:1].upper() + words[1:]).replace(" looking ", " looks ", 1)


TURBO = Manner(
    name=facts.GEN_4_TURBO, package=_PACKAGE, limits=facts.TAKE, never="none", seed=True, aspects=facts.FRAMED,
    takes=frozenset({"first frame"}), pictured=_NO_PICTURES, silent=_UNHEARD, switches={"sounds": False},
    shot="take.jinja2",
)
TURBO_MOTION = replace(TURBO, silent={**_STILL, **_UNHEARD}, camera=moving, shot="motion.jinja2")
WORDED = replace(TURBO, name=facts.GEN_45, aspects=facts.WORDED)
MOTION = replace(TURBO_MOTION, name=facts.GEN_45)

_FILMED = dict.fromkeys(
    ("framing", "lens", "angle", "dutch", "height", "side", "from", "place in frame", "gaze", "focus", "camera at",
     "as", "speed", "pacing", "blocking", *(f"move {verb.value}" for verb in Verb)), "the footage is the camera")
ALEPH = Manner(
    name=facts.ALEPH, package=_PACKAGE, limits=facts.FOOTAGE, never="none", seed=True, aspects=facts.TARGETS,
    resolutions=facts.LINES, takes=frozenset({"plate", "first frame", "last frame"}), silent={**_FILMED, **_UNHEARD},
    switches={"sounds": False}, shot="footage.jinja2",
    pictured="people stand in the footage; only guide frames are taken beside it",
)
PREVIZ = replace(ALEPH, name=facts.ALEPH_PREVIZ, takes=ALEPH.takes - {"plate"}, silent=_UNHEARD, shot="take.jinja2")

ACTED = Manner(
    name=facts.ACT_TWO, package=_PACKAGE, limits=facts.PERFORMED, never="none", seed=True, aspects=facts.FRAMED,
    takes=frozenset({"performance"}), bind=portrait, binds=("images", "clip"), prompt="nothing.jinja2",
    pictured="only the one who performs is taken, by one picture or a clip",
)


def _polished(beat: Beat) -> str:
    return "word for word, but the recipe polishes the shot list" if beat.kind == "speech" else ""


LISTED = {
    size: Manner(
        name=facts.MULTI_SHOT, package=_PACKAGE, limits=facts.LISTED, sound="asked", never="none", aspects=shapes,
        resolutions=facts.LINES, takes=frozenset({"first frame"}), pictured=_NO_PICTURES, rough={Beat: _polished},
        switches={"sounds": True}, shot="take.jinja2",
    )
    for size, shapes in facts.TIERS.items()
}
"""By size."""
