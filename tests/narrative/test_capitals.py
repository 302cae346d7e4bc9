"""A name only the action writes in capitals: somebody, where a shot frames a body; else a thing."""

from __future__ import annotations

import pytest

from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative.names import inside
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Story

SCRIPT = """\
INT. HALL - DAY

BOB waits. A TALL WOMAN comes in. Her PHONE rings beside the STATUE.

!! WS on BOB

{}

!! CU on PHONE

It rings.
"""


def story(shot: str) -> Story:
    script, told, _ = parse(TextWorld({"film.fountain": SCRIPT.format(shot)}), "film.fountain")
    assert told == ()
    return understand(script)[0]


@pytest.mark.parametrize(("shot", "people"), [
    ("!! MS on BOB and TALL WOMAN", ("BOB", "TALL WOMAN")), ("!! two shot", ()),
    ("!! two shot on BOB and TALL WOMAN", ("BOB", "TALL WOMAN")), ("!! OTS BOB on TALL WOMAN", ("BOB", "TALL WOMAN")),
    ("!! POV TALL WOMAN on PHONE", ("TALL WOMAN",)), ("!! WS on STATUE, BOB looks left", ("BOB",)),
    ("!! CU on STATUE", ()), ("!! MS on PHONE", ()), ("!! insert PHONE", ()),
])  # fmt: skip
def test_whom_a_shot_frames_by_the_body_is_somebody(shot: str, people: tuple[str, ...]) -> None:
    told = story(shot)
    (scene,) = told.scenes
    assert {p.name for p in told.cast} == set(scene.people) == set(people)
    kinds = {name.text: name.kind for s in scene.shots for name in inside(s.clauses)}
    assert all((kinds[name] == "cue") == (name in people) for name in kinds)
